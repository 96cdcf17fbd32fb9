"""The accounts of one record: users are added, log in, and stay logged in for a while."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from argon2 import PasswordHasher

from onrecord.accounts import attempts, passwords, places, schema
from onrecord.accounts.people import Entry, LogIn, Person, User, fit_name, fit_role, key
from onrecord.errors import LoginNeeded, NotFound, TooOften, UsageError
from onrecord.store.address import Place

IDLE = 12 * 3600.0  # seconds without a request that end a session
LONGEST = 7 * 86400.0  # seconds after which a session ends in any case
NOTED_EVERY = 60.0  # seconds between two notes that a session is in use
KEPT_LOG_INS = 10_000
NO_SUCH = "there is no user with this name and password"


class Accounts:
    """Use it as a context manager, or call `close()`. Threads may share it. `now` tells the seconds since 1970."""

    def __init__(self, place: Place, made: sa.Engine, keeper: passwords.Keeper, now: Callable[[], float]) -> None:
        self.place = place
        self._engine = made
        self._keeper = keeper
        self._now = now

    @classmethod
    def open(
        cls, place: Place, *, hasher: PasswordHasher | None = None, now: Callable[[], float] = time.time
    ) -> Accounts | None:
        """The accounts of a record; None where nobody was ever added. Raises RecordError with what to do."""
        made = places.engine(place, create=False)
        return cls(place, made, passwords.Keeper(hasher), now) if made is not None else None

    @classmethod
    def create(
        cls, place: Place, *, hasher: PasswordHasher | None = None, now: Callable[[], float] = time.time
    ) -> Accounts:
        """The accounts of a record, made where there are none."""
        made = places.engine(place, create=True)
        assert made is not None  # noqa: S101
        return cls(place, made, passwords.Keeper(hasher), now)

    def __enter__(self) -> Accounts:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, or the connections. Nothing is pending."""
        self._engine.dispose()

    def secret(self) -> bytes:
        """What the tokens of forms are made with; the same for every process that serves this record."""
        with places.speaking(self.place), self._engine.connect() as conn:
            return bytes.fromhex(str(conn.scalar(sa.select(schema.about.c.secret))))

    # ------------------------------------------------------------------ users

    def users(self) -> list[User]:
        """All users, by name."""
        u, t = schema.user.c, schema.token.c
        labels = defaultdict(list)
        with places.speaking(self.place), self._engine.connect() as conn:
            for row in conn.execute(sa.select(t.user, t.label).order_by(t.label)):
                labels[row.user].append(row.label)
            rows = conn.execute(sa.select(u.key, u.name, u.role, u.made, u.last_in).order_by(u.key)).all()
        return [
            User(
                name=r.name,
                role=r.role,
                made=_moment(r.made),
                last_in=_moment(r.last_in) if r.last_in is not None else None,
                tokens=tuple(labels[r.key]),
            )
            for r in rows
        ]

    def add(self, name: str, role: str, password: str) -> User:
        """A new user. Raises UsageError where the name is taken, or name, role or password are no good."""
        kept = fit_name(name)
        values = {
            "key": key(kept),
            "name": kept,
            "role": fit_role(role),
            "password": self._keeper.hash(passwords.fit(password, kept)),
            "made": self._now(),
        }
        with places.speaking(self.place), places.writing(self._engine) as conn:
            if conn.scalar(sa.select(schema.user.c.name).where(schema.user.c.key == key(kept))) is not None:
                raise UsageError(f"there is a user {kept!r} already; their role: onrecord user role")
            conn.execute(sa.insert(schema.user).values(values))
        return User(name=kept, role=role, made=_moment(float(str(values["made"]))), last_in=None, tokens=())

    def set_role(self, name: str, role: str) -> str:
        """Give a user another role, and end their sessions; answers the name. Raises NotFound."""
        return self._change(name, role=fit_role(role))

    def set_password(self, name: str, password: str) -> str:
        """Give a user another password, and end their sessions; answers the name. Raises NotFound, UsageError."""
        return self._change(name, password=self._keeper.hash(passwords.fit(password, name)))

    def _change(self, name: str, **values: str) -> str:
        with places.speaking(self.place), places.writing(self._engine) as conn:
            found = _named(conn, name)
            conn.execute(sa.update(schema.user).where(schema.user.c.key == key(name)).values(values))
            conn.execute(sa.delete(schema.session).where(schema.session.c.user == key(name)))
            return found

    def remove(self, name: str) -> str:
        """Take a user out, with sessions and tokens; their judgements stay. Raises NotFound."""
        with places.speaking(self.place), places.writing(self._engine) as conn:
            found = _named(conn, name)
            for table in (schema.session, schema.token):
                conn.execute(sa.delete(table).where(table.c.user == key(name)))
            conn.execute(sa.delete(schema.user).where(schema.user.c.key == key(name)))
            return found

    # ------------------------------------------------------------------ logging in

    def log_in(self, name: str, password: str, address: str) -> Entry:
        """Begin a session. Raises LoginNeeded, in the same words and time whoever is named, or TooOften."""
        kept = self._checked(name, password, address)
        secret = secrets.token_urlsafe(32)
        now = self._now()
        with places.speaking(self.place), places.writing(self._engine) as conn:
            attempts.succeeded(conn, name, address)
            row = conn.execute(sa.select(schema.user).where(schema.user.c.key == key(name))).one_or_none()
            if row is None or row.password != kept:  # changed while the password was looked at
                raise LoginNeeded(NO_SUCH)
            fresh = self._keeper.hash(password) if self._keeper.outdated(kept) else kept
            conn.execute(sa.update(schema.user).where(schema.user.c.key == row.key).values(last_in=now, password=fresh))
            conn.execute(sa.delete(schema.session).where(_over(now)))
            conn.execute(sa.insert(schema.session).values(hash=_hash(secret), user=row.key, made=now, seen=now))
            _note(conn, now, row.name, address, "in")
        return Entry(person=Person(name=row.name, role=row.role), secret=secret)

    def confirm(self, name: str, password: str, address: str) -> None:
        """Check the password of one who is logged in already. Raises as `log_in`."""
        self._checked(name, password, address)
        with places.speaking(self.place), places.writing(self._engine) as conn:
            attempts.succeeded(conn, name, address)

    def _checked(self, name: str, password: str, address: str) -> str:
        """The hash of the password, if it is right."""
        with places.speaking(self.place), places.writing(self._engine) as conn:
            row = conn.execute(
                sa.select(schema.user.c.name, schema.user.c.password).where(schema.user.c.key == key(name))
            ).one_or_none()
            known = row.name if row else ""
            try:
                attempts.begin(conn, name, address, self._now())
                refused = None
            except TooOften as e:
                refused = e
                if _newest(conn, address) != "wait":  # once is enough: else who tries on would push the others out
                    _note(conn, self._now(), known, address, "wait")
        if refused:
            raise refused
        if not self._keeper.right(row.password if row else None, password):
            with places.speaking(self.place), places.writing(self._engine) as conn:
                _note(conn, self._now(), known, address, "wrong")
            raise LoginNeeded(NO_SUCH)
        return str(row.password) if row else ""

    def session(self, secret: str) -> Person | None:
        """Who is logged in with this; None where nobody is, or not any more."""
        s, u, now = schema.session.c, schema.user.c, self._now()
        query = sa.select(u.name, u.role, s.seen).join_from(schema.session, schema.user, u.key == s.user)
        with places.speaking(self.place), self._engine.connect() as conn:
            row = conn.execute(query.where(s.hash == _hash(secret), ~_over(now))).one_or_none()
        if row is None:
            return None
        if now - row.seen > NOTED_EVERY:
            with places.speaking(self.place), places.writing(self._engine) as conn:
                conn.execute(sa.update(schema.session).where(s.hash == _hash(secret)).values(seen=now))
        return Person(name=row.name, role=row.role)

    def log_out(self, secret: str, address: str) -> None:
        """End a session."""
        s, u = schema.session.c, schema.user.c
        with places.speaking(self.place), places.writing(self._engine) as conn:
            query = sa.select(u.name).join_from(schema.session, schema.user, u.key == s.user)
            name = conn.scalar(query.where(s.hash == _hash(secret)))
            conn.execute(sa.delete(schema.session).where(s.hash == _hash(secret)))
            if name is not None:
                _note(conn, self._now(), str(name), address, "out")

    def log_ins(self, limit: int = 100, offset: int = 0) -> list[LogIn]:
        """Who logged in, out or tried to, newest first."""
        c = schema.log_in.c
        query = sa.select(c.at, c.name, c.address, c.what).order_by(c.at.desc(), c.id).limit(limit).offset(offset)
        with places.speaking(self.place), self._engine.connect() as conn:
            rows = conn.execute(query).all()
        return [LogIn(at=_moment(r.at), name=r.name, address=r.address, what=r.what) for r in rows]

    # ------------------------------------------------------------------ programs

    def new_token(self, name: str, label: str) -> str:
        """A token with which a program asks in a user's name. It is told this once. Raises NotFound, UsageError."""
        fit_name(label)
        t, secret = schema.token.c, secrets.token_urlsafe(32)
        with places.speaking(self.place), places.writing(self._engine) as conn:
            found = _named(conn, name)
            if conn.scalar(sa.select(t.label).where(t.user == key(name), t.label == label)) is not None:
                raise UsageError(f"{found} has a token {label!r}; give another --label, or take it back with --revoke")
            values = {"hash": _hash(secret), "user": key(name), "label": label, "made": self._now()}
            conn.execute(sa.insert(schema.token).values(values))
        return secret

    def revoke_token(self, name: str, label: str) -> None:
        """Take a token back. Raises NotFound."""
        t = schema.token.c
        with places.speaking(self.place), places.writing(self._engine) as conn:
            found = _named(conn, name)
            if not conn.execute(sa.delete(schema.token).where(t.user == key(name), t.label == label)).rowcount:
                raise NotFound(f"{found} has no token {label!r}; those there are: onrecord user list")

    def program(self, name: str, secret: str) -> Person | None:
        """In whose name a program asks with this token; None where that is nobody's."""
        t, u = schema.token.c, schema.user.c
        query = sa.select(u.name, u.role).join_from(schema.token, schema.user, u.key == t.user)
        with places.speaking(self.place), self._engine.connect() as conn:
            row = conn.execute(query.where(t.hash == _hash(secret), t.user == key(name))).one_or_none()
        return Person(name=row.name, role=row.role) if row else None


