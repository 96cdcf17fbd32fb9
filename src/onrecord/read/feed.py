"""RSS and Atom -> items. Given bytes only: feedparser would fetch anything that looks like an address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from onrecord.read.items import Found, Items
from onrecord.read.unpack import MAX_WHOLE, Refused, Stream

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6}));")


def read_feed(stream: Stream, items: Items) -> Iterator[Found]:
    """The entries of a feed; those without text are wanted."""
    found = parsed(stream.whole(MAX_WHOLE))
    entries = found.get("entries") or []
    if not entries:
        raise Refused("no-text-field", "a feed without entries")
    outlet = str(found.get("feed", {}).get("title") or "")
    language = str(found.get("feed", {}).get("language") or "")
    for number, entry in enumerate(entries, 1):
        yield items.document(entry_record(entry, outlet, language), number)


def parsed(data: bytes) -> Any:
    """A feed as feedparser gives it. Raises Refused where it is unsafe or broken."""
    import feedparser

    if _ENTITY.search(data):
        raise Refused("unsafe-xml", "the file defines its own XML entities, which could blow up or fetch; remove them")
    data = _REFERENCE.sub(_of_a_character, data)
    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as e:  # a third-party parser on hostile bytes: whatever it raises, the file is broken
        raise Refused("broken-feed", f"the feed cannot be parsed: {type(e).__name__}") from None


def _of_a_character(reference: re.Match[bytes]) -> bytes:
    """A numbered reference that names a character; feedparser breaks off at half characters."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return b"\xef\xbf\xbd" if number == 0 or 0xD800 <= number <= 0xDFFF else reference[0]


def entry_record(entry: Any, outlet: str, language: str) -> dict[str, str]:
    """What an entry says of its article, under our names."""
    contents = [str(c.get("value") or "") for c in entry.get("content") or []]
    summary = str(entry.get("summary") or "")
    text = max([*contents, ""], key=len)
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
        "text": "" if len(summary) > len(text) else text,
        "summary": summary if len(summary) > len(text) else "",
    }
    return {key: value for key, value in record.items() if value.strip()}
