"""The words naming a source -> what heads them: a name, a role, a pronoun, or nothing that is one actor.

"The Front’s spokesman, Dawud al-Merrani, who ..." is a role (spokesman) with an owner (the Front) and
an apposed name. Names found by `mentions` are atoms here; the rest is cut at commas and prepositions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.pieces import Name

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[,;:()—–―-]")
_LONGEST = 400


@dataclass(slots=True, kw_only=True)
class Phrase:
    """What a stretch of words refers by. `form`: name, role, pronoun, group, thing, several, none.

    Whose spokesman it is stands in `owner` (a name), `owner_word` ("ministry") or `owner_pronoun`, which the
    caller resolves into `owner_entity`.
    """

    form: str
    start: int
    end: int
    head: str = ""
    determiner: str = ""
    modifiers: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    name: Name | None = None
    apposed: Name | None = None
    owner: Name | None = None
    owner_word: str = ""
    owner_pronoun: str = ""
    owner_entity: int | None = None
    compound: bool = False

    @property
    def indefinite(self) -> bool:
        """ "a spokesman", "another minister": somebody not met before."""
        return self.determiner in listed("indefinite")


@dataclass(slots=True, eq=False)
class _Item:
    start: int
    end: int
    word: str
    written: str
    name: Name | None = None


def names_within(names: Sequence[Name], starts: Sequence[int], start: int, end: int) -> list[Name]:
    """The names that lie in a range, in text order; `starts` are their starts."""
    out = []
    for i in range(bisect_left(starts, start), len(names)):
        if names[i].start >= end:
            break
        if names[i].end <= end:
            out.append(names[i])
    return out


def parse(text: str, start: int, end: int, inside: Sequence[Name]) -> Phrase:
    """What the words text[start:end] refer by; `inside` are the names in them."""
    segments = _segments(_items(text, start, min(end, start + _LONGEST), inside))
    segments = [s for s in segments if s]
    if not segments:
        return Phrase(form="none", start=start, end=end)
    first, rest = segments[0], segments[1:]
    cut = next((i for i, x in enumerate(first) if i and x.name is None and x.word in listed("preposition")), len(first))
    core, tail = first[:cut], first[cut:]
    if _several(core, tail, rest):
        return Phrase(form="several", start=core[0].start, end=segments[-1][-1].end)
    return _headed(core, tail, rest)


def _items(text: str, start: int, end: int, inside: Sequence[Name]) -> list[_Item]:
    out: list[_Item] = []
    at = start
    for name in [*inside, None]:
        stop = min(max(at, name.title_start), end) if name else end
        for m in _WORD.finditer(text, at, stop):
            written = m.group().replace("’", "'")
            out.append(_Item(m.start(), m.end(), written.casefold(), written))
        if name is not None and name.end > at:
            after = name.end
            if name.possessive:
                after += 2 if text[after : after + 2] in ("'s", "’s") else 1
            out.append(_Item(max(at, name.title_start), name.end, "", name.text, name))
            at = min(after, end)
    return out


def _segments(items: list[_Item]) -> list[list[_Item]]:
    """The items cut at punctuation; a relative clause ends the phrase."""
    out: list[list[_Item]] = [[]]
    for item in items:
        if item.name is None and item.word in listed("relative") and (out[-1] or len(out) > 1):
            break
        if item.name is None and not item.word[0].isalnum():
            if item.word in ",;:(—–―":
                out.append([])
            continue
        out[-1].append(item)
    return out


def _several(core: list[_Item], tail: list[_Item], rest: list[list[_Item]]) -> bool:
    """ "Alvarn and Dossen", "Alvarn, Dossen and others": more than one actor, so no single speaker."""
    for group in (core, tail):
        for i, item in enumerate(group):
            if item.word not in ("and", "or", "&") or i + 1 >= len(group):
                continue
            before = next((x for x in reversed(core) if x.name or x.word not in listed("definite")), core[-1])
            after = [x for x in group[i + 1 :] if x.name or x.word not in listed("definite") | listed("possessive")][:1]
            if not after:
                continue
            if group is core and core[-1].name and not any(x.name for x in core[:i]) and i:
                continue  # "prime minister and party leader Tomas Alvarn"
            if after[0].name or before.name or group is core:
                return group is core or bool(after[0].name and after[0].name.kind == "person")
    if core[-1].name and rest and rest[0] and rest[0][-1].word == "others":
        return True
    if core[-1].name and rest and rest[0] and rest[0][0].name and not rest[0][0].name.possessive:
        return any(x.word == "and" for s in rest for x in s) and rest[0][0].name.kind == core[-1].name.kind
    return False


def _headed(core: list[_Item], tail: list[_Item], rest: list[list[_Item]]) -> Phrase:
    last = core[-1]
    determiner = (
        core[0].word if core[0].word in listed("definite") | listed("indefinite") | listed("possessive") else ""
    )
    phrase = Phrase(form="none", start=core[0].start, end=last.end, head=last.word, determiner=determiner)
    if last.name is not None:
        phrase.form, phrase.name = "name", last.name
        if last.name.kind != "person" and _boss(tail):
            phrase.name = tail[-1].name  # "Isle of Tern boss Gus Trevanion"
        return phrase
    if rest and rest[0]:
        after = [x for x in rest[0] if x.name or not (x.word == "the" or _personal(x.word))]
        first = after[0] if after else rest[0][0]
        if first.name is not None and not first.name.possessive:
            # "a woman in Norwick, Essland": the second place says where the first is
            placed = bool(tail) and tail[-1].name is not None and tail[-1].name.kind != "person"
            phrase.apposed = (
                None if placed and first.name.kind == "unknown" and len(first.name.words) == 1 else first.name
            )
    if phrase.apposed is not None and core[0].word == "one" and tail and tail[0].word == "of":
        phrase.form = "role"  # "One of his ministers, Abd al-Rahim al-Ghazwan,"
        return phrase
    if len(core) == 1 and last.word.split("'")[0] in listed("pronoun") | listed("possessive"):
        phrase.form, phrase.head = "pronoun", last.word.split("'")[0]
        return phrase
    _describe(phrase, core, tail)
    phrase.form = _form(last, core)
    if phrase.form == "role" and _personal(last.word) and phrase.apposed is None and _closes(tail):
        phrase.apposed, phrase.owner = tail[-1].name, tail[-2].name
    return phrase


def _boss(tail: list[_Item]) -> bool:
    """Whether "of X" goes on with a role noun in small letters and a person's name."""
    if len(tail) < 4 or tail[0].word != "of" or tail[-1].name is None or tail[-1].name.kind != "person":
        return False
    return tail[-2].written.islower() and _personal(tail[-2].word) and any(x.name for x in tail[:-2])


