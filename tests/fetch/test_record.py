"""Addresses and feeds in a record: what is new, what changed, what is wanted, what is never asked."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from web_site import LONG, QUICK, Site, article, item, redirect, rss

import onrecord
from onrecord.adding import Added
from onrecord.errors import NotFound, UsageError
from onrecord.project import Project
from onrecord.record import Record

RULES = Project(attribution="attribution.rules")
RSS = {"Content-Type": "application/rss+xml"}
Run = Callable[..., Any]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with onrecord.open(tmp_path / "r.onrecord", project=RULES, create=True) as opened:
        yield opened


def counts(done: Added) -> dict[str, int]:
    names = ("added", "updated", "renewed", "unchanged", "rejected", "wanted")
    return {n: getattr(done, n) for n in names if getattr(done, n)}


def add(record: Record, *urls: str, **options: Any) -> dict[str, int]:
    return counts(record.add(list(urls), manners=QUICK, **options))


def feed(record: Record, *urls: str, **options: Any) -> dict[str, int]:
    return counts(record.feed(list(urls), manners=QUICK, **options))


def rows(record: Record, sql: str) -> list[Any]:
    with closing(sqlite3.connect(record.store.path)) as db:
        return db.execute(sql).fetchall()


def titles(record: Record) -> list[str | None]:
    from onrecord.store import queries

    return sorted(str(view.document.title) for view in queries.documents(record.store))


# ---------------------------------------------------------------- pages


def test_a_page_comes_in_with_its_bytes(record: Record, site: Site) -> None:
    site.pages["/a"] = article()
    assert add(record, f"{site.url}/a") == {"added": 1}
    (row,) = rows(record, "SELECT url, location, key, file, raw_sha FROM document")
    assert row[:4] == (f"{site.url}/a",) * 4
    ((sha, packed),) = rows(record, "SELECT sha, bytes FROM raw")
    assert sha == row[4]
    assert zlib.decompress(packed) == article().encode()


@pytest.mark.parametrize("headers", [{}, {"ETag": '"1"'}, {"Last-Modified": "Fri, 08 Mar 2024 12:00:00 GMT"}])
def test_a_page_that_did_not_change_is_unchanged(record: Record, site: Site, headers: dict[str, str]) -> None:
    site.pages["/a"] = (200, headers, article().encode())
    add(record, f"{site.url}/a")
    if headers:
        site.pages["/a"] = (304, {}, b"")
    for typed in ("/a", "/a#top", "/a"):
        assert add(record, site.url + typed) == {"unchanged": 1}
    sent = site.asked[-1][1]
    assert sent.get("if-none-match") == headers.get("ETag")
    assert sent.get("if-modified-since") == headers.get("Last-Modified")
    assert len(titles(record)) == 1


def test_a_page_of_many_documents_that_did_not_change(record: Record, site: Site) -> None:
    lines = "\n".join(json.dumps({"id": f"n{n}", "title": f"T{n}", "text": LONG}) for n in range(3))
    site.pages["/a.jsonl"] = (200, {"ETag": '"1"'}, lines.encode())
    assert add(record, f"{site.url}/a.jsonl") == {"added": 3}
    site.pages["/a.jsonl"] = (304, {}, b"")
    assert add(record, f"{site.url}/a.jsonl") == {"unchanged": 3}


def test_a_page_that_changed_is_a_new_version(record: Record, site: Site) -> None:
    site.pages["/a"] = (200, {"ETag": '"1"'}, article(said="The gates stay open").encode())
    add(record, f"{site.url}/a")
    site.pages["/a"] = (200, {"ETag": '"2"'}, article(said="The gates close").encode())
    assert add(record, f"{site.url}/a") == {"updated": 1}
    assert rows(record, "SELECT count(*), count(superseded_by) FROM document") == [(2, 1)]
    add(record, f"{site.url}/a")
    assert site.asked[-1][1]["if-none-match"] == '"2"'


def test_a_page_with_a_clock_on_it_is_no_new_version(record: Record, site: Site) -> None:
    for n in range(3):
        site.pages["/a"] = article(more=f"<script>var now = {n}</script><!-- {n} -->")
        assert add(record, f"{site.url}/a") == ({"unchanged": 1} if n else {"added": 1})
    assert rows(record, "SELECT count(*) FROM document") == [(1,)]


def test_a_redirected_page_is_one_document(record: Record, site: Site) -> None:
    site.pages |= {"/old": redirect("/a", 301), "/a": article()}
    assert add(record, f"{site.url}/old") == {"added": 1}
    assert add(record, f"{site.url}/a", f"{site.url}/old") == {"unchanged": 2}


def test_other_settings_read_the_kept_bytes(record: Record, site: Site) -> None:
    site.pages["/a"] = (200, {"ETag": '"1"'}, article().encode())
    add(record, f"{site.url}/a")
    site.pages["/a"] = (304, {}, b"")
    record.project = replace(RULES, gazetteer=False)
    assert add(record, f"{site.url}/a") == {"renewed": 1}
    assert add(record, f"{site.url}/a") == {"unchanged": 1}


def test_other_settings_ask_for_the_page_where_its_bytes_were_not_kept(record: Record, site: Site) -> None:
    record.project = replace(RULES, keep="none")
    site.pages["/a"] = (200, {"ETag": '"1"'}, article().encode())
    add(record, f"{site.url}/a")
    record.project = replace(RULES, keep="none", gazetteer=False)
    assert add(record, f"{site.url}/a") == {"renewed": 1}
    assert "if-none-match" not in site.asked[-1][1]


def test_a_page_that_fails_keeps_its_document_and_leaves_the_rejected_when_it_is_back(
    record: Record, site: Site
) -> None:
    good = (200, {"ETag": '"1"'}, article().encode())
    for back in (good, (304, {}, b""), (200, {}, article(more="<!-- 1 -->").encode())):
        site.pages["/a"] = good
        add(record, f"{site.url}/a")
        site.pages["/a"] = (500, {}, b"")
        assert add(record, f"{site.url}/a") == {"rejected": 1}
        (reject,) = record.status().rejected
        assert reject.reason == "server-error" and "is kept" in reject.detail
        site.pages["/a"] = back
        assert add(record, f"{site.url}/a") == {"unchanged": 1}
        assert record.status().rejected == ()
        assert record.status().documents == 1


def test_a_page_that_cannot_be_read_is_rejected_and_asked_for_again(record: Record, site: Site) -> None:
    site.pages["/a"] = (200, {"ETag": '"1"'}, b"\x89PNG\r\n\x1a\n" + bytes(50))
    for _ in range(2):
        assert add(record, f"{site.url}/a") == {"rejected": 1}
        assert "if-none-match" not in site.asked[-1][1]
    assert [r.reason for r in record.status().rejected] == ["binary"]


def test_only_what_the_stopped_run_fetched_is_not_asked_again(record: Record, site: Site) -> None:
    site.pages |= {"/a": article("One"), "/b": article("Two")}
    add(record, f"{site.url}/a")
    record.store.begin_run("p", {})  # and here it is killed
    assert add(record, f"{site.url}/a") == {"unchanged": 1}
    assert site.paths() == ["/a", "/a"]
    with closing(sqlite3.connect(record.store.path)) as db, db:
        db.execute("UPDATE run SET finished = NULL WHERE id > 1")  # as if the last one had been killed, too
    assert add(record, f"{site.url}/a", f"{site.url}/b") == {"added": 1, "unchanged": 1}
    assert site.paths() == ["/a", "/a", "/b"]


def test_files_and_addresses_together(record: Record, site: Site, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Title\n\n" + LONG, encoding="utf-8")
    site.pages["/a"] = article()
    assert add(record, f"{site.url}/a", str(tmp_path / "one.txt"), jobs=2) == {"added": 2}


def test_a_bad_address_stops_all_before_anything_is_asked(record: Record, site: Site, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Title\n\n" + LONG, encoding="utf-8")
    with pytest.raises(UsageError):
        add(record, f"{site.url}/a", str(tmp_path / "one.txt"), "https://me:pw@post.example/")
    assert site.asked == []
    assert record.status().documents == 0
    assert record.status().runs == ()


# ---------------------------------------------------------------- what is wanted


@pytest.fixture
def listed(record: Record, site: Site) -> Record:
    """A record with a list that names three articles."""
    from onrecord.model import Wanted

    run = record.store.begin_run("p", {})
    found = [
        Wanted(file=f"list.csv#{n}", location=f"/x/list.csv#{n}", url=f"{site.url}/{n}", title=f"Entry {n}")
        for n in range(3)
    ]
    record.store.want(run, found)
    record.store.finish_run(run, {}, 0.0)
    return record


def test_what_lists_name_is_not_fetched_from_ones_own_network(listed: Record, site: Site) -> None:
    assert [w.title for w in listed.wanted()] == ["Entry 0", "Entry 1", "Entry 2"]
    assert listed.status().wanted == 3
    assert add(listed, wanted=True) == {"rejected": 3}
    assert {r.reason for r in listed.status().rejected} == {"private-address"}
    assert site.asked == []


@pytest.fixture
def open_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this machine were one of the open internet."""
    monkeypatch.setattr("onrecord.fetch.wire._is_private", lambda address: False)


