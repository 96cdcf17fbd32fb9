"""Acts of speech as events: a demand is a REQUEST of its speaker, a threat THREATENs.

So that the two halves of the record agree, every statement that demands, threatens, accuses, promises, supports or
refuses is an event too, with the speaker as actor. Where the tagger saw the same act, its reading of type, mode and
participants is kept, and the statement adds who speaks and when.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.attribution.lexicon import lexicon
from onrecord.events.draft import Draft, Named
from onrecord.events.page import Page
from onrecord.events.status import of_speech
from onrecord.events.words import SpeechRule, named, speech_rule
from onrecord.findings import Range
from onrecord.model import Mention, Span, Statement
from onrecord.span import trim

BY = "events.rules/1"
RELIABLE = {"REQUEST": 0.8, "THREATEN": 0.75, "ACCUSE": 0.75, "AGREE": 0.6, "SUPPORT": 0.65, "REJECT": 0.75}
"""How often a statement whose act is this one is an event of the type, where the statement itself is right."""
_LIKE = {
    "REQUEST": frozenset(("REQUEST", "AGREE")),
    "THREATEN": frozenset(("THREATEN",)),
    "ACCUSE": frozenset(("ACCUSE", "REJECT")),
    "AGREE": frozenset(("AGREE", "AID", "CONCEDE", "SUPPORT")),
    "SUPPORT": frozenset(("SUPPORT", "AGREE", "CONCEDE")),
    "REJECT": frozenset(("REJECT", "ACCUSE")),
}
_OPEN = {
    "THREATEN": ("future", "hypothetical"),
    "REJECT": ("negated", "hypothetical", "future"),
    "AGREE": ("future", "hypothetical"),
}
"""The status of an act that is threatened, refused, promised."""
_CONDITION = re.compile(r"\b(?:if|unless|until|once|when|should|before|after)\b[^,;]*\Z", re.IGNORECASE)
_CONTENTS: dict[tuple[str, str, str | None], str] = {
    ("THREATEN", "ASSAULT", None): "violence",
    ("THREATEN", "MOBILIZE", None): "violence",
    ("THREATEN", "COERCE", None): "restrict",
    ("THREATEN", "COERCE", "arrest"): "arrest",
    ("THREATEN", "COERCE", "deport"): "expel",
    ("THREATEN", "SANCTION", None): "restrict",
    ("THREATEN", "SANCTION", "expel"): "expel",
    ("THREATEN", "SANCTION", "convict"): "arrest",
    ("THREATEN", "SANCTION", "discontinue"): "relations",
    ("THREATEN", "RETREAT", None): "relations",
    ("REJECT", "CONSULT", None): "meet",
    ("REJECT", "AID", None): "assist",
    ("REJECT", "RETREAT", None): "yield",
    ("REJECT", "CONCEDE", None): "yield",
    ("REJECT", "AGREE", None): "yield",
}
"""PLOVER: the mode of a threat or a refusal is its content."""
SURE = 0.95
"""The tagger's score from which it is believed against what the statement's act says."""
_PLAIN = frozenset(("assertion", "question", "belief", "denial"))
_AGREEING = ("agree", "consent", "accept", "apologi", "concede")
_MARKS = "\"“”‘’«»'`,.;: "
_COUNTERPARTS = ("state", "government", "parliament", "armed_group", "party", "coalition", "organization", "person")


def join(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Give the tagger's events of speech their statements, and add those that it did not see."""
    out = sorted(drafts, key=lambda d: d.trigger)
    found = tuple(out)
    for s in page.statements:
        rule = speech_rule(s.act, " ".join(c.text for c in s.cue), " ".join(c.text for c in s.content))
        own = next((d for c in s.cue for d in _in(found, c)), None)
        if own is None and rule is not None:
            own = _inside(s, rule, found) or _acted_out(page, s, rule, found)
        if own is not None and rule is None and own.score < SURE and _only_says(page, own):
            own.struck = True
            continue
        if own is not None and own.act_of is None:
            if rule is not None and own.type not in _LIKE[rule.type] and own.score < SURE:
                _retype(own, s, rule)
            _attach(page, own, s)
        elif own is None and rule is not None:
            out.append(_made(page, s, rule))
    return [d for d in out if not d.struck]


def _only_says(page: Page, d: Draft) -> bool:
    """Whether a trigger is a plain verb of saying ("replied", "told"), which is no act of its own."""
    words = page.text[slice(*d.trigger)].lower().split()
    acts = {f.cue.act for w in words for f in lexicon().verbs.get(w, ()) if not f.cue.rest}
    return bool(acts) and acts <= _PLAIN and not any(w.startswith(_AGREEING) for w in words)


def _retype(d: Draft, s: Statement, rule: SpeechRule) -> None:
    """Take the type that the statement's act gives, where the tagger is less sure of another."""
    d.type, d.mode = rule.type, _mode(s, rule)
    d.why = f"{d.why}; typed-by-act"


def _mode(s: Statement, rule: SpeechRule) -> str | None:
    said = " ".join(c.text for c in s.content)
    return named("event_modes.tsv", rule.type, said) if rule.mode == "?" else rule.mode


