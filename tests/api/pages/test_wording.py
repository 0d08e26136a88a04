"""Every sentence of the pages of calls stands in its file, and none is there that no page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.speech import wording
from api.speech.anew import FILES as ANEW
from api.speech.anew import OURS
from api.speech.log_facts import log_facts
from api.speech.wording import FOLDER, Wording, read

WEB = FOLDER.parent
SPEECH = WEB.parent / "speech"
FILES = ("export", "own_files", "import_report", "figure_tables")  # what files say; looked at beside them
DESK = [WEB / "templates" / f"shortlist_{name}.html"
        for name in ("again", "choose", "compare", "desk", "out", "parts", "person", "trial")]  # fmt: skip
INTAKE = [WEB / "templates" / "intake_parts.html", WEB / "templates" / "form_parts.html", WEB / "sent.py"]
ROSTER = [WEB / "templates" / "roster_parts.html", WEB / "templates" / "form_parts.html", WEB / "sent.py"]
WHERE = {
    "calls": [WEB / "templates" / "calls.html", WEB / "templates" / "form_parts.html"],
    "call": [*sorted((WEB / "templates").glob("call_*.html")), WEB / "templates" / "call.html",
             WEB / "templates" / "form_parts.html",
             *sorted((WEB / "calls").glob("*.py"))],
    "call_own": [*(WEB / "templates" / f"call{name}.html" for name in ("", "_own", "_parts", "_desk")),
                 WEB / "templates" / "form_parts.html", *sorted((WEB / "calls").glob("*.py"))],
    "own": [*sorted((WEB / "templates").glob("own*.html")), *sorted((WEB / "own").glob("*.py")), WEB / "sent.py",
            WEB / "templates" / "call_own.html"],
    "shortlists": [WEB / "templates" / f"shortlist{name}.html" for name in ("s", "_lines", "_new")],
    "waiting": [WEB / "templates" / "shortlist_new.html"],
    "shortlist": DESK,
    "matching": [WEB / "templates" / "matching.html", WEB / "templates" / "rules_parts.html",
                 WEB / "templates" / "roster_parts.html", *sorted((WEB / "house").glob("matching*.py"))],
    "rules": [WEB / "templates" / "rules_parts.html", WEB / "forms.py", WEB / "shortlists" / "making.py", *DESK],
    "standing": [WEB / "templates" / "standing_parts.html", WEB / "shortlists" / "telling.py", *DESK],
    "requests": [WEB / "templates" / "requests.html", WEB / "templates" / "request.html", *INTAKE],
    "actions": [WEB / "templates" / "actions.html", WEB / "templates" / "action.html", *INTAKE],
    "terms": [*sorted((WEB / "templates").glob("terms*.html")), *sorted((WEB / "intake").glob("*.py")), WEB / "sent.py"],
    "cv": [WEB / "templates" / "cv_parts.html", *sorted(WEB.glob("cv_*.py"))],
    "roster": [*(WEB / "templates" / f"roster{name}.html" for name in ("", "_new", "_person", "_cv")), *ROSTER,
               *(WEB / "roster" / f"{name}.py" for name in ("people", "person_showing", "person_pages", "finding"))],
    "institutions": [*(WEB / "templates" / f"roster_{name}.html" for name in
                       ("institutions", "institution", "focal_points")), *ROSTER,
                     WEB / "roster" / "institutions.py", WEB / "roster" / "focal_points.py"],
    "duplicates": [WEB / "templates" / "roster_duplicates.html", WEB / "roster" / "duplicates.py", *ROSTER],
    "imports": [WEB / "templates" / "roster_imports.html", WEB / "roster" / "imports.py", *ROSTER],
    "figures": [WEB / "templates" / "figures.html", *sorted((WEB / "house").glob("figures*.py")), *ROSTER[1:]],
    "accounts": [*(WEB / "templates" / f"account{name}.html" for name in ("s", "_one", "_parts")),
                 WEB / "house" / "accounts.py", *ROSTER],
    "operation": [WEB / "templates" / "operation.html", WEB / "house" / "operation.py", WEB / "house" / "rules.py",
                  *ROSTER],
    "taxonomy": [*sorted((WEB / "templates").glob("taxonomy*.html")), WEB / "house" / "taxonomy.py",
                 WEB / "house" / "term_forms.py", *ROSTER],
    "log": [WEB / "templates" / "log.html", WEB / "house" / "log.py", *ROSTER[1:]],
    "log_facts": [WEB.parent / "speech" / "log_facts.py"],
    "own_log": [WEB / "templates" / "log.html"],
    "api": [WEB / "templates" / "api.html"],
    "entrance": [*(WEB / "templates" / f"{name}.html" for name in
                   ("entrance_parts", "sign_in", "register", "forgotten_password", "new_password", "account")),
                 WEB / "sign_in.py"],
    "problems": [WEB / "templates" / "error.html", WEB / "templates" / "carrying_on.html", WEB / "rendering.py",
                 SPEECH / "anew_facts.py"],
    "reasons": [SPEECH / "anew_facts.py", SPEECH / "anew.py"],
    "tour": [WEB / "templates" / "tour.html", WEB / "tour.py"],
    "tour_office": [WEB / "templates" / "tour.html", WEB / "tour.py"],
    "concentration": [WEB / "templates" / "supply_concentration.html",
                      *sorted((WEB / "supply").glob("concentration_*.py"))],
    "season": [WEB / "templates" / "supply_season.html", *sorted((WEB / "supply").glob("season_*.py"))],
    "supply_next": [WEB / "templates" / "supply_next.html", WEB / "templates" / "form_parts.html",
                    WEB / "supply" / "next_pages.py"],
    "supply_promotion": [WEB / "templates" / "supply_promotion.html", WEB / "templates" / "form_parts.html",
                         WEB / "supply" / "promotion_pages.py"],
    "demand": [WEB / "templates" / "supply_demand.html", WEB / "supply" / "demand_pages.py",
               WEB / "supply" / "demand_showing.py"],
    "supply_nav": [WEB / "templates" / "supply_nav.html"],
    "supply": [WEB / "templates" / "supply.html", WEB / "templates" / "supply_parts.html",
               WEB / "templates" / "form_parts.html",
               *(WEB / "supply" / f"{name}.py" for name in ("gaps_pages", "gaps_showing", "narrowing"))],
    "precedents": [WEB / "templates" / "precedents.html", WEB / "intake" / "precedents.py", *INTAKE],
    "upkeep": [WEB / "templates" / "roster_upkeep.html", WEB / "roster" / "upkeep.py", *ROSTER],
    "still_true": [WEB / "templates" / "own_still_true.html"],
    "peers": [*sorted((WEB / "templates").glob("peers*.html")), *sorted((WEB / "peers").glob("*.py")), *ROSTER],
    "suggested": [WEB / "templates" / "own_suggested.html", WEB / "own" / "suggested_showing.py"],
}  # fmt: skip
WITH = {  # pages that say a sentence of another file, too
    "calls": ["call"],
    "call": ["call_own", "own", "standing"],
    "call_own": ["call", "own", "standing"],
    "own": ["call_own", "suggested", "still_true"],
    "still_true": ["own"],
    "precedents": ["requests"],
    "upkeep": ["roster"],
    "suggested": ["own"],
    "tour": ["tour_office"],
    "tour_office": ["tour"],
    "shortlists": ["rules", "waiting"],
    "waiting": ["shortlists", "rules"],
    "shortlist": ["rules", "standing"],
    "rules": ["shortlist", "standing"],
    "standing": ["shortlist", "rules"],
    "roster": ["cv"],
    "institutions": ["roster"],
    "duplicates": ["roster"],
    "imports": ["roster", "cv"],
    "accounts": ["roster"],
    "operation": ["roster"],
    "own_log": ["log"],
    "taxonomy": ["roster"],
    "matching": ["roster", "rules"],
    "supply": ["figures", "supply_nav"],
    "supply_next": ["figures", "supply_nav", "supply"],
    "supply_promotion": ["figures", "supply_nav", "supply"],
    "peers": ["figures", "roster"],
    "demand": ["figures", "supply_nav"],
    "problems": ["reasons"],
    "reasons": ["problems"],
}


def said(paths: list[Path]) -> tuple[set[str], set[str]]:
    """The keys that are written out where sentences are said, and the beginnings of those put together."""
    texts = " ".join(path.read_text(encoding="utf-8") for path in paths)
    calls = re.findall(r"""say\((.*?)\)""", texts)
    words = {word for call in calls for word in re.findall(r"""["']([a-z_.]+)["']""", call)}
    begun = {word for word in words if word.endswith(".")}
    begun |= {word.split("{")[0] for word in re.findall(r'f"((?:problem|field)\.\{)', texts)}
    begun |= set(re.findall(r'(?:say\(|Missing\(\w+, )f"((?:[a-z_]+\.)+)\{', texts))
    return words - begun, begun


@pytest.mark.parametrize("page", WHERE)
def test_no_sentence_is_missing(page: str) -> None:
    known = {**read("shared"), **read(page)}
    whole, begun = said(WHERE[page])
    own = {word for word in whole if "." in word or word in known}
    other = {key for name in WITH.get(page, ()) for key in read(name)}
    assert own - set(known) - other == set()
    assert all(any(key.startswith(start) for key in {*known, *other}) for start in begun)


def test_no_sentence_is_left_over() -> None:
    for page, paths in WHERE.items():
        whole, begun = said(paths)
        unsaid = [key for key in read(page) if key not in whole and not key.startswith(tuple(begun))]
        if page in ANEW:  # the others are patterns, by which sentences are found again
            unsaid = [key for key in unsaid if key.startswith(OURS)]
        assert unsaid == [], page


def test_a_sentence_that_counts_has_its_forms() -> None:
    say = Wording({"people": {"one": "{count} person", "other": "{count} people"}, "plain": "Hello {name}"})
    assert [say("people", count=n) for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
    assert say("plain", name="{x}") == "Hello {x}"
    with pytest.raises(KeyError):
        say("nothing")


def test_every_file_of_sentences_is_one_that_a_page_reads() -> None:
    assert {path.name.split(".")[0] for path in FOLDER.glob("*.json")} == {wording.SHARED, *FILES, *WHERE}


@pytest.mark.parametrize(
    ("figure", "words"), [(2.75, "2,75"), (0.05, "0,05"), (3.0, "3"), (1500, "1\u202f500"), (1e-05, "0,00001")]
)
def test_a_figure_of_the_log_is_told_with_all_its_digits(figure: float, words: str) -> None:
    assert [told for _, told in log_facts("fr").told({"band": figure})] == [words]
