"""The lines of an entry that name post, employer and place: around its dates, above its tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cv.free.anchors import Anchor, after_dates
from matching.cv.free.employer_words import ACTIVITY, COURSE, DEGREE, LABELS, LEGAL, ORGANISATION, POSITION, UNIT
from matching.cv.free.joined import Fragment
from matching.cv.free.lines import INITIAL, Line
from matching.cv.free.organisation_names import FACULTY
from matching.cv.free.organisation_names import UNIVERSITY as SCHOOL
from matching.cv.free.places import is_place, places_in
from matching.reading.folding import plain

MOST_AFTER = 3  # lines below its dates that may still name post and employer
MOST_LABELS = 8  # lines with a label of their own ("Employer: ...") that may follow
FULL = 55  # characters from which on a line may have been broken because it was full
LONGEST_SUBJECT = 90  # characters of a line that names what was studied
LONGEST_NAME = 60  # characters of a line that is only the name of a company
LONGEST_UNIT = 140  # characters of a line that names a unit, such as a direction with all that it is in charge of
_MARKS = " \t,.;:|()[]{}–—-•·*_/،"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{4})[.:;]\s")
_UNFINISHED = (",", "-", "–", "/", "&", "(")
_LINKS = {
    "de", "du", "des", "la", "le", "les", "l'", "d'", "et", "of", "the", "and", "for", "in", "a", "à", "en", "del", "y",
    "e", "do", "da", "dos", "das", "el", "los", "las", "para", "por", "и", "по", "в", "на", "с", "о", "для", "при", "في",
    "من", "على", "و", "au", "aux", "sur", "pour",
    "to", "on", "with", "at", "№", "no.", "c.", "с.", "pp.",
}  # fmt: skip


def head_of(lines: Sequence[Line], start: int, anchor: Anchor | None, end: int, width: int) -> tuple[Fragment, ...]:
    """The fragments that name an entry which begins in line `start` and ends in line `end`, without its dates."""
    if anchor is None:
        return tuple(_below(lines, start, end, width, [Fragment(start, 0, len(lines[start].text))]))
    fragments: list[Fragment] = []
    for index in range(start, anchor.line):
        if not lines[index].is_empty:
            on = bool(fragments) and goes_on(lines[fragments[-1].line], lines[index], width)
            fragments.append(Fragment(index, 0, len(lines[index].text), on))
    begin = anchor.period.place[0]
    line = lines[anchor.line]
    on = bool(fragments) and goes_on(lines[fragments[-1].line], line, width) and bool(line.text[:begin].strip(_MARKS))
    stop = after_dates(line, anchor.period)
    fragments += [Fragment(anchor.line, 0, begin, on), Fragment(anchor.line, stop, len(line.text))]
    return tuple(_below(lines, anchor.line, end, width, fragments))


def _below(lines: Sequence[Line], at: int, end: int, width: int, head: list[Fragment]) -> list[Fragment]:
    """The head with the lines below its last one that still belong to it."""
    found: list[Fragment] = []
    before, over_tasks = lines[at], False
    for index in range(at + 1, end + 1):
        line = lines[index]
        if line.is_empty:
            continue
        named = " ".join(lines[f.line].text[f.start : f.end] for f in (*head, *found)).strip(_MARKS)
        label = next((kind for kind, pattern in LABELS.items() if pattern.match(line.flat)), None)
        on = bool(named) and goes_on(before, line, width) and not over_tasks
        if over_tasks or (label == "tasks" and found and line.cells):
            over_tasks = True  # what is labelled below the tasks still counts ("Name and address of employer")
            if label not in ("employer", "school", "place"):
                continue
        if (
            label == "tasks"
            or (line.is_item and not over_tasks)
            or len(found) >= (MOST_LABELS if label else MOST_AFTER) + on
        ):
            break
        if not on and not label and not _belongs(lines, line, end, named):
            if not found and line.is_long and not POSITION.search(plain(named)) and POSITION.match(line.flat):
                title = _SENTENCE.search(line.text)  # "Deputy Director. In charge of..."
                found += [Fragment(index, 0, title.start())] if title else []
            elif not found and line.is_long and (stop := _named_first(line, plain(named))):
                found.append(Fragment(index, 0, stop))
            break
        found.append(Fragment(index, 0, len(line.text), on))
        before = line
    return head + found


def _named_first(line: Line, named: str) -> int:
    """Where the employer and its town end with which running text begins, below a post: "Fund of Health, Lima Runs..."."""
    if not POSITION.search(named) or ORGANISATION.search(named):
        return 0
    towns = [place for place in places_in(line.text[:LONGEST_UNIT]) if line.text[: place.start].endswith((", ", "، "))]
    head = line.flat[: towns[0].start] if towns else ""
    found = ORGANISATION.search(head) or UNIT.search(head)
    return towns[0].end if found and found.start() < 25 and not re.search(r"[.;:]\s", head) else 0


def _belongs(lines: Sequence[Line], line: Line, end: int, named: str) -> bool:
    """Whether a line below the dates names a post, an employer or a place rather than a task."""
    if not named:
        return len(line.text) <= 220 and not (line.is_long and line.text.rstrip().endswith((".", "؛")))
    if line.is_long or len(line.text) > 160:
        return False
    flat_named = plain(named)
    if line.cells and not line.cells[0].strip():
        return True  # a row that goes on with the one above
    if DEGREE.search(line.flat) and not DEGREE.search(flat_named) and not POSITION.match(flat_named):
        return True
    if line.apart and ORGANISATION.search(flat_named):
        return False
    if SCHOOL.search(flat_named) and not (POSITION.search(flat_named) or DEGREE.search(flat_named)):
        return len(line.text) <= LONGEST_SUBJECT and not line.text.rstrip().endswith(".")  # what was studied there
    if names(line) and not (ORGANISATION.search(flat_named) and _is_task(line)):
        return True
    titled = POSITION.search(line.flat) and not POSITION.search(flat_named) and not DEGREE.search(flat_named)
    if titled and not line.begins_low and len(line.text) <= LONGEST_NAME and not line.text.rstrip().endswith("."):
        return True
    if ORGANISATION.search(flat_named) or line.text.rstrip().endswith(".") or line.begins_low or len(line.text) > 90:
        return False
    if lines[line.index - 1].cells:
        return True
    following = next((other for other in lines[line.index + 1 : end + 1] if not other.is_empty), None)
    big = [word for word in line.text.split() if len(word) > 3]
    if following is None and _is_name_alone(line, flat_named):
        return True
    is_name = len(big) > 1 and sum(word[0].isupper() for word in big) >= 0.6 * len(big)
    return is_name and (following is None or following.is_item) and not ACTIVITY.match(line.flat)


def _is_name_alone(line: Line, named: str) -> bool:
    """Whether the last line of an entry, below a post or a degree, can only be the name of who employed or taught."""
    titled = POSITION.search(named) or DEGREE.search(named)
    big = [word for word in line.text.split() if len(word) > 3] or [line.text.strip()]
    is_short = len(line.text.split()) <= 3 and len(line.text) <= 40 and all(word[0].isupper() for word in big)
    return bool(titled and is_short and not ACTIVITY.match(line.flat) and not COURSE.match(line.flat))


def _is_task(line: Line) -> bool:
    return len(line.text) > 70 and not is_place(line.text.rsplit(",", 1)[-1])


def names(line: Line) -> bool:
    """Whether the words of a line are those of a post, an organisation or a place."""
    flat = line.flat.strip()
    if line.is_strong or POSITION.match(flat) or (LEGAL.search(flat) and len(flat) < LONGEST_NAME):
        return True
    found = ORGANISATION.search(flat)
    if found and (found.start() < 25 or found.end() > len(flat) - 3) and not line.begins_low:
        return True
    if UNIT.match(flat) and len(flat) < LONGEST_UNIT and not flat.endswith("."):
        return True
    return len(flat) < 60 and bool(places_in(line.text)) and not flat.endswith(".")


def names_school(line: Line) -> bool:
    """Whether a line begins with an organisation and is no degree by itself."""
    flat = line.flat.strip()
    found = ORGANISATION.search(flat)
    return bool(found and found.start() < 30 and not DEGREE.match(flat))


def full_width(lines: Sequence[Line]) -> int:
    """The length of a full line where running text is broken into lines; very large where paragraphs are whole."""
    lengths = sorted((len(line.text) for line in lines if not line.cells), reverse=True)
    longest = next((n for n in lengths if n <= 140), 0)
    full = [n for n in lengths if 0.85 * longest <= n <= longest]
    broken = len(full) >= 4 and not lengths[0] > 1.4 * longest
    return longest if broken else 1_000_000


def _begins_degree(line: Line) -> bool:
    return bool(DEGREE.match(line.flat.strip()) or FACULTY.match(line.flat.strip()))


def ends_in_initial(line: Line) -> bool:
    """Whether a full line breaks off behind an initial: "... State University named after M."."""
    text = line.text.rstrip()
    return len(text) >= FULL and bool(INITIAL.search(text))


def goes_on(before: Line, line: Line, width: int) -> bool:
    """Whether a line goes on in the middle of the sentence or name with which the line before ended."""
    text = before.text.rstrip()
    if line.is_item or not text or before.cells or line.cells or line.is_strong != before.is_strong:
        return False
    if ":" in line.text[:40] and any(pattern.match(line.flat) for pattern in LABELS.values()):
        return False
    if text.endswith(_UNFINISHED) or text.rsplit(" ", 1)[-1].lower() in _LINKS:
        return True
    if text.endswith((".", ":", ";")):
        return ends_in_initial(before)
    if line.begins_low:
        return not (_begins_degree(line) and (names_school(before) or is_place(text.rsplit(",", 1)[-1].strip())))
    return len(text) >= max(FULL, 0.86 * width) and not text.endswith(")") and not before.is_strong