def _personal(word: str) -> bool:
    return lexicon().noun(word, "person") is not None


def _closes(tail: list[_Item]) -> bool:
    """ "the envoy of the MFA Aigul Serkebay", "the minister of Ostria Petar Dossen": the name after the name is who."""
    if len(tail) < 3 or tail[0].word not in ("of", "for", "at", "in"):
        return False
    owner, who = tail[-2].name, tail[-1].name
    if owner is None or who is None or owner.possessive or who.title or owner.kind == "person":
        return False
    return who.kind == "person" and len(who.words) > 1 and who.start - owner.end == 1


def _describe(phrase: Phrase, core: list[_Item], tail: list[_Item]) -> None:
    """Owner and modifiers: "Tarkhan’s former energy minister", "spokesman for the rival main body"."""
    before = core[1:-1] if phrase.determiner else core[:-1]
    owners = [x.name for x in before if x.name]
    if owners:
        phrase.owner, phrase.compound = owners[-1], not owners[-1].possessive
        at = max(i for i, x in enumerate(before) if x.name)
        nouns = [x.word.removesuffix("'s") for x in before[:at] if x.name is None and x.word.endswith("'s")]
        phrase.owner_word = nouns[-1] if nouns else ""
    if phrase.determiner in listed("possessive"):
        phrase.owner_pronoun = phrase.determiner
    words = [x for x in before if x.name is None]
    for x in words:
        if x.word.endswith(("'s", "s'")):
            phrase.owner_word = x.word.removesuffix("'s").removesuffix("'")
    plain = [x for x in words if not x.word.endswith("'s")]
    phrase.modifiers = tuple(x.word for x in plain)
    phrase.capitals = tuple(x.word for x in plain if x.written[0].isupper() and x is not core[0])
    if tail and tail[0].word in ("of", "for") and phrase.owner is None:
        named = next((x for x in tail if x.name), None)
        stop = next(
            (i for i, x in enumerate(tail) if i and x.name is None and x.word in listed("preposition")), len(tail)
        )
        if named is not None and tail.index(named) < stop + 2:
            phrase.owner = named.name
        elif stop > 1:
            phrase.owner_word = tail[stop - 1].word


def _form(last: _Item, core: list[_Item]) -> str:
    """What the head noun stands for."""
    lex = lexicon()
    word = last.word.removesuffix("'s")
    if word in lex.demonyms or word in lex.words["group_people"]:
        return "group"
    found = {n.role for n in lex.nouns.get(word, ())}
    if "group" in found and not (word == "police" and core[0].word == "the"):
        return "group"
    if found & {"person", "family", "organization", "generic", "media"}:
        return "role"
    if "thing" in found:
        return "thing"
    if re.fullmatch(r"\d+-year-olds?", word):
        return "role"
    if word.endswith("s") and not word.endswith("ss"):
        return "group"
    return "none"
