"""FollowTheMoney entities: what the record's rows become, and that the released schema takes every one of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from doors import A, B, C

from onrecord.export import export
from onrecord.export.ftm_schemata import BODIES, LANGUAGES, Rule, interest_of, rules, schema_of
from onrecord.store import queries, review
from onrecord.store.db import Store
from onrecord.vocabulary import ACTOR_KINDS, RELATION_KINDS

Made = dict[str, Any]


def entities(small: Store, path: Path, **options: Any) -> list[Made]:
    export(small, "ftm", path, **options)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def of(found: list[Made], schema: str) -> list[Made]:
    return [e["properties"] for e in found if e["schema"] == schema]


@pytest.fixture
def found(small: Store, tmp_path: Path) -> list[Made]:
    return entities(small, tmp_path / "x.json")


def test_ids_are_the_records_and_unique(found: list[Made], small: Store) -> None:
    ids = [e["id"] for e in found]
    assert len(ids) == len(set(ids))
    mine = {d.document.id for d in queries.documents(small)} | {a.actor.id for a in queries.actors(small)}
    mine |= {s.id for s in queries.statements(small)} | {p.id for p in queries.positions(small)}
    assert mine <= set(ids)


def test_actors_articles_and_mentions(found: list[Made]) -> None:
    people = {e["name"][0]: e for e in of(found, "Person")}
    assert people["Ann Lee"]["position"] == ["poet"]
    assert [e["name"] for e in of(found, "Company")] == [["Second Bank"]]
    assert [e["name"] for e in of(found, "PublicBody")] == [["Water Ministry"]]
    article = next(e for e in of(found, "Article") if e["fileName"] == ["news/a.txt"])
    assert article["publisher"] == ["The Bay Courier"]
    assert article["publishedAt"] == ["2019-03-04"]
    assert article["sourceUrl"] == ["https://example.org/a.txt"]
    assert article["language"] == ["eng"]
    ann = next(e["id"] for e in found if e["properties"].get("name") == ["Ann Lee"])
    assert [(m["document"], m["name"]) for m in of(found, "Mention") if m["resolved"] == [ann]] == [
        ([A.document.id], ["Ann Lee"]),
        ([C.document.id], ["Ann Lee"]),
    ]


def test_offices_and_relations(found: list[Made]) -> None:
    names = {e["id"]: e["properties"]["name"][0] for e in found if e["properties"].get("name")}
    (chair,) = of(found, "Directorship")
    assert (names[chair["director"][0]], names[chair["organization"][0]]) == ("Ann Lee", "Second Bank")
    assert (chair["role"], chair["startDate"], chair["proof"]) == (["chairwoman"], ["2018-01-01"], [A.document.id])
    spokesman, part = sorted(of(found, "Membership"), key=lambda m: m["role"], reverse=True)
    assert (spokesman["role"], names[spokesman["organization"][0]]) == (["spokesman"], "Second Bank")
    assert (names[part["member"][0]], names[part["organization"][0]]) == ("Second Bank", "Water Ministry")
    (held,) = of(found, "Occupancy")
    (post,) = of(found, "Position")
    assert names[held["post"][0]] == post["name"][0] == "minister of Water Ministry"
    (link,) = of(found, "UnknownLink")
    assert (names[link["subject"][0]], link["role"], names[link["object"][0]]) == (
        "Ann Lee",
        ["opposed to"],
        "Second Bank",
    )


def test_statements_and_positions_are_notes(found: list[Made], small: Store) -> None:
    notes = {e["id"]: e["properties"] for e in found if e["schema"] == "Note"}
    ann = next(s for s in queries.statements(small) if s.speaker and s.speaker.name == "Ann Lee")
    made = notes[ann.id]
    assert made["description"] == ["We welcome the gates if every boat pays."]
    assert made["entity"] == [ann.speaker.id] if ann.speaker else None
    assert made["proof"] == [A.document.id]
    assert made["sourceUrl"][0].startswith("https://example.org/a.txt#:~:text=We%20welcome")
    position = next(p for p in queries.positions(small) if p.said.id == ann.id)
    side = notes[position.id]
    assert side["keywords"] == ["gates", "conditional", "explicit"]
    assert side["summary"] == ["on condition: if every boat pays."]
    assert side["entity"] == [*made["entity"], ann.id]
    late = next(e for e in notes.values() if e["proof"] == [B.document.id])
    assert late["createdAt"] == ["2019-03"]
    assert late["notes"][0].startswith("news/b/CON: [x].html#4;char=")


def test_events_that_happened(found: list[Made]) -> None:
    (event,) = of(found, "Event")
    assert event["date"] == ["2019-03-01"]
    assert event["location"] == ["Ferren"]
    assert event["proof"] == [C.document.id]
    assert len(event["involved"]) == 2


def test_what_is_left_out_unless_asked_for(small: Store, tmp_path: Path) -> None:
    plain = {e["id"] for e in entities(small, tmp_path / "a.json")}
    implied = {e["id"] for e in entities(small, tmp_path / "b.json", implied=True)}
    assert implied - plain == {p.id for p in queries.positions(small, implied=True) if not p.explicit}
    said = next(s for s in queries.statements(small) if s.speaker)
    review.judge(small, said.id, "reject", who="jo")
    assert said.id not in {e["id"] for e in entities(small, tmp_path / "c.json")}


def test_every_reference_leads_to_an_entity(found: list[Made]) -> None:
    ids = {e["id"] for e in found}
    for made in found:
        for name in ("proof", "entity", "holder", "post", "member", "organization", "director", "subject", "object",
                     "resolved", "document", "involved"):  # fmt: skip
            assert set(made["properties"].get(name, [])) <= ids


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.words[0])
def test_a_row_of_the_table(rule: Rule) -> None:
    assert interest_of(rule.example, "Organization") == rule.schema
    assert interest_of(rule.counter_example, "Organization") == "Membership"
    assert {interest_of(word, "Company") for word in rule.words} == {rule.schema}
    assert interest_of(rule.example, "PublicBody") == "Occupancy"


@pytest.mark.parametrize(
    ("kind", "name", "schema"),
    [
        ("person", "Ann Lee", "Person"),
        ("state", "Tarkhania", "PublicBody"),
        ("organization", "Aldmark Export Bank", "Company"),
        ("organization", "Interior Ministry", "PublicBody"),
        ("organization", "Living Rivers Watch", "Organization"),
        ("armed_group", "Northern Front", "Organization"),
        ("unknown", "Rahim", "LegalEntity"),
    ],
)
def test_the_schema_of_an_actor(kind: str, name: str, schema: str) -> None:
    assert schema_of(kind, [name]) == schema


# ---------------------------------------------------------------- held against the released schema


def faults(made: list[Made], schemata: Any) -> Iterator[str]:
    known = {e["id"]: schemata.get(e["schema"]) for e in made}
    for one in made:
        schema = known[one["id"]]
        schema.validate(one)
        if schema.abstract:
            yield f"{schema.name} is abstract"
        yield from (f"{schema.name} lacks {name}" for name in schema.required if not one["properties"].get(name))
        for name, values in one["properties"].items():
            prop = schema.properties.get(name)
            if prop is None:
                yield f"{schema.name} has no {name}"
                continue
            for value in values:
                if prop.type.clean(value) != value:
                    yield f"{schema.name}.{name}: {value!r}"
                if prop.range is not None and not known[value].is_a(prop.range):
                    yield f"{schema.name}.{name} leads to {known[value].name}"


@pytest.fixture
def released() -> Any:
    reason = "followthemoney is not installed: pip install 'onrecord[ftm-test]'"
    return pytest.importorskip("followthemoney", minversion="4.0", reason=reason).model


def test_the_released_schema_takes_every_entity(found: list[Made], released: Any) -> None:
    assert list(faults(found, released)) == []


def test_and_those_of_the_sample_coverage(sample: Path, tmp_path: Path, released: Any) -> None:
    import onrecord

    with onrecord.open("record.onrecord") as record:
        record.export("ftm", tmp_path / "x.json", implied=True, unclear=True)
    made = [json.loads(line) for line in (tmp_path / "x.json").read_text("utf-8").splitlines()]
    assert len(made) > 500
    assert list(faults(made, released)) == []


def test_the_words_it_knows_are_all_there_are(released: Any) -> None:
    for kind in ACTOR_KINDS:
        assert not released.get(schema_of(kind, ["X"])).abstract
    assert all(released.get(body).is_a("Organization") for body in BODIES)
    language = released.get("Article").get("language").type
    assert [code for code in LANGUAGES.values() if language.clean(code) != code] == []
    assert RELATION_KINDS[0] == "part_of"
