"""Users, passwords, sessions, tokens, and how guessing is made slow."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from onrecord.accounts import Accounts, attempts, passwords, people
from onrecord.accounts.accounts import IDLE, LONGEST
from onrecord.errors import LoginNeeded, NotFound, OnRecordError, RecordError, TooOften, UsageError

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "seven grey herons"
HERE = "192.0.2.7"


@dataclass
class Clock:
    """A time that tests move."""

    at: float = 1_750_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    with Accounts.create(tmp_path / "r.onrecord", hasher=QUICK, now=clock) as made:
        made.add("Ana", "coder", GOOD)
        yield made


# ---------------------------------------------------------------- where they are kept


def test_nobody_was_added(tmp_path: Path) -> None:
    assert Accounts.open(tmp_path / "r.onrecord") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_only_the_owner_reads_the_file(accounts: Accounts, tmp_path: Path) -> None:
    file = tmp_path / "r.onrecord.users"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    with pytest.raises(RecordError, match="chmod 600"):
        Accounts.open(tmp_path / "r.onrecord")


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + bytes(100), b"words"])
def test_another_file_of_that_name_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "r.onrecord.users"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(RecordError, match="does not hold accounts"):
        Accounts.create(tmp_path / "r.onrecord")
    assert file.read_bytes() == content


def test_those_of_a_newer_program_are_left_alone(accounts: Accounts, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "r.onrecord.users") as raw:
        raw.execute("UPDATE about SET version = 99")
    with pytest.raises(RecordError, match="newer OnRecord"):
        Accounts.open(tmp_path / "r.onrecord")


def test_a_creation_that_was_killed_is_finished(tmp_path: Path) -> None:
    file = tmp_path / "r.onrecord.users"
    file.touch(0o600)
    assert Accounts.open(tmp_path / "r.onrecord") is None
    with Accounts.create(tmp_path / "r.onrecord", hasher=QUICK) as made:
        made.add("Ana", "admin", GOOD)
        assert [u.name for u in made.users()] == ["Ana"]


def test_no_secret_stands_in_the_file(accounts: Accounts, tmp_path: Path) -> None:
    entry = accounts.log_in("Ana", GOOD, HERE)
    token = accounts.new_token("Ana", "script")
    shutil.copy(tmp_path / "r.onrecord.users", tmp_path / "copy")
    held = (tmp_path / "copy").read_bytes()
    for secret in (GOOD, entry.secret, token):
        assert secret.encode() not in held


# ---------------------------------------------------------------- names and passwords


@pytest.mark.parametrize("name", ["", " ", "a:b", "a\nb", "a\u202eb", "a\0b", "x" * 61])
def test_names_that_cannot_be(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        accounts.add(name, "coder", GOOD)


@pytest.mark.parametrize("name", ["ana", "ANA ", "Ａｎａ"])
def test_names_that_look_like_another(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="already"):
        accounts.add(name, "admin", GOOD)


def test_a_role_is_one_of_three(accounts: Accounts) -> None:
    with pytest.raises(UsageError, match="reader, coder, admin"):
        accounts.add("Bo", "owner", GOOD)


@pytest.mark.parametrize(
    "password",
    ["", "short one", "x" * 1001, "1234567890", "2024-03-09!", "Password123", "p@ssw0rd2024", "letmein!!!!",
     "aaaaaaaaaaaa", "abcabcabcabc", "Bo Lund 2024", "QWERTYUIOP", "!!iloveyou!!"],
)  # fmt: skip
def test_passwords_that_are_guessed_first(password: str) -> None:
    with pytest.raises(UsageError):
        passwords.fit(password, "Bo Lund")


@pytest.mark.parametrize(
    "password", [GOOD, "vielgefragt hat", "日本語のパスワードです", "4815162342108151", "Tr4ubl&monk"]
)
def test_passwords_that_will_do(accounts: Accounts, password: str) -> None:
    accounts.add("Bo", "coder", password)
    assert accounts.log_in("bo", password, HERE).person.name == "Bo"


def test_one_password_however_it_is_typed(accounts: Accounts) -> None:
    accounts.add("Bo", "coder", "caf\u00e9 au lait noir")
    assert accounts.log_in("Bo", "cafe\u0301 au lait noir", HERE).person.name == "Bo"


@given(st.text(max_size=40))
def test_names_are_told_apart_by_one_key(name: str) -> None:
    assert people.key(people.key(name)) == people.key(name)


# ---------------------------------------------------------------- sessions


def test_a_session_is_known_until_it_ends(accounts: Accounts) -> None:
    first, second = accounts.log_in("Ana", GOOD, HERE), accounts.log_in("ana", GOOD, HERE)
    assert first.secret != second.secret
    assert accounts.session(first.secret) == people.Person(name="Ana", role="coder")
    accounts.log_out(first.secret, HERE)
    assert accounts.session(first.secret) is None
    assert accounts.session(second.secret) is not None
    assert accounts.session("") is None


def test_an_idle_session_ends(accounts: Accounts, clock: Clock) -> None:
    secret = accounts.log_in("Ana", GOOD, HERE).secret
    clock.at += IDLE - 1
    assert accounts.session(secret)
    clock.at += IDLE - 1
    assert accounts.session(secret)
    clock.at += IDLE + 1
    assert accounts.session(secret) is None


def test_a_session_in_use_ends_too(accounts: Accounts, clock: Clock) -> None:
    secret = accounts.log_in("Ana", GOOD, HERE).secret
    for _ in range(int(LONGEST / IDLE) * 2):
        clock.at += IDLE / 2 - 1
        assert accounts.session(secret)
    clock.at += IDLE / 2
    assert accounts.session(secret) is None


@pytest.mark.parametrize("change", ["role", "password", "remove"])
def test_a_change_ends_the_sessions_of_that_user_alone(accounts: Accounts, change: str) -> None:
    accounts.add("Bo", "reader", GOOD)
    ana, bo = accounts.log_in("Ana", GOOD, HERE).secret, accounts.log_in("Bo", GOOD, HERE).secret
    if change == "role":
        assert accounts.set_role("ANA", "admin") == "Ana"
    elif change == "password":
        accounts.set_password("Ana", "another one altogether")
    else:
        accounts.remove("Ana")
    assert accounts.session(ana) is None
    assert accounts.session(bo) is not None
    if change == "password":
        with pytest.raises(LoginNeeded):
            accounts.log_in("Ana", GOOD, HERE)
        assert accounts.log_in("Ana", "another one altogether", HERE)


def test_a_hash_made_in_an_older_way_is_made_anew(accounts: Accounts, tmp_path: Path, clock: Clock) -> None:
    harder = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    with Accounts.create(tmp_path / "r.onrecord", hasher=harder, now=clock) as later:
        before = _hashes(tmp_path)
        later.log_in("Ana", GOOD, HERE)
        after = _hashes(tmp_path)
        assert ("t=1" in before["ana"], "t=2" in after["ana"]) == (True, True)
        later.log_in("Ana", GOOD, HERE)
        assert _hashes(tmp_path) == after


def _hashes(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "r.onrecord.users") as raw:
        return dict(raw.execute("SELECT key, password FROM account"))


def test_passwords_are_kept_as_argon2id(tmp_path: Path) -> None:
    with Accounts.create(tmp_path / "r.onrecord") as made:
        made.add("Ana", "coder", GOOD)
    assert _hashes(tmp_path)["ana"].startswith("$argon2id$")


# ---------------------------------------------------------------- guessing


def test_what_is_said_of_a_wrong_password_and_of_a_wrong_name_is_the_same(accounts: Accounts) -> None:
    said = set()
    for name in ("Ana", "Nobody", ""):
        with pytest.raises(LoginNeeded) as e:
            accounts.log_in(name, "not the password", name)
        said.add(str(e.value))
    assert len(said) == 1


@pytest.mark.parametrize("name", ["Ana", "Nobody"])
def test_after_five_wrong_passwords_one_waits_longer_and_longer(accounts: Accounts, clock: Clock, name: str) -> None:
    waits = []
    for n in range(12):
        with pytest.raises(OnRecordError) as e:
            accounts.log_in(name, "not the password", f"192.0.2.{n}")
        if isinstance(e.value, TooOften):
            waits.append(e.value.seconds)
            clock.at += e.value.seconds
    assert [w - 1 for w in waits] == [30, 60, 120, 240, 480, 900][: len(waits)]
    assert len(waits) >= 3


def test_the_right_password_waits_too_and_then_starts_anew(accounts: Accounts, clock: Clock) -> None:
    _guess(accounts, "Ana", 5)
    with pytest.raises(TooOften, match="try again in 3"):
        accounts.log_in("Ana", GOOD, "198.51.100.1")
    clock.at += 31
    assert accounts.log_in("Ana", GOOD, "198.51.100.1")
    _guess(accounts, "Ana", 4)
    assert accounts.log_in("Ana", GOOD, "198.51.100.1")


def test_one_address_waits_whomever_it_names(accounts: Accounts) -> None:
    for n in range(5):
        with pytest.raises(LoginNeeded):
            accounts.log_in(f"user {n}", "not the password", HERE)
    with pytest.raises(TooOften):
        accounts.log_in("Ana", GOOD, HERE)
    assert accounts.log_in("Ana", GOOD, "198.51.100.1")


def test_own_log_ins_between_do_not_help_an_address(accounts: Accounts) -> None:
    accounts.add("Eve", "reader", GOOD)
    with pytest.raises(TooOften):
        for n in range(9):
            assert accounts.log_in("Eve", GOOD, HERE)
            with pytest.raises(LoginNeeded):
                accounts.log_in(f"user {n}", "not the password", HERE)


def test_an_address_of_the_new_kind_is_its_network(accounts: Accounts) -> None:
    with pytest.raises(TooOften):
        for n in range(6):
            with pytest.raises(LoginNeeded):
                accounts.log_in(f"user {n}", "not the password", f"2001:db8::{n + 1:x}")


def test_many_at_once_are_no_way_round(accounts: Accounts) -> None:
    outcomes: list[type] = []

    def guess() -> None:
        try:
            accounts.log_in("Ana", "not the password", HERE)
        except OnRecordError as e:
            outcomes.append(type(e))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert (outcomes.count(LoginNeeded), outcomes.count(TooOften)) == (5, 15)


def test_wrong_passwords_are_forgotten_after_a_while(accounts: Accounts, clock: Clock) -> None:
    _guess(accounts, "Ana", 4)
    clock.at += attempts.FORGOTTEN + 1
    _guess(accounts, "Ana", 4)
    assert accounts.log_in("Ana", GOOD, HERE)


@given(st.integers(0, 10_000))
def test_the_wait_never_shrinks_and_is_bounded(wrong: int) -> None:
    assert attempts.wait(wrong) <= attempts.wait(wrong + 1) <= attempts.LONGEST_WAIT
    assert (attempts.wait(wrong) == 0) == (wrong < attempts.ALLOWED)


def _guess(accounts: Accounts, name: str, times: int) -> None:
    for n in range(times):
        with pytest.raises(LoginNeeded):
            accounts.log_in(name, "not the password", f"203.0.113.{n}")


def test_the_list_of_log_ins_tells_no_name_that_nobody_has(accounts: Accounts) -> None:
    with pytest.raises(LoginNeeded):
        accounts.log_in(GOOD, "Ana", HERE)  # the password where the name should be
    accounts.log_out(accounts.log_in("ana", GOOD, HERE).secret, HERE)
    told = sorted((line.name, line.what) for line in accounts.log_ins())
    assert told == [("", "wrong"), ("Ana", "in"), ("Ana", "out")]
    assert {line.address for line in accounts.log_ins()} == {HERE}


# ---------------------------------------------------------------- programs


def test_a_token_speaks_for_its_user_until_it_is_revoked(accounts: Accounts) -> None:
    accounts.add("Bo", "reader", GOOD)
    token = accounts.new_token("Ana", "nightly")
    assert accounts.program("ana", token) == people.Person(name="Ana", role="coder")
    assert accounts.program("Bo", token) is None
    assert accounts.program("Ana", GOOD) is None
    assert accounts.session(token) is None
    assert [u.tokens for u in accounts.users()] == [("nightly",), ()]
    with pytest.raises(UsageError, match="has a token"):
        accounts.new_token("Ana", "nightly")
    accounts.revoke_token("Ana", "nightly")
    assert accounts.program("Ana", token) is None
    with pytest.raises(NotFound):
        accounts.revoke_token("Ana", "nightly")


def test_a_token_has_the_role_that_its_user_has_now(accounts: Accounts) -> None:
    token = accounts.new_token("Ana", "nightly")
    accounts.set_role("Ana", "reader")
    assert accounts.program("Ana", token) == people.Person(name="Ana", role="reader")
    accounts.remove("Ana")
    assert accounts.program("Ana", token) is None


@pytest.mark.parametrize("verb", ["set_role", "set_password", "remove", "new_token"])
def test_who_is_not_there_cannot_be_changed(accounts: Accounts, verb: str) -> None:
    given = {"set_role": ("admin",), "set_password": (GOOD,), "remove": (), "new_token": ("x",)}[verb]
    with pytest.raises(NotFound, match="onrecord user list"):
        getattr(accounts, verb)("Nobody", *given)


def test_a_name_that_nobody_has_costs_as_much_work(tmp_path: Path) -> None:
    looked_at: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
            looked_at.append(str(hash)[:40])
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    with Accounts.create(tmp_path / "r.onrecord", hasher=hasher) as made:
        made.add("Ana", "coder", GOOD)
        for name in ("Ana", "Nobody"):
            with pytest.raises(LoginNeeded):
                made.log_in(name, "not the password", HERE)
    known, unknown = looked_at
    assert known.split("$")[:4] == unknown.split("$")[:4]


def test_who_tries_on_does_not_push_others_out_of_the_list(accounts: Accounts, clock: Clock) -> None:
    for _ in range(20):
        clock.at += 0.01
        with pytest.raises((LoginNeeded, TooOften)):
            accounts.log_in("Ana", "a wrong guess", HERE)
    assert [line.what for line in accounts.log_ins()] == ["wait", *["wrong"] * attempts.ALLOWED]
    clock.at += 60
    with pytest.raises(LoginNeeded):
        accounts.log_in("Ana", "a wrong guess", HERE)
    clock.at += 1
    with pytest.raises(TooOften):
        accounts.log_in("Ana", "a wrong guess", HERE)
    assert [line.what for line in accounts.log_ins()][:3] == ["wait", "wrong", "wait"]
