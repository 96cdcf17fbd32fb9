"""What a web page says of itself: title, outlet, author, date, address, each with where it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from onrecord import dates
from onrecord.clean import byline, printed
from onrecord.clean.identity import canonical, domain
from onrecord.clean.jsonld import articles
from onrecord.clean.outline import Line
from onrecord.clean.rules import is_section
from onrecord.clean.strip import text_of
from onrecord.daywords import months
from onrecord.span import words

MIN_YEAR, MAX_YEAR = 1990, 2100
_MAX = 500
_TITLES = ("og:title", "twitter:title", "dc.title", "title", "sailthru.title", "parsely-title", "citation_title")
_OUTLETS = ("og:site_name", "dc.publisher", "publisher", "application-name", "citation_journal_title", "source")
_AUTHORS = (
    "article:author_name", "author", "byl", "dc.creator", "parsely-author", "sailthru.author", "article:author",
    "citation_author", "dcterms.creator", "og:article:author", "cxenseparse:author",
)  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date",
    "publication_date", "article.published", "published_time", "date", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "analyticsattributes.articledate", "dc.date.created", "og:pubdate", "release_date",
    "ptime", "citation_date", "displaydate",
)  # fmt: skip
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/_-]|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u2022»-]|::)\s+")


@dataclass(slots=True)
class Said:
    """One thing said: the value and where."""

    value: str
    origin: str


@dataclass(slots=True)
class Metadata:
    """All a page says of itself."""

    url: str | None = None
    title: Said | None = None
    outlet: Said | None = None
    authors: list[Said] = field(default_factory=list)
    language: str | None = None
    published: tuple[date, datetime | None, Said] | None = None


def read(tree: Any, url: str | None = None, lines: Sequence[Line] = ()) -> Metadata:
    """The metadata of a parsed page; `url` is where the user says it came from, `lines` the page's outline."""
    meta = _meta_tags(tree)
    linked = articles(tree)
    found = Metadata(url=_address(tree, meta, linked, url))
    found.title = _title(tree, meta, linked)
    found.outlet = _outlet(tree, meta, linked, found.title)
    near = printed.around(lines, found.title.value if found.title else None)
    found.authors = _as_printed(_authors(tree, meta, linked), near, lines)
    lang = str(tree.get("lang") or tree.get("xml:lang") or meta.get("content-language") or "")
    found.language = lang or None
    found.published = _local(_published(tree, meta, linked, found.url), near, lang)
    return found


def _meta_tags(tree: Any) -> dict[str, str]:
    """Every <meta>, by its lower-cased name, the first of each."""
    out: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        value = tag.get("content")
        if name and value and value.strip():
            out.setdefault(name.strip().lower(), text_of(value)[:2000])
    return out


def _address(tree: Any, meta: dict[str, str], linked: list[dict[str, str]], url: str | None) -> str | None:
    """The canonical address; one that leads to the front page is a mistake of the site."""
    links = [
        str(tag.get("href") or "") for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split()
    ]
    said = [*links, meta.get("og:url", ""), *(a.get("url", "") for a in linked), url or ""]
    found = [c for c in (canonical(s, url) for s in said if s) if c]
    deep = [c for c in found if c.split("/", 3)[3:] not in ([], [""])]
    return next(iter(deep or found), None)


def _title(tree: Any, meta: dict[str, str], linked: list[dict[str, str]]) -> Said | None:
    """The headline as printed: the <h1> if the page's other titles agree with it, else the best of those."""
    head = _title_tag(tree)
    said = [Said(meta[name], f"meta:{name}") for name in _TITLES if name in meta]
    said += [Said(a["headline"], "jsonld:headline") for a in linked if a.get("headline")]
    if head:
        said.append(Said(head, "title-tag"))
    prints = [text_of(h.text_content()) for h in tree.iter("h1")]
    pieces = _SUFFIX.split(head)
    longest = max(pieces, key=len)
    sites = {
        words(s) for s in (meta.get("og:site_name", ""), *(p for p in pieces[1:] if p != longest))
    }  # a logo's <h1>
    possible = [h1 for h1 in prints if 3 <= len(h1) <= 300 and words(h1) not in sites]
    for h1 in possible:
        if any(_agree(h1, s.value) for s in said):
            return Said(h1[:_MAX], "h1")
    marked = [text_of(h.text_content()) for h in _marked(tree, _HEAD_MARKS) if h.tag == "h1"] if possible else []
    if len(marked) == 1 and marked[0] in possible and marked[0].count(" ") >= 2:
        return Said(marked[0][:_MAX], "h1")  # the other titles are written for search engines
    if len(said) == 1 and said[0].origin == "title-tag" and len(head.split()) <= 3:
        marked = [text_of(h.text_content()) for h in _marked(tree, _HEAD_MARKS) if str(h.tag).startswith("h")]
        if marked and 3 <= len(marked[0]) <= 300:  # the page is titled with the site's name only
            return Said(marked[0], "heading")
    for s in said:
        cut = without_suffix(s.value)
        if cut:
            return Said(cut[:_MAX], s.origin)
    only = [h for h in prints if 3 <= len(h) <= 300]
    return Said(only[0], "h1") if len(only) == 1 else None


