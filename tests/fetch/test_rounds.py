"""A round of requests: what it gives, in which order, and what it asks nobody for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from web_site import LONG, QUICK, FakeClock, NoMemory, Site, article, item, redirect, rss

from onrecord.errors import UsageError
from onrecord.fetch import Clock, Follow, Manners, Polled, Remembered, Visit
from onrecord.fetch.rounds import Given, Round
from onrecord.model import RawDocument, Rejected, Wanted

RSS = {"Content-Type": "application/rss+xml"}


def take(
    *urls: str,
    memory: NoMemory | None = None,
    feeds: bool = False,
    manners: Manners = QUICK,
    clock: Clock | None = None,
) -> list[Given]:
    made = Round(memory or NoMemory(), manners, clock)
    for url in urls:
        made.follow(url) if feeds else made.add(url)
    return list(made.given())


def kinds(given: list[Given]) -> list[str]:
    return [type(g).__name__ for g in given]


def poll(url: str, **options: object) -> tuple[list[Given], Polled]:
    given = take(url, feeds=True, **options)  # type: ignore[arg-type]
    (polled,) = [g for g in given if isinstance(g, Polled)]
    assert given[-1] is polled  # after all that came of it
    return given, polled


def test_a_page(site: Site) -> None:
    site.pages["/a?utm_source=mail"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Fri, 08 Mar 2024 12:00:00 GMT"},
        article().encode(),
    )
    document, visit = take(f"{site.url}/a?utm_source=mail#top")
    assert isinstance(document, RawDocument) and isinstance(visit, Visit)
    assert (document.key, document.location) == (f"{site.url}/a", f"{site.url}/a")
    assert document.file == f"{site.url}/a?utm_source=mail#top"
    assert (document.meta["url"], document.data) == (f"{site.url}/a", article().encode())
    assert (visit.etag, visit.modified, visit.reason) == ('"1"', "Fri, 08 Mar 2024 12:00:00 GMT", "")


@pytest.fixture
def site_b(sites: Callable[[], Site]) -> Site:
    return sites()


def test_what_is_typed_is_asked_for(site: Site) -> None:
    site.pages["/a?utm_source=mail"] = article()
    take(f"{site.url}/a?utm_source=mail#top")
    assert site.paths(robots=True) == ["/robots.txt", "/a?utm_source=mail"]


def test_an_address_named_twice_is_asked_once(site: Site) -> None:
    site.pages["/a"] = article()
    take(f"{site.url}/a", f"{site.url}/a#top", f"{site.url}/a?utm_source=x")
    assert site.paths() == ["/a"]


def test_a_redirected_page_is_known_by_where_it_is(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": article()}
    document, visit = take(f"{site.url}/a")
    assert isinstance(document, RawDocument) and isinstance(visit, Visit)
    assert document.location == visit.location == f"{site.url}/b"
    assert visit.url == f"{site.url}/a"


def test_another_host_is_never_asked(site: Site, site_b: Site) -> None:
    site.pages["/a"] = redirect(f"{site_b.url}/b")
    rejected, visit = take(f"{site.url}/a")
    assert isinstance(rejected, Rejected) and isinstance(visit, Visit)
    assert rejected.reason == visit.reason == "redirected"
    assert f"{site_b.url}/b" in rejected.detail
    assert site_b.asked == []


@pytest.mark.parametrize(
    ("declared", "codec", "words"),
    [
        ("text/html; charset=windows-1251", "cp1251", "Ворота плотины открыты"),
        ('text/html; Charset="Windows-1251"', "cp1251", "Ворота плотины открыты"),
        ("text/html; charset=windows-1251", "utf-8", "Ворота плотины открыты"),  # a lie
        ("text/html; charset=utf-8", "cp1252", "Café déjà fermé"),  # a lie
        ("text/html; charset=martian", "utf-8", "Ворота плотины открыты"),
        ("text/html; charset=iso-8859-1", "cp1252", "“Café” – déjà"),
        ("text/html; charset=iso-8859-2", "iso-8859-2", "Žádný šťastný příběh"),
        ("image/png", "utf-8", "Ворота плотины открыты"),
        ("", "utf-16", "Ворота плотины открыты"),
    ],
)
def test_what_a_server_says_of_letters_counts_where_the_bytes_do_not_tell(
    site: Site, declared: str, codec: str, words: str
) -> None:
    from onrecord.clean import clean
    from onrecord.model import Document
    from onrecord.project import Project

    site.pages["/a"] = (200, {"Content-Type": declared}, article(words).encode(codec))
    document, _ = take(f"{site.url}/a")
    assert isinstance(document, RawDocument)
    cleaned = clean(document, Project())
    assert isinstance(cleaned, Document)
    assert cleaned.title == words


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "binary"),
        (b"words \x00\x00\x00 and more" * 10, "binary"),
    ],
)
def test_bytes_decide_what_a_page_is(site: Site, body: bytes, reason: str) -> None:
    site.pages["/a"] = (200, {"Content-Type": "text/html"}, body)
    rejected, visit = take(f"{site.url}/a")
    assert isinstance(rejected, Rejected) and isinstance(visit, Visit)
    assert rejected.reason == reason
    assert rejected.location == f"{site.url}/a"


def test_not_modified(site: Site) -> None:
    site.pages["/a"] = (304, {}, b"")
    at = f"{site.url}/a"
    memory = NoMemory()
    memory.pages[at] = Remembered(location=at, etag='"1"', modified="", documents=3)
    (visit,) = take(at, memory=memory)
    assert isinstance(visit, Visit)
    assert (visit.unchanged, visit.etag, visit.status) == (3, '"1"', 304)
    memory.pages[at] = replace(memory.pages[at], data=article().encode())  # to be read anew, from here
    document, visit = take(at, memory=memory)
    assert isinstance(document, RawDocument) and isinstance(visit, Visit)
    assert (document.data, visit.unchanged) == (article().encode(), 0)


def test_no_address_is_asked_before_all_are_looked_at(site: Site) -> None:
    made = Round(NoMemory(), QUICK)
    made.add(f"{site.url}/a")
    with pytest.raises(UsageError):
        made.add("ftp://post.example/")
    assert site.asked == []


def test_what_a_list_names_and_is_no_address(site: Site) -> None:
    made = Round(NoMemory(), QUICK)
    made.want("https://me:secret@post.example/a")
    assert made.left == 1
    (rejected,) = made.given()
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "bad-address"


def test_a_fault_of_ours_costs_one_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import onrecord.fetch.rounds as rounds

    real = rounds.read_page

    def broken(data: bytes, **options: object) -> object:
        if b"poison" in data:
            raise ZeroDivisionError("by zero")
        return real(data, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(rounds, "read_page", broken)
    site.pages |= {"/a": article("poison"), "/b": article()}
    given = take(f"{site.url}/a", f"{site.url}/b")
    assert kinds(given) == ["Rejected", "Visit", "RawDocument", "Visit"]
    assert isinstance(given[0], Rejected) and "ZeroDivisionError: by zero" in given[0].detail


def test_while_one_host_rests_another_is_asked(sites: Callable[[], Site], clock: FakeClock) -> None:
    one, other = sites(), sites()
    for site in (one, other):
        site.pages |= {f"/{n}": article() for n in range(3)}
    urls = [f"{one.url}/{n}" for n in range(3)] + [f"{other.url}/{n}" for n in range(3)]
    given = take(*urls, manners=replace(QUICK, delay=10.0), clock=clock.clock)
    order = [g.url for g in given if isinstance(g, Visit)]
    assert order == [f"{site.url}/{n}" for n in range(3) for site in (one, other)]
    assert clock.slept == [10.0, 10.0]


def test_a_host_that_is_gone_costs_a_few_attempts(site: Site, clock: FakeClock) -> None:
    def hang_up(handler: object) -> None:
        pass

    site.pages |= {f"/{n}": hang_up for n in range(12)}
    given = take(*(f"{site.url}/{n}" for n in range(12)))
    assert kinds(given) == ["Rejected", "Visit"] * 12
    assert len(site.paths()) == QUICK.give_up


# ---------------------------------------------------------------- feeds


def test_a_feed_with_its_articles(site: Site) -> None:
    site.pages["/feed"] = (200, {**RSS, "ETag": '"f"'}, rss(item(1, f"{site.url}/1", LONG) + item(2, "", LONG)))
    given, polled = poll(f"{site.url}/feed")
    assert kinds(given) == ["RawDocument", "RawDocument", "Polled"]
    assert [g.location for g in given[:2] if isinstance(g, RawDocument)] == [
        f"{site.url}/feed#entry-1",
        f"{site.url}/feed#entry-2",
    ]
    assert (polled.feed.title, polled.feed.etag, polled.problem) == ("Lake News", '"f"', "")
    assert polled.due == polled.at + timedelta(hours=1)
    assert site.paths() == ["/feed"]


def test_a_feed_with_links(site: Site, site_b: Site) -> None:
    site.pages |= {"/1": article("One"), "/2": article("Two")}
    entries = item(1, "/1") + item(2, f"{site.url}/2") + item(3, f"{site_b.url}/3") + item(4, f"{site_b.url}/4")
    site.pages["/feed"] = (200, RSS, rss(entries))
    memory = NoMemory()
    memory.known.add(f"{site_b.url}/4")
    given, _ = poll(f"{site.url}/feed", memory=memory)
    assert kinds(given) == ["Wanted", "RawDocument", "Visit", "RawDocument", "Visit", "Polled"]
    (wanted,) = [g for g in given if isinstance(g, Wanted)]
    assert (wanted.url, wanted.title, wanted.outlet) == (f"{site_b.url}/3", "Entry 3", "Lake News")
    assert wanted.file == f"{site.url}/feed#entry-3"
    assert site_b.asked == []
    assert site.paths() == ["/feed", "/1", "/2"]


def test_entries_seen_before_are_not_asked_again(site: Site) -> None:
    site.pages |= {"/1": article("One"), "/2": article("Two")}
    site.pages["/feed"] = (200, RSS, rss(item(1, "/1") + item(2, "/2")))
    memory = NoMemory()
    given, _ = poll(f"{site.url}/feed", memory=memory)
    memory.marks = {g.url: g.mark for g in given if isinstance(g, Visit)}
    assert all(memory.marks.values())
    site.pages["/feed"] = (200, RSS, rss(item(1, "/1") + item(2, "/2", summary="It changed.") + item(3, "/3")))
    site.asked.clear()
    given, polled = poll(f"{site.url}/feed", memory=memory)
    assert site.paths() == ["/feed", "/2", "/3"]
    assert [g.mark != "" for g in given if isinstance(g, Visit)] == [True, True]  # a missing page is settled, too
    assert isinstance(polled, Polled)


def test_an_entry_that_failed_for_now_is_asked_at_the_next_poll(site: Site) -> None:
    site.pages["/feed"] = (200, {**RSS, "ETag": '"f"'}, rss(item(1, "/1")))
    site.pages["/1"] = (500, {}, b"")
    given, polled = poll(f"{site.url}/feed")
    (visit,) = [g for g in given if isinstance(g, Visit)]
    assert visit.mark == ""
    assert polled.feed.etag == ""  # or else the feed would say that nothing changed


def test_a_feed_that_did_not_change(site: Site) -> None:
    at = f"{site.url}/feed"
    site.pages["/feed"] = (304, {"Cache-Control": "max-age=7200"}, b"")
    memory = NoMemory()
    memory.feeds[at] = Follow(url=at, typed=at, location=at, title="Lake", etag='"f"', failures=3)
    given, polled = poll(at, memory=memory)
    assert kinds(given) == ["Polled"]
    assert site.asked[-1][1]["if-none-match"] == '"f"'
    assert (polled.feed.etag, polled.feed.failures, polled.feed.title) == ('"f"', 0, "Lake")
    assert polled.due == polled.at + timedelta(hours=2)


def test_a_feed_that_fails(site: Site) -> None:
    at = f"{site.url}/feed"
    memory = NoMemory()
    memory.feeds[at] = Follow(url=at, typed=at, location=at, title="Lake", failures=2)
    site.pages["/feed"] = (500, {}, b"")
    given, polled = poll(at, memory=memory)
    assert kinds(given) == ["Rejected", "Polled"]
    assert polled.feed.failures == 3
    assert polled.due == polled.at + timedelta(hours=4)
    assert polled.problem.startswith("server-error")
    site.pages["/feed"] = (410, {}, b"")
    _, polled = poll(at, memory=memory)
    assert polled.due is None


@pytest.mark.parametrize(
    ("page", "followed"),
    [((404, {}, b""), False), (article(), False), ((500, {}, b""), True), (rss(""), True)],
)
def test_which_feeds_are_followed(site: Site, page: object, followed: bool) -> None:
    site.pages["/feed"] = page  # type: ignore[assignment]
    given = take(f"{site.url}/feed", feeds=True)
    assert any(isinstance(g, Polled) for g in given) is followed


def test_a_feed_never_ends(site: Site) -> None:
    def endless(handler: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(rss("").removesuffix(b"</channel></rss>"))  # type: ignore[attr-defined]
        while True:
            handler.wfile.write(item(1, "/1").encode() * 100)  # type: ignore[attr-defined]

    site.pages["/feed"] = endless
    rejected, _ = take(f"{site.url}/feed", feeds=True, manners=replace(QUICK, most_feed=200_000))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "too-large"
    assert site.paths() == ["/feed"]


def test_a_feed_of_very_many_entries(site: Site) -> None:
    site.pages["/feed"] = (200, RSS, rss("".join(item(n, "", LONG) for n in range(2_000))))
    given, polled = poll(f"{site.url}/feed", manners=replace(QUICK, most_entries=20))
    assert kinds(given) == ["RawDocument"] * 20 + ["Polled"]
    assert "more than 20" in polled.problem


def test_pages_of_a_feed_s_archive_are_not_followed(site: Site) -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake</title><link rel="next" href="{site.url}/feed?2"/>
    <entry><id>1</id><content type="html">{LONG}</content></entry></feed>"""
    site.pages["/feed"] = (200, RSS, atom.encode())
    poll(f"{site.url}/feed")
    assert site.paths() == ["/feed"]


