"""Actors of several names: clustered as documents come and go, judged by people, explained, and doubted."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from forked import Forking, forking  # noqa: F401
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import Begin, Fill, check_sound, reading

from effort import times
from onrecord.actors.names import key
from onrecord.actors.resolve import resolve
from onrecord.errors import NotFound, UsageError
from onrecord.model import Entity, Mention, Reading, Relation, Span
from onrecord.project import KnownActor, Project
from onrecord.store import actor_log, clustering, conflicts, likeness, queries, removal, review
from onrecord.store.db import Store
from onrecord.store.rows import Dossier

PLAIN = Project()
# names of one person as outlets spell them, and namesakes that are others
NAMES = ("Yusuf al-Khatmi", "Youssef al-Khatmi", "Yousef El-Khatmy", "Nuray Karadal", "Selim Karadal", "Bo Lund")


def article(
    place: str, *names: str, kind: str = "person", says: str = "", address: str = "", project: Project = PLAIN
) -> Reading:
    """An article in which these are quoted, in which an alias is given ("X, known as Y"), or they are addressed."""
    known = {key(n): "known:" + key(a.name) for a in project.actors for n in (a.name, *a.aliases)}
    made = reading(f"{place}.txt", [(address + n, f"Word {i} of {place}.") for i, n in enumerate(names)], kind=kind)
    named = {address + n: n for n in names}
    entities, mentions = [], []
    for e in made.entities:
        own = known.get(key(named[e.name]), key(named[e.name]))
        entities.append(replace(e, name=named[e.name], key=own))
    for m in made.mentions:
        cut = len(address)
        span = Span(doc=m.span.doc, start=m.span.start + cut, end=m.span.end, text=m.span.text[cut:])
        mentions.append(replace(m, span=span, why="full-name"))
    made = replace(made, entities=tuple(entities), mentions=tuple(mentions), roles=())
    return _with_alias(made, names[0], says) if says else made


def _with_alias(made: Reading, name: str, second: str) -> Reading:
    """The article with a first line more, in which it says how one of its actors is known."""
    line = f"{name}, better known as {second}, spoke.\n\n"
    old, doc = made.document, made.document.id
    text = old.text + line
    at = len(old.text)
    owner = next(e for e in made.entities if e.name == name)
    other = at + line.index(second)
    spans = [(at, name), (other, second)]
    more = tuple(
        Mention(
            id=f"x{i}{doc}", span=Span(doc=doc, start=s, end=s + len(n), text=n), kind="name",
            entity=owner.id if i == 0 else None, score=0.9, why="full-name", by="test/1",
        )
        for i, (s, n) in enumerate(spans)
    )  # fmt: skip
    document = replace(old, text=text, text_sha=str(len(text)))
    return replace(made, document=document, mentions=(*made.mentions, *more))


def put(store: Store, *readings: Reading, project: Project = PLAIN, sha: str = "p") -> None:
    """Add the readings as `Record.add` does."""
    run = store.begin_run(sha, {"onrecord": "test"})
    entities = [e for r in readings for e in r.entities]
    found, links = resolve(entities, project)
    aliases = {"known:" + key(a.name): a.aliases for a in project.actors}
    actors = [replace(a, names=(*a.names, *aliases.get(a.key, ()))) for a in found]
    store.append(run, readings, [], actors, links)
    store.finish_run(run, {}, 0.1)


def groups(store: Store) -> dict[str, frozenset[str]]:
    """Actors by id, with the names that current articles print of them."""
    return {v.actor.id: frozenset(n.name for n in v.names) for v in queries.actors(store)}


def one_of(store: Store, *names: str) -> bool:
    return len({queries.actor(store, n).id for n in names}) == 1


# ---------------------------------------------------------------------------- clustering


def test_spellings_are_one_actor_and_other_first_names_are_not(store: Store) -> None:
    for i, name in enumerate(NAMES):
        put(store, article(str(i), name))
    assert set(groups(store).values()) == {
        frozenset(NAMES[:3]), frozenset(NAMES[3:4]), frozenset(NAMES[4:5]), frozenset(NAMES[5:]),
    }  # fmt: skip
    assert {s.quote for s in queries.said(store, by="Yousef El-Khatmy")} == {f"Word 0 of {i}." for i in range(3)}
    assert sum(a.statements for a in queries.listing(store)) == len(NAMES)


def test_ids_of_absorbed_names_find_the_actor(store: Store) -> None:
    put(store, article("a", NAMES[0]))
    before = queries.actor(store, NAMES[0])
    for i in range(3):
        put(store, article(f"b{i}", NAMES[1]))
    now = queries.actor(store, before.id)
    assert now.id != before.id
    assert now.name == NAMES[1]
    assert queries.show(store, before.id).actor == now


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 5), st.sets(st.sampled_from(NAMES), min_size=1, max_size=3)),
        st.tuples(st.just("remove"), st.integers(0, 5), st.just(())),
        st.tuples(st.just("merge"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        st.tuples(st.just("split"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        st.tuples(st.just("undo"), st.integers(1, 4), st.just(())),
    ),
    max_size=9,
)


@given(STEPS)
@settings(max_examples=times(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happened_the_actors_are_those_of_a_record_made_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list
) -> None:
    folder = tmp_path_factory.mktemp("c")
    with Store.create(folder / "grown") as store:
        for step, what, how in steps:
            try:
                if step == "add":
                    put(store, article(str(what), *sorted(how)))
                elif step == "remove":
                    removal.remove(store, f"news/{what}.txt", "jo")
                elif step == "merge":
                    actor_log.merge(store, what, how, "jo")
                elif step == "split":
                    actor_log.split(store, what, "jo", name=how)
                else:
                    review.undo(store, what)
            except UsageError:
                continue
        grown, links = groups(store), _links(store)
        check_sound(store)
        assert store.check() == []
        with store.write() as conn:
            clustering.everything(conn)
        assert groups(store) == grown
        assert _links(store) == links


def _links(store: Store) -> set:
    with store.read() as conn:
        pairs = conn.exec_driver_sql(
            "SELECT x.id, y.id, p.alias, p.score, p.why FROM likeness p"
            " JOIN actor x ON x.n = p.a JOIN actor y ON y.n = p.b"
        ).all()
    return {tuple(row) for row in pairs}


def _six() -> list[Reading]:
    made = [article(str(i), NAMES[i], NAMES[(i + 1) % 3], says="Abu Sahl" if i == 1 else "") for i in range(5)]
    return [*made, article("5", "Abu Sahl")]


def _six_at_once(store: Store) -> None:
    put(store, *_six())


@given(st.permutations(range(6)), st.integers(1, 6))
@settings(max_examples=times(10, 3), deadline=None)
def test_order_and_batches_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory, made_once: Callable[[Fill], Path], order: list, size: int
) -> None:
    made = _six()
    at_once = made_once(_six_at_once)
    with Store.open(at_once) as one, Store.create(tmp_path_factory.mktemp("o") / "b") as two:
        for start in range(0, 6, size):
            put(two, *(made[i] for i in order[start : start + size]))
        assert groups(one) == groups(two)
        assert _held_by(one) == _held_by(two)


def _held_by(store: Store) -> dict[str, list]:
    """What holds each actor's names together, in the order and the direction in which it is told."""
    found = {a.actor.id: [(k.a.id, k.b.id, k.score, k.why) for k in a.links] for a in queries.actors(store)}
    assert any(found.values())
    return found


