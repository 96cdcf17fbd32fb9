"""The lines between two rulers that open a Markdown file: "title: ...", "date: ...", or "title = ..." between "+++"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(
    r"\ufeff?(?P<ruler>---|\+\+\+)[ \t]*\r?\n(?P<lines>(?:[^\n]*\n){1,60}?)(?P=ruler)[ \t]*(?:\r?\n|\Z)"
)
_KEY = re.compile(r"([A-Za-z][\w -]{0,30}?)[ \t]*:(?:[ \t]+(.*)|)")
_TOML = re.compile(r"([A-Za-z][\w -]{0,30}?)[ \t]*=[ \t]*(.*)")
_ITEM = re.compile(r"\s*-\s+(.+)")
_NAMES = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "publication", "site", "newspaper"),
    "byline": ("byline", "author", "authors", "by", "writer", "reporter"),
    "published": ("published", "date", "publisheddate", "publishedat", "pubdate", "datepublished", "publicationdate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Where the front matter ends, and what it says under our names of fields."""

    end: int
    values: dict[str, str]


def read(text: str) -> Front | None:
    """The front matter of a text; None where the lines after a ruler are no keys with values."""
    m = _FRONT.match(text) if text.removeprefix("\ufeff").startswith(("---", "+++")) else None
    if not m:
        return None
    pair_of, passed = (_KEY, ("#",)) if m["ruler"] == "---" else (_TOML, ("#", "["))
    said: dict[str, list[str]] = {}
    key = ""
    for line in m["lines"].splitlines():
        item = _ITEM.fullmatch(line)
        pair = pair_of.fullmatch(line.rstrip())
        if item and key:
            said[key].append(_bare(item[1]))
        elif pair:
            key = re.sub(r"[\W_]+", "", pair[1]).lower()
            said[key] = _values(pair[2] or "")
        elif line.strip() and not line[0].isspace() and not line.startswith(passed):
            return None
    values: dict[str, str] = {}
    for ours, theirs in _NAMES.items():
        found = next((said[name] for name in theirs if any(said.get(name, ()))), None)
        if found:
            values[ours] = "; ".join(filter(None, found))
    return Front(end=m.end(), values=values) if values else None


def _values(written: str) -> list[str]:
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return [_bare(piece) for piece in written[1:-1].split(",")]
    return [_bare(written)]


def _bare(value: str) -> str:
    """Without the quotation marks YAML puts around a string."""
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
