"""What every request meets first, and every answer carries: host names, size, session, headers."""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.serving import Serving
from onrecord.web.visitors import COOKIE

LARGEST = 2 * 2**20  # bytes of a request
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SESSION = re.compile(r"[A-Za-z0-9_-]{20,100}")


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self.app = app
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(headers)
        if refused:
            await _refusal(*refused)(scope, receive, _with_headers(send, None))
            return
        session = _session(headers.get("cookie", ""))
        fresh = None if session else secrets.token_urlsafe(32)
        scope.setdefault("state", {})["session"] = session or fresh
        await self.app(scope, _bounded(receive), _with_headers(send, fresh))

    def _refused(self, headers: Headers) -> tuple[int, str, str] | None:
        """Status, kind and sentence where a request is turned away unread."""
        host = re.sub(r":\d+$", "", headers.get("host", "")).lower()
        if host not in self.serving.hosts:
            return 400, "UsageError", f"this workbench is not called {host!r}; name it with: onrecord serve --name"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            return 413, "TooLarge", f"a request may have {LARGEST:,} bytes"
        return None


def _refusal(status: int, kind: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"status": status, "kind": kind, "message": message}}, status)


def _session(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return found.value if found and _SESSION.fullmatch(found.value) else None


def _bounded(receive: Receive) -> Receive:
    """The body, cut off where it grows past what its head declared it could."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            return {"type": "http.disconnect"}
        return message

    return bounded


def _with_headers(send: Send, session: str | None) -> Send:
    async def out(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-cache")
            if session:
                headers.append("Set-Cookie", f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict")
        await send(message)

    return out


__all__ = ["HEADERS", "LARGEST", "POLICY", "Guard"]
