"""The pages of requests: received, understood, judged, ended, and led on to an action."""

from __future__ import annotations

import io

import docx
import pytest

from api.auth.roles import Role
from api.web.intake import request_showing
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.filled import fill, send_filled
from tests.api.pages.looking import Browsers, check, done, look
from tests.api.test_requests import ALLOWED, REASON, TEXT, judge, lead_to, receive

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

LIST = "/requests"
OUT_OF_SCOPE = "We ask for forty laptops, two vehicles and the construction of a new training centre."


def page_of(desk: CallDesk, state: str) -> str:
    return f"{LIST}/{lead_to(desk.officer, state)}"


def test_a_text_that_is_pasted_is_received_and_understood(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_filled(officer, LIST, LIST, text=TEXT, country="TG", received_on="2026-11-10")
    seen = look(officer, done(answer, "received"))
    assert seen.title.startswith("The employment agency wishes to train its counsellors")
    assert "Employment Services" in seen.text and "Received 10 November 2026" in seen.text
    assert "Which institution asks?" in seen.text and "Which country asks" not in seen.text


def test_a_document_is_received(browsers: Browsers) -> None:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(TEXT)
    document.save(file)
    officer = browsers(Role.OFFICER)
    data = fill(officer.get(LIST).text, LIST)
    answer = officer.post(LIST, data=data, files={"document": ("letter.docx", file.getvalue())})
    assert TEXT in look(officer, done(answer, "received")).text
    both = officer.post(LIST, data=data | {"text": TEXT}, files={"document": ("letter.docx", file.getvalue())})
    assert "Give the text or a document, not both." in check(both, 422).text


def test_a_very_long_text_is_kept_whole(browsers: Browsers, desk: CallDesk) -> None:
    text = f"{TEXT}\n" * 400
    officer = browsers(Role.OFFICER)
    answer = send_filled(officer, LIST, LIST, text=text)
    request = desk.officer.get(f"/api/v1{done(answer, 'received').split('?')[0]}").json()
    assert request["text"] == text.strip()


def test_a_request_that_says_nothing_is_not_received_and_what_was_typed_stays(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    answer = send_filled(officer, LIST, LIST, institution="The agency", received_on="2030-01-01")
    seen = check(answer, 422)
    assert "Paste the text, choose a document, or give at least a title." in seen.text
    assert seen.fields["institution"] == "The agency"
    later = send_filled(officer, LIST, LIST, text=TEXT, received_on="2030-01-01")
    assert "The day lies in the future." in check(later, 422).text
    assert "No request was received yet." in look(officer, LIST).text


def test_what_may_be_out_of_scope_is_said_with_the_sentence_that_shows_it(browsers: Browsers, desk: CallDesk) -> None:
    request = receive(desk.officer, text=OUT_OF_SCOPE, country="FR")
    seen = look(browsers(Role.OFFICER), f"{LIST}/{request['id']}")
    assert "Perhaps out of scope" in seen.text and "A person decides." in seen.text
    assert "By the rules of the office, France is not among the partner countries." in seen.text
    for doubt in request["doubts"]:
        assert (doubt["sentence"] or "") in seen.text
    assert "perhaps out of scope" in look(browsers(Role.OFFICER), LIST).text


def test_what_is_like_it_comes_with_what_was_delivered(browsers: Browsers, desk: CallDesk) -> None:
    first = lead_to(desk.officer, "relevant")
    body = {"code": "2026-09", "title": "Counsellors", "request_id": first, "deliverables": ["Guide for counsellors"]}
    assert desk.officer.post("/api/v1/actions", json=body).status_code == 201
    other = receive(desk.officer)["id"]
    text = look(browsers(Role.OFFICER), f"{LIST}/{other}").text
    assert "2026-09 · Counsellors" in text and "Guide for counsellors" in text and "Where they meet" in text


@pytest.mark.parametrize("state", ALLOWED)
def test_only_what_can_be_done_next_is_offered_and_only_to_an_officer(
    browsers: Browsers, desk: CallDesk, state: str
) -> None:
    path = page_of(desk, state)
    lead_to(desk.officer, "received")  # another one, into which it can be merged
    offered = {a.removeprefix(path) for a in look(browsers(Role.OFFICER), path).controls.hidden if a.startswith(path)}
    forms = {"find": "/assessments", "withdraw": "/withdraw", "merge": "/merge", "act": "/action"}
    wanted = {forms[way.split("_")[0]] for way in ALLOWED[state]}
    assert offered == wanted | ({"/change"} if state in request_showing.USUAL[:3] or state.startswith("not") else set())
    for role in (Role.LEADER, Role.BUSINESS, Role.AUDITOR):
        assert not [a for a in look(browsers(role), path).controls.hidden if a.startswith(LIST)]


def test_a_request_is_judged_with_a_reason_and_led_on_to_an_action(browsers: Browsers, desk: CallDesk) -> None:
    officer, path = browsers(Role.OFFICER), page_of(desk, "received")
    judging = f"{path}/assessments"
    without = officer.post(judging, data=fill(officer.get(path).text, judging) | {"answer": "yes"})
    assert "This is needed." in check(without, 422).text
    said = {"answer": "yes", "reason": "The partner is eligible."}
    for question in ("eligibility", "relevance"):
        desk.clock.pass_(seconds=1)
        done(
            officer.post(judging, data=fill(officer.get(path).text, judging) | said | {"question": question}), "judged"
        )
    seen = look(officer, path)
    assert "Eligible: The partner is eligible." in seen.text and "An action can be made of it." in seen.text
    proposed = fill(officer.get(path).text, f"{path}/action")
    assert proposed["title"].startswith("The employment agency") and proposed["field-A.35"] == "on"
    answer = send_filled(officer, path, f"{path}/action", code="2027-03", title="Counselling")
    action = look(officer, done(answer, "opened"))
    assert "Counselling" in action.title and path in action.links
    assert "2027-03 · Counselling" in look(officer, path).text


def test_the_next_step_comes_first_and_open_and_taking_a_judgement_back_after_it(
    browsers: Browsers, desk: CallDesk
) -> None:
    page = browsers(Role.OFFICER).get(page_of(desk, "eligible")).text
    first, later = page.index('id="judge-relevance" open'), page.index('id="judge-eligibility"')
    assert (
        first < later and "Take back the judgement on eligibility" in page and 'id="judge-eligibility" open' not in page
    )
    assert 'id="act" open' in browsers(Role.OFFICER).get(page_of(desk, "relevant")).text


def test_a_code_that_cannot_be_is_refused_beside_its_field(browsers: Browsers, desk: CallDesk) -> None:
    officer, path = browsers(Role.OFFICER), page_of(desk, "relevant")
    answer = send_filled(officer, path, f"{path}/action", code="the first one", title="Counselling")
    seen = check(answer, 422)
    assert "Use letters, digits and the signs" in seen.text and seen.fields["code"] == "the first one"


def test_a_request_is_changed_and_understood_anew(browsers: Browsers, desk: CallDesk) -> None:
    officer, path = browsers(Role.OFFICER), page_of(desk, "received")
    stale = fill(officer.get(path).text, f"{path}/change", title="Other")
    answer = send_filled(officer, path, f"{path}/change", title="Pensions", text="Reform of old-age pensions.")
    seen = look(officer, done(answer, "changed"))
    assert seen.title.startswith("Pensions") and "Reform of old-age pensions." in seen.text
    assert check(officer.post(f"{path}/change", data=stale), 412)


def test_a_request_is_withdrawn_or_merged_with_a_reason(browsers: Browsers, desk: CallDesk) -> None:
    officer, one, other = browsers(Role.OFFICER), page_of(desk, "received"), page_of(desk, "received")
    into = other.removeprefix(f"{LIST}/")
    merged = look(officer, done(send_filled(officer, one, f"{one}/merge", into=into, **REASON), "merged"))
    assert other in merged.links and REASON["reason"] in merged.text
    gone = look(officer, done(send_filled(officer, other, f"{other}/withdraw", **REASON), "withdrawn"))
    assert "The partner took it back." in gone.text
    again = officer.post(f"{other}/withdraw", data=fill(officer.get(LIST).text, LIST) | REASON)
    assert "The request cannot be withdrawn." in check(again, 409).text


def test_requests_are_filtered_and_turned_page_by_page(
    browsers: Browsers, desk: CallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_showing, "SHOWN", 2)
    for number in range(3):
        desk.clock.pass_(seconds=1)
        receive(desk.officer, title=f"Pension register {number}")
    last = receive(desk.officer, title="Other", institution="The agency")["id"]
    desk.clock.pass_(days=3)
    judge(desk.officer, last, "eligibility", True)
    officer = browsers(Role.OFFICER)
    first = look(officer, f"{LIST}?state=received&q=pension")
    assert "register 2" in first.text and "register 0" not in first.text
    second = look(officer, next(a for a in first.links if "after=" in a))
    assert "register 0" in second.text and "Newest" in second.text
    assert "Eligible since 19 November 2026" in look(officer, f"{LIST}?state=eligible").text
    assert "No request fits this filter." in look(officer, f"{LIST}?q=%3Cb%3E").text
    assert officer.get(f"{LIST}?state=nonsense").status_code == 422
    look(officer, f"{LIST}/nowhere", 404)
