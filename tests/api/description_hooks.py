"""What the trial against the description needs to know of this service; loaded by the program that makes the requests.

Lines of JSON are written as such, and addresses hold ids that are really on record, so that more than 404 is met.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Any

import schemathesis

KNOWN = "TEST_KNOWN_IDS"  # JSON: beginning of a path -> id
LINES = "application/x-ndjson"
REPEATED = ("incorrect_type", "valid_object", "object_required_and_optional", "string_above_max_length")
ONE_IN = 10  # of these sorts of requests, made many times of every place, is sent, besides the first of every place
_met: Counter[tuple[str, ...]] = Counter()


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


@schemathesis.hook
def filter_case(ctx: Any, case: Any) -> bool:
    """Of requests that hardly differ, such as five wrong types of one field, one is sent from every place, and some others."""
    about = case.meta.phase.data if case.meta else None
    sort = str(getattr(about, "scenario", None))
    if sort not in REPEATED:
        return True
    place = (case.method, case.path, sort, str(about.parameter), str(about.location))
    _met[place] += 1
    _met[(sort,)] += 1
    return _met[place] == 1 or _met[(sort,)] % ONE_IN == 0
