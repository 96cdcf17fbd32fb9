"""The workbench of the sample coverage, asked in process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

import onrecord
from onrecord import project
from onrecord.record import Record
from onrecord.web import Serving
from onrecord.web.app import create_app


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


@pytest.fixture(scope="session")
def read_page() -> Callable[..., html.HtmlElement]:
    """The page that a client gets at an address, as a tree; fails where it is not answered with 200."""

    def get(client: TestClient, address: str) -> html.HtmlElement:
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, answer.text[:2000]
        return html.fromstring(answer.text)

    return get
