"""Who is asking, what they may do, and that it was they who asked.

Without accounts the workbench serves this machine alone, and everybody on it is `Serving.who`. A cookie names the
session; the token of every form is an HMAC of it, so that no page of another site can make one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from onrecord.errors import Forbidden

COOKIE = "onrecord_session"
FIELD = "csrf"
HEADER = "x-csrf-token"
ROLES = ("reader", "coder", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One who asks: the name on judgements, the role (`ROLES`, each may what those before it may), the form token."""

    name: str
    role: str
    token: str

    def may(self, role: str) -> bool:
        """Whether this visitor has this role, or a greater one."""
        return ROLES.index(self.role) >= ROLES.index(role)


def install(app: FastAPI) -> None:
    """Give the application a secret of its own; tokens and sessions of another run are worth nothing."""
    app.state.secret = secrets.token_bytes(32)


def visitor(request: Request) -> Visitor:
    """Who is asking. Every request has a session by then (`guard.Guard` opens one)."""
    session: str = request.state.session
    serving = request.app.state.serving
    token = token_of(request.app.state.secret, session)
    return Visitor(name=serving.who, role="admin" if serving.write else "reader", token=token)


def token_of(secret: bytes, session: str) -> str:
    """The token that forms of this session carry."""
    return hmac.new(secret, session.encode(), hashlib.sha256).hexdigest()


async def judging(request: Request) -> Visitor:
    """One who may change the record, with a request of their own making. Raises Forbidden with the reason."""
    who = visitor(request)
    if not request.app.state.serving.write:
        raise Forbidden("this record is served for reading only; to judge: onrecord serve --write")
    if not who.may("coder"):
        raise Forbidden(f"{who.name} may read here, not judge; an admin can change the role")
    given = request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
    if not hmac.compare_digest(given.encode(), who.token.encode()):
        raise Forbidden("this form is not of this session; load the page again and repeat")
    return who


Asker = Annotated[Visitor, Depends(visitor)]
Judge = Annotated[Visitor, Depends(judging)]

__all__ = ["COOKIE", "FIELD", "HEADER", "ROLES", "Asker", "Judge", "Visitor", "install", "token_of", "visitor"]
