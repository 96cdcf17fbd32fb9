"""Title, outlet, byline, date and dateline read from labelled lines, each with its span as evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from onrecord import dates
from onrecord.clean import byline, dateline, masthead
from onrecord.clean.lines import Block
from onrecord.clean.metadata import MAX_YEAR, MIN_YEAR
from onrecord.clean.outlet import in_lines
from onrecord.model import Evidence
from onrecord.project import Project

_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./]?(0[1-9]|1[0-2])[-_./]?(0[1-9]|[12]\d|3[01])(?!\d)")

_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?://|/|www\.)[^()\s]*\)")
_HEADING = re.compile(r"^#{1,6}\s+|\s+#{1,6}$")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3})([^*_]+)\1$")
_OCCASION = re.compile(
    r"(?:(?:full |rush )?(?:transcript|text)|statement|remarks|press (?:release|conference|briefing)|briefing|"
    r"interview|speech|address|minutes|news release)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"(?<=\d )by [^\W\d_a-z]")


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
        fields.title = _unmarked(head.line)
    fields.note("title", " ".join(text[head.start : head.end].split()), "text", head.start, head.end)


def _unmarked(line: str) -> str:
    """A headline without the signs of Markdown around it; a title that is signs only stays."""
    plain = _LINK.sub(r"\1", line)
    plain = _EMPHASIS.sub(r"\2", _HEADING.sub("", plain).removeprefix("> "))
    return plain.strip() or line


def _outlet(fields: Fields, found: Sequence[Block], project: Project) -> None:
    """The user's outlets in masthead, byline and notice lines first, then what masthead or copyright line say."""
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
    said = masthead.named(found) or masthead.owned(found) or masthead.signed(found)
    if said:
        name, b = said
        fields.outlet = name
        fields.note("outlet", name, "text", b.start, b.end)


def _byline(fields: Fields, found: Sequence[Block]) -> None:
    others = {fields.outlet.casefold()} if fields.outlet else set()
    others |= {b.line.casefold() for b in found if b.label == "masthead"}
    for b in found:
        after = _BY.search(b.line) if b.label == "date" else None  # "Posted on 7 April 2022 by Wes Tolland"
        if b.label != "byline" and not after:
            continue
        got = byline.split(b.line[after.start() :] if after else b.line, others)
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
        if b.label not in ("date", "byline", "masthead", "notice", "other", "widget", "headline"):
            continue
        raw = text[b.start : b.end]
        if b.label == "headline":
            if not _OCCASION.match(raw):
                continue  # "The march of 24 May 1993" says nothing of when it was written
        elif b.label not in ("date", "byline", "masthead") and not dateline.says_published(raw):
            continue
        for hit in dates.parse(raw) or _decided(dates.numeric(raw), text, found):
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


def _decided(options: Sequence[dates.Numeric], text: str, found: Sequence[Block]) -> list[dates.Found]:
    """Dates in numbers whose order of day and month another date of the page settles.

    That is: a day and month in words in the first paragraphs, or a date in numbers with a day above
    twelve, anywhere in the furniture, of the same signs.
    """
    if not options:
        return []
    opening = " ".join(b.line for b in [b for b in found if b.open][:3])
    furniture = "\n".join(text[b.start : b.end] for b in found if not b.open)
    orders = {hit.day_first for hit in dates.ordered(furniture)}
    out = []
    for o in options:
        near = [d for d in (o.day_first, o.month_first) if dates.names_day(opening, d)]
        if len(near) != 1 and len(orders) == 1:
            near = [o.day_first if orders == {True} else o.month_first]
        if len(near) == 1:
            out.append(dates.Found(start=o.start, end=o.end, text="", day=near[0]))
    return out


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
