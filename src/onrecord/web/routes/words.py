"""The words of a statement: moving their ends, and adding a statement that the machine missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from onrecord.errors import NotFound
from onrecord.forms import to_json
from onrecord.model import Judgement
from onrecord.store import rows
from onrecord.store.context_rows import Sentences
from onrecord.web.asked import Opened, subject, the_record
from onrecord.web.page import page, posted
from onrecord.web.review import adding, passages, verdicts
from onrecord.web.review.adding import SentStatement
from onrecord.web.routes.judge import Posted, back, fields, see, several
from onrecord.web.visitors import Judge

router = subject("review")


def _to(request: Request, instead: str) -> str:
    """The page that led here, where it says so."""
    return verdicts.local(request.query_params.get("back", ""), instead)


def _presents(request: Request, view: rows.Explanation) -> Mapping[str, Any]:
    marked = passages.of_statement(view.said)
    core = passages.core(view.said.document.id, marked, view.said.id)
    found = the_record(request).contexts([core])
    context = found.get(core)
    return {
        "words": passages.words(context) if context else (),
        "blocks": passages.blocks(context, marked) if context else (),
        "language": context.language if context else None,
        "spans": [(role, passages.written(marked[role]), marked[role]) for role in verdicts.WORDS],
        "back": _to(request, f"/statements/{view.said.id}"),
    }


@page(router, "/statements/{statement}/words", "words.html", name="words", answers=rows.Explanation,
      summary="The words of a statement, to be moved", presents=_presents)  # fmt: skip
def words(record: Opened, statement: str) -> rows.Explanation:
    """A statement with the characters of its source, cue and content, and the words around them."""
    found = record.explain(statement)
    if not isinstance(found, rows.Explanation):
        raise NotFound(f"no statement has the id {statement}")
    return found


def _leads_back(request: Request, view: Sentences) -> Mapping[str, Any]:
    return {"back": _to(request, f"/articles/{view.document.id}")}


@page(router, "/articles/{document}/add", "add_statement.html", name="add", answers=Sentences,
      summary="The sentences of an article, to add a statement of them", presents=_leads_back)  # fmt: skip
def sentences(record: Opened, document: str) -> Sentences:
    """The article's sentences with the characters that they are."""
    return record.sentences(document)


@router.post("/statements/add", name="add_statement", include_in_schema=False)
def add(record: Opened, who: Judge, form: Posted) -> Response:
    """Add the statement that a form says."""
    given = fields(form)
    document = given.get("document", "")
    text = record.sentences(document).text
    sent = adding.of_form(given, several(form, "sentence"), text)
    made = adding.add(record, who.name, sent)
    return see(back(form, f"/articles/{document}"), done="add", judgement=made.id)


@posted(router, "/statements/add", name="add_statement", answers=Judgement, summary="Add a statement")
def add_json(record: Opened, who: Judge, sent: SentStatement) -> Response:
    """Add a statement that the machine missed. Answers its line in the log; `target` is its id."""
    return Response(to_json(adding.add(record, who.name, sent)), media_type="application/json")
