"""The record as JSON Lines: the exchange tables, a file each, or the statements as one stream.

Offsets are Unicode code points, end exclusive: of the file as added for plain text, else of the
cleaned text that documents.jsonl carries in `text`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Unpack

from onrecord.export.schema import TABLES, Row, Table
from onrecord.export.source import Source
from onrecord.model import Span
from onrecord.output import replacing
from onrecord.store.event_rows import EventReport
from onrecord.store.position_rows import ConditionRow, PositionRow
from onrecord.store.reprint_rows import SharedRow
from onrecord.store.rows import ActorView, DocumentView, Said
from onrecord.store.status_rows import RejectedRow
from onrecord.store.story_rows import StoryView
from onrecord.vocabulary import ARTICLE_LABELS

if TYPE_CHECKING:
    from onrecord.store.statements import Filters

PLAIN = ("text",)
"""Formats whose text is the file as added, so that offsets need no second copy of it."""

_BREAKS = re.compile("[\u0085\u2028\u2029]")


def tables(source: Source) -> Iterator[Table]:
    """Every exchange table in order, rows made as they are read."""
    yield Table("documents", _documents(source))
    yield Table("attributions", map(attribution, source.statements()))
    yield Table("actors", map(_actor, source.actors()))
    yield Table("positions", map(position, source.positions(implied=True)))
    yield Table("conditions", map(condition, source.conditions()))
    yield Table("events", map(event, source.reports()))
    yield Table("links", chain(map(_shared, source.links()), _same_events(source)))
    yield Table("stories", map(story, source.stories()))


def write(source: Source, folder: Path) -> dict[Path, int]:
    """Write each table as NAME.jsonl in `folder`; gives each file with its number of rows."""
    done = {}
    for table in tables(source):
        path = folder / f"{table.name}.jsonl"
        with replacing(path) as file:
            done[path] = _lines(table.rows, file)
    return done


def stream(source: Source, out: BinaryIO, **filters: Unpack[Filters]) -> int:
    """Write the statements, one JSON object a line, to an open binary stream; gives their number."""
    return _lines(map(attribution, source.statements(**filters)), out)


def write_statements(source: Source, path: Path, **filters: Unpack[Filters]) -> dict[Path, int]:
    """Write the statements, or those that fit the filters, as one JSON Lines file."""
    with replacing(path) as file:
        return {path: stream(source, file, **filters)}


def _lines(rows: Iterable[Row], out: BinaryIO) -> int:
    count = 0
    for row in rows:
        out.write(line(row))
        count += 1
    return count


def line(row: Row) -> bytes:
    """One row as a line of JSON that every reader takes as one line; lone surrogates are escaped."""
    text = json.dumps(row, ensure_ascii=False, separators=(", ", ": "))
    text = _BREAKS.sub(lambda m: f"\\u{ord(m.group()):04x}", text) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(row, separators=(", ", ": ")) + "\n").encode("ascii")


# ---------------------------------------------------------------------------- rows


def _documents(source: Source) -> Iterator[Row]:
    for view in source.documents():
        yield document(view)
    for rejected in source.status().rejected:
        yield rejection(rejected)


def document(view: DocumentView) -> Row:
    """A row of documents.jsonl."""
    # Text from standard input lies in no file that a reader could check the offsets against.
    plain = view.format in PLAIN and view.document.file != "-"
    ref = view.document
    return {
        "id": ref.id,
        "file": ref.file,
        "outlet": ref.outlet,
        "title": ref.title,
        "published": _day(ref.published),
        "byline": view.byline,
        "language": view.language,
        "non_body": [[p.start, p.end] for p in view.parts if p.label not in ARTICLE_LABELS],
        "text_sha": hashlib.sha256(view.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "rejected_reason": None,
        "rejected_detail": None,
        "url": ref.url,
        "dateline": view.dateline,
        "format": view.format,
        "encoding": view.encoding,
        "superseded_by": view.superseded_by,
        "statements": len(view.said),
        "text": None if plain else view.text,
        "raw_sha": view.raw_sha,
        "offsets": [list(run) for run in view.offsets],
    }


def rejection(row: RejectedRow) -> Row:
    """A source that did not become a document, as a row of documents.jsonl."""
    out: Row = dict.fromkeys(TABLES["documents"])
    return out | {
        "file": row.file,
        "non_body": [],
        "rejected_reason": row.reason,
        "rejected_detail": row.detail or None,
        "statements": 0,
    }


def attribution(said: Said) -> Row:
    """A row of attributions.jsonl."""
    return {
        "id": said.id,
        "file": said.document.file,
        "source": _ranges(said.source),
        "cue": _ranges(said.cue),
        "content": _ranges(said.content),
        "speaker": said.speaker.name if said.speaker else None,
        "speaker_id": said.speaker.id if said.speaker else None,
        "via": [a.name for a in said.via],
        "kind": said.kind,
        "act": said.act,
        "said_on": _days(said.said_since, said.said_until),
        "score": said.score,
        "by": said.by,
        "document": said.document.id,
        "outlet": said.document.outlet,
        "published": _day(said.document.published),
        "source_text": _quoted(said.source),
        "cue_text": _quoted(said.cue),
        "content_text": _quoted(said.content),
        "speaker_kind": said.speaker.kind if said.speaker else None,
        "addressee": said.addressee.name if said.addressee else None,
        "within": said.within,
        "why": said.why,
        "verdict": said.verdict,
        "utterance": said.counted_as,
        "told": said.told,
    }


def _actor(entry: ActorView) -> Row:
    return {
        "id": entry.actor.id,
        "name": entry.actor.name,
        "kind": entry.actor.kind,
        "aliases": [n.name for n in entry.names],
        "mentions": [[m.document.file, m.span.start, m.span.end] for m in entry.mentions if m.kind == "name"],
        "roles": [
            {
                "role": r.title,
                "org": r.org,
                "since": _day(r.since),
                "until": _day(r.until),
                "file": r.document.file,
                "span": [r.evidence.start, r.evidence.end],
                "text": r.evidence.text,
            }
            for r in entry.roles
        ],
        "links": [{"a": k.a.name, "b": k.b.name, "score": k.score, "why": k.why} for k in entry.links],
        "relations": [
            {
                "kind": r.kind,
                "of_other": "yes" if r.of_other else "no",
                "other": r.other.name,
                "other_id": r.other.id,
                "since": _day(r.since),
                "until": _day(r.until),
                "file": r.document.file,
                "span": [r.evidence.start, r.evidence.end],
                "text": r.evidence.text,
            }
            for r in entry.relations
        ],
    }


def _shared(row: SharedRow) -> Row:
    return {
        "kind": row.kind,
        "a": {"file": row.a.file, "span": [row.passage.a.start, row.passage.a.end]},
        "b": {"file": row.b.file, "span": [row.passage.b.start, row.passage.b.end]},
        "score": row.passage.likeness,
    }


def event(report: EventReport) -> Row:
    """A row of events.jsonl: one article's report of an event. `span` are the words that name the act."""
    place = report.place
    return {
        "id": report.id,
        "file": report.document.file,
        "span": [report.trigger.start, report.trigger.end],
        "type": report.type,
        "mode": report.mode,
        "context": "; ".join(report.contexts) or None,
        "actors": [p.name for p in report.actors],
        "recipients": [p.name for p in report.recipients],
        "date": _days(report.since, report.until),
        "status": report.status,
        "location": place.name if place else None,
        "cluster": report.event,
        "score": report.score,
        "by": report.by,
        "quad": report.quad,
        "contexts": list(report.contexts),
        "actor_ids": [p.actor.id if p.actor else None for p in report.actors],
        "recipient_ids": [p.actor.id if p.actor else None for p in report.recipients],
        "date_text": report.when or None,
        "country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "figures": [
            {"kind": f.kind, "least": f.least, "most": f.most, "span": [f.span.start, f.span.end], "text": f.span.text}
            for f in report.figures
        ],
        "trigger_text": report.trigger.text,
        "evidence": [report.evidence.start, report.evidence.end],
        "evidence_text": report.evidence.text,
        "act_of": report.act_of,
        "within": report.within,
        "document": report.document.id,
        "outlet": report.document.outlet,
        "published": _day(report.document.published),
        "why": report.why,
        "verdict": report.verdict,
        "cluster_score": report.joined_score,
        "cluster_why": report.joined_why,
    }


