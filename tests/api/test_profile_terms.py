"""What lists of people are narrowed by says what the profiles say, whatever happens to them."""

from __future__ import annotations

import json

from sqlalchemy import select, text

from api.services.cvs.merging import MergeData, merge
from api.services.erasure.erasure import erase
from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.people.experts import write_profile
from api.services.unit import COMMAND, SYSTEM, writing
from api.storage import migrate
from api.storage.database import Database
from api.storage.experts import Wanted, experts
from api.storage.tables import ExpertRow, ProfileTermRow
from api.storage.tables.terms import terms_of
from tests.people import person

Terms = set[tuple[str, str, str, int]]


def kept(database: Database) -> Terms:
    with database.read() as session:
        return {(one.kind, one.code, one.expert_id, one.level) for one in session.scalars(select(ProfileTermRow))}


def said(database: Database) -> Terms:
    with database.read() as session:
        people = session.scalars(select(ExpertRow)).all()
        return {(one.kind, one.code, row.id, one.level) for row in people for one in terms_of(row.profile)}


def test_a_language_counts_by_how_it_is_spoken_and_each_term_once() -> None:
    claims = [
        {"language": "fr", "speaking": "B2", "writing": "C2"},
        {"language": "fr", "speaking": "C1"},
        {"language": "es", "native": True},
        {"language": "ar", "reading": "B1"},
    ]
    found = {(one.kind, one.code): one.level for one in terms_of({"fields": ["A.35", "A.35"], "languages": claims})}
    assert found == {("field", "A.35"): 0, ("language", "fr"): 5, ("language", "es"): 6, ("language", "ar"): 0}
    assert terms_of({}) == []


def test_whoever_is_changed_imported_merged_or_erased_is_found_by_what_their_profile_says(staffed: Office) -> None:
    database = staffed.database
    assert kept(database) == said(database) != set()
    with writing(staffed, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, "anna")
        turkish = [{"language": "tr", "speaking": "B2"}, {"language": "fr", "speaking": "A2"}]
        write_profile(unit, row, person("anna", languages=turkish, fields=["E.10.07"]), unit.roster_changed())
        unit.session.flush()
        found = experts(unit.session, Wanted(fields=["E.10.07"], language="tr"), limit=10, after=None)
        assert [one.id for one in found.rows] == ["anna"]
    assert kept(database) == said(database)
    line = {"id": "zoe", "segments": ["Post."], "languages": [{"language": "ru", "native": True}], "fields": ["A.35"]}
    import_experts(staffed, COMMAND, [json.dumps(line)], staffed.engine.vocabularies)
    assert ("language", "ru", "zoe", 6) in kept(database) == said(database)
    with writing(staffed, SYSTEM) as unit:
        merge(unit, "bert", MergeData(goes="zoe", anyway=True), unit.session.get_one(ExpertRow, "bert").version)
    assert ("language", "ru", "bert", 6) in kept(database) == said(database)
    assert "zoe" not in {expert_id for _, _, expert_id, _ in kept(database)}
    held = len([row for row in kept(database) if row[2] == "bert"])
    assert erase(staffed, SYSTEM, "bert").rows["profile_terms"] == held > 0  # counted: what is counted is written anew
    assert "bert" not in {expert_id for _, _, expert_id, _ in kept(database)}
    assert kept(database) == said(database)


def test_people_of_before_are_found_after_an_upgrade(staffed: Office) -> None:
    database = staffed.database
    with writing(staffed, SYSTEM) as unit:
        claims = [{"language": "fr", "native": True}, {"language": "en", "native": True, "speaking": "C1"}]
        unit.session.get_one(ExpertRow, "anna").profile = {"languages": [*claims, {"language": "ar", "reading": "B1"}]}
        unit.session.get_one(ExpertRow, "bert").profile = {}
    before = kept(database)
    migrate.downgrade(database, "0005")
    migrate.upgrade(database)
    assert kept(database) == before == said(database)
    assert {level for _, _, expert_id, level in before if expert_id == "anna"} == {0, 5, 6}
    with database.write() as session:
        session.execute(text("delete from experts where id = 'cleo'"))
    assert kept(database) == said(database)
