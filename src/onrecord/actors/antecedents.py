"""Whom a pronoun or a role noun refers to: the only actor that fits nearby, or nobody.

What is nearby: the same paragraph before the words, then the one before it. Names inside quotation
marks are never taken: a speaker's words are about others. Two that fit make the answer None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.actors.coref import Cast, Ent
from onrecord.actors.lexicon import lexicon
from onrecord.actors.mentions import Name
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.layout import Layout
from onrecord.model import Range

GROUPS = ("organization", "government", "armed_group", "party", "media", "state", "group")
_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_SKIPPED = 4
_SAYS_NOTHING = frozenset(
    "top main leading influential powerful whole entire same own big giant local embattled veteran longtime outspoken "
    "soft-spoken elderly young ageing aging bearded populist hardline charismatic combative presidential state".split()
)
_OBJECT = frozenset("against with for of to by from about on than like over under near beside after before at in".split())
_BRACKET = re.compile(r"\A ?\([^()\n]{1,12}\)")
_APPOSED = re.compile(r", (?:an?|the) [^,.;:()\n]{1,60}")
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \n]+(?:the |a |an )?\Z")
_SUBJECT = re.compile(
    r"(?:\A|[.!?:;,—–][\"”’)]*\s+)(?P<np>(?:[Tt]he|[Aa]n?|One|Another|His|Her|Their|Its|his|her)\s+"
    r"(?:[^\W\d_][\w'’-]*\s+){0,3}?(?P<head>[^\W\d_][\w-]+))\b(?!,? (?:of |for )?[A-Z])"
)
_STATE_OFFICES = frozenset(("ambassador", "envoy", "president", "premier", "minister", "chancellor", "consul", "diplomat"))
_CHANGING = frozenset(
    "prime deputy vice former ex acting interim shadow assistant junior rival other opposition next new rebel first".split()
)


@dataclass(slots=True, frozen=True)
class Answer:
    """Who is meant (None: unresolved), by which rule, how sure."""

    entity: int | None
    why: str
    score: float = 0.0


@dataclass(slots=True)
class Spoken:
    """A source already resolved: where it stands, who it is, and whether it was an organisation."""

    start: int
    end: int
    entity: int | None
    paragraph: int


@dataclass(slots=True)
class Scene:
    """What resolution may look at: the text, its names and actors, and the sources resolved so far, in text order."""

    document: str
    layout: Layout
    names: Sequence[Name]
    cast: Cast
    quoted: Sequence[Range]
    indirect: Sequence[Range] = ()
    spoken: list[Spoken] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    _paragraphs: list[int] = field(default_factory=list)
    _spoken_at: list[int] = field(default_factory=list)
    _roles: dict[str, list[tuple[int, Ent]]] = field(default_factory=dict)
    _ages: dict[str, list[Ent]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.starts = [n.start for n in self.names]
        self._paragraphs = [p.start for p in self.layout.paragraphs]
        for ent in self.cast.ents:
            for fact in ent.facts:
                self._roles.setdefault(fact.head, []).append((fact.start, ent))
                if fact.age:
                    self._ages.setdefault(fact.age, []).append(ent)

    def paragraph(self, at: int) -> int:
        """The index of the paragraph at or before an offset."""
        return max(0, bisect_right(self._paragraphs, at) - 1)

    def said(self, start: int, end: int, entity: int | None) -> None:
        """Note a resolved source."""
        i = bisect_right(self._spoken_at, start)
        self._spoken_at.insert(i, start)
        self.spoken.insert(i, Spoken(start, end, entity, self.paragraph(start)))

    def names_between(self, start: int, end: int) -> list[Name]:
        """Names in a range that no quotation encloses."""
        i, j = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [n for n in self.names[i:j] if not n.quoted and not _inside(self.quoted, n.start)]

    def spoken_between(self, start: int, end: int) -> list[Spoken]:
        """Sources resolved in a range."""
        return self.spoken[bisect_left(self._spoken_at, start) : bisect_left(self._spoken_at, end)]


def _inside(ranges: Sequence[Range], at: int) -> bool:
    i = bisect_right(ranges, (at, 1 << 62)) - 1
    return i >= 0 and ranges[i][0] <= at < ranges[i][1]


def pronoun(scene: Scene, phrase: Phrase) -> Answer:
    """he, she, it, they, who; first and second persons are decided by the caller, who knows the speaker."""
    word = phrase.head
    if word in ("who", "which", "that"):
        return _relative(scene, phrase)
    if word in _HE:
        return _person(scene, phrase.start, "m")
    if word in _SHE:
        return _person(scene, phrase.start, "f")
    if word in ("it", "its", "itself", "they", "their", "them", "themselves"):
        return _group(scene, phrase.start, word.startswith("th"))
    return Answer(None, "pronoun")


def _relative(scene: Scene, phrase: Phrase) -> Answer:
    """ "Alvarn, who ..." - only the name right before it."""
    near = scene.names_between(max(0, phrase.start - 120), phrase.start)
    if not near:
        return Answer(None, "relative")
    # "the Front (MDF), an armed group that wants ...": the name, though a description stands between
    between = _BRACKET.sub("", scene.layout.text[near[-1].end : phrase.start]).strip(" \n")
    if between.strip(" ,\n") == "":
        return Answer(near[-1].entity, "relative", 0.85)
    if not _APPOSED.fullmatch(between):
        return Answer(None, "relative")
    described = parse(between, 2, len(between), ())
    if described.form != "role":
        return Answer(None, "relative")
    return Answer(near[-1].entity, "relative-apposition", 0.75)


def _person(scene: Scene, at: int, gender: str) -> Answer:
    """The only person of that gender in the paragraph so far, or in the one before."""
    here = scene.paragraph(at)
    paragraphs = scene.layout.paragraphs
    if not paragraphs:
        return Answer(None, "pronoun")
    answer = _fitting(scene, paragraphs[here].start, at, gender, "pronoun")
    back = here
    while answer is None and back > 0 and here - back < _SKIPPED:
        back -= 1
        p = paragraphs[back]
        answer = _fitting(scene, p.start, p.end, gender, "pronoun-before")
        if answer is None and not _all_quoted(scene, p.start, p.end):
            break
    return answer or Answer(None, "pronoun")


def _fitting(scene: Scene, start: int, end: int, gender: str, why: str) -> Answer | None:
    """Who fits in a stretch of text: an answer, an ambiguity (entity None), or None: nobody is named there."""
    fits: dict[int | None, int] = {}
    strong: set[int] = set()
    for at, entity in _role_subjects(scene, start, end, gender):
        fits[entity] = at
        if entity is not None:
            strong.add(entity)
    for name in scene.names_between(start, end):
        if name.entity is None:
            if name.why == "ambiguous" and name.kind in ("person", "unknown"):
                fits[None] = name.start
            continue
        ent = scene.cast.ents[name.entity]
        if ent.kind in ("person", "unknown") and ent.gender in ("", gender) and (ent.person or ent.gender):
            fits[ent.index] = name.start
            if not _object(scene.layout.text, name):
                strong.add(ent.index)
    spoken = scene.spoken_between(start, end)
    for s in spoken:
        if s.entity is not None:
            ent = scene.cast.ents[s.entity]
            sure = ent.kind == "person" or scene.layout.paragraphs[s.paragraph].label != "headline"
            if sure and ent.kind in ("person", "unknown") and ent.gender in ("", gender):
                fits[ent.index] = s.start
                strong.add(ent.index)
    if not fits:
        return None
    if len(fits) == 1:
        only = next(iter(fits))
        if only is None or only not in strong:
            return Answer(None, "ambiguous")
        sure = scene.cast.ents[only].gender == gender
        return Answer(only, why + "-only", 0.85 if sure else 0.7)
    return _last_source(scene, spoken, fits, why) or Answer(None, "ambiguous")


def _object(text: str, name: Name) -> bool:
    """ "Campaigning against Petar Dossen, he ...": a name that only follows a preposition is not who acts."""
    m = _LAST_WORD.search(text, max(0, name.title_start - 30), name.title_start)
    return m is not None and m.group(1).casefold() in _OBJECT


def _role_subjects(scene: Scene, start: int, end: int, gender: str) -> list[tuple[int, int | None]]:
    """Role nouns that open a clause ("The minister ...") are people, too: whoever they are."""
    lex = lexicon()
    out: list[tuple[int, int | None]] = []
    for m in _SUBJECT.finditer(scene.layout.text, start, end):
        head = m.group("head").casefold()
        noun = lex.noun(head, "person")
        if noun is None or noun.gender not in ("", gender) or _inside(scene.quoted, m.start("np")):
            continue
        if scene.layout.text[m.start()] == "," and _named_before(scene, m.start()):
            continue
        inside = names_within(scene.names, scene.starts, m.start("np"), m.end("np"))
        if inside and not inside[-1].possessive:
            continue
        phrase = parse(scene.layout.text, m.start("np"), m.end("np"), inside)
        if phrase.form == "role" and phrase.owner_pronoun not in ("his", "her"):
            out.append((m.start("np"), role(scene, phrase).entity))
    return out


def _named_before(scene: Scene, at: int) -> bool:
    """Whether a comma follows a name in its sentence: then what comes next describes that name."""
    low = max(0, at - 200)
    stop = max(scene.layout.text.rfind(c, low, at) for c in ".!?\n")
    return bool(scene.names_between(max(low, stop), at))


def _last_source(scene: Scene, spoken: Sequence[Spoken], fits: dict[int | None, int], why: str) -> Answer | None:
    """Among several, the one who spoke last, when nobody else who fits was named since outside that statement."""
    if not spoken or spoken[-1].entity is None or spoken[-1].entity not in fits:
        return None
    last = spoken[-1]
    others = [at for e, at in fits.items() if e != last.entity and at > last.start]
    if any(not _inside(scene.indirect, at) for at in others):
        return None
    return Answer(last.entity, why + "-source", 0.6 if others else 0.75)


def _all_quoted(scene: Scene, start: int, end: int) -> bool:
    """A paragraph that is one quotation does not change who is spoken of."""
    return _inside(scene.quoted, start + 1) and _inside(scene.quoted, max(start + 1, end - 3))


def _group(scene: Scene, at: int, plural: bool) -> Answer:
    """it, they: the organisation that spoke last in this paragraph, when no other is named beside it."""
    why = "pronoun-group"
    here = scene.paragraph(at)
    if not scene.layout.paragraphs:
        return Answer(None, why)
    start = scene.layout.paragraphs[here].start
    spoken = scene.spoken_between(start, at)
    if not spoken or spoken[-1].entity is None:
        return Answer(None, why)
    ent = scene.cast.ents[spoken[-1].entity]
    named = {n.entity for n in scene.names_between(start, at) if n.kind in (*GROUPS, "unknown")}
    people = {n.entity for n in scene.names_between(start, at) if n.kind == "person"}
    if ent.kind not in GROUPS or named - {ent.index} or (plural and people):
        return Answer(None, why)
    return Answer(ent.index, why, 0.6 if plural else 0.7)


def role(scene: Scene, phrase: Phrase) -> Answer:
    """the spokesman, its leader, the ministry, the 45-year-old: one introduced as such, or nobody."""
    if phrase.apposed is not None and phrase.apposed.entity is not None:
        return Answer(phrase.apposed.entity, "apposition", phrase.apposed.score)
    if phrase.indefinite:
        return Answer(None, "indefinite")
    lex = lexicon()
    head = phrase.head.removesuffix("'s")
    if lex.noun(head, "person") or lex.noun(head, "family") or "year-old" in head:
        return _person_role(scene, phrase, head)
    if phrase.owner_pronoun in ("his", "her") or (phrase.owner is not None and phrase.owner.kind == "person"):
        return _of_person(scene, phrase, head)
    if phrase.owner is not None or phrase.owner_pronoun:
        return Answer(None, "of-another")
    if lex.noun(head, "media") and not (phrase.modifiers and phrase.capitals):
        return _only_kind(scene, phrase, ("media",), "media-role")
    named = [e for e in scene.cast.by_head.get(head, ()) if e.names and _modified(e, phrase)]
    if named:
        return _headed_by(scene, phrase, named)
    if scene.cast.by_head.get(head):
        return Answer(None, "head-word")
    if lex.noun(head, "generic"):
        return _only_kind(scene, phrase, ("armed_group", "organization", "party"), "generic")
    return Answer(None, "role")


def _modified(ent: Ent, phrase: Phrase) -> bool:
    """ "the appeals court" is not the Supreme Court: each modifier must be part of the name, or say nothing."""
    words = set(plain(ent.name).split()) | {w for n in ent.names for w in n.words}
    return all(m in words or m in _SAYS_NOTHING or "-" in m for m in phrase.modifiers)


def _headed_by(scene: Scene, phrase: Phrase, named: Sequence[Ent]) -> Answer:
    """ "the ministry": the only one. An office known only from small words ("Trump campaign") must stand nearby."""
    if not any(n.why == "named-office" for e in named for n in e.names):
        return _one(scene, phrase, named, "head-word")
    i = scene.paragraph(phrase.start)
    start = scene.layout.paragraphs[max(0, i - 1)].start
    near = [e for e in named if any(start <= n.start < phrase.start for n in e.names)]
    others = scene.layout.text.count(phrase.head, start, phrase.start)
    if len(near) == 1 and others <= sum(1 for n in near[0].names if start <= n.start < phrase.start):
        return Answer(near[0].index, "head-word-near", 0.65)
    return Answer(None, "ambiguous")


def _of_person(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """ "her party": the one she was introduced as leading; "her government": the state she speaks for."""
    if phrase.owner is not None:
        who = Answer(phrase.owner.entity if phrase.owner.possessive else None, "")
    else:
        who = _person(scene, phrase.start, "m" if phrase.owner_pronoun == "his" else "f")
    if who.entity is None:
        return Answer(None, "of-another")
    lex = lexicon()
    found: dict[int, Ent] = {}
    for fact in scene.cast.ents[who.entity].facts:
        if fact.owner is None or fact.owner.entity is None:
            continue
        org = scene.cast.ents[fact.owner.entity]
        party = head == "party" and org.kind == "party"
        generic = head != "party" and lex.noun(head, "generic") is not None and org.kind in ("organization", "armed_group")
        state = head == "government" and fact.head in _STATE_OFFICES and org.kind in ("state", "unknown", "government")
        if state or party or generic or head in org.key.split():
            found[org.index] = org
    return Answer(next(iter(found)), "role-of", 0.6) if len(found) == 1 else Answer(None, "of-another")


def _person_role(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """Somebody the text gave that role, and the owner and modifiers named here, if any."""
    aged = [m.split("-")[0] for m in (*phrase.modifiers, head) if m.endswith("-year-old")]
    if aged:
        people = scene._ages.get(aged[0], [])
        people = people or [e for _, e in scene._roles.get(head, ()) if not any(f.age for f in e.facts)]
    else:
        people = [e for at, e in scene._roles.get(head, ()) if at < phrase.start]
        if not people and _first_lines(scene, phrase):
            people = [e for _, e in scene._roles.get(head, ())]
    people = _unique(people)
    wanted = {m for m in phrase.modifiers if not m.endswith("-year-old")}
    owner = _owner(scene, phrase)
    if owner is None:
        return Answer(None, "of-another")
    if not aged:
        people = [e for e in people if _fits_role(e, head, wanted, phrase, owner)]
    return _one(scene, phrase, people, "role")


def _owner(scene: Scene, phrase: Phrase) -> frozenset[int] | None:
    """The actor whose spokesman or minister is meant: empty when none is named, None when it is not known."""
    if phrase.owner is not None:
        return frozenset(() if phrase.owner.entity is None else (phrase.owner.entity,)) or None
    if phrase.owner_pronoun in ("its", "their"):
        named = {
            n.entity
            for n in scene.names_between(scene.layout.paragraphs[scene.paragraph(phrase.start)].start, phrase.start)
            if n.kind in GROUPS
        }
        return frozenset(e for e in named if e is not None) if len(named) == 1 and None not in named else None
    if phrase.owner_pronoun in ("his", "her"):
        who = _person(scene, phrase.start, "m" if phrase.owner_pronoun == "his" else "f")
        return None if who.entity is None else frozenset((who.entity,))
    return frozenset()


def _fits_role(ent: Ent, head: str, wanted: set[str], phrase: Phrase, owner: frozenset[int]) -> bool:
    """Whether one of the person's roles is the one named here: same noun, no word that makes it another."""
    for fact in ent.facts:
        if fact.head != head:
            continue
        org = set(plain(fact.org or "").split()) | {fact.owner_word}
        if wanted - _SAYS_NOTHING - fact.words - org or (fact.words & _CHANGING) - wanted - {"former"}:
            continue
        if owner and (fact.owner is None or fact.owner.entity not in owner):
            continue
        if phrase.owner_word and phrase.owner_word not in fact.words | org:
            continue
        return True
    return False


