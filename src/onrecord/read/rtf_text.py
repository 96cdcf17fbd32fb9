"""RTF -> lines, in one pass over the bytes: only what a reader of the document would see.

Written for files of any size and any damage: it keeps one paragraph and the open groups in memory, takes time in
proportion to the file, follows nothing out of it, and goes on after braces that are missing or too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.read.lines import BLANK, Line
from onrecord.read.rtf_words import CHARSETS, HIDDEN, PAGES, SIGNS, codec

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z]))"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_BRACE = re.compile(rb"\\bin(\d{1,9})[ ]?|\\.|([{}])", re.DOTALL)
_HYPERLINK = re.compile(r"HYPERLINK\s+(?:\\\S+\s+)*\"?(https?://[^\s\"]{1,2000})", re.IGNORECASE)
_DEEPEST = 2_000
_LONGEST = 4 * 1024 * 1024  # characters of one paragraph
_TALLEST = 10_000  # paragraphs of one cell
_HEAD = 1_024
_MAX_ADDRESS = 5_000
_MAX_NOTE = 10_000  # pieces of a footnote


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces."""

    into: str = "text"  # "text", "note", "link", "fonts", or a field of the file's properties
    hidden: bool = False
    deleted: bool = False
    skip: int = 1  # characters after \\u for readers that know no Unicode
    codec: str = "cp1252"
    ignorable: bool = False  # \\* was read: an unknown word next makes the group invisible
    fresh: bool = True  # nothing but \\* was read yet


