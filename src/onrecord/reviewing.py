"""What review in a record needs: what to judge next, judging and taking back, coders and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from onrecord.asking import Asking
from onrecord.errors import UsageError
from onrecord.model import Judgement, Learnt

if TYPE_CHECKING:
    from onrecord.store import audit_rows, coder_rows, context_rows, queue_rows, review_rows


class Reviewing(Asking):
    """The part of a `Record` that reviewers work with."""

    def queue(
        self,
        *,
        kind: str = "statement",
        order: str = "uncertain",
        issue: str | None = None,
        actor: str | None = None,
        outlet: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        who: str = "",
        limit: int = 20,
        after: str = "",
        blind: bool = False,
        overlap: float = 0.2,
    ) -> queue_rows.Queue:
        """What to judge next: statements, positions, events or (as "actor") pairs of names, page by page.

        Order: "uncertain" (scores nearest to the threshold), "consequential" (told by most documents, then by the
        actors that most documents name; of names those that move most statements), "newest" (by day). A row that
        somebody judged is left out, and so is what `who` called unsure; what others called unsure comes last. With
        `blind` for a second coder: no verdicts are shown, and of what others judged a share of `overlap` is drawn,
        always the same. `after` is the `next` of the page before. Raises UsageError or NotFound.
        """
        from onrecord.store import queue
        from onrecord.store.queue_filters import Asked

        asked = Asked(
            kind=kind, order=order, issue=issue, actor=actor, outlet=outlet, since=since, until=until, who=who,
            limit=limit, after=after, blind=blind, overlap=overlap, sure=self.project.sure, side=self.project.side,
        )  # fmt: skip
        return queue.queue(self.store, asked)

    def progress(self, who: str = "") -> queue_rows.Progress:
        """How many rows of each kind are judged, wait, or are called unsure; the pace, and how long the rest takes."""
        from onrecord.store import progress

        return progress.progress(self.store, who, threshold=self.project.sure)

    def judge(
        self,
        what: str,
        verdict: str,
        *,
        who: str,
        note: str = "",
        speaker: str | None = None,
        against: int | None = None,
        role: str = "",
        again: bool = False,
        **change: str | None,
    ) -> Judgement:
        """Log what a person decided about a statement, an event or a position: accept, reject, correct or unsure.

        What is right of a statement: speaker; content, source, cue (characters of the article, "120-180,190-200"),
        kind, act. Of an event: type, mode, status, date ("2024-03-09", "2024-03", "2024-03-09/2024-03-11"), actors,
        recipients (names with ";" between); "?" where the text does not tell. Of a position: stance, strength; where a
        statement has none on an issue yet, of the statement with issue. Of two names ("ID+ID", from the queue) accept
        makes them one actor, reject two. `against` is the number of the newest judgement that was seen (0: none);
        `role` "adjudication" settles what coders judged differently. With `again`, where the answer to the same call
        was lost, the line that it made is answered, and nothing is logged twice. Raises UsageError for what cannot be
        corrected, Conflict where somebody else judged it since.
        """
        from onrecord.store import doubt_review, handmade_review, queries, review
        from onrecord.store.rows import Explanation

        if "+" in what:
            if any((speaker, *change.values())):
                raise UsageError("two names are accepted (one actor), rejected (two) or unsure; there is no correction")
            return doubt_review.judge(self.store, what, verdict, who, note, against, again=again)
        target = queries.position_called(self.store, what)
        if target is None:
            found = self.explain(what)
            target = found.said.id if isinstance(found, Explanation) else found.report.id
        given = {name: value for name, value in {"speaker": speaker, **change}.items() if value}
        done = review.judge(
            self.store, target, verdict, change=given, who=who, note=note, against=against, role=role, again=again
        )
        if set(done.change) & set(handmade_review.WORDS):
            handmade_review.read(self.store, self.project.side)
        return done

    def audit(
        self,
        issue: str,
        *,
        n: int = 50,
        seed: int = 0,
        stance: str | Sequence[str] | None = None,
        implied: bool = False,
        unread: bool = False,
    ) -> audit_rows.Audit:
        """Draw `n` statements on an issue at random, to be judged; the same call later answers the same ones.

        What is rare or doubtful is drawn more often. `stance` draws only what was decided so; with `implied` also
        positions that only follow from the words, with `unread` also statements that were not worth reading by their
        words. Raises NotFound, or UsageError where nothing is left to be drawn.
        """
        from onrecord.store import audit

        return audit.audit(self.store, issue, n=n, seed=seed, stance=stance, implied=implied, unread=unread)

    def audit_report(self, issue: str, *, implied: bool = False) -> audit_rows.AuditReport:
        """How often the machine is right on an issue, with intervals, by the audits that were judged.

        Those that were drawn with `implied` positions are another population. Raises NotFound where none was drawn.
        """
        from onrecord.store import audit_report

        return audit_report.audit_report(self.store, issue, implied=implied)

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

    def undo(self, judgement: int) -> Judgement:
        """Take a judgement back; its line stays in the log. Raises UsageError where it was taken back before."""
        from onrecord.store import review

        return review.undo(self.store, judgement, again=False)

    def judge_all(
        self,
        ids: Sequence[str],
        verdict: str,
        *,
        who: str,
        note: str = "",
        against: Mapping[str, int] | None = None,
        role: str = "",
        again: bool = False,
        **change: str | None,
    ) -> review_rows.Bulk:
        """Judge statements, events and positions alike, all in one transaction, to be undone as one.

        `against` says for ids which judgement was seen (`judge`); what somebody judged since, and what is not there, is
        refused and listed, and the others are judged. `again` as in `judge`. Raises UsageError for a verdict or change
        that makes no sense.
        """
        from onrecord.store import bulk_review, handmade_review

        given = {name: value for name, value in change.items() if value}
        done = bulk_review.judge_all(
            self.store, ids, verdict, given, who=who, note=note, against=against or {}, role=role, again=again
        )
        if set(given) & set(handmade_review.WORDS):
            handmade_review.read(self.store, self.project.side)
        return done

    def undo_bulk(self, number: int) -> review_rows.Bulk:
        """Take all judgements of a bulk back that are not yet. Raises NotFound, or UsageError where none is left."""
        from onrecord.store import bulk_review

        return bulk_review.undo_bulk(self.store, number)

    def log(
        self,
        *,
        who: str | None = None,
        verdict: str | None = None,
        state: str | None = None,
        since: datetime | date | str | None = None,
        limit: int = 50,
        after: str = "",
    ) -> review_rows.LogPage:
        """The log of judgements, newest first, undone ones too; of a person, or from a time on, if told so.

        With `state` only those that were taken back ("undone"), or whose words are no longer there ("orphaned").
        """
        from onrecord.store import review_log

        return review_log.log(self.store, who=who, verdict=verdict, state=state, since=since, limit=limit, after=after)

    def words_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The words of what lines of the log are about, by id: statements, events, positions, actors, articles."""
        from onrecord.store import target_words

        return target_words.words(self.store, ids)

    def learnt(self, judgement: int) -> tuple[Learnt, ...]:
        """What a judgement taught, or, where it was undone, what taking it back did: by issue. Raises NotFound."""
        from onrecord.store import learning

        return learning.learnt(self.store, judgement)

    def add_statement(
        self,
        document: str,
        *,
        content: str,
        who: str,
        source: str = "",
        cue: str = "",
        speaker: str = "",
        kind: str = "",
        act: str = "",
        said: date | str | None = None,
        note: str = "",
    ) -> Judgement:
        """Add a statement that the machine missed, by characters of the article's text: "120-180,190-200".

        `speaker` is a name or id ("?" or nothing: nobody known), `kind` direct, mixed or indirect (else as the
        quotation marks say), `said` the day (else that of the article). The answer's `target` is its id; taking the
        judgement back takes it out. Raises UsageError for characters that are not the article's, NotFound.
        """
        from onrecord.store import handmade_review

        words = handmade_review.Words(content=content, source=source, cue=cue, kind=kind, act=act, said=said)
        made = handmade_review.add(self.store, document, words, speaker, who, note)
        handmade_review.read(self.store, self.project.side)
        return made

    def contexts(self, cores: Sequence[context_rows.Core]) -> dict[context_rows.Core, context_rows.Context]:
        """The sentences around rows that wait for a person, and the actors that are named near them."""
        from onrecord.store import contexts

        return contexts.contexts(self.store, cores)

    def propositions(self) -> dict[str, str]:
        """What each issue says, by its name: what a statement is for or against."""
        from onrecord.store import contexts

        return contexts.propositions(self.store)

    def sentences(self, document: str) -> context_rows.Sentences:
        """An article cut into sentences, by its id. Raises NotFound."""
        from onrecord.store import contexts

        return contexts.sentences(self.store, document)

    def judgement(self, number: int) -> Judgement:
        """A line of the log by its number. Raises NotFound."""
        from onrecord.store import judged

        return judged.line(self.store, number)

    def bulk(self, number: int) -> tuple[Judgement, ...]:
        """The lines of the log that were made in one go. Raises NotFound."""
        from onrecord.store import judged

        return judged.bulk(self.store, number)

    def newest(self) -> int:
        """The number of the newest line of the log, 0 where there is none: what a page says it has seen."""
        from onrecord.store import judged

        return judged.newest(self.store)

    def standing(self, ids: Sequence[str]) -> dict[str, Judgement]:
        """The newest judgement on each of these rows that is not undone; rows that nobody judged are left out."""
        from onrecord.store import judged

        return judged.standing(self.store, ids)

    def coders(self, *, seed: int = 0) -> coder_rows.Coders:
        """Who judged how much, and how far each two and all agree: percent, Krippendorff's alpha with an interval."""
        from onrecord.store import coders

        return coders.coders(self.store, seed=seed)

    def disagreements(self, *, kind: str | None = None, settled: bool = False) -> list[coder_rows.Disagreement]:
        """Statements and positions that two coders judged differently; with `settled` also those that somebody
        adjudicated (a judgement with role="adjudication")."""
        from onrecord.store import coders

        return coders.disagreements(self.store, kind=kind, settled=settled)


__all__ = ["Reviewing"]
