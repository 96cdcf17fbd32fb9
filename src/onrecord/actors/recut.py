"""Names that only the whole article can cut: a place before a person, an unknown honorific, a people.

"of Tajmir Rustam Hojiyev" is two names where Tajmir stands alone elsewhere; "Suldaan Faarah Jire" is Faarah
Jire where the article has "Faarah Jire" and "the suldaan"; "the Karvelians" are nobody where there is a Karvelia.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import gender_of, kind
from onrecord.actors.pieces import Name

_OF = re.compile(r"\b(?:of|for|from|in)(?: the)? \Z")
_WHERE = re.compile(r"\b(?:in|near) \Z", re.IGNORECASE)
_SHOUTS = ("ING", "ED", "OUS", "FUL", "LESS")
_PEOPLES = ("ns", "ans", "ians", "is", "ese", "ers")


def recut(text: str, names: Sequence[Name], lower: set[str]) -> list[Name]:
    """The names with places and honorifics cut off, without the names of peoples."""
    lex = lexicon()
    single = {n.words[0] for n in names if len(n.words) == 1 and n.kind in ("unknown", "state") and not n.doubtful}
    people = {n.words[i] for n in names if n.kind == "person" and (n.title or len(n.words) > 1) for i in (0, -1)}
    people -= {n.words[0] for n in names if len(n.words) > 2 and _OF.search(text, max(0, n.start - 12), n.start)}
    stand = {n.words[0] for n in names if n.words and n.words[0] in single and _stands(text, n)}
    places = (stand - people - set(lex.given)) | set(lex.states)
    whole = {n.key for n in names if len(n.words) > 1 and n.kind in ("person", "unknown")}
    peoples = {stem + end for p in single | places for stem in (p, p[:-1]) for end in _PEOPLES if len(stem) > 3}
    words = {w for n in names if len(n.words) > 1 and n.kind == "person" for w in (n.words[0], n.words[-1])}
    out: list[Name] = []
    for name in names:
        if len(name.words) == 1 and not name.title and name.key in peoples and name.key.endswith("s"):
            continue
        space = name.text.find(" ")
        if space > 3 and _shouted(name, space, words):
            name = _rest(name, space)
        if len(name.words) < 3 or name.title or name.kind not in ("person", "unknown") or space < 0:
            out.append(name)
            continue
        first, rest = name.words[0], _rest(name, space)
        if first in places and _OF.search(text, max(0, name.start - 12), name.start) and rest.kind == "person":
            place = name.text[:space]
            end = name.start + space
            out.append(
                replace(name, end=end, text=place, words=(first,), kind=kind(place), gender="", possessive=False)
            )
            out.append(replace(rest, definite=False))
        elif rest.key in whole and first in lower and first not in lex.given:
            out.append(replace(rest, title=name.text[:space], title_start=name.start))
        else:
            out.append(name)
    return out


def _stands(text: str, name: Name) -> bool:
    """Whether the name stands where a place does."""
    alone = len(name.words) == 1 and not name.title and not name.possessive
    return alone and _WHERE.search(text, max(0, name.start - 14), name.start) is not None


def _shouted(name: Name, space: int, words: set[str]) -> bool:
    """ "FURIOUS Hoskyn lashed out": a tabloid's first word in capitals, before a name that is not."""
    first, rest = name.text[:space], name.text[space + 1 :]
    if not name.opens or name.title or not first.isalpha() or not first.isupper() or rest.isupper():
        return False
    return name.kind in ("person", "unknown") and (first.endswith(_SHOUTS) or name.words[-1] in words)


def _rest(name: Name, space: int) -> Name:
    start = name.start + space + 1
    words = name.words[1:]
    written = name.text[space + 1 :]
    what = kind(written)
    gender = gender_of(words) if what == "person" else ""
    return replace(name, start=start, title_start=start, text=written, words=words, kind=what, gender=gender)
