"""The pack: one page that needs nothing else and leads everywhere, files written whole or not at all."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.governance.documents import make_documents
from api.governance.facts import Described, Facts
from api.governance.kinds import KINDS
from api.governance.pack import PAGE, Pack, make_pack, write_pack
from api.governance.page import stylesheet, to_html
from embeddings.errors import StorageFull
from matching.errors import InvalidSetting

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Reads a page: that every element is closed, its ids, links, headings, and the text of its articles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.sources: list[str] = []
        self.cells: list[dict[str, str | None]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in ("td", "th"):
            self.cells.append(given)
        self.sources += [str(given[name]) for name in ("src", "data", "action", "srcset") if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(pack: Pack) -> Page:
    return Page(pack.files[PAGE])


def test_the_pack_holds_every_document_a_page_and_the_answers(pack: Pack) -> None:
    assert set(pack.files) == {"index.md", *(f"{kind.name}.md" for kind in KINDS), PAGE, "answers.toml"}


def test_the_same_facts_give_the_same_pack(facts: Facts, pack: Pack) -> None:
    again = make_pack(facts)
    assert again.files == pack.files and again.content_hash == pack.content_hash
    assert make_pack(replace(facts, version="0.0.0")).content_hash != pack.content_hash


def test_the_page_needs_nothing_outside_itself(pack: Pack, page: Page) -> None:
    text = pack.files[PAGE]
    assert page.sources == [] and "<script" not in text and "url(" not in text and "@import" not in text
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text.replace("&#39;", "'")
    assert f"<style>{stylesheet()}</style>" in text


def test_every_link_of_the_page_leads_somewhere_on_it(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if link.removeprefix("#") not in {*page.ids, "main"}] == []
    assert len(page.links) > 60


def test_every_link_of_the_files_leads_to_a_file_and_a_part_of_it(pack: Pack) -> None:
    for name, text in pack.files.items():
        if not name.endswith(".md"):
            continue
        for target, anchor in re.findall(r"\]\(([\w.-]*)(?:#([^)]+))?\)", text):
            other = pack.files[target or name]
            assert not anchor or anchor in re.findall(r"\(#([^)]+)\)", other), (name, target, anchor)


def test_headings_follow_each_other_and_every_document_is_there(page: Page) -> None:
    assert page.levels[0] == 1 and page.levels.count(1) == 1 and page.levels.count(2) == 7
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert {"index", *(kind.name for kind in KINDS)} <= set(page.ids)


def test_rows_that_stack_on_a_phone_keep_the_names_of_their_columns(page: Page) -> None:
    named = [cell["data-head"] for cell in page.cells if "data-head" in cell]
    assert {"what it looks at", "rule, as for an example", "remains with the facility"} <= set(named)
    assert all(cell.get("role") == "cell" for cell in page.cells if "data-head" in cell)


def test_what_is_to_be_filled_in_stands_out_on_the_page(pack: Pack, facts: Facts) -> None:
    assert pack.files[PAGE].count('<blockquote class="open">') == len(pack.open)
    answered = make_pack(facts, {"dpia.need": "Because."}).files[PAGE]
    assert answered.count('<blockquote class="answered">') == 1
    assert answered.count('<blockquote class="open">') == len(pack.open) - 1


def test_hostile_words_stay_words_on_the_page(facts: Facts) -> None:
    hostile = replace(facts, commands=(Described("x", "<script>alert(1)</script> [a](javascript:b)"),))
    text = make_pack(hostile).files[PAGE]
    assert "<script" not in text and "&lt;script&gt;" in text and "javascript:b)" in text
    assert not any("javascript" in link for link in Page(text).links)


def test_raw_html_in_a_document_is_text() -> None:
    assert "<b>" not in to_html("# A\n\n<b>bold</b> and <img src=x>\n", "a", {"a"})


def test_a_pack_is_written_into_a_new_folder(pack: Pack, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "pack"
    written = write_pack(pack, out)
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == dict(pack.files)
    assert {path.name for path in out.iterdir()} == set(pack.files)


def test_a_folder_in_which_somebody_may_have_worked_is_left_alone(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text("mine")
    with pytest.raises(InvalidSetting, match="cannot be written") as error:
        write_pack(pack, tmp_path)
    assert "not empty" in error.value.found and "--answers" in error.value.next_step
    with pytest.raises(InvalidSetting, match="cannot be written"):
        write_pack(pack, tmp_path / "answers.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["answers.toml"]
    assert (tmp_path / "answers.toml").read_text() == "mine"


def test_a_full_disk_leaves_nothing_half_written(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(StorageFull):
        write_pack(pack, tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_documents_are_made_without_looking_at_the_clock_or_the_disk(facts: Facts, pack: Pack) -> None:
    assert [d.text for d in make_documents(facts)] == [t for n, t in pack.files.items() if n.endswith(".md")]
