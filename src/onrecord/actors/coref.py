"""Which names of one article are one actor. Where two readings are possible, none is taken.

Full names come first, wherever they stand; then short forms ("Alvarn", "the Front", "MDF") are given
to the full name introduced before them, and to none when two could be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.actors.known import Known, actor_key
from onrecord.actors.lexicon import lexicon
from onrecord.actors.mentions import Name
from onrecord.actors.names import GENERATIONS, PARTICLES, gender_of, plain
from onrecord.actors.roles import Fact
from onrecord.project import KnownActor

_OR = re.compile(r",? (?:or|also known as|known as|better known as|formerly|aka|a\.k\.a\.)(?: the)? ")
_SMALL = PARTICLES | frozenset(("of", "for", "the", "and", "to", "on", "in", "against"))
_GROUPS = ("organization", "government", "armed_group", "party", "media", "state")
_NO_SHORT = ("party", "government", "state", "media")


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


def cluster(text: str, names: Sequence[Name], facts: Sequence[Fact], known: Known) -> Cast:
    """Give every name its actor, or none, and every actor its names."""
    cast = Cast(text=text)
    roles = {id(f.name): f for f in facts}
    full: list[Name] = []
    short: list[Name] = []
    for name in names:
        actor = known.match(name)
        if actor is not None:
            ent = cast.by_key.get(actor_key(actor)) or cast.add(name, name.kind, actor)
            cast.give(name, ent, "known-actor", 0.98)
            _index_known(cast, ent, name)
        elif len(name.words) > 1 and not _short_form(name):
            full.append(name)
        else:
            short.append(name)
    for name in full:
        _full(cast, name, id(name) in roles)
    _second_names(cast, names)
    for ent in cast.ents:
        _initials(cast, ent)
    for name in sorted((n for n in names if n.entity is not None), key=lambda n: n.start):
        cast.in_paragraph[name.paragraph].append(name)
    # those who say most first: "Mrs Alvarn" shows that there is a second Alvarn before "Alvarn" is read
    for name in sorted(short, key=lambda n: (not n.gender, not n.title)):
        if name.entity is None:
            _short(cast, name, id(name) in roles)
            if name.entity is not None:
                cast.in_paragraph[name.paragraph].append(name)
    for fact in facts:
        if fact.name.entity is not None:
            ent = cast.ents[fact.name.entity]
            ent.facts.append(fact)
            ent.gender = fact.gender or ent.gender  # "the spokeswoman, Milan Dossen" says more than a given name
            ent.person = True
            ent.kind = "person" if ent.kind == "unknown" else ent.kind
    return cast


def _short_form(name: Name) -> bool:
    """One family name with its particles: "al-Zurqani", "de Blasio"."""
    return sum(1 for w in name.words if w not in PARTICLES and w not in GENERATIONS) <= 1 and name.kind != "state"


def _index_known(cast: Cast, ent: Ent, name: Name) -> None:
    if len(ent.names) == 1:
        words = plain(ent.known.name).split() if ent.known else list(name.words)
        _index(cast, ent, words)


def _index(cast: Cast, ent: Ent, words: Sequence[str]) -> None:
    """Enter the parts of a full name by which it may be called later."""
    if ent.kind in ("person", "unknown") and len(words) > 1:
        core = [w for w in words if w not in GENERATIONS]
        if len(core) < 2:
            return
        for last in _surnames(core):
            if ent not in cast.by_last[last]:
                cast.by_last[last].append(ent)
        if ent not in cast.by_first[core[0]]:
            cast.by_first[core[0]].append(ent)
    if ent.kind in _GROUPS:
        head = _head(words)
        if head and ent not in cast.by_head[head]:
            cast.by_head[head].append(ent)


def _surnames(words: Sequence[str]) -> set[str]:
    """What may stand for the whole later: the last word, with its particles and without."""
    at = len(words) - 1
    out = {words[-1]}
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
        out.add(" ".join(words[at:]))
    return out


def _head(words: Sequence[str]) -> str:
    """The organisation word that heads a name: before "of" or "for", or the last one."""
    lex = lexicon()
    for stop in ("of", "for", "to", "on", "against"):
        if stop in words[1:]:
            words = words[: list(words).index(stop)]
            break
    return next((w for w in reversed(words) if w in lex.org_kind), "")


def _full(cast: Cast, name: Name, described: bool) -> None:
    """A name of several words: the same words, a spelling of them, or somebody new."""
    ent = cast.by_key.get(name.key)
    if ent is not None:
        cast.give(name, ent, "full-name", 0.95)
        if not ent.known and (ent.name.isupper(), -len(ent.name)) > (name.text.isupper(), -len(name.text)):
            ent.name = name.text
        return
    ent = _variant(cast, name)
    if ent is not None:
        if len(name.text) > len(ent.name) and not ent.known and ent.kind != "person":
            ent.name = name.text
        cast.give(name, ent, "spelling", 0.85)
        return
    what = name.kind
    if what == "unknown" and described:
        what = "person"
    ent = cast.add(name, what)
    cast.give(name, ent, "full-name", 0.95)
    ent.person = ent.person and bool(name.title or described or name.gender or name.words[0] in lexicon().given)
    _index(cast, ent, name.words)


def _variant(cast: Cast, name: Name) -> Ent | None:
    """An earlier actor whose name differs only by a middle name, a particle or a hyphen."""
    if name.kind not in ("person", "unknown"):
        return None
    core = _core(name.words)
    if len(core) < 2:
        return None
    for ent in cast.by_last.get(name.words[-1], ()):
        words = (plain(ent.known.name) if ent.known else ent.key).split()
        other = _core(words)
        if _generation(words) != _generation(name.words) or (ent.gender and name.gender and ent.gender != name.gender):
            continue
        if "".join(core) == "".join(other) or (_within(core, other) or _within(other, core)):
            return ent
    return None


def _core(words: Iterable[str]) -> list[str]:
    return [w for w in words if w not in PARTICLES and w not in GENERATIONS]


def _generation(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words) & GENERATIONS


def _within(short: list[str], long: list[str]) -> bool:
    """Same first and last word, and each middle word of the shorter is one (or the initial of one) of the longer."""
    if short[0] != long[0] or short[-1] != long[-1] or len(short) > len(long):
        return False
    middle = long[1:-1]
    return all(any(w == m or (len(w) == 1 and m.startswith(w)) or (len(m) == 1 and w.startswith(m)) for m in middle)
               for w in short[1:-1])


def _second_names(cast: Cast, names: Sequence[Name]) -> None:
    """ "Full Name (ABC)", "X, or Y," - the text itself says that two names are one actor."""
    for a, b in zip(names, names[1:], strict=False):
        if b.start - a.end > 24 or a.possessive:
            continue
        between, after = cast.text[a.end : b.title_start], cast.text[b.end : b.end + 1]
        if between == " (" and after == ")":
            if _abbreviates(b, a):
                _same(cast, a, b, "acronym")
            elif _abbreviates(a, b):
                _same(cast, b, a, "acronym")
        elif _OR.fullmatch(between) and after in (",", ")", ";", "."):
            named = between.strip(" ,").split()[0] != "or"
            known = a.entity is not None and cast.ents[a.entity].person
            if named or a.kind in _GROUPS or (b.kind in _GROUPS and not known):
                _same(cast, a, b, "second-name")


def _abbreviates(short: Name, long: Name) -> bool:
    """Whether the bracketed capitals abbreviate the name: its initials, or most of them in order."""
    letters = plain(short.text).replace(" ", "").replace("&", "")
    if len(short.words) != 1 or not short.text.replace(".", "").isupper() or not 2 <= len(letters) <= 10:
        return False
    words = [w for w in long.words if w]
    if len(words) < 2:
        return False
    if letters in _spelled(words):
        return True
    if long.kind == "person":
        return False
    initials = "".join(w[0] for w in words)
    small = "".join(w[0] for w in words if w not in _SMALL)
    # a translated name keeps few of its initials: "Popular Front (FPLM)" needs one shared letter only
    return letters[0] == small[0] or _ordered(small, letters) or bool(set(letters) & set(initials) and _head(words))


def _spelled(words: Sequence[str]) -> set[str]:
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL)}


def _ordered(some: str, many: str) -> bool:
    rest = iter(many)
    return all(c in rest for c in some)


def _same(cast: Cast, a: Name, b: Name, why: str) -> None:
    """Make `b` a name of `a`'s actor, and enter it as such for the rest of the article."""
    if a.entity is None:
        if len(a.words) < 2 and a.kind not in _GROUPS:
            return
        ent = cast.by_key.get(a.key) or cast.add(a, a.kind)
        cast.give(a, ent, "full-name", 0.9)
        _index(cast, ent, a.words)
    ent = cast.ents[a.entity or 0] if a.entity is not None else cast.ents[-1]
    if b.entity is not None and b.entity != ent.index:
        other = cast.ents[b.entity]
        if other.known or other.kind == "person" or len(other.names) > 1 and why == "acronym":
            return
        _merge(cast, other, ent, why)
    elif b.entity is None:
        cast.give(b, ent, why, 0.95)
    if ent.kind in ("person", "unknown") and b.kind in _GROUPS and not ent.person:
        ent.kind = b.kind  # "Hizb al-Dar, or the House Party": two capitalised words are no person then
    if ent not in cast.acronyms[b.key]:
        cast.acronyms[b.key].append(ent)