def test_an_article_that_gives_a_second_name_joins_it_everywhere(store: Store) -> None:
    put(store, article("a", "Abu Sahl"), article("b", "Hamid Vantor"))
    assert not one_of(store, "Abu Sahl", "Hamid Vantor")
    put(store, article("c", "Hamid Vantor", says="Abu Sahl"))
    assert one_of(store, "Abu Sahl", "Hamid Vantor")
    told = queries.same(store, "Abu Sahl", "Hamid Vantor")
    (link,) = told.links
    assert told.same and link.why == "known-as"
    assert "better known as Abu Sahl" in link.evidence[0].span.text
    for passage in link.evidence:
        view = next(v for v in queries.documents(store) if v.document.id == passage.document.id)
        assert view.text[passage.span.start : passage.span.end] == passage.span.text
    removal.remove(store, "c.txt", "jo")
    assert not one_of(store, "Abu Sahl", "Hamid Vantor")


def test_a_bare_surname_is_its_articles_own_and_doubtful(store: Store) -> None:
    put(store, article("a", "Vantor"), article("b", "Vantor"), article("c", "Ilmar Vantor"))
    assert len(groups(store)) == 3
    shown = [d for d in queries.doubts(store) if d.why == "surname"]
    assert {(d.a.name, d.b.name, d.joined) for d in shown} == {("Ilmar Vantor", "Vantor", False)}
    assert len(shown) == 2
    actor_log.merge(store, shown[0].a.id, shown[0].b.id, "jo")
    assert len(groups(store)) == 2
    actor_log.split(store, shown[1].a.id, "jo", name=shown[1].b.id)
    assert [d for d in queries.doubts(store) if d.why == "surname"] == []


