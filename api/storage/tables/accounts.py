"""Who may come in: accounts, signed-in browsers, tokens of programs, and attempts that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about

ACCOUNT = "accounts.id"


class AccountRow(Base):
    """A person who signs in, with their roles; an expert's account belongs to one row of the roster."""

    __tablename__ = "accounts"
    __table_args__ = about("signing in", personal="name, e-mail address, password as a hash", kept="while in use")

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # in small letters
    name: Mapped[str]
    password_hash: Mapped[str | None]  # None: signs in elsewhere, or not yet
    subject: Mapped[str | None] = mapped_column(unique=True)  # issuer and subject at the identity provider
    roles: Mapped[list[str]]
    expert_id: Mapped[str | None] = mapped_column(ForeignKey("experts.id", ondelete="SET NULL"), unique=True)
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SignInRow(Base):
    """A browser that is signed in; the cookie holds the id, the table only its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = about(
        "staying signed in, and signing out everywhere", personal="times of use", kept="until it ends"
    )

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(ACCOUNT, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class TokenRow(Base):
    """A token of a program, in the name of an account; only its hash is kept."""

    __tablename__ = "tokens"
    __table_args__ = about(
        "programs of the office's own", personal="times of use", kept="until it is removed", prose=("name",)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(ACCOUNT, ondelete="CASCADE"), index=True)
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OneTimeLinkRow(Base):
    """A link that sets a first or a new password, once."""

    __tablename__ = "one_time_links"
    __table_args__ = about("first and forgotten passwords", personal="account", kept="until it is used or ends")

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(ACCOUNT, ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime]


class FailedSignInRow(Base):
    """A failed attempt, by a keyed hash of address and account; enough to slow down who guesses."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = about("slowing down who guesses passwords", personal="keyed hash of address", kept="one day")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
