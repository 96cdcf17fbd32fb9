"""Sources that no name and no introduced role resolves: bodies of states, documents, writers, other nouns, salience.

None: the honest answer is nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.actors.lexicon import table
from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution
from onrecord.model import Document
from onrecord.project import Project

FRONT = "Merrun Defence Front"

BODIES = [
    ("{Ostria's armed forces} said no. {The army} denied it.", ["Armed forces of Ostria", "Armed forces of Ostria"]),
    (
        "{The government of Ostria} said no. {The government} denied it.",
        ["Government of Ostria", "Government of Ostria"],
    ),
    ("Ostria's army left. {The Ostrian foreign ministry} said no.", ["Foreign ministry of Ostria"]),
    ("Ostria's army met Karvia's army. {The army} said no.", [None]),  # which of the two?
    ("{The government} said no.", [None]),  # at home nobody names it
    ("{Ostria's navy} said no. {The army} denied it.", ["Navy of Ostria", None]),
    ("{A government} said no.", [None]),
    ("{The French government} said no.", ["Government of France"]),
    ("{Iraq's parliament} said no.", ["Parliament of Iraq"]),
    ("{The government of Ostria}, {which} claims the coast, left.", ["Government of Ostria", "Government of Ostria"]),
]

DOCUMENTS = [
    ("{A survey of 212 officials by the Meridian Centre} found nothing.", ["Meridian Centre"]),
    ("A report by the Meridian Centre came out. {The report} said no.", ["Meridian Centre"]),
    ("{A report published on Monday by the Meridian Centre} said no.", ["Meridian Centre"]),
    ("{A report carried by the Meridian Agency} said no.", [None]),  # not made by it
    ("{The report} said no.", [None]),
    ("Ostria's army left. {An Ostrian foreign ministry statement} said no.", ["Foreign ministry of Ostria"]),
]

OTHER_NOUNS = [
    ("Prime Minister Petar Dossen came.\n\nIt rained. {The PM} said no.", [None]),
    ("Petar Dossen, leader of the Front, came.\n\n{The chief} said no.", ["Petar Dossen"]),
    ("Senator Petar Dossen came.\n\n{The lawmaker} said no.", ["Petar Dossen"]),
    ("Senator Petar Dossen met Senator Mira Alvarn.\n\n{The lawmakers} said no.", [None]),
    ("President Petar Dossen came.\n\n{The head of state} said no.", ["Petar Dossen"]),
    ("Petar Dossen, deputy leader of the Front, came.\n\n{The chief} said no.", [None]),
    ("{Petar Dossen, an envoy of the Front,} said no. {The portly envoy} left.", ["Petar Dossen", "Petar Dossen"]),
    ("The Oluz Water Tribunal met. {The panel} said no.", ["Oluz Water Tribunal"]),
    ("The Oluz Water Tribunal met the Rice Commission. {The ministry} said no.", [None]),
    ("Petar Dossen’s campaign and Mira Alvarn’s campaign met.\n\nDossen left. {The campaign} said no.", [None]),
]

CALLED = [
    ("{The commander known as Abu Salim} said no.", ["Abu Salim"]),
    ("{The Front's negotiator, known as Comandante Petar Dossen,} said no.", ["Petar Dossen"]),
    ("{The commander known as a brute} said no.", [None]),
]

WHO_IS_IN_MIND = [
    ("Tomas Alvarn met Petar Dossen. {He} said no.", ["Tomas Alvarn"]),
    ("Campaigning against Petar Dossen, {he} said no.", [None]),
    ("Tomas Alvarn met Mira Dossen. {He} said no. {She} agreed.", ["Tomas Alvarn", "Mira Dossen"]),
    ("{Tomas Alvarn} said: <“Petar Dossen came, and he lied.”> It rained.", ["Tomas Alvarn"]),
    ("{" + FRONT + "} met the Reform Party. {It} said no.", [FRONT, FRONT]),
    ("{The " + FRONT + "} said no. {They} left.", [FRONT, FRONT]),
    ("Somebody left. {They} said no.", [None]),
]


@pytest.mark.parametrize(
    ("text", "who"), [*BODIES, *DOCUMENTS, *OTHER_NOUNS, *CALLED, *WHO_IS_IN_MIND], ids=lambda v: str(v)[:70]
)
def test_who(passage: Callable[..., Any], text: str, who: list[str | None]) -> None:
    assert [name for name, _ in passage(text).speakers] == who


def statement_of(document: Document, source: str, content: str) -> tuple[str | None, str | None]:
    """The speaker's name and the reason, of one statement with these words."""
    start, said = document.text.index(source), document.text.rindex(content)
    given = Attribution(
        source=((start, start + len(source)),), cue=(), content=((said, said + len(content)),), kind="indirect"
    )
    found = resolve_document(document, [given], Project())
    names = {e.id: e.name for e in found.entities}
    (statement,) = found.statements
    why = next((m.why for m in found.mentions if m.span.start == start), None)
    return (names[statement.speaker] if statement.speaker else None), why


