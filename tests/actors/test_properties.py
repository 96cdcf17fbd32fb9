"""Any text, any spans: nothing raises, spans slice true, ids are unique and stable."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.names import is_name, key, kind, plain, split_title
from onrecord.actors.resolve import resolve
from onrecord.actors.speakers import resolve_document
from onrecord.findings import Attribution, Sighting
from onrecord.model import Document, Entity, Part
from onrecord.project import KnownActor, Project
from onrecord.vocabulary import ACTOR_KINDS, MENTION_KINDS, RELATION_KINDS, SIGHTING_FORMS, SIGHTING_KINDS

WORDS = st.sampled_from(
    [
        "Tomas", "Alvarn", "Mira", "President", "Mr.", "said", "he", "She", "the", "The", "minister", "of", "for",
        "Front", "Ministry", "MDF", "(MDF)", "and", ",", ".", "“", "”", '"', "who", "May", "al-Sahli", "O’Dossen", "'s",
        "’s", "\n\n", "\n", ":", "its", "his", "spokesman", "45-year-old", "Washington", "A:", "Jr.", "U.N.", "\xad",
        "İ",
        "ß", "ﬁ", "Ǆ", "\u0301", "—",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))
RANGES = st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=3).map(tuple)
ATTRIBUTIONS = st.builds(
    Attribution,
    source=RANGES,
    cue=RANGES,
    content=RANGES,
    addressee=RANGES,
    via=RANGES,
    kind=st.sampled_from(["direct", "mixed", "indirect"]),
)
SIGHTINGS = st.builds(
    Sighting,
    start=st.integers(-5, 300),
    end=st.integers(-5, 300),
    kind=st.sampled_from(SIGHTING_KINDS),
    form=st.sampled_from(SIGHTING_FORMS),
    score=st.floats(0, 1),
)
PROJECTS = st.sampled_from(
    [
        Project(),
        Project(actors=(KnownActor(name="Tomas Alvarn", kind="person", aliases=("Alvarn", "the Front", "minister")),)),
        Project(actors=(KnownActor(name="A", aliases=("x",)), KnownActor(name="B", aliases=("X",)))),
    ]
)
ANY = settings(max_examples=times(200), deadline=None, suppress_health_check=list(HealthCheck))


@ANY
@given(
    text=TEXTS,
    attributions=st.lists(ATTRIBUTIONS, max_size=6),
    project=PROJECTS,
    cuts=st.lists(st.integers(0, 200)),
    sightings=st.lists(SIGHTINGS, max_size=8),
)
def test_any_article(
    text: str,
    attributions: list[Attribution],
    project: Project,
    cuts: list[int],
    sightings: list[Sighting],
    make_document: Callable[..., Document],
) -> None:
    bounds = sorted({c for c in cuts if c < len(text)} | {0, len(text)})
    labels = ("headline", "other", "body")
    parts = tuple(
        Part(start=a, end=b, label=labels[i % 3])
        for i, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False))
        if text[a:b].strip()
    )
    document = make_document(text, parts=parts if len(bounds) > 2 else ())
    found = resolve_document(document, attributions, project, sightings)
    assert found == resolve_document(document, attributions, project, sightings[::-1])
    mentions, entities, roles, statements, relations, _ = found
    for rows in found[:5]:
        assert len({r.id for r in rows}) == len(rows)
    known = {e.id for e in entities}
    spans = [m.span for m in mentions] + [r.evidence for r in (*roles, *relations)]
    for s in statements:
        assert s.content
        spans += [*s.source, *s.cue, *s.content]
        assert {x for x in (s.speaker, s.addressee, *s.via) if x is not None} <= known
        assert s.within is None or (s.within != s.id and s.within in {x.id for x in statements})
    article = [p for p in document.parts if p.label != "other"] or [Part(start=0, end=len(text), label="body")]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        if document.parts:
            inside = "".join(text[max(p.start, span.start) : min(p.end, span.end)] for p in article)
            assert len(inside.split()) >= len(span.text.split()) - text[span.start : span.end].count("\n") - 1
    for r in relations:
        assert r.kind in RELATION_KINDS
        assert {r.subject, r.object} <= known
        assert r.subject != r.object
        assert r.why
        assert 0 < r.score <= 1
    for m in mentions:
        assert m.kind in MENTION_KINDS
        assert m.why
        assert m.entity is None or m.entity in known
        assert 0 <= m.score <= 1
    for e in entities:
        assert e.kind in ACTOR_KINDS
        assert e.name
        assert e.key


@ANY
@given(st.text(max_size=100))
def test_any_name(name: str) -> None:
    assert key(key(name)) == key(name) or not name.isascii()
    assert plain(plain(name)) == plain(name) or not name.isascii()
    title, bare = split_title(name)
    assert title in name
    assert bare in name
    assert kind(name, name) in ACTOR_KINDS
    assert is_name(name) in (True, False)


ENTITIES = st.lists(
    st.builds(
        Entity,
        id=st.integers(0, 40).map(lambda i: f"e{i}"),
        doc=st.just("d"),
        name=st.sampled_from(["Tomas Alvarn", "TOMAS ALVARN", "Alvarn", "Front"]),
        key=st.sampled_from(["tomas alvarn", "alvarn", "front", "known:tomas alvarn"]),
        kind=st.sampled_from(ACTOR_KINDS),
    ),
    unique_by=lambda e: e.id,
)


@ANY
@given(ENTITIES, st.randoms(use_true_random=False))
def test_actors_do_not_depend_on_order(entities: list[Entity], random: object) -> None:
    shuffled = list(entities)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    actors, links = resolve(entities, Project())
    assert (actors, links) == resolve(shuffled, Project())
    assert {x.entity for x in links} == {e.id for e in entities}
    assert {a.id for a in actors} == {x.actor for x in links}
    one_by_one = {a.id for e in entities for a in resolve([e], Project())[0]}
    assert one_by_one == {a.id for a in actors}
