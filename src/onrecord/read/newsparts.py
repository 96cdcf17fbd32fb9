"""Elements of news XML by their plain names, whatever namespace they stand in, and their words as paragraphs."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BLOCKS = frozenset(("p", "hl1", "hl2", "h1", "h2", "h3", "h4", "li", "dt", "dd", "bq", "blockquote", "pre", "tr"))
_SKIPPED = frozenset(("media", "table", "figure", "script", "style", "fn", "nitf-table", "head", "aside"))


def local(element: Any) -> str:
    """An element's name without its namespace; empty for entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of these names."""
    return (child for child in element if local(child) in names)


def below(element: Any, *path: str) -> Iterator[Any]:
    """The elements at a path of names below an element."""
    if not path:
        yield element
        return
    for child in children(element, path[0]):
        yield from below(child, *path[1:])


def anywhere(element: Any, *names: str) -> Iterator[Any]:
    """The descendants of these names, in order."""
    return (found for found in element.iter() if found is not element and local(found) in names)


def words(element: Any) -> str:
    """An element's words on one line."""
    return " ".join("".join(_pieces(element)).split())


def first(element: Any, *path: str) -> str:
    """The words of the first element at a path that has any."""
    return next((text for found in below(element, *path) if (text := words(found))), "")


def language(element: Any) -> str:
    """The language an element says it is in."""
    return str(element.get(_XML_LANG) or "")


def paragraphs(element: Any) -> str:
    """An element's text: a paragraph for each of its blocks, without captions, tables and notes; what stands
    between blocks is a paragraph, too."""
    out: list[str] = []
    _collect(element, out, [])
    return "\n\n".join(out)


def _collect(element: Any, out: list[str], loose: list[str]) -> None:
    """Adds the paragraphs below an element. `loose` are words met that stand in no block yet."""
    loose.append(element.text or "")
    for child in element:
        name = local(child)
        if name in _BLOCKS and not any(local(inner) in _BLOCKS for inner in child.iter() if inner is not child):
            _end(out, loose)
            _end(out, ["".join(_pieces(child))])
        elif name in _SKIPPED:
            pass
        elif any(local(inner) in _BLOCKS for inner in child.iter()):
            _end(out, loose)
            _collect(child, out, loose)
            _end(out, loose)
        elif name in ("br", "block", "div", "section"):
            _end(out, loose)
            loose.extend(_pieces(child))
            if name != "br":
                _end(out, loose)
        else:
            loose.extend(_pieces(child))
        loose.append(child.tail or "")
    _end(out, loose)


def _end(out: list[str], loose: list[str]) -> None:
    text = " ".join("".join(loose).split())
    if text:
        out.append(text)
    loose.clear()


def _pieces(element: Any) -> Iterator[str]:
    """An element's words with those of entities that HTML knows (&nbsp;)."""
    if not isinstance(element.tag, str):
        yield html.unescape(element.text or "") if (element.text or "").startswith("&") else ""
        return
    yield element.text or ""
    for child in element:
        if local(child) not in _SKIPPED:
            yield from _pieces(child)
        yield child.tail or ""


def opened(dateline: str, text: str) -> str:
    """A text with its dateline before it, unless it opens with that already."""
    place = dateline.partition(",")[0].partition("(")[0].strip()
    if not place or place.casefold() in text[:200].casefold():
        return text
    return f"{dateline.rstrip(' -–—')} — {text}"
