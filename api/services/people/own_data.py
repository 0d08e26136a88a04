"""Everything that is held about a person, for that person: as data, and as a folder of files to open anywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from pydantic_core import to_jsonable_python

from api.auth.language import ENGLISH
from api.exports.own_files import OwnFiles, tables_said
from api.exports.tables import FORMATS as TABLES
from api.exports.tables import book_of, csv_text
from api.services.people.own_results import OVER, own_part
from api.services.people.viewing import ITSELF, roles_of
from api.services.unit import Unit
from api.services.versions import found
from api.storage import digests, erasure, experts, identities, personal
from api.storage import own_data as rows
from api.storage.tables import AccountRow, EntryRow, ExpertRow, ShortlistRow

Record = dict[str, Any]
SECRETS = {"password_hash", "subject", "id_hash", "secret_hash", "same_person", "email_hash", "name_hash"}
OTHERS = {"by", "validated_by", "replaces"}  # accounts and invitations of other people: their role is told instead
PLACES_TOLD = (*OVER, "cancelled")  # states of a call in which a person is told where they stood
NOTES_TOLD = ("decided", "cancelled")  # and what evaluators wrote
LATER = "Where you stood in a call is told once it is closed, and what evaluators wrote once it is decided on."
INNER = {"revision", "imported", "profile", "expert_id", "account_id", "proposed"}


def everything(unit: Unit, expert_id: str) -> Record:
    """All that is held about a person, by subject; of other people only the roles in which they acted.

    Raises:
        NotOnRecord: there is no such person.
    """
    person = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    account = rows.account(unit.session, expert_id)
    account_id = account.id if account else None
    teller = _Teller(unit, expert_id, account_id)
    held = _who(unit, person, account, teller) | _selections(unit, expert_id, teller) | _peers(unit, account, teller)
    notices = rows.notices(unit.session, expert_id, account_id)
    held["performance_notes"] = teller.all(personal.performance_notes(unit.session, expert_id))
    held["notices"] = teller.all(notices)
    held["log"] = [teller.entry(entry) for entry in rows.entries(unit.session, expert_id, account_id)]
    unit.record("data.downloaded", "expert", expert_id, roles=roles_of(unit))
    made: Record = to_jsonable_python({"expert_id": expert_id, "made_at": unit.now} | held)
    return made


def _who(unit: Unit, person: ExpertRow, account: AccountRow | None, teller: _Teller) -> Record:
    """Who a person is, what they can do, what they said and how they come in."""
    session = unit.session
    return {
        "identity": _record(identities.identity(session, person.id)),
        "profile": experts.expert_of(person, None).model_dump(mode="json", exclude={"name", "declared"}),
        "state": _record(person),
        "declaration": _record(personal.declaration(session, person.id)),
        "cvs": teller.all(rows.cvs(session, person.id)),
        "consents": teller.all(personal.consents(session, person.id)),
        "digest": _record(digests.digest(session, person.id)),
        "account": _record(account),
        "sign_ins": teller.all(rows.sign_ins(session, account.id) if account else ()),
        "tokens": teller.all(rows.tokens(session, account.id) if account else ()),
    }


def _selections(unit: Unit, expert_id: str, teller: _Teller) -> Record:
    """In which selections a person took part, and how that went; of a call that is still open nothing of its result."""
    applications, invitations = rows.applications(unit.session, expert_id), rows.invitations(unit.session, expert_id)
    ids = (expert_id, *sorted(erasure.merged_into(unit.session, expert_id)))
    shortlists = [
        _shortlist(row, one) for one in ids for row in rows.shortlists_to_tell(unit.session, one, PLACES_TOLD)
    ]
    call_ids = {row.call_id for row in applications} | {row.call_id for row in invitations}
    call_ids |= {made["call_id"] for made in shortlists if made["call_id"]}
    return {
        "applications": teller.all(applications),
        "invitations": teller.all(invitations),
        "evaluation_notes": teller.all(rows.evaluation_notes(unit.session, expert_id, NOTES_TOLD)),
        "shortlists": shortlists,
        "told_later": LATER,
        "decisions": _decisions(unit, expert_id, call_ids),
        "calls": [
            {"id": call.id, "reference": call.reference, "title": call.title, "state": call.state}
            for call in rows.calls(unit.session, call_ids).values()
        ],
    }


def _peers(unit: Unit, account: AccountRow | None, teller: _Teller) -> Record:
    """What a person is among peers: by the address with which they sign in, which nobody else has."""
    points = rows.focal_points(unit.session, account.email) if account and account.email else ()
    ids = [point.id for point in points]
    return {
        "focal_points": [_record(point) for point in points],
        "communities": [{"id": row.id, "name": row.name} for row in rows.communities(unit.session, ids)],
        "interests": teller.all(rows.interests(unit.session, ids, account.id if account else None)),
    }


def as_json(held: Record) -> bytes:
    """The data as one document, for programs: its keys are the same in every language."""
    return json.dumps(held, ensure_ascii=False, indent=1).encode()


def as_zip(held: Record, language: str = ENGLISH) -> bytes:
    """The data as one document, and each of its lists as a table in the person's language."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as folder:
        folder.writestr("data.json", as_json(held))
        for name, table in _said(held, OwnFiles(language)).items():
            folder.writestr(f"{name}.csv", csv_text(table).encode("utf-8-sig"))
    return stream.getvalue()