def _merge(cast: Cast, gone: Ent, into: Ent, why: str) -> None:
    """Move all names of one actor to another; the emptied one stays behind without names."""
    for name in gone.names:
        name.entity, name.why = into.index, why
        into.names.append(name)
    gone.names = []
    for key, ent in cast.by_key.items():
        if ent is gone:
            cast.by_key[key] = into
    for index in (cast.by_head, cast.by_last, cast.by_first):
        for listed in index.values():
            if gone in listed:
                listed.remove(gone)


def _initials(cast: Cast, ent: Ent) -> None:
    """Initials by which the article may call an organisation without ever saying so."""
    words = (plain(ent.known.name) if ent.known else ent.key).split()
    if ent.kind in _GROUPS and len(words) > 1:
        for letters in _spelled(words):
            if len(letters) > 1 and ent not in cast.acronyms[letters] and ent.names:
                cast.acronyms[letters].append(ent)


def _short(cast: Cast, name: Name, described: bool) -> None:
    """A name of one word: the short form of one introduced before, or an actor of its own."""
    if len(name.words) == 1 and name.text.replace(".", "").isupper() and name.key in cast.acronyms:
        _one_of(cast, name, cast.acronyms[name.key], "acronym", 0.85)
        return
    if _label(cast, name):
        return
    lex = lexicon()
    if name.key in lex.org_kind and not name.title and cast.by_head.get(name.key):
        # "the Front" is one met before; a Front that was not introduced with "the" is none we know
        if name.definite or name.possessive:
            _one_of(cast, name, cast.by_head[name.key], "short-name", 0.8)
        return
    people = _candidates(cast, name)
    if people:
        place = name.key in lex.states or name.key in lex.capitals
        if place and not name.title:
            name.why = "place-or-person"
            return
        before = name.entity
        _one_of(cast, name, people, "surname" if not name.title else "title-surname", 0.9)
        if name.entity is not None or before is not None or name.why != "other-gender":
            return
    _alone(cast, name, described)


