"""People imported from JSON Lines, in batches: whoever is unchanged is passed over, so that a cut import goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from api.auth.roles import Role
from api.services.exchange.json_lines import Line, Report, in_batches
from api.services.exchange.roster_lines import LineReader, Person, hash_of
from api.services.office import Office
from api.services.people.experts import new_row, write_profile
from api.services.people.identities import address_hash
from api.services.people.profiles import changed_parts, needs_validation
from api.services.unit import COMMAND, SYSTEM, Actor, Unit, new_id, reading, writing
from api.storage import experts, identities
from api.storage.tables import ConsentRow, DeclarationRow, ExpertRow, IdentityRow
from matching.errors import LineProblem
from matching.reading.rosters import LineWarning
from matching.vocabulary import Vocabularies

BATCH = 50  # lines that are kept together or not at all
NOTICE = "imported"  # stands for the version of the privacy notice where another system took the consent
CONSENT_IS_THEIRS = "consent was left out: the person gives it, once they are on the roster"
LEADERS_EXCLUDE = "the exclusion was left out: a team leader decides on it, with a reason"
CONTACT = ("name", "email", "phone", "language")


def import_experts(
    office: Office,
    actor: Actor,
    lines: Iterable[Line],
    vocabularies: Vocabularies,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Put the people of these lines on the roster, or change those who are there.

    What somebody did here weighs more than a file: a profile changed here since its last import is left as it is
    (unless `overwrite`), a withdrawn consent, an exclusion and a declaration always, and who was erased stays so.
    A file gives nobody more rights than they have: an exclusion is taken from a team leader's, a consent from none
    that an account sends; what is left out of a line is told. Whoever runs the service brings both along by command.

    Args:
        dry_run: say what would be done, and do nothing.
        progress: told after every batch.
    """
    report, reader, addresses = Report(dry_run), LineReader(vocabularies), dict[str, str]()
    for batch in in_batches(enumerate(lines, start=1), BATCH):
        people, problems = [], []
        for number, line in batch:
            person, found = reader.read(number, line)
            people += [person] if person else []
            problems += found
        with (reading if dry_run else writing)(office, actor) as unit:
            done = _Batch(unit, people, addresses, overwrite).do(write=not dry_run)
        for problem in sorted((*problems, *done.problems), key=lambda each: each.line):
            report.note(problem)
        report.lines += len(batch)
        report.added, report.changed = report.added + done.added, report.changed + done.changed
        report.unchanged += done.unchanged
        progress(report)
    return report


