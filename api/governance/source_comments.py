"""What the code says of its own constants and fields: the comment beside a line, or above it, as its meaning."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Said:
    """A name in the code, the text of its value, and the comment on it ("" where there is none)."""

    name: str
    value: str
    comment: str


def constants_of(module: ModuleType) -> list[Said]:
    """The figures that a module names in capitals, in order: numbers alone, since texts and tables are no tuning."""
    lines, tree = _parsed(module)
    found: list[Said] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            found += _numbers(node, _comment(lines, node))
    return found


def fields_of(kind: type[Any]) -> dict[str, str]:
    """The comments on the annotated fields of a class, by name; of a StrEnum's members too."""
    lines, tree = _parsed(kind)
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef))
    return {name: _comment(lines, node, above=False) for node in body for name in _names(node)}


def _parsed(thing: ModuleType | type[Any]) -> tuple[list[str], ast.Module]:
    try:
        source = textwrap.dedent(inspect.getsource(thing))
    except OSError:  # installed without its sources
        source = f"class {thing.__name__.rpartition('.')[2]}: pass"
    return source.splitlines(), ast.parse(source)


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id


def _numbers(node: ast.Assign, comment: str) -> Iterator[Said]:
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Name):
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, value)]
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=True))
    else:
        return
    for name, number in pairs:
        if isinstance(name, ast.Name) and name.id.isupper() and not name.id.startswith("_") and _is_number(number):
            yield Said(name.id, ast.unparse(number), comment)


def _is_number(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(inner, ast.Constant) and type(inner.value) in (int, float)


def _comment(lines: Sequence[str], node: ast.stmt, *, above: bool = True) -> str:
    """The comment behind a statement's last line, else the lines of comment right above it."""
    last = lines[(node.end_lineno or node.lineno) - 1]
    beside = last.encode()[node.end_col_offset or 0 :].decode().strip()
    if beside.startswith("#") and not beside.startswith(("# type:", "# noqa")):
        return beside.lstrip("# ")
    block: list[str] = []
    row = node.lineno - 2
    while above and row >= 0 and lines[row].lstrip().startswith("#"):
        block.insert(0, lines[row].strip().lstrip("# "))
        row -= 1
    return " ".join(block)
