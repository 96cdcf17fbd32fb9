"""What admins change: articles are taken out, and issues of the record's own are added and removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request, Response

from onrecord.errors import NotFound, UsageError
from onrecord.store.issue_rows import IssueRow
from onrecord.store.rows import DocumentView
from onrecord.web import render
from onrecord.web.asked import Opened, subject
from onrecord.web.links import Links
from onrecord.web.routes.judge import see
from onrecord.web.visitors import Admin

router = subject("admin")
Typed = Annotated[str, Form(max_length=2000)]
Lines = Annotated[str, Form(max_length=20_000, description="one a line")]
OWN = "record"  # where issues come from that onrecord.toml does not name


@router.post("/articles/{document}/remove", name="remove_article", include_in_schema=False)
def remove_article(request: Request, record: Opened, who: Admin, document: str, confirmed: Typed = "") -> Response:
    """Take an article out of every answer, once it is confirmed what happens then."""
    if not confirmed:
        return render.answer(request, "remove_article.html", view=_current(record, document))
    record.remove(document, who=who.name)
    return see(Links(request.app)("articles"), done="remove")


def _current(record: Opened, document: str) -> DocumentView:
    """The article that may be taken out. Raises UsageError for an older version, NotFound."""
    view = record.article(document).view
    if view.superseded_by:
        raise UsageError(f"{view.document.file} is an older version of its article; take out the current one")
    return view


@router.post("/issues/add", name="add_issue", include_in_schema=False)
def add_issue(
    request: Request,
    record: Opened,
    _: Admin,
    name: Typed = "",
    statement: Typed = "",
    support: Lines = "",
    oppose: Lines = "",
    words: Lines = "",
    parent: Typed = "",
) -> Response:
    """Add an issue to the record, and read the stored statements with it; the list tells what was read."""
    made = record.issue_add(
        name, statement=statement, support=_lines(support), oppose=_lines(oppose), words=_lines(words), parent=parent
    )
    return see(Links(request.app)("issues", issue=made.name), done="add_issue")


@router.post("/issues/remove", name="remove_issue", include_in_schema=False)
def remove_issue(request: Request, record: Opened, _: Admin, name: Typed = "", confirmed: Typed = "") -> Response:
    """Take an issue of the record's own out, once it is confirmed what happens then."""
    if not confirmed:
        return render.answer(request, "remove_issue.html", issue=_own(record, name))
    record.issue_remove(name)
    return see(Links(request.app)("issues"), done="remove_issue")


def _own(record: Opened, name: str) -> IssueRow:
    """The issue of the record's own that is called so. Raises UsageError for one of onrecord.toml, NotFound."""
    found = next((i for i in record.issues() if i.name == name), None)
    if found is None:
        raise NotFound(f"no issue is called {name!r}")
    if found.origin != OWN:
        raise UsageError(f"{name!r} is an issue of onrecord.toml: take it out there, then run onrecord add")
    return found


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


__all__ = ["router"]
