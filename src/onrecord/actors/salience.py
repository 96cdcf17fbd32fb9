"""Who is in the reader's mind: among several who could be meant, the one the text has just been about.

The weights follow what is known of pronouns (Lappin and Leass 1994; centering: Grosz, Joshi and Weinstein 1995):
recency by sentences, subjects before objects, the last speaker before all others, names inside a speaker's words
hardly at all. Where two are about as likely, nobody is meant.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.actors.cast import MANY, Ent
from onrecord.actors.lexicon import listed
from onrecord.actors.pieces import Name
from onrecord.actors.scene import Answer, Scene, lies_in

BACK = 4
NOBODY = -1
MARGIN = 1.0
LEAST = -4.5
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n")
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \n]+(?:the |a |an )?\Z")
_OPENS = re.compile(
    r"(?:\A|[.!?:;—–\n][\"”’)]*\s*|\n)"
    r"(?:[A-Z][^,.;:\n]{1,60}, |(?:But|And|Yet|While|When|As|If|So|Still) )?(?:the |The )?\Z"
)
_QUOTE_END = re.compile(r"[,?!.][\"”’]\s*\Z")


@dataclass(frozen=True, slots=True)
class Weights:
    """What a place in the text adds to a candidate."""

    sentence: float = -1.0
    paragraph: float = -0.6
    source: float = 1.4
    subject: float = 1.1
    object: float = -0.5
    possessive: float = -0.7
    indirect: float = -0.6
    known: float = 0.6
    often: float = 0.35
    definite: float = -0.5


WEIGHTS = Weights()


def salient(
    scene: Scene,
    at: int,
    fits: Callable[[Ent], float | None],
    why: str,
    paragraphs: int = BACK,
    *,
    quoted: bool = False,
    rivals: Sequence[int] = (),
) -> Answer | None:
    """The likeliest of those who stand before `at` and fit; `fits` answers how well (0 is plain), or None: not at all.

    Names inside quotations count only where what is asked about stands in one (`quoted`). `rivals` are places where
    somebody who fits but is not known stands: "the colonel's spokesman".
    """
    text = scene.layout.text
    low = scene.back(at, paragraphs)
    ends = [m.end() for m in _SENTENCE.finditer(text, low, at) if not lies_in(scene.quoted, m.end() - 1)]
    best: dict[int, float] = {}

    def put(entity: int, place: int, extra: float) -> None:
        how = fits(scene.cast.ents[entity]) if entity != NOBODY else 0.0
        sentences = len(ends) - bisect_right(ends, place)
        if how is None or (sentences == 0 and extra == WEIGHTS.object):
            return  # "Campaigning against Alvarn, he ...": not of him
        gap = scene.paragraph(at) - scene.paragraph(place)
        value = extra + how + WEIGHTS.sentence * sentences + WEIGHTS.paragraph * gap
        if entity != NOBODY:
            value += WEIGHTS.often * math.log(len(scene.cast.ents[entity].names) + 1)
        best[entity] = max(value, best.get(entity, -99.0))

    names = scene.names_before(low, at) if quoted else scene.names_between(low, at)
    for name in names[-MANY:]:
        if name.entity is not None:
            put(name.entity, name.start, _standing(scene, name))
    for spoken in scene.spoken_between(low, at)[-MANY:]:
        if spoken.entity is not None and spoken.end <= at:
            put(spoken.entity, spoken.start, WEIGHTS.source + WEIGHTS.subject)
    for place in rivals:
        # "The minister", not introduced, is as often one of those who were
        definite = text[place : place + 4].casefold() == "the "
        put(NOBODY, place, WEIGHTS.subject + (WEIGHTS.definite if definite else WEIGHTS.known))
    ranked = sorted(((v, -e) for e, v in best.items()), reverse=True)
    if not ranked or ranked[0][0] < LEAST:
        return None
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 9.0
    if margin < MARGIN or ranked[0][1] == -NOBODY:
        return None
    return Answer(-ranked[0][1], why, round(min(0.7, 0.5 + 0.08 * min(margin, 2.5)), 2))


def _standing(scene: Scene, name: Name) -> float:
    """What the name's place in its sentence adds."""
    text = scene.layout.text
    before = text[max(0, name.title_start - 80) : name.title_start]
    if name.possessive:
        return WEIGHTS.possessive
    value = 0.0
    if _OPENS.search(before) or _QUOTE_END.search(before):
        value += WEIGHTS.subject
    else:
        m = _LAST_WORD.search(before)
        if m is not None and m.group(1).casefold() in listed("object_preposition") | listed("preposition"):
            value += WEIGHTS.object
    if lies_in(scene.indirect, name.start):
        value += WEIGHTS.indirect
    return value


def of_gender(gender: str) -> Callable[[Ent], float | None]:
    """Fits persons of that gender; better where the text or the name says so."""

    def fits(ent: Ent) -> float | None:
        if ent.kind not in ("person", "unknown") or ent.gender not in ("", gender):
            return None
        if ent.kind == "unknown" and not ent.person:
            return None
        return WEIGHTS.known if ent.gender == gender else 0.0

    return fits


def of_kinds(kinds: tuple[str, ...]) -> Callable[[Ent], float | None]:
    """Fits actors of these kinds."""
    return lambda ent: 0.0 if ent.kind in kinds else None
