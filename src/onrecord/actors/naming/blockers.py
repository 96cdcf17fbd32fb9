"""What two names must never be merged for, however alike they are: the marks that tell namesakes apart.

Each rule says in a word or two what it saw, or "" where it has nothing against the two being one actor.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.actors.lexicon import lexicon
from onrecord.actors.naming.alignment import Alignment, crossing, measure_of
from onrecord.actors.naming.likeness import likeness
from onrecord.actors.naming.name_features import unfitting
from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.printed_names import BODY, PERSON, TITLE, ReadName
from onrecord.actors.naming.transliteration import SYLLABLES

BODY_WORDS = {"loyal"}
APART = 0.12
"""Words less like each other than this are different words."""


def blocker(a: ReadName, b: ReadName, found: Alignment) -> str:
    """Why the two are not of one actor, or ""."""
    return (
        _kinds(a, b)
        or _marks(a, b)
        or (_person(a, b, found) if a.form == b.form == PERSON else "")
        or (_body(a, b, found) if BODY in (a.form, b.form) else "")
    )


def _kinds(a: ReadName, b: ReadName) -> str:
    if TITLE in (a.form, b.form):
        return "title only"
    if "unknown" not in (a.kind, b.kind) and (a.kind == "person") != (b.kind == "person"):
        return "kinds"
    return ""


def _marks(a: ReadName, b: ReadName) -> str:
    if a.relation != b.relation:
        return "kinship"
    if a.owned != b.owned:
        return "body of another"
    if a.generation != b.generation and PERSON in (a.form, b.form):
        return "generation"
    return ""


def _person(a: ReadName, b: ReadName, found: Alignment) -> str:
    if _parent_of(a, b) or _parent_of(b, a):
        return "kinship"
    if a.line and b.line and _turned(a.line, b.line):
        return "kinship"
    if a.script == b.script and a.script in SYLLABLES and a.joined != b.joined:
        return "other syllables"
    one, other = _middle_initials(a), _middle_initials(b)
    if one and other and one != other:
        return "initials"
    return _other_words(a, b, found) or _genders(a, b)


def _genders(a: ReadName, b: ReadName) -> str:
    given = lexicon().given
    return "gender" if {given.get(a.words[0], ""), given.get(b.words[0], "")} == {"m", "f"} else ""


def _middle_initials(name: ReadName) -> tuple[str, ...]:
    """ "George H. W. Alvarn": h, w."""
    return tuple(w for w in name.words[1:-1] if len(w) == 1)


def _parent_of(a: ReadName, b: ReadName) -> bool:
    """ "Abu Salim ..." against a name in which Salim stands for himself."""
    return any(p in b.words and p not in b.parents and p not in a.words for p in a.parents)


def _turned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "Ahmad bin Hasan" and "Hasan bin Ahmad": the same words, son and father changed places."""
    same = likeness(one[0], other[1]) > 0.8 and likeness(one[1], other[0]) > 0.8
    return same and likeness(one[0], other[0]) < 0.5


def _other_words(a: ReadName, b: ReadName, found: Alignment) -> str:
    """Both have a word that is clearly not in the other: then the names are of two persons."""
    left, right = unfitting(a, found.left), unfitting(b, found.right)
    if not left or not right:
        return ""
    measure, limit = measure_of(a, b), 0.2 if crossing(a, b) else APART
    if any(measure(a.words[i], b.words[j]) >= limit for i in left for j in right):
        return ""
    first = (left[0] == 0 or right[0] == 0) and any(
        f.i == len(a.words) - 1 or f.j == len(b.words) - 1 for f in found.fits
    )
    if not found.fits:
        return "no word in common"
    return "first names" if first else "other words"


def _body(a: ReadName, b: ReadName, found: Alignment) -> str:
    if _acronym(a, b):
        return ""
    if a.kind == b.kind == "state" and (found.left or found.right):
        return "country"
    if _odd_places(a, b, found.left) or _odd_places(b, a, found.right):
        return "country"
    if a.directions != b.directions:
        return "direction"
    if a.numbers != b.numbers:
        return "number"
    if a.factions != b.factions:
        return "faction"
    left, right = [a.words[i] for i in found.left], [b.words[j] for j in found.right]
    if bool(left) != bool(right) and _offices(left or right) and not _offices((a if right else b).words):
        return "body of another"  # "Ostria", and "Ostria's Department of Roads"
    if bool(left) != bool(right) and set(left or right) <= BODY_WORDS | set(name_words().body):
        return "body of another"
    if bool(left) != bool(right) and ((set(left) <= a.tail and left) or (set(right) <= b.tail and right)):
        return "modifier"
    common = name_words().common
    shared = [f for f in found.fits if not (a.words[f.i] in common and b.words[f.j] in common)]
    if not shared and not found.fits:
        return "no word in common"
    if not shared and ((left and right) or (len(found.fits) < 2 and (left or right))):
        return "head word only"
    return ""


def _offices(words: Iterable[str]) -> bool:
    """Whether a word is of a body that belongs to a state or a place: department, council, police."""
    kinds = lexicon().org_kind
    return any(kinds.get(w) in ("government", "parliament") for w in words)


def _odd_places(a: ReadName, b: ReadName, which: tuple[int, ...]) -> bool:
    """Whether the first names a state that the second does not, in no other spelling either."""
    odd = {state.replace(" ", "") for state in a.places - b.places}
    return any(a.words[i] in odd for i in which)


def _acronym(a: ReadName, b: ReadName) -> bool:
    """Whether one is letters for the other: letters name no state and no wing."""
    if len(a.words) != 1 and len(b.words) != 1:
        return False
    return bool(a.acronyms & (b.initials | b.acronyms) or b.acronyms & a.initials)
