"""The server: bound to its address, impatient with the slow, ended cleanly by a signal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FrameType

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.accounts import Accounts
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.web.ahead import asked_ahead
from onrecord.web.app import create_app
from onrecord.web.serving import Serving, bracketed

HEAD_SECONDS = 15.0  # in which the head of a request must have come
MOST_CONNECTIONS = 200
LONGEST_HEAD = 32 * 1024  # bytes
LEFT_SECONDS = 5.0  # for what is still to come of a request that was answered already
LAST_SECONDS = 30  # for answers under way when the server is told to end: a bulk of verdicts may be among them


def serve(record: Record, serving: Serving, accounts: Accounts | None, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it. `ready` is called with the address once browsers can connect.

    Raises OnRecordError where the address cannot be bound to.
    """
    with contextlib.closing(_listening(serving)) as listening:
        bound = replace(serving, port=listening.getsockname()[1])
        config = uvicorn.Config(
            create_app(record, bound, accounts),
            http=Impatient,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=LONGEST_HEAD,
            timeout_graceful_shutdown=LAST_SECONDS,
        )
        ready(f"http://{bracketed(bound.host)}:{bound.port}/")
        with asked_ahead(record):
            Server(config).run(sockets=[listening])


def _listening(serving: Serving) -> socket.socket:
    """A socket that browsers can connect to from now on."""
    host = serving.host.strip("[]")
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, serving.port))
        made.listen(128)
    except OSError as e:
        made.close()
        raise OnRecordError(
            f"cannot serve at port {serving.port} of {serving.host}: {e.strerror}; give another --port, or 0 for any"
        ) from None
    return made


class Server(uvicorn.Server):
    """A server for which a signal is the usual end, so that what it holds open is closed after it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {s: signal.signal(s, self.handle_exit) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal lets answers under way end, the second does not."""
        self.force_exit = self.should_exit
        self.should_exit = True


class Impatient(H11Protocol):
    """A connection that is closed where the head of a request does not come, or comes in drops.

    What comes of a request that was answered before it was whole (it is too large) is thrown away for a moment, so that
    the answer is not lost with the connection.
    """

    _waiting: asyncio.TimerHandle | None = None
    _answered = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        if not self._answered:
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            self._answered = True
            self.transport.write_eof()
            self._waiting = self.loop.call_later(LEFT_SECONDS, self.transport.close)
            self.flow.resume_reading()
            return
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Time the head that is to come; one that came in time is timed no more."""
        if self.conn.their_state is not h11.IDLE:
            self._rest()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _rest(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


__all__ = ["HEAD_SECONDS", "Impatient", "Server", "serve"]
