"""Users on the command line, and serving a record to them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.accounts import Accounts
from onrecord.errors import UsageError
from onrecord.store.db import Store
from onrecord.web.serving import Serving, entrance

GOOD = "seven grey herons"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty record in the working directory."""
    monkeypatch.chdir(tmp_path)
    Store.create(tmp_path / "record.onrecord").close()
    return tmp_path / "record.onrecord"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the command line its standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


# ---------------------------------------------------------------- users


def test_added_listed_changed_removed(record: Path, run: Any, typing: Any) -> None:
    ran = run("user", "list")
    assert (ran.code, "onrecord user add NAME --role admin" in ran.err) == (2, True)
    typing(f"{GOOD}\n")
    assert run("user", "add", "Ana", "--role", "admin").out == "added Ana (admin)\n"
    typing(f"{GOOD}\r\n")
    assert run("user", "add", "Bo").out == "added Bo (coder)\n"
    assert [(u["name"], u["role"], u["last_in"]) for u in json.loads(run("user", "list", "-f", "json").out)] == [
        ("Ana", "admin", None),
        ("Bo", "coder", None),
    ]
    assert run("user", "role", "bo", "reader").out == "Bo is reader now, and logged out everywhere\n"
    typing("another one altogether\n")
    assert run("user", "password", "Bo").code == 0
    with Accounts.open(record) as accounts:  # type: ignore[union-attr]
        assert accounts.log_in("Bo", "another one altogether", "").person.role == "reader"
    assert run("user", "remove", "Bo").out == "removed Bo; their judgements stay\n"
    assert run("user", "remove", "Bo").code == 2
    header, ana = (line.split("\t") for line in run("user", "list").out.splitlines())
    assert header == ["user", "role", "since", "last in", "tokens"]
    assert ana[:2] == ["Ana", "admin"]


@pytest.mark.parametrize("typed", ["", "\n", "short\n", "password123\n"])
def test_a_bad_password_adds_nobody(record: Path, run: Any, typing: Any, typed: str) -> None:
    typing(typed)
    ran = run("user", "add", "Ana")
    assert (ran.code, ran.out) == (2, "")
    assert run("user", "list", "-f", "json").out in ("", "[]\n")


def test_a_token_is_shown_once(record: Path, run: Any, typing: Any) -> None:
    typing(f"{GOOD}\n")
    run("user", "add", "Ana")
    ran = run("user", "token", "Ana", "--label", "nightly")
    assert re.fullmatch(r"[\w-]{43}\n", ran.out)
    assert "not shown again" in ran.err
    assert run("user", "token", "Ana", "--label", "nightly").code == 2
    assert run("user", "token", "Ana", "--label", "nightly", "--revoke").code == 0
    with Accounts.open(record) as accounts:  # type: ignore[union-attr]
        assert accounts.program("Ana", ran.out.strip()) is None


def test_users_of_no_record(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch, typing: Any) -> None:
    monkeypatch.chdir(tmp_path)
    typing(f"{GOOD}\n")
    assert run("user", "add", "Ana", "--record", "none.onrecord").code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_handed_on_takes_no_users_along(record: Path, run: Any, typing: Any) -> None:
    typing(f"{GOOD}\n")
    run("user", "add", "Ana Unmistakable")
    assert b"Unmistakable" not in record.read_bytes()
    assert b"Unmistakable" in record.with_name("record.onrecord.users").read_bytes()


# ---------------------------------------------------------------- who logs in


OPEN, PROXY, NAMED = Serving(host="0.0.0.0"), Serving(https_proxy=True), Serving(names=("dam.example",))


