"""Progress of long work on standard error: a bar on a terminal, a plain line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord.adding import Progress

PLAIN_EVERY = 10.0  # seconds between plain lines
BAR_EVERY = 0.1


class Meter:
    """Shows sources done, rate and time left. Files and addresses are counted first, cheaply; `more` comes on top."""

    def __init__(self, paths: Sequence[str], *, quiet: bool, more: bool = False) -> None:
        self.paths = paths
        self.more = more  # how many cannot be told yet: what is wanted, what feeds list
        self.quiet = quiet
        self.terminal = sys.stderr.isatty() and not quiet
        self.bar: Any = None
        self.task: Any = None
        self.shown = time.monotonic()

    def __enter__(self) -> Meter:
        from onrecord.fetch import checked, is_address
        from onrecord.read.paths import sources

        files = [p for p in self.paths if not is_address(p)]
        addresses = {checked(p) for p in self.paths if is_address(p)}
        self.total = len(addresses) + (sum(1 for _ in sources(files)) if files or not (addresses or self.more) else 0)
        if self.terminal:
            self._start_bar()
        return self

    def _start_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("add", total=(not self.more and self.total) or None, rate="")
        self.bar.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def update(self, now: Progress) -> None:
        """Take the state of an `add`; print at most every so often."""
        due = BAR_EVERY if self.terminal else PLAIN_EVERY
        if self.quiet or time.monotonic() - self.shown < due:
            return
        self.shown = time.monotonic()
        rate = now.seen / now.seconds if now.seconds else 0.0
        # Feeds lead to more. One file may hold many articles, so the total is only a lower bound until it is passed.
        total = self.total if self.total and now.seen <= self.total and not self.more else None
        if self.bar is not None:
            self.bar.update(self.task, completed=now.seen, total=total, rate=f"{rate:,.0f}/s")
            return
        left = f", about {(total - now.seen) / rate:,.0f} s left" if total and rate else ""
        of = f" of {total:,}" if total else ""
        click.echo(f"{now.seen:,}{of} sources, {rate:,.1f}/s{left}; {now.rejected} rejected", err=True)


class Steps:
    """Shows how far one long step is: what is done, and how much of how much."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.terminal = sys.stderr.isatty() and not quiet
        self.bar: Any = None
        self.task: Any = None
        self.started = self.shown = time.monotonic()

    def __enter__(self) -> Steps:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def update(self, what: str, done: int, every: int) -> None:
        """Take the state of the step; print at most every so often."""
        due = BAR_EVERY if self.terminal else PLAIN_EVERY
        if self.quiet or time.monotonic() - self.shown < due:
            return
        self.shown = time.monotonic()
        if self.terminal:
            self._draw(what, done, every)
            return
        rate = done / (self.shown - self.started)
        left = f", about {(every - done) / rate:,.0f} s left" if rate else ""
        click.echo(f"{what}: {done:,} of {every:,} documents{left}", err=True)

    def _draw(self, what: str, done: int, every: int) -> None:
        if self.bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(what, total=every)
            self.bar.start()
        self.bar.update(self.task, description=what, completed=done, total=every)