def test_one_word_that_is_somebodys_surname_is_divided_by_article(store: Store) -> None:
    put(store, article("a", "Vantor", kind="unknown"), article("b", "Vantor", kind="unknown"))
    assert len(groups(store)) == 1
    put(store, article("c", "Ilmar Vantor"))
    assert len(groups(store)) == 3
    removal.remove(store, "c.txt", "jo")
    assert len(groups(store)) == 1


def test_woman_and_man_person_and_body_of_one_name_are_two(store: Store) -> None:
    put(store, article("a", "Alex Vantor", address="Mr "))
    assert len(groups(store)) == 1
    put(store, article("b", "Alex Vantor", address="Ms "), article("c", "Alex Vantor", address="Ms "))
    assert len(groups(store)) == 2
    put(store, article("d", "Alex Vantor", kind="organization"), article("e", "Alex Vantor", kind="organization"))
    assert sorted(a.documents for a in queries.listing(store)) == [1, 2, 2]
    assert {a.actor.kind for a in queries.listing(store)} == {"person", "organization"}
    assert not queries.same(store, *(a.actor.id for a in queries.listing(store)[:2])).same


def test_only_what_changed_is_compared_and_clustered_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, *(article(str(i), name) for i, name in enumerate(NAMES)))
    compared, clustered = [], []
    compare, group = likeness.recompare, clustering.cluster
    monkeypatch.setattr(likeness, "recompare", lambda c, n, names: (compared.append(set(n)), compare(c, n, names)))
    monkeypatch.setattr(clustering, "cluster", lambda ids, *more: (clustered.append(set(ids)), group(ids, *more))[1])
    put(store, article("more", "Bo Lund"))
    assert compared == [set()], "one more article of a name tells nothing new of how it is spelled"
    assert [len(ids) for ids in clustered] == [1]
    put(store, article("new", "Yussef al-Khatmi"))
    assert [len(numbers) for numbers in compared] == [0, 1]
    assert len(clustered[1]) == 4, "its own component, and no other"


# ---------------------------------------------------------------------------- judgements


def _judged(store: Store) -> None:
    put(store, article("a", NAMES[0]), article("b", NAMES[1]), article("c", "Bo Lund"), article("d", "Ana Ruiz"))


def _judged_and_a_state(store: Store) -> None:
    _judged(store)
    put(store, article("state", "Ostria", kind="state"))


@pytest.fixture
def judged(begin: Begin) -> Store:
    return begin(_judged)


def test_merge_stands_and_is_undone(judged: Store) -> None:
    made = actor_log.merge(judged, "Bo Lund", "Ana Ruiz", "jo", "same desk")
    assert (made.verdict, made.who, made.note, made.change["with"]) == ("merge", "jo", "same desk", "Ana Ruiz")
    assert one_of(judged, "Bo Lund", "Ana Ruiz")
    put(judged, article("e", "Ana Ruiz"), article("c", "Bo Lund", "Cy Fox"))
    assert one_of(judged, "Bo Lund", "Ana Ruiz")
    told = queries.same(judged, "Bo Lund", "Ana Ruiz")
    assert told.same and [j.id for j in told.judgements] == [made.id] and told.links[0].why == f"judgement {made.id}"
    review.undo(judged, made.id)
    assert not one_of(judged, "Bo Lund", "Ana Ruiz")
    assert [j.undone_at is None for j in review.judgements(judged)] == [False]


def test_split_of_a_name_stands_against_the_machine(judged: Store) -> None:
    assert one_of(judged, *NAMES[:2])
    made = actor_log.split(judged, NAMES[0], "jo", name=NAMES[1])
    assert not one_of(judged, *NAMES[:2])
    put(judged, article("e", NAMES[0], NAMES[1]), article("f", NAMES[2]), sha="other")
    assert not one_of(judged, *NAMES[:2])
    told = queries.same(judged, *NAMES[:2])
    assert not told.same and f"judgement {made.id}" in told.why
    later = actor_log.merge(judged, NAMES[0], NAMES[1], "mo")
    assert one_of(judged, *NAMES[:2]), "of two that contradict each other the newer stands"
    review.undo(judged, later.id)
    assert not one_of(judged, *NAMES[:2])
    review.undo(judged, made.id)
    assert one_of(judged, *NAMES[:2])


