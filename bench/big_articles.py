"""Made-up coverage of long disputes: articles with all that is found in them, as `Reading`s. Seeded.

Four articles at a time tell one story, in other outlets and within days: they share some of what was said, word for
word or nearly so, and what happened; one in twelve is another printed again. Names, words and outlets come by Zipf's
law, so that some actors speak in a third of the stories and some once.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from onrecord.actors.names import key
from onrecord.model import (
    Condition,
    Document,
    Entity,
    Event,
    Mention,
    Part,
    Participant,
    Place,
    Reading,
    Relation,
    Role,
    Span,
    Statement,
)

STATEMENTS, EACH_STORY, SEED = 10, 4, 7
PERSONS, BODIES, OUTLETS, VOCABULARY = 3_000, 250, 40, 12_000
FIRST, DAYS = date(2012, 1, 2), 3_600
ISSUES = ("dam", "treaty", "border", "pipeline", "amnesty", "tariff", "language law", "census")
ACTS = {"assertion": "said", "demand": "demanded", "threat": "warned", "denial": "denied", "accusation": "charged"}
OFTEN = (75, 10, 5, 2, 8)
DEEDS = {"ASSAULT": "shelled", "COERCE": "arrested", "REQUEST": "called on", "CONSULT": "met", "ACCUSE": "accused"}
PLACES = ("Orvane", "Tessel", "Marrowick", "Ulmgate", "Serrin", "Quell", "Dorrim", "Haveny", "Iskar", "Polt")
BY = "bench/1"
_SOUNDS = ("ba", "cor", "den", "el", "fa", "gri", "hol", "in", "jo", "kes", "lum", "mor", "na", "ost", "pel", "qua",
           "ri", "sol", "tam", "ur", "vek", "wil", "yar", "zen")  # fmt: skip


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def zipf(rnd: random.Random, size: int) -> int:
    """A rank from 0 to size - 1, the low ones far more often."""
    return min(size - 1, int((size + 1) ** rnd.random()) - 1)


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, and the words they have."""

    persons: tuple[str, ...]
    bodies: tuple[str, ...]
    words: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph to be: who says what how, or (of `deed`) who does what to whom where."""

    who: str
    words: str
    act: str = "assertion"
    direct: bool = True
    condition: str = ""
    deed: str = ""
    whom: str = ""
    place: str = ""


@dataclass(slots=True)
class _Making:
    """An article as far as it is written."""

    doc: str
    text: str = ""
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(doc=self.doc, start=start, end=len(self.text), text=words)

    def named(self, name: str, kind: str) -> tuple[Entity, Span]:
        """Write a name. Answers its entity, and where it stands."""
        span = self.add(name)
        entity = self.entities.setdefault(
            name, Entity(id="e" + sha(self.doc + name)[:16], doc=self.doc, name=name, key=key(name), kind=kind)
        )
        own = "m" + sha(f"{self.doc} {span.start}")[:16]
        self.mentions.append(
            Mention(id=own, span=span, kind="name", entity=entity.id, score=0.95, why="full name", by=BY)
        )
        return entity, span

    def end(self, start: int, label: str = "body") -> None:
        self.parts.append(Part(start=start, end=len(self.text), label=label, why="paragraph"))
        self.text += "\n\n"


def world(rnd: random.Random) -> World:
    def word(least: int, most: int) -> str:
        return "".join(rnd.choice(_SOUNDS) for _ in range(rnd.randint(least, most)))

    words = list(dict.fromkeys(word(2, 4) for _ in range(2 * VOCABULARY)))[:VOCABULARY]
    given = [word(1, 2).title() for _ in range(160)]
    families = list(dict.fromkeys(word(2, 3).title() for _ in range(4 * PERSONS)))[: 2 * PERSONS]
    persons = dict.fromkeys(f"{rnd.choice(given)} {family}" for family in families)
    bodies = dict.fromkeys(f"{rnd.choice(words).title()} {rnd.choice(words).title()} Council" for _ in range(BODIES))
    outlets = dict.fromkeys(f"{rnd.choice(words).title()} Courier" for _ in range(OUTLETS))
    return World(tuple(persons)[:PERSONS], tuple(bodies), tuple(words), tuple(outlets))


# ---------------------------------------------------------------------------- what an article is to say


def _some(rnd: random.Random, w: World, count: int) -> str:
    return " ".join(w.words[zipf(rnd, len(w.words))] for _ in range(count))


def _said(rnd: random.Random, w: World, cast: Sequence[str], topic: str) -> Line:
    condition = f"if the {_some(rnd, w, 5)}" if rnd.random() < 0.1 else ""
    words = f"We {_some(rnd, w, rnd.randint(4, 9))} the {topic} {_some(rnd, w, rnd.randint(5, 14))}"
    return Line(
        who=rnd.choice(cast), words=f"{words} {condition}".strip(), act=rnd.choices(list(ACTS), OFTEN)[0],
        direct=rnd.random() < 0.7, condition=condition,
    )  # fmt: skip


def _done(rnd: random.Random, w: World, cast: Sequence[str]) -> Line:
    who, whom = rnd.sample(cast, 2)
    return Line(
        who=who, words=_some(rnd, w, 4), deed=rnd.choice(list(DEEDS)), whom=whom, place=rnd.choice(PLACES),
    )  # fmt: skip


def _retold(rnd: random.Random, w: World, line: Line) -> Line:
    """The same words, or one of them another."""
    if line.condition or rnd.random() < 0.6:
        return line
    words = line.words.split()
    words[rnd.randrange(4, len(words))] = w.words[zipf(rnd, len(w.words))]
    return replace(line, words=" ".join(words))


# ---------------------------------------------------------------------------- articles


def readings(count: int) -> Iterator[tuple[Reading, str]]:
    """So many articles, each with the name of the issue it speaks of, in order of time."""
    rnd = random.Random(SEED)
    w = world(rnd)
    stories = -(-count // EACH_STORY)
    for story in range(stories):
        topic = ISSUES[zipf(rnd, len(ISSUES))]
        day = FIRST + timedelta(days=story * DAYS // stories)
        cast = list({w.persons[zipf(rnd, len(w.persons))] for _ in range(8)} | {w.bodies[zipf(rnd, len(w.bodies))]})
        cast = sorted(cast) if len(cast) > 2 else [*w.persons[:4]]
        head = f"{topic.title()} {_some(rnd, w, 4)} {rnd.choice(PLACES)}"
        shared = [_said(rnd, w, cast, topic) for _ in range(5)]
        deeds = [_done(rnd, w, cast) for _ in range(2)]
        before: list[Line] = []
        for k in range(min(EACH_STORY, count - story * EACH_STORY)):
            lines = [_retold(rnd, w, x) for x in rnd.sample(shared, 4)]
            lines += [_said(rnd, w, cast, topic) for _ in range(STATEMENTS - len(lines))]
            rnd.shuffle(lines)
            lines += deeds
            if before and rnd.random() < 0.11:
                lines = before
            before = lines
            yield _reading(rnd, w, story * EACH_STORY + k, lines, f"{head} {_some(rnd, w, 2)}", day, k), topic


def _reading(rnd: random.Random, w: World, i: int, lines: Sequence[Line], head: str, day: date, late: int) -> Reading:
    made = _Making("d" + sha(f"article {i}")[:16])
    made.add(head)
    made.end(0, "headline")
    for n, line in enumerate(lines):
        start = len(made.text)
        (_deed if line.deed else _statement)(made, line, n, rnd)
        made.end(start)
    _offices(made, w, rnd)
    raw = sha(made.text + str(i))
    return Reading(
        document=Document(
            id=made.doc, key=f"{i:05}.txt", location=f"/news/{i:05}.txt", file=f"news/{i:05}.txt", format="text",
            text=made.text, text_sha=raw, raw_sha=raw, url=f"https://example.org/{i}", title=head, language="en",
            outlet=w.outlets[zipf(rnd, len(w.outlets))], published=day + timedelta(days=rnd.randint(0, late)),
            parts=tuple(made.parts),
        ),
        mentions=tuple(made.mentions), entities=tuple(made.entities.values()), roles=tuple(made.roles),
        statements=tuple(made.statements), relations=tuple(made.relations), events=tuple(made.events),
        conditions=tuple(made.conditions),
    )  # fmt: skip


def _kind(name: str) -> str:
    return "organization" if name.endswith("Council") else "person"


def _statement(made: _Making, line: Line, n: int, rnd: random.Random) -> None:
    """ "We will ...", NAME said. Or: NAME said that ..."""
    own = f"s{sha(f'{made.doc} {n}')[:16]}"
    if line.direct:
        made.add("“")
        content = made.add(line.words)
        made.add(",” ")
    entity, source = made.named(line.who, _kind(line.who))
    made.add(" ")
    cue = made.add(ACTS[line.act])
    if not line.direct:
        made.add(" that ")
        content = made.add(line.words)
    made.add(".")
    made.statements.append(
        Statement(
            id=own, doc=made.doc, source=(source,), cue=(cue,), content=(content,),
            speaker=entity.id if rnd.random() < 0.93 else None, kind="direct" if line.direct else "indirect",
            act=line.act, score=round(rnd.uniform(0.35, 1.0), 3), why="a name beside a cue", by=BY,
        )
    )  # fmt: skip
    if line.condition:
        made.conditions.append(_condition(made, own, content, line, rnd))


def _condition(made: _Making, statement: str, content: Span, line: Line, rnd: random.Random) -> Condition:
    start = content.end - len(line.condition)
    spans = (Span(doc=made.doc, start=start, end=content.end, text=line.condition),)
    rest = line.words[: start - 1 - content.start]
    return Condition(
        id="c" + sha(statement)[:16], doc=made.doc, statement=statement, spans=spans, marker="if", polarity="met",
        consequence=(Span(doc=made.doc, start=content.start, end=content.start + len(rest), text=rest),),
        effect=rnd.choice(("threat", "promise", "support", "refusal", "demand")), score=0.9, why="if", by=BY,
    )  # fmt: skip


def _deed(made: _Making, line: Line, n: int, rnd: random.Random) -> None:
    """NAME shelled NAME near PLACE, officials wrote."""
    start = len(made.text)
    who, first = made.named(line.who, _kind(line.who))
    made.add(" ")
    trigger = made.add(DEEDS[line.deed])
    made.add(" ")
    whom, second = made.named(line.whom, _kind(line.whom))
    made.add(" near ")
    where = made.add(line.place)
    made.add(f" {line.words}.")
    evidence = Span(doc=made.doc, start=start, end=len(made.text), text=made.text[start:])
    made.events.append(
        Event(
            id=f"v{sha(f'{made.doc} {n}')[:16]}", doc=made.doc, type=line.deed, mode=None,
            contexts=(rnd.choice(("military", "executive", "legislative")),), status="happened", trigger=trigger,
            evidence=evidence, score=round(rnd.uniform(0.4, 1.0), 3), why="a verb", by=BY,
            actors=(Participant(span=first, entity=who.id),), recipients=(Participant(span=second, entity=whom.id),),
            place=Place(span=where, name=line.place, kind="city", country="QS", latitude=10.5, longitude=20.5),
        )
    )  # fmt: skip


def _offices(made: _Making, w: World, rnd: random.Random) -> None:
    """What two of those who are named are."""
    persons = [m for m in made.mentions if not m.span.text.endswith("Council")]
    for m in persons[:2]:
        if m.entity and rnd.random() < 0.25:
            made.roles.append(
                Role(id="r" + sha(m.id)[:16], entity=m.entity, title="spokesman", org=rnd.choice(w.bodies),
                     evidence=m.span, by=BY)
            )  # fmt: skip
    bodies = [m for m in made.mentions if m.span.text.endswith("Council")]
    if bodies and persons and bodies[0].entity and persons[0].entity and rnd.random() < 0.2:
        made.relations.append(
            Relation(id="l" + sha(made.doc)[:16], subject=persons[0].entity, kind="part_of", object=bodies[0].entity,
                     evidence=persons[0].span, by=BY)
        )  # fmt: skip
