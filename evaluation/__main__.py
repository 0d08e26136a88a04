"""`python -m evaluation`: every judge in turn, or a facility's own data, and a report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from embeddings.errors import EmbeddingError
from evaluation.errors import InvalidRequest
from evaluation.judges import ABOUT
from matching.errors import MatchingError

FELL, BAD_INPUT, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for. Returns 0; 1 where the gate or a judge failed; 2 for bad input; 130 after Ctrl-C."""
    parser = options()
    given = parser.parse_args(arguments)
    console = Console()
    try:
        return go(given, console)
    except (MatchingError, EmbeddingError) as error:
        print(f"Error: {error.what}", file=sys.stderr)
        if error.found:
            print(f"Found: {error.found}", file=sys.stderr)
        if error.next_step:
            print(f"Next: {error.next_step}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Interrupted. What was measured is kept: the same command goes on from there.", file=sys.stderr)
        return INTERRUPTED


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation",
        description="How good and how fair the matcher is, measured on the function that is served. See docs/evaluation.md.",
        epilog="Judges: " + "; ".join(f"{name}: {about}" for name, about in ABOUT.items()),
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="only these judges")
    parser.add_argument("--quick", action="store_true", help="a part of the data, in at most two minutes")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", default=Path("evaluation-out"), help="where the report goes"
    )
    parser.add_argument("--model", default="bundled", help="bundled, hashing, a model's folder or its name")
    parser.add_argument(
        "--no-english",
        action="store_true",
        help="without the second reading of English, as EXPERTMATCH_ENGLISH=false is where it is served",
    )
    parser.add_argument("--fresh", action="store_true", help="measure again what is in the cache")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="measure on a facility's own calls and selections")
    parser.add_argument(
        "--gate", action="store_true", help="with --quick: fail where a figure fell below the committed one"
    )
    parser.add_argument(
        "--commit", action="store_true", help="with --quick: write the figures that the gate compares with"
    )
    return parser


def go(given: argparse.Namespace, console: Console) -> int:
    """Check that the options go together, then do what they ask.

    Raises:
        MatchingError, EmbeddingError: what was given cannot be used.
    """
    from evaluation import gate
    from evaluation.beforehand import check_out, check_parts, english_is_read
    from evaluation.run import Asked, evaluate, make_engine, write_and_say

    check(given)
    english = english_is_read() and not given.no_english
    if given.data is not None:
        from evaluation.own_data import read_own_data
        from evaluation.own_measures import judge_own_data
        from matching.vocabulary import load_vocabulary

        check_parts()
        own = read_own_data(given.data, load_vocabulary())
        check_out(given.out)
        engine = make_engine(given.model, console, english)
        asked = Asked(model=given.model, out=given.out, english=english)
        write_and_say(judge_own_data(own, engine, console, asked.options), given.out, console)
        return 0
    committed = (
        gate.read_committed(gate.COMMITTED) if given.gate else []
    )  # before the measuring: a damaged file is told at once
    asked = Asked(given.only, given.quick, given.model, given.fresh, given.out, english)
    outcome = evaluate(asked, console)
    if given.gate:
        verdict = gate.compare(committed, outcome)
        gate.say(verdict, console)
        return 0 if verdict.passes else FELL
    if given.commit:
        count = gate.write_committed(outcome, gate.COMMITTED)
        console.print(f"{count} figures written to {gate.COMMITTED}.", highlight=False, soft_wrap=True)
    return FELL if outcome.of("failed") else 0


def check(given: argparse.Namespace) -> None:
    """Options that do not go together are refused before anything is measured."""
    if (given.gate or given.commit) and not given.quick:
        raise InvalidRequest("The committed figures are those of a quick run.", next_step="Add --quick.")
    if given.gate and given.commit:
        raise InvalidRequest(
            "--gate and --commit do not go together.", next_step="Compare with --gate first, then write with --commit."
        )
    if given.data is not None and (given.only or given.quick or given.gate or given.commit or given.fresh):
        raise InvalidRequest(
            "--data measures a folder of your own, whole and without the sample's judges.",
            next_step="Leave out --only, --quick, --gate, --commit and --fresh.",
        )


if __name__ == "__main__":
    sys.exit(main())
