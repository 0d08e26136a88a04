"""The facts of a CV on cards, each beside the words that it was read from, in somebody's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.services.cvs.cv_facts import Fact, State
from api.services.cvs.cv_shown import ShownCv
from api.services.cvs.cv_values import FactKind
from api.speech.speech import Speech
from api.web.cv_words import Control, controls_of, levels_of, words_of
from matching.cv.values import Source

GROUPS: dict[str, tuple[FactKind, ...]] = {  # of facts that stand outside the entries, and what each holds
    "who": ("name", "email", "phone"),
    "work": ("status", "institution"),
    "languages": ("language",),
    "fields": ("field",),
    "competences": ("competence",),
    "activity_types": ("activity_type",),
    "countries": ("country_of_experience",),
    "declared": ("nationality", "gender"),
}
ENTRIES = {"posts": ("post", "assignment"), "education": ("degree", "training")}  # the rest are "others"
ORDER = ("who", "work", "posts", "education", "languages", "fields", "competences", "activity_types", "countries",
         "declared", "others")  # fmt: skip
TICKED = ("fields", "competences", "activity_types", "countries")  # groups of codes: tick what holds
MOST = 20  # facts on a card; of each a form sends three fields at most, and languages stand alone
AROUND = 70  # characters shown on either side of the words that show a fact


@dataclass(frozen=True)
class FactLine:
    """One fact in words, with where it stands and what it is corrected with."""

    path: str
    kind: FactKind
    words: str  # as it stands; empty where nothing was read
    read: str  # as it was read
    state: State
    sure: bool
    levels: tuple[tuple[str, str], ...]
    confidence: float | None
    reason: str | None
    questions: tuple[str, ...]
    quote: tuple[str, str, str] | None  # the words that show it, with some on either side
    page: int | None
    controls: tuple[Control, ...]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a word: it is not sure, or something could not be settled."""
        return self.state == "proposed" and bool((self.words and not self.sure) or self.questions)


@dataclass(frozen=True)
class Card:
    """Facts that are decided on together, in one form."""

    name: str  # of the form
    group: str
    facts: tuple[FactLine, ...]
    title: str = ""
    runs: tuple[tuple[str, str], ...] = ()  # an entry's words, and of each stretch the kind of fact it shows, or ""

    @property
    def ticked(self) -> bool:
        """Whether what holds is ticked."""
        return self.group in TICKED

    @property
    def is_open(self) -> bool:
        """Whether one of them waits for a word."""
        return any(fact.is_open for fact in self.facts)

    @property
    def settled(self) -> bool:
        """Whether something was decided on each that says something."""
        return all(fact.state != "proposed" for fact in self.facts if fact.words)


def cards_of(shown: ShownCv, say: Speech) -> tuple[Card, ...]:
    """The facts of a CV on cards, each with the questions about it."""
    paths = [fact.path for fact in shown.facts]
    asked: dict[str, list[str]] = {}
    for doubt in shown.doubts:
        asked.setdefault(owner(doubt.about, paths), []).append(doubt.question)
    lines = {fact.path: _line(fact, shown.text, asked.get(fact.path, ()), say) for fact in shown.facts}
    return tuple(_cards(shown.facts, lines, shown.text))


def owner(about: str, paths: Sequence[str]) -> str:
    """Path of the fact that a question is about; empty where that is none of those shown."""
    fitting = [path for path in paths if about == path or about.startswith(f"{path}.")]
    return max(fitting, key=len, default="")


def _line(fact: Fact, text: str, questions: Iterable[str], say: Speech) -> FactLine:
    return FactLine(
        path=fact.path, kind=fact.kind, state=fact.state, sure=fact.sure, confidence=fact.confidence,
        words=words_of(fact.kind, fact.value, say), read=words_of(fact.kind, fact.read, say),
        levels=levels_of(fact.value, say), reason=fact.reason, questions=tuple(questions),
        quote=_quote(fact.source, text) if fact.kind != "segment" else None,
        page=fact.source.page if fact.source else None,
        controls=controls_of(fact.kind, fact.value, say),
    )  # fmt: skip


def _quote(source: Source | None, text: str) -> tuple[str, str, str] | None:
    """The words that show a fact, with what stands on their line before and after, cut to a readable length."""
    if source is None or source.start >= source.end:
        return None
    start, end = source.start, min(source.end, source.start + len(source.text))
    before = text[max(text.rfind("\n", 0, start) + 1, start - AROUND) : start]
    after = text[end : end + AROUND].split("\n")[0]
    return before.lstrip(), text[start:end], after.rstrip()


def _cards(facts: Sequence[Fact], lines: dict[str, FactLine], text: str) -> Iterator[Card]:
    entries: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.path.startswith("entries."):
            entries.setdefault(".".join(fact.path.split(".")[:2]), []).append(fact)
    for path, some in entries.items():
        yield _entry(path, some, lines, text)
    for group, kinds in GROUPS.items():
        own = [lines[fact.path] for fact in facts if fact.kind in kinds and not fact.path.startswith("entries.")]
        size = 1 if group == "languages" else MOST
        for start in range(0, len(own), size):
            title = own[start].words if group == "languages" else ""
            yield Card(f"card-{group}-{start // size}", group, tuple(own[start : start + size]), title)


def _entry(path: str, facts: Sequence[Fact], lines: dict[str, FactLine], text: str) -> Card:
    whole = next(fact for fact in facts if fact.kind == "segment")
    kind = getattr(whole.value, "kind", "other")
    group = next((name for name, kinds in ENTRIES.items() if kind in kinds), "others")
    said = {line.kind: line.words for fact in facts if (line := lines[fact.path])}
    title = said.get("title") or said.get("employer") or said["segment"]
    own = tuple(lines[fact.path] for fact in facts)
    return Card(f"card-{path.replace('.', '-')}", group, own, title, _runs(whole, facts, text))


def _runs(whole: Fact, facts: Sequence[Fact], text: str) -> tuple[tuple[str, str], ...]:
    """The words of an entry in stretches: those that show its title, employer or dates are marked."""
    if whole.source is None:
        return ()
    spans = sorted(
        (fact.source.start, fact.source.end, fact.kind) for fact in facts
        if fact.source and fact.kind in ("title", "employer", "dates")
    )  # fmt: skip
    found: list[tuple[str, str]] = []
    at = whole.source.start
    for start, end, kind in spans:
        if start >= at and end <= whole.source.end:
            found += [(text[at:start], ""), (text[start:end], kind)]
            at = end
    return tuple(one for one in (*found, (text[at : whole.source.end], "")) if one[0])
