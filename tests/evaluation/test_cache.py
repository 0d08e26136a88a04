"""Results are kept by everything they depend on; what is damaged is made again."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from evaluation import cache, provenance
from evaluation.findings import Chart, Figure, Findings
from matching.engine import Engine


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def findings() -> Findings:
    figure = Figure("roster", "nDCG@10", float(np.float64(0.5)), 0.4, 0.6, 3)
    unknown = Figure("roster", "MAP", math.nan, math.nan, math.nan, 0, "language fr", "people", None)
    chart = Chart(
        "c", "Title", {"mark": "bar"}, [{"n": np.int64(3), "v": np.float32(0.5), "who": ("a", "b")}], "Caption."
    )
    return Findings([figure, unknown], [chart], ["Weak."], ["A note."])


def test_what_is_stored_is_what_is_read_and_what_a_fresh_run_shows() -> None:
    written = cache.write("roster", "k" * 16, findings(), 1.234)
    read = cache.read("roster", "k" * 16)
    assert read is not None and read.seconds == 1.23
    assert read.findings.figures[0] == findings().figures[0]
    assert math.isnan(read.findings.figures[1].value) and read.findings.figures[1].higher_is_better is None
    assert read.findings.charts == [
        Chart("c", "Title", {"mark": "bar"}, [{"n": 3, "v": 0.5, "who": ["a", "b"]}], "Caption.")
    ]
    assert (read.findings.weak, read.findings.notes) == (["Weak."], ["A note."])
    assert written.findings.charts == read.findings.charts


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"format": 0}', '{"format": 1, "judge": "roster", "key": "other"}', "\ud800"],
)
def test_a_damaged_result_counts_as_missing(content: str) -> None:
    place = cache.place_of("roster", "k" * 16)
    place.parent.mkdir(parents=True)
    place.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert cache.read("roster", "k" * 16) is None


def test_a_result_under_another_results_name_is_not_taken_for_it() -> None:
    cache.write("roster", "k" * 16, findings(), 1)
    cache.place_of("roster", "k" * 16).rename(cache.place_of("roster", "o" * 16))
    assert cache.read("roster", "o" * 16) is None


@pytest.mark.parametrize("part", ["figures", "charts", "weak", "notes"])
def test_a_result_without_one_of_its_parts_counts_as_missing(part: str) -> None:
    cache.write("roster", "k" * 16, findings(), 1)
    place = cache.place_of("roster", "k" * 16)
    data = json.loads(place.read_text("utf-8"))
    del data["findings"][part]
    place.write_text(json.dumps(data), "utf-8")
    assert cache.read("roster", "k" * 16) is None


def test_a_figure_that_is_no_number_makes_the_result_damaged() -> None:
    cache.write("roster", "k" * 16, findings(), 1)
    place = cache.place_of("roster", "k" * 16)
    place.write_text(place.read_text("utf-8").replace("0.5", '"half"', 1), "utf-8")
    assert cache.read("roster", "k" * 16) is None


def test_the_key_depends_on_judge_part_of_the_data_and_code(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = cache.key_of("roster", engine, False)
    assert usual == cache.key_of("roster", engine, False)
    others = {cache.key_of("fields", engine, False), cache.key_of("roster", engine, True)}
    monkeypatch.setattr(cache, "data_hashes", lambda: {"roster": "another"})
    others.add(cache.key_of("roster", engine, False))
    monkeypatch.undo()
    monkeypatch.setattr(cache, "source_hash", lambda judge: "another")
    others.add(cache.key_of("roster", engine, False))
    assert len(others | {usual}) == 5


def test_a_judge_depends_on_what_it_imports_of_the_evaluation_and_on_nothing_else_there(tmp_path: Path) -> None:
    room = tmp_path / "evaluation"
    (room / "judges").mkdir(parents=True)
    texts = {
        "judges/one.py": "import numpy\nfrom evaluation import shared\nfrom ..near import x\n"
        "def f():\n    import evaluation.late\n",
        "shared.py": "from evaluation.deep import value\n",
        "deep.py": "from evaluation.shared import value\nvalue = 1\n",
        "late.py": "",
        "near.py": "x = 1\n",
        "judges/two.py": "",
        "report.py": "",
    }
    for name, text in texts.items():
        (room / name).write_text(text, "utf-8")
    (tmp_path / "numpy.py").write_text("", "utf-8")
    found = provenance.imported_files(room / "judges" / "one.py", tmp_path)
    assert {str(path.relative_to(room)) for path in found} == {
        "judges/one.py", "shared.py", "deep.py", "late.py", "near.py",
    }  # fmt: skip


def test_a_hash_of_files_changes_with_name_and_content_not_with_order(tmp_path: Path) -> None:
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text("1", "utf-8")
    b.write_text("2", "utf-8")
    usual = provenance.files_hash([a, b])
    assert usual == provenance.files_hash([b, a, tmp_path / "absent.txt"])
    b.write_text("3", "utf-8")
    assert provenance.files_hash([a, b]) != usual
    c = b.rename(tmp_path / "c.txt")
    c.write_text("2", "utf-8")
    assert provenance.files_hash([a, c]) != usual


def test_benchmarks_that_are_not_there_are_said_to_be_absent(tmp_path: Path) -> None:
    hashes = provenance.data_hashes(tmp_path)
    assert hashes["requests"] == hashes["reviewers"] == provenance.ABSENT
    assert len(hashes["roster"]) == len(hashes["calls"]) == len(hashes["judgements"]) == 16


def test_without_git_the_version_is_the_packages(tmp_path: Path) -> None:
    from matching.recording import software_version

    assert provenance.code_version(tmp_path) == software_version()
    (tmp_path / ".git").mkdir()  # an empty one: git describes nothing
    assert provenance.code_version(tmp_path) == software_version()


def test_numbers_that_json_does_not_know_become_null() -> None:
    assert cache.finite({"a": [math.nan, 1.0], "b": (math.inf, "x")}) == {"a": [None, 1.0], "b": [None, "x"]}
    assert [cache.plain(v) for v in (np.arange(2), {2, 1}, range(2))] == [[0, 1], [1, 2], [0, 1]]
