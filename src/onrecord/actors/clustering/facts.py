"""What one article tells of its entities that matters across articles: man, woman or body, and second names.

A second name is harvested where the article itself says that two names are one actor: it defines an
abbreviation, or says "X, better known as Y", "Y, formerly X".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import key, plain
from onrecord.model import Entity, Mention, Reading, Span

BODIES = frozenset(
    ("organization", "state", "government", "parliament", "armed_group", "party", "coalition", "media", "group")
)
WOMAN, MAN = "f", "m"
SURE = "!"
"""After a sort: a title or a form of address says so, not a pronoun alone."""
PERSON, DESCRIBED, BODY = "p", "p!", "b"

_DEFINED = ("acronym", "second-name", "spelling")
"""What the resolver notes of a name that the article gives an actor besides its first one."""
_ADDRESS = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mme|Madame|Sir|Dame|Lord|Lady|Señor|Señora|Herr|Frau)\.? \Z")
_WOMEN = frozenset(("Mrs", "Ms", "Miss", "Mme", "Madame", "Dame", "Lady", "Señora", "Frau"))
_SHE, _HE = frozenset(("she", "her", "hers", "herself")), frozenset(("he", "him", "his", "himself"))
_CALLED = re.compile(
    r",? (?:who is |who was |is |was )?(?:also |better |widely |popularly |formerly |previously |once )*"
    r"(?:known|called|referred to|nicknamed) (?:(?:as|by) )?"
    r"(?:(?:his|her|its|their|the) (?:nom de guerre|nickname|alias|acronym|initials|pen name|stage name),? )?"
    r"(?:the )?\Z"
    r"|,? (?:formerly|previously|alias|aka|a\.k\.a\.|nom de guerre|née)(?: (?:known as|called))?,? (?:the )?\Z"
)
_FAR = 60  # characters between two names that one sentence can make one


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondName:
    """A name that an article gives an entity besides its key; `span` holds the words that say so."""

    entity: str
    key: str
    span: Span
    why: str


def sorts(reading: Reading) -> Mapping[str, str]:
    """Of each entity: man or woman, person, body, or "" where the article does not tell."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    text = reading.document.text
    for mention in reading.mentions:
        if mention.entity is None:
            continue
        if mention.kind == "pronoun":
            word = mention.span.text.casefold()
            told[mention.entity][WOMAN if word in _SHE else MAN if word in _HE else ""] += 1
        elif mention.kind == "name":
            said = _ADDRESS.search(text, max(0, mention.span.start - 12), mention.span.start)
            if said:
                told[mention.entity][(WOMAN if said.group(1) in _WOMEN else MAN) + SURE] += 1
    described = set()
    for role in reading.roles:
        described.add(role.entity)
        if gender := _gender(role.title):
            told[role.entity][gender + SURE] += 1
    return {e.id: _sort(e, told[e.id], e.id in described) for e in reading.entities}


def _gender(title: str) -> str:
    """What "spokeswoman" or "chairman" tells; of a neutral title nothing."""
    for word in reversed(plain(title).split()):
        if word.endswith(("woman", "women")):
            return WOMAN
        if word in ("queen", "princess", "actress", "duchess", "sister", "mother", "daughter"):
            return WOMAN
        if word in ("king", "prince", "duke", "brother", "father", "son"):
            return MAN
        if found := lexicon().title_gender.get(word):
            return found
    return ""


def _sort(entity: Entity, told: Counter[str], described: bool) -> str:
    if entity.kind in BODIES:
        return BODY
    for sure in (SURE, ""):
        women, men = told[WOMAN + sure], told[MAN + sure]
        if women != men:
            return (WOMAN if women > men else MAN) + sure
    if described:
        return DESCRIBED
    return PERSON if entity.kind == "person" else ""


def second_names(reading: Reading) -> Iterator[SecondName]:
    """The second names of the article's entities, each once, where it first stands."""
    owners = {e.id: e for e in reading.entities}
    names = sorted((m for m in reading.mentions if m.kind == "name"), key=lambda m: (m.span.start, m.span.end))
    seen: set[tuple[str, str]] = set()
    for found in (*_said(reading, names, owners), *_resolved(names, owners)):
        if (found.entity, found.key) not in seen:
            seen.add((found.entity, found.key))
            yield found


def _resolved(names: list[Mention], owners: Mapping[str, Entity]) -> Iterator[SecondName]:
    """Names that the resolver took for one actor because the article says so."""
    for mention in names:
        owner = owners.get(mention.entity or "")
        if owner is not None and mention.why.removesuffix("-sighted") in _DEFINED:
            other = key(mention.span.text)
            if other and other != bare(owner.key) and (mention.why != "spelling" or " " in other):
                yield SecondName(entity=owner.id, key=other, span=mention.span, why=mention.why)


def _said(reading: Reading, names: list[Mention], owners: Mapping[str, Entity]) -> Iterator[SecondName]:
    """ "X, better known by his nom de guerre Y": two names of the article that its words make one actor."""
    text = reading.document.text
    for a, b in pairwise(names):
        start, end = a.span.end, b.span.start
        owner = owners.get(a.entity or "")
        if owner is None or not 0 < end - start <= _FAR or not _CALLED.fullmatch(text, start, end):
            continue
        other = key(b.span.text)
        if other and other != bare(owner.key) and len(bare(owner.key).split()) > (owner.kind == "person"):
            span = Span(
                doc=reading.document.id, start=a.span.start, end=b.span.end, text=text[a.span.start : b.span.end]
            )
            yield SecondName(entity=owner.id, key=other, span=span, why="known-as")


def bare(entity_key: str) -> str:
    """A key without the mark of an actor that the project names."""
    return entity_key.removeprefix("known:")
