"""The exchange tables: every field of every table, in order, with its type.

The names are a contract (docs: exchange tables): fields may be added, never renamed or dropped. One
description serves JSON Lines, CSV and Parquet, so that the three can not drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a field: a scalar, a list of one type, or named members."""

    name: str
    of: Type | None = None
    members: tuple[tuple[str, Type], ...] = ()

    @property
    def nested(self) -> bool:
        return self.name in ("list", "struct")


TEXT = Type("text")
DATE = Type("date")  # ISO 8601, as text in JSON and CSV
NUMBER = Type("number")
COUNT = Type("count")
RANGE = Type("list", of=COUNT)  # [start, end]
RANGES = Type("list", of=RANGE)
TEXTS = Type("list", of=TEXT)
DAYS = Type("struct", members=(("from", DATE), ("to", DATE)))
PLACE = Type("struct", members=(("file", TEXT), ("span", RANGE)))
MENTION = Type("struct", members=(("file", TEXT), ("start", COUNT), ("end", COUNT)))
LINK = Type("struct", members=(("a", TEXT), ("b", TEXT), ("score", NUMBER), ("why", TEXT)))
RELATION = Type(
    "struct",
    members=(
        ("kind", TEXT),
        ("of_other", TEXT),
        ("other", TEXT),
        ("other_id", TEXT),
        ("since", DATE),
        ("until", DATE),
        ("file", TEXT),
        ("span", RANGE),
        ("text", TEXT),
    ),
)
ROLE = Type(
    "struct",
    members=(
        ("role", TEXT),
        ("org", TEXT),
        ("since", DATE),
        ("until", DATE),
        ("file", TEXT),
        ("span", RANGE),
        ("text", TEXT),
    ),
)
FIGURE = Type("struct", members=(("kind", TEXT), ("least", NUMBER), ("most", NUMBER), ("span", RANGE), ("text", TEXT)))

