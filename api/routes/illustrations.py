"""Examples for the description of the API: those written by hand made whole, the others made from their schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

DEEPEST = 12  # levels of a schema that are followed; those that hold themselves would have no end
NUMBER = "3f9ab2c4d5e6f708"  # of an id
BY_FORMAT = {"date": "2026-11-16", "date-time": "2026-11-16T09:00:00Z", "email": "a.person@example.org"}
BY_NAME = {
    "country": "TG",
    "institution_country": "FR",
    "language": "fr",
    "email": "a.person@example.org",
    "status": "civil_servant",
    "hash": NUMBER * 4,
    "before": NUMBER * 4,
    "version": "1",
}
FOR_PATTERNS = (f"expert-{NUMBER}", "TG", "fr", "A.35", "2026-11-16", "2026-11", "1", "a")


def illustrate(described: dict[str, Any]) -> None:
    """Give every body and answer of a description (OpenAPI) an example that fits it; files need none.

    What a body or answer itself has is left alone. Those of schemas lose every null on the way through the framework:
    here they get it back.
    """
    components = described["components"]["schemas"]
    for operations in described["paths"].values():
        for operation in operations.values():
            for content in _contents(operation):
                schema = content.get("schema", {})
                if not {"example", "examples"} & set(content) and schema.get("format") != "binary":
                    content["example"] = example_of(schema, components)


def example_of(schema: Schema, components: Mapping[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that fits a schema, with the examples and defaults in it where it has some.

    Args:
        name: of the property that it stands for.
    """
    if "$ref" in schema:
        kind = schema["$ref"].rsplit("/", 1)[-1]
        return example_of(components[kind], components, name or kind, depth + 1)
    if "example" in schema:
        return _whole(schema, components, depth)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("default") is not None:
        return schema["default"]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return _one_of(choices, components, name, depth)
    return _by_type(schema, components, name, depth)


def _whole(schema: Schema, components: Mapping[str, Schema], depth: int) -> Any:
    """An example written by hand, with whatever its schema requires and it does not say."""
    written = schema["example"]
    if not isinstance(written, dict):
        return written
    missing = {key: schema["properties"][key] for key in schema.get("required", ()) if key not in written}
    return written | {
        key: None if _may_be_null(value) else example_of(value, components, key, depth + 1)
        for key, value in missing.items()
    }


def _may_be_null(schema: Schema) -> bool:
    return any(choice.get("type") == "null" for choice in schema.get("anyOf", ()))


def _one_of(choices: list[Schema], components: Mapping[str, Schema], name: str, depth: int) -> Any:
    if depth >= DEEPEST and any(choice.get("type") == "null" for choice in choices):
        return None
    return example_of(next(c for c in choices if c.get("type") != "null"), components, name, depth + 1)


def _by_type(schema: Schema, components: Mapping[str, Schema], name: str, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        kept = properties if depth < DEEPEST else {key: properties[key] for key in schema.get("required", ())}
        return {key: example_of(value, components, key, depth + 1) for key, value in kept.items()}
    if kind == "array":
        if depth >= DEEPEST and not schema.get("minItems"):
            return []
        places = schema.get("prefixItems") or [schema.get("items", {})] * max(1, schema.get("minItems", 1))
        return [example_of(place, components, name.removesuffix("s"), depth + 1) for place in places]
    if kind in ("integer", "number"):
        return _number(schema)
    if kind == "boolean":
        return True
    return _text(schema, name) if kind == "string" else {} if kind is None else None


def _number(schema: Schema) -> int:
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    return int(min(max(1, least), schema.get("maximum", max(1, least))))


def _text(schema: Schema, name: str) -> str:
    if found := BY_FORMAT.get(schema.get("format", "")):
        return found
    stem = name.lower()
    text = BY_NAME.get(stem) or (f"{stem.removesuffix('_id')}-{NUMBER}" if stem.endswith("id") else "")
    text = text or stem.replace("_", " ") or "text"
    if pattern := schema.get("pattern"):
        text = next((one for one in (text, *FOR_PATTERNS) if re.search(pattern, one)), text)
    text = text.ljust(schema.get("minLength", 0), ".")
    return text[: schema.get("maxLength", len(text))]


def _contents(operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What an operation takes and gives, as far as it is data."""
    answers = [answer for status, answer in operation["responses"].items() if status < "4"]
    for holder in (operation.get("requestBody", {}), *answers):
        yield from holder.get("content", {}).values()
