"""From incidents and statements to the events of an article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import events
from onrecord.actors.speakers import resolve_document
from onrecord.attribution.rules import Rules
from onrecord.model import Event, Part
from onrecord.project import Project
from tests.events.conftest import article, incident

Read = Callable[..., tuple[Event, ...]]


def test_who_did_what_to_whom_is_resolved(read: Read) -> None:
    text = "President Mira Alvarn met Petar Dossen in Ferren. On Monday Alvarn condemned the Merrun Defence Front."
    found = read(
        text,
        incident(text, "met", "CONSULT", ["President Mira Alvarn"], ["Petar Dossen"], mode="visit"),
        incident(text, "condemned", "ACCUSE", ["Alvarn condemned"[:6]], ["the Merrun Defence Front"]),
    )
    met, condemned = found
    assert met.actors[0].entity is not None
    assert [p.span.text for p in met.actors] == ["President Mira Alvarn"]
    assert condemned.evidence.text == "On Monday Alvarn condemned the Merrun Defence Front."
    assert condemned.recipients[0].entity not in (None, met.actors[0].entity)


def test_a_demand_is_a_request_of_its_speaker(read: Read) -> None:
    (found,) = read("Mira Alvarn of the Civic Union demanded on Tuesday that the gates be opened.")
    assert (found.type, found.status, found.act_of is not None) == ("REQUEST", "happened", True)
    assert found.trigger.text == "demanded"
    assert found.actors[0].span.text.startswith("Mira Alvarn")
    assert found.when is not None and found.when.since == date(2023, 3, 14)


def test_a_threat_in_plain_words_is_the_words(read: Read) -> None:
    (found,) = read('"If the gates stay shut, we will burn the towers," said Daoud Merrani, who leads the Front.')
    assert (found.type, found.mode, found.status) == ("THREATEN", "violence", "happened")
    assert found.trigger.text == "If the gates stay shut, we will burn the towers"
    assert found.within is None


def test_an_act_that_is_threatened_is_the_trigger_of_the_threat(read: Read) -> None:
    text = '"If the gates stay shut, we will burn the towers," said Daoud Merrani, who leads the Front.'
    (found,) = read(text, incident(text, "burn", "ASSAULT", ["we"], ["the towers"], status="hypothetical", score=0.8))
    assert (found.type, found.mode, found.status, found.trigger.text) == ("THREATEN", "violence", "happened", "burn")
    assert found.act_of is not None and found.within is None


def test_an_act_that_is_refused_is_the_trigger_of_the_refusal(read: Read) -> None:
    text = '"We will never negotiate with them," said Daoud Merrani, who leads the Front.'
    (found,) = read(text, incident(text, "negotiate", "CONSULT", ["We"], ["them"], status="negated", score=0.8))
    assert (found.type, found.mode, found.status) == ("REJECT", "meet", "happened")


def test_a_plain_verb_of_saying_is_no_act(read: Read) -> None:
    text = "Mira Alvarn replied that the lake was full."
    assert read(text, incident(text, "replied", "REJECT", ["Mira Alvarn"], score=0.85)) == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mira Alvarn did not demand that the gates be opened.", "negated"),
        ("Mira Alvarn will demand that the gates be opened.", "future"),
        ("Mira Alvarn promised to pay if the gates were opened.", "hypothetical"),
    ],
)
def test_status_of_acts_of_speech(read: Read, text: str, status: str) -> None:
    assert [e.status for e in read(text) if e.act_of] == [status]


def test_the_taggers_reading_of_an_act_of_speech_gets_its_statement(read: Read) -> None:
    text = "Mira Alvarn accused the ministry of hiding the cost."
    found = read(text, incident(text, "accused", "ACCUSE", ["Mira Alvarn"], ["the ministry"], mode="allege", score=0.9))
    assert len(found) == 1
    assert found[0].act_of is not None and found[0].score == 0.9
    assert [p.span.text for p in found[0].recipients] == ["the ministry"]


def test_an_act_told_inside_a_statement_is_within_it(read: Read) -> None:
    text = "Mira Alvarn said troops had shelled the village."
    (found,) = read(text, incident(text, "shelled", "ASSAULT", ["troops"], ["the village"]))
    assert found.within is not None and found.act_of is None


@pytest.mark.parametrize(
    ("text", "trigger", "since", "until"),
    [
        ("Troops shelled the village on Monday.", "shelled", date(2023, 3, 13), date(2023, 3, 13)),
        ("On 3 March 2023 troops shelled the village.", "shelled", date(2023, 3, 3), date(2023, 3, 3)),
        ("Troops shelled the village.", "shelled", None, None),
        ("Troops, who left the valley on Monday, shelled the village.", "shelled", None, None),
        ("Troops have shelled the village since February.", "shelled", date(2023, 2, 1), date(2023, 3, 15)),
        ("Troops broke last year's accord.", "broke", None, None),
        ("HALLOW, March 14 (AP) — Troops shelled the village.", "shelled", None, None),
        (
            "HALLOW, March 14 (AP) — Troops shelled the village on Monday.",
            "shelled",
            date(2023, 3, 13),
            date(2023, 3, 13),
        ),
    ],
)
def test_days(read: Read, text: str, trigger: str, since: date | None, until: date | None) -> None:
    more = [incident(text, "left", "RETREAT", [])] if "left" in text else []
    found = {e.trigger.text: e for e in read(text, incident(text, trigger, "ASSAULT", []), *more)}[trigger]
    assert (found.when.since if found.when else None, found.when.until if found.when else None) == (since, until)


def test_what_lies_ahead_has_not_happened(read: Read) -> None:
    text = "A march is planned for 20 March 2023."
    (found,) = read(text, incident(text, "march", "PROTEST", []))
    assert found.status == "future"
    text = "A march is planned for Monday."
    assert read(text, incident(text, "march", "PROTEST", []), published=None)[0].when is None


def test_figures_go_to_the_act_they_count(read: Read) -> None:
    text = "About 200 people protested before troops killed at least 11 of them."
    protest, killing = read(
        text, incident(text, "protested", "PROTEST"), incident(text, "killed", "ASSAULT", ["troops"])
    )
    assert [(f.kind, f.least, f.most) for f in protest.figures] == [("participants", 200, 200)]
    assert [(f.kind, f.least, f.most) for f in killing.figures] == [("killed", 11, None)]


def test_ids_do_not_follow_offsets(read: Read) -> None:
    text = "Troops shelled the village. Troops shelled the village."
    one = read(text, incident(text, "shelled", "ASSAULT"))
    moved = "It rained.\n\n" + text
    other = read(moved, incident(moved, "shelled", "ASSAULT"))
    assert [e.id for e in one] == [e.id for e in other]


def test_nothing_is_read_in_what_is_no_article() -> None:
    text = "Troops shelled the village.\n\nRead more: Troops seized the bridge."
    parts = (Part(start=0, end=27, label="body"), Part(start=29, end=len(text), label="related"))
    document = article(text, parts=parts)
    found = [incident(text, "shelled", "ASSAULT"), incident(text, "seized", "ASSAULT")]
    resolved = resolve_document(document, [], Project(), asked=events.asked(text, found))
    assert [e.trigger.text for e in events.read(document, found, resolved).events] == ["shelled"]


@given(st.text(alphabet='Alvarn said demanded ."\n,MERRUN 31/02/20018٣ Monday', max_size=120), st.integers(0, 120))
def test_any_text_gives_events_that_slice_true(text: str, cut: int) -> None:
    document = article(text)
    end = min(len(text), cut + 4)
    found = [incident(text, text[cut:end], "ASSAULT")] if text[cut:end].strip() else []
    resolved = resolve_document(document, Rules().attribute(text), Project(), asked=events.asked(text, found))
    for e in events.read(document, found, resolved).events:
        for span in (
            e.trigger,
            e.evidence,
            *(p.span for p in (*e.actors, *e.recipients)),
            *(f.span for f in e.figures),
        ):
            assert span.text == text[span.start : span.end]
        assert e.evidence.start <= e.trigger.start and e.trigger.end <= e.evidence.end
