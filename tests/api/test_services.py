"""Shortlists are made once, kept whole or not at all, found again, and explained to the person they are about."""

from __future__ import annotations

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from api.services import DamagedRecord, ShortlistService
from embeddings import StorageFull, disk
from matching.engine import Engine
from matching.entities import Call, Expert, Verdict
from matching.errors import (
    InvalidCall,
    StaleIndex,
    UnknownExpert,
    UnknownShortlist,
    UnreadableDocument,
)
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.settings import MatchSettings
from tests.people import person

TODAY = date(2026, 11, 16)


@pytest.fixture
def service(matcher: Matcher, tmp_path: Path) -> ShortlistService:
    return ShortlistService(matcher, tmp_path / "shortlists", lambda: TODAY)


@pytest.fixture
def data(call: Call) -> dict[str, object]:
    return call.model_dump(mode="json")


def another(service: ShortlistService) -> ShortlistService:
    """The same folder as another process would see it."""
    return ShortlistService(service.matcher, service.folder, service.today)


# --- keeping ---


def test_a_shortlist_is_found_again_under_the_id_of_its_run(service: ShortlistService, data: dict[str, object]) -> None:
    made = service.shortlist(data)
    assert made.id == made.shortlist.record.run_id
    assert made.created == made.shortlist.record.made_at
    assert another(service).get(made.id) == made


def test_the_same_call_again_gives_what_is_on_record(service: ShortlistService, data: dict[str, object]) -> None:
    first = service.shortlist(data)
    assert another(service).shortlist(data) == first
    assert len(service.recent()) == 1


def test_other_settings_or_another_day_make_another_record(service: ShortlistService, data: dict[str, object]) -> None:
    ids = {
        service.shortlist(data).id,
        service.shortlist(data, settings=MatchSettings(shown=1)).id,
        service.shortlist(data, today=date(2026, 11, 17)).id,
    }
    assert len(ids) == 3


def test_what_is_only_matched_is_not_kept(service: ShortlistService, data: dict[str, object]) -> None:
    service.match(data)
    assert service.recent() == []


def test_the_newest_come_first_and_no_more_than_asked_for(service: ShortlistService, data: dict[str, object]) -> None:
    made = [service.shortlist(data | {"id": name}).id for name in ("one", "two", "three")]
    assert [stored.id for stored in service.recent()] == made[::-1]
    assert [stored.id for stored in another(service).recent(limit=2)] == [made[2], made[1]]


def test_a_damaged_record_is_told_in_words_and_passed_over_in_the_list(
    service: ShortlistService, data: dict[str, object]
) -> None:
    made = service.shortlist(data)
    (service.folder / "0000.json").write_text('{"call": ')
    assert [stored.id for stored in service.recent()] == [made.id]
    with pytest.raises(DamagedRecord, match="cannot be read"):
        service.get("0000")


