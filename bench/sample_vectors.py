"""`python -m bench.sample_vectors`: make the file of vectors with which a new installation starts on the sample.

Run it after the roster or the vocabulary changed; what did not change is taken from the store.
"""

from __future__ import annotations

import numpy as np

from embeddings import Encoder, Kind, VectorStore, load_encoder, load_english_encoder
from embeddings.disk import cache_folder
from embeddings.packed_vectors import pack
from embeddings.text_vectors import key_of
from fixtures.load import load_experts, sample_vectors
from matching.engine import english_term_texts, example_texts, term_texts
from matching.english import ENGLISH, telling_sentences
from matching.neutral_wording import neutral
from matching.practice import practice_sentences
from matching.roster import segment_languages
from matching.vocabulary import load_vocabulary


def main() -> None:
    """Encode the segments of the sample and the texts of the vocabulary, and write them; in English by both encoders."""
    store, vocabulary, experts = VectorStore(cache_folder() / "vectors.sqlite"), load_vocabulary(), load_experts()
    practice = practice_sentences()[0]
    terms = [text for kind in (vocabulary.fields, vocabulary.competences) for row in term_texts(kind) for text in row]
    examples = [text for kind in (vocabulary.fields, vocabulary.competences) for _, text in example_texts(kind)]
    texts = [segment.text for expert in experts for segment in expert.segments]
    languages = segment_languages(experts)
    segments = [neutral(text, language) for text, language in zip(texts, languages, strict=True)]
    english = [text for text, language in zip(segments, languages, strict=True) if language == ENGLISH]
    sentences = [sentence for text in english for sentence in telling_sentences(text)]
    main_encoder = load_encoder()
    wanted: list[tuple[Encoder, Kind, list[str]]] = [
        (main_encoder, "passage", [*terms, *practice, *segments]),
        (main_encoder, "query", [*terms, *examples]),
        (load_english_encoder(), "passage", [*english_term_texts(vocabulary.fields), *english, *sentences]),
    ]
    keys, vectors = [], []
    for encoder, kind, said in wanted:
        once = list(dict.fromkeys(said))
        keys += [key_of(encoder.fingerprint, kind, text) for text in once]
        vectors.append(store.encode_with_store(encoder, once, kind))
    path = sample_vectors()
    pack(path, keys, np.concatenate(vectors))
    print(f"{len(keys)} vectors in {path}, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
