"""What stands under a heading such as "Private life" is nobody's business, however it is worded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matching.cv.dropping.personal_words import HEALTH
from matching.cv.dropping.wording import pattern
from matching.cv.free.cv_dates import find_periods
from matching.cv.free.heading_words import kinds_of
from matching.cv.values import Block
from matching.reading.folding import plain

LONGEST_HEADING = 30  # characters
MOST_LINES = 8  # of a part on private life
LONGEST_LINE = 240  # characters of one of its lines
_CONTACT = re.compile(r"@|\+?\d[\d\s().-]{7,}")  # an address or a telephone number
_PRIVATE = pattern(
    r"(?:my\s+)?(?:private|personal|family)\s+(?:life|matters|situation)|private|vie\s+(?:privee|personnelle|de\s+famille)|vida\s+(?:privada|personal|familiar|pessoal)|"
    r"личная\s+жизнь|семья|(?:ال)?حياه\s+(?:ال)?(?:خاصه|شخصيه|عائليه)"
)
_HEALTH = pattern(
    r"(?:my\s+)?health|sante|salud|saude|здоровье|состояние\s+здоровья|(?:ال)?صحه|(?:ال)?حاله\s+(?:ال)?صحيه"
)  # a field of work as well: only what speaks of an illness goes


def find_private(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """(place, kind) of each block of such a part; its heading, contacts, dated work and nationality stay."""
    for index, block in enumerate(blocks):
        heading = plain(block.text.strip(" :.-"))
        if block.kind == "row" or len(heading) > LONGEST_HEADING:
            continue
        if _PRIVATE.fullmatch(heading):
            yield from ((at, "family") for at in _below(blocks, index))
        elif _HEALTH.fullmatch(heading):
            yield from ((at, "health") for at in _below(blocks, index) if HEALTH.search(plain(blocks[at].text)))


def _below(blocks: Sequence[Block], heading: int) -> Iterator[int]:
    for at in range(heading + 1, min(heading + 1 + MOST_LINES, len(blocks))):
        block = blocks[at]
        if block.kind == "heading" or len(block.text) > LONGEST_LINE or kinds_of(block.text):
            return
        if not (_CONTACT.search(block.text) or find_periods(block.text)):
            yield at
