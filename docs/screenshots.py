"""Draw docs/workbench/*.png: every page of the workbench, light and dark, of the sample coverage.

python docs/screenshots.py [--only NAME ...] [--record FILE] [--to FOLDER]

The articles of the sample coverage are added to a record, its positions are judged as its gold has them (by "gold", so
that no picture claims that the machine found what people coded), and two invented coders judge some statements. The
record is served to this machine, and Chromium looks at it. The same pictures every time: what the clock says is
replaced. `--record` keeps the record that was made there, or takes it where it is there already. Needs the extra
`browser` and Chromium; with Pillow the files are smaller.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote_plus

import uvicorn

import onrecord
from onrecord import project
from onrecord.accounts import Accounts
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.store import review
from onrecord.web import Serving
from onrecord.web.app import create_app

SAMPLE = Path(onrecord.__file__).with_name("data") / "sample"
TARGET = Path(__file__).with_name("workbench")
MADE = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)  # four days after the last article
WIDE, NARROW, TALL, MOST = 1280, 390, 860, 1300  # pixels; of a page longer than MOST its upper part
COLOURS = 128
ROUNDS = 4
SIDES = ("support", "oppose", "conditional")
ISSUE = "Filling of the Tarsil reservoir"
QUOTATION = "The turbines will turn for one night"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page to look at: `then` is pressed or clicked on it first; `narrow`: also at the width of a telephone."""

    name: str
    path: str
    then: tuple[str, ...] = ()
    narrow: bool = False
    tall: int = MOST


LOG_IN = Shot(name="login", path="/login")  # there where a record has accounts


def shots(record: Record) -> list[Shot]:
    """Every page; what has an id stands in the record."""
    files = {a.document.file.rsplit("/", 1)[-1]: a.document.id for a in record.articles(limit=100).articles}
    actors = {row.actor.name: row.actor.id for row in record.actors(limit=100)}
    interview, reprint = files["sps-2023-02-zurqani-interview.txt"], files["gazette-2023-02-zurqani.txt"]
    khatmi = actors["Yusuf al-Khatmi"]
    quotation = next(s for s in record.said(by=khatmi, limit=50) if "wrong" in s.quote.casefold())
    side = next(p for p in record.sides(quotation.document.id) if p.said.id == quotation.id and p.stance != "none")
    line = record.stories(limit=1).storylines[0]
    event = max(record.events().events, key=lambda e: (e.documents, e.id))
    return [
        Shot(name="overview", path="/", narrow=True),
        Shot(name="search", path="/search?q=bridge"),
        Shot(name="statements", path="/statements"),
        Shot(name="statement", path=f"/statements/{quotation.id}"),
        Shot(name="articles", path="/articles"),
        Shot(name="article", path=f"/articles/{interview}", narrow=True),
        Shot(name="actors", path="/actors"),
        Shot(name="actor", path=f"/actors/{khatmi}"),
        Shot(name="issues", path="/issues"),
        Shot(name="issue", path=f"/issue?name={quote_plus(ISSUE)}", narrow=True),
        Shot(name="position", path=f"/positions/{side.id}"),
        Shot(name="changes", path="/changes"),
        Shot(name="conditions", path="/conditions"),
        Shot(name="network", path="/network?kind=subtract&window=365d&step=60d", narrow=True),
        Shot(name="timeline", path="/timeline"),
        Shot(name="events", path="/events"),
        Shot(name="event", path=f"/events/{event.id}"),
        Shot(name="stories", path="/stories"),
        Shot(name="story", path=f"/stories/{line.stories[0].id}"),
        Shot(name="storyline", path=f"/stories/{line.stories[0].id}/line"),
        Shot(name="outlets", path="/outlets"),
        Shot(name="outlet", path="/outlet?name=Tarkhan+Gazette"),
        Shot(name="reprints", path="/reprints"),
        Shot(name="lineage", path=f"/reprints/{reprint}"),
        Shot(name="check", path=f"/check?quote={quote_plus(QUOTATION)}"),
        Shot(name="drift", path="/drift"),
        Shot(name="review", path="/review", narrow=True),
        Shot(name="review-positions", path="/review?kind=position"),
        Shot(name="review-names", path="/review?kind=actor"),
        Shot(name="coders", path="/review/coders"),
        Shot(name="disagreements", path="/review/disagreements"),
        Shot(name="new", path="/new?since=2024-03-01"),
        Shot(name="runs", path="/runs"),
        Shot(name="log", path="/log"),
        Shot(name="account", path="/account"),
        Shot(name="api", path="/api"),
    ]


# ---------------------------------------------------------------------------- the record


