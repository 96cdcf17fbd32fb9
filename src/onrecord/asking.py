"""What a record is asked: the questions of the command line under the same names, each one function of `store`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Unpack

from onrecord.asking_sides import AskingSides

if TYPE_CHECKING:
    from onrecord.model import Run
    from onrecord.quotations.asked import Asked
    from onrecord.store import (
        article_rows,
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
    from onrecord.store.articles import ArticleFilters
    from onrecord.store.event_filters import EventFilters
    from onrecord.store.quotation_check import Claims
    from onrecord.store.statements import Filters
    from onrecord.store.story_list import StoryFilters
    from onrecord.store.timeline_filters import TimelineFilters


class Asking(AskingSides):
    """The questions of a `Record`; how sure is sure, and all else that is set, is the project's."""

    def status(self) -> status_rows.Status:
        """What the record holds, what was rejected, what wants attention."""
        from onrecord.store import queries

        return queries.status(self.store, threshold=self.project.sure)

    def runs(self) -> list[Run]:
        """Every call of `add`: when, by which versions, what came of it; the first one first."""
        from onrecord.store import queries

        return queries.runs(self.store)

    def wanted(self, *, limit: int | None = None, offset: int = 0) -> list[status_rows.WantedRow]:
        """Articles that lists and feeds name and the record lacks; `status` says how many there are."""
        from onrecord.store import queries

        return queries.wanted(self.store, limit=limit, offset=offset)

    def feeds(self) -> list[status_rows.FeedRow]:
        """The feeds that are followed: when each was polled, when it is due, what went wrong."""
        from onrecord.store import queries

        return queries.feeds(self.store)

    def find(self, text: str, *, kind: str = "", limit: int = 20, offset: int = 0) -> rows.Found:
        """Full-text search over articles and statements, or with `kind` ("article", "statement") over these alone."""
        from onrecord.store import queries

        return queries.find(self.store, text, kind=kind, limit=limit, offset=offset)

    def articles(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[ArticleFilters]
    ) -> article_rows.ArticleList:
        """Articles, newest first. Filters: title (words), outlet, story, actor, since, until (days of publication)."""
        from onrecord.store import queries

        return queries.articles(self.store, limit=limit, offset=offset, **filters)

    def article(self, what: str) -> article_rows.ArticlePage:
        """An article whole, by id, file or title, with all that was found in it and what else bears on it.

        Raises NotFound where none, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.article(self.store, what)

    def said(self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[Filters]) -> list[rows.Said]:
        """Statements, newest first.

        Filters: by, text, outlet, since, until, kind, act, min_score, sure, include_rejected. With
        sure=True the checked record: what reaches the project's threshold, or was accepted or corrected by a
        reviewer. With sure=False what waits for review, the surest first.
        """
        from onrecord.store import queries

        return queries.said(self.store, limit=limit, offset=offset, threshold=self.project.sure, **filters)

    def count_said(self, **filters: Unpack[Filters]) -> int:
        """How many statements `said` answers without a limit."""
        from onrecord.store import queries

        return queries.count_said(self.store, threshold=self.project.sure, **filters)

    def days(self, **filters: Unpack[Filters]) -> dict[date | None, int]:
        """How many statements there are of each day; the filters of `said`. None: those without any day."""
        from onrecord.store import queries

        return queries.days(self.store, threshold=self.project.sure, **filters)

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

        Filters: only ("event", "statement", "role"), who, by, text, outlet, story, issue, since, until, min_score,
        sure, include_rejected; of events type, quad, mode, context, status, recipient, place, country; of statements
        act, kind. With `step` ("day", "month", "year") each entry says its period; `top` keeps what most outlets tell.
        """
        from onrecord.store import queries

        return queries.timeline(
            self.store, step=step, top=top, limit=limit, offset=offset, threshold=self.project.sure, **filters
        )

    def periods(
        self, *, step: str = "month", limit: int | None = None, **filters: Unpack[Filters]
    ) -> list[rows.Period]:
        """Statements counted by day, month or year, oldest first; the filters of `said`.

        With `limit` each period lists no more than so many of its statements.
        """
        from onrecord.store import queries

        return queries.periods(self.store, step=step, limit=limit, threshold=self.project.sure, **filters)

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

    def actors(
        self, *, text: str = "", kind: str = "", limit: int | None = None, offset: int = 0
    ) -> list[rows.ActorRow]:
        """Actors, those with the most statements first; of a kind, or with these words in a name, if told so."""
        from onrecord.store import queries

        return queries.listing(self.store, text=text, kind=kind, limit=limit, offset=offset)

    def dossier(self, actor: str, *, limit: int | None = None) -> rows.Dossier:
        """All about one actor, by name, alias or id, with its newest `limit` statements. Raises NotFound."""
        from onrecord.store import queries

        return queries.dossier_of(self.store, actor, limit=limit)

    def settled(self) -> bool:
        """Whether all articles were compared with each other; not so where an `add` was stopped before its end."""
        from onrecord.store import shared

        return shared.settled(self.store)

    def reprints(
        self,
        what: str = "",
        *,
        quotations: bool = False,
        passages: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[reprint_rows.Lineage]:
        """Originals with their copies, those with the most copies first; of a document (file, title, id) its own.

        With `quotations`, also articles that share no more than a quotation; with `passages`, the words shared. Both
        are told of one document in any case. Raises NotFound where no document, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.reprints(self.store, what, quotations=quotations, passages=passages, limit=limit, offset=offset)

    def count_reprints(self) -> int:
        """How many originals `reprints` tells of without a limit."""
        from onrecord.store import queries

        return queries.count_reprints(self.store)

    def outlet_names(self, text: str = "", *, limit: int | None = None) -> list[rows.NameCount]:
        """Outlets with how many articles each has, those with the most first; with `text` those whose name holds it."""
        from onrecord.store import queries

        return queries.outlet_names(self.store, text, limit=limit)

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

    def stories(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[StoryFilters]
    ) -> story_rows.StoryList:
        """Lines of stories, those with the most documents first; a line is answered where one of its stories fits.

        Filters: text, actor, outlet, since, until. Raises UsageError or NotFound for values that cannot match.
        """
        from onrecord.store import queries

        return queries.stories(self.store, limit=limit, offset=offset, **filters)

    def story(
        self, what: str, *, line: bool = False, limit: int | None = None, offset: int = 0, brief: bool = False
    ) -> story_rows.StoryPage | story_rows.StorylinePage:
        """A story whole, by its id, words of its title or a document of it; with `line` all that it goes on from and
        that goes on from it, of which `limit` and `offset` choose those that are told at length. `brief`: without what
        was said and what happened.

        Raises NotFound where no story, or more than one, is meant.
        """
        from onrecord.store import queries

        return queries.story(self.store, what, line=line, limit=limit, offset=offset, brief=brief)

    def doubtful(self, *, limit: int | None = 20, offset: int = 0) -> list[rows.Doubt]:
        """Names that were joined, or nearly so, and most deserve a person's look, with the commands that settle it."""
        from onrecord.store import queries

        return queries.doubts(self.store, limit=limit, offset=offset)

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


__all__ = ["Asking"]
