"""The words beside a name that say what somebody is -> the office: its title, whose it is, and what says when.

"the Front's former deputy commander" has a title (deputy commander), a head noun (commander), an owner (the Front)
and a word of time (former).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.actors import tenure
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.actors.pieces import Name

_CLAUSE_END = re.compile(r"[,;:!?()“”\"—–\n]|\.(?!\w|\s[a-z])|\s-\s|\swho\s|\swhich\s|\swhose\s|\band\b")
_CLAUSE_START = re.compile(r"[,.;:!?()“”\"—–\n]|\s-\s")
_BEGINS = re.compile(r"\b(?:the|a|an|its|his|her|their|The|A|An|Its|His|Her|Their)\b")
_ARTICLE = re.compile(r"\b[Tt]he \Z")
_TIME = re.compile(
    r"\s\(?(?:since|until|till|before|after|during|when|while|as|on|last|this|yesterday|today|tonight|earlier|later"
    r"|again|over|amid|following|between|by|from(?=\s(?:\d|last|early|late|mid|[A-Z][a-z]+\s\d{4}))"
    r"|in(?=\s(?:\d{4}|early|late|mid|[A-Z][a-z]{2,8}[\s,.]|the\s\d))"
    r"|for(?=\s(?:\w+\s){1,3}(?:years?|months?|weeks?)\b))\b"
)
_HYPHENED = re.compile(r"\b([Ee]x|[Tt]hen)[-‐‑](?=[^\W\d_])")
_ELECT = re.compile(r"\b([a-z]+)-(elect|designate)\b")
_CLAUSE_WORD = re.compile(r"\b(?:who|whose|whom|which|that|where|when|while|as)\b")
_WHOSE = re.compile(r", whose ")
_NEGATIVE = frozenset(("not", "never", "no", "neither", "nor", "hardly", "barely", "without", "who", "whom", "whose"))
_MINISTRY = re.compile(r" (?:of|for|at|with|in)(?: the)? ((?:[a-z]+ ){1,4}(?:ministry|department))\b")
_WITH = re.compile(r" (?:with|at|in|from)(?: the)? \Z")
_AND = re.compile(r" and (?:(?:a|an|the) )?(?=[a-z])")
_PORTFOLIO = re.compile(r" (?:of|for)(?: the)? (\w+(?:(?:,| and| of)? \w+){0,4})(?!['’])\b")
_AGED = re.compile(r"\d+-year-olds?")
_SUBJECTS = frozenset(("state", "staff", "operations", "protocol", "intelligence", "parliament", "congress"))
_OWNED = r" (?:of|for|in|at|with)(?: the)? "
_ADJECTIVES = ("ed", "ing", "ive", "ous", "ful", "less", "ary", "ional", "ical", "ential")
_WINDOW = 140
BESIDE, APPOSED = 0.95, 0.9


@dataclass(slots=True, kw_only=True, eq=False)
class Fact:
    """One role of one name: the words of the title, its head noun, and whose office it is.

    `change` and the words after `tail` (with `near`: right after it) and in `lead` say when it holds;
    `rule` and `score` say how it was read.
    """

    name: Name
    title: str
    head: str
    words: frozenset[str]
    start: int
    end: int
    org: str | None = None
    owner: Name | None = None
    owner_word: str = ""
    owner_pronoun: str = ""
    age: str = ""
    gender: str = ""
    change: str = tenure.HOLDS
    near: bool = True
    tail: int = 0
    lead: str = ""
    rule: str = "apposition"
    score: float = APPOSED


def readable(text: str) -> str:
    """The text, letter for letter as long, with "ex-mayor" as "ex mayor" and "president-elect" as "elect president"."""
    return _ELECT.sub(r"\2 \1", _HYPHENED.sub(r"\1 ", text))


def noun_phrase(
    text: str, names: Sequence[Name], starts: Sequence[int], name: Name, start: int, end: int
) -> Fact | None:
    """The noun phrase text[start:end] as a role of `name`, if a person's role heads it."""
    inside = [n for n in names_within(names, starts, start, end) if n is not name]
    phrase = parse(text, start, end, inside)
    lex = lexicon()
    if phrase.form == "several" and not inside and (joined := text.rfind(" and ", start, end)) > 0:
        phrase = parse(text, joined + 5, end, inside)  # "her brother and defence minister, Petar Dossen"
    if phrase.form != "role" or phrase.name is not None:
        return None
    noun = lex.noun(phrase.head, "person") or lex.noun(phrase.head, "family")
    if noun is None or any(w in listed("no_modifier") for w in phrase.modifiers):
        return None
    modifiers = _modifiers(phrase)
    if modifiers is None:
        return None
    _attached(text, phrase, inside)
    if phrase.owner is not None and opener(phrase.owner):
        kept = phrase.owner.words[0] in lexicon().titles["modifier"] | lexicon().titles["portfolio"]
        modifiers = [phrase.owner.words[0], *modifiers] if kept and phrase.compound else modifiers
        phrase.owner = None
    ministry = _MINISTRY.match(text, phrase.end, end) if phrase.owner is None else None
    portfolio = "" if ministry else _portfolio(text, phrase.end, end + _WINDOW)
    stop = max(end, phrase.end + len(portfolio))
    begun = phrase.modifiers[:1] and phrase.modifiers[0] in tenure.words()["appointed"]
    if portfolio and phrase.owner is None:
        owners = [n for n in inside if re.fullmatch(_OWNED, text[phrase.end + len(portfolio) : n.start])]
        phrase.owner = owners[0] if owners else None
    return Fact(
        name=name,
        title=_written(text, phrase, modifiers) + portfolio,
        head=phrase.head,
        words=frozenset((*phrase.modifiers, phrase.head)),
        start=phrase.start,
        end=max(stop, phrase.end),
        org=phrase.owner.text if phrase.owner is not None else ministry[1] if ministry else None,
        owner=phrase.owner,
        owner_word=phrase.owner_word,
        owner_pronoun=phrase.owner_pronoun,
        gender=noun.gender,
        change=tenure.BEGINS if begun else tenure.HOLDS,
        near=not begun,
        tail=stop,
    )


