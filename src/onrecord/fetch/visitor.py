"""One page: robots.txt, pause, request, redirects, "not modified", "come again later"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from onrecord.fetch.address import follows, is_front_page, place, site
from onrecord.fetch.failure import Failed, of_status, retry_after
from onrecord.fetch.manners import Clock, Manners
from onrecord.fetch.pace import Pace
from onrecord.fetch.robots import REDIRECTS, Robots

if TYPE_CHECKING:
    from onrecord.fetch.wire import Answer, Wire

_VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,500}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an earlier answer said of itself, and the place it came from."""

    location: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer with a page in it, or (`body` None) word that the known one stands. `url` is where redirects led."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes | None
    private: bool

    @property
    def etag(self) -> str:
        return _validator(self.headers.get("etag", ""))

    @property
    def modified(self) -> str:
        return _validator(self.headers.get("last-modified", ""))


class Visitor:
    """Asks for pages as a guest should."""

    def __init__(self, wire: Wire, manners: Manners, clock: Clock) -> None:
        self.wire = wire
        self.manners = manners
        self.clock = clock
        self.robots = Robots(wire, manners)
        self.pace = Pace(manners, clock)

    def get(self, url: str, *, private: bool, known: Known | None = None, limit: int = 0) -> Page:
        """The page at an address. Raises Failed.

        `private`: the address may be a machine of the user's own network, because the user named it.
        """
        start = here = url
        seen: set[str] = set()
        for _ in range(self.manners.redirects + 1):
            seen.add(here)
            self._known_host(here)
            self.robots.check(here, private=private)
            answer = self._asked(here, _conditions(here, known), private=private, limit=limit)
            private = answer.private
            if answer.status in REDIRECTS and answer.headers.get("location"):
                here = _next(start, here, answer.headers["location"])
                if here in seen:
                    raise Failed("redirect-loop", "the site sends round in a circle, perhaps for want of a cookie")
                continue
            if answer.status == 304 and _conditions(here, known):
                return Page(url=here, status=304, headers=answer.headers, body=None, private=private)
            if answer.status not in (200, 203):
                raise of_status(answer.status, self._wait(answer))
            return Page(url=here, status=answer.status, headers=answer.headers, body=answer.body, private=private)
        raise Failed("redirect-loop", f"more than {self.manners.redirects} redirects; open the address in your browser")

    def _known_host(self, url: str) -> None:
        """Not even robots.txt is asked of a host that was given up."""
        if self.pace.ready(site(url)) == float("-inf"):
            self.pace.wait(site(url))

    def _asked(self, url: str, headers: Mapping[str, str], *, private: bool, limit: int) -> Answer:
        """One address, asked again as often as the site asks to wait a bearable while."""
        host = site(url)
        for left in range(self.manners.retries, -1, -1):
            self.pace.wait(host)
            try:
                answer = self.wire.get(url, headers, private=private, limit=limit or self.manners.most_bytes)
            except Failed as e:
                self.pace.count(host, e)
                raise
            finally:
                self.pace.asked(host, self.robots.delay(url))
            if answer.status not in (429, 503):
                bad = of_status(answer.status) if answer.status >= 500 else None
                self.pace.count(host, bad)
                return answer
            wait = self._wait(answer)
            if not left or not 0 < wait <= self.manners.wait:
                problem = of_status(answer.status, wait)
                if answer.status == 429 or wait:
                    self.pace.give_up(host, problem)
                else:
                    self.pace.count(host, problem)
                raise problem
            self.pace.hold(host, wait)
        raise AssertionError("the last round returns or raises")

    def _wait(self, answer: Answer) -> float:
        return retry_after(answer.headers.get("retry-after", ""), self.clock.now())


def _conditions(url: str, known: Known | None) -> dict[str, str]:
    """Headers that ask for the page only if it changed since."""
    if known is None or place(url) != known.location:
        return {}
    found = {"If-None-Match": _validator(known.etag), "If-Modified-Since": _validator(known.modified)}
    return {name: value for name, value in found.items() if value}


def _validator(value: str) -> str:
    """A header's value if it can be sent back as it is."""
    return value if _VALIDATOR.fullmatch(value) else ""


def _next(start: str, here: str, location: str) -> str:
    """Where a redirect leads. Raises Failed where it must not be followed."""
    try:
        target = urldefrag(urljoin(here, location.strip()))[0]
        followed = follows(start, target)
        fallen = urlsplit(target).scheme == "http" and urlsplit(here).scheme == "https"
    except ValueError:
        raise Failed("broken-answer", "the site redirects to something that is no address") from None
    shown = target[:500]
    if fallen:
        raise Failed("redirected", f"the site sends to an unprotected address: {shown} ; add that one if you want it")
    if not followed:
        raise Failed("redirected", f"it leads to another host: {shown} ; add that address if it is what you want")
    if is_front_page(target) and not is_front_page(start) and not is_front_page(here):
        raise Failed("redirected", f"it leads to the front page {shown} , so the article is no longer there")
    return target
