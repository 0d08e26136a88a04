"""The flow of an evaluation, top to bottom: `evaluate`. Every finding is stored at once, so that a run can be resumed."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from embeddings import VectorStore, load_encoder, load_english_encoder
from embeddings.disk import cache_folder
from evaluation import cache
from evaluation.beforehand import check_out, check_parts
from evaluation.errors import InvalidRequest
from evaluation.findings import Skipped
from evaluation.judges import ABOUT, JUDGES, Judge
from evaluation.outcome import Outcome, Result
from evaluation.provenance import make_head
from evaluation.subject import Subject
from fixtures.load import sample_vectors
from matching.engine import Engine, build_engine
from matching.vocabulary import load_vocabulary

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Asked:
    """What the command line asks for. `only`: names of judges, all where it is empty; `english`: the second reading."""

    only: Sequence[str] = ()
    quick: bool = False
    model: str = "bundled"
    fresh: bool = False
    out: Path = Path("evaluation-out")
    english: bool = True

    @property
    def options(self) -> str:
        """What must be added to the command to measure the same again."""
        said = [f"--model {self.model}"] if self.model != "bundled" else []
        said += [] if self.english else ["--no-english"]
        return " ".join([*said, *(["--quick"] if self.quick else [])])


def evaluate(
    asked: Asked, console: Console, judges: Mapping[str, Judge] = JUDGES, about: Mapping[str, str] = ABOUT
) -> Outcome:
    """Run the judges asked for on the matcher that is served, and write the report.

    Raises:
        InvalidRequest: a judge is not known, a library that the evaluation needs is not installed, or `out` cannot be
            written.
        UnknownModel, ModelDamaged: see `embeddings.load_encoder`.
        StorageFull: results or report cannot be written.
    """
    check_parts()
    chosen = choose(asked.only, judges)
    check_out(asked.out)
    engine = make_engine(asked.model, console, asked.english)
    results = []
    with watch(console, len(chosen)) as (progress, told, next_judge):
        subject = Subject(engine, quick=asked.quick, progress=told)
        for name in chosen:
            next_judge(name)
            result = judge_one(name, judges[name], subject, asked.fresh)
            results.append(result)
            progress.console.print(line_of(result), highlight=False)
    outcome = Outcome(make_head(engine, asked.quick, asked.options), results, about)
    write_and_say(outcome, asked.out, console)
    return outcome


def judge_one(name: str, judge: Judge, subject: Subject, fresh: bool = False) -> Result:
    """One judge: from the cache where nothing it depends on has changed, else measured and stored at once.

    A judge that fails does not stop the others: what went wrong is kept, and the run ends with a failure.
    """
    key = cache.key_of(name, subject.engine, subject.quick)
    if not fresh and (stored := cache.read(name, key)) is not None:
        return Result(name, "measured", stored.findings, seconds=stored.seconds, from_cache=True)
    start = perf_counter()
    try:
        findings = judge(subject)
    except Skipped as why:
        return Result(name, "skipped", why=str(why))
    except Exception as error:
        where = traceback.format_exc(limit=-3)
        return Result(name, "failed", why=f"{type(error).__name__}: {error}\n{where}", seconds=perf_counter() - start)
    stored = cache.write(name, key, findings, perf_counter() - start)
    return Result(name, "measured", stored.findings, seconds=stored.seconds)


def write_and_say(outcome: Outcome, out: Path, console: Console) -> None:
    """Write the report, and say on the console what it holds and where it lies."""
    from evaluation.report import main_table, write_report

    written = write_report(outcome, out)
    console.print(main_table(outcome))
    for judge, sentence in outcome.weak():
        console.print(f"[bold]weak[/bold] {escape(judge)}: {escape(sentence)}", highlight=False, soft_wrap=True)
    console.print(
        f"Report: {escape(str(written))} (and report.md, figures.json beside it)", highlight=False, soft_wrap=True
    )


def make_engine(model: str, console: Console, english: bool = True) -> Engine:
    """The engine that serves, with the vectors of the sample to start with.

    Args:
        english: whether what is in English is read a second time; only beside the bundled model, as where it is served.
    """
    with console.status("loading the model"):
        store = VectorStore(cache_folder() / "vectors.sqlite", known=sample_vectors())
        second = load_english_encoder() if english and model == "bundled" else None
        return build_engine(load_encoder(model), load_vocabulary(), store, english=second)


def choose(only: Sequence[str], judges: Mapping[str, Judge]) -> list[str]:
    """The judges asked for, in their usual order; all where none is named."""
    unknown = [name for name in only if name not in judges]
    if unknown:
        raise InvalidRequest(
            f"There is no judge called {', '.join(repr(name) for name in unknown)}.",
            next_step=f"The judges are: {', '.join(judges)}.",
        )
    return [name for name in judges if not only or name in only]


def line_of(result: Result) -> str:
    """One line on how a judge fared."""
    name = escape(result.judge)
    if result.state == "skipped":
        return f"{name}: skipped, {escape(result.why)}"
    if result.state == "failed":
        return f"[red]{name}: failed[/red], {escape(result.why)}"
    how = "from the cache" if result.from_cache else f"{result.seconds:.1f} s"
    return f"{name}: {len(result.findings.figures)} figures ({how})"


@contextmanager
def watch(console: Console, judges: int) -> Iterator[tuple[Progress, Told, Callable[[str], None]]]:
    """Two bars: the judges done, and what the one at work says of itself. Yields what reports to each."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        all_of_them = progress.add_task("judges", total=judges)
        inside = progress.add_task("", total=None, visible=False)
        begun = 0

        def told(what: str, done: int, total: int) -> None:
            progress.update(inside, description=f"  {escape(what)}", completed=done, total=total, visible=True)

        def next_judge(name: str) -> None:
            nonlocal begun
            progress.update(all_of_them, description=f"judge {escape(name)}", completed=begun)
            progress.reset(inside, description="", total=None, visible=False)
            begun += 1

        yield progress, told, next_judge
