"""Gold files -> rows to compare with. Two forms are taken:

1. a folder (or its attributions.jsonl) in the form of the exchange tables, one attribution a line with
   `file`, `source`, `cue`, `content`, `speaker`; spans as [start, end] pairs or, easier to write by
   hand, as the quoted words themselves, with `at`: a stretch of the article that tells which
   occurrence is meant. `actors.jsonl` beside it gives aliases (`name`, `aliases`).
2. a JSON Lines file (.gz too) of whole articles: `id`, `text`, `attributions` with offsets into `text`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.analysis.agreement import Row
from onrecord.errors import GoldError
from onrecord.findings import Range
from onrecord.span import overlap

ROLES = ("source", "cue", "content")
LEAST_ANCHOR = 4  # words of `at` that must stand in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """One article of form 2: its text and its gold rows."""

    id: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTable:
    """Form 1: the lines by file, and every name an actor goes by -> its canonical name."""

    lines: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]
    names: Mapping[str, str]


def read_gold(path: Path) -> GoldTable | list[GoldArticle]:
    """Read gold in any of the forms. Raises GoldError naming the file and line that cannot be used."""
    table = path / "attributions.jsonl" if path.is_dir() else path
    if not table.is_file():
        raise GoldError(f"{table}: there is no such gold file")
    lines = list(_lines(table))
    if not lines:
        raise GoldError(f"{table}: no line in it")
    if "attributions" in lines[0][1]:
        return [_article(where, line) for where, line in lines]
    by_file: defaultdict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for where, line in lines:
        if not isinstance(line.get("file"), str):
            raise GoldError(f'{where}: no "file" that names the article')
        by_file[line["file"]].append((where, line))
    return GoldTable(lines=dict(by_file), names=_names(table.with_name("actors.jsonl")))


def place(text: str, lines: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Row, ...]:
    """The gold lines of one article as rows with ranges into its text.

    Raises GoldError for a quotation that does not stand in the text, or an offset outside it.
    """
    return tuple(_row(where, line, text) for where, line in lines)


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as f:
            for n, text in enumerate(f, 1):
                if not text.strip():
                    continue
                where = f"{path}, line {n}"
                try:
                    line = json.loads(text)
                except ValueError as e:
                    raise GoldError(f"{where}: not JSON: {e}") from None
                if not isinstance(line, dict):
                    raise GoldError(f"{where}: expected an object")
                yield where, line
    except (OSError, EOFError, UnicodeDecodeError) as e:
        raise GoldError(f"{path}: cannot be read: {e}") from None


def _names(path: Path) -> dict[str, str]:
    """Alias -> canonical name; an alias that two actors share names neither."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    if path.is_file():
        for where, line in _lines(path):
            name = line.get("name")
            if not isinstance(name, str):
                raise GoldError(f'{where}: no "name"')
            aliases = line.get("aliases", [])
            if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
                raise GoldError(f'{where}: "aliases" must be a list of names')
            for alias in (name, *aliases):
                owners[alias].add(name)
    return {alias: next(iter(names)) for alias, names in owners.items() if len(names) == 1}


def _article(where: str, line: Mapping[str, Any]) -> GoldArticle:
    text, rows = line.get("text"), line.get("attributions")
    if not isinstance(line.get("id"), str) or not isinstance(text, str) or not isinstance(rows, list):
        raise GoldError(f'{where}: expected "id", "text" and a list "attributions"')
    return GoldArticle(id=line["id"], text=text, rows=tuple(_row(where, r, text) for r in rows))


def _row(where: str, line: object, text: str) -> Row:
    """Place a line's roles: content in order from `at` on, then cue and source nearest to what is placed."""
    if not isinstance(line, dict):
        raise GoldError(f"{where}: each attribution must be an object, found {line!r}")
    start = 0
    at = line.get("at")
    if isinstance(at, str):
        start = _anchor(where, text, at)
    placed: dict[str, list[Range]] = {"content": [], "cue": [], "source": []}
    for role, ranges in placed.items():
        pieces = line.get(role) or []
        if not isinstance(pieces, list):
            raise GoldError(f'{where}: "{role}" must be a list')
        for piece in pieces:
            taken = [r for done in placed.values() for r in done]
            near = placed["cue"] or placed["content"]
            ranges.append(_piece(where, text, piece, start, taken, near if role != "content" else []))
        if role == "content" and not ranges:
            raise GoldError(f'{where}: no "content"')
    source, cue, content = (tuple(sorted(placed[role])) for role in ROLES)
    speaker = line.get("speaker")
    if speaker is not None and not isinstance(speaker, str):
        raise GoldError(f'{where}: "speaker" must be a name or null')
    return Row(source=source, cue=cue, content=content, speaker=speaker)


def _anchor(where: str, text: str, at: str) -> int:
    """Where `at` begins. It may run on into words that cleaning left out: its beginning is enough."""
    words = at.split()
    for n in range(len(words), min(len(words), LEAST_ANCHOR) - 1, -1):
        if found := _occurrences(text, " ".join(words[:n])):
            return found[0][0]
    raise GoldError(f"{where}: these words do not stand in the article: {at!r}")


def _piece(where: str, text: str, piece: object, start: int, taken: Sequence[Range], near: Sequence[Range]) -> Range:
    match piece:
        case [int(s), int(e)] if 0 <= s < e <= len(text):
            return s, e
        case str() if piece.strip():
            return _quoted(where, text, piece, start, taken, near)
    raise GoldError(f"{where}: expected quoted words or [start, end] inside the text, found {piece!r}")


def _quoted(where: str, text: str, quote: str, start: int, taken: Sequence[Range], near: Sequence[Range]) -> Range:
    every = _occurrences(text, quote)
    if not every:
        raise GoldError(f"{where}: these words do not stand in the article: {quote!r}")
    free = [r for r in every if not any(overlap(r, t) for t in taken)] or every
    after = [r for r in free if r[0] >= start] or free
    if not near:
        behind = max((e for _, e in taken), default=start)
        return next((r for r in after if r[0] >= behind), after[0])
    low, high = min(s for s, _ in near), max(e for _, e in near)
    return min(after, key=lambda r: max(low - r[1], r[0] - high, 0))


def _occurrences(text: str, quote: str) -> list[Range]:
    """Where the words stand, any white space for any; whole words only, where the quote begins and ends with one."""
    pattern = r"\s+".join(re.escape(w) for w in quote.split())
    edges = (r"\b" if quote.strip()[:1].isalnum() else "", r"\b" if quote.strip()[-1:].isalnum() else "")
    return [m.span() for m in re.finditer(edges[0] + pattern + edges[1], text)] if pattern else []
