"""The table of all settings for the page on operation, made from the settings themselves.

`python -m api.settings_table docs/operation.md` writes it into the page, between the marks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from api.config import PREFIX, Settings

BEGIN, END = "<!-- settings: made by api/settings_table.py -->", "<!-- end of settings -->"
FOLDERS = {"cache": "the user's cache folder", "data": "the user's folder for data"}


def table() -> str:
    """A line for each setting: variable, default, what it may be, what it means."""
    lines = ["| variable | default | may be | what it is |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        told = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{PREFIX}{name.upper()}` | {_default(name, field)} | {_may_be(field)} | {told} |")
    return "\n".join(lines)


def with_table(page: str) -> str:
    """A page with the table in the place of what stood between the marks.

    Raises:
        ValueError: the page has no such marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no place for the table: {BEGIN} and {END} are missing.")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _default(name: str, field: FieldInfo) -> str:
    if name in FOLDERS:
        return FOLDERS[name]
    value: Any = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value == "":
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _may_be(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(field.annotation))
    kinds = {bool: "`true`, `false`", int: "a number", Path: "a path"}
    found = next(
        (words for kind, words in kinds.items() if kind in (field.annotation, *get_args(field.annotation))), "text"
    )
    least = next((rule.ge for rule in field.metadata if hasattr(rule, "ge")), None)
    most = next((rule.le for rule in field.metadata if hasattr(rule, "le")), None)
    return f"{least} to {most}" if least is not None and most is not None else found


def main(path: Path) -> None:
    """Write the table into a page."""
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