def _title_tag(tree: Any) -> str:
    return next((text_of(t.text_content()) for t in tree.iter("title") if (t.text or "").strip()), "")


def _agree(a: str, b: str) -> bool:
    """Whether a heading and a title are about the same: one holds the other, or most words are shared."""
    x, y = words(a), words(b)
    if not x or not y:
        return False
    if x == y or (len(x) > 8 and x in y):
        return True
    left, right = set(x.split()), set(y.split())
    return len(left) > 2 and len(left & right) >= 0.6 * len(left)


def without_suffix(title: str) -> str:
    """A page title without the site's name after the last sign, where what is left is still a title."""
    pieces = _SUFFIX.split(title)
    while len(pieces) > 1 and len(pieces[-1].split()) <= 6 and len(" ".join(pieces[:-1]).split()) >= 3:
        title = title[: title.rindex(pieces[-1])].rstrip(" |–—·•»-:")
        pieces = pieces[:-1]
        if title.count(" | ") == 0:
            break
    return title.strip()


def _outlet(tree: Any, meta: dict[str, str], linked: list[dict[str, str]], title: Said | None) -> Said | None:
    for name in _OUTLETS[:1]:
        if name in meta:
            site_name = meta[name].split(" | ")[0][:_MAX]
            if not is_section(site_name.replace(".", "")) and not canonical(site_name):  # "U.S.", said one agency
                return Said(site_name, f"meta:{name}")
    for a in linked:
        if a.get("publisher"):
            return Said(a["publisher"][:_MAX], "jsonld:publisher")
    for name in _OUTLETS[1:]:
        if name in meta and not meta[name].startswith(("http", "@")):
            return Said(meta[name][:_MAX], f"meta:{name}")
    head = _title_tag(tree)
    if title and title.origin == "heading":
        return Said(head[:_MAX], "title-tag")
    pieces = _SUFFIX.split(head)
    if title and len(pieces) > 1 and 1 <= len(pieces[-1].split()) <= 5 and words(pieces[-1]) not in words(title.value):
        return Said(pieces[-1][:_MAX], "title-suffix")
    before, sign, _ = head.partition(": ")
    if title and sign and title.origin == "h1" and words(head) == words(f"{before} {title.value}"):
        return Said(before[:_MAX], "title-prefix")
    return None


def _authors(tree: Any, meta: dict[str, str], linked: list[dict[str, str]]) -> list[Said]:
    """Author lines as they come, the surest kind only; addresses of profiles are no names."""
    for a in linked:
        if a.get("author"):
            return [Said(a["author"][:_MAX], "jsonld:author")]
    for name in _AUTHORS:
        value = meta.get(name, "")
        if value and not re.match(r"https?:|www\.|@|/", value) and len(value) < 200:
            return [Said(value, f"meta:{name}")]
    for tag in _marked(tree, _AUTHOR_MARKS):
        text = _spaced(tag)
        if 3 <= len(text) <= _MAX_MARKED and byline.split(text).persons:
            return [Said(text, "author-tag")]
    return []


def _as_printed(said: list[Said], near: Sequence[Line], lines: Sequence[Line]) -> list[Said]:
    """The line that says "By ..." where nothing else does, names more persons, or the other name is printed nowhere."""
    persons = printed.authors(near)
    if not persons:
        return said
    known = [words(p) for s in said for p in byline.split(s.value).persons]
    as_printed = [words(p) for p in persons]
    if not set(known) < set(as_printed):
        if not said or not said[0].origin.startswith("meta:"):
            return said
        if any(f" {name} " in f" {x.key} " for name in known for x in lines):
            return said
    return [Said("By " + byline.joined(persons), "byline-line")]


