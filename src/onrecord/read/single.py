"""A file that is one article: its bytes as they are, for the cleaner to decode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from onrecord.model import RawDocument
from onrecord.read.items import Items
from onrecord.read.lines import Line, joined
from onrecord.read.unpack import MAX_ARTICLE, Refused, Stream


def read_single(stream: Stream, items: Items) -> Iterator[RawDocument]:
    """The one document of a text file or saved page."""
    yield whole(items, stream.whole(MAX_ARTICLE))


def whole(items: Items, data: bytes) -> RawDocument:
    """The document that a file's bytes are."""
    source = items.source
    return RawDocument(key=source.key, location=source.location, file=source.file, format=items.format, data=data)


def extracted(items: Items, data: bytes, lines: Iterable[Line], meta: Mapping[str, str]) -> RawDocument:
    """The one article of a file whose text had to be taken out of it. `data` are the file's bytes."""
    source = items.source
    text = joined(lines)
    if len(text) > MAX_ARTICLE:
        raise Refused("too-large", f"more than {MAX_ARTICLE // (1024 * 1024)} MB of text for one article; split it")
    return RawDocument(
        key=source.key, location=source.location, file=source.file, format=items.format, data=data, text=text,
        meta=dict(meta),
    )  # fmt: skip
