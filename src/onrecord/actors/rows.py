"""What was found in one article -> mentions, entities, roles and statements, with ids and spans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from onrecord import __version__
from onrecord.actors.cast import Ent
from onrecord.actors.names import kind
from onrecord.actors.placed import Said
from onrecord.actors.references import Reference
from onrecord.actors.roles import Fact
from onrecord.actors.scene import Answer, Scene
from onrecord.dates import resolve as resolve_dates
from onrecord.model import Document, Entity, Mention, Range, Role, Statement, When
from onrecord.span import spans, stable_id, trim, words

BY = f"actors.rules/{__version__}"
_APPOSED = re.compile(r"(?: \([^()\n]{1,20}\))?, ((?:an?|the) [^,.;:\n]{1,60})")
_CLAUSE = 400
_PIECES = 40
_OTHER_CLAUSE = re.compile(r"\b(?:who|which|that|whose|and|but|after|before|while|though|when|until|;)\b")
_SINCE = re.compile(r"\b(?:since|until|from)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


class Rows:
    """Turns what was found into records: which actors are worth a row, ids, spans."""

    def __init__(self, document: Document, scene: Scene, said: Sequence[Said]) -> None:
        self.document = document
        self.scene = scene
        self.said = said
        self.references = [r for s in said for r in (s.speaker, s.to, *s.through) if r is not None]
        used = {r.answer.entity for r in self.references if r.answer.entity is not None}
        self.ids: dict[int, str] = {}
        taken: set[str] = set()
        for ent in scene.cast.ents:
            if ent.index in used or (ent.names and _notable(ent)):
                occurrence = 0
                while (made := stable_id("e", document.id, "entity", [ent.key], occurrence)) in taken:
                    occurrence += 1
                taken.add(made)
                self.ids[ent.index] = made

    def entities(self) -> tuple[Entity, ...]:
        """The actors of the article, in order of appearance."""
        return tuple(
            Entity(id=self.ids[e.index], doc=self.document.id, name=e.name, key=e.key, kind=self._kind(e))
            for e in self.scene.cast.ents
            if e.index in self.ids
        )

    def _kind(self, ent: Ent) -> str:
        if ent.known is not None or ent.kind != "organization" or not ent.names:
            return ent.kind
        first, text = ent.names[0], self.document.text
        before = text[max(0, first.start - 30) : first.start].rpartition(",")[2]
        apposed = _APPOSED.match(text, first.end)
        return kind(ent.name, before + (apposed.group(1) if apposed else ""))

    def mentions(self) -> tuple[Mention, ...]:
        """Every name of those actors, and every reference of a statement, once each."""
        rows: dict[tuple[int, int], tuple[str, Answer]] = {}
        for ent in self.scene.cast.ents:
            if ent.index in self.ids:
                for name in ent.names:
                    rows[name.start, name.end] = ("name", Answer(ent.index, name.why, name.score))
        for r in self.references:
            rows.setdefault((r.start, r.end), (r.kind, r.answer))
        counts: Counter[tuple[str, str]] = Counter()
        out = []
        for (start, end), (what, answer) in sorted(rows.items()):
            (span,) = spans(self.document, [(start, end)])
            same = (what, words(span.text))
            out.append(
                Mention(
                    id=stable_id("m", self.document.id, "mention-" + what, [span.text], counts[same]),
                    span=span,
                    kind=what,
                    entity=None if answer.entity is None else self.ids[answer.entity],
                    score=answer.score,
                    why=answer.why,
                    by=BY,
                )
            )
            counts[same] += 1
        return tuple(out)

    def roles(self, facts: Sequence[Fact]) -> tuple[Role, ...]:
        """Each title of an actor once, where it first stands."""
        seen: set[tuple[str, str, str | None]] = set()
        counts: Counter[str] = Counter()
        out = []
        for fact in facts:
            entity = self.ids.get(fact.name.entity) if fact.name.entity is not None else None
            if entity is None or not fact.title:
                continue
            org = fact.org
            if fact.owner is not None and fact.owner.entity is not None:
                org = self.scene.cast.ents[fact.owner.entity].name
            same = (entity, fact.title.casefold(), org)
            if same in seen:
                continue
            seen.add(same)
            start, end = trim(self.document.text, fact.start, fact.end, ",;:")
            (span,) = spans(self.document, [(start, end)])
            quoted = words(span.text)
            made = stable_id("r", self.document.id, "role", [span.text], counts[quoted])
            counts[quoted] += 1
            out.append(Role(id=made, entity=entity, title=fact.title, org=org, evidence=span, by=BY))
        return tuple(out)

    def statements(self) -> tuple[Statement, ...]:
        """The attributions as statements."""
        return tuple(self._statement(s) for s in self.said)

    def _statement(self, s: Said) -> Statement:
        def who(r: Reference | None) -> str | None:
            return None if r is None or r.answer.entity is None else self.ids[r.answer.entity]

        a = s.given
        return Statement(
            id=s.id,
            doc=self.document.id,
            source=spans(self.document, s.source),
            cue=spans(self.document, s.cue),
            content=spans(self.document, s.content),
            speaker=who(s.speaker),
            kind=a.kind,
            act=a.act,
            score=a.score,
            why=a.why,
            by=a.by,
            addressee=who(s.to),
            via=tuple(dict.fromkeys(v for v in map(who, s.through) if v is not None)),
            said=self._said_on(s),
            within=s.within.id if s.within else None,
        )

    def _said_on(self, s: Said) -> When | None:
        """The date in the clause of the cue nearest to it, content left out."""
        published = self.document.published
        if published is None or not s.cue:
            return None
        start, clause = self._clause(s)
        cue = s.cue[0][0] - start, s.cue[-1][1] - start
        near = [
            (abs(b - cue[0]), when)
            for (b, e), when in resolve_dates(clause, published)
            if when.since <= published
            and not _OTHER_CLAUSE.search(clause, min(e, cue[1]), max(b, cue[0]))
            and not _SINCE.search(clause, max(0, b - 6), b + 6)
        ]
        return min(near, key=lambda f: f[0])[1] if near else None

    def _clause(self, s: Said) -> tuple[int, str]:
        """The sentence around the cue without sources and contents, and where it starts."""
        text = self.scene.layout.text
        at, until = s.cue[0][0], s.cue[-1][1]
        p = self.scene.layout.paragraphs[self.scene.paragraph(at)] if self.scene.layout.paragraphs else None
        low = max(at - _CLAUSE, p.start if p else 0)
        high = max(until, min(until + _CLAUSE, p.end if p else len(text)))
        first = max(0, bisect_left(self.scene.indirect, (low, 0)) - 1)
        told = _blank(text[low:high], self.scene.indirect[first : first + _PIECES], low)
        ends = [m.end() for m in _SENTENCE_END.finditer(told, 0, at - low)]
        start = ends[-1] if ends else 0
        after = _SENTENCE_END.search(told, min(until, high) - low)
        return low + start, _blank(told, s.source, low)[start : after.start() if after else len(told)]


def _blank(text: str, ranges: Sequence[Range], low: int) -> str:
    """The text, which begins at offset `low`, with spaces where the ranges lie."""
    for b, e in ranges:
        b, e = max(b - low, 0), min(e - low, len(text))
        if b < e:
            text = text[:b] + " " * (e - b) + text[e:]
    return text


def _notable(ent: Ent) -> bool:
    """An actor worth a row though no statement is theirs: not every capitalised place."""
    if ent.known is not None or ent.facts:
        return True
    if ent.kind == "person":
        return ent.person or len(ent.key.split()) > 1
    return ent.kind != "unknown" and any(not n.doubtful for n in ent.names)
