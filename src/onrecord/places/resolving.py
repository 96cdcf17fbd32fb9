"""Which place of the world a name means in one document, or none.

Every candidate has a prior (how large, a capital, a country) and what the document says for it: the country printed
with the name, the kind of place, the countries of its other places. One more candidate is "something that the gazetteer
does not have", and wins where the others are small and nothing speaks for them: then the name stays a name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.model import Place, Span
from onrecord.places.folding import bare
from onrecord.places.gazetteer import Gazetteer, Known, gazetteer
from onrecord.places.larger import Name
from onrecord.places.naming import Sightings
from onrecord.places.tables import lists, not_places, rows

_NOBODY = 3.2  # as much as a city of 100,000 for which nothing speaks
_COMMON = 0.8  # more of that for words that are often something else
_UNKNOWN = 1.5  # and where the document's other places are unknown
_COUNTRY = 7.0
_REGION, _REGION_SIZE = 2.5, 0.5
_CITY_SIZE, _CAPITAL, _METROPOLIS = 1.6, 0.8, 1.0
_PRINTED, _SAME_NAME = 9.0, 5.0
_PEOPLE, _KIND = 3.5, 3.0
_LOOSE = -1.5
_CONTEXT, _MOST_VOTES = 2.4, 2.0
_NEIGHBOUR, _SAME_REGION = 0.15, 2.0
_LIKELY, _COUNTRY_LIKELY, _SURE = 0.5, 0.6, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a name means: `known` of the gazetteer or None, the country where at least that is clear, how sure, why."""

    known: Known | None
    country: str | None
    score: float
    why: str


def resolve(found: Sightings, text: str, doc: str = "", home: str | None = None) -> tuple[Place, ...]:
    """The names as places, in text order. `home` is the country of the outlet (alpha-2), a weak hint."""
    world = gazetteer()
    told = _told(world, found, home)
    places: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    choices: list[Choice] = []
    printed: dict[str, Known] = {n.key: n.inside for n in reversed(found.names) if n.inside}
    nobody = _nobody(world, found.names)
    for _ in range(2):  # the second time with what the first was sure of
        votes = _votes(world, told, places)
        for (country, region), count in regions.items():
            votes[f"{country}.{region}"] = float(count)
        made: dict[tuple[object, ...], Choice] = {}
        choices = []
        for n in found.names:
            same = (n.key, n.name, n.hint, n.inside, n.people, n.how == "the capital")
            if same not in made:
                made[same] = _choose(world, n, printed, votes, nobody)
            choices.append(made[same])
        places, regions = Counter(), Counter()
        for choice in made.values():
            if choice.known and choice.country and choice.score >= _SURE and choice.known.kind != "country":
                places[choice.country] += 1
                regions[choice.country, choice.known.region] += choice.known.kind != "region"
    main = _main(told + places)
    return tuple(_place(world, n, c, text, doc, main) for n, c in zip(found.names, choices, strict=True))


def _told(world: Gazetteer, found: Sightings, home: str | None) -> Counter[str]:
    """How often the document names each country, by name or people; names that may be two countries' do not count."""
    out: Counter[str] = Counter(found.peoples)
    for key, count in found.keys.items():
        held = {k.country for k in world.find(key, key.upper()) if k.kind == "country"}
        several = {k.country for k in world.find(key, key.upper()) if k.kind != "city"}
        if len(held) == 1 and len(several) == 1:
            out[str(next(iter(held)))] += count
    for name in found.names:
        if name.inside and name.inside.country:
            out[name.inside.country] += 1
        if name.people:
            out[name.people] += 1
    if home:
        out[home] += 1
    return out


def _votes(world: Gazetteer, told: Counter[str], places: Counter[str]) -> dict[str, float]:
    """What the document says for each country: the logarithm keeps one country from drowning the others."""
    seen = {c: told[c] + places[c] for c in {*told, *places}}
    out: dict[str, float] = {c: float(n) for c, n in seen.items()}
    for country, count in seen.items():
        for near in world.neighbours.get(country, ()):
            out[near] = out.get(near, 0.0) + _NEIGHBOUR * min(count, 4)
    return out


