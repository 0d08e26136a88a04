"""The documents of the pack: what each is called and what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A document of the pack: its name as a file, its title, and in a sentence what it says."""

    name: str
    title: str
    says: str


KINDS = (
    Kind(
        "model-card",
        "Model card",
        "What the matcher is, how merit comes about, how well it works and where it does not.",
    ),
    Kind(
        "data-sheet",
        "Data sheet",
        "Which data the matcher rests on, where they come from, whom they describe and what they lack.",
    ),
    Kind(
        "instructions-for-use",
        "Instructions for use",
        "What the system is for, how to read what it says, and what a person has to do.",
    ),
    Kind(
        "risks-and-oversight",
        "Risks and human oversight",
        "What may go wrong, what reduces it, what is left, and how people stay in charge.",
    ),
    Kind(
        "logging",
        "Logging",
        "What is recorded, where, for how long, and how to see that nobody changed it.",
    ),
    Kind(
        "dpia",
        "Impact assessment",
        "A skeleton for data protection and fundamental rights: the processing described, the questions for the facility.",
    ),
)
INDEX_KIND = Kind(
    "index",
    "Governance pack",
    "What this pack holds, which duty each part serves, and what is still to be filled in.",
)
