"""What the words beside a name tell of the kind of actor it names: "the militia X", "X, a daily newspaper", "X's army".

Common nouns and adjectives are in data/org_words.tsv (context:...). A vote is a kind, or "place", and its weight.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from onrecord.actors.lexicon import lexicon, listed, table
from onrecord.actors.names import kind, plain
from onrecord.actors.pieces import Name
from onrecord.vocabulary import ACTOR_KINDS

BY_WORDS = 4.0
"""What a word in the name weighs: one word beside the name does not outvote it, two do."""
BESIDE = 3.0
WIRE = 6.0
STATE, STATES = 1.5, 4.5
"""One hint at a state, and what makes one: companies have presidents, too, and presidents have ambassadors."""
_OWNS = 2.0
_HEARD = 1.6  # more than the vague words of a name
_STEM = 4
_BODIES = ("organization", "generic", "media", "group")
_OPEN = ("unknown", "organization")
_CLAUSE = re.compile(r"[.,;:!?()\n“”\"—–]")
_CALLED = re.compile(r",? (?:called|named|dubbed|known as|calling itself|that calls itself)(?: the)? ?\Z")
_APPOSED = re.compile(
    r"(?: \([^()\n]{1,20}\))?(?:, (?:which (?:is|was) )?| (?:is|was|became|remains|calls itself) | \()"
    r"((?:an?|the|one of(?: the)?|its|their|[A-Z][\w-]*['’]s) [^,.;:\n()“”\"]{1,80})"
)
_OWNED = re.compile(r"(?:['’]s?)?((?: [^\W\d_][\w-]*){1,3})")
_OWNER = re.compile(r"\b((?:[^\W\d_]+ ){0,2})([^\W\d_][\w-]*) (?:of|for|to|with|(?<=seats )in) (?:the )?\Z")
_CAPITALS = re.compile(r"(?:[A-Z][\w’'-]*|of|for|the|and)(?: (?:[A-Z][\w’'-]*|of|for|the|and))* ?\Z")
_TOLD = re.compile(r"\b(?:told|interview with|quoted by|carried by|reported by|published (?:by|in)|aired (?:by|on)) \Z")
_DATELINE = re.compile(r"(?:\A|\n)[^\n.;:]{2,60} \(\Z")
_WIRED = re.compile(r"\) ?(?:[—–]|-{1,2} )")
_MINISTER = re.compile(r"\b[Mm]inist(?:er|ry) (?:of|for) (?:[^\W\d_]+ ){1,5}of (?:the )?\Z")
_ADJECTIVE = re.compile(r"\b([A-Z][^\W\d_]{3,}) ((?:[a-z]+ )?)([A-Za-z]+)\b")
_ENDINGS = re.compile(r"(?:i?ans?|is?|ish|ese|ic|ks?|ns?|ers?)\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_WHERE = re.compile(r"\b(?:in|near) \Z", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:in|near|at|from|of) (?:the )?\Z", re.IGNORECASE)
_WINDOW = 90
_OWNED_BY = "context:owned_by_"


def beside(text: str, name: Name, taken: str) -> Iterator[tuple[str, float]]:
    """The kinds that the words beside one mention tell of an actor `taken` for a kind, and how much that weighs."""
    before = text[max(0, name.title_start - _WINDOW) : name.title_start]
    after = text[name.end : name.end + _WINDOW]
    if before.endswith("(") and after.startswith(")"):
        wired = taken in _OPEN and _WIRED.match(after) and _DATELINE.search(before)
        yield from ((("media", WIRE),) if wired else _abbreviated(before[:-1]))
        return
    before = before.rstrip("“\"«‘'")
    called = _CALLED.search(before)
    clause = _CLAUSE.split(before[: called.start()] if called else before)[-1]
    if called or clause.endswith(" "):
        yield from _told(_words(clause)[-4:])
    apposed = _APPOSED.match(after)
    if apposed:
        yield from _told(_head(_words(apposed.group(1))))
    elif after[:1] == " " and taken != "state" and not _PLACED.search(before):
        yield from _named_after(_words(_CLAUSE.split(after)[0])[:1], name, taken)
    heard = _TOLD.search(before) and (" " in name.text or name.text.isupper())
    if taken in _OPEN and heard:
        yield "media", _HEARD
    if taken in _OPEN and _MINISTER.search(before):
        yield "state", STATES
    if not name.possessive and _WHERE.search(before):
        yield "place", STATE
    owned, owner = _OWNED.match(after), _OWNER.search(before)
    for had, thing in _things(owned.group(1), name.possessive) if owned else ():
        yield from _owner(had, thing, taken, BESIDE)
    yield from _owner(owner.group(1), owner.group(2), taken, STATES) if owner else ()


def _things(words: str, possessive: bool) -> Iterator[tuple[str, str]]:
    """Each word after the name with the one before it: "X's foreign minister"; without an 's the first word only."""
    found = ["", *words.split()][: 4 if possessive else 2]
    for had, thing in pairwise(found):
        if thing.islower():
            yield had, thing
            if _has(had, thing):
                return


