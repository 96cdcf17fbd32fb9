"""IPTC's ninjs, the news agencies' JSON (versions 1 to 3), under our names for fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.read.items import fields as named

_BODIES = ("body_xhtml", "body_html", "body_text")  # version 1: the body under several forms
_SIGNS = ("versioncreated", "firstcreated", "pubstatus", "representationtype", "contentcreated", *_BODIES)


def fields(record: Mapping[str, Any]) -> dict[str, str] | None:
    """The fields of a ninjs item; None for any other JSON object."""
    arrays = any(_objects(record.get(name)) for name in ("bodies", "headlines", "bylines"))
    if "uri" not in record or not (arrays or any(sign in record for sign in _SIGNS)):
        return None
    out = {name: value for name, value in named(record).items() if name in ("url", "outlet", "language", "agency")}
    said = {
        "id": _text(record, "uri"),
        "text": _body(record),
        "title": _best(record.get("headlines")) or _text(record, "headline", "title", "name"),
        "byline": _joined(record.get("bylines")) or _text(record, "byline", "by"),
        "published": _text(record, "versioncreated", "contentcreated", "firstcreated"),
        "agency": _provider(record),
        "language": _text(record, "language"),
    }
    out |= {name: value for name, value in said.items() if value}
    if holder := out.get("agency") or _text(record, "copyrightholder"):
        out.setdefault("outlet", holder)
    if record.get("type", "text") not in ("text", "composite"):
        out.pop("url", None)  # a picture's address is no article to get
    return out


def _body(record: Mapping[str, Any]) -> str:
    bodies = _objects(record.get("bodies"))
    if bodies:
        whole = [b for b in bodies if "main" in str(b.get("role", "")).lower()] or bodies
        return max((_text(b, "value") for b in whole), key=len)
    return next((body for name in _BODIES if (body := _text(record, name))), "")


def _best(headlines: Any) -> str:
    """The main headline, else the first."""
    listed = _objects(headlines)
    main = [h for h in listed if "main" in str(h.get("role", "")).lower()] or listed
    return next((value for h in main if (value := _text(h, "value"))), "")


def _joined(bylines: Any) -> str:
    if isinstance(bylines, list):
        names = [b if isinstance(b, str) else _text(b, "value", "byline", "name") for b in bylines if b]
        return "; ".join(name for name in names if name)
    return ""


def _provider(record: Mapping[str, Any]) -> str:
    """The agency that supplies the item."""
    sources = _objects(record.get("infosources"))
    providers = [s for s in sources if "provider" in str(s.get("role", "")).lower()] or sources
    named_by = next((value for s in providers if (value := _text(s, "name", "literal"))), "")
    return named_by or _text(record, "provider", "source", "creditline")


def _objects(value: Any) -> list[Mapping[str, Any]]:
    listed: Iterable[Any] = value if isinstance(value, list) else ()
    return [item for item in listed if isinstance(item, Mapping)]


def _text(record: Any, *names: str) -> str:
    """The first of a record's fields that holds words."""
    if not isinstance(record, Mapping):
        return ""
    for name in names:
        value = record.get(name)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("value")
        if isinstance(value, str) and value.strip():
            return value if name in ("value", *_BODIES) else " ".join(value.split())[:4000]
    return ""
