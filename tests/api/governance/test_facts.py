"""Facts come from the code: whatever the code has, they name; a secret they never show."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from api.auth.roles import Role
from api.config import Settings, load_settings
from api.governance.facts import Facts
from api.governance.gate_facts import gate_facts
from api.governance.installation_facts import licence_of, model_facts, package_facts, setting_facts
from api.governance.matcher_facts import criterion_facts, run_setting_facts
from api.governance.source_comments import constants_of, fields_of
from api.governance.table_facts import table_facts
from api.storage.tables import Base
from embeddings import HashingEncoder
from matching import criteria
from matching.entities import Verdict
from matching.results import RunRecord
from matching.settings import Balance, MatchSettings, TeamRules, Weights
from matching.vocabulary import load_vocabulary

GATES = Path(criteria.__file__).with_name("gates.py")
SECRETS = {
    "EXPERTMATCH_SECRET": "s3cret-of-the-office-that-nobody-may-read",
    "EXPERTMATCH_DATABASE": "postgresql://someone:hunter2@db.example.org/office",
    "EXPERTMATCH_SMTP_PASSWORD": "letters-and-digits",
    "EXPERTMATCH_SMTP_USER": "jane.doe",
    "EXPERTMATCH_MAIL_FROM": "jane.doe@example.org",
    "EXPERTMATCH_CACHE": "/home/jane.doe/cache",
}


def gate_names_in_the_code() -> set[str]:
    """The names that `matching/gates.py` gives its gates, without what varies ("language:")."""
    calls = [n for n in ast.walk(ast.parse(GATES.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    made = [c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id == "GateColumn"]
    names = [n.values[0] if isinstance(n, ast.JoinedStr) else n for n in made]
    return {str(n.value).rstrip(":") for n in names if isinstance(n, ast.Constant)}


def test_every_gate_of_the_code_is_asked() -> None:
    found = {gate.name.partition(":")[0] for gate in gate_facts(load_vocabulary(), date(2026, 11, 22))}
    assert len(found) == 8 and found == gate_names_in_the_code()


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 11, 22), date(2031, 1, 1)])
def test_every_gate_says_what_it_says_on_any_day(day: date) -> None:
    gates = {gate.name: gate for gate in gate_facts(load_vocabulary(), day)}
    assert all(gate.passes for gate in gates.values())
    assert [name for name, gate in gates.items() if not gate.asks] == ["past performance"]
    assert [name for name, gate in gates.items() if not gate.fails] == ["validated profile"]
    assert {name for name, gate in gates.items() if gate.always} == {
        "conflict of interest", "past performance", "validated profile", "consent",
    }  # fmt: skip
    assert gates["consent"].fails == "withdrawn" and len(Verdict) == 3


def test_every_weight_is_a_criterion_with_its_share() -> None:
    settings = MatchSettings(weights=Weights(relevance=100))
    facts = {c.name: c for c in criterion_facts(settings)}
    assert set(facts) == set(Weights.model_fields)
    assert (facts["relevance"].default, facts["relevance"].weight) == (25, 100)
    assert sum(c.share for c in facts.values()) == pytest.approx(1)


def test_every_setting_of_a_run_is_there_once() -> None:
    names = [s.name for s in run_setting_facts(MatchSettings())]
    groups = {"rules": TeamRules, "list_rules": TeamRules, "balance": Balance}
    inside = {f"{group}.{name}" for group, kind in groups.items() for name in kind.model_fields}
    assert sorted(names) == sorted(inside | (set(MatchSettings.model_fields) - set(groups) - {"weights"}))


def test_a_changed_setting_of_a_run_is_marked() -> None:
    settings = MatchSettings(rules=TeamRules(min_per_gender={"woman": 1}, exclude=("E1", "E2")), shown=0)
    changed = {s.name: s.in_use for s in run_setting_facts(settings) if s.changed}
    assert changed == {"rules.min_per_gender": "woman 1", "rules.exclude": "2 named", "shown": "0"}


def test_every_mode_of_balance_is_explained(facts: Facts) -> None:
    modes = get_args(Balance.model_fields["mode"].annotation)
    assert [m.name for m in facts.modes] == list(modes) and all(m.meaning for m in facts.modes)
    assert [m.name for m in facts.modes if m.in_use] == ["report"]


def test_every_setting_of_the_installation_is_there() -> None:
    found = setting_facts(load_settings({"EXPERTMATCH_PORT": "9000"}))
    assert [s.name for s in found] == list(Settings.model_fields) and all(s.meaning for s in found)
    assert {s.name: s.in_use for s in found if s.changed} == {"port": "9000"}


def test_secrets_paths_and_names_are_not_shown() -> None:
    found = setting_facts(load_settings(SECRETS))
    shown = " ".join(s.in_use + s.default for s in found)
    for value in SECRETS.values():
        assert value not in shown
    assert "hunter2" not in shown and "jane" not in shown
    changed = {s.variable for s in found if s.changed}
    assert set(SECRETS) - {"EXPERTMATCH_CACHE"} <= changed


def test_an_encoder_without_a_package_has_no_licence_to_tell() -> None:
    (model,) = model_facts(HashingEncoder(64), None)
    assert (model.dimension, model.learnt, model.package, model.licence) == (64, False, None, None)


def test_a_folder_of_a_model_is_told_by_its_name_alone() -> None:
    encoder = HashingEncoder(64)
    encoder.name = "/home/jane.doe/models/our-own"
    assert model_facts(encoder, encoder)[1].name == "our-own"


def test_the_libraries_come_with_version_and_licence() -> None:
    found = {p.name: p for p in package_facts()}
    assert found["pydantic"].licence == "MIT" and found["pydantic"].version[0].isdigit()
    assert "pytest" not in found  # only what the product itself needs
    assert package_facts("no-such-project") == ()


def test_a_licence_that_is_a_whole_text_is_told_by_its_classifier() -> None:
    from email.message import Message

    told = Message()
    told["License"] = "Permission is granted\nto everyone"
    told["Classifier"] = "License :: OSI Approved :: MIT License"
    assert licence_of(told) == "MIT License"  # type: ignore[arg-type]
    assert licence_of(Message()) == "not stated"  # type: ignore[arg-type]


def test_every_table_says_what_it_holds_and_whose_ids() -> None:
    facts = table_facts(Base.metadata.sorted_tables)
    assert {f.name for f in facts} == set(Base.metadata.tables)
    assert [f.name for f in facts if not f.described] == []
    people = {f.name: f for f in facts}
    assert people["declarations"].personal == "gender, nationality"
    assert people["declarations"].points_to == ("experts",)


def test_a_table_that_says_nothing_of_itself_is_noticed() -> None:
    metadata = MetaData()
    Table("accounts", metadata, Column("id", String, primary_key=True))
    about = {"personal": "", "purpose": "judging", "kept": "a year"}
    notes = Table("notes", metadata, Column("decided_by", String), Column("text", String), info=about)
    bare = Table("bare", metadata, Column("account", ForeignKey("accounts.id")), Column("by_weight", Integer))
    told, silent = table_facts([notes, bare])[::-1]
    assert (told.name, told.described, told.points_to) == ("notes", True, ("accounts",))
    assert (silent.name, silent.described, silent.points_to) == ("bare", False, ("accounts",))


def test_constants_carry_the_comment_beside_or_above_them() -> None:
    said = {c.name: c for c in constants_of(criteria)}
    assert said["USUAL_YEARS"].value == "15.0" and "full points" in said["USUAL_YEARS"].comment
    from matching import scoring

    known = {c.name: c for c in constants_of(scoring)}["KNOWN"]
    assert known.value == "0.35" and known.comment.startswith("What confidence is made of.")


def test_fields_carry_the_comment_beside_them(facts: Facts) -> None:
    assert fields_of(RunRecord)["run_id"] == "hash of the inputs: same input, same id"
    assert [field.name for field in facts.record] == list(RunRecord.model_fields)
    assert [role.name for role in facts.roles] == [role.value for role in Role]
    assert all(role.meaning for role in facts.roles)
