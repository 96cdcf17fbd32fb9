"""The larger place printed with a name: "Manbij, Syria", "Tripoli, in northern Lebanon", "Springfield, Ill."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.places.folding import fold
from onrecord.places.gazetteer import Gazetteer, Known
from onrecord.places.runs import Run, runs
from onrecord.places.tables import lists

_COMMA = re.compile(
    r",[ \xa0](?P<within>(?:in|on|near)[ \xa0])?(?:the[ \xa0])?"
    r"(?:(?:[a-z]+-)?(?:north|south|east|west)[a-z-]*[ \xa0]|central[ \xa0])?"
)
_IN = re.compile(r"[ \xa0]in[ \xa0](?:the[ \xa0])?(?:[a-z-]*(?:north|south|east|west|central)[a-z-]*[ \xa0]){0,2}")
_MORE = re.compile(r",? and |, [^\W\d_a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Words in the place of a place.

    `start` to `end` are all words that name it ("northern Iraq", "Manbij, Syria"); `name` as printed without what says
    in which larger place it lies. `hint` is the kind its words say (a kind of places, "landmark" or ""). `inside` is
    the larger place printed with it, `people` the country of the adjective before it ("the Syrian town of Manbij").
    `how` says by which words it was found.
    """

    start: int
    end: int
    name: str
    key: str
    hint: str = ""
    inside: Known | None = None
    people: str | None = None
    how: str = ""


def with_larger(world: Gazetteer, text: str, name: Name) -> Name:
    """The name with the country or region printed after it: "Manbij, Syria", "Tripoli, in northern Lebanon"."""
    comma = _COMMA.match(text, name.end)
    start = comma.end() if comma else -1
    if comma is None:
        inner = _IN.match(text, name.end)
        start = inner.end() if inner else -1
    if start < 0:
        return name
    last = min(len(text), start + 60)
    larger = next((r for r in runs(text, [(start, last)]) if r.start == start), None)
    if larger is None:
        return name
    own = world.find(name.key, name.name)
    known = _larger(world, text, larger, own)
    if known is None:
        return _past_county(world, text, name, larger)
    lies = any(_within(k, known) for k in own)
    listed = name.hint != "landmark" and any(k.kind == "country" for k in own) and not lies
    more = _MORE.match(text, larger.end)
    if listed or (comma and not comma["within"] and more and not lies):
        return name
    if comma is None or comma["within"]:
        return replace(name, inside=known)
    if text[larger.end : larger.end + 2] in ("'s", "’s"):
        return replace(name, inside=known)
    end = larger.end + (
        text[larger.end : larger.end + 1] == "." and text[larger.start : larger.end + 1] in _shorts(world)
    )
    return replace(name, end=end, inside=known)


def _past_county(world: Gazetteer, text: str, name: Name, larger: Run) -> Name:
    """ "Springfield, Sangamon County, Illinois": what stands between says nothing that the gazetteer knows."""
    if larger.words[-1].lower() not in lists()["region"] and larger.words[-1].lower() not in lists()["settlement"]:
        return name
    comma = _COMMA.match(text, larger.end)
    if comma is None:
        return name
    following = next(runs(text, [(comma.end(), min(len(text), comma.end() + 40))]), None)
    known = _larger(world, text, following, ()) if following and following.start == comma.end() else None
    return replace(name, end=following.end, inside=known) if known and following else name


def _larger(world: Gazetteer, text: str, run: Run, own: Sequence[Known]) -> Known | None:
    """The country or region that the words after a name are; of several that in which the name has a place."""
    written = run.text(text)
    short = world.short(written) or world.short(f"{written}.")
    if short:
        return short
    found = [k for k in world.find(fold(written), written) if k.kind in ("country", "region")]
    if not found and run.words[-1].lower() in lists()["region"]:
        found = [k for k in world.find(fold(" ".join(run.words[:-1]))) if k.kind == "region"]
    if not found:
        return None
    return max(found, key=lambda k: (any(_within(o, k) for o in own), k.kind == "country", k.people))


def _within(known: Known, larger: Known) -> bool:
    if known.country != larger.country or known.kind == "country":
        return False
    return larger.kind == "country" or (known.kind != "region" and known.region == larger.region)


def _shorts(world: Gazetteer) -> frozenset[str]:
    return frozenset(world.shorts)
