"""Names that stand where a text names a place, and what else a document says of countries.

A name counts after a preposition of place ("in Kelda"), a kind of place ("the town of Kelda"), a verb of motion
("seized Mosul"), in a dateline, in a list of such names, or with a landmark's noun ("on the Merrun bridge"). As the
subject of a verb ("Damascus rejected") it is an actor, and is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.findings import Range
from onrecord.places.folding import bare, fold
from onrecord.places.gazetteer import Gazetteer, gazetteer
from onrecord.places.larger import Name, with_larger
from onrecord.places.positions import Position, position
from onrecord.places.runs import Run, after, runs
from onrecord.places.tables import lists, not_places

_DATELINE = re.compile(r"(?:, [^\W\d_][\w.' -]{1,30}){0,2}\s*(?:\([^)\n]{2,40}\)\s*[-–—:]{1,2}|[-–—]{1,2}|—)\s")
_HEAD = re.compile(r"[ \xa0]([a-z]+)(?:[ \xa0]([a-z]+))?")
_CAPITAL = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|into|to|from|through)[ \xa0]"
    r"(?P<np>(?:the|its|their)[ \xa0](?:(?P<people>[^\W\d_a-z][\w-]+)[ \xa0])?capital)"
    r"(?:(?P<of>[ \xa0]of[ \xa0](?:the[ \xa0])?)|(?![ \xa0](?:city[ \xa0])?[^\W\d_a-z]|,[ \xa0][^\W\d_a-z]|"
    r"[ \xa0](?:market|gains|punishment|spending|cost|flow|control)))"
)
_LINKS = re.compile(r" (?:[a-z]+ )+")
_STRONG = frozenset(("near", "kind", "capital", "dateline", "part", "done to", "land", "journey", "overrun"))
_LANDMARK_FROM = frozenset((*_STRONG, "on", "motion", "of", "list", "reach"))


@dataclass(slots=True, kw_only=True)
class Sightings:
    """What one reading of a text finds: the names in places, and all keys of the gazetteer, wherever they stand."""

    names: list[Name] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    peoples: Counter[str] = field(default_factory=Counter)


def sightings(text: str, ranges: Sequence[Range], barred: Sequence[Range] = ()) -> Sightings:
    """The names of the ranges in text order. `barred` are names of persons and organizations, which name no place."""
    world, out = gazetteer(), Sightings()
    taken = sorted(barred)
    held: list[tuple[Run, Position]] = []
    for first, last in ranges:
        past = first
        last_name: Name | None = None
        at = 0
        for run in runs(text, [(first, last)]):
            while at < len(taken) and taken[at][1] <= run.start:
                at += 1
            if at < len(taken) and taken[at][0] <= run.start and taken[at][1] >= run.end:
                last_name = None
                continue
            _tell(world, run, text, out)
            if run.start < past:
                continue
            stands = position(text, run.start, first, last_name.end if last_name else -1)
            name = _named(world, text, run, stands, first, last_name)
            inner = _after_of(run, text) if name is None else None
            if inner is not None:
                run, stands = inner, position(text, inner.start, first, -1)
                name = _named(world, text, run, stands, first, None)
            if name is None:
                held.append((run, stands))
                continue
            if last_name is not None and text[last_name.end : name.start].strip() in ("'s", "’s"):
                out.names.pop()  # "Pakistan's Sindh province" is one place
            out.names.append(name)
            past, last_name = name.end, name
        out.names += _capitals(text, first, last, world)
    _again(text, held, out)
    out.names.sort(key=lambda n: (n.start, -n.end))
    return out


def _after_of(run: Run, text: str) -> Run | None:
    """What stands after the first "of" of a run that a kind of place begins: "Siege of Aleppo", "Town of Kelda"."""
    words, first = lists(), run.words[0].lower()
    found = _LINKS.match(text, run.start + len(first))
    if found is None or "of" not in found[0].split():
        return None
    if first not in words["settlement"] and first not in words["part"] and first not in words["done_to"]:
        return None
    return Run(start=found.end(), end=run.end, words=tuple(text[found.end() : run.end].split()))


def _tell(world: Gazetteer, run: Run, text: str, out: Sightings) -> None:
    """Count what a run says of countries, whoever or whatever it names there: "Government of Iraq" says Iraq."""
    written = run.text(text)
    key = fold(written)
    if world.find(key, written):
        out.keys[key] += 1
        return
    if len(run.words) == 1:
        people = world.peoples.get(key)
        if people:
            out.peoples[people] += 1
        return
    for part in _LINKS.split(written):
        key = fold(part)
        if part != written and world.find(key, part):
            out.keys[key] += 1
            continue
        for word in part.split():
            people = world.peoples.get(fold(word))
            if people:
                out.peoples[people] += 1


def _named(world: Gazetteer, text: str, run: Run, stands: Position, base: int, previous: Name | None) -> Name | None:
    """The name of a run where it stands in the place of a place, known or not."""
    if (
        len(run.words) < 5
        and (run.start == base or text[run.start - 1] == "\n")
        and is_dateline(text, run.start, run.end)
    ):
        return with_larger(world, text, _plain(run, text, stands, "dateline"))
    if stands.how == "":
        return None
    name = _with_head(world, text, run, stands)
    if name is None:
        return None
    known = bool(world.find(name.key, name.name))
    if stands.how == "list":
        if previous and previous.how != "list" and text[previous.end : run.start].startswith(", and"):
            return None  # "in Deraa, and Damascus denied it"
        genitive = text[name.end : name.end + 2] in ("'s", "’s")
        if genitive or not (known or (stands.joined and previous and not world.find(previous.key))):
            return None
    if name.hint == "landmark":
        return with_larger(world, text, name) if stands.how in _LANDMARK_FROM and stands.word != "over" else None
    name = with_larger(world, text, name)
    if not known:
        return name if (stands.how in _STRONG or stands.how == "list") and _placelike(text, run, stands, name) else None
    if name.how == "land":
        return name
    if stands.how == "of" or (stands.how == "on" and name.inside is None and not _area(world, name)):
        return None
    return name if _free(text, run, stands, name) else None


def _area(world: Gazetteer, name: Name) -> bool:
    """Whether the name is land or water that one may be on: "on the Golan Heights", "on Java"."""
    return world.find(name.key, name.name)[0].kind == "region"


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` opens a line and is followed by an agency, or a dash after capitals."""
    if start and text[start - 1] != "\n":
        return False
    found = _DATELINE.match(text, end)
    return found is not None and (text[start:end].partition(",")[0].isupper() or "(" in found[0])


