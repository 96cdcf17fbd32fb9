"""One article's attributions -> who said them: mentions, actors of the article, roles, statements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord import __version__
from onrecord.actors import roles
from onrecord.actors.antecedents import Answer, Scene
from onrecord.actors.coref import Ent, cluster
from onrecord.actors.known import known, scan
from onrecord.actors.mentions import find
from onrecord.actors.names import kind
from onrecord.actors.references import Frame, Reference, refer
from onrecord.dates import resolve as resolve_dates
from onrecord.layout import lay_out
from onrecord.model import ARTICLE_LABELS, Attribution, Document, Entity, Mention, Range, Role, Statement, When
from onrecord.project import Project
from onrecord.span import merge, spans, stable_id, trim, words

BY = f"actors.rules/{__version__}"
_APPOSED = re.compile(r"(?: \([^()\n]{1,20}\))?, ((?:an?|the) [^,.;:\n]{1,60})")
_DEEPEST = 40
_CLAUSE = 400

Resolved = tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Role, ...], tuple[Statement, ...]]


@dataclass(slots=True, kw_only=True)
class _Said:
    """One attribution with its ranges inside the article, and what was found out about it."""

    given: Attribution
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    addressee: tuple[Range, ...]
    via: tuple[Range, ...]
    id: str = ""
    depth: int = 0
    within: _Said | None = None
    speaker: Reference | None = None
    to: Reference | None = None
    through: list[Reference] = field(default_factory=list)

    @property
    def hull(self) -> Range:
        """From the first character of the content to the last."""
        return self.content[0][0], self.content[-1][1]


def resolve_document(document: Document, attributions: Sequence[Attribution], project: Project) -> Resolved:
    """Who is meant by every source, addressee and relay, and all names of actors in the article."""
    layout = lay_out(document.text, document.parts)
    said = _place(document, attributions)
    aliases = known(project)
    names = scan(layout, find(layout).names, aliases)
    facts = roles.facts(layout, names)
    cast = cluster(layout.text, names, facts, aliases)
    scene = Scene(
        document=document.id,
        layout=layout,
        names=names,
        cast=cast,
        quoted=merge(r for s in said if s.given.kind == "direct" for r in s.content),
        indirect=merge(r for s in said for r in s.content),
    )
    _refer_all(scene, said)
    writer = _Writer(document, scene, said)
    mentions = writer.mentions()
    return mentions, writer.entities(), writer.roles(facts), writer.statements()


def _place(document: Document, attributions: Sequence[Attribution]) -> list[_Said]:
    """The attributions in text order, with ids, cut to the article, each with the statement it lies in."""
    zones = _zones(document)
    out = []
    for a in attributions:
        content = _cut(document.text, a.content, zones)
        if content:
            cut = [_cut(document.text, r, zones) for r in (a.source, a.cue, a.addressee, a.via)]
            out.append(_Said(given=a, content=content, source=cut[0], cue=cut[1], addressee=cut[2], via=cut[3]))
    out.sort(key=lambda s: (s.hull[0], -s.hull[1], s.cue, s.source, s.content))
    counts: Counter[tuple[str, ...]] = Counter()
    for s in out:
        quotes = [document.text[b:e] for b, e in s.content]
        same = tuple(map(words, quotes))
        s.id = stable_id("s", document.id, "statement", quotes, counts[same])
        counts[same] += 1
    _nest(out)
    return out


def _zones(document: Document) -> list[Range]:
    """The stretches of the text that are article; parts with only white space between are one."""
    if not document.parts:
        return [(0, len(document.text))]
    out: list[Range] = []
    for p in document.parts:
        if p.label not in ARTICLE_LABELS:
            continue
        if out and not document.text[out[-1][1] : p.start].strip():
            out[-1] = (out[-1][0], p.end)
        else:
            out.append((p.start, p.end))
    return out


def _cut(text: str, ranges: Iterable[Range], zones: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges' parts inside the zones, trimmed, in order."""
    out = []
    starts = [z[0] for z in zones]
    for s, e in merge((max(0, s), min(len(text), e)) for s, e in ranges):
        for i in range(max(0, bisect_right(starts, s) - 1), len(zones)):
            if zones[i][0] >= e:
                break
            piece = trim(text, max(s, zones[i][0]), min(e, zones[i][1]))
            if piece[0] < piece[1]:
                out.append(piece)
    return tuple(out)


