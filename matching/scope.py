"""What may lie out of scope, said before anything is matched: the machine doubts, a person decides.

A request is compared with sentences of our own that ask for what no public expert on a short mission brings (equipment,
works, funds, favours, services, other fields), and with requests in scope: those that the vocabulary gives as examples
and sentences of our own that ask for advice, training or exchange.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from embeddings import StoredEncoder
from matching.codes import WORKING_LANGUAGES, country_name
from matching.engine import NEAREST, Engine
from matching.entities import Value
from matching.queries import CALL_SENTENCES, CallQuery
from matching.texts import sentences
from matching.understanding import Understood

Floats = NDArray[np.float32]
Doubtful = Literal["country", "no_peer_expertise", "outside_fields"]

# Chosen on forty texts of our own, half of them in scope: the nearest of those lay at -0.6, the furthest of the others at
# -0.1. The unit is the deviation of the cosine between unrelated texts, of the encoder in use.
DOUBT = -0.33
LIKELY = 0.4  # confidence of a field from which a text is not taken to lie outside all of them, on the same texts

# The Member States of the European Union: ISO 3166-1 alpha-2.
_FIRST = ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU")
_OTHERS = ("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
UNION = frozenset((*_FIRST, *_OTHERS))
OTHER_FIELDS = "other_fields"
ASKED = {
    "equipment": "equipment or supplies",
    "works": "construction or repair",
    "funds": "money",
    "favours": "help for one person",
    "services": "services that a company sells",
    OTHER_FIELDS: "something in another field",
}


class ScopeDoubt(Value):
    """One reason why a request may be out of scope, with what led to it."""

    kind: Doubtful
    what: str  # in one sentence
    sentence: str | None = None  # of the request
    like: str | None = None  # the sentence of ours that it comes nearest to


@dataclass(frozen=True)
class ScopeReader:
    """Sentences out of scope with their kind and vectors (n, d), and vectors (m, d) of what is in scope; all centred."""

    out: Floats
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    texts: tuple[str, ...]
    inside: Floats
    spread: float

    def margins(self, vectors: Floats) -> Floats:
        """(v,): how much nearer each of some vectors lies to what is out of scope than to what is in, in deviations."""
        difference = _nearness(vectors, self.out) - _nearness(vectors, self.inside)
        return np.asarray(difference / self.spread, dtype=np.float32)

    def kind(self, vector: Floats) -> str:
        """The kind whose sentences a vector (d,) comes nearest to."""
        kinds = tuple(dict.fromkeys(self.kinds))
        near = [float(_nearness(vector[None], self.out[self._places(kind)])[0]) for kind in kinds]
        return kinds[int(np.argmax(near))]

    def example(self, vector: Floats, kind: str, language: str | None) -> str:
        """The sentence of a kind that a vector comes nearest to, in a language where there is one in it."""
        places = self._places(kind)
        spoken = places[[self.languages[place] == language for place in places]]
        places = spoken if len(spoken) else places
        return self.texts[int(places[int((self.out[places] @ vector).argmax())])]

    def _places(self, kind: str) -> NDArray[np.intp]:
        return np.flatnonzero([found == kind for found in self.kinds])


def build_scope_reader(engine: Engine) -> ScopeReader:
    """Encode the sentences, once per model where there is a store."""
    encoder = StoredEncoder(engine.encoder, engine.store)
    rows = scope_sentences()
    vectors = encoder.encode([text for _, _, text in rows], kind="query")
    vectors = engine.query_centres.apply(vectors, [language for _, language, _ in rows])
    out = np.array([kind is not None for kind, _, _ in rows])
    fields = engine.fields
    known = fields.examples.vectors if fields.examples else fields.vectors.reshape(-1, vectors.shape[1])
    return ScopeReader(
        out=vectors[out],
        kinds=tuple(kind for kind, _, _ in rows if kind is not None),
        languages=tuple(language for kind, language, _ in rows if kind is not None),
        texts=tuple(text for kind, _, text in rows if kind is not None),
        inside=np.concatenate([vectors[~out], known]),
        spread=engine.spread,
    )


def read_scope(
    text: str, query: CallQuery, understood: Understood, engine: Engine, reader: ScopeReader
) -> tuple[ScopeDoubt, ...]:
    """The doubts that a request's text raises; none for one that says nothing, or in a language that is not read here.

    Args:
        text: as it came; its sentences are looked at one by one where there is a doubt.
        query: of the same text.
        understood: its fields, most likely first.
    """
    foreign = query.language is not None and query.language not in WORKING_LANGUAGES
    if foreign or not len(query.vectors) or float(reader.margins(query.vectors).mean()) <= DOUBT:
        return ()
    sentence, vector = _leading(text, query, engine, reader)
    kind = reader.kind(vector)
    like = reader.example(vector, kind, query.language)
    found = []
    unlikely = all(field.confidence < LIKELY for field in understood.fields)
    if kind == OTHER_FIELDS or unlikely:
        what = "It comes near to none of the fields of the vocabulary"
        top = f": the likeliest has a confidence of {understood.fields[0].confidence:.0%}" if understood.fields else ""
        known = like if kind == OTHER_FIELDS else None
        found.append(ScopeDoubt(kind="outside_fields", what=f"{what}{top}.", sentence=sentence, like=known))
    if kind != OTHER_FIELDS:
        what = f"It reads as if it asked for {ASKED[kind]}, for which no public expert is needed."
        found.append(ScopeDoubt(kind="no_peer_expertise", what=what, sentence=sentence, like=like))
    return tuple(found)


def country_doubt(country: str | None, listed: Collection[str] | None = None) -> ScopeDoubt | None:
    """The doubt that a partner country raises; none where it is eligible, or not known: that is a question to ask.

    Args:
        country: alpha-2 code.
        listed: the eligible ones; None for every country that is no Member State of the European Union.
    """
    if country is None or (country not in UNION if listed is None else country in listed):
        return None
    why = "is a Member State of the European Union" if listed is None else "is not on the list of eligible countries"
    return ScopeDoubt(kind="country", what=f"{country_name(country)} {why}.")


@cache
def scope_sentences() -> tuple[tuple[str | None, str, str], ...]:
    """Kind, language and text of each; the kind is None for what is in scope."""
    data = json.loads((files("matching") / "scope_sentences.json").read_text(encoding="utf-8"))
    groups: list[tuple[str | None, dict[str, list[str]]]] = [*data["no_peer"].items(), (None, data["peer"])]
    return tuple((kind, language, text) for kind, said in groups for language, texts in said.items() for text in texts)


def _leading(text: str, query: CallQuery, engine: Engine, reader: ScopeReader) -> tuple[str, Floats]:
    """The sentence of a text that leans furthest out of scope, and its vector (d,)."""
    parts = [text[start:end] for start, end in sentences(text)][:CALL_SENTENCES]
    vectors = engine.encode_queries(parts)
    vectors = engine.query_centres.apply(vectors, [query.language or ""] * len(parts))
    first = int(reader.margins(vectors).argmax())
    return parts[first], vectors[first]


def _nearness(vectors: Floats, known: Floats) -> Floats:
    """(v,): mean cosine with the NEAREST nearest of what is known."""
    cosines = vectors @ known.T
    best = -np.partition(-cosines, NEAREST - 1, axis=1)[:, :NEAREST]
    return np.asarray(best.mean(axis=1), dtype=np.float32)
