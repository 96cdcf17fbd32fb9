"""The project's own actors: every alias is that actor, wherever it stands as a whole name, on the days it holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from onrecord.actors.names import gender_of, key, last_written, plain
from onrecord.actors.pieces import Name
from onrecord.alias_table import Alias
from onrecord.errors import ProjectError
from onrecord.findings import Range
from onrecord.layout import Layout
from onrecord.project import KnownActor, Project

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_ARTICLES = ("the ", "a ", "an ")
_BARE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_THE = re.compile(r"\bthe \Z", re.IGNORECASE)


class Claim(NamedTuple):
    """That a name is an actor's. `capital`: it is written with one; `office`: "the interior minister", with "the"."""

    actor: KnownActor
    alias: Alias
    capital: bool
    office: bool


class Match(NamedTuple):
    """Whose name it is, why and how sure."""

    actor: KnownActor
    why: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who claims each name, how many words names that begin with a word may have, and the day that counts.

    `families` are the family names of several words written as one, of people named in full ("Halloran-Smythe").
    """

    claims: Mapping[str, Sequence[Claim]]
    sizes: Mapping[str, Sequence[int]]
    families: frozenset[str]
    on: date | None = None

    def match(self, name: Name) -> Match | None:
        """The actor one of whose aliases is this name, with its title or without."""
        if not self.claims:
            return None
        found = self.holder(plain(f"{name.title} {name.text}")) if name.title else None
        found = found or self.holder(name.key)
        if found is not None and name.gender:
            gender = gender_of(plain(found.actor.name).split())
            if gender and gender != name.gender:
                return None
        return found

    def holder(self, text: str) -> Match | None:
        """Whose name it is on the day; where the day is not known, of the only one who ever had it, less surely."""
        claims = self.claims.get(text, ())
        if self.on is None:
            held = list(claims)
        else:
            held = [c for c in claims if c.alias.holds(self.on)]
        actors = {c.actor.name for c in held}
        if len(actors) != 1:
            return None
        if self.on is None and all(c.alias.since or c.alias.until for c in held):
            return Match(held[0].actor, "known-actor-undated", 0.6)
        return Match(held[0].actor, "known-actor", 0.98)


def alias(text: str) -> str:
    """An alias as it is compared: like `names.key`, but a title that the user wrote stays."""
    found = plain(text)
    for article in _ARTICLES:
        found = found.removeprefix(article)
    return found


def actor_key(actor: KnownActor) -> str:
    """The key of a known actor, which no name found in a text can have."""
    return "known:" + key(actor.name)


def known(project: Project, on: date | None = None) -> Known:
    """The project's aliases as they hold on a day; one that two actors claim is nobody's (`check` reports it)."""
    return replace(_known(project), on=on)


@lru_cache(maxsize=4)
def _known(project: Project) -> Known:
    claims: dict[str, list[Claim]] = {}
    sizes: dict[str, set[int]] = {}
    for text, claim in _claims(project):
        claims.setdefault(text, []).append(claim)
        words = text.split(" ")
        sizes.setdefault(words[0], set()).add(len(words))
    people = (a.name for a in project.actors if " " in a.name and a.kind in ("person", "unknown"))
    return Known(
        claims=claims,
        sizes={word: sorted(found, reverse=True) for word, found in sizes.items()},
        families=frozenset(last for last in map(last_written, people) if " " in last),
    )


def check(project: Project) -> None:
    """Raise ProjectError where one name is two actors' at a time, saying on which lines."""
    seen: dict[str, KnownActor] = {}
    for actor in project.actors:
        other = seen.setdefault(actor_key(actor), actor)
        if other is not actor:
            raise ProjectError(
                f"{_at(actor.where)}actor: {other.name!r}{_in(other.where)} and {actor.name!r} are one name;"
                " write one of them only"
            )
    claims: dict[str, list[Claim]] = {}
    for text, claim in _claims(project):
        claims.setdefault(text, []).append(claim)
    for text, held in sorted(claims.items()):
        if len(held) > 1:
            _check_apart(text, held)


def _check_apart(text: str, held: Sequence[Claim]) -> None:
    """Each actor's claims may overlap one another, but nobody else's."""
    ordered = sorted(held, key=lambda c: (c.alias.since or date.min, c.alias.until or date.max))
    last = ordered[0]
    for before, claim in pairwise(ordered):
        if (before.alias.until or date.max) >= (last.alias.until or date.max):
            last = before
        if claim.actor.name == last.actor.name or (claim.alias.since or date.min) > (last.alias.until or date.max):
            continue
        a, b = sorted((last, claim), key=lambda c: (c.alias.where, c.actor.name))
        names = " and ".join(f"{c.actor.name!r}{_in(c.alias.where)}" for c in (a, b))
        own = next((c.actor.name for c in (a, b) if alias(c.actor.name) == text and c.alias.name == c.actor.name), None)
        if own is not None:
            advice = f"it is the name of {own!r} itself: take it off the other, or make the two one actor"
        elif last.alias.since or last.alias.until or claim.alias.since or claim.alias.until:
            advice = "give them dates that do not overlap (since, until), or take it off one of them"
        else:
            advice = "take it off one of them, or say from when to when it is whose (since, until)"
        raise ProjectError(f"{_at(b.alias.where)}actor: the alias {text!r} stands on both {names}; {advice}")


