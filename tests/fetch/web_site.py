"""A web site in a thread: pages by path, each request noted; invented articles and feeds to put on it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from onrecord.fetch import Clock, Follow, Manners, Remembered

Reply = tuple[int, Mapping[str, str], bytes]
Page = Reply | bytes | str | Callable[[BaseHTTPRequestHandler], None]

QUICK = Manners(delay=0.0, connect=5.0, read=5.0, total=20.0)


class Site:
    """Serves `pages`; what is not there is a 404. `asked` are the requests in order: path and headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.serve(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(handler.path, (404, {}, b"nothing here"))
        if callable(page):
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
                page(handler)
            return
        if isinstance(page, str):
            page = page.encode()
        status, headers, body = (200, {"Content-Type": "text/html"}, page) if isinstance(page, bytes) else page
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if "Content-Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked, in order."""
        return [path for path, _ in self.asked if robots or path != "/robots.txt"]


class FakeClock:
    """Time that passes when somebody sleeps. `slept` are the naps."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.at += seconds

    @property
    def clock(self) -> Clock:
        start = datetime(2024, 3, 8, 12, 0, tzinfo=UTC)
        return Clock(
            monotonic=lambda: self.at, sleep=self.sleep, now=lambda: start + timedelta(seconds=self.at - 1000.0)
        )


class NoMemory:
    """A `fetch.Memory` that remembers what it is told to."""

    def __init__(self) -> None:
        self.pages: dict[str, Remembered] = {}
        self.marks: dict[str, str] = {}
        self.feeds: dict[str, Follow] = {}
        self.gone: set[str] = set()
        self.known: set[str] = set()

    def page(self, url: str) -> Remembered | None:
        return self.pages.get(url)

    def done(self, url: str) -> int:
        return 0

    def mark(self, url: str) -> str:
        return self.marks.get(url, "")

    def listed(self, url: str) -> bool:
        return url in self.known

    def removed(self, location: str) -> bool:
        return location in self.gone

    def feed(self, url: str) -> Follow | None:
        return self.feeds.get(url)


def article(title: str = "Dam gates to stay open", said: str = "The gates stay open", more: str = "") -> str:
    """A page with an article of two paragraphs."""
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>"{said}," President Bo Lund told reporters on Friday, after a long night of talks at the lake.</p>
<p>Lund said the commission had never asked for more water than the lake could give in a dry year.</p>
</article>{more}</body></html>"""


def redirect(to: str, status: int = 302) -> Reply:
    return status, {"Location": to}, b""


LONG = " ".join(f"Bo Lund said that gate number {n} of the dam would stay open." for n in range(30))


def rss(items: str, head: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Lake News</title>{head}
{items}</channel></rss>""".encode()


def item(n: int, link: str = "", full: str = "", summary: str = "In short.", **more: Any) -> str:
    extra = "".join(f"<{k}>{v}</{k}>" for k, v in more.items())
    where = f"<link>{link}</link>" if link else ""
    content = f"<content:encoded><![CDATA[<p>{full}</p>]]></content:encoded>" if full else ""
    return (
        f"<item><guid isPermaLink='false'>entry-{n}</guid><title>Entry {n}</title>{where}"
        f"<description>{summary}</description>{content}{extra}</item>\n"
    )