def test_split_by_documents_moves_those_only_and_follows_new_versions(judged: Store) -> None:
    put(judged, article("e", "Bo Lund"), article("f", "Bo Lund"))
    made = actor_log.split(judged, "Bo Lund", "jo", documents=["news/e.txt"])
    assert sorted(a.documents for a in queries.listing(judged, text="lund")) == [1, 2]
    put(judged, article("e", "Bo Lund", "Cy Fox"))
    assert sorted(a.documents for a in queries.listing(judged, text="lund")) == [1, 2]
    review.undo(judged, made.id)
    assert [a.documents for a in queries.listing(judged, text="lund")] == [3]
    actor_log.split(judged, "Bo Lund", "jo", documents=["e.txt"], into="Ana Ruiz")
    assert {s.quote for s in queries.said(judged, by="Ana Ruiz")} == {"Word 0 of d.", "Word 0 of e."}


def test_rename_stands_and_is_found_by_both_names(judged: Store) -> None:
    first = actor_log.rename(judged, "Bo Lund", "Bo  B. Lund", "jo")
    assert queries.actor(judged, "bo b. lund").name == "Bo B. Lund"
    second = actor_log.rename(judged, "Bo Lund", "The Old Heron", "jo")
    put(judged, article("e", "Bo Lund"))
    assert queries.actor(judged, "Bo Lund").name == "The Old Heron"
    review.undo(judged, second.id)
    assert queries.actor(judged, "Bo Lund").name == "Bo B. Lund"
    review.undo(judged, first.id)
    assert queries.actor(judged, "Bo Lund").name == "Bo Lund"


def test_judgements_stand_against_the_aliases_of_the_project(judged: Store) -> None:
    split = actor_log.split(judged, NAMES[0], "jo", name=NAMES[1])
    merge = actor_log.merge(judged, "Bo Lund", "Ana Ruiz", "mo")
    project = Project(
        actors=(
            KnownActor(name=NAMES[0], kind="person", aliases=(NAMES[1],)),
            KnownActor(name="Bo Lund", kind="person"),
            KnownActor(name="Ana Ruiz", kind="person"),
        )
    )
    names = {"a": NAMES[0], "b": NAMES[1], "c": "Bo Lund", "d": "Ana Ruiz"}
    put(judged, *(article(p, n, project=project) for p, n in names.items()), project=project, sha="aliased")
    assert {s.quote for s in queries.said(judged, by=NAMES[0])} == {"Word 0 of a."}
    assert one_of(judged, "Bo Lund", "Ana Ruiz")
    told = conflicts.conflicts(judged, project)
    assert len(told) == 2
    assert any(f'the alias "{NAMES[1]}" joins what judgement {split.id}' in t and "jo" in t for t in told)
    assert any(f"judgement {merge.id} (merge, by mo)" in t and "Ana Ruiz" in t for t in told)
    review.undo(judged, split.id)
    assert len({s.quote for s in queries.said(judged, by=NAMES[0])}) == 2
    assert conflicts.conflicts(judged, PLAIN) == []


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda s: actor_log.merge(s, "Nobody Here", "Bo Lund", "jo"), NotFound, "no actor is called"),
        (lambda s: actor_log.merge(s, "Bo Lund", "bo lund", "jo"), UsageError, "are one name, of Bo Lund"),
        (lambda s: actor_log.merge(s, "Bo Lund", "Ana Ruiz", " "), UsageError, "say who judges"),
        (lambda s: actor_log.merge(s, "Bo Lund", "Ostria", "jo"), UsageError, "is a person and Ostria a state"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo"), UsageError, "say what to split off"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo", name="Bo Lund"), UsageError, "is the only name of Bo Lund"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo", name="Cy Fox"), NotFound, "is not called 'Cy Fox'"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo", documents=["x.txt"]), NotFound, "no document"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo", documents=["d.txt"]), UsageError, "not named in news/d.txt"),
        (lambda s: actor_log.split(s, "Bo Lund", "jo", documents=["c.txt"]), UsageError, "no other document names"),
        (lambda s: actor_log.rename(s, "Bo Lund", " ", "jo"), UsageError, "to be called"),
        (lambda s: actor_log.rename(s, "Bo Lund", "Bo Lund", "jo"), UsageError, "is called so already"),
        (lambda s: review.undo(s, 99), NotFound, "no judgement has the number 99"),
    ],
)
def test_what_cannot_be_judged_says_why(begin: Begin, act: object, error: type[Exception], says: str) -> None:
    judged = begin(_judged_and_a_state)
    before = groups(judged)
    with pytest.raises(error, match=says):
        act(judged)
    assert groups(judged) == before
    assert review.judgements(judged) == []


