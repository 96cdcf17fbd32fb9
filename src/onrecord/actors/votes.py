"""What kind of actor a name is: what its words say, what stands beside each of its mentions, and what the world knows.

One place seldom tells: "the Front" is an organisation until the article says "the Front, an armed group". So every
mention of an actor votes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from onrecord.actors.beside import BY_WORDS, STATE, STATES, WIRE, beside, called_after, peoples
from onrecord.actors.cast import MANY, Cast, Ent, spelled
from onrecord.actors.gazetteer import gazetteer
from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import kind, plain
from onrecord.actors.pieces import Name
from onrecord.actors.roles import Fact
from onrecord.actors.sighted import Sighted
from onrecord.vocabulary import ACTOR_KINDS, SIGHTING_KINDS

_WHERE = re.compile(r"\b(?:in|near) \Z", re.IGNORECASE)

_BY_VAGUE_WORDS = 1.5
_AGAIN = 1.0
_KNOWN, _PERHAPS = 6.0, 2.5


def overrule(names: Sequence[Name], facts: Sequence[Fact], sighted: Sighted) -> None:
    """Take the kind back where nothing but two capitals said person, and the sightings of the name say no.

    "Wadi Harshan", "Tern Gauge". Sure sightings weigh more. Whoever has an office, a title or an age in the text is a
    person all the same.
    """
    if not sighted:
        return
    described = {f.name.key for f in facts if f.title or f.age}
    weak = {n.key for n in names if _weak(n)} - described
    votes: dict[str, dict[str, float]] = {key: dict.fromkeys(SIGHTING_KINDS, 0.0) for key in weak}
    for name in names:
        seen = sighted.called(name.start, name.end) if name.key in weak else None
        if seen is not None:
            votes[name.key][seen.kind] += seen.score
    for name in names:
        found = votes.get(name.key)
        if found is None or not _weak(name) or found["place"] + found["organization"] <= found["person"]:
            continue
        name.kind = "organization" if found["organization"] > found["place"] else "unknown"
        name.sighted = True


def _weak(name: Name) -> bool:
    """Whether two capitalised words are all that makes it a person's name."""
    return name.kind == "person" and not (name.title or name.gender) and name.words[0] not in lexicon().given


def settle(cast: Cast, outlets: Iterable[str], worldly: bool) -> None:
    """Give every actor the kind its mentions vote for.

    `outlets` are names of outlets that are known; `worldly`, whether the gazetteer may be asked. Kinds that the project
    states stay.
    """
    own = {plain(o).removeprefix("the ") for o in outlets}
    own |= {letters for o in own for letters in spelled(o.split()) if len(letters) > 2}
    adjectives = peoples(cast.text)
    for ent in cast.ents:
        if not ent.names or (ent.known is not None and ent.known.kind != "unknown"):
            continue
        if ent.kind == "person" and _surely(ent):
            continue
        ent.kind = _elected(ent, _votes(cast.text, ent, own, adjectives, worldly))
        if ent.kind == "person" and _stands(cast.text, ent):
            ent.kind = "unknown"
        ent.person = ent.person and ent.kind == "person"


def act(cast: Cast, speakers: Iterable[int | None], worldly: bool) -> None:
    """A capital that speaks is its government: "Baghdad said" is no place, "in Baghdad" nothing else."""
    for index in sorted({i for i in speakers if i is not None}) if worldly else ():
        ent = cast.ents[index]
        if ent.known is not None or ent.kind not in ("state", "unknown") or not ent.names:
            continue
        entry = gazetteer().find(ent.names[0].text)
        if entry is not None and entry.place and all(n.words == ent.names[0].words for n in ent.names[:MANY]):
            ent.kind = entry.kind


def _surely(ent: Ent) -> bool:
    """Whether more than capitals makes it a person: a title, a given name, an office in the text."""
    return bool(ent.facts or ent.gender or ent.titles) or ent.names[0].words[0] in lexicon().given


def _stands(text: str, ent: Ent) -> bool:
    """Whether most of its names stand where a place does: "a widow in Wadi Harshan"."""
    placed = sum(1 for n in ent.names[:MANY] if not n.possessive and _WHERE.search(text, max(0, n.start - 12), n.start))
    return placed * 2 > len(ent.names[:MANY])


def _elected(ent: Ent, votes: Mapping[str, float]) -> str:
    """The kind with most votes; in a tie, what it was taken for."""
    state = votes.get("state", 0.0) + (STATE if votes.get("place") else 0.0)
    fit = [k for k in votes if k != "place" and (k != "state" or state >= STATES or ent.kind == "state")]
    return min(fit, key=lambda k: (-votes[k], k != ent.kind, ACTOR_KINDS.index(k)), default=ent.kind)


def _votes(text: str, ent: Ent, outlets: Set[str], adjectives: Mapping[str, int], worldly: bool) -> dict[str, float]:
    """What the actor's names say, what is said beside each of them, and what is known of them.

    What stands beside counts in full once, and a little each further time.
    """
    votes: dict[str, float] = defaultdict(float)
    written = list(dict.fromkeys((ent.name, *(n.text for n in ent.names[:MANY]))))
    for told in {ent.kind, *(kind(w) for w in written)} - {"unknown", "person"}:
        votes[told] += _BY_VAGUE_WORDS if told in ("organization", "government") else BY_WORDS
    told_beside: Counter[tuple[str, float]] = Counter()
    for name in ent.names[:MANY]:
        told_beside.update(beside(text, name, ent.kind))
    for (told, weight), times in told_beside.items():
        votes[told] += weight * min(times, 4) if told == "state" else weight + _AGAIN * (times - 1)
    if ent.kind == "unknown" and len(ent.names[0].words) == 1:
        votes["state"] += STATE * min(4, called_after(ent.names[0].words[0], adjectives))
    if any(plain(w).removeprefix("the ") in outlets for w in written):
        votes["media"] += WIRE
    for told, weight in _worldly(ent, written) if worldly else ():
        votes[told] += weight
    return {told: weight for told, weight in votes.items() if weight}


def _worldly(ent: Ent, written: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What the gazetteer has under the first of the names it has; a place alone is no actor, a people neither."""
    for entry in filter(None, map(gazetteer().find, written)):
        if not entry.place and entry.how != "demonym":
            sure = not entry.ambiguous or ent.kind == entry.kind
            if not sure and entry.kind != "state" and not any(n.definite for n in ent.names[:MANY]):
                return  # "the Beehive", a government's seat; "Beehive", anything
            stately = STATES if sure and entry.kind == "state" else 0.0
            yield entry.kind, (_KNOWN if sure else _PERHAPS) + stately
            return
