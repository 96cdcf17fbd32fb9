"""A person's name, read: without titles, articles and small words, with what marks kin, descent and generation."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import title_length
from onrecord.actors.naming.name_words import NameWords
from onrecord.actors.naming.printed_names import MOST_WORDS, PERSON, TITLE, Printed, ReadName, made
from onrecord.actors.naming.transliteration import SYLLABLES

_SERVANT = re.compile(
    r"abd[aeiou]{0,2}[lrsznd]?(?=aziz|rahm|rehm|kari|raz|mali|majid|mejid|qad|kad|lati|hami|hame|salam|salem|jabb|jali|"
    r"ghan|gham|fat|hak|wah|bas|maj|raou|rauf|rahi|sama|sam|nas|hadi|hai|hay|haq|khal)"
)
_ALLAH = re.compile(r"abd[aeou]+l+a+h?")
MARKS = ("bin", "ibn", "bint")
SERVANTS = ("abdul", "abdel", "abdur", "abdal")


def read_person(printed: Printed, known: NameWords) -> ReadName:
    """The name of a person; a title's record where there is no more."""
    words, relation = relation_of(printed.words, printed.owner, known)
    words, owned = _owned(words, printed.owner, known)
    words, titled = untitled(words, known)
    generation = ""
    while len(words) > 1 and words[-1] in known.within("generation"):
        generation = {"junior": "jr", "jnr": "jr", "senior": "sr", "snr": "sr"}.get(words[-1], words[-1])
        words = words[:-1]
    words = _catalogued(words)
    line = _line(words, known)
    words, parents, weak = _plain_words(words, known, printed.script in SYLLABLES)
    honorific = known.within("honorific")
    strong = [w for w in words if w not in honorific]
    form = PERSON if strong or (not titled and len(words) > 1) else TITLE
    weak |= {w for w in words if w in honorific}
    if not [w for w in words if w not in weak]:
        weak = set()
    return made(
        text=printed.text, kind=printed.kind, form=form, script=printed.script, words=words, weak=frozenset(weak),
        titled=titled, generation=generation, relation=relation, owned=owned, parents=frozenset(parents), line=line,
    )  # fmt: skip


def relation_of(words: list[str], owner: int, known: NameWords) -> tuple[list[str], str]:
    """ "wife of X", "X's son": the word of kin and the words of X."""
    kin = known.within("kin")
    if words and words[0] == "the":
        words = words[1:]
    if len(words) > 2 and words[0] in kin and words[1] == "of":
        return words[2:], words[0]
    if owner and len(words) > owner and words[owner] in kin:
        return words[:owner] + words[owner + 1 :], words[owner]
    if len(words) > 1 and words[-1] in kin and (owner or words[-1] in ("family", "clan", "brothers")):
        return words[:-1], words[-1]
    return words, ""


def _owned(words: list[str], owner: int, known: NameWords) -> tuple[list[str], str]:
    """ "X's forces", "the X regime", "office of X", "forces loyal to X": the class of the body, and the words of X."""
    if len(words) > 2 and words[0] in known.body and words[1] in ("of", "for", "loyal", "to"):
        rest = [w for w in words[1:] if w not in ("of", "for", "loyal", "to", "the")]
        if rest:
            return rest, known.body[words[0]]
    if owner and len(words) > owner:
        at = next((i for i in range(owner, len(words)) if words[i] in known.body), len(words) - 1)
        return words[:owner], known.body.get(words[at], words[at])
    if len(words) > 1 and words[-1] in known.body:
        return words[:-1], known.body[words[-1]]
    return words, ""


def untitled(words: list[str], known: NameWords) -> tuple[list[str], bool]:
    """Without the title, and without the state or body the title is of ("US President X", "UN Secretary-General X")."""
    for start in range(min(4, len(words) - 1)):
        if start and not _of_whom(words[:start], known):
            continue
        cut = title_length(words[start:])
        if cut and not (cut == 1 and _given_too(words[start])):
            return words[start + cut :], True
    return words, False


def _of_whom(head: list[str], known: NameWords) -> bool:
    """ "US", "UN", "United Nations", "World Bank", "House": what an office before a name is of."""
    if tuple(head) in known.places or (len(head) == 1 and (len(head[0]) <= 3 or head[0] == "the")):
        return True
    return all(w in known.common for w in head)


def _given_too(word: str) -> bool:
    """ "Dean", "Page": a title that is a name as often, before a name."""
    titles = lexicon().titles
    return word in titles["surname"] and word not in titles["office"] and word not in titles["regnal"]


def _catalogued(words: list[str]) -> list[str]:
    """ "bin Harun Salim", "Harun Salim bin": as catalogues file them, for "Salim bin Harun"."""
    if len(words) == 3 and words[0] in MARKS:
        return [words[2], *words[:2]]
    if len(words) == 3 and words[2] in MARKS:
        return [*words[1:], words[0]]
    return words


def _line(words: list[str], known: NameWords) -> tuple[str, ...]:
    """The line of descent that "bin" marks: given name, father, grandfather; empty without one."""
    lineage = known.within("lineage")
    marks = [i for i, w in enumerate(words) if w in lineage and 0 < i < len(words) - 1]
    articles = known.within("article")
    if not marks:
        return ()
    after = [next((w for w in words[i + 1 :] if w not in articles and w not in lineage), "") for i in marks]
    return (words[marks[0] - 1], *after)


def _plain_words(words: list[str], known: NameWords, syllables: bool) -> tuple[list[str], set[str], set[str]]:
    """The words compared; the parents' names among them ("abusalim"); the weak ones ("abd")."""
    articles, assimilated, lineage = known.within("article"), known.within("assimilated"), known.within("lineage")
    particles, parent, servant = known.within("particle"), known.within("parent"), known.within("servant")
    out: list[str] = []
    parents: set[str] = set()
    weak: set[str] = set()
    at = 0
    while at < len(words) and len(out) < MOST_WORDS:
        word, more = words[at], words[at + 1 :]
        nxt = more[0] if more else ""
        at += 1
        if word in articles and more:
            continue
        if word in assimilated and nxt and nxt[0] == word[1]:
            continue
        if word in lineage and (at > 1 or (len(words) > 2 and word != "ben")):
            continue
        if word in particles and (out or nxt) and len(words) > 2 and not syllables:
            continue
        if word in parent and nxt:
            skipped = 1 if nxt in articles and len(more) > 1 else 0
            child = more[skipped]
            at += 1 + skipped
            out.append("abu" + child if word not in ("umm", "oum") else "umm" + child)
            parents.add(child)
        elif word in servant or _servant_slip(word, nxt):
            out.append("abd")
            weak.add("abd")
        elif _ALLAH.fullmatch(word):
            out.append("abdalah")
        else:
            served = _SERVANT.match(word)
            if served and len(word) - served.end() >= 3:
                out.append("abd")
                weak.add("abd")
                word = word[served.end() :]
            out.append(word)
    return _joined_allah(out), parents, weak


def _servant_slip(word: str, following: str) -> bool:
    """ "Abudl", "Badur": a slip of the pen in "Abdul", before another name."""
    return bool(following) and 5 <= len(word) <= 6 and any(OSA.distance(word, w, score_cutoff=1) <= 1 for w in SERVANTS)


def _joined_allah(words: list[str]) -> list[str]:
    """ "abd", "allah" -> "abdalah": the two are one name."""
    out: list[str] = []
    for word in words:
        if out and out[-1] == "abd" and word in ("allah", "lah", "alla", "ullah"):
            out[-1] = "abdalah"
        else:
            out.append(word)
    return out
