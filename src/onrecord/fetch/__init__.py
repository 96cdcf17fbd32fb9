"""Pages and feeds at addresses the user named, asked for politely; the only room that opens a socket.

It takes addresses and gives what a reader gives (`read.items.Found`), then a `Visit` or a `Polled` to remember. It
knows no store: what was fetched before it asks of a `Memory`. Importing this room imports no network library; making
a `Round` does, so that adding files never does.
"""

from __future__ import annotations

from onrecord.fetch.address import checked, is_address, place
from onrecord.fetch.manners import Clock, Manners
from onrecord.fetch.memory import Follow, Memory, Polled, Remembered, Visit

__all__ = ["Clock", "Follow", "Manners", "Memory", "Polled", "Remembered", "Visit", "checked", "is_address", "place"]
