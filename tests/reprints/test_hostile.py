"""Texts made to break things: bounded work, no crash, nothing wrong said."""

from __future__ import annotations

import pytest
from engine import WIRE, Article, compared, invented, passages, words

from effort import times
from onrecord.model import Part
from onrecord.reprints.align import shared
from onrecord.reprints.comparing import compare
from onrecord.reprints.grams import fingerprint
from onrecord.reprints.lineage import Paper
from onrecord.reprints.wording import article_ranges, read_words

RTL = (
    "قال رئيس مجلس الميناء إن الرصيف الشرقي سيغلق في الشتاء كله "
    "ولن يفتح قبل الربيع مهما قال البحارة في المدينة القديمة. "
) * 3
CJK = (
    "港口委员会星期二投票决定在冬季关闭东部码头，结束了自去年十月风暴以来与渡轮船员的争端。船长们都不愿意再停靠在那里。"
    * 2
)
THAI = "คณะกรรมการท่าเรือลงมติเมื่อวันอังคารให้ปิดท่าเรือฝั่งตะวันออกตลอดฤดูหนาวยุติข้อพิพาทกับลูกเรือเฟอร์รี่ที่ยืดเยื้อมานาน"


@pytest.mark.parametrize("text", [RTL, CJK, THAI], ids=["arabic", "chinese", "thai"])
def test_every_script_has_words(text: str) -> None:
    found = compared([text, text, text + " " + text[:20], invented(1)])
    assert {frozenset(pair): kind for pair, kind in found.kinds.items()} == {
        frozenset((0, 1)): "exact",
        frozenset((0, 2)): "near",
    }


def test_megabytes_of_one_word() -> None:
    many = times(650_000, 130_000)
    flood, longer, wire = words("buffalo " * many), words("buffalo " * many + "herd " * 5), words(WIRE)
    assert len(fingerprint(flood)) == 1
    assert shared(flood, longer) == ()  # nothing in it marks a place
    papers = [Paper(id=f"d{k}") for k in range(4)]
    assert compare(papers, [flood, flood, longer, wire]).kinds == {(0, 1): "exact"}


def test_ten_thousand_copies_of_one_article() -> None:
    found = compare([Paper(id=f"d{k:05}") for k in range(10_000)], [words(WIRE)] * 10_000)
    assert found.candidates == 0
    assert len(found.descents) == 9_999
    assert {(d.original, d.kind) for d in found.descents} == {(0, "exact")}


def test_a_phrase_a_thousand_times_in_both_texts() -> None:
    drum = "we will never ever yield the quay to them " * 1_000
    assert sum(p.words for p in passages(drum + WIRE, WIRE + "\n\n" + drum)) >= len(words(WIRE))


def test_junk_and_empty_texts_are_nobodys_copies() -> None:
    junk = "Share Tweet Print\n" * 20
    parts = (Part(start=0, end=len(junk), label="widget"),)
    assert article_ranges(junk, parts) == ()
    assert len(read_words(junk, article_ranges(junk, parts))) == 0
    assert compared(["", "", " \n ", "!!!", "…"]).kinds == {}
    assert compared([]).descents == ()


def test_junk_between_paragraphs_does_not_count() -> None:
    head, tail = WIRE.split("\n\n", 1)
    junk = "\n\nRead more: five recipes for a winter evening that will surprise you\n\n"
    text = head + junk + tail
    parts = (
        Part(start=0, end=len(head), label="body"),
        Part(start=len(head), end=len(head + junk), label="related"),
        Part(start=len(head + junk), end=len(text), label="body"),
    )
    assert read_words(text, article_ranges(text, parts)).same(words(WIRE))


def test_marks_left_open_and_hostile_marks() -> None:
    for text in (
        "“" * 5_000 + WIRE,
        "\"'" * 5_000,
        "'" + "a" * 10_000,
        "‘a " * 5_000,
        "«»" * 3_000,
        WIRE.replace("”", ""),
    ):
        compared([text, WIRE, Article(text + " x", outlet="X")])


def test_half_surrogates_and_control_signs() -> None:
    text = "\ud800 " + WIRE.replace(" ", "\x00 ") + "\udfff"
    assert compared([text, text]).kinds == {(0, 1): "exact"}
