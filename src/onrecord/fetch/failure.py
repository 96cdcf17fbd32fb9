"""Why an address gave nothing, and what a user can do about it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Status: (reason, what it means and what to do). Others: `of_status`.
_STATUS: dict[int, tuple[str, str]] = {
    401: ("login-needed", "the site asks for a login; save the page in your browser and add the file"),
    402: ("login-needed", "the site asks for payment; save the page in your browser and add the file"),
    403: ("forbidden", "the site refuses programs like this one; save the page in your browser and add the file"),
    404: ("not-found", "there is no such page; check the address, or look for it in a web archive"),
    407: ("proxy", "the proxy of this network asks for a login"),
    410: ("gone", "the page was taken down for good; look for it in a web archive"),
    429: ("rate-limited", "the site asks for fewer requests; run the same command again later, with a longer --delay"),
    451: ("forbidden", "the page is withheld for legal reasons"),
}
SETTLED = frozenset(
    ("login-needed", "forbidden", "not-found", "gone", "robots", "redirected", "private-address", "http-status")
)
"""Reasons that will most likely hold tomorrow too; the others pass."""


class Failed(Exception):
    """An address gave nothing. `wait`: seconds for which the site asks to be left alone; 0 if it says nothing."""

    def __init__(self, reason: str, detail: str, *, status: int = 0, wait: float = 0.0) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = "".join(c if c.isprintable() else "?" for c in detail)  # servers' words are among them
        self.status = status
        self.wait = wait

    @property
    def settled(self) -> bool:
        return self.reason in SETTLED


def unexpected(e: Exception) -> Failed:
    """A fault of ours, or a trick we do not know: it costs one address, not the run."""
    said = " ".join(f"{type(e).__name__}: {e}".split())[:300]
    return Failed("internal-error", f"{said} (please report this with the address)")


def of_status(status: int, wait: float = 0.0) -> Failed:
    """What an answer other than the page means."""
    if status in _STATUS:
        reason, detail = _STATUS[status]
    elif status >= 500:
        reason, detail = "server-error", "the site is in trouble; run the same command again later"
    elif status in (204, 205):
        reason, detail = "empty", "the site answers without a page"
    else:
        reason, detail = "http-status", "not an answer with a page in it; open the address in your browser"
    if wait:
        detail += f" (it asks to wait {round(wait):,} s)"
    return Failed(reason, f"HTTP {status}: {detail}", status=status, wait=wait)


def retry_after(value: str, now: datetime) -> float:
    """Seconds that a Retry-After header asks to wait, as a number or a date; 0 where it says nothing sensible."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return 0.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
