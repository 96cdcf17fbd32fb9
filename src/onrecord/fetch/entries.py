"""A feed's bytes -> its entries: which hold the article, which only say where it is; and no more than a bound."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from onrecord import charset
from onrecord.clean.strip import strip_tags
from onrecord.errors import UsageError
from onrecord.fetch.address import checked
from onrecord.fetch.failure import Failed
from onrecord.read.feed import entry_record, parsed
from onrecord.read.unpack import Refused

_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_OPENING = re.compile(r"<(?:rss|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ALTERNATE = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\b(?:continue reading|read more|read on|full story|more)\b\W{0,4})\s*\]?\s*$",
    re.IGNORECASE,
)
FULL_CONTENT = 100  # words of an element meant for the whole text
FULL_SUMMARY = 250  # words of one meant for a summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: what it says under our names, where its article is, and whether that is all here.

    `mark` is another as soon as the entry says anything else.
    """

    record: Mapping[str, str]
    number: int
    link: str
    full: bool
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was answered. `more`: it lists more entries than were read."""

    title: str
    parsed: Any
    entries: tuple[Entry, ...]
    more: bool


def read_feed(data: bytes, url: str, most: int) -> Feed:
    """The first `most` entries. Raises Failed where the bytes are no feed, naming the feeds of a web page."""
    if not _OPENING.search(charset.decode(data[:20_000], html=True)[0]):
        raise Failed("not-a-feed", _advice(data, url))
    cut, more = _first(data, most)
    try:
        found = parsed(cut)
    except Refused as e:
        raise Failed(e.reason, e.detail) from None
    about = found.get("feed", {})
    title = " ".join(_SURROGATE.sub("\ufffd", str(about.get("title") or "")).split())[:500]
    language = str(about.get("language") or "")
    entries = found.get("entries") or []
    return Feed(
        title=title,
        parsed=found,
        entries=tuple(_entry(e, n, url, title, language) for n, e in enumerate(entries[:most], 1)),
        more=more or len(entries) > most,
    )


def _first(data: bytes, most: int) -> tuple[bytes, bool]:
    """The feed without the entries after the first `most`, and whether there were any: parsing is the dear part."""
    ends = [m.end() for m in _ENTRY_END.finditer(data)]
    if len(ends) <= most:
        return data, False
    return data[: ends[most - 1]] + data[ends[-1] :], True


def _entry(entry: Any, number: int, url: str, title: str, language: str) -> Entry:
    record = {k: _SURROGATE.sub("\ufffd", v) for k, v in entry_record(entry, title, language).items()}
    link = _link(record.get("url", ""), url)
    if link:
        record["url"] = link
    told = "\x1f".join(f"{k}={record[k]}" for k in sorted(record))
    mark = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Entry(record=record, number=number, link=link, full=is_full(entry), mark=mark)


def _link(link: str, base: str) -> str:
    """Where an entry leads, in full; empty where that is no web address."""
    try:
        return checked(urljoin(base, link.strip())) if link.strip() else ""
    except (ValueError, UsageError):
        return ""


def is_full(entry: Mapping[str, Any]) -> bool:
    """Whether an entry holds its article, and not the beginning or a summary of it."""
    contents = [str(c.get("value") or "") for c in entry.get("content") or []]
    summary = str(entry.get("summary") or "")
    texts = [(c, FULL_CONTENT) for c in contents if c != summary] + [(summary, FULL_SUMMARY)]
    return any(_words(text, least) for text, least in texts)


def _words(text: str, least: int) -> bool:
    if len(text) < least:
        return False
    plain = " ".join(strip_tags(text)) if "<" in text else text
    return len(plain.split()) >= least and not _CUT.search(plain[-80:].rstrip())


def _advice(data: bytes, url: str) -> str:
    named = list(dict.fromkeys(_alternates(data[:200_000].decode("utf-8", "replace"), url)))[:5]
    if named:
        return f"a web page; the feeds it names: {' , '.join(named)}"
    return "neither RSS nor Atom; to add a page once: onrecord add ADDRESS"


def _alternates(html: str, url: str) -> Iterator[str]:
    """The feeds that a web page names in its head."""
    for tag in _ALTERNATE.findall(html):
        said = {k.lower(): a or b or c for k, a, b, c in _ATTRIBUTE.findall(tag)}
        if "alternate" in said.get("rel", "").lower() and said.get("type", "").lower() in _FEED_TYPES:
            link = _link(said.get("href", ""), url)
            if link:
                yield link
