"""Whatever programs ask within the description of the interface is answered, and as the description says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from effort import times
from onrecord.record import Record
from onrecord.web import Serving, interface
from onrecord.web.app import create_app

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis: pip install 'onrecord[browser]'")
CHECKS = [getattr(schemathesis.checks, name) for name in ("not_a_server_error", "response_schema_conformance")]


@pytest.fixture
def described(reading: Record) -> Any:
    """The interface of the sample coverage, served for reading."""
    app = create_app(reading, Serving(names=("testserver",)))
    interface.described()  # made once, and not within the time that is given for an answer
    return schemathesis.openapi.from_asgi("/openapi.json", app)


ASKING = settings(
    max_examples=times(6, 3),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_question_is_answered_as_described(described: Any) -> None:
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @ASKING
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=CHECKS)

        ask()
    assert asked > 100
