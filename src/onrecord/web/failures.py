"""What goes wrong, in one shape: a page for people, and for programs

{"error": {"status": 404, "kind": "NotFound", "message": "..."}}
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.errors import OnRecordError
from onrecord.web import render

log = logging.getLogger("onrecord.web")
NAMES = {404: "NotFound", 405: "MethodNotAllowed", 413: "TooLarge", 429: "TooMany"}
SENTENCES = {
    404: "There is no page at this address.",
    405: "This address does not take that kind of request.",
}


def install(app: FastAPI) -> None:
    """Answer every error of this application in the one shape."""
    app.add_exception_handler(OnRecordError, _ours)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, status: int, kind: str, message: str) -> Response:
    """An error as the one who asks can read it: JSON for an address that ends in .json, else a page."""
    if wants_json(request):
        return JSONResponse({"error": {"status": status, "kind": kind, "message": message}}, status)
    return render.answer(request, "error.html", status=status, code=status, kind=kind, message=message)


def wants_json(request: Request) -> bool:
    """Whether a program asks, by the address or by what it accepts."""
    path = request.url.path
    accepted = request.headers.get("accept", "")
    return path.endswith(".json") or ("json" in accepted and "html" not in accepted)


async def _ours(request: Request, error: Exception) -> Response:
    status = error.http_status if isinstance(error, OnRecordError) else 500
    return answer(request, status, type(error).__name__, str(error))


async def _unfit(request: Request, error: Exception) -> Response:
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    said = "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:]) or e['loc'][0]}: {_sentence(e)}" for e in found)
    return answer(request, 400, "UsageError", said or "the request makes no sense as given")


def _sentence(error: Any) -> str:
    message = str(error["msg"])
    return message.removeprefix("Value error, ")


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    told = str(getattr(error, "detail", ""))
    return answer(request, status, NAMES.get(status, "HTTPError"), SENTENCES.get(status, told))


async def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("a page failed: %s", request.url.path, exc_info=error)
    message = "This page failed, and that is our mistake. Nothing of the record was changed."
    return answer(request, 500, "InternalError", message)


__all__ = ["answer", "install", "wants_json"]
