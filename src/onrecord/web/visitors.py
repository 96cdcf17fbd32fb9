"""Who is asking, what they may do, and that it was they who asked.

Without accounts the workbench serves this machine alone, and everybody on it is `Serving.who`. With accounts a cookie
names the session of one who logged in, or a program gives a token (HTTP Basic). Forms carry a token, an HMAC of the
session, so that no page of another site can make one; it is masked anew in each page, so that the length of a packed
page tells nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from onrecord.accounts import ROLES, Accounts, Person
from onrecord.errors import Forbidden, LoginNeeded
from onrecord.web.serving import Serving

FIELD = "csrf"
HEADER = "x-csrf-token"
NOBODY = "nobody"
_RANKS = (NOBODY, *ROLES)
_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One who asks: the name on judgements, the role (one of `accounts.ROLES`, or "nobody"), the token of their forms.

    `program`: it is no browser that asks, and so no other site can have made it ask.
    """

    name: str
    role: str
    token: str
    program: bool = False

    def may(self, role: str) -> bool:
        """Whether this visitor has this role, or a greater one."""
        return _RANKS.index(self.role) >= _RANKS.index(role)

    @property
    def known(self) -> bool:
        """Whether it is known who asks, so that the record may be shown."""
        return self.role != NOBODY


def install(app: FastAPI, accounts: Accounts | None) -> None:
    """Give the application its accounts and a secret: theirs, else one of its own, worth nothing to another run."""
    app.state.accounts = accounts
    app.state.secret = accounts.secret() if accounts else secrets.token_bytes(_BYTES)


def identify(request: Request) -> Visitor:
    """Find out who is asking; `Entrance` does it, once a request. Raises LoginNeeded for a token that is nobody's."""
    state, session = request.app.state, str(request.state.session)
    serving: Serving = state.serving
    accounts: Accounts | None = state.accounts
    token = token_of(state.secret, session)
    if accounts is None:
        return Visitor(name=serving.who, role="admin" if serving.write else "reader", token=token)
    given = request.headers.get("authorization")
    if given is not None:
        person = accounts.program(*_basic(given))
        if person is None:
            raise LoginNeeded("this is no user's token; an admin makes one with: onrecord user token NAME")
        return _visitor(person, token, program=True)
    person = accounts.session(session)
    return _visitor(person, token) if person else Visitor(name="", role=NOBODY, token=token)


def _visitor(person: Person, token: str, *, program: bool = False) -> Visitor:
    return Visitor(name=person.name, role=person.role, token=token, program=program)


def _basic(header: str) -> tuple[str, str]:
    scheme, _, rest = header.partition(" ")
    try:
        name, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        name = secret = ""
    return (name, secret) if scheme.lower() == "basic" else ("", "")


def visitor(request: Request) -> Visitor:
    """Who is asking."""
    found: Visitor = request.state.visitor
    return found


def address_of(request: Request) -> str:
    """From where it was asked: what the proxy before us says, where there is one, else the other end of the line."""
    if request.app.state.serving.https_proxy:
        last = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(last))
        except ValueError:
            pass
    return request.client.host if request.client else ""


# ---------------------------------------------------------------------------- forms


def token_of(secret: bytes, session: str) -> str:
    """The token that forms of this session carry."""
    return hmac.new(secret, session.encode(), hashlib.sha256).hexdigest()


def masked(token: str) -> str:
    """The token as a page shows it, each time another."""
    mask = secrets.token_bytes(_BYTES)
    return base64.urlsafe_b64encode(mask + _over(mask, bytes.fromhex(token))).decode()


def unmasked(given: str) -> str:
    """The token that a page showed so; empty for what none can have shown."""
    try:
        both = base64.urlsafe_b64decode(given.encode())
    except ValueError:
        return ""
    return _over(both[:_BYTES], both[_BYTES:]).hex() if len(both) == 2 * _BYTES else ""


def _over(mask: bytes, value: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(mask, value, strict=True))


async def sending(request: Request) -> Visitor:
    """One who sends a form of their own making. Raises Forbidden."""
    who = visitor(request)
    if not who.program:
        given = request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
        if not hmac.compare_digest(unmasked(given), who.token):
            raise Forbidden("this form is not of this session; load the page again and repeat")
    return who


async def judging(request: Request) -> Visitor:
    """One who may change the record, with a request of their own making. Raises Forbidden with the reason."""
    if not request.app.state.serving.write:
        raise Forbidden("this record is served for reading only; to judge: onrecord serve --write")
    _must_be(request, "coder", "may read here, not judge; the role is changed with: onrecord user role")
    return await sending(request)


async def administering(request: Request) -> Visitor:
    """One who may change what the record is made of. Raises Forbidden with the reason."""
    who = await judging(request)
    overseeing(request)
    return who


def overseeing(request: Request) -> Visitor:
    """One who may see what only admins see. Raises Forbidden."""
    return _must_be(request, "admin", "is no admin; the role is changed with: onrecord user role")


def _must_be(request: Request, role: str, otherwise: str) -> Visitor:
    who = visitor(request)
    if not who.may(role):
        raise Forbidden(f"{who.name} {otherwise}")
    return who


Asker = Annotated[Visitor, Depends(visitor)]
Sender = Annotated[Visitor, Depends(sending)]
Judge = Annotated[Visitor, Depends(judging)]
Admin = Annotated[Visitor, Depends(administering)]
Overseer = Annotated[Visitor, Depends(overseeing)]

__all__ = [
    "FIELD",
    "HEADER",
    "NOBODY",
    "Admin",
    "Asker",
    "Judge",
    "Overseer",
    "Sender",
    "Visitor",
    "address_of",
    "identify",
    "install",
    "masked",
    "token_of",
    "unmasked",
    "visitor",
]
