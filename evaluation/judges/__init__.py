"""The judges, each in a module of its own: `NAME.NAME(subject) -> Findings`. A judge is imported when it is called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from evaluation.findings import Findings
from evaluation.subject import Subject

Judge = Callable[[Subject], Findings]

ABOUT = {
    "roster": "How well the sample calls' positions find the people whom the sample's judgements name.",
    "ceiling": "How far the ranking of the sample could go if the truth about everybody were known, and how much is reached.",
    "reviewers": "Whether papers are ordered as 58 researchers rated their own expertise on them.",
    "fields": "Whether the words of a real request lead to the fields of expertise that officers gave it.",
    "precedents": "Whether the earlier requests that are found near are about the same, as officers coded them.",
    "languages": "Whether a call finds the same people in each of the six working languages.",
    "counterfactual": "What changes when only gender, nationality or the home institution's country is swapped.",
    "robustness": "What changes when the same thing is said otherwise, badly, shorter or longer, or stuffed with keywords.",
    "balance": "What balance costs and buys in each mode, against greedy methods on the same pools.",
    "ablation": "What each criterion, each way of retrieval and each rule is worth, shown by leaving it out.",
    "confidence": "Whether low confidence does mean more error.",
    "demand": "Whether the forecast of demand beats the same season of last year, and holds what it says of itself.",
    "peers": "Whether a question in any of six languages finds those who truly know about it, across languages, too.",
    "cvs": "Whether what is read from a CV is what stands in it, on documents not seen while the readers were written.",
}


def _late(name: str) -> Judge:
    """The judge of this name, imported only when it is called, so that one broken judge does not stop the others."""

    def judge(subject: Subject) -> Findings:
        found: Findings = getattr(import_module(f"evaluation.judges.{name}"), name)(subject)
        return found

    judge.__name__, judge.__doc__ = name, ABOUT[name]
    return judge


JUDGES: dict[str, Judge] = {name: _late(name) for name in ABOUT}
