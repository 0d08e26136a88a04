"""The engine of retrieval in this process is held to what every engine is: in memory, and from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings import CoarseVectors
from matching.lexical import LexicalIndex
from tests.retrieval_contract import Opened, RetrievalContract, texts, vectors


def in_memory(_: Path) -> Opened:
    return CoarseVectors.of(vectors()), LexicalIndex.build(texts())


def from_files(folder: Path) -> Opened:
    by_vector, by_words = in_memory(folder)
    assert isinstance(by_vector, CoarseVectors) and isinstance(by_words, LexicalIndex)
    by_vector.save(folder / "people")
    by_words.save(folder / "words")
    return CoarseVectors.load(folder / "people"), LexicalIndex.load(folder / "words")


ENGINES: tuple[Callable[[Path], Opened], ...] = (in_memory, from_files)


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.__name__)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return request.param(tmp_path_factory.mktemp("engine"))


class TestEmbedded(RetrievalContract):
    """In memory, and from files."""
