"""The small tokenizer gives, id by id, what the tokenizers library gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from embeddings import SentenceTransformerEncoder
from embeddings.unigram import UnigramTokenizer, unigram_tokenizer

PIECES = {
    "<s>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -3.0,
    "a": -2.0,
    "b": -2.5,
    "ab": -4.5,
    "aba": -5.0,
    "▁ab": -3.5,
    "é": -4.0,
}
SPECIAL = ("<s>", "</s>", "<unk>")
WORDS = st.lists(st.sampled_from([*PIECES, *"xy é", " ", "  ", "日", "e\u0301", "\u200b", "<", "ba"]), max_size=20).map(
    "".join
)
SIX = (
    "Réforme de l'inspection du travail : formation des inspecteurs", "Evaluación de políticas activas",
    "Профессиональное обучение и занятость в регионах", "تحديث خدمات التشغيل", "Reforma das pensões", "labour law",
    "日本語 😀 <s> ﬁnance 1\u2009000", "a" * 400, "", "passage: ", "</s>", "▁▁ work",
)  # fmt: skip


def library(**changes: Any) -> Tokenizer:
    """A tokenizer as the bundled model's, of a few pieces."""
    tokenizer = Tokenizer(models.Unigram(list(PIECES.items()), 2, changes.get("byte_fallback", False)))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=changes.get("scheme", "always"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, lstrip=changes.get("lstrip", False)) for token in SPECIAL]
    )
    return tokenizer


def ids(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


@given(WORDS, st.sampled_from([None, 2, 3, 7]))
@settings(max_examples=300)
def test_any_text_has_the_librarys_ids(text: str, longest: int | None) -> None:
    known = library()
    if longest:
        known.enable_truncation(longest)
    small = unigram_tokenizer(known, longest)
    assert small is not None
    assert small.ids([text]) == ids(known, [text])


def test_a_word_met_again_has_the_same_ids_and_forgotten_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.unigram._MOST_WORDS", 2)
    known = library()
    small = unigram_tokenizer(known, None)
    assert small is not None
    texts = ["ab aba b xx", "aba ab", "ab", "xx xyx ba"]
    assert small.ids([*texts, *texts]) == ids(known, [*texts, *texts])


@pytest.mark.parametrize("changes", [{"byte_fallback": True}, {"scheme": "first"}, {"lstrip": True}])
def test_a_tokenizer_that_works_in_another_way_is_left_alone(changes: dict[str, Any]) -> None:
    assert unigram_tokenizer(library(**changes), None) is None
    assert unigram_tokenizer(Tokenizer(models.WordLevel({"a": 0}, unk_token="a")), None) is None


def test_the_bundled_model_reads_six_languages_as_with_the_librarys_tokenizer(
    bundled: SentenceTransformerEncoder,
) -> None:
    known = Tokenizer.from_file(str(bundled.folder / "tokenizer.json"))
    known.enable_truncation(512)
    assert bundled.longest == 512
    assert isinstance(bundled._tokenizer, UnigramTokenizer)
    assert bundled._tokenizer.ids([*SIX, "work " * 600]) == ids(known, [*SIX, "work " * 600])
