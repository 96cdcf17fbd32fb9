"""The workbench of the sample coverage, asked in process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

import onrecord
from onrecord import project
from onrecord.accounts import Accounts
from onrecord.record import Record
from onrecord.web import Serving
from onrecord.web.app import create_app

sys.path.insert(0, str(Path(__file__).parent.parent / "store"))  # the factories beside the tests of the store


@pytest.fixture(scope="session")
def reading(sample_home: Path) -> Iterator[Record]:
    """The record of the sample coverage. Not to be written to."""
    settings = project.load(sample_home / "onrecord.toml")
    with onrecord.open(sample_home / "record.onrecord", project=settings) as record:
        yield record


@pytest.fixture(scope="session")
def client(reading: Record) -> TestClient:
    """A reader of it."""
    return TestClient(create_app(reading, Serving(title="The Tarsil Dam")), base_url="http://localhost")


@pytest.fixture
def writing(sample_home: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of that record, to be changed."""
    shutil.copy(sample_home / "onrecord.toml", tmp_path)
    shutil.copy(sample_home / "record.onrecord", tmp_path)
    with onrecord.open(tmp_path / "record.onrecord", project=project.load(tmp_path / "onrecord.toml")) as record:
        yield record


@pytest.fixture
def judge(writing: Record) -> TestClient:
    """Somebody who may judge in it, as "Ana"."""
    return TestClient(create_app(writing, Serving(write=True, who="Ana")), base_url="http://localhost")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A reader of a record that holds nothing yet."""
    with onrecord.open(tmp_path / "empty.onrecord", create=True) as record:
        yield TestClient(create_app(record, Serving(title="Empty")), base_url="http://localhost")


@pytest.fixture(scope="session")
def read_page() -> Callable[..., html.HtmlElement]:
    """The page that a client gets at an address, as a tree; fails where it is not answered with 200."""

    def get(client: TestClient, address: str) -> html.HtmlElement:
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, answer.text[:2000]
        return html.fromstring(answer.text)

    return get


PASSWORD = "seven grey herons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A workbench with accounts: "Rhea" reads, "Cora" and "Carl" code, "Ada" is an admin; all have one password."""

    app: FastAPI
    accounts: Accounts
    password: str = PASSWORD

    def stranger(self) -> TestClient:
        """A browser in which nobody is logged in."""
        return TestClient(self.app, base_url="http://localhost", follow_redirects=False)

    def client(self, name: str) -> TestClient:
        """A browser in which this user is logged in."""
        client = self.stranger()
        sent = {"name": name, "password": self.password, "csrf": form_token(client, "/login")}
        answer = client.post("/login", data=sent)
        assert answer.status_code == 303, answer.text
        return client


def form_token(client: TestClient, address: str) -> str:
    """The token that forms of a page carry."""
    page = html.fromstring(client.get(address, headers={"accept": "text/html"}).text)
    return str(page.xpath("//meta[@name='csrf']/@content")[0])


@pytest.fixture
def token_in() -> Callable[[TestClient, str], str]:
    """The token that forms of a page carry."""
    return form_token


@pytest.fixture
def team(writing: Record) -> Iterator[Team]:
    """The copy of the record that may be written, served to users."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with Accounts.create(writing.store.path, hasher=quick) as accounts:
        for name, role in (("Rhea", "reader"), ("Cora", "coder"), ("Carl", "coder"), ("Ada", "admin")):
            accounts.add(name, role, PASSWORD)
        serving = Serving(write=True, title="The Tarsil Dam")
        yield Team(app=create_app(writing, serving, accounts), accounts=accounts)
