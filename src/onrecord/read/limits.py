"""What one source may cost: the refusal every reader raises, and the bytes that an archive may unpack to."""

from __future__ import annotations

from collections.abc import Callable

MAX_RATIO = 200
RATIO_FROM = 8 * 1024 * 1024
_ALLOWED = 256 * 1024 * 1024


class Refused(Exception):
    """This source cannot be read on: `reason` and `detail` go into its Rejected."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Exhausted(Refused):
    """An archive as a whole has unpacked to more than it may: none of its members is read on."""


class Budget:
    """How many bytes may come out of one archive, counting all that lies in archives within it.

    `size` gives the archive's own bytes read so far. Work is so bounded by what really lies on the disk, however
    often it is packed.
    """

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._spent = 0

    def spend(self, count: int) -> None:
        """Counts bytes that came out. Raises Exhausted past the limit."""
        self._spent += count
        if self._spent > _ALLOWED and self._spent > MAX_RATIO * self._size():
            raise Exhausted("too-large", "it unpacks to hundreds of times its size, as no archive of texts does")
