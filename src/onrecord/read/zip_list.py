"""How long the list of members at the end of a zip file is: asked before the list is read, which takes memory."""

from __future__ import annotations

import struct

from onrecord.read.limits import Refused

TAIL = 22 + 0xFFFF  # bytes at the end in which the list's own description stands
_END, _END_SIZE = b"PK\x05\x06", 22
_WIDE_END, _WIDE_SIZE = b"PK\x06\x06", 48
_WIDE_WITHIN = 1024  # bytes before the description, where the one of large files stands
MOST_PARTS = 20_000  # of a document that is a zip file of parts
MOST_LISTED = 8 * 1024 * 1024  # bytes of their list


def length(tail: bytes, broken: str) -> tuple[int, int]:
    """(members, bytes of their list) by the last bytes of a zip file. Raises Refused where its end is missing."""
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Refused(broken, "the file is cut off: the list of what is in it is missing; fetch it again")
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    wide = tail.rfind(_WIDE_END, max(0, at - _WIDE_WITHIN), at)
    if wide >= 0 and at - wide >= _WIDE_SIZE:
        count, size = struct.unpack("<QQ", tail[wide + 32 : wide + 48])
    return count, size


def refuse_many_parts(data: bytes, broken: str) -> None:
    """Refuses a document with more parts than any text needs."""
    count, size = length(data[-TAIL:], broken)
    if count > MOST_PARTS or size > MOST_LISTED:
        raise Refused("too-large", f"more than {MOST_PARTS} parts, as no text needs")
