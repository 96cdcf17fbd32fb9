"""To whom it was said and who relayed it, read from the words around a cue that the rules did not read."""

from __future__ import annotations

import pytest

from onrecord.attribution import rules, told, via
from onrecord.attribution.details import Details, Known
from onrecord.attribution.finds import Find
from onrecord.findings import Range
from onrecord.layout import lay_out

Spans = tuple[Range, ...]


def at(text: str, *marked: str) -> Spans:
    return tuple((text.index(m), text.index(m) + len(m)) for m in marked)


def words(text: str, ranges: object) -> list[str]:
    return [text[s:e] for s, e in ranges]  # type: ignore[attr-defined]


def details(text: str, finds: bool = True) -> Details:
    got = rules.read(lay_out(text))
    return Details(text, got.finds if finds else [], got.paragraphs)


def known(text: str, source: str, cue: str, *content: str, finds: bool = False) -> Known:
    """What is known of an attribution; without the finds of the rules, unless `finds`."""
    return details(text, finds).of(at(text, source) if source else (), at(text, cue), at(text, *content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "to"),
    [
        ("Ana Ruiz told the council that it rained.", "Ana Ruiz", "told", "that it rained", "the council"),
        ("Ana Ruiz told the council on Monday that it rained.", "Ana Ruiz", "told", "that it rained", "the council"),
        ("Ana Ruiz had already told me it rained.", "Ana Ruiz", "had already told", "it rained", "me"),
        ("“It rained,” Ana Ruiz told reporters in Ossel.", "Ana Ruiz", "told", "“It rained,”", "reporters in Ossel"),
        ("It rained, she told the Herald by telephone.", "she", "told", "It rained", "the Herald"),
        ("Ana Ruiz said to reporters that it rained.", "Ana Ruiz", "said", "that it rained", "reporters"),
        ("Ana Ruiz complained to the court that it rained.", "Ana Ruiz", "complained", "that it rained", "the court"),
        ("Ana Ruiz wrote to the council that it rained.", "Ana Ruiz", "wrote", "that it rained", "the council"),
        ("Ana Ruiz urged the council to act.", "Ana Ruiz", "urged", "to act", "the council"),
        ("She called on the speaker, Omar Halabi, to act.", "She", "called on", "to act", "the speaker, Omar Halabi"),
        ("She pleaded with the crowd to go home.", "She", "pleaded with", "to go home", "the crowd"),
        ("She promised the fishermen that it would end.", "She", "promised", "that it would end", "the fishermen"),
        ("She asked the mayor whether it rained.", "She", "asked", "whether it rained", "the mayor"),
        # of the passive, whoever was told
        ("The council was told that it rained.", "", "was told", "that it rained", "The council"),
        (
            "The mayor has been assured by Ana Ruiz that it rained.",
            "Ana Ruiz",
            "assured",
            "that it rained",
            "The mayor",
        ),
        # the occasion names them
        ("In a letter to the council, she said it rained.", "she", "said", "it rained", "the council"),
        ("She said in an interview with the Herald that it rained.", "She", "said", "that it rained", "the Herald"),
        ("It rained, she wrote in a note to the mayor.", "she", "wrote", "It rained", "the mayor"),
    ],
)
def test_whom_it_was_said_to(text: str, source: str, cue: str, content: str, to: str) -> None:
    assert words(text, known(text, source, cue, content).addressee) == [to]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ana Ruiz said that it rained.", "Ana Ruiz", "said", "that it rained"),
        ("Ana Ruiz urged the council to act.", "Ana Ruiz", "urged", "the council to act"),
        ("Ana Ruiz asked whether it rained.", "Ana Ruiz", "asked", "whether it rained"),
        ("“It rained,” said Ana Ruiz on Monday.", "Ana Ruiz", "said", "“It rained,”"),
        ("Ana Ruiz promised rain.", "Ana Ruiz", "promised", "rain"),
        ("Ana Ruiz promised nothing: peace.", "Ana Ruiz", "promised", "peace"),
        ("Ana Ruiz warned it would rain.", "Ana Ruiz", "warned", "it would rain"),
        ("“It rained,” she said, pointing to the letter.", "she", "said", "“It rained,”"),
        ("It rained, said Ana Ruiz. Tom Adair told the Herald nothing.", "Ana Ruiz", "said", "It rained"),
    ],
)
def test_nobody_is_named(text: str, source: str, cue: str, content: str) -> None:
    assert known(text, source, cue, content).addressee == ()


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "through"),
    [
        ("It rained, Ana Ruiz said, quoted by the Herald.", "Ana Ruiz", "said", "It rained", "the Herald"),
        ("Ana Ruiz, as quoted by the Herald, said it rained.", "Ana Ruiz", "said", "it rained", "the Herald"),
        (
            "According to Ana Ruiz, cited by the Herald, it rained.",
            "Ana Ruiz",
            "According to",
            "it rained",
            "the Herald",
        ),
        ("It rained, she said in a note carried by the Herald.", "she", "said", "It rained", "the Herald"),
        ("It rained, she told the news agency.", "she", "told", "It rained", "the news agency"),
        ("It rained, she said, as the Herald reported on Monday.", "she", "said", "It rained", "the Herald"),
    ],
)
@pytest.mark.parametrize("finds", [False, True])
def test_who_relayed_it(text: str, source: str, cue: str, content: str, through: str, finds: bool) -> None:
    assert words(text, known(text, source, cue, content, finds=finds).via) == [through]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # a report is its publisher's own
        ("It rained, according to a report published by the board.", "a report published by the board",
         "according to", "It rained"),
        # what is quoted inside the content is the content's
        ("She said a song quoted by the Herald was old.", "She", "said", "a song quoted by the Herald was old"),
        ("It rained, she told the council.", "she", "told", "It rained"),
    ],
)  # fmt: skip
def test_nobody_relayed_it(text: str, source: str, cue: str, content: str) -> None:
    assert known(text, source, cue, content, finds=True).via == ()


