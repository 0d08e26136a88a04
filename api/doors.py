"""Doors for judges: requests as JSON Lines in, rankings in the TREC run format and understood codes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from api.files import whole_file
from api.request_lines import Request, bare_call, read_requests, request_text
from embeddings import StoredEncoder, Vectors
from matching.engine import Engine
from matching.errors import MatchingError
from matching.pipeline import Matcher, understand_text
from matching.queries import query_texts
from matching.reading import find_language_needs
from matching.settings import MatchSettings

__all__ = [
    "Request",
    "bare_texts_of",
    "encode_queries",
    "rank",
    "read_requests",
    "request_text",
    "texts_of",
    "understood",
    "write_run",
    "write_understood",
]

DIGITS = 6  # of a score in a run

Progress = Callable[[int, int], None]


def rank(
    matcher: Matcher, requests: Sequence[Request], *, today: date, depth: int, progress: Progress | None = None
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Per request its id and (expert id, score), best first, from `Matcher.rank`: what is served is what is judged.

    Texts are encoded together beforehand and kept in the store, so that a run that was cut short takes up where it was.

    Args:
        depth: people listed per request; 0 lists everyone.
        progress: called with (requests done, requests in all).

    Raises:
        MatchingError: an id holds white space, which the TREC run format cannot carry.
    """
    ids = [request.id for request in requests] + [expert_id for expert_id in matcher.roster.row_of]
    if spaced := next((i for i in ids if len(i.split()) != 1), None):
        raise MatchingError(
            "The TREC run format parts its columns by white space, so no id may hold any.",
            f"Found the id {spaced!r}.",
            "Give it another id, with '-' or '_' for the space.",
        )
    everyone = MatchSettings(pool=max(10, len(matcher.roster)))
    if matcher.engine.english is not None:
        english = StoredEncoder(matcher.engine.english, matcher.engine.store)
        matcher = Matcher(matcher.roster, replace(matcher.engine, english=english))
    yield from matcher.rank(
        [request.call for request in requests],
        today=today,
        depth=depth,
        settings=everyone if depth == 0 else MatchSettings(),
        encode=lambda texts: encode_queries(matcher.engine, texts),
        progress=progress,
    )


def encode_queries(engine: Engine, texts: list[str], progress: Progress | None = None) -> Vectors:
    """Vectors of texts that are looked for, from the store where they are there already."""
    return StoredEncoder(engine.encoder, engine.store).encode(texts, kind="query", progress=progress)


def texts_of(requests: Sequence[Request]) -> list[str]:
    """Every text that the requests are encoded by when experts are ranked for them."""
    return [text for request in requests for text in query_texts(request.call).texts]


def bare_texts_of(requests: Sequence[Request]) -> list[str]:
    """Every text that the requests are encoded by when they are understood, from their text alone."""
    return [text for request in requests for text in query_texts(bare_call(request.id, request.text)).texts]


def write_run(path: Path, results: Iterator[tuple[str, list[tuple[str, float]]]], tag: str) -> int:
    """Write rankings as `qid Q0 docid rank score tag`, ranks from 1; returns how many lines were written.

    Raises:
        StorageFull: there is no room; nothing half-written is left.
    """
    written = 0
    with whole_file(path) as file:
        for request_id, found in results:
            for place, (expert_id, score) in enumerate(found, start=1):
                file.write(f"{request_id} Q0 {expert_id} {place} {score:.{DIGITS}f} {tag}\n")
            written += len(found)
    return written


def understood(engine: Engine, request: Request) -> dict[str, Any]:
    """What a request is about: every field and competence, most likely first, and the languages it asks for."""
    found = understand_text(engine, request.text)
    return {
        "id": request.id,
        "fields": [{"code": p.code, "confidence": p.confidence} for p in found.fields],
        "competences": [{"code": p.code, "confidence": p.confidence} for p in found.competences],
        "languages": [
            need.need.model_dump(mode="json", exclude_none=True) | {"because": need.text}
            for need in find_language_needs(request.text)
        ],
    }


def write_understood(path: Path, engine: Engine, requests: Sequence[Request], progress: Progress | None = None) -> None:
    """Write `understood` of every request as JSON Lines; texts encoded before are taken from the store.

    Raises:
        StorageFull: there is no room; nothing half-written is left.
    """
    engine = replace(engine, encoder=StoredEncoder(engine.encoder, engine.store))
    with whole_file(path) as file:
        for done, request in enumerate(requests, start=1):
            file.write(json.dumps(understood(engine, request), ensure_ascii=False) + "\n")
            if progress:
                progress(done, len(requests))
