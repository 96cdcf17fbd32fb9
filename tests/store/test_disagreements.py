"""What reports of one event contradict each other in, and what only looks so."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.model import Figure, Place, Span
from onrecord.store.disagreements import disagreements
from onrecord.store.event_rows import EventReport, TakesPart
from onrecord.store.rows import ActorRef, DocumentRef


def span(text: str, doc: str = "d") -> Span:
    return Span(doc=doc, start=0, end=len(text), text=text)


def who(*names: str) -> tuple[TakesPart, ...]:
    return tuple(
        TakesPart(text=n, actor=None if n == "gunmen" else ActorRef(id=f"a{n}", name=n, kind="person"), span=span(n))
        for n in names
    )


def place(name: str, kind: str = "city", country: str | None = "QA") -> Place:
    return Place(span=span(name), name=name, kind=kind, country=country)


def killed(words: str, least: float | None, most: float | None) -> tuple[Figure, ...]:
    return (Figure(kind="killed", least=least, most=most, span=span(words)),)


def report(doc: str, **said: object) -> EventReport:
    days = said.pop("days", None)
    since, until = days if isinstance(days, tuple) else (None, None)
    plain = {
        "type": "ASSAULT", "quad": 4, "mode": None, "contexts": (), "status": "happened", "trigger": span("shelled"),
        "evidence": span("They shelled it."), "actors": (), "recipients": (), "when": "", "place": None, "figures": (),
        "act_of": None, "within": None, "score": 1.0, "why": "", "by": "test/1",
    }  # fmt: skip
    ref = DocumentRef(id=doc, file=f"{doc}.txt", outlet=None, title=None, published=None)
    return EventReport(id=f"v{doc}", document=ref, since=since, until=until, **(plain | said))  # type: ignore[arg-type]


def month(m: int) -> tuple[date, date]:
    return date(2019, m, 1), date(2019, m, 28)


def on(day: int) -> tuple[date, date]:
    return date(2019, 3, day), date(2019, 3, day)


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ({"days": on(3)}, {"days": on(4)}, "date"),
        ({"days": on(3)}, {"days": month(3)}, None),
        ({"days": month(2)}, {"days": month(3)}, "date"),
        ({"days": on(3)}, {}, None),
        ({"place": place("Ferren")}, {"place": place("Tarkhan")}, "place"),
        ({"place": place("Ferren")}, {"place": place("FERREN")}, None),
        ({"place": place("Ferren")}, {"place": place("The Valley", "region")}, None),
        ({"place": place("Qasira", "country")}, {"place": place("Tarkhan", country="QB")}, "place"),
        ({"place": place("Ferren")}, {"place": place("the bridge", "unknown", None)}, None),
        ({"actors": who("Bo Ford")}, {"actors": who("Ann Lee")}, "actors"),
        ({"actors": who("Bo Ford", "Ann Lee")}, {"actors": who("Ann Lee")}, None),
        ({"actors": who("Bo Ford")}, {"actors": who("gunmen")}, None),
        ({"actors": who("Bo Ford")}, {}, None),
        ({"recipients": who("Bo Ford")}, {"recipients": who("Ann Lee")}, "recipients"),
        ({"figures": killed("11", 11, 11)}, {"figures": killed("27", 27, 27)}, "killed"),
        ({"figures": killed("11", 11, 11)}, {"figures": killed("at least 9", 9, None)}, None),
        ({"figures": killed("11", 11, 11)}, {"figures": killed("more than 20", 21, None)}, "killed"),
        ({"figures": killed("up to 10", None, 10)}, {"figures": killed("11", 11, 11)}, "killed"),
        ({"figures": killed("11", 11, 11)}, {}, None),
        ({"status": "happened"}, {"status": "negated"}, "status"),
        ({"type": "ASSAULT"}, {"type": "COERCE"}, "type"),
    ],
)
def test_of_two_reports(one: dict[str, object], other: dict[str, object], field: str | None) -> None:
    for a, b in ((one, other), (other, one)):
        found = disagreements([report("a", **a), report("b", **b)])
        assert [d.field for d in found] == ([field] if field else [])


def test_every_value_with_who_gives_it_those_of_most_documents_first() -> None:
    reports = [
        report("a", figures=killed("11", 11, 11)),
        report("b", figures=killed("27", 27, 27)),
        report("c", figures=killed("27", 27, 27)),
        report("d", figures=killed("about 30", 25, 35)),
        report("e"),
    ]
    (found,) = disagreements(reports)
    assert [(v.value, v.reports) for v in found.values] == [
        ("27", ("vb", "vc")),
        ("11", ("va",)),
        ("about 30", ("vd",)),
    ]
    assert [d.file for d in found.values[0].documents] == ["b.txt", "c.txt"]


def test_two_numbers_in_one_report_are_no_disagreement() -> None:
    both = (*killed("11", 11, 11), *killed("4 of them children", 4, 4))
    assert disagreements([report("a", figures=both), report("b")]) == ()
    assert disagreements([report("a", figures=both)]) == ()
