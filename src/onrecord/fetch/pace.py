"""When a host may be asked next: a pause after every request, longer where it asks for it; and when to give it up."""

from __future__ import annotations

from collections import Counter

from onrecord.fetch.failure import Failed
from onrecord.fetch.manners import Clock, Manners


class Pace:
    """The pauses of one round, by site (`address.site`)."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.manners = manners
        self.clock = clock
        self._next: dict[str, float] = {}
        self._failures: Counter[str] = Counter()
        self._given_up: dict[str, Failed] = {}

    def ready(self, host: str) -> float:
        """The moment from which this host may be asked; long past if it was not asked yet, or is given up."""
        return float("-inf") if host in self._given_up else self._next.get(host, float("-inf"))

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked. Raises Failed where it was given up in this round."""
        if host in self._given_up:
            raise self._given_up[host]
        seconds = self._next.get(host, 0.0) - self.clock.monotonic()
        if seconds > 0:
            self.clock.sleep(seconds)

    def asked(self, host: str, delay: float) -> None:
        """Note that a request to the host has just ended."""
        self._next[host] = self.clock.monotonic() + max(self.manners.delay, delay)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for a while, as it asked."""
        self._next[host] = max(self._next.get(host, 0.0), self.clock.monotonic() + seconds)

    def give_up(self, host: str, e: Failed) -> None:
        """Ask the host no more in this round."""
        detail = f"{e.detail.split(';')[0]}; not asked again in this run, run the same command later"
        self._given_up[host] = Failed(e.reason, detail, status=e.status, wait=e.wait)

    def count(self, host: str, problem: Failed | None) -> None:
        """Note how a request ended; a host that fails again and again is given up."""
        if problem is None or problem.settled:
            self._failures[host] = 0
            return
        self._failures[host] += 1
        if self._failures[host] >= self.manners.give_up and host not in self._given_up:
            self.give_up(host, problem)
