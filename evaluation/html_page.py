"""The report as one self-contained HTML page: charts are inside it, nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from evaluation.markdown_page import groups
from evaluation.published import SOURCE
from evaluation.view import View

TEMPLATES = Path(__file__).parent / "templates"
MOST_ROWS = 1000  # of the table behind a chart; figures.json holds them all


def html_page(view: View) -> str:
    """The whole report."""
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pages.filters["image"] = image
    return pages.get_template("report.html").render(view=view, groups=groups, source=SOURCE, most_rows=MOST_ROWS)


def image(svg: str) -> str:
    """An SVG as an address that holds it whole. As an image of its own, its ids cannot clash with another chart's."""
    return "data:image/svg+xml," + quote(svg, safe="~()*!.'/:=;,+@")
