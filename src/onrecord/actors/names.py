"""What a name is compared by, its title, and which kind of actor it names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from onrecord.actors.lexicon import Lexicon, lexicon, listed
from onrecord.vocabulary import ACTOR_KINDS

_TOKEN = re.compile(r"[^\s,;:()\[\]{}\"“”]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´ʹ＇′", "'"))
_FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "þ": "th", "æ": "ae", "œ": "oe", "\xad": None}
)
_DASHES = re.compile(r"[-‐‑‒–—−]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?!\w)|\b(?:\w\.)+\w\b")
_ARTICLES = frozenset(("the", "a", "an"))
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARABIC = frozenset(("al", "el", "bin", "ibn", "ben"))
_LONGEST = 200
_PHRASE = 4
"""The most words of a phrase in data/org_words.tsv."""


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The form a name is matched by: case, diacritics, titles, articles, hyphens and 's undone.

    key("President François Al-Alvarn’s") == key("Francois al Alvarn") == "francois al alvarn".
    """
    words = plain(name).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    cut = _title_length(words, lexicon())
    if cut and not _regnal(words, cut):
        words = words[cut:]
    return " ".join(words)


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """`name` in lower case without diacritics, dots, hyphens, outer punctuation and possessive 's; titles stay."""
    text = unicodedata.normalize("NFKC", name[:_LONGEST].translate(_APOSTROPHES)).casefold()
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_FOLDED)
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    text = _DASHES.sub(" ", text)
    out = []
    for word in _TOKEN.findall(text):
        word = word.strip("'.!?*_/\\|<>=+~^«»„…")
        word = word.removesuffix("'s")
        if word:
            out.append(word)
    return " ".join(out)


def split_title(name: str) -> tuple[str, str]:
    """The title before a person's name, and the name without it: ("Defence Minister", "Petar Dossen")."""
    pieces = list(_TOKEN.finditer(name))
    words = [plain(m.group()) for m in pieces]
    start = 1 if len(words) > 1 and words[0] in _ARTICLES else 0
    cut = _title_length(words[start:], lexicon())
    if not cut:
        return "", name
    last, first = pieces[start + cut - 1], pieces[start + cut]
    return name[pieces[start].start() : last.end()], name[first.start() :]


def title_length(words: list[str]) -> int:
    """How many leading words (as `plain` makes them) are a title with a name after it."""
    return _title_length(words, lexicon())


def gender_of(words: list[str] | tuple[str, ...], title: str = "") -> str:
    """ "m", "f" or "": what the title, or else the given name, tells of a person's gender."""
    lex = lexicon()
    for word in reversed(plain(title).split()):
        if word in lex.title_gender:
            return lex.title_gender[word]
    if len(words) > 1:
        return lex.given.get(words[0], "")
    return ""


def is_name(text: str) -> bool:
    """Whether the text, as a whole, is written as a name: capitalised words, no sentence."""
    lex = lexicon()
    words = text.split()
    if not 0 < len(words) <= 12 or not any(w[:1].isupper() or _hyphened(w) for w in words):
        return False
    small = lex.words["starter"] | lex.words["calendar"]
    inner = ("of", "for", "the", "and", "&", "to", "on", "in", "y", "e")
    for word in words:
        bare = word.strip("“”\"'’(),.")
        if bare[:1].isupper() or bare.casefold() in listed("particle") or bare in inner or _hyphened(bare):
            continue
        return False
    return not all(plain(w) in small or plain(w) in lex.demonyms for w in words)


def kind(name: str, context: str = "") -> str:
    """One of ACTOR_KINDS, from the name's words and, for an organisation, the words around it."""
    lex = lexicon()
    bare = plain(name)
    words = bare.split()
    while words and words[0] in _ARTICLES:
        words = words[1:]
    bare = " ".join(words)
    if not words:
        return "unknown"
    if bare in lex.states or bare in lex.capitals:
        return "state"
    found = _org_kind(words, lex)
    titled = _title_length(words, lex)
    if found == "place":
        return "person" if titled else "unknown"
    if found:
        hints = [k for w in plain(context).split() if (k := lex.org_context.get(w)) in ACTOR_KINDS]
        return hints[0] if hints and found == "organization" else found
    if titled:
        return "person"
    if len(words) == 1:
        letters = name.strip("“”\"'’(). ").replace(".", "")
        return (
            "organization"
            if letters.isupper() and 2 <= len(letters) <= 8 and bare not in lex.words["acronym"]
            else "unknown"
        )
    if words[0] in lex.given:
        return "person"
    return "person" if _personal(name, words, lex) else "unknown"


def _personal(name: str, words: list[str], lex: Lexicon) -> bool:
    """Two to five capitalised words none of which is a place, a people or a common opener."""
    if not 2 <= len(name.split()) <= 6 or not is_name(name) or "&" in name or name.isupper():
        return False
    if any(w in lex.demonyms or w in lex.states or w in lex.capitals for w in words):
        return False
    if lex.org_context.get(words[0]) == "no_given_name":
        return False
    return not any(w in ("of", "for", "the", "and", "to", "on", "in") for w in words)


