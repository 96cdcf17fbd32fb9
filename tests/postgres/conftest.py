"""A PostgreSQL server of the machine's own package, started for these tests alone and gone after them."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from onrecord.store import copying
from onrecord.store.address import place
from onrecord.store.db import Store

sys.path.insert(0, str(Path(__file__).parent))  # server_questions and server_rows, for the tests beside this file

UNPRIVILEGED = ("postgres", "nobody")
USER = "onrecord"
SETTINGS = "fsync = off\nfull_page_writes = off\nautovacuum = off\nshared_buffers = 64MB\nmax_connections = 60\n"
_numbers = count(1)


def _programs() -> Path | None:
    """The folder with initdb and pg_ctl: Debian leaves it out of the path."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    every = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    return every[-1].parent if every else None


def _owner() -> dict[str, Any]:
    """Who runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            who = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    pytest.skip("a server cannot run as root, and there is no user 'postgres' or 'nobody' here")


class Server:
    """A running server, with a new empty database for whoever asks."""

    def __init__(self, programs: Path, folder: Path, port: int, owner: dict[str, Any]) -> None:
        self.programs, self.folder, self.port, self.owner = programs, folder, port, owner

    def run(self, program: str, *args: str) -> None:
        command = [str(self.programs / program), *args]
        # a server that is started keeps the files it inherits: a pipe would never end
        with (self.folder / "said.txt").open("w+") as said:
            done = subprocess.run(command, cwd=self.folder, stdout=said, stderr=said, **self.owner, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read()

    def start(self) -> None:
        data = self.folder / "data"
        english = ("--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8")  # an order that no record has
        self.run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", *english)
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        where = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self.run("pg_ctl", "-D", str(data), "-w", "-l", str(self.folder / "log.txt"), "-o", where, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def database(self, template: str = "template0") -> str:
        """The address of a new database, empty or a copy of another."""
        name = f"record{next(_numbers)}"
        self.run("createdb", "-h", str(self.folder), "-p", str(self.port), "-U", USER, "-T", template, name)
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def sql(self, address: str, command: str) -> None:
        name = address.rpartition("/")[2]
        self.run(
            "psql",
            "-h",
            str(self.folder),
            "-p",
            str(self.port),
            "-U",
            USER,
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            command,
            name,
        )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    pytest.importorskip("pg8000", reason="the driver is not installed: pip install 'onrecord[postgres]'")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here: apt-get install postgresql")
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))  # short: the path of a socket has 107 bytes
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Server(programs, folder, port, owner)
    try:
        made.start()
        yield made
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _copied_in_no_order(server: Server, file: Path) -> str:
    address = server.database()
    in_order = copying._read

    def shuffled(conn: sa.Connection, table: sa.Table) -> Iterator[list[tuple[object, ...]]]:
        every = [row for some in in_order(conn, table) for row in some]
        random.Random(table.name).shuffle(every)
        if every:
            yield every

    with pytest.MonkeyPatch.context() as patch, Store.open(file) as source:
        patch.setattr(copying, "_read", shuffled)
        copying.copy(source, place(address))
    return address


@pytest.fixture(scope="session")
def moved(server: Server, sample_home: Path) -> str:
    """The address of a copy of the sample record, its rows in no order. Treat it as read-only."""
    return _copied_in_no_order(server, sample_home / "record.onrecord")


@pytest.fixture(scope="session")
def copied_in_no_order(server: Server) -> Callable[[Path], str]:
    """Makes a copy of a record on the server, its rows in no order, and answers its address."""
    return partial(_copied_in_no_order, server)


@pytest.fixture
def copied(server: Server, moved: str) -> str:
    """A copy of that record, to write to."""
    return server.database(moved.rpartition("/")[2])


@pytest.fixture
def empty(server: Server) -> str:
    return server.database()
