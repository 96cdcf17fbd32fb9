"""Where a record is: a file on this machine, or a database of a PostgreSQL server named by its address.

The address is read as PostgreSQL's own programs read it: what it leaves out is asked of PGHOST, PGPORT, PGUSER,
PGPASSWORD and the file of passwords (PGPASSFILE, else ~/.pgpass). A password never stands in what is printed.
"""

from __future__ import annotations

import getpass
import ipaddress
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from onrecord.errors import UsageError

SCHEMES = ("postgresql", "postgres")
SSL_MODES = ("disable", "require", "verify-full")
_OPTIONS = ("host", "sslmode", "sslrootcert")
_COLLAPSED = re.compile(r"postgres(?:ql)?:/(?!/)")
_FORM = "write postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A database on a server. `host` is a name, or the folder of a socket; `sslmode` is one of `SSL_MODES`.

    `str()` of it is what may be shown and logged: it holds no password.
    """

    user: str
    host: str
    port: int
    database: str
    sslmode: str
    sslrootcert: str = ""
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        host = self.host if not self.local_socket else ""
        host = f"[{host}]" if ":" in host else host
        port = "" if self.port == 5432 else f":{self.port}"
        said = {"host": self.host if self.local_socket else "", "sslrootcert": self.sslrootcert}
        said["sslmode"] = self.sslmode if self.sslmode != _usual_mode(self.host) else ""
        options = urlencode({name: value for name, value in said.items() if value}, safe="/")
        where = f"{quote(self.user, safe='')}@{host}{port}/{quote(self.database, safe='')}"
        return f"postgresql://{where}{'?' if options else ''}{options}"

    @property
    def name(self) -> str:
        """What the record is called in short: the name of its database."""
        return self.database

    @property
    def local_socket(self) -> bool:
        """Whether the server is reached by a socket in a folder, and not over the network."""
        return self.host.startswith("/")

    @property
    def secret(self) -> str | None:
        """The password: of the address, else of PGPASSWORD, else of the file of passwords."""
        if self.password is not None:
            return self.password
        return os.environ.get("PGPASSWORD") or _kept_password(self)


Place = Path | Address


def is_address(typed: object) -> bool:
    """Whether what a user typed names a server, and not a file."""
    return isinstance(typed, str) and typed.partition("://")[0].lower() in SCHEMES and "://" in typed


def place(typed: str | os.PathLike[str] | Address) -> Place:
    """Where a record is, from what a user typed. Raises UsageError for an address that cannot be one."""
    if isinstance(typed, Address):
        return typed
    if isinstance(typed, str) and is_address(typed):
        return address(typed)
    if _COLLAPSED.match(os.fspath(typed)):
        raise UsageError(f"an address of a server is given as text, not as a path: {_FORM}")
    return Path(typed)


def address(typed: str) -> Address:
    """Read an address. No message repeats what was typed: it may hold a password."""
    try:
        parts = urlsplit(typed)
        port, host = parts.port, parts.hostname or ""
        options = dict(parse_qsl(parts.query, strict_parsing=True) if parts.query else ())
    except ValueError:
        raise UsageError(f"this is no address of a PostgreSQL server; {_FORM}") from None
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        raise UsageError(f"an address knows no {', '.join(unknown)}; after ? there may be: {', '.join(_OPTIONS)}")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database or parts.fragment:
        raise UsageError(f"an address ends in the name of one database; {_FORM}")
    host = options.get("host") or unquote(host) or os.environ.get("PGHOST") or "localhost"
    mode = options.get("sslmode") or os.environ.get("PGSSLMODE") or _usual_mode(host)
    if mode not in SSL_MODES:
        raise UsageError(f"sslmode is one of {', '.join(SSL_MODES)}; left out, it is verify-full for other machines")
    return Address(
        user=unquote(parts.username or "") or os.environ.get("PGUSER") or getpass.getuser(),
        host=host,
        port=port or _port(os.environ.get("PGPORT", "")),
        database=database,
        sslmode=mode,
        sslrootcert=options.get("sslrootcert", ""),
        password=unquote(parts.password) if parts.password else None,
    )


def _port(text: str) -> int:
    if text and not text.isdigit():
        raise UsageError("PGPORT is no number")
    return int(text or 5432)


def _usual_mode(host: str) -> str:
    return "disable" if _here(host) else "verify-full"


def _here(host: str) -> bool:
    """Whether a host is this machine, so that what is sent leaves it on no wire."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# ---------------------------------------------------------------------------- the file of passwords


def _kept_password(to: Address) -> str | None:
    """The password of the first line that fits: host:port:database:user:password, where * is any."""
    file = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            return None  # others may read it: PostgreSQL's own programs ignore it then, too
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    host = "localhost" if to.local_socket else to.host
    wanted = ((to.host, host), (str(to.port),), (to.database,), (to.user,))
    for line in lines:
        cells = list(_cells(line))
        if line.startswith("#") or len(cells) != 5:
            continue
        if all(cell == "*" or cell in fits for cell, fits in zip(cells, wanted, strict=False)):
            return cells[4]
    return None


def _cells(line: str) -> Iterator[str]:
    """The fields of a line between colons; a colon or a backslash of a field has a backslash before it."""
    cell = ""
    rest = iter(line)
    for c in rest:
        if c == ":":
            yield cell
            cell = ""
        else:
            cell += next(rest, "") if c == "\\" else c
    yield cell


__all__ = ["Address", "Place", "address", "is_address", "place"]
