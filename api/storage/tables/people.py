"""People of the roster: what matching reads, and apart from it who they are, what they declared, what they agreed to."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship, validates

from api.storage.tables.base import Base, about
from api.storage.tables.terms import ProfileTermRow, terms_of

ROSTER = "as long as the person is on the roster"
EXPERT = "experts.id"


class ExpertRow(Base):
    """An expert as matching sees them: `profile` is a `matching.entities.Expert` without name, declaration and rights.

    `revision` is the state of the roster at the row's last change; readers ask for what changed since theirs.
    """

    __tablename__ = "experts"
    __table_args__ = (
        # A profile takes some kilobytes: whoever looks for people by the rest reads this instead of every row.
        Index("ix_experts_listed", "id", "status", "institution", "institution_country", "validated", "excluded"),
        about(
            "matching: what a person can do, where they work, when they are free",
            personal="career, languages, status, availability, conflicts of interest",
            kept=ROSTER,
            notes=("validation_reason",),
            prose=("profile",),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    profile: Mapped[dict[str, Any]]
    status: Mapped[str | None] = mapped_column(index=True)
    institution: Mapped[str | None] = mapped_column(index=True)
    institution_country: Mapped[str | None]
    validated: Mapped[bool | None]  # by an officer; None: not looked at yet
    validated_by: Mapped[str | None]
    validated_at: Mapped[datetime | None]
    validation_reason: Mapped[str | None]  # why it was not validated, for the person and for whoever looks next
    consent: Mapped[bool | None]  # the last one on record
    excluded: Mapped[bool] = mapped_column(default=False)  # by past performance, decided by a person
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # when the person last said that all this is still true
    imported: Mapped[dict[str, Any] | None]  # hashes of the last import: of its line, and of what was kept then
    terms: Mapped[list[ProfileTermRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}

    @validates("profile")
    def _lay_terms(self, _: str, profile: dict[str, Any]) -> dict[str, Any]:
        """Whoever writes a profile writes what lists are narrowed by, in the same transaction."""
        session = object_session(self)
        with session.no_autoflush if session else nullcontext():  # reading the old ones writes nothing half set
            self.terms = terms_of(profile)
        return profile


class RemovedExpertRow(Base):
    """An id that was on the roster and is no longer: every process that serves must let it go."""

    __tablename__ = "removed_experts"
    __table_args__ = about("every process lets a removed person go; the proof of erasure", kept="without end")

    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    why: Mapped[str]  # "erasure", "retention", "merged"
    proof: Mapped[dict[str, Any]]  # what was removed where, counted; nothing of the person


class RosterStateRow(Base):
    """One row: how often the roster changed."""

    __tablename__ = "roster_state"
    __table_args__ = about("how often the roster changed", kept="without end")

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


class EncodedRow(Base):
    """How far the roster is encoded by a model: every text up to `revision` has its vector in the store."""

    __tablename__ = "encoded"
    __table_args__ = about("workers encode what changed", personal="an id of a person", kept="without end")

    fingerprint: Mapped[str] = mapped_column(primary_key=True)  # of the encoders
    revision: Mapped[int] = mapped_column(default=0)
    planned_revision: Mapped[int] = mapped_column(default=0)  # how far the roster is parted into pieces of work
    planned_id: Mapped[str | None]  # of that revision, the last person in a piece; None: all of them are
    worker: Mapped[str | None]  # of those beside a service, who encodes at the moment
    until: Mapped[datetime | None]  # when somebody else may take over


class IdentityRow(Base):
    """Who an expert is; never read by matching."""

    __tablename__ = "identities"
    __table_args__ = about(
        "writing to a person, naming them on a selection record", personal="name, contact", kept=ROSTER
    )

    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None]
    language: Mapped[str | None]  # in which notices are written
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DigestRow(Base):
    """Whether a person wants letters about calls that suit them, and which calls these told of; no row: they do."""

    __tablename__ = "digests"
    __table_args__ = about(
        "writing once a week at most about calls that suit, and never twice about one",
        personal="whether such letters are wanted",
        kept=ROSTER,
    )

    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[bool] = mapped_column(default=True)
    told: Mapped[list[str]] = mapped_column(default=list)  # ids of calls
    sent_at: Mapped[datetime | None]  # when the last one was put into the queue


class DeclarationRow(Base):
    """What a person declared about themselves: read by composition and audit alone."""

    __tablename__ = "declarations"
    __table_args__ = about(
        "watching balance, composing teams under written rules", personal="gender, nationality", kept=ROSTER
    )

    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), primary_key=True)
    gender: Mapped[str | None]
    nationalities: Mapped[list[str]]
    at: Mapped[datetime]


class ConsentRow(Base):
    """One yes or no to one version of the privacy notice."""

    __tablename__ = "consents"
    __table_args__ = about("showing what a person agreed to, and when", personal="consent", kept=ROSTER)

    id: Mapped[str] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    notice: Mapped[str]  # version of the privacy notice
    given: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str]  # account


class PerformanceNoteRow(Base):
    """How an assignment went, in confidence; or why somebody is excluded, or no longer."""

    __tablename__ = "performance_notes"
    __table_args__ = about(
        "not sending out again who did not do well",
        personal="assessment of work",
        kept="five years after the assignment",
        notes=("text",),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    action_code: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="assignment")  # assignment, exclusion, exclusion_lifted
    grade: Mapped[int | None]  # of an assignment: 1 (very poor) to 5 (very good)
    text: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]


class InstitutionRow(Base):
    """An institution that lends experts or asks for them."""

    __tablename__ = "institutions"
    __table_args__ = about("knowing with whom one works", kept="as long as it is worked with")

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    country: Mapped[str | None]
    kind: Mapped[str | None]  # code of a status of people, or "partner"
    collaborative: Mapped[bool] = mapped_column(default=False)  # lends experts readily
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FocalPointRow(Base):
    """Who answers for an institution, for everything or for one category of expertise."""

    __tablename__ = "focal_points"
    __table_args__ = about(
        "asking an institution for experts", personal="name, contact at work", kept="while in office"
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institutions.id", ondelete="CASCADE"), index=True)
    category: Mapped[str | None]  # code of a field; None: everything
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
