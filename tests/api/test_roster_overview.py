"""People of the roster at a glance: narrowed by what they speak, by name, and by what waits."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.services.office import Office
from api.services.people.roster_overview import RosterLine, overview
from api.services.unit import SYSTEM, reading, writing
from api.storage.experts import Wanted, expert
from matching.entities import Cefr
from tests.api.cvs.documents import CV, sent
from tests.api.test_experts import events


def found(office: Office, wanted: Wanted) -> dict[str, RosterLine]:
    with reading(office, SYSTEM) as unit:
        return {line.id: line for line in overview(unit, wanted, limit=50, after=None).rows}


@pytest.mark.parametrize(
    ("level", "who"),
    [
        (None, {"anna", "bert", "cleo", "dino", "ewa", "gus", "hana"}),
        (Cefr.B1, {"anna", "bert", "cleo", "dino", "ewa", "gus", "hana"}),
        (Cefr.B2, {"anna", "bert", "cleo", "dino", "gus", "hana"}),
        (Cefr.C2, {"anna"}),
    ],
)
def test_a_level_is_one_of_speaking_and_a_mother_tongue_has_every_one(
    staffed: Office, level: Cefr | None, who: set[str]
) -> None:
    with writing(staffed, SYSTEM) as unit:
        row = expert(unit.session, "anna")
        assert row is not None
        row.profile = row.profile | {"languages": [{"language": "fr", "native": True}]}
    assert set(found(staffed, Wanted(language="fr", level=level))) == who
    assert found(staffed, Wanted(language="ru", level=level)) == {}


def test_names_are_sought_and_given_only_where_they_were_asked_for_and_that_is_noted(staffed: Office) -> None:
    assert found(staffed, Wanted(words="cleo sur")) == {}
    assert events(staffed, "personal.viewed") == []
    named = found(staffed, Wanted(words="cleo sur", named=True))
    assert {one: line.name for one, line in named.items()} == {"cleo": "Cleo Surname"}
    assert [(one.subject_id, one.facts["part"]) for one in events(staffed, "personal.viewed")] == [("cleo", "roster")]
    assert found(staffed, Wanted(words="%", named=True)) == {}


def test_a_cv_to_confirm_is_counted_and_sought(staffed: Office, officer: TestClient) -> None:
    sent(officer, CV, expert_id="bert")
    assert {one: line.cvs_waiting for one, line in found(staffed, Wanted(cv_waits=True)).items()} == {"bert": 1}
    assert found(staffed, Wanted())["anna"].cvs_waiting == 0
    assert found(staffed, Wanted())["finn"].is_empty
