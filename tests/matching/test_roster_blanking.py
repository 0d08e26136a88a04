"""Who is blanked in a saved roster has left nothing in it but a row and an id; everybody else is as before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder
from matching.engine import Engine, build_engine
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.roster_blanking import blank_people
from matching.roster_store import load_roster, save_roster
from matching.vocabulary import load_vocabulary
from tests.people import person

SAID = "Led the reform of the maritime pension fund of Zanzibar, named the Quistrebert scheme."


@pytest.fixture(scope="module")
def reader() -> Engine:
    return build_engine(HashingEncoder(), load_vocabulary(), english=HashingEncoder(64))


@pytest.fixture
def saved(reader: Engine, people: list[Expert], tmp_path: Path) -> Path:
    zelie = person(
        "zelie",
        countries=["TZ"],
        conflicts=["Zanzibar Harbour Board"],
        absences=[{"start": "2026-12-01", "end": "2026-12-24"}],
        declared={"gender": "woman", "nationalities": ["LU"]},
        segments=[{"text": SAID, "kind": "post", "language": "en", "start": "2005-01-01"}],
    )
    save_roster(build_roster([*people[:4], zelie, *people[4:]], reader), reader, tmp_path / "saved")
    return tmp_path / "saved"


def words_in(folder: Path) -> str:
    return "".join(p.read_bytes().decode("utf-8", "ignore") for p in sorted(folder.rglob("*")) if p.is_file()).lower()


def test_nothing_of_the_person_is_left_but_a_row_and_an_id(saved: Path, reader: Engine) -> None:
    assert all(word in words_in(saved) for word in ("zanzibar", "quistrebert", "harbour board"))
    before = load_roster(saved, reader)
    row = before.row_of["zelie"]
    assert blank_people(saved, {"zelie", "nobody-of-this-name"}) == 1
    assert not any(word in words_in(saved) for word in ("zanzibar", "quistrebert", "harbour"))
    after = load_roster(saved, reader, verify=True)
    assert after.experts[row] == Expert.model_validate({"id": "zelie", "segments": [{"text": ""}]})
    assert after.columns.consent[row] == 0 and after.columns.status[row] == -1 and after.declared.gender[row] == -1
    assert row not in after.declared.nationality_row and row not in after.columns.absent_row
    assert not any(row in rows for rows in after.columns.countries.values())
    assert not after.segments[after.starts[row] : after.starts[row + 1]].any()
    assert not after.people.codes[row].any() and not after.people.exact[np.array([row])].any()
    assert after.english is not None and before.english is not None
    mine = slice(int(after.english.sentence_starts[row]), int(after.english.sentence_starts[row + 1]))
    assert mine.stop > mine.start and not after.english.sentences[mine].any()
    assert after.lexical.score(SAID, "en").scores[row] == 0
    assert blank_people(saved, {"zelie"}) == 0


def test_everybody_else_is_ranked_as_before(saved: Path, reader: Engine, call: Call, today: date) -> None:
    first = Matcher(load_roster(saved, reader), reader).shortlist(call, today=today).positions[0].candidates
    blank_people(saved, {"zelie"})
    again = Matcher(load_roster(saved, reader), reader).shortlist(call, today=today).positions[0].candidates
    others = [c.expert_id for c in first if c.expert_id != "zelie"]
    assert [c.expert_id for c in again] == others and others


def test_whoever_has_it_open_finds_nothing_either(saved: Path, reader: Engine) -> None:
    opened = load_roster(saved, reader)
    row = opened.row_of["zelie"]
    blank_people(saved, {"zelie"})
    assert opened.experts[row].segments[0].text == ""
    assert not opened.segments[opened.starts[row] : opened.starts[row + 1]].any()
