"""The pages that each role is led to, read as they are sent; a browser then looks at one of each shape."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from filelock import FileLock

from api.auth.roles import Role
from tests.api.browser.site import Site

PER_PATTERN = 3  # pages of one kind that are looked at: a draft, an open call, a decided one
MOST = 60  # pages of one role
VISITORS = (
    None,
    Role.STEERING,
    Role.ADMINISTRATOR,
    Role.EXPERT,
    Role.BUSINESS,
    Role.AUDITOR,
    Role.LEADER,
    Role.OFFICER,
)


@dataclass(frozen=True)
class Place:
    """A page as a role reaches it. `kind`: the pattern of its address."""

    path: str
    kind: str
    html: str

    @property
    def shape(self) -> tuple[str, frozenset[str]]:
        """What a page is made of; two of one shape differ in their words alone."""
        return self.kind, frozenset(re.findall(r'class="[^"]*"|<form[^>]*action="/\w+|<h\d|<details', self.html))

    @property
    def links(self) -> list[str]:
        """Where it leads, on this host."""
        found = (unescape(one) for one in re.findall(r'<a [^>]*?href="([^"#]+)', self.html))
        addresses = (urljoin(self.path, one) for one in found)
        return [one for one in addresses if re.match(r"/(?!/)", one)]


@cache
def places(site: Site, role: Role | None) -> list[Place]:
    """The pages that can be reached from where a role begins, some of each kind; read once for all processes of a run."""
    kept = site.kept / f"places-{role or 'stranger'}.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps([asdict(place) for place in _read(site, role)]), encoding="utf-8")
    return [Place(**told) for told in json.loads(kept.read_text(encoding="utf-8"))]


def _read(site: Site, role: Role | None) -> list[Place]:
    found: list[Place] = []
    with site.reader(role) as reader:
        waiting, met = ["/", "/account" if role else "/sign-in"], set[str]()
        while waiting and len(found) < MOST:
            path = waiting.pop(0)
            kind = site.route(path)
            if path in met or kind is None or sum(place.kind == kind for place in found) >= PER_PATTERN:
                continue
            met.add(path)
            answer = reader.get(path)
            assert answer.status_code == 200, (role, path, answer.status_code)
            address = urlsplit(str(answer.url))
            place = Place(
                address._replace(scheme="", netloc="").geturl(), site.route(str(answer.url)) or kind, answer.text
            )
            found.append(place)
            waiting += place.links
    return found


def new_places(site: Site, role: Role | None) -> list[Place]:
    """One page of each shape that a role meets and those before it do not."""
    seen = {place.shape for other in VISITORS[: VISITORS.index(role)] for place in places(site, other)}
    new: dict[object, Place] = {}
    for place in places(site, role):
        if place.shape not in seen:
            new.setdefault(place.shape, place)
    return list(new.values())