def _modifiers(phrase: Phrase) -> list[str] | None:
    """The words of the title before its head; None where a determiner shows that they are not one phrase."""
    lists = tenure.words()
    dropped = lists["past"] | lists["coming"] | lists["current"] | lists["appointed"]
    found = [m for m in phrase.modifiers if m not in dropped and not _AGED.fullmatch(m)]
    while found and found[0] in listed("definite") | listed("indefinite") | listed("possessive"):
        found = found[1:]
    if any(m in ("a", "an", "the") or m in _NEGATIVE for m in found):
        return None  # "Peter Odhiambo, blamed the contractor"; "was never chairman"
    return found


def _written(text: str, phrase: Phrase, modifiers: Sequence[str]) -> str:
    """The title in the letters of the text, but for the capital that opens a sentence."""
    found: dict[str, str] = {}
    for m in re.finditer(r"[^\W_]+(?:[-'’.][^\W_]+)*", text[phrase.start : phrase.end]):
        opens = m.start() == 0 and not re.search(r"[\w,’)] \Z", text[max(0, phrase.start - 2) : phrase.start])
        low = m.group().casefold()
        kept = not opens or m.group().isupper() or low in lexicon().demonyms or low in listed("group_people")
        found[low] = m.group() if kept else low
    return " ".join(found.get(w, w) for w in (*modifiers, phrase.head))


def _attached(text: str, phrase: Phrase, inside: Sequence[Name]) -> None:
    """ "an activist with the Street Traders Alliance", "professor at the University": whose the office is."""
    if phrase.owner is not None or phrase.owner_word or not inside:
        return
    first = inside[0]
    bodies = ("organization", "government", "armed_group", "party", "media", "parliament", "coalition")
    if first.kind in bodies and _WITH.search(text, phrase.end, first.start):
        phrase.owner = first if _WITH.match(text, phrase.end, first.start) else None


