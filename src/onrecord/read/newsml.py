"""NewsML 1.0 to 1.2: what agencies sent before NewsML-G2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.read import nitf
from onrecord.read.newsparts import anywhere, below, first, language, opened, paragraphs, words


def items(root: Any) -> Iterator[dict[str, str]]:
    """The records of the articles of each NewsItem: one a component that holds text."""
    for item in anywhere(root, "NewsItem"):
        found = [record for part in _parts(item) if (record := _record(item, part))]
        if found:
            yield from found
        else:
            yield {"id": _identifier(item), "why": "no-text-field: a NewsItem without text (a picture or a list)"}


def _parts(item: Any) -> Iterator[Any]:
    """The components of an item that hold no others but have content of their own."""
    for part in anywhere(item, "NewsComponent"):
        if any(True for _ in below(part, "ContentItem")):
            yield part


def _record(item: Any, part: Any) -> dict[str, str]:
    text = max((_text(e) for e in below(part, "ContentItem", "DataContent")), key=len, default="")
    if not text:
        return {}
    over = [part, *(e for e in part.iterancestors() if e is not item), item]
    record = {
        "id": _identifier(item),
        "title": _nearest(over, "HeadLine"),
        "byline": _nearest(over, "ByLine"),
        "published": next((_iso(words(e)) for e in anywhere(item, "ThisRevisionCreated", "FirstCreated")), ""),
        "outlet": _provider(over),
        "agency": _nearest(over, "CreditLine") or _provider(over),
        "language": next((str(e.get("FormalName") or "") for e in anywhere(part, "Language")), "") or language(part),
        "text": opened(_nearest(over, "DateLine"), text),
    }
    return {name: value for name, value in record.items() if value}


def _text(content: Any) -> str:
    documents = list(anywhere(content, "nitf"))
    if documents:
        return nitf.text(documents[0])
    bodies = list(anywhere(content, "body.content", "body"))
    return paragraphs(bodies[0] if bodies else content)


def _nearest(over: list[Any], name: str) -> str:
    """A news line of the component itself, else of what it lies in."""
    return next((line for e in over if (line := first(e, "NewsLines", name))), "")


def _provider(over: list[Any]) -> str:
    parties = (p for e in over for p in below(e, "AdministrativeMetadata", "Provider", "Party"))
    return next((name for p in parties if (name := str(p.get("FormalName") or "").strip())), "")


def _identifier(item: Any) -> str:
    path = ("Identification", "NewsIdentifier")
    return first(item, *path, "PublicIdentifier") or first(item, *path, "NewsItemId")


def _iso(value: str) -> str:
    """NewsML's 20190128T233000+0000 as 2019-01-28T23:30:00+00:00."""
    if len(value) < 15 or not value[:8].isdigit() or value[8] != "T":
        return value
    zone = value[15:]
    zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    return f"{value[:4]}-{value[4:6]}-{value[6:8]}T{value[9:11]}:{value[11:13]}:{value[13:15]}{zone}"
