"""One request: every bound in time and size, and where a name may lead."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from web_site import QUICK, Site

from effort import times
from onrecord.fetch.body import collect
from onrecord.fetch.failure import Failed
from onrecord.fetch.manners import Clock, Manners
from onrecord.fetch.wire import Answer, Wire, _is_private

LIMIT = 100_000
SHORT = replace(QUICK, total=0.5)


def get(url: str, manners: Manners = QUICK, *, private: bool = True, **more: str) -> Answer:
    with Wire(manners, Clock()) as wire:
        return wire.get(url, more, private=private, limit=LIMIT)


def refused(url: str, manners: Manners = QUICK, *, private: bool = True) -> Failed:
    with pytest.raises(Failed) as raised:
        get(url, manners, private=private)
    return raised.value


def test_an_answer(site: Site) -> None:
    site.pages["/a"] = (200, {"ETag": '"1"', "Set-Cookie": "id=7"}, b"words")
    answer = get(f"{site.url}/a")
    assert (answer.status, answer.body, answer.headers["etag"], answer.private) == (200, b"words", '"1"', True)
    get(f"{site.url}/a")
    (_, sent), (_, again) = site.asked
    assert sent["user-agent"].startswith("OnRecord/") and "research tool" in sent["user-agent"]
    assert "cookie" not in again and sent == again
    assert sent["accept-encoding"] == "gzip"


def test_letters_of_any_script_in_a_path(site: Site) -> None:
    site.pages["/%C3%BCber%20uns?q=%C3%A4"] = b"words"
    assert get(f"{site.url}/über%20uns?q=ä").body == b"words"


def packed(data: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(data)
    if coding == "two":
        return gzip.compress(data[:7]) + gzip.compress(data[7:])
    raw = zlib.compressobj(wbits=-15 if coding == "raw" else 15)
    return raw.compress(data) + raw.flush()


@pytest.mark.parametrize("coding", ["gzip", "two", "deflate", "raw"])
@pytest.mark.parametrize("size", [0, 1, 50_000])
def test_packed_pages(site: Site, coding: str, size: int) -> None:
    said = "gzip" if coding in ("gzip", "two") else "deflate"
    site.pages["/a"] = (200, {"Content-Encoding": said}, packed(b"w" * size, coding))
    assert get(f"{site.url}/a").body == b"w" * size


def test_packed_byte_by_byte() -> None:
    data = bytes(range(256)) * 300
    whole = gzip.compress(data)
    assert collect((whole[i : i + 1] for i in range(len(whole))), "gzip", len(data)) == data


def test_a_bomb_is_stopped_before_it_bursts(site: Site) -> None:
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(times(200_000_000, 20_000_000)), 9))
    assert refused(f"{site.url}/bomb").reason == "too-large"
    bomb = gzip.compress(bytes(50_000_000), 9)
    tracemalloc.start()
    try:
        with pytest.raises(Failed, match="too-large"):
            collect([bomb], "gzip", LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("br", b"\x0b\x02\x80words\x03", "broken-answer"),
        ("gzip", b"no gzip at all", "broken-answer"),
        ("gzip", gzip.compress(b"words" * 1000, mtime=0)[:-12], "broken-answer"),
    ],
)
def test_badly_packed_pages(site: Site, coding: str, body: bytes, reason: str) -> None:
    site.pages["/a"] = (200, {"Content-Encoding": coding}, body)
    assert refused(f"{site.url}/a").reason == reason


def test_a_length_that_is_too_large_is_not_read(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Length": "9" * 15}, b"words")
    assert refused(f"{site.url}/a").reason == "too-large"


def test_an_endless_page_is_stopped(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"words " * 1000)

    site.pages["/endless"] = endless
    assert refused(f"{site.url}/endless").reason == "too-large"


def test_endless_headers_are_stopped(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    site.pages["/headers"] = endless
    assert refused(f"{site.url}/headers").reason == "broken-answer"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.0 200 OK\r\nX-Slow: ", b"HTTP/1.0 200 OK\r\n\r\n"])
def test_a_site_that_drips_is_left(site: Site, start: bytes) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while start:
            handler.wfile.write(b"x")
            time.sleep(0.02)  # each wait is short: only the whole is too long
        time.sleep(2)

    site.pages["/drip"] = drip
    assert refused(f"{site.url}/drip", SHORT).reason == "timeout"


def test_a_page_cut_short(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Length": "500"}, b"words")
    assert refused(f"{site.url}/a").reason == "broken-answer"


def test_no_http_at_all(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"220 ftp ready\r\n") and None
    assert refused(f"{site.url}/a").reason == "broken-answer"


def test_no_body_is_read_of_an_error(site: Site) -> None:
    site.pages["/a"] = (500, {}, b"x" * 10 * LIMIT)
    answer = get(f"{site.url}/a")
    assert (answer.status, answer.body) == (500, b"")


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        e = refused(f"http://127.0.0.1:{taken.getsockname()[1]}/a")
    assert (e.reason, e.settled) == ("unreachable", False)


def test_tls_is_verified(site: Site) -> None:
    assert refused(f"https://127.0.0.1:{site.port}/a").reason == "tls"


def test_a_name_that_leads_nowhere() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with Wire(QUICK, Clock(), nobody) as wire, pytest.raises(Failed, match=r"post\.example") as raised:
        wire.get("http://post.example/a", {}, private=True, limit=LIMIT)
    assert raised.value.reason == "unknown-host"


def test_a_name_that_leads_into_this_network(site: Site) -> None:
    with Wire(QUICK, Clock(), lambda host, port: ["127.0.0.1"]) as wire:
        with pytest.raises(Failed, match="private-address"):
            wire.get(f"http://post.example:{site.port}/a", {}, private=False, limit=LIMIT)
        assert site.asked == []
        assert wire.get(f"http://post.example:{site.port}/a", {}, private=True, limit=LIMIT).private
    both = Wire(QUICK, Clock(), lambda host, port: ["192.0.2.1", "10.0.0.1"])
    with both, pytest.raises(Failed, match="private-address"):  # one of several is enough
        both.get("http://post.example/a", {}, private=False, limit=LIMIT)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("8.8.8.8", False), ("2606:4700::1111", False), ("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.1", True),
        ("169.254.169.254", True), ("100.64.0.1", True), ("0.0.0.0", True), ("::1", True), ("fe80::1%eth0", True),
        ("fd00::1", True), ("::ffff:10.0.0.1", True), ("::ffff:8.8.8.8", False), ("224.0.0.1", True),
        ("2002:0a00:0001::1", True),
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network(address: str, private: bool) -> None:
    assert _is_private(address) is private


def test_a_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    site.pages["http://post.example/a"] = b"through the proxy"
    assert get("http://post.example/a", private=False).body == b"through the proxy"
    for url in ("http://127.0.0.1:9/admin", "http://localhost/", "http://[::1]/"):
        assert refused(url, private=False).reason == "private-address"
    monkeypatch.setenv("http_proxy", site.url.replace("http://", "http://me:pw@"))
    get("http://post.example/a", private=False)
    assert site.asked[-1][1]["proxy-authorization"] == "Basic bWU6cHc="
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site.pages["/a"] = b"straight"
    assert get(f"{site.url}/a").body == b"straight"
