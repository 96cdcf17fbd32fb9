"""Manners: robots.txt, pauses, redirects, "not modified", "come again later". A scripted wire and a clock that does
not wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import pytest
from web_site import QUICK, FakeClock

from onrecord.fetch.failure import SETTLED, Failed, of_status, retry_after
from onrecord.fetch.manners import Manners
from onrecord.fetch.visitor import Known, Page, Visitor
from onrecord.fetch.wire import Answer, Wire

A = "https://post.example/a"
POLITE = Manners()


@dataclass
class Scripted:
    """Stands for `Wire`: answers by address, the last answer again and again. `asked`: when, what, how."""

    clock: FakeClock
    answers: dict[str, list[Answer | Failed]] = field(default_factory=dict)
    asked: list[tuple[float, str, Mapping[str, str], bool]] = field(default_factory=list)

    def on(self, url: str, *answers: Answer | Failed) -> None:
        self.answers[url] = list(answers)

    def get(self, url: str, headers: Mapping[str, str], *, private: bool, limit: int) -> Answer:
        self.asked.append((self.clock.at, url, dict(headers), private))
        script = self.answers.get(url, [answer(404)])
        found = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(found, Failed):
            raise found
        return found

    def pages(self) -> list[str]:
        return [url for _, url, _, _ in self.asked if not url.endswith("/robots.txt")]


def answer(status: int = 200, body: bytes = b"words", *, private: bool = False, **headers: str) -> Answer:
    said = {k.replace("_", "-"): v for k, v in headers.items()}
    return Answer(status=status, headers=said, body=body if status == 200 else b"", private=private)


@pytest.fixture
def wire(clock: FakeClock) -> Scripted:
    return Scripted(clock)


def visitor(wire: Scripted, manners: Manners = POLITE) -> Visitor:
    return Visitor(cast(Wire, wire), manners, wire.clock.clock)


def get(wire: Scripted, url: str = A, manners: Manners = POLITE, known: Known | None = None) -> Page:
    return visitor(wire, manners).get(url, private=True, known=known)


def refused(wire: Scripted, url: str = A, manners: Manners = POLITE) -> Failed:
    with pytest.raises(Failed) as raised:
        get(wire, url, manners)
    return raised.value


# ---------------------------------------------------------------- robots.txt


def robots(wire: Scripted, text: str) -> None:
    wire.on("https://post.example/robots.txt", answer(body=text.encode()))


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: onrecord\nDisallow: /", False),
        ("User-agent: OnRecord\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*a$", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html><body>not found</body></html>", True),
        ("", True),
        ("\x00\xff" * 100, True),
    ],
)
def test_robots_txt_is_obeyed(wire: Scripted, rules: str, allowed: bool) -> None:
    robots(wire, rules)
    wire.on(A, answer())
    if allowed:
        assert get(wire).body == b"words"
    else:
        assert refused(wire).reason == "robots"
        assert wire.pages() == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_allows_all(wire: Scripted, status: int) -> None:
    wire.on("https://post.example/robots.txt", answer(status))
    wire.on(A, answer())
    assert get(wire).body == b"words"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_in_trouble_is_not_asked_now(wire: Scripted, status: int) -> None:
    wire.on("https://post.example/robots.txt", answer(status))
    wire.on(A, answer())
    e = refused(wire)
    assert (e.reason, e.settled, wire.pages()) == ("robots-unreachable", False, [])


def test_robots_txt_is_asked_once_a_host(wire: Scripted) -> None:
    robots(wire, "User-agent: *\nDisallow: /x")
    wire.on(A, answer())
    one = visitor(wire)
    for _ in range(3):
        one.get(A, private=True)
    with pytest.raises(Failed):
        one.get("https://post.example/x", private=True)
    assert [url for _, url, _, _ in wire.asked].count("https://post.example/robots.txt") == 1


def test_robots_txt_behind_a_redirect(wire: Scripted) -> None:
    wire.on("https://post.example/robots.txt", answer(301, location="https://www.post.example/robots.txt"))
    wire.on("https://www.post.example/robots.txt", answer(body=b"User-agent: *\nDisallow: /"))
    assert refused(wire).reason == "robots"


def test_robots_txt_on_another_host_is_not_asked_for(wire: Scripted) -> None:
    wire.on("https://post.example/robots.txt", answer(301, location="https://cdn.example/robots.txt"))
    wire.on(A, answer())
    get(wire)
    assert not any("cdn.example" in url for _, url, _, _ in wire.asked)


def test_rules_hold_where_a_redirect_leads(wire: Scripted) -> None:
    robots(wire, "User-agent: *\nDisallow: /hidden")
    wire.on(A, answer(302, location="/hidden"))
    assert refused(wire).reason == "robots"
    assert wire.pages() == [A]


# ---------------------------------------------------------------- pauses


@pytest.mark.parametrize(
    ("rules", "manners", "pause"),
    [
        ("", POLITE, 1.0),
        ("", replace(POLITE, delay=3.0), 3.0),
        ("User-agent: *\nCrawl-delay: 7", POLITE, 7.0),
        ("User-agent: *\nCrawl-delay: 0.2", POLITE, 1.0),
        ("User-agent: *\nCrawl-delay: 86400", POLITE, POLITE.most_delay),
        ("User-agent: *\nRequest-rate: 1/10", POLITE, 10.0),
        ("User-agent: other\nCrawl-delay: 7", POLITE, 1.0),
        ("User-agent: *\nCrawl-delay: soon", POLITE, 1.0),
        ("", QUICK, 0.0),
    ],
)
def test_requests_are_apart(wire: Scripted, rules: str, manners: Manners, pause: float) -> None:
    robots(wire, rules)
    wire.on(A, answer())
    one = visitor(wire, manners)
    for _ in range(3):
        one.get(A, private=True)
    times = [at for at, url, _, _ in wire.asked if url == A]
    assert [b - a for a, b in zip(times, times[1:], strict=False)] == [pause, pause]


def test_redirects_are_requests_too(wire: Scripted) -> None:
    wire.on(A, answer(302, location="/b"))
    wire.on("https://post.example/b", answer())
    get(wire)
    assert wire.clock.slept == [1.0]


@pytest.mark.parametrize("status", [429, 503])
def test_come_again_later(wire: Scripted, status: int) -> None:
    wire.on(A, answer(status, retry_after="30"), answer())
    assert get(wire).body == b"words"
    assert wire.clock.slept == [30.0]


def test_come_again_at_a_time(wire: Scripted) -> None:
    wire.on(A, answer(503, retry_after="Fri, 08 Mar 2024 12:00:40 GMT"), answer())
    assert get(wire).body == b"words"
    assert wire.clock.slept == [40.0]


@pytest.mark.parametrize("wait", ["86400", "", "tomorrow", "-5", "Fri, 08 Mar 2030 12:00:40 GMT"])
def test_a_site_that_asks_for_a_long_pause_is_left_alone(wire: Scripted, wait: str) -> None:
    wire.on(A, answer(429, retry_after=wait))
    wire.on("https://www.post.example/b", answer())
    one = visitor(wire)
    for url in (A, A, "https://www.post.example/b"):
        with pytest.raises(Failed, match="rate-limited"):
            one.get(url, private=True)
    assert wire.pages() == [A]
    assert wire.clock.slept == []


def test_patience_ends(wire: Scripted) -> None:
    wire.on(A, answer(503, retry_after="10"))
    assert refused(wire).reason == "server-error"
    assert wire.pages() == [A] * (1 + POLITE.retries)


def test_a_host_that_fails_again_and_again_is_given_up(wire: Scripted) -> None:
    one = visitor(wire)
    for n in range(20):
        wire.on(f"https://post.example/{n}", Failed("timeout", "too slow"))
        with pytest.raises(Failed, match="timeout"):
            one.get(f"https://post.example/{n}", private=True)
    assert len(wire.pages()) == POLITE.give_up
    wire.on("https://other.example/", answer())
    assert one.get("https://other.example/", private=True).body


def test_missing_pages_are_no_failing_host(wire: Scripted) -> None:
    one = visitor(wire)
    for n in range(20):
        with pytest.raises(Failed, match="not-found"):
            one.get(f"https://post.example/{n}", private=True)
    assert len(wire.pages()) == 20


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "login-needed"), (403, "forbidden"), (404, "not-found"), (410, "gone"), (451, "forbidden"),
        (400, "http-status"), (418, "http-status"), (500, "server-error"), (502, "server-error"), (204, "empty"),
        (206, "http-status"), (304, "http-status"), (300, "http-status"),
    ],
)  # fmt: skip
def test_what_a_status_means(wire: Scripted, status: int, reason: str) -> None:
    wire.on(A, answer(status))
    e = refused(wire)
    assert (e.reason, e.status) == (reason, status)
    assert ";" in e.detail or len(e.detail) > 20


def test_passing_troubles_are_not_settled() -> None:
    assert {of_status(s).settled for s in (404, 410, 403, 400)} == {True}
    assert {of_status(s).settled for s in (429, 500, 503)} == {False}
    assert "timeout" not in SETTLED


@pytest.mark.parametrize("value", ["", "x", "1e9", "٣", "-1", "Fri, 99 Mar 2024", "9" * 400])
def test_any_retry_after(clock: FakeClock, value: str) -> None:
    assert 0 <= retry_after(value, clock.clock.now()) < 1e10


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("start", "location", "leads"),
    [
        (A, "/b", "https://post.example/b"),
        (A, "b?x=1#part", "https://post.example/b?x=1"),
        (A, "https://www.post.example/a", "https://www.post.example/a"),
        ("http://post.example/a", A, A),
    ],
)
def test_redirects_on_the_host_are_followed(wire: Scripted, start: str, location: str, leads: str) -> None:
    wire.on(start, answer(301, location=location))
    wire.on(leads, answer())
    assert get(wire, start).url == leads


@pytest.mark.parametrize(
    "location",
    [
        "https://other.example/b", "//other.example/b", "http://127.0.0.1/admin", "http://169.254.169.254/latest",
        "https://m.post.example/a", "http://post.example/a", "ftp://post.example/a", "https://post.example:8443/a",
        "https://me:x@post.example/", "javascript:1", "http://[bad", "/", "",
    ],
)  # fmt: skip
def test_redirects_elsewhere_are_not(wire: Scripted, location: str) -> None:
    wire.on(A, answer(302, location=location))
    e = refused(wire)
    assert e.reason in ("redirected", "broken-answer", "http-status")
    assert wire.pages() == [A]
    if e.reason == "redirected" and "://" in location:
        assert location in e.detail  # named, so that the user can add it


def test_what_a_site_says_cannot_write_on_the_terminal(wire: Scripted) -> None:
    wire.on(A, answer(302, location="https://other.example/\x1b[2J"))
    assert "\x1b" not in refused(wire).detail


@pytest.mark.parametrize("path", ["/a", "/b"])
def test_a_circle(wire: Scripted, path: str) -> None:
    wire.on(A, answer(302, location=f"https://post.example{path}"))
    wire.on("https://post.example/b", answer(302, location=A))
    assert refused(wire).reason == "redirect-loop"


def test_a_chain_without_end(wire: Scripted) -> None:
    for n in range(50):
        wire.on(f"https://post.example/{n}", answer(302, location=f"/{n + 1}"))
    assert refused(wire, "https://post.example/0").reason == "redirect-loop"
    assert len(wire.pages()) == 1 + POLITE.redirects


def test_after_the_first_step_only_a_private_host_may_be_private(wire: Scripted) -> None:
    for private in (False, True):
        wire.asked.clear()
        wire.on(A, answer(302, location="/b", private=private))
        wire.on("https://post.example/b", answer(private=private))
        get(wire)
        assert [p for _, url, _, p in wire.asked if url in (A, "https://post.example/b")] == [True, private]


# ---------------------------------------------------------------- not modified


def test_not_modified(wire: Scripted) -> None:
    wire.on(A, answer(304))
    page = get(wire, known=Known(location=A, etag='"7"', modified="Fri, 08 Mar 2024 12:00:00 GMT"))
    assert page.body is None
    sent = wire.asked[-1][2]
    assert sent == {"If-None-Match": '"7"', "If-Modified-Since": "Fri, 08 Mar 2024 12:00:00 GMT"}


def test_conditions_are_for_the_page_they_came_from(wire: Scripted) -> None:
    wire.on(A, answer(302, location="/b"))
    wire.on("https://post.example/b", answer(304))
    get(wire, known=Known(location="https://post.example/b", etag='"7"'))
    assert [h for _, url, h, _ in wire.asked if not url.endswith("robots.txt")] == [{}, {"If-None-Match": '"7"'}]


@pytest.mark.parametrize("etag", ["", "a\r\nX: y", "\x00", "é", "x" * 1000])
def test_a_hostile_etag_is_not_sent_back(wire: Scripted, etag: str) -> None:
    wire.on(A, answer())
    get(wire, known=Known(location=A, etag=etag))
    assert wire.asked[-1][2] == {}
    wire.on(A, answer(etag=etag))
    assert get(wire).etag == ""
