"""Regions as communities of practice are made: by what officials share, which continents cut through."""

from __future__ import annotations

from functools import cache

from matching.criteria import region as continent

MENA, CENTRAL_ASIA = "Mena", "CentralAsia"
_MENA = ("AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SY", "TN", "YE")
_CENTRAL_ASIA = ("AM", "AZ", "GE", "KG", "KZ", "MN", "TJ", "TM", "UZ")
_SHARED = {**dict.fromkeys(_MENA, MENA), **dict.fromkeys(_CENTRAL_ASIA, CENTRAL_ASIA)}


@cache
def region_of(country: str) -> str | None:
    """The Middle East and North Africa, Central Asia with the Caucasus, else the continent; None where none is known."""
    return _SHARED.get(country) or continent(country)
