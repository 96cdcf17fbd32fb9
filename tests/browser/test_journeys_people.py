"""People with accounts: two coders and who settles it, wrong passwords, a session that ends while one judges."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher

from onrecord.accounts import Accounts
from onrecord.record import Record

PASSWORD = "seven grey herons"
UNSENT = "sessionStorage.getItem('onrecord-unsent')"


@dataclass
class Clock:
    """The time that accounts go by."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass(frozen=True)
class Team:
    """A workbench with "Cora" and "Carl", who code, and "Ada", an admin; their clock can be put on."""

    record: Record
    address: str
    clock: Clock
    context: Callable[..., Any]

    def login(self, page: Any, name: str, password: str = PASSWORD) -> None:
        """Fill the form that is shown, and send it."""
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()

    def page(self, name: str, path: str = "/review") -> Any:
        """A page of a browser in which this user is logged in."""
        page = self.context()
        page.goto(self.address + path)
        self.login(page, name)
        page.wait_for_url("**" + path)
        return page

    def judged(self) -> list[tuple[str, str, str]]:
        """Who said what of which row, the first first."""
        return [(x.who, x.target, x.verdict) for x in reversed(self.record.log().lines) if not x.undone_at]


@pytest.fixture
def team(serve: Callable[..., Any], context: Callable[..., Any]) -> Team:
    clock = Clock()

    def users(record: Record) -> Accounts:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        accounts = Accounts.create(record.store.path, hasher=quick, now=clock)
        for name, role in (("Cora", "coder"), ("Carl", "coder"), ("Ada", "admin")):
            accounts.add(name, role, PASSWORD)
        return accounts

    workbench = serve(users=users)
    return Team(workbench.record, workbench.address, clock, context)


def press(page: Any, key: str) -> str:
    """Judge the row that is shown with a key, and wait until its verdict was answered; answers the row."""
    target = page.get_attribute(".row.now", "data-target")
    with page.expect_response("**/judge.json"):
        page.keyboard.press(key)
    return str(target)


def test_two_coders_conflict_and_a_third_settles_it(team: Team) -> None:
    cora, carl = team.page("Cora"), team.page("Carl")
    rows = [press(cora, key) for key in ("a", "a", "x")]
    cora.locator("#told").get_by_text("Rejected").wait_for()
    assert carl.get_attribute(".row.now", "data-target") == rows[0], "his page was there before"
    for n, target in enumerate(rows):
        assert press(carl, "a") == target
        carl.locator(".row.now .refused:not([hidden])").get_by_text("Cora").wait_for()
        assert [(w, t) for w, t, _ in team.judged() if w == "Carl"] == [("Carl", t) for t in rows[:n]]
        press(carl, "a")
        carl.locator(f".row.now:not([data-target={target}])").wait_for()
    assert {(w, t): v for w, t, v in team.judged()} == {
        **dict.fromkeys([("Cora", rows[0]), ("Cora", rows[1]), *(("Carl", r) for r in rows)], "accept"),
        ("Cora", rows[2]): "reject",
    }
    ada = team.page("Ada", "/review/disagreements")
    differ = ada.locator("#disagreements > li")
    assert [d.get_attribute("data-target") for d in differ.all()] == [rows[2]]
    assert {"Cora", "Carl"} <= set(ada.inner_text("#disagreements").replace("\n", " ").split())
    ada.get_by_role("button", name="Cora is right").click()
    ada.get_by_text("Nobody disagrees").wait_for()
    line = team.record.log().lines[0]
    assert (line.who, line.target, line.verdict, line.role) == ("Ada", rows[2], "reject", "adjudication")
    assert team.record.explain(rows[2]).said.verdict == "reject"
    ada.goto(team.address + "/review/coders")
    found = next(a for a in team.record.coders().agreement if a.kind == "statement")
    told = ada.get_by_role("region", name="Agreement").locator("tbody tr").first
    assert told.locator("[data-of=coders]").inner_text() == ", ".join(found.coders)
    assert told.locator("[data-of='judged by two or more']").inner_text() == str(found.units)
    assert told.locator("[data-of=alpha]").inner_text() == f"{found.alpha:.2f}"


def test_after_five_wrong_passwords_one_waits(team: Team) -> None:
    page = team.context()
    page.goto(team.address + "/articles")
    page.wait_for_url("**/login?next=**")
    assert "The Tarsil Dam" not in page.inner_text("body"), "nothing of the record is told before"
    for _ in range(5):
        team.login(page, "Cora", "a wrong password")
        page.get_by_role("alert").get_by_text("There is no user with this name and password").wait_for()
    team.login(page, "Cora")
    page.get_by_role("alert").get_by_text("Too many wrong passwords; try again in").wait_for()
    assert page.get_by_label("Name").input_value() == "Cora"
    team.clock.ahead += 60
    team.login(page, "Cora")
    page.wait_for_url("**/articles")
    assert page.locator(".visitor").get_by_text("Cora").is_visible()


def test_a_verdict_waits_until_one_is_logged_in_again(team: Team) -> None:
    page = team.page("Cora")
    team.clock.ahead += 13 * 3600
    target = press(page, "a")
    page.locator("#offline").get_by_text("You are logged out").wait_for()
    assert team.judged() == []
    other = page.context.new_page()
    other.goto(team.address + "/review")
    other.wait_for_url("**/login?next=**")
    team.login(other, "Cora")
    other.wait_for_url("**/review")
    page.locator("#offline").wait_for(state="hidden")
    assert team.judged() == [("Cora", target, "accept")]


def test_a_verdict_is_never_sent_in_the_name_of_another(team: Team) -> None:
    page = team.page("Cora")
    team.clock.ahead += 13 * 3600
    target = press(page, "a")
    page.locator("#offline").get_by_text("You are logged out").wait_for()
    page.on("dialog", lambda asked: asked.accept())
    page.goto(team.address + "/login")
    team.login(page, "Carl")
    page.wait_for_url(team.address + "/")
    page.goto(team.address + "/review")
    page.locator("#offline").get_by_text("Cora was logged out here").wait_for()
    assert team.judged() == [] and page.evaluate(UNSENT)
    page.keyboard.press("j")
    mine = press(page, "x")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    team.login(page, "Cora")
    page.wait_for_url(team.address + "/")
    with page.expect_response("**/judge.json"):
        page.goto(team.address + "/review")
    assert mine != target and team.judged() == [("Carl", mine, "reject"), ("Cora", target, "accept")]


def test_a_page_of_an_ended_session_leads_back_to_itself(team: Team) -> None:
    page = team.page("Cora", "/statements")
    team.clock.ahead += 13 * 3600
    page.get_by_label("Act").select_option("threat")
    page.wait_for_url("**/login?next=**")
    team.login(page, "Cora")
    page.get_by_role("heading", name="Statements", exact=True).wait_for()
