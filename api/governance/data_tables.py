"""Tables on data, records and people for the documents: roster, database, log, roles, settings."""

from __future__ import annotations

from collections.abc import Iterable

from api.governance.articles import ARTICLES
from api.governance.facts import Described, Facts, TableFact
from api.governance.kinds import KINDS
from api.governance.markdown import Ready, code, listed, table
from api.governance.roster_facts import CONSENT, GENDER, NATIONALITY

TITLES = {kind.name: kind.title for kind in KINDS}


def breakdown(facts: Facts, title: str) -> Ready:
    """People by one fact."""
    rows = ((cell.label, cell.people, cell.share) for cell in facts.roster.breakdown(title).cells)
    return table([title[0].lower() + title[1:], "people", "share"], rows)


def breakdown_titles(facts: Facts) -> list[str]:
    """The breakdowns that describe what people can do; those of declarations and consent have places of their own."""
    return [b.title for b in facts.roster.breakdowns if b.title not in (GENDER, NATIONALITY, CONSENT)]


def known(facts: Facts) -> Ready:
    """Of how many people each fact is known."""
    rows = ((k.what, k.known, k.known_share, k.not_said, k.not_said_share) for k in facts.roster.known)
    return table(["fact", "known of", "share", "not said by", "share not said"], rows)


def personal_tables(facts: Facts) -> Ready:
    """The tables that hold personal data."""
    rows = (
        (code(t.name), t.personal, _ids(t), t.purpose or "not described", t.kept or "not described")
        for t in facts.tables
        if t.personal
    )
    return table(["table", "personal data", "with ids of", "what for", "kept"], rows, "No table is described.")


def pointing_tables(facts: Facts) -> Ready:
    """The tables without personal data of their own that say whose doing a row was."""
    rows = (
        (code(t.name), _ids(t), t.purpose or "not described", t.kept or "not described")
        for t in facts.tables
        if t.described and not t.personal and t.points_to
    )
    return table(["table", "holds ids of", "what for", "kept"], rows)


def other_tables(facts: Facts) -> Ready:
    """The names of the tables that hold nothing about persons."""
    return listed(code(t.name) for t in facts.tables if t.described and not t.personal and not t.points_to)


def undescribed_tables(facts: Facts) -> list[TableFact]:
    """The tables of which the code does not say what they hold."""
    return [t for t in facts.tables if not t.described]


def columns(facts: Facts) -> Ready:
    """Every column of the tables with personal data."""
    rows = ((code(t.name), listed(map(code, t.columns))) for t in facts.tables if t.personal)
    return table(["table", "columns"], rows)


def settings(facts: Facts) -> Ready:
    """The settings of the installation."""
    rows = ((code(s.variable), s.meaning, s.default, s.in_use) for s in facts.settings)
    return table(["variable", "meaning", "default", "here"], rows)


def rules(facts: Facts) -> Ready:
    """The rules of the office."""
    rows = (
        (code(r.name), r.meaning, r.default, f"{r.in_use} (changed)" if r.changed else r.in_use) for r in facts.rules
    )
    return table(["rule", "meaning", "default", "in use"], rows)


def described(rows: Iterable[Described], head: str, nothing: str) -> Ready:
    """Names with what they stand for."""
    return table([head, "meaning"], ((code(row.name), row.meaning) for row in rows), nothing)


def articles() -> Ready:
    """What the law asks, where the pack speaks of it, and what remains with the facility."""
    rows = ((a.name, a.asks, listed(_page(name) for name in a.documents), a.remains) for a in ARTICLES)
    return table(["duty", "asks", "in this pack", "remains with the facility"], rows)


def _ids(fact: TableFact) -> str:
    return ", ".join(fact.points_to)


def _page(name: str) -> Ready:
    return Ready(f"[{TITLES[name]}]({name}.md)")
