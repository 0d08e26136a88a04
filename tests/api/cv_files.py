"""CVs as files for the tests of reading and importing: short texts of people who differ, and what else may lie about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

NAMES = ("Mira Oak", "Jonas Field", "Lena Brook", "Tomas Hill", "Petra Stone", "Nils Moor")
EMPLOYERS = ("Ministry of Labour", "State Pension Fund", "Public Employment Service", "Labour Inspectorate")
HEADS = ("Name", "E-mail", "Employer", "Position", "Languages", "Date of birth", "Remarks")


def cv_text(number: int, **changes: str) -> str:
    """The CV of one person, who is called and employed by their number."""
    facts = {
        "name": NAMES[number % len(NAMES)] + (f" {'abcdefghij'[number // len(NAMES) % 10].upper()}berg" if number >= 6 else ""),
        "email": f"person{number}@example.org",
        "employer": EMPLOYERS[number % len(EMPLOYERS)],
    } | changes  # fmt: skip
    return f"""{facts["name"]}
{facts["email"]}
Date of birth: 3 March {1960 + number % 30}
Religion: Zoroastrian

EXPERIENCE
2012 - 2019  Head of unit, {facts["employer"]}
- Ran the register of {number} thousand insured persons and the audit of pensions in payment.

EDUCATION
2005  Master in public administration, University of Example

LANGUAGES
English: native
French: C1
"""


def write_cvs(folder: Path, number: int, first: int = 0) -> list[Path]:
    """So many CVs as plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"cv-{at:03}.txt" for at in range(first, first + number)]
    for at, path in enumerate(paths, start=first):
        path.write_text(cv_text(at), encoding="utf-8")
    return paths


def sheet(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    """A spreadsheet of a roster."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (heads, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    """A zip archive; `__` in a name stands for a slash, `_dot_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


ROWS = (
    ("Ada Reed", "ada.reed@example.org", "Ministry of Labour", "Inspector", "French (C1)", "1970-05-01", "asthma"),
    ("Bo Lind", "bo.lind(at)example.org", "State Pension Fund", "Actuary", "English (B2)", "1971-06-02", ""),
)
