"""NITF (IPTC's News Industry Text Format), versions 2 and 3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.read.newsparts import anywhere, below, first, language, opened, paragraphs, words


def items(root: Any) -> Iterator[dict[str, str]]:
    """The record of the one article in a NITF file."""
    record = {
        "id": _attribute(root, "doc-id", "id-string"),
        "title": next((t for e in anywhere(root, "hl1", "headline") if (t := words(e))), "")
        or first(root, "head", "title"),
        "byline": "; ".join(dict.fromkeys(_byline(e) for e in anywhere(root, "byline"))),
        "published": _attribute(root, "date.issue", "norm")
        or _attribute(root, "pubdata", "date.publication")
        or _attribute(root, "story.date", "norm"),
        "outlet": _attribute(root, "pubdata", "name") or _holder(root),
        "agency": first(root, "body", "body.head", "distributor"),
        "url": _attribute(root, "pubdata", "ex-ref"),
        "language": language(root) or next((found for e in anywhere(root, "body") if (found := language(e))), ""),
        "text": text(root),
    }
    yield {name: value for name, value in record.items() if value}


def text(root: Any) -> str:
    """The article's text, after its dateline."""
    contents = list(anywhere(root, "body.content"))
    body = contents[0] if contents else next(anywhere(root, "body"), root)
    full = [e for e in anywhere(body, "block") if e.get("class") == "full_text"]  # beside its first paragraph again
    found = paragraphs(full[0] if full else body)
    lines = [words(e) for e in anywhere(root, "dateline")]
    return opened(lines[0], found) if lines and found else found


def _byline(element: Any) -> str:
    """Who signs: the persons alone where they are marked."""
    persons = [words(e) for e in anywhere(element, "person", "bytag")]
    return "; ".join(p for p in persons if p) or words(element)


def _holder(root: Any) -> str:
    for e in below(root, "head", "docdata", "doc.copyright"):
        if holder := str(e.get("holder") or ""):
            return holder
    return ""


def _attribute(root: Any, name: str, attribute: str) -> str:
    return next((value for e in anywhere(root, name) if (value := str(e.get(attribute) or "").strip())), "")
