"""The workbench: the record in a browser, each page an address that can be sent, each with a `.json` twin.

    create_app(record, Serving(...))     the application, for any ASGI server; `onrecord serve` runs it

`page.py` makes a page of a question, a template and its twins; `routes/` has the pages by subject; `render.py` what
templates know; `guard.py` the headers and bounds of every answer; `visitors.py` who is asking, and what they may do;
`failures.py` the one shape of errors; `charts/` draws. Everything is vendored: a page asks for nothing from outside.
"""

from __future__ import annotations

from onrecord.web.serving import Serving

__all__ = ["Serving"]
