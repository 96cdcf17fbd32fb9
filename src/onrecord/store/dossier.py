"""Everything about one thing: an actor, an article, a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.clean import origin
from onrecord.errors import NotFound
from onrecord.findings import Range
from onrecord.model import Span
from onrecord.project import DEFAULT_SURE
from onrecord.store import actors, checked, events, lookup, review, statements, surroundings, vacancies
from onrecord.store.encode import evidence, parts, printable
from onrecord.store.event_rows import EventView
from onrecord.store.ids import SHORTEST, begun
from onrecord.store.put import chunks
from onrecord.store.rows import DocumentView, Dossier, Explanation, MentionRow, RoleRow, Said, TellingRow
from onrecord.store.schema import (
    actor,
    document,
    event,
    handmade,
    link,
    mention,
    raw_offset,
    removed,
    standing,
    statement,
    story,
    telling,
)

if TYPE_CHECKING:
    from onrecord.store.db import Store

_REF = tuple(document.c[x].label(f"doc_{x}") for x in ("id", "file", "outlet", "title", "published", "url"))
_current = document.c.superseded_by.is_(None)
_older = document.c.superseded_by != document.c.n  # one that supersedes itself was taken out


# ---------------------------------------------------------------------------- what is meant


def show(
    store: Store, what: str, *, threshold: float = DEFAULT_SURE
) -> Dossier | DocumentView | Explanation | EventView:
    """The actor, article, statement or event of this id, name, alias, file, title, end of a file name, or beginning
    of an id.

    Raises NotFound with candidates where nothing, or more than one thing, is meant.
    """
    what = printable(what).strip()
    with store.read() as conn:
        if conn.scalar(sa.select(statement.c.n).where(statement.c.id == what)):
            return _explain(conn, what, threshold)
        if events.is_event(conn, what):
            return events.view(conn, what, threshold)
        row = _document(conn, what)
        if row is not None:
            return document_view(conn, row)
        someone = lookup.exactly(conn, what)
        if len(someone) == 1:
            return actors.dossier(conn, someone[0])
        row = find_document(conn, what)
        if row is not None:
            return document_view(conn, row)
        whole = _begun(conn, what)
        if whole is not None:
            return _explain(conn, whole, threshold)
        whole = events.begun_by(conn, what)
        if whole is not None:
            return events.view(conn, whole, threshold)
        return actors.dossier(conn, _someone(conn, what))


def _document(conn: sa.Connection, doc: str) -> Any:
    """The document of this id, or None. Raises NotFound where it was taken out."""
    row = conn.execute(sa.select(document).where(document.c.id == doc)).one_or_none()
    if row is not None and row.superseded_by == row.n:
        raise _taken_out(conn, row.n, row.file)
    return row


def _taken_out(conn: sa.Connection, n: int, file: str) -> NotFound:
    by = conn.execute(sa.select(removed).where(removed.c.document == n)).one()
    return NotFound(f"{file} was taken out by {by.who} on {by.at[:10]}; add it again to bring it back")


def find_document(conn: sa.Connection, what: str) -> Any:
    """The document of this id, file, title, end of a file name or beginning of an id, or None.

    Raises NotFound where several are meant, or a file that holds several, and names them.
    """
    row = _document(conn, what)
    if row is not None:
        return row
    found = _documents(conn, what) or _items(conn, what)
    if not found:
        ids = begun(conn, document, what) if len(what) >= SHORTEST else []
        if len(ids) > 1:
            raise NotFound(f"{what!r} is the beginning of several documents' ids; write more of it")
        return _document(conn, ids[0]) if ids else None
    if len(found) == 1:
        return found[0]
    more = ", ..." if len(found) > lookup.CANDIDATES else ""
    first = found[: lookup.CANDIDATES]
    if any(r.file == found[0].file for r in found[1:]) or all(_ending(what) + "#" in r.file for r in found):
        named = ", ".join(f"{r.file} ({r.id})" for r in first)
        holds = f"{what!r} holds {len(found)} articles"
        raise NotFound(f"{holds}: {named}{more}; ask for one by its id")
    files = ", ".join(r.file for r in first)
    raise NotFound(f"{what!r} may be {files}{more}; write more of the path, or the id")


def _ending(what: str) -> str:
    return what.removeprefix("./")


def _someone(conn: sa.Connection, what: str) -> Any:
    try:
        return lookup.find_actor(conn, what)
    except NotFound as e:
        if str(e).startswith("no actor"):
            if begun(conn, story, what) and len(what) >= SHORTEST:
                raise NotFound(f"{what!r} is a story: show it with onrecord story {what}") from None
            raise NotFound(f"nothing here is called {what!r}: {e}{_too_short(conn, what)}") from None
        raise


def _documents(conn: sa.Connection, what: str) -> Sequence[Any]:
    """Articles of exactly this file or title, else whose file ends so; current versions before others."""
    c = document.c
    path = what.removeprefix("./")
    ends = c.file.like(f"%{lookup.plain(path)}", escape="\\")
    for where in ((c.file == what) | (c.file == path), c.title == what, ends):
        for version in (_current, _older):
            found = conn.execute(sa.select(document).where(where, version).order_by(c.file, c.n)).all()
            found = [r for r in found if where is not ends or r.file.endswith(path)] if path else []
            if len(found) > 1 and where is ends:  # a whole file name rather than the tail of one
                found = [r for r in found if r.file.endswith("/" + path)] or found
            if found:
                return found if version is _current else found[-1:]
    return []


def _items(conn: sa.Connection, what: str) -> Sequence[Any]:
    """The current articles that a file of this name, or of this end of a name, holds."""
    path = _ending(what)
    if not path:
        return []
    c = document.c
    inside = c.file.like(f"{lookup.plain(path)}#%", escape="\\")
    below = c.file.like(f"%/{lookup.plain(path)}#%", escape="\\")
    for where, start in ((inside, f"{path}#"), (below, f"/{path}#")):
        found = conn.execute(sa.select(document).where(where, _current).order_by(c.n)).all()
        found = [r for r in found if (r.file.startswith(start) if where is inside else start in r.file)]
        if found:
            return found
    return []


def _too_short(conn: sa.Connection, what: str) -> str:
    """What to tell of the beginning of an id that is too short to stand for it."""
    if len(what) >= SHORTEST or not any(begun(conn, table, what) for table in (statement, document, event)):
        return ""
    return f"; an id may be shortened to {SHORTEST} characters, not to {len(what)}"


def _begun(conn: sa.Connection, what: str) -> str | None:
    """The one statement whose id begins so."""
    ids = begun(conn, statement, what) if len(what) >= SHORTEST else []
    if len(ids) > 1:
        raise NotFound(f"{what!r} is the beginning of several statements' ids; write more of it")
    return ids[0] if ids else None


# ---------------------------------------------------------------------------- articles


def documents(store: Store, *, superseded: bool = False) -> Iterator[DocumentView]:
    """Every current article with its statements (not those rejected by a reviewer), in order of arrival.

    With `superseded`, older versions too; never what was taken out.
    """
    with store.read() as conn:
        query = sa.select(document).order_by(document.c.n)
        for row in conn.execute(query.where(_current | _older if superseded else _current)):
            yield document_view(conn, row, rejected=False)


def text_of(store: Store, doc: str) -> str:
    """The text of the article of this id. Raises NotFound."""
    with store.read() as conn:
        found = conn.scalar(sa.select(document.c.text).where(document.c.id == doc))
    if found is None:
        raise NotFound(f"no document has the id {doc}")
    return str(found)


def document_view(conn: sa.Connection, row: Any, *, rejected: bool = True) -> DocumentView:
    """A row of table document with all that its text was found to hold."""
    query = statements.select().where(statement.c.document == row.n)
    said = statements.rows(conn, query.order_by(statement.c.start, statement.c.id))
    successor = conn.scalar(sa.select(document.c.id).where(document.c.n == row.superseded_by))
    return DocumentView(
        document=statements.document_ref(row, ""),
        byline=row.byline,
        dateline=row.dateline,
        language=row.language,
        format=row.format,
        encoding=row.encoding,
        text=row.text,
        parts=parts(row.parts),
        evidence=evidence(row.evidence),
        said=tuple(s for s in said if rejected or s.verdict != "reject"),
        superseded_by=successor,
        raw_sha=row.raw_sha,
        offsets=_offsets(conn, row.n) or (),
        events=events.of_document(conn, row.n) if rejected else (),
    )


def _offsets(conn: sa.Connection, n: int) -> tuple[origin.Run, ...] | None:
    """The way from an article's text back to the text as read; None where these are the same, () if it is not known."""
    stored = conn.scalar(sa.select(raw_offset.c.runs).where(raw_offset.c.document == n))
    return origin.read_runs(stored) if stored else None


