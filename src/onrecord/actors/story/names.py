"""Names of persons and bodies over the articles of a story -> who bears them.

Full names come first. A surname alone is whoever bears it in full, in the article or else in the story; where
several bear it, the one the article was speaking of; where that cannot be told, nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import plain
from onrecord.actors.story.bearers import MANY, Bearer, Words, bearers_of, family, generation, unmarked
from onrecord.actors.story.phrases import Read
from onrecord.actors.story.scene import Scene, Spot

BEGINS, LONG, SLIP = 4, 7, 90  # a surname of LONG letters may be misspelt: same beginning, so alike of 100
BODIES = frozenset(("organization", "party", "government", "armed_group", "media", "state", "place"))
INITIALS = 3  # letters by which a person may be called
_AND = frozenset(("and", "&"))
_SURE = 2.0  # how much more one bearer must be spoken of than the next
_FALLBACK_SCORE = 0.6


def resolve_names(scene: Scene) -> None:
    """Give every mention with a person's or body's name its bearer."""
    every = [s for s in scene.spots if s.read.form == "name" and s.read.words and not s.read.whole]
    pairs = [s for s in every if set(s.read.words) & _AND]
    named = [s for s in every if not set(s.read.words) & _AND]
    kinds = _kinds(named)
    people = [s for s in named if kinds[s.read.words] == "person"]
    bodies = [s for s in named if kinds[s.read.words] != "person"]
    full = [s for s in people if len(family(s.read.words)) > 1]
    bearers = bearers_of(full)
    of_form = {form: b for b in bearers for form in b.forms}
    for spot in full:
        bearer = of_form[spot.read.words]
        same = spot.read.words == bearer.words
        scene.give(spot, ("person", *bearer.words), 0.95 if same else 0.85, "full-name" if same else "name-variant")
        bearer.articles[spot.article] += 1
        bearer.reigns = bearer.reigns or _reigns(spot.read)
        if spot.read.gender:
            bearer.genders[spot.read.gender] += 1
    scene.gender.update((b.key, b.gender) for b in bearers if b.gender)
    _surnames(scene, [s for s in people if len(family(s.read.words)) == 1], bearers)
    known = {unmarked(form)[-1]: b for b in reversed(bearers) for form in sorted(b.forms)}
    bodies = [s for s in bodies if not _initials(scene, s, bearers)]
    _bodies(scene, bodies + [s for s in pairs if not _two(scene, s, known)])
    scene.settle("person")


def _initials(scene: Scene, spot: Spot, bearers: Sequence[Bearer]) -> bool:
    """ "MBD": the only person of the story whose names begin with these letters."""
    if len(spot.read.words) != 1 or not spot.read.written.isupper() or len(spot.read.written) != INITIALS:
        return False
    fits = [b for b in bearers[:MANY] if "".join(w[0] for w in b.words) == spot.read.words[0]]
    if len(fits) == 1:
        scene.give(spot, fits[0].key, 0.6, "initials")
    return len(fits) == 1


def _two(scene: Scene, spot: Spot, known: Mapping[str, Bearer]) -> bool:
    """ "Alvarn and Dossen": both persons, where the story knows both surnames; else it may be a body's name."""
    words = spot.read.words
    at = next(i for i, w in enumerate(words) if w in _AND)
    sides = [known.get(side[-1]) for side in (words[:at], words[at + 1 :]) if side]
    if len(sides) < 2 or None in sides:
        return False
    for bearer in sides:
        if bearer is not None:
            scene.give(spot, bearer.key, 0.7, "both-surnames")
    return True


def _kinds(named: Sequence[Spot]) -> Mapping[Words, str]:
    """What most mentions of a name say it is: a person's, unless a tagger or its own words call it a body's.

    The look of two capitalised words is evidence only where no tagger looked.
    """
    votes: dict[Words, Counter[bool]] = defaultdict(Counter)
    surnames: set[str] = set()
    for s in named:
        person = _is_person(s)
        if person is not None:
            votes[s.read.words][person] += 1
            if person and len(s.read.words) > 1:
                surnames.update((unmarked(s.read.words)[-1], s.read.words[0]))
    surnames |= {unmarked(s.read.words)[-1] for s in named if s.read.gender and len(s.read.words) == 1}
    out: dict[Words, str] = {}
    for words in {s.read.words for s in named}:
        vote = votes.get(words, Counter())
        if surnames & {words[0], unmarked(words)[-1]}:  # "Alvarn" is a person where "Mira Alvarn" is
            out[words] = "person"
        else:
            out[words] = "person" if vote[True] > 0 and vote[True] >= vote[False] else "body"
    return out


def _is_person(spot: Spot) -> bool | None:
    """Whether a mention's name is a person's; None where nothing tells."""
    read = spot.read
    known = _titled_so(read) or (len(read.words) > 1 and read.words[0] in lexicon().given)
    if read.kind == "person" and (known or not spot.looked):
        return True
    if spot.saw in BODIES or read.kind in BODIES:
        return False
    if spot.saw == "person" or (read.kind == "person" and spot.saw):
        return True
    return None if spot.looked or read.kind != "unknown" else True


def _titled_so(read: Read) -> bool:
    """Whether a name stands after an office or an honorific."""
    titles = lexicon().titles
    said = titles["honorific"] | titles["office"] | titles["regnal"]
    return read.sort is not None or any(w in said for w in plain(read.title).split())


