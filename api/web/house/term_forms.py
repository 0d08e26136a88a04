"""From a form as it was typed to a term of the office; what is missing is said beside its field."""

from __future__ import annotations

from collections.abc import Mapping

from api.services.taxonomy.overlay import TermEntry
from api.services.taxonomy.terms import TermTold
from api.speech.speech import NAMES
from api.web.sent import Missing, NotFilled, Sent


def added(sent: Sent) -> TermEntry:
    """A new term.

    Raises:
        NotFilled: code or English label are missing.
        ValidationError: the code is none, or a label is too long.
    """
    labels, code = _labels(sent), sent.text("code")
    missing = [Missing(name) for name, text in (("code", code), ("label_en", labels.get("en"))) if not text]
    if missing:
        raise NotFilled(*missing)
    return _entry(code or "", labels, parent=sent.text("parent"))


def changed(sent: Sent, before: TermTold) -> TermEntry:
    """A term with the labels and the place that were typed; a retired one stays so.

    Raises:
        NotFilled: the English label is missing.
        ValidationError: a label is too long.
    """
    labels = _labels(sent)
    if not labels.get("en"):
        raise NotFilled(Missing("label_en"))
    return _entry(before.code, labels, parent=sent.text("parent"), retired=before.retired, successor=before.successor)


def retired(sent: Sent, before: TermTold) -> TermEntry:
    """A term that is retired, with the successor that was chosen."""
    successor = sent.text("successor")
    return _entry(before.code, before.labels, parent=before.parent, retired=True, successor=successor)


def _labels(sent: Sent) -> dict[str, str]:
    return {language: text for language in NAMES if (text := sent.text(f"label_{language}"))}


def _entry(code: str, labels: Mapping[str, str], **more: object) -> TermEntry:
    return TermEntry.model_validate({"code": code, "labels": dict(labels)} | more)
