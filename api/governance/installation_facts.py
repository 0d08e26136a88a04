"""Facts of an installation: its settings, the models and libraries it runs on, its vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, metadata, requires
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from api.config import PREFIX, Settings
from api.governance.facts import ModelFact, PackageFact, SettingFact, VocabularyFact
from embeddings import Encoder, HashingEncoder, bundled, english
from matching.vocabulary import Vocabularies, Vocabulary

NOT_STATED = "not stated"
NAME = re.compile(r"[\w.-]+")  # at the beginning of a requirement
LONGEST_LICENCE = 60  # characters: some packages put the whole text in this place
PACKAGE_OF = {bundled.NAME: bundled.PACKAGE, english.NAME: english.PACKAGE}  # models that travel in a package
KINDS = ("fields", "competences", "assistance_types", "activity_types", "statuses", "request_statuses", "expert_roles")


def setting_facts(settings: Settings) -> tuple[SettingFact, ...]:
    """Every setting with what it means, its default and whether it is changed.

    Values are printed only where they cannot tell anything about a person, a place or a secret: numbers, yes or no, and
    choices from a list. Of all others the page says whether they are set.
    """
    return tuple(_setting(name, about, getattr(settings, name)) for name, about in Settings.model_fields.items())


def model_facts(encoder: Encoder, english_encoder: Encoder | None) -> tuple[ModelFact, ...]:
    """The encoders in use: the multilingual one, and the one for English where there is one."""
    facts = [_model("all texts", encoder)]
    if english_encoder is not None:
        facts.append(_model("texts in English, a second time", english_encoder))
    return tuple(facts)


def package_facts(project: str = "expertmatch") -> tuple[PackageFact, ...]:
    """The libraries that the project names as needed, as installed, with the licence each states."""
    try:
        needed = sorted(_names(requires(project) or []))
    except PackageNotFoundError:  # a tree that was not installed
        return ()
    return tuple(_packages(needed))


def vocabulary_facts(vocabularies: Vocabularies) -> tuple[VocabularyFact, ...]:
    """The kinds of terms that matching reads, with their sizes and the languages in which all have a label."""
    return tuple(_vocabulary(getattr(vocabularies, kind)) for kind in KINDS)


def _setting(name: str, about: FieldInfo, value: Any) -> SettingFact:
    default = about.get_default(call_default_factory=True)
    changed = value != default
    if _may_be_shown(about.annotation):
        usual, used = _plain(default), _plain(value)
    elif isinstance(default, str) and default:  # a default of the code is no secret
        usual, used = default, "changed; not shown here" if changed else default
    else:
        usual = "chosen by the system" if about.default_factory else "not set"
        used = "set; not shown here" if changed else usual
    return SettingFact(name, PREFIX + name.upper(), about.description or "", usual, used, changed)


def _may_be_shown(kind: Any) -> bool:
    return kind in (bool, int, float) or (
        get_origin(kind) is Literal and all(isinstance(v, str) for v in get_args(kind))
    )


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _model(part: str, encoder: Encoder) -> ModelFact:
    name = Path(encoder.name).name if Path(encoder.name).is_absolute() else encoder.name  # not where it lies
    package = PACKAGE_OF.get(encoder.name)
    told = metadata(package) if package else None
    longest = getattr(encoder, "longest", None)
    return ModelFact(
        part=part,
        name=name,
        fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        precision=str(getattr(encoder, "precision", "float32")),
        longest=longest if isinstance(longest, int) else None,
        learnt=not isinstance(encoder, HashingEncoder),
        package=package,
        version=told["Version"] if told else None,
        licence=licence_of(told) if told else None,
    )


def licence_of(told: PackageMetadata) -> str:
    """The licence that a package states: as an expression, else in its own words, else as its classifiers say."""
    for key in ("License-Expression", "License"):
        stated = "".join(told.get_all(key) or ()).strip()
        if stated and stated != "UNKNOWN" and "\n" not in stated and len(stated) <= LONGEST_LICENCE:
            return stated
    classifiers = told.get_all("Classifier") or []
    found = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    return ", ".join(found) or NOT_STATED


def _names(requirements: list[str]) -> Iterator[str]:
    for line in requirements:
        if name := ("" if "extra ==" in line else NAME.match(line)):
            yield name[0]


def _packages(names: list[str]) -> Iterator[PackageFact]:
    for name in names:
        try:
            told = distribution(name).metadata
        except PackageNotFoundError:
            yield PackageFact(name, "not installed", NOT_STATED)
        else:
            yield PackageFact(name, told["Version"], licence_of(told))


def _vocabulary(kind: Vocabulary) -> VocabularyFact:
    languages = [set(term.labels) for term in kind]
    common = set.intersection(*languages) if languages else set()
    return VocabularyFact(kind.kind, len(kind), tuple(sorted(common)))