def as_workbook(held: Record, language: str = ENGLISH) -> bytes:
    """The data as a workbook: a sheet with all that is said once, and one for each list, in the person's language."""
    files = OwnFiles(language)
    return book_of(_said(held, files), from_the_right=files.from_the_right)


def _said(held: Record, files: OwnFiles) -> dict[str, Sequence[Mapping[str, Any]]]:
    return tables_said(_said_once(held), _tables(held), files)


def _tables(held: Record) -> dict[str, list[Record]]:
    """Each list in the data that holds something, and those of the profile."""
    lists = {name: value for name, value in held.items() if isinstance(value, list)}
    inner = {f"profile_{name}": value for name, value in held["profile"].items() if isinstance(value, list)}
    return {name: _table(value) for name, value in (lists | inner).items() if value}


def _said_once(held: Record) -> list[Record]:
    """What is no list: a line each, under the part to which it belongs."""
    told = []
    for part, value in held.items():
        inside = value.items() if isinstance(value, dict) else () if isinstance(value, list) else [(None, value)]
        told += [
            {"part": part, "name": name, "value": one}
            for name, one in inside
            if not (part == "profile" and isinstance(one, list))
        ]
    return told


def _table(values: Iterable[Any]) -> list[Record]:
    return [value if isinstance(value, dict) else {"value": value} for value in values]


class _Teller:
    """Tells rows and entries of the log; other people in them by the roles in which they act, never by account."""

    def __init__(self, unit: Unit, expert_id: str, account_id: str | None) -> None:
        self.unit, self.own = unit, {expert_id, account_id} - {None}
        self._roles: dict[str | None, str] = dict.fromkeys(self.own, "you") | {name: name for name in ITSELF}

    def all(self, found_rows: Iterable[Any]) -> list[Record]:
        """Rows as records, whoever wrote them as a role."""
        return [_record(row) | ({"by": self._role(row.by)} if hasattr(row, "by") else {}) for row in found_rows]

    def entry(self, entry: EntryRow) -> Record:
        """An entry of the log; its facts only where it is about this person alone: others may name others."""
        return {
            "number": entry.number,
            "at": entry.at,
            "event": entry.event,
            "kind": entry.kind,
            "subject_id": entry.subject_id,
            "by": self._role(entry.actor),
            "facts": entry.facts if entry.subject_id in self.own else None,
        }

    def _role(self, account_id: str) -> str:
        if account_id not in self._roles:
            known = personal.roles_of(self.unit.session, [account_id]).get(account_id)
            self._roles[account_id] = ", ".join(known) if known else "an account that is no longer there"
        return self._roles[account_id]


def _record(row: Any) -> Record:
    """A row by its columns, without secrets and without the ids of other people; empty where there is none."""
    if row is None:
        return {}
    without = SECRETS | OTHERS | INNER
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in without}


def _shortlist(row: ShortlistRow, expert_id: str) -> Record:
    call: Mapping[str, Any] = row.content["call"]
    about = {"id": row.id, "call_id": row.call_id, "number": row.number, "made_at": row.at, "title": call.get("title")}
    return about | own_part(row.content, expert_id)


def _decisions(unit: Unit, expert_id: str, call_ids: set[str]) -> list[Record]:
    """What was decided about a person, position by position; where they were not chosen, that."""
    told = []
    for row in rows.decisions(unit.session, expert_id, call_ids):
        about = {"call_id": row.call_id, "at": row.at}
        chosen = [{"outcome": "chosen", "position_id": p} for p, who in row.chosen.items() if who == expert_id]
        reserve = [
            {"outcome": "reserve", "position_id": position, "place": people.index(expert_id) + 1}
            for position, people in row.reserve.items()
            if expert_id in people
        ]
        told += [about | outcome for outcome in (chosen + reserve or [{"outcome": "not chosen"}])]
    return told


Writer = Callable[[Record, str], bytes]
FORMATS: dict[str, tuple[str, Writer]] = {
    "json": ("application/json", lambda held, _: as_json(held)),
    "zip": ("application/zip", as_zip),
    "xlsx": (TABLES["xlsx"].media_type, as_workbook),
}
