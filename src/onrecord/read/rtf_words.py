"""The words of RTF that matter for its text: signs, invisible groups, code pages."""

from __future__ import annotations

import codecs

SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—",
    "endash": "–", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f", "softline": " ", "column": "\n", "lbr": "\n",
}  # fmt: skip

# Groups that nobody sees on the page: tables of the file, pictures, headers and footers, fallbacks for old readers.
HIDDEN = frozenset(
    (
        "colortbl", "stylesheet", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl",
        "footerr", "footerf", "generator", "themedata", "colorschememapping", "latentstyles", "datastore", "rsidtbl",
        "listtable", "listoverridetable", "xmlnstbl", "mmathPr", "filetbl", "revtbl", "ftnsep", "ftnsepc", "aftnsep",
        "aftnsepc", "nonshppict", "shprslt", "sp", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "xe",
        "tc", "txe", "rxe", "operator", "creatim", "revtim", "printim", "buptim", "comment", "doccomm", "keywords",
        "subject", "company", "manager", "category", "userprops", "nextfile", "template", "listtext", "pntext",
        "pntxta", "pntxtb", "pnseclvl", "docvar", "factoidname", "falt", "panose", "fname", "objdata", "blipuid",
        "do", "background", "wgrffmtfilter", "pgptbl", "upr",
    )
)  # fmt: skip

PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

# \fcharset of a font -> its code page. 0 and 1 are the file's own: careless writers set nothing else.
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_NAMED = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030", 54936: "gb18030", 1361: "johab", 20127: "ascii"}


def codec(number: int) -> str:
    """The codec of a code page; the usual one where Python knows none of that number."""
    name = _NAMED.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
