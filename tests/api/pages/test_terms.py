"""From a text to a draft: what is understood stands in the form with its words, what is missing beside its field."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from api.auth.roles import Role
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.filled import fill, send_filled, send_on
from tests.api.pages.looking import Browsers, check, look

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

NEW = "/calls/new"
TEXT = """The employment agency asks for two experts to train its counsellors in the profiling of jobseekers.
Partner country: Togo
Position 1: principal expert, profiling of jobseekers, 18 days. Position 2: expert, training of counsellors, 16 days.
The mission takes place from 3 to 14 May 2027 on site. The working language is French (B2)."""


def read(client: Any, text: str = TEXT, **more: Any) -> Any:
    """A text pasted and read."""
    return send_filled(client, NEW, NEW, text=text, **more)


def kept(client: Any, desk: CallDesk, answer: Any) -> Any:
    """The draft that a form was kept as."""
    assert answer.status_code == 303, check(answer, answer.status_code).text[:2000]
    path, _, done = answer.headers["location"].partition("?done=")
    assert done in ("drafted", "terms")
    assert "is kept" in look(client, answer.headers["location"]).text or done == "terms"
    return desk.officer.get(f"/api/v1{path}").json()


def test_a_text_comes_back_as_a_form_with_what_was_understood(browsers: Browsers) -> None:
    answer = read(browsers(Role.OFFICER))
    check(answer)
    values = fill(answer.text, NEW)
    assert values["country"] == "TG" and values["positions"] == "2"
    assert (values["position-1-role"], values["position-1-days"]) == ("principal", "18")
    assert (values["position-2-title"], values["position-2-days"]) == ("training of counsellors", "16")
    assert (values["phase-1-start"], values["phase-1-end"]) == ("2027-05-03", "2027-05-14")
    assert (values["language-1-code"], values["language-1-writing"]) == ("fr", "B2")
    assert values["title"].startswith("The employment agency asks for two experts")


def test_each_fact_stands_beside_the_words_it_was_read_from(browsers: Browsers) -> None:
    text = check(read(browsers(Role.OFFICER))).text
    assert "Read from: Partner country: Togo" in text
    assert "Read from: The working language is French (B2)." in text
    assert text.count("Read from: Position 2: expert, training of counsellors, 16 days.") == 2


def test_what_is_missing_is_asked_beside_its_field_until_it_is_there(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    first = read(officer, "Support to the profiling of jobseekers by the counsellors of the agency.")
    assert "In which country does the activity take place?" in check(first).text
    second = send_on(officer, first, NEW, country="TG")
    text = check(second).text
    assert "In which country does the activity take place?" not in text and "When does the activity take place" in text
    assert fill(second.text, NEW)["country"] == "TG"


def test_the_form_is_kept_as_a_draft_with_all_that_was_changed(browsers: Browsers, desk: CallDesk) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_on(
        officer, read(officer), NEW,
        title="Profiling in Togo", position__1__days="20,5", position__2__tasks="Train\nAdvise\n", deadline="2026-12-14",
        position__1__field__add="A.35 Employment Services", do="keep",
    )  # fmt: skip
    call = kept(officer, desk, answer)
    terms = call["terms"]
    assert (call["title"], call["deadline"], terms["country"]) == ("Profiling in Togo", "2026-12-14", "TG")
    assert [p["days"] for p in terms["positions"]] == [20.5, 16] and terms["positions"][1]["tasks"] == [
        "Train",
        "Advise",
    ]
    assert terms["positions"][0]["fields"] == ["A.35"] and terms["text"] == TEXT


def test_a_field_is_added_by_name_and_taken_out_again(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    added = send_on(officer, read(officer), NEW, position__1__field__add="employment services")
    values = fill(added.text, NEW)
    assert values["position-1-field-A.35"] == "on" and values["position-1-field-add"] == ""
    assert "Which fields of expertise does position 1 need?" not in check(added).text
    taken_out = send_on(officer, added, NEW, **{"position-1-field-A.35": None})
    assert "position-1-field-A.35" not in fill(taken_out.text, NEW)


def test_positions_are_added_and_removed(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    three = send_on(officer, read(officer), NEW, do="add-position")
    assert fill(three.text, NEW)["positions"] == "3"
    third = send_on(officer, three, NEW, position__3__title="Interpreter", do="remove-position-1")
    values = fill(third.text, NEW)
    assert [values[f"position-{n}-title"] for n in (1, 2)] == ["training of counsellors", "Interpreter"]
    assert values["position-1-days"] == "16" and "position-3-title" not in values
    none = send_on(officer, send_on(officer, third, NEW, do="remove-position-1"), NEW, do="remove-position-1")
    refused = send_on(officer, none, NEW, do="keep")
    assert "Add at least one position." in check(refused, 422).text


def test_reading_again_keeps_what_was_changed_by_hand(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    again = send_on(
        officer, read(officer), NEW,
        title="By hand", position__1__days="30", text=TEXT.replace("Togo", "Benin").replace("16 days", "12 days"), do="read",
    )  # fmt: skip
    values = fill(again.text, NEW)
    assert (values["title"], values["position-1-days"]) == ("By hand", "30")
    assert (values["country"], values["position-2-days"]) == ("BJ", "12")


def test_a_doubt_of_the_reading_is_settled_by_a_person(browsers: Browsers, desk: CallDesk) -> None:
    officer = browsers(Role.OFFICER)
    first = read(officer, TEXT.replace("from 3 to 14 May 2027", "from 03/05/2027 to 04/05/2027"))
    assert "Which days are meant?" in check(first).text
    boxes = [name for name in check(first).fields if name.startswith("settled-")]
    call = kept(officer, desk, send_on(officer, first, NEW, **dict.fromkeys(boxes, "on"), do="keep"))
    assert not [q for q in call["open_questions"] if q["about"] == "phases"]
    other = kept(officer, desk, send_on(officer, first, NEW, do="keep"))
    assert [q for q in other["open_questions"] if q["about"] == "phases"]


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(browsers: Browsers, desk: CallDesk) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_on(
        officer, read(officer), NEW,
        position__1__days="many", phase__1__end="2027-05-01", language__2__code="fr", position__2__field__add="xyzzy qwert",
        title="Kept", do="keep",
    )  # fmt: skip
    seen, values = check(answer, 422), fill(answer.text, NEW)
    assert "Days of work of position 1: Give a number from 0.5 to 1000." in seen.text
    assert "The last day lies before the first." in seen.text and "This language is there already." in seen.text
    assert "“xyzzy qwert” is not known" in seen.text
    assert (values["position-1-days"], values["title"]) == ("many", "Kept")
    assert values["position-2-field-add"] == "xyzzy qwert"
    assert desk.officer.get(CALLS).json()["items"] == []


def test_a_document_is_read(browsers: Browsers) -> None:
    document, file = docx.Document(), io.BytesIO()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(file)
    officer = browsers(Role.OFFICER)
    data = fill(officer.get(NEW).text, NEW)
    answer = officer.post(NEW, data=data, files={"document": ("terms.docx", file.getvalue())})
    assert fill(answer.text, NEW)["country"] == "TG" and "training of counsellors" in check(answer).fields.values()
    both = officer.post(NEW, data=data | {"text": TEXT}, files={"document": ("terms.docx", file.getvalue())})
    assert "Give the text or a document, not both." in check(both, 422).text
    broken = officer.post(NEW, data=data, files={"document": ("terms.pdf", b"no pdf at all, but some text")})
    assert "is not" in check(broken, 422).text


@pytest.mark.parametrize("text", ["", "   ", "Word", "\x00"])
def test_too_little_to_read_is_said(browsers: Browsers, text: str) -> None:
    check(read(browsers(Role.OFFICER), text), 422)


def test_a_reading_that_was_damaged_on_its_way_is_refused(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_on(officer, read(officer), NEW, read="{}", do="keep")
    assert "Read the text again." in check(answer, 400).text and TEXT.split("\n")[1] in answer.text


def test_the_terms_of_a_draft_are_changed(browsers: Browsers, desk: CallDesk) -> None:
    officer = browsers(Role.OFFICER)
    call_id = desk.draft(terms={"title": "Before"}).json()["id"]
    path = f"/calls/{call_id}/terms"
    assert path in look(officer, f"/calls/{call_id}").links
    answer = send_filled(officer, path, path, title="After", deadline="2026-12-20", do="keep")
    call = kept(officer, desk, answer)
    assert (call["title"], call["deadline"]) == ("After", "2026-12-20")
    before = desk.terms | {"title": "After"}
    assert {k: call["terms"][k] for k in ("country", "positions")} == {
        k: desk.officer.post(CALLS, json={"call": before}).json()["terms"][k] for k in ("country", "positions")
    }


def test_who_changed_the_draft_in_between_is_not_overwritten(browsers: Browsers, desk: CallDesk) -> None:
    officer = browsers(Role.OFFICER)
    path = f"/calls/{desk.draft().json()['id']}/terms"
    mine = fill(officer.get(path).text, path, title="Mine", do="keep")
    send_filled(officer, path, path, title="Theirs", do="keep")
    answer = officer.post(path, data=mine)
    assert check(answer, 412) and fill(answer.text, path)["title"] == "Mine"


def test_the_terms_of_a_published_call_are_fixed(browsers: Browsers, desk: CallDesk) -> None:
    call_id = desk.published()
    officer = browsers(Role.OFFICER)
    look(officer, f"/calls/{call_id}/terms", 409)
    assert f"/calls/{call_id}/terms" not in look(officer, f"/calls/{call_id}").links
    look(officer, "/calls/nowhere/terms", 404)


def test_a_call_with_many_positions_is_kept_whole(browsers: Browsers, desk: CallDesk) -> None:
    lines = [f"Position {n}: expert, subject number {'abcdefghijkl'[n - 1]}, {n + 10} days" for n in range(1, 13)]
    officer = browsers(Role.OFFICER)
    answer = read(officer, "\n".join([TEXT.split("\n")[0], *lines]))
    full = send_on(officer, answer, NEW, do="add-position")
    assert "A call has 12 positions at most." in check(full, 422).text
    call = kept(officer, desk, send_on(officer, answer, NEW, do="keep"))
    assert [p["days"] for p in call["terms"]["positions"]] == list(range(11, 23))
