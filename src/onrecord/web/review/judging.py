"""A verdict from a page, brought to the record: what was seen is held against what stands."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from onrecord.errors import Forbidden, UsageError
from onrecord.model import Judgement
from onrecord.record import Record
from onrecord.store.doubt_review import BETWEEN
from onrecord.store.judging import ADJUDICATION
from onrecord.store.review_rows import Bulk
from onrecord.web.review.verdicts import CHANGES, Sent, SentBulk
from onrecord.web.visitors import Visitor

TOLD = ("done", "judgement", "bulk", "judged")
"""What an address tells of the form that led there."""


def judge(record: Record, who: Visitor, sent: Sent) -> Judgement:
    """Log a verdict; answers its line with what was learnt. Raises Conflict where somebody judged it since it was
    seen, Forbidden where it settles what coders judged and the visitor is no admin, UsageError, NotFound."""
    for name in sent.change:
        if name not in CHANGES:
            raise UsageError(f"change: {name!r} is nothing that can be corrected; there are: {', '.join(CHANGES)}")
    if sent.role == ADJUDICATION and not who.may("admin"):
        raise Forbidden(
            f"{who.name} may judge, not settle what coders judged differently: that is for admins; the role is changed "
            "with: onrecord user role"
        )
    return record.judge(
        sent.target, sent.verdict, who=who.name, note=sent.note, against=sent.against, role=sent.role,
        again=sent.again, **sent.change,
    )  # fmt: skip


def judge_all(record: Record, who: Visitor, sent: SentBulk) -> Bulk:
    """Log one verdict on all these rows but those that somebody judged since they were seen, which are refused."""
    against = None if sent.against is None else dict.fromkeys(sent.targets, sent.against)
    return record.judge_all(sent.targets, sent.verdict, who=who.name, note=sent.note, against=against, again=sent.again)


def undo(record: Record, who: Visitor, number: int, *, again: bool = False) -> Judgement:
    """Take a judgement back; `again` says that this may have been done already. Raises Forbidden where it is another's
    and the visitor no admin."""
    line = record.judgement(number)
    _may_undo(who, (line,))
    return line if again and line.undone_at else record.undo(number)


def undo_all(record: Record, who: Visitor, number: int, *, again: bool = False) -> Bulk:
    """Take back what was judged in one go. As `undo`."""
    lines = record.bulk(number)
    _may_undo(who, lines)
    if again and all(line.undone_at for line in lines):
        return Bulk(number=number, judgements=lines)
    return record.undo_bulk(number)


def words_of(record: Record, targets: Sequence[str]) -> list[str]:
    """The words of each row, to be recognised by; its id where it is not there."""
    found = record.words_of(part for target in targets for part in target.split(BETWEEN))
    return [" and ".join(found.get(part, part) for part in target.split(BETWEEN)) for target in targets]


def told(address: str, **values: object) -> str:
    """The address of a page with word of what a form did, in the place of older word."""
    parts = urlsplit(address)
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in TOLD]
    asked += [(k, str(v)) for k, v in values.items() if v is not None]
    return urlunsplit(parts._replace(query=urlencode(asked)))


def _may_undo(who: Visitor, lines: Sequence[Judgement]) -> None:
    for line in lines:
        if line.who != who.name and not who.may("admin"):
            raise Forbidden(f"judgement {line.id} is of {line.who}: they take it back, or an admin does")


__all__ = ["TOLD", "judge", "judge_all", "told", "undo", "undo_all", "words_of"]
