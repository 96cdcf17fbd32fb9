"""One article inside a file of many -> RawDocument: fields known by many names, bytes made canonical.

The canonical bytes are the item as JSON with sorted keys: the same item in another dump, in another
order of keys, is the same bytes and so the same document.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import RawDocument, Rejected, Wanted
from onrecord.read.paths import Source

Found = RawDocument | Rejected | Wanted
"""What a reader yields, an item at a time."""

# Our name for a field -> what containers call it, the most trusted first; compared without case, "_" and "-".
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "maintext", "articlebody", "articletext", "articlecontent", "fulltext",
        "fullarticle", "fullcontent", "bodytext", "textbody", "bodyplain", "plaintext", "cleantext", "cleanedtext",
        "contenttext", "textcontent", "contentplain", "maincontent", "newstext", "newscontent", "storytext",
        "storybody", "posttext", "documenttext", "pagetext", "story", "rawtext", "transcript", "markdown",
        "contentmarkdown", "html", "bodyhtml", "contenthtml", "articlehtml", "rawhtml", "page", "document",
        "description", "summary",
    ),
    "title": (
        "title", "headline", "titel", "name", "articletitle", "newstitle", "storytitle", "documenttitle", "webtitle",
        "titletext", "headlinemain", "articleheadline", "pagetitle", "heading",
    ),
    "url": (
        "url", "link", "canonicalurl", "sourceurl", "articleurl", "articlelink", "pageurl", "weburl", "originalurl",
        "permalink", "uri", "href",
    ),
    "outlet": (
        "outlet", "outletname", "sourcename", "source", "publishername", "publisher", "sitename", "site",
        "publicationname", "publication", "newspapername", "newspaper", "newssource", "sourcetitle", "medianame",
        "mediaoutlet", "mediasource", "medium", "website", "domain", "sourcedomain", "hostname",
    ),
    "published": (
        "published", "publishedat", "datepublished", "publisheddate", "publicationdate", "publishdate", "datepublish",
        "dateofpublication", "publishedtime", "publisheddatetime", "publicationdatetime", "publicationtime",
        "publishtime", "publishedon", "publishedutc", "pubdate", "pubdatetime", "articledate", "newsdate", "storydate",
        "releasedate", "dateposted", "posteddate", "postedat", "postedon", "postdate", "date", "datetime", "dateutc",
        "pubtime", "timestamp", "created", "createdat", "datecreated", "creationdate", "createddate", "createdtime",
        "issued", "firstpublished", "firstpublishedat", "webpublicationdate",
    ),
    "byline": (
        "byline", "bylines", "author", "authors", "authorname", "authornames", "authorfullname", "articleauthor",
        "writtenby", "creator", "creatorname", "writer", "reporter", "reporters", "journalist", "by",
    ),
    "language": ("language", "lang", "langcode", "languagecode", "inlanguage", "locale"),
    "id": ("id", "docid", "documentid", "articleid", "uuid", "guid", "key", "identifier"),
}  # fmt: skip
_PLAIN = re.compile(r"[\W_]+")
_TAGS = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|ol|article|section|body|html|blockquote|figure|table)\s*>"
    r"|<br\s*/?>|<p(?:\s[^<>]*)?>|<!DOCTYPE html",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_FIELD = 4_000


@dataclass(slots=True)
class Items:
    """Names the items of one source; remembers the names given, so that none is given twice."""

    source: Source
    format: str
    seen: set[int] = field(default_factory=set)

    def document(self, record: Mapping[str, Any], number: int) -> RawDocument | Rejected:
        """The `number`-th item (from 1) as a document, or why it is none."""
        values = _pick(record)
        data = canonical(record)
        name = self.name(values, number)
        text = values.pop("text", "")
        values.pop("id", None)
        if not text.strip():
            named = ", ".join(sorted(map(str, record))[:12]) or "none at all"
            detail = f"no text in any field known to hold it (text, body, content ...); its fields: {named}"
            return self.rejected(name, "no-text-field", detail, data)
        if is_markup(text):
            values["markup"] = "html"
        return RawDocument(
            key=f"{self.source.key}#{name}",
            location=f"{self.source.location}#{name}",
            file=f"{self.source.file}#{name}",
            format=self.format,
            data=data,
            text=text,
            meta=values,
        )

    def rejected(self, name: str, reason: str, detail: str, data: bytes = b"") -> Rejected:
        """An item that is no document, under its name."""
        return Rejected(
            file=f"{self.source.file}#{name}",
            location=f"{self.source.location}#{name}",
            reason=reason,
            detail=detail,
            raw_sha=hashlib.sha256(data).hexdigest() if data else "",
        )

    def name(self, values: Mapping[str, str], number: int) -> str:
        """The item's own id, else its url, else its number; made unique within the source."""
        name = " ".join((values.get("id") or values.get("url") or str(number)).split())[:500]
        mark = int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest(), "big")
        if mark in self.seen:
            return f"{name}~{number}"
        self.seen.add(mark)
        return name


def is_markup(text: str) -> bool:
    """Whether an item's text is HTML rather than text with a stray angle bracket."""
    return "<" in text and _TAGS.search(text) is not None


def canonical(record: Mapping[str, Any]) -> bytes:
    """The item as bytes that do not depend on the order of its keys or on the file it came in."""
    try:
        return json.dumps(record, sort_keys=True, default=str).encode("ascii")
    except (TypeError, ValueError, RecursionError):  # keys of several types (Parquet maps), or endless nesting
        return repr(sorted((str(k), str(v)[:_MAX_FIELD]) for k, v in record.items())).encode(
            "utf-8", "backslashreplace"
        )


def _pick(record: Mapping[str, Any]) -> dict[str, str]:
    """Our fields out of a record, each from the first of its names that holds something."""
    named = {_PLAIN.sub("", str(key)).lower(): value for key, value in reversed(list(record.items()))}
    out: dict[str, str] = {}
    for ours, theirs in FIELDS.items():
        for name in theirs:
            value = _flat(named.get(name), text=ours == "text")
            if value and not (ours == "title" and name == "name" and "title" in named):
                out[ours] = value if ours == "text" else " ".join(value.split())[:_MAX_FIELD]
                break
    if out.get("url") and not re.match(r"https?://", out["url"], re.IGNORECASE):
        del out["url"]
    return out


def _flat(value: Any, *, text: bool = False) -> str:
    """A field's value as one string: lists joined, {"name": ...} by its name."""
    if isinstance(value, str):
        return _SURROGATE.sub("�", value) if value.strip() else ""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return "" if text else str(value)
    if isinstance(value, Mapping):
        for name in ("name", "text", "value", "title", "#text", "url"):
            if found := _flat(value.get(name), text=text):
                return found
        return ""
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        parts = [_flat(v, text=text) for v in value]
        return ("\n\n" if text else "; ").join(p for p in parts if p)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return ""
