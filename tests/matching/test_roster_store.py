"""A saved roster opens as it was, and one that does not fit is refused in words."""

from __future__ import annotations

import dataclasses
import errno
import gc
import json
import weakref
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder, StorageFull
from matching.engine import Engine, build_engine
from matching.entities import Call, Expert
from matching.errors import StaleIndex
from matching.pipeline import Matcher
from matching.roster import build_roster, homes_of
from matching.roster_store import load_roster, read_label, save_roster


@pytest.fixture
def saved(tmp_path: Path, matcher: Matcher) -> Path:
    save_roster(matcher.roster, matcher.engine, tmp_path / "index")
    return tmp_path / "index"


def test_a_saved_roster_gives_the_same_shortlist(saved: Path, matcher: Matcher, call: Call, today: date) -> None:
    again = Matcher(load_roster(saved, matcher.engine), matcher.engine).shortlist(call, today=today)
    before = matcher.shortlist(call, today=today)
    assert again.positions == before.positions and again.teams == before.teams
    assert again.record.roster_hash == before.record.roster_hash


def test_the_label_says_what_made_it(saved: Path, matcher: Matcher) -> None:
    label = read_label(saved)
    assert label["experts"] == len(matcher.roster) and label["model"] == matcher.engine.encoder.name


def test_experts_are_read_one_by_one_from_the_file(saved: Path, matcher: Matcher) -> None:
    experts = load_roster(saved, matcher.engine).experts
    assert len(experts) == 8 and list(experts) == list(matcher.roster.experts)
    assert experts[-1] == matcher.roster.experts[-1] and experts[1:3] == list(matcher.roster.experts[1:3])
    with pytest.raises(IndexError):
        experts[8]


def test_where_everybody_works_is_read_without_reading_the_rest(saved: Path, matcher: Matcher) -> None:
    opened = load_roster(saved, matcher.engine).experts
    assert homes_of(opened) == homes_of(matcher.roster.experts)
    assert any(name for name, _ in homes_of(opened)) and "_parsed" in vars(opened)
    assert vars(opened)["_parsed"].cache_info().currsize == 0


def test_experts_go_with_the_last_who_uses_them(saved: Path, engine: Engine) -> None:
    experts = load_roster(saved, engine).experts
    kept = experts[0]
    gone = weakref.ref(experts)
    gc.disable()  # whatever refers to itself would now stay
    try:
        del experts
        assert gone() is None and kept.id
    finally:
        gc.enable()


def test_the_index_of_another_model_is_refused_in_words(saved: Path, matcher: Matcher) -> None:
    other = build_engine(HashingEncoder(64), matcher.engine.vocabularies)
    with pytest.raises(StaleIndex, match=r"does not fit: its .* differs") as caught:
        load_roster(saved, other)
    assert "expertmatch index" in str(caught.value)


def test_another_vocabulary_makes_it_stale(saved: Path, matcher: Matcher) -> None:
    words = dataclasses.replace(matcher.engine.vocabularies, content_hash="another")
    with pytest.raises(StaleIndex, match="vocabulary hash differs"):
        load_roster(saved, dataclasses.replace(matcher.engine, vocabularies=words))


def test_an_index_of_the_earlier_form_is_refused_in_words(saved: Path, engine: Engine) -> None:
    label = read_label(saved) | {"format": 3}
    (saved / "label.json").write_text(json.dumps(label), encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"its format differs.*has 3, this run has 6.*expertmatch index"):
        load_roster(saved, engine)


def test_a_large_roster_is_read_row_by_row_and_gives_the_same_shortlist(
    saved: Path, matcher: Matcher, call: Call, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.roster_store.SMALL", 3)
    monkeypatch.setattr("matching.retrieval.SCORED_WHOLE", 3)
    again = load_roster(saved, matcher.engine)
    assert not isinstance(again.segments, np.ndarray)
    assert len(again.mapped) == 2 and not matcher.roster.mapped  # let go of, call after call
    cut = Matcher(again, matcher.engine).shortlist(call, today=today).positions
    assert cut == matcher.shortlist(call, today=today).positions


@pytest.mark.parametrize("name", ["segments.npy", "experts.jsonl", "people/codes.npy"])
def test_a_damaged_file_is_named(saved: Path, engine: Engine, name: str) -> None:
    (saved / name).write_bytes(b"x")
    with pytest.raises(StaleIndex, match="damaged") as caught:
        load_roster(saved, engine)
    assert name.split("/")[0] in str(caught.value)


def test_a_missing_file_is_named(saved: Path, engine: Engine) -> None:
    (saved / "starts.npy").unlink()
    with pytest.raises(StaleIndex, match=r"starts\.npy has None bytes"):
        load_roster(saved, engine)


def test_damage_of_the_same_size_is_found_when_it_is_opened(saved: Path, engine: Engine) -> None:
    path = saved / "columns.bin"
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(StaleIndex, match="damaged"):
        load_roster(saved, engine)


def test_a_folder_without_an_index_is_refused(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(StaleIndex, match="no readable index"):
        load_roster(tmp_path, engine)
    (tmp_path / "label.json").write_text("{", encoding="utf-8")
    with pytest.raises(StaleIndex, match="no readable index"):
        load_roster(tmp_path, engine)


def test_a_full_disk_leaves_what_was_there(saved: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.dumps(read_label(saved))

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("matching.roster_store.np.save", full)
    with pytest.raises(StorageFull):
        save_roster(matcher.roster, matcher.engine, saved)
    assert json.dumps(read_label(saved)) == before
    assert [p.name for p in saved.parent.iterdir()] == ["index"]


@pytest.mark.parametrize("name", ["segments.npy", "ids.npy", "experts.jsonl", "declared.bin"])
def test_a_changed_byte_is_found(saved: Path, engine: Engine, name: str) -> None:
    content = bytearray((saved / name).read_bytes())
    content[len(content) // 2] ^= 1
    (saved / name).write_bytes(content)
    with pytest.raises(StaleIndex, match=f"The content of {name} has changed"):
        load_roster(saved, engine)


def test_large_files_are_compared_when_asked(saved: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.roster_store.CHECKED_ALWAYS", 0)
    content = bytearray((saved / "segments.npy").read_bytes())
    content[-1] ^= 1
    (saved / "segments.npy").write_bytes(content)
    load_roster(saved, engine)
    with pytest.raises(StaleIndex, match="has changed"):
        load_roster(saved, engine, verify=True)


# --- the English reading ---


@pytest.fixture
def reading(matcher: Matcher) -> Engine:
    return build_engine(HashingEncoder(), matcher.engine.vocabularies, english=HashingEncoder(128))


def test_the_english_reading_is_kept(
    tmp_path: Path, reading: Engine, people: list[Expert], call: Call, today: date
) -> None:
    before = Matcher(build_roster(people, reading), reading)
    save_roster(before.roster, reading, tmp_path / "index")
    again = Matcher(load_roster(tmp_path / "index", reading), reading)
    assert again.shortlist(call, today=today).positions == before.shortlist(call, today=today).positions
    assert read_label(tmp_path / "index")["english_fingerprint"] == HashingEncoder(128).fingerprint


def test_with_or_without_english_an_index_fits_only_its_like(
    saved: Path, tmp_path: Path, reading: Engine, people: list[Expert], engine: Engine
) -> None:
    with pytest.raises(StaleIndex, match="english fingerprint differs"):
        load_roster(saved, reading)
    save_roster(build_roster(people, reading), reading, tmp_path / "english")
    with pytest.raises(StaleIndex, match="english fingerprint differs"):
        load_roster(tmp_path / "english", engine)