DOCUMENTS: dict[str, Type] = {
    "id": TEXT,
    "file": TEXT,
    "outlet": TEXT,
    "title": TEXT,
    "published": DATE,
    "byline": TEXT,
    "language": TEXT,
    "non_body": RANGES,
    "text_sha": TEXT,
    "rejected_reason": TEXT,
    "rejected_detail": TEXT,
    "url": TEXT,
    "dateline": TEXT,
    "format": TEXT,
    "encoding": TEXT,
    "superseded_by": TEXT,
    "statements": COUNT,
    "text": TEXT,
    "raw_sha": TEXT,
    "offsets": RANGES,  # [start in the text, start in the text as read, length]; none: the two are the same
}
ATTRIBUTIONS: dict[str, Type] = {
    "id": TEXT,
    "file": TEXT,
    "source": RANGES,
    "cue": RANGES,
    "content": RANGES,
    "speaker": TEXT,
    "speaker_id": TEXT,
    "via": TEXTS,
    "kind": TEXT,
    "act": TEXT,
    "said_on": DAYS,
    "score": NUMBER,
    "by": TEXT,
    "document": TEXT,
    "outlet": TEXT,
    "published": DATE,
    "source_text": TEXT,
    "cue_text": TEXT,
    "content_text": TEXT,
    "speaker_kind": TEXT,
    "addressee": TEXT,
    "within": TEXT,
    "why": TEXT,
    "verdict": TEXT,
    "utterance": TEXT,  # the id of the row it is counted as, where several articles report one statement
    "told": COUNT,
}
ACTORS: dict[str, Type] = {
    "id": TEXT,
    "name": TEXT,
    "kind": TEXT,
    "aliases": TEXTS,
    "mentions": Type("list", of=MENTION),  # written [file, start, end] in JSON and CSV
    "roles": Type("list", of=ROLE),
    "links": Type("list", of=LINK),  # why its names are one actor
    "relations": Type("list", of=RELATION),
}
POSITIONS: dict[str, Type] = {
    "file": TEXT,
    "attribution": TEXT,
    "content": RANGES,
    "actor": TEXT,
    "issue": TEXT,
    "stance": TEXT,
    "strength": TEXT,
    "condition": RANGES,
    "said_on": DAYS,
    "score": NUMBER,
    "by": TEXT,
    "id": TEXT,
    "actor_id": TEXT,
    "actor_kind": TEXT,
    "content_text": TEXT,
    "condition_text": TEXT,
    "document": TEXT,
    "outlet": TEXT,
    "published": DATE,
    "found": TEXT,  # the words that made it worth reading
    "why": TEXT,
    "verdict": TEXT,
    "utterance": TEXT,  # the statement that it is counted with, where several articles report one
    "told": COUNT,
}
CONDITIONS: dict[str, Type] = {
    "id": TEXT,
    "file": TEXT,
    "attribution": TEXT,
    "condition": RANGES,
    "marker": TEXT,
    "polarity": TEXT,
    "consequence": RANGES,
    "effect": TEXT,
    "score": NUMBER,
    "by": TEXT,
    "condition_text": TEXT,
    "consequence_text": TEXT,
    "actor": TEXT,
    "actor_id": TEXT,
    "said_on": DAYS,
    "document": TEXT,
    "outlet": TEXT,
    "published": DATE,
    "why": TEXT,
    "utterance": TEXT,
}
EVENTS: dict[str, Type] = {
    "id": TEXT,
    "file": TEXT,
    "span": RANGE,
    "type": TEXT,
    "mode": TEXT,
    "context": TEXT,  # all of them, "; " between; `contexts` has them one by one
    "actors": TEXTS,
    "recipients": TEXTS,
    "date": DAYS,
    "status": TEXT,
    "location": TEXT,
    "cluster": TEXT,  # the id of the row it is counted as: the same for every report of one event
    "score": NUMBER,
    "by": TEXT,
    "quad": COUNT,
    "contexts": TEXTS,
    "actor_ids": TEXTS,  # in the order of the names; null where these are the article's words for nobody known
    "recipient_ids": TEXTS,
    "date_text": TEXT,
    "country": TEXT,
    "latitude": NUMBER,
    "longitude": NUMBER,
    "figures": Type("list", of=FIGURE),
    "trigger_text": TEXT,
    "evidence": RANGE,
    "evidence_text": TEXT,
    "act_of": TEXT,
    "within": TEXT,
    "document": TEXT,
    "outlet": TEXT,
    "published": DATE,
    "why": TEXT,
    "verdict": TEXT,
    "cluster_score": NUMBER,
    "cluster_why": TEXT,
}
STORIES: dict[str, Type] = {
    "id": TEXT,
    "title": TEXT,
    "since": DATE,
    "until": DATE,
    "documents": TEXTS,  # ids, the earliest first
    "files": TEXTS,
    "outlets": TEXTS,
    "copies": COUNT,  # documents that are reprints of others of the story
    "statements": COUNT,  # once however many documents tell one
    "events": COUNT,
    "actors": TEXTS,  # the main ones
    "issues": TEXTS,
    "titled_by": TEXT,
    "likeness": NUMBER,
    "storyline": TEXT,  # the id of its first story
    "storyline_title": TEXT,
    "follows": TEXT,  # the story that it goes on from, and what the two share
    "follows_score": NUMBER,
    "follows_actors": TEXTS,
    "follows_issues": TEXTS,
    "follows_words": TEXTS,
}
LINKS: dict[str, Type] = {"kind": TEXT, "a": PLACE, "b": PLACE, "score": NUMBER}

TABLES: Mapping[str, Mapping[str, Type]] = {
    "documents": DOCUMENTS,
    "attributions": ATTRIBUTIONS,
    "actors": ACTORS,
    "positions": POSITIONS,
    "conditions": CONDITIONS,
    "events": EVENTS,
    "links": LINKS,
    "stories": STORIES,
}


class Table:
    """One table to write: its name, its fields and, once, its rows."""

    def __init__(self, name: str, rows: Iterator[Row]) -> None:
        self.name = name
        self.fields = TABLES[name]
        self.rows = rows