@pytest.mark.usefixtures("open_internet")
def test_what_is_wanted_is_fetched_once(listed: Record, site: Site) -> None:
    site.pages |= {"/0": article("Zero"), "/1": redirect("/one"), "/one": article("One")}
    assert add(listed, wanted=True) == {"added": 2, "rejected": 1}
    assert titles(listed) == ["One", "Zero"]
    assert [w.title for w in listed.wanted()] == ["Entry 2"]
    site.asked.clear()
    assert add(listed, wanted=True) == {}  # there is no such page, and a week has not gone by
    assert site.asked == []
    site.pages["/2"] = article("Two")
    assert add(listed, f"{site.url}/2") == {"added": 1}  # who names it gets it
    assert listed.wanted() == [] and listed.status().wanted == 0
    assert listed.status().rejected == ()


@pytest.mark.usefixtures("open_internet")
def test_what_failed_for_now_is_asked_again_at_once(listed: Record, site: Site) -> None:
    site.pages |= {f"/{n}": (500, {}, b"") for n in range(3)}
    assert add(listed, wanted=True) == {"rejected": 3}
    site.pages |= {f"/{n}": article(f"Title {n}") for n in range(3)}
    assert add(listed, wanted=True) == {"added": 3}


@pytest.mark.usefixtures("open_internet")
def test_what_gives_nothing_readable_stays_wanted_and_is_not_asked_each_time(listed: Record, site: Site) -> None:
    site.pages |= {f"/{n}": b"\x89PNG\r\n\x1a\n" + bytes(50) for n in range(3)}
    assert add(listed, wanted=True) == {"rejected": 3}
    site.asked.clear()
    assert add(listed, wanted=True) == {}
    assert (len(listed.wanted()), site.asked) == (3, [])


