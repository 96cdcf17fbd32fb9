"""The first page: what the record holds, and what wants attention."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.store import status_rows
from onrecord.web.asked import Opened
from onrecord.web.page import page

router = APIRouter(tags=["overview"])


@page(
    router,
    "/",
    "overview.html",
    name="overview",
    answers=status_rows.Status,
    summary="What the record holds, and what wants attention",
)
def overview(record: Opened) -> status_rows.Status:
    """Counts, runs, rejected files, wanted articles, actors that may be one."""
    return record.status()
