"""Somebody is erased while a model follows another, while their CV is read, and while a file with them is imported."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.erasure import erasure
from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.roster import model_change
from api.services.roster.encoding import EncodingWorker
from api.services.unit import COMMAND, SYSTEM
from api.storage import old_rows
from embeddings import HashingEncoder
from embeddings.encoder import Kind, Progress, Vectors
from matching.engine import Engine
from matching.roster import forget_people
from tests.api.conftest import Doors, one_kind, problem
from tests.api.cvs.documents import send
from tests.api.erasure.zelie import CV, found_in
from tests.people import person

pytestmark = one_kind


class Erasing(HashingEncoder):
    """An encoder during whose work somebody is erased, once: when it is given a text of theirs."""

    def __init__(self, office: Office, fingerprint: str, words: str) -> None:
        super().__init__()
        self.office, self.fingerprint, self.words = office, fingerprint, words
        self.proof: erasure.Proof | None = None

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        vectors = super().encode(texts, kind=kind, progress=progress)
        if self.proof is None and any(self.words in text for text in texts):
            self.proof = erasure.erase(self.office, SYSTEM, "zelie")
        return vectors


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_rows, "PATIENCE", 0.0)  # who was interrupted ends no earlier


def erasing(office: Office, words: str, fingerprint: str) -> Engine:
    return dataclasses.replace(office.engine, encoder=Erasing(office, fingerprint, words))


def erased(engine: Engine) -> bool:
    assert isinstance(engine.encoder, Erasing)
    return engine.encoder.proof is not None


def vectors_of_zelie(engine: Engine) -> int:
    """How many vectors of her profile are in the store; looking takes them out."""
    segment = {"text": CV, "kind": "post", "language": "en", "start": "2005-01-01"}
    return forget_people([person("zelie", segments=[segment])], engine)


@pytest.mark.parametrize("then", ["goes on", "is kept from"])
def test_neither_the_model_in_use_nor_the_one_to_come_keeps_a_vector(zelie: Office, then: str) -> None:
    to_come = erasing(zelie, "maritime pension", "e" * 16)
    engines = {"hashing": zelie.engine, "erasing": to_come}
    assert EncodingWorker(zelie.database, zelie.engine).work()
    model_change.choose(zelie, SYSTEM, "erasing", engines.__getitem__)
    assert EncodingWorker(zelie.database, to_come).work()
    assert erased(to_come)
    if then == "goes on":
        while EncodingWorker(zelie.database, to_come).work():
            pass
        assert model_change.finish(zelie)
    else:
        assert model_change.keep(zelie, SYSTEM)
    assert (vectors_of_zelie(zelie.engine), vectors_of_zelie(to_come)) == (0, 0)
    assert found_in(zelie) == set()


def test_who_is_erased_while_another_model_is_not_wanted_any_more_leaves_none_of_its_vectors(zelie: Office) -> None:
    other = dataclasses.replace(zelie.engine, encoder=Erasing(zelie, "e" * 16, "nothing that is written"))
    engines = {"hashing": zelie.engine, "other": other}
    model_change.choose(zelie, SYSTEM, "other", engines.__getitem__)
    assert EncodingWorker(zelie.database, other).work()
    assert model_change.keep(zelie, SYSTEM)
    assert erasure.erase(zelie, SYSTEM, "zelie").clean
    assert vectors_of_zelie(other) == 0


def test_a_cv_that_is_being_read_then_leaves_no_vectors(zelie: Office) -> None:
    engine = erasing(zelie, "lighthouse", zelie.engine.encoder.fingerprint)
    office = dataclasses.replace(zelie, make_engine=lambda: engine)
    client: TestClient = Doors(office)(Role.OFFICER)
    assert engine.store is not None
    before = len(engine.store)
    text = "Name: Someone Else\n\nExperience\n\n2010 - 2015: Adviser, Pension Fund, Tanga\nRan the lighthouse fund.\n"
    problem(send(client, text, expert_id="zelie"), 404, "not_on_record")
    assert erased(engine)
    assert len(engine.store) == before
    assert found_in(office) == set()


def test_a_file_that_is_being_imported_does_not_bring_the_person_back(zelie: Office) -> None:
    record = {"id": "zelie", "segments": [CV], "identity": {"name": "Quistrebert"}}

    def lines() -> Iterator[str]:
        yield json.dumps(record | {"id": "first"} | {"segments": ["Adviser."], "identity": None})
        yield json.dumps(record)
        erasure.erase(zelie, SYSTEM, "zelie")

    report = import_experts(zelie, COMMAND, lines(), zelie.engine.vocabularies)
    assert (report.added, report.left_out) == (1, 1)
    assert "taken off the roster for good" in report.problems[0].reason
    assert found_in(zelie) == set()
