"""What bodies are to each other: part of, backed by, allied with, opposed to - and when.

Two bodies that follow each other in one sentence are related where the words between them say so
(`relation_words`). Whom "it" or "the brigade" stands for at a sentence's start is asked of the article's actors.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.actors import tenure
from onrecord.actors.cast import MANY
from onrecord.actors.demonyms import state_of
from onrecord.actors.lexicon import lexicon
from onrecord.actors.phrases import Phrase
from onrecord.actors.posts import BODIES
from onrecord.actors.relation_words import Frame, frames, joined_words, noun_words
from onrecord.actors.role_nouns import role
from onrecord.actors.scene import Scene, lies_in
from onrecord.actors.sentences import ends_sentence
from onrecord.actors.tenure import BEGINS, ENDS, HELD, HOLDS, Tenure

SYMMETRIC = ("allied_with", "opposed_to")
_GAP, _LEAD = 200, 60
_STOP = re.compile(r"[.!?;][\"”’)\]]*\s+(?=[\"“‘(]?[A-Z0-9])")
_ANAPHOR = re.compile(r"(?:It|They|[Tt]he (?P<noun>[a-z]+))(?=,? )")
_PAST = re.compile(r"\b(?:was|were|had been|used to be)\b")
_PAST_VERB = re.compile(
    r"(?<!has )(?<!have )\b(?:fought|belonged|received|backed|funded|armed|supported|financed|clashed)\b"
)
_BEGUN = re.compile(r"\b(?:joined|formed|entered|itself|declared|pledged|swore)\b")
_FORMER = re.compile(r"\b(?:former|formerly|once|no longer|erstwhile|ex|previously|one-time)\b")
_DENIED = re.compile(
    r"\b(?:not|never|nor|neither|n't|denied|denies|alleged|allegedly|accused|if|whether|unless|would|could|should"
    r"|may|might)\b"
)
_AND = re.compile(r"(?:,| and|, and) (?:the )?")
_AND_IS = re.compile(r",? (?:and|but) (?=(?:is|are|was|were|has|have|remains|now|also|[a-z]+s )\b)")
_AND_A = re.compile(r",? and (?=(?:an?|the) [a-z])")
_CLOSES = re.compile(r", (?=(?:is|are|was|were|has|have|had|remains|remain)\b)")
_OWNS = re.compile(r"['’]s?(?= )")
_CLOSED = re.compile(r"[,.;:)]|\Z| (?:in|since|until|on|from|said|against|for|after|before|when|as)\b")
_ADJECTIVE = re.compile(
    r"(?:(?:,| is| was| remains)(?: now| once)? )(?:an? |the )?(?:former )?(?P<adj>[A-Z][\w-]+) (?P<noun>[a-z -]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A body as it stands in a sentence; `sure` is lower where it is no name."""

    entity: int
    start: int
    end: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the words of one sentence (`start` to `end`) say, before it is known when it holds."""

    kind: str
    form: str
    said: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A row to be: two actors by their numbers in the cast."""

    subject: int
    kind: str
    object: int
    tenure: Tenure
    start: int
    end: int
    score: float
    why: str


def ties(scene: Scene, published: date | None) -> list[Tie]:
    """Every relation the article states, each once, in text order."""
    found: dict[tuple[int, str, int], list[Tie]] = {}
    first: Atom | None = None
    for start, end in _sentences(scene):
        atoms = _atoms(scene, start, end, first)
        if not atoms:
            continue
        for tie in _of_sentence(scene, atoms, start, end, published):
            sides = (tie.subject, tie.object)
            key = (min(sides), tie.kind, max(sides)) if tie.kind in SYMMETRIC else (sides[0], tie.kind, sides[1])
            _enter(found.setdefault(key, []), tie, published)
        first = replace(atoms[0], sure=1.0)
    return sorted((t for told in found.values() for t in told), key=lambda t: (t.start, t.end, t.subject, t.object))


def _enter(told: list[Tie], new: Tie, published: date | None) -> None:
    """Merge a relation told again, unless its days contradict the first telling's."""
    for i, old in enumerate(told):
        a, b = old.tenure, new.tenure
        ends = [t.until for t in (a, b) if t.until is not None and t.until != published]
        begins = {t.since for t in (a, b) if t.since is not None}
        if len(set(ends)) > 1 or len(begins) > 1:
            continue
        best = new if (b.since or b.until) and not (a.since or a.until) else old
        weak = published if published is not None and published in (a.until, b.until) else None
        until = ends[0] if ends else weak
        told[i] = replace(best, tenure=replace(best.tenure, since=next(iter(begins), None), until=until))
        return
    if len(told) < MANY:
        told.append(new)


