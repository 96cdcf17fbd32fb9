"""EPUB -> its chapters or articles: one document for each piece of the book's reading order that has real text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from onrecord import charset
from onrecord.model import RawDocument, Rejected
from onrecord.read.items import Found, Items
from onrecord.read.limits import Refused
from onrecord.read.markup import fragment
from onrecord.read.package import Package
from onrecord.read.unpack import Stream
from onrecord.span import words

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_FURNITURE = frozenset(
    (
        "cover", "toc", "title-page", "titlepage", "copyright-page", "copyright", "index", "landmarks", "loi", "lot",
        "lof", "page-list", "half-title", "halftitlepage", "halftitle", "imprint", "colophon",
    )
)  # fmt: skip
_LEAST = 20  # words of a piece that is an article; a cover or a part's title has fewer
_MAX_PIECES = 20_000
_MAX_VALUE = 500


@dataclass(slots=True)
class _Book:
    """What the book says of itself, and its pieces in reading order: (id, name of the part)."""

    meta: dict[str, str]
    spine: list[tuple[str, str]]
    furniture: set[str]
    labels: dict[str, str] = field(default_factory=dict)


def read_epub(stream: Stream, items: Items) -> Iterator[Found]:
    """The pieces of an EPUB; cover, contents, imprint and the like are left out."""
    with Package(stream, "EPUB") as package:
        if _locked(package):
            raise Refused("encrypted", "the book is locked by its seller (DRM); OnRecord reads books without it")
        book = _book(package)
        given = 0
        for number, (identity, name) in enumerate(book.spine[:_MAX_PIECES], 1):
            if name in book.furniture:
                continue
            label = items.name({"id": identity or name}, number)
            try:
                found = _piece(package, name, book, items, label)
            except Refused as e:
                yield items.rejected(label, e.reason, e.detail)
                given += 1
                continue
            if found is not None:
                yield found
                given += 1
        if not given:
            raise Refused("no-article-text", "the book holds no text (its pages may be pictures)")


def _piece(package: Package, name: str, book: _Book, items: Items, label: str) -> RawDocument | Rejected | None:
    """One piece as a document; None where it is furniture or has no text to speak of."""
    data = package.part(name)
    body = fragment(charset.decode(data, html=True)[0])
    if body.words < _LEAST or body.kinds & _FURNITURE:
        return None
    meta = {**book.meta, "markup": "html"}
    if title := _title(book.labels.get(name, ""), body.headings):
        meta["title"] = title
    source = items.source
    return RawDocument(
        key=f"{source.key}#{label}",
        location=f"{source.location}#{label}",
        file=f"{source.file}#{label}",
        format=items.format,
        data=data,
        text=body.html,
        meta=meta,
    )


def _title(label: str, headings: Sequence[str]) -> str:
    """The heading that the table of contents repeats, else the first of more than a word, else what the table says."""
    same = (h for h in headings if label and words(h) == words(label))
    return next(same, "") or next((h for h in headings if " " in h), "") or label or "".join(headings[:1])


def _locked(package: Package) -> bool:
    """Whether more than fonts is encrypted."""
    if _ENCRYPTION not in package:
        return False
    methods = [tag.get("Algorithm") or "" for tag in _named(package.xml(_ENCRYPTION), "EncryptionMethod")]
    return any(not method.startswith(_FONTS) for method in methods)


def _book(package: Package) -> _Book:
    roots = [tag.get("full-path") or "" for tag in _named(package.xml(_CONTAINER), "rootfile")]
    if not roots:
        raise Refused("broken-epub", "the book does not say where its list of parts is; fetch it again")
    folder = dirname(roots[0])
    opf = package.xml(roots[0])
    parts: dict[str, str] = {}
    furniture, toc = set(), ""
    for tag in _named(opf, "item"):
        name = _name(folder, tag.get("href") or "")
        kind, properties = tag.get("media-type") or "", (tag.get("properties") or "").split()
        if kind in _PAGES:
            parts[tag.get("id") or ""] = name
        if "nav" in properties or "cover" in properties:
            furniture.add(name)
        if kind == "application/x-dtbncx+xml" or "nav" in properties:
            toc = name if not toc or "nav" in properties else toc
    for tag in _named(opf, "reference"):
        if (tag.get("type") or "").lower() in _FURNITURE:
            furniture.add(_name(folder, tag.get("href") or ""))
    order = [tag.get("idref") or "" for tag in _named(opf, "itemref")]
    spine = [(i, parts[i]) for i in dict.fromkeys(order) if parts.get(i, "") in package]
    book = _Book(meta=_meta(opf), spine=spine, furniture=furniture)
    if toc in package:
        book.labels = _labels(package, toc)
    if not spine:
        raise Refused("broken-epub", "none of the parts that the book lists is in it; fetch it again")
    return book


def _meta(opf: Any) -> dict[str, str]:
    """What holds for every piece: the book or issue as outlet, its authors, day and language."""
    said: dict[str, list[str]] = {}
    for tag in opf.iter():
        if isinstance(tag.tag, str) and tag.tag.startswith("{http://purl.org/dc/elements/1.1/}"):
            value = " ".join("".join(tag.itertext()).split())[:_MAX_VALUE]
            if value:
                said.setdefault(tag.tag.partition("}")[2], []).append(value)
    meta = {"outlet": said.get("title", [""])[0], "byline": "; ".join(said.get("creator", [])[:5])}
    meta["published"] = next((d for d in said.get("date", []) if re.match(r"\d{4}-\d\d-\d\d", d)), "")
    meta["language"] = said.get("language", [""])[0]
    if meta["byline"].casefold() in (meta["outlet"].casefold(), said.get("publisher", [""])[0].casefold()):
        meta["byline"] = ""
    return {name: value for name, value in meta.items() if value}


def _labels(package: Package, toc: str) -> dict[str, str]:
    """How the table of contents calls each piece: the first entry that leads to it. Broken ones are no loss."""
    try:
        tree = package.xml(toc)
    except Refused:
        return {}
    folder = dirname(toc)
    out: dict[str, str] = {}
    for point in _named(tree, "navPoint"):
        text = next((" ".join("".join(t.itertext()).split()) for t in _named(point, "navLabel")), "")
        source = next((t.get("src") or "" for t in _named(point, "content")), "")
        _label(out, folder, source, text)
    for nav in _named(tree, "nav"):
        for link in _named(nav, "a"):
            _label(out, folder, link.get("href") or "", " ".join("".join(link.itertext()).split()))
    return out


def _label(out: dict[str, str], folder: str, target: str, text: str) -> None:
    if text and target:
        out.setdefault(_name(folder, target), text[:_MAX_VALUE])


def _name(folder: str, href: str) -> str:
    """A part's name from a link; a link out of the file names no part, so it is simply not found."""
    return normpath(join(folder, unquote(href.partition("#")[0]))) if href else ""


def _named(tree: Any, name: str) -> Iterator[Any]:
    """Elements of a name, whatever their namespace."""
    return (tag for tag in tree.iter() if isinstance(tag.tag, str) and tag.tag.rpartition("}")[2] == name)