def _named_after(words: list[str], name: Name, taken: str) -> Iterator[tuple[str, float]]:
    """ "the Verran Union party", "Merrun Front rebels"; but "a Norwick company" and "the Alvarn clan" name no body."""
    if not words or all(n.role not in _BODIES for n in lexicon().nouns.get(words[0], ())):
        return
    for told, _ in _told(words):
        if (name.definite or told == "armed_group") and not (told == "organization" and taken == "unknown"):
            yield told, _OWNS


def _abbreviated(before: str) -> Iterator[tuple[str, float]]:
    """ "the Verran People's Militia (VPM)": what the words before the brackets say."""
    m = _CAPITALS.search(before)
    told = kind(m.group()) if m else "unknown"
    if told not in ("unknown", "person", "organization", "state"):
        yield told, BY_WORDS


def _words(clause: str) -> list[str]:
    return [m.group().replace("’", "'") for m in _WORD.finditer(clause)]


def _head(words: list[str]) -> list[str]:
    """The words up to the noun that heads the phrase: before "of", "that", "based", "backed"."""
    stops = listed("preposition") | listed("relative")
    for i, word in enumerate(words):
        if i and (word in stops or (i > 1 and word.endswith(("ed", "'s")))):
            return _head(words[i + 1 :]) if word.endswith("'s") else words[:i]
    return words


def _told(words: list[str]) -> Iterator[tuple[str, float]]:
    """The kind that a noun phrase without its complements tells by its last word, or by what says which "group"."""
    if not words or not words[-1].islower():
        return
    lex = lexicon()
    told = lex.org_context.get(words[-1])
    if told is None and (lex.noun(words[-1], "generic") or lex.noun(words[-1], "organization")):
        told = next((k for w in reversed(words[:-1]) if (k := lex.org_context.get(w)) in ACTOR_KINDS), None)
        told = told or (lex.org_kind.get(words[-1]) if len(words) > 1 else None)  # "the Alvarn campaign" is no Alvarn
    if told in ACTOR_KINDS and lex.noun(words[-1], "person") is None:
        yield told, STATES if told == "state" else BESIDE


def _owner(before: str, noun: str, taken: str, sure: float) -> Iterator[tuple[str, float]]:
    """The kind of body that has such a thing: an embassy (`sure`: how much that says), fighters, readers."""
    told = _has(before, noun)
    if told.startswith("state"):
        if taken in _OPEN:
            yield "state", STATE if told == "state" else sure
    elif told and taken not in ("state", "government") and (taken != "person" or told == "organization"):
        yield told, _OWNS


def _has(before: str, noun: str) -> str:
    """What has this, as data/org_words.tsv says it."""
    owners = _owners()
    held = before.casefold().split()
    last = noun.casefold()
    if held and (last in ("ministry", "minister")) and held[-1] in lexicon().titles["portfolio"]:
        return "state_only"
    return owners.get(f"{held[-1]} {last}" if held else "", owners.get(last, ""))


@lru_cache(maxsize=1)
def _owners() -> Mapping[str, str]:
    rows = [(k.removeprefix(_OWNED_BY), words) for k, words, *_ in table("org_words.tsv") if k.startswith(_OWNED_BY)]
    return {word: told for told, words in rows for word in words.split(",")}


def peoples(text: str) -> Mapping[str, int]:
    """What adjectives before things that only states have are made from ("Ostrian foreign ministry"), and how often.

    The adjectives themselves are there, too, with nothing: an adjective is no state.
    """
    found: Counter[str] = Counter()
    for m in _ADJECTIVE.finditer(text):
        told = _has(m.group(2), m.group(3)) or _has("", m.group(2).strip())  # "army" of "the Ostrian army left"
        if told.startswith("state"):
            word = plain(m.group(1))
            found[_ENDINGS.sub("", word)] += 1 if told == "state" else 2
            found[word] += 0
    return found


def called_after(name: str, found: Mapping[str, int]) -> int:
    """How often an adjective made from the name says whose ministry or army it is: Ostria, Ostrian."""
    stem = name.rstrip("aeiouy")
    if len(stem) < _STEM or found.get(name) == 0:
        return 0
    return sum(found.get(s, 0) for s in {stem, name})