def _named(conn: sa.Connection, name: str) -> str:
    found = conn.scalar(sa.select(schema.user.c.name).where(schema.user.c.key == key(name)))
    if found is None:
        raise NotFound(f"there is no user {name!r}; those there are: onrecord user list")
    return str(found)


def _over(now: float) -> sa.ColumnElement[bool]:
    s = schema.session.c
    return sa.or_(s.seen < now - IDLE, s.made < now - LONGEST)


def _note(conn: sa.Connection, now: float, name: str, address: str, what: str) -> None:
    """A line in the list of log-ins, which keeps the newest."""
    c = schema.log_in.c
    values = {"id": secrets.token_hex(8), "at": now, "name": name, "address": address, "what": what}
    conn.execute(sa.insert(schema.log_in).values(values))
    oldest = sa.select(c.at).order_by(c.at.desc()).offset(KEPT_LOG_INS).limit(1).scalar_subquery()
    conn.execute(sa.delete(schema.log_in).where(c.at < oldest))


def _newest(conn: sa.Connection, address: str) -> str | None:
    """What stands last in the list of log-ins of an address."""
    c = schema.log_in.c
    return conn.scalar(sa.select(c.what).where(c.address == address).order_by(c.at.desc(), c.id).limit(1))


def _hash(secret: str) -> str:
    """What is kept of a secret that was drawn at random: nobody finds one by guessing, so a fast hash will do."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


__all__ = ["IDLE", "LONGEST", "Accounts"]
