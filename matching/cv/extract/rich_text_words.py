"""The words of a rich text file: how they are told apart, which say nothing, and which stand for a sign."""

from __future__ import annotations

import re

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S
)
PASSED_OVER = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore xmlnstbl listtable "
    b"listoverridetable rsidtbl generator filetbl revtbl fldinst pgdsctbl mmathPr bkmkstart bkmkend atnid atnauthor annotation "
    b"nonshppict pntext pn pnseclvl template userprops docvar fchars lchars panose falt xe tc datafield ".split()
)  # fmt: skip
SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"softline": "\n",
}  # fmt: skip
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 238: "cp1250", 128: "cp932", 134: "gbk", 129: "cp949", 136: "big5", 222: "cp874",
}  # fmt: skip


def fonts_of(data: bytes) -> dict[int, str]:
    """Number of a font -> encoding of its bytes."""
    found = {}
    for number, charset in re.findall(rb"\\f(\d{1,5})(?:\\[a-z]+\d* ?){0,6}?\\fcharset(\d{1,3})", data[:200_000]):
        found[int(number)] = CHARSETS.get(int(charset), "")
    return {number: codec for number, codec in found.items() if codec}
