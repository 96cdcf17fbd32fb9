"""Offices and titles the text gives a person: before the name, in apposition, or "who leads the ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.actors.pieces import Name
from onrecord.layout import Layout

_AFTER = re.compile(r"(?: \([^()\n]{1,40}\))?, (?:(\d{1,3}), )?")
_CLAUSE_END = re.compile(r"[,.;:!?()“”\"—–\n]|\s-\s|\swho\s|\swhich\s|\swhose\s|\band\b")
_CLAUSE_START = re.compile(r"[,.;:!?()“”\"—–\n]|\s-\s")
_LEADS = re.compile(r",? who (?:now |currently |once )?(leads|heads|runs|chairs|led|headed|ran|chaired) (?:the )?")
_BEGINS = re.compile(r"\b(?:the|a|an|its|his|her|their|The|A|An|Its|His|Her|Their)\b")
_ARTICLE = re.compile(r"\b[Tt]he \Z")
_BEFORE = re.compile(r"(?:[^\W_]+(?:[-'’][^\W_]+)*\s+){1,8}\Z")
_FORMER = frozenset(("former", "ex", "late", "then"))
_HEADS = {"leads": "leader", "led": "leader", "heads": "head", "headed": "head"}
_HEADS |= {"runs": "head", "ran": "head", "chairs": "chair", "chaired": "chair"}
_WINDOW = 140


@dataclass(slots=True, kw_only=True, eq=False)
class Fact:
    """One role of one name: the words of the title, its head noun, and whose office it is."""

    name: Name
    title: str
    head: str
    words: frozenset[str]
    start: int
    end: int
    org: str | None = None
    owner: Name | None = None
    owner_word: str = ""
    age: str = ""
    gender: str = ""


def facts(layout: Layout, names: Sequence[Name]) -> list[Fact]:
    """Every role that stands beside a name, in text order."""
    starts = [n.start for n in names]
    out: list[Fact] = []
    for i, name in enumerate(names):
        if name.kind not in ("person", "unknown"):
            continue
        p = layout.paragraphs[name.paragraph]
        beside = (
            _titled(layout.text, names, i),
            _before(layout.text, names, starts, i, p.start),
            _apposed_before(layout.text, names, starts, i, p.start),
            _apposed_after(layout.text, names, starts, i, p.end),
            _leading(layout.text, names, starts, i, p.end),
            _member(layout.text, names, i),
        )
        out.extend(f for f in beside if f is not None)
    return out


def _titled(text: str, names: Sequence[Name], i: int) -> Fact | None:
    """Defence Minister Petar Dossen; the name before the title is whose minister."""
    name = names[i]
    words = plain(name.title).split()
    lex = lexicon()
    offices = [w for w in words if w in lex.titles["office"] | lex.titles["regnal"] | lex.titles["surname"]]
    pair = " ".join(words[-2:])
    if not offices and pair not in lex.titles["compound"]:
        return None
    head = pair.replace(" ", "-") if pair in lex.titles["compound"] and "-" in name.title else (offices or words)[-1]
    before = names[i - 1] if i else None
    owner = before if before and text[before.end : name.title_start] in (" ", "'s ", "’s ") else None
    end = name.end
    after = names[i + 1] if i + 1 < len(names) else None
    if (
        owner is None
        and after
        and after.kind != "person"
        and text[name.end : after.title_start] in (" of ", " of the ")
    ):
        owner, end = after, after.end  # "President Petar Dossen of Ostria"
    start = min(owner.start, name.title_start) if owner else name.title_start
    demonym = None if owner else _demonym_before(text, name.title_start)
    if demonym:
        start = demonym[0]
    return Fact(
        name=name,
        title=name.title,
        head=head,
        words=frozenset(words) | ({demonym[1].casefold()} if demonym else set()),
        start=start,
        end=end,
        org=owner.text if owner else demonym[1] if demonym else None,
        owner=owner,
        gender=name.gender,
    )


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
    taken = 0
    modifiers = lex.words["modifier"] | {"armed", "retired", "exiled", "disgraced", "appointed", "designated"}
    for word in reversed(words):
        low = word.casefold()
        if low.endswith(("'s", "’s")) and taken:
            taken += 1
            break
        if word[0].isupper() and low in listed("starter") and low not in ("the", "a", "an"):
            break
        if low in listed("no_modifier") or taken > 5 or (low.endswith("ed") and low not in modifiers):
            break
        taken += 1
        if low in ("the", "a", "an") or low in listed("possessive"):
            break
    if not taken:
        return None
    position = at + sum(len(w) for w in re.findall(r"\S+\s+", m.group())[: len(words) - taken])
    return _fact(text, names, starts, name, position, name.title_start, name.end)


def _apposed_before(text: str, names: Sequence[Name], starts: Sequence[int], i: int, floor: int) -> Fact | None:
    """The leader of the Merrun Defence Front, Hamid al-Zurqani,"""
    name = names[i]
    if text[max(floor, name.title_start - 2) : name.title_start] != ", ":
        return None
    end = name.title_start - 2
    before = names[i - 1] if i else None
    if (
        before is not None
        and before.end == end
        and before.kind != "person"
        and name.kind == "unknown"
        and not name.title
    ):
        if len(name.words) == 1 and before.kind in ("unknown", "state"):
            return None  # "a woman in Norwick, Essland"
    low = max(floor, end - _WINDOW)
    window = text[low:end]
    cuts = [m.end() for m in _CLAUSE_START.finditer(window)]
    low += cuts[-1] if cuts else 0
    # the phrase may begin at any of the last determiners, possessors or at the clause's own start
    begins = [low + m.start() for m in _BEGINS.finditer(text[low:end])]
    begins += [n.start for n in names_within(names, starts, low, end) if n.possessive]
    begins += [low] if cuts or low == floor else []
    for start in sorted(set(begins), reverse=True)[:4]:
        while start < end and text[start].isspace():
            start += 1
        fact = _fact(text, names, starts, name, start, end, name.end)
        if fact is not None:
            article = _ARTICLE.search(text, low, fact.start)
            fact.start = article.start() if article else fact.start
            return fact
    return None


def _apposed_after(text: str, names: Sequence[Name], starts: Sequence[int], i: int, ceiling: int) -> Fact | None:
    """Petar Dossen, 45, spokesman for the ministry,"""
    name = names[i]
    m = _AFTER.match(text, name.end, min(ceiling, name.end + 60))
    if m is None:
        return None
    stop = min(ceiling, m.end() + _WINDOW)
    closing = _CLAUSE_END.search(text, m.end(), stop)
    end = closing.start() if closing else stop
    fact = _fact(text, names, starts, name, m.end(), end, end)
    if fact is None:
        if not m.group(1):
            return None
        fact = Fact(name=name, title="", head="", words=frozenset(), start=name.start, end=name.end)
    else:
        fact.start = name.start
    fact.age = m.group(1) or ""
    return fact


def _leading(text: str, names: Sequence[Name], starts: Sequence[int], i: int, ceiling: int) -> Fact | None:
    """Samira Tolan, who leads the Upper River Bloc,"""
    name = names[i]
    m = _LEADS.match(text, name.end, min(ceiling, name.end + 60))
    if m is None:
        return None
    inside = names_within(names, starts, m.end(), min(ceiling, m.end() + 60))
    if not inside or inside[0].start != m.end():
        return None
    org = inside[0]
    head = _HEADS[m.group(1)]
    return Fact(
        name=name,
        title=head,
        head=head,
        words=frozenset((head,)),
        start=name.start,
        end=org.end,
        org=org.text,
        owner=org,
    )


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


def _fact(
    text: str, names: Sequence[Name], starts: Sequence[int], name: Name, start: int, end: int, evidence_end: int
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
    title = " ".join([*(m for m in phrase.modifiers if m not in _FORMER), phrase.head])
    return Fact(
        name=name,
        title=title,
        head=phrase.head,
        words=frozenset((*phrase.modifiers, phrase.head)),
        start=phrase.start,
        end=max(evidence_end, name.end),
        org=_org(phrase),
        owner=phrase.owner,
        owner_word=phrase.owner_word,
        gender=noun.gender,
    )


def _org(phrase: Phrase) -> str | None:
    """The owner's name; a bare "company" or "group" names none."""
    return phrase.owner.text if phrase.owner is not None else None