@dataclass(slots=True)
class Rtf:
    """One RTF file. `lines` gives its text; then `title` and `author` hold what its properties say."""

    data: bytes
    lenient: bool = False  # braces of the head may be missing: the first \\pard ends whatever is invisible
    title: str = ""
    author: str = ""
    _groups: list[_Group] = field(default_factory=lambda: [_Group()])
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _usual: int = 0
    _default: str = "cp1252"
    _pending: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    _high: int = 0
    _paragraph: list[str] = field(default_factory=list)
    _length: int = 0
    _cells: list[list[str]] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _note: list[str] = field(default_factory=list)
    _link: list[str] = field(default_factory=list)
    _address: str = ""
    _heading: bool = False
    _page: bool = False
    _table: bool = False

    def lines(self) -> Iterator[Line]:
        """Every paragraph and every row of a table, each with an empty line after it; footnotes come last."""
        at, end = max(self.data.find(b"{\\rtf", 0, _HEAD), 0), len(self.data)  # a mark of the encoding may stand above
        while at < end:
            m = _TOKEN.match(self.data, at)
            if m is None:  # a backslash that ends the file
                at += 1
                continue
            at = m.end()
            kind = m.lastgroup
            if kind == "text":
                self._take_text(m["text"])
            elif kind == "open":
                self._flush()
                self._open()
            elif kind == "close":
                self._flush()
                self._close()
            elif m["word"]:
                word, number = m["word"].decode("ascii"), m["number"]
                if word == "bin":
                    at += max(int(number or 0), 0)
                elif not self._reads(word):
                    at = self._past(at)
                else:
                    yield from self._word(word, int(number) if number else None)
            elif m["hex"]:
                self._take_byte(int(m["hex"], 16))
            elif m["sign"] in (b"\n", b"\r"):  # some editors write a paragraph's end so
                yield from self._word("par", None)
            else:
                self._sign(m["sign"])
        self._flush()
        yield from self._ended()
        for note in self._notes:
            yield Line(text=note)
            yield BLANK

    # groups

    def _open(self) -> None:
        top = self._groups[-1]
        if len(self._groups) < _DEEPEST:
            self._groups.append(replace(top, ignorable=False, fresh=True))
        self._skip = 0

    def _close(self) -> None:
        """Leaves a group; a brace too many leaves nothing."""
        if len(self._groups) > 1:
            left = self._groups.pop()
            if left.into == "note" and self._groups[-1].into != "note" and self._note:
                self._notes.append(" ".join("".join(self._note).split()))
                self._note.clear()
            if left.into == "link" and self._groups[-1].into != "link":
                found = _HYPERLINK.search("".join(self._link)[:_MAX_ADDRESS])
                self._address = self._address or (found[1] if found else "")
                self._link.clear()
            if left.into == "fonts" and self._groups[-1].into != "fonts":
                self._groups[-1].codec = self._fonts.get(self._usual, self._default)
        self._skip = 0

    def _reads(self, word: str) -> bool:
        """Whether a group that this word opens is for the reader's eyes; words inside a group always are."""
        top = self._groups[-1]
        fresh, top.fresh = top.fresh, False
        if not fresh or len(self._groups) == 1:
            return True
        if word in ("fldinst", "fonttbl", "info", "footnote", "title", "author", "shpinst", "shptxt", "fldrslt"):
            return True
        return not (top.ignorable or word in HIDDEN)

    def _past(self, at: int) -> int:
        """Where an invisible group ends; unread, for pictures are megabytes."""
        depth = 1
        while depth:
            m = _BRACE.search(self.data, at)
            if m is None:
                return len(self.data)
            at = m.end()
            if m[1]:
                at += int(m[1])
            elif m[2]:
                depth += 1 if m[2] == b"{" else -1
            elif self.lenient and self.data.startswith(b"\\pard", m.start()):
                return m.start()
        return at - 1  # the brace itself closes the group

    # characters

    def _take_text(self, raw: bytes) -> None:
        raw = raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")
        if self._skip:
            cut = min(self._skip, len(raw))
            raw, self._skip = raw[cut:], self._skip - cut
        if not raw:
            return
        if self._pending or not raw.isascii():
            self._pending += raw
        else:
            self._put(raw.decode("ascii"))
        self._groups[-1].fresh = False

    def _take_byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._pending.append(value)

    def _flush(self) -> None:
        """Bytes of a code page that stand in a row become characters together: some take two bytes each."""
        if self._pending:
            raw = bytes(self._pending)
            self._pending.clear()
            self._put(raw.decode(self._groups[-1].codec, "replace"))

    def _put(self, text: str) -> None:
        top = self._groups[-1]
        if top.into == "link":
            if len(self._link) < 1_000:
                self._link.append(text)
            return
        if top.into in ("title", "author"):
            setattr(self, top.into, (getattr(self, top.into) + text)[:1_000])
            return
        if top.hidden or top.deleted or top.into in ("fonts", "properties"):
            return
        if top.into == "note":
            if len(self._note) < _MAX_NOTE:
                self._note.append(text)
        elif self._length < _LONGEST:
            self._paragraph.append(text)
            self._length += len(text)

    def _unicode(self, number: int) -> None:
        """\\uN: negative above 32767; characters beyond the first plane come as two."""
        code = number + 0x10000 if number < 0 else number
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high:
                self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)))
            self._high = 0
        elif 0 < code < 0x110000:
            self._put(chr(code))
        self._skip = self._groups[-1].skip

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._groups[-1].ignorable = True
            return
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        text = {b"~": "\xa0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign)
        if text:
            self._put(text)

    # words

    def _word(self, word: str, number: int | None) -> Iterator[Line]:
        if word == "u" and number is not None:
            self._flush()
            self._unicode(number)
            return
        if self._skip and word not in PAGES and word not in ("par", "cell", "row"):
            self._skip -= 1
            return
        self._flush()
        sign = SIGNS.get(word)
        if sign is not None:
            self._put(sign)
        elif word in ("par", "sect", "page", "row", "nestrow", "cell", "nestcell"):
            if self._groups[-1].into == "text" and not self._groups[-1].deleted:
                yield from self._break(word)
            else:
                self._put(" ")
        else:
            self._state(word, number)

    def _state(self, word: str, number: int | None) -> None:
        """Words that change what holds from here to the end of the group."""
        top = self._groups[-1]
        on = number != 0
        if word == "v":
            top.hidden = on
        elif word == "deleted":
            top.deleted = on
        elif word == "plain":
            top.hidden = False
            top.codec = self._fonts.get(self._usual, self._default)
        elif word == "deff":
            self._usual = number or 0
        elif word == "uc":
            top.skip = max(number or 0, 0)
        elif word == "f" and number is not None:
            self._font = number
            top.codec = self._fonts.get(number, self._default)
        elif word in ("fcharset", "cpg") and top.into == "fonts" and number is not None:
            self._fonts[self._font] = CHARSETS.get(number, self._default) if word == "fcharset" else codec(number)
        elif word == "ansicpg" and number:
            self._default = top.codec = codec(number)
        elif word in PAGES:
            self._default = top.codec = PAGES[word]
        elif word == "pard":
            self._heading = self._table = False
        elif word == "intbl":
            self._table = True
        elif word == "outlinelevel":
            self._heading = (number or 0) < 9
        else:
            self._destination(word, top)

    def _destination(self, word: str, top: _Group) -> None:
        if word == "fldinst":
            top.into = "link"
        elif word == "fldrslt":
            top.into = "text" if top.into == "link" else top.into
        elif word == "fonttbl":
            top.into = "fonts"
        elif word == "footnote":
            top.into = "note"
        elif word == "info":
            top.into = "properties"
        elif word in ("title", "author") and top.into == "properties":
            top.into = word

    # paragraphs and rows

    def _taken(self) -> str:
        text = "".join(self._paragraph)
        self._paragraph.clear()
        self._length = 0
        return text.strip(" \xa0\t")

    def _break(self, word: str) -> Iterator[Line]:
        if word in ("cell", "nestcell"):
            self._cell.append(self._taken())
            self._cells.append(self._cell)
            self._cell = []
        elif word in ("row", "nestrow"):
            yield from self._row()
        elif word == "par" and self._table:
            self._cell.append(self._taken())
            if len(self._cell) > _TALLEST:  # a row that never ends
                yield from self._row()
        else:
            yield from self._row()
            yield from self._line(self._taken())
            self._page = self._page or word in ("page", "sect")

    def _row(self) -> Iterator[Line]:
        """A row of a table: its cells side by side; where a cell holds paragraphs, these below each other."""
        if self._cell:
            self._cells.append(self._cell)
        cells, self._cells, self._cell = self._cells, [], []
        for text in row(cells):
            yield from self._line(text)

    def _line(self, text: str) -> Iterator[Line]:
        pieces = [piece.strip() for piece in text.split("\n")]
        for piece in filter(None, pieces):
            yield Line(text=piece, heading=self._heading, page=self._page, link=self._address)
            self._page = False
        if any(pieces):
            yield BLANK
        self._address = ""

    def _ended(self) -> Iterator[Line]:
        yield from self._row()
        yield from self._line(self._taken())


def row(cells: list[list[str]]) -> list[str]:
    """The lines of a table's row. Cells of one paragraph stand side by side, a tab between; where the last alone has
    more, these follow below."""
    full = [[text for text in cell if text.strip()] for cell in cells]
    full = [cell for cell in full if cell]
    if not full:
        return []
    if all(len(cell) == 1 for cell in full[:-1]):
        return ["\t".join([cell[0] for cell in full[:-1]] + full[-1][:1]), *full[-1][1:]]
    return [text for cell in full for text in cell]