def test_what_a_person_removed_does_not_come_back(site: Site) -> None:
    site.pages["/feed"] = (200, RSS, rss(item(1, "", LONG) + item(2, "", LONG)))
    memory = NoMemory()
    memory.gone.add(f"{site.url}/feed#entry-1")
    given, _ = poll(f"{site.url}/feed", memory=memory)
    assert [g.location for g in given if isinstance(g, RawDocument)] == [f"{site.url}/feed#entry-2"]


def test_entries_obey_robots_txt(site: Site) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /1",
        "/1": article(),
        "/feed": (200, RSS, rss(item(1, "/1"))),
    }
    given, _ = poll(f"{site.url}/feed")
    (rejected,) = [g for g in given if isinstance(g, Rejected)]
    assert rejected.reason == "robots"
    assert site.paths() == ["/feed"]


def test_an_entry_cannot_lead_into_this_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed on the open web, whose own host's name leads home by the time of the second look."""
    from onrecord.fetch.visitor import Page, Visitor

    asked: list[tuple[str, bool]] = []

    def get(self: Visitor, url: str, *, private: bool, known: object = None, limit: int = 0) -> Page:
        asked.append((url, private))
        body = rss(item(1, "/1")) if url.endswith("feed") else article().encode()
        return Page(url=url, status=200, headers={}, body=body, private=False)

    monkeypatch.setattr(Visitor, "get", get)
    take("https://post.example/feed", feeds=True)
    assert asked == [("https://post.example/feed", True), ("https://post.example/1", False)]