def position(row: PositionRow) -> Row:
    """A row of positions.jsonl: the side that a statement takes on an issue."""
    said = row.said
    return {
        "file": row.document.file,
        "attribution": said.id,
        "content": _ranges(said.content),
        "actor": row.actor.name if row.actor else None,
        "issue": row.issue,
        "stance": row.stance,
        "strength": row.strength,
        "condition": _ranges(row.condition) if row.condition else None,
        "said_on": _days(said.said_since, said.said_until),
        "score": row.score,
        "by": row.by,
        "id": row.id,
        "actor_id": row.actor.id if row.actor else None,
        "actor_kind": row.actor.kind if row.actor else None,
        "content_text": _quoted(said.content),
        "condition_text": _quoted(row.condition) or None,
        "document": row.document.id,
        "outlet": row.document.outlet,
        "published": _day(row.document.published),
        "found": row.found,
        "why": row.why,
        "verdict": row.verdict,
        "utterance": said.counted_as,
        "told": said.told,
    }


def condition(row: ConditionRow) -> Row:
    """A row of conditions.jsonl: what a statement makes something depend on."""
    said = row.said
    return {
        "id": row.id,
        "file": said.document.file,
        "attribution": said.id,
        "condition": _ranges(row.spans),
        "marker": row.marker,
        "polarity": row.polarity,
        "consequence": _ranges(row.consequence),
        "effect": row.effect,
        "score": row.score,
        "by": row.by,
        "condition_text": _quoted(row.spans),
        "consequence_text": _quoted(row.consequence) or None,
        "actor": said.speaker.name if said.speaker else None,
        "actor_id": said.speaker.id if said.speaker else None,
        "said_on": _days(said.said_since, said.said_until),
        "document": said.document.id,
        "outlet": said.document.outlet,
        "published": _day(said.document.published),
        "why": row.why,
        "utterance": said.counted_as,
    }


