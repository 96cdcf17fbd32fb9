"""Positions as one CSV file to be sorted, counted and joined: a row a report, each with a link to its words.

Left out, and there in the tables: what is not of positions, statements that take no side, and, unless they are asked
for, positions that only follow from the words and statements without a clear side.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.export.permalinks import Permalinks
from onrecord.export.sides import sides
from onrecord.export.source import Source
from onrecord.export.spreadsheet import cell
from onrecord.output import replacing
from onrecord.store.position_rows import PositionRow

COLUMNS: Mapping[str, str] = {
    "actor": "who takes the position; empty where the speaker is nobody known",
    "actor_kind": "person, organization, state ...",
    "issue": "the name of the issue",
    "stance": "support, oppose, conditional or unclear",
    "strength": "explicit: the words take the side themselves; implied: it follows from them",
    "condition": "the words that a conditional position hangs on",
    "said_since": "first day on which it may have been said, where the text tells; else empty",
    "said_until": "last day of the same",
    "published": "day of publication",
    "outlet": "who published it",
    "title": "title of the article",
    "quote": 'what was said, on one line; " ... " between pieces',
    "cue": 'the words that mark it as said, as in "rejects" the accord',
    "score": "how sure the machine was, 0 to 1",
    "verdict": "accept or correct where a person judged the position, else empty",
    "counted": "yes on one report of each statement, no on the others: count the rows with yes",
    "told": "how many articles tell the statement",
    "permalink": "link to the words on the article's page; without an address the file and the characters",
    "url": "the article's address",
    "file": "the article as added",
    "position": "id of the position, as `judge` takes it",
    "statement": "id of the statement, as `explain` takes it",
    "utterance": "id of the statement that it is counted as",
    "actor_id": "id of the actor",
    "document": "id of the article",
}
"""The columns, each with what stands there."""


def write(
    source: Source, path: Path, *, bom: bool = True, implied: bool = False, unclear: bool = False, **filters: Any
) -> dict[Path, int]:
    """Write the positions, or those that fit the filters of `PositionFilters`; gives the number of rows.

    Spreadsheets take a file for UTF-8 by the mark at its beginning; without `bom` there is none.
    """
    links, count = Permalinks(source.text), 0
    with replacing(path) as file:
        text = io.TextIOWrapper(file, "utf-8-sig" if bom else "utf-8", newline="")
        out = csv.writer(text)
        out.writerow(COLUMNS)
        for row in sides(source, implied=implied, unclear=unclear, **filters):
            cells = _cells(row, links)
            out.writerow([cell(cells[name]) for name in COLUMNS])
            count += 1
        text.detach()  # flushed, and the file stays open for its renaming
    return {path: count}


def _cells(row: PositionRow, links: Permalinks) -> dict[str, object]:
    said, document = row.said, row.document
    return {
        "actor": row.actor.name if row.actor else None,
        "actor_kind": row.actor.kind if row.actor else None,
        "issue": row.issue,
        "stance": row.stance,
        "strength": row.strength,
        "condition": " ... ".join(" ".join(s.text.split()) for s in row.condition),
        "said_since": said.said_since,
        "said_until": said.said_until,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "quote": said.quote,
        "cue": " ... ".join(" ".join(s.text.split()) for s in said.cue),
        "score": round(row.score, 4),
        "verdict": row.verdict,
        "counted": "yes" if said.counted_as == said.id else "no",
        "told": said.told,
        "permalink": links.to(document, said.content),
        "url": document.url,
        "file": document.file,
        "position": row.id,
        "statement": said.id,
        "utterance": said.counted_as,
        "actor_id": row.actor.id if row.actor else None,
        "document": document.id,
    }
