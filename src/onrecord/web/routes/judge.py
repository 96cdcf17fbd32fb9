"""Judging: a verdict on a row, and taking it back; as forms, and for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from onrecord.errors import Conflict, UsageError
from onrecord.forms import plain, to_json
from onrecord.model import Judgement
from onrecord.record import Record
from onrecord.store.review_rows import Bulk
from onrecord.web import render
from onrecord.web.asked import Opened, subject
from onrecord.web.failures import wants_json
from onrecord.web.page import posted
from onrecord.web.review import judging, verdicts
from onrecord.web.review.verdicts import Sent, SentBulk, Taken, TakenBulk
from onrecord.web.visitors import Judge

router = subject("review")
MOST_AT_ONCE = 500  # rows of one bulk: as many as a page shows


async def _posted(request: Request) -> FormData:
    return await request.form()


Posted = Annotated[FormData, Depends(_posted)]


def fields(form: FormData) -> dict[str, str]:
    """The fields of a form that hold words."""
    return {k: v for k, v in form.items() if isinstance(v, str)}


def several(form: FormData, name: str) -> list[str]:
    """What a form has in all its fields of a name."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def back(form: FormData, instead: str = "/review") -> str:
    """Where a form leads to when it is done: a page of this site."""
    return verdicts.local(str(form.get("back", "")), instead)


def see(address: str, **told: object) -> Response:
    """On to a page, with word of what was done."""
    return RedirectResponse(judging.told(address, **told), 303)


@router.post("/judge", name="judge", include_in_schema=False)
def judge(request: Request, record: Opened, who: Judge, form: Posted) -> Response:
    """A verdict of a form; where somebody was first, a page that shows both and lets one choose."""
    sent = verdicts.of_form(fields(form))
    try:
        made = judging.judge(record, who, sent)
    except Conflict as e:
        return _conflict(request, record, sent, back(form), e)
    return see(back(form), done=made.verdict, judgement=made.id)


@posted(router, "/judge", name="judge", answers=Judgement, summary="Judge a row")
def judge_json(record: Opened, who: Judge, sent: Sent) -> Response:
    """Judge a row: accept, reject, correct or unsure. Answers the line of the log, with what was learnt of it."""
    try:
        made = judging.judge(record, who, sent)
    except Conflict as e:
        return _both(record, sent, e)
    return _json(made)


@router.post("/undo", name="undo", include_in_schema=False)
def undo(record: Opened, who: Judge, form: Posted) -> Response:
    """Take back the judgement that a form names."""
    judging.undo(record, who, _number(form, "judgement"))
    return see(back(form), done="undone")


@posted(router, "/undo", name="undo", answers=Judgement, summary="Take a judgement back")
def undo_json(record: Opened, who: Judge, taken: Taken) -> Response:
    """Take a judgement back: one's own, or as an admin anybody's. Answers its line."""
    return _json(judging.undo(record, who, taken.judgement, again=taken.again))


@router.post("/judge/bulk", name="judge_all", include_in_schema=False)
def judge_all(request: Request, record: Opened, who: Judge, form: Posted) -> Response:
    """One verdict on exactly the rows that a page showed, once it is confirmed how many these are."""
    sent = _bulk(form)
    if not form.get("confirmed"):
        return render.answer(request, "judge_bulk.html", sent=sent, back=back(form, "/statements"))
    done = judging.judge_all(record, who, sent)
    if done.refused:
        rows = list(zip(done.refused, judging.words_of(record, [r.id for r in done.refused]), strict=True))
        return render.answer(request, "judge_refused.html", bulk=done, rows=rows, back=back(form, "/statements"))
    return see(back(form, "/statements"), done=sent.verdict, bulk=done.number, judged=len(done.judgements))


@posted(router, "/judge/bulk", name="judge_all", answers=Bulk, summary="Judge many rows alike")
def judge_all_json(record: Opened, who: Judge, sent: SentBulk) -> Response:
    """Judge many rows alike in one go. Rows that somebody judged since they were seen are refused, and listed."""
    _bounded(sent)
    return _json(judging.judge_all(record, who, sent))


@router.post("/undo/bulk", name="undo_all", include_in_schema=False)
def undo_all(record: Opened, who: Judge, form: Posted) -> Response:
    """Take back what was judged in one go."""
    done = judging.undo_all(record, who, _number(form, "bulk"))
    return see(back(form, "/statements"), done="undone", judged=len(done.judgements))


@posted(router, "/undo/bulk", name="undo_all", answers=Bulk, summary="Take back what was judged in one go")
def undo_all_json(record: Opened, who: Judge, taken: TakenBulk) -> Response:
    """Take back what was judged in one go."""
    return _json(judging.undo_all(record, who, taken.bulk, again=taken.again))


def _json(answer: Any) -> Response:
    return Response(to_json(answer), media_type="application/json")


def _both(record: Record, sent: Sent, e: Conflict) -> Response:
    """The error for programs, with the judgement that stands."""
    error = {"status": e.http_status, "kind": type(e).__name__, "message": str(e)}
    return JSONResponse({"error": error, "standing": plain(_stands(record, sent))}, e.http_status)


def _stands(record: Record, sent: Sent) -> Judgement | None:
    return record.standing((sent.target,)).get(sent.target)


def _conflict(request: Request, record: Record, sent: Sent, to: str, e: Conflict) -> Response:
    if wants_json(request):
        return _both(record, sent, e)
    (words,) = judging.words_of(record, [sent.target])
    values = {"sent": sent, "stands": _stands(record, sent), "words": words, "message": str(e), "back": to}
    return render.answer(request, "judge_conflict.html", code=e.http_status, **values)


def _number(form: FormData, name: str) -> int:
    found = verdicts.number(fields(form), name)
    if found is None:
        raise UsageError(f"say which {name} is meant, by its number")
    return found


def _bulk(form: FormData) -> SentBulk:
    sent = verdicts.bulk_of_form(fields(form), several(form, "target"))
    _bounded(sent)
    return sent


def _bounded(sent: SentBulk) -> None:
    if not sent.targets:
        raise UsageError("there is nothing to judge: no row was sent")
    if len(sent.targets) > MOST_AT_ONCE:
        raise UsageError(f"{len(sent.targets)} rows; in one go {MOST_AT_ONCE} can be judged at most")
    if sent.verdict not in ("accept", "reject", "unsure"):
        raise UsageError("many rows at once can be accepted, rejected or left unsure")


__all__ = ["Posted", "back", "fields", "router", "see", "several"]
