"""How OnRecord behaves towards the sites it asks: pauses, patience, bounds. Every number of the network is here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord import __version__

ROBOT = "OnRecord"  # the name that robots.txt files address
MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Bounds of one round of requests; seconds and bytes.

    `delay` is the least pause between two requests to one host; a longer one that the site's robots.txt asks for is
    kept up to `most_delay`. `wait` is the longest Retry-After that is sat out; a longer one ends the round for
    that host. `total` is the longest time for one request from the first look-up of the name to the last byte.
    """

    agent: str = f"OnRecord/{__version__} (+ research tool)"
    delay: float = 1.0
    most_delay: float = 120.0
    wait: float = 120.0
    retries: int = 2
    connect: float = 10.0
    read: float = 20.0
    total: float = 120.0
    redirects: int = 5
    most_bytes: int = 50 * MB
    most_robots: int = MB // 2
    most_feed: int = 10 * MB
    most_entries: int = 500
    give_up: int = 5  # failures in a row of one host


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time as the round sees it, so that tests need not wait."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
