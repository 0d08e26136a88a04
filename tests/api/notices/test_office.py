"""The office in whose name notices are written: what cannot be is refused before anything is written."""

from __future__ import annotations

import pytest

from api.notices import Office
from matching.errors import InvalidSetting


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "no name"),
        ({"contact": "nobody"}, "contact address"),
        ({"base_url": "experts.example.org"}, "address of the service"),
        ({"base_url": "ftp://experts.example.org"}, "address of the service"),
        ({"base_url": "https://"}, "address of the service"),
        ({"base_url": "https://experts.example.org/?a=b"}, "address of the service"),
        ({"base_url": "https://me@experts.example.org"}, "address of the service"),
        ({"base_url": "https://experts.example.org:99999"}, "address of the service"),
        ({"base_url": "https://experts.example.org/\n"}, "address of the service"),
        ({"timezone": "Europe/Atlantis"}, "time zone"),
        ({"timezone": "../../etc/passwd"}, "time zone"),
    ],
)
def test_an_office_is_refused_at_the_start_rather_than_with_its_first_notice(
    changed: dict[str, str], said: str
) -> None:
    usual = {"name": "Facility", "contact": "a@b.example", "base_url": "https://experts.example.org"}
    Office(**usual)
    with pytest.raises(InvalidSetting, match=said):
        Office(**usual | changed)
