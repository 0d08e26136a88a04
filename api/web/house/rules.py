"""From a form as it was typed to a rule of the office; what cannot be one is said beside its field."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from api.services.office_settings import (
    PrivacyNotice,
    ReserveRules,
    RetentionPeriods,
    RotationRules,
    ScopeRules,
    Spoken,
    SuggestionRules,
    UpkeepRules,
)
from api.web.sent import Missing, NotFilled, Sent
from matching.codes import country_code


def scope(sent: Sent) -> ScopeRules:
    """Which countries are eligible; those of the list are typed by name or code, one a line.

    Raises:
        NotFilled: there is no such country, or no list where there has to be one.
    """
    rule = "listed" if sent.text("rule") == "listed" else "outside_the_union"
    if rule == "outside_the_union":
        return ScopeRules()
    typed = [line.strip() for line in (sent.text("countries") or "").splitlines() if line.strip()]
    if not typed:
        raise NotFilled(Missing("countries", "problem.countries"))
    return ScopeRules(rule="listed", countries=list(dict.fromkeys(map(_country, typed))))


def _country(typed: str) -> str:
    try:
        return country_code(typed)
    except ValueError:
        raise NotFilled(Missing("countries", "problem.country", {"typed": typed[:60]})) from None


def retention(sent: Sent) -> RetentionPeriods:
    """The periods in days.

    Raises:
        NotFilled: one of them is no whole number.
        ValidationError: one is too short or too long.
    """
    return RetentionPeriods.model_validate(_days(sent, *RetentionPeriods.model_fields))


def upkeep(sent: Sent) -> UpkeepRules:
    """When profiles are outdated and people inactive, in days, and whether letters ask by themselves; raises as above."""
    days = _days(sent, "outdated_after", "inactive_after")
    return UpkeepRules.model_validate(days | {"letters": sent.ticked("letters")})


def _days(sent: Sent, *names: str) -> dict[str, int | None]:
    typed = {name: sent.number(name) for name in names}
    wrong = [Missing(name, "problem.days") for name in names if typed[name] is None]
    if wrong:
        raise NotFilled(*wrong)
    return typed


def reserve(sent: Sent) -> ReserveRules:
    """Whether the next of the reserve is invited without being asked for."""
    return ReserveRules(moves_up=sent.ticked("moves_up"))


def suggestions(sent: Sent) -> SuggestionRules:
    """Whether people are told of calls that suit them."""
    return SuggestionRules(letters=sent.ticked("letters"))


def rotation(sent: Sent) -> RotationRules:
    """The caps on how often the same people go; the share is typed as a percentage.

    Raises:
        NotFilled: a cap is no whole number, or one on nationalities is to apply without its basis in writing.
        ValidationError: something is too small, too large or too long.
    """
    caps = {name: sent.number(name) for name in ("missions", "nationality_share")}
    wrong = [Missing(name, "problem.cap") for name, cap in caps.items() if cap is None and sent.text(name)]
    share, applies = caps["nationality_share"], sent.ticked("applies")
    written = {name: sent.text(name) or "" for name in ("legal_basis", "saving_clause")}
    if applies and share is not None:
        wrong += [Missing(name) for name, text in written.items() if not text]
    if wrong:
        raise NotFilled(*wrong)
    data = written | {"applies": applies, "missions": caps["missions"]}
    return RotationRules.model_validate(data | {"nationality_share": None if share is None else share / 100})


def privacy_notice(sent: Sent, before: PrivacyNotice) -> PrivacyNotice:
    """The notice with its version, day, contact and texts; a text that was left as it is stays so to the letter.

    Args:
        before: the notice as it stands.

    Raises:
        NotFilled: version, day or the English text are missing, or the day is none.
        ValidationError: something is too long.
    """
    texts = {code: text for code in get_args(Spoken) if (text := _text(sent, code, before))}
    day, missing = _day(sent), []
    if sent.text("notice_version") is None:
        missing.append(Missing("notice_version"))
    if day is None:
        missing.append(Missing("date", "problem.date"))
    if "en" not in texts:
        missing.append(Missing("text_en"))
    if missing:
        raise NotFilled(*missing)
    said: dict[str, Any] = {"version": sent.text("notice_version"), "date": day, "texts": texts}
    return PrivacyNotice.model_validate(said | {"contact": sent.text("contact") or ""})


def _day(sent: Sent) -> date | None:
    try:
        return date.fromisoformat(sent.text("date") or "")
    except ValueError:
        return None


def _text(sent: Sent, language: Spoken, before: PrivacyNotice) -> str:
    """A text as it was typed; browsers send line breaks of their own, which are no change."""
    typed = "\n".join(sent.values.get(f"text_{language}", "").splitlines()).strip()
    kept = before.texts.get(language, "")
    return kept if typed == "\n".join(kept.splitlines()).strip() else typed