def build(file: Path) -> None:
    """The sample coverage as a record, with what people judged in it, on days that are always the same."""
    settings = project.load(file.parent / "onrecord.toml")
    with onrecord.open(file, project=settings, create=True) as record, chdir(file.parent):
        record.add(["articles"])
        minutes = count(60, 0.1)
        with patch.object(review, "moment_of", lambda _at: moment(next(minutes))):
            judge_as_gold(record)
            judge_as_coders(record)
        review.regroup(record.store)  # events of statements that were rejected
    with sqlite3.connect(file) as conn:
        conn.execute("UPDATE run SET started = ?, finished = ?, seconds = 14.2", (moment(0), moment(1)))
    conn.close()


def judge_as_gold(record: Record) -> None:
    """Each gold position as a judgement of the statement that shares most of its words; any other side is none."""
    said = record.said(every=True)
    for line in (SAMPLE / "gold/positions.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        there = [s for s in said if s.document.file.endswith("/" + gold["file"])]
        best = max(there, key=lambda s: (alike(s.quote, " ".join(gold["content"])), s.id))
        if alike(best.quote, " ".join(gold["content"])) >= 0.5:
            side = {"issue": gold["issue"], "stance": gold["stance"], "strength": gold["strength"]}
            record.judge(best.id, "correct", who="gold", **side)
    for _ in range(ROUNDS):  # what was judged teaches, so that other sides are told then
        told = [p.id for d in {s.document.id for s in said} for p in record.sides(d) if p.stance in SIDES]
        others = [i for i in sorted(told) if i not in record.standing(told)]
        if not others:
            break
        record.judge_all(others, "reject", who="gold")


def alike(one: str, other: str) -> float:
    """The words that two texts share, of all that either has."""
    a, b = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(a & b) / max(1, len(a | b))


def judge_as_coders(record: Record) -> None:
    """Two coders who judge the same statements and do not always agree; they are invented."""
    for n, row in enumerate(record.queue(limit=28, order="newest").items):
        ana = "reject" if n % 5 == 4 else "accept"
        other = "accept" if ana == "reject" else "reject"
        record.judge(row.id, ana, who="Ana")
        record.judge(row.id, other if n % 9 == 4 else ana, who="Bo", note="its speaker is not named" if n == 4 else "")


def moment(minutes: float) -> str:
    """What the clock says that many minutes after the record was begun."""
    return (MADE + timedelta(minutes=minutes)).isoformat(timespec="microseconds")


# ---------------------------------------------------------------------------- the pictures


@contextmanager
def served(record: Record, accounts: Accounts | None = None) -> Iterator[str]:
    """The address of the workbench of a record, while it lasts."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(record, Serving(write=True, who="Ana", title="The Tarsil Dam"), accounts)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def draw(address: str, wanted: list[Shot], folder: Path) -> None:
    """A file for each page, width and scheme. Raises OnRecordError where a page is not answered with 200."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in (WIDE, NARROW):
                page = browser.new_page(viewport={"width": width, "height": TALL}, color_scheme=scheme)
                page.clock.set_fixed_time(MADE + timedelta(days=1))
                for shot in wanted:
                    if width == WIDE or shot.narrow:
                        look(page, address, shot, folder / f"{shot.name}-{scheme}{'-390' * (width == NARROW)}.png")
                page.close()
        browser.close()


def look(page: Any, address: str, shot: Shot, file: Path) -> None:
    answer = page.goto(address + shot.path)
    if answer.status != 200:
        raise OnRecordError(f"{shot.path} answers {answer.status}")
    page.wait_for_load_state("networkidle")
    for key in shot.then:
        page.keyboard.press(key)
    width = page.viewport_size["width"]
    whole = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(whole, shot.tall)}
    page.screenshot(path=file, full_page=True, clip=clip, animations="disabled", caret="hide")
    few_colours(file)


def few_colours(file: Path) -> None:
    """The picture with a palette, which is a third of its size; as it is where Pillow is not installed."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[])
    parser.add_argument("--record", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        file = options.record or Path(place) / "sample/record.onrecord"
        if not file.exists():
            shutil.copytree(SAMPLE, file.parent, dirs_exist_ok=True)
            build(file)
        options.to.mkdir(parents=True, exist_ok=True)
        with onrecord.open(file, project=project.load(file.parent / "onrecord.toml")) as record:
            wanted = [s for s in shots(record) if not options.only or s.name in options.only]
            with served(record) as address:
                draw(address, wanted, options.to)
            if not options.only or LOG_IN.name in options.only:
                with Accounts.create(Path(place) / "team.onrecord") as accounts, served(record, accounts) as address:
                    draw(address, [LOG_IN], options.to)
    sys.stdout.write(f"{len(wanted)} pages drawn to {options.to}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
