#!/usr/bin/env python3
"""What each page of the workbench weighs and takes on a large record, in Debian's Chromium.

    python bench/web_budget.py [--record FILE] [--only NAME] [--loads 3] [--json]

Without --record the made-up one of `big_record` is made. Told are for every page: kilobytes that come over the line
when nothing is kept (page, styles, scripts, packed), milliseconds of the processor that the server needs for the page
(median; `first` is before anything is remembered), milliseconds until something is seen in an open tab of the workbench
(the best of `--loads`, since other work on the machine can only add to it), and how many times that is what the
plainest page takes (`times`). The server is left to ask ahead what it asks by itself, until it rests. Then how
many rows a minute are judged with keys (`review_speed`). It fails where a bar is missed: KILOBYTES for pages without a
graph, SERVER, PAINT, and a row each 1.5 seconds. `make test-browser` installs what drives the browser.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "bench"), str(REPO / "tests/browser")]

import addresses  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

import big_record  # noqa: E402
import onrecord  # noqa: E402
import review_speed  # noqa: E402
from onrecord.web import Serving  # noqa: E402
from onrecord.web.app import create_app  # noqa: E402

KILOBYTES, SERVER, PAINT = 250.0, 150.0, 300.0
GRAPHS = ("network", "network_whole")  # may weigh more
PLAINEST = "account"
OPEN = "/reprints"  # the page that is there before
IDLE, LOOK = 0.05, 2.0  # share of a processor under which a server rests; seconds between two looks
LONGEST_WAIT = 600.0  # seconds until it rests
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
ROWS = 60  # judged to see how fast that goes
PAINTED = "performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint')?.startTime ?? null"


def served(client: TestClient, path: str, loads: int) -> dict[str, float]:
    """The server's milliseconds for a page, the first time and then the median."""

    def spent() -> float:
        begun = time.process_time()
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code in (200, 404), f"{path}: {answer.status_code}"
        return 1000 * (time.process_time() - begun)

    return {"first": spent(), "server": statistics.median(spent() for _ in range(loads))}


def spent_by(process: subprocess.Popen[str]) -> float:
    """The seconds of processor that a process has had, where the system tells them in /proc; else 0."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def let_rest(process: subprocess.Popen[str]) -> None:
    """Wait until a server has asked ahead what it asks by itself."""
    until, before = time.monotonic() + LONGEST_WAIT, spent_by(process)
    while time.monotonic() < until:
        time.sleep(LOOK)
        now = spent_by(process)
        if now - before < IDLE * LOOK:
            return
        before = now


@contextmanager
def serving(target: Path) -> Iterator[str]:
    """`onrecord serve` as a process of its own, as its users have it; gives the address once it rests."""
    command = [sys.executable, "-m", "onrecord", "serve", str(target), "--write", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if found := ADDRESS.search(line):
                break
        else:
            raise SystemExit("`onrecord serve` gave no address")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        time.sleep(LOOK)
        let_rest(process)
        try:
            yield found[0]
        finally:
            process.terminate()


def seen(browser: Any, address: str, path: str, loads: int) -> dict[str, float]:
    """Kilobytes and milliseconds of a page in an open tab of the workbench whose browser has kept nothing."""
    kilobytes, painted = 0.0, []
    for _ in range(loads):
        own = browser.new_context(viewport={"width": 1280, "height": 900})
        page = own.new_page()
        page.goto(address + OPEN, wait_until="load")
        watch = own.new_cdp_session(page)
        watch.send("Network.enable")
        watch.send("Network.clearBrowserCache")
        sizes: list[float] = []
        watch.on("Network.loadingFinished", lambda told, sizes=sizes: sizes.append(told["encodedDataLength"]))
        page.goto(address + path, wait_until="load")
        until = time.monotonic() + 30
        while page.evaluate(PAINTED) is None and time.monotonic() < until:
            page.wait_for_timeout(10)
        painted.append(float(page.evaluate(PAINTED)))
        kilobytes = sum(sizes) / 1000
        own.close()
    return {"kilobytes": kilobytes, "painted": min(painted)}


def missed(name: str, found: dict[str, float]) -> list[str]:
    """Which bars a page misses."""
    bars = (("kilobytes", KILOBYTES), ("server", SERVER), ("painted", PAINT))
    return [what for what, bar in bars if found[what] > bar and not (what == "kilobytes" and name in GRAPHS)]


def measure(target: Path, only: str, loads: int) -> dict[str, dict[str, float]]:
    """All of it, by page."""
    with onrecord.open(target, project=big_record.project()) as record, sync_playwright() as driver:
        asked = {n: a for n, a in addresses.asked(record).items() if only in n and n not in ("login", "log_ins")}
        client = TestClient(create_app(record, Serving(write=True, who="bench")), base_url="http://localhost")
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found: dict[str, dict[str, float]] = {}
        with serving(target) as address:
            for path in asked.values():  # what is asked ahead and remembered is there
                with suppress(urllib.error.HTTPError), urllib.request.urlopen(address + path) as answer:
                    answer.read()
            seen(browser, address, OPEN, 1)  # what a browser needs once is none of the pages'
            for name, path in {PLAINEST: "/account", **asked}.items():
                found[name] = served(client, path, loads) | seen(browser, address, path, loads)
                found[name]["times"] = found[name]["painted"] / found[PLAINEST]["painted"]
                _tell(name, found[name])
        browser.close()
    return found


def _tell(name: str, found: dict[str, float]) -> None:
    columns = ("kilobytes", "first", "server", "painted", "times")
    print(
        f"{name:22}" + "".join(f"{found[c]:11.1f}" for c in columns), *missed(name, found), file=sys.stderr, flush=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, help="the record to serve; else the made-up one")
    parser.add_argument("--only", default="", help="only pages whose names hold this")
    parser.add_argument("--loads", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    target = options.record or big_record.cached()
    if not target.exists():
        big_record.make(target, big_record.ARTICLES)
    print(
        f"{'':22}" + "".join(f"{c:>11}" for c in ("kilobytes", "first", "server", "painted", "times")), file=sys.stderr
    )
    pages = measure(target, options.only, options.loads)
    review = review_speed.measure(target, "statement", ROWS)
    late = {name: missed(name, found) for name, found in pages.items() if missed(name, found)}
    slow = review["taken a minute"] < review_speed.BAR
    if options.json:
        rounded = {name: {k: round(v, 1) for k, v in found.items()} for name, found in pages.items()}
        print(json.dumps({"pages": rounded, "review": review, "missed": late}, indent=1))
    else:
        print(
            f"{len(pages) - len(late)} of {len(pages)} pages within the bars; {review['taken a minute']} rows a minute"
        )
    return 1 if late or slow else 0


if __name__ == "__main__":
    sys.exit(main())
