"""NewsML-G2 (IPTC): newsItem, packageItem and newsMessage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.read import nitf
from onrecord.read.newsparts import (
    anywhere,
    below,
    children,
    first,
    language,
    local,
    opened,
    paragraphs,
    words,
)

_ITEMS = ("newsItem", "packageItem", "knowledgeItem", "conceptItem", "planningItem", "catalogItem")
_GONE = ("canceled", "cancelled", "withheld")
_DATES = (("itemMeta", "versionCreated"), ("contentMeta", "contentCreated"), ("itemMeta", "firstCreated"))


def items(root: Any) -> Iterator[dict[str, str]]:
    """The records of a newsMessage's items, or of one alone; `why` says what one without text is."""
    if local(root) in _ITEMS:
        yield _record(root)
        return
    for found in anywhere(root, *_ITEMS):
        yield _record(found)


def _record(item: Any) -> dict[str, str]:
    provider = next((name for e in below(item, "itemMeta", "provider") if (name := _named(e))), "")
    credit = first(item, "contentMeta", "creditline")
    text = _text(item)
    dateline = first(item, "contentMeta", "dateline")
    record = {
        "id": str(item.get("guid") or ""),
        "title": first(item, "contentMeta", "headline") or first(item, "itemMeta", "title"),
        "byline": _byline(item),
        "published": next((date for path in _DATES if (date := first(item, *path))), ""),
        "outlet": provider,
        "agency": credit or provider,
        "language": _language(item),
        "text": opened(dateline, text) if text else "",
        "why": _why(item, text),
    }
    if _is_gone(item):
        record["text"] = ""
    return {name: value for name, value in record.items() if value}


def _named(element: Any) -> str:
    """A party's name: its words, its literal, or the code it goes by."""
    name = first(element, "name") or str(element.get("literal") or "") or words(element)
    return name or str(element.get("qcode") or element.get("uri") or "").rpartition(":")[2].rpartition("/")[2]


def _byline(item: Any) -> str:
    said = first(item, "contentMeta", "by")
    if said:
        return said
    creators = (_named(e) for e in below(item, "contentMeta", "creator"))
    return "; ".join(name for name in creators if " " in name)  # codes are no names


def _language(item: Any) -> str:
    tags = (str(e.get("tag") or "") for e in below(item, "contentMeta", "language"))
    return next((tag for tag in tags if tag), "") or language(item)


def _text(item: Any) -> str:
    """The fullest text that the item holds, of those it gives in several forms."""
    found: list[str] = []
    for content in children(item, "contentSet"):
        for inline in children(content, "inlineXML", "inlineData"):
            documents = list(anywhere(inline, "nitf"))
            if documents:
                found.append(nitf.text(documents[0]))
            elif local(inline) == "inlineXML":
                bodies = list(anywhere(inline, "body"))
                found.append(paragraphs(bodies[0] if bodies else inline))
            elif not str(inline.get("encoding") or ""):
                found.append("".join(inline.itertext()).strip())
    return max(found, key=len, default="")


def _is_gone(item: Any) -> bool:
    codes = (str(e.get("qcode") or e.get("uri") or "") for e in below(item, "itemMeta", "pubStatus"))
    return any(code.lower().endswith(_GONE) for code in codes)


def _why(item: Any, text: str) -> str:
    """What an item is that gives no article: a reason and what to say."""
    if _is_gone(item):
        return "withdrawn: the agency cancelled or withheld this item"
    if text:
        return ""
    if local(item) != "newsItem":
        return f"no-text-field: a {local(item)}, which only lists or describes other items"
    kinds = (str(e.get("qcode") or e.get("uri") or "") for e in below(item, "itemMeta", "itemClass"))
    kind = next((k.rpartition(":")[2].rpartition("/")[2] for k in kinds if k), "")
    if kind and kind not in ("text", "composite"):
        return f"no-text-field: an item of the class {kind[:30]}, no article"
    if any(True for _ in anywhere(item, "remoteContent")):
        return "no-text-field: its text lies in another file that it names; add that file"
    return "no-text-field: a newsItem without any text in it"
