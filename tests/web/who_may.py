"""Who may ask what: each address of the workbench stands in one of these lists, or a test fails.

A page is listed by its address; its twins (.json, .csv) and pictures go with it.
"""

from __future__ import annotations

NOBODY = """
GET /login
POST /login
"""

READER = """
GET /
GET /account
GET /actors
GET /actors/{actor}
GET /api
GET /articles
GET /articles/{document}
GET /articles/{document}/add
GET /changes
GET /check
GET /conditions
GET /drift
GET /events
GET /events/{event}
GET /issue
GET /issues
GET /log
GET /network
GET /network/node
GET /network/tie
GET /network/whole
GET /new
GET /openapi
GET /outlet
GET /outlets
GET /overview
GET /positions/{position}
GET /reprints
GET /reprints/{document}
GET /review
GET /review/coders
GET /review/disagreements
GET /runs
GET /runs/models/{name}
GET /search
GET /statements
GET /statements/{statement}
GET /statements/{statement}/words
GET /stories
GET /stories/{story}
GET /stories/{story}/line
GET /timeline
POST /account/password
POST /check/list
POST /logout
"""

CODER = """
POST /actors/{actor}/merge
POST /actors/{actor}/rename
POST /actors/{actor}/split
POST /judge
POST /judge/bulk
POST /statements/add
POST /undo
POST /undo/bulk
"""

ADMIN = """
GET /log-ins
POST /articles/{document}/remove
POST /issues/add
POST /issues/remove
"""

LISTS = {role: set(text.split("\n")) for role, text in zip(
    ("nobody", "reader", "coder", "admin"), (NOBODY, READER, CODER, ADMIN), strict=True
)}  # fmt: skip


def may(method: str, path: str) -> str | None:
    """The least role that an address asks for; None where it is in no list."""
    page = path.removesuffix(".json").removesuffix(".csv")
    if page.endswith(".{form}"):
        page = page.rpartition("/")[0]
    return next((role for role, listed in LISTS.items() if f"{method} {page}" in listed), None)
