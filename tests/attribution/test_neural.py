"""The neural backend as it ships: names of many languages, layouts, parts, orders, workers, start-up."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from effort import times
from onrecord.attribution.details import LAYOUT
from onrecord.attribution.neural import Neural
from onrecord.attribution.passages import passages
from onrecord.backends import attributor
from onrecord.bulk import attribute_file
from onrecord.encoder.sheet import FIRST, HEADLINE, LATER
from onrecord.findings import Attribution, Range
from onrecord.layout import lay_out
from onrecord.model import Part
from onrecord.vocabulary import ACTS, SIGHTING_FORMS, SIGHTING_KINDS, STATEMENT_KINDS

NAME = "attribution.neural"


@pytest.fixture(scope="module")
def neural() -> Neural:
    made = attributor(NAME)
    assert isinstance(made, Neural)
    return made


def words(text: str, ranges: Sequence[Range]) -> str:
    return " | ".join(text[s:e] for s, e in ranges)


def levelled(text: str, ranges: Sequence[Range]) -> tuple[str, ...]:
    """The marked words without any white space or soft hyphen: what a wrap may not change."""
    return tuple("".join(text[s:e].replace("\xad", "").split()) for s, e in ranges)


def rows(neural: Neural, text: str, parts: Sequence[Part] = ()) -> list[tuple[Any, ...]]:
    """The attributions, by words."""
    return [
        (
            *(levelled(text, r) for r in (a.source, a.cue, a.content, a.addressee, a.via)),
            *(a.kind, a.act, a.score, a.why, a.by),
        )
        for a in neural.attribute(text, parts)
    ]


# ---------------------------------------------------------------- what nobody could read otherwise

PLAIN = [
    ("“The port is closed,” said Ana Ruiz.", "Ana Ruiz", "said", "“The port is closed,”", "direct"),
    ("Layla al-Masri said the talks had failed.", "Layla al-Masri", "said", "the talks had failed", "indirect"),
    (
        "“We will not sign the treaty,” Recep Yıldırım told reporters in Ankara on Monday.",
        *("Recep Yıldırım", "told", "“We will not sign the treaty,”", "direct"),
    ),
    (
        "Zhang Wei said that the factory would open in May.",
        *("Zhang Wei", "said", "the factory would open in May", "indirect"),
    ),
    (
        "María José Ibáñez warned that the river could flood again.",
        *("María José Ibáñez", "warned", "the river could flood again", "indirect"),
    ),
    (
        "“Nobody asked us about the dam,” said Zoran Petrović.",
        *("Zoran Petrović", "said", "“Nobody asked us about the dam,”", "direct"),
    ),
    (
        "Chinedu Okonkwo said the election had been fair.",
        *("Chinedu Okonkwo", "said", "the election had been fair", "indirect"),
    ),
    (
        "According to Oleksandr Shevchenko, the bridge was rebuilt in two years.",
        *("Oleksandr Shevchenko", "According to", "the bridge was rebuilt in two years", "indirect"),
    ),
    (
        "“The price of bread has doubled,” Fatou Diop said.",
        *("Fatou Diop", "said", "“The price of bread has doubled,”", "direct"),
    ),
    (
        "Ingrid Østergård said that the company had paid the bill.",
        *("Ingrid Østergård", "said", "the company had paid the bill", "indirect"),
    ),
    (
        "“It was a good year for us,” Nguyễn Thị Lan said.",
        *("Nguyễn Thị Lan", "said", "“It was a good year for us,”", "direct"),
    ),
    (
        "The ministry said the school would stay shut until spring.",
        *("The ministry", "said", "the school would stay shut until spring", "indirect"),
    ),
    (
        "“Our village has no doctor,” said Abdulrahman Hassan.",
        *("Abdulrahman Hassan", "said", "“Our village has no doctor,”", "direct"),
    ),
    ("“We are ready,” Kim Min-jun said.", "Kim Min-jun", "said", "“We are ready,”", "direct"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "kind"), PLAIN, ids=[p[1] for p in PLAIN])
def test_plain_sentences(neural: Neural, text: str, source: str, cue: str, content: str, kind: str) -> None:
    (found,) = neural.attribute(text)
    assert words(text, found.source) == source
    assert words(text, found.cue) == cue
    assert words(text, found.content).removeprefix("that ") == content
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\ufeff",
        "\x00",
        "\u200b\u200d",
        "The ferry left the harbour at nine on Monday morning.",
        "***",
    ],
)
def test_nothing_said(neural: Neural, text: str) -> None:
    assert neural.attribute(text) == []


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("‘", "’"), ("``", "''"), ("„", "“"), ("«", "»"), ("« ", " »"), ("»", "«"), ("”", "”")],
)
def test_contents_are_whole_at_quotation_marks(neural: Neural, opening: str, closing: str) -> None:
    quoted = f"{opening}The port is closed,{closing}"
    text = f"{quoted} said Ana Ruiz."
    (found,) = neural.attribute(text)
    assert (words(text, found.source), words(text, found.content)) == ("Ana Ruiz", quoted)
    assert found.kind == "direct"


def test_a_denial_is_one(neural: Neural) -> None:
    (found,) = neural.attribute("Ana Ruiz denied that the port was closed.")
    assert found.act == "denial"


def test_an_addressee_is_named(neural: Neural) -> None:
    text = "“The port is closed,” Ana Ruiz told reporters."
    (found,) = neural.attribute(text)
    assert words(text, found.addressee) == "reporters"


def test_turns_of_a_transcript(neural: Neural) -> None:
    text = "Ruiz: The port is closed.\n\nAdair: For how long?\n\nRuiz: A week.\n\nAdair: I see."
    found = neural.attribute(text)
    assert [words(text, a.source) for a in found] == ["Ruiz", "Adair", "Ruiz", "Adair"]
    assert {a.why for a in found} <= LAYOUT


def test_a_quotation_that_goes_on_after_its_cue_is_one_attribution(neural: Neural) -> None:
    text = "“The port is closed,” said Ana Ruiz. “It will stay closed.”"
    (found,) = neural.attribute(text)
    assert [text[s:e] for s, e in found.content] == ["“The port is closed,”", "“It will stay closed.”"]


STORY = [
    "“The storm took the roof in one night,” said Ana Ruiz, the harbour chief. “We had no time to move the boats.",
    "“Then the crane fell on the pier. Nobody was hurt, because the night shift had gone home.",
    "“We will build it anew, and we will build it of stone. The council has promised us the money.”",
]
LONG = " It rained on the lake and on the town, and the men of the watch stood at the gate in the rain." * 4


@pytest.mark.parametrize("growth", ["", LONG], ids=["one window", "several windows"])
def test_a_quotation_over_paragraphs_is_whole(neural: Neural, growth: str) -> None:
    paragraphs = [p[:-1] + growth + p[-1] if p[-1] == "”" else p + growth for p in STORY]
    text = "\n\n".join([*paragraphs, "The ferry left at nine."])
    found = [a for a in neural.attribute(text) if words(text, a.source).startswith("Ana Ruiz")]
    assert len(found) == 1
    start = text.index("“Then")
    for at, p in ((start, paragraphs[1]), (text.index("“We will"), paragraphs[2])):
        assert any(s <= at and at + len(p) <= e for s, e in found[0].content), p


@pytest.mark.parametrize("sentences", [3, 25])
def test_a_long_quotation_in_one_paragraph_is_whole(neural: Neural, sentences: int) -> None:
    quoted = "“" + " ".join(["The men of the watch stood at the gate in the rain for an hour."] * sentences) + "”"
    text = f"Ana Ruiz said: {quoted}"
    (found,) = [a for a in neural.attribute(text) if words(text, a.source) == "Ana Ruiz"]
    assert words(text, found.content) == quoted


def test_passages_know_their_place_and_their_quotations() -> None:
    text = "Port to stay shut\n\nThe port is shut. “We wait,” said Ana.\n\n“We wait\n\nand wait,” she said. It rained."
    found = passages(lay_out(text))
    assert [p.place for p in found] == [HEADLINE, FIRST, LATER, LATER]
    quotes = [[(text[s:e], closed) for s, e, closed in p.quotes] for p in found]
    assert quotes == [[], [("“We wait,”", True)], [("“We wait", False)], [("and wait,”", True)]]


def test_the_headline_is_the_one_that_the_parts_name() -> None:
    text = "The port is shut.\n\nPort to stay shut"
    labels = [Part(start=0, end=17, label="body"), Part(start=19, end=len(text), label="headline")]
    assert [p.place for p in passages(lay_out(text, labels))] == [FIRST, HEADLINE]


# ---------------------------------------------------------------- invented articles

HARBOUR = [
    "Harbour dispute enters its third week in Kestrel Bay",
    "KESTREL BAY — The harbour of Kestrel Bay will stay closed until the last of the damaged ships has been towed to "
    "the lake, the harbour chief, Ana Ruiz, said on Monday, as a dispute over the long-promised sea wall entered its "
    "third week.",
    "“We cannot open a port that has no wall,” Ms. Ruiz told reporters at the Kestrel-based harbour office. “Nobody on "
    "the council has told us when the stone will come, and nobody has told us who will pay for it.",
    "“What we know is that winter is coming.”",
    "The council denied that it had delayed the work. Its leader, Tom Adair, said the stone had been ordered in May "
    "and that the well-known quarry had been paid in full. According to a report by the ministry of works, seen by the "
    "Kestrel Herald, only half of the money was ever sent.",
    "The cranes were sold in a hurry two years ago.",
    "Workers on the pier were less patient. “They talk and we wait,” said Abdulrahman Hassan, 42, a crane driver. “My "
    "children ask me every day when I will go back to work, and I have no answer.” His wife, Layla al-Masri, added "
    "that the family had moved in with her parents.",
    "Mr. Adair, who leads a three-party coalition, has called the strike “a gift to our rivals.” He argued that "
    "re-opening the port before the wall was finished would be reckless.",
    "The ferries run again from Thursday.",
]
ELECTION = [
    "Qasira’s electoral board orders recount after protests",
    "Qasira’s electoral board ordered a recount in four provinces on Sunday after two nights of protests, saying that "
    "“serious irregularities” had been found in the tallies.",
    "The board’s head, Chinedu Okonkwo, said at a news conference that the recount would take ten days. “We owe the "
    "voters a clean result,” he said. “We will publish every sheet.”",
    "President Recep Yıldırım rejected the decision. “There was no fraud,” his spokeswoman, Fatou Diop, wrote in a "
    "statement, adding that the president would not leave his post.",
    "Observers from the lake states had warned before the vote that the lists of voters were incomplete. Zhang Wei, "
    "who led their mission, asked why the board had waited for the protests.",
    "“If the recount fails,” said María José Ibáñez, the opposition’s candidate, “we will be back in the streets.”",
    "Hundreds of people gathered near the old station at noon. Police put their number at 300; the organizers said "
    "that more than 2,000 had come.",
    "The board meets again on 12 March.",
]
MINE = [
    "Mine to close",
    "The copper mine above Dravik, which has fed the valley for ninety years, will close in June, its owners said. "
    "They cited the price of copper and the cost of pumping water.",
    "Zoran Petrović, the mayor, told the Valley Post that the town had been given no warning. “I read it in the "
    "newspaper,” he said.",
    "A spokesman for the company, Oleksandr Shevchenko, said: “We informed the works council in good time. The council "
    "chose to say nothing.”",
    "The works council called that claim a lie.",
    "Nguyễn Thị Lan, an economist at the university, believes the mine could be kept open for five more years. The "
    "government, she said, “has never done its sums.” She expects 1,400 jobs to be lost.",
]
ARTICLES = {"harbour": HARBOUR, "election": ELECTION, "mine": MINE}


@pytest.fixture(scope="module")
def plainly(neural: Neural) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """The rows of each article as it stands here, with an empty line between paragraphs."""
    return {name: tuple(rows(neural, "\n\n".join(p))) for name, p in ARTICLES.items()}


@pytest.mark.parametrize("name", ARTICLES)
def test_the_articles_have_attributions(plainly: dict[str, tuple[Any, ...]], name: str) -> None:
    assert len(plainly[name]) >= 5


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("columns", [50, 60, 66, 72, 80, 100])
@pytest.mark.parametrize("name", ARTICLES)
def test_wrapping_changes_nothing(
    neural: Neural, plainly: dict[str, tuple[Any, ...]], name: str, columns: int, newline: str
) -> None:
    wrapped = "\n\n".join(textwrap.fill(p, columns) for p in ARTICLES[name])
    assert wrapped.count("\n") > 2 * len(ARTICLES[name])
    assert tuple(rows(neural, wrapped.replace("\n", newline))) == plainly[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_space_between_and_around_paragraphs_changes_nothing(
    neural: Neural, plainly: dict[str, tuple[Any, ...]], name: str
) -> None:
    for between, around in (
        ("\n", ""),
        ("\n\n\n\n", "\n\n"),
        ("\r\n\r\n", " "),
        (" \n\t\n ", "\ufeff"),
        ("\u2029", ""),
    ):
        assert tuple(rows(neural, around + between.join(ARTICLES[name]) + around)) == plainly[name]


def test_sightings_are_the_same_in_wrapped_text(neural: Neural) -> None:
    def seen(text: str) -> list[tuple[Any, ...]]:
        found = neural.find(text).sightings
        return [(levelled(text, [(s.start, s.end)]), s.kind, s.form, s.score) for s in found]

    plain = seen("\n\n".join(HARBOUR))
    assert plain
    assert seen("\n\n".join(textwrap.fill(p, 66) for p in HARBOUR)) == plain


# ---------------------------------------------------------------- order, repetition, workers


def test_order_and_repetition_of_articles_change_nothing(neural: Neural) -> None:
    texts = ["\n\n".join(p[: times(99, 4)]) for p in ARTICLES.values()] + [p[0] for p in PLAIN]
    first = {t: neural.find(t) for t in texts}
    rnd = random.Random(7)
    for _ in range(times(3, 1)):
        order = rnd.sample(texts, len(texts))
        assert all(neural.find(t) == first[t] for t in order)
    fresh = Neural(neural.encoder)
    assert all(fresh.find(t) == first[t] for t in reversed(texts))


def test_a_fresh_process_gives_the_same(neural: Neural) -> None:
    code = (
        "import sys; from onrecord.attribution.neural import Neural\n"
        "n = Neural(); text = sys.stdin.buffer.read().decode()\n"
        "sys.stdout.write(repr(n.find(text)))"
    )
    text = "\n\n".join(ELECTION)
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], input=text.encode(), capture_output=True, check=True
    )
    assert ran.stdout.decode() == repr(neural.find(text))


def test_find_and_attribute_agree(neural: Neural) -> None:
    text = "\n\n".join(HARBOUR)
    found = [a for a in neural.find(text).attributions if not (a.why == "tagged-within" or a.why.startswith("nested"))]
    assert found == neural.attribute(text)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles: enough for both of two workers to be given some."""
    texts = ["\n\n".join(p) for p in ARTICLES.values()] + [p[0] for p in PLAIN] * 3
    file = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    lines = [json.dumps({"id": i, "text": texts[(7 * i) % 40]}) for i in range(40)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def told(corpus: Path) -> bytes:
    """What one worker finds in the forty articles, as it is written."""
    out = corpus.with_name("one")
    assert attribute_file(str(corpus), str(out), backend=NAME, jobs=1) == []
    return out.read_bytes()


def test_two_workers_give_what_one_gives(corpus: Path, told: bytes, tmp_path: Path) -> None:
    assert attribute_file(str(corpus), str(tmp_path / "two"), backend=NAME, jobs=2) == []
    assert told == (tmp_path / "two").read_bytes()
    assert told.count(b'"attributions"') == 40
    assert told.count(b'"by": "attribution.neural/') >= 40


def test_the_order_of_articles_changes_no_line(corpus: Path, told: bytes, tmp_path: Path) -> None:
    lines = corpus.read_text(encoding="utf-8").splitlines()
    (tmp_path / "reversed").write_text("\n".join(reversed(lines)), encoding="utf-8")
    attribute_file(str(tmp_path / "reversed"), str(tmp_path / "out"), backend=NAME)
    assert (tmp_path / "out").read_text().splitlines() == told.decode().splitlines()[::-1]


def test_the_command_line_gives_the_same(corpus: Path, told: bytes, tmp_path: Path, run: Callable[..., Any]) -> None:
    for jobs in (1, 2):
        out = tmp_path / f"cli-{jobs}"
        ran = run("attribute", corpus, "--backend", NAME, "--jobs", jobs, "--out", out)
        assert (ran.code, ran.err) == (0, "")
        assert out.read_bytes() == told


# ---------------------------------------------------------------- rows


def check(text: str, found: Sequence[Attribution], by: str) -> None:
    """What holds for the rows of every article."""
    assert [(a.content, a.cue) for a in found] == sorted((a.content, a.cue) for a in found)
    for a in found:
        assert a.content
        assert a.cue
        assert a.kind in STATEMENT_KINDS
        assert a.act in ACTS
        assert 0 <= a.score <= 1
        assert a.why
        assert a.by == by
        for role in (a.source, a.cue, a.content, a.addressee):
            assert list(role) == sorted(role)
            assert all(e <= s for (_, e), (s, _) in zip(role, role[1:], strict=False))
        for s, e in (*a.source, *a.cue, *a.content, *a.addressee, *a.via):
            assert 0 <= s < e <= len(text)
            assert text[s:e] == text[s:e].strip()
            assert not (text[s - 1 : s].isalnum() and text[s].isalnum())
            assert not (text[e : e + 1].isalnum() and text[e - 1].isalnum())


@pytest.mark.parametrize("name", ARTICLES)
def test_rows_are_whole(neural: Neural, name: str) -> None:
    text = "\n\n".join(ARTICLES[name])
    found = neural.find(text)
    check(text, found.attributions, f"{NAME}/{neural.version}")
    ends: dict[str, int] = {}
    for s in found.sightings:
        assert 0 <= s.start < s.end <= len(text)
        assert text[s.start : s.end] == text[s.start : s.end].strip()
        assert s.kind in SIGHTING_KINDS
        assert s.form in SIGHTING_FORMS
        assert 0 <= s.score <= 1
        layer = "name" if s.form == "name" else "other"
        assert ends.get(layer, 0) <= s.start, "sightings of one layer may not overlap"
        ends[layer] = s.end
    assert [s.start for s in found.sightings] == sorted(s.start for s in found.sightings)


def test_people_and_places_are_sighted(neural: Neural) -> None:
    text = "Ana Ruiz met Tom Adair in London on Monday."
    found = {(text[s.start : s.end], s.kind) for s in neural.find(text).sightings if s.form == "name"}
    assert {("Ana Ruiz", "person"), ("Tom Adair", "person"), ("London", "place")} <= found


# ---------------------------------------------------------------- parts


def test_parts_that_are_not_article_are_not_read(neural: Neural) -> None:
    junk = "“We use cookies,” said the editors of the Herald."
    body = "“The bridge is safe,” said Ana Ruiz."
    text = f"{junk}\n\n{body}\n\n{junk}"
    at = len(junk) + 2
    stop = at + len(body)
    parts = [
        Part(start=0, end=len(junk), label="notice"),
        Part(start=at, end=stop, label="body"),
        Part(start=stop + 2, end=len(text), label="notice"),
    ]
    found = neural.find(text, parts)
    assert [words(text, a.source) for a in found.attributions] == ["Ana Ruiz"]
    assert all(at <= s.start and s.end <= stop for s in found.sightings)
    assert neural.find(text, parts[:1]).sightings == ()
    assert neural.attribute(text, [Part(start=0, end=len(text), label="notice")]) == []


def test_parts_left_out_change_nothing_in_the_others(neural: Neural) -> None:
    body = "\n\n".join(MINE)
    junk = "Subscribe to our letter. “It is the best,” said Tom Adair."
    text = f"{junk}\n\n{body}\n\n{junk}"
    at = len(junk) + 2
    parts = [
        Part(start=0, end=len(junk), label="notice"),
        Part(start=at, end=at + len(body), label="body"),
        Part(start=at + len(body) + 2, end=len(text), label="notice"),
    ]
    assert rows(neural, text, parts) == rows(neural, body, [Part(start=0, end=len(body), label="body")])


# ---------------------------------------------------------------- start-up


def test_no_model_and_no_runtime_is_loaded_before_it_is_needed() -> None:
    """In one process, for what one step has loaded stays loaded in those after it."""
    steps = [
        "import onrecord",
        "import onrecord, onrecord.backends, onrecord.project, onrecord.cli",
        "import onrecord; onrecord.Project; onrecord.open",
        "from onrecord.backends import attributor; attributor('attribution.rules').attribute('“We go,” he said.')",
    ]
    shown = "print(*(m for m in sys.modules if m.split('.')[0] in ('onnxruntime', 'numpy')))"
    last = "import onrecord.attribution.neural; print('onnxruntime' in sys.modules)"
    code = "\n".join(["import sys", *(f"{step}; {shown}" for step in steps), last])
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["", "", "", "", "False"]
