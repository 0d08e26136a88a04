"""Every word of one person, and where any of them still stands."""

from __future__ import annotations

import subprocess
from pathlib import Path

from api.services.office import Office
from api.storage.traces import found_in_tables

NAME, EMAIL, PHONE = 'Zélie "Zaza" Quistrebert', "zelie.quistrebert@example.org", "+33 6 99 88 77 66"
CV = "Led the reform of the maritime pension fund of Zanzibar, from inspection to payment."
WORDS = ("Quistrebert", EMAIL, "maritime pension fund of Zanzibar", PHONE)


def everything(office: Office) -> list[Path]:
    """Every file of the service."""
    folders = [office.settings.data, office.settings.cache]
    if office.database.is_sqlite:
        folders.append(Path(str(office.database.url.database)).parent)
    return [p for folder in folders if folder.is_dir() for p in folder.rglob("*") if p.is_file()]


def found_in(office: Office) -> set[str]:
    """Names of the files, and of the tables, in which any of the words stands; the files are read by another program."""
    words = [part for word in WORDS for part in ("-e", word)]
    paths = [str(path) for path in everything(office)]
    told = subprocess.run(["grep", "-laiF", *words, *paths], capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1), told.stderr
    with office.database.read() as session:
        return {Path(line).name for line in told.stdout.splitlines()} | set(found_in_tables(session, WORDS))
