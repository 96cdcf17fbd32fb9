"""Offices and titles that stand beside a person's name: before it, or in apposition to it.

What a clause says somebody is, becomes or ceases to be is read by `careers`; both make `Fact`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.actors import tenure
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import plain
from onrecord.actors.pieces import Name
from onrecord.actors.role_phrases import BESIDE, Fact, also, noun_phrase, opener, phrase_before, phrase_end, readable
from onrecord.layout import Layout

__all__ = ["Fact", "facts"]

_AFTER = re.compile(r"(?: \([^()\n]{1,40}\))?, (?:(\d{1,3}), )?(?:as )?")
_UNTIL = re.compile(r"(?:until|since) (?:(?P<recently>recently)|\d{4}|last \w+|[A-Z]\w+(?: \d{4})?),? (?=[a-z])")
_BEFORE = re.compile(r"(?:[^\W_]+(?:[-'’][^\W_]+)*\s+){1,8}\Z")
_ABBREVIATED = {"gen": "general", "col": "colonel", "lt": "lieutenant", "maj": "major", "capt": "captain"}
_ABBREVIATED |= {"sgt": "sergeant", "sen": "senator", "rep": "representative", "gov": "governor", "adm": "admiral"}
_ABBREVIATED |= {"cmdr": "commander", "brig": "brigadier", "amb": "ambassador", "insp": "inspector"}
_RELATIVE_TO = frozenset(("ally", "opponent", "rival", "partner", "neighbour", "neighbor", "backer", "foe"))
_HOURS = frozenset(("night", "morning", "afternoon", "evening", "today", "yesterday", "week", "month", "year"))


def facts(layout: Layout, names: Sequence[Name]) -> list[Fact]:
    """Every role that stands beside a name, in text order."""
    text = readable(layout.text)
    starts = [n.start for n in names]
    out: list[Fact] = []
    for i, name in enumerate(names):
        if name.kind not in ("person", "unknown"):
            continue
        p = layout.paragraphs[name.paragraph]
        member = _member(text, names, i)
        before = [
            f
            for f in (
                _titled(text, names, i, p.start),
                _before(text, names, starts, i, p.start),
                _apposed_before(text, names, starts, i, p.start),
            )
            if f is not None
        ]
        for fact in before:
            _belongs(fact, member)
        out += before
        behind = list(_apposed_after(text, names, starts, name, name.end, p.end))
        if not behind and member is not None:
            behind = list(_apposed_after(text, names, starts, name, member.end, p.end))
        out += behind
        out += [member] if member is not None else []
    return out


def _belongs(fact: Fact, member: Fact | None) -> None:
    """ "Chief negotiator Farid Nasser of the Merrun Defence Front": what stands behind the name is the office's."""
    if member is not None and fact.owner is None and not (fact.owner_word or fact.owner_pronoun) and fact.org is None:
        fact.owner, fact.org, fact.end = member.owner, member.org, member.end


def _titled(text: str, names: Sequence[Name], i: int, floor: int) -> Fact | None:
    """Defence Minister Petar Dossen; the name before the title is whose minister."""
    name = names[i]
    words = plain(name.title).split()
    lex = lexicon()
    offices = [w for w in words if w in lex.titles["office"] | lex.titles["regnal"] | lex.titles["surname"]]
    offices = offices or [_ABBREVIATED[w] for w in words if w in _ABBREVIATED]
    pair = " ".join(words[-2:])
    if not offices and pair not in lex.titles["compound"]:
        return None
    head = pair.replace(" ", "-") if pair in lex.titles["compound"] and "-" in name.title else (offices or words)[-1]
    before = names[i - 1] if i else None
    owner = before if before and text[before.end : name.title_start] in (" ", "'s ", "’s ") else None
    owner = None if owner is not None and opener(owner) else owner
    start = min(owner.start, name.title_start) if owner else name.title_start
    demonym = None if owner else _demonym_before(text, start)
    if demonym:
        start = demonym[0]
    title = name.title
    if head in _ABBREVIATED.values() and head not in words:
        title = " ".join(_ABBREVIATED[w].title() for w in words if w in _ABBREVIATED)
    said, title, start = _said_before(text, title, max(floor, start - 40), start)
    return Fact(
        name=name,
        title=title,
        head=head,
        words=frozenset(words) | ({demonym[1].casefold()} if demonym else set()) | said,
        start=start,
        end=name.end,
        org=owner.text if owner else demonym[1] if demonym else None,
        owner=owner,
        gender=name.gender,
        tail=name.end,
        rule="title",
        score=BESIDE,
    )


def _said_before(text: str, title: str, floor: int, at: int) -> tuple[frozenset[str], str, int]:
    """ "former", "ex-Prime" before a title that begins with its capital: those words, the title, its beginning."""
    marks = "|".join(sorted(tenure.words()["past"] | tenure.words()["coming"]))
    m = re.compile(rf"\b({marks}) (?:([A-Z]\w+) )?\Z", re.IGNORECASE).search(text, floor, at)
    if m is None:
        return frozenset(), title, at
    titles = lexicon().titles
    if m[2]:
        if f"{m[2]} {title}".casefold() not in titles["compound"]:
            return frozenset(), title, at
        title = f"{m[2]} {title}"
    return frozenset((m[1].casefold(),)), title, m.start()


