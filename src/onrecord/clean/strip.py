"""HTML -> paragraphs without judging what is article: for fragments in feeds and for broken pages."""

from __future__ import annotations

import re
from html import unescape

_DROPPED = re.compile(
    r"<(script|style|noscript|template|svg|head|title|iframe|object|textarea|select|button)\b[^>]*>.*?(?:</\1\s*>|\Z)"
    r"|<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<!DOCTYPE[^>]*>|<\?.*?>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|blockquote|section|article|aside|header|footer|nav|main|"
    r"figure|figcaption|form|fieldset|pre|hr|address|details|summary|caption|body|html)\b[^>]*>|<br\s*/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>|<[/a-zA-Z!][^<>]*\Z")
_SPACE = re.compile(r"\s+")


def strip_tags(html: str) -> tuple[str, ...]:
    """The text between tags, a paragraph where a block-level tag or a line break stands."""
    text = _BLOCK.sub("\x1e", _SPACE.sub(" ", _DROPPED.sub(" ", html)))
    text = unescape(_TAG.sub("", text))
    return tuple(p for p in (_SPACE.sub(" ", piece).strip() for piece in text.split("\x1e")) if p)


def text_of(fragment: str) -> str:
    """A short piece of markup (a title, a name) as one line of text; other angle brackets stay."""
    return _SPACE.sub(" ", unescape(fragment)).strip()
