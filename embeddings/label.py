"""What lies on disk has a name and a label: an index is accepted only for the model it was made with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from embeddings.encoder import Encoder
from embeddings.errors import IndexDamaged, IndexMismatch

FORMAT = 1
REBUILD = "Build the index again from the texts: it is derived data and nothing is lost"


@dataclass(frozen=True)
class Label:
    """The label of a saved index.

    Attributes:
        model: the encoder's name, for people.
        fingerprint: the encoder's fingerprint, what decides whether the index fits.
        dimension: values per vector.
        count: vectors in the index; None in an expectation that leaves it open.
        variant: what was done to the vectors after encoding ("centred 3f2a", say), empty for nothing.
        content: hash of ids and vectors; empty in an expectation.
        created: when it was saved, ISO 8601 in UTC; empty in an expectation.
        format: version of the files' layout.
    """

    model: str
    fingerprint: str
    dimension: int
    count: int | None = None
    variant: str = ""
    content: str = ""
    created: str = ""
    format: int = FORMAT

    @classmethod
    def of(cls, encoder: Encoder, *, count: int | None = None, variant: str = "") -> Label:
        """The label that an index of `encoder`'s vectors should bear."""
        return cls(encoder.name, encoder.fingerprint, encoder.dimension, count, variant)

    def saved_now(self, count: int, content: str, now: datetime | None = None) -> Label:
        """This label with what is known only when the index is saved."""
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        return replace(self, count=count, content=content, created=moment.isoformat(timespec="seconds"))

    def check(self, expected: Label) -> None:
        """Compare with what the caller expects; names may differ as long as the fingerprint is the same.

        Raises:
            IndexMismatch: says which field differs, with both values.
        """
        pairs = [
            ("format version", self.format, expected.format),
            ("model", (self.model, self.fingerprint), (expected.model, expected.fingerprint)),
            ("dimension", self.dimension, expected.dimension),
            ("variant", self.variant, expected.variant),
            ("count", self.count, self.count if expected.count is None else expected.count),
        ]
        for field, found, wanted in pairs:
            same = self.fingerprint == expected.fingerprint if field == "model" else found == wanted
            if not same:
                raise IndexMismatch(
                    f"The saved index does not fit: its {field} differs",
                    f"The index has {_words(found)}, and {_words(wanted)} was expected",
                    REBUILD,
                )

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: object) -> Label:
        """Read a label back.

        Raises:
            IndexDamaged: it is no label.
            IndexMismatch: it was written by another version of this program.
        """
        kinds = {"count": int, "dimension": int, "format": int}
        if not isinstance(content, dict):
            raise IndexDamaged("The index's label cannot be read", f"Found {type(content).__name__}", REBUILD)
        if content.get("format") != FORMAT:
            raise IndexMismatch(
                "The saved index has another format",
                f"Its format version is {content.get('format')!r}, and {FORMAT} was expected",
                REBUILD,
            )
        values: dict[str, Any] = {field.name: content.get(field.name) for field in fields(cls)}
        wrong = [name for name, value in values.items() if not isinstance(value, kinds.get(name, str))]
        if wrong:
            raise IndexDamaged("The index's label cannot be read", f"No valid value for {', '.join(wrong)}", REBUILD)
        return cls(**values)


def _words(value: object) -> str:
    return f"{value[0]} ({value[1]})" if isinstance(value, tuple) else json.dumps(value)
