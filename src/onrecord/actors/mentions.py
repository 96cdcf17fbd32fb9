"""Names in the article's text, found by capital letters: no model, no parser.

Two passes. The first reads paragraphs of ordinary prose and cuts runs of capitalised words into
names. The second settles what one place cannot: a word that was only ever seen opening a sentence,
and headlines in Title Case, where capitals say nothing and only names known from the text count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.actors.lexicon import Lexicon, lexicon
from onrecord.actors.names import GENERATIONS, PARTICLES, gender_of, kind, plain, title_length
from onrecord.layout import Layout

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑'’ʼ‘&\xad][^\W_]+)*")
_JOINED = re.compile(r"(?:\.? {1,2}| ?& ?)")
_OPENS = re.compile(r"(?:^|[.!?:;…\n]|[-–—•*·|>]\s)[\"”’')\]]*\s*[(\[“\"‘'«„]*\Z")
_QUOTES = re.compile("[“”\"«»„\n]")
_CONNECTORS = frozenset(("of", "for", "the", "and", "to", "on", "against", "de", "y"))
_ABBREVIATED = frozenset("mr mrs ms dr prof sen rep gov gen lt col maj capt sgt st rev hon fr pres adm jr sr messrs".split())
_DATED = re.compile(r"(?:[Ii]n|[Oo]f|[Bb]y|[Ss]ince|[Ll]ast|[Nn]ext|[Uu]ntil|[Ee]arly|[Ll]ate|[Oo]n|\d|this|[Ff]rom) \Z")
_DATELINE = re.compile(r"(?:, [^()—–\n]{1,30})? ?(?:\([^()\n]{1,30}\) ?)?(?:[—–]|-{1,2} )")
_UNCAPITALISED = frozenset(
    "a an the and or but nor of in on at for from with to by as over after into than amid against about is it".split()
)
_SHORT = frozenset(("will", "may", "an", "do", "so", "he", "she", "one", "first"))
_LONGEST_RUN = 14


@dataclass(slots=True, kw_only=True)
class Name:
    """One name in the text. `start`..`end` leaves out title, article and 's; `title_start` is where a title begins."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    kind: str
    title: str = ""
    title_start: int
    gender: str = ""
    paragraph: int
    quoted: bool = False
    opens: bool = False
    doubtful: bool = False
    possessive: bool = False
    definite: bool = False
    entity: int | None = None
    why: str = ""
    score: float = 0.0

    @property
    def key(self) -> str:
        """The words the name is matched by."""
        return " ".join(self.words)


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    text: str
    word: str
    opens: bool = False
    small: bool = False
    possessive: bool = False


@dataclass(slots=True)
class Found:
    """The names of an article in text order, and what the second pass and the coreference need."""

    names: list[Name] = field(default_factory=list)
    lower: set[str] = field(default_factory=set)
    titled: list[int] = field(default_factory=list)


def find(layout: Layout) -> Found:
    """All names in the paragraphs of the layout, doubtful ones marked or dropped."""
    found = Found()
    for i, p in enumerate(layout.paragraphs):
        text = layout.text[p.start : p.end]
        if text[:1] not in "—–-" and _title_case(text):
            found.titled.append(i)
            continue
        _prose(found, text, p.start, i)
    _settle(found)
    _headlines(found, layout)
    found.names.sort(key=lambda n: n.start)
    return found


def _prose(found: Found, text: str, offset: int, paragraph: int) -> None:
    """Add the names of one paragraph."""
    inside = _quoted(text)
    at = 0
    for run in _runs(text, found.lower):
        for name in _cut(text, run):
            while at < len(inside) and inside[at][1] <= name.start:
                at += 1
            name.quoted = at < len(inside) and inside[at][0] <= name.start
            name.start += offset
            name.end += offset
            name.title_start += offset
            name.paragraph = paragraph
            found.names.append(name)


def _runs(text: str, lower: set[str]) -> Iterator[list[_Token]]:
    """Runs of capitalised words with the small words between them; other words are put into `lower`."""
    run: list[_Token] = []
    pending: list[_Token] = []
    for m in _TOKEN.finditer(text):
        word, start = m.group(), m.start()
        capital = word[0].isupper() or (word[0] in "ae" and _particle_hyphen(word))
        joined = bool(run) and len(run) + len(pending) < _LONGEST_RUN and _joins(text, (pending or run)[-1], start)
        if capital:
            token = _token(m)
            if not joined:
                if run:
                    yield run
                run = []
                token.opens = bool(_OPENS.search(text, max(0, start - 12), start)) or start < 2
                if pending and _joins(text, pending[-1], start) and pending[-1].word in PARTICLES:
                    run.append(pending[-1])
            else:
                run.extend(pending)
            run.append(token)
            pending = []
            continue
        if len(word) < 40:
            lower.add(word)
        if joined and len(pending) < 3 and (word in _CONNECTORS or word in PARTICLES):
            pending.append(_token(m, small=True))
            continue
        if run:
            yield run
            run = []
        pending = [_token(m, small=True)] if word in PARTICLES else []
    if run:
        yield run


