"""Missions on record: from when on they count, and for how long."""

from __future__ import annotations

from datetime import date

from api.services.supply.missions import Mission, kept_elsewhere, within_a_year


def mission(expert: str, *dates: tuple[date, date]) -> Mission:
    return Mission("call", "1", expert, date(2026, 1, 10), 5.0, dates)


def test_a_mission_counts_from_its_first_day_for_twelve_months() -> None:
    february, may = ((first, first) for first in (date(2026, 2, 1), date(2027, 5, 1)))
    known = [mission("ana", february), mission("ana", may), mission("ben")]
    assert within_a_year(known, date(2027, 1, 31)) == {"ana": 2}
    assert within_a_year(known, date(2027, 1, 9)) == {"ana": 2, "ben": 1}
    assert within_a_year(known, date(2027, 2, 1)) == {"ana": 1}


def test_a_mission_keeps_somebody_from_its_first_day_to_its_last() -> None:
    known = [mission("ana", (date(2027, 3, 1), date(2027, 3, 5)), (date(2027, 4, 1), date(2027, 4, 2))), mission("ben")]
    for first, last, kept in ((5, 9, {"ana"}), (6, 9, set()), (25, 31, set())):
        assert kept_elsewhere(known, ((date(2027, 3, first), date(2027, 3, last)),)) == kept
