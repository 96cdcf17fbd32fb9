"""A web page -> the paragraphs of its article. Nothing is ever fetched: only the bytes at hand are read."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.clean.strip import strip_tags

MAX_DEPTH = 240  # libxml2 gives up at 256 and drops the text below
MAX_PAGE = 4 * 1024 * 1024  # characters of HTML; longer pages are stripped of tags only
_SPACE = re.compile(r"\s+")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page taken apart: its tree (None where it could not be parsed) and its paragraphs."""

    tree: Any
    paragraphs: tuple[str, ...]
    how: str


def take_apart(html: str) -> Page:
    """The article's paragraphs: by trafilatura, else, for pages it cannot stand, all text between tags."""
    tree = parse(html)
    if tree is None:
        return Page(tree=None, paragraphs=strip_tags(html), how="tags stripped")
    paragraphs = _extract(tree)
    return Page(tree=tree, paragraphs=paragraphs, how="trafilatura")


def parse(html: str) -> Any:
    """The page as an lxml tree; None for pages too large or too deep, or that are none."""
    if len(html) > MAX_PAGE or _too_deep(html):
        return None
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    clean = _XML_FORBIDDEN.sub(" ", html)
    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(clean.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return None


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^>]{0,2000}?(/?)>")
_VOID = frozenset("br hr img input meta link area base col embed source track wbr param p li td tr th dt dd option".split())


def _too_deep(html: str) -> bool:
    """Whether elements nest deeper than the parser keeps (a rough count: never too low by much)."""
    if html.count("<") < MAX_DEPTH:
        return False
    depth = 0
    for m in _TAG.finditer(html):
        if m.group(2).lower() in _VOID or m.group(3):
            continue
        depth += -1 if m.group(1) else 1
        if depth > MAX_DEPTH:
            return True
        depth = max(depth, 0)
    return False


@cache
def _quiet() -> None:
    """The libraries log what they make of each page; to a user that is noise."""
    for name in ("trafilatura", "htmldate", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _extract(tree: Any) -> tuple[str, ...]:
    from copy import deepcopy

    from trafilatura import bare_extraction

    _quiet()
    try:
        found = bare_extraction(
            deepcopy(tree), favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # whatever a third-party extractor raises on a hostile page, it has found no article
        return ()
    text = getattr(found, "text", None) or ""
    return tuple(p for p in (_SPACE.sub(" ", line).strip() for line in text.split("\n")) if p)
