"""Namesakes: entities of one key that are clearly not one actor, and on which side each of them is.

A footballer and a minister of one name cannot be told apart by the name; a woman and a man, a person and
a body can. And one word that is somebody's surname is nobody's in an article that does not say whose.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.actors.clustering.facts import BODY, DESCRIBED, MAN, PERSON, SURE, WOMAN

MARK = " / "
"""Stands in a node's key between the key of its family and what tells it from the others; in no printed name's key."""
HERE = MARK + "here "
JUDGED = MARK + "judged "
ALONE = "here"
"""The sides of a word that is a surname: each article has its own."""
_SHARE = 0.2  # of the articles that tell: a smaller minority is a slip of the analysis
_OFTEN = 2  # articles whose pronouns must tell, where no title does


def sides(counts: Mapping[str, int], word: bool, surname: bool) -> str:
    """How a family is divided, the larger side first; "" where it is one. `counts` are articles by sort.

    `word`: the key is one word; `surname`: a person of the record has it in a name of several words.
    """
    if word and surname and not counts.get(BODY):
        return ALONE
    found = []
    women, men = _gendered(counts, WOMAN), _gendered(counts, MAN)
    titled = min(counts.get(WOMAN + SURE, 0), counts.get(MAN + SURE, 0))
    often = min(women, men)
    if (titled or often >= _OFTEN) and often >= _SHARE * (women + men):
        found = [(women, WOMAN), (men, MAN)]
    sure, bodies = women + men + counts.get(DESCRIBED, 0), counts.get(BODY, 0)
    if sure and bodies and min(sure, bodies) >= _SHARE * (sure + bodies):
        found = [*(found or [(sure, PERSON)]), (bodies, BODY)]
    return ",".join(side for _, side in sorted(found, key=lambda f: (-f[0], f[1])))


def side(divided: str, sort: str, document: str) -> str:
    """What follows the family's key in that of the node of an entity of this sort; "" for the larger side."""
    if divided == ALONE:
        return "" if sort == BODY else HERE + document
    if not divided:
        return ""
    there = divided.split(",")
    wanted = sort[:1] if sort[:1] in there else _person(there) if sort and sort != BODY else there[0]
    return "" if wanted == there[0] else MARK + wanted


def gender(counts: Mapping[str, int]) -> str:
    """What the articles agree on."""
    women, men = _gendered(counts, WOMAN), _gendered(counts, MAN)
    if min(women, men) > _SHARE * (women + men) or women == men:
        return ""
    return WOMAN if women > men else MAN


def _gendered(counts: Mapping[str, int], which: str) -> int:
    return counts.get(which, 0) + counts.get(which + SURE, 0)


def _person(there: list[str]) -> str:
    return next((s for s in there if s != BODY), there[0])


def family(key: str) -> str:
    """The key of a node's family."""
    return key.partition(MARK)[0]


def is_alone(key: str) -> bool:
    """Whether a node is one article's own: a bare surname, or an office whose state the article does not name."""
    return HERE in key or " @ " in key
