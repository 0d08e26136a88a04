"""From a template and its context to a response; styles, scripts and the icon, each under an address of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from api.auth.language import ENGLISH
from api.errors import NotFound
from api.exports import FORMATS
from api.exports.html import TEMPLATES as EXPORT_TEMPLATES
from api.exports.html import environment
from api.schemas import Problem
from api.speech.anew import anew_in
from api.speech.speech import NAMES, Speech, speech
from api.web.viewer import UNKNOWN, Viewer

HERE = Path(__file__).parent
IN_ENGLISH = speech(ENGLISH)
OURS = {500: "unexpected", 503: "unavailable"}  # what only the operator can mend
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FILES = {path.name: path for path in (EXPORT_TEMPLATES / "shortlist.css", *sorted((HERE / "static").iterdir()))}


@dataclass(frozen=True)
class PageLinks:
    """Where the pages about one shortlist are; who reads it blind goes on reading it blind."""

    id: str
    blind: bool = True

    @property
    def page(self) -> str:
        """The shortlist itself."""
        return f"{self._path}{'' if self.blind else '?blind=false'}"

    @property
    def other(self) -> str:
        """The same with names, or without."""
        return f"{self._path}{'?blind=false' if self.blind else ''}"

    def person(self, expert_id: str) -> str:
        """The explanation of one person's result."""
        return f"{self._path}/experts/{quote(expert_id, safe='')}{'' if self.blind else '?blind=false'}"

    def other_person(self, expert_id: str) -> str:
        """The same with the name, or without."""
        return PageLinks(self.id, not self.blind).person(expert_id)

    def exports(self) -> list[tuple[str, str]]:
        """Each export as label and address; blind as the page is."""
        blind = "&blind=true" if self.blind else ""
        return [(f.label, f"/api/v1{self._path}/export?format={f.name}{blind}") for f in FORMATS.values()]

    @property
    def _path(self) -> str:
        return f"/shortlists/{quote(self.id, safe='')}"


def page(
    template: str, status: int = 200, *, viewer: Viewer = UNKNOWN, say: Speech = IN_ENGLISH, **context: Any
) -> HTMLResponse:
    """A page; every word of the context is escaped by the template.

    Args:
        say: the language of the page, with its sentences.
    """
    frame = {"viewer": viewer, "say": say, "anew": anew_in(say.language)}
    made = environment(HERE / "templates").get_template(template)
    return HTMLResponse(
        made.render(layout="page.html", static=static_address, languages=NAMES, **frame, **context),
        status_code=status,
    )


def make_ready() -> Iterator[str]:
    """Read every template, one at a time: whoever opens a page first would wait for some ten of them, 40 ms each."""
    templates = environment(HERE / "templates")
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
        yield name


def error_page(problem: Problem, language: str = ENGLISH) -> HTMLResponse:
    """A problem in the shape of a page, with what was found and the next step, for a reader of a language."""
    say = speech(language, "problems")
    code = OURS.get(problem.status, problem.code)
    title = say(f"title.{code}") if say.has("title." + code) else say("title.other")
    viewer = replace(UNKNOWN, language=language)
    return page("error.html", problem.status, viewer=viewer, say=say, problem=problem, title=title)


@cache
def _file(name: str) -> tuple[bytes, str, str]:
    content, media_type = FILES[name].read_bytes(), KINDS[FILES[name].suffix]
    return content, media_type, hashlib.sha256(content).hexdigest()[:12]


def static_address(name: str) -> str:
    """The address of a style, a script or the icon; it changes with the content, so it can be kept for long."""
    return f"/static/{name}?v={_file(name)[2]}"


def static_file(name: str) -> Response:
    """A style, a script or the icon; raises NotFound for anything else."""
    if name not in FILES:
        raise NotFound("There is no such file.", "", "Start from the first page (/).")
    content, media_type, _ = _file(name)
    return Response(content, media_type=media_type, headers={"Cache-Control": "public, max-age=86400"})
