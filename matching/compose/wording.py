"""Rules and changes of rules in words."""

from __future__ import annotations

from matching.compose.values import Level, RuleName, Rules

GENDERS = {
    "woman": ("woman", "women"),
    "man": ("man", "men"),
    "other": ("person of another gender", "people of another gender"),
}
COUNTRIES = ("country", "countries")
PUBLIC = ("public expert", "public experts")
PREVIOUS = ("earlier member of this action", "earlier members of this action")


def gender_words(gender: str) -> tuple[str, str]:
    """Singular and plural of a declared gender."""
    return GENDERS.get(gender, (f"person declared '{gender}'", f"people declared '{gender}'"))


def rule_in_words(rule: RuleName, subject: str, rules: Rules) -> str:
    """What a rule asks for."""
    return {
        "max_per_nationality": f"At most {rules.max_per_nationality} of the same nationality.",
        "min_countries": f"At least {_number(rules.min_countries, COUNTRIES)}.",
        "min_per_gender": f"At least {_number(rules.min_per_gender.get(subject), gender_words(subject))} "
        "among those who declared.",
        "min_public": f"At least {_number(rules.min_public, PUBLIC)}.",
        "cover_languages": f"Somebody meets the language requirement {subject}.",
        "distinct_institutions": "No two people from the same institution.",
        "min_previous": f"At least {_number(rules.min_previous, PREVIOUS)}.",
        "exclude": f"{subject} is excluded.",
        "include": f"{subject} must be included.",
    }[rule]


def change_in_words(rule: RuleName, subject: str, was: Level, becomes: Level) -> str:
    """A change of a rule, in the imperative, so that it reads as a next step."""
    words = {"min_countries": COUNTRIES, "min_public": PUBLIC, "min_previous": PREVIOUS}
    if rule in words or rule == "min_per_gender":
        asked = _number(was, words.get(rule) or gender_words(subject))
        if becomes:
            return f"Ask for at least {becomes} instead of {asked}."
        return f"No longer ask for at least {asked}."
    return {
        "max_per_nationality": f"Allow {becomes} people of the same nationality instead of {was}.",
        "cover_languages": f"Drop the language requirement {subject}.",
        "distinct_institutions": "Allow two people from the same institution.",
        "exclude": f"Re-admit {subject}, who is excluded.",
        "include": f"Release {subject}, who must be included.",
    }[rule]


def _number(number: int | None, words: tuple[str, str]) -> str:
    return f"{number} {words[0] if number == 1 else words[1]}"
