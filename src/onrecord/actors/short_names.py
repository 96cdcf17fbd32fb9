"""Short names -> the full name they stand for: "Alvarn", "the Front", "MDF".

The full name must have been introduced before; where two could be meant, none is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.actors.cast import MANY, Cast, Ent, core, enter
from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import GENERATIONS, gender_of, plain
from onrecord.actors.pieces import Name


def short_name(cast: Cast, name: Name, described: bool) -> None:
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
    people = [e for e in cast.by_letters.get(letters.casefold(), ()) if e.kind == "person" and e.names]
    if len(people) == 1:
        cast.give(name, people[0], "initials", 0.8)
        return True
    return False


def _candidates(cast: Cast, name: Name) -> list[Ent]:
    """The people who may be called by this one word: by family name, or by the first of their names."""
    bare = [w for w in name.words if w not in GENERATIONS]
    people = list(cast.by_last.get(" ".join(bare), ()))
    main = core(bare)
    if len(bare) > len(main) == 1:  # al-Bashir for Omar Bashir
        people += [e for e in cast.by_last.get(main[0], ()) if e not in people]
    if len(main) == 1:
        people += [e for e in cast.by_first.get(main[0], ()) if e not in people and e.kind == "person"]
    return [e for e in people if e.names]


def _one_of(cast: Cast, name: Name, people: Sequence[Ent], why: str, score: float) -> None:
    """Resolve the name to the only candidate; with several, to the one the paragraph forces, or to none."""
    if len(people) > MANY:
        name.why = "ambiguous"
        return
    before = [e for e in people if e.first < name.start]
    pool = before or list(people)
    if name.gender:
        pool = [e for e in pool if not e.gender or e.gender == name.gender]
        if not pool:
            name.why = "other-gender"
            return
        sure = [e for e in pool if e.gender == name.gender]
        pool = sure if len(sure) == 1 and len(pool) == len(sure) else pool
    if len(pool) > 1 and name.title:
        office = plain(name.title).split()[-1]
        same = [e for e in pool if office in e.titles]
        none = [e for e in pool if not e.introduced_by_title]
        pool = same or none or pool
    if len(pool) == 1:
        ent = pool[0]
        if why == "surname" and ent.key.split()[0] in name.words and ent.key.split()[-1] not in name.words:
            why, score = "first-name", 0.8
        cast.give(name, ent, why, score)
        return
    first = min(pool, key=lambda e: e.first, default=None)
    if first is not None and why == "surname" and _established(cast, name, first, pool):
        cast.give(name, first, "surname-established", 0.6)
        return
    here, before_it = cast.near(name), cast.near_before(name)
    near = [e for e in pool if e.index in here]
    if len(near) == 1 and near[0].index in before_it:
        cast.give(name, near[0], why + "-near", 0.65)
    else:
        name.why = "ambiguous"


def _established(cast: Cast, name: Name, first: Ent, pool: Sequence[Ent]) -> bool:
    """Whether the bare surname had become the first one's before a namesake came up, who is now out of sight.

    Newspapers go on calling the first "Alvarn" and name the other in full.
    """
    others = [e for e in pool if e is not first]
    came = min(e.first for e in others)
    used = bisect_left(sorted(first.bare[:MANY]), came)
    seen = cast.near(name, paragraphs=1) & {e.index for e in others}
    return used > 1 and not seen


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
    if ent.person and name.title:
        enter(cast.by_last[name.key], ent)
    gender = gender_of(name.words, name.title)
    ent.gender = ent.gender or gender
