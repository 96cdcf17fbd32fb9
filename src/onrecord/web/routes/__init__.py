"""The pages by subject; each module has one `router`."""

from __future__ import annotations

from onrecord.web.routes import (
    account,
    actors,
    admin,
    api,
    articles,
    check,
    coders,
    events,
    issues,
    judge,
    network,
    outlets,
    overview,
    positions,
    reprints,
    review,
    runs,
    search,
    statements,
    stories,
    timeline,
    words,
)

ROUTERS = (
    review.router,
    coders.router,
    judge.router,
    words.router,
    account.router,
    admin.router,
    api.router,
    actors.router,
    issues.router,
    positions.router,
    overview.router,
    statements.router,
    runs.router,
    network.router,
    timeline.router,
    events.router,
    outlets.router,
    stories.router,
    articles.router,
    search.router,
    reprints.router,
    check.router,
)
"""In the order in which addresses are tried."""

__all__ = ["ROUTERS"]
