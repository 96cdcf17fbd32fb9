"""Bulk attribution: JSON Lines of articles in, JSON Lines of attributions out, nothing kept.

The form is the exchange tables' first: `{"id", "text"}` a line in, `{"id", "attributions": [...]}` a
line out, in the same order, with offsets (code points) into `text` exactly as given.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord.backends import attributor
from onrecord.engines import each
from onrecord.errors import UsageError
from onrecord.findings import Attribution
from onrecord.output import replacing

Line = tuple[int, str]
GZIP = b"\x1f\x8b"


def attribute_file(source: str, out: str, *, backend: str, min_score: float = 0.0, jobs: int = 1) -> list[str]:
    """Attribute every article of `source` ("-": standard input) into `out` ("-": standard output).

    Attributions less sure than `min_score` are left out. Returns one sentence for each line that
    could not be used. A file is written under a temporary name and renamed when whole. Raises
    UsageError where the source is not there, or is the file to write.
    """
    attributor(backend)
    bad: list[str] = []
    work = partial(_attribute_line, backend=backend, min_score=min_score)
    with _opened(source) as stream, _writer(out, source) as write:
        for n, result in each(work, _lines(stream, bad), jobs):
            if result.startswith("{"):
                write(result + "\n")
            else:
                bad.append(f"line {n}: {result}")
    return bad


def attributions_json(found: list[Attribution]) -> list[dict[str, Any]]:
    """Attributions as the exchange tables write them."""
    return [
        {
            "source": [list(r) for r in a.source],
            "cue": [list(r) for r in a.cue],
            "content": [list(r) for r in a.content],
            "score": round(a.score, 4),
            "kind": a.kind,
            "act": a.act,
            "why": a.why,
            "by": a.by,
        }
        for a in found
    ]


def _attribute_line(numbered: Line, backend: str, min_score: float) -> Line:
    n, line = numbered
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as e:
        return n, f"not JSON ({e})"
    if not isinstance(article, dict) or "id" not in article or not isinstance(article.get("text"), str):
        return n, 'an object with "id" and "text" is needed'
    try:
        found = attributor(backend).attribute(article["text"])
    except Exception as e:  # one poisonous article must not cost the user the other million
        return n, f"the backend failed on it ({type(e).__name__}: {e}); please report this with the article"
    sure = [a for a in found if a.score >= min_score]
    # ASCII, so that lone surrogates in a text or id survive the way out as escapes
    return n, json.dumps({"id": article["id"], "attributions": attributions_json(sure)})


def _lines(stream: BinaryIO, bad: list[str]) -> Iterator[Line]:
    n = 0
    try:
        for n, line in enumerate(stream, 1):
            if line.strip():
                yield n, line.decode("utf-8-sig", "replace")
    except (EOFError, OSError, zlib.error) as e:
        bad.append(f"after line {n}: the file is damaged or cut short ({e})")


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of the source, unpacked where they are gzip."""
    if source == "-":
        with _unpacked(sys.stdin.buffer) as stream:
            yield stream
        return
    try:
        raw = Path(source).open("rb")  # noqa: SIM115 - closed just below
    except OSError as e:
        raise UsageError(f"{source}: cannot be read: {e.strerror}") from None
    with raw, _unpacked(raw) as stream:
        yield stream


@contextmanager
def _unpacked(raw: BinaryIO) -> Iterator[BinaryIO]:
    peekable = cast(io.BufferedReader, raw)
    if peekable.peek(2)[:2] == GZIP:
        with gzip.GzipFile(fileobj=raw) as stream:
            yield cast(BinaryIO, stream)
    else:
        yield raw


@contextmanager
def _writer(out: str, source: str) -> Iterator[Callable[[str], object]]:
    if out == "-":
        yield sys.stdout.write
        sys.stdout.flush()
        return
    inputs = [] if source == "-" else [Path(source)]
    with replacing(Path(out), inputs=inputs) as file:
        if not out.endswith(".gz"):
            yield lambda text: file.write(text.encode())
            return
        # No name and no time in the header: same input, same bytes.
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
            yield lambda text: packed.write(text.encode())
