"""Passwords: kept as slow hashes, refused where they are easy to guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.auth import passwords
from api.auth.common_passwords import effort
from api.auth.passwords import Cost, UnusablePassword, check_password, check_usable, hash_password, renewed


def test_a_password_is_kept_as_an_argon2id_hash_with_a_salt_of_its_own() -> None:
    first, second = hash_password("violet tramway onion"), hash_password("violet tramway onion")
    assert first != second
    assert first.startswith("$argon2id$v=19$")
    assert check_password(first, "violet tramway onion") and check_password(second, "violet tramway onion")
    assert not check_password(first, "violet tramway onions")


def test_the_usual_cost_is_that_of_the_standard() -> None:
    hasher = Cost().hasher
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism, hasher.type.name) == (3, 65_536, 4, "ID")


def test_no_account_and_no_hash_have_no_password() -> None:
    assert not check_password(None, "")
    assert not check_password(None, "\0" * 32)
    assert not check_password("", "anything at all")
    assert not check_password("no hash", "anything at all")
    assert not check_password(hash_password("violet tramway onion"), "")


def test_an_accent_is_the_same_however_a_keyboard_composes_it() -> None:
    kept = hash_password("crème brûlée au café")
    assert check_password(kept, "cre\u0300me bru\u0302le\u0301e au cafe\u0301")


def test_a_hash_is_made_anew_when_the_cost_rises(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_password("violet tramway onion")
    assert renewed(kept, "violet tramway onion") is None
    monkeypatch.setattr(passwords, "COST", Cost(2, 16, 1))
    better = renewed(kept, "violet tramway onion")
    assert better is not None and "m=16,t=2,p=1" in better
    assert check_password(better, "violet tramway onion")


@pytest.mark.parametrize(
    "text",
    ["", "short", "elevencharz", "password1234", "Password2026!", "P@ssw0rd1234", "passwordpassword", "123456789012",
     "qwertyuiop123", "aaaaaaaaaaaa", "abcabcabcabc", "1q2w3e4r5t6y", "iloveyou2026", "Summer2026!!", "administrator1",
     "31.12.1999 admin", "expertmatch2026", "motdepasse1234", "пароль пароль", "йцукенгшщзхъ", "anna.lisbon1990",
     "lisbon-lisbon-1990", "x" * 1025, "é" * 600, "violet tramway \ud800"],
)  # fmt: skip
def test_a_password_that_is_short_long_or_easy_to_guess_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(UnusablePassword) as refused:
        check_usable(text, ["Anna Lisbon", "anna.lisbon@example.org"])
    assert len(text) < 6 or text not in f"{refused.value}"


@pytest.mark.parametrize(
    "text",
    [
        "violet tramway onion",
        "gjfuwkqpzmxt",
        "tr0ub4dor&3xyzK",
        "шкаф облако ведро",
        "مصباح نافذة شارع",
        "Zw3!p0)kQ;vL",
    ],
)
def test_other_passwords_are_good(text: str) -> None:
    check_usable(text, ["Anna Lisbon", "anna.lisbon@example.org"])


def test_what_is_known_of_a_person_makes_no_password() -> None:
    assert effort("anna lisbon 1990") > effort("anna lisbon 1990", ["Anna Lisbon"])


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_has_an_effort_no_greater_than_its_length(text: str, about: list[str]) -> None:
    assert 0 <= effort(text, about) <= len(text.casefold())


@given(st.text(max_size=60))
def test_any_text_is_only_wrong(text: str) -> None:
    kept = passwords.COST.hasher.hash(b"violet tramway onion")
    assert check_password(kept, text) is (text == "violet tramway onion")
