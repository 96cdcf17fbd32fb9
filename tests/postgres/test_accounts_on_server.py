"""Accounts of a record on a server: the same, in a schema of its database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from argon2 import PasswordHasher

from onrecord.accounts import Accounts
from onrecord.errors import LoginNeeded, OnRecordError, TooOften
from onrecord.store.address import place
from onrecord.store.db import Store

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "seven grey herons"


def test_users_of_a_record_on_a_server(server: Any) -> None:
    where = place(server.database())
    Store.create(where).close()
    assert Accounts.open(where) is None
    with Accounts.create(where, hasher=QUICK) as made:
        made.add("Ana", "coder", GOOD)
        secret, token = made.log_in("ana", GOOD, "192.0.2.1").secret, made.new_token("Ana", "nightly")
    with Accounts.open(where, hasher=QUICK) as again:  # type: ignore[union-attr]
        assert again.session(secret) == again.program("Ana", token)
        assert [(u.name, u.tokens) for u in again.users()] == [("Ana", ("nightly",))]
        assert [line.what for line in again.log_ins()] == ["in"]
        again.set_role("Ana", "admin")
        assert again.session(secret) is None
    with Store.open(where) as store:
        assert store.check() == []


def test_many_guesses_at_once(server: Any) -> None:
    where = place(server.database())
    Store.create(where).close()
    outcomes: list[type] = []
    with Accounts.create(where, hasher=QUICK) as made:
        made.add("Ana", "coder", GOOD)

        def guess() -> None:
            try:
                made.log_in("Ana", "not the password", "192.0.2.1")
            except OnRecordError as e:
                outcomes.append(type(e))

        threads = [threading.Thread(target=guess) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        with pytest.raises(TooOften):
            made.log_in("Ana", GOOD, "192.0.2.2")
    assert (outcomes.count(LoginNeeded), outcomes.count(TooOften)) == (5, 3)
