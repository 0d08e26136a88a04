"""Terms as the values of a form and back: nothing that nobody changed is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.intake.terms_values import call_of, values_of
from api.web.intake.values import Reader
from api.web.sent import NotFilled
from fixtures.calls import load_calls
from matching.entities import Call, LanguageNeed, Phase, Position
from matching.vocabulary import load_vocabulary

VOCABULARIES = load_vocabulary()
CALL = Call(
    id="x",
    text="Support for inspectors.",
    country="TG",
    phases=(Phase(name="Mission", on_site=True),),
    languages=(LanguageNeed(language="fr", listening="C1", speaking="B2", required=False),),
    positions=(Position(id="7", title="One", regions=("Sahel",), min_years=7.5), Position(id="2", days=3)),
    results=("A guide",),
)


def canonical(call: Call) -> Call:
    """With its codes as a form gives them back."""
    fields = VOCABULARIES.fields.normalise
    positions = [p.model_copy(update={"fields": tuple(map(fields, p.fields))}) for p in call.positions]
    return call.model_copy(update={"positions": tuple(positions)})


def test_every_sample_call_comes_back_as_it_was() -> None:
    for call in load_calls():
        assert call_of(call, values_of(call), VOCABULARIES) == canonical(call)


def test_what_the_form_does_not_show_stays() -> None:
    values = values_of(CALL) | {"position-1-title": "Other", "language-1-speaking": "C2"}
    call = call_of(CALL, values, VOCABULARIES)
    assert (call.positions[0].title, call.positions[0].regions, call.positions[0].id) == ("Other", ("Sahel",), "7")
    assert (call.languages[0].listening, call.languages[0].speaking, call.results) == ("C1", "C2", ("A guide",))
    gone = {name: value for name, value in values.items() if not name.startswith("language-1-")}
    assert call_of(CALL, gone, VOCABULARIES).languages == ()


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("position-1-days", "0", "problem.number"), ("position-1-days", "-1", "problem.number"),
        ("position-1-days", "1e3", "problem.number"), ("position-1-years", "81", "problem.number"),
        ("phase-1-start", "2027-02-30", "problem.date"), ("phase-1-start", "1000-01-01", "problem.date"),
        ("country", "Atlantis", "problem.other"), ("language-1-code", "qq", "problem.other"),
        ("language-1-speaking", "D1", "problem.other"), ("title", "x" * 501, "problem.too_long"),
        ("position-1-field-add", "qwzx", "problem.unknown_code"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_by_its_name(name: str, value: str, key: str) -> None:
    with pytest.raises(NotFilled) as error:
        call_of(CALL, values_of(CALL) | {name: value}, VOCABULARIES)
    assert [(one.name, one.key) for one in error.value.missing] == [(name, key)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("A.35", "A.35"), ("a35", "A.35"), ("A.35 Employment Services", "A.35"), ("employment service", "A.35"),
     ("Services d'emploi", "A.35"), ("A decent work", "A.15")],
)  # fmt: skip
def test_a_field_is_known_by_its_code_or_its_name(typed: str, code: str) -> None:
    reader = Reader({"f-add": typed}, VOCABULARIES)
    assert reader.codes("f-", "fields") == (code,)
    reader.check()


@given(st.dictionaries(st.sampled_from(sorted(values_of(CALL))), st.text(max_size=12)))
def test_whatever_is_typed_gives_terms_or_says_what_is_wrong(typed: dict[str, Any]) -> None:
    try:
        call = call_of(CALL, values_of(CALL) | typed, VOCABULARIES)
    except NotFilled as error:
        assert error.missing and all(one.key.startswith("problem.") for one in error.missing)
    else:
        assert Call.model_validate(call.model_dump()) == call