@pytest.mark.parametrize(
    ("serving", "users", "no_accounts", "expected"),
    [
        (Serving(), None, False, False),
        (Serving(host="::1"), None, True, False),
        (Serving(), 2, False, True),
        (Serving(), 2, True, False),
        (Serving(), 0, False, "none is left"),
        *((s, None, False, "user add NAME --role admin --record r.onrecord") for s in (OPEN, PROXY, NAMED)),
        *((s, 0, False, "user add NAME --role admin --record r.onrecord") for s in (OPEN, PROXY, NAMED)),
        *((s, 1, False, True) for s in (OPEN, PROXY, NAMED)),
        *((s, 1, True, "this machine alone") for s in (OPEN, PROXY, NAMED)),
        (Serving(host="evil.example"), 1, False, "no address to bind to"),
    ],
)  # fmt: skip
def test_whom_a_record_is_served_to(
    serving: Serving, users: int | None, no_accounts: bool, expected: bool | str
) -> None:
    def decided() -> bool:
        return entrance(serving, users, no_accounts=no_accounts, record="r.onrecord")

    if isinstance(expected, bool):
        assert decided() is expected
    else:
        with pytest.raises(UsageError, match=expected):
            decided()


def test_others_are_not_let_in_without_accounts(record: Path, run: Any) -> None:
    ran = run("serve", "--host", "0.0.0.0")
    assert (ran.code, "onrecord user add NAME --role admin --record record.onrecord" in ran.err) == (2, True)


def test_what_cannot_be_written_is_not_served_for_judging(
    record: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    ran = run("serve", "--write")
    assert (ran.code, "serve it without --write" in ran.err) == (1, True)


def test_a_port_in_use_is_told(record: Path, run: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", taken.getsockname()[1])
    assert (ran.code, "give another --port, or 0 for any" in ran.err) == (1, True)


# ---------------------------------------------------------------- a server of its own


@contextlib.contextmanager
def _served(record: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server and its address."""
    command = [sys.executable, "-m", "onrecord", "serve", str(record), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            found = re.search(r"http://\S+/", line)
            assert found, line + process.stderr.read()
            yield found.group(), process
        finally:
            process.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize(("sent", "host"), [(signal.SIGINT, "localhost"), (signal.SIGTERM, "::1")])
def test_a_signal_ends_it_cleanly(record: Path, sent: signal.Signals, host: str) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    with _served(record, "--host", host) as (address, process):
        assert ("[::1]" in address) == (host == "::1")
        with urllib.request.urlopen(address + "statements.json") as answer:
            assert (answer.status, answer.headers["server"]) == (200, None)
        process.send_signal(sent)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert sorted(p.name for p in record.parent.iterdir()) == ["record.onrecord"]


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_the_server_asks_for_a_log_in_and_bears_with_bad_requests(record: Path, run: Any, typing: Any) -> None:
    typing(f"{GOOD}\n")
    run("user", "add", "Ana", "--role", "admin")
    token = run("user", "token", "Ana").out.strip()
    with _served(record, "--host", "0.0.0.0", "--write") as (address, _):
        local = address.replace("0.0.0.0", "127.0.0.1")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(local + "statements.json")
        basic = "Basic " + b64encode(f"Ana:{token}".encode()).decode()
        request = urllib.request.Request(local + "statements.json", headers={"Authorization": basic})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["cache-control"] == "no-store"
        port = int(local.rsplit(":", 1)[1].strip("/"))
        head = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        chunks = b"Transfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40
        assert re.match(rb"HTTP/1.1 4(00|13) ", _said(port, head + chunks))
        assert _said(port, head + b"Content-Length: 99999999\r\n\r\n").startswith(b"HTTP/1.1 413 ")
        assert _said(port, b"GET / HTTP/1.1\r\n" + b"X-Y: " + b"z" * 100_000).startswith(b"HTTP/1.1 400 ")
        assert _said(port, b"\x16\x03\x01 nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200


def _said(port: int, sent: bytes) -> bytes:
    """All that the server answers until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        with contextlib.suppress(OSError):  # it closes before all is sent
            line.sendall(sent)
        found = b""
        with contextlib.suppress(ConnectionError):
            while piece := line.recv(65536):
                found += piece
        return found
