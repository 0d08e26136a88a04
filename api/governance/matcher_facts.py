"""Facts of the matcher: weights, settings of a run, modes of balance, constants, what a run record holds."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.exports.labels import MODE_MEANINGS, MODES, criterion_label
from api.governance.facts import ConstantFact, CriterionFact, Described, ModeFact, RunSettingFact, TrainingFact
from api.governance.source_comments import constants_of, fields_of
from matching import criteria, field_evidence, practice, relevance, retrieval, scoring, understanding
from matching.results import RunRecord
from matching.settings import Balance, MatchSettings, Weights

TUNED: tuple[ModuleType, ...] = (criteria, relevance, practice, field_evidence, scoring, understanding, retrieval)


def criterion_facts(settings: MatchSettings) -> tuple[CriterionFact, ...]:
    """Every criterion with its default, its weight in use and its share of all weights."""
    used = settings.weights.model_dump()
    total = sum(used.values())
    return tuple(
        CriterionFact(
            name=name,
            label=criterion_label(name),
            meaning=about.description or "",
            default=float(about.default),
            weight=used[name],
            share=used[name] / total,
        )
        for name, about in Weights.model_fields.items()
    )


def run_setting_facts(settings: MatchSettings) -> tuple[RunSettingFact, ...]:
    """Every setting of a run but the weights; those of a group by dotted name."""
    return tuple(_run_settings(settings, MatchSettings()))


def mode_facts(settings: MatchSettings) -> tuple[ModeFact, ...]:
    """The modes of balance, and which is in use."""
    modes = get_args(Balance.model_fields["mode"].annotation)
    return tuple(ModeFact(mode, MODES[mode], MODE_MEANINGS[mode], mode == settings.balance.mode) for mode in modes)


def constant_facts() -> tuple[ConstantFact, ...]:
    """The figures of scoring that no setting changes, with what the code says of each."""
    return tuple(
        ConstantFact(module.__name__, said.name, said.value, said.comment)
        for module in TUNED
        for said in constants_of(module)
    )


def record_facts() -> tuple[Described, ...]:
    """What the record of a run holds, field by field."""
    comments = fields_of(RunRecord)
    return tuple(Described(name, comments.get(name, "")) for name in RunRecord.model_fields)


def training_facts() -> tuple[TrainingFact, ...]:
    """The sentences of our own that a classifier in the matcher is trained on when it starts."""
    _, languages, _ = practice.practice_sentences()
    texts = {language: languages.count(language) for language in dict.fromkeys(languages)}
    return (TrainingFact("telling posts that do the work from posts beside it", texts, practice.practice_hash()),)


def _run_settings(used: BaseModel, default: BaseModel, before: str = "") -> Iterator[RunSettingFact]:
    comments = fields_of(type(used))
    for name, about in type(used).model_fields.items():
        value, usual = getattr(used, name), getattr(default, name)
        if isinstance(value, Weights):
            continue
        if isinstance(value, BaseModel):
            yield from _run_settings(value, usual, f"{before}{name}.")
            continue
        yield RunSettingFact(f"{before}{name}", _meaning(about, comments.get(name, "")), _told(usual), _told(value))


def _meaning(about: FieldInfo, comment: str) -> str:
    return about.description or comment


def _told(value: Any) -> str:
    """A value in words: 'none' for what is not given, 'yes' and 'no', names separated by commas."""
    if value is None or value in ({}, ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, tuple):
        return f"{len(value)} named"  # ids of people: how many is enough
    return f"{value:g}" if isinstance(value, float) else str(value)
