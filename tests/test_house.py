"""The house holds: rooms import only what the design allows, and every module and public name says what it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "embeddings": set(),
    "matching": {"embeddings"},
    "fixtures": {"matching"},
    "evaluation": {"matching", "embeddings", "fixtures"},
    "api": {"matching", "embeddings", "fixtures"},
}
FORBIDDEN = {
    "embeddings": {"fastapi", "starlette", "sqlalchemy", "sqlite3", "typer"},
    "matching": {"fastapi", "starlette", "sqlalchemy", "sqlite3", "typer", "faiss", "torch", "sentence_transformers"},
}
DOORS_NEVER_TOUCH = {"faiss", "sqlalchemy", "sqlite3", "torch"}
NEVER_SEES_DECLARATIONS = (
    "gates.py",
    "criteria.py",
    "relevance.py",
    "scoring.py",
    "lexical.py",
    "queries.py",
    "columns.py",
)


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    others = set(MAY_IMPORT) - {room} - MAY_IMPORT[room]
    wrong = {str(p.relative_to(ROOT)): found for p in modules(room) if (found := tops(p) & others)}
    assert not wrong


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_knows_no_outside_world(room: str) -> None:
    wrong = {str(p.relative_to(ROOT)): found for p in modules(room) if (found := tops(p) & FORBIDDEN[room])}
    allowed = {"embeddings": {"embeddings/store.py"}}.get(room, set())
    assert set(wrong) <= allowed, wrong


@pytest.mark.parametrize("door", ["routes", "web", "commands"])
def test_a_door_goes_through_the_services(door: str) -> None:
    for path in modules(f"api/{door}"):
        assert not tops(path) & DOORS_NEVER_TOUCH, path


@pytest.mark.parametrize("name", NEVER_SEES_DECLARATIONS)
def test_gates_and_scores_never_see_what_people_declared(name: str) -> None:
    tree = ast.parse((ROOT / "matching" / name).read_text(encoding="utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not attributes & {"declared", "gender", "nationalities", "nationality"}
    assert "matching.declared" not in imported(ROOT / "matching" / name)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_every_module_says_what_it_is(room: str) -> None:
    for path in modules(room):
        if path.read_text(encoding="utf-8").strip():
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("room", ["matching", "embeddings"])
def test_every_public_name_is_explained(room: str) -> None:
    silent = []
    for path in modules(room):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not silent


def test_every_setting_is_documented() -> None:
    from matching.settings import Balance, MatchSettings, TeamRules, Weights

    page = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    names = [name for kind in (MatchSettings, Weights, TeamRules, Balance) for name in kind.model_fields]
    missing = [name for name in names if f"`{name}`" not in page]
    assert not missing


def test_the_packages_are_listed_explicitly() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert sorted(name.rstrip("*") for name in listed) == sorted(MAY_IMPORT)
