"""An expert's own profile: what is on record, what is missing and what it would bring, and what they change by hand."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)
EXPERTS = "/api/v1/experts"


def test_an_expert_begins_with_their_profile(browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    assert anna.get("/").headers["location"] == "/me"
    seen = look(anna, "/me")
    assert "Anna Surname" in seen.text and "Civil servant" in seen.text and "Institution anna" in seen.text
    assert "January 2010 – December 2019" in seen.text and "profiling of jobseekers" in seen.text
    assert {"/me", "/me/cv", "/me/calls", "/me/results", "/me/data"} <= set(seen.links)


def test_what_is_not_known_is_told_with_what_an_answer_would_bring(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    seen = look(browsers.expert("finn"), "/me")
    assert "never counts against you" in seen.text
    assert "Whether you work in this language: French" in seen.text and "When you are free" in seen.text
    assert "1 open call asks for it." in seen.text and "nothing else is open" not in seen.text
    assert (
        "No officer has confirmed your profile" in seen.text and "You have not said yet whether you agree" in seen.text
    )


def test_one_answer_that_settles_a_call_is_named_as_such(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    desk.change_expert("anna", profile={"absences": None})
    seen = look(browsers.expert("anna"), "/me")
    assert "When you are free" in seen.text and "For 1 of them nothing else is open." in seen.text
    done(send(browsers.expert("anna"), "/me", "/availability", free="said", conflict="none"), "availability")
    assert "Your profile answers every question that the open calls ask." in look(browsers.expert("anna"), "/me").text


def test_availability_is_changed_without_a_new_validation(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    sent = {
        "free": "said", "start-1": "2027-08-01", "end-1": "2027-08-20", "release_days": "30", "conflict": "some",
        "conflicts": "National Employment Agency\n\nACT-7",
    }  # fmt: skip
    after = done(send(anna, "/me", "/availability", **sent), "availability")
    seen = look(anna, after)
    assert "1 August 2027 to 20 August 2027" in seen.text and "30 days" in seen.text
    kept = desk.officer.get(f"{EXPERTS}/anna").json()
    assert kept["profile"]["absences"] == [{"start": "2027-08-01", "end": "2027-08-20"}]
    assert kept["profile"]["conflicts"] == ["National Employment Agency", "ACT-7"] and kept["validated"] is True


def test_everything_that_is_wrong_with_a_form_is_told_at_once_and_what_was_typed_stays(browsers: Browsers) -> None:
    sent = {"free": "said", "start-1": "2027-08-01", "release_days": "soon", "conflict": "some"}
    seen = check(send(browsers.expert("anna"), "/me", "/availability", **sent), 422)
    assert "first and the last day of each absence" in seen.text and "whole number of days" in seen.text
    assert "Name at least one" in seen.text and seen.title.startswith("Error")
    assert {f"availability-{name}-problem" for name in ("absences", "release_days", "conflicts")} <= set(seen.described)
    assert seen.fields["start-1"] == "2027-08-01" and seen.fields["release_days"] == "soon"


def test_days_that_cannot_be_are_refused(browsers: Browsers) -> None:
    backwards = {"free": "said", "start-1": "2027-08-20", "end-1": "2027-08-01", "conflict": "none"}
    assert (
        "last day is not before" in check(send(browsers.expert("anna"), "/me", "/availability", **backwards), 422).text
    )
    unsaid = {"start-1": "2027-08-01", "end-1": "2027-08-20"}
    assert "but for these days" in check(send(browsers.expert("anna"), "/me", "/availability", **unsaid), 422).text


def test_a_form_of_another_day_does_not_write_over_a_change(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    old = look(anna, "/me").controls.hidden["/me/availability"]
    desk.change_expert("anna", profile={"release_days": 12})
    refused = check(anna.post("/me/availability", data=old | {"free": "said", "conflict": "none"}), 412)
    assert "changed meanwhile" in refused.text and "If-Match" not in refused.text
    missing = check(anna.post("/me/availability", data={"form_token": old["form_token"]}), 428)
    assert "not complete" in missing.text


def test_contact_and_language_of_letters_are_changed(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    sent = {"name": "Anna B. Surname", "email": "Anna.B@example.org", "phone": "+33 6 00 00 00 00", "language": "fr"}
    done(send(anna, "/me", "/contact", **sent), "contact")
    kept = desk.officer.get(f"{EXPERTS}/anna/identity").json()
    assert (kept["name"], kept["email"], kept["language"]) == ("Anna B. Surname", "anna.b@example.org", "fr")
    seen = check(send(anna, "/me", "/contact", name=" ", email="anna@example.org"), 422)
    assert "contact-name-problem" in seen.described
    assert "contact-email-problem" in check(send(anna, "/me", "/contact", name="A", email="nobody"), 422).described


def test_gender_and_nationality_are_declared_by_country_names_and_taken_back(
    desk: CallDesk, browsers: Browsers
) -> None:
    ewa = browsers.expert("ewa")
    done(send(ewa, "/me", "/declaration", gender="woman", nationalities="Pologne, Germany"), "declared")
    assert desk.expert("ewa").get(f"{EXPERTS}/ewa/declaration").json()["nationalities"] == ["PL", "DE"]
    assert "Poland, Germany" in look(ewa, "/me").fields["nationalities"]
    wrong = check(send(ewa, "/me", "/declaration", gender="woman", nationalities="Atlantis"), 422)
    assert "“Atlantis” is no country" in wrong.text and "declaration-nationalities-problem" in wrong.described
    done(send(ewa, "/me", "/declaration", gender="", nationalities=""), "undeclared")
    assert desk.expert("ewa").get(f"{EXPERTS}/ewa/declaration").status_code == 404
    done(send(ewa, "/me", "/declaration", gender="", nationalities=""), "undeclared")


def test_one_says_that_all_is_still_true(browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    assert "You have not said yet that all this is true." in look(anna, "/me").text
    after = done(send(anna, "/me", "/confirmation"), "still_true")
    assert "You last said on 16 November 2026" in look(anna, after).text


def test_the_pages_of_an_expert_are_for_experts_alone(desk: CallDesk) -> None:
    for path in ("/me", "/me/cv", "/me/calls", "/me/results", "/me/data", "/me/erasure"):
        for role in Role:
            answer = desk.doors(role).get(path)
            if role is Role.EXPERT:  # an account to which nobody on the roster belongs
                assert "No profile on the roster belongs to your account." in check(answer, 404).text
            else:
                check(answer, 403)
        check(desk.doors().get(path), 401)


def test_the_navigation_leads_to_a_profile_only_where_there_is_one(browsers: Browsers) -> None:
    assert "/me" in look(browsers.expert("anna"), "/calls").links
    assert "/me" not in look(browsers(Role.EXPERT), "/calls").links


def test_an_expert_reads_these_pages_in_french(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    finn = browsers.expert("finn")
    finn.cookies.set("expertmatch_language", "fr")
    seen = look(finn, "/me", language="fr")
    assert "Mon profil" in seen.text and "1 appel ouvert le demande." in seen.text and "français" in seen.text
    for path in ("/me/cv", "/me/calls", "/me/results", "/me/data", "/me/erasure"):
        page = look(finn, path, language="fr")
        assert "Mes données" in page.text and "This page is in English only" not in page.text
    wrong = send_french(finn)
    assert "Indiquez le premier et le dernier jour" in wrong


def send_french(client: object) -> str:
    page = client.get("/me").text  # type: ignore[attr-defined]
    token = page.split('name="form_token" value="')[1].split('"')[0]
    answer = client.post("/me/availability", data={"form_token": token, "free": "said", "end-1": "2027-01-01"})  # type: ignore[attr-defined]
    return check(answer, 422, "fr").text
