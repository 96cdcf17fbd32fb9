"""Files that are served as they are: from memory, packed, with tags, and nothing but them."""

from __future__ import annotations

import gzip

import pytest
from fastapi.testclient import TestClient

from onrecord.web import statics
from onrecord.web.statics import FOLDERS

HTMX = next(name for name in statics.files() if name.startswith("vendor/htmx") and name.endswith(".js"))


@pytest.mark.parametrize("name", sorted(statics.files()))
def test_what_is_served_is_the_file(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    held = next(folder / name for folder in FOLDERS if (folder / name).is_file())
    assert answer.content == held.read_bytes()
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_its_kind_is_one_that_browsers_take(client: TestClient, name: str, kind: str) -> None:
    assert client.get(f"/static/{name}").headers["content-type"] == kind


def test_it_comes_packed_to_who_can_unpack_it(client: TestClient) -> None:
    with client.stream("GET", f"/static/{HTMX}", headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed) == statics.files()[HTMX].plain
    assert len(packed) < len(statics.files()[HTMX].plain) / 2


def test_who_has_it_gets_it_no_second_time(client: TestClient) -> None:
    tag = client.get("/static/app.css").headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get("/static/app.css", headers={"if-none-match": sent})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get("/static/app.css", headers={"if-none-match": '"other"'}).status_code == 200


def test_an_address_with_a_version_is_kept_for_ever(client: TestClient) -> None:
    assert "immutable" in client.get("/static/app.css?v=1").headers["cache-control"]
    assert "immutable" not in client.get("/static/app.css").headers["cache-control"]


@pytest.mark.parametrize(
    "name", ["", "none.css", "vendor", "vendor/", "..%2frender.py", "%2e%2e/render.py", "/app.css"]
)
def test_there_is_nothing_else(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_files_come_together_in_their_order(client: TestClient) -> None:
    both = client.get(statics.static("chart.css", "app.css"))
    alone = [client.get(f"/static/{name}").content for name in ("chart.css", "app.css")]
    assert both.content == b"\n".join(alone)
    assert both.headers["content-type"].startswith("text/css")
    assert "immutable" in both.headers["cache-control"]
    assert statics.static("app.css", "chart.css") != statics.static("chart.css", "app.css")


def test_a_page_asks_for_one_file_of_each_kind(client: TestClient) -> None:
    page = client.get("/issues").text
    assert page.count('rel="stylesheet"') == 1
    assert page.count("<script") == 1


@pytest.mark.parametrize(
    "names",
    [
        ("app.css", "app.css"),
        ("app.css", "none.css"),
        ("app.css", "app.js"),
        ("app.css", ""),
        tuple(name for name in sorted(statics.files()) if name.endswith(".css"))[: statics.TOGETHER + 1],
    ],
)
def test_others_do_not_come_together(client: TestClient, names: tuple[str, ...]) -> None:
    assert client.get(f"/static/{'+'.join(names)}").status_code == 404


def test_nobody_writes_there(client: TestClient) -> None:
    assert client.post("/static/app.css", headers={"sec-fetch-site": "same-origin"}).status_code == 405
