"""An expert's own CV: sent or pasted, each fact beside its words, accepted, corrected, removed, and confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.cvs.documents import CV, NEWER, profile
from tests.api.pages.looking import Browsers, Seen, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)


def hand_in(client: TestClient, text: str = CV) -> str:
    """The page of a CV that was sent as a document."""
    answer = send(client, "/me/cv", "/me/cv")
    assert answer.status_code == 422  # without a document
    token = look(client, "/me/cv").fields["form_token"]
    answer = client.post("/me/cv", data={"form_token": token}, files={"document": ("cv.txt", text.encode())})
    return done(answer, "cv_sent").split("?")[0]


def card(seen: Seen, page: str, name: str) -> dict[str, str]:
    """What the forms of a page hide, with the name of one card."""
    return seen.controls.hidden[f"{page}/facts"] | {"card": name}


def state_of(desk: CallDesk, page: str) -> dict[str, Any]:
    found = desk.expert("gus").get(f"/api/v1/experts/gus/cvs/{page.rsplit('/', 1)[1]}").json()
    return {fact["path"]: fact["state"] for fact in found["items"]}


def test_each_fact_stands_beside_its_words_and_what_was_taken_out_is_told(browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    seen = look(gus, page)
    assert "Taken out before anything was kept" in seen.text and "date or place of birth" in seen.text
    assert "14 March" not in seen.text and "1974" not in seen.text
    assert "Labour Inspectorate" in seen.text and "What differs from your profile" in seen.text
    assert "mark" in seen.tags and "A CV waits for you" in look(gus, "/me").text
    assert "If you do not confirm it, it is removed on 16 November 2027." in look(gus, "/me/data").text


def test_a_text_is_pasted_and_the_same_document_is_known_again(browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    pasted = send(gus, "/me/cv", "/me/cv", text=CV)
    page = done(pasted, "cv_sent").split("?")[0]
    again = done(send(gus, "/me/cv", "/me/cv", text=CV), "cv_same")
    assert again.split("?")[0] == page and page in look(gus, "/me/cv").links


def test_what_cannot_be_read_is_told_and_a_pasted_text_stays(browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    assert "upload-document-problem" in check(send(gus, "/me/cv", "/me/cv"), 422).described
    refused = check(send(gus, "/me/cv", "/me/cv", text="%PDF-1.4 no more"), 422)
    assert "%PDF-1.4 no more" in refused.text


def test_facts_are_accepted_corrected_and_removed_card_by_card(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    sent = card(look(gus, page), page, "card-entries-0") | {
        "entries.0.employer.state": "corrected", "entries.0.employer.value": "Inspectorate of Lyon",
        "entries.0.title.state": "removed", "entries.0.dates.state": "accepted",
    }  # fmt: skip
    answer = gus.post(f"{page}/facts", data=sent)
    assert answer.status_code == 303 and answer.headers["location"] == f"{page}?done=cv_decided#card-entries-0"
    states = state_of(desk, page)
    wanted = {"entries.0.employer": "corrected", "entries.0.title": "removed", "entries.0.dates": "accepted"}
    assert {path: states[path] for path in wanted} == wanted
    assert "Inspectorate of Lyon" in look(gus, page).text


def test_a_correction_that_cannot_be_is_told_and_nothing_is_kept(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    sent = card(look(gus, page), page, "card-entries-0") | {
        "entries.0.dates.state": "corrected", "entries.0.dates.start": "lately", "entries.0.title.state": "accepted",
    }  # fmt: skip
    seen = check(gus.post(f"{page}/facts", data=sent), 422)
    assert "lately" in seen.fields["entries.0.dates.start"] and "card-entries-0-entries.0.dates-problem" in seen.ids
    assert state_of(desk, page)["entries.0.title"] == "proposed"


def test_all_that_is_sure_is_accepted_at_once_and_doubts_stay_open(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    done(send(gus, page, "/sure"), "cv_decided")
    found = desk.expert("gus").get(f"/api/v1/experts/gus/cvs/{page.rsplit('/', 1)[1]}").json()["items"]
    sure = {fact["state"] for fact in found if fact["sure"] and fact["value"] is not None and not fact["question"]}
    rest = {fact["state"] for fact in found if not fact["sure"]}
    assert sure == {"accepted"} and rest <= {"proposed"}
    assert "nothing left that is sure" in check(send(gus, page, "/sure"), 422).text


def test_a_confirmed_cv_is_in_the_profile_and_waits_for_an_officer(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    after = done(send(gus, page, "/confirm", rest="accepted"), "cv_confirmed")
    seen = look(gus, after)
    assert "Labour Inspectorate" in seen.text and "No officer has confirmed your profile" in seen.text
    kept = profile(desk.officer, "gus")
    assert "National Pension Fund" in [segment["employer"] for segment in kept["segments"]]
    read_only = look(gus, page)
    assert "Accept all that is sure" not in read_only.text and "Confirmed" in read_only.text


def test_a_newer_cv_shows_what_differs_and_what_is_gone_can_be_ticked(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    send(gus, hand_in(gus), "/confirm", rest="accepted")
    page = hand_in(gus, NEWER)
    seen = look(gus, page)
    assert "Director of inspection" in seen.text and "National Pension Fund" in seen.text  # the second is gone from it
    gone = [one for one in seen.ids if one.startswith("record.segments.")]
    sent = card(seen, page, "gone-1") | {"offered": gone, "gone": gone[:1]}
    assert gus.post(f"{page}/facts", data=sent).status_code == 303


def test_a_cv_is_taken_back_and_what_was_read_is_gone(desk: CallDesk, browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    page = hand_in(gus)
    after = done(send(gus, page, "/withdraw"), "cv_withdrawn")
    look(gus, after)
    assert "no longer kept" in look(gus, page).text
    refused = gus.post(f"{page}/withdraw", data=look(gus, "/me").controls.hidden["/me/confirmation"])
    check(refused, 428)


def test_nobody_sees_anothers_cv(browsers: Browsers) -> None:
    page = hand_in(browsers.expert("gus"))
    look(browsers.expert("anna"), page, 404)


def test_the_page_of_a_cv_speaks_french(browsers: Browsers) -> None:
    gus = browsers.expert("gus")
    gus.cookies.set("expertmatch_language", "fr")
    answer = gus.post(
        "/me/cv", data={"form_token": look(gus, "/me/cv", language="fr").fields["form_token"], "text": CV}
    )
    seen = look(gus, done(answer, "cv_sent").split("?")[0], language="fr")
    assert "Accepter tout ce qui est sûr" in seen.text and "Domaines d’expertise" in seen.text
