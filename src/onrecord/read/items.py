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
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from onrecord.model import RawDocument, Rejected, Wanted
from onrecord.read.paths import Source
from onrecord.read.seen import Seen

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
        "permalink", "documentidentifier", "mentionidentifier", "uri", "href", "urls", "lien", "enlace", "newsurl",
        "storyurl", "documenturl",
    ),
    "outlet": (
        "outlet", "outletname", "sourcename", "source", "publishername", "publisher", "sitename", "site",
        "publicationname", "publication", "newspapername", "newspaper", "newssource", "sourcetitle", "medianame",
        "mediaoutlet", "mediasource", "medium", "website", "sourcecommonname", "mentionsourcename", "domain",
        "sourcedomain", "hostname",
    ),
    "published": (
        "published", "publishedat", "datepublished", "publisheddate", "publicationdate", "publishdate", "datepublish",
        "dateofpublication", "publishedtime", "publisheddatetime", "publicationdatetime", "publicationtime",
        "publishtime", "publishedon", "publishedutc", "pubdate", "pubdatetime", "articledate", "newsdate", "storydate",
        "releasedate", "dateposted", "posteddate", "postedat", "postedon", "postdate", "date", "datetime", "dateutc",
        "pubtime", "timestamp", "created", "createdat", "datecreated", "creationdate", "createddate", "createdtime",
        "issued", "firstpublished", "firstpublishedat", "webpublicationdate", "seendate", "datum", "fecha",
    ),
    "byline": (
        "byline", "bylines", "author", "authors", "authorname", "authornames", "authorfullname", "articleauthor",
        "writtenby", "creator", "creatorname", "writer", "reporter", "reporters", "journalist", "by",
    ),
    "agency": ("agency", "newsagency", "wireservice", "wire", "creditline"),
    "language": ("language", "lang", "langcode", "languagecode", "inlanguage", "locale"),
    "id": ("id", "docid", "documentid", "articleid", "storyid", "storiesid", "uuid", "guid", "key", "identifier"),
}  # fmt: skip
_PLAIN = re.compile(r"[\W_]+")
_TAGS = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|ol|article|section|body|html|blockquote|figure|table)\s*>"
    r"|<br\s*/?>|<p(?:\s[^<>]*)?>|<!DOCTYPE html",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_FIELD = 4_000
_DIGITS = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:T?([0-2]\d[0-5]\d[0-5]\d)Z?)?")
_SECONDS = re.compile(r"([67]\d{8}|[89]\d{8}|1\d{9})(?:\.\d+|\d{3})?")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Names under which lists hold a few words about an article, or the page it stood on, as often as the article.
_TEASERS = frozenset(("article", "story", "page", "document", "description", "summary"))
_TEASER_WORDS = 60


@dataclass(slots=True)
class Items:
    """Names the items of one source; remembers the names given, so that none is given twice."""

    source: Source
    format: str
    seen: Seen = field(default_factory=Seen)

    def document(self, record: Mapping[str, Any], number: int, said: Mapping[str, str] | None = None) -> Found:
        """The `number`-th item (from 1) as a document, as wanted (an address without text), or why it is neither.

        `said` are its fields under our names, where a reader knows them better than their names tell.
        """
        from onrecord.read import ninjs

        values = dict(said) if said is not None else ninjs.fields(record) or fields(record)
        if "published" in values:
            values["published"] = _date(values["published"].strip())
        data = canonical(record)
        name = self.name(values, number)
        text = values.pop("text", "")
        values.pop("id", None)
        if not text.strip() and values.get("url"):
            return self.wanted(name, values)
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

    def wanted(self, name: str, values: Mapping[str, str]) -> Wanted:
        """An item that names an article and lacks its text."""
        declared = {key: values.get(key, "") for key in ("url", "title", "outlet", "byline", "published", "language")}
        return Wanted(file=f"{self.source.file}#{name}", location=f"{self.source.location}#{name}", **declared)

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
        return name if self.seen.add(name) else f"{name}~{number}"


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


@lru_cache(4096)
def plain(name: str) -> str:
    """A field's name as names are compared: without case, spaces and signs."""
    return _PLAIN.sub("", name).lower()


def fields(record: Mapping[str, Any]) -> dict[str, str]:
    """Our fields out of a record, each from the first of its names that holds something."""
    named = {plain(str(key)): value for key, value in reversed(list(record.items()))}
    out: dict[str, str] = {}
    teaser = False
    for ours, theirs in FIELDS.items():
        for name in theirs:
            if name not in named:
                continue
            value = _flat(named.get(name), text=ours == "text")
            if value and not (ours == "title" and name == "name" and "title" in named):
                out[ours] = value if ours == "text" else " ".join(value.split())[:_MAX_FIELD]
                if ours == "text":
                    teaser = name in _TEASERS and len(value.split()) < _TEASER_WORDS
                break
    if out.get("url", "")[:4].lower() == "www.":
        out["url"] = f"http://{out['url']}"
    if out.get("url") and not _ADDRESS.match(out["url"]):
        del out["url"]
    if teaser and out.get("url"):
        del out["text"]
    return out


def _date(value: str) -> str:
    """A date as databases write it (20190128, 20190128T233000Z, seconds since 1970) in the form that people do."""
    if m := _DIGITS.fullmatch(value):
        day = f"{m[1]}-{m[2]}-{m[3]}"
        return f"{day}T{m[4][:2]}:{m[4][2:4]}:{m[4][4:]}Z" if m[4] else day
    if m := _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(m[1]), UTC).isoformat()
    return value


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