def _sentences(scene: Scene) -> Iterator[tuple[int, int]]:
    """The sentences of the article's paragraphs that may hold a body."""
    text = scene.layout.text
    for p in scene.layout.paragraphs:
        start = p.start
        for m in _STOP.finditer(text, p.start, p.end):
            if not ends_sentence(text, m.start()):
                continue  # the point of "Gen."
            yield start, m.end()
            start = m.end()
        if start < p.end:
            yield start, p.end


def _atoms(scene: Scene, start: int, end: int, before: Atom | None) -> list[Atom]:
    """The bodies of a sentence in order: names, and what an opening "it" or "the brigade" stands for."""
    out = []
    for i in range(bisect_left(scene.starts, start), bisect_left(scene.starts, end)):
        name = scene.names[i]
        ent = None if name.entity is None else scene.cast.ents[name.entity]
        if ent is None or name.quoted or lies_in(scene.quoted, name.start):
            continue
        if ent.kind in BODIES or (ent.kind == "unknown" and not ent.person):
            state = None if " " in name.text else state_of(scene.cast, name.text)
            out.append(Atom(entity=(state or ent).index, start=name.start, end=name.end))
    m = _ANAPHOR.match(scene.layout.text, start, end)
    if m is not None and (not out or m.end() <= out[0].start) and not lies_in(scene.quoted, start):
        meant = before.entity if before is not None and m["noun"] is None else _noun(scene, m)
        if meant is not None:
            out.insert(0, Atom(entity=meant, start=m.start(), end=m.end(), sure=0.85))
    return out


def _noun(scene: Scene, m: re.Match[str]) -> int | None:
    """The body that "the brigade" stands for."""
    noun = m["noun"]
    if noun is None or not (lexicon().noun(noun, "organization") or lexicon().noun(noun, "generic")):
        return None
    found = role(scene, Phrase(form="role", start=m.start(), end=m.end(), head=noun, determiner="the")).entity
    return found if found is not None and scene.cast.ents[found].kind in BODIES else None


def _of_sentence(scene: Scene, atoms: Sequence[Atom], start: int, end: int, published: date | None) -> Iterator[Tie]:
    """The relations between neighbours, between the sentence's subject and what "and is" adds, and of adjectives."""
    text = scene.layout.text
    for i, (a, b) in enumerate(zip(atoms, atoms[1:], strict=False)):
        if b.start - a.end > _GAP or a.entity == b.entity:
            continue
        frame, subject, said = _between(text, atoms, i, start)
        if frame is None or _DENIED.search(said):
            continue
        for x, y in ((subject, b), *_shared(text, atoms, i, frame, subject)):
            if x.entity == y.entity or _DENIED.search(text[max(start, x.start - _LEAD) : x.start].casefold()):
                continue
            sides = (y, x) if frame.swap else (x, y)
            told = _Told(kind=frame.kind, form=frame.form, said=said, score=frame.score, start=start, end=end)
            yield _tie(text, told, *sides, published)
    for told, x, y in _adjectives(scene, atoms, start, end):
        if x.entity != y.entity and not _DENIED.search(told.said):
            yield _tie(text, told, x, y, published)


def _between(text: str, atoms: Sequence[Atom], i: int, start: int) -> tuple[Frame | None, Atom, str]:
    """The frame that fits the words between an atom and the next, and whose subject they give."""
    a, b = atoms[i], atoms[i + 1]
    gap = text[a.end : b.start]
    again, more = _AND_IS.match(gap), _AND_A.match(gap)
    if i and _CLOSES.match(gap) and text.startswith(",", atoms[i - 1].end):
        gap, a = gap[1:], atoms[i - 1]  # "the Guard, funded by Ostria, is loyal to"
    elif i and (again is not None or more is not None):
        gap = " " + gap[again.end() :] if again is not None else ", " + gap[more.end() if more else 0 :]
        a = atoms[0]
    opening = text[max(start, atoms[i].start - _LEAD) : atoms[i].start]
    for frame in frames():
        if frame.gap.fullmatch(gap) is None:
            continue
        before = frame.opening.search(opening) if frame.opening is not None else None
        behind = frame.behind.match(text, b.end, min(len(text), b.end + 80)) if frame.behind is not None else None
        if (frame.opening is not None and before is None) or (frame.behind is not None and behind is None):
            continue
        if frame.behind is None and _OWNS.match(text, b.end):
            continue  # "supports the Front's plan"
        said = (before.group() if before else "") + gap + (behind.group() if behind else "")
        return frame, atoms[0] if frame.whose else a, said
    return None, a, gap


