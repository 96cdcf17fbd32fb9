"""Who speaks: each actor with what it said, and the sources that are no actor under their printed words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.export.limits import UNKNOWN_OUTLET, ranked
from onrecord.export.months import last_day
from onrecord.export.wording import anchor
from onrecord.store.rows import ActorRef, NameCount, Said

UNNAMED = "the text names no one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One who speaks: an actor, or (`actor` None) the printed words of a source not identified."""

    name: str
    actor: ActorRef | None
    said: tuple[Said, ...]
    outlets: tuple[NameCount, ...]

    @property
    def anchor(self) -> str:
        return anchor("a-", self.actor.id) if self.actor else _words_anchor(self.name)

    @property
    def quoted(self) -> int:
        return sum(1 for s in self.said if s.kind != "indirect")

    @property
    def known_outlets(self) -> int:
        return sum(1 for o in self.outlets if o.name != UNKNOWN_OUTLET)

    @property
    def first(self) -> date | None:
        return min((s.on for s in self.said if s.on), default=None)

    @property
    def last(self) -> date | None:
        return max((day for s in self.said if (day := last_day(s))), default=None)


def once(said: Sequence[Said]) -> tuple[Said, ...]:
    """Each utterance once: by the statement it is counted as or, where that is not among these, by the first."""
    first: dict[str, Said] = {}
    for s in said:
        if s.counted_as not in first or s.id == s.counted_as:
            first[s.counted_as] = s
    kept = {s.id for s in first.values()}
    return tuple(s for s in said if s.id in kept)


def _speaker(name: str, actor: ActorRef | None, said: Sequence[Said]) -> Speaker:
    """One who speaks, with each statement once; the outlets are all that carry one, by their number of reports."""
    outlets = sorted(ranked(s.document.outlet or UNKNOWN_OUTLET for s in said), key=lambda o: o.name == UNKNOWN_OUTLET)
    return Speaker(name=name, actor=actor, said=once(said), outlets=tuple(outlets))


def speakers_of(said: Iterable[Said]) -> tuple[Speaker, ...]:
    """The actors who speak, those who speak most first."""
    found: dict[str, list[Said]] = {}
    actors: dict[str, ActorRef] = {}
    for s in said:
        if s.speaker:
            found.setdefault(s.speaker.id, []).append(s)
            actors[s.speaker.id] = s.speaker
    out = [_speaker(actors[k].name, actors[k], v) for k, v in found.items()]
    return tuple(sorted(out, key=lambda s: (-len(s.said), s.name, s.anchor)))


def unidentified(said: Iterable[Said]) -> tuple[Speaker, ...]:
    """Sources without an actor, under their words; "The officials" and "the officials" are one."""
    found: dict[str, list[Said]] = {}
    for s in said:
        found.setdefault(unidentified_anchor(s), []).append(s)
    out = [_speaker(source_words(v[0]), None, v) for v in found.values()]
    return tuple(sorted(out, key=lambda s: (s.name == UNNAMED, -len(s.said), s.name.casefold(), s.name)))


def source_words(said: Said) -> str:
    """The printed words of the source, or that there are none."""
    words = " ".join(" ".join(s.text.split()) for s in said.source)
    return words.strip(" ,;:–—-") or UNNAMED


def unidentified_anchor(said: Said) -> str:
    """The id of the list of what the same unidentified words of source said."""
    return _words_anchor(source_words(said))


def _words_anchor(words: str) -> str:
    return "u-" + hashlib.sha256(words.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:12]
