"""Charts of counts over time, of positions, of roles."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from onrecord.model import Span
from onrecord.store.path_rows import Path, Taken
from onrecord.store.position_paths import by_actor, path
from onrecord.store.rows import ActorRef, DocumentRef, RoleRow
from onrecord.store.timeline_rows import SourceRow
from onrecord.vocabulary import STANCES
from onrecord.web.charts.chart import Chart, as_svg, fitted
from onrecord.web.charts.counts import over_time, scale
from onrecord.web.charts.positions import MOST, lanes
from onrecord.web.charts.roles import tenure_lanes
from onrecord.web.standing_in import marked
from onrecord.web.tenures import tenures

HOSTILE = "<script>alert(1)</script>\x00 & \"x\" 'y'"
near = st.dates(date(2030, 1, 1), date(2030, 3, 1))
far = st.dates()


def drawn(chart: Chart | None) -> etree._Element:
    """The picture as a tree: it is well-formed, and nothing in it runs."""
    assert chart is not None
    tree = etree.fromstring(as_svg(chart))
    assert not [e for e in tree.iter() if etree.QName(e).localname in ("script", "foreignObject")]
    assert not [e for e in tree.iter() for a in e.attrib if str(a).startswith("on") or str(a) == "style"]
    return tree


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann Lee", "Ann Lee"),
        ("The Ferren accord after four", "The Ferren accord after four"),
        ("The Ferren accord after four weeks", "The Ferren accord after four …"),
        ("MERRUN DEFENCE FRONT OF THE HILLS", "MERRUN DEFENCE FRONT OF …"),
        ("x" * 1_000_000, "x" * 25 + " …"),
        ("", ""),
    ],
)
def test_a_name_beside_a_picture_has_room(name: str, shown: str) -> None:
    assert fitted(name, 226) == shown


# ---------------------------------------------------------------------------- counts


@given(st.dictionaries(st.one_of(near, far), st.integers(1, 10_000), min_size=1, max_size=40), st.integers(0, 5))
def test_the_bars_count_everything_once(days: dict[date, int], undated: int) -> None:
    spans: list[tuple[date, date]] = []

    def link(since: date, until: date) -> str:
        spans.append((since, until))
        return f"/statements?since={since}&until={until}"

    chart = over_time({**days, None: undated}, title="Statements", link=link)
    tree = drawn(chart)
    assert chart is not None
    assert sum(int(str(row[1])) for row in chart.rows) == sum(days.values()) + undated
    assert all(a[1] < b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert all(any(since <= on <= until for since, until in spans) for on in days)
    titles = [t.text or "" for t in tree.iter("{*}title")][1:]
    assert sum(int(t.split(": ")[-1].split()[0].replace(",", "")) for t in titles) == sum(days.values())
    for rect in tree.iterfind(".//{*}a/{*}rect"):
        x, width = float(rect.get("x")), float(rect.get("width"))
        assert 0 <= x <= x + width <= chart.width + 2


def test_without_a_day_there_is_nothing_to_draw() -> None:
    assert over_time({}, title="x") is None
    assert over_time({None: 4, date(2030, 1, 1): 0}, title="x") is None


@pytest.mark.parametrize(
    ("span", "step"), [(1, "day"), (61, "day"), (62, "month"), (3000, "month"), (4000, "year"), (40000, "year")]
)
def test_the_step_follows_from_the_days(span: int, step: str) -> None:
    begin = date(2000, 1, 1)
    chart = over_time({begin: 1, begin + timedelta(days=span): 1}, title="x", what="event")
    assert chart is not None
    assert chart.header == (step, "events")


@given(st.integers(1, 10**9))
def test_an_axis_is_round_and_holds_the_most(most: int) -> None:
    top, marks = scale(most)
    assert marks[0] == 0 and marks[-1] == top >= most
    assert 2 <= len(marks) <= 5
    assert re.fullmatch(r"[125]0*", str(marks[1]))
    assert top - most < marks[1]


# ---------------------------------------------------------------------------- positions


def one(n: int, actor: str, stance: str, on: date | None, *, implied: bool = False, words: str = "says so") -> Taken:
    document = DocumentRef(id=f"d{n}", file="a.txt", outlet="Gazette", title=None, published=on)
    source = SourceRow(id=f"s{n}", document=document, spans=(Span(doc=f"d{n}", start=0, end=4, text=words[:4]),))
    return Taken(
        id=f"p{n}", actor=ActorRef(id=actor, name=actor, kind="person"), issue="The dam", since=on, until=on,
        told_on=False, former=False, stance=stance, strength="implied" if implied else "explicit", condition="",
        words=words, phrase=words, score=0.9, sure=True, verdict=None, differs=False, reports=1, documents=1,
        outlets=("Gazette",), sources=(source,),
    )  # fmt: skip


said = st.tuples(
    st.sampled_from(["Ana", "Ben", HOSTILE]), st.sampled_from(STANCES), st.one_of(st.none(), near, far), st.booleans()
)


def paths_of(rows: list[tuple[str, str, date | None, bool]]) -> list[Path]:
    some = [one(n, who, stance, on, implied=implied) for n, (who, stance, on, implied) in enumerate(rows)]
    return [path(mine) for mine in by_actor(some).values()]


@given(st.lists(said, max_size=40))
def test_every_statement_with_a_place_in_time_stands_behind_a_mark(
    rows: list[tuple[str, str, date | None, bool]],
) -> None:
    paths = paths_of(rows)
    placed = [t for p in paths for step in p.steps for t in step.taken]
    chart = lanes(paths, by="actor", title="Positions")
    if not placed:
        assert chart is None
        return
    tree = drawn(chart)
    assert chart is not None
    count = 0
    for a in tree.iter("{*}a"):
        told = re.search(r": ([\d,]+) statements?, ", a.findtext("{*}title") or "")
        if (a.get("href") or "").startswith("/articles/"):
            count += 1
        elif told:
            count += int(told.group(1))
    assert count == len(placed)
    assert len(chart.rows) == len(placed) + sum(len(p.unplaced) for p in paths)


def test_stances_are_told_apart_by_shape() -> None:
    day = date(2030, 1, 1)
    shapes = {}
    for stance in STANCES:
        tree = drawn(lanes([path([one(1, "Ana", stance, day)])], by="actor", title="x"))
        mark = next(a[0] for a in tree.iter("{*}a") if (a.get("href") or "").startswith("/articles/"))
        shapes[stance] = (etree.QName(mark).localname, re.sub(r"[\d. -]+", "", mark.get("d", "")))
    assert len(set(shapes.values())) == len(STANCES)


def test_of_very_many_actors_those_who_say_most_are_drawn() -> None:
    day = date(2030, 1, 1)
    some = [one(n, f"Actor {n % 40:02}", "support", day + timedelta(days=n)) for n in range(60)]
    chart = lanes([path(mine) for mine in by_actor(some).values()], by="actor", title="x")
    names = [a.findtext("{*}title") for a in drawn(chart).iter("{*}a") if (a.get("href") or "").startswith("/actors/")]
    assert names == [f"Actor {n:02}" for n in range(MOST)]
    assert chart is not None
    assert f"{MOST} of 40 actors" in chart.about


# ---------------------------------------------------------------------------- roles


def role(title: str, published: date | None, since: date | None = None, until: date | None = None) -> RoleRow:
    document = DocumentRef(id="d1", file="a.txt", outlet=None, title=None, published=published)
    evidence = Span(doc="d1", start=3, end=9, text=title)
    return RoleRow(title=title, org="The Front", document=document, evidence=evidence, since=since, until=until)


@given(st.lists(st.builds(role, st.sampled_from(["leader", "Leader", HOSTILE]), *[st.one_of(st.none(), far)] * 3)))
def test_roles_of_one_title_stand_in_one_lane(rows: list[RoleRow]) -> None:
    found = tenures(rows)
    assert sum(len(t.rows) for t in found) == len(rows)
    assert len({(t.title.casefold(), t.org) for t in found}) == len(found)
    chart = tenure_lanes(found, title="Roles")
    if not any(t.days for t in found):
        assert chart is None
        return
    tree = drawn(chart)
    dots = [a for a in tree.iter("{*}a") if (a.get("href") or "").startswith("/articles/d1?at=3-9")]
    assert len(dots) == sum(1 for r in rows if r.document.published)


# ---------------------------------------------------------------------------- words in words


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        (
            "we pay if you go",
            {"cond": "if you go", "then": "we pay"},
            [("we pay", "then"), (" ", ""), ("if you go", "cond")],
        ),
        ("if a, b ... if c", {"cond": "if a ... if c"}, [("if a", "cond"), (", b ... ", ""), ("if c", "cond")]),
        ("if, if", {"cond": "if", "then": "if"}, [("if", "cond"), (", ", ""), ("if", "then")]),
        ("nothing of it", {"cond": "elsewhere", "then": ""}, [("nothing of it", "")]),
        ("", {"cond": "x"}, []),
    ],
)
def test_words_are_marked_where_they_stand(text: str, parts: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert marked(text, parts) == expected


@given(st.text("ab .", max_size=30), st.text("ab .", max_size=6), st.text("ab .", max_size=6))
def test_marked_words_join_to_the_text(text: str, cond: str, then: str) -> None:
    assert "".join(words for words, _ in marked(text, {"cond": cond, "then": then})) == text
