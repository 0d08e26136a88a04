"""The doors for judges: any JSON Lines in, the TREC run format and codes out, by the function that is served."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api import doors
from embeddings import HashingEncoder, StorageFull, VectorStore
from matching import retrieval
from matching.engine import Engine, build_engine
from matching.entities import Call
from matching.errors import BrokenLines, InvalidCall, MatchingError, UnreadableDocument
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.settings import MatchSettings
from matching.vocabulary import Vocabularies, load_vocabulary
from tests.api.command_line import call_data, run, write_lines
from tests.people import person

pytest_plugins = ("tests.api.small_installation",)
TODAY = date(2026, 11, 16)
Ranked = tuple[str, list[tuple[str, float]]]


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return load_vocabulary()


def requests_of(path: Path, records: list[object], vocabularies: Vocabularies, **options: bool) -> list[doors.Request]:
    write_lines(path, records)  # type: ignore[arg-type]
    return doors.read_requests(path, vocabularies, **options)


# --- reading requests ---


def test_a_request_is_at_least_an_id_and_a_text(tmp_path: Path, vocabularies: Vocabularies) -> None:
    (found,) = requests_of(tmp_path / "r.jsonl", [{"id": "q1", "text": "Pension reform"}], vocabularies)
    assert (found.id, found.text, found.call.text) == ("q1", "Pension reform", "Pension reform")
    assert len(found.call.positions) == 1


def test_texts_of_known_keys_are_joined_and_codes_and_labels_are_never_read() -> None:
    record = {
        "id": "q1",
        "fields": ["E.10.07"],
        "area_of_work": "SECRET",
        "assistance_types": ["SECRET"],
        "status": "SECRET",
        "expected_results": ["a plan", "a budget"],
        "title": "Reform of pensions",
        "activities": [{"title": "Workshop", "start": "2027-01-01"}, "Study visit"],
        "partner_institution": "Pension Fund",
        "specific_objectives": [],
        "general_objective": None,
    }
    said = doors.request_text(record).split("\n")
    assert said == ["Reform of pensions", "a plan", "a budget", "Workshop", "Study visit", "Pension Fund"]


def test_the_original_title_is_read_only_where_there_is_no_other() -> None:
    assert doors.request_text({"title_original": "Réforme"}) == "Réforme"
    assert doors.request_text({"title": "Reform", "title_original": "Réforme"}) == "Reform"


def test_a_text_that_comes_twice_is_read_once() -> None:
    assert doors.request_text({"title": "Reform", "text": "Reform"}) == "Reform"


def test_the_country_is_used_where_it_is_one(tmp_path: Path, vocabularies: Vocabularies) -> None:
    records = [{"id": 1, "text": "x y", "country": "Togo"}, {"id": 2, "text": "x y", "country": "Regional"}]
    assert [r.call.country for r in requests_of(tmp_path / "r.jsonl", records, vocabularies)] == ["TG", None]


def test_a_record_with_positions_is_read_as_a_whole_call(tmp_path: Path, vocabularies: Vocabularies) -> None:
    (found,) = requests_of(tmp_path / "r.jsonl", [call_data(id="full")], vocabularies)
    assert found.call.positions[0].fields == ("A.35",)
    assert "Train counsellors in profiling of jobseekers." in found.text


def test_every_line_that_cannot_be_read_is_named(tmp_path: Path, vocabularies: Vocabularies) -> None:
    records: list[object] = [
        {"id": "good", "text": "Pensions"},
        "{",
        "[]",
        {"text": "no id"},
        {"id": "empty", "text": " "},
        {"id": "good", "text": "again"},
        "",
    ]
    with pytest.raises(BrokenLines) as caught:
        requests_of(tmp_path / "r.jsonl", records, vocabularies)
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 5, 6]
    assert caught.value.good == 1


def test_broken_lines_can_be_skipped(tmp_path: Path, vocabularies: Vocabularies) -> None:
    found = requests_of(tmp_path / "r.jsonl", ["{", {"id": "good", "text": "Pensions"}], vocabularies, skip_broken=True)
    assert [request.id for request in found] == ["good"]


def test_a_file_without_requests_is_refused(tmp_path: Path, vocabularies: Vocabularies) -> None:
    with pytest.raises(InvalidCall, match="holds no request"):
        requests_of(tmp_path / "r.jsonl", [], vocabularies)


def test_a_file_that_is_not_there_or_not_text_is_refused_in_words(tmp_path: Path, vocabularies: Vocabularies) -> None:
    with pytest.raises(UnreadableDocument, match="could not be opened"):
        doors.read_requests(tmp_path / "none.jsonl", vocabularies)
    (tmp_path / "latin.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(UnreadableDocument, match="not UTF-8"):
        doors.read_requests(tmp_path / "latin.jsonl", vocabularies)


# --- ranking ---


@pytest.fixture
def bare(tmp_path: Path) -> tuple[Path, Path]:
    """Three experts and two requests with nothing but texts."""
    experts = write_lines(
        tmp_path / "e.jsonl",
        [
            {"id": "pensions", "segments": [{"text": "Actuary of the pension fund."}, {"text": "Pension reform."}]},
            {"id": "inspection", "segments": [{"text": "Labour inspector on building sites."}]},
            {"id": "cook", "segments": [{"text": "Chef of a small kitchen."}]},
        ],
    )
    requests = write_lines(
        tmp_path / "r.jsonl",
        [{"id": "q1", "text": "Reform of the pension fund"}, {"id": "q2", "text": "Training for the labour inspector"}],
    )
    return experts, requests


def lines_of(path: Path) -> list[list[str]]:
    return [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("home")
def test_a_run_has_six_columns_ranks_from_1_and_scores_that_never_rise(bare: tuple[Path, Path], tmp_path: Path) -> None:
    experts, requests = bare
    done = run("rank", "--experts", experts, "--requests", requests, "--out", tmp_path / "run.trec", "--depth", 0)
    assert done.exit_code == 0, done.stderr
    lines = lines_of(tmp_path / "run.trec")
    assert {len(line) for line in lines} == {6}
    for request, best in (("q1", "pensions"), ("q2", "inspection")):
        own = [line for line in lines if line[0] == request]
        assert [line[3] for line in own] == ["1", "2", "3"]
        assert own[0][2] == best
        scores = [float(line[4]) for line in own]
        assert scores == sorted(scores, reverse=True)
    assert {(line[1], line[5]) for line in lines} == {("Q0", "expertmatch")}


@pytest.mark.usefixtures("home")
def test_a_depth_cuts_the_list(bare: tuple[Path, Path], tmp_path: Path) -> None:
    experts, requests = bare
    run("rank", "--experts", experts, "--requests", requests, "--out", tmp_path / "run", "--depth", 2, "--tag", "mine")
    lines = lines_of(tmp_path / "run")
    assert [(line[0], line[3]) for line in lines] == [("q1", "1"), ("q1", "2"), ("q2", "1"), ("q2", "2")]
    assert {line[5] for line in lines} == {"mine"}


def test_what_is_ranked_is_what_is_served(matcher: Matcher, call: Call, today: date) -> None:
    request = doors.Request("call", "", call)
    ((_, ranked),) = doors.rank(matcher, [request], today=today, depth=1000)
    served = matcher.shortlist(call, today=today, settings=MatchSettings(shown=0)).positions[0]
    assert [expert_id for expert_id, _ in ranked] == [c.expert_id for c in served.candidates]
    assert [score for _, score in ranked] == pytest.approx([c.score for c in served.candidates], abs=0.01)


def test_everyone_is_listed_at_depth_0_those_who_fail_a_gate_last(matcher: Matcher, call: Call, today: date) -> None:
    ((_, ranked),) = doors.rank(matcher, [doors.Request("call", "", call)], today=today, depth=0)
    assert len(ranked) == len(matcher.roster)
    assert {expert_id for expert_id, score in ranked if score < 0} == {"ewa", "gus", "hana"}
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


class CountingEncoder(HashingEncoder):
    """The hashing encoder, which also remembers what it was asked to encode, and may be interrupted."""

    def __init__(self, interrupt_after: int | None = None) -> None:
        super().__init__()
        self.encoded: list[str] = []
        self.interrupt_after = interrupt_after

    def encode(self, texts, **options):  # type: ignore[no-untyped-def]
        if self.interrupt_after is not None and len(self.encoded) >= self.interrupt_after:
            raise KeyboardInterrupt
        self.encoded += texts
        return super().encode(texts, **options)


def rank_with(
    encoder: HashingEncoder,
    cache: Path,
    vocabularies: Vocabularies,
    people: int = 300,
    english: HashingEncoder | None = None,
) -> list[Ranked]:
    engine: Engine = build_engine(encoder, vocabularies, VectorStore(cache / "vectors.sqlite"), english=english)
    texts = [f"Post number {number} in employment services" for number in range(people)]
    experts = [person(f"p{number}", segments=[{"text": text}]) for number, text in enumerate(texts)]
    matcher = Matcher(build_roster(experts, engine), engine)
    call = Call.model_validate({"id": "q", "text": "Employment services for the young", "positions": [{"id": "1"}]})
    return list(doors.rank(matcher, [doors.Request("q", call.text, call)], today=TODAY, depth=0))


def test_a_second_run_encodes_nothing_again(tmp_path: Path, vocabularies: Vocabularies) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    results = rank_with(first, tmp_path, vocabularies)
    assert rank_with(second, tmp_path, vocabularies) == results
    assert len(first.encoded) > 300
    assert second.encoded == []


def test_a_second_run_reads_nothing_in_english_again(tmp_path: Path, vocabularies: Vocabularies) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    results = rank_with(HashingEncoder(64), tmp_path, vocabularies, english=first)
    assert rank_with(HashingEncoder(64), tmp_path, vocabularies, english=second) == results
    assert any("young" in text for text in first.encoded)
    assert second.encoded == []


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, vocabularies: Vocabularies) -> None:
    whole = rank_with(CountingEncoder(), tmp_path / "other", vocabularies)
    words = CountingEncoder()
    build_engine(words, vocabularies, VectorStore(tmp_path / "vectors.sqlite"))
    cut = CountingEncoder(interrupt_after=100)
    with pytest.raises(KeyboardInterrupt):
        rank_with(cut, tmp_path, vocabularies)
    assert 100 <= len(cut.encoded) < 300
    rest = CountingEncoder()
    assert rank_with(rest, tmp_path, vocabularies) == whole
    assert not set(rest.encoded) & set(cut.encoded)


def test_a_file_that_is_not_finished_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "run.trec"
    out.write_text("old")

    def cut_short() -> Iterator[Ranked]:
        yield "q1", [("e1", 1.0)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        doors.write_run(out, cut_short(), "tag")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("run.trec", "old")]


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    def full() -> Iterator[Ranked]:
        yield "q1", [("e1", 1.0)]
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageFull, match="no room"):
        doors.write_run(tmp_path / "run.trec", full(), "tag")
    assert list(tmp_path.iterdir()) == []


def test_everyone_is_listed_at_depth_0_of_a_roster_too_large_to_be_scored_whole_as_well(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 10)
    ((_, ranked),) = rank_with(HashingEncoder(), tmp_path, vocabularies, people=600)
    assert len(ranked) == 600


@pytest.mark.usefixtures("home")
def test_ctrl_c_says_how_to_go_on_and_leaves_the_old_run_alone(
    bare: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experts, requests = bare
    out = tmp_path / "run.trec"
    out.write_text("old")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doors, "encode_queries", interrupted)
    done = run("rank", "--experts", experts, "--requests", requests, "--out", out)
    assert done.exit_code == 130
    assert "run the same command again" in done.stderr
    assert out.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


def test_an_id_with_white_space_has_no_place_in_a_run(matcher: Matcher, call: Call, today: date) -> None:
    with pytest.raises(MatchingError, match="'two words'"):
        list(doors.rank(matcher, [doors.Request("two words", "", call)], today=today, depth=0))


# --- understanding ---


def test_what_was_understood_once_is_not_encoded_again(tmp_path: Path, vocabularies: Vocabularies) -> None:
    requests = requests_of(tmp_path / "r.jsonl", [{"id": "q", "text": "Labour inspection"}, call_data()], vocabularies)
    outputs, encoders = [], []
    for number in range(2):
        encoder = CountingEncoder()
        engine = build_engine(encoder, vocabularies, VectorStore(tmp_path / "vectors.sqlite"))
        doors.encode_queries(engine, doors.bare_texts_of(requests))
        before = len(encoder.encoded)
        doors.write_understood(tmp_path / f"u{number}", engine, requests)
        assert len(encoder.encoded) == before
        outputs.append((tmp_path / f"u{number}").read_bytes())
        encoders.append(encoder)
    assert outputs[0] == outputs[1]
    assert encoders[1].encoded == []


@pytest.mark.usefixtures("home")
def test_what_is_understood_is_the_whole_tree_ranked(tmp_path: Path, vocabularies: Vocabularies) -> None:
    text = "Labour inspection: training of inspectors. Working language: French, speaking C1."
    requests = write_lines(tmp_path / "r.jsonl", [{"id": "q1", "text": text}])
    done = run("understand", "--requests", requests, "--out", tmp_path / "u.jsonl")
    assert done.exit_code == 0, done.stderr
    (found,) = [json.loads(line) for line in (tmp_path / "u.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found["id"] == "q1"
    for kind, known in (("fields", vocabularies.fields), ("competences", vocabularies.competences)):
        assert sorted(p["code"] for p in found[kind]) == sorted(term.code for term in known)
        confidences = [p["confidence"] for p in found[kind]]
        assert confidences == sorted(confidences, reverse=True)
    (language,) = found["languages"]
    assert (language["language"], language["speaking"]) == ("fr", "C1")
