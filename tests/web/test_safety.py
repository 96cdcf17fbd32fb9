"""The workbench cannot be turned against its users: who may ask what, from where, with what."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

sys.path.insert(0, str(Path(__file__).parent))

import who_may

from effort import THOROUGH
from onrecord.errors import RecordBusy
from onrecord.record import Record
from onrecord.web import Serving, guard, visitors
from onrecord.web.app import create_app
from onrecord.web.failures import nameless
from onrecord.web.interface import described
from onrecord.web.routes import ROUTERS

ROUTES = sorted({(m, r.path) for router in ROUTERS for r in router.routes for m in r.methods})
PAGE = {"accept": "text/html"}
USERS = {"reader": "Rhea", "coder": "Cora", "admin": "Ada"}
RANKS = ("nobody", "reader", "coder", "admin")


def _filled(path: str, value: str = "0123456789") -> str:
    return re.sub(r"\{(\w+)\}", lambda m: "svg" if m.group(1) == "form" else value, path)


# ---------------------------------------------------------------- who


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_each_address_is_in_the_table(method: str, path: str) -> None:
    assert who_may.may(method, path), f"say in who_may.py who may {method} {path}"


def test_each_address_is_for_those_of_the_table(team: Any, token_in: Callable[..., str]) -> None:
    """One who may not is told so before anything is done; one who may is told what else is wrong.

    Asked by the least who may and by all who may not. Roles are ranked, so that whoever stands higher may as well
    (`test_whoever_may_more_may_that_too`).
    """
    wrong = []
    for rank, role in enumerate(RANKS):
        client = team.stranger() if role == "nobody" else team.client(USERS[role])
        own = {} if role == "nobody" else {"data": {"csrf": token_in(client, "/account")}}
        refused = 401 if role == "nobody" else 403
        for method, path in ROUTES:
            least = who_may.may(method, path) or "nobody"
            if path in ("/logout", "/login") or rank > RANKS.index(least):
                continue
            status = client.request(method, _filled(path), **(own if method == "POST" else {})).status_code
            if (status == refused) != (rank < RANKS.index(least)) or status >= 500:
                wrong.append((role, method, path, status))
    assert wrong == []


def test_whoever_may_more_may_that_too() -> None:
    for rank, role in enumerate(RANKS):
        one = visitors.Visitor(name=role, role=role, token="")
        assert [asked for asked in RANKS if one.may(asked)] == list(RANKS[: rank + 1])


def test_a_reader_cannot_judge_where_the_record_is_served_for_judging(team: Any, token_in: Callable[..., str]) -> None:
    reader = team.client("Rhea")
    answer = reader.post("/judge", data={"csrf": token_in(reader, "/account")}, headers=PAGE)
    assert "Rhea may read here, not judge" in answer.text


def test_where_it_is_served_for_reading_nobody_judges(client: TestClient, token_in: Callable[..., str]) -> None:
    answer = client.post("/judge", data={"csrf": token_in(client, "/account")})
    assert (answer.status_code, "onrecord serve --write" in answer.text) == (403, True)


def test_judgements_carry_the_name_of_the_account(team: Any, writing: Record, token_in: Callable[..., str]) -> None:
    coder = team.client("Cora")
    said = writing.said(limit=1)[0]
    sent = {"target": said.id, "verdict": "accept", "who": "Ada", "csrf": token_in(coder, "/account")}
    assert coder.post("/judge", data=sent).status_code == 303
    assert [line.who for line in writing.log().lines] == ["Cora"]


def test_only_admins_take_back_what_others_judged(team: Any, writing: Record, token_in: Callable[..., str]) -> None:
    line = writing.judge(writing.said(limit=1)[0].id, "accept", who="Cora")
    bulk = writing.judge_all([writing.said(limit=2)[1].id], "reject", who="Cora")
    found = {}
    for name in ("Carl", "Ada"):
        client = team.client(name)
        token = token_in(client, "/account")
        found[name] = [
            client.post("/undo", data={"judgement": line.id, "csrf": token}).status_code,
            client.post("/undo/bulk", data={"bulk": bulk.number, "csrf": token}).status_code,
        ]
    assert found == {"Carl": [403, 403], "Ada": [303, 303]}


# ---------------------------------------------------------------- from where


@pytest.fixture
def judging(team: Any, writing: Record, token_in: Callable[..., str]) -> Callable[..., int]:
    """Send a verdict as Cora, with a token and headers; answers the status."""
    client = team.client("Cora")
    said = writing.said(limit=1)[0].id

    def send(token: str | None, **headers: str) -> int:
        sent = {"target": said, "verdict": "accept"} | ({} if token is None else {"csrf": token})
        return int(client.post("/judge", data=sent, headers=headers).status_code)

    send.token = lambda: token_in(client, "/account")  # type: ignore[attr-defined]
    return send


def test_a_form_needs_the_token_of_its_session(judging: Any, team: Any, token_in: Callable[..., str]) -> None:
    assert judging(None) == 403
    assert judging("") == 403
    assert judging("x" * 86) == 403
    assert judging(visitors.masked("0" * 64)) == 403
    assert judging(token_in(team.client("Cora"), "/account")) == 403, "of another session of hers"
    assert judging(token_in(team.client("Ada"), "/account")) == 403
    assert judging(token_in(team.stranger(), "/login")) == 403
    assert judging(judging.token()) == 303


def test_the_token_is_written_otherwise_in_each_page(judging: Any) -> None:
    one, other = judging.token(), judging.token()
    assert one != other
    assert visitors.unmasked(one) == visitors.unmasked(other) != ""
    assert (judging(one), judging(None, **{visitors.HEADER: other})) == (303, 303)


@pytest.mark.parametrize(
    "sign",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:9999"},
     {"origin": "https://localhost"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
     {"origin": "http://localhost", "sec-fetch-site": "cross-site"}],
)  # fmt: skip
def test_what_another_site_sends_is_refused_though_it_has_the_token(judging: Any, sign: dict[str, str]) -> None:
    assert judging(judging.token(), **sign) == 403


@pytest.mark.parametrize("origin", ["http://localhost", "http://LOCALHOST:80"])
def test_what_our_own_page_sends_is_taken(judging: Any, origin: str) -> None:
    assert judging(judging.token(), **{"origin": origin, "sec-fetch-site": "same-origin"}) == 303


@pytest.mark.parametrize(
    ("serving", "host", "taken"),
    [
        (Serving(), "localhost:8765", True),
        (Serving(), "192.168.1.5:8765", False),
        (Serving(names=("dam.example",)), "DAM.example", True),
        (Serving(host="0.0.0.0"), "192.168.1.5:8765", True),
        (Serving(host="::"), "[2001:db8::5]:8765", True),
        (Serving(host="0.0.0.0"), "evil.example", False),
        (Serving(host="0.0.0.0"), "192.168.1.5.evil.example", False),
    ],
)
def test_a_name_that_an_attacker_could_own_is_not_ours(
    reading: Record, serving: Serving, host: str, taken: bool
) -> None:
    client = TestClient(create_app(reading, serving), base_url="http://localhost")
    assert client.get("/account", headers={"host": host}).status_code == (200 if taken else 400)


# ---------------------------------------------------------------- with what


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, "/account")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_the_head_of_a_page_is_that_of_the_page(client: TestClient) -> None:
    head, whole = client.head("/statements.json"), client.get("/statements.json")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert client.head("/nowhere").status_code == 404


def test_too_much_is_refused(client: TestClient) -> None:
    assert client.get("/account", headers={f"x-{n}": "1" for n in range(guard.MOST_HEADERS)}).status_code == 431
    assert client.post("/judge", content=b"x" * (guard.LARGEST + 1)).status_code == 413


def test_too_much_in_pieces_is_refused(judge: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"note=" + b"x" * 100_000

    head = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    answer = judge.post("/judge", content=pieces(), headers=head)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "TooLarge")


SEARCHED = ("by", "outlet", "text", "q", "issue", "actor", "name", "quote")
HOSTILE = ("' OR '1'='1' --", 'x"; DROP TABLE statement; --', "%' UNION SELECT * FROM judgement --", '" NEAR( * ^ :-')
OUTSIDE = "../../../../../../etc/passwd"


def _queries() -> list[tuple[str, list[str]]]:
    """The addresses that programs ask, each with the names of what it can be asked with."""
    paths = described()["paths"]
    asked = {path: verbs["get"].get("parameters", []) for path, verbs in paths.items() if "get" in verbs}
    return [(path, [p["name"] for p in given if p["in"] == "query"]) for path, given in asked.items()]


@pytest.mark.parametrize(("path", "names"), [q for q in _queries() if q[1] and q[0] != "/log-ins.json"])
def test_what_is_asked_is_never_a_command(client: TestClient, reading: Record, path: str, names: list[str]) -> None:
    before = reading.status()
    for n, name in enumerate(names):
        for value in (HOSTILE[n % len(HOSTILE)], *((OUTSIDE, "\0") if THOROUGH else (OUTSIDE, "\0")[n % 2 :][:1])):
            answer = client.get(_filled(path), params={name: value})
            assert answer.status_code in (200, 400, 404), (name, value, answer.text)
            assert "root:" not in answer.text
            if answer.status_code == 200 and value != "\0" and name in SEARCHED:
                shown = answer.json()
                assert not shown.get("items") if isinstance(shown, dict) else not shown, (name, value)
    assert reading.status() == before


ESCAPES = (
    *(OUTSIDE, OUTSIDE.replace("/", "%2f"), OUTSIDE.replace(".", "%2e"), "%2e%2e%2f" * 8),
    *("..%5c..%5cwin.ini", "%00", "/etc/passwd", "%2fetc%2fpasswd", "app.css%00.png"),
)


@pytest.mark.parametrize("base", sorted({p for _, p in ROUTES if "{" in p and "{form}" not in p} | {"/static/{x}"}))
def test_no_path_leads_to_the_files_of_the_machine(client: TestClient, base: str) -> None:
    for value in ESCAPES:
        answer = client.get(re.sub(r"\{\w+\}", lambda _, v=value: v, base))
        assert answer.status_code in (400, 404, 405), (value, answer.status_code)
        assert "root:" not in answer.text


def test_the_files_of_the_package_are_not_listed(client: TestClient) -> None:
    assert {client.get(p).status_code for p in ("/static", "/static/", "/static/vendor", "/static/vendor/")} == {404}


# ---------------------------------------------------------------- what answers carry


def _failing(record: Record, error: Exception) -> FastAPI:
    app = create_app(record, Serving())

    @app.get("/failing")
    def failing() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    "address", ["/account", "/statements.json", "/nowhere", "/static/app.css", "/statements?since=x"]
)
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_has_the_headers(client: TestClient, address: str, host: str) -> None:
    answer = client.get(address, headers={"host": host})
    for name, value in guard.HEADERS.items():
        assert answer.headers[name] == value
    assert "server" not in answer.headers


def test_answers_of_a_record_with_accounts_are_kept_by_nobody(team: Any) -> None:
    client = team.client("Rhea")
    for address in ("/account", "/statements.json", "/nowhere"):
        answer = client.get(address)
        assert answer.headers["cache-control"] == "no-store"
        assert "cookie" in answer.headers["vary"].lower()
    assert team.stranger().get("/statements.json").headers["cache-control"] == "no-store"
    assert "no-store" not in client.get("/static/app.css").headers["cache-control"]


def test_our_mistakes_are_told_without_their_traces(reading: Record) -> None:
    app = _failing(reading, RuntimeError("secret of /home/ana/leak.py"))
    answer = TestClient(app, base_url="http://localhost", raise_server_exceptions=False).get("/failing")
    assert (answer.status_code, answer.headers["content-security-policy"]) == (500, guard.POLICY)
    assert "our mistake" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_errors_name_the_record_and_not_its_folder(writing: Record) -> None:
    error = RecordBusy(f"{writing.store.path}: another process is writing to this record; try again when it is done")
    answer = TestClient(_failing(writing, error), base_url="http://localhost").get("/failing", headers=PAGE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    said = html.fromstring(answer.text).xpath("string(//*[@class='standfirst'])")
    assert said == "record.onrecord: another process is writing to this record; try again when it is done"


@pytest.mark.parametrize(
    ("message", "place", "said"),
    [
        ("/a/b/r.onrecord: damaged", Path("/a/b/r.onrecord"), "r.onrecord: damaged"),
        ("cases/r.onrecord: damaged", Path("cases/r.onrecord"), "r.onrecord: damaged"),
        ("/a/onrecord.toml: issue 3", Path("/a/b/r.onrecord"), "onrecord.toml: issue 3"),
        ("r.onrecord: 1/2 of it", Path("r.onrecord"), "r.onrecord: 1/2 of it"),
    ],
)
def test_places_of_this_machine_are_left_out(message: str, place: Path, said: str) -> None:
    assert nameless(message, place) == said


# ---------------------------------------------------------------- numbers and choices that cost or break


def test_nobody_outside_is_told_who_asked_what(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = pytest.importorskip("opentelemetry.trace")

    class Told:
        def get_tracer(self, *_: object, **__: object) -> object:
            raise AssertionError("a tool of the surroundings was told of a request")

    monkeypatch.setattr(trace, "_TRACER_PROVIDER", Told())
    app = create_app(client.app.state.record, Serving())  # type: ignore[attr-defined]
    assert TestClient(app, base_url="http://localhost").get("/issues.json").status_code == 200


@pytest.mark.parametrize("asked", [
    {"window": "1d", "since": "0001", "until": "9998"}, {"window": "1w", "step": "1d", "since": "1990"},
])  # fmt: skip
def test_more_windows_than_can_be_shown_are_not_made(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/network.json", params=asked)
    assert (answer.status_code, "ask for a longer step" in answer.text) == (400, True)


@pytest.mark.parametrize("at", ["1", "9" * 30, "9" * 5000, "²", "-1", "x"])
def test_a_window_that_is_not_there_is_told(client: TestClient, at: str) -> None:
    assert client.get("/network", params={"at": at}, headers=PAGE).status_code == 400


@pytest.mark.parametrize("change", ["who", "what", "verdict", "note", "against", "role", "self", "nothing"])
def test_a_change_names_what_can_be_corrected(judge: TestClient, writing: Record, token_in: Any, change: str) -> None:
    sent = {"target": writing.said(limit=1)[0].id, "verdict": "correct", "change": {change: "Ada"}}
    answer = judge.post("/judge.json", json=sent, headers={"x-csrf-token": token_in(judge, "/account")})
    assert (answer.status_code, "can be corrected" in answer.text, writing.newest()) == (400, True, 0)


@pytest.mark.parametrize(("address", "sent"), [
    ("/undo.json", {"judgement": 10**30}), ("/undo/bulk.json", {"bulk": 10**30}), ("/undo.json", {"judgement": -1}),
    ("/judge.json", {"target": "s0", "verdict": "accept", "against": 10**30}),
])  # fmt: skip
def test_numbers_that_no_database_holds_are_refused(
    judge: TestClient, token_in: Any, address: str, sent: dict[str, object]
) -> None:
    answer = judge.post(address, json=sent, headers={"x-csrf-token": token_in(judge, "/account")})
    assert answer.status_code == 400


def test_behind_tls_no_redirect_leads_out_of_it(reading: Record) -> None:
    app = create_app(reading, Serving(https_proxy=True, names=("record.example.org",)))
    client = TestClient(app, base_url="http://record.example.org", follow_redirects=False)
    assert client.get("/actors/").headers["location"] == "https://record.example.org/actors"


@pytest.mark.parametrize("address", ["/overview.json", "/runs.json", "/", "/runs"])
def test_no_page_tells_where_the_record_lies(writing: Record, address: str) -> None:
    assert writing.store.path.is_absolute()  # type: ignore[union-attr]
    answer = TestClient(create_app(writing, Serving()), base_url="http://localhost").get(address, headers=PAGE)
    assert (answer.status_code, str(writing.store.path.parent) in answer.text) == (200, False)  # type: ignore[union-attr]
