"""What the trial against the description needs to know of this service; loaded by the program that makes the requests.

Lines of JSON are written as such, and addresses hold ids that are really on record, so that more than 404 is met.
"""

from __future__ import annotations

import json
import os
from typing import Any

import schemathesis

KNOWN = "TEST_KNOWN_IDS"  # JSON: beginning of a path -> id
LINES = "application/x-ndjson"


@schemathesis.serializer(LINES)
def lines(ctx: Any, value: Any) -> bytes:
    """Values as lines of JSON; what is text already stays."""
    if isinstance(value, str | bytes):
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return b"".join(json.dumps(line).encode() + b"\n" for line in (value if isinstance(value, list) else [value]))


@schemathesis.hook
def before_load_schema(ctx: Any, raw_schema: dict[str, Any]) -> None:
    """Say as an example of each id in an address one that is on record; what is deleted keeps its own."""
    known = json.loads(os.environ[KNOWN])
    for path, operations in raw_schema["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", ()):
                name = "{" + parameter["name"] + "}"
                if parameter["in"] == "path" and method != "delete":
                    beginning = path[: path.index(name) + len(name)]
                    if beginning in known:
                        parameter["example"] = known[beginning]


@schemathesis.hook
def before_call(ctx: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Whoever asks does not take their own rights away on the way, or everything after would be refused."""
    own = json.loads(os.environ[KNOWN])["own accounts"]
    if case.method.upper() == "DELETE" and "/accounts/{id}" in case.path and case.path_parameters.get("id") in own:
        case.path_parameters["id"] = "account-of-nobody"
