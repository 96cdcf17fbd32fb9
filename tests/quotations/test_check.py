"""A quotation against a small record: which verdict, resting on what."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from invented import COAL, DEAD, DENIAL, FARMERS, MADE, MAYBE, PROMISE
from store_factory import fill, reading

from onrecord.errors import UsageError
from onrecord.quotations.asked import Asked
from onrecord.store import queries, removal, review, schema
from onrecord.store.db import Store


@pytest.mark.parametrize(
    ("quote", "by", "verdict"),
    [
        (PROMISE, None, "verbatim"),
        (PROMISE.upper(), None, "verbatim"),
        ("„We will sign the treaty; in Ostria - before the winter - if the army leaves the valley”", None, "verbatim"),
        (PROMISE, "Ann Lee", "verbatim"),
        (PROMISE, "Lee", "verbatim"),
        (PROMISE, "Cy Fox", "misattributed"),
        (PROMISE, "Nobody Known", "misattributed"),
        (DEAD, "Ann Lee", "misattributed"),
        ("The treaty of the bay is dead.", None, "verbatim"),
        ("Long live the river and all who drink from it", None, "verbatim"),
        ("Long live the river and all", None, "partial"),
        ("We will sign the treaty in Ostria before the winter", None, "partial"),
        ("said that 21 ministers favor the new harbor tax of 1200 crowns", None, "partial"),
        ("I never said that twenty one ministers favor the new harbor tax of 1200 crowns", None, "verbatim"),
        ("We will sign the treaty in Ostria before the spring if the army leaves the valley.", None, "altered"),
        ("We will not sign the treaty in Ostria before the winter if the army leaves the valley.", None, "altered"),
        ("The treaty of the bay is dead. The delta feeds eleven provinces.", None, "spliced"),
        ("The delta feeds eleven provinces. Nobody has asked the farmers of the delta", None, "spliced"),
        ("We will sign the treaty in Ostria ... if the army leaves the valley", None, "verbatim"),
        ("[The Lees] will sign the treaty in Ostria before the winter if the army leaves the valley", None, "verbatim"),
        ("[T]he treaty of the bay is dead", None, "verbatim"),
        (COAL, None, "indirect"),
        ("The coal harbour will be closed by midsummer, for want of ships", None, "indirect"),
        ("Gate seven stays shut for good", None, "text"),
        ("Elephants paint the moon with borrowed ladders every Tuesday", None, "absent"),
        ("is dead", None, "partial"),
        ("was dead", None, "absent"),
    ],
)
def test_verdict(full: Store, quote: str, by: str | None, verdict: str) -> None:
    answer = queries.check(full, quote, by=by)
    assert answer.verdict == verdict, answer.why
    assert answer.why and answer.words


def test_spans_are_the_exact_characters_and_the_first_appearance_is_the_earliest(full: Store) -> None:
    texts = {m.document.id: m.document.text for m in MADE}
    answer = queries.check(full, "sign the treaty in Ostria before the winter")
    assert [a.document.outlet for a in answer.appearances] == ["The Bay Courier", "Coast Times", "Night Post"]
    assert answer.first == answer.appearances[0]
    assert answer.first_why == "published 2019-03-04, the earliest"
    for a in answer.appearances:
        [span] = a.spans
        assert texts[a.document.id][span.start : span.end] == span.text
        assert span.text == "sign the treaty in Ostria before the winter"


def test_a_changed_word_is_shown_counted_and_told_what_it_does(full: Store) -> None:
    answer = queries.check(full, MAYBE.replace("winter", "spring").replace("may sign", "may not sign"), by="Lee")
    assert answer.rests_on is not None and answer.rests_on.document.outlet == "Coast Times"
    assert [(e.recorded, e.quoted) for e in answer.edits if e.op != "same"] == [("", "not"), ("winter", "spring")]
    assert (answer.changed, answer.changes) == (2, ("negation",))


def test_how_the_wording_drifts_from_the_first_outlet(full: Store) -> None:
    drift = {a.document.outlet: a.from_first for a in queries.check(full, PROMISE).appearances}
    assert drift["The Bay Courier"] == ()
    assert [(e.recorded, e.quoted) for e in drift["Coast Times"] if e.op != "same"] == [("will", "may")]
    assert {e.op for e in drift["Night Post"]} == {"same"}


@pytest.mark.parametrize(
    ("quote", "context"),
    [
        ("We will sign the treaty in Ostria before the winter", "“if” follows right after"),
        ("said that twenty-one ministers favour the new harbour tax", "“never” stands right before"),
        ("the army leaves the valley", "“if” begins the sentence before"),
        ("asked the farmers of the delta what they want", "“Nobody” stands right before"),
    ],
)
def test_what_turns_the_meaning_beside_the_cut_is_named(full: Store, quote: str, context: str) -> None:
    answer = queries.check(full, quote)
    assert answer.verdict == "partial"
    assert context in answer.context


def test_words_that_nobody_is_named_for_are_no_misattribution(full: Store) -> None:
    answer = queries.check(full, "The ferry sank because the doors stood open.", by="Lee")
    assert answer.verdict == "verbatim" and answer.why.endswith("the record names no speaker")
    assert answer.speakers == ()


def test_a_name_that_nobody_has_is_said_to_be_unknown(full: Store) -> None:
    answer = queries.check(full, DEAD, by="Ann Leigh-Ford Smith")
    assert answer.verdict == "misattributed" and "no actor is called" in answer.notes[0]


def test_pieces_of_a_splice_say_where_they_come_from(full: Store) -> None:
    answer = queries.check(full, "The delta feeds eleven provinces. Long live the river and all who drink from it.")
    assert [(p.quoted, p.place.document.file) for p in answer.pieces] == [
        ("The delta feeds 11 provinces".replace("11", "eleven"), "news/a.txt"),
        ("Long live the river and all who drink from it", "news/b.txt"),
    ]
    assert [a.name for a in answer.speakers] == ["Ann Lee", "Bo Ford"]
    assert queries.check(full, answer.quotation, by="Lee").notes == ("not all of it is Lee's: Bo Ford",)


def test_words_left_out_without_a_mark_are_a_splice(full: Store) -> None:
    answer = queries.check(full, "The treaty of the bay and all who drink from it")
    assert answer.verdict == "spliced"
    assert queries.check(full, "The treaty of the bay ... and all who drink from it").verdict in ("verbatim", "partial")


def test_a_quotation_that_runs_over_statements_in_a_row_is_no_splice(made: Store) -> None:
    said = [("Dee Roe", "Snow closed the upper pass on Friday."), ("Dee Roe", "No lorry got through to us.")]
    fill(made, [reading("g.txt", said)])
    whole = "Snow closed the upper pass on Friday. No lorry got through to us."
    assert queries.check(made, whole).verdict == "verbatim"
    assert queries.check(made, "No lorry got through to us. Snow closed the upper pass on Friday.").verdict == "spliced"


def test_variations_do_not_count_and_are_shown(full: Store) -> None:
    answer = queries.check(full, "I never said that 21 ministers favor the new harbour tax of 1200 crowns")
    assert {(v.kind, v.recorded, v.quoted) for v in answer.variations} == {
        ("number", "twenty one", "21"),
        ("spelling", "favour", "favor"),
        ("number", "1,200", "1200"),
    }
    assert answer.changed == 0


def test_a_short_quotation_matches_only_exactly_and_says_how_common_it_is(full: Store) -> None:
    answer = queries.check(full, "the treaty")
    assert answer.frequency == 4
    assert queries.check(full, PROMISE).frequency is None


def test_a_claim_about_day_and_outlet_is_checked(full: Store) -> None:
    assert queries.check(full, DEAD, on="2019-03-05", outlet="hill herald").notes == ()
    notes = queries.check(full, DEAD, on="2021", outlet="Coast Times").notes
    assert notes == ("not on 2021: the record has it on 2019-03-05", "Coast Times does not have it; Hill Herald does")
    assert queries.check(full, DEAD, since="2020").verdict == "absent"


def test_a_rejected_statement_is_shown_and_counts_for_nothing(made: Store) -> None:
    [statement] = queries.check(made, DENIAL).appearances
    review.judge(made, str(statement.statement), "reject", who="R. Viewer")
    answer = queries.check(made, DENIAL)
    assert answer.verdict == "absent" and "rejected" in answer.why
    assert [a.judged for a in answer.appearances] == ["reject"]
    assert answer.first is None and answer.speakers == ()


def test_a_corrected_speaker_is_whom_the_record_has_it_from(made: Store) -> None:
    [statement] = queries.check(made, DENIAL).appearances
    review.judge(made, str(statement.statement), "correct", change={"speaker": "Cy Fox"}, who="R. Viewer")
    assert queries.check(made, DENIAL, by="Cy Fox").verdict == "verbatim"
    assert queries.check(made, DENIAL, by="Bo Ford").verdict == "misattributed"


def test_documents_that_come_go_and_change_are_followed(made: Store) -> None:
    new = "Copper prices will triple within a decade from now."
    assert queries.check(made, new).verdict == "absent"
    fill(made, [reading("g.txt", [("Dee Roe", new)])])
    assert queries.check(made, new).verdict == "verbatim"
    fill(made, [reading("g.txt", [("Dee Roe", "Copper prices will double within a decade from now.")])])
    assert queries.check(made, new).verdict == "altered"
    removal.remove(made, "news/g.txt", "R. Viewer")
    assert queries.check(made, new).verdict == "absent"


def test_a_reprint_that_changed_words_is_measured_by_the_article_it_credits(made: Store) -> None:
    said = [("Dee Roe", "Our fighters hold the upper dam tonight.")]
    first = reading("w.txt", said, outlet="Hill Press Service", published=None)
    later = reading("x.txt", [("Dee Roe", "Our gunmen hold the upper dam tonight.")], outlet="Hill Herald")
    later = replace(later, document=replace(later.document, byline="By Jo Roe | HPS"))
    fill(made, [first, later])
    answer = queries.check(made, "Our gunmen hold the upper dam tonight.")
    assert answer.verdict == "altered"
    assert answer.first is not None and answer.first.document.outlet == "Hill Press Service"
    assert [(e.recorded, e.quoted) for e in answer.edits if e.op != "same"] == [("fighters", "gunmen")]
    assert "Hill Herald" in answer.why


def test_other_tellings_of_the_utterance_are_appearances(made: Store) -> None:
    with made.write() as conn:
        query = sa.select(schema.document.c.key, schema.statement.c.n).join_from(schema.statement, schema.document)
        at = {key: n for key, n in conn.execute(query)}  # noqa: C416 - rows are not pairs to the type checker
        conn.execute(sa.insert(schema.telling).values(_telling(at["e.txt"], at["f.txt"])))
    answer = queries.check(made, "The ferry sank because the doors stood open.")
    assert [(a.document.file, a.wording) for a in answer.appearances] == [
        ("news/f.txt", "verbatim"),
        ("news/e.txt", ""),
    ]


def _telling(statement: int, utterance: int) -> dict[str, object]:
    values: dict[str, object] = {"statement": statement, "utterance": utterance, "score": 1.0, "why": "test"}
    return {c.name: values.get(c.name, 0) for c in schema.telling.columns}


@pytest.mark.parametrize(
    "quote",
    [
        'the "treaty" OR content:dead', "NEAR(treaty winter)", "treaty*", "'; DROP TABLE statement; --", "NOT treaty",
        "a\x00treaty of the bay is\x00dead", "\ud800 the treaty of the bay", "שלום עולם מה שלומך היום חבר",
        "معاهدة الخليج ماتت اليوم يا سادة", "👩‍👩‍👧‍👦 the treaty 🕊 of the bay 👍", "条約は死んだ", "%s %d {0} \\x",
        "col:a AND ^b + c", "((((((((((", "$ 100 & 50 %", "a" * 5000, "the " * 1999,
    ],
)  # fmt: skip
def test_whatever_is_asked_gets_a_clean_answer(full: Store, quote: str) -> None:
    try:
        answer = queries.check(full, quote, by="x' OR 1=1 --")
    except UsageError as e:
        assert "word" in str(e)
    else:
        assert answer.verdict in ("absent", "altered", "misattributed", "partial", "text", "indirect", "spliced")


@pytest.mark.parametrize(
    "quote", ["", "   ", "?!... — “”", "[...]", "[only an editor]", "word " * 20_000, "1." * 50_000 + "a", "\x00"]
)
def test_what_holds_no_words_or_far_too_many_is_refused_with_the_reason(full: Store, quote: str) -> None:
    with pytest.raises(UsageError, match="word"):
        queries.check(full, quote)


def test_a_list_is_answered_row_by_row_and_bad_rows_say_why(full: Store) -> None:
    asked = [Asked(quote=DEAD, id="1"), Asked(quote="??", id="2"), Asked(quote=FARMERS, on="no day", id="3")]
    answers = list(queries.check_all(full, asked))
    assert [(a.id, a.verdict) for a in answers] == [("1", "verbatim"), ("2", "unchecked"), ("3", "unchecked")]
    assert "no word" in answers[1].why and "no date" in answers[2].why
    with pytest.raises(UsageError, match="no such claim"):
        queries.check(full, DEAD, speaker="Lee")  # type: ignore[call-arg]