def _token(m: re.Match[str], small: bool = False) -> _Token:
    text = m.group()
    possessive = text[-2:] in ("'s", "’s", "'S", "’S")
    end = m.end() - 2 if possessive else m.end()
    return _Token(m.start(), end, text[: end - m.start()], plain(text), small=small, possessive=possessive)


def _joins(text: str, last: _Token, start: int) -> bool:
    """Whether the next word belongs to the same run as `last`."""
    gap = text[last.end + (2 if last.possessive else 0) : start]
    if gap == " ":
        return True
    if not _JOINED.fullmatch(gap):
        return False
    if "." in gap:
        return len(last.text) == 1 or last.word in _ABBREVIATED
    return True


def _particle_hyphen(word: str) -> bool:
    """al-Bashir, el-Sisi, ash-Shabab: a name though its first letter is small."""
    head, _, tail = word.partition("-")
    return head in ("al", "el", "an", "ar", "as", "at", "ash", "ad", "az", "ed", "es") and tail[:1].isupper()


def _cut(text: str, run: list[_Token]) -> Iterator[Name]:
    """The names in one run: cut at 's, calendar words and stray small words; titles taken off."""
    lex = lexicon()
    piece: list[_Token] = []
    i = 0
    while i < len(run):
        token = run[i]
        if token.small:
            stop = i
            while stop < len(run) and run[stop].small:
                stop += 1
            if piece and stop < len(run) and _connects(piece, run[i:stop], run[stop:], lex):
                piece.extend(run[i:stop])
            else:
                yield from _piece(text, piece, lex)
                piece = [run[stop - 1]] if run[stop - 1].word in PARTICLES - {"la", "y", "van"} else []
            i = stop
            continue
        if _breaks(text, token, piece, lex):
            yield from _piece(text, piece, lex)
            piece = []
        else:
            piece.append(token)
            peoples = (token.word + "'s") in lex.words["people"]
            if token.possessive and not peoples:
                yield from _piece(text, piece, lex)
                piece = []
        i += 1
    yield from _piece(text, piece, lex)


def _breaks(text: str, token: _Token, piece: list[_Token], lex: Lexicon) -> bool:
    """Month and day names end a name, unless they are one: Theresa May, April Ryan."""
    if token.word not in lex.words["calendar"]:
        return False
    if token.word not in lex.words["calendar_name"]:
        return True
    if piece:
        return not (piece[-1].word in lex.given or title_length([p.word for p in piece] + [token.word]))
    return _DATED.search(text, max(0, token.start - 12), token.start) is not None


def _connects(piece: list[_Token], small: list[_Token], rest: list[_Token], lex: Lexicon) -> bool:
    """Whether small words stand inside one name: "Front for the Renewal", "Tomas de la Cruz"."""
    words = [s.word for s in small]
    ahead = rest[0]
    if all(w in PARTICLES for w in words):
        return not piece[-1].possessive
    if piece[-1].possessive:
        return False
    head = any(p.word in lex.org_kind for p in piece)
    if words in (["of"], ["of", "the"], ["for"], ["for", "the"]):
        # "Prime Minister of Verran" is an office, "Ministry of Defence" a name
        office = piece[-1].word in lex.titles["office"] and piece[-1].word not in lex.org_kind
        if ahead.word in lex.given or _two_names(piece, rest, lex):
            return False
        return (head and not office) or (office and (ahead.word in lex.titles["portfolio"] or ahead.word == "state"))
    if words == ["and"]:
        inside = any(p.small and p.word in ("of", "for") for p in piece) or piece[-1].word in lex.joining
        return inside and piece[-1].word in lex.joining | lex.titles["portfolio"] and ahead.word in lex.joining
    if words in (["to"], ["on"], ["against"], ["on", "the"]):
        return piece[-1].word in lex.org_kind and len(piece) <= 3 and not ahead.word in lex.words["calendar"]
    return False


def _two_names(piece: list[_Token], rest: list[_Token], lex: Lexicon) -> bool:
    """ "Northern Command of the Merrun Defence Front" are two: each side is an organisation's whole name."""
    right: list[_Token] = []
    for token in rest:
        if token.small:
            break
        right.append(token)
    whole = len(right) > 1 and lex.org_kind.get(right[-1].word, "place") != "place"
    return whole and len(piece) > 1 and lex.org_kind.get(piece[-1].word, "place") != "place"


