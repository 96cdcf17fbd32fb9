"""Templates into answers. All text of articles is hostile: Jinja escapes everything that is not this package's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup
from starlette.types import Receive, Scope, Send

from onrecord import vocabulary
from onrecord.export import pages, wording
from onrecord.export.network_page import network_words
from onrecord.web.charts.chart import inline
from onrecord.web.links import Links
from onrecord.web.statics import static
from onrecord.web.visitors import FIELD, Visitor, masked, visitor

NAV = (
    ("overview", "Overview", ("/new",)),
    ("articles", "Articles", ()),
    ("statements", "Statements", ()),
    ("actors", "Actors", ()),
    ("issues", "Issues", ("/issue", "/positions", "/changes", "/conditions")),
    ("network", "Network", ()),
    ("timeline", "Timeline", ()),
    ("events", "Events", ()),
    ("stories", "Stories", ()),
    ("outlets", "Outlets", ("/outlet",)),
    ("reprints", "Reprints", ()),
    ("check", "Check a quotation", ("/drift",)),
    ("review", "Review", ("/log",)),
)
"""The pages that every page leads to: name of the route, words, the paths of other pages on the same subject."""
FIRST_ROWS = 30
"""Of the table behind a picture so many rows stand on the page; all are in its CSV."""
VERDICTS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "unsure": "unsure"}


class Here:
    """What every template knows of the request it answers, as `here`."""

    def __init__(self, request: Request) -> None:
        serving = request.app.state.serving
        self.request = request
        self.path = request.url.path
        self.query: Mapping[str, str] = dict(request.query_params)
        self.visitor: Visitor = visitor(request)
        self.title: str = serving.title if self.visitor.known else "OnRecord"
        self.accounts = request.app.state.accounts is not None
        self.write = bool(serving.write and self.visitor.may("coder"))
        self.admin = bool(serving.write and self.visitor.may("admin"))
        self.seen: int = getattr(request.state, "newest", 0)
        self.url = Links(request.app)

    def twin(self, ending: str) -> str:
        """The address of this page in another form: "json", "csv"."""
        path = "/overview" if self.path == "/" else self.path
        return f"{path}.{ending}" + (
            f"?{urlencode(list(self.request.query_params.multi_items()))}" if self.query else ""
        )

    def picture(self, key: str, form: str) -> str:
        """The address of a picture of this page, as a file."""
        return self.twin(form).replace(f".{form}", f"/{key}.{form}", 1)

    def beside(self, name: str, **values: object) -> str:
        """The address of another page asked with the same query; None takes a value out."""
        kept = {k: v for k, v in self.query.items() if v != "" and k != "at"} | values
        return self.url(name, _at="", **{k: v for k, v in kept.items() if v is not None and k != "_at"})

    def with_(self, **changed: object) -> str:
        """The address of this page with these values changed; None takes one out, and the first part is shown."""
        kept = {k: v for k, v in self.query.items() if v != "" and k not in ("offset", "after")}
        kept |= {k: str(v) for k, v in changed.items() if v is not None}
        kept = {k: v for k, v in kept.items() if k not in changed or changed[k] is not None}
        return self.path + (f"?{urlencode(kept)}" if kept else "")


def answer(request: Request, template: str, *, code: int = 200, **values: Any) -> Response:
    """A page. `values` are what its template needs beside `here`."""
    here = Here(request)
    text = environment().get_template(template).render(here=here, **values)
    return Page(wording.printable(text).encode("utf-8", "replace"), code, token=here.visitor.token)


class Page(HTMLResponse):
    """A page whose form token is masked as it is sent; its ETag, made before, stays while the page does."""

    def __init__(self, content: bytes, status: int, *, token: str) -> None:
        super().__init__(content, status)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._token:
            self.body = bytes(self.body).replace(self._token.encode(), masked(self._token).encode())
            self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


@cache
def environment() -> Environment:
    """The templates of this package, with the words and tables that they know."""
    shared = PrefixLoader({"export": PackageLoader("onrecord.export")})
    env = pages.environment(ChoiceLoader((PackageLoader("onrecord.web"), shared)))
    env.globals |= {
        "static": static,
        "verdicts": VERDICTS,
        "acts": vocabulary.ACTS,
        "stances": vocabulary.STANCES,
        "source_words": source_words,
        "field_name": FIELD,
        "nav": NAV,
        "first_rows": FIRST_ROWS,
        "drawn": lambda chart: Markup(inline(chart)),  # noqa: S704 - charts escape what is not ours
        **network_words(),
        "as_data": Markup,  # JSON that this package made, with no < or & in it
        "percent": lambda share: f"{share:.0%}",
        "quote": quote,
    }
    return env


def source_words(said: Any) -> str:
    """The words by which an article names a speaker that nobody resolved; empty where it names none."""
    return " ... ".join(" ".join(s.text.split()) for s in said.source)


__all__ = ["Here", "answer", "environment"]