def _shared(text: str, atoms: Sequence[Atom], i: int, frame: Frame, subject: Atom) -> Iterator[tuple[Atom, Atom]]:
    """What "and" joins to either side: "the Brigade and the Battalion are part of the Council"."""
    if frame.form not in ("participle", "verb", "noun", "giver") or frame.behind is not None or frame.whose:
        return
    if i and subject is atoms[i] and _AND.fullmatch(text[atoms[i - 1].end : atoms[i].start]):
        yield atoms[i - 1], atoms[i + 1]
    if i + 2 < len(atoms) and text[atoms[i + 1].end : atoms[i + 2].start] in (" and ", " and the "):
        if _CLOSED.match(text, atoms[i + 2].end):
            yield subject, atoms[i + 2]


def _adjectives(scene: Scene, atoms: Sequence[Atom], start: int, end: int) -> Iterator[tuple[_Told, Atom, Atom]]:
    """the Ostrian-backed Harbour Guard; the Dawn Legion, an Ostrian proxy; the anti-Ostrian Harvest Party"""
    text = scene.layout.text
    for b in atoms:
        low = max(start, b.start - _LEAD)
        if any(dash in text[low : b.start] for dash in "-‐‑"):
            for word in joined_words():
                m = word.pattern.search(text, low, b.start)
                a = _meant(scene, m, 1)
                if m is not None and a is not None:
                    yield _Told(kind=word.kind, form=word.form, said=m.group(), score=0.85, start=start, end=end), b, a
        m = _ADJECTIVE.match(text, b.end, min(end, b.end + _LEAD))
        a = _meant(scene, m, 1)
        if m is None or a is None:
            continue
        for word in noun_words():
            if word.pattern.match(m["noun"]):
                told = _Told(kind=word.kind, form=word.form, said=m.group(), score=0.75, start=start, end=end)
                yield (told, b, a) if word.form == "noun" else (told, a, b)


def _meant(scene: Scene, m: re.Match[str] | None, group: int) -> Atom | None:
    """The state whose adjective a match holds, as it stands there."""
    ent = state_of(scene.cast, m[group].strip()) if m is not None else None
    return Atom(entity=ent.index, start=m.start(group), end=m.end(group)) if ent is not None and m is not None else None


def _tie(text: str, told: _Told, subject: Atom, other: Atom, published: date | None) -> Tie:
    """The relation with its days, which stand behind the later of the two or open the sentence."""
    first, last = sorted((subject, other), key=lambda a: a.start)
    stop = last.end
    if text[last.end : last.end + 2] in ("'s", "’s"):
        stop = min(told.end, last.end + len(told.said))  # "B's armed wing": behind those words
    mark = "former" if _FORMER.search(told.said) else ""
    change = _change(told)
    dated = tenure.tenure(
        change=change,
        mark=mark,
        tail=tenure.clause(text, stop, told.end),
        lead=text[max(told.start, first.start - _LEAD) : first.start],
        near=change == HOLDS,
        published=published,
    )
    if change == HELD and not mark and not dated.reach and not dated.led:
        dated = Tenure()  # "said it was backed by Ostria": the tense of telling
    return Tie(
        subject=subject.entity,
        kind=told.kind,
        object=other.entity,
        tenure=dated,
        start=told.start if dated.led else first.start,
        end=stop + dated.reach,
        score=round(told.score * subject.sure * other.sure, 3),
        why=f"{told.form}, {dated.mark}" if dated.mark else told.form,
    )


def _change(told: _Told) -> str:
    """Whether the words say that it begins, ends, was or is so."""
    if told.form == "leaver":
        return ENDS
    if told.form == "verb" and _BEGUN.search(told.said):
        return BEGINS
    past = _PAST.search(told.said) or (told.form in ("verb", "giver") and _PAST_VERB.search(told.said))
    return HELD if past else HOLDS
