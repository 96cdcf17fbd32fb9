"""The documents of a window of time with what outlets are compared by: their stories, quotations, copies, credits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from onrecord.store import checked, story_sources, storylines
from onrecord.store.outlet_rows import Copied, Lag, StoryRef
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.schema import actor, document, reprint, statement
from onrecord.store.statements import CURRENT, NOT_REJECTED, SPEAKER, UTTERANCE, bound, document_ref, joined
from onrecord.stories.records import StoryDocument

COPIES = ("exact", "near", "wire", "excerpt")  # kinds of reprint whose text is another's; a shared quotation is not
WHOLE = ("exact", "near", "wire")  # and of these, those that are another's as a whole
_REF = ("id", "file", "outlet", "title", "published", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """A document: how many words its article has, the agencies it credits, whom it speaks of, what it copies."""

    n: int
    ref: DocumentRef
    words: int
    agencies: tuple[str, ...]
    actors: frozenset[int]
    copied: Copied | None

    @property
    def original(self) -> bool:
        """Whether its text as a whole is the outlet's own: what an outlet prints again is."""
        return self.copied is None or self.copied.kind not in WHOLE or self.copied.original.outlet == self.ref.outlet

    @property
    def own_words(self) -> int:
        copied = self.copied
        return self.words - (copied.words if copied and copied.original.outlet != self.ref.outlet else 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement: where it stands, the utterance it counts as, how it is quoted, who speaks."""

    id: str
    document: int
    utterance: int
    kind: str
    speaker: int | None


@dataclass(frozen=True)
class Coverage:
    """All of it. `stories` are all, those of one document too."""

    articles: Mapping[int, Article]
    told: tuple[Told, ...]
    stories: tuple[StoryRef, ...]
    actors: Mapping[int, ActorRef]

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {a.ref.id: a.n for a in self.articles.values()}

    @cached_property
    def by_document(self) -> dict[int, list[Told]]:
        out = defaultdict(list)
        for t in self.told:
            out[t.document].append(t)
        return out

    @cached_property
    def heard(self) -> dict[str, dict[str, dict[int, list[Told]]]]:
        """`speakers` of each story, by its id."""
        return {story.id: speakers(self, story) for story in self.stories}

    def articles_of(self, story: StoryRef) -> list[Article]:
        return [self.articles[self.numbers[ref.id]] for ref in story.documents]

    def within(self, story: StoryRef) -> Coverage:
        """What belongs to one story alone."""
        articles = {a.n: a for a in self.articles_of(story)}
        told = tuple(t for t in self.told if t.document in articles)
        return Coverage(articles, told, (story,), self.actors)


def read(conn: sa.Connection, since: date | str | None, until: date | str | None, sure: float | None) -> Coverage:
    """The current documents published in a window (undated ones only without one), statements nobody rejected.

    With `sure` only statements of the checked record by this threshold. Of a window the stories are found within it,
    else they are those that are kept. Raises UsageError for what is no date.
    """
    where: list[sa.ColumnElement[bool]] = [CURRENT]
    if since is not None:
        where.append(document.c.published >= bound(since, "since"))
    if until is not None:
        where.append(document.c.published <= bound(until, "until"))
    spoken_of = story_sources.spoken_of(conn, where)
    copies = _copies(conn, where)
    kept = storylines.kept(conn) if since is None and until is None else None
    articles, texts = {}, []
    columns = (document.c.n, *(document.c[x] for x in (*_REF, "parts", "evidence", "text")))
    for row in conn.execute(sa.select(*columns).where(*where).order_by(document.c.n)):
        article, text = _article(row, spoken_of.get(row.n, frozenset()), copies.get(row.n))
        articles[row.n] = article
        if kept is None:
            texts.append(text)
    told = tuple(_told(conn, where, sure))
    speakers = {t.speaker for t in told if t.speaker is not None}
    stories = _stories(conn, articles.values(), texts) if kept is None else [_ref(s, articles) for s in kept]
    return Coverage(articles, told, tuple(stories), _actors(conn, speakers))


def _article(row: Any, actors: frozenset[int], copy: tuple[DocumentRef, str, float] | None) -> tuple[Article, str]:
    text = story_sources.article_text(row)
    ref = document_ref(row, "")
    words = len(text.split())
    agencies = dict.fromkeys(str(value) for field, value, *_ in json.loads(row.evidence) if field == "agency")
    copied = None
    if copy:
        original, kind, share = copy
        copied = Copied(document=ref, original=original, kind=kind, share=share, words=round(share * words))
    return Article(row.n, ref, words, tuple(agencies), actors, copied), text


def _copies(conn: sa.Connection, where: Sequence[Any]) -> dict[int, tuple[DocumentRef, str, float]]:
    """Of documents that are copies, the original, wherever in the record it is."""
    source = document.alias("source")
    query = (
        sa.select(reprint.c.document, reprint.c.kind, reprint.c.share, *(source.c[x] for x in _REF))
        .join_from(reprint, document, document.c.n == reprint.c.document)
        .join(source, source.c.n == reprint.c.original)
        .where(*where, reprint.c.kind.in_(COPIES), source.c.superseded_by.is_(None))
    )
    return {row.document: (document_ref(row, ""), row.kind, row.share) for row in conn.execute(query)}


def _told(conn: sa.Connection, where: Sequence[Any], sure: float | None) -> Iterable[Told]:
    columns = (statement.c.id, statement.c.document, statement.c.kind)
    query = joined(sa.select(*columns, UTTERANCE.label("utterance"), SPEAKER.label("speaker")))
    query = query.where(*where, NOT_REJECTED).order_by(statement.c.document, statement.c.start, statement.c.id)
    if sure is not None:
        query = query.where(checked.condition(True, sure))
    for row in conn.execute(query):
        yield Told(row.id, row.document, row.utterance, row.kind, row.speaker)


def _actors(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, ActorRef]:
    out = {}
    for some in chunks(sorted(numbers)):
        for row in conn.execute(
            sa.select(actor.c.n, actor.c.id, actor.c.name, actor.c.kind).where(actor.c.n.in_(some))
        ):
            out[row.n] = ActorRef(id=row.id, name=row.name, kind=row.kind)
    return out


def _stories(conn: sa.Connection, articles: Iterable[Article], texts: Sequence[str]) -> Iterable[StoryRef]:
    """The stories of these articles, found now."""
    from onrecord.stories.grouping import cluster  # brings numpy, which other questions do without

    ids = story_sources.actor_ids(conn)
    refs = {a.ref.id: a.ref for a in articles}
    found = cluster(
        StoryDocument(
            id=a.ref.id,
            text=text,
            title=a.ref.title or "",
            published=a.ref.published,
            outlet=a.ref.outlet,
            actors=tuple(sorted(ids[n] for n in a.actors)),
        )
        for a, text in zip(articles, texts, strict=True)
    )
    return [_story_ref(g.id, g.title, g.since, g.until, [refs[d] for d in g.documents]) for g in found]


def _ref(story: storylines.Kept, articles: Mapping[int, Article]) -> StoryRef:
    documents = [articles[n].ref for n in story.documents]
    return _story_ref(story.id, story.title, story.since, story.until, documents)


def _story_ref(
    id_: str, title: str, since: date | None, until: date | None, documents: Sequence[DocumentRef]
) -> StoryRef:
    outlets = dict.fromkeys(d.outlet for d in documents if d.outlet)
    return StoryRef(id=id_, title=title, since=since, until=until, documents=tuple(documents), outlets=tuple(outlets))


# ---------------------------------------------------------------------------- what both answers count by


def once(told: Iterable[Told]) -> list[Told]:
    """One statement of each utterance, the first."""
    return list({t.utterance: t for t in reversed([*told])}.values())[::-1]


def lag_of(part: Coverage, story: StoryRef, outlet: str) -> Lag | None:
    """Days from the first report of a story to the outlet's first; None where it has no dated one.

    Where a report without a date is what others copied, nobody knows when the first was: None for all.
    """
    copied = {a.copied.original.id for a in part.articles_of(story) if a.copied}
    if any(d.published is None and d.id in copied for d in story.documents):
        return None
    mine = [d for d in story.documents if d.outlet == outlet and d.published]
    if not mine or not mine[0].published or not story.since:
        return None
    return Lag(story=story.id, days=(mine[0].published - story.since).days, document=mine[0].id)


def speakers(part: Coverage, story: StoryRef) -> dict[str, dict[int, list[Told]]]:
    """Whom each outlet quotes on a story, by which statements; names that fit are one actor (`one_on_a_story`)."""
    found = [(a.ref.outlet, t) for a in part.articles_of(story) if a.ref.outlet for t in part.by_document.get(a.n, ())]
    one = one_on_a_story({t.speaker: part.actors[t.speaker] for _, t in found if t.speaker is not None})
    out: dict[str, dict[int, list[Told]]] = {outlet: {} for outlet in story.outlets}
    for outlet, t in found:
        if t.speaker is not None:
            out[outlet].setdefault(one[t.speaker], []).append(t)
    return out


def one_on_a_story(actors: Mapping[int, ActorRef]) -> dict[int, int]:
    """Which actors are one on a single story, where the record keeps them apart.

    Those of one name are ("the interior ministry": it does not say whose, but of one event it is the same), and a
    person called by one name is the only person there whose full name begins or ends with it.
    """
    names: dict[str, int] = {}
    for n, ref in sorted(actors.items()):
        names.setdefault(ref.name.casefold(), n)
    begins_or_ends: defaultdict[str, set[int]] = defaultdict(set)
    for name, n in names.items():
        if actors[n].kind == "person" and " " in name:
            parts = name.split()
            begins_or_ends[parts[0]].add(n)
            begins_or_ends[parts[-1]].add(n)
    out = {}
    for n, ref in actors.items():
        name = ref.name.casefold()
        full = begins_or_ends.get(name, ())
        out[n] = next(iter(full)) if len(full) == 1 and ref.kind in ("person", "unknown") else names[name]
    return out
