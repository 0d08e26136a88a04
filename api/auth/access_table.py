"""Who may call what, read from the routes themselves: `python -m api.auth.access_table > docs/access.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from api.auth.access import May
from api.auth.entrance import SAFE_METHODS
from api.auth.roles import SHORT, Role, Scope

YES, OWN, NO = "yes", "own", "·"
DESCRIPTION = "/openapi.json"  # the one address that is no handler of ours: the description of the API, for everybody


@dataclass(frozen=True)
class Endpoint:
    """One method of one address, and the rule that guards it."""

    method: str
    path: str
    rule: May
    route: RouteContext

    def lets_in(self, *roles: Role, own: bool = False) -> bool:
        """Whether somebody with these roles is let in; `own`: an expert who asks for what is theirs."""
        if not self.rule.roles and self.rule.own is None:
            return True
        return bool(self.rule.roles & set(roles)) or (own and self.rule.own is not None and Role.EXPERT in roles)

    @property
    def scopes(self) -> frozenset[Scope] | None:
        """What a token needs; None where no token may."""
        if self.rule.in_person:
            return None
        read_or_write = Scope.READ if self.method in SAFE_METHODS else Scope.WRITE
        return frozenset({read_or_write} | ({Scope.PERSONAL} if self.rule.personal else set()))


class Unguarded(ValueError):
    """A route without a rule, or with more than one."""


def endpoints(routes: Sequence[BaseRoute]) -> list[Endpoint]:
    """Every endpoint with its one rule, in the order of the routes.

    Raises:
        Unguarded: a route has no rule, several, or none can be found because it is no handler of ours.
    """
    found = []
    for route in iter_route_contexts(routes):
        path = route.path or str(route)
        if path == DESCRIPTION:
            continue
        if not isinstance(route.original_route, APIRoute):
            raise Unguarded(f"{path} is no handler with a permit")
        rules = list(dict.fromkeys(rules_of(route.dependant)))
        methods = sorted(route.methods or ())
        if len(rules) != 1:
            raise Unguarded(f"{methods} {path} has {len(rules)} rules in place of one")
        found += [Endpoint(method, path, rules[0], route) for method in methods]
    return found


def rules_of(dependant: Dependant) -> Iterator[May]:
    """Every rule among the dependencies of a handler, and of these in turn."""
    if isinstance(dependant.call, May):
        yield dependant.call
    for below in dependant.dependencies:
        yield from rules_of(below)


def table(found: Iterable[Endpoint]) -> str:
    """The table in Markdown: first what programs call, then the pages."""
    listed = list(found)
    machines = [e for e in listed if e.route.include_in_schema]
    people = [e for e in listed if not e.route.include_in_schema]
    return "\n".join([PREAMBLE, "## Addresses", *_rows(machines), "", "## Pages", *_rows(people), ""])


def _rows(found: list[Endpoint]) -> list[str]:
    heads = ["method", "address", "nobody", *SHORT.values(), "a token needs"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for endpoint in sorted(found, key=lambda e: (e.path, e.method)):
        cells = [endpoint.method, f"`{endpoint.path}`", YES if endpoint.lets_in() else NO]
        cells += [_cell(endpoint, role) for role in SHORT]
        lines.append(f"| {' | '.join([*cells, _token(endpoint)])} |")
    return lines


def _cell(endpoint: Endpoint, role: Role) -> str:
    if endpoint.lets_in(role):
        return YES
    return OWN if endpoint.lets_in(role, own=True) else NO


def _token(endpoint: Endpoint) -> str:
    if endpoint.lets_in():
        return "nothing"
    return "no token may" if endpoint.scopes is None else ", ".join(sorted(endpoint.scopes))


PREAMBLE = f"""# Who may call what
Read from the rules of the handlers (`api/auth/access.py`) by `python -m api.auth.access_table`; the tests in
`tests/api/entrance/test_access_table.py` call every address in every role and hold the answers against this page.

*{YES}*: let in. *{OWN}*: an expert, to what is their own. *{NO}*: refused, with 401 where nobody is signed in and 403 for
another role. *nobody*: without signing in. A token acts in the name of an account, within its roles and with the scopes
that it was given; *no token may*: only somebody who signed in with a browser.

`{DESCRIPTION}` describes the addresses and is open to everybody.
"""


def _print() -> None:
    from api.app import ROUTERS

    print(table(endpoints([route for router in ROUTERS for route in router.routes])), end="")


if __name__ == "__main__":
    _print()
