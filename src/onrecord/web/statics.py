"""The files of the package that pages need: style, scripts, pictures."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from onrecord.web.render import FOLDERS


class Statics(StaticFiles):
    """`static/` and the style sheets of drawings, and nothing else.

    An address with a version names bytes that never change.
    """

    def __init__(self) -> None:
        own, *others = FOLDERS
        super().__init__(directory=own)
        self.all_directories += others

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope.get("query_string", b"").startswith(b"v="):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


__all__ = ["Statics"]
