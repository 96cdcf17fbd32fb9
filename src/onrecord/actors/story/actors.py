"""Who is meant, over the articles of one story: clusters of mentions, each mention with score and reason.

    clusters = story_actors(articles)   # identity: one cluster is one actor
    camps = camps_of(clusters)          # near-identity: whoever acts for an actor counts as it

Within an article names come first, then role nouns, then pronouns; over the articles, full names that agree are
one person's, and states are one whatever they are called by. The result is the same for any order of articles.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.actors.story.bodies import resolve_bodies, resolve_known
from onrecord.actors.story.facts import gather
from onrecord.actors.story.names import resolve_names
from onrecord.actors.story.owners import surnames
from onrecord.actors.story.records import StoryArticle, StoryCluster, StoryLink, StoryMention, article_of
from onrecord.actors.story.roles import resolve_roles
from onrecord.actors.story.scene import Actor, Scene, Spot, make_scene
from onrecord.actors.story.sides import sides
from onrecord.actors.story.words import body_names, state_names

__all__ = ["StoryArticle", "StoryCluster", "StoryLink", "StoryMention", "article_of", "camps_of", "story_actors"]

_OF_STATE = {"government": "Government", "parliament": "Parliament"}
_KINDS = {
    "state": "state",
    "party": "party",
    "office": "government",
    "staff": "group",
    "people": "group",
    "circle": "group",
    "person": "person",
}


def story_actors(articles: Iterable[StoryArticle]) -> list[StoryCluster]:
    """The actors of a story, those with most mentions first; every mention stands in at least one cluster."""
    scene = make_scene(articles)
    resolve_names(scene)
    scene.surnames = surnames(scene)
    resolve_known(scene)
    facts = gather(scene)
    resolve_roles(scene, facts)
    resolve_bodies(scene, facts)
    for spot in scene.spots:
        if scene.open(spot):
            scene.give(spot, ("alone", spot.number), 0.3, "alone")
    return _clusters(scene, sides(scene, facts))


def camps_of(clusters: Sequence[StoryCluster]) -> list[StoryCluster]:
    """The clusters with those that act for another put into it."""
    known = {c.id: c for c in clusters}
    members: dict[str, list[StoryCluster]] = defaultdict(list)
    for cluster in clusters:
        root, seen = cluster, {cluster.id}
        while root.acts_for in known and root.acts_for not in seen:
            root = known[root.acts_for]
            seen.add(root.id)
        members[root.id].append(cluster)
    out = []
    for root_id, parts in members.items():
        links: dict[tuple[str, int, int], StoryLink] = {}
        for part in sorted(parts, key=lambda c: (c.id != root_id, c.id)):
            for link in part.mentions:
                why = link.why if part.id == root_id else f"{link.why}, {part.acts_why}"
                links.setdefault((link.document, link.start, link.end), replace(link, why=why))
        out.append(replace(known[root_id], mentions=tuple(sorted(links.values()))))
    return sorted(out, key=lambda c: (-len(c.mentions), c.id))


def _clusters(scene: Scene, acts: dict[Actor, tuple[Actor, str]]) -> list[StoryCluster]:
    links: dict[Actor, dict[tuple[str, int, int], StoryLink]] = defaultdict(dict)
    spots: dict[Actor, list[Spot]] = defaultdict(list)
    for spot in scene.spots:
        document = scene.articles[spot.article].document
        for f in scene.found[spot.number]:
            link = StoryLink(document=document, start=spot.start, end=spot.end, score=f.score, why=f.why)
            links[f.actor].setdefault((document, spot.start, spot.end), link)
            spots[f.actor].append(spot)
    for actor, _ in list(acts.values()):
        links.setdefault(actor, {})  # a state of which only officials are mentioned
    out = [
        StoryCluster(
            id=_id(scene, actor),
            name=_name(actor, spots[actor]),
            kind=_kind(actor, spots[actor]),
            mentions=tuple(sorted(found.values())),
            acts_for=_id(scene, acts[actor][0]) if actor in acts else "",
            acts_why=acts[actor][1] if actor in acts else "",
        )
        for actor, found in links.items()
    ]
    return sorted(out, key=lambda c: (-len(c.mentions), c.id))


def _id(scene: Scene, actor: Actor) -> str:
    """A hash of what the actor is known by; of a mention nobody else shares, of its place."""
    known: tuple[object, ...] = actor
    if actor[0] == "alone":
        spot = scene.spots[int(str(actor[1]))]
        known = ("alone", scene.articles[spot.article].document, spot.start, spot.end, spot.read.text)
    return "sa" + hashlib.sha256(repr(known).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _name(actor: Actor, spots: Sequence[Spot]) -> str:
    """The name most mentions write, of equals the longest; a state's is the state's."""
    if actor[0] == "state":
        return state_names().get(str(actor[1]), str(actor[1]))
    if actor[0] == "body" and str(actor[1]).partition(":")[0] in _OF_STATE:
        sort, _, code = str(actor[1]).partition(":")
        return f"{_OF_STATE[sort]} of {state_names().get(code, code)}"
    if actor[0] == "body" and (name := body_names().get(str(actor[1]))):
        return name
    if actor[0] == "party":
        return str(actor[1])
    if actor[0] == "circle":
        return "people around " + " ".join(map(str, actor[1:])).title()
    full = [s.read for s in spots if s.read.form == "name" and len(s.read.words) > 1 and "and" not in s.read.words]
    names = Counter(r.written for r in full)
    names = names or Counter(s.read.written for s in spots if s.read.written)
    if not names:  # of common nouns the shortest says enough
        texts = Counter(s.read.text for s in spots)
        return min(texts, key=lambda n: (-texts[n], len(n), n)) if texts else ""
    return min(names, key=lambda n: (-names[n], -len(n), n)) if names else ""


def _kind(actor: Actor, spots: Sequence[Spot]) -> str:
    if actor[0] in _KINDS:
        return _KINDS[str(actor[0])]
    kind = Counter(s.read.kind for s in spots).most_common(1)[0][0] if spots else "unknown"
    if actor[0] == "body":
        return kind if kind in ("organization", "party", "government", "armed_group", "media") else "organization"
    return kind if kind in ("person", "group", "organization") else "unknown"
