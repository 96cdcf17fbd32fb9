"""Plain statements made of propositions: "X rejected calls for the toll to be lifted".

Weak supervision: a proposition with a modal verb ("The toll should be lifted.", "Should the toll be lifted?") is taken
apart into who or what, and what should come of it; frames with marks as in `sentences/` say it back with a side. They
teach what the invented sentences, written to be hard, teach slowly: which cues and negations turn a side, and that the
proposition's own "not" turns it again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.stance.marked import Marked, parse

_MODAL = re.compile(
    r"(?P<who>[^,;:]{3,60}?) (?:should|must|ought to|needs? to|ha(?:s|ve) to)(?P<no> not| never)?"
    r" (?P<what>[^,;:]{3,60}?)[.!]?",
    re.DOTALL,
)
_ASKED = re.compile(
    r"(?:should|must) (?P<who>[^,;:]{3,50}?) (?P<what>(?:be|have|get|stop|leave|pay|keep) [^,;:]{2,50}?)\?",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"^[^aeiou]{1,2}[aeiou][^aeiouwxy]$")
"""Short verbs that double their last letter: "cut", "stop"."""

SPEAKERS = (
    "The prime minister",
    "Opposition leader Ana Brandt",
    "He",
    "She",
    "The union",
    "The rebels",
    "A spokesman",
    "Governor Idris",
    "The foreign ministry",
    "The mayor",
    "Bishop Okon",
    "The coalition",
    "Residents",
    "The bank's chairman",
    "General Varga",
    "The party",
    "Her deputy",
    "The farmers' league",
    "Senator Lowe",
    "Activists",
    "The neighbouring state",
    "The president",
    "The commander",
    "Judge Halder",
    "The company",
    "They",
    "The envoy",
    "Mr. Petrov",
    "The envoy, Lena Aas,",
    "Teachers",
)
CONDITIONS = (
    "if the talks succeed",
    "provided that the costs are shared",
    "once parliament has voted",
    "unless the other side backs down",
    "if compensation is paid first",
    "only after an inquiry",
    "as long as no jobs are lost",
    "on condition that the courts agree",
    "if the prisoners are freed",
    "until a referendum is held",
    "should the army withdraw",
    "in exchange for guarantees",
)
TAILS = (
    "",
    "",
    "",
    " on Monday",
    " in an interview",
    ", the agency reported",
    " yesterday",
    ", according to the paper",
)

# {who} the subject, {what} the bare verb and what follows, {ing} "the toll being lifted", {T} another speaker.
FOR = (
    "{S} <called for> [{who} to {what}]",
    "{S} <demanded> [that {who} {what}]",
    "{S} <wants> [{who} to {what}]",
    "{S} <said> [{who} must {what}]",
    "{S} <backs> [{ing}]",
    "{S} <supports> [{ing}]",
    "{S} <welcomed> [plans for {who} to {what}]",
    "{S} <is in favour of> [{ing}]",
    "{S} <has no objection to> [{ing}]",
    "{S} <did not object to> [{ing}]",
    "{S} <said> [there was no reason why {who} should not {what}]",
    "{S} <argued> [that it was high time for {who} to {what}]",
    "{S} <voted for> [{ing}]",
    "{S} <insisted> [that nothing could justify a delay: {who} had to {what}]",
    "{S} <accepted> [that {who} should {what}]",
    "[Let {who} {what},] {S} <said>",
    "{S} <praised> [the decision for {who} to {what}]",
    "{S} <hailed> [{ing} as a triumph]",
    "{S} <said> [he was not against {ing}]",
    "{S} <urged> {T} [to make sure that {who} {what}]",
    "{S} <rejected> [the case against {ing}]",
    "{S} <criticised> {T} [for opposing {ing}]",
    "{S} <complained> [that {T} still would not let {who} {what}]",
    "{S} <called> [{ing} the only way out]",
    "{S} <agreed> [that {who} should {what}]",
    "{S}: [{who} should {what}, and the sooner the better]",
    "{S}, <a champion of> [{ing}], spoke next",
    "{S} <no longer opposes> [{ing}]",
    "{S} <warned> [of chaos unless {who} {what_s}]",
    "{S} <said> [it would be a mistake not to have {who} {what}]",
)
AGAINST = (
    "{S} <opposes> [{ing}]",
    "{S} <rejected> [calls for {who} to {what}]",
    "{S} <rejects> [the demand that {who} {what}]",
    "{S} <said> [{who} must not {what}]",
    "{S} <said> [{who} must never {what}]",
    "{S} <warned against> [{ing}]",
    "{S} <refused to accept> [that {who} should {what}]",
    "{S} <vowed> [never to allow {who} to {what}]",
    "{S} <dismissed> [the idea of {ing}]",
    "{S} <saw> [no reason for {who} to {what}]",
    "{S} <would never accept> [{ing}]",
    "{S} <denounced> [plans for {who} to {what}]",
    "{S} <called> [the plan for {who} to {what} a disaster]",
    "{S} <is against> [{ing}]",
    "{S} <voted against> [{ing}]",
    "{S} <objected to> [{ing}]",
    "{S} <will fight> [{ing}]",
    "[Whoever wants {who} to {what} will have to get past us,] {S} <said>",
    "{S} <said> [he did not want {who} to {what}]",
    "{S} <denied> [that there was any need for {who} to {what}]",
    "{S} <ruled out> [{ing}]",
    "{S} <threatened> [war if {who} {what_s}]",
    "{S} <condemned> [{ing} as a betrayal]",
    "{S} <urged> {T} [to drop the demand that {who} {what}]",
    "{S} <criticised> {T} [for backing {ing}]",
    "{S}: [No. {who} should not {what}]",
    "{S}, <a critic of> [{ing}], spoke next",
    "{S} <no longer supports> [{ing}]",
    "{S} <called> [{ing} theft]",
    "{S} <said> [it would be a mistake to have {who} {what}]",
)
NOTHING = (
    "{S} <said> [talks on whether {who} should {what} would resume on Monday]",
    "{S} <asked> [whether {who} would {what}]",
    "{S} <noted> [that opinion on {ing} was divided]",
    "{S} <declined to comment on> [{ing}]",
    "{S} <told> reporters [that {T} opposed {ing}]",
    "{S} <said> [that {T} wanted {who} to {what}]",
    "{S} <reported> [that parliament would debate {ing} in May]",
    "{S} <said> [a report on {ing} had been sent to {T}]",
    "{S} <said> [two people had been hurt at a rally on {ing}]",
)
OPEN = (
    "{S} <had not decided> [whether {who} should {what}]",
    "{S} <has not ruled out> [{ing}]",
    "{S} <saw> [good arguments for and against {ing}]",
    "{S} <stopped short of> [endorsing {ing}]",
)
UNDER = (
    "{S} <would accept> [{ing} (({if}))]",
    "{S} <said> [{who} could {what} (({if}))]",
    "{S} <will support> [{ing} (({if}))]",
    "{S} <offered> [to let {who} {what} (({if}))]",
    "{S} <opposes> [{ing} (({if}))]",
)
FRAMES = (
    ("support", FOR, 10),
    ("oppose", AGAINST, 10),
    ("none", NOTHING, 4),
    ("unclear", OPEN, 1),
    ("conditional", UNDER, 3),
)
"""Frames by side, and how often a side is drawn."""
_TURNED = {"support": "oppose", "oppose": "support"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A proposition taken apart; `negated`: it says that this should not be."""

    proposition: str
    who: str
    what: str
    negated: bool


