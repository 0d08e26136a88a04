"""What stands on record in English is said anew in French and Spanish: rules, facts, questions, reasons, what was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import api
import matching
from api.errors import STATUS
from api.services.calls.eligibility import gates_of
from api.speech.anew import DEEPEST, FILES, MOST, OURS, anew_in, patterns
from api.speech.anew_facts import Level
from api.speech.wording import read
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.reading.questions import missing
from tests.api import offices
from tests.api.conftest import NOW
from tests.api.pages import shortlist_desk
from tests.api.pages.shortlist_desk import Desk
from tests.people import person

office, at_desk = offices.small_office, shortlist_desk.at_desk
LANGUAGES = ("fr", "es")
TOLD = {
    "rule",
    "found",
    "question",
    "why",
    "reason",
    "note",
    "sentence",
    "text",
}  # where sentences of ours stand on record
SEVERAL = {"questions", "notes", "what_would_change", "bought", "rules_in_the_way"}
COMPOSED = (  # keys of sentences whose longest part is put together of words that stand apart in the programs
    *("now.undated", "limit.woman", "limit.man", "call.fields", "call.days", "found.role.none", "what.applied_to"),
    *("found.kind.", "what.call.", "what.excluded_already", "what.not_excluded", "cv.level."),
    *("value.",),  # of pydantic
)
AGAINST = [  # people of whom every rule finds something else
    {"languages": []},
    {"languages": [{"language": "es", "speaking": "B2"}]},
    {"languages": [{"language": "fr"}]},
    {"languages": [{"language": "fr", "native": True}]},
    {"languages": [{"language": "fr", "speaking": "A2", "writing": "A2"}]},
    {"absences": None, "conflicts": None, "status": None, "segments": [{"text": "Counsellor.", "kind": "post"}]},
    {"absences": [{"start": "2027-03-01", "end": "2027-03-31"}], "excluded": True, "consent": False},
    {"release_days": 400, "conflicts": ["Agence nationale"], "validated": False, "consent": None, "status": "private"},
]


def sentences(found: Any) -> Iterator[str]:
    """Every sentence of ours in what is on record, wherever it stands; what a CV says has its place in the text."""
    if isinstance(found, dict):
        told = [found[key] for key in TOLD & set(found) if found.get("start") is None]
        several = [one for key in SEVERAL & set(found) for one in found[key]]
        yield from (one for one in [*told, *several] if isinstance(one, str) and one)
        for key, value in found.items():
            if key != "call":  # what an officer wrote
                yield from sentences(value)
    elif isinstance(found, list):
        for one in found:
            yield from sentences(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_on_a_shortlist_is_said_anew(at_desk: Desk, language: str) -> None:
    page = at_desk.made()
    kept = at_desk.kept(page)
    places = kept["positions"]
    people = {one["expert_id"] for place in places for part in ("candidates", "not_eligible") for one in place[part]}
    told = [at_desk.browser.get(f"/api/v1{page}/experts/{who}").json() for who in sorted(people)]
    found = {*sentences(kept), *sentences(told)}
    assert len(found) > 60 and len(people) == 8
    assert [one for one in sorted(found) if anew_in(language).said(one) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_that_a_rule_can_find_is_said_anew(engine: Engine, call: Call, language: str) -> None:
    told = call.model_copy(update={"institution": "Agence nationale"})
    people = [Expert.model_validate(person(f"p{at}").model_dump() | facts) for at, facts in enumerate(AGAINST)]
    gates = [
        one for of in gates_of(people, told, engine.vocabularies, NOW.date()).values() for p in of.values() for one in p
    ]
    found = {words for gate in gates for words in (gate.rule, gate.found, gate.question) if words}
    assert len(found) > 30
    assert [one for one in sorted(found) if anew_in(language).said(one) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_on_a_call_is_said_anew(language: str) -> None:
    needs: list[dict[str, Any]] = [{"language": "fr"}, {"language": "en", "speaking": "B2"}]
    bare: dict[str, Any] = {"id": "bare", "positions": [{"id": "1"}, {"id": "2"}]}
    past = {"phases": [{"name": "Mission", "start": "2025-01-01", "end": "2025-01-05"}], "languages": needs}
    asked = [one for terms in (bare, bare | past) for one in missing(Call.model_validate(terms), NOW.date())]
    found = {words for one in asked for words in (one.text, one.why)}
    assert len(found) > 12
    assert [one for one in sorted(found) if anew_in(language).said(one) is None] == []


def test_facts_are_written_as_the_language_writes_them() -> None:
    french, spanish = anew_in("fr"), anew_in("es")
    assert french.said("free 2027-03-01 to 2027-03-05, released in time") == (
        "disponible du 1er mars 2027 au 5 mars 2027, mise à disposition à temps"
    )
    assert french.said("French: speaking C1, drafting B2") == "français\xa0: expression orale C1, rédaction B2"
    assert spanish.said("status: Civil servant, Academic") == "estatus: Funcionario público y Académico"
    free = "free 2027-03-01 to 2027-03-05, 2027-02-30"
    assert anew_in("en")(free) == "free 1 March 2027 to 5 March 2027, 2027-02-30"  # the last is no day
    assert spanish.said("11.2 years in dated posts") == "11,2 años en puestos con fechas"
    assert french.said("First team: At least 2 women among those declared.") is None  # as nobody says it
    assert "2 femmes" in str(french.said("First team: At least 2 women among those who declared."))
    assert french.said(
        "E.15 Social Services: not confirmed, the CV shows it to 9%; E.10 Social Security: confirmed"
    ) == (
        "E.15 Services sociaux\xa0: non confirmé, le CV le montre à 9\xa0%\u202f; E.10 Sécurité sociale\xa0: confirmé"
    )


def test_what_is_not_known_stays_and_is_marked_as_english() -> None:
    assert anew_in("en")("Nobody <b>knows</b> this.") == "Nobody <b>knows</b> this."
    assert str(anew_in("fr")("Nobody <b>knows</b> this.")) == (
        '<span lang="en" dir="ltr">Nobody &lt;b&gt;knows&lt;/b&gt; this.</span>'
    )
    assert anew_in("fr").words("Nobody knows this.") == "Nobody knows this."
    assert anew_in("fr").said("x; " * 3000) is None


def test_every_problem_has_a_title() -> None:
    known = read("problems")
    assert {kind.code for kind in STATUS if f"title.{kind.code}" not in known} == set()


@cache
def written() -> str:
    """The programs as they stand, with texts that go on in another line put together."""
    packages = [Path(str(package.__file__)).parent for package in (matching, api)]
    programs = [path.read_text(encoding="utf-8") for package in packages for path in package.rglob("*.py")]
    return re.sub(r'"\s*\n\s*(?:\+ )?f?"', "", "\n".join(programs))


def test_no_pattern_is_left_of_a_sentence_that_is_said_no_more() -> None:
    left = []
    for file in FILES:
        for key, sentence in read(file).items():
            pieces = re.split(r"{\w+}|, |\. |; |\d ", str(sentence))
            longest = max(pieces, key=len).strip(" .,:;'()")
            if key.startswith((*OURS, *COMPOSED)) or len(longest) < 4:
                continue
            if longest not in written():
                left.append((key, longest))
    assert left == []


def test_patterns_that_say_most_are_tried_first() -> None:
    letters = [one.letters for one in patterns()]
    assert letters == sorted(letters, reverse=True)


def test_words_with_many_readings_are_given_up_after_a_while() -> None:
    """What people wrote stands inside sentences of ours: nobody shall make a page take for ever."""
    say, level = anew_in("fr"), Level(DEEPEST, {})
    assert say._said("Found a. " * 40 + "Nobody knows this", level) is None
    assert len(level.looked_at) <= MOST
    assert say.said("Found a. " * 20 + "Found a.") is not None


def test_values_that_may_be_sent_are_listed_as_the_language_lists_them() -> None:
    wrong = "query.state: Input should be '', 'draft', 'published' or 'closed'"
    assert str(anew_in("es")(wrong)).endswith("Tiene que ser uno de estos valores: draft, published o closed")


@pytest.mark.parametrize("language", ["ar", "pt", "ru"])
def test_an_address_at_which_there_is_nothing_is_told_in_the_languages_of_experts(language: str) -> None:
    assert anew_in(language).said("There is nothing at this address.")
