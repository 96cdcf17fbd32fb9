"""The words of a source, an addressee or a relay -> the actor of the article they refer to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.actors.authors import author, turn
from onrecord.actors.bodies import state_body
from onrecord.actors.lexicon import lexicon
from onrecord.actors.linked import linked
from onrecord.actors.offices import department, office, spoken_for
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.actors.pieces import Name
from onrecord.actors.pronouns import person, pronoun, strangers
from onrecord.actors.role_nouns import role
from onrecord.actors.salience import BACK, of_gender, of_kinds, salient
from onrecord.actors.scene import GROUPS, Answer, Scene
from onrecord.actors.second_look import again
from onrecord.actors.sighted_sources import closing_name, described, past_dateline
from onrecord.actors.vacancies import vacancy
from onrecord.actors.works import maker
from onrecord.findings import Range

_FIRST = frozenset(("i", "me", "my", "myself", "i'm"))
_LONGEST = 400
_SUBJECT = 120
_GAVE = re.compile(
    r"\bwho (?:(?:gave|would give) [^.;]{0,40}?\b(?:nick)?name|goes by|asked to be (?:called|identified)|is known"
    r"|(?:identified|introduced) (?:him|her|them)sel(?:f|ves))(?: only)?(?:,| as)(?: only)? "
)
_CALLED = re.compile(r"\b(?:known(?: only| simply| widely)? as|nicknamed|referred to as) ")
_IN = re.compile(r"\b(?:in|at|near|outside)(?: the)? \Z")
_DOCUMENTS = frozenset(("thing", "no-actor", "indefinite"))
_BEFORE_RELATIVE = re.compile(
    r"(?:\A|[.,;:!?\n][\"”’]?\s+|\b(?:by|from|of|to|for|with|and|in|at|on|against|said|told|criticised|blamed) )"
    r"((?:the |a |an |The |its |his |her )?(?:[\w'’-]+ ){0,6}[\w'’-]+),? \Z"
)
_LEADS = re.compile(r"\b(?:by|of|from|for)\Z")
_NOUNS = re.compile(r"\s+(?:the )?(?:[a-z-]+ ){0,3}")
_LABEL = re.compile(r"\s*:")


@dataclass(slots=True, kw_only=True)
class Reference:
    """Words that refer, and to whom. `name`: they are a name that is a mention already."""

    start: int
    end: int
    kind: str
    answer: Answer
    name: Name | None = None


@dataclass(slots=True, frozen=True)
class Frame:
    """What encloses a statement: the speaker of the statement it lies in, and whether in their own words."""

    speaker: int | None = None
    quoted: bool = False


def refer(scene: Scene, ranges: Sequence[Range], frame: Frame | None) -> Reference | None:
    """Whom the pieces name: a name among them before a role, a role before a pronoun."""
    read = _sighted if scene.sighted else _refer
    whole = [whole_names(scene, s, e) for s, e in ranges]
    found = [r for r in (read(scene, s, e, frame) for s, e in whole) if r is not None]
    if not found:
        return None
    for r in found:
        if r.answer.entity is None and r.kind == "role" and r.answer.why in _DOCUMENTS:
            r.answer = maker(scene, r.start, whole[-1][1]) or r.answer
    order = {"name": 0, "role": 1, "pronoun": 2}
    return min(found, key=lambda r: (order[r.kind], r.start))


def subject(scene: Scene, source: Sequence[Range], cue: Sequence[Range]) -> Answer | None:
    """ "If the turbines were started, | Alvarn | answered": the name after the comma, before the cue or in it, where
    the source, earlier in the sentence, is nothing that speaks."""
    if not source or not cue or source[-1][1] > cue[0][0]:
        return None
    text = scene.layout.text
    start, end = source[-1][1], min(cue[-1][1], source[-1][1] + _SUBJECT)
    between = scene.names_between(start, end)
    name = next(
        (n for n in between if text[max(0, n.title_start - 2) : n.title_start] == ", " and not n.possessive), None
    )
    if name is None or name.entity is None or not text[name.end : cue[-1][1]].strip(" :,"):
        return None
    if name.end < cue[0][0] and text[name.end : cue[0][0]].strip():
        return None
    last = text[source[-1][0] : source[-1][1]].split()[-1:]
    speaks = bool(last) and any(lexicon().noun(last[0].casefold(), r) for r in ("person", "group", "organization"))
    return None if speaks else Answer(name.entity, "subject", 0.6)


def whole_names(scene: Scene, start: int, end: int) -> Range:
    """The range, up to the end of the name that it cuts or that it leads to: "her spokesman, | Ciro Alvarn"."""
    text = scene.layout.text
    near = scene.names[bisect_left(scene.starts, start) : bisect_left(scene.starts, end + 40)]
    for name in near:
        if name.start < end < name.end:
            return start, name.end
        between = text[end : name.title_start]
        if end <= name.title_start and (
            (text[start:end].rstrip().endswith(",") and not between.strip())
            or (_LEADS.search(text[start:end]) and _NOUNS.fullmatch(between))
        ):
            return start, name.end
        if name.start >= end:
            break
    return start, end


def _sighted(scene: Scene, start: int, end: int, frame: Frame | None) -> Reference | None:
    """`_refer`, and what the sightings add where it finds nobody, or a body that one person was named after."""
    start = past_dateline(scene, start, end)
    found = _refer(scene, start, end, frame)
    if found is None or found.kind != "role":
        return found
    answer = closing_name(scene, start, end, found.answer)
    if answer is None and found.answer.why == "no-actor":
        inside = names_within(scene.names, scene.starts, start, end)
        answer = described(scene, parse(scene.layout.text, start, end, inside), end)
    if answer is not None:
        found.answer = answer
    return found


def _refer(scene: Scene, start: int, end: int, frame: Frame | None) -> Reference | None:
    text = scene.layout.text
    end = min(end, start + _LONGEST)
    inside = names_within(scene.names, scene.starts, start, end)
    phrase = parse(text, start, end, inside)
    if text[start:end].strip(" .") in ("A", "Q") and _LABEL.match(text, end):
        return Reference(start=start, end=end, kind="role", answer=turn(scene, text[start], start))
    if phrase.form == "name" and phrase.name is not None:
        name = phrase.name
        if (
            not name.possessive
            and name.kind in ("state", "unknown", "person")
            and _IN.search(text, max(0, start - 12), start)
        ):
            answer = Answer(None, "place")  # "villagers in Verkhi Dol said": not the village
            return Reference(start=name.start, end=name.end, kind="role", answer=answer)
        return _named(name)
    if phrase.form == "pronoun":
        answer = _pronoun(scene, phrase, frame)
        if answer.why == "relative" and answer.entity is None:
            answer = _described_before(scene, phrase.start, frame) or answer
        answer = linked(scene, phrase.start, phrase.end, phrase.head, answer) or answer
        return Reference(start=phrase.start, end=phrase.end, kind="pronoun", answer=answer)
    if phrase.form == "none" and phrase.determiner and _CALLED.search(text, start, end):
        phrase.form = "role"  # "the commander known as Abu Salim"
    if phrase.form == "none" and phrase.apposed is not None and phrase.apposed.kind == "person" and phrase.determiner:
        phrase.form = "role"  # "his right hand at the ministry, Layla Haddarin,"
    if phrase.head in ("country", "nation") and phrase.owner_pronoun in ("his", "her"):
        phrase.form = "role"
    if phrase.form in ("role", "group") and phrase.apposed is None:
        body = state_body(scene, phrase)
        if body is not None:
            return Reference(start=phrase.start, end=phrase.end, kind="role", answer=body)
    if phrase.form == "role":
        if phrase.apposed is not None and _apposition_fits(phrase, phrase.apposed):
            answer = Answer(phrase.apposed.entity, "apposition", phrase.apposed.score)
            return Reference(start=phrase.start, end=phrase.end, kind="role", answer=answer)
        phrase.apposed = None
        only = _gave_name(_GAVE if phrase.indefinite else _CALLED, text, start, end, inside)
        if only is not None:
            answer = Answer(only.entity, "gave-name", 0.7)
            return Reference(start=phrase.start, end=phrase.end, kind="role", answer=answer)
        named = office(scene, phrase)
        if named is not None:
            return _named(named)
        if phrase.owner_pronoun in ("his", "her"):
            gender = "m" if phrase.owner_pronoun == "his" else "f"
            phrase.owner_entity = person(scene, phrase.start, gender).entity
        answer = role(scene, phrase)
        if answer.entity is None:
            answer = spoken_for(scene, phrase) or department(scene, phrase) or again(scene, phrase, answer) or answer
        answer = linked(scene, phrase.start, phrase.end, phrase.head, answer) or answer
        if answer.entity is None:
            answer = vacancy(scene, phrase) or answer
        return Reference(start=phrase.start, end=phrase.end, kind="role", answer=answer)
    if phrase.start >= phrase.end:
        return None
    answer = Answer(None, phrase.form if phrase.form != "none" else "no-actor")
    return Reference(start=phrase.start, end=phrase.end, kind="role", answer=answer)


def _described_before(scene: Scene, at: int, frame: Frame | None) -> Answer | None:
    """ "Ostria's defence ministry, which ...": whom the words between the last break and the comma name."""
    m = _BEFORE_RELATIVE.search(scene.layout.text, max(0, at - 120), at)
    if m is None:
        return None
    found = _refer(scene, m.start(1), m.end(1), frame)
    return replace(found.answer, why="relative-of", score=0.6) if found and found.answer.entity is not None else None


def _gave_name(how: re.Pattern[str], text: str, start: int, end: int, inside: Sequence[Name]) -> Name | None:
    """ "a beekeeper who gave his name only as Rahim", "the commander known as Abu Salim"."""
    m = how.search(text, start, end)
    after = [n for n in inside if m is not None and n.start >= m.end()]
    return after[0] if m is not None and len(after) == 1 and after[0].title_start == m.end() else None


def _named(name: Name) -> Reference:
    answer = Answer(name.entity, name.why or "name", name.score)
    return Reference(start=name.start, end=name.end, kind="name", answer=answer, name=name)


def _apposition_fits(phrase: Phrase, name: Name) -> bool:
    """ "the minister, Petar Dossen" - but not "the minister, Ostria"."""
    lex = lexicon()
    person = lex.noun(phrase.head, "person") or lex.noun(phrase.head, "family") or phrase.determiner == "one"
    return name.kind in ("person", "unknown") if person else name.kind != "person"


def _pronoun(scene: Scene, phrase: Phrase, frame: Frame | None) -> Answer:
    if phrase.head in _FIRST:
        if frame is not None and frame.quoted and frame.speaker is not None:
            return Answer(frame.speaker, "first-person", 0.9)
        return author(scene, phrase.start) if frame is None else Answer(None, "first-person")
    if phrase.head in ("we", "us", "our") and frame is not None and frame.quoted and frame.speaker is not None:
        return Answer(frame.speaker, "first-person-plural", 0.6)
    if phrase.head in ("we", "us", "our", "you", "your", "one"):
        return Answer(None, "we" if phrase.head != "you" else "you")
    if frame is not None and frame.quoted:
        return _spoken_of(scene, phrase, frame.speaker) or Answer(None, "in-quotation")
    if frame is not None and frame.speaker is not None and phrase.head in ("he", "she"):
        return _of_speaker(scene, phrase, frame.speaker)
    answer = pronoun(scene, phrase)
    return (_likeliest(scene, phrase) or answer) if answer.entity is None else answer


def _spoken_of(scene: Scene, phrase: Phrase, speaker: int | None) -> Answer | None:
    """Whom a speaker's "he", "she" or "they" means: somebody else, named in the same words or before them."""
    if phrase.head in ("he", "she"):
        kinds = of_gender("m" if phrase.head == "he" else "f")
    elif phrase.head in ("they", "it"):
        kinds = of_kinds(tuple(k for k in GROUPS if k != "media"))
    else:
        return None
    return salient(scene, phrase.start, lambda e: None if e.index == speaker else kinds(e), "spoken-of", 2, quoted=True)