class _Batch:
    """The people of one transaction, beside what is on record of them."""

    def __init__(self, unit: Unit, people: Sequence[Person], addresses: dict[str, str], overwrite: bool) -> None:
        self.unit, self.people, self.addresses, self.overwrite = unit, people, addresses, overwrite
        ids = [person.expert.id for person in people]
        emails = [person.identity["email"] for person in people if person.identity.get("email")]
        self.rows = experts.experts_by_id(unit.session, ids)
        self.known = identities.identities(unit.session, ids)
        self.removed = experts.removed_among(unit.session, ids)
        self.holders = identities.holders(unit.session, emails)

    def do(self, *, write: bool) -> Report:
        """Take everyone who can be taken; what came of it."""
        report, new, old = Report(), [], []
        for person in self.people:
            row = self.rows.get(person.expert.id)
            person, left = self._within_rights(person, row)
            if problem := self._problem(person, row):
                report.note(problem)
                continue
            if row is None:
                new.append(person)
            elif self._is_unchanged(person, row):
                report.unchanged += 1
            else:
                old.append((person, row))
            for warning in left:
                report.note(warning)
        report.added, report.changed = len(new), len(old)
        if write and (new or old):
            self._write(new, old)
            self.unit.record("experts.imported", "roster", "roster", added=len(new), changed=len(old))
        return report

    def _within_rights(self, person: Person, row: ExpertRow | None) -> tuple[Person, list[LineWarning]]:
        """The person without what the actor may not say of them, and what that is."""
        expert, left = person.expert, []
        if self.unit.actor not in (SYSTEM, COMMAND):
            if expert.consent and not (row and row.consent is not None):
                left.append(LineWarning(person.line, "consent", CONSENT_IS_THEIRS))
                expert = expert.model_copy(update={"consent": row.consent if row else None})
            if expert.excluded and not (row and row.excluded) and not self.unit.actor.is_any(Role.LEADER):
                left.append(LineWarning(person.line, "excluded", LEADERS_EXCLUDE))
                expert = expert.model_copy(update={"excluded": False})
        return (replace(person, expert=expert) if left else person), left

    def _problem(self, person: Person, row: ExpertRow | None) -> LineProblem | None:
        """Why a person cannot be taken."""
        expert_id, email = person.expert.id, person.identity.get("email")
        if expert_id in self.removed:
            reason = "somebody with this id was taken off the roster for good; ask the person, then give a new id"
            return LineProblem(person.line, "id", reason)
        if row is not None and not self.overwrite and not self._is_unchanged(person, row) and self._changed_here(row):
            reason = "the person was changed here since the last import; import with 'overwrite' to replace that"
            return LineProblem(person.line, "", reason)
        if email and self.addresses.setdefault(email, self.holders.get(email, expert_id)) != expert_id:
            return LineProblem(person.line, "identity.email", "the address is on record for another person")
        return None

    def _is_unchanged(self, person: Person, row: ExpertRow) -> bool:
        """Whether the line is the one of the last import, or would change nothing."""
        if row.imported and row.imported["line"] == person.hash and not (self.overwrite and self._changed_here(row)):
            return True
        identity = self.known.get(row.id)
        contact = _contact(identity)
        return (
            not changed_parts(experts.expert_of(row, None), person.expert)
            and contact == contact | person.identity
            and _judgements(row, person, self._may_judge(row.id)) == (row.validated, row.consent, row.excluded)
        )

    def _changed_here(self, row: ExpertRow) -> bool:
        return row.imported is None or row.imported["state"] != _state(row, self.known.get(row.id))

    def _may_judge(self, expert_id: str) -> bool:
        return self.unit.actor.expert_id != expert_id  # nobody validates their own profile

    def _write(self, new: Sequence[Person], old: Sequence[tuple[Person, ExpertRow]]) -> None:
        revision = self.unit.roster_changed()
        added = [(person, self._add(person, revision)) for person in new]
        self.unit.session.flush()
        for person, row in added:
            self._lay_apart(person, row)
        for person, row in old:
            self._change(person, row, revision)
        self.unit.session.flush()
        for person, row in (*added, *old):
            row.imported = {"line": person.hash, "state": _state(row, self.known.get(row.id))}

    def _add(self, person: Person, revision: int) -> ExpertRow:
        expert, judges = person.expert, self._may_judge(person.expert.id)
        state: dict[str, Any] = {"consent": expert.consent, "excluded": expert.excluded}
        if expert.validated is not None and judges:
            state |= {"validated": expert.validated, **self._judged_now()}
        self.unit.record("expert.added", "expert", expert.id, imported=True)
        return new_row(self.unit, expert, revision, **state)

    def _lay_apart(self, person: Person, row: ExpertRow) -> None:
        """Who somebody new is, what they declared and what they agreed to, in tables of their own."""
        unit, declared = self.unit, person.expert.declared
        if person.identity:
            self.known[row.id] = IdentityRow(expert_id=row.id, **person.identity)
            unit.session.add(self.known[row.id])
        if declared.gender or declared.nationalities:
            unit.session.add(DeclarationRow(expert_id=row.id, at=unit.now, **declared.model_dump(mode="json")))
        if row.consent is not None:
            self._note_consent(row)

    def _change(self, person: Person, row: ExpertRow, revision: int) -> None:
        unit, parts = self.unit, changed_parts(experts.expert_of(row, None), person.expert)
        validated, consent, excluded = _judgements(row, person, self._may_judge(row.id))
        if parts or (validated, consent, excluded) != (row.validated, row.consent, row.excluded):
            write_profile(unit, row, person.expert, revision)
        if validated is not row.validated:
            row.validated, row.validated_by, row.validated_at = validated, None, None
            if validated is not None:
                row.validated_by, row.validated_at = unit.actor.account_id, unit.now
        row.excluded = excluded
        if consent is not row.consent:
            row.consent = consent
            self._note_consent(row)
        unit.record("expert.changed", "expert", row.id, parts=parts, imported=True, validated=row.validated)
        contact = _contact(self.known.get(row.id))
        if contact != contact | person.identity:
            self._change_identity(row.id, person.identity)

    def _change_identity(self, expert_id: str, given: dict[str, Any]) -> None:
        row = self.known.get(expert_id)
        if row is None:
            self.known[expert_id] = row = IdentityRow(expert_id=expert_id)
            self.unit.session.add(row)
        was = row.email if row.email and row.email != given.get("email", row.email) else None
        for name, value in given.items():
            setattr(row, name, value)
        before = {"address_was": address_hash(self.unit.office, was)} if was else {}
        self.unit.record("identity.changed", "expert", expert_id, imported=True, **before)

    def _note_consent(self, row: ExpertRow) -> None:
        unit = self.unit
        unit.session.add(
            ConsentRow(
                id=new_id("consent"), expert_id=row.id, notice=NOTICE, given=bool(row.consent), at=unit.now,
                by=unit.actor.account_id,
            )
        )  # fmt: skip

    def _judged_now(self) -> dict[str, Any]:
        return {"validated_by": self.unit.actor.account_id, "validated_at": self.unit.now}


def _judgements(row: ExpertRow, person: Person, may_judge: bool) -> tuple[bool | None, bool | None, bool]:
    """Validation, consent and exclusion of somebody on record after this line."""
    given, validated = person.expert, row.validated
    if needs_validation(changed_parts(experts.expert_of(row, None), given)):
        validated = given.validated if may_judge else None  # of the facts as they are on the line
    consent = row.consent if given.consent is None or row.consent is False else given.consent
    return validated, consent, row.excluded or given.excluded


def _contact(row: IdentityRow | None) -> dict[str, Any]:
    return {name: getattr(row, name, None) for name in CONTACT}


def _state(row: ExpertRow, identity: IdentityRow | None) -> str:
    """A hash of what is kept of a person that a line could change."""
    facts = {"profile": row.profile, "status": row.status, "institution": row.institution}
    return hash_of(facts | {"country": row.institution_country, "identity": _contact(identity)})