def _org_kind(words: list[str], lex: Lexicon) -> str | None:
    """The kind the last organisation word gives, the words before "of" or "for" counting first."""
    heads = [words[: words.index(stop)] for stop in ("of", "for", "to", "on") if stop in words[1:]]
    phrase = _phrase_kind(words, len(heads[0]) if heads else len(words), lex)
    if phrase:
        return phrase
    for head in heads:
        for word in reversed(head):
            if word in lex.org_kind:
                return _between_states(lex.org_kind[word], head, lex)
    for at, word in reversed(list(enumerate(words))):
        if at == 0 < len(words) - 1 and word in lex.words["surname_first"]:
            return None  # "Park Min-ho"
        if word in lex.org_kind:
            # a given name before one ambiguous word is a person: "Emily Post", "Winston Church"
            if len(words) == 2 and words[0] in lex.given and word == words[1]:
                return None
            return _between_states(lex.org_kind[word], words, lex)
    return None


def _phrase_kind(words: list[str], head: int, lex: Lexicon) -> str | None:
    """ "House of Representatives", "Legislative Council": what several words say that none of them says alone.

    The phrase begins in the first `head` words, before any "of" whose own head they are.
    """
    for start in range(min(head, 6)):
        for size in range(min(_PHRASE, len(words) - start), 1, -1):
            found = lex.org_kind.get(" ".join(words[start : start + size]))
            if found:
                return found
    return None


def _between_states(kind: str, words: list[str], lex: Lexicon) -> str:
    """ "World Commerce Tribunal", "Joint Police Council": no one state's."""
    shared = kind == "government" and any(lex.org_context.get(w) == "between_states" for w in words)
    return "organization" if shared else kind


def _title_length(words: list[str], lex: Lexicon) -> int:
    """Modifiers, portfolios and an office (or honorifics) before at least one further word."""
    at = end = 0
    titles = lex.titles
    limit = min(len(words) - 1, 7)
    while at < limit:
        word = words[at]
        if " ".join(words[at : at + 3]) in titles["compound"] and at + 3 <= limit:
            at = end = at + 3
        elif " ".join(words[at : at + 2]) in titles["compound"] and at + 2 <= limit:
            at = end = at + 2
            at = end = _of_portfolio(words, at, limit, lex)
        elif word in titles["compound"]:  # "Secretary-General" is one word of the text
            at = end = at + 1
        elif word in titles["honorific"] or word in titles["office"] or word in titles["regnal"]:
            at = end = _of_portfolio(words, at + 1, limit, lex)
        elif word in titles["surname"] and at == 0:
            at = end = at + 1
        elif word in titles["modifier"] or word in titles["portfolio"] or (word == "and" and at > end):
            at += 1
        else:
            break
    if not end:
        return 0
    rest = words[end:]
    if rest[0] in ("of", "for", "and", "in") or rest[0] in GENERATIONS:
        return 0
    bare = len(rest) == 1 and words[end - 1] not in titles["honorific"]
    if bare and rest[0] in titles["office"] and rest[0] not in titles["surname"]:
        return 0  # "Chief Constable", "General Secretary": an office of two words, and no name
    # "General Assembly", "Prime Minister's Office", "Press Service": an organisation follows, not a name
    if rest[-1] in lex.org_kind and rest[0] not in lex.given and len(rest) == 1:
        return 0
    return end


def _of_portfolio(words: list[str], at: int, limit: int, lex: Lexicon) -> int:
    """Past "of Defence" or "of State for Foreign Affairs" after an office, if a name is left."""
    end = at
    while at + 1 < limit and words[at] in ("of", "for"):
        stop = at + 1 if words[at + 1] != "the" else at + 2
        start = stop
        while stop < limit and (words[stop] in lex.titles["portfolio"] or words[stop] in ("state", "and")):
            stop += 1
        if stop == start:
            break
        at = end = stop
    return end


def _regnal(words: list[str], cut: int) -> bool:
    """A king's or pope's bare name is no surname: "Pope Francis" keeps its title."""
    return cut + 1 >= len(words) - 1 and words[cut - 1] in lexicon().titles["regnal"]


def _hyphened(word: str) -> bool:
    """ "al-Bashir", "el-Sisi", "d'Arcy": a small particle joined to a capitalised name."""
    head, dash, tail = word.translate(_APOSTROPHES).replace("'", "-").partition("-")
    return bool(dash) and head.islower() and tail[:1].isupper()


def last_written(name: str) -> str:
    """The last word of a name as it is written: "halloran smythe" of "Birgit Halloran-Smythe", who is called so."""
    return plain(name[-_LONGEST:].rpartition(" ")[2])
