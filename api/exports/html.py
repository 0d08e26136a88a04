"""A shortlist as one HTML file that needs nothing else: no script, no picture, no address outside itself."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.exports import facts, labels, reasons
from api.exports.spoken import again, say, voice
from api.exports.text import clean
from matching.codes import country_name, language_name
from matching.results import Shortlist

TEMPLATES = Path(__file__).parent / "templates"


def to_html(shortlist: Shortlist) -> str:
    """The whole shortlist as a page to keep, print or send: inline style, readable without a network."""
    speaking = {"say": say, "again": again, "voice": voice}
    return environment().get_template("shortlist.html").render(layout="file.html", shortlist=shortlist, **speaking)


@cache
def stylesheet() -> str:
    """The style shared by the file and the pages."""
    return (TEMPLATES / "shortlist.css").read_text(encoding="utf-8")


def style_hash() -> str:
    """The source expression that lets a content security policy allow exactly this style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()


def _readable(value: object) -> object:
    """Words without what no page may carry; markup of our own passes as it is."""
    return clean(value) if type(value) is str else value


@cache
def environment(*more_templates: Path) -> Environment:
    """Templates with everything escaped by default, and the words of `labels`, `facts` and `reasons` at hand."""
    made = Environment(
        loader=FileSystemLoader([*more_templates, TEMPLATES]),
        autoescape=True,
        finalize=_readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "facts": facts,
        "labels": labels,
        "reasons": reasons,
        "country_name": country_name,
        "language_name": language_name,
        "style": Markup(stylesheet()),  # nosec B704 # our own file, no words of others in it
        "style_hash": style_hash(),
    }
    return made
