"""A page out of a question: one function asks the record, and its answer has an address in several forms.

    @page(router, "/actors/{actor}", "actor.html", name="actor", answers=rows.Dossier)
    def actor(record: Opened, actor: str) -> rows.Dossier: ...

makes `/actors/ID` (the template, with the answer as `view`) and `/actors/ID.json` (the answer as `onrecord -f json`
prints it), and where the page gives a `table` also `/actors/ID.csv`. Every answer has an ETag; parts of lists have Link
headers. A `Chart` of the page is at `/actors/ID/NAME.svg`, `.png` and `.csv`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from onrecord.errors import NotFound
from onrecord.forms import to_csv, to_json
from onrecord.web import render
from onrecord.web.charts.chart import Chart, as_png, as_svg
from onrecord.web.listing import Listing, neighbours

Table = Callable[[Any], tuple[Sequence[str], Iterable[Sequence[object]]]]
"""The header and lines of a page's table, out of its answer."""
Presents = Callable[[Request, Any], Mapping[str, Any]]
"""What a template needs beside the answer, worked out of it."""
Draws = Callable[[Any], Chart | None]
"""A picture of an answer; None where there is nothing to draw."""


def _itself(answer: Any) -> Any:
    return answer


def _part(answer: Any) -> Listing[Any] | None:
    """The part of a list that an answer is, or has."""
    return answer if isinstance(answer, Listing) else getattr(answer, "part", None)


def page(
    router: APIRouter,
    path: str,
    template: str,
    *,
    name: str,
    answers: Any,
    summary: str,
    presents: Presents | None = None,
    table: Table | None = None,
    charts: Mapping[str, Draws] | None = None,
    twin: Callable[[Any], Any] = _itself,
    part: Callable[[Any], Listing[Any] | None] = _part,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make pages of a question (see above). `answers` is the type of its answer, for the description of the interface.

    `twin` makes of an answer what the JSON says, where that is not the answer itself, and `part` tells which part of a
    list that is, where it is not that of the page. The template gets `view` (the answer), `here`, `charts` (name to
    `Chart`) and what `presents` gives.
    """
    drawn = dict(charts or {})
    base = "/overview" if path == "/" else path

    def decorate(question: Callable[..., Any]) -> Callable[..., Any]:
        answered = Depends(question)

        def html(request: Request, view: Any = answered) -> Response:
            values = dict(presents(request, view)) if presents else {}
            pictures = {key: draw(view) for key, draw in drawn.items()}
            return tagged(request, render.answer(request, template, view=view, charts=pictures, **values), _part(view))

        def as_json(request: Request, view: Any = answered) -> Response:
            text = to_json(twin(view), indent=1)
            return tagged(request, Response(text, media_type="application/json"), part(view))

        router.add_api_route(
            base + ".json",
            as_json,
            name=f"{name}.json",
            operation_id=name,
            responses={200: {"model": answers}},
            response_class=Response,
            summary=summary,
            description=question.__doc__ or "",
        )
        if table:
            as_table = _csv(question, table, part)
            router.add_api_route(base + ".csv", as_table, name=f"{name}.csv", include_in_schema=False)
        for key, draw in drawn.items():
            at = f"{base}/{key}"
            router.add_api_route(
                at + ".{form}", _picture(question, draw), name=f"{name}.{key}", include_in_schema=False
            )
        router.add_api_route(path, html, name=name, include_in_schema=False)
        return question

    return decorate


def posted(router: APIRouter, path: str, *, name: str, answers: Any, summary: str) -> Callable[..., Any]:
    """What a program posts at `path`.json, beside the form at `path`; `answers` is the type of its answer."""
    responses: dict[int | str, dict[str, Any]] = {200: {"model": answers}}
    return router.post(path + ".json", operation_id=name, summary=summary, responses=responses, response_class=Response)


def _csv(question: Callable[..., Any], table: Table, part: Callable[[Any], Listing[Any] | None]) -> Callable[..., Any]:
    answered = Depends(question)

    def as_csv(request: Request, view: Any = answered) -> Response:
        answer = Response(to_csv(*table(view)), media_type="text/csv; charset=utf-8")
        return tagged(request, answer, _part(view) or part(view))

    return as_csv


def _picture(question: Callable[..., Any], draw: Draws) -> Callable[..., Any]:
    answered = Depends(question)

    def picture(request: Request, form: str, view: Any = answered) -> Response:
        chart = draw(view)
        if chart is None:
            raise NotFound("there is nothing to draw here")
        if form == "svg":
            return tagged(request, Response(as_svg(chart), media_type="image/svg+xml"))
        if form == "png":
            return tagged(request, Response(as_png(chart), media_type="image/png"))
        if form == "csv":
            table = to_csv(chart.header, chart.rows)
            return tagged(request, Response(table, media_type="text/csv; charset=utf-8"))
        raise NotFound(f"a picture comes as svg, png or csv, not as {form!r}")

    return picture


def tagged(request: Request, response: Response, part: Listing[Any] | None = None) -> Response:
    """The answer with its ETag and links to the parts around its own, or "not modified" where the one who asks has it
    already."""
    tag = '"' + hashlib.sha256(response.body).hexdigest()[:32] + '"'
    links = neighbours(part, request.url.path, dict(request.query_params)) if part else {}
    given = request.headers.get("if-none-match", "")
    if response.status_code == 200 and tag in [t.strip().removeprefix("W/") for t in given.split(",")]:
        response = Response(status_code=304)
    response.headers["ETag"] = tag
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    if links:
        response.headers["Link"] = ", ".join(f'<{to}>; rel="{rel}"' for rel, to in links.items())
    return response


__all__ = ["Draws", "Presents", "Table", "page", "posted", "tagged"]
