"""`contexts`: the sentences around rows that wait for a person, and the actors that are named near them; `sentences`:
all of an article; `propositions`: what issues say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.actors.sentences import ends_sentence
from onrecord.errors import NotFound
from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Span
from onrecord.store.context_rows import Context, Core, Sentences
from onrecord.store.encode import parts, pieces, printable
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, condition, document, entity, issue, link, mention, statement
from onrecord.store.statements import document_ref

if TYPE_CHECKING:
    from onrecord.store.db import Store

AROUND = 2  # sentences on either side
WIDEST = 900  # characters on either side, where sentences are longer
PEOPLE = 9  # as many as there are number keys
_STOP = re.compile(r"[.!?][\"”’'»)\]]*\s+|\n+")


def contexts(store: Store, cores: Sequence[Core]) -> dict[Core, Context]:
    """The context of each core, of all of them by a few questions. One whose document is not there has none."""
    with store.read() as conn:
        texts = _texts(conn, {c.doc for c in cores})
        conditions = _conditions(conn, {c.statement for c in cores if c.statement})
        named = _named(conn, [row.n for row in texts.values()])
    return {
        c: _context(texts[c.doc], c, conditions.get(c.statement, ()), named.get(texts[c.doc].n, ()))
        for c in cores
        if c.doc in texts
    }


def propositions(store: Store) -> dict[str, str]:
    """What each issue says, by its name, in the order in which issues are listed."""
    c = issue.c
    with store.read() as conn:
        rows = conn.execute(sa.select(c.name, c.statement).order_by(c.origin, c.place, c.n)).all()
    return {row.name: row.statement or row.name for row in rows}


def sentences(store: Store, own: str) -> Sentences:
    """The sentences of the current article of this id. Raises NotFound."""
    d = document.c
    query = sa.select(document).where(d.id == printable(own), d.superseded_by.is_(None))
    with store.read() as conn:
        row = conn.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"no current article has the id {own!r}")
    layout = lay_out(row.text, parts(row.parts))
    found = (r for p in layout.paragraphs for r in _sentences(layout.text, (p.start, p.end), 0, len(row.text)))
    ref = document_ref(row, prefix="")
    return Sentences(document=ref, language=row.language, text=layout.text, sentences=tuple(found))


def _context(row: Any, core: Core, conditions: Sequence[Span], named: Sequence[tuple[int, ActorRef]]) -> Context:
    layout = lay_out(row.text, parts(row.parts))
    paragraphs = [(p.start, p.end) for p in layout.paragraphs]
    if not any(s < core.end and e > core.start for s, e in paragraphs):
        paragraphs = [(0, len(row.text))]  # the row stands in what is no paragraph of the article
    start, end = _around(layout.text, paragraphs, core)
    blocks = tuple((max(s, start), min(e, end)) for s, e in paragraphs if s < end and e > start)
    near: dict[ActorRef, int] = {}
    for at, who in named:
        away = max(core.start - at, at - core.end, 0)
        near[who] = min(away, near.get(who, away))
    people = sorted(near, key=lambda a: (near[a], a.name, a.id))[:PEOPLE]
    return Context(
        doc=core.doc, language=row.language, start=start, text=layout.text[start:end], blocks=blocks,
        conditions=tuple(conditions), people=tuple(people),
    )  # fmt: skip


def _around(text: str, paragraphs: Sequence[Range], core: Core) -> Range:
    """From two sentences before the core to two behind it, by whole sentences as far as these are not too long."""
    found = [r for p in paragraphs for r in _sentences(text, p, core.start - 2 * WIDEST, core.end + 2 * WIDEST)]
    inside = [i for i, (s, e) in enumerate(found) if s < core.end and e > core.start]
    if not inside:
        return core.start, core.end
    first, last = found[max(0, inside[0] - AROUND)][0], found[min(len(found) - 1, inside[-1] + AROUND)][1]
    return _cut(text, first, core.start, back=True), _cut(text, last, core.end, back=False)


def _cut(text: str, edge: int, core: int, *, back: bool) -> int:
    """The edge, or where it is far from the core a gap between words that is nearer."""
    if abs(edge - core) <= WIDEST:
        return edge
    if back:
        gap = text.find(" ", core - WIDEST, core)
        return core - WIDEST if gap < 0 else gap + 1
    gap = text.rfind(" ", core, core + WIDEST)
    return core + WIDEST if gap < 0 else gap


def _sentences(text: str, paragraph: Range, first: int, last: int) -> Iterator[Range]:
    """The sentences of a paragraph between two characters, or of what of it lies there."""
    start, end = max(paragraph[0], first), min(paragraph[1], last)
    at = start
    for m in _STOP.finditer(text, start, end):
        if text[m.start()] == "\n" or ends_sentence(text, m.start()):
            yield at, m.start() + len(m.group().rstrip())
            at = m.end()
    if at < end:
        yield at, end


def _texts(conn: sa.Connection, ids: set[str]) -> Mapping[str, Any]:
    d = document.c
    found: dict[str, Any] = {}
    for some in chunks(sorted(ids)):
        query = sa.select(d.n, d.id, d.language, d.parts, d.text).where(d.id.in_(some))
        found.update((row.id, row) for row in conn.execute(query))
    return found


def _conditions(conn: sa.Connection, ids: set[str]) -> Mapping[str, Sequence[Span]]:
    """The words of the conditions of statements, by the statement's id."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    columns = sa.select(statement.c.id, document.c.id.label("doc"), condition.c.spans_at, condition.c.spans)
    for some in chunks(sorted(ids)):
        query = columns.join_from(condition, statement, statement.c.n == condition.c.statement)
        query = query.join(document, document.c.n == condition.c.document).where(statement.c.id.in_(some))
        for row in conn.execute(query.order_by(condition.c.n)):
            found[row.id] += pieces(row.doc, row.spans, row.spans_at)
    return found


def _named(conn: sa.Connection, numbers: Sequence[int]) -> Mapping[int, Sequence[tuple[int, ActorRef]]]:
    """Where each document names which actors."""
    found: defaultdict[int, list[tuple[int, ActorRef]]] = defaultdict(list)
    one, root = actor.alias("one"), actor.alias("whole")
    for some in chunks(sorted(set(numbers))):
        query = (
            sa.select(mention.c.document, mention.c.start, root.c.id, root.c.name, root.c.kind)
            .join_from(mention, entity, entity.c.n == mention.c.entity)
            .join(link, link.c.entity == entity.c.n)
            .join(one, one.c.n == link.c.actor)
            .join(root, root.c.n == one.c.root)
            .where(mention.c.document.in_(some))
        )
        for row in conn.execute(query):
            found[row.document].append((row.start, ActorRef(id=row.id, name=row.name, kind=row.kind)))
    return found


__all__ = ["contexts", "propositions", "sentences"]