def test_a_record_that_came_out_differently_is_replaced(
    service: ShortlistService, data: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    made = service.shortlist(data)
    path = service.folder / f"{made.id}.json"
    stored = json.loads(path.read_text())
    stored["record"]["result_hash"] = "of another build"
    path.write_text(json.dumps(stored))
    assert another(service).shortlist(data).shortlist.record.result_hash == made.shortlist.record.result_hash
    assert "came out differently" in caplog.text


@pytest.mark.parametrize("bad", ["", "none", "../secret", "a/b", "a\\b", ".hidden", "x" * 65, "a\nb", "%2e%2e"])
def test_an_id_is_never_a_path(service: ShortlistService, data: dict[str, object], bad: str) -> None:
    service.shortlist(data)
    (service.folder.parent / "secret.json").write_text("{}")
    with pytest.raises(UnknownShortlist):
        service.get(bad)


def test_a_full_disk_is_an_error_in_words_and_leaves_nothing_half_written(
    service: ShortlistService, data: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, content: bytes) -> None:
        os.write(descriptor, bytes(content)[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "put", full)
        with pytest.raises(StorageFull, match="no room"):
            service.shortlist(data)
    assert list(service.folder.iterdir()) == []
    assert service.recent() == []
    assert service.shortlist(data).id


def test_many_threads_may_ask_at_once(service: ShortlistService, data: dict[str, object]) -> None:
    calls = [data | {"id": str(number % 3)} for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(service.shortlist, calls))
    assert len({stored.id for stored in made}) == 3
    assert len(service.recent()) == 3


def test_more_are_on_record_than_are_remembered(service: ShortlistService, data: dict[str, object]) -> None:
    first = service.shortlist(data | {"id": "first"})
    for number in range(33):
        service.shortlist(data | {"id": str(number)})
    assert service.get(first.id) == first


# --- reading the source ---


def test_bytes_that_hold_a_json_object_are_a_call(service: ShortlistService, data: dict[str, object]) -> None:
    assert service.shortlist(json.dumps(data).encode()).id == service.shortlist(data).id


@pytest.mark.parametrize(("content", "word"), [(b"{nonsense", "not JSON"), (b"[1]", "one JSON object")])
def test_json_that_is_no_call_is_refused(service: ShortlistService, content: bytes, word: str) -> None:
    with pytest.raises(InvalidCall, match=word):
        service.shortlist(content, name="call.json")


def test_a_text_is_a_call(service: ShortlistService) -> None:
    text = "We ask for an expert who trains counsellors of the public employment service in profiling of jobseekers."
    assert service.shortlist(text).shortlist.positions[0].candidates


def test_an_empty_document_is_refused(service: ShortlistService) -> None:
    with pytest.raises(UnreadableDocument):
        service.shortlist(b"", name="empty.docx")


# --- explaining ---


def explained(service: ShortlistService, data: dict[str, object], expert_id: str):  # type: ignore[no-untyped-def]
    return service.explain(service.shortlist(data).id, expert_id)


def test_a_persons_result_is_that_of_the_shortlist(service: ShortlistService, data: dict[str, object]) -> None:
    made = service.shortlist(data)
    listed = made.shortlist.positions[0].candidates[0]
    found = service.explain(made.id, listed.expert_id).positions[0]
    assert (found.rank, found.score, found.confidence) == (1, listed.score, listed.confidence)
    assert (found.gates, found.criteria, found.verdict) == (listed.gates, listed.criteria, listed.verdict)


def test_who_lacks_a_level_learns_which_would_make_them_eligible(
    service: ShortlistService, data: dict[str, object]
) -> None:
    need = {"language": "fr", "speaking": "B1", "writing": "C1"}
    found = explained(service, data | {"languages": [need]}, "ewa").positions[0]
    assert (found.verdict, found.rank, found.confidence) == (Verdict.FAIL, None, None)
    assert found.what_would_change == ("Listing French drafting at C1 would make you eligible (now A2).",)


def test_who_lacks_two_levels_learns_that_it_takes_both(service: ShortlistService, data: dict[str, object]) -> None:
    assert explained(service, data, "ewa").positions[0].what_would_change == (
        "Listing French speaking at C1 is one of 2 changes needed to be eligible (now B1).",
        "Listing French drafting at C1 is one of 2 changes needed to be eligible (now A2).",
    )


def test_who_is_away_learns_which_days_are_asked_for(service: ShortlistService, data: dict[str, object]) -> None:
    (said,) = explained(service, data, "gus").positions[0].what_would_change
    assert "Being free from 2027-03-08 to 2027-03-19 would make you eligible" in said
    assert "away from 2027-03-01 to 2027-03-31" in said


def test_who_is_excluded_is_told_and_shown_the_way(service: ShortlistService, data: dict[str, object]) -> None:
    (said,) = explained(service, data, "hana").positions[0].what_would_change
    assert "exclusion on record" in said


def test_open_points_come_as_the_questions_that_settle_them(service: ShortlistService, data: dict[str, object]) -> None:
    said = explained(service, data, "finn").positions[0].what_would_change
    assert any("Answering this would settle an open point: Do you work in French" in line for line in said)
    assert any(line.startswith("Not known, so not counted either way:") for line in said)


def test_who_is_eligible_learns_what_costs_most_points(service: ShortlistService, data: dict[str, object]) -> None:
    said = explained(service, data, "cleo").positions[0].what_would_change
    assert any(line.startswith("Confirmed fields of expertise costs most: up to ") for line in said)


@pytest.mark.parametrize(
    ("facts", "changes", "sentence"),
    [
        ({"languages": [{"language": "es", "native": True}]}, {},
         "Listing French at speaking C1 and drafting C1 would make you eligible (now not among your languages)."),
        ({"release_days": 200}, {},
         "A release by your institution within 112 days would make you eligible (now 200 days' notice)."),
        ({"conflicts": ["National Employment Agency"]}, {},
         "An end of the conflict of interest declared with National Employment Agency would make you eligible"),
        ({"consent": False}, {}, "Your consent to be matched would make you eligible (now withdrawn)."),
        ({"status": "private"}, {"statuses": ["civil_servant"]}, "A status of "),
        ({}, {"min_years": 30}, "Dated posts that add up to 30 years would make you eligible (now 10.0 years"),
    ],
)  # fmt: skip
def test_each_rule_says_what_would_change_it(
    engine: Engine, data: dict[str, object], tmp_path: Path, facts: dict, changes: dict, sentence: str
) -> None:
    one: list[Expert] = [person("one", **facts)]
    service = ShortlistService(Matcher(build_roster(one, engine), engine), tmp_path, lambda: TODAY)
    position = {"id": "1", "fields": ["A.35"], "min_years": 8} | changes
    (said,) = explained(service, data | {"positions": [position]}, "one").positions[0].what_would_change
    assert said.startswith(sentence)


def test_braces_in_what_people_wrote_stay_as_they_are(engine: Engine, data: dict[str, object], tmp_path: Path) -> None:
    one = [person("one", conflicts=["{Agency}"])]
    service = ShortlistService(Matcher(build_roster(one, engine), engine), tmp_path, lambda: TODAY)
    (said,) = explained(service, data | {"institution": "{Agency}"}, "one").positions[0].what_would_change
    assert "declared with {Agency} " in said


def test_nobody_unknown_is_explained(service: ShortlistService, data: dict[str, object]) -> None:
    with pytest.raises(UnknownExpert, match="nobody"):
        explained(service, data, "nobody")
    with pytest.raises(UnknownShortlist):
        service.explain("none", "anna")


def test_a_result_is_not_explained_by_another_roster(
    service: ShortlistService, data: dict[str, object], people: list[Expert], engine: Engine
) -> None:
    made = service.shortlist(data)
    later = ShortlistService(Matcher(build_roster(people[:2], engine), engine), service.folder, service.today)
    with pytest.raises(StaleIndex, match="another roster"):
        later.explain(made.id, "anna")


# --- health ---


def test_health_says_with_what_the_service_works_and_names_nobody(
    service: ShortlistService, data: dict[str, object]
) -> None:
    service.shortlist(data)
    found = service.health()
    assert (found["status"], found["experts"], found["model"], found["shortlists"]) == ("ok", 8, "hashing-256", 1)
    assert "Person" not in json.dumps(found)
