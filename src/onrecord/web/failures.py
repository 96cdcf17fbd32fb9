"""What goes wrong, in one shape: a page for people, and for programs

{"error": {"status": 404, "kind": "NotFound", "message": "..."}}
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnRecordError, RecordBusy, TooOften
from onrecord.store.address import Address, Place
from onrecord.web import render

NAMES = {404: "NotFound", 405: "MethodNotAllowed", 408: "TooSlow", 413: "TooLarge"}
OURS = (
    "This page failed, and that is our mistake. If you had sent a judgement, the log tells whether it was taken before "
    "that."
)
SENTENCES = {
    404: "There is no page at this address.",
    405: "This address does not take that kind of request.",
    408: "The request took too long to come; send it again.",
    413: "The request is too large; nothing of it was taken.",
}


def install(app: FastAPI) -> None:
    """Answer every error of this application in the one shape."""
    app.add_exception_handler(OnRecordError, _ours)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _http)


def answer(request: Request, status: int, kind: str, message: str) -> Response:
    """An error as the one who asks can read it: JSON for an address that ends in .json, else a page."""
    if wants_json(request):
        return as_json(status, kind, message)
    return render.answer(request, "error.html", status=status, code=status, kind=kind, message=message)


def as_json(status: int, kind: str, message: str) -> Response:
    """An error as programs read it."""
    return JSONResponse({"error": {"status": status, "kind": kind, "message": message}}, status)


def told(request: Request, error: OnRecordError) -> Response:
    """An error raised on purpose, without the places of this machine that its sentence names."""
    message = nameless(str(error), request.app.state.record.store.path)
    response = answer(request, error.http_status, type(error).__name__, message)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    elif isinstance(error, RecordBusy):
        response.headers["Retry-After"] = "5"
    return response


def nameless(message: str, place: Place) -> str:
    """A sentence that names the record alone, and neither its folder nor its server."""
    if isinstance(place, Address):
        return message.replace(str(place), place.name)
    written = {str(folder) for p in (place, place.absolute(), place.resolve()) for folder in p.parents}
    for folder in sorted(written - {".", place.anchor, place.absolute().anchor}, key=len, reverse=True):
        message = message.replace(folder + os.sep, "")
    return message


def wants_json(request: Request) -> bool:
    """Whether a program asks, by the address or by what it accepts."""
    path = request.url.path
    accepted = request.headers.get("accept", "")
    return path.endswith(".json") or ("json" in accepted and "html" not in accepted)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnRecordError)  # noqa: S101
    return told(request, error)


async def _unfit(request: Request, error: Exception) -> Response:
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    said = "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:]) or e['loc'][0]}: {_sentence(e)}" for e in found)
    return answer(request, 400, "UsageError", said or "the request makes no sense as given")


def _sentence(error: Any) -> str:
    message = str(error["msg"])
    return message.removeprefix("Value error, ")


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status < 400 and isinstance(error, HTTPException):  # a question found that what is asked for stands elsewhere
        return Response(status_code=status, headers=error.headers)
    said = str(getattr(error, "detail", ""))
    response = answer(request, status, NAMES.get(status, "HTTPError"), SENTENCES.get(status, said))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


class Unforeseen:
    """Answers what fails by a mistake of ours, and tells it on; the trace is for the log of the server alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noticed(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except Exception:
            if not started and scope["type"] == "http":
                await answer(Request(scope), 500, "InternalError", OURS)(scope, receive, send)
            raise


__all__ = ["Unforeseen", "answer", "as_json", "install", "nameless", "told", "wants_json"]
