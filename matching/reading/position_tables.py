"""Tables of positions: the heads of their columns, and what a row says of number, role and title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.reading.folding import for_plain, plain
from matching.reading.headings import match_label
from matching.reading.position_heads import PositionHead, match_position, role_of, title_alone

# What may be said of one position; everything else is said of the call and closes the part on a position.
OF_POSITIONS = {
    "tasks", "profile", "essential", "desirable", "languages", "days", "fields", "competences", "years", "statuses",
    "regions", "role", "activity_types", "title", "results",
}  # fmt: skip
TABLE_COLUMNS = OF_POSITIONS | {"positions"}
MOST_COLUMNS = 20
_NUMBER = re.compile(for_plain(r"n[o°.]*|no\.?|#|رقم|nr\.?|num\.?"))
_PERSON = re.compile(
    for_plain(
        r"expert\w*|position|post\w*|puesto|perit\w*|позиция|эксперт\w*|(?:ال)?خبير|(?:ال)?منصب|profile?|perfil|профиль|posicao|posto"
    )
)
_YES = re.compile(for_plain(r"yes|y|oui|si|sim|да|نعم|x|✓|✔|principal\w*|lead|ведущ\w*|главн\w*|(?:ال)?رئيسي\w*"))
_NO = re.compile(for_plain(r"no|n|non|nao|нет|لا|-|second\w*|technical|technique|tecnico|segund[oa]"))


def table_columns(line: str) -> list[str] | None:
    """The kinds of the columns when a line is the head of a table of positions: two known ones at least, no values."""
    cells = line.split("\t")
    if not 2 <= len(cells) <= MOST_COLUMNS:
        return None
    kinds = [_column_kind(cell) for cell in cells]
    known = [kind for kind in kinds if kind != "other"]
    if len(known) < 2 or len(known) < 0.5 * len(cells) or len(set(known)) < 2:
        return None
    about_people = {"positions", "role", "number"} & set(known) or len(known) > 2
    return kinds if about_people and not re.search(r"\d", re.sub(r"\([^)]*\)", "", line)) else None


def _column_kind(cell: str) -> str:
    flat = plain(cell).strip(" .:*")
    if _NUMBER.fullmatch(flat):
        return "number"
    if _PERSON.fullmatch(flat):
        return "positions"
    label = match_label(cell.rstrip(":"))
    return label.kind if label and not label.value and label.kind in TABLE_COLUMNS else "other"


def heads_side_by_side(line: str) -> list[PositionHead]:
    """The heads of positions that are the columns of a table ("", "Position 1", "Position 2"), if a line is such."""
    cells = line.split("\t")
    if not 3 <= len(cells) <= MOST_COLUMNS or re.search(r"\d", cells[0]):
        return []
    heads = [match_position(cell) for cell in cells[1:]]
    return [head for head in heads if head] if all(heads) else []


def row_head(pairs: Sequence[tuple[str, str]]) -> PositionHead:
    """Number, role and title of a row, from its (kind of column, cell) pairs."""
    named = [(kind, cell) for kind, cell in pairs if kind in ("number", "positions", "title", "role")]
    text = " - ".join(cell for _, cell in named)
    heads = [head for _, cell in named if (head := match_position(cell))]
    bare = [int(cell.strip(".")) for kind, cell in named if kind != "title" and re.fullmatch(r"\d{1,2}\.?", cell)]
    said = [role for kind, cell in named if kind == "role" if (role := said_role(cell)) is not None]
    numbers = [head.number for head in heads if head.number is not None] + bare
    titles = [cell for kind, cell in named if kind == "title"] or [head.title for head in heads if head.title]
    if not titles:
        titles = [cell for kind, cell in named if kind == "positions" and _names(cell)]
    return PositionHead(
        number=numbers[0] if numbers else None,
        principal=said[0] if said else role_of(plain(text)),
        title=title_alone(titles[0]) if titles else "",
        text=text,
        depth=None,
    )


def _names(cell: str) -> bool:
    """Whether a cell holds words that are not just number and role."""
    return bool(re.search(r"[^\W\d_]{3}", cell)) and match_position(cell) is None


def said_role(text: str) -> bool | None:
    """What the cell or line beside "Principal" or "Role" says."""
    flat = plain(text).strip(" .:*")
    if _YES.fullmatch(flat):
        return True
    return False if _NO.fullmatch(flat) else role_of(flat)
