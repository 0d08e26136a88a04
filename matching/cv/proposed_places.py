"""What somebody did and where: types of activity from the words of posts and assignments, countries of experience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.codes import country_name
from matching.cv.free.places import places_in
from matching.cv.values import CodeProposal, Entry, Parts, Source
from matching.cv.word_lists import sentence_with, words_said
from matching.cv.years import years_in
from matching.vocabulary import Vocabulary

WORDS = "activity_words.json"
DOING = ("post", "assignment", "summary")
WORK = ("post", "assignment")
ONE_ENTRY = {"assignment": 0.5, "post": 0.35, "summary": 0.35}  # how far one entry shows a type of activity
STATED, MENTIONED = 0.95, 0.6  # a country that is an entry's place, and one that is only named in its text


def propose_activity_types(parts: Parts, kind: Vocabulary, today: date) -> tuple[CodeProposal, ...]:
    """Types of activity that posts, assignments and the summary name, most shown first."""
    shown: dict[str, list[tuple[Entry, str]]] = {}
    for entry in parts.entries:
        if entry.kind in DOING:
            for code, words in words_said(entry.text, WORDS).items():
                if kind.has(code):
                    shown.setdefault(code, []).append((entry, words[0]))
    proposals = [_activity(parts, code, entries, today) for code, entries in shown.items()]
    return tuple(sorted(proposals, key=lambda proposal: (-proposal.confidence, proposal.code)))


def _activity(parts: Parts, code: str, shown: Sequence[tuple[Entry, str]], today: date) -> CodeProposal:
    unshown = 1.0
    for entry, _ in shown:
        unshown *= 1 - ONE_ENTRY[entry.kind]
    entry, word = max(shown, key=lambda pair: ONE_ENTRY[pair[0].kind])
    words = list(dict.fromkeys(said for _, said in shown))[:3]
    return CodeProposal(
        code=code,
        confidence=round(min(0.95, 1 - unshown), 3),
        reason=f"The CV says: {', '.join(words)}.",
        source=sentence_with(parts, entry, word),
        years=years_in([entry for entry, _ in shown if entry.kind in WORK], today) or None,
    )


def propose_countries(parts: Parts, today: date) -> tuple[CodeProposal, ...]:
    """Countries in which somebody worked: places of posts and assignments first, then countries named in their texts."""
    placed: dict[str, list[Entry]] = {}
    named: dict[str, list[tuple[Entry, Source]]] = {}
    for entry in parts.entries:
        if entry.kind not in WORK:
            continue
        if entry.country:
            placed.setdefault(entry.country, []).append(entry)
        told = parts.text[entry.source.start : entry.source.end]
        for place in places_in(told):
            if place.is_country and place.country != entry.country:
                found = sentence_with(parts, entry, told[place.start : place.end])
                named.setdefault(place.country, []).append((entry, found))
    proposals = [
        CodeProposal(
            code=code, confidence=STATED, reason=f"The place of {len(entries)} of the entries is in {country_name(code)}.",
            source=entries[0].source, years=years_in(entries, today) or None,
        )
        for code, entries in placed.items()
    ]  # fmt: skip
    proposals += [
        CodeProposal(
            code=code, confidence=MENTIONED, reason=f"{country_name(code)} is named in the text of a post or assignment.",
            source=found[0][1],
        )
        for code, found in named.items() if code not in placed
    ]  # fmt: skip
    return tuple(sorted(proposals, key=lambda p: (-p.confidence, -(p.years or 0.0))))
