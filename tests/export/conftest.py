"""An invented record: a handful of articles in a small markup, and filler up to any size.

`{s1=Name:words}` is a source, `{q1:words}` a cue, `{c1:words}` content, of statement 1 of its article;
they may nest. A line begins with its part label in angle brackets.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from onrecord.model import Part, Run, Span
from onrecord.store import event_grouping
from onrecord.store.db import Store
from onrecord.store.path_rows import Paths
from onrecord.store.rows import ActorRef, ActorView, DocumentRef, DocumentView, MentionRow, NameCount, RoleRow, Said
from onrecord.store.status_rows import RejectedRow, Status

HERE = Path(__file__).parent
KINDS = {"Lowland Water Board": "organization", "Irrigators' Union": "organization", "Tessaly": "state"}
NOWHERE = Paths(
    issues=(), waiting=0, at=None, known=None, statements=0, implied=0, unclear=0, nobody=0, total=0, paths=()
)
TOKEN = re.compile(r"\{([sqc])(\d+)(?:=([^:]*))?:|\}")
ACTS = ("assertion", "demand", "threat", "denial", "promise", "accusation")


@dataclass
class Fake:
    """A source of exports whose rows stand in lists."""

    views: list[DocumentView] = field(default_factory=list)
    entries: list[ActorView] = field(default_factory=list)
    rejected: tuple[RejectedRow, ...] = ()
    runs: tuple[Run, ...] = ()
    happened: list[Any] = field(default_factory=list)
    offices: list[Any] = field(default_factory=list)
    stands: Paths = NOWHERE

    def status(self) -> Status:
        said = list(self.statements())
        return Status(
            path="/records/orrin-water.onrecord",
            schema="1",
            documents=len(self.views),
            superseded=0,
            statements=len(said),
            by_kind={},
            resolved=sum(1 for s in said if s.speaker),
            unresolved=0,
            unnamed=0,
            actors=len(self.entries),
            outlets=(),
            speakers=(),
            first=None,
            last=None,
            undated=0,
            rejected=self.rejected,
            judgements={},
            orphaned=(),
            runs=self.runs,
            unfinished_runs=0,
            changed=None,
        )

    def documents(self) -> Iterator[DocumentView]:
        return iter(self.views)

    def text(self, document: str) -> str:
        return next(v.text for v in self.views if v.document.id == document)

    def statements(self, **filters: Any) -> Iterator[Said]:
        assert set(filters) <= {"outlet", "include_rejected", "by"}
        by = filters.get("by")
        for view in self.views:
            if filters.get("outlet", view.document.outlet) == view.document.outlet:
                for s in view.said:
                    mine = by is None or (s.speaker is not None and s.speaker.id == by)
                    if mine and (filters.get("include_rejected") or s.verdict != "reject"):
                        yield s

    def actors(self) -> Iterator[ActorView]:
        return iter(self.entries)

    def links(self) -> Iterator[Any]:
        return iter(())

    def stories(self) -> Iterator[Any]:
        return iter(())

    def reports(self, **filters: Any) -> Iterator[Any]:
        return iter(())

    def events(self, **filters: Any) -> Iterator[Any]:
        return iter(self.happened)

    def turns(self) -> Iterator[Any]:
        return iter(self.offices)

    def positions(self, **filters: Any) -> Iterator[Any]:
        return iter(())

    def conditions(self) -> Iterator[Any]:
        return iter(())

    def issues(self) -> list[Any]:
        return []

    def kept_files(self) -> Iterator[Any]:
        return iter(())

    def affiliations(self) -> dict[str, Any]:
        return {}

    def paths(self) -> Paths:
        return self.stands


def parse(marked: str) -> tuple[str, list[tuple[str, int, str | None, int, int]]]:
    """The text without markup, and (role, number, name, start, end) of each marked stretch."""
    text, found, open_, at = "", [], [], 0
    for m in TOKEN.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if m.group() == "}":
            role, number, name, start = open_.pop()
            found.append((role, number, name, start, len(text)))
        else:
            open_.append((m[1], int(m[2]), m[3], len(text)))
    return text + marked[at:], sorted(found, key=lambda x: (x[1], x[3]))


def actor(name: str) -> ActorRef:
    kind = KINDS.get(name, "organization" if "Commission" in name else "person")
    return ActorRef(id="ac" + re.sub(r"\W", "", name).lower(), name=name, kind=kind)


def view(number: int, head: str, lines: list[str]) -> DocumentView:
    """A document from its header line and its marked lines."""
    file, outlet, title, day, byline = (x.strip() for x in head.split("|"))
    text, parts, marks = "", [], []
    for line in lines:
        label, _, rest = line[1:].partition(">")
        plain, found = parse(rest)
        parts.append(Part(start=len(text), end=len(text) + len(plain), label=label))
        marks += [(r, n, name, s + len(text), e + len(text)) for r, n, name, s, e in found]
        text += plain + "\n\n"
    ref = DocumentRef(
        id=f"d{number:08x}",
        file=file,
        outlet=outlet or None,
        title=title or None,
        published=date.fromisoformat(day) if day else None,
        url=f"https://news.example/{number}" if number % 2 else None,
    )
    return DocumentView(
        document=ref,
        byline=byline or None,
        dateline=None,
        language="ar" if "/ar/" in file else "en",
        format="html" if file.endswith(".html") else "text",
        encoding="utf-8",
        text=text,
        parts=tuple(parts),
        evidence=(),
        said=tuple(said(ref, text, marks)),
        superseded_by=None,
    )


def said(ref: DocumentRef, text: str, marks: list[Any]) -> Iterator[Said]:
    """The statements of a document from its marks."""
    for number in sorted({m[1] for m in marks}):
        mine = [m for m in marks if m[1] == number]
        roles = {
            role: tuple(Span(doc=ref.id, start=s, end=e, text=text[s:e]) for r, _, _, s, e in mine if r == role)
            for role in "sqc"
        }
        name = next((m[2] for m in mine if m[2]), None)
        content = "".join(s.text for s in roles["c"])
        kind = "indirect" if not re.search("[“«]", content) else "direct" if content[0] in "“«" else "mixed"
        monday = "Monday" in text and number == 1
        yield Said(
            id=f"st{ref.id}{number:04x}",
            document=ref,
            speaker=actor(name) if name else None,
            source=roles["s"],
            cue=roles["q"],
            content=roles["c"],
            kind=kind,
            act=ACTS[(len(content) + number) % len(ACTS)],
            via=(actor("Ines Calder"),) if "Channel Nine" in text and number == 5 else (),
            addressee=actor("Mara Okonjo") if number == 5 else None,
            said_since=ref.published if monday else None,
            said_until=ref.published if monday else None,
            score=round(0.6 + 0.04 * (number % 9), 2),
            why="cue after source",
            by="attribution.rules/1",
            within=None,
            verdict="accept" if number == 3 else None,
        )


def articles() -> list[tuple[str, list[str]]]:
    blocks = (HERE / "coverage.txt").read_text("utf-8").split("=== ")[1:]
    return [(lines[0], lines[1:]) for lines in (b.strip().splitlines() for b in blocks)]


def coverage(size: int = 12, per_day: float = 1.0) -> Fake:
    """The invented record; beyond the written articles, the same ones again on later days."""
    written = articles()
    views = []
    for i in range(size):
        head, lines = written[i % len(written)]
        v = view(i, head, lines)
        again = i // len(written)
        if again:
            day = (v.document.published or date(2031, 3, 1)) + timedelta(days=round(again * 9 * per_day))
            ref = replace(v.document, file=f"{again}/{v.document.file}", published=day)
            v = replace(v, document=ref, said=tuple(replace(s, document=ref) for s in v.said))
        views.append(v)
    names: dict[str, list[Said]] = {}
    for s in (s for v in views for s in v.said if s.speaker):
        names.setdefault(s.speaker.name, []).append(s)
    started = datetime(2031, 4, 2, 9, 30)  # noqa: DTZ001 - as a store gives it
    run = Run(
        id=1,
        started=started,
        finished=started + timedelta(minutes=1),
        project_sha="0f1e2d3c4b5a6978",
        versions={"onrecord": "0.1.0", "attribution": "attribution.rules/1"},
        counts={"added": size, "rejected": 2},
        seconds=60.0,
    )
    return Fake(
        views=views,
        entries=[entry(name, statements) for name, statements in sorted(names.items())],
        rejected=(
            RejectedRow(file="valley-post/cookie-wall.html", reason="no-article", detail="no paragraph of text", run=1),
            RejectedRow(file="scans/page-4.pdf", reason="unknown-format", detail="", run=1),
        ),
        runs=(run,),
    )


def entry(name: str, statements: list[Said]) -> ActorView:
    mentions = tuple(
        MentionRow(document=s.document, span=span, kind="name", score=1.0, why="")
        for s in statements
        for span in s.source
    )
    first = statements[0]
    role = RoleRow(
        title="minister", org=None, document=first.document, evidence=first.source[0], since=None, until=None
    )
    printed = sorted({m.span.text for m in mentions})
    return ActorView(
        actor=actor(name),
        names=tuple(NameCount(name=n, count=1) for n in printed),
        mentions=mentions,
        roles=(role,) if "Okonjo" in name else (),
    )


@pytest.fixture
def record() -> Fake:
    return coverage()


@pytest.fixture(scope="session")
def build() -> Any:
    """The function that makes an invented record of any size."""
    return coverage


def _by_plain_rules(patch: pytest.MonkeyPatch) -> None:
    """Positions and events brought together by rules: what is handed on is tested, not what the models find."""
    sys.path[:0] = [str(HERE), str(HERE.parent / "store")]
    import position_factory

    position_factory.patch(patch)
    patch.setattr(event_grouping, "_judge", lambda: None)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record of `doors`, to be copied."""
    path = tmp_path_factory.mktemp("small") / "small.onrecord"
    with pytest.MonkeyPatch.context() as patch:
        _by_plain_rules(patch)
        import doors  # found once the rules have put its folder on the path

        with Store.create(path) as store:
            doors.put(store)
    return path


@pytest.fixture
def small(small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The small record of `doors`, its positions and events brought together by plain rules."""
    _by_plain_rules(monkeypatch)
    with Store.open(shutil.copyfile(small_file, tmp_path / "small.onrecord"), write=True) as store:
        yield store
