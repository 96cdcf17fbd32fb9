"""Wrong passwords are counted by name and by address; after five, one waits, and longer each time.

An attempt is counted before its password is looked at, so that many at once are no way round it.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable

import sqlalchemy as sa

from onrecord.accounts.people import key
from onrecord.accounts.schema import attempt
from onrecord.errors import TooOften

ALLOWED = 5
FIRST_WAIT, LONGEST_WAIT = 30, 900  # seconds
FORGOTTEN = 3600.0  # seconds after the last wrong one


def wait(wrong: int) -> int:
    """For how many seconds nobody may try, after so many wrong passwords."""
    return 0 if wrong < ALLOWED else min(FIRST_WAIT * 2 ** min(wrong - ALLOWED, 20), LONGEST_WAIT)


def begin(conn: sa.Connection, name: str, address: str, now: float) -> None:
    """Count an attempt as a wrong one. Raises TooOften where it comes too early; then nothing is counted."""
    conn.execute(sa.delete(attempt).where(attempt.c.last < now - FORGOTTEN))
    counted = {k: _counted(conn, k, now) for k in _keys(name, address)}
    left = max(last + wait(wrong) - now for wrong, last in counted.values())
    if left > 0:
        seconds = int(left) + 1
        raise TooOften(f"too many wrong passwords; try again in {_words(seconds)}", seconds)
    for k, (wrong, _) in counted.items():
        if not conn.execute(sa.update(attempt).where(attempt.c.key == k).values(wrong=wrong + 1, last=now)).rowcount:
            conn.execute(sa.insert(attempt).values(key=k, wrong=1, last=now))


def succeeded(conn: sa.Connection, name: str, address: str) -> None:
    """The attempt was right: the name starts anew, and the address has one wrong one less."""
    by_name, by_address = _keys(name, address)
    conn.execute(sa.delete(attempt).where(attempt.c.key == by_name))
    fewer = sa.update(attempt).where(attempt.c.key == by_address, attempt.c.wrong > 0)
    conn.execute(fewer.values(wrong=attempt.c.wrong - 1))


def _counted(conn: sa.Connection, k: str, now: float) -> tuple[int, float]:
    row = conn.execute(sa.select(attempt.c.wrong, attempt.c.last).where(attempt.c.key == k)).one_or_none()
    return (row.wrong, row.last) if row else (0, now)


def _keys(name: str, address: str) -> Iterable[str]:
    """What is counted under: hashes, since people type passwords into the field for names."""
    return _hashed("name", key(name)), _hashed("address", _network(address))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    """An address, and of the new kind the network: one line has millions of those."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _words(seconds: int) -> str:
    return f"{seconds} seconds" if seconds <= 90 else f"{-(-seconds // 60)} minutes"


__all__ = ["ALLOWED", "FIRST_WAIT", "LONGEST_WAIT", "begin", "succeeded", "wait"]
