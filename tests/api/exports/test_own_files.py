"""The tables of a person's own data: every head and code in words, in each of the six languages."""

from __future__ import annotations

import pytest

from api.exports.own_files import KINDS, STATES, TERMS, WORDS, OwnFiles
from api.notices.kinds import KINDS as LETTERS
from api.services.people.own_data import INNER, OTHERS, SECRETS
from api.speech.speech import NAMES
from api.speech.wording import languages_of, read
from api.storage import tables
from matching.entities import Absence, Expert, LanguageClaim, Mission, Segment
from matching.results import Criterion, Evidence, Gate, ScoredCandidate

ROWS = {
    "identity": "IdentityRow", "state": "ExpertRow", "declaration": "DeclarationRow", "cvs": "CvRow",
    "consents": "ConsentRow", "digest": "DigestRow", "account": "AccountRow", "sign_ins": "SignInRow",
    "tokens": "TokenRow", "applications": "ApplicationRow", "invitations": "InvitationRow",
    "evaluation_notes": "EvaluationNoteRow", "focal_points": "FocalPointRow", "interests": "InterestRow",
    "performance_notes": "PerformanceNoteRow", "notices": "NoticeRow",
}  # fmt: skip
PUT_TOGETHER = {  # columns that no row of the database has
    "log": {"number", "at", "event", "kind", "subject_id", "by", "facts"},
    "shortlists": {"id", "call_id", "number", "made_at", "title", "positions", "teams", "reserve", "lists",
                   "member_of_earlier_activities"},
    "decisions": {"call_id", "at", "outcome", "position_id", "place"},
    "calls": {"id", "reference", "title", "state"},
    "communities": {"id", "name"},
    "about": {"expert_id", "made_at", "told_later", "by", "value", "team"},
}  # fmt: skip
VALUES = (Segment, LanguageClaim, Absence, Mission, Gate, Criterion, Evidence, ScoredCandidate)
NEVER_TOLD = {"expert_id", "account_id", "token_hash"}


def columns() -> dict[str, set[str]]:
    """The columns of each table."""
    of_rows = {
        name: {column.key for column in getattr(tables, row).__table__.columns} - SECRETS - OTHERS - INNER - NEVER_TOLD
        for name, row in ROWS.items()
    }
    of_values = {kind.__name__: set(kind.model_fields) - {"name", "expert_id"} for kind in VALUES}
    profile = set(Expert.model_fields) - {
        "name",
        "declared",
        "segments",
        "languages",
        "absences",
        "conflicts",
        "missions",
    }
    return of_rows | of_values | PUT_TOGETHER | {"profile": profile}


@pytest.mark.parametrize("language", NAMES)
def test_every_column_has_a_head_and_no_two_of_a_table_have_the_same(language: str) -> None:
    known, files = read("own_files", language), OwnFiles(language)
    missing = {key for keys in columns().values() for key in keys if f"head.{key}" not in known}
    assert missing == set()
    for name, keys in columns().items():
        heads = [files.head(key) for key in sorted(keys)]
        assert len(set(heads)) == len(heads), name


def test_no_head_is_left_over() -> None:
    used = set().union(*columns().values()) | {"name"}
    assert {key for key in read("own_files") if key.startswith("head.")} - {f"head.{key}" for key in used} == set()


def test_every_letter_and_every_table_has_its_words() -> None:
    known = read("own_files")
    assert {key for key in known if key.startswith("letter.")} == {f"letter.{kind}" for kind in LETTERS}
    named = {*ROWS, *PUT_TOGETHER, *STATES, *KINDS}
    assert {name for name in named if f"table.{name}" not in known} == set()
    assert languages_of("own_files") == set(NAMES)


def test_codes_days_and_reasons_are_said() -> None:
    files = OwnFiles("es")
    [row] = files.rows("profile_segments", [{"kind": "post", "language": "fr", "start": "2010-05-01", "country": "SN"}])
    assert list(row.values()) == ["Puesto", "francés", "2010-05-01", "Senegal"]
    assert files.cell("invitations", "state", "declined") == "declinada"
    assert files.cell("log", "by", "action_officer") == read("own", "es")["role.action_officer"]
    assert files.cell("log", "at", "2026-11-16T09:00:00.5Z") == "2026-11-16 09:00:00 UTC"
    assert files.cell("profile_fields", "value", "E.10") == "E.10 Seguridad social"
    gates = [{"name": "language:fr", "verdict": "pass", "rule": "French: speaking C1, drafting B2", "question": None}]
    told = files.cell("shortlists", "positions", [{"rank": 2, "score": 82.25, "gates": gates}])
    assert "82,25" in told and "francés: expresión oral C1" in told and "None" not in told


def test_what_is_data_or_a_figure_stays() -> None:
    files = OwnFiles("fr")
    assert files.cell("notices", "facts", {"title": "Support"}) == {"title": "Support"}
    assert files.cell("evaluation_notes", "points", 80) == 80
    assert files.cell("cvs", "source", "a3f0") == "a3f0"  # a keyed hash


def test_words_by_key_exist_in_the_pages_they_come_from() -> None:
    known = OwnFiles("ru").say.wording.sentences
    befores = {*WORDS.values(), *STATES.values(), *KINDS.values()}
    assert {before for before in befores if not any(key.startswith(before) for key in known)} == set()
    assert set(TERMS.values()) == {"statuses", "fields", "competences", "activity_types"}


def test_what_the_log_noted_is_said_fact_by_fact() -> None:
    files = OwnFiles("fr")
    told = files.cell("log", "facts", {"part": "cv", "imported": True, "positions": ["1", "2"], "cvs": 3})
    assert told.replace("\xa0", " ") == "CV : 3; Par une importation : oui; Partie : CV; Postes : 1, 2"
    assert OwnFiles("ru").cell("log", "facts", {"part": "cv"}) == "Часть: резюме"


@pytest.mark.parametrize("language", NAMES)
def test_an_event_is_said_in_the_language_or_else_in_that_of_the_office(language: str) -> None:
    files = OwnFiles(language)
    assert files.cell("log", "event", "consent.changed") == read("own_log", language)["event.consent.changed"]
    known = language if language in languages_of("log") else "en"
    assert files.cell("log", "event", "backup.made") == read("log", known)["event.backup.made"]
    assert files.cell("log", "event", "no.such") == "no.such"
