"""Settings of an installation: typed, explained, read from the environment or from options, checked at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from api.auth.signing import LEAST
from embeddings.disk import CACHE_VARIABLE, cache_folder
from matching.errors import InvalidSetting

PREFIX = "EXPERTMATCH_"
DEBUG_VARIABLE = "EXPERTMATCH_DEBUG"  # read by the command line itself: it must work when nothing else does


class Settings(BaseModel):
    """What an installation can set. Each name in capitals after EXPERTMATCH_ is its variable: EXPERTMATCH_MODEL.

    Options of the command line go before the environment, the environment before the defaults here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        default="bundled",
        min_length=1,
        description="'bundled' (multilingual-e5-small, no download), the folder or hub name of a sentence-transformers "
        "model, or 'hashing' (no model at all: for a quick trial, not for real matching)",
    )
    english: bool = Field(
        default=True,
        description="whether texts in English are read a second time, by a model for English alone "
        "(all-MiniLM-L6-v2, no download); only beside the bundled model",
    )
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto",
        description="'auto', 'float32' or 'bfloat16'; auto takes bfloat16 where the processor multiplies it faster",
    )
    allow_download: bool = Field(
        default=False, description="whether a model that is not on this machine may be fetched from the network"
    )
    cache: Path = Field(
        default_factory=cache_folder,
        description="folder of what can be rebuilt: the unpacked model and the vectors of texts seen before",
    )
    data: Path = Field(
        default_factory=lambda: data_folder(),
        description="folder of what cannot be rebuilt: the database, unless it is elsewhere, the outbox and the secret",
    )
    roster: Path | None = Field(
        default=None, description="roster as JSON Lines, one expert a line; the invented sample where it is not given"
    )
    index: Path | None = Field(default=None, description="folder of a saved index, made by 'expertmatch index'")
    skip_broken: bool = Field(default=False, description="go on without the lines of the roster that cannot be read")
    vocabulary: Path | None = Field(
        default=None, description="folder with vocabularies of your own; what it lacks is taken from the package"
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="address that 'serve' listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port that 'serve' listens on; 0 takes a free one")
    allowed_hosts: str = Field(
        default="",
        description="names under which the service may be addressed besides this machine's own, separated by commas; "
        "'*' for any",
    )

    database: str | None = Field(
        default=None,
        description="address of the database: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; "
        "a file in the data folder where it is not given; of several servers, ONE:5432,OTHER:5432 for HOST, that which "
        "writes is used",
    )
    replica: str | None = Field(
        default=None,
        description="address of a PostgreSQL server that follows the one that writes: pages and shortlists are read from "
        "it, and while no server writes everything that can be",
    )
    replica_lag: int = Field(
        default=10, ge=1, le=3600, description="seconds that the replica may be behind to be read from"
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="signs cookies; at least 32 characters, the same for every process that serves the same data; "
        "one is made and kept in the data folder where it is not given",
    )
    public_url: str = Field(
        default="", description="address under which people reach the service, for links in letters: https://..."
    )
    development: bool = Field(
        default=False,
        description="lets other machines in by plain http, and into the accounts of the sample: to try things out in a "
        "closed network, never with data of real people",
    )
    registration: Literal["closed", "open"] = Field(
        default="closed", description="'open' lets experts make an account themselves; never by plain http"
    )
    session_hours: int = Field(default=12, ge=1, le=720, description="hours after which one has to sign in again")
    oidc_issuer: str = Field(
        default="", description="address of an OpenID Connect provider; empty: local accounts only"
    )
    oidc_client_id: str = Field(default="", description="name of this service at the provider")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="its secret at the provider")
    smtp_host: str = Field(
        default="", description="mail server; empty: letters are written to the folder 'outbox' in data"
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="port of the mail server")
    smtp_security: Literal["none", "starttls", "tls"] = Field(default="starttls", description="how mail is protected")
    smtp_user: str = Field(default="", description="name at the mail server; empty: none is asked for")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="password at the mail server")
    mail_from: str = Field(default="expertmatch@localhost", description="sender of letters")
    office_name: str = Field(
        default="expertmatch",
        max_length=200,
        description="name of the office: it signs letters and stands before the sender",
    )
    contact: str = Field(
        default="",
        description="e-mail address to which people answer and put questions; it stands in every letter. "
        "The sender's where it is not given",
    )
    timezone: str = Field(
        default="UTC",
        description="time zone in which letters write moments, by its IANA name, such as Europe/Brussels; "
        "each is written with its distance from UTC",
    )
    worker: bool = Field(
        default=True,
        description="whether a serving process also embeds what changed; otherwise 'expertmatch work' does",
    )
    retrieval: Literal["embedded", "postgres"] = Field(
        default="embedded",
        description="where people are looked for: 'embedded' in files of this machine, or 'postgres' in the database, which "
        "then has to be PostgreSQL with the extension 'vector' and serves any number of machines",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="form of the log on the screen")

    @field_validator("secret")
    @classmethod
    def _is_long(cls, secret: SecretStr) -> SecretStr:
        if secret.get_secret_value() and len(secret.get_secret_value()) < LEAST:
            raise ValueError(f"it has fewer than {LEAST} characters")
        return secret

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("it does not begin with https://")
        return url.rstrip("/")

    @field_validator("office_name")
    @classmethod
    def _can_sign(cls, name: str) -> str:
        from api.notices.lines import breaks

        if breaks(name) or not name.strip():
            raise ValueError("it is not one line of text")
        return name.strip()

    @field_validator("contact")
    @classmethod
    def _can_be_written_to(cls, address: str) -> str:
        from api.notices import Mailbox, UnusableAddress

        try:
            return Mailbox(address).address if address.strip() else ""
        except UnusableAddress as error:
            raise ValueError(
                f"it is no e-mail address: {error.found[:1].lower()}{error.found[1:].rstrip('.')}"
            ) from None

    @field_validator("timezone")
    @classmethod
    def _is_on_the_map(cls, name: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(name).key
        except (ValueError, KeyError, OSError):
            raise ValueError("there is no such time zone") from None

    @property
    def database_url(self) -> str:
        """Where the database is."""
        return self.database or f"sqlite:///{self.data / 'expertmatch.sqlite'}"

    @field_validator("cache", "data", "roster", "index", "vocabulary")
    @classmethod
    def _home(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path is not None else None

    @field_validator("roster")
    @classmethod
    def _is_a_file(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("there is no such file")
        return path

    @field_validator("vocabulary", "index")
    @classmethod
    def _is_a_folder(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_dir():
            raise ValueError("there is no such folder")
        return path

    @field_validator("cache", "data")
    @classmethod
    def _can_be_a_folder(cls, path: Path) -> Path:
        if path.exists() and not path.is_dir():
            raise ValueError("this is a file, a folder is needed")
        return path


def data_folder() -> Path:
    """The user's folder for application data, as the operating system has it."""
    from platformdirs import user_data_path

    return user_data_path("expertmatch")


def load_settings(environment: Mapping[str, str] | None = None, **options: Any) -> Settings:
    """Settings from options (None: not given), then the environment, then the defaults.

    An empty variable counts as not set.

    Raises:
        InvalidSetting: a value that cannot be, or a variable EXPERTMATCH_... that does not exist; the message names
            the variable or option, what was found and what may be set.
    """
    environment = os.environ if environment is None else environment
    given = {n.removeprefix(PREFIX).lower(): v for n, v in environment.items() if n.startswith(PREFIX) and v.strip()}
    given.pop(DEBUG_VARIABLE.removeprefix(PREFIX).lower(), None)
    known = Settings.model_fields
    if unknown := sorted(set(given) - set(known)):
        raise InvalidSetting(
            f"The environment sets {PREFIX}{unknown[0].upper()}, which is not a setting.",
            f"Its value is {given[unknown[0]]!r}.",
            f"Remove it, or use one of {', '.join(PREFIX + name.upper() for name in known)}.",
        )
    chosen = {name: value for name, value in options.items() if value is not None}
    for one, other in (("roster", "index"), ("index", "roster")):
        if one in chosen and other not in chosen:
            given.pop(other, None)  # an option for one of the two replaces whichever the environment names
    if {"roster", "index"} <= set(given | chosen):
        raise InvalidSetting(
            "Both a roster and an index are set, and an index holds its roster already.",
            f"Found roster {(given | chosen)['roster']} and index {(given | chosen)['index']}.",
            "Give one of the two.",
        )
    try:
        settings = Settings.model_validate(given | chosen)
    except ValidationError as error:
        raise _worded(error, set(chosen)) from error
    if settings.retrieval == "postgres" and not settings.database_url.startswith("postgres"):
        raise InvalidSetting(
            "People can be looked for in PostgreSQL alone where the database is one.",
            "Found the setting 'retrieval' as 'postgres' and a database in a file.",
            "Give the address of a PostgreSQL database, or leave retrieval at 'embedded'.",
        )
    return settings


def use_cache(settings: Settings) -> None:
    """Let the rooms below see the cache folder chosen; they know it by its variable alone."""
    os.environ[CACHE_VARIABLE] = str(settings.cache)


def _worded(error: ValidationError, options: set[str]) -> InvalidSetting:
    first = error.errors()[0]
    name = str(first["loc"][0])
    origin = f"option --{name.replace('_', '-')}" if name in options else f"variable {PREFIX}{name.upper()}"
    reason = first["msg"].removeprefix("Value error, ")
    described = Settings.model_fields[name].description if name in Settings.model_fields else None
    return InvalidSetting(
        f"The setting '{name}' cannot be used: {reason}.",
        f"Found {'a value that is not shown' if _is_secret(name) else repr(str(first['input']))} in the {origin}.",
        f"It is: {described}." if described else f"The settings are: {', '.join(Settings.model_fields)}.",
    )


def _is_secret(name: str) -> bool:
    field = Settings.model_fields.get(name)
    return field is not None and (
        field.annotation is SecretStr or name in ("database", "replica")
    )  # an address may hold a password