def _back(offsets: tuple[origin.Run, ...] | None, span: Span) -> Range | None:
    if offsets is None:
        return span.start, span.end
    return origin.back(offsets, span.start, span.end) if offsets else None


# ---------------------------------------------------------------------------- statements


def explain(store: Store, what: str, *, threshold: float = DEFAULT_SURE) -> Explanation | EventView:
    """Why a statement or an event (its id, or the beginning of it) stands in the record. Raises NotFound."""
    wanted = printable(what).strip()
    with store.read() as conn:
        if not conn.scalar(sa.select(statement.c.n).where(statement.c.id == wanted)):
            told = wanted if events.is_event(conn, wanted) else events.begun_by(conn, wanted)
            whole = _begun(conn, wanted)
            if told is not None and whole is None:
                return events.view(conn, told, threshold)
            if whole is None:
                raise NotFound(f"no statement or event has an id that begins with {wanted!r}{_too_short(conn, wanted)}")
            wanted = whole
        return _explain(conn, wanted, threshold)


def _explain(conn: sa.Connection, statement_id: str, threshold: float) -> Explanation:
    said = next(statements.rows(conn, statements.select().where(statement.c.id == statement_id)))
    article = (document.c[x] for x in ("run", "file", "text", "parts", "superseded_by"))
    row = conn.execute(
        sa.select(
            statement.c.n.label("statement"),
            document.c.n,
            statement.c.speaker,
            *article,
            link.c.why,
            actor.c.root.label("actor"),
            standing.c.verdict,
        )
        .join_from(statement, document)
        .outerjoin(link, link.c.entity == statement.c.speaker)
        .outerjoin(actor, actor.c.n == link.c.actor)
        .outerjoin(standing, standing.c.statement == statement.c.n)
        .where(statement.c.id == statement_id)
    ).one()
    if row.superseded_by == row.n:
        raise _taken_out(conn, row.n, row.file)
    corrected = row.verdict == "correct" and row.actor is not None
    offsets = _offsets(conn, row.n)
    instead = statements.select().join(handmade, handmade.c.statement == statement.c.n)
    replaced_by = next(statements.rows(conn, instead.where(handmade.c.replaces == row.statement)), None)
    return Explanation(
        said=said,
        passage=_passage(said, row.text, row.parts),
        raw=tuple(_back(offsets, s) for role in (said.source, said.cue, said.content) for s in role),
        tellings=_tellings(conn, row.statement),
        speaker_mention=_speaker_mention(conn, said, row.n, row.speaker),
        speaker_link=row.why,
        speaker_role=_speaker_role(conn, row.speaker) if row.why == vacancies.HELD else None,
        judgements=tuple(review.select(conn, target=statement_id)),
        run=row.run,
        machine_speaker=lookup.refs(conn, [row.actor])[row.actor] if corrected else None,
        superseded_by=conn.scalar(sa.select(document.c.id).where(document.c.n == row.superseded_by)),
        sure=said.verdict != "reject" and not said.waits(threshold),
        replaced_by=replaced_by,
        sure_why="a person's words stand in its place" if replaced_by else checked.reason(said, threshold),
    )


