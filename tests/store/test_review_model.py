"""Any course of versions, analyses, judgements and undoings: no judgement is lost; what stands is what the log says."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_factory import check_sound, cluster, fill, reading

from effort import times
from onrecord.store import queries, review
from onrecord.store.db import Store

QUOTES = ("We will sign the treaty in May.", "We will sign the treaty in late May.", "No deal is near.", "Rain.")
FULL = {name: name.casefold() for name in ("Ann Lee", "Bo Ford")}  # as names in articles and of reviewers are joined
VERSIONS = st.lists(st.tuples(st.sampled_from(["Ann Lee", "Bo Ford"]), st.sampled_from(QUOTES)), max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("ab"), VERSIONS),
        st.tuples(st.just("anew"), st.sampled_from("ab"), st.integers(0, 15)),
        st.tuples(st.just("judge"), st.integers(0, 1), st.sampled_from(["accept", "reject", "Bo Ford", "Di Roe", "?"])),
        st.tuples(st.just("undo"), st.integers(1, 6), st.none()),
        st.tuples(st.just("relink"), st.none(), st.none()),
    ),
    max_size=16,
)


@given(STEPS)
@settings(max_examples=times(80, 10), deadline=None)
def test_log_and_what_stands_agree(steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "r")) as store:
        made, logged, last = {}, [], {}
        for n, (step, what, how) in enumerate(steps):
            if step == "add":
                version = reading(f"{what}.txt", how)
                made[version.document.id] = last[what] = version
                fill(store, [version], same=FULL)
            elif step == "anew" and what in last:  # an analysis that finds some of the statements only
                found = tuple(s for i, s in enumerate(last[what].statements) if how >> i & 1)
                fill(store, [replace(last[what], statements=found)], same=FULL, project=str(n))
                assert {s.id for s in queries.show(store, last[what].document.id).said} == {s.id for s in found}
            elif step == "judge":
                there = queries.said(store, include_rejected=True)
                if there:
                    change = {} if how in review.VERDICTS else {"speaker": how}
                    verdict = how if how in review.VERDICTS else "correct"
                    logged.append(review.judge(store, there[what % len(there)].id, verdict, change, "jo"))
            elif step == "undo" and what <= len(logged):
                review.undo(store, what)
            elif step == "relink":
                store.relink(*cluster(made.values(), FULL))
        check_sound(store)
        assert store.check() == []
        check_log(store, logged)


def check_log(store: Store, logged: list) -> None:
    log = review.judgements(store)
    assert [(j.id, j.verdict, j.who, j.at) for j in log] == [(j.id, j.verdict, j.who, j.at) for j in logged]
    current = {s.id: s for s in queries.said(store, include_rejected=True)}
    standing = {}
    for j in log:
        if j.undone_at is None and j.state != "orphaned":
            assert j.target in current, "a standing judgement stands on a current version"
            standing[j.target] = j
    for s in current.values():
        judged = standing.get(s.id)
        assert s.verdict == (judged.verdict if judged else None)
        if judged and judged.verdict == "correct":
            wanted = judged.change["speaker"]
            assert (s.speaker.name if s.speaker else "?") == wanted
    visible = {s.id for s in queries.said(store)}
    assert visible == {i for i in current if i not in standing or standing[i].verdict != "reject"}
    with store.read() as conn:
        for (kept,) in conn.exec_driver_sql("SELECT snapshot FROM judgement"):
            assert json.loads(kept)["quotes"][0] in QUOTES
    named = {s.speaker.name for s in current.values() if s.speaker}
    assert named <= {v.actor.name for v in queries.actors(store)}
