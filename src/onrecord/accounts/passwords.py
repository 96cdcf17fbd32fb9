"""Passwords: which are taken, and how they are kept (argon2id).

A hash says how it was made; where that is no longer how new ones are made, `Keeper.outdated` says so, and whoever logs
in with the right password is given a new one.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.accounts.people import key
from onrecord.errors import UsageError

SHORTEST, LONGEST = 10, 1000
ENOUGH = 16  # digits and signs alone, as many as that, are no date and no telephone number
AT_ONCE = 4  # hashes that are made at a time: each needs 64 MiB
_WRITTEN = str.maketrans("@0135$7", "aoiesst")


def fit(password: str, name: str) -> str:
    """The password as it is hashed. Raises UsageError where it is too easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; a few words in a row are easy to keep")
    core = password.strip("0123456789 !?.,;:#*+-_=()[]{}/&%§\"'").casefold()
    if not core and len(password) < ENOUGH:
        raise UsageError(f"digits and signs alone are guessed fast; add letters, or give {ENOUGH} of them")
    if len(set(password)) < 4 or core.translate(_WRITTEN) in _commonest() or core == key(name):
        raise UsageError("that password is among the first that are guessed; take a few words in a row")
    return normal(password)


def normal(password: str) -> str:
    """One form for what is typed alike on different machines."""
    return unicodedata.normalize("NFKC", password)


@cache
def _commonest() -> frozenset[str]:
    text = (files("onrecord") / "data" / "passwords.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


class Keeper:
    """Makes and checks hashes, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._room:
            return self._hasher.hash(normal(password))

    def right(self, kept: str | None, given: str) -> bool:
        """Whether this is the password. It takes as long where there is none."""
        if not self._nobodys:
            self._nobodys = self.hash(secrets.token_urlsafe())
        with self._room:
            try:
                return self._hasher.verify(kept or self._nobodys, normal(given[:LONGEST])) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Whether new hashes are made in another way."""
        return self._hasher.check_needs_rehash(kept)


__all__ = ["LONGEST", "SHORTEST", "Keeper", "fit", "normal"]
