"""Tables of the matcher for the documents: what counts, by how much, under which rules, and how well it works."""

from __future__ import annotations

from collections.abc import Iterable

from api.exports.labels import percent
from api.governance.facts import Facts, RunSettingFact
from api.governance.markdown import Ready, code, listed, table
from api.governance.measured import FigureFact
from api.governance.words import MEASURES, direction, figure_words, interval, number, plain
from matching.codes import language_name


def criteria(facts: Facts) -> Ready:
    """The criteria with their weights; what differs from the default is marked."""
    rows = (
        (
            c.label,
            code(c.name),
            c.meaning,
            plain(c.weight) if c.weight == c.default else f"{plain(c.weight)} (default {plain(c.default)})",
            percent(c.share),
        )
        for c in facts.criteria
    )
    return table(["criterion", "setting", "what it looks at", "weight", "share of all weights"], rows)


def gates(facts: Facts) -> Ready:
    """The gates with their rules, and what each says of invented people."""
    rows = (
        (
            code(g.name),
            "always" if g.always else "where the call states it",
            g.rule,
            g.passes or "",
            g.asks or "never asked",
            g.fails or "never a fail",
        )
        for g in facts.gates
    )
    return table(["gate", "applied", "rule, as for an example", "met", "asked where not known", "not met"], rows)


def modes(facts: Facts) -> Ready:
    """The modes of balance."""
    rows = ((m.label, code(m.name), m.meaning, "in use" if m.in_use else "") for m in facts.modes)
    return table(["mode", "setting", "meaning", "here"], rows)


def run_settings(facts: Facts) -> Ready:
    """The settings of a run that are not rules of composition."""
    rows = ((code(s.name), s.meaning, s.default, _used(s)) for s in facts.run_settings if not _is_rule(s))
    return table(["setting", "meaning", "default", "in use"], rows)


def rules(facts: Facts) -> Ready:
    """The rules of composition, for teams and for lists."""
    used = {s.name: s for s in facts.run_settings}
    teams = [s for s in facts.run_settings if s.name.startswith("rules.")]
    rows = ((code(s.name.removeprefix("rules.")), s.meaning, _used(s), _used(used[f"list_{s.name}"])) for s in teams)
    return table(["rule", "meaning", "for teams", "for lists"], rows)


def constants(facts: Facts) -> Ready:
    """The figures in the code."""
    rows = ((code(c.module), code(c.name), c.value, c.meaning) for c in facts.constants)
    return table(["file", "name", "value", "meaning"], rows)


def models(facts: Facts) -> Ready:
    """The encoders in use."""
    rows = (
        (
            m.name,
            m.part,
            code(m.fingerprint),
            m.dimension,
            m.precision,
            m.longest or "no limit",
            f"{m.package} {m.version}" if m.package else "none: chosen by the installation",
            m.licence or "not stated",
        )
        for m in facts.models
    )
    heads = ["model", "reads", "fingerprint", "values per text", "computed in", "tokens read", "package", "its licence"]
    return table(heads, rows)


def packages(facts: Facts) -> Ready:
    """The libraries."""
    rows = ((p.name, p.version, p.licence) for p in facts.packages)
    return table(["library", "version", "licence, as it states"], rows, "The software runs from its folder.")


def vocabularies(facts: Facts) -> Ready:
    """The vocabularies."""
    rows = ((v.kind, v.terms, listed(map(language_name, v.languages))) for v in facts.vocabularies)
    return table(["kind of terms", "terms", "all labelled in"], rows)


def training(facts: Facts) -> Ready:
    """What was fitted on sentences of our own."""
    rows = (
        (t.what, listed(f"{language_name(language)} {n}" for language, n in t.texts.items()), code(t.content_hash))
        for t in facts.training
    )
    return table(["for", "sentences by language", "hash"], rows)


def headline(facts: Facts) -> Ready:
    """The figures over all of the data, one line each."""
    return _figures((row for row in _rows(facts) if not row.group), of_all=True)


def judged(facts: Facts, judge: str) -> Ready:
    """Every figure of one judge."""
    return _figures(row for row in _rows(facts) if row.judge == judge)


def groups(facts: Facts, judge: str, *measures: str) -> Ready:
    """The figures of one judge by group, for these measures."""
    rows = (row for row in _rows(facts) if row.judge == judge and row.measure in measures and row.group)
    return _figures(rows)


def measured(facts: Facts, names: Iterable[tuple[str, str, str]]) -> Ready:
    """Chosen figures, by judge, measure and group, with what they mean."""
    rows = (
        (
            f"{measure}, {group}" if group else measure,
            figure_words(facts.figures.find(judge, measure, group) if facts.figures else None),
            MEASURES.get(measure, ""),
        )
        for judge, measure, group in names
    )
    return table(["measured", "value", "meaning"], rows)


def measures(facts: Facts) -> Ready:
    """What the measures mean."""
    names = dict.fromkeys(row.measure for row in _rows(facts))
    return table(["measure", "meaning"], ((name, MEASURES[name]) for name in names if name in MEASURES))


def weak(facts: Facts) -> Ready:
    """What the evaluation itself found wanting, in its words."""
    found = facts.figures.weak if facts.figures else ()
    return table(["judge", "found"], found, "The figures come without sentences on what is weak.")


def _rows(facts: Facts) -> tuple[FigureFact, ...]:
    return facts.figures.rows if facts.figures else ()


def _figures(rows: Iterable[FigureFact], *, of_all: bool = False) -> Ready:
    """Figures line by line; those over all of the data with their judge, those of one judge with their group."""
    heads = ["measure", "judge" if of_all else "of", "value", "95 % interval", "better"]
    lines = (
        (r.measure, r.judge if of_all else r.group or "all", number(r.value), interval(r), direction(r)) for r in rows
    )
    return table(heads, lines, "Not measured.")


def _is_rule(setting: RunSettingFact) -> bool:
    return setting.name.startswith(("rules.", "list_rules."))


def _used(setting: RunSettingFact) -> str:
    return f"{setting.in_use} (changed)" if setting.changed else setting.in_use
