"""A mailbox in one file (mbox: Thunderbird, Gmail's Takeout) -> its mails, one after the other, in constant memory."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.read import mime
from onrecord.read.items import Found, Items
from onrecord.read.limits import Exhausted, Refused
from onrecord.read.mail import MAX_MAIL, message
from onrecord.read.unpack import Stream

_FROM = re.compile(rb"From \S* ?.*\d\d:\d\d")
_QUOTED = re.compile(rb">+From ")
_LINE = 1024 * 1024


def read_mbox(stream: Stream, items: Items) -> Iterator[Found]:
    """The mails of a mailbox, each under its Message-ID; one that cannot be read costs itself only."""
    for number, (data, size) in enumerate(mails(stream.body), 1):
        said = mime.headers_of(data)
        label = items.name({"id": mime.header(said.get("message-id", "")).strip("<> ")}, number)
        if size > MAX_MAIL:
            yield items.rejected(label, "too-large", f"a mail of more than {MAX_MAIL // (1024 * 1024)} MB")
            continue
        source = replace(
            items.source,
            path=None,
            key=f"{items.source.key}#{label}",
            file=f"{items.source.file}#{label}",
            location=f"{items.source.location}#{label}",
        )
        try:
            yield from message(data, Items(source, "mail"))
        except Exhausted:
            raise
        except Refused as e:
            yield items.rejected(label, e.reason, e.detail, data)


def mails(body: io.BufferedIOBase) -> Iterator[tuple[bytes, int]]:
    """Each mail's bytes, without the line that opens it, and its size; of one past the limit, the first bytes only."""
    kept = io.BytesIO()
    size = 0
    begun = fresh = False  # within a mail; at a line's start, after an empty line or the file's start
    fresh = start = True
    while line := body.readline(_LINE):
        if start and fresh and line.startswith(b"From ") and _FROM.match(line):
            if begun:
                yield kept.getvalue(), size
            kept, size, begun = io.BytesIO(), 0, True
        elif begun:
            if start and _QUOTED.match(line):
                line = line[1:]
            if size <= MAX_MAIL:
                kept.write(line)
            size += len(line)
        fresh = start and not line.strip()
        start = line.endswith(b"\n")
    if begun:
        yield kept.getvalue(), size
