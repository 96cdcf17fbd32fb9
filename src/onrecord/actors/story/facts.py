"""What a story says its persons are: titles before names, appositions, and "is the ..." """

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.story.reading import Read, read_mention
from onrecord.actors.story.scene import NEXT, Actor, Scene, Spot
from onrecord.actors.story.words import Sort, bare, hits, sort_of, story_list

MANY = 40
ROOM = 90
TITLE_WORDS = 8
_INNER = r"(?:[^,.;:!?—()]|(?<=\bM[rs])\.|(?<=\bMrs)\.|(?<=\b[A-Z])\.){3,80}"
_APPOSED = re.compile(
    r"\s*,\s*(?:who (?:is|was) |now |then |(?=(?:the|an?|his|her|its|their)\b)"
    r"|(?=[a-z]+(?: [a-z]+){0,2} (?:of|for|at)\b))(?P<np>" + _INNER + r")"
)
_IS = re.compile(r"\s*(?:,? who)? (?:is|was|became|remains|as) (?P<np>(?:the|a|an|its|their) " + _INNER + r")")
_DEPUTY = re.compile(r"\b(?P<np>(?:the|his|her|its|their) [^,.;:!?—()\"“”]{3,60}), \Z")
_LETTER = re.compile(r"\s*[,(]\s*(?P<letter>[DR])\s*-\s*[A-Z]")
_OF = re.compile(r"\s+of\s+(?P<np>(?:the )?[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){0,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A role that the text gives a person: the noun, its sort, of which states and parties, of whom."""

    head: str
    sort: Sort | None
    states: tuple[str, ...]
    parties: tuple[str, ...]
    modifiers: frozenset[str]
    former: bool
    owner: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    of: Actor | None = None
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Per person: roles with how often each is given, and the states and parties they are said to be of."""

    roles: Mapping[Actor, Mapping[Fact, int]]
    by_head: Mapping[str, Sequence[Actor]]
    by_sort: Mapping[str, Sequence[Actor]]
    weight: Mapping[Actor, int]
    rulers: Sequence[Actor]

    def states(self, who: Actor) -> dict[str, int]:
        """The states named with a person's roles, and how often."""
        return _counted(self.roles.get(who, {}), "states")

    def parties(self, who: Actor) -> dict[str, int]:
        """The parties named with a person's roles, and how often."""
        return _counted(self.roles.get(who, {}), "parties")

    def in_office(self, who: Actor, home: str) -> bool:
        """Whether somebody heads a state now, as far as the story says: of two, the one it speaks of more.

        Whose state is not said heads the one the article is at home in.
        """
        states = set(self.states(who)) or {home}
        rivals = (w for w in self.rulers[:MANY] if states & (set(self.states(w)) or {home}))
        if all(f.former for f in self.roles.get(who, {}) if heads_state(f)):
            return False
        return all(self.weight.get(w, 0) <= self.weight.get(who, 0) for w in rivals)

    def ruled(self, states: Sequence[str]) -> bool:
        """Whether the story says of somebody that they head one of these states."""
        return any(set(states) & set(self.states(w)) for w in self.rulers[:MANY])

    def rules(self, who: Actor) -> bool:
        """Whether somebody is said to head a state, now or once."""
        return any(heads_state(f) for f in self.roles.get(who, {}))


def heads_state(fact: Fact) -> bool:
    """Whether a role is that of the head of a state: not of a party, of rebels, of a union."""
    if fact.sort is None or fact.sort.kind != "ruler" or fact.modifiers & story_list("other_leader"):
        return False
    return fact.head not in story_list("leads") or bool(of_a_state(fact) and not fact.parties)


def of_a_state(fact: Fact) -> bool:
    """Whether the role is a state's: named ("Verran leader"), or meant ("its leader")."""
    return bool(fact.states) or bool({"its", "their"}.intersection(fact.owner))


def _counted(roles: Mapping[Fact, int], what: str) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for fact, n in roles.items():
        for name in getattr(fact, what):
            out[name] += n
    return dict(out)


def gather(scene: Scene) -> Facts:
    """All roles that the articles give the persons resolved so far."""
    roles: dict[Actor, dict[Fact, int]] = defaultdict(lambda: defaultdict(int))
    weight: dict[Actor, int] = defaultdict(int)
    for at, spot in enumerate(scene.spots):
        who = scene.actor_of(spot, "person")
        if who is None or spot.read.form != "name":
            continue
        weight[who] += 1
        for fact in (*_said(scene, spot), *_beside(scene, at)):
            if fact in roles[who] or len(roles[who]) < MANY:
                roles[who][fact] += 1
    heads: dict[str, dict[Actor, None]] = defaultdict(dict)
    sorts: dict[str, dict[Actor, None]] = defaultdict(dict)
    ordered = sorted(roles, key=lambda w: (-weight[w], repr(w)))
    for who in ordered:
        for fact in roles[who]:
            heads[fact.head][who] = None
            if fact.sort is not None:
                sorts[fact.sort.name][who] = None
    return Facts(
        roles={w: dict(f) for w, f in roles.items()},
        by_head={h: tuple(w) for h, w in heads.items()},
        by_sort={s: tuple(w) for s, w in sorts.items()},
        weight=dict(weight),
        rulers=tuple(w for w in ordered if any(heads_state(f) for f in roles[w])),
    )


def _said(scene: Scene, spot: Spot) -> Iterator[Fact]:
    """Roles in the mention and in the words around it."""
    own = spot.read
    title = own if own.sort is not None else _title(scene, spot)
    after = scene.after(spot, ROOM + 40)
    if title is not None:
        of = _OF.match(after)
        states = title.states
        if of is not None and not states:
            states = _read(scene, of["np"]).states
        yield _fact(scene, spot, title, states)
    party = _LETTER.match(after)
    if party is not None:
        names = ("Democratic Party",) if party["letter"] == "D" else ("Republican Party",)
        yield Fact(head="", sort=None, states=(), parties=names, modifiers=frozenset(), former=False)
    named = _DEPUTY.search(scene.before(spot, ROOM))
    if named is not None and own.form == "name":
        said = _read(scene, named["np"])
        if said.kind == "person" and said.form == "nominal" and not said.plural:
            yield _fact(scene, spot, said, said.states)
    for m in filter(None, (_APPOSED.match(after), _IS.match(after))):
        told = _read(scene, m["np"])
        member = told.kind == "party" and not told.plural
        if member or (told.kind == "person" and told.form == "nominal"):
            yield _fact(scene, spot, told, told.states)


def _fact(scene: Scene, spot: Spot, read: Read, states: tuple[str, ...]) -> Fact:
    owner = next((scene.surnames[w] for w in (*read.owner, *sorted(read.modifiers)) if w in scene.surnames), None)
    if owner is None and set(read.owner) & {"his", "her"}:
        near = scene.near(spot, "person", NEXT)
        owner = min(near, key=lambda w: (-near[w], repr(w))) if near else None
    return Fact(
        of=owner,
        tail=read.tail,
        head=read.head,
        sort=read.sort,
        states=states,
        parties=read.parties,
        modifiers=read.modifiers - set(read.head.split()),
        bodies=read.bodies,
        former=read.former,
        owner=read.owner,
    )


def _read(scene: Scene, words: str) -> Read:
    return read_mention(words, scene.short, scene.shared)[0]


def _title(scene: Scene, spot: Spot) -> Read | None:
    """The title right before a name that the mention leaves out: "Verran President {Alvarn}"."""
    words = scene.before(spot, ROOM).split()
    lex = lexicon()
    at = len(words)
    while at > 0 and len(words) - at < TITLE_WORDS:
        token = words[at - 1]
        word = bare(token)
        if word in listed("no_modifier") | listed("preposition"):
            break
        if token[-1:] in ',.;:!?—–)"”' and not (word in lex.titles["honorific"] or word.replace(".", "") == "us"):
            break
        known = (
            word in lex.titles["office"]
            or word in lex.titles["modifier"]
            or word in lex.titles["portfolio"]
            or lex.noun(word, "person") is not None
            or sort_of([word])[1] is not None
            or any(h.first == 0 for h in hits(tuple(words[at - 1 : at + 1])))
            or (token[:1].isupper() and at < len(words))
        )
        if not known:
            break
        at -= 1
    if at == len(words):
        return None
    said = _read(scene, " ".join(words[at:]))
    return said if said.form == "nominal" and said.kind == "person" and said.sort is not None else None


def _beside(scene: Scene, at: int) -> Iterator[Fact]:
    """Roles that stand as mentions of their own beside the name: {Verran President} {Alvarn}."""
    for other in beside(scene, at):
        if other.read.form == "nominal" and other.read.kind == "person":
            yield _fact(scene, scene.spots[at], other.read, other.read.states)


_BEFORE_GAP = re.compile(r"\s*,?\s*\Z")
_AFTER_GAP = re.compile(
    r"\s*,\s*(?:(?:who (?:is|was) |now |then )?(?:the |a |an |his |her |its |their )?)?\Z"
    r"|\s*(?:,? who)? (?:is|was|became|remains) (?:the |a |an |its |their )?\Z"
)
_INDEFINITE = re.compile(r"\b(?:an?|some|another) \Z", re.IGNORECASE)


def beside(scene: Scene, at: int) -> Iterator[Spot]:
    """Mentions of roles that stand right before or after a name, in apposition to it."""
    spot = scene.spots[at]
    text = scene.articles[spot.article].text
    before = scene.spots[at - 1] if at else None
    if before is not None and before.article == spot.article and before.end <= spot.start:
        gap = text[before.end : spot.start]
        comma = "," in gap
        if _BEFORE_GAP.match(gap) and (not comma or before.read.definite or _the(text, before.start)):
            yield before
    after = next(iter(scene.spots[at + 1 : at + 2]), None)
    if after is not None and after.article == spot.article and after.start >= spot.end:
        if _AFTER_GAP.match(text[spot.end : after.start]) and not after.read.plural:
            yield after


def _the(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower().endswith("the ")


def indefinite(scene: Scene, spot: Spot) -> bool:
    """Whether a role is one of many: "a minister"."""
    return (
        spot.read.text[:3].lower() in ("a  ", "an ")
        or spot.read.text[:2].lower() == "a "
        or bool(_INDEFINITE.search(scene.before(spot, 10)))
    )
