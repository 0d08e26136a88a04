"""The terms of the office as pages of the administrator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.auth.roles import Role
from api.services.taxonomy.overlay import in_force
from api.spoken_terms import speak_with
from matching.vocabulary import Vocabularies
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/operation/taxonomy/fields"


@pytest.fixture(autouse=True)
def packaged_words() -> Iterator[None]:
    yield
    speak_with(None)


def terms(browsers: Browsers) -> Vocabularies:
    return in_force(browsers.office)


def test_the_pages_of_terms_are_for_administrators(browsers: Browsers) -> None:
    for role in Role:
        for path in (PAGE, f"{PAGE}/A.35"):
            look(browsers(role), path, 200 if role is Role.ADMINISTRATOR else 403)
    assert PAGE in look(browsers(Role.ADMINISTRATOR), "/operation").links
    assert browsers(Role.ADMINISTRATOR).get("/operation/taxonomy").headers["location"] == PAGE
    look(browsers(Role.ADMINISTRATOR), "/operation/taxonomy/nothing", 422)
    look(browsers(Role.ADMINISTRATOR), f"{PAGE}/Z", 404)


@pytest.mark.parametrize(("kind", "code"), [("fields", "A.35"), ("competences", "3.6"), ("activity_types", "advice")])
def test_every_kind_lists_its_terms_with_what_stands_under_each(browsers: Browsers, kind: str, code: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    listed = look(administrator, f"/operation/taxonomy/{kind}")
    assert f"/operation/taxonomy/{kind}/{code}" in listed.links
    assert "All terms are as delivered." in listed.text
    if kind == "fields":
        assert "E.10.07 Pension Schemes" in listed.text and "fewer than 5" in listed.text  # two people have it


def test_a_term_is_renamed_in_each_language(browsers: Browsers) -> None:
    administrator, one = browsers(Role.ADMINISTRATOR), f"{PAGE}/A.35"
    fields = look(administrator, one).fields
    kept = {name: text for name, text in fields.items() if name.startswith("label_")}
    none = check(send(administrator, one, "/A.35", **kept | {"label_en": " "}, parent="A"), 422)
    assert "change-label_en-problem" in none.described
    done(send(administrator, one, "/A.35", **kept | {"label_en": "Jobs", "label_fr": "Emplois"}, parent="A"), "change")
    assert terms(browsers).fields.label("A.35", "fr") == "Emplois"
    again = look(administrator, one)
    assert "delivered, changed here" in again.text and again.fields["label_ar"] == kept["label_ar"]
    done(send(administrator, one, "/restoring"), "restore")
    assert terms(browsers).fields.label("A.35") == kept["label_en"]


def test_a_term_is_added_and_its_code_is_one_of_its_own(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    empty = check(send(administrator, PAGE, "/fields", code="", label_en=""), 422)
    assert {"added-code-problem", "added-label_en-problem"} <= set(empty.described)
    odd = check(send(administrator, PAGE, "/fields", code="A 36!", label_en="Gig work"), 422)
    assert "Write letters, digits, dots and underscores" in odd.text
    taken = check(send(administrator, PAGE, "/fields", code="a35", label_en="Gig work", parent="A"), 409)
    assert "The code 'a35' is taken." in taken.text and "Gig work" in taken.fields["label_en"]
    done(send(administrator, PAGE, "/fields", code="A.36", label_en="Gig work", parent="A"), "added")
    assert [term.code for term in terms(browsers).fields.ancestors("A.36")] == ["A"]


def test_a_term_that_people_have_is_retired_with_a_successor(browsers: Browsers) -> None:
    administrator, one = browsers(Role.ADMINISTRATOR), f"{PAGE}/A.35"
    refused = check(send(administrator, one, "/retirement", successor=""), 409)
    assert "The term 'A.35' is in use." in refused.text and "Name a successor" in refused.text
    done(send(administrator, one, "/retirement", successor="A.45"), "retire")
    assert "retired, read as A.45" in look(administrator, PAGE).text
    assert "Retired codes read as it A.35" in look(administrator, f"{PAGE}/A.45").text.replace("itA", "it A")
    done(send(administrator, one, "/restoring"), "restore")
    assert terms(browsers).fields.normalise("A.35") == "A.35"


def test_a_change_made_from_an_older_state_is_refused(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    old = look(administrator, f"{PAGE}/A.35").controls.hidden[f"{PAGE}/A.35"]
    done(send(administrator, PAGE, "/fields", code="A.36", label_en="Gig work", parent="A"), "added")
    assert administrator.post(f"{PAGE}/A.35", data=old | {"label_en": "Jobs"}).status_code == 412


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Le terme « A.35 » est employé."), ("es", "El término «A.35» está en uso.")]
)
def test_what_is_refused_is_said_in_the_language_of_the_page(browsers: Browsers, language: str, said: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    administrator.headers["Accept-Language"] = language
    hidden = look(administrator, f"{PAGE}/A.35", language=language).controls.hidden[f"{PAGE}/A.35/retirement"]
    refused = check(administrator.post(f"{PAGE}/A.35/retirement", data=hidden), 409, language)
    assert said in refused.text and "record" not in refused.text
