"""The server closes what comes slowly, and tells what it refuses before it does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from onrecord.record import Record
from onrecord.web import Serving, guard, running

HEAD = b"POST /undo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def say(reading: Record, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], bytes]]:
    """Send bytes to a server that waits for a moment only, and nothing after them; answers all that it says."""
    monkeypatch.setattr(running, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.3)
    servers: list[Any] = []
    ready = threading.Event()
    address: list[str] = []

    class Kept(running.Server):
        def __init__(self, config: Any) -> None:
            super().__init__(config)
            servers.append(self)

    monkeypatch.setattr(running, "Server", Kept)

    def told(at: str) -> None:
        address.append(at)
        ready.set()

    serving = Serving(port=0, write=True)
    thread = threading.Thread(target=running.serve, args=(reading, serving, None, told))
    thread.start()
    assert ready.wait(60)
    port = int(address[0].rstrip("/").rpartition(":")[2])

    def send(sent: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(sent)
            found = b""
            with contextlib.suppress(ConnectionError):
                while piece := line.recv(65536):
                    found += piece
            return found

    yield send
    servers[0].should_exit = True
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize("sent", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_a_head_that_does_not_come_is_not_waited_for(say: Callable[[bytes], bytes], sent: bytes) -> None:
    assert say(sent) == b""


def test_a_body_that_does_not_come_is_not_waited_for(say: Callable[[bytes], bytes]) -> None:
    assert say(HEAD + b"Content-Length: 500\r\n\r\ncsrf=").startswith(b"HTTP/1.1 408 ")
    assert say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\ncsrf=\r\n").startswith(b"HTTP/1.1 408 ")


def test_a_body_that_is_too_large_is_told_so_and_not_read(say: Callable[[bytes], bytes]) -> None:
    answer = say(HEAD + b"Content-Length: 9999999\r\n\r\n" + b"x" * 500_000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b'"a request may have 2,097,152 bytes"}}')


def test_answers_do_not_tell_which_server_it_is(say: Callable[[bytes], bytes]) -> None:
    answer = say(b"GET /static/app.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nserver:" not in answer.lower()
