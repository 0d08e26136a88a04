"""Many CVs of many kinds, each of somebody else: the sample CVs with other names, years and sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from fixtures.cv_making import europass, paper, passport, plain, web, word
from fixtures.cv_making.make import HERE
from fixtures.cv_making.source import CvSource, Line, read_sources
from fixtures.load import load_experts
from matching.texts import sentences

Maker = Callable[[CvSource, Path], None]
YEAR = re.compile(r"\b(19[6-9]\d|20[0-2]\d)\b")
MAIL = re.compile(r"[\w.+-]+@")
SYLLABLES = re.findall("..", "badefigokalamonuperasotivazo")
BROKEN = 50  # one document in so many was cut off on its way
# Kinds of documents by how the sample was made, which here are made without an office suite and a browser.
ENDINGS: dict[str, tuple[str, Maker]] = {
    "word": (".docx", word.write_docx), "office": (".docx", word.write_docx), "truncated": (".docx", word.write_docx),
    "renamed": (".docx", word.write_docx), "with_macro": (".docx", word.write_docx), "browser": (".pdf", paper.write_pdf),
    "paper": (".pdf", paper.write_pdf), "typst": (".pdf", paper.write_pdf), "without_xref": (".pdf", paper.write_pdf),
    "html": (".html", web.write_html), "text": (".txt", plain.write_text), "markdown": (".md", plain.write_markdown),
    "europass": (".xml", europass.write_candidate), "europass_pdf": (".xml", europass.write_candidate),
    "passport_xml": (".xml", passport.write_passport_xml), "passport_json": (".json", passport.write_passport_json),
    "resume": (".json", passport.write_resume),
}  # fmt: skip
FONT = "font=dejavu"  # has the letters of every language


def write_documents(folder: Path, number: int, seed: int = 5) -> int:
    """Write so many documents; returns how many of them are broken."""
    found = [source for path in sorted((HERE / "sources" / "tuning").glob("*.cv")) for source in read_sources(path)]
    samples = [source for source in found if source.words("maker")[0] in ENDINGS and source.entries]
    chance, told, broken = random.Random(seed), _sentences(), 0
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(number):
        source = _varied(samples[at % len(samples)], chance, told)
        ending, maker = ENDINGS[source.words("maker")[0]]
        path = folder / f"cv-{at:05}{ending}"
        _prepare(source, maker)
        maker(source, path)
        if at % BROKEN == BROKEN - 1 and ending == ".docx":
            path.write_bytes(path.read_bytes()[:-2000])
            broken += 1
    return broken


def _sentences() -> dict[str, list[str]]:
    """Sentences of the sample roster by language."""
    found: dict[str, list[str]] = {}
    for expert in load_experts():
        for segment in expert.segments:
            found.setdefault(segment.language or "en", []).extend(segment.text[a:b] for a, b in sentences(segment.text))
    return found


def _varied(sample: CvSource, chance: random.Random, told: dict[str, list[str]]) -> CvSource:
    """The same layout for somebody else: another name and address, other years, a sentence more in every entry."""
    source = deepcopy(sample)
    name = source.one("name")
    other = " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
    mark, back = f"{other.split()[0].lower()}{chance.randrange(10**6)}@", chance.randrange(6)

    def change(text: str) -> str:
        for part in filter(None, [name, *name.split()]):
            text = re.sub(rf"(?i)(?<!\w){re.escape(part)}(?!\w)", other if part == name else other.split()[0], text)
        return MAIL.sub(mark, YEAR.sub(lambda year: str(int(year[0]) - back), text))

    for line in source.lines:
        line.text, line.cells = change(line.text), tuple(change(cell) for cell in line.cells)
    source.head.pop("encoding", None)  # older ones lack letters of what is added
    source.head |= {"name": [other], "given": [other.replace(" ", "/")], "file": [f"{other}"]}
    if "emails" in source.head:
        source.head["emails"] = [f"{mark}example.org"]
    for entry in source.entries:
        entry.facts = {key: change(value) for key, value in entry.facts.items()}
        entry.start, entry.end = (
            year and YEAR.sub(lambda y: str(int(y[0]) - back), year) for year in (entry.start, entry.end)
        )
    _tell_more(source, chance, told.get(source.language) or told["en"])
    return source


def _tell_more(source: CvSource, chance: random.Random, told: list[str]) -> None:
    """A sentence at the end of every entry that has lines of its own, so that no two CVs say the same."""
    last = {
        line.entry: place for place, line in enumerate(source.lines) if line.entry is not None and line.role != "row"
    }
    for number, place in sorted(last.items(), key=lambda pair: -pair[1]):
        line = Line("item", chance.choice(told), side=source.lines[place].side, entry=number)
        source.lines.insert(place + 1, line)
        if number is not None:
            source.entries[number].lines.append(line)


def _prepare(source: CvSource, maker: Maker) -> None:
    """Options that the maker knows, in place of those of the one that made the sample."""
    if maker is paper.write_pdf:
        sided = any(line.side for line in source.lines)
        source.head["maker"] = [f"paper {FONT} layout={'left' if sided else 'one'}"]
    elif maker is word.write_docx and source.words("maker")[0] != "word":
        options = [option for option in source.words("maker")[1:] if option in ("plain", "grid", "margin", "styles")]
        source.head["maker"] = [" ".join(["word", *options])]
