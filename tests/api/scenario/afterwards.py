"""Fifth part: what each of the seven can see and take along when the call is decided, and what nobody can."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

import openpyxl

from tests.api.scenario.figures import OF_MANY, PLAIN, WITH_PERSONS
from tests.api.scenario.papers import READERS
from tests.api.scenario.person import Person, done
from tests.api.scenario.story import Story
from tests.api.scenario.texts import CAREER, MESSAGE, NOTES, PARTNER, WHY_DEPARTS


def the_expert_reads_why_and_what_would_change_it(story: Story) -> None:
    """Their own result for each position, with the sentence of their CV behind it; nothing about anybody else."""
    expert = story.expert
    newest, first = expert.get(f"experts/{expert.expert_id}/shortlists")
    assert (newest["number"], first["number"]) == (2, 1)
    assert [(place["position_id"], place["rank"]) for place in newest["places"]] == [("1", 1), ("2", 3)]
    answer = done(expert.send("GET", newest["explanation"]))
    why, why_not = answer.json()["reasons"]["positions"]
    evidence = [e["text"] for criterion in why["criteria"] for e in criterion["evidence"]]
    assert CAREER["segments"][0]["text"] in evidence
    assert {gate["verdict"] for gate in why["gates"]} == {"pass"}
    assert "Pension Schemes: not confirmed" in why_not["what_would_change"][0]
    _holds_nothing_of_others(story, answer.text)
    assert expert.refused("not_allowed", "GET", "experts/bert/shortlists")
    [note] = expert.get(f"experts/{expert.expert_id}/evaluation-notes")["items"]
    assert (note["text"], note["points"], "by" in note) == (NOTES["expert"], 82, False)


def the_expert_takes_their_data_along(story: Story) -> None:
    """Everything that is held about them, as one document and as tables."""
    expert = story.expert
    path = f"experts/{expert.expert_id}/data"
    answer = done(expert.send("GET", path))
    held = answer.json()
    assert (held["identity"]["email"], held["account"]["roles"]) == (expert.email, ["expert"])
    assert held["declaration"]["gender"] == "woman"
    assert [(made["notice"], made["given"]) for made in held["consents"]] == [("1", True)]
    assert [made["message"] for made in held["applications"]] == [MESSAGE]
    assert [(made["state"], made["from_reserve"]) for made in held["invitations"]] == [("accepted", True)]
    assert [made["outcome"] for made in held["decisions"]] == ["reserve", "reserve"]
    assert [made["number"] for made in held["shortlists"]] == [2, 1]
    letters = ["account_created", "profile_validated", "call_published", "application_received", "reserve_moved_up"]
    assert set(letters) < {made["kind"] for made in held["notices"]}
    assert {"application.submitted", "explanation.viewed"} <= {entry["event"] for entry in held["log"]}
    _holds_nothing_of_others(story, answer.text)
    with ZipFile(io.BytesIO(expert.file(path, format="zip"))) as folder:
        again = json.loads(folder.read("data.json"))
        assert again["applications"] == held["applications"]
        [row] = csv.DictReader(io.StringIO(folder.read("Candidatures.csv").decode("utf-8-sig")))
        assert row["Message"] == MESSAGE


def steering_sees_figures_and_actions_and_no_person(story: Story, call_id: str) -> None:
    """Figures on fewer than five people are not given; every address with persons is closed."""
    steering = story.steering
    assert [(action["code"], action["state"]) for action in steering.get("actions")["items"]] == [
        ("2027-03", "open"),
        ("2025-11", "completed"),
    ]
    given = _figures(steering)
    assert PLAIN.items() <= given.items()
    assert {measure: value for measure, value in given.items() if value and measure not in PLAIN} == OF_MANY
    assert "selected_women" not in given  # nought of two would tell of both
    call, expert = f"calls/{call_id}", f"experts/{story.expert.expert_id}"
    closed = ["requests", "experts", expert, f"{expert}/identity", f"{expert}/data", call, f"{call}/applications"]
    closed += [f"{call}/long-list", f"{call}/shortlists/2", f"{call}/decision", f"{call}/evaluation-notes"]
    closed += [
        f"{call}/selection-record?format=pdf",
        f"{call}/invitations",
        "focal-points",
        "notices",
        "log",
        "changes",
    ]
    closed += [f"exports/{kind}" for kind in ("experts", "identities", "applications", "invitations", "decisions")]
    for path in closed:
        assert steering.refused("not_allowed", "GET", path)


def the_team_reads_the_indicators(story: Story) -> None:
    """The numbers of this story, counted by hand, as data and as a table."""
    given = _figures(story.officer)
    whole = {measure: value for measure, value in (PLAIN | WITH_PERSONS).items() if not _declared(measure)}
    assert whole.items() <= given.items()
    assert not any(value for measure, value in given.items() if _declared(measure))  # of few: it would tell of each
    assert (PLAIN | WITH_PERSONS).items() <= _figures(story.auditor).items()
    table = csv.DictReader(io.StringIO(story.leader.file("indicators.csv", **PERIOD).decode()))
    assert {row["measure"]: float(row["value"]) for row in table if row["value"]} == given


def _declared(measure: str) -> bool:
    return "women" in measure or measure.endswith("_nationalities")


def business_development_exports_roster_and_demand(story: Story) -> None:
    """The same people in three formats; what concerns a selection is closed."""
    business = story.business
    lines = [json.loads(line) for line in business.file("exports/experts", format="jsonl").splitlines()]
    ids = {story.expert.expert_id, *story.roster}
    assert {line["id"] for line in lines} == ids
    table = list(csv.DictReader(io.StringIO(business.file("exports/identities", format="csv").decode("utf-8-sig"))))
    assert {row["name"] for row in table} == {person.name for person in (story.expert, *story.roster.values())}
    book = openpyxl.load_workbook(io.BytesIO(business.file("exports/actions", format="xlsx")))
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert {dict(zip(header, row, strict=True))["code"] for row in rows} == {"2025-11", "2027-03"}
    [institution] = [json.loads(line) for line in business.file("exports/institutions").splitlines()]
    assert institution["collaborative"] is True
    for kind in ("applications", "invitations", "decisions", "log"):
        assert business.refused("not_allowed", "GET", f"exports/{kind}")


def the_selection_record_is_filed(story: Story, call_id: str) -> None:
    """As a Word document, a workbook and a PDF: who was chosen and why, and everything from the request to who goes."""
    bert, dino = story.roster["bert"], story.roster["dino"]
    said = [bert.name, dino.name, WHY_DEPARTS, "version 2", story.leader.name, *NOTES.values(), "10 December 2026"]
    said += [story.expert.name, "Tie-break within a merit band", "Band: 2 points", PARTNER]
    said += ["request received", "12 November 2026", "action opened", "call published", "2027-03", "the service"]
    said += ["5 people, who applied or were invited", "4 people, who applied or were invited", "2, decided on"]
    said += ["Annelie Brandtner", "from the reserve, for Bertrand Okonjo", "11 December 2026", "14 December 2026"]
    said += [f"Maude Delacroix, {story.expert.expert_id}; has accepted; stepped in from the reserve for Bertrand"]
    untold = ["My office needs me in March.", "Mi institución me necesita en marzo."]
    for format, words in READERS.items():
        found = words(story.officer.file(f"calls/{call_id}/selection-record", format=format, language="en"))
        squeezed = found.replace(" ", "")  # a page may break a line, and an id, anywhere
        assert not [part for part in said if part.replace(" ", "") not in squeezed], format
        assert not [part for part in untold if part in found]
        blind = words(story.leader.file(f"calls/{call_id}/selection-record", format=format, blind=True, language="en"))
        assert "bert" in blind and bert.name not in blind and story.expert.name not in blind


def _figures(person: Person) -> dict[str, Any]:
    """The figures that are given, by measure."""
    found = person.get("indicators", **PERIOD)["figures"]
    return {figure["measure"]: figure["value"] for figure in found if figure["value"] is not None}


PERIOD = {"from": "2026-11-01", "to": "2026-12-14"}


def _holds_nothing_of_others(story: Story, text: str) -> None:
    others = [person for person in story.everybody if person is not story.expert]
    assert not [person.name for person in others if person.name in text or person.email in text]
    assert not [expert_id for expert_id in story.roster if f'"{expert_id}"' in text]
