"""One article's attributions -> who said them: mentions, actors of the article, roles, statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.actors import roles
from onrecord.actors.bodies import name_bodies
from onrecord.actors.careers import SUCCEEDED, careers, of_pronouns
from onrecord.actors.chains import chains
from onrecord.actors.coref import cluster
from onrecord.actors.hyphened import unhyphened
from onrecord.actors.joined import join
from onrecord.actors.known import known, scan
from onrecord.actors.mentions import find
from onrecord.actors.placed import Said, place
from onrecord.actors.references import Frame, refer, subject
from onrecord.actors.relations import ties
from onrecord.actors.rows import Rows
from onrecord.actors.scene import Scene
from onrecord.actors.sighted import Sighted
from onrecord.actors.votes import act, overrule, settle
from onrecord.layout import lay_out
from onrecord.model import Attribution, Coreferent, Document, Entity, Mention, Relation, Role, Sighting, Statement
from onrecord.project import Project
from onrecord.span import merge


class Resolved(NamedTuple):
    """What is known of the actors of one article."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]


def resolve_document(
    document: Document,
    attributions: Sequence[Attribution],
    project: Project,
    sightings: Sequence[Sighting] = (),
    coreferents: Sequence[Coreferent] = (),
) -> Resolved:
    """Who is meant by every source, addressee and relay, and all names of actors in the article.

    `sightings` help where capitals and word lists do not decide, `coreferents` where no rule finds anybody; a
    backend may have none.
    """
    layout = lay_out(document.text, document.parts)
    said = place(document, attributions)
    aliases = known(project, document.published)
    sighted = Sighted(sightings)
    names = scan(layout, unhyphened(join(layout, find(layout, sighted).names, sighted)), aliases)
    facts = roles.facts(layout, names)
    facts += careers(layout, names, facts)
    overrule(names, facts, sighted)
    present = [f for f in facts if f.rule != SUCCEEDED]  # "the chairman" is the one who came, not the one who went
    cast = cluster(layout.text, names, present, aliases)
    settle(cast, (*filter(None, (document.outlet,)), *(o.name for o in project.outlets)), worldly=project.gazetteer)
    scene = Scene(
        document=document.id,
        byline=document.byline,
        layout=layout,
        names=names,
        cast=cast,
        sighted=sighted,
        chains=chains(layout.text, coreferents, attributions) if coreferents else None,
        quoted=merge(r for s in said if s.given.kind == "direct" for r in s.content),
        indirect=merge(r for s in said for r in s.content),
    )
    name_bodies(scene)
    _refer_all(scene, said)
    act(cast, (s.speaker.answer.entity for s in said if s.speaker is not None), project.gazetteer)
    facts += of_pronouns(scene)
    rows = Rows(document, scene, said, ties(scene, document.published))
    return Resolved(rows.mentions(), rows.entities(), rows.roles(facts), rows.statements(), rows.relations())


def _refer_all(scene: Scene, said: Sequence[Said]) -> None:
    """Resolve sources in text order, those of enclosing statements before those inside, headlines' last.

    A headline calls people by what the text below says they are.
    """

    def headline(s: Said) -> bool:
        at = (s.source or s.content)[0][0]
        paragraphs = scene.layout.paragraphs
        return bool(paragraphs) and paragraphs[scene.paragraph(at)].label == "headline"

    ordered = sorted(said, key=lambda s: (s.depth, headline(s), (s.source or s.content)[0]))
    for s in ordered:
        frame = _frame(s)
        s.speaker = refer(scene, s.source, frame)
        if s.speaker is not None and s.speaker.answer.entity is None:
            s.speaker.answer = subject(scene, s.source, s.cue) or s.speaker.answer
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
