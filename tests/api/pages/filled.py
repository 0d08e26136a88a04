"""A form of a page as a browser would send it: all that stands in its fields, with what somebody changes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from tests.api.pages.looking import check, look


class Filled(HTMLParser):
    """The values of one form."""

    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.values = action, dict[str, str]()
        self._here = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._here = found["action"] == self.action
        if not self._here:
            return
        if tag == "input" and found["type"] not in ("file", "radio") and (
            found["type"] != "checkbox" or "checked" in found
        ):  # fmt: skip
            self.values[found["name"]] = found.get("value", "")
        self._select = found["name"] if tag == "select" else self._select
        if tag == "option" and ("selected" in found or self._select not in self.values):
            self.values[self._select] = found["value"]
        if tag == "textarea":
            self._area = found["name"]
            self.values[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area


def fill(page: str, action: str, **changes: Any) -> dict[str, str]:
    """The values of a form with changes; underscores stand for dashes, None leaves a field out."""
    form = Filled(action)
    form.feed(page)
    values = form.values | {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in values.items() if value is not None}


def send_filled(client: Any, page: str, action: str, **changes: Any) -> Any:
    """Look at a page, change some of what stands in a form of it, and send all of it."""
    look(client, page)
    return client.post(action, data=fill(client.get(page).text, action, **changes))


def send_on(client: Any, answer: Any, action: str, **changes: Any) -> Any:
    """The same with a page that came as the answer to a form."""
    check(answer, answer.status_code)
    return client.post(action, data=fill(answer.text, action, **changes))