def _plain(run: Run, text: str, stands: Position, how: str, hint: str = "") -> Name:
    words = run.text(text)
    if words.isupper() and len(words) > 3:
        words = words.title().replace("Al-", "al-")
    return Name(
        start=stands.start if how != "dateline" else run.start,
        end=run.end,
        name=words,
        key=fold(words),
        hint=hint or stands.hint,
        people=stands.people,
        how=how,
    )


def _with_head(world: Gazetteer, text: str, run: Run, stands: Position) -> Name | None:
    """The name with the noun that says what it is of: "Hodeidah province", "the Merrun bridge", "Lake Chad"."""
    words = lists()
    name = _plain(run, text, stands, stands.how)
    found = world.find(name.key, name.name)
    people = world.peoples.get(fold(run.words[0]))
    if people and not found:
        return _of_people(world, text, run, name, people)
    last = run.words[-1].lower()
    if len(run.words) > 1 and not found:
        if last in words["region"] or last in words["settlement"]:
            short = fold(" ".join(run.words[:-1]))
            kind = "region" if last in words["region"] else "city"
            return replace(
                name, key=short, hint=kind, name=" ".join(run.words[:-1]) if world.find(short) else name.name
            )
        if last in words["landmark"] or run.words[0].lower() in words["landmark"]:
            return replace(name, hint="landmark")
        if run.words[0].lower().strip(",") in words["compass"]:
            rest = " ".join(run.words[1:])
            if world.find(fold(rest), rest):
                return replace(name, name=rest, key=fold(rest), hint="part")
    following = _HEAD.match(text, run.end)
    if following:
        noun = following[1]
        if noun in words["region"] and stands.how:
            return replace(name, end=following.end(1), hint="region")
        if noun in words["settlement"] and noun not in ("community", "communities") and stands.how:
            return replace(name, end=following.end(1), hint="city")
        for i in (2, 1):
            if following[i] and following[i] in words["landmark"] and (i == 1 or noun not in words["following"]):
                if i == 2 and noun in ("and", "on", "in", "for", "or", "to", "with", "as", "at", "by", "of", "from"):
                    continue
                if noun == "border" and found:
                    return replace(name, end=following.end(1), hint="landmark", name=text[run.start : following.end(1)])
                whole = text[run.start : following.end(i)]
                return replace(name, end=following.end(i), hint="landmark", name=whole, key=fold(whole))
    return name


