"""Addresses of databases: one file, one server, or several of which one writes at a time."""

from __future__ import annotations

import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from matching.errors import InvalidSetting

DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}
PORT = "5432"
_SEVERAL = re.compile(r"(?P<scheme>[a-z0-9+]+://)(?P<user>[^@/?]*@)?(?P<hosts>[^/?]*,[^/?]*)(?P<rest>.*)", re.DOTALL)


def address(url: str) -> URL:
    """An address as the driver takes it; of several servers the one that writes is meant.

    Args:
        url: `sqlite:///PATH`, or `postgresql://USER:PASSWORD@HOST/NAME`; for HOST also `ONE:5432,OTHER:5432`.

    Raises:
        InvalidSetting: it is of neither kind.
    """
    try:
        parsed = make_url(_with_hosts_apart(url))
        parsed = parsed.set(drivername=DRIVERS[parsed.get_backend_name()])
    except (ArgumentError, KeyError, ValueError) as error:
        raise InvalidSetting(
            "The address of the database cannot be used.",
            f"It begins with '{url.split(':', 1)[0][:40]}'.",  # no more of it: it may hold a password
            "Give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        ) from error
    if has_several(parsed) and "target_session_attrs" not in parsed.query:
        parsed = parsed.update_query_dict({"target_session_attrs": "read-write"})
    return parsed


def has_several(url: URL) -> bool:
    """Whether an address names several servers."""
    hosts = url.query.get("host", ())
    return not isinstance(hosts, str) and len(hosts) > 1


def replica_address(url: str, of: URL) -> URL:
    """The address of a server that is read from, and that follows another.

    Args:
        of: the address of the database.

    Raises:
        InvalidSetting: it is no PostgreSQL server, or several, or the database is not on one.
    """
    parsed = address(url)
    if {parsed.get_backend_name(), of.get_backend_name()} != {"postgresql"} or has_several(parsed):
        raise InvalidSetting(
            "The address of the replica cannot be used.",
            "It names several servers."
            if has_several(parsed)
            else "It is no PostgreSQL server, or the database is none.",
            "Give that of one PostgreSQL server, which follows the one of EXPERTMATCH_DATABASE: "
            "postgresql://USER:PASSWORD@HOST/NAME.",
        )
    return parsed


def _with_hosts_apart(url: str) -> str:
    """Several hosts in the form that the address is taken apart in: each under a name of its own."""
    found = _SEVERAL.fullmatch(url)
    if found is None:
        return url
    hosts = "&".join(f"host={one if ':' in one else f'{one}:{PORT}'}" for one in found["hosts"].split(","))
    path, _, query = found["rest"].partition("?")
    return f"{found['scheme']}{found['user'] or ''}{path}?{hosts}{f'&{query}' if query else ''}"