def _in(drafts: Sequence[Draft], at: Span) -> list[Draft]:
    """The events whose trigger begins in a stretch of the text; `drafts` are in order of their triggers."""
    first, last = bisect_left(drafts, at.start, key=_begin), bisect_left(drafts, at.end, key=_begin)
    return [d for d in drafts[first:last] if not d.struck]


def _begin(d: Draft) -> int:
    return d.trigger[0]


def _inside(s: Statement, rule: SpeechRule, drafts: Sequence[Draft]) -> Draft | None:
    """The event of a like type that the statement's own words are: "the towers will burn," said Merrani."""
    if _says(s, rule):
        return None
    like = _LIKE[rule.type]
    told = (d for c in s.content for d in _in(drafts, c))
    held = [d for d in told if d.type in like and d.act_of is None and _holds(s, d.trigger)]
    return held[0] if held else None


def _acted_out(page: Page, s: Statement, rule: SpeechRule, drafts: Sequence[Draft]) -> Draft | None:
    """The act that is threatened, refused or promised in plain words: its trigger is that of the threat, which has been
    made, whether the act comes or not. "We will burn the towers" THREATENs, "we will not talk" REJECTs."""
    if _says(s, rule) or rule.type not in _OPEN:
        return None
    told = (d for c in s.content for d in _in(drafts, c))
    held = [
        d
        for d in told
        if d.act_of is None
        and d.status in _OPEN[rule.type]
        and _holds(s, d.trigger)
        and not _CONDITION.search(page.text, page.sentence(d.trigger[0])[0], d.trigger[0])
    ]
    if not held:
        return None
    d = held[0]
    inner = (d.type, d.mode)
    d.mode = _CONTENTS.get((rule.type, *inner)) or _CONTENTS.get((rule.type, d.type, None)) or _mode(s, rule)
    d.type, d.status = rule.type, of_speech(s)
    return d


def _holds(s: Statement, at: Range) -> bool:
    return any(c.start <= at[0] and at[1] <= c.end for c in s.content)


def _attach(page: Page, d: Draft, s: Statement) -> None:
    """The speaker acts; whom the tagger saw acting beside is kept where they are somebody else's names."""
    d.act_of = s
    d.when = s.said
    d.why = f"{d.why}; speech-act:{s.act}" if d.why else f"speech-act:{s.act}"
    speakers = _speakers(s)
    if speakers and (not d.actors or all(e is None or e == s.speaker for _, e in d.actors) or _holds(s, d.trigger)):
        d.actors = speakers
    if s.addressee is not None and not d.recipients:
        d.recipients = [_addressee(page, s, s.addressee)]


def _made(page: Page, s: Statement, rule: SpeechRule) -> Draft:
    return Draft(
        trigger=_hull(s.cue[-1:]) if s.cue and _says(s, rule) else _words(page, s),
        type=rule.type,
        mode=_mode(s, rule),
        status=of_speech(s),
        score=round(s.score * RELIABLE[rule.type], 4),
        why=f"speech-act:{s.act}",
        by=BY,
        actors=_speakers(s),
        recipients=_spoken_at(page, s),
        act_of=s,
        when=s.said,
    )


def _says(s: Statement, rule: SpeechRule) -> bool:
    """Whether the cue itself names the act ("demanded"), and not what is said ("said")."""
    if rule.cue is not None:
        return True
    if rule.said is not None:
        return False
    found = [f for c in s.cue for w in c.text.lower().split() for f in lexicon().verbs.get(w.strip(',;:"“”'), ())]
    return any(f.cue.act == s.act for f in found)


def _words(page: Page, s: Statement) -> Range:
    """The first sentence of what is said, without its quotation marks."""
    for c in s.content:
        start, end = trim(page.text, c.start, c.end, _MARKS)
        if start < end:
            low, high = page.sentence(start)
            return trim(page.text, start, min(end, high) if low <= start < high else end, _MARKS)
    return _hull(s.content)


def _speakers(s: Statement) -> list[Named]:
    return [(_hull(s.source), s.speaker)] if s.source else []


def _spoken_at(page: Page, s: Statement) -> list[Named]:
    """Whom the act is directed at: the addressee, or else the first actor of some weight that the words name."""
    if s.addressee is not None:
        return [_addressee(page, s, s.addressee)]
    first = s.content[0]
    for m in page.mentions_in(first.start, first.end):
        if m.entity is not None and m.entity != s.speaker and _weighty(page, m):
            return [((m.span.start, m.span.end), m.entity)]
    return []


def _addressee(page: Page, s: Statement, entity: str) -> Named:
    """The addressee by the mention nearest to the cue."""
    at = _hull(s.cue or s.content)
    low, high = page.sentence(at[0])
    near = [m for m in page.mentions_in(low, high) if m.entity == entity]
    best = min(near, key=lambda m: abs(m.span.start - at[1]), default=None)
    return (at if best is None else (best.span.start, best.span.end)), entity


def _weighty(page: Page, m: Mention) -> bool:
    entity = page.entities.get(m.entity or "")
    return entity is not None and entity.kind in _COUNTERPARTS


def _hull(spans: Sequence[Span]) -> Range:
    return spans[0].start, spans[-1].end
