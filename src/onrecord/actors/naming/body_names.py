"""A body's name, read: without its legal form, states under one name each, numbers as digits, letters in brackets."""

from __future__ import annotations

import re

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.naming.name_words import NameWords
from onrecord.actors.naming.printed_names import BODY, MOST_WORDS, TITLE, Printed, ReadName, made

OFFICE = "office itself"
LONGEST_ALONE = 6
"""Letters of a single word that may be an acronym."""
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)?")
_OFFICE_PARTS = frozenset(("general", "prime", "attorney", "of", "the"))
_FORMS = frozenset(("republic", "kingdom", "state", "sultanate", "emirate", "commonwealth", "principality"))
_TWO_STATES = frozenset(("china", "congo", "korea", "ireland", "yemen", "macedonia"))
_TAIL = frozenset(("of", "in", "for"))


def read_body(printed: Printed, known: NameWords) -> ReadName:
    """The name of a body; a title's record where there are no words."""
    start = 1 if printed.words[:1] == ["the"] and len(printed.words) > 1 else 0
    words, legal = _without_legal(printed.words[start:], known)
    words = _short_state(words)
    initials = _initials(words, known)
    letters = [found for found in printed.inner if _is_acronym(found[0], initials, known)]
    aside, aside_law = _without_legal([w for f in printed.inner if f not in letters for w in f[1]], known)
    acronyms = {"".join(found) for _, found in letters}
    whole = [*words, *aside]
    places, plain = _placed(whole, known)
    numbers, plain = _numbered(plain, known)
    small = known.within("connective")
    articles = known.within("article") | known.within("assimilated")
    kept = [w for w in plain if w not in small and (w not in articles or len(plain) == 1)][:MOST_WORDS]
    if len(kept) == 1 and len(kept[0]) <= LONGEST_ALONE:
        acronyms.add(kept[0])
    at = next((i for i, w in enumerate(words) if i and w in _TAIL), len(words))
    return made(
        text=printed.text, kind=printed.kind, form=BODY if words else TITLE, script=printed.script,
        words=kept or plain[:1] or words[:1], owned=_owned(printed, words, legal, known), legal=legal or aside_law,
        numbers=numbers, places=places, acronyms=frozenset(acronyms), initials=initials,
        directions=frozenset(whole) & known.within("direction"), factions=frozenset(whole) & known.within("faction"),
        tail=frozenset(w for w in (*words[at:], *aside) if w not in small),
    )  # fmt: skip


def _short_state(words: list[str]) -> list[str]:
    """ "Republic of Ostria" as "Ostria"; not where the form of state tells two apart ("Republic of China")."""
    if len(words) < 3 or words[0] not in _FORMS or words[1] != "of":
        return words
    rest = words[3:] if words[2] == "the" and len(words) > 3 else words[2:]
    return words if set(rest) & _TWO_STATES else rest


def _owned(printed: Printed, words: list[str], legal: str, known: NameWords) -> str:
    """The class of the body that belongs to somebody ("Alvarn's forces"), or that it is an office and no more."""
    named, owner = printed.words, printed.owner
    if 0 < owner < len(named) and (named[owner - 1],) not in known.places:
        if named[owner - 1] not in known.common and named[owner - 1] not in listed("group_people"):
            return known.body.get(named[owner], "")
    if printed.kind in ("unknown", "government") and not legal and len(words) > 1 and is_office(words, known):
        return OFFICE
    return ""


def _without_legal(words: list[str], known: NameWords) -> tuple[list[str], str]:
    """The words without legal forms (never all of them), and the class of the most telling one."""
    found = ""
    out: list[str] = []
    at = 0
    while at < len(words):
        for size in (6, 5, 4, 3, 2, 1):
            form = known.legal.get(tuple(words[at : at + size])) if at + size <= len(words) else None
            if form and (len(words) > size):
                if not found or found == "legal_other":
                    found = form
                at += size
                break
        else:
            out.append(words[at])
            at += 1
    return (out, found) if out else (words, "")


def _placed(words: list[str], known: NameWords) -> tuple[frozenset[str], list[str]]:
    """The states named, under one name each, and the words with a state or people made one word."""
    places: set[str] = set()
    out: list[str] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            state = known.places.get(tuple(words[at : at + size])) if at + size <= len(words) else None
            if state:
                places.add(state)
                out.append(state.replace(" ", ""))
                at += size
                break
        else:
            out.append(words[at])
            at += 1
    return frozenset(places), out


def _numbered(words: list[str], known: NameWords) -> tuple[tuple[str, ...], list[str]]:
    """Numbers as digits ("14th", "fourteenth", "XIV" after the first word), and the words with them so."""
    numbers: list[str] = []
    out: list[str] = []
    for at, word in enumerate(words):
        digits = _ORDINAL.fullmatch(word)
        roman = at and (len(word) > 1 or at == len(words) - 1)  # "Lashkar-i-Omar" has no number
        value = digits.group(1) if digits else known.numbers.get(word, known.roman.get(word, "") if roman else "")
        if value:
            numbers.append(value)
        out.append(value or word)
    return tuple(sorted(numbers)), out


def _initials(words: list[str], known: NameWords) -> frozenset[str]:
    """The letters a body may be called by, with its small words and without them."""
    connective = known.within("connective")
    main = [w for w in words if w not in connective]
    if len(main) < 2:
        return frozenset()
    return frozenset(("".join(w[0] for w in main), "".join(w[0] for w in words)))


def _is_acronym(group: str, initials: frozenset[str], known: NameWords) -> bool:
    """Whether what stands in brackets is letters for the name: its initials, or a few capitals of any language."""
    letters = re.sub(r"\W", "", group)
    if letters.lower() in initials:
        return True
    return 2 <= len(letters) <= 5 and " " not in group and letters.isupper() and (letters.lower(),) not in known.places


def is_office(words: list[str], known: NameWords) -> bool:
    """ "US Vice-President": a state and an office, and nobody's name."""
    titles = lexicon().titles
    named, plain = _placed(words, known)
    states = {state.replace(" ", "") for state in named}
    offices = [w for w in plain if w in titles["office"]]
    rest = [w for w in plain if w not in titles["office"] and w not in _OFFICE_PARTS]
    return bool(offices) and all(w in states or w in titles["modifier"] or w in titles["portfolio"] for w in rest)
