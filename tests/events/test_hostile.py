"""Text that is made to break the reading of events, or to make it never end."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from onrecord import events, places
from onrecord.actors.speakers import resolve_document
from onrecord.attribution.rules import Rules
from onrecord.events import figures
from onrecord.findings import Incident
from onrecord.model import Event, Span
from onrecord.project import Project
from onrecord.vocabulary import EVENT_TYPES
from tests.events.conftest import article, incident

LONG = 12_000
REPEATED = {
    "numbers": "1,234",
    "dates": "on Monday or ",
    "commas": ", ",
    "quotation marks": '"',
    "opened quotations": "“we said ‘they ",
    "demands": '"Stop it," Ann Bo said. ',
    "articles of names": "al-",
    "names": "Kelda and Mosul, ",
    "places": "in Mosul, ",
    "hyphens": "twenty-",
    "marks of direction": "\u202eقال ",
    "nothing": "\0 ",
    "half a pair": "\ud800 killed 5 ",
    "white space": " \n\t\xa0",
}


def spans(e: Event) -> list[Span]:
    named = [p.span for p in (*e.actors, *e.recipients)]
    return [e.trigger, e.evidence, *named, *(f.span for f in e.figures), *([e.place.span] if e.place else [])]


@pytest.mark.parametrize("words", REPEATED.values(), ids=REPEATED)
def test_a_hostile_article_is_read_to_its_end(words: str) -> None:
    text = (words * LONG)[:LONG]
    step = 60
    found = [
        Incident(
            trigger=(at + 10, at + 16),
            type=EVENT_TYPES[at // step % len(EVENT_TYPES)],
            actors=((at, at + 9),),
            recipients=((at + 17, at + 40),),
        )
        for at in range(0, LONG - step, step)
        if text[at + 10 : at + 16].strip()
    ]
    document = article(text)
    resolved = resolve_document(document, Rules().attribute(text), Project(), asked=events.asked(text, found))
    for e in events.read(document, found, resolved).events:
        assert all(s.text == text[s.start : s.end] for s in spans(e))
        assert all(math.isfinite(n) for f in e.figures for n in (f.least, f.most) if n is not None)


@pytest.mark.parametrize("written", ["9" * 400, "1" * 17, "thouſands", "hundredſ of thouſands", "mıllions", "ſix"])
def test_numbers_that_are_none_count_nothing(written: str) -> None:
    text = f"Troops killed {written} people."
    found = figures.figures(article(text), text, (0, len(text)))
    assert json.dumps([(f.least, f.most) for f, _ in found], allow_nan=False) == "[]"


def test_a_long_number_that_is_one_still_counts() -> None:
    text = "The bank lent 1,250,000,000 crowns."
    ((found, _),) = figures.figures(article(text), text, (0, len(text)))
    assert (found.kind, found.least, found.most) == ("money", 1_250_000_000, 1_250_000_000)


def test_a_place_in_a_long_article_is_that_of_its_own_sentence() -> None:
    text = "Shells fell in Mosul. " * 300 + "Troops shelled Aleppo."
    start = text.index("shelled")
    sentence = text.index("Troops"), len(text)
    found = places.find(text)
    assert len(found) == 301
    named = places.place_of(text, sentence, (start, start + 7), found, type="ASSAULT")
    assert named is not None and named.name == "Aleppo"
    text = text.replace("shelled Aleppo", "shelled the camp there")
    named = places.place_of(text, (sentence[0], len(text)), (start, start + 7), places.find(text), type="ASSAULT")
    assert named is not None and named.name == "Mosul"


def test_two_statements_of_one_cue_leave_a_plain_verb_out_once(read: Callable[..., tuple[Event, ...]]) -> None:
    text = "Mira Alvarn replied that the lake was full."
    found = [incident(text, "replied", "REJECT", ["Mira Alvarn"], score=0.85)]
    document = article(text)
    resolved = resolve_document(document, Rules().attribute(text), Project(), asked=events.asked(text, found))
    (one,) = resolved.statements
    twice = resolved._replace(statements=(one, replace(one, id="another")))
    assert events.read(document, found, twice).events == ()
