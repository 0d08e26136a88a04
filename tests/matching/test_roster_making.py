"""A roster made in pieces is, file by file, the roster made whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder
from fixtures.load import load_experts
from matching import lexical_making
from matching.engine import Engine, build_engine
from matching.entities import Expert
from matching.errors import EmptyRoster
from matching.field_evidence import PEOPLE_AT_ONCE
from matching.roster import build_roster
from matching.roster_making import write_roster
from matching.roster_store import load_roster, save_roster
from matching.vocabulary import load_vocabulary
from tests.people import person


@pytest.fixture(scope="module")
def reader() -> Engine:
    """An engine with a second encoder, for English."""
    return build_engine(HashingEncoder(), load_vocabulary(), english=HashingEncoder(64))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_sample_in_pieces_is_the_sample(reader: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.roster_making.AT_ONCE", PEOPLE_AT_ONCE)
    monkeypatch.setattr(lexical_making, "AT_ONCE", 5000)
    people = [*load_experts()[:600], person("nothing-said", segments=[])]
    people.insert(3, person("nothing-either", segments=[]))
    save_roster(build_roster(people, reader), reader, tmp_path / "whole")
    (tmp_path / "pieces").mkdir()
    done: list[tuple[int, int]] = []
    assert write_roster(iter(people), reader, tmp_path / "pieces", lambda *p: done.append(p)) == len(people) - 2
    whole, pieces = files(tmp_path / "whole"), files(tmp_path / "pieces")
    assert list(whole) == list(pieces)
    # Which matrix product rounds a share up may hang on the machine and the shape: half a thousandth is float16's last digit.
    assert {name for name in whole if whole[name] != pieces[name]} <= {"shown.npy", "label.json"}
    shares = [np.load(tmp_path / made / "shown.npy") for made in ("whole", "pieces")]
    np.testing.assert_allclose(shares[0], shares[1], atol=0.0005)
    assert done == [(512, 0), (len(people), 0)]


def test_a_piece_in_which_nobody_has_a_text_changes_nothing(
    engine: Engine, people: list[Expert], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.roster_making.AT_ONCE", 2)
    silent = [person(f"silent-{n}", segments=[]) for n in range(4)]
    (tmp_path / "made").mkdir()
    assert write_roster([*silent[:3], *people, silent[3]], engine, tmp_path / "made") == len(people)
    roster, whole = load_roster(tmp_path / "made", engine, verify=True), build_roster(people, engine)
    assert roster.ids == whole.ids and list(roster.experts) == list(whole.experts)
    assert roster.without_text == tuple(p.id for p in silent)
    assert (roster.columns.institution == whole.columns.institution).all()


def test_nobody_with_a_text_is_said(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(EmptyRoster, match="none with a segment"):
        write_roster([person("silent", segments=[])], engine, tmp_path / "made")