def _piece(text: str, tokens: list[_Token], lex: Lexicon) -> Iterator[Name]:
    """One piece of a run as names: openers and titles taken off, a name before a title on its own."""
    while tokens and tokens[-1].small:
        tokens = tokens[:-1]
    tokens = _without_openers(tokens, lex)
    if not tokens or _sentence(tokens, lex):
        return
    if _dateline(text, tokens):
        return
    tokens = _without_noun(tokens, lex)
    words = [t.word for t in tokens]
    for at in range(len(words)):
        if at and tokens[at].small:
            continue
        cut = title_length(words[at:])
        if cut:
            if at:
                yield from _plain_piece(text, _trim(tokens[:at]), lex)
            yield _name(text, tokens[at + cut :], lex, tokens[at])
            return
    yield from _plain_piece(text, tokens, lex)


def _without_noun(tokens: list[_Token], lex: Lexicon) -> list[_Token]:
    """ "Warlord Zorghani", "Rice grower ...": a common noun with the sentence's capital is no given name."""
    first = tokens[0]
    noun = first.opens and 1 < len(tokens) < 5 and lex.noun(first.word, "person") is not None
    if not noun or first.word in lex.given or any(t.word in lex.org_kind for t in tokens):
        return tokens
    return tokens if title_length([t.word for t in tokens]) else _trim(tokens[1:])


def _sentence(tokens: list[_Token], lex: Lexicon) -> bool:
    """The title of a book or a film: "Rivers Do Not Read"."""
    small = lex.words["starter"] - _SHORT
    inner = sum(1 for t in tokens[1:-1] if not t.small and t.word in small and t.word not in lex.org_kind)
    return inner * 4 >= len(tokens) > 2


def _dateline(text: str, tokens: list[_Token]) -> bool:
    """VELISAR, April 14 (SPS) - the place the report comes from."""
    if tokens[0].start > 3 or not all(t.text.isupper() for t in tokens):
        return False
    return bool(_DATELINE.match(text, tokens[-1].end))


def _plain_piece(text: str, tokens: list[_Token], lex: Lexicon) -> Iterator[Name]:
    """A piece without a title before a name; a title that ends it is an office, not a name."""
    words = [t.word for t in tokens]
    org = any(w in lex.org_kind for w in words)
    if not org:
        while tokens and len(tokens) > 1 and _is_office(tokens[-1].word, lex) and not _surname(tokens, lex):
            tokens = _trim(tokens[:-1])
            while len(tokens) > 1 and tokens[-1].word in lex.titles["modifier"] | lex.titles["portfolio"]:
                tokens = _trim(tokens[:-1])
    if not tokens:
        return
    if len(tokens) == 1:
        word = tokens[0].word
        office = _is_office(word, lex) or word in lex.titles["honorific"] or word in lex.titles["portfolio"]
        dated = word in lex.words["calendar_name"]
        if (word in lex.words["starter"] and not dated) or word in lex.demonyms and word != "us":
            return
        if word in lex.words["group_people"] or word in lex.words["modifier"]:
            return
        if word in lex.words["acronym"]:
            return
        if office and (word not in lex.titles["surname"] or _article(text, tokens[0].start)):
            return
        if dated:
            tokens[0].opens = True  # to be settled: May is a name when a Theresa May is about
        if len(word) < 2 or word in PARTICLES or word in GENERATIONS:
            return
    name = _name(text, tokens, lex, None)
    if name.words:
        yield name


def _surname(tokens: list[_Token], lex: Lexicon) -> bool:
    """ "Martin King", "Steve Bishop": an office word that closes a person's name."""
    return tokens[-1].word in lex.titles["surname"] and tokens[0].word in lex.given


def _is_office(word: str, lex: Lexicon) -> bool:
    return word in lex.titles["office"] or word in lex.titles["regnal"] or word in lex.titles["surname"]


def _name(text: str, tokens: list[_Token], lex: Lexicon, title: _Token | None) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    if text[end : end + 1] == "." and (tokens[-1].word in ("jr", "sr") or len(tokens[-1].text) == 1 < len(tokens)):
        end += 1
    written = text[start:end]
    words = tuple(" ".join(t.word for t in tokens).split())
    titled = text[title.start : start].strip() if title else ""
    what = "person" if titled and kind(written) in ("unknown", "person", "organization") else kind(written)
    if titled and len(words) == 1:
        what = "person"
    if what == "organization" and len(tokens) == 1 and tokens[0].text.isupper() and titled:
        what = "person"
    return Name(
        start=start,
        end=end,
        text=written,
        words=words,
        kind=what,
        title=titled,
        title_start=title.start if title else start,
        gender=gender_of(words, titled) if what == "person" else "",
        paragraph=0,
        opens=(title or tokens[0]).opens,
        doubtful=tokens[0].opens and title is None and len(tokens) == 1,
        possessive=tokens[-1].possessive or text[end : end + 1] in "'’" and text[end - 1 : end] == "s" and end < len(text),
        definite=_article(text, title.start if title else start),
    )


