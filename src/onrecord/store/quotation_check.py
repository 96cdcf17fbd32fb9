"""`check`: was it ever said that way? A quotation against every statement and article of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.quotations import sift, splice, verdict
from onrecord.quotations.asked import Asked
from onrecord.quotations.compare import compare
from onrecord.quotations.passage import Passage, of_statement
from onrecord.quotations.quotation import Quotation, parse
from onrecord.quotations.splice import Piece
from onrecord.quotations.tokens import keys
from onrecord.quotations.verdict import Choice, Hit
from onrecord.store import lookup, quotation_search, statements
from onrecord.store.encode import pieces, printable
from onrecord.store.put import chunks
from onrecord.store.quotation_first import First, earliest, origins, told_with
from onrecord.store.quotation_order import contexts, on, once, ordered, speakers
from onrecord.store.quotation_pieces import nearest_pieces, printed_parts, spliced_pieces
from onrecord.store.quotation_places import from_first, place, places_in_text, said_by_number
from onrecord.store.quotation_rows import Appearance, Checked, SplicedPiece
from onrecord.store.quotation_search import Candidates
from onrecord.store.quotation_words import explained
from onrecord.store.rows import Said
from onrecord.store.schema import statement

if TYPE_CHECKING:
    from onrecord.store.db import Store

NEAREST = 3
HALVES = 8  # articles that are looked through for the words, and twice as many for a piece of them


class Claims(TypedDict, total=False):
    """What is claimed with a quotation (by whom, on which day, in which outlet) and what narrows the record."""

    by: str | None
    on: date | str | None
    outlet: str | None
    since: date | str | None
    until: date | str | None
    id: str | None


def check(store: Store, quote: str, **claims: Unpack[Claims]) -> Checked:
    """What the record says to a quotation.

    `by` is who is to have said it, `on` the day, `outlet` who is to have printed it: claims that are checked, too.
    `since` and `until` narrow what is asked. Raises UsageError where the quotation holds no word to look for, and
    for a day that is none.
    """
    if not claims.keys() <= Claims.__annotations__.keys():
        unknown = ", ".join(sorted(claims.keys() - Claims.__annotations__.keys()))
        raise UsageError(f"no such claim: {unknown}; there are: {', '.join(Claims.__annotations__)}")
    on, since, until = claims.get("on"), claims.get("since"), claims.get("until")
    asked = Asked(
        quote=quote,
        by=claims.get("by"),
        on=str(on) if on else None,
        outlet=claims.get("outlet"),
        id=claims.get("id"),
    )
    return _asked(store, _clean(asked), since, until)


def _clean(asked: Asked) -> Asked:
    """The same, of characters that can be printed."""
    by = printable(asked.by or "").strip() or None
    return replace(asked, quote=printable(asked.quote), by=by)


def _asked(store: Store, asked: Asked, since: date | str | None, until: date | str | None) -> Checked:
    low = statements.bound(since, "since") if since else None
    high = statements.bound(until, "until") if until else None
    day = _day(asked)
    quotation = parse(asked.quote)
    with store.read() as conn:
        return _Check(conn, asked, quotation, low, high, day).answer()


def _day(asked: Asked) -> tuple[str, str] | None:
    """The first and last day that are claimed, by the name that the claim has where it was written."""
    if not asked.on:
        return None
    try:
        return statements.bound(asked.on, "since"), statements.bound(asked.on, "until")
    except UsageError as e:
        raise UsageError(str(e).replace("since:", f"{asked.on_name}:", 1)) from None


def check_all(
    store: Store, asked: Iterable[Asked], *, since: date | str | None = None, until: date | str | None = None
) -> Iterator[Checked]:
    """`check` for each of a list; one that cannot be looked for is answered as unchecked, with the reason."""
    for one in asked:
        try:
            yield _asked(store, _clean(one), since, until)
        except UsageError as e:
            yield Checked(
                quotation=one.quote,
                id=one.id,
                by=one.by,
                on=one.on,
                outlet=one.outlet,
                verdict=verdict.UNCHECKED,
                why=str(e),
            )


@dataclass(slots=True)
class _Check:
    """One quotation being checked, over one state of the record. `low` to `high` and `day` are ISO days."""

    conn: sa.Connection
    asked: Asked
    quotation: Quotation
    low: str | None
    high: str | None
    day: tuple[str, str] | None

    def answer(self) -> Checked:
        found = quotation_search.candidates(self.conn, "statement_fts", self.quotation)
        passages = self._passages([*found.exact, *found.likely])
        hits = self._hits(passages)
        near = [h for h in hits if not h.wording]
        worded = [h for h in hits if h.wording]
        said = said_by_number(self.conn, [h.at for h in [*worded, *near[:NEAREST]]])
        worded = [h for h in worded if h.at in said]
        meant, notes = self._meant()
        if found.more:
            notes.append(f"more than {quotation_search.EXACT} statements have these words; the first are listed")
        counting = [h for h in worded if said[h.at].verdict != "reject"]
        choice = verdict.choose(counting, lambda h: self._speaks(said[h.at], meant))
        spliced = self._pieces(passages, choice, {n for n, s in said.items() if s.verdict == "reject"})
        appearances = self._appearances(worded, said)
        room = not spliced and verdict.leaves_room(choice.hit)
        articles = None if spliced else self._articles(fuzzy=choice.hit is None, room=room)
        texts = self._texts(articles, appearances, fuzzy=choice.hit is None) if articles else []
        spoken, runs_on = spliced_pieces(self.conn, self.quotation, spliced, passages)
        nearest: tuple[Appearance, ...] = ()
        if not spoken and not texts and not self.quotation.short:
            spoken, parts = self._halves(articles.likely, passages, choice, said) if articles and room else ((), [])
            known = {a.statement for a in parts if a.statement}
            beside = [place(said[h.at], h) for h in near if h.at in said and said[h.at].id not in known]
            nearest = () if worded or spoken else tuple([*parts, *beside][:NEAREST])
        return self._checked(choice, (spoken, runs_on), appearances, texts, nearest, said, notes, meant)

    # ------------------------------------------------------------------ looking

    def _passages(self, numbers: Sequence[int], *, sifted: bool = True) -> dict[int, Passage]:
        """The contents of statements, in the order given; of candidates those worth a comparison."""
        s = statement.c
        found: dict[int, Passage] = {}
        for some in chunks(dict.fromkeys(numbers)):
            where: list[sa.ColumnElement[bool]] = [s.n.in_(some)]
            where += [s.day >= self.low] if self.low else []
            where += [s.day <= self.high] if self.high else []
            for n, kind, content, at in self.conn.execute(
                sa.select(s.n, s.kind, s.content, s.content_at).where(*where)
            ):
                if not sifted or sift.is_worth(self.quotation, keys(content), kind):
                    found[n] = of_statement(pieces("", content, at), kind)
        return {n: found[n] for n in numbers if n in found}

    def _hits(self, passages: dict[int, Passage]) -> list[Hit]:
        """How each has the words; what is not even near is left out. The nearest first."""
        out = []
        for n, passage in passages.items():
            worth = not passage.direct or sift.shared(self.quotation, passage.keys) >= verdict.NEAREST_SHARE
            found = compare(self.quotation, passage) if worth else None
            if found is not None:
                hit = verdict.hit(n, found)
                if hit.wording or (verdict.nearness(found) and not self.quotation.short):
                    out.append(hit)
        return sorted(out, key=lambda h: (-h.comparison.likeness, -h.at))

    def _meant(self) -> tuple[frozenset[str], list[str]]:
        """The actors that `by` may mean, and what is to be said about that."""
        name = self.asked.by
        if not name or not name.strip():
            return frozenset(), []
        rows = lookup.exactly(self.conn, name)
        if len(rows) > 1:
            listed = ", ".join(r.name for r in rows[:4])
            return frozenset(r.id for r in rows), [f"{name!r} may be {listed}; any of them was taken as right"]
        try:
            return frozenset([lookup.find_actor(self.conn, name).id]), []
        except NotFound as e:
            return frozenset(), [str(e)]

    def _speaks(self, row: Said, meant: frozenset[str]) -> bool | None:
        """Whether a statement is by one of these; None where it names nobody; True where nobody was asked for."""
        if not self.asked.by:
            return True
        return None if row.speaker is None else row.speaker.id in meant

    def _pieces(self, passages: dict[int, Passage], choice: Choice, rejected: set[int]) -> tuple[Piece, ...]:
        """The pieces of a quotation that was spliced; none where one statement explains it."""
        if self.quotation.short or (choice.hit and choice.hit.comparison.exact):
            return ()
        direct = {n: p for n, p in passages.items() if n not in rejected and any(w.quoted for w in p.words)}
        numbers = sorted(direct)
        found = splice.pieces(self.quotation, [direct[n] for n in numbers])
        found = tuple(replace(p, passage=numbers[p.passage]) for p in found)
        return found if verdict.is_spliced(found, choice.hit, self.quotation.own) else ()

    def _halves(
        self, articles: Sequence[int], passages: dict[int, Passage], choice: Choice, said: dict[int, Said]
    ) -> tuple[tuple[SplicedPiece, ...], list[Appearance]]:
        """Pieces of which some are only text; where those do not make up the quotation, the places that have them."""
        rejected = {n for n, s in said.items() if s.verdict == "reject"}
        printed = printed_parts(self.conn, articles, self.quotation, self.low, self.high)
        spoken = {n: p for n, p in sorted(passages.items()) if n not in rejected and any(w.quoted for w in p.words)}
        numbers = [*spoken, *printed]
        found = splice.pieces(self.quotation, [*spoken.values(), *(p.passage for p in printed.values())])
        found = tuple(replace(p, passage=numbers[p.passage]) for p in found)
        made, _ = spliced_pieces(self.conn, self.quotation, found, passages, printed)
        from_articles = {p.place.document.id for p in made}
        one_text = len(from_articles) == 1 and not any(p.statements for p in made)
        if len(made) == len(found) and not one_text and verdict.is_spliced(found, choice.hit, self.quotation.own):
            return made, []
        return (), nearest_pieces(made, self.quotation) if choice.hit is None else []

    # ------------------------------------------------------------------ where it stands

    def _appearances(self, hits: Sequence[Hit], said: dict[int, Said]) -> list[Appearance]:
        """The statements that have the words, and those that tell the same utterance, each place of an article once."""
        out = [place(said[h.at], h) for h in hits]
        known = {h.at for h in hits}
        more = [n for n in told_with(self.conn, sorted(known)) if n not in known]
        passages, rows = self._passages(more, sifted=False), said_by_number(self.conn, more)
        for n in more:
            if n in rows and n in passages:
                found = compare(self.quotation, passages[n])
                out.append(place(rows[n], verdict.hit(n, found) if found else None))
        return once(out)

    def _articles(self, *, fuzzy: bool, room: bool) -> Candidates:
        """The articles that may have the words, or a half of them."""
        likely = HALVES if fuzzy or room else 0
        return quotation_search.candidates(self.conn, "document_fts", self.quotation, likely=likely, exact=20)

    def _texts(self, articles: Candidates, appearances: Sequence[Appearance], *, fuzzy: bool) -> list[Appearance]:
        """Where the words stand in an article, but in no statement."""
        taken = [span for a in appearances for span in a.spans]
        some = [*articles.exact, *(articles.likely[:HALVES] if fuzzy else ())]
        out = places_in_text(self.conn, some, self.quotation, taken, self.low, self.high)
        return [a for a in out if fuzzy or a.likeness == 1.0]

    # ------------------------------------------------------------------ answering

    def _checked(
        self,
        choice: Choice,
        pieces: tuple[tuple[SplicedPiece, ...], bool],
        appearances: list[Appearance],
        texts: list[Appearance],
        nearest: tuple[Appearance, ...],
        said: dict[int, Said],
        notes: list[str],
        meant: frozenset[str],
    ) -> Checked:
        hit = choice.hit
        every = [*appearances, *texts]
        counting = [a for a in every if a.judged != "reject"]
        first = earliest(self.conn, [a for a in counting if a.statement] or counting)
        spoken, runs_on = pieces
        rests = self._rests(hit, said, appearances, first) if hit else None
        name, rests = self._verdict(choice, rests, spoken, runs_on, texts, appearances)
        shown = [from_first(a, first.place) for a in ordered(every, first)]
        rests = None if spoken else rests
        places = [p.place for p in spoken]
        basis = hit.comparison if hit and rests and rests.edits == hit.comparison.edits else None
        answer = Checked(
            quotation=self.quotation.text,
            id=self.asked.id,
            by=self.asked.by,
            on=self.asked.on,
            outlet=self.asked.outlet,
            verdict=name,
            why="",
            words=self.quotation.own,
            changed=rests.changed if rests else 0,
            likeness=rests.likeness if rests else float(bool(spoken)),
            edits=rests.edits if rests else (),
            variations=basis.variations if basis else (),
            marks=basis.marks if basis else (),
            changes=rests.changes if rests else (),
            context=contexts(rests, counting),
            rests_on=rests,
            pieces=spoken,
            first=first.place,
            first_why=first.why,
            speakers=speakers([*places, *counting]),
            appearances=tuple(shown),
            nearest=nearest,
            frequency=self._frequency(),
            notes=(*notes, *self._claims([*counting, *places], places, meant)),
        )
        return replace(answer, why=explained(answer, unnamed=choice.unnamed))

    def _frequency(self) -> int | None:
        short = self.quotation.short
        return quotation_search.frequency(self.conn, "statement_fts", self.quotation) if short else None

    def _rests(self, hit: Hit, said: dict[int, Said], appearances: Sequence[Appearance], first: First) -> Appearance:
        """The appearance of a hit; of those that are as good for the same speaker the first."""
        row = said[hit.at]
        mine = [place(row, hit), *(a for a in appearances if a.speaker == row.speaker and a.judged != "reject")]
        same = [a for a in mine if (a.wording, round(a.likeness, 4)) == (mine[0].wording, mine[0].likeness)]
        order = ordered(same, first)
        return next((a for a in order if a == first.place), order[0])

    def _verdict(
        self,
        choice: Choice,
        rests: Appearance | None,
        spoken: tuple[SplicedPiece, ...],
        runs_on: bool,
        texts: Sequence[Appearance],
        appearances: Sequence[Appearance],
    ) -> tuple[str, Appearance | None]:
        """The verdict, and the appearance that it rests on."""
        if spoken:
            return (verdict.VERBATIM, None) if runs_on else (verdict.SPLICED, rests)
        if choice.misattributed:
            return verdict.MISATTRIBUTED, rests
        printed = next((a for a in texts if a.likeness == 1.0), None)
        if choice.hit is None or rests is None:
            return (verdict.TEXT, printed or texts[0]) if texts else (verdict.ABSENT, None)
        found = choice.hit.comparison
        if choice.hit.wording == verdict.ALTERED and printed and printed.kind == "direct":
            return verdict.TEXT, printed
        if choice.hit.wording in (verdict.VERBATIM, verdict.PARTIAL, verdict.INDIRECT) and found.exact:
            before = next((a for a in origins(self.conn, rests, appearances)), None)
            if before is not None and before.changed and before.wording:
                return verdict.ALTERED, before
        if choice.hit.wording == verdict.ALTERED and verdict.is_run_together(found):
            return verdict.SPLICED, rests
        return choice.hit.wording, rests

    def _claims(self, found: Sequence[Appearance], pieces: Sequence[Appearance], meant: frozenset[str]) -> list[str]:
        """What the record says against the speaker of pieces, the day and the outlet that were claimed."""
        notes = []
        others = dict.fromkeys(p.speaker.name for p in pieces if p.speaker and p.speaker.id not in meant)
        if self.asked.by and others:
            notes.append(f"not all of it is {self.asked.by}'s: {', '.join(others)}")
        if found and self.day and not any(on(a, *self.day) for a in found):
            days = sorted({str(a.said_since or a.document.published) for a in found} - {"None"})
            notes.append(f"not on {self.asked.on}: the record has it on {', '.join(days[:4]) or 'no known day'}")
        if found and (wanted := (self.asked.outlet or "").strip()):
            outlets = {a.document.outlet for a in found if a.document.outlet}
            if not any(" ".join(wanted.casefold().split()) == " ".join(o.casefold().split()) for o in outlets):
                notes.append(f"{wanted} does not have it; {', '.join(sorted(outlets)) or 'no named outlet'} does")
        return notes
