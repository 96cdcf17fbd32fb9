"""Forms of the pages that judge, filled in and sent as a browser does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient
from lxml import html

Page = html.HtmlElement
Read = Callable[[TestClient, str], Page]


def rows(page: Page) -> list[str]:
    return [str(x) for x in page.xpath("//ol[@id='queue']/li/@data-target")]


def fields(page: Page, target: str) -> dict[str, str]:
    """The hidden fields of the form that judges a row."""
    found = page.xpath("//form[input[@name='target'][@value=$target]]//input[@type='hidden']", target=target)
    return {str(x.get("name")): str(x.get("value")) for x in found}


def press(client: TestClient, page: Page, target: str, verdict: str, **changed: str) -> Any:
    """What the button of a row's form answers."""
    sent = {**fields(page, target), "verdict": verdict, **changed}
    return client.post("/judge", data=sent, headers={"accept": "text/html"}, follow_redirects=False)


def made(answer: Any) -> int:
    """The number of the judgement that a form made."""
    assert answer.status_code == 303, answer.text
    return int(parse_qs(urlsplit(answer.headers["location"]).query)["judgement"][0])


def token(client: TestClient, read_page: Read) -> dict[str, str]:
    return {"x-csrf-token": str(read_page(client, "/review").xpath("//meta[@name='csrf']/@content")[0])}
