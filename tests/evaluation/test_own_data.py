"""A facility's own past: read with clear errors, and measured so that it can be checked by hand."""

from __future__ import annotations

import io
import json
import math
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from evaluation.__main__ import main
from evaluation.errors import InvalidData
from evaluation.findings import Figure, Findings
from evaluation.own_data import read_own_data
from evaluation.own_measures import (
    AMONG_DECIDED,
    AMONG_JUDGED,
    Ranked,
    about_decisions,
    about_grades,
    day_of,
    judge_own_data,
    measure_own_data,
)
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.errors import BrokenLines
from matching.vocabulary import load_vocabulary


@pytest.fixture
def folder(tmp_path: Path, people: list[Expert], call: Call) -> Path:
    (tmp_path / "calls").mkdir()
    (tmp_path / "roster.jsonl").write_text("\n".join(person.model_dump_json() for person in people), "utf-8")
    (tmp_path / "calls" / "call.json").write_text(call.model_dump_json(), "utf-8")
    (tmp_path / "judgements.tsv").write_text("position\texpert\tgrade\ncall:1\tanna\t3\ncall:1\tcleo\t1\n\n", "utf-8")
    (tmp_path / "decisions.tsv").write_text(
        "call:1\tanna\tselected\ncall:1\tgus\tSelected\ncall:1\tcleo\trejected\n", "utf-8"
    )
    return tmp_path


def read(folder: Path):
    return read_own_data(folder, load_vocabulary())


def refused(folder: Path) -> str:
    with pytest.raises(InvalidData) as error:
        read(folder)
    return str(error.value)


def test_a_folder_is_read_whole(folder: Path) -> None:
    own = read(folder)
    assert len(own.experts) == 8 and [c.id for c in own.calls] == ["call"]
    assert own.grades == {"call:1": {"anna": 3, "cleo": 1}}
    assert own.decisions == {"call:1": {"anna": "selected", "gus": "selected", "cleo": "rejected"}}
    assert all(len(value) == 16 for value in own.hashes.values())


def test_folders_in_the_place_of_files_are_passed_over_or_refused(folder: Path) -> None:
    (folder / "calls" / "older").mkdir()
    assert [c.id for c in read(folder).calls] == ["call"]
    (folder / "decisions.tsv").unlink()
    (folder / "decisions.tsv").mkdir()
    assert "decisions.tsv is not a file" in refused(folder)


def test_one_of_the_two_tables_is_enough(folder: Path) -> None:
    (folder / "judgements.tsv").unlink()
    own = read(folder)
    assert own.grades == {} and own.decisions and own.hashes["judgements.tsv"] == "not there"
    (folder / "decisions.tsv").unlink()
    assert "lacks judgements.tsv (or decisions.tsv)" in refused(folder)


def test_a_document_or_json_without_an_id_is_called_by_its_name(folder: Path) -> None:
    data = json.loads((folder / "calls" / "call.json").read_text("utf-8"))
    del data["id"]
    (folder / "calls" / "json-call.json").write_text(json.dumps(data), "utf-8")
    text = "Support to the employment service\n\nThe expert trains counsellors in the profiling of jobseekers.\n"
    (folder / "calls" / "text-call.txt").write_text(text, "utf-8")
    (folder / "calls" / ".hidden").write_text("", "utf-8")
    assert {c.id for c in read(folder).calls} == {"call", "json-call", "text-call"}


@pytest.mark.parametrize("name", ["roster.jsonl", "calls"])
def test_what_is_missing_is_named_with_what_is_there(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "other-name")
    assert f"lacks {name}" in (said := refused(folder)) and "other-name" in said and "docs/evaluation.md" in said


def test_a_folder_without_calls_or_no_folder_is_refused(folder: Path) -> None:
    (folder / "calls" / "call.json").unlink()
    assert "must be a folder with one file a call" in refused(folder)
    assert "There is no folder" in refused(folder / "nowhere")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("call:9\tanna\t1", "line 4: there is no position 'call:9' (near ones: call:"),
        ("call:1\tana\t1", "line 4: there is no expert 'ana' in roster.jsonl (near ones: "),
        ("call:1\tbert\t4", "line 4: the grade is '4', and may be 0, 1, 2, 3"),
        ("call:1\tbert\t1.5", "the grade is '1.5'"),
        ("position\texpert\tgrade", "line 4: there is no position 'position'"),
        ("call:1 bert 1", "expected 3 columns separated by tabs, found 1"),
        ("call:1\tanna\t2", "'anna' has a grade for 'call:1' on an earlier line"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_the_reason(folder: Path, line: str, words: str) -> None:
    path = folder / "judgements.tsv"
    path.write_text(path.read_text("utf-8").strip() + f"\n{line}\n", "utf-8")
    assert words in refused(folder)


def test_many_such_lines_are_counted(folder: Path) -> None:
    (folder / "decisions.tsv").write_text("call:1\tanna\thired\n" * 12, "utf-8")
    said = refused(folder)
    assert "12 line(s) of decisions.tsv" in said and "and 2 more" in said
    assert "may be selected, reserve, rejected" in said


def test_an_empty_table_and_one_that_is_not_utf_8_are_refused(folder: Path) -> None:
    (folder / "judgements.tsv").write_text("position\texpert\tgrade\n", "utf-8")
    assert "judgements.tsv holds no line" in refused(folder)
    (folder / "judgements.tsv").write_bytes("call:1\tané\t1".encode("latin-1"))
    assert "is not UTF-8" in refused(folder)


def test_a_call_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "calls" / "bad.json").write_text("{", "utf-8")
    assert "The call bad.json cannot be read" in refused(folder)


