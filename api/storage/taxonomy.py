"""How often the codes of terms are used on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import ActionRow, ActivityRow, CallRow, ExpertRow, FocalPointRow


def people_by_code(session: Session, kind: str) -> Counter[str]:
    """How many people on the roster have each code of a kind ("fields", "competences", "activity_types")."""
    if session.get_bind().dialect.name == "postgresql":
        each = func.jsonb_array_elements_text(ExpertRow.profile[kind]).table_valued("value", joins_implicitly=True)
    else:
        each = func.json_each(ExpertRow.profile, f"$.{kind}").table_valued("value", joins_implicitly=True)
    question = select(each.c.value, func.count()).select_from(ExpertRow, each).group_by(each.c.value)
    return Counter({str(code): int(count) for code, count in session.execute(question)})


def calls_by_code(session: Session, kind: str) -> Counter[str]:
    """How many calls ask for each code, in whatever state they are."""
    found: Counter[str] = Counter()
    terms = CallRow.terms
    for of_call, positions in session.execute(select(terms["activity_types"], terms["positions"])):
        asked = [positions[i].get(kind) or [] for i in range(len(positions or ()))]
        if kind == "activity_types":
            asked.append(of_call or [])
        found.update({code for codes in asked for code in codes})
    return found


def work_by_code(session: Session, kind: str) -> Counter[str]:
    """How many actions, or activities, are about each code."""
    if kind == "fields":
        return _counted(session.scalars(select(ActionRow.fields)))
    if kind == "activity_types":
        return _counted(session.scalars(select(ActivityRow.activity_types)))
    return Counter()


def focal_points_by_code(session: Session, kind: str) -> Counter[str]:
    """How many focal points answer for each field."""
    if kind != "fields":
        return Counter()
    named = session.scalars(select(FocalPointRow.category).where(FocalPointRow.category.is_not(None)))
    return Counter(code for code in named if code)


def _counted(lists: Iterable[list[str]]) -> Counter[str]:
    return Counter(code for codes in lists for code in set(codes or ()))