def _portfolio(text: str, start: int, end: int) -> str:
    """ " of defence", " for trade and industry" behind "minister": part of the title."""
    m = _PORTFOLIO.match(text, start, min(end, len(text)))
    if m is None:
        return ""
    known = lexicon().titles["portfolio"] | lexicon().joining | _SUBJECTS
    taken = 0
    for word in re.finditer(r"\w+", m[1]):
        low = word.group().casefold()
        if lexicon().noun(low, "organization") is not None and low not in ("parliament", "congress"):
            return ""  # "spokesman for the interior ministry"
        if low in known and not m.string.startswith(("'", "’"), m.start(1) + word.end()):
            taken = word.end()
        elif low not in ("and", "of"):
            break
    return text[start : m.start(1) + taken] if taken else ""


def phrase_before(
    text: str, names: Sequence[Name], starts: Sequence[int], name: Name, floor: int, end: int
) -> Fact | None:
    """The role phrase that ends at `end`: it may begin at any of the clause's last determiners and possessors."""
    low = max(floor, end - _WINDOW)
    cuts = [m.end() for m in _CLAUSE_START.finditer(text[low:end])]
    whose = _WHOSE.search(text, low, end)
    if whose is not None:
        owners = [n for n in names_within(names, starts, low, whose.start()) if n.end == whose.start()]
        fact = noun_phrase(text, names, starts, name, whose.end(), end)
        if fact is not None and owners and not fact.owner:
            fact.owner, fact.org, fact.start = owners[0], owners[0].text, owners[0].start
        return fact
    low += cuts[-1] if cuts else 0
    begins = [low + m.start() for m in _BEGINS.finditer(text[low:end])]
    begins += [n.start for n in names_within(names, starts, low, end) if n.possessive]
    begins += [low] if cuts or low == floor else []
    for start in sorted(set(begins), reverse=True)[:4]:
        while start < end and text[start].isspace():
            start += 1
        if _CLAUSE_WORD.search(text, start, end):
            continue  # "a judge whose parents were born in Mirna, Ostrians"
        fact = noun_phrase(text, names, starts, name, start, end)
        if fact is not None:
            article = _ARTICLE.search(text, low, fact.start)
            fact.start = article.start() if article else fact.start
            return fact
    return None


def also(text: str, names: Sequence[Name], starts: Sequence[int], fact: Fact, end: int, ceiling: int) -> Iterator[Fact]:
    """The second office that "and" joins to one that ends at `end`; a body named behind both is both's."""
    joined = _AND.match(text, end - 1 if text[end - 1].isspace() else end)
    if joined is None or joined.end() >= ceiling:
        return
    stop = phrase_end(text, joined.end(), ceiling)
    second = noun_phrase(text, names, starts, fact.name, joined.end(), stop)
    if second is None or not (stop == ceiling or text[stop] in ",.; "):
        return
    second.start, second.rule, second.score = fact.start, fact.rule, fact.score
    if joined.group() == " and " and fact.owner is None and not fact.owner_word:
        fact.owner, fact.org = second.owner, second.org
    yield second


def phrase_end(text: str, start: int, ceiling: int) -> int:
    """Where a noun phrase ends at the latest: at a mark, a relative, an "and", or words of time."""
    stop = min(ceiling, start + _WINDOW)
    closing = _CLAUSE_END.search(text, start, stop)
    stop = closing.start() if closing else stop
    time = _TIME.search(text, start, min(ceiling, stop + 1))
    return time.start() if time and start < time.start() < stop else stop


def opener(owner: Name) -> bool:
    """ "Disgraced tycoon Barry Quillan": an adjective with the sentence's capital owns nothing."""
    if owner.possessive or owner.kind != "unknown" or len(owner.words) > 1:
        return False
    if owner.words[0] in lexicon().titles["modifier"] | lexicon().titles["portfolio"]:
        return True
    return owner.opens and owner.words[0].endswith(_ADJECTIVES)