def test_ambiguous_name_lists_ids(judged: Store) -> None:
    put(judged, article("e", "Bo Lund", kind="organization"), article("f", "Bo Lund", kind="organization"))
    put(judged, article("g", "Bo Lund", address="Mr "))
    ids = sorted(a.actor.id for a in queries.listing(judged, text="lund"))
    assert len(ids) == 2
    with pytest.raises(
        NotFound, match=rf"Bo Lund \({ids[0]}.*Bo Lund \({ids[1]}|Bo Lund \({ids[1]}.*Bo Lund \({ids[0]}"
    ):
        actor_log.rename(judged, "Bo Lund", "Other", "jo")


# ---------------------------------------------------------------------------- dossier


def test_dossier_tells_names_relations_links_and_judgements(judged: Store) -> None:
    made = article("g", "Vantor Front", "River Bloc", kind="organization")
    span = made.mentions[0].span
    a, b = (e.id for e in made.entities)
    between = Relation(id="x1", subject=b, kind="part_of", object=a, evidence=span, by="test/1", score=0.7, why="said")
    made = replace(made, relations=(between,))
    put(judged, made)
    assert judged.reading(made.document.id) == made
    actor_log.rename(judged, "Vantor Front", "The Front", "jo")
    front, bloc = queries.show(judged, "Vantor Front"), queries.show(judged, "River Bloc")
    assert isinstance(front, Dossier) and isinstance(bloc, Dossier)
    assert [(r.kind, r.of_other, r.other.name) for r in front.relations] == [("part_of", True, "River Bloc")]
    assert [(r.kind, r.of_other, r.other.name) for r in bloc.relations] == [("part_of", False, "The Front")]
    assert [j.verdict for j in front.judgements] == ["rename"]
    khatmi = queries.show(judged, NAMES[0])
    assert isinstance(khatmi, Dossier)
    assert {(p.name, p.outlets[0].name) for p in khatmi.printed} == {(n, "The Bay Courier") for n in NAMES[:2]}
    assert [{k.a.name, k.b.name} for k in khatmi.links] == [set(NAMES[:2])]
    put(judged, replace(made, relations=()), sha="again")
    assert queries.show(judged, "River Bloc").relations == ()


# ---------------------------------------------------------------------------- killed

CHILD = """
import sys
from test_actors import NAMES, article, put
from onrecord.store import actor_log, review
from onrecord.store.db import Store
with Store.open(sys.argv[1], write=True) as store:
    for i in range(200):
        put(store, article(str(i % 7), NAMES[i % 6], NAMES[(i + 2) % 6], f"Ana Ruiz"))
        made = actor_log.merge(store, "Ana Ruiz", NAMES[5 - i % 2], "jo")
        print("step", flush=True)
        review.undo(store, made.id)
"""


def test_killed_while_judging_leaves_a_sound_record(tmp_path: Path, forking: Forking) -> None:  # noqa: F811
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        put(store, article("x", NAMES[5]), article("y", NAMES[4]))
    forking.start(CHILD, path)
    for _ in range(9):
        assert forking.told()
    forking.kill()
    assert forking.finish()[0] == -signal.SIGKILL
    with Store.open(path, write=True) as store:
        check_sound(store)
        assert store.check() == []
        left = groups(store)
        with store.write() as conn:
            clustering.everything(conn)
        assert groups(store) == left
        with store.read() as conn:
            for (kept,) in conn.exec_driver_sql("SELECT snapshot FROM judgement"):
                assert json.loads(kept)["keys"]


def test_entities_keep_their_rows_when_families_are_divided(store: Store) -> None:
    put(store, article("a", "Vantor", kind="unknown"), article("b", "Vantor", "Ilmar Vantor", kind="unknown"))
    made: list[Entity] = list(store.entities())
    assert {e.key for e in made} == {"vantor", "ilmar vantor"}
