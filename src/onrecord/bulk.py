"""Bulk attribution: JSON Lines of articles in, JSON Lines of attributions out, nothing kept.

The form is the exchange tables' first: `{"id", "text"}` a line in, `{"id", "attributions": [...]}` a
line out, in the same order, with offsets (code points) into `text` exactly as given.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from onrecord.backends import attributor
from onrecord.engines import each
from onrecord.errors import UsageError
from onrecord.model import Attribution

Line = tuple[int, str]


def attribute_file(source: str, out: str, *, backend: str, jobs: int = 1) -> list[str]:
    """Attribute every article of `source` ("-": standard input) into `out` ("-": standard output).

    Returns one sentence for each line that could not be used. A file is written under a temporary
    name and renamed when whole. Raises UsageError where the source is not there.
    """
    attributor(backend)
    bad: list[str] = []
    with _lines(source) as lines, _writer(out) as write:
        for n, result in each(partial(_attribute_line, backend=backend), lines, jobs):
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


def _attribute_line(numbered: Line, backend: str) -> Line:
    n, line = numbered
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as e:
        return n, f"not JSON ({e})"
    if not isinstance(article, dict) or "id" not in article or not isinstance(article.get("text"), str):
        return n, 'an object with "id" and "text" is needed'
    found = attributor(backend).attribute(article["text"])
    # ASCII, so that lone surrogates in a text or id survive the way out as escapes
    return n, json.dumps({"id": article["id"], "attributions": attributions_json(found)})


@contextmanager
def _lines(source: str) -> Iterator[Iterator[Line]]:
    raw: IO[bytes]
    if source == "-":
        raw = sys.stdin.buffer
    else:
        try:
            raw = Path(source).open("rb")  # noqa: SIM115 - closed below, standard input is not
        except OSError as e:
            raise UsageError(f"{source}: cannot be read: {e.strerror}") from None
    try:
        packed = source != "-" and raw.read(2) == b"\x1f\x8b"
        if source != "-":
            raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if packed else raw
        yield ((n, line.decode("utf-8-sig", "replace")) for n, line in enumerate(stream, 1) if line.strip())
    finally:
        if source != "-":
            raw.close()


@contextmanager
def _writer(out: str) -> Iterator[Any]:
    if out == "-":
        yield sys.stdout.write
        sys.stdout.flush()
        return
    target = Path(out)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    opener: Any = gzip.open if target.suffix == ".gz" else open
    try:
        with opener(temporary, "wt", encoding="utf-8") as f:
            yield f.write
        temporary.replace(target)
    except OSError as e:
        raise UsageError(f"{out}: cannot be written: {e.strerror or e}") from None
    finally:
        temporary.unlink(missing_ok=True)
