"""RTF files: an export of a press database with many articles, or one article."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.read import exports
from onrecord.read.items import Found, Items
from onrecord.read.lines import Line
from onrecord.read.properties import declared
from onrecord.read.rtf_text import Rtf
from onrecord.read.single import extracted
from onrecord.read.unpack import MAX_WHOLE, Refused, Stream


def read_rtf(stream: Stream, items: Items) -> Iterator[Found]:
    """The articles of an RTF file. Raises Refused where it holds no text."""
    data = stream.whole(MAX_WHOLE)

    def lines() -> Iterator[Line]:
        return Rtf(data).lines()

    found = exports.articles(lines, items)
    if found is not None:
        yield from found
        return
    rtf = Rtf(data)
    read = list(rtf.lines())
    if not read:  # a brace of its head may be missing, and all be taken for head
        rtf = Rtf(data, lenient=True)
        read = list(rtf.lines())
    if not read:
        raise Refused(
            "no-article-text", "the RTF file holds no text; if it shows text in a word processor, save it anew"
        )
    yield extracted(items, data, read, declared(rtf.title, rtf.author, read))
