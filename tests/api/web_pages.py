"""What a test wants to know about a page: headings, landmarks, ids, what it would fetch, and its text."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "wbr", "img", "hr", "rect", "path"}
FETCHING = {"src", "srcset", "poster", "data", "background"}


class Outline(HTMLParser):
    """Reads a page once and keeps what tests ask about."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.fields: dict[str, str] = {}
        self.labelled: set[str] = set()
        self.described: list[str] = []
        self.tables = self.captions = 0
        self.language = self.title = ""
        self.unclosed: list[str] = []
        self.stray: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []

    @property
    def text(self) -> str:
        """The words of the page, white space run together."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self.ids += [found["id"]] if "id" in found else []
        self.described += found.get("aria-describedby", "").split() + found.get("aria-labelledby", "").split()
        self.fetched += [value for name, value in found.items() if name in FETCHING]
        self.fetched += [found["href"]] if tag == "link" else []
        self.links += [found["href"]] if tag == "a" else []
        self.labelled |= {found["for"]} if tag == "label" else set()
        self.forms += [found] if tag == "form" else []
        if tag in {"input", "textarea", "select"} and "name" in found and found.get("type") != "radio":
            self.fields[found["name"]] = (
                found.get("value", "") if found.get("type") != "checkbox" or "checked" in found else ""
            )
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.language = found.get("lang", "") if tag == "html" else self.language

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag not in self._open:
            self.stray.append(tag)
            return
        while (last := self._open.pop()) != tag:
            self.unclosed.append(last)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        elif not self._open or self._open[-1] != "style":
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self.unclosed += self._open


def outline(page: str) -> Outline:
    """Read a page."""
    seen = Outline()
    seen.feed(page)
    seen.close()
    return seen
