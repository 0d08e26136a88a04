"""Every sample document and every sample text is read, and its facts are compared with what was put into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fixtures
from fixtures.calls import call_text, load_raw_calls, to_call
from matching.entities import Call
from matching.errors import UnreadableDocument
from matching.reading import read_call
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
FOLDER = Path(fixtures.__file__).parent / "documents"
TRUTHS = sorted(FOLDER.glob("*.truth.json"))
FACTS = ("language", "title", "reference", "action_code", "country", "institution")
POSITION_FACTS = ("title", "principal", "days", "min_years")


def facts_of(call: Call) -> dict[str, Any]:
    """The facts that a truth holds, in its shape; orders that mean nothing are sorted away."""
    data = call.model_dump(mode="json")
    positions = [
        {
            **{name: p[name] for name in POSITION_FACTS},
            "languages": p["languages"],
            "statuses": sorted(p["statuses"]),
            "fields": [VOCABULARY.fields.normalise(code) for code in p["fields"]],
        }
        for p in data["positions"]
    ]
    return {
        **{name: data[name] for name in FACTS},
        "phases": data["phases"],
        "languages": data["languages"],
        "positions": positions,
    }


def expected(truth: dict[str, Any]) -> dict[str, Any]:
    shaped = {name: value for name, value in truth.items() if name != "positions"}
    if "positions" in truth:
        shaped["positions"] = [
            {
                **{name: value for name, value in p.items() if name != "id"},
                "statuses": sorted(p["statuses"]),
                **({"fields": [VOCABULARY.fields.normalise(code) for code in p["fields"]]} if "fields" in p else {}),
            }
            for p in truth["positions"]
        ]
    return shaped


def only(wanted: Any, found: Any) -> Any:
    """Of what was found, the part that the truth speaks of."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {name: only(value, found.get(name)) for name, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [only(w, f) for w, f in zip(wanted, found, strict=True)]
    return found


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_the_facts_of_a_sample_document_are_read(path):
    name = path.name.removesuffix(".truth.json")
    (document,) = (p for p in FOLDER.iterdir() if p.stem == name and p.suffix != ".json")
    wanted = expected(json.loads(path.read_text(encoding="utf-8")))
    assert only(wanted, facts_of(read_call(document, VOCABULARY))) == wanted


def test_the_sample_documents_that_cannot_be_read_are_refused():
    with pytest.raises(UnreadableDocument, match="images without text"):
        read_call(FOLDER / "image_only.pdf", VOCABULARY)


def test_a_text_under_the_name_of_a_word_file_is_refused_in_words():
    with pytest.raises(UnreadableDocument, match=r"is not a Word document, as its name says.*\.txt for plain text"):
        read_call(FOLDER / "empty.docx", VOCABULARY)


def share_right(levels: str) -> dict[str, float]:
    """Share of the facts of all sample texts, in every language that they have, that are read as they were written."""
    right: dict[str, list[bool]] = {}
    for raw in load_raw_calls():
        for language in (code for code, words in raw["texts"].items() if "plain" not in words):
            call = to_call(raw, language)
            wanted = facts_of(call)
            found = facts_of(read_call(call_text(raw, language, levels=levels), VOCABULARY))
            several = any(p["principal"] for p in wanted["positions"])
            for name in (*FACTS, "phases", "languages"):
                right.setdefault(name, []).append(wanted[name] == found[name])
            right.setdefault("number of positions", []).append(len(wanted["positions"]) == len(found["positions"]))
            for want, got in zip(wanted["positions"], found["positions"], strict=False):
                want["principal"] = bool(want["principal"]) if several else want["principal"]
                for name in (*POSITION_FACTS, "statuses"):
                    right.setdefault(f"positions: {name}", []).append(want[name] == got[name])
    return {name: sum(marks) / len(marks) for name, marks in right.items()}


@pytest.mark.parametrize("levels", ["cefr", "words"])
def test_nearly_all_facts_of_the_sample_texts_are_read_in_all_languages(levels):
    shares = share_right(levels)
    assert {name: share for name, share in shares.items() if share < 0.98} == {}
