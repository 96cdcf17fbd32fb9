"""Rows of the queue as the page shows them: with the words around them and what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.record import Record
from onrecord.store.context_rows import Context
from onrecord.store.queue_rows import QueueItem
from onrecord.store.rows import ActorRef, DocumentRef, Said
from onrecord.vocabulary import EVENT_STATUSES, STANCES
from onrecord.web.marked import Run
from onrecord.web.review import passages
from onrecord.web.review.passages import Marked
from onrecord.web.review.verdicts import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a number key sets: a field and the value it gets, with the words for it; `now` says that it holds."""

    key: str
    field: str
    value: str
    words: str
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row of the queue for the page. `spans` are the words of a statement that can be moved, as they are written;
    `proposition` is what an issue says."""

    item: QueueItem
    line: str
    document: DocumentRef | None = None
    language: str | None = None
    blocks: tuple[tuple[Run, ...], ...] = ()
    choices: tuple[Choice, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    proposition: str = ""

    @property
    def version(self) -> str:
        """The judgement seen, as a field holds it; empty where none must be told."""
        return "" if self.item.version is None else str(self.item.version)


def shown(record: Record, items: Sequence[QueueItem], propositions: Mapping[str, str]) -> list[Shown]:
    """The items with their contexts; one question for all of them."""
    cores = {i.id: passages.core(_document(i).id, _marked(i), _statement(i)) for i in items if i.kind != "actor"}
    found = record.contexts(list(cores.values()))
    return [_shown(i, found.get(cores[i.id]) if i.id in cores else None, propositions) for i in items]


def _shown(item: QueueItem, context: Context | None, propositions: Mapping[str, str]) -> Shown:
    if item.doubt:
        return Shown(item=item, line=f"{item.doubt.a.name} and {item.doubt.b.name}")
    marked = _marked(item, context)
    said = _said(item)
    line = said.quote if said else item.event.quote if item.event else ""
    return Shown(
        item=item,
        line=line,
        document=_document(item),
        language=context.language if context else None,
        blocks=passages.blocks(context, marked) if context else (),
        choices=tuple(_choices(item, context)),
        spans=tuple((role, passages.written(marked[role])) for role in WORDS) if item.said else (),
        proposition=propositions.get(item.position.issue, "") if item.position else "",
    )


def _document(item: QueueItem) -> DocumentRef:
    said = _said(item)
    if said:
        return said.document
    assert item.event is not None  # noqa: S101 - a row of the queue is of one kind
    return item.event.document


def _said(item: QueueItem) -> Said | None:
    return item.said or (item.position.said if item.position else None)


def _statement(item: QueueItem) -> str:
    said = _said(item)
    return said.id if said else ""


def _marked(item: QueueItem, context: Context | None = None) -> Marked:
    if item.event:
        return passages.of_event(item.event)
    said = _said(item)
    return passages.of_statement(said, context.conditions if context else ()) if said else {}


def _choices(item: QueueItem, context: Context | None) -> list[Choice]:
    """What the keys from 1 on say is right: of a position the stance, of an event its status, of a statement who."""
    if item.position:
        return _numbered("stance", STANCES, item.position.stance)
    if item.event:
        return _numbered("status", EVENT_STATUSES, item.event.status)
    speaker = item.said.speaker if item.said else None
    people: Sequence[ActorRef] = context.people if context else ()
    others = [p for p in people if not speaker or p.id != speaker.id]
    return [Choice(key=str(n), field="speaker", value=p.id, words=p.name) for n, p in enumerate(others[:9], 1)]


def _numbered(field: str, values: Sequence[str], now: str) -> list[Choice]:
    return [Choice(key=str(n), field=field, value=v, words=v, now=v == now) for n, v in enumerate(values, 1)]


__all__ = ["Choice", "Shown", "shown"]