def _surnames(scene: Scene, short: Sequence[Spot], bearers: Sequence[Bearer]) -> None:
    """One word of a name: the bearer of a full name with it."""
    last: dict[str, list[Bearer]] = defaultdict(list)
    other: dict[str, list[Bearer]] = defaultdict(list)
    for b in bearers:
        for words in sorted(b.forms):
            core = unmarked(words)
            _enter(last[core[-1]], b)
            # "Park" of "Park Min-ho": the family name may stand first; a given name is called so by few
            _enter(other[core[0]], b)
    scene.settle("person")
    titled = _titled(short)
    spelled: dict[str, list[str]] = defaultdict(list)
    for word in sorted(last):
        spelled[word[:BEGINS]].append(word)
    for spot in short:
        word = family(spot.read.words)[0]
        fits = _fitting(spot, last.get(word, ()), titled)
        if not fits:
            by_first = [b for b in other.get(word, ()) if b.reigns or not _reigns(spot.read)]
            fits = _fitting(spot, by_first, titled)
        if not fits and word not in last:
            fits = _fitting(spot, _misspelt(word, spelled, last), titled)
        _choose(scene, spot, word, fits, titled)


def _reigns(read: Read) -> bool:
    """Whether a king's or a pope's title stands before a name."""
    return any(w in lexicon().titles["regnal"] for w in plain(read.title).split())


def _misspelt(word: str, spelled: Mapping[str, Sequence[str]], last: Mapping[str, list[Bearer]]) -> list[Bearer]:
    """Who bears the one long surname that differs from this word by a letter or so."""
    near = spelled.get(word[:BEGINS], ()) if len(word) >= LONG else ()
    fits = [w for w in near[:MANY] if fuzz.ratio(w, word) >= SLIP and w + "s" != word]  # "the Alvarns" are several
    return last[fits[0]] if len(fits) == 1 else []


def _enter(held: list[Bearer], bearer: Bearer) -> None:
    if len(held) <= MANY and bearer not in held:
        held.append(bearer)


def _titled(short: Iterable[Spot]) -> Mapping[str, Counter[str]]:
    """How often each surname stands with a man's and with a woman's title."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for s in short:
        if s.read.gender:
            out[family(s.read.words)[0]][s.read.gender] += 1
    return out


def _fitting(spot: Spot, bearers: Sequence[Bearer], titled: Mapping[str, Counter[str]]) -> list[Bearer]:
    """Those whom the title before the surname may mean."""
    gender = spot.read.gender
    if len(bearers) > MANY:
        return []
    if not gender:
        return list(bearers)
    fits = [b for b in bearers if b.gender in ("", gender)]
    unsure = [b for b in fits if not b.gender]
    seen = titled[family(spot.read.words)[0]]
    if unsure and len(fits) == len(unsure) and seen[gender] < max(seen.values()):
        return []  # "Mr. Alvarn" ten times and "Mrs. Alvarn" once: she is not Alex Alvarn
    return fits


def _choose(scene: Scene, spot: Spot, word: str, fits: Sequence[Bearer], titled: Mapping[str, Counter[str]]) -> None:
    """The bearer in the article, or else in the story; of several the one spoken of; else the surname stands alone."""
    marked = [b for b in fits if generation(b.words)] if generation(spot.read.words) else []
    fits = marked or fits
    here = [b for b in fits if b.articles[spot.article]]
    elders = [b for b in here if not generation(b.words)] or here
    if len(elders) == 1:
        scene.give(spot, elders[0].key, 0.9 if len(here) == 1 else 0.8, "surname")
        return
    if len(elders) > 1:
        near = scene.near(spot, "person")
        ranked = sorted(elders, key=lambda b: (-near.get(b.key, 0.0), b.words))
        first, second = (near.get(b.key, 0.0) for b in ranked[:2])
        if first > _SURE * second or first > 0 == second:
            scene.give(spot, ranked[0].key, 0.7, "surname-spoken-of")
            return
        scene.give(spot, ("person", "?", word, spot.article), 0.4, "surname-of-several")
        return
    rest = [b for b in fits if not generation(b.words)] or list(fits)
    if len(rest) == 1:
        scene.give(spot, rest[0].key, 0.75, "surname-in-story")
        return
    ranked = sorted(rest, key=lambda b: (-sum(b.articles.values()), b.words))
    if ranked and sum(ranked[0].articles.values()) > 3 * sum(ranked[1].articles.values()):
        scene.give(spot, ranked[0].key, _FALLBACK_SCORE, "surname-of-main")
        return
    if ranked:
        scene.give(spot, ("person", "?", word, spot.article), 0.4, "surname-of-several")
        return
    couple = len(titled[word]) > 1  # "Mr. Alvarn" and "Mrs. Alvarn" of a story are two, "Alvarn" is neither for sure
    scene.give(spot, ("person", "?", word, spot.read.gender if couple else ""), 0.6, "surname-only")


def _bodies(scene: Scene, spots: Sequence[Spot]) -> None:
    """Names of bodies by their words; initials are the one full name of the story that has them."""
    names = {tuple(w for w in s.read.words if w not in ("the", "a")) for s in spots}
    spelled: dict[str, set[Words]] = defaultdict(set)
    for words in names:
        if len(words) > 1:
            spelled["".join(w[0] for w in words if w not in ("of", "for", "and", "the", "&"))].add(words)
    for spot in spots:
        words = tuple(w for w in spot.read.words if w not in ("the", "a"))
        whole = spelled.get(words[0], set()) if len(words) == 1 and len(words[0]) > 1 else set()
        if len(whole) == 1:
            scene.give(spot, ("body", *next(iter(whole))), 0.8, "initials")
        elif words:
            scene.give(spot, ("body", *words), 0.9, "name")
