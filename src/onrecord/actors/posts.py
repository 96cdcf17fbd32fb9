"""What the text says of offices -> one post of one person, of one body, for one interval.

A post told twice is one: the fuller title, the named body and the dates of either are kept. Told with days that
contradict each other it stays two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from onrecord.actors import tenure
from onrecord.actors.cast import MANY
from onrecord.actors.demonyms import state_of
from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.role_nouns import role
from onrecord.actors.role_phrases import Fact
from onrecord.actors.scene import Scene
from onrecord.actors.sentences import ends_sentence
from onrecord.actors.tenure import Tenure

BODIES = frozenset(
    ("organization", "government", "armed_group", "party", "media", "state", "group", "parliament", "coalition")
)
_BACK = 400
_STOP = re.compile(r"[.!?][\"”’)]*\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A row to be: `entity` by its number in the cast, the title, whose office it is, when, and where it is said."""

    entity: int
    title: str
    org: str | None
    tenure: Tenure
    start: int
    end: int
    score: float
    why: str


def posts(scene: Scene, facts: Iterable[Fact], published: date | None) -> list[Post]:
    """The posts of all facts, merged, in text order."""
    by_entity: dict[int, list[Post]] = {}
    for fact in facts:
        if fact.name.entity is None or not fact.title or lexicon().noun(fact.head, "no_office") is not None:
            continue
        post = _post(scene, fact, fact.name.entity, published)
        if post.title.casefold() == "fellow" and post.org is None:
            continue  # "fellow Ostrian Petar Dossen"
        _enter(by_entity.setdefault(fact.name.entity, []), post, published)
    return sorted((p for held in by_entity.values() for p in held), key=lambda p: (p.start, p.end, p.entity, p.title))


def _post(scene: Scene, fact: Fact, entity: int, published: date | None) -> Post:
    text = scene.layout.text
    paragraph = scene.layout.paragraphs[scene.paragraph(fact.start)]
    tail = tenure.clause(text, fact.tail, max(fact.tail, paragraph.end))
    if fact.near and fact.tail == fact.name.end and not tail.startswith(" ("):
        tail = ""  # "President Mira Alvarn in 1993": the date is of what she did
    when = tenure.tenure(
        change=fact.change,
        mark=tenure.mark_of(fact.words),
        tail=tail,
        lead=fact.lead,
        near=fact.near,
        published=published,
    )
    title, org = _office(scene, fact)
    end = max(fact.end, fact.tail + when.reach) if when.reach else fact.end
    return Post(
        entity=entity,
        title=title,
        org=org,
        tenure=when,
        start=fact.start - (len(fact.lead) if when.led and fact.start >= len(fact.lead) else 0),
        end=min(end, max(fact.end, paragraph.end)),
        score=fact.score,
        why=f"{fact.rule}, {when.mark}" if when.mark else fact.rule,
    )


def _office(scene: Scene, fact: Fact) -> tuple[str, str | None]:
    """The title without words of time, and the body's name as the article's actors have it."""
    title, inner = _without_body(_without_marks(fact.title))
    owner = fact.owner
    if owner is not None:
        state = state_of(scene.cast, owner.text)
        if inner is not None:
            return title, f"{owner.text} {inner}"
        if state is not None:
            return title, state.name
        return title, scene.cast.ents[owner.entity].name if owner.entity is not None else owner.text
    if fact.org is not None:
        state = state_of(scene.cast, fact.org)
        return title, state.name if state is not None else lexicon().demonyms.get(plain(fact.org), fact.org)
    if fact.owner_word:
        return title, _named(scene, fact, fact.owner_word)
    if fact.owner_pronoun in ("its", "their"):
        return title, _its(scene, fact)
    return title, inner


