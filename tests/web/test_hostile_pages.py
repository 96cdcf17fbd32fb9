"""Nothing that an article, a feed, a project file, a user or a file name says acts in a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

import hostile
from hostile import Page, faults

import onrecord
from effort import THOROUGH, times
from onrecord import project
from onrecord.accounts import Accounts
from onrecord.web import Serving
from onrecord.web.app import create_app
from onrecord.web.guard import POLICY

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = hostile.make(tmp_path_factory.mktemp("hostile"))
    settings = project.load(home / "onrecord.toml")
    with onrecord.open(home / "record.onrecord", project=settings) as record:
        serving = Serving(write=True, who=hostile.WHO, title=settings.name)
        yield TestClient(create_app(record, serving), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def pages(client: TestClient) -> list[Page]:
    return list(hostile.walk(client, each=times(4, 2)))


def test_nothing_of_theirs_acts(pages: list[Page]) -> None:
    assert [f for page in pages for f in faults(page)] == []


def test_the_attacks_are_shown_as_what_they_are(pages: list[Page]) -> None:
    """Else the test above would see pages without them."""
    html = "".join(p.text for p in pages if p.kind == "text/html")
    for attack in ("&lt;script&gt;hacked()&lt;/script&gt;", "&lt;hacked data-hacked=", "{{ 7191 * 7 }}"):
        assert html.count(attack) > 20


def test_the_walk_comes_by_every_page(pages: list[Page], client: TestClient) -> None:
    found = {p.route for p in pages}
    pages_of_route = {path for path in client.app.state.paths.values() if "{form}" not in path}  # type: ignore[attr-defined]
    missed = pages_of_route - found
    assert {p for p in missed if not p.endswith((".json", ".csv")) and p not in UNREACHED} == set()


UNREACHED = {
    *("/login", "/logout", "/account/password", "/log-ins"),  # of records with accounts
    *("/judge", "/judge/bulk", "/undo", "/undo/bulk", "/statements/add"),  # only sent to
    *("/check/list", "/stories/{story}/line"),  # of a list that is sent; of stories that go on
    *("/articles/{document}/remove", "/issues/add", "/issues/remove"),
    *("/actors/{actor}/merge", "/actors/{actor}/split", "/actors/{actor}/rename"),
}


def test_every_answer_has_the_policy(client: TestClient) -> None:
    for address in client.app.state.paths.values():  # type: ignore[attr-defined]
        assert client.get(address).headers["content-security-policy"] == POLICY


ASKED = ("q", "by", "text", "outlet", "name", "issue", "quote", "since", "next", "back", "done", "at", "order")


def test_words_of_the_address_act_nowhere(client: TestClient) -> None:
    attacks = (hostile.MARKUP, hostile.SCRIPT, hostile.ADDRESS)
    for n, address in enumerate(client.app.state.paths.values()):  # type: ignore[attr-defined]
        path = address.replace("{form}", "svg")
        for attack in attacks if THOROUGH else (attacks[n % 3],):
            asked = dict.fromkeys(ASKED, attack)
            answer = client.get(path, params=asked, headers={"accept": "text/html"}, follow_redirects=False)
            kind = answer.headers.get("content-type", "").partition(";")[0]
            page = Page(address=path, route=path, status=answer.status_code, kind=kind, text=answer.text)
            assert faults(page) == []
            assert "evil" not in answer.headers.get("location", "") and "hacked" not in answer.headers.get(
                "location", ""
            )


def test_users_and_their_log_ins_act_nowhere(tmp_path: Path, sample_home: Path) -> None:
    import shutil

    shutil.copy(sample_home / "record.onrecord", tmp_path)
    name, password = "<hacked onclick=hacked()>'\"", "seven grey herons"
    with (
        onrecord.open(tmp_path / "record.onrecord") as record,
        Accounts.create(record.store.path, hasher=QUICK) as accounts,
    ):
        accounts.add(name, "admin", password)
        accounts.new_token(name, "<hacked>")
        client = TestClient(create_app(record, Serving(write=True), accounts), base_url="http://localhost")
        page = client.get("/login", headers={"accept": "text/html"})
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
        wrong = {"name": name, "password": hostile.ALL, "next": hostile.MARKUP, "csrf": token}
        for sent in (wrong, {**wrong, "password": password}):
            answer = client.post("/login", data=sent)
            assert _faults(answer.text) == []
        for address in ("/account", "/log-ins", "/"):
            assert _faults(client.get(address, headers={"accept": "text/html"}).text) == []
        assert "&lt;hacked&gt;" in client.get("/log-ins").text


def _faults(text: str) -> list[str]:
    return faults(Page(address="", route="", status=200, kind="text/html", text=text))


@pytest.mark.parametrize(
    "text",
    ["<p><script>hacked()</script></p>", "<p onclick='x'>", "<a href=' JavaScript:x'>y</a>", "<hacked>", "<iframe>",
     "<p hacked=''>", "<p style='x'>", "<form action='//evil.example'>", "<p>\x07</p>", "<p>50337</p>"],
)  # fmt: skip
def test_what_acts_would_be_seen(text: str) -> None:
    assert _faults(f"<html><body>{text}</body></html>")
