"""How many rows a minute are judged in the browser, by a script that presses keys.

    python bench/review_speed.py RECORD [--rows 200] [--kind statement] [--json FILE]

The record is copied, served in this process, and opened in Debian's Chromium (`make test-browser` installs what drives
it). A row counts when the next one is shown; the whole is done when the server has answered every verdict. A person
reads between keys: what is measured is that the workbench never makes them wait.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

import onrecord
from onrecord.web import Serving
from onrecord.web.app import create_app

NOW = "document.querySelector('#queue > .now:not([hidden])')?.dataset.target ?? ''"
DONE = "sessionStorage.getItem('onrecord-unsent') === null"
KEYS = {
    "statement": ("a", "x", "a", "Space", "a"),
    "position": ("1", "2", "a", "x", "3"),
    "event": ("a", "x", "a", "Space", "2"),
    "actor": ("m", "s", "Space", "s", "s"),
}
BAR = 40  # rows a minute


def measure(record: Path, kind: str, rows: int) -> dict[str, Any]:
    """Rows a minute, and how long a key takes until the next row is there (milliseconds)."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        copy = Path(folder) / "record.onrecord"
        shutil.copy(record, copy)
        with onrecord.open(copy) as opened:
            address, stop = serve(opened)
            before = opened.newest()
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/review?kind={kind}")
            begun = time.perf_counter()
            waits = [pressed(page, KEYS[kind][n % 5]) for n in range(rows)]
            shown = time.perf_counter() - begun
            wait(page, DONE)
            taken = time.perf_counter() - begun
            logged = opened.newest() - before
            browser.close()
            stop()
    return {
        "kind": kind,
        "rows": rows,
        "logged": logged,
        "shown a minute": round(60 * rows / shown),
        "taken a minute": round(60 * rows / taken),
        "key to next row, ms, median": round(1000 * statistics.median(waits), 1),
        "key to next row, ms, 95 of 100": round(1000 * sorted(waits)[int(0.95 * (len(waits) - 1))], 1),
    }


def pressed(page: Any, key: str) -> float:
    """Seconds from a key to the next row."""
    wait(page, f"{NOW} !== ''")
    was = page.evaluate(NOW)
    begun = time.perf_counter()
    page.keyboard.press(key)
    wait(page, f"!['', {was!r}].includes({NOW})")
    return time.perf_counter() - begun


def wait(page: Any, holds: str) -> None:
    """Until an expression is true in the page. Raises TimeoutError after a minute."""
    end = time.monotonic() + 60
    while not page.evaluate(holds):
        if time.monotonic() > end:
            raise TimeoutError(holds)
        time.sleep(0.001)


def serve(record: Any) -> tuple[str, Any]:
    """The address at which a record is served, and how to stop."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    serving = Serving(write=True, who="bench")
    server = uvicorn.Server(uvicorn.Config(create_app(record, serving), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)

    def stop() -> None:
        server.should_exit = True
        thread.join(20)

    return f"http://127.0.0.1:{listening.getsockname()[1]}", stop


def main() -> None:
    """Measure, print, and fail below the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--kind", choices=list(KEYS), default="statement")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = measure(asked.record, asked.kind, asked.rows)
    for name, value in found.items():
        print(f"{name:32} {value}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n")
    sys.exit(found["taken a minute"] < BAR)


if __name__ == "__main__":
    main()
