"""A web page -> the paragraphs of its article. Nothing is ever fetched: only the bytes at hand are read."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from onrecord.clean.outline import Line
from onrecord.clean.recheck import Paragraph, recheck

MAX_PAGE = 3 * 1024 * 1024  # characters of HTML; longer pages are stripped of tags only
_SPACE = re.compile(r"\s+")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(html: str) -> Any:
    """The page as an lxml tree; None for pages too large or too deep for it, or that are none.

    The parser drops what lies deeper than 256 elements and says so; such a page is better read
    without it.
    """
    if len(html) > MAX_PAGE:
        return None
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    clean = _XML_FORBIDDEN.sub(" ", html)
    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(clean.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    return tree


@cache
def _quiet() -> None:
    """The libraries log what they make of each page; to a user that is noise."""
    for name in ("trafilatura", "htmldate", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def article(tree: Any, lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs of a parsed page's article, in page order; `lines` is its outline; the tree is used up."""
    from trafilatura import bare_extraction

    _quiet()
    try:
        found = bare_extraction(tree, favor_precision=True, include_comments=False, include_tables=True)
    except Exception:  # whatever a third-party extractor raises on a hostile page, it has found no article
        return ()
    text = getattr(found, "text", None) or ""
    return recheck([p for p in (_SPACE.sub(" ", line).strip() for line in text.split("\n")) if p], lines)
