"""Exports of press databases: many articles in one file, whatever the file's format.

Text files and web pages are told by their first characters (`kind_of`) and have a reader of their own
(`read_export`). Word, RTF and PDF files are told once they are read: their readers ask `articles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from onrecord import charset
from onrecord.read.exports import factiva, nexis, proquest
from onrecord.read.exports.article import Article, found
from onrecord.read.exports.page import of_html
from onrecord.read.items import Found, Items
from onrecord.read.lines import Line, of_text
from onrecord.read.single import whole
from onrecord.read.unpack import MAX_ARTICLE, MAX_WHOLE, Refused, Stream

_LOOK = 6_000  # lines from the start among which an export shows itself: lists of contents may be long
_MAX_ARTICLE = 4_000_000  # characters of one article; more is a marker that is missing
# What no export that opens a text file or page is without, lower case; cheap to look for in every saved page.
_HINTS = (
    "factiva", "articleparagraph", "proquest", "nexis", "docfull", "end of document", "load-date", "_" * 20,
    "job number", ">hd<", "\nhd",
)  # fmt: skip
_DOCUMENT = re.compile(r"do[ck]ument")
_OF = r"(?:of|de|von|van|sur|di)"
_BEFORE = re.compile(rf"(?:^|>)\s*\d+ {_OF} \d+ $", re.MULTILINE)  # "1 of 50 DOCUMENTS"
_AFTER = re.compile(rf"do[ck]ument[oe]? (?:\d+ {_OF} \d|[a-z][a-z0-9]{{3,11}}(?:19|20)\d{{6}}[a-z0-9]{{6}})")
_FACTIVA = re.compile(r"<title>\s*(?:dow jones )?factiva\b", re.IGNORECASE)
_LENGTH = re.compile(r"(?:^|>)\W{0,3}length:\W{0,3}\d", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """How the exports of one database are told, cut into articles, and read."""

    name: str
    says_it_is: Callable[[Sequence[Line]], bool]
    split: Callable[[Iterator[Line]], Iterator[list[Line]]]
    article: Callable[[Sequence[Line]], Article]


DATABASES = (
    Database(name="factiva", says_it_is=factiva.says_it_is, split=factiva.split, article=factiva.article),
    Database(name="proquest", says_it_is=proquest.says_it_is, split=proquest.split, article=proquest.article),
    Database(name="nexis", says_it_is=nexis.says_it_is, split=nexis.split, article=nexis.article),
)


def kind_of(kind: str, head: str) -> str | None:
    """The kind of reader for a text file or page that opens so: "press-text", "press-html", or None: no export."""
    if kind not in ("text", "html") or not may_be(head):
        return None
    if kind == "html" and _FACTIVA.search(head):  # its style sheet may be longer than what is looked at
        return "press-html"
    lines = of_text(head) if kind == "text" else of_html([head])
    return f"press-{kind}" if database_of(lines) else None


def may_be(text: str) -> bool:
    """Whether a text may be the start of an export: a look at its words, no more."""
    text = text.lower()
    if text.startswith("hd") or any(hint in text for hint in _HINTS):
        return True
    for m in _DOCUMENT.finditer(text):
        at = m.start()
        if _AFTER.match(text, at) or (text[at - 2 : at - 1].isdigit() and _BEFORE.search(text[max(at - 80, 0) : at])):
            return True
    return "length:" in text and _LENGTH.search(text) is not None


def database_of(lines: Iterable[Line]) -> Database | None:
    """The database whose export opens with these lines; None where it is none that we know."""
    head = list(islice(lines, _LOOK))
    return next((database for database in DATABASES if database.says_it_is(head)), None)


def articles(lines: Callable[[], Iterator[Line]], items: Items) -> Iterator[Found] | None:
    """The articles of a file that was read into lines; None where it is no export. `lines` reads it from the start."""
    database = database_of(lines())
    return _each(database, lines(), Items(items.source, database.name)) if database else None


def read_export(stream: Stream, items: Items) -> Iterator[Found]:
    """The articles of a text file or page that `kind_of` took for an export."""
    data = stream.whole(MAX_WHOLE)
    text, _ = charset.decode(data, html=items.format == "html")
    read = articles((lambda: of_html(_pieces(text))) if items.format == "html" else (lambda: of_text(text)), items)
    if read is not None:
        yield from read
    elif len(data) > MAX_ARTICLE:
        raise Refused("too-large", f"more than {MAX_ARTICLE // (1024 * 1024)} MB for one article; split it")
    else:  # it only opened like one
        yield whole(items, data)


def _pieces(text: str, size: int = 1 << 16) -> Iterator[str]:
    for at in range(0, len(text), size):
        yield text[at : at + size]


def _each(database: Database, lines: Iterator[Line], items: Items) -> Iterator[Found]:
    number = 0
    for part in database.split(lines):
        number += 1
        if sum(len(line.text) for line in part) > _MAX_ARTICLE:
            yield items.rejected(
                str(number), "too-large", "a single article of millions of characters; export it again"
            )
            continue
        yield found(database.article(part), items, number)
    if not number:
        raise Refused("no-article-text", f"it opens like an export of {database.name}, and no article was found in it")