def _tellings(conn: sa.Connection, n: int) -> tuple[TellingRow, ...]:
    """The other reports of what this statement tells, each with what joined it to the others."""
    t = telling.c
    root = conn.scalar(sa.select(t.utterance).where(t.statement == n)) or n
    brought = {r.statement: r for r in conn.execute(sa.select(telling).where(t.utterance == root))}
    mine = brought.get(n)
    others = [other for other in (root, *sorted(brought)) if other != n and brought]
    out = []
    for some in chunks(others):
        query = statements.select().where(statement.c.n.in_(some)).order_by(telling.c.statement, statement.c.n)
        for other, said in zip(some, statements.rows(conn, query), strict=True):  # the original, without a row, first
            how = brought.get(other, mine)
            out.append(TellingRow(said=said, score=how.score if how else 1.0, why=how.why if how else ""))
    return tuple(out)


def _speaker_role(conn: sa.Connection, speaker: int) -> RoleRow | None:
    """Where another article says that the speaker held the post."""
    told = vacancies.told(conn, speaker)
    return actors.role_row(conn, told) if told is not None else None


def _passage(said: Said, text: str, labelled: str) -> Span:
    """The paragraphs in which the statement stands, its source and cue included."""
    spans = (*said.source, *said.cue, *said.content)
    core = min(s.start for s in spans), max(s.end for s in spans)
    return surroundings.passage(said.document.id, text, labelled, core)


def _speaker_mention(conn: sa.Connection, said: Said, n: int, speaker: int | None) -> MentionRow | None:
    """The mention in the source that was read as the speaker; where there is none, the nearest one before."""
    if speaker is None:
        return None
    c = mention.c
    query = sa.select(mention, *_REF).join_from(mention, document).where(c.document == n, c.entity == speaker)
    found = conn.execute(query.order_by(c.start)).all()
    for s in said.source:
        for m in found:
            if m.start < s.end and m.end > s.start:
                return actors.mention_row(m)
    before = [m for m in found if m.start <= said.content[0].start] or found[:1]
    return actors.mention_row(before[-1]) if before else None
