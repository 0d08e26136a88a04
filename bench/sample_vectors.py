"""`python -m bench.sample_vectors`: make the file of vectors with which a new installation starts on the sample.

Run it after the roster or the vocabulary changed; what did not change is taken from the store.
"""

from __future__ import annotations

import numpy as np

from embeddings import Kind, VectorStore, load_encoder
from embeddings.disk import cache_folder
from embeddings.packed_vectors import pack
from embeddings.store import key_of
from fixtures.load import load_experts, sample_vectors
from matching.engine import example_texts, term_texts
from matching.practice import practice_sentences
from matching.vocabulary import load_vocabulary


def main() -> None:
    """Encode the segments of the sample and the texts of the vocabulary, and write them."""
    encoder, store = load_encoder(), VectorStore(cache_folder() / "vectors.sqlite")
    vocabulary = load_vocabulary()
    practice = practice_sentences()[0]
    terms = [text for kind in (vocabulary.fields, vocabulary.competences) for row in term_texts(kind) for text in row]
    examples = [text for kind in (vocabulary.fields, vocabulary.competences) for _, text in example_texts(kind)]
    segments = [segment.text for expert in load_experts() for segment in expert.segments]
    wanted: list[tuple[Kind, str]] = [("passage", t) for t in (*terms, *practice, *segments)] + [
        ("query", t) for t in (*terms, *examples)
    ]
    wanted = list(dict.fromkeys(wanted))
    kinds: tuple[Kind, ...] = ("passage", "query")
    vectors = np.concatenate(
        [store.encode_with_store(encoder, [t for k, t in wanted if k == kind], kind) for kind in kinds]
    )
    path = sample_vectors()
    pack(path, [key_of(encoder.fingerprint, kind, text) for kind in kinds for k, text in wanted if k == kind], vectors)
    print(f"{len(vectors)} vectors in {path}, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
