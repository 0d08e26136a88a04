"""Rosters of a thousand to a million people on disk, made in pieces so that none of them is ever whole in memory.

Up to BASE people everything is made as the sample is: texts, facts, words. Beyond it the texts, facts and words of
those BASE people come again and again under new ids, and only the vectors of their segments are drawn anew for each: they
are those of their texts moved a little, as BASE people's are the sample's real ones moved a little. So each person has some
hundred near twins among a million: the order of the nearest is decided by small differences, which makes the first cut
harder, not easier.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.scale.repeating import repeated_columns, repeated_starts, repeated_words
from bench.shortlists import NOISE, SEED, DrawnEncoder
from embeddings.coarse import PARTS, CoarseVectors
from embeddings.disk import folder_in_the_making
from embeddings.encoder import unit_rows
from embeddings.rows_growing import GrowingRows
from fixtures.generate import generate
from fixtures.load import load_experts
from matching.engine import Engine
from matching.english import ENGLISH, EnglishVectors
from matching.entities import Expert
from matching.flat_arrays import save_arrays
from matching.lexical import LexicalIndex
from matching.roster import Roster, build_roster, person_vectors
from matching.roster_store import load_roster, save_roster, write_label

BASE = 10_000
NOISES = 4096  # different movements of a vector, drawn from again and again


def drawn_engine(engine: Engine) -> Engine:
    """The engine with encoders that draw the vectors of passages from those of the sample, so that none is computed."""
    sample = load_experts()
    real = engine.encode_passages([s.text for e in sample for s in e.segments])
    drawn = replace(engine, encoder=DrawnEncoder(engine.encoder, real), store=None)
    if engine.english is None:
        return drawn
    in_english = engine.encode_english([s.text for e in sample for s in e.segments if s.language == ENGLISH])
    return replace(drawn, english=DrawnEncoder(engine.english, in_english))


def make_roster(size: int, folder: Path, engine: Engine, drawn: Engine, base: int = BASE) -> Path:
    """The saved roster of `size` people in `folder`, made where it is not there yet.

    Args:
        size: up to `base`, or a multiple of it.
        drawn: as `drawn_engine` gives it.
    """
    target = folder / str(size)
    if (target / "label.json").exists():
        return target
    if size <= base:
        people = [Expert.model_validate(record) for record, _ in generate(SEED, stop=size)]
        save_roster(build_roster(people, drawn), drawn, target)
        return target
    if size % base:
        raise ValueError(f"a roster of {size} people is no multiple of {base}")
    _repeat(load_roster(make_roster(base, folder, engine, drawn, base), engine), size // base, engine, target)
    return target


def _repeat(roster: Roster, times: int, engine: Engine, target: Path) -> None:
    """A roster so many times over, everybody with an id and vectors of their own."""
    with folder_in_the_making(target) as making:
        _experts(roster, times, making)
        starts, again = repeated_starts(roster.starts, times), np.random.default_rng(SEED)
        np.save(making / "starts.npy", starts)
        np.save(making / "shown.npy", np.tile(np.asarray(roster.shown), (times, 1)))
        np.save(making / "practice.npy", np.tile(roster.practice, times))
        _vectors(roster, times, making, again)
        if roster.english is not None:
            _english(roster.english, times, making / "english")
        assert isinstance(roster.lexical, LexicalIndex)
        save_arrays(making / "columns.bin", repeated_columns(roster.columns, len(roster), times))
        save_arrays(making / "declared.bin", repeated_columns(roster.declared, len(roster), times))
        repeated_words(roster.lexical, len(roster), times).save(making / "lexical")
        write_label(making, engine, times * len(roster), f"{roster.content_hash} x {times}", roster.fit)


def _experts(roster: Roster, times: int, folder: Path) -> None:
    opening = '{"id":"'
    lines = [expert.model_dump_json(exclude_defaults=True) for expert in roster.experts]
    rests = [line.removeprefix(opening + i).encode() + b"\n" for line, i in zip(lines, roster.ids, strict=True)]
    ids: list[str] = []
    sizes = []
    with (folder / "experts.jsonl").open("wb") as file:
        for number in range(times):
            own = [f"{i}.{number}" for i in roster.ids]
            heads = [(opening + i).encode() for i in own]
            file.writelines(head + rest for head, rest in zip(heads, rests, strict=True))
            sizes.append([len(head) + len(rest) for head, rest in zip(heads, rests, strict=True)])
            ids += own
    np.save(folder / "ids.npy", np.array(ids))
    np.save(folder / "offsets.npy", np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64))


def _english(vectors: EnglishVectors, times: int, folder: Path) -> None:
    """The second reading, as it is: it is read for the pool alone, so that how much there is counts, not what."""
    folder.mkdir()
    for name in ("segments", "sentences"):
        again = np.asarray(getattr(vectors, name))
        with GrowingRows(folder / f"{name}.npy", np.float16, again.shape[1]) as file:
            for _ in range(times):
                file.add(again)
    for name in ("starts", "sentence_starts"):
        np.save(folder / f"{name}.npy", repeated_starts(getattr(vectors, name), times))


def _vectors(roster: Roster, times: int, folder: Path, again: np.random.Generator) -> None:
    (folder / "people").mkdir()
    own = _moved(roster.segments.astype(np.float32), again)
    with GrowingRows(folder / "segments.npy", np.float16, roster.segments.shape[1]) as segments, ExitStack() as until:
        files: dict[str, GrowingRows] = {}
        for _ in range(times):
            moved = own()
            segments.add(moved)
            people = CoarseVectors.of(person_vectors(moved, roster.starts))
            for name in PARTS:
                part = np.asarray(getattr(people, name))
                if name not in files:
                    width = part.shape[1] if part.ndim > 1 else None
                    path = folder / "people" / f"{name}.npy"
                    files[name] = until.enter_context(GrowingRows(path, part.dtype, width))
                files[name].add(part)


def _moved(vectors: NDArray[np.float32], again: np.random.Generator) -> Callable[[], NDArray[np.float32]]:
    """What gives the vectors, each moved by some noise and of length 1 again."""
    wide = vectors.shape[1]
    noises = again.standard_normal((NOISES, wide), dtype=np.float32) * np.float32(NOISE / np.sqrt(wide))
    return lambda: unit_rows(vectors + noises[again.integers(NOISES, size=len(vectors))])
