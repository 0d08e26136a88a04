"""A call taken through its states over HTTP, in as few words as a test wants to spend on it."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow, NoticeRow
from matching.entities import Call
from tests.api.conftest import Doors, Watchmaker

CALLS = "/api/v1/calls"
DEADLINE = "2026-12-14"
DECLARED = {"available": True, "no_conflict": True}
REASON = "The partner asked for experience of rural offices, which the second brings."


class CallDesk:
    """An officer's and a leader's desk, with a call on it."""

    def __init__(self, doors: Doors, terms: Call, clock: Watchmaker) -> None:
        self.clock = clock  # nobody does two things at the same moment
        self.doors, self.terms = doors, terms.model_dump(mode="json", exclude_unset=True)
        self.officer, self.leader = doors(Role.OFFICER), doors(Role.LEADER)
        self.staff: dict[str, Role] = {}  # what experts are besides, by their id

    def expert(self, expert_id: str) -> TestClient:
        besides = [self.staff[expert_id]] if expert_id in self.staff else []
        return self.doors(Role.EXPERT, *besides, expert_id=expert_id)

    def draft(self, **details: Any) -> Any:
        settings = details.pop("settings", None)
        body = {"call": self.terms | details.pop("terms", {}), "deadline": DEADLINE, "settings": settings} | details
        made = self.officer.post(CALLS, json=body)
        assert made.status_code == 201, made.text
        return made

    def publish(self, call_id: str, **data: Any) -> Any:
        tag = self.officer.get(f"{CALLS}/{call_id}").headers["etag"]
        return self.officer.post(f"{CALLS}/{call_id}/publish", json=data, headers={"If-Match": tag})

    def published(self, **details: Any) -> str:
        call_id: str = self.draft(**details).json()["id"]
        made = self.publish(call_id, announce=False)
        assert made.status_code == 200, made.text
        return call_id

    def apply(self, call_id: str, expert_id: str, **data: Any) -> Any:
        path = f"{CALLS}/{call_id}/applications/{expert_id}"
        self.clock.pass_(seconds=1)
        return self.expert(expert_id).put(path, json=DECLARED | data)

    def closed(self, *applicants: str, **details: Any) -> str:
        call_id = self.published(**details)
        for expert_id in applicants:
            made = self.apply(call_id, expert_id)
            assert made.status_code == 201, made.text
        assert self.officer.post(f"{CALLS}/{call_id}/close").status_code == 200
        return call_id

    def shortlist(self, call_id: str, pool: str = "applied") -> dict[str, Any]:
        made = self.officer.post(f"{CALLS}/{call_id}/shortlists", json={"pool": pool})
        assert made.status_code in (200, 201), made.text
        found: dict[str, Any] = made.json()
        return found

    def invite(self, call_id: str, expert_id: str, position: str = "1", **data: Any) -> Any:
        body = {"expert_id": expert_id, "position_id": position, "reply_by": "2026-11-26"} | data
        self.clock.pass_(seconds=1)
        return self.officer.post(f"{CALLS}/{call_id}/invitations", json=body)

    def answer(self, invitation: dict[str, Any], accept: bool, **data: Any) -> Any:
        expert_id = invitation["expert_id"]
        path = f"/api/v1/experts/{expert_id}/invitations/{invitation['id']}/answer"
        said = DECLARED if accept else {}
        self.clock.pass_(seconds=1)
        return self.expert(expert_id).post(path, json={"accept": accept} | said | data)

    def invitations(self, call_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.officer.get(f"{CALLS}/{call_id}/invitations").json()["items"]
        return found

    def decide(self, call_id: str, chosen: dict[str, Any], number: int = 1, **data: Any) -> Any:
        body = {"shortlist": number, "chosen": chosen} | data
        return self.leader.post(f"{CALLS}/{call_id}/decision", json=body)

    def decided(self, **details: Any) -> tuple[str, dict[str, str]]:
        """A call decided on as the machine ranked it, between anna, bert, cleo and dino; and the first team."""
        call_id = self.closed("anna", "bert", "cleo", "dino", **details)
        team = first_team(self.shortlist(call_id))
        made = self.decide(call_id, team)
        assert made.status_code == 201, made.text
        return call_id, team

    def letters(self, *kinds: str) -> list[tuple[str, str | None]]:
        """Kind and expert of what is in the queue, of these kinds or all, in order of expert."""
        with self.doors.office.database.read() as session:
            rows = session.query(NoticeRow).all()
            return sorted((row.kind, row.expert_id) for row in rows if not kinds or row.kind in kinds)  # type: ignore[type-var]

    def change_expert(self, expert_id: str, profile: dict[str, Any] | None = None, **columns: Any) -> None:
        with writing(self.doors.office, SYSTEM) as unit:
            row = unit.session.get_one(ExpertRow, expert_id)
            row.profile = row.profile | (profile or {})
            for name, value in columns.items():
                setattr(row, name, value)
            row.revision, row.changed_at = unit.roster_changed(), unit.now


def first_team(version: dict[str, Any]) -> dict[str, str]:
    return {m["position_id"]: m["expert_id"] for m in version["shortlist"]["teams"][0]["members"]}
