"""robots.txt: asked once a host and round, obeyed. No file: all is allowed. A site in trouble: not now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from onrecord import charset
from onrecord.fetch.address import follows, origin
from onrecord.fetch.failure import Failed
from onrecord.fetch.manners import ROBOT, Manners

if TYPE_CHECKING:
    from onrecord.fetch.wire import Answer, Wire

REDIRECTS = (301, 302, 303, 307, 308)


class Robots:
    """The rules of the hosts asked so far."""

    def __init__(self, wire: Wire, manners: Manners) -> None:
        self.wire = wire
        self.manners = manners
        self._rules: dict[str, Any] = {}  # by origin: rules, None (all is allowed) or why they cannot be had

    def check(self, url: str, *, private: bool) -> None:
        """Raises Failed where the site's rules forbid the address, or cannot be had."""
        rules = self._of(url, private=private)
        if isinstance(rules, Failed):
            raise rules
        if rules is not None and not rules.can_fetch(url, ROBOT):
            host = urlsplit(url).netloc
            detail = f"robots.txt of {host} asks programs not to fetch this; save it in your browser and add the file"
            raise Failed("robots", detail)

    def delay(self, url: str) -> float:
        """The pause that the site asks for, within bounds; 0 if it asks for none, or was not asked yet."""
        rules = self._rules.get(origin(url))
        if rules is None or isinstance(rules, Failed):
            return 0.0
        asked = float(rules.crawl_delay(ROBOT) or 0.0)
        rate = rules.request_rate(ROBOT)
        if rate is not None and rate.requests:
            asked = max(asked, rate.seconds / rate.requests)
        return min(max(asked, 0.0), self.manners.most_delay)

    def _of(self, url: str, *, private: bool) -> Any:
        at = origin(url)
        if at not in self._rules:
            try:
                self._rules[at] = self._asked(f"{at}/robots.txt", private=private)
            except Failed as e:
                self._rules[at] = _not_now(e)
        return self._rules[at]

    def _asked(self, url: str, *, private: bool) -> Any:
        """The rules at an address, or None where there are none. Raises Failed where that cannot be told."""
        here = url
        for _ in range(self.manners.redirects + 1):
            answer = self.wire.get(here, {}, private=private, limit=self.manners.most_robots)
            if answer.status in REDIRECTS:
                target = urljoin(here, answer.headers.get("location", ""))
                if not follows(url, target):
                    return None  # no rules of this site's own
                here, private = target, answer.private
                continue
            if answer.status == 429 or answer.status >= 500:
                raise Failed("robots-unreachable", f"HTTP {answer.status}", status=answer.status)
            return _parsed(answer) if answer.status == 200 else None
        return None


def _parsed(answer: Answer) -> Any:
    from protego import Protego

    text, _ = charset.decode(answer.body)
    try:
        return Protego.parse(text.lstrip("\ufeff"))
    except Exception:  # a third-party parser on what anybody may write: rules that cannot be read forbid nothing
        return None


def _not_now(e: Failed) -> Failed:
    """Why a page is not asked for where the rules could not be had. What is wrong with the host itself stays that."""
    if e.reason in ("unknown-host", "unreachable", "timeout", "tls", "private-address", "proxy", "bad-address"):
        return e
    detail = f"its robots.txt, which says what may be fetched, cannot be had ({e.detail}); run the same command later"
    return Failed("robots-unreachable", detail, status=e.status, wait=e.wait)
