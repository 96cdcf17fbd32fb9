"""The interface for programs, told to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from onrecord.forms import to_json
from onrecord.web.asked import subject
from onrecord.web.interface import described, endpoints
from onrecord.web.page import tagged
from onrecord.web.render import answer

router = subject()


@router.get("/api", name="api", include_in_schema=False)
def api(request: Request) -> Response:
    """Every address that ends in .json, with what it takes and answers."""
    return tagged(request, answer(request, "api.html", endpoints=endpoints(), schemas=_schemas()))


@router.get("/openapi.json", name="openapi", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The OpenAPI description."""
    return tagged(request, Response(to_json(described()), media_type="application/json"))


def _schemas() -> Mapping[str, Any]:
    schemas: Mapping[str, Any] = described()["components"]["schemas"]
    return {name: one for name, one in schemas.items() if "properties" in one}