def _nobody(world: Gazetteer, names: Sequence[Name]) -> float:
    """How likely a name is none of the gazetteer's: more so where the document's other names are none either."""
    keys = {n.key for n in names if n.hint not in ("landmark", "capital")}
    unknown = sum(not world.find(k, k.upper()) for k in keys)
    return _NOBODY + _UNKNOWN * unknown / max(2, len(keys))


def _choose(
    world: Gazetteer, name: Name, printed: Mapping[str, Known], votes: Mapping[str, float], nobody: float
) -> Choice:
    if name.how == "the capital":
        return _capital(world, name)
    if name.hint == "landmark" and name.inside is None:
        held = [k for k in world.find(name.key) if k.kind == "region"]
        if not held:
            return Choice(known=None, country=None, score=0.5, why="a landmark, not in the gazetteer")
    inside, borrowed = name.inside, False
    if inside is None:
        inside = printed.get(name.key)
        borrowed = inside is not None
    candidates = _candidates(world, name)
    if inside is not None and not borrowed and not any(_lies(k, inside) for k, _ in candidates):
        return Choice(
            known=None, country=inside.country, score=0.8, why=f"lies in {inside.name}, by the words after it"
        )
    weights = [_weight(k, penalty, name, inside, borrowed, votes, candidates) for k, penalty in candidates]
    nobody += _COMMON if name.key in _ambiguous() else 0.0
    if name.people and not any(k.country == name.people for k, _ in candidates):
        return Choice(known=None, country=name.people, score=0.7, why="its country by the words before it")
    if not candidates:
        return Choice(known=None, country=None, score=0.5, why="not in the gazetteer")
    return _best(candidates, weights, nobody, name, inside)


def _best(
    candidates: Sequence[tuple[Known, float]], weights: Sequence[float], nobody: float, name: Name, inside: Known | None
) -> Choice:
    top = max(*weights, nobody)
    total = math.exp(nobody - top) + sum(math.exp(w - top) for w in weights)
    shares = [math.exp(w - top) / total for w in weights]
    best = max(range(len(shares)), key=lambda i: (shares[i], candidates[i][0].people))
    known, share = candidates[best][0], shares[best]
    if share >= _LIKELY:
        return Choice(
            known=known, country=known.country, score=round(share, 3), why=_why(known, candidates, name, inside)
        )
    together: Counter[str | None] = Counter()
    for (k, _), s in zip(candidates, shares, strict=True):
        together[k.country] += s  # type: ignore[assignment]
    country, of_country = max(together.items(), key=lambda item: (item[1], item[0] or ""))
    if of_country >= _COUNTRY_LIKELY and country:
        return Choice(
            known=None, country=country, score=round(of_country, 3), why=f"one of several of its name in {country}"
        )
    named = sorted({f"{k.name} ({k.country})" for k, _ in candidates if k.country})
    return Choice(
        known=None,
        country=None,
        score=round(1 - share, 3),
        why="may be " + " or ".join(named[:4]) + ", or none of them",
    )


def _why(known: Known, candidates: Sequence[tuple[Known, float]], name: Name, inside: Known | None) -> str:
    if inside is not None and _lies(known, inside):
        return f"in {inside.name}, as the text says"
    if len({(k.country, k.kind == "country") for k, _ in candidates}) == 1:
        return "the only one of its name in the gazetteer"
    if name.people == known.country:
        return "its country by the words before it"
    return f"likeliest of {len(candidates)} of its name, by size and the document's other places"


def _candidates(world: Gazetteer, name: Name) -> list[tuple[Known, float]]:
    """What the name may be, with what speaks against each."""
    for key in dict.fromkeys((name.key, bare(name.key))):
        found = world.find(key, name.name)
        if found:
            return [(k, 0.0) for k in found]
    if name.hint == "region" and name.key:
        return []
    return [(k, _LOOSE) for k in world.like(name.key)]


