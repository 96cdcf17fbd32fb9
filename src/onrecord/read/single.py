"""A file that is one article: its bytes as they are, for the cleaner to decode."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import RawDocument
from onrecord.read.items import Items
from onrecord.read.unpack import MAX_ARTICLE, Stream


def read_single(stream: Stream, items: Items) -> Iterator[RawDocument]:
    """The one document of a text file or saved page."""
    source = items.source
    data = stream.whole(MAX_ARTICLE)
    yield RawDocument(key=source.key, location=source.location, file=source.file, format=items.format, data=data)
