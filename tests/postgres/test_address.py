"""Addresses of servers: what they say, what they leave out, and the password that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.store.address import Address, address, is_address, place


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PGHOST", "PGPORT", "PGPASSWORD", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGUSER", "me")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql://ann@db.example.org/lake", "postgresql://ann@db.example.org/lake"),
        ("postgres://ann:secret@db.example.org:5433/lake", "postgresql://ann@db.example.org:5433/lake"),
        ("POSTGRESQL:///lake", "postgresql://me@localhost/lake"),
        ("postgresql://a%40b:x%2Fy@[::1]/my%20lake", "postgresql://a%40b@[::1]/my%20lake"),
        ("postgresql:///lake?host=/var/run/postgresql", "postgresql://me@/lake?host=/var/run/postgresql"),
        ("postgresql://h/lake?sslmode=require", "postgresql://me@h/lake?sslmode=require"),
        ("postgresql://h/lake?sslmode=verify-full", "postgresql://me@h/lake"),
        ("postgresql://127.0.0.1/lake?sslmode=disable", "postgresql://me@127.0.0.1/lake"),
    ],
)
def test_an_address_is_read_and_shown_without_its_password(typed: str, shown: str) -> None:
    assert is_address(typed)
    assert str(address(typed)) == shown
    assert str(address(str(address(typed)))) == shown  # what is shown leads to the same place


@pytest.mark.parametrize(
    "typed",
    ["postgresql://u:secret@h", "postgresql://u:secret@h/", "postgresql://u:secret@h/a/b", "postgresql://u:secret@h:x/d",
     "postgresql://u:secret@h/d?ssl=1", "postgresql://u:secret@h/d?sslmode=allow", "postgresql://u:secret@h:99999/d",
     "postgresql://u:secret@[h/d", "postgresql://u:secret@h/d#x"],
)  # fmt: skip
def test_a_wrong_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        address(typed)
    assert "secret" not in str(refused.value)


def test_other_machines_are_asked_for_their_certificate() -> None:
    assert address("postgresql://db.example.org/lake").sslmode == "verify-full"
    for here in ("localhost", "127.0.0.1", "[::1]", ""):
        assert address(f"postgresql://{here}/lake").sslmode == "disable"


def test_what_is_no_address_is_a_path() -> None:
    assert place("record.onrecord") == Path("record.onrecord")
    assert place("postgresql") == Path("postgresql")
    assert isinstance(place("postgresql://h/d"), Address)
    with pytest.raises(UsageError, match="given as text"):
        place(Path("postgresql://h/d"))


LINES = r"""
# db.example.org:5432:lake:ann:commented
db.example.org:5432:other:ann:of-another
db.example.org:*:lake:ann:a\:b\\c
localhost:5432:*:me:here
*:*:*:nobody:x
"""


@pytest.mark.parametrize(
    ("typed", "mode", "expected"),
    [
        ("postgresql://ann@db.example.org:5555/lake", 0o600, "a:b\\c"),
        ("postgresql://ann@db.example.org/other", 0o600, "of-another"),
        ("postgresql:///any?host=/tmp", 0o600, "here"),
        ("postgresql://bob@db.example.org/lake", 0o600, None),
        ("postgresql://ann@db.example.org/lake", 0o644, None),  # others may read it
        ("postgresql://ann:typed@db.example.org/lake", 0o600, "typed"),
    ],
)
def test_the_file_of_passwords(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, mode: int, expected: str | None
) -> None:
    file = tmp_path / "pgpass"
    file.write_text(LINES)
    file.chmod(mode)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert address(typed).secret == expected


def test_the_password_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "environment")
    assert address("postgresql://ann@h/lake").secret == "environment"


@given(st.text(min_size=1).filter(lambda t: "\0" not in t), st.sampled_from(["", "u:{}@", "u{}@", ":{}@"]))
def test_no_address_raises_anything_else(text: str, before: str) -> None:
    try:
        made = address(f"postgresql://{before.format('pw-pw-pw')}{text}")
    except UsageError as e:
        assert "pw-pw-pw" not in str(e)
    else:
        assert "pw-pw-pw" not in str(made) or before == "u{}@" or "pw-pw-pw" in made.database + made.host + made.user
        assert "password" not in repr(made)
