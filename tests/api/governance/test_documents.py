"""The documents name everything there is, state what they rest on, and change when the facts do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from api.governance.documents import Document, make_documents
from api.governance.facts import Described, Facts, LogFact, RuleFact
from api.governance.kinds import KINDS
from api.governance.matcher_facts import criterion_facts
from api.record.events import EVENTS
from api.storage.tables import Base
from matching.settings import MatchSettings, Weights

NAMES = ("index", *(kind.name for kind in KINDS))


@pytest.fixture(scope="module")
def documents(facts: Facts) -> dict[str, Document]:
    return {document.kind.name: document for document in make_documents(facts)}


def test_the_pack_has_its_seven_documents(documents: dict[str, Document]) -> None:
    assert tuple(documents) == NAMES
    assert set(NAMES) >= {"model-card", "data-sheet", "instructions-for-use", "risks-and-oversight", "logging", "dpia"}


@pytest.mark.parametrize("name", NAMES)
def test_each_states_date_version_and_what_it_rests_on(documents: dict[str, Document], facts: Facts, name: str) -> None:
    head = documents[name].text.split("## Contents")[0]
    assert "22 November 2026" in head and f"expertmatch {facts.version}" in head
    for rests_on in (facts.roster.content_hash, facts.vocabulary_hash, facts.models[0].fingerprint, "committed.json"):
        assert rests_on in head


@pytest.mark.parametrize("name", NAMES)
def test_each_has_contents_that_lead_to_every_part(documents: dict[str, Document], name: str) -> None:
    text = documents[name].text
    listed = re.findall(r"^- \[(.+)\]\(#", text.split("## Contents")[1].split("\n## ")[0], re.MULTILINE)
    assert listed == [h for h in re.findall(r"^## (.+)$", text, re.MULTILINE) if h != "Contents"]
    assert len(listed) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_no_part_is_empty_and_no_table_is_broken(documents: dict[str, Document], name: str) -> None:
    text = documents[name].text
    assert not re.search(r"^#+ .+\n+## ", text, re.MULTILINE)
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = block.splitlines()
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1, rows[0]
        assert set(rows[1]) <= set("| -")


def test_every_setting_gate_criterion_and_mode_is_named(documents: dict[str, Document], facts: Facts) -> None:
    card, use = documents["model-card"].text, documents["instructions-for-use"].text
    for setting in facts.settings:
        assert f"`{setting.variable}`" in use
    for gate in facts.gates:
        assert f"| `{gate.name}` |" in card and gate.rule in card
    for criterion in facts.criteria:
        assert f"| {criterion.label} | `{criterion.name}` |" in card
    for mode in facts.modes:
        assert f"| {mode.label} | `{mode.name}` |" in card
    for run_setting in facts.run_settings:
        assert f"`{run_setting.name.removeprefix('list_rules.').removeprefix('rules.')}`" in card


def test_every_table_with_personal_data_is_named_with_what_it_holds(documents: dict[str, Document]) -> None:
    personal = [table for table in Base.metadata.sorted_tables if table.info["personal"]]
    assert len(personal) > 10
    for name in ("dpia", "logging"):
        for table in personal:
            line = f"| `{table.name}` | {table.info['personal']} |"
            assert line in documents[name].text
    for table in Base.metadata.sorted_tables:
        assert f"`{table.name}`" in documents["dpia"].text


def test_a_table_that_is_not_described_is_held_up(facts: Facts) -> None:
    first, *others = facts.tables
    text = make_documents(replace(facts, tables=(replace(first, described=False), *others)))[-1].text
    assert f"**Tables of which the software does not say what they hold:** `{first.name}`." in text


def test_every_event_of_the_log_is_named(documents: dict[str, Document]) -> None:
    for event, sentence in EVENTS.items():
        assert f"| `{event}` | {sentence} |" in documents["logging"].text


def test_roles_commands_and_the_record_are_named(documents: dict[str, Document], facts: Facts) -> None:
    for name, rows in (("instructions-for-use", (*facts.roles, *facts.commands)), ("logging", facts.record)):
        for row in rows:
            assert f"| `{row.name}` |" in documents[name].text


def test_a_changed_weight_changes_the_page(facts: Facts, documents: dict[str, Document]) -> None:
    changed = criterion_facts(MatchSettings(weights=Weights(seniority=0)))
    after = {d.kind.name: d.text for d in make_documents(replace(facts, criteria=changed))}
    for name in ("model-card", "risks-and-oversight"):
        assert "| 0 (default 6) | 0 % |" in after[name]
        assert "| 0 (default 6) |" not in documents[name].text
    assert after["data-sheet"] == documents["data-sheet"].text


def test_the_roster_is_told_to_be_the_sample_only_where_it_is(facts: Facts, documents: dict[str, Document]) -> None:
    warning = "made with the invented sample, not with a roster of real people"
    assert warning in documents["data-sheet"].text
    real = make_documents(replace(facts, roster=replace(facts.roster, sample=False)))
    assert all(warning not in d.text and "invented sample of" not in d.text for d in real)


def test_nobody_of_the_roster_is_named(documents: dict[str, Document]) -> None:
    text = "".join(document.text for document in documents.values())
    for word in ("Person anna", "anna", "dino", "Institution hana"):
        assert word not in text


def test_words_from_the_data_stay_words(facts: Facts) -> None:
    hostile = replace(facts, commands=(Described("x", "<script>alert(1)</script> | [a](http://b) *c*"),))
    use = next(d.text for d in make_documents(hostile) if d.kind.name == "instructions-for-use")
    assert r"\<script\>alert(1)\</script\> \| \[a\](http://b) \*c\*" in use


def test_the_offices_rules_and_the_end_of_its_log_are_told(facts: Facts, documents: dict[str, Document]) -> None:
    assert "Rules of the office" not in documents["logging"].text
    rules = (RuleFact("retention.notices", "a letter", "90", "30"),)
    told = {d.kind.name: d.text for d in make_documents(replace(facts, rules=rules, log=LogFact(1234, "ab12", True)))}
    assert "| `retention.notices` | a letter | 90 | 30 (changed) |" in told["logging"]
    assert (
        "the last entry of the log was number 1,234, and its hash" in told["logging"]
        and "`ab12`" in told["logging"]
        and "and holds." in told["logging"]
    )
    empty = make_documents(replace(facts, log=LogFact(0, "00", True)))
    assert any("When this pack was made the log was empty." in d.text for d in empty)
    broken = make_documents(replace(facts, log=LogFact(3, "ab12", False)))
    assert any("**The chain does not hold.**" in d.text for d in broken)


def test_a_trial_without_a_model_is_called_one(facts: Facts, documents: dict[str, Document]) -> None:
    assert "not for real matching" in documents["model-card"].text
    learnt = replace(facts, models=(replace(facts.models[0], learnt=True),))
    assert "trained by others" in make_documents(learnt)[1].text


def test_switched_on_downloads_are_held_up(facts: Facts, documents: dict[str, Document]) -> None:
    assert "Downloading of models is switched off." in documents["instructions-for-use"].text
    settings = tuple(replace(s, in_use="yes") if s.name == "allow_download" else s for s in facts.settings)
    made = make_documents(replace(facts, settings=settings))
    assert any("**Downloading of models is switched on here.**" in d.text for d in made)
