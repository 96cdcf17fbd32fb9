"""Reprints in the browser: originals with their copies, and two texts side by side."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onrecord.forms import plain
from onrecord.model import Passage, Span
from onrecord.record import Record
from onrecord.store.rows import DocumentRef, DocumentView
from onrecord.web import aligned

Reads = Callable[..., html.HtmlElement]


def view(doc: str, text: str) -> DocumentView:
    ref = DocumentRef(id=doc, file=f"{doc}.txt", outlet=None, title=None, published=None)
    return DocumentView(
        document=ref, byline=None, dateline=None, language=None, format="text", encoding=None, text=text, parts=(),
        evidence=(), said=(), superseded_by=None,
    )  # fmt: skip


def passage(a: str, b: str, words: str, other: str = "") -> Passage:
    """Words of both, or `words` of the one and `other` of the other."""
    one, two = a.index(words), b.index(other or words)
    return Passage(
        a=Span(doc="a", start=one, end=one + len(words), text=words),
        b=Span(doc="b", start=two, end=two + len(other or words), text=other or words),
        words=len(words.split()), likeness=1.0, quoted=False,
    )  # fmt: skip


def told(cell: aligned.Cell) -> list[str]:
    return ["".join(b.text for b in paragraph) for paragraph in cell.paragraphs]


A = "First we had rain.\nThe gates will open on Monday.\nNobody came.\nThe minister said no."
B = "The gates will open on Sunday!\nThe minister said no.\nMore of this tomorrow."


def test_passages_stand_beside_each_other() -> None:
    shared = [
        passage(A, B, "The minister said no"),
        passage(A, B, "The gates will open on Monday", "The gates will open on Sunday"),
    ]
    rows = aligned.rows(view("a", A), view("b", B), shared)
    assert [(r.number, told(r.left), told(r.right)) for r in rows] == [
        (0, ["First we had rain."], []),
        (1, ["The gates will open on Monday."], ["The gates will open on Sunday!"]),
        (0, ["Nobody came."], []),
        (2, ["The minister said no."], ["The minister said no."]),
        (0, [], ["More of this tomorrow."]),
    ]
    assert [b.text for p in rows[1].right.paragraphs for b in p if b.other] == ["Sunday"]


def test_what_stands_in_another_order_keeps_its_number() -> None:
    a, b = "One two three.\nFour five six seven.", "Four five six seven.\nOne two three."
    rows = aligned.rows(
        view("a", a), view("b", b), [passage(a, b, "One two three"), passage(a, b, "Four five six seven")]
    )
    beside = [r.number for r in rows if r.number]
    assert len(beside) == 1
    marked = {b.number for r in rows for cell in (r.left, r.right) for p in cell.paragraphs for b in p if b.number}
    assert marked == {1, 2}


@given(st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), min_size=1, max_size=5, unique=True), st.randoms())
def test_both_texts_are_whole_and_in_their_order(words: list[str], chance: object) -> None:
    other = list(words)
    chance.shuffle(other)  # type: ignore[attr-defined]
    a, b = "\n".join(f"{w} one {w}" for w in words), "\n".join(f"{w} one {w}" for w in other)
    rows = aligned.rows(view("a", a), view("b", b), [passage(a, b, f"{w} one {w}") for w in words[::2]])
    assert [line for r in rows for line in told(r.left)] == a.split("\n")
    assert [line for r in rows for line in told(r.right)] == b.split("\n")


def test_the_list_says_what_the_record_says(client: TestClient, reading: Record) -> None:
    found = client.get("/reprints.json").json()
    assert found["items"] == plain(reading.reprints(limit=25))
    assert found["total"] == reading.count_reprints() == len(reading.reprints())
    assert client.get("/reprints.json?offset=900").json()["items"] == []


def test_parts_of_the_list_are_the_list(reading: Record) -> None:
    every = reading.reprints()
    assert [x for i in range(len(every)) for x in reading.reprints(limit=1, offset=i)] == every


def test_a_line_of_copies(client: TestClient, reading: Record, read_page: Reads) -> None:
    lineage = reading.reprints(limit=1)[0]
    own = lineage.original.id
    assert client.get(f"/reprints/{own}.json").json() == plain(reading.reprints(own))
    page = read_page(client, f"/reprints/{own}")
    compared = page.xpath("//*[@id='compared']")[0]
    shared = reading.reprints(own)[0].copies[0]
    assert len(compared.xpath(".//*[contains(@class, 'pair shared')]")) == len(shared.passages)
    for other in lineage.copies:
        page = read_page(client, f"/reprints/{own}?with={other.document.id}")
        heads = page.xpath("//*[@class='pair heads']//h3/a/@href")
        assert heads == [f"/articles/{other.parent.id}", f"/articles/{other.document.id}"]
    assert client.get(f"/reprints/{own}?with=nothing").status_code == 404
    assert client.get("/reprints/nothing").status_code == 404


def test_an_article_that_nobody_copied(client: TestClient, reading: Record, read_page: Reads) -> None:
    taken = {d for x in reading.reprints(quotations=True) for d in (x.original.id, *(c.document.id for c in x.copies))}
    alone = next(a.document.id for a in reading.articles().articles if a.document.id not in taken)
    assert "taken from no other" in read_page(client, f"/reprints/{alone}").xpath("string(//*[@class='note'])")


def test_the_article_page_knows_its_copies(reading: Record) -> None:
    lineage = reading.reprints(limit=1)[0]
    page = reading.article(lineage.original.id)
    assert page.taken_from is None
    assert [c.document.id for c in page.copies] == [c.document.id for c in lineage.copies]
    copy = reading.article(lineage.copies[0].document.id)
    assert copy.taken_from is not None
    assert copy.taken_from.original.id == lineage.original.id
