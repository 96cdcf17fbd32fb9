"""Passwords as DNA 3 keeps them: base64 of a salt and a digest that was hashed over and over."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import unicodedata

ROUNDS = 100_000
SALT = 16
DEFAULT = "onrecord"
"""The password of the coder that an export makes, unless another is asked for."""


def hashed(password: str, salt: bytes) -> str:
    """A password as it is kept; `salt` are 16 bytes."""
    digest = salt + unicodedata.normalize("NFC", password).encode("utf-8")
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


def fits(password: str, kept: str) -> bool:
    """Whether this is the password that is kept so."""
    try:
        data = base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(data) == SALT + 32 and hmac.compare_digest(hashed(password, data[:SALT]), kept)


__all__ = ["DEFAULT", "ROUNDS", "SALT", "fits", "hashed"]
