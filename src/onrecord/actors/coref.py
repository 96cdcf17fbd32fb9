"""Which names of one article are one actor. Where two readings are possible, none is taken.

Full names come first, wherever they stand; then short forms ("Alvarn", "the Front", "MDF").
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.actors.cast import GROUPS, MANY, Cast, Ent, enter, index, spelled
from onrecord.actors.full_names import full_name, second_names
from onrecord.actors.known import Known, actor_key
from onrecord.actors.lexicon import listed
from onrecord.actors.names import GENERATIONS, last_written, plain
from onrecord.actors.pieces import Name
from onrecord.actors.roles import Fact
from onrecord.actors.short_names import short_name


def cluster(text: str, names: Sequence[Name], facts: Sequence[Fact], known: Known) -> Cast:
    """Give every name its actor, or none, and every actor its names."""
    cast = Cast(text=text, names=names, starts=[n.start for n in names])
    roles = {id(f.name): f for f in facts}
    full: list[Name] = []
    short: list[Name] = []
    joined = _joined_surnames(names, known)
    for name in names:
        found = known.match(name)
        if found is not None:
            ent = cast.by_key.get(actor_key(found.actor)) or cast.add(name, name.kind, found.actor)
            cast.give(name, ent, found.why, found.score)
            _index_known(cast, ent, name)
        elif len(name.words) > 1 and not _short_form(name) and not (" " not in name.text and name.key in joined):
            full.append(name)
        else:
            short.append(name)
    for name in sorted(full, key=lambda n: len(n.words[0]) == 1):  # "A. Alvarn" after every whole name
        full_name(cast, name, id(name) in roles)
    second_names(cast, names)
    for ent in cast.ents:
        _initials(cast, ent)
    # those who say most first: "Mrs Alvarn" shows that there is a second Alvarn before "Alvarn" is read
    for name in sorted(short, key=lambda n: (not n.gender, not n.title)):
        if name.entity is None:
            short_name(cast, name, id(name) in roles)
    for fact in facts:
        if fact.name.entity is not None and len(cast.ents[fact.name.entity].facts) < MANY:
            _describe(cast.ents[fact.name.entity], fact)
    return cast


def _describe(ent: Ent, fact: Fact) -> None:
    """Whoever has a role is a person."""
    ent.facts.append(fact)
    ent.gender = fact.gender or ent.gender  # "the spokeswoman, Milan Dossen" says more than a given name
    if fact.head or fact.age:
        ent.person = True
        ent.kind = "person" if ent.kind == "unknown" else ent.kind


def _joined_surnames(names: Sequence[Name], known: Known) -> set[str]:
    """Family names of several words written as one, of people named in full: "Halloran-Smythe"."""
    whole = [n.text for n in names if " " in n.text and n.kind in ("person", "unknown")]
    return {last for last in map(last_written, whole) if " " in last} | known.families


def _short_form(name: Name) -> bool:
    """One family name with its small words: "al-Zurqani", "de Blasio", "Sta. Ana"."""
    small = listed("particle") | listed("saint") | GENERATIONS
    return sum(1 for w in name.words if w not in small) <= 1 and name.kind != "state"


def _index_known(cast: Cast, ent: Ent, name: Name) -> None:
    """Enter the project's name, and each form the article prints: "Lund" may come after either."""
    if len(ent.names) == 1 and ent.known:
        index(cast, ent, plain(ent.known.name).split(), ent.known.name)
    if not any(n.words == name.words for n in ent.names[:-1]):
        index(cast, ent, list(name.words), name.text)


def _initials(cast: Cast, ent: Ent) -> None:
    """Initials by which the article may call an organisation without ever saying so."""
    words = (plain(ent.known.name) if ent.known else ent.key).split()
    if ent.kind in GROUPS and len(words) > 1:
        for letters in spelled(words):
            if len(letters) > 1 and letters not in cast.defined and ent.names:
                enter(cast.acronyms[letters], ent)
