"""A verdict from a page, brought to the record: what was seen is held against what stands."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from onrecord.errors import Forbidden, NotFound, UsageError
from onrecord.model import Judgement
from onrecord.record import Record
from onrecord.store.review_rows import Bulk
from onrecord.store.rows import Explanation
from onrecord.web.review.verdicts import CHANGES, Sent, SentBulk
from onrecord.web.visitors import Visitor

TOLD = ("done", "judgement", "bulk", "judged")
"""What an address tells of the form that led there."""


def judge(record: Record, who: str, sent: Sent) -> Judgement:
    """Log a verdict; answers its line with what was learnt. Raises Conflict where somebody judged it since it was
    seen, UsageError, NotFound."""
    for name in sent.change:
        if name not in CHANGES:
            raise UsageError(f"change: {name!r} is nothing that can be corrected; there are: {', '.join(CHANGES)}")
    if sent.again and (made := _made_before(record, who, sent)):
        return made
    return record.judge(
        sent.target, sent.verdict, who=who, note=sent.note, against=sent.against, role=sent.role,
        **sent.change,
    )  # fmt: skip


def judge_all(record: Record, who: str, sent: SentBulk) -> Bulk:
    """Log one verdict on all these rows but those that somebody judged since they were seen, which are refused."""
    against = None if sent.against is None else dict.fromkeys(sent.targets, sent.against)
    return record.judge_all(sent.targets, sent.verdict, who=who, note=sent.note, against=against)


def undo(record: Record, who: Visitor, number: int, *, again: bool = False) -> Judgement:
    """Take a judgement back; `again` says that this may have been done already. Raises Forbidden where it is another's
    and the visitor no admin."""
    line = record.judgement(number)
    _may_undo(who, (line,))
    return line if again and line.undone_at else record.undo(number)


def undo_all(record: Record, who: Visitor, number: int) -> Bulk:
    """Take back what was judged in one go. Raises as `undo` does."""
    _may_undo(who, record.bulk(number))
    return record.undo_bulk(number)


def words_of(record: Record, target: str) -> str:
    """The words of a row, to be recognised by; its id where it is not there."""
    try:
        if "+" in target:
            two = record.same(*target.split("+", 1))
            return f"{two.a.name} and {two.b.name}"
        found = record.explain(target)
        return found.said.quote if isinstance(found, Explanation) else found.report.quote
    except NotFound:
        pass
    try:
        row = record.position(target)
        return f"{row.said.quote} ({row.issue})"
    except NotFound:
        return target


def told(address: str, **values: object) -> str:
    """The address of a page with word of what a form did, in the place of older word."""
    parts = urlsplit(address)
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in TOLD]
    asked += [(k, str(v)) for k, v in values.items() if v is not None]
    return urlunsplit(parts._replace(query=urlencode(asked)))


def _made_before(record: Record, who: str, sent: Sent) -> Judgement | None:
    """The line that this verdict made when it was sent before, if it came through."""
    stands = record.standing((sent.target,)).get(sent.target)
    if stands is None or stands.who != who or stands.verdict != sent.verdict or stands.id <= (sent.against or 0):
        return None
    said = [stands.change.get(name) for name in ("speaker", "speaker_id")]  # a name, and whose it is
    same = all(value in said if name == "speaker" else stands.change.get(name) == value
               for name, value in sent.change.items())  # fmt: skip
    return stands if same and stands.role == sent.role else None


def _may_undo(who: Visitor, lines: Sequence[Judgement]) -> None:
    for line in lines:
        if line.who != who.name and not who.may("admin"):
            raise Forbidden(f"judgement {line.id} is of {line.who}: they take it back, or an admin does")


__all__ = ["TOLD", "judge", "judge_all", "told", "undo", "undo_all", "words_of"]
