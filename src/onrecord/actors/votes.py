"""Names that capitals take for persons, and a tagger for places or organizations: "Wadi Harshan", "Civic List"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.actors.lexicon import lexicon
from onrecord.actors.pieces import Name
from onrecord.actors.roles import Fact
from onrecord.actors.sighted import Sighted
from onrecord.model import SIGHTING_KINDS


def overrule(names: Sequence[Name], facts: Sequence[Fact], sighted: Sighted) -> None:
    """Take the kind back where nothing but two capitals said person, and the sightings of the name say no.

    Sure sightings weigh more. Whoever has an office, a title or an age in the text is a person all the same.
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
