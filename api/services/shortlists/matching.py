"""One call matched, with nothing kept: what the command line needs, and the first half of every shortlist on record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from api.services.turns import TURN
from matching.entities import Call
from matching.left_out import LeftOut
from matching.pipeline import Matcher
from matching.reading import extract_text, read_call, read_call_json
from matching.results import Shortlist
from matching.settings import MatchSettings
from matching.vocabulary import Vocabularies

Source = bytes | str | dict[str, Any]
_JSON_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{(?!\\rtf)")  # rich text files begin with a brace, too


def match(
    matcher: Matcher,
    source: Source,
    *,
    name: str = "",
    settings: MatchSettings | None = None,
    today: date,
    made_at: datetime | None = None,
    left_out: Sequence[LeftOut] = (),
) -> Shortlist:
    """Read a call and match it.

    Args:
        source: a document's bytes, a text, or a call as JSON data.
        name: of the document, for messages and to know JSON by its ending.
        today: the day on which availability is judged.
        made_at: the time put on the record; now, where it is not given.
        left_out: people who take no part, each group with the reason.

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: the call cannot be used as it is.
        ContradictoryRules: no team whatever could meet the rules.
    """
    call = read_source(source, matcher.engine.vocabularies, name=name, today=today)
    with TURN:
        return matcher.shortlist(
            call, today=today, settings=settings or MatchSettings(), made_at=made_at, left_out=left_out
        )


def read_source(source: Source, vocabularies: Vocabularies, *, name: str, today: date) -> Call:
    """A call from a document's bytes, from a text, or from JSON (as data, or as bytes that hold an object).

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: see `matching.reading`.
    """
    if isinstance(source, dict):
        return read_call_json(source, vocabularies)
    if isinstance(source, bytes) and (name.lower().endswith(".json") or _JSON_OBJECT.match(source)):
        return read_call_json(source, vocabularies)
    document = extract_text(source, name) if isinstance(source, bytes) else source
    return read_call(document, vocabularies, today=today)