def _likeliest(scene: Scene, phrase: Phrase) -> Answer | None:
    """Whom the text has just been about, where no rule forces anybody."""
    if phrase.head in ("he", "she", "his", "her", "him"):
        gender = "m" if phrase.head.startswith("h") and phrase.head != "her" else "f"
        rivals = strangers(scene, scene.back(phrase.start, BACK), phrase.start, gender)
        return salient(scene, phrase.start, of_gender(gender), "pronoun-likeliest", rivals=rivals)
    if phrase.head in ("it", "its"):
        return salient(scene, phrase.start, of_kinds(GROUPS), "pronoun-likeliest", 1)
    if phrase.head == "they":
        plural = tuple(k for k in GROUPS if k not in ("state", "media"))
        return salient(scene, phrase.start, of_kinds(plural), "pronoun-likeliest", 0)
    return None


def _of_speaker(scene: Scene, phrase: Phrase, speaker: int) -> Answer:
    """ "Alvarn said he wanted ...": the speaker, when no other person that fits stands in the paragraph before it."""
    ent = scene.cast.ents[speaker]
    wanted = "m" if phrase.head == "he" else "f"
    plain_answer = pronoun(scene, phrase)
    if ent.kind not in ("person", "unknown") or ent.gender not in ("", wanted):
        return plain_answer
    if _another_since(scene, phrase.start, speaker, wanted):
        return Answer(None, "ambiguous")
    if plain_answer.entity in (speaker, None) and plain_answer.why != "ambiguous":
        return Answer(speaker, "pronoun-speaker", 0.75)
    return plain_answer if plain_answer.entity == speaker else Answer(None, "ambiguous")


def _another_since(scene: Scene, at: int, speaker: int, gender: str) -> bool:
    """ "Flynn said Alvarn was right when he said so": somebody else who fits was named since the speaker was."""
    said = [s.end for s in scene.spoken_between(scene.back(at), at) if s.entity == speaker]
    named = [] if not said else scene.names_between(said[-1], at)
    others = {n.entity for n in named if n.entity is not None and n.entity != speaker and not n.possessive}
    return any(scene.cast.ents[e].kind == "person" and scene.cast.ents[e].gender in ("", gender) for e in others)
