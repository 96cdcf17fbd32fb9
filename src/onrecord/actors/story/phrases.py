"""The parts of a noun phrase: determiner, title, name or noun, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import gender_of
from onrecord.actors.names import kind as name_kind
from onrecord.actors.story.words import Hit, Sort, bare, plural, sort_of, story_list

_JOINED = re.compile(r"[^\W\dA-Z]{1,3}['’-][A-Z]")  # "al-Dossen", "d'Alvarn"
_OF_SORT = {"body": "organization", "circle": "organization", "land": "state", "party": "party"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one mention says. `words` are a name's, without title; `head` the noun of what is no name.

    `states` and `parties` are those the words name; `owner` is the name of whoever it belongs to ("Alvarn" of
    "Alvarn's aide"), or a pronoun; `whole` says that the mention is nothing but the name of a state or party.
    """

    text: str
    form: str
    kind: str
    words: tuple[str, ...] = ()
    written: str = ""
    title: str = ""
    gender: str = ""
    head: str = ""
    sort: Sort | None = None
    plural: bool = False
    several: bool = False
    definite: bool = False
    former: bool = False
    states: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    modifiers: frozenset[str] = frozenset()
    whole: bool = False


def after_determiners(low: Sequence[str]) -> int:
    """Where the words after determiners and numbers begin."""
    at = 0
    skip = story_list("determiner") | story_list("counted")
    while at < len(low) - 1 and low[at] in skip:
        at += 1
    return at


def end_of_core(tokens: Sequence[str], low: Sequence[str], start: int, found: Sequence[Hit]) -> int:
    """Where the noun phrase proper ends: at a preposition, a comma or a relative pronoun; not inside a name."""
    inside = {i for h in found for i in range(h.first, h.last)}
    for i in range(start + 1, len(tokens)):
        if i in inside:
            continue
        if low[i] in story_list("cut") or tokens[i] in story_list("cut"):
            if low[i] in ("of", "for") and _named_body(tokens, i):
                continue
            return i
    return len(tokens)


def _named_body(tokens: Sequence[str], i: int) -> bool:
    """ "Department of Justice": an institution's name goes on after "of"."""
    sort = sort_of([bare(tokens[i - 1])])[1]
    follows = i + 1 < len(tokens) and tokens[i + 1][:1].isupper()
    body = (sort is not None and sort.kind == "body") or lexicon().noun(bare(tokens[i - 1]), "organization")
    return follows and tokens[i - 1][:1].isupper() and bool(body)


def counts(hit: Hit, tokens: Sequence[str], low: Sequence[str], core: int) -> bool:
    """A state or party counts within the noun phrase, or after "of", "from", "in" behind it; not after "to"."""
    if hit.first < core:
        return True
    if hit.last < len(tokens) and tokens[hit.last - 1].endswith(("'s", "’s")):
        return False  # "leader of Verra's oldest ally"
    before = [w for w in low[core : hit.first] if w in story_list("cut") or w in ("to", "on")]
    return bool(before) and all(w in story_list("whose") for w in before[-1:]) and "to" not in before


def frame(text: str, tokens: Sequence[str], low: Sequence[str], start: int, core: int) -> Read:
    """What determiners, possessives and the words behind the noun phrase say."""
    owner: tuple[str, ...] = ()
    for i in range(start, core - 1):
        if tokens[i].endswith(("'s", "’s", "s'", "s’")) or tokens[i + 1 : i + 2] in (["'"], ["’"]):
            owner = tuple(w for w in low[: i + 1] if w not in ("the", "a", "an"))
    if not owner and core < len(low) and low[core] in story_list("owner"):
        owner = tuple(w for w in low[core + 1 : core + 6] if w not in ("the", "a", "an"))
    if not owner:
        owner = tuple(w for w in low[:start] if w in listed("possessive"))
    return Read(
        text=text,
        form="nominal",
        kind="other",
        owner=owner,
        tail=tuple(low[core + 1 : core + 8]),
        several=any(w in story_list("several") for w in low[: start + 1]),
        definite=low[0] in story_list("known") or bool(owner),
        former=any(w in story_list("former") or w.startswith(("ex ", "then ")) for w in low[:core]),
        modifiers=frozenset(low[start : core - 1]),
    )


