"""The record as users hold it: one object with every verb of the command line, under the same names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Unpack

from onrecord.errors import NotFound
from onrecord.model import Judgement, Reading, Rejected, Wanted
from onrecord.project import Project, find, load

if TYPE_CHECKING:
    from onrecord.adding import Added, Progress
    from onrecord.analysis.agreement import Agreement
    from onrecord.export import Exported
    from onrecord.fetch import Manners
    from onrecord.quotations.asked import Asked
    from onrecord.store import (
        diff_rows,
        event_rows,
        outlet_rows,
        quotation_rows,
        reprint_rows,
        rows,
        status_rows,
        story_rows,
        timeline_rows,
    )
    from onrecord.store.db import Store
    from onrecord.store.event_filters import EventFilters
    from onrecord.store.quotation_check import Claims
    from onrecord.store.statements import Filters
    from onrecord.store.story_list import StoryFilters
    from onrecord.store.timeline_filters import TimelineFilters
    from onrecord.store.verified_rows import Verified

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def run(
    paths: Paths, project: Project | None = None, *, jobs: int = 1, stdin: BinaryIO | None = None
) -> Iterator[Reading | Rejected | Wanted]:
    """Read, clean, attribute and resolve each article under `paths`, in order, without a store.

    Yields one `Reading` an article, a `Rejected` with its reason, or a `Wanted`
    where a list names an article without its text. Raises UsageError for a path
    that is not there, ProjectError where the project contradicts itself.
    """
    from onrecord.actors.resolve import check
    from onrecord.adding import analysed
    from onrecord.engines import each
    from onrecord.read import read

    settings = project or Project()
    check(settings)
    return each(partial(analysed, project=settings), read(_typed(paths), stdin=stdin), jobs)


def open(path: str | Path, *, project: Project | None = None, create: bool = False) -> Record:  # noqa: A001 - users write onrecord.open
    """Open a record file. With `create`, a file that is not there is made.

    Without a project the settings are the defaults, but for how sure is sure: that is asked of the
    onrecord.toml beside the record, so that an answer is the same here and on the command line.
    Where the file or its folder cannot be written it opens for asking; adding and judging raise RecordError then.
    Raises NotFound when there is none and RecordError when the file is no record.
    """
    from onrecord.store.db import Store

    target = Path(path)
    if not os.path.lexists(target):
        if not create:
            raise NotFound(f"{target}: no such record; make one with: onrecord add FOLDER --record {target}")
        Store.create(target).close()
    settings = project or _beside(target)
    return Record(Store.open(target, write=None), settings)


def _beside(record: Path) -> Project:
    file = find(Path(os.path.abspath(record)).parent)  # noqa: PTH100 - links stay as typed
    return Project(sure=load(file).sure) if file else Project()


class Record:
    """An open record. Use it as a context manager, or call `close()`."""

    def __init__(self, store: Store, project: Project) -> None:
        self.store = store
        self.project = project

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was written when it was made."""
        self.store.close()

    # ------------------------------------------------------------------ filling

    def add(
        self,
        paths: Paths,
        *,
        jobs: int = 1,
        stdin: BinaryIO | None = None,
        progress: Callable[[Progress], None] | None = None,
        wanted: bool = False,
        manners: Manners | None = None,
    ) -> Added:
        """Add files, folders, globs, "-" (stdin) or web addresses. Sources already there and unchanged are skipped.

        With `wanted`, also what lists and feeds named and the record lacks. Addresses are asked politely (`manners`:
        pauses, patience, bounds). Raises MissingExtra where what fetches is not installed.

        A source is unchanged if its bytes are, and the project's settings and the versions at work too;
        where these are others, it is analysed anew, and what people judged stays.
        Documents are written in batches, each whole: a killed run leaves the record sound, and the
        same call finishes the work.
        """
        from onrecord.adding import Adding
        from onrecord.fetch import is_address

        typed = _typed(paths)
        files = [p for p in typed if not is_address(p)]
        adding = Adding(self.store, self.project, progress)
        if len(files) == len(typed) and not wanted:
            return adding.run(files, jobs, stdin)
        from onrecord.store.fetching import round_of

        addresses = [p for p in typed if is_address(p)]
        web = round_of(self.store, adding.analysis, addresses, wanted=wanted, manners=manners)
        return adding.run(files, jobs, stdin, web)

    def feed(
        self,
        urls: str | Sequence[str] = (),
        *,
        every: bool = False,
        progress: Callable[[Progress], None] | None = None,
        manners: Manners | None = None,
    ) -> Added:
        """Follow these feeds, and poll them now; without any, poll those that are due, or `every` one.

        Entries that hold their article are added, the pages of the others are fetched where they are on the feed's own
        host, and the rest is noted as wanted. Raises UsageError for what is no address.
        """
        from onrecord.adding import Adding
        from onrecord.store.following import polls_of

        adding = Adding(self.store, self.project, progress)
        typed = [urls] if isinstance(urls, str) else list(urls)
        return adding.run([], 1, None, polls_of(self.store, adding.analysis, typed, every=every, manners=manners))

    def unfollow(self, urls: str | Sequence[str]) -> list[str]:
        """Poll these feeds no more; their articles stay. Raises NotFound where one is not followed."""
        from onrecord.store import following

        return following.unfollow(self.store, [urls] if isinstance(urls, str) else urls)

    # ------------------------------------------------------------------ asking

    def status(self) -> status_rows.Status:
        """What the record holds, what was rejected, what wants attention."""
        from onrecord.store import queries

        return queries.status(self.store, threshold=self.project.sure)

    def wanted(self) -> list[status_rows.WantedRow]:
        """Articles that lists and feeds name and the record lacks."""
        from onrecord.store import queries

        return queries.wanted(self.store)

    def feeds(self) -> list[status_rows.FeedRow]:
        """The feeds that are followed: when each was polled, when it is due, what went wrong."""
        from onrecord.store import queries

        return queries.feeds(self.store)

    def find(self, text: str, *, limit: int = 20, offset: int = 0) -> rows.Found:
        """Full-text search over articles and statements."""
        from onrecord.store import queries

        return queries.find(self.store, text, limit=limit, offset=offset)

    def said(self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[Filters]) -> list[rows.Said]:
        """Statements, newest first.

        Filters: by, text, outlet, since, until, kind, act, min_score, sure, include_rejected. With
        sure=True the checked record: what reaches the project's threshold, or was accepted or corrected by a
        reviewer. With sure=False what waits for review, the surest first.
        """
        from onrecord.store import queries

        return queries.said(self.store, limit=limit, offset=offset, threshold=self.project.sure, **filters)

    def timeline(
        self,
        *,
        step: str | None = None,
        top: int | None = None,
        limit: int | None = None,
        offset: int = 0,
        **filters: Unpack[TimelineFilters],
    ) -> timeline_rows.Timeline:
        """What happened, was said, began or ended, in order of time, each once however many articles tell it.

        Filters: only ("event", "statement", "role"), who, by, text, outlet, story, since, until, min_score, sure,
        include_rejected; of events type, quad, mode, context, status, recipient, place, country; of statements act,
        kind. With `step` ("day", "month", "year") each entry says its period; `top` keeps what most outlets tell.
        """
        from onrecord.store import queries

        return queries.timeline(
            self.store, step=step, top=top, limit=limit, offset=offset, threshold=self.project.sure, **filters
        )

    def periods(self, *, step: str = "month", **filters: Unpack[Filters]) -> list[rows.Period]:
        """Statements counted by day, month or year, oldest first; the filters of `said`."""
        from onrecord.store import queries

        return queries.periods(self.store, step=step, threshold=self.project.sure, **filters)

    def diff(
        self,
        since: date | str,
        *,
        until: date | str | None = None,
        added: bool = False,
        sure: bool | None = None,
    ) -> diff_rows.Diff:
        """What is new since a day: statements, events, actors, offices, turns of mind, contradictions, corrections.

        New is what was said, happened or was published from that day on (to `until`); with `added` what was added to
        the record from then on, whatever its date. With sure=True only the checked record counts.
        """
        from onrecord.store import queries

        return queries.diff(self.store, since, until=until, added=added, sure=sure, threshold=self.project.sure)

    def actors(self, *, text: str = "", kind: str = "", limit: int | None = None) -> list[rows.ActorRow]:
        """Actors, those with the most statements first; of a kind, or with these words in a name, if told so."""
        from onrecord.store import queries

        return queries.listing(self.store, text=text, kind=kind, limit=limit)

    def settled(self) -> bool:
        """Whether all articles were compared with each other; not so where an `add` was stopped before its end."""
        from onrecord.store import shared

        return shared.settled(self.store)

    def reprints(
        self, what: str = "", *, quotations: bool = False, passages: bool = False
    ) -> list[reprint_rows.Lineage]:
        """Originals with their copies, those with the most copies first; of a document (file, title, id) its own.

        With `quotations`, also articles that share no more than a quotation; with `passages`, the words shared. Both
        are told of one document in any case. Raises NotFound where no document, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.reprints(self.store, what, quotations=quotations, passages=passages)

    def outlets(
        self,
        name: str = "",
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        story: str = "",
        sure: bool = False,
    ) -> outlet_rows.OutletTable | outlet_rows.OutletPage:
        """Outlets beside each other; of `name` its page, against the others on the same stories.

        `since` and `until` are days of publication, `story` an id, words of a title or a document. With `sure` only
        the checked record counts. Raises NotFound where no outlet or story, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.outlets(
            self.store, name, since=since, until=until, story=story, sure=sure, threshold=self.project.sure
        )

    def stories(self, *, limit: int | None = None, **filters: Unpack[StoryFilters]) -> story_rows.StoryList:
        """Lines of stories, those with the most documents first; a line is answered where one of its stories fits.

        Filters: text, actor, outlet, since, until. Raises UsageError or NotFound for values that cannot match.
        """
        from onrecord.store import queries

        return queries.stories(self.store, limit=limit, **filters)

    def story(self, what: str, *, line: bool = False) -> story_rows.StoryPage | story_rows.StorylinePage:
        """A story whole, by its id, words of its title or a document of it; with `line` all that it goes on from and
        that goes on from it. Raises NotFound where no story, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.story(self.store, what, line=line)

    def doubtful(self, *, limit: int | None = 20) -> list[rows.Doubt]:
        """Names that were joined, or nearly so, and most deserve a person's look, with the commands that settle it."""
        from onrecord.store import queries

        return queries.doubts(self.store, limit=limit)

    def same(self, one: str, other: str) -> rows.Sameness:
        """Why two names are one actor, or are not: links with score, reason and passages, and judgements."""
        from onrecord.store import queries

        return queries.same(self.store, one, other)

    def events(
        self, *, count: str = "events", limit: int | None = None, offset: int = 0, **filters: Unpack[EventFilters]
    ) -> event_rows.EventList:
        """Events, newest first: each once, with every article's report of it and what the reports do not agree on.

        Filters: type, quad, mode, context, status, actor, recipient, who, place, country, since, until, text, outlet,
        min_score, sure, include_rejected. With `count` "statements" or "reports" one row for each of these instead;
        `total` says how many there are. Raises UsageError or NotFound for values that cannot match.
        """
        from onrecord.store import queries

        return queries.events(
            self.store, count=count, limit=limit, offset=offset, threshold=self.project.sure, **filters
        )

    def event(self, event: str) -> event_rows.EventView:
        """An event whole, by the id of any of its reports: who reports it how, what was judged, whether it is sure."""
        from onrecord.store import queries

        return queries.event(self.store, event, threshold=self.project.sure)

    def show(self, what: str) -> rows.Dossier | rows.DocumentView | rows.Explanation | event_rows.EventView:
        """An actor's dossier, a document with its statements, a statement or an event, by name, file or id."""
        from onrecord.store import queries

        return queries.show(self.store, what, threshold=self.project.sure)

    def explain(self, what: str) -> rows.Explanation | event_rows.EventView:
        """Why a statement or an event stands in the record: rule, score, whether it is sure, spans, who is meant."""
        from onrecord.store import queries

        return queries.explain(self.store, what, threshold=self.project.sure)

    def check(self, quote: str, **claims: Unpack[Claims]) -> quotation_rows.Checked:
        """Whether this was ever said that way: verdict, word diff, every appearance, the earliest first.

        Claims: by, on, outlet (checked, too), since, until (what is asked), id. Raises UsageError where the
        quotation holds no word to look for.
        """
        from onrecord.store import queries

        return queries.check(self.store, quote, **claims)

    def check_all(
        self, asked: Iterable[Asked], *, since: date | str | None = None, until: date | str | None = None
    ) -> Iterator[quotation_rows.Checked]:
        """`check` for each of a list; one that cannot be looked for is answered as unchecked, with the reason."""
        from onrecord.store import queries

        return queries.check_all(self.store, asked, since=since, until=until)

    def drift(
        self,
        *,
        min_words: int = 8,
        by: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        limit: int | None = None,
    ) -> list[quotation_rows.Drifting]:
        """Utterances that outlets tell in other words, or of another speaker, the gravest first."""
        from onrecord.store import queries

        return queries.drift(self.store, min_words=min_words, by=by, since=since, until=until, limit=limit)

    # ------------------------------------------------------------------ judging

    def judge(
        self, what: str, verdict: str, *, who: str, note: str = "", speaker: str | None = None, **change: str | None
    ) -> Judgement:
        """Log what a person decided about a statement or an event: accept, reject or correct.

        What is right of a statement: speaker. Of an event: type, mode, status, date ("2024-03-09", "2024-03",
        "2024-03-09/2024-03-11"), actors, recipients (names with ";" between); "?" where the text does not tell.
        Raises UsageError for what cannot be corrected.
        """
        from onrecord.store import review
        from onrecord.store.rows import Explanation

        found = self.explain(what)
        target = found.said.id if isinstance(found, Explanation) else found.report.id
        given = {name: value for name, value in {"speaker": speaker, **change}.items() if value}
        return review.judge(self.store, target, verdict, change=given, who=who, note=note)

    def merge(self, one: str, other: str, *, who: str, note: str = "") -> Judgement:
        """Log that two actors (names, ids) are one; that stands against the machine and the project's aliases."""
        from onrecord.store import actor_log

        return actor_log.merge(self.store, one, other, who, note)

    def split(
        self,
        actor: str,
        *,
        who: str,
        name: str = "",
        documents: Sequence[str] = (),
        into: str = "",
        note: str = "",
    ) -> Judgement:
        """Log that a printed name, or what an actor is in these documents, is another: `into`, or one of its own."""
        from onrecord.store import actor_log

        return actor_log.split(self.store, actor, who, name=name, documents=documents, into=into, note=note)

    def rename(self, actor: str, name: str, *, who: str, note: str = "") -> Judgement:
        """Log what an actor is called."""
        from onrecord.store import actor_log

        return actor_log.rename(self.store, actor, name, who, note)

    def conflicts(self) -> list[str]:
        """What the project's aliases say against judgements, a sentence each. The judgements stand."""
        from onrecord.store import conflicts

        return conflicts.conflicts(self.store, self.project)

    def undo(self, judgement: int) -> Judgement:
        """Take a judgement back; its line stays in the log. Raises UsageError where it was taken back before."""
        from onrecord.store import review

        return review.undo(self.store, judgement, again=False)

    def verify(self, *, sources: bool = True) -> Verified:
        """Check every span and hash, and with `sources` the files on this machine that the articles came from."""
        from onrecord.store.verify import verify

        return verify(self.store, sources=sources)

    def remove(self, what: str, *, who: str) -> rows.DocumentRef:
        """Take a document (by id, file or title) out of every answer. Adding its file again brings it back."""
        from onrecord.store import removal

        return removal.remove(self.store, what, who)

    # ------------------------------------------------------------------ giving

    def export(self, format: str, out: str | Path, **options: Any) -> Exported:  # noqa: A002 - the word users know
        """Write the record as tables, csv, jsonl, parquet, plover or brief."""
        from onrecord.export import export

        options.setdefault("project", self.project)
        return export(self.store, format, out, **options)

    def score(self, gold: str | Path) -> Agreement:
        """Agreement of the record's statements with a gold file or folder."""
        from onrecord.scoring import score

        return score(self, Path(gold))


def _typed(paths: Paths) -> list[str]:
    """The paths as the reader takes them: one may be given alone, and as a `Path`."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(p) for p in paths]


__all__ = ["Record", "open", "run"]