def _local(
    found: tuple[date, datetime | None, Said] | None, near: Sequence[Line], lang: str
) -> tuple[date, datetime | None, Said] | None:
    """The publisher's own day, as printed: times told to machines are often of Greenwich, or of the last change."""
    said = [(day, line) for day, line in printed.days(near, lang) if MIN_YEAR <= day.year <= MAX_YEAR]
    if found is None:
        return (said[0][0], None, Said(said[0][1], "date-line")) if said else None
    if any(day == found[0] for day, _ in said):
        return found
    own = next((day for day, _ in said if abs((day - found[0]).days) == 1), found[0])
    return own, found[1], found[2]


def _published(
    tree: Any, meta: dict[str, str], linked: list[dict[str, str]], url: str | None
) -> tuple[date, datetime | None, Said] | None:
    """The date of publication; a full timestamp with its zone beats a bare date from a surer place."""
    found = [hit for said in _dates_said(tree, meta, linked) if (hit := read_date(said))]
    found.sort(key=_is_placeholder)
    whole = [hit for hit in found if hit[1] is not None]
    if found and whole and abs((whole[0][0] - found[0][0]).days) <= 1:
        return whole[0]
    if found:
        return found[0]
    m = _URL_DATE.search(url or "")
    if m:
        month = months().get(m[2].lower()) or m[2]
        return read_date(Said(f"{m[1]}-{int(month):02d}-{int(m[3]):02d}", "url")) if str(month).isdigit() else None
    return None


def _is_placeholder(hit: tuple[date, datetime | None, Said]) -> bool:
    """New Year's midnight is what a template holds before anybody fills it in."""
    day, at, said = hit
    return (
        (day.month, day.day) == (1, 1) and (at is None or (at.hour, at.minute) == (0, 0)) and "-tag" not in said.origin
    )


def _dates_said(tree: Any, meta: dict[str, str], linked: list[dict[str, str]]) -> Iterator[Said]:
    for a in linked:
        if a.get("datePublished"):
            yield Said(a["datePublished"], "jsonld:datePublished")
    for name in _DATES:
        if name in meta:
            yield Said(meta[name], f"meta:{name}")
    times = list(tree.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None or "publish" in (t.get("itemprop") or "").lower()]
    for t in [*marked, *times[:1]]:
        yield Said(str(t.get("datetime") or t.text_content())[:100], "time-tag")
    for tag in tree.iter("span", "div", "p", "abbr"):
        if "datepublished" in (tag.get("itemprop") or "").lower():
            yield Said(
                str(tag.get("content") or tag.get("datetime") or tag.text_content())[:100], "itemprop:datePublished"
            )
    for tag in _marked(tree, _DATE_MARKS):
        text = _spaced(tag)
        if len(text) <= _MAX_MARKED and dates.parse(text):
            yield Said(text, "date-tag")


_DATE_MARKS = re.compile(
    r"(?:^|[\s_-])(?:by|byline|date|dateline|posted|published?|pub|timestamp|time|meta|entry-date)(?:$|[\s_-])"
)
_AUTHOR_MARKS = re.compile(r"(?:^|[\s_-])(?:by|byline|author|authors|author-name|posted-by|writer)(?:$|[\s_-])")
_HEAD_MARKS = re.compile(r"(?:^|[\s_-])(?:title|headline)(?:$|[\s_-])")
_MAX_MARKED = 140


def _spaced(tag: Any) -> str:
    """An element's text with its pieces kept apart: "Jeff Hill<br>Monday" is two words more."""
    return text_of(" ".join(tag.itertext()))


def _marked(tree: Any, marks: re.Pattern[str]) -> Iterator[Any]:
    """Elements whose class, rel or itemprop names what they hold."""
    for tag in tree.iter("a", "span", "p", "div", "address", "li", "h1", "h2", "h3", "h4"):
        names = " ".join(filter(None, (tag.get("class"), tag.get("rel"), tag.get("itemprop"))))
        if names and marks.search(names.lower()):
            yield tag


def read_date(said: Said) -> tuple[date, datetime | None, Said] | None:
    """A date as said, if it is one a news page can have; the day is the publisher's own."""
    for found in dates.parse(said.value[:200]):
        if MIN_YEAR <= found.day.year <= MAX_YEAR:
            return found.day, found.at, said
    return None


def site(url: str | None) -> Said | None:
    """The host as the outlet's name of last resort."""
    host = domain(url)
    return Said(host, "domain") if host else None