def _article(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].casefold() in ("the ", "\nthe")


def _trim(tokens: list[_Token]) -> list[_Token]:
    while tokens and tokens[-1].small:
        tokens = tokens[:-1]
    while tokens and tokens[0].small and tokens[0].word in _CONNECTORS - PARTICLES:
        tokens = tokens[1:]
    return tokens


def _without_openers(tokens: list[_Token], lex: Lexicon) -> list[_Token]:
    """Off with the sentence's first words and the adjectives before a name: "But Republican Mira Alvarn"."""
    words = lex.words
    while tokens:
        first = tokens[0].word
        single = len(tokens) == 1 and first in words["calendar_name"]
        if first in ("the", "a", "an") or (first in words["starter"] and not single and (tokens[0].opens or len(tokens) > 1)):
            opens = tokens[0].opens
            tokens = _trim(tokens[1:])
            if tokens:
                tokens[0].opens = tokens[0].opens or opens
        elif len(tokens) > 2 and first in words["modifier"] and not any(t.word in lex.org_kind for t in tokens):
            tokens = _trim(tokens[1:])
        elif len(tokens) > 1 and first in lex.demonyms and title_length([t.word for t in tokens[1:]]):
            tokens = _trim(tokens[1:])
        elif len(tokens) > 2 and first in lex.demonyms and tokens[1].word in lex.given:
            tokens = _trim(tokens[1:])
        else:
            break
    return tokens


def _title_case(text: str) -> bool:
    """Whether capitals say nothing here: a headline in which verbs have one, too, or all letters are capital.

    A line of few words may be nothing but a name ("Merrun Defence Front").
    """
    if len(text) > 300 or len(text.split()) < 5:
        return False
    words = [m.group() for m in _TOKEN.finditer(text) if m.group() not in _UNCAPITALISED]
    capital = sum(1 for w in words if not w[0].islower())
    return capital >= (1 if text.rstrip("”\"’' ").endswith(".") else 0.85) * len(words)


def _quoted(text: str) -> list[tuple[int, int]]:
    """Stretches inside double quotation marks; an unclosed one runs to the paragraph's end."""
    out: list[tuple[int, int]] = []
    opened = -1
    for m in _QUOTES.finditer(text):
        mark = m.group()
        if mark == "\n":
            continue
        if opened < 0 and mark != "”":
            opened = m.end()
        elif opened >= 0 and mark in "”\"»" + ("“" if "„" in text else ""):
            out.append((opened, m.start()))
            opened = -1
    if opened >= 0:
        out.append((opened, len(text)))
    return out


def _settle(found: Found) -> None:
    """Words seen only at the start of sentences are names when the text has them elsewhere, too."""
    sure: set[str] = set()
    for name in found.names:
        if not name.doubtful:
            sure.update(name.words)
    lex = lexicon()
    kept = []
    for name in found.names:
        if name.doubtful:
            word = name.words[0]
            known = name.key in lex.states or name.key in lex.capitals or word in lex.given
            if word in lex.words["calendar_name"]:
                if word not in sure:
                    continue
                name.doubtful = False
            elif word in sure or known or name.kind == "organization" and name.text.isupper():
                name.doubtful = False
            elif word in found.lower or word.endswith(("ing", "ly")) or name.text.casefold() in found.lower:
                continue
            elif word in lex.nouns or (word.endswith("s") and not word.endswith("ss")):
                continue  # "Organisers", "Farmers"
        kept.append(name)
    found.names = kept


def _headlines(found: Found, layout: Layout) -> None:
    """Names known from the prose, as they stand in Title Case paragraphs."""
    keys: dict[str, Name] = {}
    for name in found.names:
        if name.doubtful:
            continue
        keys.setdefault(name.key, name)
        if name.kind == "person" and len(name.words) > 1:
            keys.setdefault(name.words[-1], name)
    longest = min(8, max((k.count(" ") + 1 for k in keys), default=0))
    for i in found.titled:
        p = layout.paragraphs[i]
        tokens = [_token(m) for m in _TOKEN.finditer(layout.text, p.start, p.end)]
        at = 0
        while at < len(tokens):
            for size in range(min(longest, len(tokens) - at), 0, -1):
                known = keys.get(" ".join(t.word for t in tokens[at : at + size]))
                if known is not None and tokens[at].text[0].isupper():
                    found.names.append(_echo(layout.text, tokens[at : at + size], known, i))
                    at += size - 1
                    break
            at += 1


def _echo(text: str, tokens: Sequence[_Token], known: Name, paragraph: int) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    return Name(
        start=start,
        end=end,
        text=text[start:end],
        words=tuple(" ".join(t.word for t in tokens).split()),
        kind=known.kind,
        title_start=start,
        gender="",
        paragraph=paragraph,
        possessive=tokens[-1].possessive,
    )
