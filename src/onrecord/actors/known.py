"""The project's own actors: every alias is that actor, wherever it stands as a whole name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.names import gender_of, key, plain
from onrecord.actors.pieces import Name
from onrecord.errors import ProjectError
from onrecord.layout import Layout
from onrecord.model import Range
from onrecord.project import KnownActor, Project

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Alias -> actor, and the aliases by their first word for a scan of the text, longest first."""

    aliases: Mapping[str, KnownActor]
    first: Mapping[str, Sequence[tuple[tuple[str, ...], KnownActor, bool]]]

    def match(self, name: Name) -> KnownActor | None:
        """The actor one of whose aliases is this name, with its title or without."""
        if not self.aliases:
            return None
        actor = self.aliases.get(plain(f"{name.title} {name.text}")) if name.title else None
        actor = actor or self.aliases.get(name.key)
        if actor is not None and name.gender:
            gender = gender_of(plain(actor.name).split())
            if gender and gender != name.gender:
                return None
        return actor


def alias(text: str) -> str:
    """An alias as it is compared: like `names.key`, but a title that the user wrote stays."""
    found = plain(text)
    for article in _ARTICLES:
        found = found.removeprefix(article)
    return found


def actor_key(actor: KnownActor) -> str:
    """The key of a known actor, which no name found in a text can have."""
    return "known:" + key(actor.name)


@lru_cache(maxsize=8)
def known(project: Project) -> Known:
    """The project's aliases; one that two actors claim is nobody's (`check` reports it)."""
    owners = _owners(project)
    aliases = {text: found[0] for text, found in owners.items() if len(found) == 1}
    first: dict[str, list[tuple[tuple[str, ...], KnownActor, bool]]] = {}
    for actor in project.actors:
        for written in (actor.name, *actor.aliases):
            text = alias(written)
            words = tuple(text.split())
            if words and aliases.get(text) == actor:
                bare = re.sub(r"^(?:the|a|an) ", "", written, flags=re.IGNORECASE)
                first.setdefault(words[0], []).append((words, actor, bare[:1].isupper()))
    for found in first.values():
        found.sort(key=lambda f: (-len(f[0]), f[0]))
    return Known(aliases=aliases, first=first)


def check(project: Project) -> None:
    """Raise ProjectError when one alias stands on two actors."""
    for text, actors in sorted(_owners(project).items()):
        if len(actors) > 1:
            names = " and ".join(repr(a.name) for a in actors[:2])
            raise ProjectError(f"actor: the alias {text!r} stands on both {names}; take it off one of them")
    seen: dict[str, KnownActor] = {}
    for actor in project.actors:
        other = seen.setdefault(actor_key(actor), actor)
        if other is not actor:
            raise ProjectError(f"actor: {other.name!r} and {actor.name!r} are one name; write one of them only")


def _owners(project: Project) -> dict[str, list[KnownActor]]:
    owners: dict[str, list[KnownActor]] = {}
    for actor in project.actors:
        for written in (actor.name, *actor.aliases):
            text = alias(written)
            found = owners.setdefault(text, [])
            if text and actor not in found:
                found.append(actor)
    owners.pop("", None)
    return owners


def scan(layout: Layout, names: Sequence[Name], aliases: Known) -> list[Name]:
    """The names, with aliases of several words or in small letters ("interior ministry") found in the text, too.

    An alias inside a longer name is no match: "Front" in "National Front", "Alvarn" in "Mira Alvarn".
    """
    if not aliases.first:
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
    taken = [(n.start, n.end) for n in names]
    starts = [s for s, _ in taken]
    tokens = [(m.start(), m.end(), plain(m.group())) for m in _WORD.finditer(text, start, end)]
    added: list[Name] = []
    past = -1
    for i, (s, _, word) in enumerate(tokens):
        if s < past:
            continue
        head = word.split(" ", 1)[0]
        for words, actor, capital in aliases.first.get(head, ()):
            stop = _matches(tokens, i, words)
            if stop is None or (capital and not text[s].isupper()):
                continue
            e = tokens[stop - 1][1]
            if text[e - 2 : e] in ("'s", "’s"):
                e -= 2
            # names are disjoint: only the one before and those that begin inside can be in the way
            i0, i1 = max(0, bisect_right(starts, s) - 1), bisect_left(starts, e)
            if any((b <= s and e <= f) or b < s < f or b < e < f for b, f in taken[i0:i1]):
                continue
            added.append(_name(text, s, e, paragraph, actor, words))
            past = e
            break
    ranges = [(a.start, a.end) for a in added]
    covered = [n for n in names if not _covered(ranges, n)]
    return sorted([*covered, *added], key=lambda n: n.start)


def _covered(ranges: Sequence[Range], name: Name) -> bool:
    """Whether one of the sorted, disjoint ranges holds the name."""
    i = bisect_right(ranges, (name.start, 1 << 62)) - 1
    return i >= 0 and name.end <= ranges[i][1]


def _matches(tokens: Sequence[tuple[int, int, str]], i: int, words: tuple[str, ...]) -> int | None:
    """The token after the last one of the alias, when its words follow one another from token i."""
    got: list[str] = []
    while i < len(tokens) and len(got) < len(words):
        got.extend(tokens[i][2].split())
        i += 1
    return i if tuple(got) == words else None


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