def _label(cast: Cast, name: Name) -> bool:
    """ "GT:" before an answer of an interview: the only person with these initials."""
    letters = name.text.replace(".", "")
    if cast.text[name.end : name.end + 1] != ":" or not letters.isupper() or not 2 <= len(letters) <= 3:
        return False
    people = [e for e in cast.ents if e.kind == "person" and e.names and letters.casefold() in _spelled(e.key.split())]
    if len(people) == 1:
        cast.give(name, people[0], "initials", 0.8)
        return True
    return False


def _candidates(cast: Cast, name: Name) -> list[Ent]:
    """The people who may be called by this one word: by family name, or by the first of their names."""
    bare = [w for w in name.words if w not in GENERATIONS]
    listed = list(cast.by_last.get(" ".join(bare), ()))
    core = _core(bare)
    if len(bare) > len(core) == 1:  # al-Bashir for Omar Bashir
        listed += [e for e in cast.by_last.get(core[0], ()) if e not in listed]
    if len(core) == 1:
        listed += [e for e in cast.by_first.get(core[0], ()) if e not in listed and e.kind == "person"]
    return [e for e in listed if e.names]


def _one_of(cast: Cast, name: Name, listed: Sequence[Ent], why: str, score: float) -> None:
    """Resolve the name to the only candidate; with several, to the one the paragraph forces, or to none."""
    before = [e for e in listed if e.first < name.start]
    pool = before or list(listed)
    if name.gender:
        pool = [e for e in pool if not e.gender or e.gender == name.gender]
        if not pool:
            name.why = "other-gender"
            return
        sure = [e for e in pool if e.gender == name.gender]
        pool = sure if len(sure) == 1 and len(pool) == len(sure) else pool
    if len(pool) > 1 and name.title:
        office = plain(name.title).split()[-1]
        same = [e for e in pool if any(office in plain(n.title).split() for n in e.names)]
        none = [e for e in pool if not any(n.title and len(n.words) > 1 for n in e.names)]
        pool = same or none or pool
    if len(pool) == 1:
        ent = pool[0]
        if why == "surname" and ent.key.split()[0] in name.words and ent.key.split()[-1] not in name.words:
            why, score = "first-name", 0.8
        cast.give(name, ent, why, score)
        return
    here = {n.entity for n in cast.in_paragraph[name.paragraph] if n.start < name.start}
    near = [e for e in pool if e.index in here]
    everywhere = {n.entity for n in cast.in_paragraph[name.paragraph]}
    if len(near) == 1 and not any(e.index in everywhere for e in pool if e is not near[0]):
        cast.give(name, near[0], why + "-near", 0.65)
    else:
        name.why = "ambiguous"


def _alone(cast: Cast, name: Name, described: bool) -> None:
    """One word that no longer name explains: an actor under that word."""
    ent = cast.by_key.get(name.key)
    what = name.kind
    if what == "unknown" and (described or name.title):
        what = "person"
    if ent is None:
        ent = cast.add(name, what)
        if name.title:
            ent.name = name.text
    elif ent.gender and name.gender and ent.gender != name.gender:
        name.why = "other-gender"
        return
    if ent.kind == "unknown" and what != "unknown":
        ent.kind = what
    ent.person = ent.kind == "person"
    ent.first = min(ent.first, name.start)
    cast.give(name, ent, "own-name", 0.8 if what != "unknown" else 0.6)
    if ent.person and name.title and ent not in cast.by_last[name.key]:
        cast.by_last[name.key].append(ent)
    gender = gender_of(name.words, name.title)
    ent.gender = ent.gender or gender
