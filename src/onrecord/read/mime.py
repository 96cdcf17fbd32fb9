"""Mail as it is sent (MIME) -> headers and parts. Nothing here raises on bytes, whatever they are.

The standard library's parser goes down one Python frame a level and tries every boundary on every line; a mail made
for it costs minutes. So parts are cut here, level by level and within limits, and the library decodes what is in them.
"""

from __future__ import annotations

import binascii
import codecs
import contextlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message

from onrecord import charset
from onrecord.read.limits import Refused

MAX_PARTS = 1_000
MAX_DEPTH = 20
_MAX_HEADERS = 512 * 1024
_MAX_HEADER = 4_000
_MAX_LINES = 5_000
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_BODY = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)")
_HEADER_LINES = re.compile(rb"(?:[!-9;-~]{1,100}[ \t]*:[^\r\n]*+(?:\r?\n|\r|$)|[ \t][^\r\n]*+(?:\r?\n|\r|$))*+")
_PICTURED = re.compile(r"(?:image|audio|video)/")
_BOUNDARY_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\r|\Z)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SLOW = frozenset(("punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf-7"))
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its type in lower case, its headers by lower-case name, its bytes decoded, the parts in it.

    Pictures, sound and films, most of what mails weigh, come without their bytes.
    """

    kind: str
    headers: dict[str, str]
    data: bytes = b""
    charset: str = ""
    name: str = ""
    attached: bool = False
    flowed: str = ""
    parts: tuple[Part, ...] = field(default=())

    def walk(self) -> Iterator[Part]:
        """This part and all in it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def text(self) -> str:
        """The bytes as text, by what they are before what they are said to be."""
        return decoded(self.data, self.charset, html=self.kind == "text/html")


def parsed(data: bytes) -> Part:
    """A message. Raises Refused for more parts, or parts nested deeper, than any mail has."""
    return _part(data, [0], 0)


def _part(data: bytes, count: list[int], depth: int) -> Part:
    count[0] += 1
    if count[0] > MAX_PARTS:
        raise Refused("too-large", f"a mail of more than {MAX_PARTS} parts; save what you need of it by itself")
    if depth > MAX_DEPTH:
        raise Refused("too-large", f"a mail whose parts lie more than {MAX_DEPTH} deep in each other")
    head, body = split(data)
    headers = _headers(head)
    described = _described(headers)
    kind = described.get_content_type().lower()
    boundary = str(described.get_param("boundary") or "").strip()
    if kind.startswith("multipart/") and boundary:
        parts = tuple(_part(piece, count, depth + 1) for piece in _pieces(body, boundary))
        if parts:
            return Part(kind=kind, headers=headers, parts=parts)
        kind = "text/plain"
    name = header(described.get_filename() or "")
    return Part(
        kind=kind,
        headers=headers,
        data=b"" if _PICTURED.match(kind) else _undone(body, headers.get("content-transfer-encoding", "")),
        charset=str(described.get_content_charset() or ""),
        name=name,
        attached=described.get_content_disposition() == "attachment",
        flowed=_flowed(described),
    )


def split(data: bytes) -> tuple[bytes, bytes]:
    """Headers and body."""
    data = data.lstrip(b"\r\n") if data[:1] in (b"\r", b"\n") and _HEADER.match(data.lstrip(b"\r\n")[:200]) else data
    if data[:1] in (b"\r", b"\n"):  # a part without headers
        return b"", data.lstrip(b"\r\n")
    found = _BODY.search(data)
    if found:
        return data[: found.start()][:_MAX_HEADERS], data[found.end() :]
    lines = _HEADER_LINES.match(data)  # no empty line: what is no header any more is the body
    end = lines.end() if lines else 0
    return data[:end][:_MAX_HEADERS], data[end:]


def headers_of(data: bytes) -> dict[str, str]:
    """A message's headers alone: the first of each name, by its name in lower case."""
    return _headers(split(data[:_MAX_HEADERS])[0])


def _headers(head: bytes) -> dict[str, str]:
    """The first header of each name, unfolded, as sent."""
    out: dict[str, str] = {}
    folded = re.sub(rb"\r?\n(?=[ \t])|\r(?=[ \t])", b"", head[:_MAX_HEADERS])
    for line in folded.splitlines()[:_MAX_LINES]:
        found = _HEADER.match(line)
        if found:
            name = found[1].decode("ascii").lower()
            out.setdefault(name, charset.decode(found[2][: 4 * _MAX_HEADER].strip())[0])
    return out


def header(value: str) -> str:
    """A header's value as people read it: encoded words decoded, one line, no control characters."""
    value = value[: 4 * _MAX_HEADER]
    if "=?" in value:
        with contextlib.suppress(ValueError, LookupError):  # what cannot be decoded stays as it was sent
            value = "".join(
                piece if isinstance(piece, str) else decoded(piece, said or "ascii")
                for piece, said in decode_header(_SURROGATE.sub("\ufffd", value))
            )
    return " ".join(_CONTROL.sub(" ", _SURROGATE.sub("\ufffd", value)).split())[:_MAX_HEADER]


def decoded(data: bytes, said: str, *, html: bool = False) -> str:
    """Text out of bytes whose charset may be a lie: what is UTF-8 is that; else what is said, where that fits."""
    found = charset.detect(data, html=html)
    if found.startswith(("utf-16", "utf-32")) or (found == "utf-8" and not data.isascii()):
        return data.decode(found, "replace").removeprefix("\ufeff")
    try:
        codec = codecs.lookup(said[:40]).name if said else ""
        if codec and codec not in _SLOW:
            return data.decode(_WIDER.get(codec, codec))
    except (LookupError, ValueError, UnicodeError):
        pass
    return data.decode(found, "replace")


def _described(headers: dict[str, str]) -> Message:
    """What a part is, for the library to take apart."""
    out: Message = Message()
    for name in ("content-type", "content-disposition"):
        if name in headers:
            out[name] = " ".join(_CONTROL.sub(" ", headers[name]).split())[:_MAX_HEADER]
    return out


def _flowed(described: Message) -> str:
    """ "flowed" or "delsp" for text whose lines were broken for sending (RFC 3676)."""
    if str(described.get_param("format") or "").lower() != "flowed":
        return ""
    return "delsp" if str(described.get_param("delsp") or "").lower() == "yes" else "flowed"


def _pieces(body: bytes, boundary: str) -> Iterator[bytes]:
    """What stands between the boundaries; where the last is missing, up to the end."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    start, at = -1, body.find(mark)
    while at >= 0:
        rest = _BOUNDARY_END.match(body, at + len(mark))
        if rest and (at == 0 or body[at - 1] in b"\r\n"):
            if start >= 0:
                end = at - 1 - (body[at - 2 : at] == b"\r\n")
                yield body[start : max(start, end)]
            if rest[1]:
                return
            start = rest.end()
        at = body.find(mark, at + len(mark))
    if 0 <= start < len(body):
        yield body[start:]


def _undone(body: bytes, encoding: str) -> bytes:
    """A part's bytes as they were before sending."""
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        packed = _NOT_BASE64.sub(b"", body)
        packed = packed[: len(packed) - (len(packed) % 4 == 1)]  # one sign alone, where it was cut, means nothing
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    return body
