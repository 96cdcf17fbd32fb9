"""Logging in, staying in, being thrown out: in the browser, and for programs."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from onrecord.accounts.accounts import IDLE, LONGEST
from onrecord.record import Record
from onrecord.web import Serving
from onrecord.web.app import create_app
from onrecord.web.entrance import safe_next

COOKIE = "onrecord_8765"
PAGE = {"accept": "text/html"}


def _cookie(client: TestClient) -> str:
    return next(c.value or "" for c in client.cookies.jar if c.name == COOKIE)


# ---------------------------------------------------------------- coming in


@pytest.mark.parametrize("address", ["/", "/statements?by=Lund", "/statements.json", "/openapi.json", "/nowhere"])
def test_nobody_sees_anything_before_they_log_in(team: Any, address: str) -> None:
    page = team.stranger().get(address, headers=PAGE)
    assert (page.status_code, page.text) == (303, "")
    assert page.headers["location"].startswith("/login")
    program = team.stranger().get(address)
    assert (program.status_code, program.json()["error"]["kind"]) == (401, "LoginNeeded")
    assert program.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("shown", "to"),
    [
        ("http://localhost/statements?by=Lund", "/login?next=/statements%3Fby%3DLund"),
        ("http://[", "/login"),
        ("", "/login"),
    ],
)
def test_a_part_of_a_page_leads_its_page_to_the_log_in(team: Any, shown: str, to: str) -> None:
    answer = team.stranger().get("/statements", headers={"hx-request": "true", "hx-current-url": shown})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, to)


def test_the_way_in_tells_nothing_of_the_record(team: Any) -> None:
    page = html.fromstring(team.stranger().get("/login", headers=PAGE).text)
    assert "Tarsil" not in html.tostring(page, encoding="unicode")
    assert page.xpath("//nav") == []


def test_one_comes_in_where_one_wanted_to(team: Any, token_in: Callable[..., str]) -> None:
    client = team.stranger()
    to_login = client.get("/statements?by=Lund&limit=2", headers=PAGE).headers["location"]
    page = html.fromstring(client.get(to_login, headers=PAGE).text)
    form = page.forms[0]
    form.fields["name"], form.fields["password"] = "cora", team.password
    answer = client.post(form.action, data=dict(form.form_values()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/statements?by=Lund&limit=2")
    shown = html.fromstring(client.get("/account", headers=PAGE).text)
    assert shown.xpath("string(//form[@class='visitor']//b)") == "Cora"


@pytest.mark.parametrize(
    "asked",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil",
     "/\t/evil.example", "/\n/evil.example", "/login", "/login?next=/login", "", " //evil.example"],
)  # fmt: skip
def test_after_logging_in_one_stays_on_this_site(team: Any, token_in: Callable[..., str], asked: str) -> None:
    client = team.stranger()
    sent = {"name": "Cora", "password": team.password, "next": asked, "csrf": token_in(client, "/login")}
    assert client.post("/login", data=sent).headers["location"] == "/"
    assert client.get("/login", params={"next": asked}).headers["location"] == "/"
    assert safe_next(asked) == "/"


def test_the_session_is_another_one_after_logging_in(team: Any, token_in: Callable[..., str]) -> None:
    """Whoever planted the cookie before is not logged in with it."""
    victim = team.stranger()
    planted = "A" * 43
    victim.cookies.set(COOKIE, planted, domain="localhost.local", path="/")
    sent = {"name": "Cora", "password": team.password, "csrf": token_in(victim, "/login")}
    given = victim.post("/login", data=sent).headers["set-cookie"]
    assert given.startswith(f"{COOKIE}=") and planted not in given
    assert {p.strip() for p in given.split(";")[1:]} == {"Path=/", "HttpOnly", "SameSite=Strict"}
    attacker = team.stranger()
    attacker.cookies.set(COOKIE, planted, domain="localhost.local", path="/")
    assert attacker.get("/statements.json").status_code == 401


def test_behind_a_proxy_with_tls_the_cookie_is_for_tls_alone(team: Any, writing: Record) -> None:
    app = create_app(writing, Serving(https_proxy=True, names=("dam.example",)), team.accounts)
    client = TestClient(app, base_url="https://dam.example", follow_redirects=False)
    page = html.fromstring(client.get("/login", headers=PAGE).text)
    sent = {"name": "Cora", "password": team.password, "csrf": page.xpath("//input[@name='csrf']/@value")[0]}
    given = client.post("/login", data=sent, headers={"origin": "https://dam.example"}).headers["set-cookie"]
    assert given.startswith("__Host-onrecord=")
    assert {p.strip() for p in given.split(";")[1:]} == {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"}
    assert client.post("/logout", headers={"origin": "http://dam.example"}).status_code == 403


# ---------------------------------------------------------------- going out


def test_logging_out_ends_the_session_on_the_server(team: Any, token_in: Callable[..., str]) -> None:
    client = team.client("Cora")
    kept = _cookie(client)
    assert client.post("/logout", data={"csrf": token_in(client, "/account")}).headers["location"] == "/login"
    again = team.stranger()
    again.cookies.set(COOKIE, kept, domain="localhost.local", path="/")
    assert again.get("/statements.json").status_code == 401


@pytest.mark.parametrize("later", [IDLE + 1, LONGEST + 1])
def test_a_session_that_is_over_leads_to_the_log_in(team: Any, later: float, monkeypatch: pytest.MonkeyPatch) -> None:
    client = team.client("Cora")
    assert client.get("/account", headers=PAGE).status_code == 200
    monkeypatch.setattr(team.accounts, "_now", lambda: time.time() + later)
    assert client.get("/statements?by=Lund", headers=PAGE).headers["location"] == "/login?next=/statements%3Fby%3DLund"


def test_what_is_sent_when_the_session_is_over_is_not_lost_in_silence(team: Any, token_in: Callable[..., str]) -> None:
    client = team.client("Cora")
    token = token_in(client, "/account")
    team.accounts.set_role("Cora", "coder")
    answer = client.post("/judge", data={"csrf": token}, headers=PAGE)
    assert answer.status_code == 401
    assert "this was not taken" in answer.text
    part = {"hx-request": "true", "hx-current-url": "http://localhost/review?kind=event"}
    answer = client.post("/judge", data={"csrf": token}, headers=part)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login?next=/review%3Fkind%3Devent")


def test_a_new_password_ends_the_other_sessions(team: Any, token_in: Callable[..., str]) -> None:
    here, elsewhere = team.client("Cora"), team.client("Cora")
    new = "another one altogether"
    sent = {"old": team.password, "new": new, "again": new, "csrf": token_in(here, "/account")}
    wrong = here.post("/account/password", data={**sent, "old": "not the password"})
    assert (wrong.status_code, "is another" in wrong.text) == (400, True)
    unlike = here.post("/account/password", data={**sent, "again": "something else"})
    assert (unlike.status_code, "twice" in unlike.text) == (400, True)
    easy = here.post("/account/password", data={**sent, "new": "password2024", "again": "password2024"})
    assert (easy.status_code, "first that are guessed" in easy.text) == (400, True)
    assert here.post("/account/password", data=sent).headers["location"] == "/account?changed=yes"
    assert here.get("/account", headers=PAGE).status_code == 200
    assert elsewhere.get("/account.json").status_code == 401


def test_own_passwords_cannot_be_guessed_with_a_borrowed_session(team: Any, token_in: Callable[..., str]) -> None:
    client = team.client("Cora")
    new = "another one altogether"
    sent = {"old": "not the password", "new": new, "again": new, "csrf": token_in(client, "/account")}
    found = [client.post("/account/password", data=sent).status_code for _ in range(7)]
    assert found == [400] * 5 + [429] * 2


# ---------------------------------------------------------------- guessing


@pytest.mark.parametrize("name", ["Cora", "Nobody at all"])
def test_wrong_passwords_are_told_and_then_one_waits(team: Any, token_in: Callable[..., str], name: str) -> None:
    client = team.stranger()
    sent = {"name": name, "password": "not the password", "csrf": token_in(client, "/login")}
    for _ in range(5):
        answer = client.post("/login", data=sent)
        assert answer.status_code == 401
        assert "There is no user with this name and password." in answer.text
    answer = client.post("/login", data={**sent, "password": team.password})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    said = html.fromstring(answer.text).xpath("string(//*[@role='alert'])")
    assert said == "Too many wrong passwords; try again in 30 seconds."


def test_the_address_is_what_the_proxy_says_and_not_the_browser(team: Any, writing: Record) -> None:
    def addresses(serving: Serving, base: str) -> set[str]:
        app = create_app(writing, serving, team.accounts)
        before = len(team.accounts.log_ins())
        for n in range(3):
            client = TestClient(app, base_url=base, follow_redirects=False)
            page = html.fromstring(client.get("/login", headers=PAGE).text)
            sent = {"name": "x", "password": "y", "csrf": page.xpath("//input[@name='csrf']/@value")[0]}
            client.post("/login", data=sent, headers={"x-forwarded-for": f"10.9.9.9, 192.0.2.{n}"})
        lines = team.accounts.log_ins()
        return {line.address for line in lines[: len(lines) - before]}

    assert addresses(Serving(), "http://localhost") == {"testclient"}
    behind = Serving(https_proxy=True, names=("dam.example",))
    assert addresses(behind, "https://dam.example") == {"192.0.2.0", "192.0.2.1", "192.0.2.2"}


def test_admins_see_who_logged_in(team: Any, token_in: Callable[..., str]) -> None:
    stranger = team.stranger()
    stranger.post("/login", data={"name": "<b>", "password": "y", "csrf": token_in(stranger, "/login")})
    page = html.fromstring(team.client("Ada").get("/log-ins", headers=PAGE).text)
    rows = [[c.text_content().strip() for c in row] for row in page.xpath("//table[2]//tbody/tr")]
    assert [row[1:] for row in rows] == [
        ["Ada", "testclient", "logged in"],
        ["no user's name", "testclient", "wrong name or password"],
    ]
    assert team.client("Cora").get("/log-ins").status_code == 403


# ---------------------------------------------------------------- programs


def _basic(name: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{name}:{secret}".encode()).decode()}


def test_a_program_asks_with_a_token(team: Any) -> None:
    token = team.accounts.new_token("Cora", "nightly")
    program = team.stranger()
    assert program.get("/statements.json", headers=_basic("Cora", token)).status_code == 200
    other = [{"authorization": given} for given in (b"Bearer x", b"Basic \xe2\x98\x83", b"Basic ===", b"Basic", b"")]
    for wrong in (_basic("Carl", token), _basic("Cora", team.password), *other):
        assert program.get("/statements.json", headers=wrong).status_code == 401
    team.accounts.revoke_token("Cora", "nightly")
    assert program.get("/statements.json", headers=_basic("Cora", token)).status_code == 401


def test_a_bad_token_is_not_made_good_by_a_cookie(team: Any) -> None:
    assert team.client("Ada").get("/statements.json", headers=_basic("Ada", "x")).status_code == 401


def test_a_browser_is_not_asked_for_a_token_in_a_window_of_its_own(team: Any) -> None:
    answer = team.stranger().get("/statements.json", headers={"sec-fetch-mode": "navigate"})
    assert (answer.status_code, "www-authenticate" in answer.headers) == (401, False)


def test_a_page_of_another_site_cannot_use_a_token_that_a_browser_remembers(team: Any) -> None:
    headers = _basic("Cora", team.accounts.new_token("Cora", "nightly"))
    for sign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert team.stranger().post("/judge", headers={**headers, **sign}).status_code == 403


# ---------------------------------------------------------------- without accounts


def test_without_accounts_everybody_here_is_one(judge: TestClient) -> None:
    page = html.fromstring(judge.get("/account", headers=PAGE).text)
    assert page.xpath("string(//h1)") == "Ana"
    assert judge.get("/log-ins.json").status_code == 404
    answer = judge.get("/login", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