def apart(proposition: str) -> Asked | None:
    """The parts of a proposition with a modal verb, or None."""
    m = _MODAL.fullmatch(proposition.strip()) or _ASKED.fullmatch(proposition.strip())
    if m is None:
        return None
    who = m["who"].strip()
    first = who.split()[0]
    who = who[0].lower() + who[1:] if first in ("The", "A", "An", "All", "Our", "Every", "Foreign", "Private") else who
    return Asked(proposition=proposition, who=who, what=m["what"].strip(), negated=bool(m.groupdict().get("no")))


def made(asked: Sequence[Asked], count: int, rng: random.Random) -> Iterator[Marked]:
    """So many statements on these propositions."""
    kinds = [kind for kind in FRAMES for _ in range(kind[2])]
    for _ in range(count):
        a = rng.choice(asked)
        side, frames, _ = rng.choice(kinds)
        speaker, other = rng.sample(SPEAKERS, 2)
        frame = rng.choice(frames)
        text = frame.format(
            S=f"{{{speaker}}}",
            T=other[0].lower() + other[1:] if other.startswith(("The", "A ", "He", "She", "They", "Her")) else other,
            who=a.who,
            what=a.what,
            what_s=_third(a.what, a.who),
            ing=f"{a.who} {_ing(a.what)}",
            **{"if": rng.choice(CONDITIONS)},
        )
        segments, condition = parse(text + rng.choice(TAILS) + ".", frame)
        yield Marked(
            group="templates",
            text=segments,
            proposition=a.proposition,
            side=_TURNED.get(side, side) if a.negated else side,
            implied=False,
            debate=False,
            condition=condition,
        )


def _ing(what: str) -> str:
    verb, _, rest = what.partition(" ")
    if verb == "be":
        verb = "being"
    elif verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        verb = verb[:-1] + "ing"
    elif _DOUBLED.search(verb):
        verb += verb[-1] + "ing"
    else:
        verb += "ing"
    return f"{verb} {rest}".strip()


def _third(what: str, who: str) -> str:
    verb, _, rest = what.partition(" ")
    many = who.split()[-1].endswith("s")
    if verb == "be":
        verb = "are" if many else "is"
    elif not many:
        verb += "es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s"
    return f"{verb} {rest}".strip()
