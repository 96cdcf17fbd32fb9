"""What was found in one article -> mentions, entities, roles and statements, with ids and spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord import __version__
from onrecord.actors.cast import Ent
from onrecord.actors.occasions import carry
from onrecord.actors.placed import Said
from onrecord.actors.posts import posts
from onrecord.actors.references import Reference
from onrecord.actors.relations import Tie
from onrecord.actors.roles import Fact
from onrecord.actors.said_on import said_on
from onrecord.actors.scene import Answer, Scene
from onrecord.model import Document, Entity, Mention, Relation, Role, Statement
from onrecord.span import spans, stable_id, trim, words

BY = f"actors.rules/{__version__}"


class Rows:
    """Turns what was found into records: which actors are worth a row, ids, spans."""

    def __init__(
        self,
        document: Document,
        scene: Scene,
        said: Sequence[Said],
        tied: Sequence[Tie] = (),
        others: Iterable[Reference] = (),
    ) -> None:
        self.document = document
        self.scene = scene
        self.said = said
        self.references = [r for s in said for r in (s.speaker, s.to, *s.through) if r is not None]
        self.references.extend(others)
        used = {r.answer.entity for r in self.references if r.answer.entity is not None}
        self.tied = tied
        used |= {e for t in tied for e in (t.subject, t.object)}
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
            Entity(id=self.ids[e.index], doc=self.document.id, name=e.name, key=e.key, kind=e.kind)
            for e in self.scene.cast.ents
            if e.index in self.ids
        )

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
        """Each post of an actor once, where the text says most of it."""
        counts: Counter[str] = Counter()
        out = []
        for post in posts(self.scene, facts, self.document.published):
            if post.entity not in self.ids:
                continue
            start, end = trim(self.document.text, post.start, post.end, ",;:")
            (span,) = spans(self.document, [(start, end)])
            quoted = words(span.text)
            made = stable_id("r", self.document.id, "role", [span.text], counts[quoted])
            counts[quoted] += 1
            out.append(
                Role(
                    id=made,
                    entity=self.ids[post.entity],
                    title=post.title,
                    org=post.org,
                    evidence=span,
                    since=post.tenure.since,
                    until=post.tenure.until,
                    by=BY,
                    score=round(post.score, 3),
                    why=post.why,
                )
            )
        return tuple(out)

    def relations(self) -> tuple[Relation, ...]:
        """What the bodies of the article are to each other."""
        counts: Counter[tuple[str, str, str, str]] = Counter()
        out = []
        for tie in self.tied:
            start, end = trim(self.document.text, tie.start, tie.end, ",;:")
            (span,) = spans(self.document, [(start, end)])
            subject, other = self.ids[tie.subject], self.ids[tie.object]
            same = (subject, tie.kind, other, words(span.text))
            made = stable_id("t", self.document.id, "relation", [*same[:3], span.text], counts[same])
            counts[same] += 1
            out.append(
                Relation(
                    id=made,
                    subject=subject,
                    kind=tie.kind,
                    object=other,
                    evidence=span,
                    since=tie.tenure.since,
                    until=tie.tenure.until,
                    by=BY,
                    score=tie.score,
                    why=tie.why,
                )
            )
        return tuple(out)

    def statements(self) -> tuple[Statement, ...]:
        """The attributions as statements."""
        return carry(self.scene, self.said, [self._statement(s) for s in self.said])

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
            said=said_on(self.scene, s, self.document.published),
            within=s.within.id if s.within else None,
        )


def _notable(ent: Ent) -> bool:
    """An actor worth a row though no statement is theirs: not every capitalised place."""
    if ent.known is not None or ent.facts:
        return True
    if ent.kind == "person":
        return ent.person or len(ent.key.split()) > 1
    return ent.kind != "unknown" and any(not n.doubtful for n in ent.names)
