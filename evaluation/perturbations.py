"""The same call said badly, shorter, in another order or in other words, and CVs stuffed, cut short or repeated.

Every change is drawn from a seed made of the call's id and the kind of change: same input, same output.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from random import Random
from typing import Any, TypeVar

from matching.entities import Call, Expert, Position, Segment
from matching.vocabulary import Vocabulary

LATEST = 3  # segments that a CV cut short keeps
Change = Callable[[str], str]
Said = TypeVar("Said", Call, Position)


def drawn_from(*names: str) -> Random:
    """A random stream that depends on the names alone."""
    return Random(zlib.crc32("\n".join(names).encode()))


def typing_errors(text: str, share: float, random: Random) -> str:
    """A text with typing errors in this share of its letters.

    Each is one of the four of Damerau (1964): a letter missing, one too many, another one, two in the wrong order. The
    wrong letters are letters of the same text.
    """
    letters = list(text)
    places = [i for i, letter in enumerate(letters) if letter.isalpha()]
    alphabet = sorted({letters[i].lower() for i in places})
    count = round(share * len(places))
    for place in sorted(random.sample(places, min(count, len(places))), reverse=True):
        kind = random.randrange(4)
        if kind == 0:
            del letters[place]
        elif kind == 1:
            letters.insert(place, random.choice(alphabet))
        elif kind == 2:
            letters[place] = random.choice(alphabet)
        elif place + 1 < len(letters):
            letters[place : place + 2] = letters[place + 1], letters[place]
    return "".join(letters)


def with_typing_errors(call: Call, share: float) -> Call:
    """The call with typing errors in every text of it."""
    random = drawn_from(call.id, f"typing {share}")
    return _in_every_text(call, lambda text: typing_errors(text, share, random))


def cut_in_half(call: Call) -> Call:
    """The first half of what the call says about the work, and of what each position says about the person.

    Lists lose the entries at the end, and the last entry kept is cut within, as where a paste was cut off.
    """
    said = [t for t in (call.title, call.action_title, call.activity_title, *call.objectives, *call.results) if t]
    room = _Room(said)
    call = call.model_copy(
        update={
            **{name: room.keep_text(getattr(call, name)) for name in ("title", "action_title", "activity_title")},
            **{name: room.keep(getattr(call, name)) for name in ("objectives", "results")},
            "text": _first_half(call.text),
        }
    )
    return call.model_copy(update={"positions": tuple(map(_position_in_half, call.positions))})


def _position_in_half(position: Position) -> Position:
    said = [t for t in (position.title, *position.tasks, *position.essential, *position.desirable) if t]
    room = _Room(said)
    update: dict[str, object] = {"title": room.keep_text(position.title)}
    update |= {name: room.keep(getattr(position, name)) for name in ("tasks", "essential", "desirable")}
    return position.model_copy(update=update)


class _Room:
    """Half the words of some texts, handed out from the first on."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = (sum(len(text.split()) for text in texts) + 1) // 2

    def keep_text(self, text: str | None) -> str | None:
        words = (text or "").split()[: self._words]
        self._words -= len(words)
        return " ".join(words) or None

    def keep(self, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(kept for text in texts if (kept := self.keep_text(text)))


def _first_half(text: str) -> str:
    words = text.split(" ")
    return " ".join(words[: (len(words) + 1) // 2])


def in_another_order(call: Call) -> Call:
    """The call with its sections and the entries of each in another order: results stand where objectives stood."""
    random = drawn_from(call.id, "order")

    def mixed(entries: Sequence[str]) -> tuple[str, ...]:
        return tuple(random.sample(list(entries), len(entries)))

    positions = tuple(
        p.model_copy(update={"tasks": mixed(p.desirable), "essential": mixed(p.essential), "desirable": mixed(p.tasks)})
        for p in call.positions
    )
    update = {"objectives": mixed(call.results), "results": mixed(call.objectives), "positions": positions}
    return call.model_copy(update=update)


def in_other_words(call: Call) -> Call | None:
    """The call with its first position in other words of ours and of the same meaning; None where there are none."""
    said = _paraphrases().get(call.id)
    if said is None:
        return None
    position = call.positions[0].model_copy(update=_tuples(said["position"]))
    words = _tuples({name: value for name, value in said.items() if name != "position"})
    return call.model_copy(update={**words, "positions": (position,), "text": ""})


def _tuples(words: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}


@cache
def _paraphrases() -> dict[str, Any]:
    source = resources.files("evaluation") / "data" / "paraphrases.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def _in_every_text(call: Call, change: Change) -> Call:
    positions = tuple(_changed(p, change, ("title", "tasks", "essential", "desirable")) for p in call.positions)
    names = ("title", "action_title", "activity_title", "objectives", "results", "text")
    return _changed(call, change, names).model_copy(update={"positions": positions})


def _changed(value: Said, change: Change, names: Sequence[str]) -> Said:
    update: dict[str, object] = {}
    for name in names:
        old = getattr(value, name)
        update[name] = change(old) if isinstance(old, str) else old and tuple(change(text) for text in old)
    return value.model_copy(update=update)


# --- CVs -----------------------------------------------------------------------------------------------------------------


def stuffed(expert: Expert, fields: Vocabulary) -> Expert:
    """The expert with one more segment that lists the label of every field, in the language of most of their CV."""
    said = [segment.language for segment in expert.segments if segment.language]
    language = max(sorted(set(said)), key=said.count) if said else "en"
    labels = ", ".join(term.labels.get(language) or term.labels["en"] for term in fields)
    return expert.model_copy(
        update={"segments": (*expert.segments, Segment(text=labels, kind="skills", language=language))}
    )


def cut_short(expert: Expert, kept: int = LATEST) -> Expert:
    """The expert with their latest segments alone: those that end last, and what has no date only where nothing has."""
    dated = [s for s in expert.segments if s.start] or list(expert.segments)
    latest = sorted(dated, key=lambda s: (s.end is None, s.end or s.start, s.start), reverse=True)[:kept]
    return expert.model_copy(update={"segments": tuple(s for s in expert.segments if s in latest)})


def repeated(expert: Expert) -> Expert:
    """The expert with every segment twice, as in a CV that two files were pasted into."""
    return expert.model_copy(update={"segments": expert.segments * 2})