def _first_lines(scene: Scene, phrase: Phrase) -> bool:
    """A headline or a first paragraph may say "the minister" before the text says who that is."""
    i = scene.paragraph(phrase.start)
    return i == 0 or scene.layout.paragraphs[i].label == "headline" or scene.layout.paragraphs[i - 1].label == "headline"


def _unique(ents: Sequence[Ent]) -> list[Ent]:
    return list({e.index: e for e in ents}.values())


def _one(scene: Scene, phrase: Phrase, listed: Sequence[Ent], why: str) -> Answer:
    """The only candidate introduced before; of several, the only one this paragraph names; else nobody."""
    pool = [e for e in listed if e.first < phrase.start] or (list(listed) if _first_lines(scene, phrase) else [])
    if len(pool) == 1:
        return Answer(pool[0].index, why, 0.75)
    if not pool:
        return Answer(None, why)
    p = scene.layout.paragraphs[scene.paragraph(phrase.start)]
    here = {n.entity for n in scene.names_between(p.start, p.end)}
    near = [e for e in pool if e.index in here]
    return Answer(near[0].index, why + "-near", 0.6) if len(near) == 1 else Answer(None, "ambiguous")


def _only_kind(scene: Scene, phrase: Phrase, kinds: Sequence[str], why: str) -> Answer:
    """ "the group", "the newspaper": the only such actor this paragraph or the one before names."""
    i = scene.paragraph(phrase.start)
    paragraphs = scene.layout.paragraphs
    for start in (paragraphs[i].start, paragraphs[max(0, i - 1)].start):
        found = {
            n.entity
            for n in scene.names_between(start, phrase.start)
            if n.entity is not None and scene.cast.ents[n.entity].kind in kinds
        }
        if found:
            only = next(iter(found))
            # another "group" in small letters since then may be the one that is meant
            last = max(n.end for n in scene.names_between(start, phrase.start) if n.entity == only)
            another = re.search(rf"\b{re.escape(phrase.head)}\b", scene.layout.text[last : phrase.start])
            sure = len(found) == 1 and another is None
            return Answer(only, why, 0.6) if sure else Answer(None, "ambiguous")
    return Answer(None, why)
