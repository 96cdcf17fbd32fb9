"""One article's attributions -> who said them: mentions, actors of the article, roles, statements."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
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
from onrecord.actors.references import Frame, Reference, refer, subject
from onrecord.actors.relations import ties
from onrecord.actors.rows import Rows
from onrecord.actors.scene import Scene
from onrecord.actors.sighted import Sighted
from onrecord.actors.votes import act, overrule, settle
from onrecord.findings import Attribution, Coreferent, Range, Sighting
from onrecord.layout import lay_out
from onrecord.model import Document, Entity, Mention, Relation, Role, Statement
from onrecord.project import Project
from onrecord.span import merge


class Resolved(NamedTuple):
    """What is known of the actors of one article. `asked` gives the entities of the words that were asked about, where
    they name any."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    asked: Mapping[Range, str]


def resolve_document(
    document: Document,
    attributions: Sequence[Attribution],
    project: Project,
    sightings: Sequence[Sighting] = (),
    coreferents: Sequence[Coreferent] = (),
    asked: Sequence[Range] = (),
) -> Resolved:
    """Who is meant by every source, addressee and relay, and all names of actors in the article.

    `sightings` help where capitals and word lists do not decide, `coreferents` where no rule finds anybody; a
    backend may have none. `asked` are other words that may name somebody (who took part in events).
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
    others = _refer_others(scene, said, asked)
    rows = Rows(document, scene, said, ties(scene, document.published), others.values())
    named = {at: rows.ids[r.answer.entity] for at, r in others.items() if r.answer.entity is not None}
    return Resolved(rows.mentions(), rows.entities(), rows.roles(facts), rows.statements(), rows.relations(), named)


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


def _refer_others(scene: Scene, said: Sequence[Said], asked: Sequence[Range]) -> dict[Range, Reference]:
    """Whom words outside sources name, where they name anybody: seen from the statement they are told in."""
    out: dict[Range, Reference] = {}
    waiting = deque(sorted(said, key=lambda s: s.hull[0]))
    open_: list[Said] = []
    for start, end in sorted(set(asked)):
        while waiting and waiting[0].hull[0] <= start:
            open_.append(waiting.popleft())
        open_ = [s for s in open_ if s.hull[1] > start]
        around = [s for s in open_ if any(b <= start and end <= e for b, e in s.content)]
        inmost = max(around, key=lambda s: s.depth, default=None)
        found = refer(scene, ((start, end),), _inside(inmost))
        if found is not None and found.answer.entity is not None:
            out[start, end] = found
    return out


def _frame(s: Said) -> Frame | None:
    return _inside(s.within)


def _inside(outer: Said | None) -> Frame | None:
    if outer is None:
        return None
    return Frame(speaker=outer.speaker.answer.entity if outer.speaker else None, quoted=outer.given.kind == "direct")