def _of_people(world: Gazetteer, text: str, run: Run, name: Name, people: str) -> Name | None:
    """ "Syrian territory" is Syria, "Syrian Kurdistan" a part of it; any other use of the adjective is no place."""
    if len(run.words) > 1:
        rest = " ".join(run.words[1:])
        start = run.start + run.text(text).index(run.words[1])
        if not world.find(fold(rest), rest):
            return None
        return replace(name, start=start, name=rest, key=fold(rest), people=people)
    word, own = after(text, run.end)
    country = world.countries.get(people)
    if own or country is None or word not in lists()["land"] or word == "capital":
        return None
    if _HEAD.match(text, run.end) and text[_HEAD.match(text, run.end).end(1) :].startswith(" of "):  # type: ignore[union-attr]
        return None
    end = run.end + 1 + len(word)
    return replace(name, end=end, name=country.name, key=fold(country.name), how="land", hint="country")


def _placelike(text: str, run: Run, stands: Position, name: Name) -> bool:
    """Whether a name that nobody knows may be a place's: no person's, organization's, month's or work's words."""
    words, out = lists(), not_places()
    low = [w.lower().strip("’'") for w in run.words]
    if stands.how == "kind":
        return low[-1] not in out["body"]
    if (
        low[0] in words["not_first"]
        or low[-1] in words["not_last"]
        or low[0] in out["title"]
        or low[-1] in out["title"]
    ):
        return False
    if any(w in out["body"] for w in low) or (len(low) > 1 and low[0] in out["given"]):
        return False
    if len(run.words) == 1 and run.words[0].isupper() and (len(run.words[0]) < 7 or "." in run.words[0]):
        return False
    if "of" in low or any(w.isdigit() for w in low):
        return False
    word, own = after(text, run.end)
    if own:
        return False
    if stands.article and stands.word and stands.word not in words["through"] and name.hint not in ("region", "city"):
        return False  # "in the Sobra" is a body as often as a place
    return word not in words["following"] and not text[run.end : run.end + 2].strip().isdigit()


def _free(text: str, run: Run, stands: Position, name: Name) -> bool:
    """Whether a known name is no adjective before a noun: "the Jordan family", "the Paris accord", "US courts"."""
    word, own = after(text, run.end)
    if own or not word or name.end > run.end or stands.how == "kind":
        return True
    if name.name.isupper() and len(run.words) == 1:
        return word in not_places()["opening"]
    usual = run.words[0].lower() in ("united", "netherlands", "philippines", "gulf", "maldives", "bahamas", "emirates")
    return usual or not stands.article or word not in lists()["following"]


def _capitals(text: str, first: int, last: int, world: Gazetteer) -> list[Name]:
    """ "in the capital", "outside the Syrian capital", "in the capital of Yemen": places without a name."""
    out = []
    for found in _CAPITAL.finditer(text, first, last):
        people, end = world.peoples.get(fold(found["people"] or "")), found.end("np")
        if found["people"] and not people:
            continue
        if found["of"]:
            land = next(runs(text, [(found.end(), min(last, found.end() + 60))]), None)
            known = next((k for k in world.find(fold(land.text(text))) if k.kind == "country"), None) if land else None
            if land is None or land.start != found.end() or known is None:
                continue
            people, end = known.country, land.end
        name = text[found.start("np") : end]
        out.append(
            Name(start=found.start("np"), end=end, name=name, key="", hint="capital", people=people, how="the capital")
        )
    return out


def _again(text: str, held: Sequence[tuple[Run, Position]], out: Sightings) -> None:
    """Names that stood as places once are places after "to", "from", "of" and "on" too: "the road to Kelda"."""
    seen = {n.key for n in out.names if n.hint not in ("landmark", "capital")} - {""}
    covered = [(n.start, n.end) for n in out.names]
    for run, stands in held:
        if stands.how not in ("motion", "reach", "list"):
            continue
        key = fold(run.text(text))
        if (key in seen or bare(key) in seen) and not any(s <= run.start < e for s, e in covered):
            word, own = after(text, run.end)
            if not own and word not in lists()["following"]:
                out.names.append(_plain(run, text, stands, stands.how))
