"""One article's attributions -> who said them: mentions, actors of the article, roles, statements."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.actors import roles
from onrecord.actors.coref import cluster
from onrecord.actors.joined import join
from onrecord.actors.known import known, scan
from onrecord.actors.mentions import find
from onrecord.actors.placed import Said, place
from onrecord.actors.references import Frame, refer
from onrecord.actors.rows import Rows
from onrecord.actors.scene import Scene
from onrecord.actors.sighted import Sighted
from onrecord.actors.votes import overrule
from onrecord.layout import lay_out
from onrecord.model import Attribution, Document, Entity, Mention, Role, Sighting, Statement
from onrecord.project import Project
from onrecord.span import merge

Resolved = tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Role, ...], tuple[Statement, ...]]


def resolve_document(
    document: Document, attributions: Sequence[Attribution], project: Project, sightings: Sequence[Sighting] = ()
) -> Resolved:
    """Who is meant by every source, addressee and relay, and all names of actors in the article.

    `sightings` (none where the backend has none) help where capitals and word lists do not decide.
    """
    layout = lay_out(document.text, document.parts)
    said = place(document, attributions)
    aliases = known(project)
    sighted = Sighted(sightings)
    names = scan(layout, join(layout, find(layout, sighted).names, sighted), aliases)
    facts = roles.facts(layout, names)
    overrule(names, facts, sighted)
    cast = cluster(layout.text, names, facts, aliases)
    scene = Scene(
        document=document.id,
        layout=layout,
        names=names,
        cast=cast,
        sighted=sighted,
        quoted=merge(r for s in said if s.given.kind == "direct" for r in s.content),
        indirect=merge(r for s in said for r in s.content),
    )
    _refer_all(scene, said)
    rows = Rows(document, scene, said)
    return rows.mentions(), rows.entities(), rows.roles(facts), rows.statements()


def _refer_all(scene: Scene, said: Sequence[Said]) -> None:
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


def _frame(s: Said) -> Frame | None:
    if s.within is None:
        return None
    outer = s.within
    return Frame(speaker=outer.speaker.answer.entity if outer.speaker else None, quoted=outer.given.kind == "direct")