@pytest.mark.usefixtures("open_internet")
def test_what_was_removed_is_not_wanted_again(listed: Record, site: Site) -> None:
    site.pages |= {f"/{n}": article(f"Title {n}") for n in range(3)}
    add(listed, wanted=True)
    listed.remove("Title 1", who="mk")
    assert listed.wanted() == []


# ---------------------------------------------------------------- feeds


def test_a_feed_is_followed(record: Record, site: Site, sites: Callable[[], Site]) -> None:
    elsewhere = sites()
    entries = item(1, "/1", LONG) + item(2, "/2") + item(3, f"{elsewhere.url}/3")
    site.pages |= {"/feed": (200, {**RSS, "ETag": '"f"'}, rss(entries)), "/2": article("Two")}
    assert feed(record, f"{site.url}/feed") == {"added": 2, "wanted": 1}
    assert titles(record) == ["Entry 1", "Two"]
    assert [w.url for w in record.wanted()] == [f"{elsewhere.url}/3"]
    (row,) = record.feeds()
    assert (row.url, row.title, row.failures, row.problem) == (f"{site.url}/feed", "Lake News", 0, None)
    assert row.due is not None and row.due > row.polled

    site.asked.clear()
    assert feed(record) == {}  # not due
    assert site.asked == []
    site.pages["/feed"] = (304, {}, b"")
    assert feed(record, every=True) == {"unchanged": 1}
    assert site.asked[-1][1]["if-none-match"] == '"f"'
    site.pages["/feed"] = (200, RSS, rss(entries + item(4, "/4")))
    site.pages["/4"] = article("Four")
    assert feed(record, f"{site.url}/feed") == {"added": 1, "unchanged": 1}
    assert site.paths()[-2:] == ["/feed", "/4"]
    assert elsewhere.asked == []


