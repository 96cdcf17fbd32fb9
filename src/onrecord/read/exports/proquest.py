"""ProQuest: articles out of the labelled blocks of a text export, ruled off by underscores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord import dates
from onrecord.read.exports.article import Article
from onrecord.read.exports.labels import fields, labels, tail_start
from onrecord.read.lines import Line, joined

_RULE = re.compile(r"\s*_{10,}\s*")
_NUMBER = re.compile(r"\s*Document \d{1,6} of \d{1,6}\s*", re.IGNORECASE)
_TELLING = frozenset(("source", "outlet", "id", "text", "loaded"))
_EDITION = re.compile(r"\s*:?\s*\[[^\[\]]{1,60}\]\s*$")
_NO_TEXT = re.compile(
    r"\s*(?:full text (?:is )?(?:not|un)[ -]?available|not available|none available|text not available|"
    r"full text available from another source).{0,200}",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")
_NOBODY = re.compile(r"(?:anonymous|unknown|no author|staff)", re.IGNORECASE)
_INVERTED = re.compile(r"([^\W\d_][\w'’ .-]*), ([^\W\d_][\w'’ .-]*)")
_INITIAL = re.compile(r"\b\w\.$")
_MAX_NAME = 300
_PLACE = re.compile(r"\s*[;,]\s*(?P<place>[^;\[\]]+?)\s*(?:\[[^\[\]]*\])?\s*$")


def says_it_is(lines: Sequence[Line]) -> bool:
    """Whether lines from the start of a file are such an export."""
    known = labels("proquest")
    said = {got[0] for line in lines if (got := known.read(line.text, tail=False))}
    ruled = any(_RULE.fullmatch(x.text) or _NUMBER.fullmatch(x.text) for x in lines)
    named = any("proquest" in x.text.casefold() for x in lines)
    return ruled and len(said & _TELLING) >= (2 if named else 3) and bool({"title", "text", "abstract"} & said)


def split(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """The lines of each block that is an article; lists of contents, strategies and bibliographies stay out."""
    held: list[Line] = []
    for line in lines:
        if _RULE.fullmatch(line.text) or _NUMBER.fullmatch(line.text):
            if _is_article(held):
                yield held
            held = []
        else:
            held.append(line)
    if _is_article(held):
        yield held


def _is_article(lines: Sequence[Line]) -> bool:
    known = labels("proquest")
    said = {got[0] for line in lines if (got := known.read(line.text, tail=False))}
    return len(said & _TELLING) >= 2 or bool(said & {"text", "id"})


def article(lines: Sequence[Line]) -> Article:
    """One article out of the lines of its block."""
    known = labels("proquest")
    at = next((i for i, x in enumerate(lines) if (said := known.read(x.text, tail=False)) and said[0] == "text"), None)
    start = len(lines) if at is None else at
    tail = tail_start(lines, start + 1, lambda text: known.read(text, tail=True))
    above = fields(lines[:start], lambda text: known.read(text, tail=False))
    below = fields(lines[tail:], lambda text: known.read(text, tail=True))
    got = {**below, **{name: value for name, value in above.items() if value}}
    title = _EDITION.sub("", got.get("title", "") or _first(lines[:start])).rstrip(" :")
    place = got.get("place", "")
    body = _text(lines[start:tail]) if at is not None else ""
    missing = not body or bool(_NO_TEXT.fullmatch(body))
    abstract = " It has an abstract." if got.get("abstract") else ""
    return Article(
        id=got.get("id", ""),
        title=title,
        outlet=_outlet(got.get("outlet", "") or _info(got.get("source", "")), place),
        published=got.get("published", "") or _day(got.get("source", "")),
        byline=_byline("; ".join(filter(None, (got.get("byline", ""), got.get("credit", ""))))),
        dateline=got.get("dateline", ""),
        language=got.get("language", ""),
        url=_address(lines) if missing else "",
        body="" if missing else body,
        why_empty=f"the export has no full text of this article.{abstract} Export it again with full text",
        beside={
            name: value
            for name, value in (
                ("section", got.get("section", "")),
                ("copyright", got.get("copyright", "")),
                ("subjects", got.get("subject", "")),
                ("abstract", got.get("abstract", "")),
                ("kind", got.get("kind", "")),
            )
            if value
        },
    )


def _first(lines: Sequence[Line]) -> str:
    """The headline where it has no label: the first paragraph of the block."""
    known = labels("proquest")
    out: list[str] = []
    for line in lines:
        text = line.text.strip()
        if not text and out:
            break
        if text and (known.read(text, tail=False) or _ADDRESS.match(text)):
            break
        out += [text] if text else []
    return " ".join(" ".join(out).split())


def _text(lines: Sequence[Line]) -> str:
    got = labels("proquest").read(lines[0].text, tail=False) if lines else None
    return joined([Line(text=got[1]), *lines[1:]]) if got else ""


def _address(lines: Sequence[Line]) -> str:
    """The article's own page; without the number of the library account that looked it up."""
    for wanted in ("docview", ""):
        for line in lines:
            m = _ADDRESS.search(line.text)
            if m and wanted in m[0]:
                return re.sub(r"[?&]accountid=\d+", "", m[0].rstrip(".,;)"))
    return ""


def _byline(said: str) -> str:
    """ "Rocha, Ana; Stone, John" -> "Ana Rocha; John Stone"."""
    names = []
    for name in re.split(r"\s*;\s*", said):
        name = name if _INITIAL.search(name) else name.rstrip(" .")
        m = _INVERTED.fullmatch(name)
        short = m is not None and len(m[1].split()) <= 3 and len(m[2].split()) <= 3
        names.append(f"{m[2]} {m[1]}" if m and short else name)
    return "; ".join(name for name in names if name and not _NOBODY.fullmatch(name))


def _outlet(said: str, place: str) -> str:
    """ "Harbour Post; Harbour City" -> "Harbour Post", where ProQuest itself says that the rest is a place."""
    said = said[:_MAX_NAME]
    m = _PLACE.search(said)
    if m and (";" in said[m.start() : m.start() + 3] or m["place"].casefold() == place.casefold()):
        return said[: m.start()]
    if place and said.casefold().endswith(f"({place.casefold()})"):
        return said[: -len(place) - 2]
    return said


def _info(source: str) -> str:
    """The outlet out of "Harbour Post ; Harbour City [Harbour City]. 09 Mar 2024: A.1."."""
    source = source[:_MAX_NAME]
    m = re.match(r"(?P<name>[^;\[]{2,120}?)\s*(?:[;\[]|\.\s)", source) if source else None
    name = m["name"] if m else source
    hits = dates.parse(name)
    return name[: hits[0].start].rstrip(" .,:;(") if hits else name.strip()


def _day(source: str) -> str:
    hits = dates.parse(source)
    return source[hits[-1].start : hits[-1].end] if hits else ""
