"""Institutions, requests and actions imported from the JSON Lines that an export gives out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from api.services.exchange.data_lines import ActionLine, InstitutionLine, RequestLine, StepLine
from api.services.exchange.json_lines import Line, Report, in_batches, problem_of, record_of
from api.services.office import Office
from api.services.unit import Actor, Unit, new_id, reading, writing
from api.storage import institutions as institution_rows
from api.storage import kinds
from api.storage.tables import ActionRow, AssessmentRow, InstitutionRow, RequestRow, StepRow
from matching.errors import LineProblem, UnknownCode
from matching.vocabulary import Vocabularies

BATCH = 50  # lines that are kept together or not at all


class Refused(Exception):
    """A line that cannot be taken, with the field and the reason."""


class Waits(Exception):
    """A line that refers to something that is not on record yet."""


@dataclass(frozen=True)
class Kind:
    """How one kind of data is imported."""

    line: type[BaseModel]
    add: Callable[[Unit, Any], None]
    replace: Callable[[Unit, Any], None] | None = None  # None: what is on record is never replaced


def import_data(
    office: Office,
    actor: Actor,
    kind: str,
    lines: Iterable[Line],
    vocabularies: Vocabularies,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Add the records of these lines; what is on record as it is on the line is passed over.

    Args:
        kind: one of KINDS.
        overwrite: replace an institution that is on record otherwise; requests and actions have a history here and
            are never replaced.
        dry_run, progress: as for people.
    """
    report, first, waiting = Report(dry_run), dict[str, int](), list[tuple[int, Any]]()
    unit_of = reading if dry_run else writing
    for batch in in_batches(enumerate(lines, start=1), BATCH):
        read = [one for number, line in batch if (one := _read(kind, number, line, first, vocabularies, report))]
        with unit_of(office, actor) as unit:
            waiting += _take_all(unit, kind, read, report, overwrite)
        report.lines += len(batch)
        progress(report)
    while waiting:  # what they refer to may have stood further down
        with unit_of(office, actor) as unit:
            left = _take_all(unit, kind, waiting, report, overwrite)
        if len(left) == len(waiting):
            break
        waiting = left
    for number, value in waiting:
        report.note(LineProblem(number, *_missing(value)))
    return report


def _read(
    kind: str, number: int, line: Line, first: dict[str, int], vocabularies: Vocabularies, report: Report
) -> tuple[int, Any] | None:
    data = record_of(number, line)
    if data is None:
        return None
    try:
        if isinstance(data, LineProblem):
            raise Refused(data.field, data.reason)
        value: Any = KINDS[kind].line.model_validate(data)
        if first.setdefault(value.id, number) != number:
            raise Refused("id", f"the id '{value.id}' is on line {first[value.id]} already")
        if isinstance(value, ActionLine):
            value.fields = [vocabularies.fields.normalise(code) for code in value.fields]
    except ValidationError as error:
        report.note(problem_of(number, error))
    except UnknownCode as error:
        report.note(LineProblem(number, "fields", str(error)))
    except Refused as error:
        report.note(LineProblem(number, *error.args))
    else:
        return number, value
    return None


def _take_all(
    unit: Unit, kind: str, read: Sequence[tuple[int, Any]], report: Report, overwrite: bool
) -> list[tuple[int, Any]]:
    """Take these records; those that refer to something not on record are given back."""
    taken, waiting = [], []
    for number, value in read:
        try:
            if _take(unit, kind, value, report, overwrite):
                taken.append(value.id)
        except Refused as error:
            report.note(LineProblem(number, *error.args))
        except Waits:
            waiting.append((number, value))
    if taken and not report.dry_run:
        unit.record("data.imported", "data", kind, rows=len(taken), ids=taken)
    return waiting


def _take(unit: Unit, kind: str, value: Any, report: Report, overwrite: bool) -> bool:
    """Take one record; whether something was done."""
    how = KINDS[kind]
    known = kinds.records_by_id(unit.session, kind, [value.id]).get(value.id)
    if known is not None and to_jsonable_python(known) == value.model_dump(mode="json"):
        report.unchanged += 1
        return False
    if known is not None and (how.replace is None or not overwrite):
        raise Refused("", _on_record(how))
    _check(unit, value)
    put = how.add if known is None else how.replace
    if put is not None and not report.dry_run:
        put(unit, value)
        unit.session.flush()
    report.added, report.changed = report.added + (known is None), report.changed + (known is not None)
    return True


def _on_record(how: Kind) -> str:
    what = "this id is on record with other content"
    return f"{what}; change it here" if how.replace is None else f"{what}; import with 'overwrite' to replace it"


def _check(unit: Unit, value: Any) -> None:
    """Raises Waits where the record refers to a request that is not on record, Refused where its code is taken."""
    wanted = _reference(value)
    if wanted and wanted not in kinds.records_by_id(unit.session, "requests", [wanted]):
        raise Waits
    if isinstance(value, ActionLine) and kinds.has_action_code(unit.session, value.code):
        raise Refused("code", f"another action has the code '{value.code}'")


def _reference(value: Any) -> str | None:
    found: str | None = getattr(value, "merged_into", None) or getattr(value, "request_id", None)
    return found


def _missing(value: Any) -> tuple[str, str]:
    name = "merged_into" if isinstance(value, RequestLine) else "request_id"
    return name, f"no request '{_reference(value)}' is on record; import it first"


def _add_institution(unit: Unit, value: InstitutionLine) -> None:
    unit.session.add(InstitutionRow(**value.model_dump()))


def _replace_institution(unit: Unit, value: InstitutionLine) -> None:
    row = institution_rows.institution(unit.session, value.id)
    for name, given in value.model_dump(exclude={"id"}).items():
        setattr(row, name, given)


def _add_request(unit: Unit, value: RequestLine) -> None:
    own = value.model_dump(exclude={"assessments", "steps"})
    unit.session.add(RequestRow(**own, created_by=unit.actor.account_id))
    unit.session.flush()
    for one in value.assessments:
        unit.session.add(
            AssessmentRow(
                id=new_id("assessment"), request_id=value.id, by=unit.actor.account_id, **one.model_dump()
            )
        )  # fmt: skip
    _add_steps(unit, "request", value.id, value.steps)


def _add_action(unit: Unit, value: ActionLine) -> None:
    unit.session.add(ActionRow(**value.model_dump(exclude={"steps"}), created_by=unit.actor.account_id))
    _add_steps(unit, "action", value.id, value.steps)


def _add_steps(unit: Unit, kind: str, subject_id: str, steps: Sequence[StepLine]) -> None:
    by = unit.actor.account_id
    unit.session.add_all(StepRow(kind=kind, subject_id=subject_id, by=by, **step.model_dump()) for step in steps)


KINDS: dict[str, Kind] = {
    "institutions": Kind(InstitutionLine, _add_institution, _replace_institution),
    "requests": Kind(RequestLine, _add_request),
    "actions": Kind(ActionLine, _add_action),
}
