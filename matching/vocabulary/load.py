"""Reading the vocabularies: the packaged ones, or a folder of the team's own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from matching.codes import language_code
from matching.errors import VocabularyDamaged
from matching.vocabulary.terms import Term, Vocabulary

FILES = {
    "fields": "field",
    "competences": "competence",
    "assistance_types": "assistance type",
    "activity_types": "activity type",
    "statuses": "status",
    "request_statuses": "request status",
    "expert_roles": "expert role",
    "sdg": "sustainable development goal",
}
REQUESTS = "requests.json"


@dataclass(frozen=True)
class Vocabularies:
    """Every kind of term, and a short hash of their content for the record. Each kind is a namespace of its own."""

    fields: Vocabulary
    competences: Vocabulary
    assistance_types: Vocabulary
    activity_types: Vocabulary
    statuses: Vocabulary
    request_statuses: Vocabulary
    expert_roles: Vocabulary
    sdg: Vocabulary
    content_hash: str


def load_vocabulary(folder: Path | None = None) -> Vocabularies:
    """The packaged vocabularies, or those of a folder; a file that the folder lacks is taken from the package.

    Raises:
        VocabularyDamaged: naming the file, the entry and what is wrong with it.
    """
    return _packaged() if folder is None else _load(folder)


@cache
def _packaged() -> Vocabularies:
    return _load(None)


def _load(folder: Path | None) -> Vocabularies:
    kinds: dict[str, Any] = {}
    digest = hashlib.sha256()
    for name, kind in FILES.items():
        raw = _read(folder, f"{name}.json")
        digest.update(raw)
        kinds[name] = Vocabulary(kind, _terms(f"{name}.json", raw))
    raw = _read(folder, REQUESTS)
    digest.update(raw)
    kinds["fields"] = _with_requests(kinds["fields"], list(_requests(raw)))
    return Vocabularies(**kinds, content_hash=digest.hexdigest()[:16])


def _read(folder: Path | None, file: str) -> bytes:
    own = folder / file if folder else None
    packaged = resources.files("matching.vocabulary") / "data" / file
    return (own if own is not None and own.exists() else packaged).read_bytes()


def _entries(file: str, raw: bytes, what: str) -> list[Any]:
    try:
        entries = json.loads(raw)
    except ValueError as error:
        raise VocabularyDamaged(f"{file} is not JSON.", f"{error}.", "Mend the file or remove it.") from error
    if not isinstance(entries, list):
        raise VocabularyDamaged(f"{file} must hold a list of {what}.", f"Found {type(entries).__name__}.")
    return entries


def _requests(raw: bytes) -> Iterator[tuple[str, str, list[str]]]:
    """Language, text and fields of every coded request."""
    for number, entry in enumerate(_entries(REQUESTS, raw, "requests"), start=1):
        text = entry.get("text") if isinstance(entry, dict) else None
        fields = entry.get("fields") if isinstance(entry, dict) else None
        if not isinstance(text, str) or not text.strip() or not isinstance(fields, list):
            raise VocabularyDamaged(
                f"Entry {number} of {REQUESTS} is no coded request.",
                f"Found {entry!r:.80}.",
                'Give it "text", "language" and "fields", a list of codes.',
            )
        yield _language(number, entry.get("language") or "en"), text.strip(), [str(code) for code in fields]


def _language(number: int, said: object) -> str:
    """The code of a request's language ("EN", "fr-BE"); under another no text would be compared with it."""
    try:
        return language_code(re.split("[-_]", str(said))[0])
    except ValueError as error:
        raise VocabularyDamaged(
            f"The language of entry {number} of {REQUESTS} is not known.",
            f"Found '{said!s:.40}'.",
            "Give its ISO 639 code, such as fr.",
        ) from error


def _with_requests(fields: Vocabulary, requests: list[tuple[str, str, list[str]]]) -> Vocabulary:
    """Each request added to the examples of its fields; a code that this vocabulary does not have is passed over."""
    examples = {term.code: dict(term.examples) for term in fields}
    for language, text, codes in requests:
        for code in {fields.normalise(code) for code in codes if fields.has(code)}:
            examples[code][language] = (*examples[code].get(language, ()), text)
    return Vocabulary(fields.kind, [replace(term, examples=examples[term.code]) for term in fields])


def _terms(file: str, raw: bytes) -> list[Term]:
    terms: list[Term] = []
    seen: set[str] = set()
    for number, entry in enumerate(_entries(file, raw, "terms"), start=1):
        term = _term(file, number, entry)
        if term.code in seen:
            raise VocabularyDamaged(f"{file} holds the code '{term.code}' twice.", f"Again in entry {number}.")
        seen.add(term.code)
        terms.append(term)
    return terms


def _term(file: str, number: int, entry: Any) -> Term:
    if not isinstance(entry, dict) or not isinstance(entry.get("code"), str) or not entry["code"].strip():
        raise VocabularyDamaged(f"Entry {number} of {file} has no code.", f"Found {entry!r:.80}.", "Give it a code.")
    labels = entry.get("labels")
    if not isinstance(labels, dict) or not labels.get("en"):
        raise VocabularyDamaged(
            f"Entry {number} ({entry['code']}) of {file} has no English label.",
            f"Found labels {labels!r:.80}.",
            'Give it "labels": {"en": "..."} at least.',
        )
    return Term(
        code=entry["code"],
        parent=entry.get("parent"),
        labels=labels,
        aliases=tuple(entry.get("aliases", ())),
        descriptions=entry.get("description", {}),
        keywords={language: tuple(words) for language, words in entry.get("keywords", {}).items()},
        demand=int(entry.get("demand", 0)),
        public=entry.get("public"),
        note=entry.get("note", ""),
        examples={language: tuple(texts) for language, texts in entry.get("examples", {}).items()},
        related=tuple(entry.get("related", ())),
    )
