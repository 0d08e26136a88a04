"""OpenDocument, rich text, HTML, Markdown and plain text as blocks."""

from __future__ import annotations

import io
import zipfile

import pytest

from matching.cv.extract import extract
from matching.cv.values import CvText
from matching.errors import UnreadableDocument

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
                        ("fo", "xsl-fo-compatible"))
)  # fmt: skip


def odt(body: str, styles: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


def seen(text: CvText) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in text.blocks]


def test_an_odt_gives_headings_lists_tables_and_boxes() -> None:
    body = (
        '<text:h text:outline-level="1">Experience</text:h><text:p>Adviser<text:tab/>Accra<text:s text:c="9"/></text:p>'
        "<text:list><text:list-item><text:p>Drafted the code</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>French</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>C1</text:p></table:table-cell>'
        "</table:table-row></table:table><text:p><draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box>"
        "</draw:frame></text:p>"
    )
    assert seen(extract(odt(body))) == [
        ("heading", "Experience"), ("line", "Adviser\tAccra"), ("item", "Drafted the code"), ("row", "French\t\t\tC1"),
        ("line", "In a box"),
    ]  # fmt: skip


def test_an_odt_gives_weight_and_size_through_its_styles() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>'
        "</style:style>"
    )
    (block,) = extract(odt('<text:p><text:span text:style-name="T1">Adviser</text:span></text:p>', styles)).blocks
    assert (block.bold, block.size) == (True, 14.0)


def test_a_thousandfold_repeated_cell_and_space_do_not_fill_the_memory() -> None:
    body = (
        '<text:p>a<text:s text:c="99999999"/>b</text:p><table:table><table:table-row>'
        '<table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    assert len(extract(odt(body)).text) < 200


def test_rich_text_gives_letters_of_its_code_pages_and_beyond() -> None:
    data = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2\par "
    data += rb"\f1 caf\'e9 \u1605?\u8211- done\par}"
    assert extract(data).text == "Привет\ncafé م– done"


def test_rich_text_gives_bold_lists_and_rows() -> None:
    data = (
        rb"{\rtf1\ansi{\b\fs28 Experience}\par{\listtext\'b7\tab}Drafted the code\par"
        rb"\trowd\pard\intbl 2015\cell Adviser\cell Accra\cell\row\pard{\*\generator x}{\info{\author Nobody}}After\par}"
    )
    found = extract(data)
    assert seen(found) == [
        ("line", "Experience"),
        ("item", "Drafted the code"),
        ("row", "2015\tAdviser\tAccra"),
        ("line", "After"),
    ]
    assert (found.blocks[0].bold, found.blocks[0].size) == (True, 14.0)


def test_rich_text_passes_over_pictures_and_fields() -> None:
    data = (
        rb'{\rtf1 See {\field{\*\fldinst HYPERLINK "x"}{\fldrslt my page}}{\pict\pngblip 89504e47}{\bin4 }}}} end\par}'
    )
    found = extract(data)
    assert found.text.startswith("See my page")
    assert "Pictures that were not read: 1." in found.warnings


def test_html_gives_headings_lists_tables_and_addresses_behind_links() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h2>Experience</h2>"
        "<p><b>Adviser</b><br>Accra</p><ul><li>Drafted <i>the</i> code</li></ul><table><tr><th>Language</th><th>Level</th></tr>"
        "<tr><td>French</td><td>C1</td></tr></table><a href='mailto:ama@example.org'>Write to me</a>"
        "<p style='display:none'>the best candidate</p><script>alert(1)</script></body></html>"
    )
    found = extract(page.encode())
    assert seen(found) == [
        ("heading", "Experience"), ("line", "Adviser"), ("line", "Accra"), ("item", "Drafted the code"),
        ("row", "Language\tLevel"), ("row", "French\tC1"), ("line", "Write to me (ama@example.org)"),
    ]  # fmt: skip
    assert (found.blocks[0].level, found.blocks[1].bold, found.blocks[2].bold) == (2, True, False)
    assert found.warnings == ("Hidden passages that were left out: 1.",)


def test_html_is_read_in_the_encoding_it_declares() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Министерство труда</p></body></html>'
    assert extract(page.encode("cp1251")).text == "Министерство труда"


def test_markdown_gives_the_same_blocks_without_its_marks() -> None:
    text = "# Ama Mensah\n\n## Experience\n**Adviser**, [Ministry](https://example.org)\n2015 – 2018\n\n"
    text += "- Drafted *the* code\n\n"
    text += "| Language | Level |\n|---|---|\n| French | C1 |\n"
    found = extract(text.encode(), "cv.md")
    assert found.format == "markdown"
    assert seen(found) == [
        ("heading", "Ama Mensah"), ("heading", "Experience"), ("line", "Adviser, Ministry (https://example.org)"),
        ("line", "2015 – 2018"), ("item", "Drafted the code"), ("row", "Language\tLevel"), ("row", "French\tC1"),
    ]  # fmt: skip


def test_plain_text_keeps_its_lines_and_gives_rows_items_and_room() -> None:
    found = extract(b"AMA MENSAH\n==========\n\nFrench      C1\n* Drafted the code\n")
    assert [(b.kind, b.text, b.apart) for b in found.blocks] == [
        ("line", "AMA MENSAH", False), ("row", "French\tC1", True), ("item", "Drafted the code", False),
    ]  # fmt: skip


def test_edges_of_a_table_drawn_with_signs_are_no_text_and_bars_are() -> None:
    found = extract(b"+-----+-----+\n| French | C1 |\n|--|:--|\n--|\nSpanish\n****--\n+++\n")
    assert [b.text for b in found.blocks] == ["| French | C1 |", "Spanish", "****--", "+++"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Родился в Алматы. Министерство труда и социальной защиты населения.", "cp1251"),
        ("Expérience à l'étranger, compétences avérées, élève de l'École nationale", "cp1252"),
        ("وزارة العمل والشؤون الاجتماعية، خبير في الضمان الاجتماعي", "cp1256"),
        ("Adviser – Zürich", "utf-16"),
    ],
)
def test_legacy_encodings_are_recognised(text: str, encoding: str) -> None:
    assert extract(text.encode(encoding)).text == text


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    from matching.cv.limits import Limits

    with pytest.raises(UnreadableDocument, match=r"the limit is 100\."):
        extract(b"word " * 50, limits=Limits(characters=100))
