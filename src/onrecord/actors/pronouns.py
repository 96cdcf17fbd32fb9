"""Whom a pronoun refers to: the only actor that fits nearby, or nobody.

What is nearby: the same paragraph before the words, then the one before it. Names inside quotation
marks are never taken: a speaker's words are about others. Two that fit make the answer None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.actors.cast import MANY, NEAR
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.actors.pieces import Name
from onrecord.actors.role_nouns import role
from onrecord.actors.scene import GROUPS, Answer, Scene, Spoken, lies_in

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_SKIPPED = 4
_BRACKET = re.compile(r"\A ?\([^()\n]{1,12}\)")
_APPOSED = re.compile(r", (?:an?|the|its|his|her|their) [^,.;:()\n]{1,60},?")
_OF_NOUN = re.compile(r"([^\W\d_]+) ([^\W\d_]+) (?:the )?\Z")
_SUBJECT_PRONOUN = re.compile(r"(?<![,;:\w] )\b(He|She)\b")
_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.!?][\"”’)]*\s")
_DETERMINED = re.compile(r"\b(?:an?|this|that|these|those|its|their|our|my|your|his|her) \Z")
_DEEPEST = 8
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \n]+(?:the |a |an )?\Z")
_SUBJECT = re.compile(
    r"(?:\A|\n|[.!?:;,—–][\"”’)]*\s+)(?P<np>(?:[Tt]he|[Aa]n?|One|Another|His|Her|Their|Its|his|her)\s+"
    r"(?:[^\W\d_][\w'’-]*\s+){0,3}?(?P<head>[^\W\d_][\w-]+))\b(?!,? (?:of |for )?[A-Z])"
)


def pronoun(scene: Scene, phrase: Phrase) -> Answer:
    """he, she, it, they, who; first and second persons are decided by the caller, who knows the speaker."""
    word = phrase.head
    if word in ("who", "which", "that"):
        return _relative(scene, phrase)
    if word in _HE:
        return person(scene, phrase.start, "m")
    if word in _SHE:
        return person(scene, phrase.start, "f")
    if word in ("it", "its", "itself", "they", "their", "them", "themselves"):
        return _group(scene, phrase.start, word.startswith("th"))
    return Answer(None, "pronoun")


def _relative(scene: Scene, phrase: Phrase) -> Answer:
    """ "Alvarn, who ..." - only the name right before it."""
    near = scene.names_between(max(0, phrase.start - 120), phrase.start)
    if not near:
        return Answer(None, "relative")
    # "the Front (MDF), an armed group that wants ...": the name, though a description stands between
    ent = scene.cast.ents[near[-1].entity] if near[-1].entity is not None else None
    if ent is None or ((phrase.head == "who") != (ent.kind in ("person", "unknown")) and ent.kind != "unknown"):
        return Answer(None, "relative")
    if _of_noun(scene.layout.text, near[-1], phrase.head) or _joined(scene.layout.text, near):
        return Answer(None, "relative")
    between = _BRACKET.sub("", scene.layout.text[near[-1].end : phrase.start]).strip(" \n")
    if between.strip(" ,\n") == "":
        return Answer(near[-1].entity, "relative", 0.85)
    if not _APPOSED.fullmatch(between):
        return Answer(None, "relative")
    described = parse(between, 2, len(between.rstrip(",")), ())
    if described.form != "role":
        return Answer(None, "relative")
    return Answer(near[-1].entity, "relative-apposition", 0.75)


def _of_noun(text: str, name: Name, relative: str) -> bool:
    """ "the government in Mogaal, which", "a friend of Petar Dossen, who": the noun or the name, none can say."""
    m = _OF_NOUN.search(text, max(0, name.title_start - 40), name.title_start)
    if m is None or m.group(2) not in listed("preposition"):
        return False
    return m.group(1).casefold() in lexicon().nouns or (relative != "who" and m.group(2) == "before")


def _joined(text: str, near: Sequence[Name]) -> bool:
    """ "Jeb Alvarn and Petar Dossen, who say": one of them, or both."""
    if len(near) < 2 or near[-2].kind != near[-1].kind or near[-2].possessive:
        return False
    return text[near[-2].end : near[-1].title_start] in (" and ", " or ", ", and ", " & ")


def person(scene: Scene, at: int, gender: str, depth: int = 0) -> Answer:
    """he, she: the only person of that gender in the paragraph so far, or in the one before."""
    known = scene.pronouns.get((at, gender))
    if known is None:
        known = scene.pronouns[at, gender] = _person(scene, at, gender, depth)
    return known


def _person(scene: Scene, at: int, gender: str, depth: int) -> Answer:
    here = scene.paragraph(at)
    paragraphs = scene.layout.paragraphs
    if not paragraphs:
        return Answer(None, "pronoun")
    answer = _fitting(scene, scene.back(at), at, gender, "pronoun", depth)
    back = here
    while answer is None and back > 0 and here - back < _SKIPPED:
        back -= 1
        p = paragraphs[back]
        answer = _fitting(scene, max(p.start, p.end - NEAR), p.end, gender, "pronoun-before", depth)
        if answer is None and not _all_quoted(scene, p.start, p.end):
            break
    return answer or Answer(None, "pronoun")


def _fitting(scene: Scene, start: int, end: int, gender: str, why: str, depth: int) -> Answer | None:
    """Who fits in a stretch of text: an answer, an ambiguity (entity None), or None: nobody is named there."""
    fits: dict[int | None, int] = {}
    strong: set[int] = set()
    unsure = False
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
        if ent.kind not in ("person", "unknown") or ent.gender not in ("", gender):
            continue
        if not (ent.person or ent.gender):
            perhaps = ent.kind == "person" and _perhaps(scene.layout.text, name)
            unsure |= perhaps and not _object(scene.layout.text, name)
            if perhaps:
                fits[None] = name.start
        else:
            fits[ent.index] = name.start
            if not _object(scene.layout.text, name):
                strong.add(ent.index)
    spoken = scene.spoken_between(start, end)
    for s in spoken:
        if s.entity is None and _some_person(scene.layout.text[s.start : s.end]):
            fits[None] = s.start  # "The colonel's spokesman denied it. He ...": whoever that is
        if s.entity is not None:
            ent = scene.cast.ents[s.entity]
            sure = ent.kind == "person" or scene.layout.paragraphs[s.paragraph].label != "headline"
            if sure and ent.kind in ("person", "unknown") and ent.gender in ("", gender):
                fits[ent.index] = s.start
                strong.add(ent.index)
    for at, entity in _went_on(scene, start, end, gender, depth):
        fits[entity] = max(at, fits.get(entity, at))
        if entity is not None:
            strong.add(entity)
    if not fits:
        return Answer(None, "unsure") if unsure else None
    if len(fits) == 1:
        only = next(iter(fits))
        if only is None or only not in strong:
            return Answer(None, "ambiguous")
        sure = scene.cast.ents[only].gender == gender
        return Answer(only, why + "-only", 0.85 if sure else 0.7)
    answer = _last_source(scene, spoken, fits, why)
    if answer is None or answer.entity is None or None in fits:
        return answer or Answer(None, "ambiguous")
    gendered = {e for e in fits if e is not None and scene.cast.ents[e].gender == gender}
    ended = _SENTENCE_END.search(scene.layout.text, spoken[-1].start, end)
    later = ended is not None and any(fits[e] > ended.end() for e in gendered - {answer.entity})
    return Answer(None, "ambiguous") if later and answer.entity not in gendered else answer


def strangers(scene: Scene, start: int, end: int, gender: str) -> list[int]:
    """Where people of that gender stand whom nobody is known by: "the colonel's spokesman", "The minister"."""
    spoken = scene.spoken_between(start, end)[-MANY:]
    found = [s.start for s in spoken if s.entity is None and _some_person(scene.layout.text[s.start : s.end])]
    return found + [at for at, entity in _role_subjects(scene, start, end, gender) if entity is None]


def _some_person(words: str) -> bool:
    """Whether a source that nobody is known by is one person: "The colonel's spokesman"."""
    head = words.partition(",")[0].split()[-1:]
    return bool(head) and bool(lexicon().noun(head[0].casefold(), "person"))


def _went_on(scene: Scene, start: int, end: int, gender: str, depth: int) -> list[tuple[int, int | None]]:
    """Pronouns that open a sentence of the stretch: who "She" was there may be who "she" is here."""
    out: list[tuple[int, int | None]] = []
    for m in _SUBJECT_PRONOUN.finditer(scene.layout.text, start, end):
        at = m.start(1)
        if (m.group(1) == "He") != (gender == "m") or lies_in(scene.quoted, at):
            continue
        source = scene.spoken_between(at, at + 1)
        if source:
            out.append((at, source[0].entity))
        elif depth < _DEEPEST:
            out.append((at, person(scene, at, gender, depth + 1).entity))
    return out


def _object(text: str, name: Name) -> bool:
    """ "Campaigning against Petar Dossen, he ...": a name that only follows a preposition is not who acts."""
    m = _LAST_WORD.search(text, max(0, name.title_start - 30), name.title_start)
    return m is not None and m.group(1).casefold() in listed("object_preposition")


def _perhaps(text: str, name: Name) -> bool:
    """Whether two capitalised words may be a person: not "the Elm Grove", "a Dallas Rangers fan", "in Elm Grove"."""
    low = max(0, name.title_start - 30)
    m = _LAST_WORD.search(text, low, name.title_start)
    place = m is not None and m.group(1).casefold() in listed("place_preposition")
    return not (name.definite or place or _DETERMINED.search(text, low, name.title_start))


def _role_subjects(scene: Scene, start: int, end: int, gender: str) -> list[tuple[int, int | None]]:
    """Role nouns that open a clause ("The minister ...") are people, too: whoever they are."""
    lex = lexicon()
    out: list[tuple[int, int | None]] = []
    for m in _SUBJECT.finditer(scene.layout.text, max(0, start - 1), end):
        head = m.group("head").casefold()
        noun = lex.noun(head, "person")
        if noun is None or noun.gender not in ("", gender) or lies_in(scene.quoted, m.start("np")):
            continue
        found = scene.described.get(m.span("np"))
        if found is None:
            found = scene.described[m.span("np")] = _described(scene, m)
        out.extend((m.start("np"), entity) for entity in found)
    return out


def _described(scene: Scene, m: re.Match[str]) -> tuple[int | None, ...]:
    """Whom a role noun that opens a clause means: one, or nobody known; nothing where it is no such noun."""
    if scene.layout.text[m.start()] == "," and _named_before(scene, m.start()):
        return ()
    inside = names_within(scene.names, scene.starts, m.start("np"), m.end("np"))
    if inside and not inside[-1].possessive:
        return ()
    phrase = parse(scene.layout.text, m.start("np"), m.end("np"), inside)
    if phrase.form != "role" or phrase.owner_pronoun in ("his", "her"):
        return ()
    return (role(scene, phrase).entity,)


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
    if any(not lies_in(scene.indirect, at) for at in others):
        return None
    return Answer(last.entity, why + "-source", 0.6 if others else 0.75)


def _all_quoted(scene: Scene, start: int, end: int) -> bool:
    """A paragraph that is one quotation does not change who is spoken of."""
    return lies_in(scene.quoted, start + 1) and lies_in(scene.quoted, max(start + 1, end - 3))


def _group(scene: Scene, at: int, plural: bool) -> Answer:
    """it, they: the organisation that spoke last in this paragraph, when no other is named beside it."""
    why = "pronoun-group"
    start = scene.back(at)
    spoken = scene.spoken_between(start, at)
    if not spoken or spoken[-1].entity is None:
        return Answer(None, why)
    ent = scene.cast.ents[spoken[-1].entity]
    named = {n.entity for n in scene.names_between(start, at) if n.kind in (*GROUPS, "unknown")}
    people = {n.entity for n in scene.names_between(start, at) if n.kind == "person"}
    if ent.kind not in GROUPS or named - {ent.index} or (plural and people):
        return Answer(None, why)
    return Answer(ent.index, why, 0.6 if plural else 0.7)
