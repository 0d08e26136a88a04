"""The sample office: people, institutions and accounts, laid once, on the day for which it was made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from api.auth.passwords import check_password
from api.auth.roles import SHORT, Role
from api.services.indicators.indicators import indicators
from api.services.office import Clock, Office
from api.services.sample_office import FILE, is_sample_office, lay_sample_office, sample_clock
from api.services.unit import SYSTEM, reading, writing
from api.storage.log import verify
from api.storage.tables import (
    AccountRow,
    ConsentRow,
    EntryRow,
    ExpertRow,
    IdentityRow,
    InstitutionRow,
)
from api.wiring import open_office
from fixtures.load import SAMPLE_TODAY, load_experts
from tests.api.beginnings import VOCABULARIES, count, pairs
from tests.api.conftest import Watchmaker
from tests.api.offices import opened


@pytest.fixture(scope="module")
def sample(
    prepared: Callable[[str, Path], str], tmp_path_factory: pytest.TempPathFactory, engine: object
) -> Iterator[Office]:
    with opened(prepared, tmp_path_factory.mktemp("sample"), engine) as office:  # type: ignore[arg-type]
        office = replace(office, clock=Clock())
        assert len(lay_sample_office(office, VOCABULARIES)) == len(Role)
        yield office


def test_the_sample_office_has_people_institutions_and_an_account_for_every_role(sample: Office) -> None:
    people = load_experts()
    assert (count(sample, ExpertRow), count(sample, IdentityRow)) == (818, 818)
    assert count(sample, ConsentRow) == sum(p.consent is not None for p in people)
    with sample.database.read() as session:
        roles = [role for (roles,) in session.execute(select(AccountRow.roles)) for role in roles]
        own = session.scalar(select(ExpertRow).join(AccountRow, AccountRow.expert_id == ExpertRow.id))
        kinds = {kind for (kind,) in session.execute(select(InstitutionRow.kind))}
        assert own is not None and own.validated and own.consent
        assert {"partner", "civil_servant"} <= kinds
        assert verify(session) is None
    assert sorted(roles) == sorted(Role)


def test_the_passwords_of_the_sample_are_kept_for_its_owner_alone_and_nowhere_else(sample: Office) -> None:
    file = sample.settings.data / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [line for line in file.read_text().splitlines() if line.startswith("Sign in as ")]
    kept = dict(line.removeprefix("Sign in as ").split(" with ") for line in lines)
    assert set(kept) == {f"{name}@sample.example" for name in SHORT.values()}
    assert len(set(kept.values())) == len(kept)
    with sample.database.read() as session:
        hashes = pairs(session, select(AccountRow.email, AccountRow.password_hash))
        said = " ".join(session.scalars(text("select facts from log_entries")))
    assert check_password(hashes["officer@sample.example"], kept["officer@sample.example"])
    stored = b"".join(path.read_bytes() for path in sample.settings.data.parent.glob("office.sqlite*"))
    assert not any(password in said or password.encode() in stored for password in kept.values())


def test_the_sample_is_laid_once_and_never_over_anything(sample: Office) -> None:
    before = (sample.settings.data / FILE).read_text()
    assert lay_sample_office(sample, VOCABULARIES) == []
    assert (sample.settings.data / FILE).read_text() == before
    assert count(sample, AccountRow) == len(Role)


def test_an_office_with_an_account_is_no_place_for_the_sample(office: Office, clock: Watchmaker) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.add(AccountRow(id="a", email="a@example.org", name="A", roles=[], created_at=clock.now()))
    assert lay_sample_office(office, VOCABULARIES) == []
    assert count(office, ExpertRow) == 0
    assert not (office.settings.data / FILE).exists()


def test_the_sample_stands_on_the_day_for_which_it_was_made_and_so_does_its_every_moment(sample: Office) -> None:
    office = open_office(sample.settings)
    assert office.clock.today() == office.clock.now().date() == SAMPLE_TODAY
    assert is_sample_office(office)
    with reading(office, SYSTEM) as unit:
        figures = {one.measure: one.value for one in indicators(unit, since=None, until=None, by=None).figures}
    assert figures["registered_people"] == 818
    with office.database.read() as session:
        assert {at.date() for at in session.scalars(select(EntryRow.at))} == {SAMPLE_TODAY}
        assert {at.date() for at in session.scalars(select(ExpertRow.created_at))} == {SAMPLE_TODAY}
    office.database.close()


def test_the_clock_of_the_sample_goes_on_from_day_to_day(sample: Office) -> None:
    later = Clock(lambda: datetime.now(UTC) + timedelta(days=3), lambda: date.max)
    found = sample_clock(sample, later)
    assert found.today() == found.now().date() == SAMPLE_TODAY + timedelta(days=3)


def test_day_and_moment_of_an_office_are_of_one_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # somewhere it is another day than in UTC
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert Clock().today() == Clock().now().date()
    monkeypatch.undo()
    time.tzset()


def test_names_of_the_sample_are_in_no_log(sample: Office) -> None:
    with sample.database.read() as session:
        facts = " ".join(str(f) for f in session.scalars(select(EntryRow.facts)))
    assert not any(person.name and person.name in facts for person in load_experts())
