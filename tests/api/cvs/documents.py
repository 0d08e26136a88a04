"""CVs of people who do not exist, as text, and what is done with them in the tests."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.services.office import Office
from matching.roster import Roster

ALL, EXPERTS = "/api/v1/cvs", "/api/v1/experts"
NAME, EMAIL, PHONE = "Odile Tremblay", "odile.tremblay@example.org", "+33 6 55 01 02 03"
HEAD = f"{NAME}\nE-mail: {EMAIL}\nTelephone: {PHONE}\nNationality: French\n"
BORN = "Date of birth: 14 March 1974\n"
INSPECTORATE = """2015 - to date: Head of unit, Labour Inspectorate, Lyon, France
Plans inspections of building sites and trains forty inspectors.
"""
FUND = """2008 - 2015: Adviser, National Pension Fund, Paris, France
Projections of old-age benefits and contribution rates.
"""
SPOKEN = "\nLanguages\nFrench: native\nEnglish: C1\n"
CV = f"{HEAD}{BORN}\nWork experience\n\n{INSPECTORATE}\n{FUND}{SPOKEN}"
NEWER = CV.replace("English: C1", "English: C2\nSpanish: B1").replace(
    "Work experience\n\n",
    "Work experience\n\n2022 - to date: Director of inspection, Ministry of Labour, Paris, France\n"
    "Leads the reform of the labour inspection and its digital tools.\n\n",
).replace("2015 - to date: Head", "2015 - 2022: Head").replace(FUND, "")  # fmt: skip


def send(client: TestClient, text: str | bytes, *, expert_id: str | None = None, name: str = "cv.txt") -> Any:
    """The answer to a CV that is sent."""
    data = text if isinstance(text, bytes) else text.encode()
    path = ALL if expert_id is None else f"{EXPERTS}/{expert_id}/cvs"
    return client.post(path, files={"file": (name, data)})


def sent(client: TestClient, text: str | bytes, **where: Any) -> dict[str, Any]:
    """The same, which has to have been taken."""
    answer = send(client, text, **where)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def whole(client: TestClient, made: dict[str, Any]) -> dict[str, Any]:
    """A CV with its text and facts."""
    answer = client.get(made["links"]["itself"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def values(client: TestClient, made: dict[str, Any]) -> dict[str, Any]:
    """The facts of a CV: value by path."""
    return {fact["path"]: fact["value"] for fact in whole(client, made)["items"]}


def version(client: TestClient, made: dict[str, Any]) -> dict[str, str]:
    """The header that a change of a CV needs."""
    return {"If-Match": client.get(made["links"]["itself"]).headers["etag"]}


def decide(client: TestClient, made: dict[str, Any], *decisions: dict[str, Any]) -> Any:
    """The answer to decisions on facts."""
    return client.patch(made["links"]["facts"], json={"decisions": list(decisions)}, headers=version(client, made))


def confirm(client: TestClient, made: dict[str, Any], **how: Any) -> Any:
    """The answer to a confirmation of the whole."""
    return client.post(made["links"]["confirmation"], json=how, headers=version(client, made))


def profile(client: TestClient, expert_id: str) -> dict[str, Any]:
    """A person's profile on record."""
    found: dict[str, Any] = client.get(f"{EXPERTS}/{expert_id}").json()["profile"]
    return found


def differences(client: TestClient, made: dict[str, Any]) -> dict[str, Any]:
    """What a CV would change."""
    answer = client.get(made["links"]["differences"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def matched(office: Office) -> Roster:
    """The roster as it is matched with now, however long it takes to make."""
    office.roster._took = 0.0
    return office.roster.current().matcher.roster
