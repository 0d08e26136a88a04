"""Languages with their levels as structured forms give them: per skill, as one level, in words, or as mother tongue."""

from __future__ import annotations

from collections.abc import Sequence

from matching.cv.forms.draft import DraftLanguage, lowest
from matching.cv.forms.labels import label
from matching.cv.free.cv_levels import read_language_line
from matching.entities import SKILLS, Cefr, LanguageClaim

_SKILL_OF = {"interaction": "speaking", "production": "speaking"}


def native(name: str, code: str, shown_in: str | None) -> DraftLanguage:
    """A mother tongue."""
    wording = label("native", shown_in)
    return DraftLanguage(name, LanguageClaim(language=code, native=True, origin=wording), wording, "words")


def by_skill(
    name: str, code: str, levels: Sequence[tuple[str, Cefr]], overall: Cefr | None, shown_in: str | None
) -> DraftLanguage:
    """A language with a level per skill; `interaction` and `production` both count for speaking, the lower one decides.

    A level of the language as a whole stands for every skill that has none of its own.
    """
    by_name = {skill: lowest([level for key, level in levels if _SKILL_OF.get(key, key) == skill]) for skill in SKILLS}
    given: dict[str, Cefr | None] = {skill: level or overall for skill, level in by_name.items()}
    said = [f"{label(key, shown_in)} {level}" for key, level in levels]
    said += [f"{label('overall', shown_in)} {overall}"] if overall else []
    wording = ", ".join(said)
    claim = LanguageClaim.model_validate({"language": code, "origin": wording or None, **given})
    return DraftLanguage(name, claim, wording, "cefr" if said else "none")


def in_words(name: str, code: str, words: str, shown_in: str | None) -> DraftLanguage:
    """A language with its level in free words ("courant", "fluent", "C1"); without any level where they say none."""
    found = [read for read in read_language_line(f"{name}: {words}") if read.claim.language == code]
    if not words or not found:
        return DraftLanguage(name, LanguageClaim(language=code, origin=words or None), words, "none")
    return DraftLanguage(name, found[0].claim.model_copy(update={"origin": words}), words, found[0].scale)
