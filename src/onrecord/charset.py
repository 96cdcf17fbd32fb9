"""Bytes -> text: which encoding a source is in, judged by its bytes before what it says of itself.

`text == data.decode(encoding, "replace")` always holds, so that offsets into the text are offsets
into the file. A byte order mark stays in the text as U+FEFF.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (  # the longer mark first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_WIDER = {  # what pages that declare the first are really written in (WHATWG encoding standard)
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
_MULTIBYTE = ("utf-16", "utf-32", "utf-7")
_SAMPLE = 20_000
_WESTERN_SHARE = 0.25
_ENOUGH = 20
_BAD_SHARE = 0.02


def decode(data: bytes, *, html: bool = False) -> tuple[str, str]:
    """The text and the name of the codec it was read with. Never fails: see the module's invariant."""
    encoding = detect(data, html=html)
    return data.decode(encoding, "replace"), encoding


def detect(data: bytes, *, html: bool = False) -> str:
    """The encoding of `data`: its mark, else valid UTF-8, else what it declares, else a guess."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _unmarked_wide(data):
        return wide
    if _fits(data, "utf-8"):
        return "utf-8"
    declared = _declared(data) if html else None
    if declared and declared != "utf-8" and _fits(data, declared):
        return declared
    if _mostly_utf8(data):
        return "utf-8"
    return _guess(data)


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of mostly Latin text is NUL."""
    head = data[:1000]
    if len(head) < 8 or len(data) % 2 or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.6 * half and others < 0.05 * half and _fits(data, name):
            return name
    return None


def _declared(data: bytes) -> str | None:
    """What a page says its encoding is, as the codec that is really meant."""
    m = _DECLARED.search(data[:4096])
    if not m:
        return None
    try:
        name = codecs.lookup(m.group(1).decode("ascii")).name
    except (LookupError, UnicodeError):
        return None
    if name.startswith(_MULTIBYTE):  # it was legible as bytes, so it cannot be true
        return "utf-8"
    return _WIDER.get(name, name)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few damaged bytes (cut off, or patched by an editor): better than any other reading."""
    sample = data[:_SAMPLE]
    text = sample.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(1 for c in text if c > "\x7f") - bad
    return good >= 4 * bad and bad <= max(2, _BAD_SHARE * len(text))


def _guess(data: bytes) -> str:
    """A one-byte encoding. Few high bytes mean a Western page with Windows quotes; many, another script."""
    sample = data[:_SAMPLE]
    high = sum(1 for b in sample if b > 0x7F)
    if high >= _ENOUGH and high > _WESTERN_SHARE * len(sample):
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is not None and _fits(data, best.encoding):
            return str(best.encoding)
    return "cp1252" if _fits(data, "cp1252") else "latin-1"