def test_feeds_that_are_due(record: Record, site: Site) -> None:
    site.pages |= {"/one": (200, RSS, rss(item(1, "", LONG))), "/two": (200, RSS, rss(item(2, "", LONG)))}
    feed(record, f"{site.url}/one", f"{site.url}/two")
    with closing(sqlite3.connect(record.store.path)) as db, db:
        db.execute("UPDATE feed SET due = '2020-01-01T00:00:00+00:00' WHERE url LIKE '%two'")
    site.asked.clear()
    assert feed(record) == {"unchanged": 1}
    assert site.paths() == ["/two"]


def test_nothing_due_leaves_no_trace(record: Record, site: Site) -> None:
    assert record.feed().run == 0
    assert record.status().runs == ()


def test_a_feed_that_fails_and_comes_back(record: Record, site: Site) -> None:
    site.pages["/feed"] = (503, {}, b"")
    assert feed(record, f"{site.url}/feed") == {"rejected": 1}
    (row,) = record.feeds()
    assert row.failures == 1 and row.problem and row.problem.startswith("server-error")
    site.pages["/feed"] = (200, RSS, rss(item(1, "", LONG)))
    assert feed(record, every=True) == {"added": 1}
    (row,) = record.feeds()
    assert (row.failures, row.problem, record.status().rejected) == (0, None, ())


def test_a_page_is_no_feed(record: Record, site: Site) -> None:
    site.pages["/"] = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    done = record.feed(f"{site.url}/", manners=QUICK)
    assert [(r.reason, f"{site.url}/rss" in r.detail) for r in done.rejects] == [("not-a-feed", True)]
    assert record.feeds() == []
    record.unfollow(f"{site.url}/")
    assert record.status().rejected == ()


def test_a_feed_that_was_added_as_a_page_is_read_as_a_feed(record: Record, site: Site) -> None:
    site.pages |= {"/feed": (200, {**RSS, "ETag": '"f"'}, rss(item(1, "/1"))), "/1": article("One")}
    add(record, f"{site.url}/feed")
    feed(record, f"{site.url}/feed")
    assert "/1" in site.paths()


def test_unfollow(record: Record, site: Site) -> None:
    site.pages["/feed"] = (200, RSS, rss(item(1, "", LONG)))
    feed(record, f"{site.url}/feed")
    with pytest.raises(NotFound, match="--list"):
        record.unfollow([f"{site.url}/feed", f"{site.url}/other"])
    assert len(record.feeds()) == 1
    record.unfollow(f"{site.url}/feed")
    assert (record.feeds(), record.status().documents) == ([], 1)


def test_a_hostile_feed(record: Record, site: Site) -> None:
    """Half characters, control characters, endless fields, markup in titles: nothing stops the run."""
    entries = (
        item(1, "http://other.example/1", summary="&#xD800; &#0; &lt;b&gt;", author="&#xDFFF;")
        + item(2, "http://other.example/&#xD800;x")
        + item(3, "http://other.example/3", title="x" * 100_000)
        + item(4, "http://other.example/\x1b[2J")
        + item(5, "/5&#xD800;")
        + item(6, "", LONG)
        + "<item/><item><title>&undefined;</title></item>"
    )
    site.pages["/feed"] = (200, RSS, rss(entries, "<ttl>-1</ttl><language>&#xD800;</language>"))
    done = record.feed(f"{site.url}/feed", manners=QUICK)
    assert done.added >= 1
    assert {w.url for w in record.wanted()} >= {"http://other.example/1", "http://other.example/3"}
    assert all((w.title or "").isprintable() for w in record.wanted())
    assert record.store.check() == []


def test_a_removed_entry_stays_away(record: Record, site: Site) -> None:
    site.pages["/feed"] = (200, RSS, rss(item(1, "", LONG)))
    feed(record, f"{site.url}/feed")
    record.remove("Entry 1", who="mk")
    assert feed(record, f"{site.url}/feed") == {}
    assert record.status().documents == 0


