"""The steps that the guide tells of: for each of its pages who walks them, what they do, and what its picture shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playwright.sync_api import Page, expect

from api.auth.roles import Role
from api.services.unit import SYSTEM, new_id, writing
from api.storage.tables import AccountRow, IdentityRow
from fixtures.calls import call_text, load_raw_calls
from tests.api.browser.experts import Expert, seasoned
from tests.api.browser.site import API, DECLARED, REASON, Site, Visit
from tests.api.conftest import Doors
from tests.api.cvs.documents import INSPECTORATE, SPOKEN

PASTED, TO_DECIDE = 3, 4  # of the sample's calls: one that an officer pastes, one that a team leader decides on
TALL = 800


@dataclass(frozen=True, eq=False)
class Walk:
    """Somebody on their way through the sample office."""

    site: Site
    visit: Visit

    @property
    def page(self) -> Page:
        """The page on which they are."""
        return self.visit.page

    @cached_property
    def officer(self) -> Any:
        """An officer's door, to find things by."""
        return Doors(self.site.office)(Role.OFFICER)

    def place(self, name: str) -> str:
        """The id of something of the office: of a call by its state, else of the latest of its kind."""
        if name == "closed":
            return _undecided(self.officer, self.site)
        if name in ("draft", "published"):
            return str(self._listed(f"calls?state={name}")[-1]["id"])
        return str(self._listed(f"{name}s")[-1]["id"])

    def _listed(self, what: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.officer.get(f"{API}/{what}").json()["items"]
        return found


Deed = Callable[[Walk], object]


@dataclass(frozen=True)
class Step:
    """`deeds`: what is done before the picture. `shows`: what stands at the picture's top; `tall`: pixels at most."""

    picture: str
    deeds: tuple[Deed, ...]
    shows: str = "body"
    tall: int = TALL


def at(address: str) -> Deed:
    """Go to a page; {draft} and the like in its address are found in the office."""

    def go(walk: Walk) -> None:
        before, brace, rest = address.partition("{")
        name, _, after = rest.partition("}")
        path = before + walk.place(name) + after if brace else address
        assert walk.visit.go(path).status == 200, path

    return go


def opened(words: str) -> Deed:
    """Open what is folded away under some words, unless the page did."""
    folded = "one => { if (!one.parentElement.open) one.click(); }"
    return lambda walk: walk.page.locator("main summary").filter(has_text=words).first.evaluate(folded)


def typed(field: str, words: str) -> Deed:
    """Fill in a field."""

    def fill(walk: Walk) -> None:
        one = walk.page.locator(field).first
        one.fill(words)
        one.evaluate("one => { one.scrollTop = 0; one.blur(); }")  # a long text from its beginning

    return fill


def pressed(what: str) -> Deed:
    """Press a button, tick a box, or follow a link."""
    return lambda walk: walk.page.locator(what).first.click()


def chosen(field: str, *places: int) -> Deed:
    """Choose in each of some selections an option, by its place among them."""

    def choose(walk: Walk) -> None:
        for number, place in enumerate(places):  # each is waited for, where the page has not wholly come yet
            walk.page.locator(field).nth(number).select_option(index=place)

    return choose


def seen(what: str) -> Deed:
    """Wait until something is shown."""
    return lambda walk: expect(walk.page.locator(what).first).to_be_visible()


def own_cv(walk: Walk) -> None:
    """Send a CV of whoever is signed in, as text, and come to what was read in it."""
    at("/me")(walk)
    name = walk.page.locator("h1 + p").inner_text()
    at("/me/cv")(walk)
    opened("Or paste its text")(walk)
    typed("#upload-text", f"{name}\n\nWork experience\n\n{INSPECTORATE}{SPOKEN}")(walk)
    pressed("#upload button[type=submit]")(walk)
    walk.page.wait_for_url("**/me/cvs/*")


def visitor(site: Site, page: str) -> Role | Expert | None:
    """Who walks the steps of a page of the guide."""
    if page == "results":
        return seasoned(site)
    return _applicant(site) if page == "expert" else ROLES[page]


def _applicant(site: Site) -> Expert:
    """Somebody who may apply to the open call, has not, and of whom no other test knows."""
    officer = Doors(site.office)(Role.OFFICER)
    call = officer.get(f"{API}/calls?state=published").json()["items"][-1]["id"]
    expert_id = _able(site, officer.get(f"{API}/calls/{call}/long-list").json()["positions"][0])[-1]
    with writing(site.office, SYSTEM) as unit:
        identity = unit.session.get(IdentityRow, expert_id)
        account = new_id("account")
        row = AccountRow(id=account, email=f"{account}@example.org", name=identity.name if identity else account,
                         roles=[Role.EXPERT], expert_id=expert_id, created_at=unit.now)  # fmt: skip
        unit.session.add(row)
        return Expert(row.email, call)


def _undecided(officer: Any, site: Site) -> str:
    """A closed call with a shortlist on which nobody decided yet; made where there is none."""
    if waiting := officer.get(f"{API}/calls?state=closed").json()["items"]:
        return str(waiting[0]["id"])
    body = {"text": call_text(load_raw_calls()[TO_DECIDE], "en"), "deadline": str(site.office.clock.today())}
    draft = officer.post(f"{API}/calls", json=body)
    call = f"{API}/calls/{draft.json()['id']}"
    _done(officer.post(f"{call}/publish", json={"announce": False, "anyway": REASON},
                       headers={"If-Match": draft.headers["etag"]}))  # fmt: skip
    listed = officer.get(f"{call}/long-list").json()["positions"]
    for expert_id in list(dict.fromkeys(one for place in listed for one in _able(site, place)))[:6]:
        person = Doors(site.office)(Role.EXPERT, expert_id=expert_id)
        _done(person.put(f"{call}/applications/{expert_id}", json=DECLARED))
    _done(officer.post(f"{call}/shortlists", json={"pool": "applied"}))
    _done(officer.post(f"{call}/close"))
    return str(draft.json()["id"])


def _able(site: Site, position: dict[str, Any]) -> list[str]:
    """Whoever meets every rule of a position, and has no account yet."""
    with site.office.database.read() as session:
        taken = {row.expert_id for row in session.query(AccountRow)}
    passing = (one for one in position["people"] if all(gate["verdict"] == "pass" for gate in one["gates"]))
    return [one["expert_id"] for one in passing if one["expert_id"] not in taken]


def _done(answer: Any) -> None:
    assert answer.status_code in (200, 201), answer.text


ROLES: dict[str, Role | None] = {
    "README": None,
    "officer": Role.OFFICER,
    "team-leader": Role.LEADER,
    "business-development": Role.BUSINESS,
    "auditor": Role.AUDITOR,
    "steering": Role.STEERING,
    "administrator": Role.ADMINISTRATOR,
}
STEPS: dict[str, tuple[Step, ...]] = {
    "README": (Step("sign-in", (at("/sign-in"),)),),
    "officer": (
        Step("officer-new", (at("/new"), typed("#text", call_text(load_raw_calls()[PASTED], "fr")))),
        Step(
            "officer-shortlist",
            (pressed("main button[type=submit]"), lambda walk: walk.page.wait_for_url("**/shortlists/**")),
            "#position-1",
        ),
        Step("officer-person", (pressed("#position-1 ol summary, #position-1 li summary"),), "#p1-1"),
        Step("officer-out", (), "#out-1"),
        Step(
            "officer-try",
            (typed("[data-weights] input[type=range] >> nth=1", "10"), seen("div#trial")),
            "#try",
        ),
        Step("officer-teams", (), "#the-teams"),
        Step("officer-request", (at("/requests/{request}"),)),
        Step("officer-terms", (at("/calls/{draft}/terms"),)),
        Step("officer-publish", (at("/calls/{draft}"), opened("Publish the call"))),
        Step("officer-call", (at("/calls/{published}"), opened("Make a shortlist"))),
    ),
    "team-leader": (
        Step("leader-shortlists", (at("/shortlists"),), tall=420),
        Step(
            "leader-compare",
            (
                pressed("main li a, main td a, main th a"),
                chosen("#side-by-side select", 1, 2),
                pressed("#side-by-side button"),
                seen("main h3"),
            ),
        ),
        Step("leader-decide", (at("/calls/{closed}"), opened("Decide"))),
    ),
    "business-development": (
        Step(
            "business-roster", (at("/experts"), typed("#language, [name=language]", "Arabic"), pressed("main button"))
        ),
        Step("business-institution", (at("/institutions"), pressed("main tbody a"), opened("Name a focal point"))),
        Step("business-imports", (at("/imports"),), tall=560),
        Step("business-figures", (at("/figures"),)),
    ),
    "auditor": (
        Step("auditor-log", (at("/log"),)),
        Step("auditor-chain", (at("/log"), pressed("main button:has-text('Verify the chain')"), seen("main code"))),
        Step("auditor-call", (at("/calls/{published}"),), "#people"),
    ),
    "steering": (
        Step("steering-actions", (at("/actions"), pressed("main tbody a"))),
        Step("steering-figures", (at("/figures"),), "h2:has-text('People at each stage')"),
    ),
    "administrator": (
        Step("administrator-operation", (at("/operation"),)),
        Step("administrator-rules", (at("/operation"), opened("Change it")), "#rules"),
        Step("administrator-accounts", (at("/accounts?role=auditor"), opened("Add an account"))),
    ),
    "expert": (
        Step("expert-profile", (at("/me"),)),
        Step("expert-cv", (own_cv,), "#facts"),
        Step("expert-suggested", (at("/me/suggested"),), tall=620),
        Step("expert-apply", (at("/calls/{published}"),)),
        Step("expert-data", (at("/me/data"),)),
    ),
    "results": (Step("expert-results", (at("/me/results"), pressed("main a[href^='/me/results/']"))),),
}
