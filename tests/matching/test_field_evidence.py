"""Fields that a CV shows: by meaning and by telling words, over a person's best segments."""

from __future__ import annotations

import numpy as np
import pytest

from matching.engine import Engine
from matching.field_evidence import less_for_claims, segment_evidence, shown_fields, vocabulary_fit, without_employer

TEXTS = [
    "Actuary of pension schemes and old-age pension funds.",
    "Cook in a restaurant.",
    "Conseil aux demandeurs d'emploi dans un service public de l'emploi.",
    "Notes.",
]
LANGUAGES = ["en", "en", "fr", None]
POSTS = ["post"] * 5


@pytest.fixture(scope="module")
def vectors(engine: Engine) -> np.ndarray:
    return engine.passage_centres.apply(engine.encode_passages(TEXTS), [lang or "" for lang in LANGUAGES])


def column(engine: Engine, code: str) -> int:
    return engine.vocabularies.fields.index(code)


def test_a_cv_shows_the_field_it_speaks_of(engine: Engine, vectors: np.ndarray) -> None:
    shown = shown_fields(vectors, TEXTS, LANGUAGES, POSTS[:4], np.array([0, 1, 2, 3, 4]), engine)
    assert shown.shape == (4, len(engine.vocabularies.fields)) and shown.min() >= 0 and shown.max() <= 1
    assert shown[0].argmax() == column(engine, "E.10.07")
    assert shown[2, column(engine, "A.35")] > shown[1, column(engine, "A.35")]


def test_telling_words_add_to_the_likeness_and_are_counted_up_to_a_limit(engine: Engine, vectors: np.ndarray) -> None:
    pensions = column(engine, "E.10.07")
    plain = segment_evidence(vectors[:1], ["nothing"], ["en"], engine)[0, pensions]
    one = segment_evidence(vectors[:1], ["pension schemes"], ["en"], engine)[0, pensions]
    many = segment_evidence(vectors[:1], ["pension schemes " * 9], ["en"], engine)[0, pensions]
    assert one == pytest.approx(plain + 0.95, abs=1e-5) and many == pytest.approx(plain + 1.9, abs=1e-5)


def test_a_segment_that_names_field_after_field_shows_none_of_them(engine: Engine, vectors: np.ndarray) -> None:
    terms = [term for term in engine.vocabularies.fields if term.parent and len(term.labels["en"].split()) > 1]
    few, many = (", ".join(term.labels["en"] for term in terms[:count]) for count in (5, 30))
    assert segment_evidence(vectors[:1], [few], ["en"], engine).any()
    assert not segment_evidence(vectors[:1], [many], ["en"], engine).any()


def test_the_best_three_segments_count(engine: Engine, vectors: np.ndarray) -> None:
    alone = shown_fields(vectors[:1], TEXTS[:1], ["en"], POSTS[:1], np.array([0, 1]), engine)
    padded = shown_fields(
        vectors[[0, 0, 0, 1, 1]], [TEXTS[0]] * 3 + [TEXTS[1]] * 2, ["en"] * 5, POSTS, np.array([0, 5]), engine
    )
    assert padded[0, column(engine, "E.10.07")] == pytest.approx(alone[0, column(engine, "E.10.07")], abs=1e-3)


def test_a_course_or_a_catchword_shows_a_field_less_than_work_does(engine: Engine, vectors: np.ndarray) -> None:
    evidence = segment_evidence(vectors, TEXTS, LANGUAGES, engine)
    lost = evidence - less_for_claims(evidence, ["training", "skills", "post", "assignment"])
    np.testing.assert_allclose(lost[:2], 1.0, atol=1e-5)
    assert not lost[2:].any()
    work, course = (
        shown_fields(vectors[:1], TEXTS[:1], ["en"], [kind], np.array([0, 1]), engine) for kind in ("post", "training")
    )
    pensions = column(engine, "E.10.07")
    assert course[0, pensions] < work[0, pensions]


@pytest.mark.parametrize(
    ("text", "employer", "left"),
    [
        (
            "Clerk, Public Employment Service, Italy. Filed letters.",
            "Public Employment Service, Italy",
            "Clerk,  . Filed letters.",
        ),
        ("PENSION FUND (Malta): driver", "Pension Fund (Malta)", " : driver"),
        ("Clerk in a town hall", "Pension Fund", "Clerk in a town hall"),
        ("Clerk", None, "Clerk"),
        ("Clerk", "", "Clerk"),
    ],
)
def test_the_name_of_an_employer_is_taken_out(text: str, employer: str | None, left: str) -> None:
    assert without_employer(text, employer) == left


def test_only_the_fields_asked_for_are_computed(engine: Engine, vectors: np.ndarray) -> None:
    columns = [column(engine, "A.35"), column(engine, "E.10.07")]
    some = segment_evidence(vectors, TEXTS, LANGUAGES, engine, columns)
    assert some == pytest.approx(segment_evidence(vectors, TEXTS, LANGUAGES, engine)[:, columns], abs=1e-5)


def test_many_people_are_worked_through_in_parts(
    engine: Engine, vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = np.array([0, 2, 3, 4])
    whole = shown_fields(vectors, TEXTS, LANGUAGES, POSTS[:4], starts, engine)
    monkeypatch.setattr("matching.field_evidence.PEOPLE_AT_ONCE", 2)
    assert np.array_equal(shown_fields(vectors, TEXTS, LANGUAGES, POSTS[:4], starts, engine), whole)


def test_a_roster_of_another_subject_does_not_fit_the_vocabulary(engine: Engine) -> None:
    kind = engine.vocabularies.fields
    ours = ["Head of the public employment service.", "Conseil au service public de l'emploi.", "Filing."]
    assert vocabulary_fit(ours, ["en", "fr", "en"], kind) == 1.0
    assert vocabulary_fit(["Grasping with robot hands.", "Parsing of speech."], ["en", None], kind) == 0.0
    some = ["Head of the public employment service."] + ["Cook."] * 3
    assert vocabulary_fit(some, ["en"] * 4, kind) == pytest.approx(0.5)