def _same_events(source: Source) -> Iterator[Row]:
    """The report that an event is counted as, and each of the others."""
    found = [(r.id, r.event, r.document.file, r.trigger, r.joined_score) for r in source.reports()]
    places = {own: {"file": file, "span": [at.start, at.end]} for own, _, file, at, _ in found}
    for own, counted_as, _, _, score in found:
        if own != counted_as and counted_as in places:
            yield {"kind": "same_event", "a": places[counted_as], "b": places[own], "score": score}


def story(view: StoryView) -> Row:
    """A row of stories.jsonl."""
    s, before = view.story, view.follows
    return {
        "id": s.id,
        "title": s.title,
        "since": _day(s.since),
        "until": _day(s.until),
        "documents": [d.id for d in view.documents],
        "files": [d.file for d in view.documents],
        "outlets": list(s.counts.outlets),
        "copies": s.counts.copies,
        "statements": s.counts.statements,
        "events": s.counts.events,
        "actors": [a.actor.name for a in s.counts.actors],
        "issues": list(s.issues),
        "titled_by": view.titled_by.id,
        "likeness": view.likeness,
        "storyline": s.storyline,
        "storyline_title": view.line_title,
        "follows": before.story.id if before else None,
        "follows_score": before.score if before else None,
        "follows_actors": [a.name for a in before.actors] if before else [],
        "follows_issues": list(before.issues) if before else [],
        "follows_words": list(before.words) if before else [],
    }


def _ranges(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _quoted(spans: Iterable[Span]) -> str:
    return " ... ".join(s.text for s in spans)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _days(since: date | None, until: date | None) -> dict[str, str | None] | None:
    if since is None and until is None:
        return None
    return {"from": _day(since or until), "to": _day(until or since)}