def _at(where: str) -> str:
    return f"{where}: " if where else ""


def _in(where: str) -> str:
    return f" ({where})" if where else ""


def _claims(project: Project) -> Iterator[tuple[str, Claim]]:
    """Every name of every actor, as it is compared."""
    for actor in project.actors:
        always = (Alias(name, where=actor.where) for name in (actor.name, *actor.aliases))
        for given in (*always, *actor.dated):
            text = alias(given.name)
            if text:
                bare = _BARE.sub("", given.name)
                capital = bare[:1].isupper()
                yield text, Claim(actor, given, capital, bare != given.name and bare.islower())


def scan(layout: Layout, names: Sequence[Name], aliases: Known) -> list[Name]:
    """The names, with aliases of several words or in small letters ("interior ministry") found in the text, too.

    An alias inside a longer name is no match: "Front" in "National Front", "Alvarn" in "Mira Alvarn".
    """
    if not aliases.claims:
        return list(names)
    out: list[Name] = []
    at = 0
    for i, p in enumerate(layout.paragraphs):
        mine = []
        while at < len(names) and names[at].start < p.end:
            mine.append(names[at])
            at += 1
        out.extend(_scan_paragraph(layout.text, p.start, p.end, i, mine, aliases))
    return out


def _scan_paragraph(text: str, start: int, end: int, paragraph: int, names: list[Name], aliases: Known) -> list[Name]:
    taken = [(n.title_start, n.end) for n in names]
    starts = [s for s, _ in taken]
    tokens = [(m.start(), m.end(), plain(m.group())) for m in _WORD.finditer(text, start, end)]
    added: list[Name] = []
    past = -1
    for i, (s, _, word) in enumerate(tokens):
        if s < past:
            continue
        for size in aliases.sizes.get(word.split(" ", 1)[0], ()):
            found = _words(tokens, i, size)
            if found is None:
                continue
            stop, words = found
            match = aliases.holder(" ".join(words))
            e = tokens[stop - 1][1]
            if match is None or not _written(text, s, e, aliases.claims[" ".join(words)], match.actor):
                continue
            if text[e - 2 : e] in ("'s", "’s"):
                e -= 2
            # names are disjoint: only the one before and those that begin inside can be in the way
            i0, i1 = max(0, bisect_right(starts, s) - 1), bisect_left(starts, e)
            if any((b <= s and e <= f) or b < s < f or b < e < f for b, f in taken[i0:i1]):
                continue
            added.append(_name(text, s, e, paragraph, match.actor, words))
            past = e
            break
    ranges = [(a.start, a.end) for a in added]
    covered = [n for n in names if not _covered(ranges, n)]
    return sorted([*covered, *added], key=lambda n: n.start)


def _covered(ranges: Sequence[Range], name: Name) -> bool:
    """Whether one of the sorted, disjoint ranges holds the name."""
    i = bisect_right(ranges, (name.start, 1 << 62)) - 1
    return i >= 0 and name.end <= ranges[i][1]


def _words(tokens: Sequence[tuple[int, int, str]], i: int, size: int) -> tuple[int, tuple[str, ...]] | None:
    """That many words from token i on, and the token after them; a token ("Al-Sahli") may be several words."""
    got: list[str] = []
    while i < len(tokens) and len(got) < size:
        got.extend(tokens[i][2].split())
        i += 1
    return (i, tuple(got)) if len(got) == size else None


def _written(text: str, start: int, end: int, claims: Sequence[Claim], actor: KnownActor) -> bool:
    """Whether the words stand as one of the actor's aliases is written.

    A name has its capital. An office written with its article has it here, too, and nobody's name after it: neither
    "the former interior minister" nor "the interior minister Petar Dossen" is the alias "the interior minister".
    """
    for claim in claims:
        if claim.actor.name != actor.name or (claim.capital and not text[start].isupper()):
            continue
        named = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
        if not claim.office or (not named and _THE.search(text, max(0, start - 5), start)):
            return True
    return False


def _name(text: str, start: int, end: int, paragraph: int, actor: KnownActor, words: tuple[str, ...]) -> Name:
    return Name(
        start=start,
        end=end,
        text=text[start:end],
        words=words,
        kind=actor.kind,
        title_start=start,
        paragraph=paragraph,
        possessive=text[end : end + 2] in ("'s", "’s"),
    )
