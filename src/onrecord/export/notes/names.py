"""Names of notes: what a note is about, as a file name that every system takes and no two notes share.

Forbidden are signs that a file system or a link of the form [[name]] reads otherwise, names that Windows keeps for
devices, and dots and spaces at the ends. Two names count as one where they differ by case or by how accents are
written: then each gets its id. So does a name that had to be cut; one of which nothing is left is the id.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

LONGEST = 120
"""Most bytes of a name, in UTF-8: with the id and the ending it fits every file system."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*#^\[\]{}`%$~]')
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
_DEVICES = re.compile(r"(con|prn|aux|nul|clock|conin|conout|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def names(about: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For each id the name of its note, of pairs of an id and what it is about. No name depends on their order."""
    wanted = {own: plain(words) for own, words in about}
    counts = Counter(_key(name) for name, whole in wanted.values() if whole)
    taken: set[str] = set()
    made = {}
    for own in sorted(wanted):
        name, whole = wanted[own]
        if whole and counts[_key(name)] == 1 and _key(name) not in taken:
            made[own] = name
        else:
            made[own] = _apart(name, own, taken, counts)
        taken.add(_key(made[own]))
    return made


def plain(words: str) -> tuple[str, bool]:
    """The words as a file name, and whether that is all of them."""
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", words))
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(" .")
    name = f"_{name}" if _DEVICES.match(name) else name
    data = name.encode("utf-8")
    if len(data) <= LONGEST:
        return name, bool(name)
    return data[:LONGEST].decode("utf-8", "ignore").rstrip(" ."), False


def _apart(name: str, own: str, taken: Collection[str], counts: Mapping[str, int]) -> str:
    """The name with as much of the id as makes it nobody else's."""
    mark = plain(own)[0]
    for more in (mark[:7], mark, *(f"{mark} {n}" for n in range(2, len(taken) + len(counts) + 3))):
        made = f"{name} ({more})" if name else more
        if _key(made) not in taken and not counts.get(_key(made)):
            return made
    raise AssertionError("there are more marks than names")


def _key(name: str) -> str:
    """What is the same for names that one file system or another takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold())
