"""Feeds: which entries hold their article, which only lead to it; bounds; and when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from web_site import LONG, item, rss

from onrecord.fetch.due import LATEST_FAILING, after_failure, next_poll
from onrecord.fetch.entries import Feed, read_feed
from onrecord.fetch.failure import Failed

URL = "https://post.example/feed/news.xml"
NOON = datetime(2024, 3, 8, 12, 0, tzinfo=UTC)  # a Friday


def read(data: bytes, most: int = 500) -> Feed:
    return read_feed(data, URL, most)


@pytest.mark.parametrize(
    ("full", "summary", "is_full"),
    [
        (LONG, "In short.", True),
        ("", "In short.", False),
        ("", LONG, True),
        ("", " ".join(LONG.split()[:200]), False),
        (" ".join(LONG.split()[:50]), "In short.", False),
        (LONG + " …", "In short.", False),
        (LONG + " [...]", "In short.", False),
        (LONG + " <a href='/a'>Read more</a>", "In short.", False),
        (LONG + " Continue reading &#8594;", "In short.", False),
        (LONG + " There was no more to say.", "In short.", True),
        ("<br>" * 500 + "Two words", "In short.", False),
    ],
)
def test_which_entries_hold_their_article(full: str, summary: str, is_full: bool) -> None:
    (entry,) = read(rss(item(1, "https://post.example/a", full, summary))).entries
    assert entry.full is is_full


def test_an_atom_entry() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake</title><entry><id>tag:1</id><title>One</title>
    <link href="../a?x=1#top"/><updated>2024-03-08T10:00:00Z</updated><content type="html">&lt;p&gt;{LONG}&lt;/p&gt;
    </content></entry></feed>"""
    feed = read(atom.encode())
    (entry,) = feed.entries
    assert (feed.title, entry.full, entry.link) == ("Lake", True, "https://post.example/a?x=1")


@pytest.mark.parametrize(
    "link",
    ["", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://[x", "https://me:pw@a.example/"],
)
def test_what_is_no_link(link: str) -> None:
    (entry,) = read(rss(item(1, link))).entries
    assert entry.link == ""


def test_a_feed_in_two_bytes_a_letter() -> None:
    text = rss(item(1, "https://post.example/a")).decode().replace('encoding="utf-8"', 'encoding="utf-16"')
    assert read(text.encode("utf-16")).entries[0].link == "https://post.example/a"


def test_a_mark_changes_with_what_an_entry_says() -> None:
    def mark(*args: str, **more: str) -> str:
        return read(rss(item(1, *args, **more))).entries[0].mark

    one = mark("https://post.example/a")
    assert one == mark("https://post.example/a")
    assert one != mark("https://post.example/b")
    assert one != mark("https://post.example/a", summary="Changed.")
    assert one != mark("https://post.example/a", pubDate="Fri, 08 Mar 2024 10:00:00 GMT")


def test_a_feed_of_very_many_entries_is_cut_before_it_is_parsed() -> None:
    data = rss("".join(item(n, f"https://post.example/{n}") for n in range(100_000)))
    feed = read(data, 50)
    assert len(feed.entries) == 50
    assert feed.more
    assert feed.entries[-1].link == "https://post.example/49"
    assert feed.parsed.get("bozo") in (0, False)  # what is left is a whole feed
    assert not read(rss(item(1)), 1).more


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        (b"<html><head><title>x</title></head><body>words</body></html>", "not-a-feed", "onrecord add"),
        (
            b"<html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml'>"
            b'<link type="application/atom+xml" rel=alternate href="https://post.example/atom">'
            b"<link rel=stylesheet href=/x.css></head></html>",
            "not-a-feed",
            "https://post.example/rss.xml , https://post.example/atom",
        ),
        (b"{}", "not-a-feed", "neither"),
        (b"", "not-a-feed", "neither"),
        (b"\x89PNG\r\n", "not-a-feed", "neither"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item></item></channel></rss>', "unsafe-xml", "entities"),
    ],
)
def test_what_is_no_feed(data: bytes, reason: str, said: str) -> None:
    with pytest.raises(Failed) as raised:
        read(data)
    assert raised.value.reason == reason
    assert said in raised.value.detail


# ---------------------------------------------------------------- when to ask again


@pytest.mark.parametrize(
    ("head", "headers", "pause"),
    [
        ("", {}, timedelta(hours=1)),
        ("<ttl>30</ttl>", {}, timedelta(minutes=30)),
        ("<ttl>1</ttl>", {}, timedelta(minutes=15)),
        ("<ttl>99999</ttl>", {}, timedelta(days=1)),
        ("<ttl>soon</ttl>", {}, timedelta(hours=1)),
        ("", {"cache-control": "public, max-age=7200"}, timedelta(hours=2)),
        ("<ttl>30</ttl>", {"cache-control": "max-age=7200"}, timedelta(hours=2)),
        ("", {"cache-control": "max-age=99999999999"}, timedelta(days=1)),
        ("", {"cache-control": "no-cache"}, timedelta(hours=1)),
        ("<skipHours><hour>13</hour><hour>14</hour></skipHours>", {}, timedelta(hours=3)),
        ("<skipDays><day>Friday</day><day>Saturday</day></skipDays>", {}, timedelta(hours=36)),
        ("<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>", {}, timedelta(hours=1)),
    ],
)
def test_when_a_feed_is_due(head: str, headers: dict[str, str], pause: timedelta) -> None:
    data = rss(item(1), head)
    feed = read(data)
    assert next_poll(NOON, feed.parsed["feed"], headers, data) == NOON + pause


def test_update_periods_of_syndication() -> None:
    about = {"sy_updateperiod": "daily", "sy_updatefrequency": "4"}
    assert next_poll(NOON, about, {}, b"") == NOON + timedelta(hours=6)
    assert next_poll(NOON, {"sy_updateperiod": "daily", "sy_updatefrequency": "0"}, {}, b"") == NOON + timedelta(days=1)


def test_failures_make_polls_rarer() -> None:
    pauses = [after_failure(NOON, n, 0) - NOON for n in range(1, 40)]
    assert pauses[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LATEST_FAILING
    assert after_failure(NOON, 1, 10_000) == NOON + timedelta(seconds=10_000)
    assert after_failure(NOON, 1, 1e30) == NOON + LATEST_FAILING