@pytest.mark.parametrize(
    ("byline", "who"),
    [
        ("Mira Alvarn", "Mira Alvarn"),
        ("Dr. Mira Alvarn", "Mira Alvarn"),
        ("Mira Alvarn and Petar Dossen", None),
        ("SPS", None),
        (None, None),
    ],
)
def test_the_writer_is_i(make_document: Callable[..., Document], byline: str | None, who: str | None) -> None:
    document = make_document("I think that it rained.", byline=byline)
    assert statement_of(document, "I", "that it rained")[0] == who


def test_the_writer_is_presented_at_the_end(make_document: Callable[..., Document]) -> None:
    text = "I think that it rained.\n\nIt did.\n\nMira Alvarn is a fellow at the Dhow Institute."
    assert statement_of(make_document(text), "I", "that it rained") == ("Mira Alvarn", "author")


def test_whom_an_article_speaks_of_is_not_its_writer(make_document: Callable[..., Document]) -> None:
    text = "I think that Mira Alvarn left.\n\nIt rained.\n\nMira Alvarn is a fellow at the Dhow Institute."
    assert statement_of(make_document(text), "I", "that Mira Alvarn left")[0] is None


INTERVIEW = """The fisherman of Lake Orn

Commander Petar Dossen received us on a veranda. The lake lay below.

Q: You fished here?

A: Eleven years, and I say it with love.

Q: Mira Alvarn, Morning Post. Will you sign?

A: If they leave.

Q: And if not?

A: Then not."""


@pytest.mark.parametrize(
    ("source", "content", "who"),
    [
        ("A", "Eleven years, and I say it with love.", "Petar Dossen"),
        ("Q", "You fished here?", None),
    ],
)
def test_turns(make_document: Callable[..., Document], source: str, content: str, who: str | None) -> None:
    at = INTERVIEW.index(f"{source}: {content}")
    given = Attribution(source=((at, at + 1),), cue=(), content=((at + 3, at + 3 + len(content)),), kind="direct")
    found = resolve_document(make_document(INTERVIEW), [given], Project())
    names = {e.id: e.name for e in found.entities}
    (statement,) = found.statements
    assert (names[statement.speaker] if statement.speaker else None) == who


def test_who_says_the_name_asks(make_document: Callable[..., Document]) -> None:
    at = INTERVIEW.index("Q: Mira Alvarn")
    content = "Will you sign?"
    said = INTERVIEW.index(content)
    given = Attribution(source=((at, at + 1),), cue=(), content=((said, said + len(content)),), kind="direct")
    found = resolve_document(make_document(INTERVIEW), [given], Project())
    assert [e.name for e in found.entities if e.id == found.statements[0].speaker] == ["Mira Alvarn"]


def test_a_source_cut_inside_a_name_is_read_whole(passage: Callable[..., Any]) -> None:
    """A tagger may stop in the middle of a name, or before the one it leads to."""
    assert passage("{the so-called Merrun} Defence Front wants <land>.").speakers[0][0] == FRONT
    assert passage("{a count by} the monitoring group Arken showed <losses>.").speakers[0][0] == "Arken"


def test_every_row_of_the_groups_holds_at_least_two_nouns() -> None:
    for kind, words, example, counter in table("role_groups.tsv"):
        assert kind in ("person", "body")
        assert len(set(words.split(","))) == len(words.split(",")) > 1
        assert "..." in example
        assert "..." in counter


def test_every_state_body_is_found_by_its_words() -> None:
    from onrecord.actors.bodies import body_of

    for name, kind, owner, words, example, counter in table("state_bodies.tsv"):
        assert kind in ("government", "parliament")
        assert owner in ("state", "place")
        for word in words.split(","):
            found = body_of(word.split())
            assert found is not None
            assert found.name == name
        assert body_of(example.removeprefix("the ").split()) is not None
        assert body_of(counter.removeprefix("the ").split()) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Asked about it if {the turbines} were started, Tomas Alvarn answered: <“No.”>", "Tomas Alvarn"),
        ("{The turbines} were started by Tomas Alvarn: <“No.”>", None),
        ("Asked what if {the farmers} left, Tomas Alvarn answered: <“No.”>", None),  # the farmers can speak
    ],
)
def test_the_subject_speaks_where_the_source_cannot(
    make_document: Callable[..., Document], text: str, who: str | None
) -> None:
    plain = text.translate({ord(c): None for c in "{}<>"})
    source = text[text.index("{") + 1 : text.index("}")]
    at = plain.index(source)
    said = plain.index("“No.”")
    given = Attribution(
        source=((at, at + len(source)),),
        cue=((at + len(source) + 1, said - 1),),
        content=((said, said + 5),),
        kind="direct",
    )
    found = resolve_document(make_document(plain), [given], Project())
    names = {e.id: e.name for e in found.entities}
    assert (names[found.statements[0].speaker] if found.statements[0].speaker else None) == who
