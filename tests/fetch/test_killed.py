"""kill -9 while pages are fetched: what was done is not asked for again, and nothing is missing."""

from __future__ import annotations

import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from web_site import Site, article, item, rss

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from forked import Forking, forking  # noqa: F401

import onrecord

PAGES = 12


RUN = """
import os, sys
from onrecord.cli import main
os.chdir(sys.argv.pop())
try:
    main()
except SystemExit as ended:
    if ended.code:
        raise
"""


def start(forking: Forking, folder: Path, *args: str) -> None:  # noqa: F811
    forking.start(RUN, *args, "--delay", "0", "--record", folder / "r.onrecord", folder)


def kill_at(forking: Forking, site: Site, path: str, folder: Path, *args: str) -> None:  # noqa: F811
    """Run, and kill while the site is about to answer with this page."""
    page, asked, killed = site.pages[path], threading.Event(), threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        killed.wait(60)

    site.pages[path] = hang
    start(forking, folder, *args)
    assert asked.wait(60)
    forking.kill()
    code, said = forking.finish()
    killed.set()
    site.pages[path] = page
    assert code == -signal.SIGKILL, said


def articles(site: Site) -> list[str]:
    return [path for path in site.paths() if path != "/feed"]


@pytest.mark.parametrize("verb", ["add", "feed"])
def test_a_killed_run_goes_on_where_it_was(
    tmp_path: Path,
    site: Site,
    forking: Forking,  # noqa: F811
    verb: str,
) -> None:
    (tmp_path / "onrecord.toml").write_text('[backends]\nattribution = "attribution.rules"\n', encoding="utf-8")
    site.pages |= {f"/{n}": article(f"Article number {n}", f"Gate {n} stays open") for n in range(PAGES)}
    site.pages["/feed"] = (200, {"ETag": '"f"'}, rss("".join(item(n, f"/{n}") for n in range(PAGES))))
    urls = [f"{site.url}/{n}" for n in range(PAGES)] if verb == "add" else [f"{site.url}/feed"]
    kill_at(forking, site, "/5", tmp_path, verb, *urls)
    kill_at(forking, site, "/9", tmp_path, verb, *urls)
    start(forking, tmp_path, verb, *urls)
    code, said = forking.finish()
    assert code == 0, said
    order = [*range(6), *range(5, 10), *range(9, PAGES)]  # a kill costs the page that was on its way
    assert articles(site) == [f"/{n}" for n in order]
    with onrecord.open(tmp_path / "r.onrecord") as record:
        now = record.status()
        assert (now.documents, now.superseded, now.rejected, now.unfinished_runs) == (PAGES, 0, (), 0)
        assert record.store.check() == []

    site.asked.clear()  # a run that came to its end is none to go on with: the user wants to know what changed
    start(forking, tmp_path, "add", f"{site.url}/0")
    forking.finish()
    assert articles(site) == ["/0"]
