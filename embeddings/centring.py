"""Taking the language out of vectors.

Multilingual encoders of the e5 kind rank by language first: on a trial set in six languages 86 % of the ten nearest
shared the query's language, and nDCG@10 was 0.35. Subtracting from every vector the mean vector of its own language
raised it to 0.78, and the overlap with the English ranking from 0.13 to 0.70.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings import disk
from embeddings.encoder import Vectors, unit_rows
from embeddings.errors import BadVectors, IndexDamaged

_FIT_AGAIN = "Fit the language centres again from encoded texts"


@dataclass(frozen=True)
class LanguageCentres:
    """The mean vector of each language, and the grand mean for languages without one.

    Attributes:
        centres: language code -> mean vector, shape (d,).
        grand: the mean of the languages' means (each language counts once), shape (d,).
        counts: language code -> texts its mean was taken from.
    """

    centres: Mapping[str, NDArray[np.float32]]
    grand: NDArray[np.float32]
    counts: Mapping[str, int]

    @classmethod
    def fit(cls, vectors: ArrayLike, languages: Sequence[str], min_count: int = 20) -> LanguageCentres:
        """Take the means from encoded texts, best other texts than those to be ranked.

        Args:
            vectors: shape (n, d), n at least 1.
            languages: n codes; case does not matter.
            min_count: texts below which a language gets no mean of its own, but the grand mean.

        Raises:
            BadVectors: no vectors, another number of languages, or values that are no numbers.
        """
        rows, codes = _checked(vectors, languages)
        if not len(rows):
            raise BadVectors("Language centres need vectors", "Found none", "Encode some texts of each language")
        places = {code: [at for at, other in enumerate(codes) if other == code] for code in sorted(set(codes))}
        means = {code: rows[at].mean(axis=0, dtype=np.float64).astype(np.float32) for code, at in places.items()}
        own = {code: mean for code, mean in means.items() if len(places[code]) >= min_count}
        # Rare languages say little about where the middle is, unless there are no others.
        grand = np.stack(list((own or means).values())).mean(axis=0, dtype=np.float64).astype(np.float32)
        return cls(own, grand, {code: len(places[code]) for code in own})

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of the centres, for the label of an index of centred vectors."""
        content = sha256(self.grand.tobytes())
        for code in sorted(self.centres):
            content.update(code.encode() + self.centres[code].tobytes())
        return content.hexdigest()[:16]

    def apply(self, vectors: ArrayLike, languages: Sequence[str]) -> Vectors:
        """Vectors less the centre of their language, at length 1 again.

        Args:
            vectors: shape (n, d).
            languages: n codes; an unknown one takes the grand mean.

        Raises:
            BadVectors: another dimension than the centres', or another number of languages than vectors.
        """
        rows, codes = _checked(vectors, languages)
        if rows.shape[1] != len(self.grand):
            raise BadVectors(
                "The vectors do not fit the language centres",
                f"Found {rows.shape[1]} values per vector, and the centres have {len(self.grand)}",
                _FIT_AGAIN,
            )
        if not codes:
            return rows
        return unit_rows(rows - np.stack([self.centres.get(code, self.grand) for code in codes]))

    def save(self, path: Path) -> None:
        """Write the centres as one .npz file, in one step.

        Raises:
            StorageFull: no room, or not allowed to write.
        """
        codes = sorted(self.centres)
        content = io.BytesIO()
        np.savez(
            content,
            codes=np.array(json.dumps(codes)),
            counts=np.array([self.counts[code] for code in codes], dtype=np.int64),
            centres=np.array([self.centres[code] for code in codes], dtype=np.float32).reshape(-1, len(self.grand)),
            grand=self.grand,
        )
        disk.write_atomic(path, content.getvalue())

    @classmethod
    def load(cls, path: Path) -> LanguageCentres:
        """Read what save wrote.

        Raises:
            IndexDamaged: the file is missing, cut or altered.
        """
        try:
            with np.load(path, allow_pickle=False) as content:
                codes: list[str] = json.loads(str(content["codes"]))
                centres, counts, grand = content["centres"], content["counts"].tolist(), content["grand"]
            if not len(codes) == len(centres) == len(counts) or centres.shape[1:] != grand.shape:
                raise ValueError(f"{len(codes)} languages, {len(centres)} centres, {len(counts)} counts")
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise IndexDamaged(f"The language centres in {path} cannot be read", str(error), _FIT_AGAIN) from error
        return cls(dict(zip(codes, centres, strict=True)), grand, dict(zip(codes, counts, strict=True)))


def _checked(vectors: ArrayLike, languages: Sequence[str]) -> tuple[Vectors, list[str]]:
    rows = np.asarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(languages):
        raise BadVectors(
            "Each vector needs one language",
            f"Found vectors of shape {rows.shape} and {len(languages)} languages",
            "Give one language code per vector",
        )
    if not np.isfinite(rows).all():
        raise BadVectors("A vector holds a value that is no number", "", "Encode that text again")
    return rows, [code.strip().lower() for code in languages]