def name_of(
    spoken: Read, tokens: Sequence[str], low: Sequence[str], start: int, core: int, covered: set[int]
) -> Read | None:
    """The name that ends the noun phrase after titles, offices, states and small words, if there is one."""
    at = start
    for i in range(start, core):
        if _no_name(i, tokens, low, start, core, covered):
            at = i + 1
    words = [w for t in tokens[at:core] for w in bare(t).split()]
    if not words or not any(t[:1].isupper() or _JOINED.match(t) for t in tokens[at:core]):
        return None
    noun = sort_of(words)[1]
    if noun and noun.kind in ("body", "party", "campaign", "land") and len(words) <= core - start:
        return None
    title = " ".join(tokens[start:at])
    written = " ".join(tokens[at:core]).removesuffix("'s").removesuffix("’s")
    return replace(
        spoken,
        form="name",
        kind=_name_kind(written, title),
        words=tuple(words),
        written=written,
        title=title,
        modifiers=frozenset(low[i] for i in range(start, max(start, at - 1)) if i not in covered),
        gender=gender_of(words, title),
        head=sort_of([bare(t) for t in tokens[start:at]])[0] if at > start else "",
        sort=sort_of([bare(t) for t in tokens[start:at]])[1] if at > start else None,
    )


def _no_name(i: int, tokens: Sequence[str], low: Sequence[str], start: int, core: int, covered: set[int]) -> bool:
    """Whether a word of a noun phrase is before the name and no part of it."""
    token, word = tokens[i], low[i]
    if i in covered or not word:
        return True
    if word in ("and", "&") and start < i < core - 1 and i - 1 not in covered:
        return not (tokens[i - 1][:1].isupper() and tokens[i + 1][:1].isupper())  # "Alvarn and Dossen"
    if token[:1].islower() and not _JOINED.match(token):
        particle = word in listed("particle") or token[:3] in ("al-", "el-")
        return not (particle and i + 1 < core and tokens[i + 1][:1].isupper())
    lex = lexicon()
    titled = (
        word in lex.titles["compound"]
        or word in lex.titles["honorific"]
        or word in lex.titles["office"]
        or word in lex.titles["regnal"]
    )
    office = titled or word in lex.titles["modifier"] or lex.noun(word, "person") or sort_of([word])[1] is not None
    if not office and not _title_compound(low, i):
        return i + 1 < core and token.endswith(("'s", "’s"))
    # "Anna King": a word that is an office, too, ends a name after a given name
    return not (i == core - 1 and i > start and low[i - 1] in lex.given and i - 1 not in covered)


def _title_compound(low: Sequence[str], i: int) -> bool:
    compounds = lexicon().titles["compound"]
    return " ".join(low[i : i + 2]) in compounds or (i > 0 and " ".join(low[i - 1 : i + 1]) in compounds)


def _name_kind(written: str, title: str) -> str:
    """person or organization, as far as the words themselves tell."""
    if title and (gender_of([], title) or sort_of([bare(t) for t in title.split()])[1] is not None):
        return "person"
    found = name_kind(written)
    if found in ("person", "unknown", "state"):
        return "person" if found == "person" else "unknown"
    return found


def noun_of(spoken: Read, low: Sequence[str], start: int, core: int, covered: set[str]) -> Read:
    """A common noun: its sort decides whether a person, a body or a group of people is meant."""
    words = [w for w in low[start:core] if w]
    stop = min((words.index(w) for w in ("of", "for") if w in words[1:]), default=len(words))
    words = words[:stop]  # "Department of Justice"
    head, sort = sort_of(words)
    if not words:
        return spoken
    many = plural(words[-1])
    kind = "other"
    if sort is not None:
        kind = _OF_SORT.get(sort.kind, "group" if many else "person")
        kind = "organization" if head == "campaign" else kind
    elif lexicon().noun(head, "person"):
        kind = "group" if many else "person"
    elif lexicon().noun(words[-1], "group"):
        kind = "group"
    elif lexicon().noun(head, "organization") or lexicon().noun(head, "generic"):
        kind = "organization"
    elif spoken.parties:
        kind = "party"
    modifiers = spoken.modifiers - covered - set(head.split())
    return replace(spoken, kind=kind, head=head, sort=sort, plural=many, modifiers=modifiers)
