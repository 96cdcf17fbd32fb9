"""Which reader takes which kind of file: the one literal table. A reader is imported when the first such file is met.

A reader is a generator over an open `Stream`: it yields documents, wanted ones and rejected items, and raises
`Refused` where the file as a whole cannot be read on. It opens nothing else, writes nothing, and follows no
reference out of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from onrecord.read.items import Found, Items
from onrecord.read.unpack import Refused, Stream

Reader = Callable[[Stream, Items], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a reader is, the format its documents carry, and what it needs: a module, and the extra that brings it."""

    path: str
    format: str
    needs: str = ""
    extra: str = ""


READERS: dict[str, Entry] = {
    "text": Entry("onrecord.read.single:read_single", "text"),
    "html": Entry("onrecord.read.single:read_single", "html"),
    "json": Entry("onrecord.read.jsonl:read_json", "jsonl"),
    "feed": Entry("onrecord.read.feed:read_feed", "feed"),
    "parquet": Entry("onrecord.read.parquet:read_parquet", "parquet"),
}


def read_as(kind: str, stream: Stream, items: Items) -> Iterator[Found]:
    """What the reader of this kind finds. Raises Refused where it has none, or what it needs is not installed."""
    entry = READERS.get(kind)
    if entry is None:
        raise Refused("unsupported-format", _ADVICE.get(kind, f"OnRecord does not read {kind} files"))
    if entry.needs and find_spec(entry.needs) is None:
        detail = f"reading {kind} files needs a part that is not installed: pip install 'onrecord[{entry.extra}]'"
        raise Refused("missing-part", detail)
    module, _, name = entry.path.partition(":")
    reader = cast(Reader, getattr(import_module(module), name))
    yield from reader(stream, Items(items.source, entry.format))


_ADVICE = {
    "xml": "XML that is neither a web page, a feed nor a news agency's format; convert it to HTML or text",
}
