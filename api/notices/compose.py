"""From a kind, a language and facts to a notice: subject, plain text and HTML, saying the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.notices.errors import UnusableFact
from api.notices.facts import Fact, read_facts
from api.notices.kinds import DATES, Kind, kind_named
from api.notices.lines import one_line, shortened
from api.notices.office import Office
from api.notices.sentences import Address, Sentence, Text
from api.notices.showing import shown_facts
from api.notices.wording import Wording, Words, notice_language, wording

MOST_IN_SUBJECT = 90  # characters of one fact; the whole of it stands in the message


@dataclass(frozen=True)
class Notice:
    """A message ready to be sent.

    Attributes:
        subject: one line.
        text: plain text, lines ended by a line feed.
        html: a whole HTML document that needs nothing from outside.
        language: the language it is written in.
    """

    subject: str
    text: str
    html: str
    language: str = "en"


@dataclass(frozen=True)
class Line:
    """A fact with its label; several texts where the fact is a list."""

    label: str
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Letter:
    """The parts of a notice in the order in which they are read; both forms are written from it."""

    wording: Wording
    subject: str
    greeting: Sentence
    opening: tuple[Sentence, ...]
    questions: tuple[Text, ...]
    lines: tuple[Line, ...]
    action: str | None
    link: str | None
    after: tuple[Sentence, ...]
    ask: Sentence
    office: Text


def compose(kind: str, language: str | None, facts: Mapping[str, Any], office: Office) -> Notice:
    """A notice of a kind, in a person's language, about these facts, in the name of an office.

    Args:
        kind: a name in `KINDS`, which says what facts each kind takes.
        language: ISO 639 code, with or without region; English where it is None or not one of the six.
        facts: by name; dates and moments as such or in ISO 8601, so that facts may come from a queue as JSON.
        office: who signs, whom to ask, and where links lead.

    Raises:
        UnknownNotice, MissingFact, UnknownFact, UnusableFact: what is wrong, without quoting any fact.
    """
    declared = kind_named(kind)
    words = wording(notice_language(language))
    given = read_facts(declared, facts)
    letter = _letter(declared, words, given, office)
    return Notice(letter.subject, _as_text(letter), _as_html(letter), words.language)


def _letter(kind: Kind, words: Wording, given: Mapping[str, Fact], office: Office) -> Letter:
    shown = shown_facts(given, words, office.zone)
    values: dict[str, Text | Address] = {
        name: Text(", ".join(texts), words.direction) for name, texts in shown.items() if name != DATES
    }
    values["contact"] = Address(office.contact.strip())
    own = words.kinds[kind.name]
    link = _whole_address(str(given["link"]), office) if "link" in given else None
    return Letter(
        wording=words,
        subject=_subject(own, shown),
        greeting=Sentence(words.frame["greeting" if "name" in given else "greeting_without_name"], values),
        opening=_known(own.opening, values),
        questions=tuple(Text(each, words.direction) for each in shown.get("questions", ())),
        lines=tuple(
            Line(words.labels[name], tuple(Text(each, words.direction) for each in shown[name]))
            for name in kind.lines
            if name in shown
        ),
        action=own.action if link else None,
        link=link,
        after=_known(own.after, values),
        ask=Sentence(own.ask, values),
        office=Text(one_line(office.name), words.direction),
    )


def _known(templates: tuple[str, ...], values: Mapping[str, Text | Address]) -> tuple[Sentence, ...]:
    return tuple(sentence for each in templates if (sentence := Sentence(each, values)).known)


def _subject(words: Words, shown: Mapping[str, tuple[str, ...]]) -> str:
    # No isolating marks here: many lists of messages show them as boxes. The wording puts facts last instead.
    return words.subject.format_map({name: shortened(texts[0], MOST_IN_SUBJECT) for name, texts in shown.items()})


def _whole_address(link: str, office: Office) -> str:
    base = office.base_url.rstrip("/")
    if link.startswith("/"):
        return base + link
    if link == base or link.startswith((base + "/", base + "?")):
        return link
    raise UnusableFact(
        "link",
        "The fact 'link' leads out of the service.",
        "Found an address that does not begin with the service's own.",
        f"Give a path such as '/calls/12', or an address under {base}.",
    )


def _as_text(letter: Letter) -> str:
    blocks = [letter.greeting.plain, *(each.plain for each in letter.opening)]
    if letter.questions:
        blocks.append("\n".join(f"- {each.plain}" for each in letter.questions))
    if letter.lines:
        blocks.append("\n".join(_line_as_text(each, letter.wording.frame["row"]) for each in letter.lines))
    if letter.action and letter.link:
        blocks.append(f"{letter.wording.frame['row'].format(label=letter.action, value='').rstrip()}\n{letter.link}")
    blocks += [*(each.plain for each in letter.after), letter.ask.plain, letter.office.plain]
    return "\n\n".join([*blocks, letter.wording.frame["automatic"]]) + "\n"


def _line_as_text(line: Line, row: str) -> str:
    if len(line.texts) == 1:
        return row.format(label=line.label, value=line.texts[0].plain)
    head = row.format(label=line.label, value="").rstrip()
    return "\n".join([head, *(f"- {each.plain}" for each in line.texts)])


def _as_html(letter: Letter) -> str:
    return _environment().get_template("notice.html").render(letter=letter)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