# ---------------------------------------------------------------- the command line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "onrecord.toml").write_text('[backends]\nattribution = "attribution.rules"\n', encoding="utf-8")
    return tmp_path


def test_adding_an_address(here: Path, run: Run, site: Site) -> None:
    site.pages["/a"] = article()
    done = run("add", f"{site.url}/a", f"{site.url}/none", "--delay", "0")
    assert done.code == 3
    assert "1 document added" in done.out
    assert f"rejected {site.url}/none: not-found: HTTP 404" in done.err
    done = run("add", f"{site.url}/a", "--delay", "0")
    assert (done.code, "1 unchanged" in done.out) == (0, True)
    (row,) = json.loads(run("find", "commission", "-f", "json").out)["hits"][:1]
    assert row["document"]["file"] == f"{site.url}/a"


def test_feeds_from_cron(here: Path, run: Run, site: Site) -> None:
    assert run("feed").code == 2  # no record here
    site.pages["/feed"] = (200, RSS, rss(item(1, "", LONG) + item(2, "http://other.example/2")))
    done = run("feed", f"{site.url}/feed", "--delay", "0")
    assert done.code == 0
    assert "1 document added" in done.out and "1 named without their text" in done.out
    done = run("feed")
    assert (done.code, "no feed is due; the next is on" in done.out) == (0, True)
    assert run("feed", "-q").out == ""
    (row,) = json.loads(run("feed", "--list", "-f", "json").out)
    assert (row["url"], row["title"]) == (f"{site.url}/feed", "Lake News")
    assert f"{site.url}/feed" in run("feed", "--list").out
    assert run("feed", "--remove", f"{site.url}/feed").code == 0
    assert "no feed is followed" in run("feed", "--list").out


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "text"])
def test_what_is_wanted_in_every_form(here: Path, run: Run, site: Site, form: str) -> None:
    site.pages["/feed"] = (200, RSS, rss(item(2, "http://other.example/2")))
    run("feed", f"{site.url}/feed", "--delay", "0")
    out = run("status", "--wanted", "-f", form).out
    assert "http://other.example/2" in out and "Entry 2" in out
    assert "wanted articles" in run("status").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add"], "name a file"),
        (["add", "ftp://post.example/x"], "only http and https"),
        (["add", "www.post.example/x"], "https://www.post.example/x"),
        (["add", "--wanted"], "no such record"),
        (["feed", "post.example/feed"], "https://"),
        (["feed", "--remove"], "name the feeds"),
        (["feed", "--list", "--now"], "--list"),
        (["feed", "--now", "https://post.example/feed"], "--now"),
        (["status", "--wanted", "--rejected"], "one of them"),
    ],
)
def test_wrong_use_leaves_no_record(here: Path, run: Run, args: list[str], said: str) -> None:
    done = run(*args)
    assert done.code == 2
    assert said in done.err
    assert not (here / "record.onrecord").exists()


def test_without_the_part_that_fetches(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import onrecord.fetch.rounds

    monkeypatch.setattr(onrecord.fetch.rounds, "find_spec", lambda name: None)
    done = run("add", "https://post.example/a")
    assert (done.code, "pip install 'onrecord[fetch]'" in done.err) == (1, True)


# ---------------------------------------------------------------- no request that was not asked for

_NO_SOCKETS = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
import onrecord
from onrecord.project import Project
with onrecord.open("r.onrecord", project=Project(attribution="attribution.rules"), create=True) as record:
    done = record.add(["in"])
    record.wanted(), record.feeds(), record.status()
assert done.added == 3, done
heavy = [m for m in sys.modules if m.split(".")[0] in ("httpx", "httpcore", "h11", "protego")]
assert heavy == [], heavy
"""


def test_adding_files_opens_no_socket(tmp_path: Path) -> None:
    """Pages, feeds and lists name addresses; none of them is asked."""
    folder = tmp_path / "in"
    folder.mkdir()
    images = '<img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
    (folder / "a.html").write_text(article(more=images), encoding="utf-8")
    (folder / "feed.xml").write_bytes(rss(item(1, "http://127.0.0.1:9/1", LONG)))
    (folder / "list.jsonl").write_text(json.dumps({"url": "http://127.0.0.1:9/2", "text": LONG}), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _NO_SOCKETS], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