def _weight(
    known: Known,
    penalty: float,
    name: Name,
    inside: Known | None,
    borrowed: bool,
    votes: Mapping[str, float],
    candidates: Sequence[tuple[Known, float]],
) -> float:
    out = penalty + _prior(known, candidates, name.hint)
    if inside is not None and _lies(known, inside):
        out += _SAME_NAME if borrowed else _PRINTED
    if name.people:
        out += _PEOPLE if known.country == name.people else -_PEOPLE
    if name.hint in ("city", "region", "capital", "country"):
        kinds = {"city": ("city", "capital"), "region": ("region",), "capital": ("capital",), "country": ("country",)}
        out += _KIND if known.kind in kinds[name.hint] else -_KIND
    own = 1 if known.kind == "country" else 0
    said = votes.get(known.country or "", 0.0) - own
    if known.kind == "region" and votes.get(f"{known.country}.{known.region}"):
        out += _SAME_REGION  # a city of it is named too
    return out + _CONTEXT * math.log1p(2 * min(_MOST_VOTES, max(0.0, said)))


def _prior(known: Known, candidates: Sequence[tuple[Known, float]], hint: str) -> float:
    if known.kind == "country":
        return _COUNTRY
    size = math.log10(max(known.people, 1))
    if known.kind == "region":
        namesake = any(k.kind in ("city", "capital") and k.country == known.country for k, _ in candidates)
        return _REGION + _REGION_SIZE * size - (_KIND if namesake and hint != "region" else 0.0)
    large = _METROPOLIS if known.people >= 3000 else 0.0
    return _CITY_SIZE * size + (_CAPITAL if known.kind == "capital" else 0.0) + large


def _lies(known: Known, inside: Known) -> bool:
    if inside.kind == "country" or not inside.region:
        return known.country == inside.country and known.kind != "country"
    return known.country == inside.country and known.region == inside.region and known.kind != "region"


def _capital(world: Gazetteer, name: Name) -> Choice:
    known = world.capitals.get(name.people or "")
    if known:
        return Choice(known=known, country=known.country, score=0.9, why="the capital of the country named before it")
    return Choice(known=None, country=None, score=0.3, why="a capital, of which country is not said")


def _main(told: Counter[str]) -> str | None:
    """The country that the document names most, where it is more than half of all and more than once."""
    if not told:
        return None
    country, count = max(told.items(), key=lambda item: (item[1], item[0]))
    return country if count > 1 and count * 2 > sum(told.values()) else None


def _place(world: Gazetteer, name: Name, choice: Choice, text: str, doc: str, main: str | None) -> Place:
    if name.how == "the capital" and choice.known is None and main in world.capitals:
        choice = Choice(
            known=world.capitals[main],
            country=main,
            score=0.6,
            why="the capital of the country the document names most",
        )
    span = Span(doc=doc, start=name.start, end=name.end, text=text[name.start : name.end])
    known = choice.known
    kind = known.kind if known else {"city": "city", "region": "region", "capital": "capital"}.get(name.hint, "unknown")
    shown = known.name if known else name.name
    latitude, longitude = (known.latitude, known.longitude) if known else (None, None)
    part = _part(text, name)
    if known and part:
        shown, kind = f"{part} {known.name}", "region"
    return Place(
        span=span,
        name=shown,
        kind=kind,
        country=choice.country,
        latitude=latitude,
        longitude=longitude,
        score=choice.score,
        why=f"{choice.why} ({name.how})",
    )


def _part(text: str, name: Name) -> str:
    """The side that is meant of a place: "northern" Iraq; "" where all of it is, or where the name begins so."""
    first = text[name.start : name.end].split()[0].lower()
    return first if first in lists()["compass"] and name.key.split()[:1] != [first] else ""


@lru_cache(maxsize=1)
def _ambiguous() -> frozenset[str]:
    """Keys that are as often a person, a town of another state, or a thing."""
    words = {w for _, found, *_ in rows("gazetteer_ambiguous.tsv") for w in found.split(",")}
    return frozenset(words) | not_places()["given"]
