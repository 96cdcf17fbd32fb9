"""What holds for every page: forms, headers, errors."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from onrecord.forms import plain
from onrecord.record import Record


def test_a_page_has_a_twin_that_says_the_same(client: TestClient, reading: Record) -> None:
    answer = client.get("/statements.json", params={"limit": 3})
    assert answer.json()["items"] == plain(reading.said(limit=3))
    assert answer.headers["link"] == '</statements.json?limit=3&offset=3>; rel="next"'


def test_what_the_asker_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/statements")
    again = client.get("/statements", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_of_a_page_comes_from_outside(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil:80"])
def test_other_names_of_this_machine_are_turned_away(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_errors_have_one_shape(client: TestClient) -> None:
    unfit = client.get("/statements.json", params={"since": "soon"})
    assert unfit.status_code == 400
    assert unfit.json() == {
        "error": {
            "status": 400,
            "kind": "UsageError",
            "message": "since: 'soon' is no date; write 2024-03-09, 2024-03 or 2024",
        }
    }
    nowhere = client.get("/nowhere.json").json()["error"]
    assert (nowhere["status"], nowhere["kind"]) == (404, "NotFound")
    assert "<h1>Not found</h1>" in client.get("/nowhere", headers={"accept": "text/html"}).text
