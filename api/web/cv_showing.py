"""A CV as a page shows it to whoever may see it: its facts on cards, what it changes, what was taken out.

Both the person's own page and the office's use this, with the macros of `cv_parts.html`; sentences: "cv".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.services.cvs import cv_differences, cvs
from api.services.cvs.cv_differences import Difference
from api.services.cvs.cv_facts import ON_RECORD
from api.services.cvs.cv_shown import as_shown
from api.services.cvs.cv_values import FactKind
from api.services.people import experts
from api.services.unit import Unit
from api.speech.speech import Speech
from api.storage.cvs import TO_CONFIRM
from api.web.cv_cards import ORDER, Card, cards_of, owner
from api.web.cv_words import levels_of, words_of
from matching.cv.values import Doubt, Dropped

MOST_GONE = 25  # of what the profile says and the CV does not, in one form: it sends two fields for each
LONGEST = 140  # characters of a piece of a CV in a list


@dataclass(frozen=True)
class Change:
    """What the CV would change in the profile on record, in words."""

    kind: FactKind
    change: str
    before: str
    after: str
    path: str
    removed: bool


@dataclass(frozen=True)
class CvView:
    """All that a page shows of a CV."""

    id: str
    expert_id: str
    state: str
    format: str
    language: str | None
    pages: int
    read_at: datetime
    decided_at: datetime | None
    version: int
    profile_version: int
    cards: tuple[Card, ...]
    questions: tuple[Doubt, ...]  # those that belong to no fact shown
    dropped: tuple[Dropped, ...]
    warnings: tuple[str, ...]
    changes: tuple[Change, ...]  # none where nothing is on record yet
    text: str

    @property
    def waits(self) -> bool:
        """Whether it is to be confirmed."""
        return self.state == TO_CONFIRM

    @property
    def open(self) -> int:
        """How many facts wait for a word."""
        return sum(fact.is_open for card in self.cards for fact in card.facts)

    @property
    def facts(self) -> int:
        """How many facts say something."""
        return sum(bool(fact.words) for card in self.cards for fact in card.facts)

    def grouped(self) -> list[tuple[str, list[Card]]]:
        """The cards by group, in the order in which a person looks through them."""
        found = ((group, [card for card in self.cards if card.group == group]) for group in ORDER)
        return [(group, cards) for group, cards in found if cards]

    def changed(self, change: str) -> list[Change]:
        """Those changes of one kind: added, changed, gone or unchanged."""
        return [one for one in self.changes if one.change == change]

    def gone(self) -> list[list[Change]]:
        """What the profile says and the CV does not, as many at once as a form takes."""
        gone = self.changed("gone")
        return [gone[start : start + MOST_GONE] for start in range(0, len(gone), MOST_GONE)]


def cv_view(unit: Unit, expert_id: str, cv_id: str, say: Speech) -> CvView:
    """A CV for whoever asks; noted in the log unless it is their own.

    Args:
        say: with the sentences of "cv".

    Raises:
        NotOnRecord: the person has no CV of this id.
    """
    person = experts.get(unit, expert_id)
    row = cvs.get(unit, expert_id, cv_id)
    compared: Sequence[Difference] = ()
    if row.state == TO_CONFIRM and person.profile.get("segments"):
        compared = cv_differences.differences(unit, expert_id, cv_id).items  # notes that it was seen
    else:
        cvs.shown(unit, expert_id, cv_id)
    read, shown = cvs.read_of(row), as_shown(unit, row)
    paths = [fact.path for fact in shown.facts]
    return CvView(
        id=row.id, expert_id=expert_id, state=row.state, format=row.format, language=row.language, pages=row.pages,
        read_at=row.read_at, decided_at=row.decided_at, version=row.version, profile_version=person.version,
        cards=cards_of(shown, say),
        questions=tuple(doubt for doubt in shown.doubts if not owner(doubt.about, paths)),
        dropped=read.parts.dropped if read else (), warnings=read.warnings if read else (),
        changes=tuple(_change(one, say) for one in compared), text=shown.text,
    )  # fmt: skip


def _change(one: Difference, say: Speech) -> Change:
    before, after = (_in_short(one.kind, value, say) for value in (one.before, one.after))
    removed = one.path.startswith(ON_RECORD) and one.state == "removed"
    return Change(one.kind, one.change, before, after, one.path, removed)


def _in_short(kind: FactKind, value: object, say: Speech) -> str:
    """A value on one line; of a piece of a CV its beginning."""
    text = getattr(value, "text", None)
    if text is not None:
        line = " ".join(str(text).split())
        return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"
    words = words_of(kind, value, say)  # type: ignore[arg-type]
    levels = say.comma.join(f"{skill} {level}".strip() for skill, level in levels_of(value, say))  # type: ignore[arg-type]
    return f"{words} ({levels})" if levels else words
