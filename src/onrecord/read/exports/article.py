"""One article of an export, whichever database it came from, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onrecord.model import Rejected, Wanted
from onrecord.read.exports.labels import language
from onrecord.read.items import Found, Items, canonical

_MEDIUM = re.compile(
    r"\s*[(\[](?:online|web|print|e-?paper|online edition|web edition|(?:1[6-9]|20)\d\d ?[-–][^()\[\]]{0,20})[)\]]\s*$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*\(([^()]{2,60})\)\s*$")
_MAX_NAME = 300
_FAR_OFF, _AT_LEAST = 0.4, 50  # share and number of words by which a text may differ from its declared length
_UNSPACED = ("zh", "ja", "th", "km", "lo", "my")  # languages whose words no spaces part
_INVERTED = re.compile(r"(.{2,}), (The|Le|La|Les|Der|Die|Das|El|Los|Il|De)", re.IGNORECASE)
_BROKEN = re.compile(r"there is an error in this document and it is not possible to display it", re.IGNORECASE)
_NO_WEB = re.compile(r"(?!https?://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as the export prints it. `body` is its text without the headline; `words` its length as declared;
    `beside` are fields that only go with what is kept of the source."""

    id: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    dateline: str = ""
    language: str = ""
    url: str = ""
    body: str = ""
    words: int | None = None
    why_empty: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)


def found(article: Article, items: Items, number: int) -> Found:
    """The article as a document; wanted where it has an address and no text, else rejected."""
    record = _record(article)
    if not article.body.strip() or _BROKEN.search(article.body[:500]):
        return _without_text(article, record, items, number)
    document = items.document(record, number)
    if isinstance(document, Rejected | Wanted):
        return document
    meta = {name: value for name, value in document.meta.items() if name != "markup"}
    meta |= {name: value for name in ("dateline", "section") if (value := record.get(name, ""))}
    if note := _length_note(article):
        meta["length"] = note
    return replace(document, meta=meta)


def _record(article: Article) -> dict[str, str]:
    """Under our own names of fields; nothing that depends on which export the article came in."""
    values = {
        "id": article.id,
        "title": article.title,
        "outlet": outlet(article.outlet),
        "published": article.published,
        "byline": article.byline,
        "dateline": article.dateline,
        "language": language(article.language),
        "url": article.url,
        "length": str(article.words or ""),
        "text": "\n\n".join(filter(None, (article.title, article.body))),
        **article.beside,
    }
    return {name: value for name, value in values.items() if value}


def _without_text(article: Article, record: Mapping[str, str], items: Items, number: int) -> Found:
    name = items.name({"id": article.id}, number)
    if article.url and not _NO_WEB.match(article.url):
        return Wanted(
            file=f"{items.source.file}#{name}",
            location=f"{items.source.location}#{name}",
            url=article.url,
            title=article.title,
            outlet=record.get("outlet", ""),
            byline=article.byline,
            published=article.published,
            language=record.get("language", ""),
        )
    detail = article.why_empty or "the export holds no text of this article; export it again with its full text"
    shown = f"{article.title[:120]}: {detail}" if article.title else detail
    return items.rejected(name, "no-text", shown, canonical(record))


def outlet(name: str) -> str:
    """An outlet's name without what surely is no part of it: "(Online)" or its years, and its place where the name
    says it too; "Post, The" the right way round.

    "Herald (Glasgow)" stays: another Herald is printed elsewhere.
    """
    name = _MEDIUM.sub("", " ".join(name[:_MAX_NAME].split()).rstrip(" ,;"))
    m = _SUFFIX.search(name)
    if m and m[1].casefold() in name[: m.start()].casefold():
        name = name[: m.start()]
    inverted = _INVERTED.fullmatch(name.strip())
    return f"{inverted[2].capitalize()} {inverted[1]}" if inverted else name.strip()


def _length_note(article: Article) -> str:
    """What to know where the text is far from as long as the database says; empty where it fits."""
    if not article.words or language(article.language) in _UNSPACED:
        return ""
    got = len(article.body.split())
    if abs(got - article.words) <= max(_FAR_OFF * article.words, _AT_LEAST):
        return ""
    return f"{got} words where the database counts {article.words}"


def word_count(said: str) -> int | None:
    """ "1,645 words" -> 1645."""
    m = re.match(r"\s*(\d[\d,.\u202f\xa0' ]{0,9})(?=\D|$)", said)
    digits = re.sub(r"\D", "", m[1]) if m else ""
    return int(digits) if digits else None
