"""Examples made from schemas: each fits its own, whatever the schema asks for."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.routes.illustrations import example_of, illustrate

TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 3},
        "parent": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 40},
        {"type": "string", "maxLength": 2},
        {"type": "string", "pattern": "^[A-Z]{2}$"},
        {"type": "integer", "minimum": 5, "maximum": 7},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        {"type": "integer", "maximum": -3},
        {"enum": ["a", "b"]},
        {"const": 4},
        {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
        {"type": "array", "items": {"type": "integer"}, "minItems": 2},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 2},
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {},
        {"$ref": "#/components/schemas/Tree"},
    ],
)
def test_an_example_fits_its_schema(schema: dict[str, Any]) -> None:
    components = {"Tree": TREE}
    made = example_of(schema, components)
    Draft202012Validator({**schema, "components": {"schemas": components}}).validate(made)


def test_examples_written_by_hand_go_first() -> None:
    properties = {"one": {"type": "string", "examples": ["by hand"]}, "two": {"type": "integer", "default": 9}}
    assert example_of({"type": "object", "properties": properties}, {}) == {"one": "by hand", "two": 9}


def test_an_example_written_by_hand_is_made_whole() -> None:
    schema = {
        "type": "object",
        "required": ["name", "until", "count"],
        "properties": {
            "name": {"type": "string"},
            "until": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "count": {"type": "integer"},
        },
        "example": {"name": "by hand"},
    }
    assert example_of(schema, {}) == {"name": "by hand", "until": None, "count": 1}


def test_what_has_an_example_or_is_a_file_is_left_alone() -> None:
    contents: list[dict[str, Any]] = [
        {"schema": {"type": "integer"}, "example": 42},
        {"schema": {"type": "string", "format": "binary"}},
        {"schema": {"type": "integer"}},
    ]
    operations = {str(n): {"get": {"responses": {"200": {"content": {"kind": c}}}}} for n, c in enumerate(contents)}
    illustrate({"paths": operations, "components": {"schemas": {}}})
    assert [content.get("example") for content in contents] == [42, None, 1]
