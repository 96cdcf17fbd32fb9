"""What is an address, what is asked for, what is one site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.fetch.address import checked, follows, is_address, is_front_page, place, same_site, site


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("https://post.example/a?b=1#top", "https://post.example/a?b=1"),
        ("HTTP://Post.example", "http://Post.example/"),
        (" https://post.example/a ", "https://post.example/a"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("https://post.example/über", "https://post.example/über"),
        ("https://post.example/a|b?c={d}", "https://post.example/a|b?c={d}"),
    ],
)
def test_what_is_asked_for(typed: str, asked: str) -> None:
    assert is_address(typed)
    assert checked(typed) == asked


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ftp://post.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("https://", "not a web address"),
        ("https://post.example:port/", "not a web address"),
        ("https://post.example/a b", "not a web address"),
        ("https://post.example/\x1b[2J", "not a web address"),
        ("https://post.example/\udcff", "not a web address"),
        ("https://post.example/" + "a" * 5000, "not a web address"),
        ("https://me:secret@post.example/", "password"),
        ("post.example/feed", "begin with https://"),
    ],
)
def test_what_is_no_address(typed: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as raised:
        checked(typed)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("typed", ["articles", "./a.html", "C:\\articles\\a.html", "-", "http:/a", "*.html", "a://b"])
def test_paths_are_no_addresses(typed: str) -> None:
    assert not is_address(typed)


@pytest.mark.parametrize(
    ("url", "known_by"),
    [
        ("https://post.example/a?utm_source=x&id=3#top", "https://post.example/a?id=3"),
        ("https://POST.example:443/a", "https://post.example/a"),
        ("http://localhost:8000/x?y=1#z", "http://localhost:8000/x?y=1"),
    ],
)
def test_what_a_page_is_known_by(url: str, known_by: str) -> None:
    assert place(url) == known_by


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for typed in (text, "https://" + text, "https://post.example/" + text):
        try:
            url = checked(typed)
        except UsageError:
            continue
        assert checked(url) == url
        assert "#" not in url and place(place(url)) == place(url)


@pytest.mark.parametrize(
    ("start", "target", "followed"),
    [
        ("https://post.example/a", "https://post.example/b", True),
        ("https://post.example/a", "https://www.post.example/a", True),
        ("https://www.post.example/a", "https://post.example/a", True),
        ("http://post.example/a", "https://www.post.example/a", True),
        ("https://post.example/a", "http://post.example/a", False),
        ("https://post.example/a", "https://other.example/a", False),
        ("https://post.example/a", "https://m.post.example/a", False),
        ("https://post.example/a", "https://post.example.evil.example/a", False),
        ("https://post.example/a", "https://post.example:8443/a", False),
        ("http://post.example/a", "http://127.0.0.1/a", False),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:22/a", False),
        ("https://post.example/a", "https://me:x@post.example/a", False),
        ("https://post.example/a", "file:///etc/passwd", False),
        ("https://post.example/a", "javascript:alert(1)", False),
    ],
)
def test_redirects_that_are_followed(start: str, target: str, followed: bool) -> None:
    assert follows(start, target) is followed


def test_one_site() -> None:
    assert same_site("https://www.post.example/feed", "http://post.example/a")
    assert not same_site("https://post.example/feed", "https://blog.post.example/a")
    assert site("https://www.post.example:443/") == site("http://post.example/") == "post.example"
    assert is_front_page("https://post.example") and not is_front_page("https://post.example/?p=3")
