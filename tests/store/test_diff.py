"""diff: what is new since a day, or was added since."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from event_factory import Did, told
from store_factory import fill, reading

from onrecord.errors import UsageError
from onrecord.model import Reading
from onrecord.span import stable_id
from onrecord.store import queries, removal, review, same_events
from onrecord.store.db import Store

SINCE = date(2019, 4, 1)
OLD, NEW = date(2019, 3, 4), date(2019, 4, 2)


def said(key: str, who: str, cue: str, content: str, act: str, on: date | None = NEW, **how: Any) -> Reading:
    """An article with one statement of this act, its cue put where "said" stood."""
    one = reading(key, [(who, content)], published=on, **how)
    (s,) = one.statements
    at = s.cue[0]
    text = one.document.text[: at.start] + cue + one.document.text[at.end :]
    more = len(cue) - len(at.text)

    def moved(span: Any) -> Any:
        return replace(span, start=span.start + more, end=span.end + more)

    parts = tuple(replace(p, end=p.end + more) if p.start <= at.start < p.end else p for p in one.document.parts)
    made = replace(
        s, cue=(replace(at, end=at.start + len(cue), text=cue),), content=tuple(map(moved, s.content)), act=act,
        id=stable_id("s", one.document.id, "statement", [cue, content], 0),
    )  # fmt: skip
    return replace(one, document=replace(one.document, text=text, parts=parts), statements=(made,))


def diff(path: Path, readings: Sequence[Reading], **how: Any) -> Any:
    with Store.create(path) as store:
        fill(store, readings)
        same_events.settle(store)
        return queries.diff(store, SINCE, **how)


def test_what_is_new_by_day(tmp_path: Path) -> None:
    found = diff(
        tmp_path / "r",
        [
            reading("old.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")], published=OLD),
            reading("new.txt", [("Ann Lee", "We will sign it now."), ("Cy Fox", "Fine.")], published=NEW),
            told("e.txt", [Did(on=date(2019, 4, 1)), Did(act="met", type="CONSULT", mode=None, on=OLD)], published=NEW),
            reading("undated.txt", [("Dan Roe", "Hm.")], published=None),
        ],
    )
    assert [(e.kind, e.words) for e in found.entries] == [
        ("event", "Bo Ford shelled Ann Lee there."),
        ("statement", "We will sign it now."),
        ("statement", "Fine."),
    ]
    assert found.documents == 2
    assert [(t.name, t.sort, t.count) for t in found.speakers] == [
        ("Ann Lee", "promise", 1),
        ("Cy Fox", "assertion", 1),
    ]
    assert [(t.name, t.sort, t.count) for t in found.happened] == [("ASSAULT", "happened", 1)]
    assert [(a.actor.name, a.first, a.statements) for a in found.actors] == [("Cy Fox", NEW, 1)]
    assert [(r.actor.name, r.title) for r in found.roles] == []  # the old article called Ann Lee minister, too


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        (("opposed", "the toll", "opposition"), ("supports", "the toll", "support"), ("against", "for", ("toll",))),
        (
            ("backs", "the toll", "support"),
            ("rejected", "the toll outright", "opposition"),
            ("for", "against", ("toll",)),
        ),
        (
            ("denied", "that his guards had fired on the ferry", "denial"),
            ("admitted", "that his guards had fired on the ferry", "assertion"),
            ("denied", "admitted", ("guards", "fired", "ferry")),
        ),
        (("opposed", "the toll", "opposition"), ("supports", "the tax", "support"), None),
        (("opposed", "the toll", "opposition"), ("still opposes", "the toll", "opposition"), None),
        (("would accept", "the toll", "support"), ("opposed", "the toll", "opposition"), None),  # was not settled
        (("supports", "the toll", "support"), ("had once opposed", "the toll", "opposition"), None),  # retold
        (("opposed", "the idea", "opposition"), ("supports", "the idea", "support"), None),
    ],
)
def test_who_turned(tmp_path: Path, before: Any, after: Any, turned: Any) -> None:
    found = diff(tmp_path / "r", [said("a.txt", "Ann Lee", *before, on=OLD), said("b.txt", "Ann Lee", *after, on=NEW)])
    assert [(r.was, r.became, r.matter) for r in found.reversals] == ([turned] if turned else [])
    for r in found.reversals:
        assert (r.actor.name, r.before.words, r.after.words) == ("Ann Lee", before[1], after[1])


def test_another_actor_is_no_turn_and_an_old_turn_is_not_new(tmp_path: Path) -> None:
    one = said("a.txt", "Ann Lee", "opposed", "the toll", "opposition", on=date(2019, 1, 1))
    other = said("b.txt", "Bo Ford", "supports", "the toll", "support", on=NEW)
    old = said("c.txt", "Ann Lee", "supports", "the toll", "support", on=OLD)
    assert diff(tmp_path / "r", [one, other, old]).reversals == ()


def test_what_one_says_and_another_denies(tmp_path: Path) -> None:
    claim = said("a.txt", "Ann Lee", "said", "Guards fired on the ferry at dawn", "accusation", on=OLD)
    denial = said("b.txt", "Bo Ford", "denied", "that his guards had fired on the ferry", "denial", on=NEW)
    late = said("c.txt", "Cy Fox", "said", "Guards fired on the ferry", "assertion", on=date(2018, 1, 1))
    (found,) = diff(tmp_path / "r", [claim, denial, late]).contradictions
    assert (found.kind, found.said.words, found.denied.words) == ("denied", claim.statements[0].content[0].text,
                                                                  denial.statements[0].content[0].text)  # fmt: skip


def test_reports_that_differ_and_numbers_that_rose(tmp_path: Path) -> None:
    did = Did(on=OLD, place="Ferren", killed=(3, 3))
    early = told("a.txt", [did], published=date(2019, 3, 5))
    late = told("b.txt", [replace(did, killed=(9, None))], published=NEW, outlet="Lake Post")
    found = diff(tmp_path / "r", [early, late])
    assert found.entries == ()  # the event itself is old
    assert [(c.kind, [v.value for v in c.differs.values]) for c in found.contradictions] == [
        ("killed", ["3", "at least 9"])
    ]
    assert [(r.kind, r.before.value, r.after.value) for r in found.rises] == [("killed", "3", "at least 9")]
    assert diff(tmp_path / "s", [early, told("b.txt", [replace(did, killed=(2, 3))], published=NEW)]).rises == ()


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("future", "happened", [("future", "happened")]),
        ("future", "negated", [("future", "negated")]),
        ("happened", "negated", [("happened", "negated")]),
        ("hypothetical", "happened", []),
        ("happened", "happened", []),
    ],
)
def test_what_came_of_it(tmp_path: Path, before: str, after: str, changes: list[tuple[str, str]]) -> None:
    plan = Did(act="will open the floodgates to", type="COOPERATE", mode=None, place="Ferren", status=before, on=NEW)
    done = replace(plan, act="opened the floodgates to", status=after)
    found = diff(tmp_path / "r", [told("a.txt", [plan], published=OLD), told("b.txt", [done], published=NEW)])
    assert [(c.was, c.became) for c in found.changes] == changes


def test_another_act_does_not_come_of_it(tmp_path: Path) -> None:
    plan = Did(act="will open the floodgates to", type="COOPERATE", mode=None, status="future", on=OLD)
    for i, other in enumerate((
        replace(plan, act="opened the floodgates to", status="happened", actor="Dan Roe"),
        replace(plan, act="opened the floodgates to", status="happened", recipient="Dan Roe"),
        replace(plan, act="opened the floodgates to", status="happened", type="ASSAULT"),
        replace(plan, act="opened the floodgates to", status="happened", on=date(2019, 12, 1)),
    )):  # fmt: skip
        rows = [told("a.txt", [plan], published=date(2019, 3, 1)), told("b.txt", [other], published=date(2019, 12, 2))]
        assert diff(tmp_path / f"{i}", rows).changes == ()


# ---------------------------------------------------------------------------- added, corrected, removed, judged


def test_added_versions_removals_and_judgements(tmp_path: Path) -> None:
    then, now = "2024-01-01T10:00:00+00:00", "2024-02-01T10:00:00+00:00"
    with Store.create(tmp_path / "r") as store:
        fill(store, [reading("a.txt", [("Ann Lee", "One."), ("Ann Lee", "Two.")], location="/a"),
                     reading("b.txt", [("Bo Ford", "Three.")])])  # fmt: skip
        fill(store, [reading("a.txt", [("Ann Lee", "One."), ("Ann Lee", "Four."), ("Ann Lee", "Five.")], location="/a"),
                     reading("c.txt", [("Cy Fox", "Six.")])])  # fmt: skip
        (cut,) = [s for s in queries.said(store) if s.quote == "Three."]
        review.judge(store, cut.id, "accept", who="mk", at=datetime(2024, 2, 2, tzinfo=UTC))
        removal.remove(store, "news/b.txt", "mk", at=datetime(2024, 2, 3, tzinfo=UTC))
        db = sqlite3.connect(store.path)
        with db:
            db.executemany("UPDATE run SET started = ?, counts = ? WHERE id = ?",
                           [(then, '{"added": 2}', 1), (now, '{"added": 1, "updated": 1}', 2)])  # fmt: skip
        db.close()
        found = queries.diff(store, "2024-02-01", added=True)
        assert [e.words for e in found.entries] == ["Six."]
        assert [(c.came, c.went, c.at.date()) for c in found.corrected] == [(2, 1, date(2024, 2, 1))]
        assert [(r.who, r.document.file) for r in found.removed] == [("mk", "news/b.txt")]
        assert [(j.verdict, j.who) for j in found.judgements] == [("accept", "mk")]
        every = queries.diff(store, "2024-01-01", until="2024-01-31", added=True)
        assert (every.entries, every.corrected, every.judgements) == ((), (), ())
        by_day = queries.diff(store, "2024-01-01")
        assert (by_day.entries, len(by_day.corrected)) == ((), 1)


def test_what_was_analysed_anew_was_not_added_then(tmp_path: Path) -> None:
    one, two = reading("a.txt", [("Ann Lee", "One.")]), reading("b.txt", [("Bo Ford", "Two.")])
    with Store.create(tmp_path / "r") as store:
        fill(store, [one])
        fill(store, [two])
        fill(store, [one, two], project="other")
        db = sqlite3.connect(store.path)
        with db:
            db.executemany("UPDATE run SET started = ? WHERE id = ?",
                           [(f"2024-0{i}-01T10:00:00+00:00", i) for i in (1, 2, 3)])  # fmt: skip
        db.close()
        assert [len(queries.diff(store, f"2024-0{i}-01", added=True).entries) for i in (1, 2, 3)] == [2, 1, 0]


def test_the_order_in_which_articles_come_changes_nothing(tmp_path: Path) -> None:
    some = [
        said("a.txt", "Ann Lee", "opposed", "the toll", "opposition", on=OLD),
        said("b.txt", "Ann Lee", "supports", "the toll", "support", on=NEW),
        told("c.txt", [Did(on=OLD, killed=(3, 3))], published=OLD),
        told("d.txt", [Did(on=OLD, killed=(5, 5))], published=NEW),
    ]
    answers = [
        asdict(diff(tmp_path / f"{i}", order)) for i, order in enumerate((some, some[::-1], some[2:] + some[:2]))
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["reversals"]
    assert answers[0]["rises"]


@pytest.mark.parametrize(
    ("since", "until", "says"), [("May", None, "no date"), ("2020", "2019", "nothing can lie between")]
)
def test_what_cannot_be_asked(tmp_path: Path, since: str, until: str | None, says: str) -> None:
    with Store.create(tmp_path / "r") as store, pytest.raises(UsageError, match=says):
        queries.diff(store, since, until=until)