def _nest(said: Sequence[_Said]) -> None:
    """Give each statement the smallest other statement in whose content it lies with its cue."""
    open_: list[_Said] = []
    for s in said:
        open_ = [o for o in open_[-_DEEPEST:] if o.hull[1] > s.hull[0]]
        mine = s.content + s.cue
        for outer in reversed(open_):
            larger = outer.hull[1] - outer.hull[0] > s.hull[1] - s.hull[0]
            if larger and all(any(b <= x and y <= e for b, e in outer.content) for x, y in mine):
                s.within, s.depth = outer, outer.depth + 1
                break
        open_.append(s)


def _refer_all(scene: Scene, said: Sequence[_Said]) -> None:
    """Resolve sources in text order, those of enclosing statements before those inside."""
    ordered = sorted(said, key=lambda s: (s.depth, (s.source or s.content)[0]))
    for s in ordered:
        frame = _frame(s)
        s.speaker = refer(scene, s.source, frame)
        if s.speaker is not None:
            scene.said(s.speaker.start, s.speaker.end, s.speaker.answer.entity)
    for s in ordered:
        frame = _frame(s)
        s.to = refer(scene, s.addressee, frame) if s.addressee else None
        s.through = [r for r in (refer(scene, (v,), frame) for v in s.via) if r is not None]


def _frame(s: _Said) -> Frame | None:
    if s.within is None:
        return None
    outer = s.within
    return Frame(speaker=outer.speaker.answer.entity if outer.speaker else None, quoted=outer.given.kind == "direct")


class _Writer:
    """Turns what was found into records: which actors are worth a row, ids, spans."""

    def __init__(self, document: Document, scene: Scene, said: Sequence[_Said]) -> None:
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
        out = []
        for ent in self.scene.cast.ents:
            if ent.index in self.ids:
                out.append(
                    Entity(id=self.ids[ent.index], doc=self.document.id, name=ent.name, key=ent.key, kind=self._kind(ent))
                )
        return tuple(out)

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

    def roles(self, facts: Sequence[roles.Fact]) -> tuple[Role, ...]:
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

    def _statement(self, s: _Said) -> Statement:
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

    def _said_on(self, s: _Said) -> When | None:
        """The date in the clause of the cue nearest to it, content left out."""
        published = self.document.published
        if published is None or not s.cue:
            return None
        start, clause = self._clause(s)
        found = resolve_dates(clause, published)
        if not found:
            return None
        at = s.cue[0][0] - start
        return min(found, key=lambda f: (abs(f[0][0] - at), f[0][0]))[1]

    def _clause(self, s: _Said) -> tuple[int, str]:
        """The sentence around the cue with the content blanked, and where it starts."""
        text = self.scene.layout.text
        at, until = s.cue[0][0], s.cue[-1][1]
        p = self.scene.layout.paragraphs[self.scene.paragraph(at)] if self.scene.layout.paragraphs else None
        low = max(at - _CLAUSE, p.start if p else 0)
        high = max(until, min(until + _CLAUSE, p.end if p else len(text)))
        kept = list(text[low:high])
        for b, e in s.content:
            for i in range(max(b, low), min(e, high)):
                kept[i - low] = " "
        return low, "".join(kept)


def _notable(ent: Ent) -> bool:
    """An actor worth a row though no statement is theirs: not every capitalised place."""
    if ent.known is not None or ent.facts:
        return True
    if ent.kind == "person":
        return ent.person or len(ent.key.split()) > 1
    return ent.kind != "unknown" and any(not n.doubtful for n in ent.names)
