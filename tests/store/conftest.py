"""A record for each test, empty or filled; `store_factory` beside this file is imported by name."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from onrecord.store.db import Store

sys.path.insert(0, str(Path(__file__).parent))

from store_factory import MADE, Begin, Fill, check_sound, fill


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """made_once(FILL): the closed record that FILL (a function of a module) makes of an empty one, to be copied, or
    opened to be asked alone.

    It is made when it is first asked for, under whatever that test's fixtures have put in place by then.
    """

    @cache
    def make(filled: Fill) -> Path:
        path = tmp_path_factory.mktemp("made") / "r.onrecord"
        with Store.create(path) as store:
            filled(store)
        return path

    return make


@pytest.fixture
def begin(made_once: Callable[[Fill], Path], tmp_path: Path) -> Iterator[Begin]:
    """begin(FILL): the test's own record, open, as FILL filled it: a copy of what is made once for all that ask for it.

    It is checked at the end.
    """
    with ExitStack() as ending:

        def copied(filled: Fill) -> Store:
            path = tmp_path / "r.onrecord"
            assert not path.exists(), "a test has one such record"
            shutil.copyfile(made_once(filled), path)
            store = ending.enter_context(Store.open(path, write=True))
            ending.callback(check_sound, store)
            return store

        yield copied


def _empty(store: Store) -> None:
    """Nothing is put into it."""


@pytest.fixture
def store(begin: Begin) -> Store:
    return begin(_empty)


def _one(store: Store) -> None:
    fill(store, [MADE])


@pytest.fixture
def record(made_once: Callable[[Fill], Path], tmp_path: Path) -> Path:
    """A closed record of one article, alone in its folder."""
    path = tmp_path / "box" / "r.onrecord"
    path.parent.mkdir()
    shutil.copyfile(made_once(_one), path)
    return path
