"""The actors of one article, and what each may be called by."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.actors.known import actor_key
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import GENERATIONS, last_written, plain
from onrecord.actors.pieces import Name
from onrecord.actors.roles import Fact
from onrecord.project import KnownActor

NEAR = 3000
"""Characters beyond which nothing is near, in a paragraph of any length."""
MANY = 64
_OF = ("of", "for", "on", "against")
SIGHTED = 0.7
"""The most that a name is sure of when its extent or kind is a tagger's."""
GROUPS = ("organization", "government", "parliament", "armed_group", "party", "coalition", "media", "state")


@dataclass(slots=True, kw_only=True, eq=False)
class Ent:
    """One actor of the article.

    `first` is where its full name first stands; `bare` where it is called by one word without a title;
    `person`: the text says so, by a title, a role or a given name.
    """

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
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    bare: list[int] = field(default_factory=list)
    introduced_by_title: bool = False


@dataclass(slots=True)
class Cast:
    """The actors of one article, with the indexes by which short forms are looked up."""

    text: str
    names: Sequence[Name]
    starts: Sequence[int]
    ents: list[Ent] = field(default_factory=list)
    by_key: dict[str, Ent] = field(default_factory=dict)
    by_first: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_last: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_head: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_stem: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_ends: dict[tuple[str, str], list[Ent]] = field(default_factory=lambda: defaultdict(list))
    by_letters: dict[str, list[Ent]] = field(default_factory=lambda: defaultdict(list))
    defined: set[str] = field(default_factory=set)

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

    def person(self, name: str, key: str) -> Ent:
        """A new person whom no name of the text stands for: its writer."""
        ent = Ent(index=len(self.ents), name=name, key=key, kind="person", first=0, person=True)
        self.ents.append(ent)
        self.by_key[key] = ent
        return ent

    def give(self, name: Name, ent: Ent, why: str, score: float) -> None:
        """Resolve one name."""
        name.entity, name.why, name.score = ent.index, why, score
        if name.sighted:
            name.why, name.score = f"{why}-sighted", min(score, SIGHTED)
        ent.names.append(name)
        ent.words.update(name.words)
        if name.title:
            ent.titles.update(plain(name.title).split())
            ent.introduced_by_title |= len(name.words) > 1
        elif len(name.words) == 1:
            ent.bare.append(name.start)
        if "surname" in why and ent.kind == "person" and not name.definite:
            ent.person = True  # called by the last of its words: so it was a person's name
        if name.gender and (not ent.gender or name.title):
            ent.gender = name.gender

    def near(self, name: Name, paragraphs: int = 0) -> set[int]:
        """The actors named in the name's paragraph, before and after it, or in that many paragraphs before, too."""
        low = bisect_left(self.starts, name.start - NEAR)
        high = bisect_left(self.starts, name.start + NEAR)
        first = name.paragraph - paragraphs
        around = [n for n in self.names[low:high] if first <= n.paragraph <= name.paragraph]
        return {n.entity for n in around if n.entity is not None}

    def near_before(self, name: Name) -> set[int]:
        """The actors named before it in the name's paragraph."""
        low, high = bisect_left(self.starts, name.start - NEAR), bisect_left(self.starts, name.start)
        here = [n for n in self.names[low:high] if n.paragraph == name.paragraph]
        return {n.entity for n in here if n.entity is not None}


def enter(ents: list[Ent], ent: Ent) -> None:
    """Add an actor to an index, once. Beyond MANY nobody is looked up there: it would be a guess anyway."""
    if len(ents) <= MANY and ent not in ents:
        ents.append(ent)


def index(cast: Cast, ent: Ent, words: Sequence[str], written: str = "") -> None:
    """Enter the parts of a full name by which it may be called later."""
    if ent.kind in ("person", "unknown") and len(words) > 1:
        whole = [w for w in words if w not in GENERATIONS]
        if len(whole) < 2:
            return
        for last in {*surnames(whole), *([last_written(written)] if " " in written else ())}:
            enter(cast.by_last[last], ent)
        enter(cast.by_first[whole[0]], ent)
        for letters in spelled(whole):
            enter(cast.by_letters[letters], ent)
        main = core(whole)
        if len(main) > 1:
            enter(cast.by_ends[main[0], main[-1]], ent)
            enter(cast.by_ends["", "".join(main)], ent)
    if ent.kind in GROUPS:
        noun = head(words)
        if noun:
            enter(cast.by_head[noun], ent)
        for at in (i for i, w in enumerate(words) if w in _OF and i > 1):
            enter(cast.by_stem[" ".join(words[:at])], ent)


def core(words: Iterable[str]) -> list[str]:
    """The words of a name that are neither particles nor "Jr"."""
    small = listed("particle") | GENERATIONS
    return [w for w in words if w not in small]


def surnames(words: Sequence[str]) -> set[str]:
    """What may stand for the whole later: the last word, with its particles and without."""
    at = len(words) - 1
    out = {words[-1]}
    while at > 1 and words[at - 1] in listed("particle") | listed("saint"):
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