def _without_marks(title: str) -> str:
    """ "Former ex-Prime Minister" -> "Prime Minister"; "President-elect" -> "President"."""
    lists = tenure.words()
    marks = lists["past"] | lists["coming"] | lists["current"]
    kept = re.sub(r"[-‐‑](?:elect|designate)\b", "", title, flags=re.IGNORECASE).split()
    while len(kept) > 1 and kept[0].casefold() in marks:
        kept = kept[1:]
    return re.sub(r"^(?:ex|then)[-‐‑]", "", " ".join(kept), flags=re.IGNORECASE)


def _without_body(title: str) -> tuple[str, str | None]:
    """ "interior ministry spokesman": the spokesman of the interior ministry."""
    words = title.split()
    lex = lexicon()
    for i, word in enumerate(words[:-1]):
        whose = [w.casefold() for w in words[:i]]
        ministry = word.casefold() in ("ministry", "department")
        if ministry and whose and all(w in lex.titles["portfolio"] | lex.joining for w in whose):
            return " ".join(words[i + 1 :]), " ".join(words[: i + 1])
    return title, None


def _named(scene: Scene, fact: Fact, word: str) -> str | None:
    """ "the party's leader": the one party that is meant, if the article names it."""
    phrase = Phrase(form="role", start=fact.start, end=fact.end, head=word, determiner="the")
    found = role(scene, phrase)
    if found.entity is None or scene.cast.ents[found.entity].kind not in BODIES:
        return None
    return scene.cast.ents[found.entity].name


def _its(scene: Scene, fact: Fact) -> str | None:
    """ "its commander": of the body this sentence began with, or else the one before."""
    text, at = scene.layout.text, fact.start
    low = max(scene.layout.paragraphs[scene.paragraph(at)].start, at - _BACK)
    ends = [low, *(m.end() for m in _STOP.finditer(text, low, at) if ends_sentence(text, m.start()))]
    for start, stop in ((ends[-1], at), *((a, b) for a, b in zip(ends[-2:-1], ends[-1:], strict=False))):
        for name in scene.names_between(start, stop):
            ent = None if name.entity is None else scene.cast.ents[name.entity]
            if ent is not None and ent.kind in BODIES:
                return ent.name
            if ent is not None and ent.kind == "unknown" and not ent.person:
                return ent.name
    return None


def _enter(held: list[Post], new: Post, published: date | None) -> None:
    """Add a post to those of the person, or merge it into the one it tells again."""
    for i, old in enumerate(held):
        merged = _merged(old, new, published)
        if merged is not None:
            held[i] = merged
            return
    if len(held) < MANY:
        held.append(new)


def _merged(a: Post, b: Post, published: date | None) -> Post | None:
    """Two tellings of one post, or None."""
    first, second = plain(a.title).split(), plain(b.title).split()
    if first[-1:] != second[-1:] or not (set(first) <= set(second) or set(second) <= set(first)):
        return None
    if a.org is not None and b.org is not None and a.org != b.org:
        return None
    begins = {t.since for t in (a.tenure, b.tenure) if t.since is not None}
    ends = {d for t in (a.tenure, b.tenure) if (d := _strong(t, published)) is not None}
    if len(begins) > 1 or len(ends) > 1:
        return None
    since, until = next(iter(begins), None), next(iter(ends), None)
    if until is None and "former" in (a.tenure.mark, b.tenure.mark):
        until = published
    told = a if _rank(a) >= _rank(b) else b
    fuller = told if len(first) == len(second) else a if len(first) > len(second) else b
    return replace(
        told,
        title=fuller.title,
        org=a.org or b.org,
        tenure=replace(told.tenure, since=since, until=until),
        score=max(a.score, b.score),
    )


def _rank(post: Post) -> tuple[bool, bool, bool]:
    """How much a telling proves."""
    return (post.tenure.since is not None, post.tenure.until is not None, post.org is not None)


def _strong(when: Tenure, published: date | None) -> date | None:
    """An end the text names; "former" alone names none."""
    return None if when.until == published else when.until
