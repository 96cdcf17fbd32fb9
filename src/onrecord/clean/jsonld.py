"""JSON-LD in a page: the objects that describe an article, flattened to strings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.clean.strip import text_of

_TYPES = ("article", "posting", "report", "webpage")
_MAX_SCRIPTS = 20
_MAX_DEPTH = 6


def articles(tree: Any) -> list[dict[str, str]]:
    """headline, datePublished, author, publisher, url of each described article, news articles first."""
    found: list[tuple[int, dict[str, str]]] = []
    scripts = [s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower()]
    for script in scripts[:_MAX_SCRIPTS]:
        try:
            value = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value, 0):
            kind = _text(thing.get("@type")).lower()
            rank = next((i for i, t in enumerate(_TYPES) if t in kind), None)
            if rank is not None:
                found.append((rank, _flat(thing)))
    found.sort(key=lambda pair: pair[0])
    return [flat for _, flat in found if flat]


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every object, however the publisher nested it."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _things(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            if isinstance(value.get(key), list | Mapping):
                yield from _things(value[key], depth + 1)


def _flat(thing: Mapping[str, Any]) -> dict[str, str]:
    names = {
        "headline": thing.get("headline"),
        "datePublished": thing.get("datePublished"),
        "author": thing.get("author") or thing.get("creator"),
        "publisher": thing.get("publisher"),
        "url": thing.get("url"),
    }
    return {key: text for key, value in names.items() if (text := _text(value))}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return text_of(value)[:2000]
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("@value"))
    if isinstance(value, list):
        return "; ".join(t for t in (_text(v) for v in value[:20]) if t)
    return ""
