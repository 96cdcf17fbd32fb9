"""The actors of one article, and what each may be called by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.actors.known import actor_key
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import GENERATIONS
from onrecord.actors.pieces import Name
from onrecord.actors.roles import Fact
from onrecord.project import KnownActor

GROUPS = ("organization", "government", "armed_group", "party", "media", "state")


@dataclass(slots=True, kw_only=True)
class Ent:
    """One actor of the article. `first` is where its full name first stands."""

    index: int
    name: str
    key: str
    kind: str
    first: int
    gender: str = ""
    known: KnownActor | None = None
    person: bool = False
    names: list[Name] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Cast:
    """The actors of one article, with the indexes by which short forms are looked up."""

    text: str
    ents: list[Ent] = field(default_factory=list)
    by_key: dict[str, Ent] = field(default_factory=dict)
    by_first: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_last: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_head: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    in_paragraph: dict[int, list[Name]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: Name, kind: str, known: KnownActor | None = None, key: str = "") -> Ent:
        """A new actor under this name."""
        key = actor_key(known) if known else key or name.key
        ent = Ent(
            index=len(self.ents),
            name=known.name if known else name.text,
            key=key,
            kind=known.kind if known and known.kind != "unknown" else kind,
            first=name.start,
            known=known,
        )
        ent.person = ent.kind == "person"
        self.ents.append(ent)
        self.by_key[key] = ent
        return ent

    def give(self, name: Name, ent: Ent, why: str, score: float) -> None:
        """Resolve one name."""
        name.entity, name.why, name.score = ent.index, why, score
        ent.names.append(name)
        if name.gender and (not ent.gender or name.title):
            ent.gender = name.gender


def index(cast: Cast, ent: Ent, words: Sequence[str]) -> None:
    """Enter the parts of a full name by which it may be called later."""
    if ent.kind in ("person", "unknown") and len(words) > 1:
        core = [w for w in words if w not in GENERATIONS]
        if len(core) < 2:
            return
        for last in surnames(core):
            if ent not in cast.by_last[last]:
                cast.by_last[last].append(ent)
        if ent not in cast.by_first[core[0]]:
            cast.by_first[core[0]].append(ent)
    if ent.kind in GROUPS:
        noun = head(words)
        if noun and ent not in cast.by_head[noun]:
            cast.by_head[noun].append(ent)


def surnames(words: Sequence[str]) -> set[str]:
    """What may stand for the whole later: the last word, with its particles and without."""
    at = len(words) - 1
    out = {words[-1]}
    while at > 1 and words[at - 1] in listed("particle"):
        at -= 1
        out.add(" ".join(words[at:]))
    return out


def head(words: Sequence[str]) -> str:
    """The organisation word that heads a name: before "of" or "for", or the last one."""
    lex = lexicon()
    for stop in ("of", "for", "to", "on", "against"):
        if stop in words[1:]:
            words = words[: list(words).index(stop)]
            break
    return next((w for w in reversed(words) if w in lex.org_kind), "")


def spelled(words: Sequence[str]) -> set[str]:
    """The initials of a name, with its small words and without."""
    return {"".join(w[0] for w in words), initials(words)}


def initials(words: Sequence[str]) -> str:
    """The initials of a name without its small words."""
    small = listed("particle") | listed("connector")
    return "".join(w[0] for w in words if w not in small and w != "in" and w != "and")