def test_two_calls_with_one_id_are_refused(folder: Path) -> None:
    (folder / "calls" / "twin.json").write_text((folder / "calls" / "call.json").read_text("utf-8"), "utf-8")
    assert "Two calls have the id 'call'" in refused(folder)


def test_a_broken_line_of_the_roster_is_the_readers_own_error(folder: Path) -> None:
    (folder / "roster.jsonl").write_text("{", "utf-8")
    with pytest.raises(BrokenLines):
        read(folder)


# --- measures ------------------------------------------------------------------------------------------------------------


def values(findings: Findings) -> dict[tuple[str, str], Figure]:
    return {(f.measure, f.group): f for f in findings.figures}


def position(ranking: str, grades: dict[str, int] | None = None, **decisions: str) -> Ranked:
    return Ranked("c:1", list(ranking), {}, grades or {}, {p: what for what, some in decisions.items() for p in some})


def test_grades_are_measured_on_the_roster_and_among_those_judged() -> None:
    findings = Findings()
    about_grades([position("xyabc", {"a": 3, "b": 2, "c": 0})], findings)
    found = values(findings)
    ideal = 3 + 2 / math.log2(3)
    assert found["nDCG@10", ""].value == pytest.approx((3 / math.log2(4) + 2 / math.log2(5)) / ideal)
    assert found["nDCG@10", AMONG_JUDGED].value == pytest.approx(1)
    assert found["P@5", ""].value == pytest.approx(2 / 5) == found["P@5", AMONG_JUDGED].value
    assert found["recall@50", ""].value == 1


def test_who_is_not_ranked_counts_as_not_found_and_a_position_without_good_grades_has_no_ndcg() -> None:
    findings = Findings()
    about_grades([position("a", {"z": 3}), position("a", {"a": 0})], findings)
    ndcg = values(findings)["nDCG@10", ""]
    assert (ndcg.value, ndcg.n) == (0, 1)
    assert "1 of 1 positions have an nDCG@10 below 0.5: c:1." in findings.weak[0]


def test_agreement_with_the_officers_decisions() -> None:
    findings = Findings()
    about_decisions(
        [position("xabr", selected="ab", rejected="r"), position("a", selected="z", rejected="a")], findings
    )
    found = values(findings)
    assert found["selected among our first 1", ""].value == 0
    assert found["selected among our first 3", ""].value == pytest.approx((1 + 0) / 2)
    assert found["selected among our first 1", AMONG_DECIDED].value == pytest.approx((1 / 2 + 0) / 2)
    rank = found["mean rank of the selected", ""]
    assert (rank.value, rank.n, rank.higher_is_better) == (2.5, 2, False)
    assert found["selected who are not ranked", ""].value == pytest.approx(1 / 3)
    assert found["pairs of selected and rejected in the officers' order", ""].value == pytest.approx((1 + 0) / 2)
    assert {r["our rank"]: r["selected people"] for r in findings.charts[0].rows} == {
        "1": 0, "2 to 3": 2, "4 to 10": 0, "11 to 50": 0, "beyond 50": 0, "not ranked": 1,
    }  # fmt: skip


def test_a_selected_and_a_rejected_person_who_are_both_not_ranked_are_level() -> None:
    findings = Findings()
    about_decisions([position("a", selected="y", rejected="z")], findings)
    assert values(findings)["pairs of selected and rejected in the officers' order", ""].value == 0.5


def test_the_selected_who_are_not_ranked_are_reported_with_the_gate() -> None:
    findings = Findings()
    shut_out = Ranked("c:1", ["a"], {"z": ["languages"]}, {}, {"z": "selected", "y": "selected"})
    about_decisions([shut_out], findings)
    assert findings.weak == [
        "2 of 2 selected people are not ranked: gate 'languages' (1), no text, or beyond the pool (1)."
    ]


def test_the_selected_far_down_are_reported() -> None:
    findings = Findings()
    about_decisions([position("abcdefghijkl", selected="l")], findings)
    assert findings.weak == ["1 of 1 selected people stand below our first ten, at c:1."]


def test_a_folder_is_measured_on_the_function_that_is_served(folder: Path, engine: Engine) -> None:
    findings = measure_own_data(read(folder), engine)
    found = values(findings)
    assert found["nDCG@10", AMONG_JUDGED].n == 1
    assert found["selected who are not ranked", ""].value == 0.5  # gus is absent on the days of the call
    assert any("gate 'availability' (1)" in sentence for sentence in findings.weak)
    assert any("only 1 positions" in sentence for sentence in findings.weak)
    assert {chart.name for chart in findings.charts} == {"positions", "ranks"}


def test_the_outcome_says_which_folder_it_was_measured_on(folder: Path, engine: Engine) -> None:
    outcome = judge_own_data(read(folder), engine, Console(file=io.StringIO()), "--model hashing")
    assert outcome.head.options == f"--data {folder} --model hashing"
    assert set(outcome.head.data) == {"roster.jsonl", "calls", "judgements.tsv", "decisions.tsv"}


def test_a_report_that_cannot_be_written_is_told_before_a_folder_is_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), "--model", "no-such-model", "--out", str(folder / "roster.jsonl" / "out")]) == 2
    assert "The report cannot be written" in capsys.readouterr().err


def test_a_past_call_is_judged_on_its_own_day(call: Call) -> None:
    assert day_of(call.model_copy(update={"issued": date(2026, 1, 2)})) == date(2026, 1, 2)
    assert day_of(call) == date(2027, 3, 8)
    assert day_of(call.model_copy(update={"phases": ()})) == date.today()
