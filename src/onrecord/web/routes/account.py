"""Logging in and out, one's own password, and for admins who logged in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.accounts import Accounts, LogIn, User, passwords, people
from onrecord.errors import LoginNeeded, NotFound, OnRecordError, TooOften, UsageError
from onrecord.web import render
from onrecord.web.asked import PER_PAGE, Limit, Offset, subject
from onrecord.web.entrance import safe_next
from onrecord.web.guard import cookie
from onrecord.web.listing import Listing, cut
from onrecord.web.page import page
from onrecord.web.visitors import Asker, Overseer, Sender, address_of

router = subject("accounts")
Typed = Annotated[str, Form(max_length=4000)]
TOLD = {"in": "logged in", "out": "logged out", "wrong": "wrong name or password", "wait": "tried too often"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Who may come in, and who did."""

    users: tuple[User, ...]
    part: Listing[LogIn]


@router.get("/login", name="login", include_in_schema=False)
def login(request: Request, who: Asker, next: str = "") -> Response:  # noqa: A002 - the word of the address
    """The form; one who is known already goes on."""
    if who.known:
        return RedirectResponse(safe_next(next), 303)
    return _form(request, next)


@router.post("/login", include_in_schema=False)
def log_in(request: Request, _: Sender, name: Typed, password: Typed, next: Typed = "") -> Response:  # noqa: A002
    """Begin a session, under another name than the browser had before."""
    accounts = _accounts(request)
    try:
        entry = accounts.log_in(name, password, address_of(request))
    except (LoginNeeded, TooOften) as e:
        return _form(request, next, name, e)
    accounts.log_out(request.state.session, address_of(request))
    return _with_session(request, RedirectResponse(safe_next(next), 303), entry.secret)


@router.post("/logout", name="logout", include_in_schema=False)
def logout(request: Request, _: Sender) -> Response:
    """End the session here and in the browser."""
    _accounts(request).log_out(request.state.session, address_of(request))
    answer = RedirectResponse("/login", 303)
    answer.headers["Set-Cookie"] = cookie(request.app.state.serving, "") + "; Max-Age=0"
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get("/account", name="account", include_in_schema=False)
def account(request: Request, changed: str = "") -> Response:
    """Who one is here, and what one may do."""
    return _account(request, changed=changed == "yes")


@router.post("/account/password", name="password", include_in_schema=False)
def password(request: Request, who: Sender, old: Typed, new: Typed, again: Typed) -> Response:
    """Take another password; it ends the sessions everywhere, and begins one here."""
    accounts = _accounts(request)
    try:
        if new != again:
            raise UsageError("the new password was not typed alike twice")
        passwords.fit(new, who.name)
        accounts.confirm(who.name, old, address_of(request))
        accounts.set_password(who.name, new)
        entry = accounts.log_in(who.name, new, address_of(request))
    except LoginNeeded:
        return _account(request, UsageError("the password that you have now is another"))
    except (UsageError, TooOften) as e:
        return _account(request, e)
    return _with_session(request, RedirectResponse("/account?changed=yes", 303), entry.secret)


def _presents(_: Request, __: Watched) -> Mapping[str, Any]:
    return {"told": TOLD, "moment": _moment}


@page(
    router,
    "/log-ins",
    "log_ins.html",
    name="log_ins",
    answers=Watched,
    summary="Users and log-ins, newest first; for admins of a record with accounts",
    presents=_presents,
)
def log_ins(request: Request, _: Overseer, limit: Limit = PER_PAGE, offset: Offset = 0) -> Watched:
    """Who logged in, out, or gave a wrong password, and from where. A name that no user has is not told."""
    accounts = _accounts(request)
    part = cut(accounts.log_ins(limit + 1, offset), limit, offset)
    return Watched(users=tuple(accounts.users()), part=part)


def _accounts(request: Request) -> Accounts:
    found: Accounts | None = request.app.state.accounts
    if found is None:
        raise NotFound("this record has no accounts; the first is made with: onrecord user add NAME --role admin")
    return found


def _form(request: Request, next_: str, name: str = "", error: OnRecordError | None = None) -> Response:
    answer = render.answer(
        request,
        "login.html",
        code=error.http_status if error else 200,
        next=safe_next(next_),
        name=name,
        message=_sentence(error),
        longest_name=people.LONGEST_NAME,
    )
    return _waiting(answer, error)


def _account(request: Request, error: OnRecordError | None = None, *, changed: bool = False) -> Response:
    answer = render.answer(
        request,
        "account.html",
        code=error.http_status if error else 200,
        changed=changed,
        message=_sentence(error),
        shortest=passwords.SHORTEST,
    )
    return _waiting(answer, error)


def _waiting(answer: Response, error: OnRecordError | None) -> Response:
    if isinstance(error, TooOften):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _sentence(error: OnRecordError | None) -> str:
    said = str(error or "")
    return said[:1].upper() + said[1:]


def _with_session(request: Request, answer: Response, secret: str) -> Response:
    answer.headers["Set-Cookie"] = cookie(request.app.state.serving, secret)
    return answer


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


__all__ = ["router"]
