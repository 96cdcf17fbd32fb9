"""An actor's name, kind and visibility follow from what current documents print, in whatever order they came."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_factory import cluster, fill, reading

from effort import THOROUGH, times
from onrecord.actors.resolve import actor_id
from onrecord.model import Actor
from onrecord.store import queries, standing
from onrecord.store.db import Store
from onrecord.store.rows import ActorRef


def all_actors(store: Store) -> set[tuple[str, str, str]]:
    return {(v.actor.id, v.actor.name, v.actor.kind) for v in queries.actors(store)}


def documents() -> list:
    names = ("Lee", "Ann Lee", "Ann Lee", "Amy Lee", "A. Lee", "Amy Lee")
    kinds = ("unknown", "unknown", "organization", "person", "person", "unknown")
    return [reading(f"{i}.txt", [(n, "Yes.")], kind=k) for i, (n, k) in enumerate(zip(names, kinds, strict=True))]


def test_most_frequent_then_longer_then_alphabetical(store: Store) -> None:
    made = documents()
    fill(store, made[:1])
    assert queries.actor(store, "lee").name == "Lee"
    fill(store, made[1:2])
    assert queries.actor(store, "lee").name == "Ann Lee"
    fill(store, made[2:])
    ref = queries.actor(store, "lee")
    assert (ref.name, ref.kind) == ("Amy Lee", "person")


def test_result_does_not_depend_on_order_or_batches(tmp_path: Path) -> None:
    made = documents()[:4]
    seen = set()
    some = 1 if THOROUGH else 5  # an order that begins with each, and each cut
    for i, order in list(enumerate(permutations(made)))[::some]:
        with Store.create(tmp_path / f"{i}.onrecord") as store:
            cut = i % 4
            fill(store, order[:cut])
            fill(store, order[cut:])
            seen.add(frozenset(all_actors(store)))
    assert len(seen) == 1


@given(st.lists(st.tuples(st.sampled_from(["Lee", "Ann Lee", "Bo Lee", "Cy Fox"]), st.integers(0, 2)), max_size=12))
@settings(max_examples=times(15, 3), deadline=None)
def test_counts_after_versions_are_those_of_the_last_versions(tmp_path_factory, steps: list[tuple[str, int]]) -> None:
    folder = tmp_path_factory.mktemp("n")
    last = {}
    with Store.create(folder / "a") as store:
        for name, place in steps:
            made = reading(f"{place}.txt", [(name, f"Words of {name}.")])
            fill(store, [made])
            last[place] = made
        grown = all_actors(store)
    with Store.create(folder / "b") as store:
        fill(store, list(last.values()))
        assert all_actors(store) == grown


def test_known_actor_is_called_as_the_project_says(store: Store) -> None:
    same = dict.fromkeys(("Lee", "Ann Lee", "Amy Lee", "A. Lee"), "known:Dr Ann Lee")
    fill(store, documents(), same=same, known=("The Chair", "Lee of Bay"))
    for name in ("Dr Ann Lee", "the chair", "AMY LEE", "Lee of Bay"):
        assert queries.actor(store, name).name == "Dr Ann Lee"


def test_relink_replaces_all(store: Store) -> None:
    made = documents()
    fill(store, made)
    assert len(all_actors(store)) == 1
    actors, links = cluster(made, {"Amy Lee": "known:Amy B. Lee", "Ann Lee": "ann"})
    store.relink(actors, links)
    assert {a[1] for a in all_actors(store)} == {"Amy B. Lee", "Ann Lee", "A. Lee"}
    assert {s.speaker.name for s in queries.said(store)} == {"Amy B. Lee", "Ann Lee", "A. Lee"}
    store.relink(*cluster(made))
    assert [a[1] for a in all_actors(store)] == ["Amy Lee"]
    store.relink([], [])
    assert all_actors(store) == set()
    assert queries.count_said(store, by="?") == len(made)


def test_relink_takes_the_kind_from_the_project(store: Store) -> None:
    made = documents()
    fill(store, made)
    actors, links = cluster(made, dict.fromkeys(("Lee", "Ann Lee", "Amy Lee", "A. Lee"), "known:Lee"))
    changed = [type(a)(id=a.id, name=a.name, kind="party", key=a.key) for a in actors]
    store.relink(changed, links)
    assert queries.actor(store, "Lee").kind == "party"


def test_relink_equals_appending(tmp_path: Path) -> None:
    made = documents()
    with Store.create(tmp_path / "a") as one, Store.create(tmp_path / "b") as two:
        fill(one, made)
        run = two.begin_run("p", {})
        two.append(run, made)
        assert all_actors(two) == set()
        two.relink(*cluster(made))
        assert all_actors(one) == all_actors(two)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_links_the_surer_holds(store: Store, turn: int) -> None:
    made = reading("a.txt", [("Ann Lee", "Yes.")])
    [actor], [link] = cluster([made])
    other = Actor(id="aother", name="Other", kind="person", key="other")
    surer = replace(link, actor="aother", score=0.95)
    store.append(store.begin_run("p", {}), [made], [], [actor, other], [link, surer][::turn])
    assert queries.said(store)[0].speaker == ActorRef(id="aother", name="Ann Lee", kind="person")


@pytest.mark.parametrize("key", ["ann lee", "É", "known:x"])
def test_reviewers_actors_get_the_ids_that_texts_would_give(key: str) -> None:
    assert standing.actor_id(key) == actor_id(key)
