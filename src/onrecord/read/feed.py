"""RSS and Atom -> items. Given bytes only: feedparser would fetch anything that looks like an address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from onrecord.model import RawDocument, Rejected
from onrecord.read.items import Items
from onrecord.read.unpack import MAX_WHOLE, Refused, Stream

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read_feed(stream: Stream, items: Items) -> Iterator[RawDocument | Rejected]:
    """The entries of a feed that carry text."""
    data = stream.whole(MAX_WHOLE)
    if _ENTITY.search(data):
        raise Refused("unsafe-xml", "the file defines its own XML entities, which could blow up or fetch; remove them")
    parsed = _parse(data)
    entries = parsed.get("entries") or []
    if not entries:
        raise Refused("no-text-field", "a feed without entries")
    outlet = str(parsed.get("feed", {}).get("title") or "")
    language = str(parsed.get("feed", {}).get("language") or "")
    for number, entry in enumerate(entries, 1):
        yield items.document(_record(entry, outlet, language), number)


def _parse(data: bytes) -> Any:
    import feedparser

    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as e:  # a third-party parser on hostile bytes: whatever it raises, the file is broken
        raise Refused("broken-feed", f"the feed cannot be parsed: {type(e).__name__}") from None


def _record(entry: Any, outlet: str, language: str) -> dict[str, str]:
    """What an entry says of its article, under our names."""
    contents = [str(c.get("value") or "") for c in entry.get("content") or []]
    text = max([*contents, str(entry.get("summary") or "")], key=len)
    source = entry.get("source") or {}
    authors = [str(a.get("name") or "") for a in entry.get("authors") or []]
    record = {
        "id": str(entry.get("id") or ""),
        "title": str(entry.get("title") or ""),
        "url": str(entry.get("link") or ""),
        "outlet": str(source.get("title") or outlet),
        "published": str(entry.get("published") or entry.get("updated") or ""),
        "author": "; ".join(a for a in authors if a) or str(entry.get("author") or ""),
        "language": str(entry.get("language") or language),
        "text": text,
    }
    return {key: value for key, value in record.items() if value.strip()}