def _demonym_before(text: str, at: int) -> tuple[int, str] | None:
    """ "Israeli Prime Minister": the country's adjective before a title."""
    m = re.search(r"([^\W\d_]+) \Z", text[max(0, at - 30) : at])
    if m is None or plain(m.group(1)) not in lexicon().demonyms:
        return None
    return at - len(m.group()), m.group(1)


def _before(text: str, names: Sequence[Name], starts: Sequence[int], i: int, floor: int) -> Fact | None:
    """rebel leader Ismet Barran, the group's spokesman Petar Dossen, Front commander Ismet Barran."""
    name = names[i]
    if name.title and not name.title[0].isupper():
        return None
    window = text[max(floor, name.title_start - 70) : name.title_start]
    m = _BEFORE.search(window)
    if m is None:
        return None
    lex = lexicon()
    words = m.group().split()
    if lex.noun(words[-1].casefold(), "person") is None and lex.noun(words[-1].casefold(), "family") is None:
        return None
    at = name.title_start - len(m.group())
    taken = _taken(words)
    if not taken:
        return None
    position = at + sum(len(w) for w in re.findall(r"\S+\s+", m.group())[: len(words) - taken])
    fact = noun_phrase(text, names, starts, name, position, name.title_start)
    if fact is not None:
        fact.end, fact.tail, fact.rule, fact.score = max(name.end, fact.end), name.end, "before-name", BESIDE
        said, _, fact.start = _said_before(text, "", max(floor, fact.start - 20), fact.start)
        fact.words |= said
    return fact


def _taken(words: Sequence[str]) -> int:
    """How many of the words before a name are of the phrase that ends there."""
    modifiers = lexicon().words["modifier"] | {"armed", "retired", "exiled", "disgraced", "appointed", "designated"}
    taken = 0
    for word in reversed(words):
        low = word.casefold()
        if low.endswith(("'s", "’s")) and taken:
            taken += 1
            break
        if word[0].isupper() and low in listed("starter") and low not in ("the", "a", "an"):
            break
        if low in listed("no_modifier") | _HOURS or taken > 5 or (low.endswith("ed") and low not in modifiers):
            break
        taken += 1
        if low in ("the", "a", "an") or low in listed("possessive"):
            break
    return taken


def _apposed_before(text: str, names: Sequence[Name], starts: Sequence[int], i: int, floor: int) -> Fact | None:
    """The leader of the Merrun Defence Front, Hamid al-Zurqani, (also where the comma is left out)"""
    name = names[i]
    before = names[i - 1] if i else None
    comma = text[max(floor, name.title_start - 2) : name.title_start] == ", "
    end = name.title_start - (2 if comma else 1)
    if not comma and (before is None or before.end != end or before.kind in ("person", "unknown") or name.title):
        return None
    if (
        before is not None
        and before.end == end
        and before.kind != "person"
        and name.kind == "unknown"
        and not name.title
    ):
        if len(name.words) == 1 and before.kind in ("unknown", "state"):
            return None  # "a woman in Norwick, Essland"
    fact = phrase_before(text, names, starts, name, floor, end)
    if fact is None or (fact.head in _RELATIVE_TO and not name.gender and len(name.words) == 1):
        return None
    if not comma and fact.owner is not before:
        return None
    fact.end, fact.tail = max(name.end, fact.end), name.end
    return fact


def _apposed_after(
    text: str, names: Sequence[Name], starts: Sequence[int], name: Name, after: int, ceiling: int
) -> Iterator[Fact]:
    """Petar Dossen, 45, spokesman for the ministry, and what "and" joins to it"""
    m = _AFTER.match(text, after, min(ceiling, after + 60))
    if m is None:
        return
    when = _UNTIL.match(text, m.end(), ceiling)
    begin = when.end() if when is not None else m.end()
    end = phrase_end(text, begin, ceiling)
    fact = noun_phrase(text, names, starts, name, begin, end)
    if fact is None:
        if m.group(1):
            age = m.group(1)
            yield Fact(name=name, title="", head="", words=frozenset(), start=name.start, end=name.end, age=age)
        return
    fact.start, fact.age = name.start, m.group(1) or ""
    if when is not None:
        fact.tail = m.end()  # "until 2015 the mayor of Mirna"
        fact.words |= {"former"} if when["recently"] else set()
    yield fact
    yield from also(text, names, starts, fact, end, ceiling)


def _member(text: str, names: Sequence[Name], i: int) -> Fact | None:
    """Samira Tolan of the Upper River Bloc: whose she is, though not as what."""
    name, org = names[i], names[i + 1] if i + 1 < len(names) else None
    if (
        org is None
        or text[name.end : org.title_start] not in (" of ", " of the ", " from the ")
        or org.kind == "person"
    ):
        return None
    return Fact(name=name, title="", head="", words=frozenset(), start=name.start, end=org.end, org=org.text, owner=org)
