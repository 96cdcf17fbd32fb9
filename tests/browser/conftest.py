"""The workbench in a real browser: Debian's Chromium, driven by Playwright.

`make test-browser` installs what is needed; where it is not there, these tests are skipped.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import onrecord
from onrecord import project
from onrecord.accounts import Accounts
from onrecord.record import Record
from onrecord.web import Serving
from onrecord.web.app import create_app

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make test-browser")
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 30_000  # milliseconds


@dataclass(frozen=True)
class Workbench:
    """A record that is served, and where; with accounts, who may use it."""

    record: Record
    address: str
    accounts: Accounts | None = None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    if PROGRAM is None:
        pytest.skip("Chromium is not installed: make test-browser")
    with playwright.sync_playwright() as p:
        started = p.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of a browser of one's own (cookies and all); errors of scripts and of the policy fail the test."""
    opened, wrong = [], []

    def fresh(**options: Any) -> Any:
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        own = browser.new_context(**options)
        own.set_default_timeout(PATIENCE)
        opened.append(own)
        page = own.new_page()
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield fresh
    for own in opened:
        own.close()
    assert not wrong


@pytest.fixture
def page(context: Callable[..., Any]) -> Any:
    """A page of 1280 by 900."""
    return context()


@contextmanager
def _served(
    home: Path, folder: Path, users: Callable[[Record], Accounts] | None = None, **choices: Any
) -> Iterator[Workbench]:
    """Serve a copy of the record of `home`, made in `folder`; with `users` to those."""
    folder.mkdir(exist_ok=True)
    for name in ("onrecord.toml", "record.onrecord"):
        shutil.copy(home / name, folder)
    with ExitStack() as open_till_then:
        settings = project.load(folder / "onrecord.toml")
        record = open_till_then.enter_context(onrecord.open(folder / "record.onrecord", project=settings))
        accounts = open_till_then.enter_context(users(record)) if users else None
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        serving = Serving(**{"write": True, "who": "Ana", "title": "The Tarsil Dam", **choices})
        config = uvicorn.Config(create_app(record, serving, accounts), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 30
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield Workbench(record, f"http://127.0.0.1:{listening.getsockname()[1]}", accounts)
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="session")
def served() -> Callable[..., AbstractContextManager[Workbench]]:
    """Serves a copy of a record for as long as a test or a file of tests wants."""
    return _served


@pytest.fixture
def serve(sample_home: Path, tmp_path: Path) -> Iterator[Callable[..., Workbench]]:
    """Serves a copy of the record of the sample coverage (or another one), to be changed, until the test ends."""
    with ExitStack() as running:
        numbers = iter(range(9))

        def start(
            home: Path | None = None, users: Callable[[Record], Accounts] | None = None, **choices: Any
        ) -> Workbench:
            folder = tmp_path / f"served-{next(numbers)}"
            return running.enter_context(_served(home or sample_home, folder, users, **choices))

        yield start


@pytest.fixture
def workbench(serve: Callable[..., Workbench]) -> Workbench:
    """A copy of the record of the sample coverage, served to Ana, who may judge."""
    return serve()
