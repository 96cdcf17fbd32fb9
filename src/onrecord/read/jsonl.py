"""JSON -> items: one object a line (streamed), or one array or object of articles."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord import charset
from onrecord.read import ninjs
from onrecord.read.items import FIELDS, Found, Items
from onrecord.read.unpack import MAX_LINE, MAX_WHOLE, Refused, Stream

_LISTS = ("articles", "items", "results", "documents", "docs", "data", "stories", "entries", "hits")
_LAYERS = ("response", "hits", "data", "result")  # what newspapers' and search engines' interfaces wrap a list in
_SHOWN = 80


def read_json(stream: Stream, items: Items) -> Iterator[Found]:
    """The articles of a JSON file of any layout."""
    body = stream.body
    if charset.detect(stream.head[: len(stream.head) & ~3]).startswith(("utf-16", "utf-32")):
        text, _ = charset.decode(stream.whole(MAX_WHOLE))
        body = io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace")))
    first = body.readline(MAX_LINE + 1)
    if body.peek(1) and _opens_lines(first, body.peek(4096)):
        yield from _lines(first, body, items)
        return
    data = first + body.read(MAX_WHOLE + 1)
    if len(data) > MAX_WHOLE:
        raise Refused("too-large", "a JSON array of this size; convert it to JSON Lines, one article a line")
    yield from _whole(data, items)


def _opens_lines(first: bytes, after: bytes) -> bool:
    """Whether a file is one object a line: its first line is one, or the next opens one."""
    start = first.removeprefix(b"\xef\xbb\xbf").strip()
    if start[:1] == b"[" and not isinstance(_loads(first), list):
        return False
    if not start or isinstance(_loads(first), Mapping):
        return True
    return any(line.lstrip()[:2] == b'{"' for line in after.split(b"\n")[:20])


def _loads(line: bytes) -> Any:
    """The value a line holds; None if it is not JSON."""
    try:
        return json.loads(charset.decode(line)[0].removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _lines(first: bytes, body: io.BufferedIOBase, items: Items) -> Iterator[Found]:
    number, line = 0, first
    while line:
        number += 1
        yield from _line(line, number, body, items)
        line = body.readline(MAX_LINE + 1)


def _line(line: bytes, number: int, body: io.BufferedIOBase, items: Items) -> Iterator[Found]:
    """The article of one line; none for a blank one."""
    if len(line) > MAX_LINE:
        yield items.rejected(str(number), "too-large", f"line {number} is longer than {MAX_LINE} bytes")
        while line and not line.endswith(b"\n"):
            line = body.readline(MAX_LINE)
        return
    if not line.strip(b"\xef\xbb\xbf \t\r\n"):
        return
    value = _loads(line)
    if isinstance(value, Mapping):
        yield items.document(value, number)
    else:
        start = charset.decode(line[:_SHOWN])[0].strip()
        problem = "is not valid JSON" if value is None else "holds no JSON object"
        yield items.rejected(str(number), "broken-json", f"line {number} {problem}: {start}", line)


def _whole(data: bytes, items: Items) -> Iterator[Found]:
    try:
        value = json.loads(charset.decode(data)[0].removeprefix("\ufeff"))
    except RecursionError:
        raise Refused("broken-json", "the JSON is nested without end") from None
    except ValueError as e:
        raise Refused("broken-json", f"not valid JSON: {e}") from None
    for number, item in enumerate(_articles(value), 1):
        if isinstance(item, Mapping):
            yield items.document(item, number)
        else:
            yield items.rejected(str(number), "broken-json", f"item {number} is not a JSON object")


def _articles(value: Any, depth: int = 0) -> list[Any]:
    """The list of articles in a JSON value: itself, or what it holds under a usual name, or one alone."""
    if isinstance(value, list):
        return [_inner(item) for item in value]
    if not isinstance(value, Mapping):
        raise Refused("broken-json", "neither an object nor a list of objects")
    if not any(str(key).lower() in FIELDS["text"][:9] for key in value) and ninjs.fields(value) is None:
        for name in _LISTS:
            inner = value.get(name)
            if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
                return [_inner(item) for item in inner]
        for name in _LAYERS:
            if depth < len(_LAYERS) and isinstance(value.get(name), Mapping):
                return _articles(value[name], depth + 1)
        inside = list(value.values())
        if len(inside) > 1 and all(isinstance(v, Mapping) for v in inside):
            return [{"id": key, **v} for key, v in value.items()]
    return [value]


def _inner(item: Any) -> Any:
    """An item without what a search engine wraps it in."""
    source = item.get("_source") if isinstance(item, Mapping) else None
    return {"id": item.get("_id"), **source} if isinstance(source, Mapping) else item