def test_a_relay_is_that_of_the_nearest_cue() -> None:
    text = "Ana Ruiz said it rained, and Tom Adair, quoted by the Herald, said that it snowed."
    first = at(text, "Ana Ruiz"), at(text, "said"), at(text, "it rained")
    assert details(text).of(*first).via == ()


@pytest.mark.parametrize("finds", [False, True])
@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        ("The Herald quoted the mayor as saying that it rained.", "The Herald", "quoted",
         "the mayor as saying that it rained", ("the mayor", "that it rained", "The Herald")),
        ("The Herald cited the mayor as saying: “It rained.”", "The Herald", "cited",
         "the mayor as saying: “It rained.”", ("the mayor", "“It rained.”", "The Herald")),
    ],
)  # fmt: skip
def test_who_quotes_relays(
    text: str, source: str, cue: str, content: str, expected: tuple[str, str, str], finds: bool
) -> None:
    found = known(text, source, cue, content, finds=finds)
    assert found.instead is not None
    assert words(text, [*found.instead.source, *found.instead.content, *found.via]) == [*expected[:2], expected[2]]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor quoted the insult with relish.", "The mayor", "quoted", "the insult with relish"),
        ("The mayor said the clerk kept saying it rained.", "The mayor", "said", "the clerk kept saying it rained"),
        ("“It rained,” the mayor quoted.", "the mayor", "quoted", "“It rained,”"),
    ],
)  # fmt: skip
def test_who_says_it_is_who_was_found(text: str, source: str, cue: str, content: str) -> None:
    assert known(text, source, cue, content).instead is None


def test_the_words_of_a_cue_may_be_marks_alone() -> None:
    text = "Ruiz: peace"
    assert via.spoken_through(text, at(text, "Ruiz"), at(text, ":"), at(text, "peace")) is None
    assert known(text, "Ruiz", ":", "peace").addressee == ()


def test_a_quoting_find_that_nothing_covers_is_an_inner_one() -> None:
    text = "The mayor was cited by the Herald as saying that it rained."
    (find,) = details(text).quoting([])
    assert words(text, [*find.source, *find.content, *find.via]) == ["The mayor", "that it rained", "the Herald"]


# ---------------------------------------------------------------- turns of a transcript


def turns(text: str) -> list[Find]:
    return told.turns(text, rules.read(lay_out(text)).finds)


def test_two_speakers_speak_to_each_other() -> None:
    text = "ANA RUIZ: The port is closed.\n\nADAIR: For how long?\n\nRUIZ: A week.\n\nADAIR: I see. Why?"
    assert [words(text, f.addressee) for f in turns(text)] == [["ADAIR"], ["RUIZ"], ["ADAIR"], ["RUIZ"]]
    assert [f.act for f in turns(text)] == ["assertion", "question", "assertion", "question"]


def test_of_more_speakers_only_questions_and_answers_are_addressed() -> None:
    text = "RUIZ: Good morning.\n\nADAIR: Is it closed?\n\nRUIZ: Yes.\n\nMARSH: I object.\n\nRUIZ: Noted."
    assert [words(text, f.addressee) for f in turns(text)] == [[], ["RUIZ"], ["ADAIR"], [], []]


def test_every_turn_of_q_is_a_question() -> None:
    text = "Q: You were there.\n\nRUIZ: I was.\n\nQ: And the port?\n\nRUIZ: Closed."
    assert [f.act for f in turns(text)] == ["question", "assertion", "question", "assertion"]


def test_what_is_no_turn_stays_as_it_is() -> None:
    text = "“The port is closed,” said Ana Ruiz. Tom Adair said the road was open."
    finds = rules.read(lay_out(text)).finds
    assert told.turns(text, finds) == finds
