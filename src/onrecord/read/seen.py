"""Which names were given already, in bounded memory, however many there are."""

from __future__ import annotations

import hashlib

_EXACT = 400_000
_BITS = 28  # 32 MB once there are too many names to keep
_PARTS = 3


class Seen:
    """Names given. Exact for the first hundreds of thousands; past that a new name is rarely taken for a known one,
    never the other way round."""

    def __init__(self) -> None:
        self._exact: set[bytes] = set()
        self._bits = bytearray()

    def add(self, name: str) -> bool:
        """Whether a name is new; from now on it is not."""
        mark = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=12).digest()
        if not self._bits:
            if mark in self._exact:
                return False
            self._exact.add(mark)
            if len(self._exact) > _EXACT:
                self._bits = bytearray(1 << (_BITS - 3))
                for known in self._exact:
                    self._set(known)
                self._exact.clear()
            return True
        return self._set(mark)

    def _set(self, mark: bytes) -> bool:
        """Sets a name's bits; whether any was not set before."""
        new = False
        for part in range(_PARTS):
            at = int.from_bytes(mark[part * 4 : part * 4 + 4], "big") >> (32 - _BITS)
            byte, bit = at >> 3, 1 << (at & 7)
            if not self._bits[byte] & bit:
                self._bits[byte] |= bit
                new = True
        return new
