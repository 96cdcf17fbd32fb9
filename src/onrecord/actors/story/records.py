"""What goes into the resolution of one story, and what comes out of it.

A story is a set of articles on the same course of events. Identity and near-identity are told apart:
a cluster is one actor; `acts_for` points to the actor it speaks or acts for (a ministry or a spokesman
for a state), as in Recasens, Hovy and Marti, "Identity, non-identity, and near-identity" (Lingua 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.findings import Sighting
from onrecord.model import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMention:
    """Words of an article that refer to somebody.

    What is known already, or "": `kind`, one of `vocabulary.ACTOR_KINDS` or `SIGHTING_KINDS`, and `form`, one of
    `vocabulary.SIGHTING_FORMS`.
    """

    start: int
    end: int
    kind: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """One article of the story. `sightings` are what a tagger saw in it, if one was run."""

    document: str
    outlet: str
    text: str
    mentions: tuple[StoryMention, ...]
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StoryLink:
    """One mention of a cluster: where it stands, why it belongs there, how sure that is."""

    document: str
    start: int
    end: int
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCluster:
    """One actor of the story. A mention of several actors ("the two leaders") stands in several clusters.

    `kind` is one of `vocabulary.ACTOR_KINDS`. `acts_for` is the id of the cluster whose side it acts for, or "";
    `acts_why` says by which words.
    """

    id: str
    name: str
    kind: str
    mentions: tuple[StoryLink, ...]
    acts_for: str = ""
    acts_why: str = ""


def article_of(reading: Reading) -> StoryArticle:
    """What was read in an article, as the resolution of a story takes it: its mentions with their actors' kinds."""
    kinds = {e.id: e.kind for e in reading.entities if e.kind != "unknown"}
    return StoryArticle(
        document=reading.document.id,
        outlet=reading.document.outlet or "",
        text=reading.document.text,
        mentions=tuple(
            StoryMention(
                start=m.span.start,
                end=m.span.end,
                kind=kinds.get(m.entity or "", "") if m.kind == "name" else "",
                form="nominal" if m.kind == "role" else m.kind,
            )
            for m in reading.mentions
        ),
    )
