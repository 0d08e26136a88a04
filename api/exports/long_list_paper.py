"""The long list as a document on paper, lying on its side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from api.exports import facts, labels
from api.exports.long_list import Account, Arrival, ListedPerson, ListedPosition, LongList
from api.exports.paper import Block, Heading, Paper, Table, bullets, pairs, words
from api.exports.spoken import Told, again, say, voice
from api.exports.text import listed
from matching.entities import Verdict

ARRIVALS = Told("came", tuple(Arrival))
COLUMNS = (
    "column.number", "column.person", "position.statuses", "column.institution", "column.came", "column.eligibility",
    "rules",
)  # fmt: skip
WIDTHS = (1.1, 4.5, 2.7, 4.0, 3.0, 2.7, 7.7)


def long_list_paper(long_list: LongList) -> Paper:
    """The call, the counts, and per position a line for everyone."""
    title = labels.call_title(long_list.call)
    reference = long_list.call.reference or long_list.call.id
    return Paper(
        kind=say("long_list"),
        title=title,
        footer=say("long_list.footer", reference=reference, day=labels.day(long_list.made_at)),
        made_at=long_list.made_at,
        landscape=True,
        language=voice().language,
        blocks=(
            *pairs(about(long_list)),
            *(_notes(long_list) if long_list.notes else ()),
            *(block for position, name in named(long_list) for block in _position(position, name)),
        ),
    )


def about(long_list: LongList) -> list[tuple[str, str]]:
    """For which call, as of when, by whom, and how many people, as pairs of label and words."""
    everyone = {person.expert_id for position in long_list.positions for person in position.people}
    return [
        *facts.call_facts(long_list.call),
        (say("record.as_of"), labels.day(long_list.made_at)),
        *([(say("drawn_up.by"), account(long_list.by))] if long_list.by else []),
        (say("funnel.people"), str(len(everyone))),
    ]


def named(long_list: LongList) -> list[tuple[ListedPosition, str]]:
    """Each position with the name it is shown by."""
    return [
        (p, say("call.whole") if p.position_id is None else labels.position_name(p.position_id, p.title, number))
        for number, p in enumerate(long_list.positions, start=1)
    ]


def account(by: Account) -> str:
    """Who did something: name, account and role; the role alone where no account did it."""
    key = f"role.{by.role.replace(' ', '_')}"
    role = say(key) if voice().has(key) else by.role.replace("_", " ")
    if by.id is None:
        return role
    return f"{labels.person_and_id(by.name, say('account', id=by.id), ', ')}, {role}"


def arrival(person: ListedPerson) -> str:
    """How and when a person came onto the list."""
    return f"{ARRIVALS[person.came]}\n{labels.day(person.on)}" if person.on else ARRIVALS[person.came]


def counts(position: ListedPosition) -> str:
    """How many people came how, and what the rules say of them."""
    came = Counter(person.came for person in position.people)
    said = Counter(person.verdict for person in position.people)
    ways = ", ".join(say("count.of", count=came[way], words=words) for way, words in ARRIVALS.items())
    verdicts = ", ".join(say("count.of", count=said[one], words=words) for one, words in labels.VERDICTS.items())
    return say("long_list.counts", count=len(position.people), ways=ways, verdicts=verdicts)


def _notes(long_list: LongList) -> Iterator[Block]:
    yield Heading(say("notes"), 1)
    yield from bullets(map(again, long_list.notes))


def _position(position: ListedPosition, name: str) -> Iterator[Block]:
    yield Heading(name, 1)
    if not position.people:
        yield words(say("long_list.nobody"))
    else:
        yield words(counts(position), keep=True)
        rows = tuple(
            (
                str(number),
                labels.person_and_id(person.name, person.expert_id),
                labels.status_label(person.status) if person.status else say("day.none"),
                person.institution or say("day.none"),
                arrival(person),
                labels.VERDICTS[person.verdict],
                rules(person),
            )
            for number, person in enumerate(position.people, start=1)
        )
        yield Table((*map(say, COLUMNS),), rows, WIDTHS)


def rules(person: ListedPerson) -> str:
    """Every rule with its verdict and what it found, those not met first, those met together on one line."""
    lines = [
        labels.gate_sentence(g)
        for verdict in (Verdict.FAIL, Verdict.UNKNOWN)
        for g in person.gates
        if g.verdict is verdict
    ]
    met = [f"{labels.gate_label(g.name)} ({again(g.found)})" for g in person.gates if g.verdict is Verdict.PASS]
    return "\n".join([*lines, *([say("rules.met", rules=listed(met, say("between")))] if met else [])]) or say(
        "rules.none"
    )
