"""The flow: findings are stored at once, a run can be resumed, and no judge stops the others."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

import evaluation.judges as judges_module
import evaluation.run
from embeddings import EmbeddingError
from evaluation import gate
from evaluation.__main__ import main
from evaluation.beforehand import check_out, check_parts
from evaluation.errors import InvalidRequest
from evaluation.findings import Figure, Findings, Skipped
from evaluation.judges import ABOUT, JUDGES
from evaluation.run import Asked, choose, evaluate
from evaluation.subject import Subject
from matching.engine import Engine

Judge = Callable[[Subject], Findings]
MAKE_ENGINE = evaluation.run.make_engine


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """A cache of this test's own, and the session's engine, so that its vocabulary is encoded once for all tests."""
    monkeypatch.setattr(evaluation.run, "make_engine", lambda model, console, english: engine)
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("EXPERTMATCH_ENGLISH", raising=False)
    monkeypatch.chdir(tmp_path)


def asked(**more: object) -> Asked:
    return Asked(**{"model": "hashing", "quick": True, "out": Path("out"), **more})  # type: ignore[arg-type]


class Counting:
    """A judge that counts how often it is asked, and then does as told."""

    def __init__(self, name: str, value: float = 0.5, error: BaseException | None = None) -> None:
        self.name, self.value, self.error, self.calls = name, value, error, 0

    def __call__(self, subject: Subject) -> Findings:
        self.calls += 1
        subject.progress("positions [1]", 1, 2)
        if self.error:
            raise self.error
        return Findings([Figure(self.name, "share", self.value, self.value - 0.01, self.value + 0.01, 4)])


def go(console: io.StringIO | None = None, only: tuple[str, ...] = (), fresh: bool = False, **judges: Judge):
    return evaluate(
        asked(only=only, fresh=fresh),
        Console(file=console or io.StringIO(), width=200),
        judges,
        dict.fromkeys(judges, "About."),
    )


def test_a_second_run_reads_what_the_first_measured_and_fresh_measures_again() -> None:
    one = Counting("one")
    first, second = go(one=one), go(one=one)
    assert one.calls == 1
    assert [r.from_cache for r in (*first.results, *second.results)] == [False, True]
    assert first.results[0].findings == second.results[0].findings
    assert not go(one=one, fresh=True).results[0].from_cache and one.calls == 2


def test_an_interrupted_run_goes_on_where_it_stopped() -> None:
    one, two = Counting("one"), Counting("two", error=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        go(one=one, two=two)
    two.error = None
    assert [r.from_cache for r in go(one=one, two=two).results] == [True, False]
    assert (one.calls, two.calls) == (1, 2)


def test_a_judge_without_its_data_is_skipped_with_the_reason_and_asked_again_next_time() -> None:
    console, one = io.StringIO(), Counting("one", error=Skipped("the benchmark is not there"))
    result = go(console, one=one).results[0]
    assert (result.state, result.why) == ("skipped", "the benchmark is not there")
    assert "one: skipped, the benchmark is not there" in console.getvalue()
    go(one=one)
    assert one.calls == 2


def test_a_judge_that_fails_does_not_stop_the_others_and_is_not_kept() -> None:
    console, one, two = io.StringIO(), Counting("one", error=ValueError("a [bad] value")), Counting("two")
    results = go(console, one=one, two=two).results
    assert [r.state for r in results] == ["failed", "measured"]
    assert "ValueError: a [bad] value" in results[0].why and "one: failed" in console.getvalue()
    go(one=one, two=two)
    assert (one.calls, two.calls) == (2, 1)


def test_the_report_is_written_with_what_it_was_made_with() -> None:
    go(one=Counting("one"))
    data = json.loads(Path("out/figures.json").read_text("utf-8"))
    assert data["made_with"]["model"].startswith("hashing") and data["made_with"]["quick"] is True
    assert data["judges"][0]["measure_again"] == "python -m evaluation --only one --model hashing --quick"
    assert Path("out/report.html").exists() and Path("out/report.md").exists()


def test_judges_come_in_their_usual_order_and_an_unknown_name_lists_the_known() -> None:
    assert choose(["b", "a"], {"a": Counting("a"), "b": Counting("b"), "c": Counting("c")}) == ["a", "b"]
    assert choose([], {"a": Counting("a")}) == ["a"]
    with pytest.raises(InvalidRequest, match=r"'none'.*The judges are: a"):
        choose(["none"], {"a": Counting("a")})


def test_a_missing_library_is_noticed_before_the_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    check_parts()
    monkeypatch.setattr("evaluation.beforehand.NEEDED", ("no_such_library",))
    with pytest.raises(InvalidRequest, match=r"no_such_library.*evaluate"):
        check_parts()


@pytest.mark.parametrize(
    ("made", "asked_for", "words"),
    [
        ("out", "out", "--out must be a folder"),
        ("file", "file/out", "cannot be written"),
        ("out/charts", "out", "In the way: charts"),
        ("out/report.md/kept", "out", "In the way: report.md"),
        ("kept", "x" * 300, "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_written_is_noticed_before_the_measuring(made: str, asked_for: str, words: str) -> None:
    Path(made).parent.mkdir(parents=True, exist_ok=True)
    Path(made).write_text("kept", "utf-8")
    one = Counting("one")
    with pytest.raises(InvalidRequest, match=words):
        evaluate(asked(out=Path(asked_for)), Console(file=io.StringIO()), {"one": one}, {"one": "About."})
    assert one.calls == 0 and Path(made).read_text("utf-8") == "kept"


def test_a_folder_that_can_be_written_is_made_and_left_as_it_is(tmp_path: Path) -> None:
    check_out(tmp_path / "new" / "out")
    assert list((tmp_path / "new" / "out").iterdir()) == []


def test_the_engine_is_the_one_asked_for() -> None:
    assert MAKE_ENGINE("hashing", Console(file=io.StringIO())).encoder.name.startswith("hashing")
    with pytest.raises(EmbeddingError, match="no-model"):
        MAKE_ENGINE("nowhere/no-model", Console(file=io.StringIO()))


@pytest.mark.parametrize("name", ABOUT)
def test_every_judge_named_has_a_module_and_a_function_of_its_name(name: str) -> None:
    folder = Path(judges_module.__file__).parent
    assert f"def {name}(subject: Subject) -> Findings:" in (folder / f"{name}.py").read_text("utf-8")
    assert JUDGES[name].__doc__ == ABOUT[name]


# --- the command line ----------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counting:
    """The command line with one small judge, and committed figures of its own."""
    judge = Counting("tiny", 0.8)
    for name in list(JUDGES):
        monkeypatch.delitem(JUDGES, name)
    monkeypatch.setitem(JUDGES, "tiny", judge)
    monkeypatch.setattr(gate, "COMMITTED", tmp_path / "committed.json")
    return judge


QUICK = ["--model", "hashing", "--quick"]


def test_the_gate_passes_on_what_was_committed_and_fails_where_it_fell(
    tiny: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*QUICK, "--commit"]) == 0
    assert main([*QUICK, "--gate"]) == 0
    tiny.value = 0.7
    assert main([*QUICK, "--gate", "--fresh"]) == 1
    said = capsys.readouterr().out
    assert "tiny: share fell from 0.800 to 0.700, by 0.100 where 0.010 is allowed" in said.replace("\n", " ")


def test_a_failed_judge_ends_the_run_with_1_and_bad_input_with_2(
    tiny: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.error = ValueError("boom")
    assert main(QUICK) == 1
    assert main(["--model", "hashing", "--only", "nobody"]) == 2
    assert main([*QUICK, "--gate"]) == 2  # nothing is committed
    said = capsys.readouterr().err
    assert "There is no judge called 'nobody'" in said and "Next: The judges are: tiny." in said
    assert "There are no committed figures" in said


def test_ctrl_c_ends_with_130_and_says_that_the_run_can_go_on(
    tiny: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.error = KeyboardInterrupt()
    assert main(QUICK) == 130
    assert "goes on from there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--gate"], "Add --quick"),
        (["--commit"], "Add --quick"),
        (["--quick", "--gate", "--commit"], "do not go together"),
        (["--data", ".", "--quick"], "Leave out --only"),
        (["--data", "nowhere"], "There is no folder nowhere"),
        (["--out", "file"], "--out must be a folder"),
    ],
)
def test_options_that_cannot_be_used_are_refused_in_words(
    options: list[str], words: str, tiny: Counting, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("", "utf-8")
    assert main(options) == 2
    assert words in capsys.readouterr().err
    assert tiny.calls == 0


@pytest.mark.parametrize(
    ("options", "variable", "read"),
    [
        ([], None, True),
        ([], "", True),
        ([], "true", True),
        ([], "false", False),
        ([], "0", False),
        (["--no-english"], None, False),
        (["--no-english"], "true", False),
    ],
)
def test_english_is_read_a_second_time_unless_the_option_or_the_environment_says_no(
    options: list[str],
    variable: str | None,
    read: bool,
    tiny: Counting,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[bool] = []
    monkeypatch.setattr(evaluation.run, "make_engine", lambda model, console, english: made.append(english) or engine)
    if variable is not None:
        monkeypatch.setenv("EXPERTMATCH_ENGLISH", variable)
    assert main([*QUICK, *options]) == 0
    assert made == [read]
    head = json.loads(Path("evaluation-out/figures.json").read_text("utf-8"))["made_with"]
    assert head["options"] == f"--model hashing {'' if read else '--no-english '}--quick"


def test_a_variable_that_says_neither_yes_nor_no_is_refused_in_words(
    tiny: Counting, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPERTMATCH_ENGLISH", "perhaps")
    assert main(QUICK) == 2
    assert "EXPERTMATCH_ENGLISH says neither yes nor no" in capsys.readouterr().err and tiny.calls == 0
