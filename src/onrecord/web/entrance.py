"""Nobody sees anything of a record with accounts before they said who they are: pages need no rule of their own."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.errors import LoginNeeded, OnRecordError
from onrecord.web import failures
from onrecord.web.visitors import NOBODY, Visitor, identify

LOGIN = "/login"
OPEN = ("/static/",)
FIRST = "log in first, or give the token of a program as the password of HTTP Basic"
LOST = "You are not logged in any more, so this was not taken. Log in, then go back to the page and send it again."


class Entrance:
    """Puts the visitor into `request.state`, and answers those who may not come in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = await _refused(request)
        await (refused or self.app)(scope, receive, send)


async def _refused(request: Request) -> Response | None:
    nobody = Visitor(name="", role=NOBODY, token="")
    request.state.visitor = nobody
    if request.url.path.startswith(OPEN):
        return None
    try:
        request.state.visitor = await run_in_threadpool(identify, request)
    except LoginNeeded as e:
        return _challenged(request, str(e))
    except OnRecordError as e:
        return failures.told(request, e)
    if request.state.visitor.known or request.url.path == LOGIN:
        return None
    return _to_login(request)


def _to_login(request: Request) -> Response:
    """The way to log in, for each kind of asker: a page, a part of a page, a program."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": _login(*_shown(request))})
    if "html" not in request.headers.get("accept", ""):
        return _challenged(request, FIRST)
    if request.method != "GET":
        return failures.answer(request, 401, "LoginNeeded", LOST)
    return RedirectResponse(_login(request.url.path, request.url.query), 303)


def _shown(request: Request) -> tuple[str, str]:
    """Path and query of the page that asks for a part of itself; of none where what it says is no address."""
    try:
        here = urlsplit(request.headers.get("hx-current-url", ""))
    except ValueError:
        return "", ""
    return here.path, here.query


def _challenged(request: Request, message: str) -> Response:
    """Told in JSON; a browser is not asked for a token in a window of its own."""
    answer = failures.as_json(401, "LoginNeeded", message)
    if "sec-fetch-mode" not in request.headers:
        answer.headers["WWW-Authenticate"] = 'Basic realm="OnRecord", charset="UTF-8"'
    return answer


def _login(path: str, query: str) -> str:
    back = path + (f"?{query}" if query else "")
    return LOGIN + (f"?next={quote(back, safe='/')}" if back not in ("", "/") else "")


def safe_next(asked: str) -> str:
    """Where to go after logging in: a page of this site, whatever the address says."""
    fits = asked.startswith("/") and not asked.startswith(("//", LOGIN)) and "\\" not in asked and asked.isprintable()
    return asked if fits else "/"


__all__ = ["FIRST", "LOGIN", "LOST", "Entrance", "safe_next"]
