"""What every request meets first, and every answer carries: host names, bounds, the site it came from, headers."""

from __future__ import annotations

import asyncio
import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.serving import Serving

LARGEST = 2 * 2**20  # bytes of a request
MOST_HEADERS = 80
BODY_SECONDS = 30.0  # in which the whole of a request must have come
METHODS = ("GET", "HEAD", "POST")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers hide from us which site a form came from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SESSION = re.compile(r"[A-Za-z0-9_-]{20,100}")
_PORT = re.compile(r":\d+$")
Refusal = tuple[int, str, str]


class Guard:
    """The outermost layer of the application. `private`: answers are for one person's eyes, and nobody keeps them."""

    def __init__(self, app: ASGIApp, serving: Serving, private: bool) -> None:
        self.app = app
        self.serving = serving
        self.private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        static = scope["path"].startswith("/static/")
        refused = self._refused(scope["method"], headers)
        if refused:
            await _refusal(*refused)(scope, receive, self._dressed(send, static, None))
            return
        scope = {**scope, "scheme": self.serving.scheme}  # of redirects: before us only the proxy knows it
        kept = self._session(headers.get("cookie", ""))
        fresh = None if kept else secrets.token_urlsafe(32)
        scope.setdefault("state", {})["session"] = kept or fresh
        answer = self._dressed(send, static, None if static else fresh)
        if scope["method"] == "HEAD":
            scope, answer = {**scope, "method": "GET"}, _headless(answer)
        await self.app(scope, _bounded(receive), answer)

    def _refused(self, method: str, headers: Headers) -> Refusal | None:
        """Status, kind and sentence where a request is turned away unread."""
        host = headers.get("host", "")
        if not self.serving.called(_PORT.sub("", host)):
            return 400, "UsageError", f"this workbench is not called {host!r}; name it with: onrecord serve --name"
        if method not in METHODS:
            return 405, "MethodNotAllowed", f"a request is one of {', '.join(METHODS)}"
        if len(headers) > MOST_HEADERS:
            return 431, "TooLarge", f"a request may have {MOST_HEADERS} headers"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return 413, "TooLarge", f"a request may have {LARGEST:,} bytes"
        if method == "POST" and self._from_elsewhere(headers, host):
            return (
                403,
                "Forbidden",
                "this was sent by a page of another site (or a proxy hides ours: it must pass Host on, and where it "
                "speaks TLS: onrecord serve --https-proxy)",
            )
        return None

    def _from_elsewhere(self, headers: Headers, host: str) -> bool:
        """Whether the browser says that a page of another site sent this."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return True
        origin = headers.get("origin")
        return origin is not None and _plain(origin) != _plain(f"{self.serving.scheme}://{host}")

    def _session(self, cookies: str) -> str | None:
        found = cookie_parser(cookies).get(self.serving.cookie, "")
        return found if _SESSION.fullmatch(found) else None

    def _dressed(self, send: Send, static: bool, session: str | None) -> Send:
        """Give every answer its headers, and a new session its cookie, unless the answer begins another."""

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not static:
                    headers.add_vary_header("Cookie")
                if self.private and not static:
                    headers["Cache-Control"] = "no-store"
                headers.setdefault("Cache-Control", "no-cache")
                if session and "set-cookie" not in headers:
                    headers.append("Set-Cookie", cookie(self.serving, session))
            await send(message)

        return out


def cookie(serving: Serving, session: str) -> str:
    """The header that makes a browser keep a session, until it is closed."""
    return f"{serving.cookie}={session}; Path=/; HttpOnly; SameSite=Strict" + (
        "; Secure" if serving.https_proxy else ""
    )


def _refusal(status: int, kind: str, message: str) -> JSONResponse:
    answer = JSONResponse({"error": {"status": status, "kind": kind, "message": message}}, status)
    if status == 405:
        answer.headers["Allow"] = ", ".join(METHODS)
    return answer


def _plain(origin: str) -> str:
    """An origin without the port that its scheme has anyway."""
    origin = origin.lower()
    return origin.removesuffix(":443") if origin.startswith("https:") else origin.removesuffix(":80")


def _bounded(receive: Receive) -> Receive:
    """The body: as much and for as long as a request may have. Raises HTTPException where there is more."""
    seen, complete, until = 0, False, asyncio.get_running_loop().time() + BODY_SECONDS

    async def bounded() -> Message:
        nonlocal seen, complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        seen += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if seen > LARGEST:
            raise HTTPException(413)
        return message

    return bounded


def _headless(send: Send) -> Send:
    """An answer without its body."""

    async def out(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
        await send(message)

    return out


__all__ = ["HEADERS", "LARGEST", "POLICY", "Guard", "cookie"]
