"""Title, outlet, byline, date and dateline read from labelled lines, each with its span as evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from onrecord import dates
from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.metadata import MAX_YEAR, MIN_YEAR
from onrecord.clean.outlet import in_lines
from onrecord.clean.rules import is_section
from onrecord.model import Evidence
from onrecord.project import Project

_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./]?(0[1-9]|1[0-2])[-_./]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SLOGAN = re.compile(r"\s+[-–—|:]\s+|\s*\|\s*")
_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\W*(?:by )?([^.,|;]{3,60})", re.IGNORECASE
)


@dataclass(slots=True)
class Fields:
    """What is known of a document beside its text, with the evidence."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    evidence: list[Evidence] = field(default_factory=list)

    def note(self, name: str, value: str, origin: str, start: int | None = None, end: int | None = None) -> None:
        self.evidence.append(Evidence(field=name, value=value, origin=origin, start=start, end=end))


def from_lines(fields: Fields, text: str, found: Sequence[Block], project: Project) -> None:
    """Fills what is still unknown from the text's own lines."""
    _title(fields, text, found)
    _outlet(fields, found, project)
    _byline(fields, found)
    _published(fields, text, found)
    _dateline(fields, text, found)


def _title(fields: Fields, text: str, found: Sequence[Block]) -> None:
    head = next((b for b in found if b.label == "headline"), None)
    if head is None:
        return
    if fields.title is None:
        fields.title = head.line
    fields.note("title", " ".join(text[head.start : head.end].split()), "text", head.start, head.end)


def _outlet(fields: Fields, found: Sequence[Block], project: Project) -> None:
    """The user's outlets in masthead, byline and notice lines first, then the first masthead line."""
    if fields.outlet is not None:
        return
    for labels in (("masthead",), ("byline", "notice", "other")):
        lines = {b.line: b for b in found if b.label in labels}
        hit = in_lines(project.outlets, lines)
        if hit:
            b = lines[hit[1]]
            fields.outlet = hit[0]
            fields.note("outlet", hit[0], "project:name", b.start, b.end)
            return
    head = next((i for i, b in enumerate(found) if b.label == "headline"), 0)
    for b in found[:head]:
        name = _masthead_name(b.line) if b.label == "masthead" else None
        if name:
            fields.outlet = name
            fields.note("outlet", name, "text", b.start, b.end)
            return
    for b in found:
        m = _OWNER.search(b.line) if b.label == "notice" else None
        if m and m.group(1).strip() and not re.match(r"all rights|the author", m.group(1), re.IGNORECASE):
            fields.outlet = m.group(1).strip(" -–—")
            fields.note("outlet", fields.outlet, "text", b.start, b.end)
            return


def _masthead_name(line: str) -> str | None:
    """ "Merrun Voice – the valley speaks" -> the name; None for sections and breadcrumbs."""
    pieces = [p.strip() for p in _SLOGAN.split(line) if p.strip()]
    pieces = [p for p in pieces if not is_section(p) and not re.search(r"[›»>→]", p)]
    if not pieces or (re.search(r"[›»→]| > ", line) and len(pieces) < 1) or is_section(line):
        return None
    longest = max(pieces[:2], key=len)
    name = longest if pieces[0].isupper() and len(pieces[0]) <= 5 and longest.istitle() else pieces[0]
    return name.title() if name.isupper() and len(name) > 6 else name


def _byline(fields: Fields, found: Sequence[Block]) -> None:
    others = {fields.outlet.casefold()} if fields.outlet else set()
    others |= {b.line.casefold() for b in found if b.label == "masthead"}
    for b in found:
        if b.label != "byline":
            continue
        got = byline.split(b.line, others)
        if got.persons and fields.byline is None:
            fields.byline = byline.joined(got.persons)
            fields.note("byline", fields.byline, "text", b.start, b.end)
        if got.agency:
            fields.note("agency", got.agency, "byline", b.start, b.end)
        if got.role:
            fields.note("byline.role", got.role, "text", b.start, b.end)


def _published(fields: Fields, text: str, found: Sequence[Block]) -> None:
    """Dates in date lines, then in bylines and mastheads; "Last modified" counts only where no other is."""
    rows = []
    for order, b in enumerate(found):
        if b.label not in ("date", "byline", "masthead", "notice", "other", "widget"):
            continue
        raw = text[b.start : b.end]
        if b.label not in ("date", "byline", "masthead") and not dateline.says_published(raw):
            continue
        for hit in dates.parse(raw):
            if MIN_YEAR <= hit.day.year <= MAX_YEAR:
                later = dateline.is_later(raw[: hit.start])
                rank = (
                    later,
                    ("date", "byline", "masthead").index(b.label) if b.label in ("date", "byline", "masthead") else 3,
                )
                rows.append((rank, order, hit.start, b.start, hit))
    rows.sort(key=lambda row: row[:3])
    for _, _, _, at, hit in rows:
        fields.note("published", hit.day.isoformat(), "text", at + hit.start, at + hit.end)
    if rows and fields.published is None:
        fields.published, fields.published_at = rows[0][4].day, rows[0][4].at


def from_name(fields: Fields, key: str) -> None:
    """A date in the file's own name or folders, where nothing better is known."""
    if fields.published is not None:
        return
    hits = _NAME_DATE.findall(key)
    for year, month, day in reversed(hits):
        try:
            fields.published = date(int(year), int(month), int(day))
        except ValueError:
            continue
        fields.note("published", fields.published.isoformat(), "file-name")
        return


def _dateline(fields: Fields, text: str, found: Sequence[Block]) -> None:
    """The dateline of the first paragraph that has one, among the first few."""
    body = [b for b in found if b.open][:4]
    for b in body:
        raw = re.sub(r"\s", " ", text[b.start : b.end])
        got = dateline.find(raw)
        if got:
            fields.dateline = " ".join(got.text.split())
            fields.note("dateline", fields.dateline, "text", b.start, b.start + got.end)
            if got.place:
                fields.note("dateline.place", " ".join(got.place.split()), "text", b.start, b.start + len(got.place))
            if got.agency:
                fields.note("agency", got.agency, "dateline", b.start, b.start + got.end)
            if fields.published is None:
                _date_in(fields, b, got)
            return


def _date_in(fields: Fields, b: Block, got: dateline.Dateline) -> None:
    for hit in dates.parse(got.text):
        fields.published, fields.published_at = hit.day, hit.at
        fields.note("published", hit.day.isoformat(), "dateline", b.start + hit.start, b.start + hit.end)
        return
