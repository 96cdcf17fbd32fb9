"""HTML that is all article (a chapter, a letter) -> a fragment with its text, without what nobody sees.

Unlike a saved page it has no furniture to be told from the article, so nothing is judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"<!ENTITY[^>]*>", re.IGNORECASE)
_FRAME = re.compile(
    r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|</?(?:html|body|meta|link|base)\b[^>]*>"
    r"|<head\b[^>]*>.*?(?:</head\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_DROPPED = ("script", "style", "head", "title", "noscript", "template", "iframe", "object", "svg", "math", "form")
_PAGE_BREAK = ("pagebreak", "doc-pagebreak")
_FILLERS = re.compile("[\u034f\u200b-\u200f\u2060\u00ad\ufeff]")
_MAX = 6 * 1024 * 1024  # characters; longer markup is given as it is
_HEADING = 300
_HEADINGS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """`html` without head and hidden parts; its number of words; its first headings; what it says it is (epub:type)."""

    html: str
    words: int
    headings: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


def fragment(html: str) -> Fragment:
    """The visible body of an HTML document. Whatever cannot be parsed comes back with its tags, for the cleaner."""
    tree = _tree(html)
    if tree is None:
        bare = _FRAME.sub(" ", html)
        return Fragment(html=bare, words=len(_WORD.findall(re.sub(r"<[^>]*>", " ", bare))))
    from lxml import etree

    body = tree.find("body")
    body = tree if body is None else body
    said = (" ".join(" ".join(tag.itertext()).split()) for tag in body.iter("h1", "h2", "h3"))
    headings = tuple(islice((text[:_HEADING] for text in said if text), _HEADINGS))
    kinds = frozenset(_kinds(body))
    inner = escape(body.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in body
    )
    words = sum(len(_WORD.findall(text)) for text in body.itertext())
    return Fragment(html=_FILLERS.sub("", f"<div>{inner}</div>"), words=words, headings=headings, kinds=kinds)


def _tree(html: str) -> Any:
    """The page as an lxml tree without what is not shown; None for what is too large, too deep, or none."""
    if len(html) > _MAX or not html.strip():
        return None
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    plain = _FORBIDDEN.sub(" ", _ENTITY.sub(" ", html))
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", plain.removeprefix("\ufeff"))
    try:
        tree = document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    for tag in list(tree.iter()):
        if not isinstance(tag.tag, str):
            continue
        kinds = {tag.get("epub:type") or "", tag.get("role") or ""}
        if tag.tag in _DROPPED or _HIDDEN.search(tag.get("style") or "") or kinds & set(_PAGE_BREAK):
            if tag.getparent() is not None and tag.tag not in ("body", "html"):
                tag.drop_tree()  # the text after it stays
    return tree


def _kinds(body: Any) -> set[str]:
    """What the body, or the one section that fills it, says it is."""
    tags = [body]
    while len(tags[-1]) == 1 and len(tags) < 5:
        tags.append(tags[-1][0])
    return {k.lower() for tag in tags for k in (tag.get("epub:type") or "").split()}
