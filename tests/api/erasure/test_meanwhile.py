"""What is made while somebody is erased does not keep them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from api.errors import Conflict, NotOnRecord
from api.services.erasure import erasure
from api.services.office import Office
from api.services.roster import encoding
from api.services.roster.encoding import EncodingWorker
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, reading
from api.storage import old_rows
from api.storage.database import Database
from api.storage.tables import RemovedExpertRow, ShortlistRow
from embeddings import HashingEncoder, VectorStore
from embeddings.encoder import Kind, Progress, Vectors
from matching.entities import Call
from matching.left_out import unlisted
from matching.roster import forget_people
from tests.api.erasure.zelie import CV, found_in
from tests.people import person


class Meanwhile(HashingEncoder):
    """An encoder during whose work something happens, once: when it is given a text that holds some words."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.happens = "", lambda: None

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        vectors = super().encode(texts, kind=kind, progress=progress)
        if self.words and any(self.words in text for text in texts):
            self.words = ""
            self.happens()
        return vectors


@pytest.fixture
def meanwhile(zelie: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, Meanwhile]:
    """The office with an encoder that can be interrupted; zelie's texts are not encoded yet."""
    monkeypatch.setattr(old_rows, "PATIENCE", 0.0)  # the worker that was interrupted ends no earlier
    encoder = Meanwhile()
    engine = dataclasses.replace(zelie.engine, encoder=encoder)
    return dataclasses.replace(zelie, make_engine=lambda: engine), encoder


def vectors_of_zelie(office: Office) -> int:
    """How many vectors of hers are in the store; looking takes them out."""
    segment = {"text": CV, "kind": "post", "language": "en", "start": "2005-01-01"}
    return forget_people([person("zelie", segments=[segment])], office.engine)


def test_a_worker_keeps_no_vectors_of_who_was_erased_while_it_encoded(meanwhile: tuple[Office, Meanwhile]) -> None:
    office, encoder = meanwhile
    encoder.words, encoder.happens = "maritime pension", lambda: erasure.erase(office, SYSTEM, "zelie")
    assert EncodingWorker(office.database, office.engine).work()
    assert encoder.words == ""
    assert vectors_of_zelie(office) == 0


def test_vectors_that_a_killed_worker_stored_of_who_was_erased_go_with_the_next(
    meanwhile: tuple[Office, Meanwhile], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, encoder = meanwhile

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    encoder.words, encoder.happens = "maritime pension", lambda: erasure.erase(office, SYSTEM, "zelie")
    with monkeypatch.context() as half, pytest.raises(KeyboardInterrupt):
        half.setattr(encoding, "_forget_removed", killed)
        EncodingWorker(office.database, office.engine).work()
    EncodingWorker(office.database, office.engine).forget_noted()
    assert vectors_of_zelie(office) == 0


def test_another_machine_lets_go_of_the_vectors_in_its_own_store(zelie: Office, tmp_path: Path) -> None:
    own = VectorStore(tmp_path / "elsewhere" / "vectors.sqlite")
    engine = dataclasses.replace(zelie.engine, store=own)
    other = dataclasses.replace(zelie, make_engine=lambda: engine)
    other.roster.current()
    erasure.erase(zelie, SYSTEM, "zelie")
    other.roster.catch_up()
    assert vectors_of_zelie(other) == 0


def test_of_two_erasures_at_once_one_is_done_and_its_proof_stays(
    zelie: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_letters, clean = erasure.forget_letters, list[bool]()

    def overtaken(*given: Any) -> int:
        monkeypatch.setattr(erasure, "forget_letters", forget_letters)
        clean.append(erasure.erase(dataclasses.replace(zelie), SYSTEM, "zelie").clean)
        return forget_letters(*given)

    monkeypatch.setattr(erasure, "forget_letters", overtaken)
    with pytest.raises(NotOnRecord):
        erasure.erase(zelie, SYSTEM, "zelie")
    with reading(zelie, SYSTEM) as unit:
        assert unit.session.get_one(RemovedExpertRow, "zelie").proof["clean"]
    assert clean == [True]


def test_a_roster_in_the_making_leaves_no_vectors_of_who_was_erased(
    meanwhile: tuple[Office, Meanwhile], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, encoder = meanwhile
    monkeypatch.setattr("api.services.roster.roster_keeper.QUICK", 0.0)  # as for a roster that takes long to make
    other = dataclasses.replace(office)  # another process; this one has no roster in memory
    encoder.words, encoder.happens = "maritime pension", lambda: erasure.erase(other, SYSTEM, "zelie")
    assert "zelie" in office.roster.current().matcher.roster.row_of
    assert vectors_of_zelie(office) == 0
    served = office.roster.current()
    assert "zelie" in unlisted(served.left_out) or "zelie" not in served.matcher.roster.row_of


def test_a_shortlist_that_names_who_was_erased_meanwhile_is_not_kept(
    meanwhile: tuple[Office, Meanwhile], call: Call
) -> None:
    office, encoder = meanwhile
    office.roster.current()
    source = call.model_dump(mode="json", exclude_unset=True)
    encoder.words, encoder.happens = "profiling of jobseekers", lambda: erasure.erase(office, SYSTEM, "zelie")
    with pytest.raises(Conflict, match="erased while it was made"):
        shortlists.make(office, SYSTEM, source)
    with reading(office, SYSTEM) as unit:
        assert not shortlists.listed(unit, limit=10).rows
        assert "zelie" not in {entry.subject_id for entry in unit.session.query(ShortlistRow)}
    again = shortlists.make(office, SYSTEM, source)
    assert '"zelie"' not in again.shortlist.model_dump_json()
    assert found_in(office) == set()


def test_a_shortlist_is_kept_where_the_erased_were_left_out_of_it(zelie: Office, call: Call) -> None:
    zelie.roster.current()
    erasure.erase(dataclasses.replace(zelie), SYSTEM, "zelie")
    zelie.roster._took = 60.0  # as if making the roster took long: the one before goes on being used
    assert "zelie" in zelie.roster.current().matcher.roster.row_of
    source = call.model_copy(update={"previous_members": ("zelie",)}).model_dump(mode="json", exclude_unset=True)
    made = shortlists.make(zelie, SYSTEM, source)
    assert all(c.expert_id != "zelie" for p in made.shortlist.positions for c in (*p.candidates, *p.not_eligible))


@pytest.mark.usefixtures("quick_roster")
def test_another_process_lets_the_person_go_too(zelie: Office) -> None:
    other = Office(
        zelie.settings, Database(zelie.database.url.render_as_string(False)), zelie.make_engine, zelie.signer
    )
    assert "zelie" in other.roster.current().matcher.roster.row_of
    erasure.erase(zelie, SYSTEM, "zelie")
    assert "zelie" not in other.roster.current().matcher.roster.row_of
    other.database.close()
