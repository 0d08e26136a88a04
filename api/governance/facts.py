"""The facts that the governance documents are made of: plain values, gathered from code and data, never typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.governance.counts import RosterFacts
from api.governance.measured import Figures


@dataclass(frozen=True)
class SettingFact:
    """A setting of the installation. `in_use` says no more than is safe to print: paths and secrets are not shown."""

    name: str
    variable: str
    meaning: str
    default: str
    in_use: str
    changed: bool


@dataclass(frozen=True)
class RunSettingFact:
    """A setting of a run, such as 'balance.band'; `meaning` is empty where the code gives none."""

    name: str
    meaning: str
    default: str
    in_use: str

    @property
    def changed(self) -> bool:
        """Whether it differs from the default."""
        return self.default != self.in_use


@dataclass(frozen=True)
class RuleFact(RunSettingFact):
    """A rule of the office that is changed while the service runs, such as 'retention.notices'."""


@dataclass(frozen=True)
class LogFact:
    """Where the log ended when the pack was made: a copy of this outside the system shows if its end is cut off later."""

    entries: int
    head: str
    holds: bool  # whether the chain was verified from the first entry to the last


@dataclass(frozen=True)
class CriterionFact:
    """A criterion of merit with its weight; `share` is its part of all weights, from 0 to 1."""

    name: str
    label: str
    meaning: str
    default: float
    weight: float
    share: float


@dataclass(frozen=True)
class GateFact:
    """A rule of eligibility as it speaks of invented people: who meets it, who has not said, who does not meet it.

    Attributes:
        always: whether it is applied to every call, or only where the call states the rule.
        passes, asks, fails: what it finds or asks; None where it never gives that verdict.
    """

    name: str
    rule: str
    always: bool
    passes: str | None
    asks: str | None
    fails: str | None


@dataclass(frozen=True)
class ModeFact:
    """A way in which gender and nationality may act on a composition."""

    name: str
    label: str
    meaning: str
    in_use: bool


@dataclass(frozen=True)
class ConstantFact:
    """A figure in the code that no setting changes; `meaning` is what the code says of it."""

    module: str
    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class ModelFact:
    """An encoder in use. `package`, `version` and `licence` are None where it did not come with a package.

    `learnt` is false for the encoder that only counts words.
    """

    part: str
    name: str
    fingerprint: str
    dimension: int
    precision: str
    longest: int | None  # tokens of a text that count
    learnt: bool = True
    package: str | None = None
    version: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class PackageFact:
    """A library that the software rests on, with the licence it states."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class VocabularyFact:
    """One kind of terms: how many there are, and in how many languages each has a label at least."""

    kind: str
    terms: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class TrainingFact:
    """Sentences of our own that something in the matcher was fitted on: texts by language."""

    what: str
    texts: Mapping[str, int]
    content_hash: str


@dataclass(frozen=True)
class TableFact:
    """A table of the database: what personal data it holds ("" for none), what for, how long; and whose ids it holds.

    `described` is false where the code says nothing of it.
    """

    name: str
    personal: str
    purpose: str
    kept: str
    columns: tuple[str, ...]
    points_to: tuple[str, ...]
    described: bool


@dataclass(frozen=True)
class Described:
    """A name and what it stands for: an event of the log, a role, a command, a field of the run record."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Facts:
    """Everything the documents say that is not our own wording."""

    made_on: date
    version: str
    settings: tuple[SettingFact, ...]
    run_settings: tuple[RunSettingFact, ...]
    criteria: tuple[CriterionFact, ...]
    gates: tuple[GateFact, ...]
    modes: tuple[ModeFact, ...]
    constants: tuple[ConstantFact, ...]
    models: tuple[ModelFact, ...]
    packages: tuple[PackageFact, ...]
    vocabularies: tuple[VocabularyFact, ...]
    vocabulary_hash: str
    training: tuple[TrainingFact, ...]
    roster: RosterFacts
    tables: tuple[TableFact, ...]
    events: tuple[Described, ...]
    roles: tuple[Described, ...]
    commands: tuple[Described, ...]
    record: tuple[Described, ...]  # what the record of a run holds
    figures: Figures | None
    rules: tuple[RuleFact, ...] = ()  # of the office; empty where the pack is not made from one
    log: LogFact | None = None

    @property
    def fingerprint(self) -> str:
        """The fingerprints of the models in use, worded as the evaluation words them."""
        return " and ".join(model.fingerprint for model in self.models)

    @property
    def figures_fit(self) -> bool:
        """Whether the figures were measured with the models and the vocabulary in use."""
        if self.figures is None:
            return False
        made = self.figures.made_with
        return made.get("fingerprint") == self.fingerprint and made.get("vocabulary") == self.vocabulary_hash
