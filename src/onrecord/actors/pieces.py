"""One run of capitalised words -> the names in it: titles, openers and stray words taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.actors.lexicon import Lexicon, lexicon, listed
from onrecord.actors.names import GENERATIONS, gender_of, kind, title_length
from onrecord.actors.runs import Token

_DATED = re.compile(
    r"(?:[Ii]n|[Oo]f|[Bb]y|[Ss]ince|[Ll]ast|[Nn]ext|[Uu]ntil|[Ee]arly|[Ll]ate|[Oo]n|\d|this|[Ff]rom) \Z"
)
_DATELINE = re.compile(r"(?:, [^()—–\n]{1,30})? ?(?:\([^()\n]{1,30}\) ?)?(?:[—–]|-{1,2} )")
_SHORT = frozenset(("will", "may", "an", "do", "so", "he", "she", "one", "first"))


@dataclass(slots=True, kw_only=True, eq=False)
class Name:
    """One name in the text. `start`..`end` leaves out title, article and 's; `title_start` is where a title begins.

    `sighted`: a tagger, not the words, says what kind of thing it names.
    """

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
    sighted: bool = False
    entity: int | None = None
    why: str = ""
    score: float = 0.0

    @property
    def key(self) -> str:
        """The words the name is matched by."""
        return " ".join(self.words)


def cut(text: str, run: list[Token]) -> Iterator[Name]:
    """The names in one run: cut at 's, calendar words and stray small words; titles taken off."""
    lex = lexicon()
    piece: list[Token] = []
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
                piece = [run[stop - 1]] if run[stop - 1].word in listed("particle") - {"la", "y", "van"} else []
            i = stop
            continue
        if _breaks(text, token, piece, lex):
            yield from _piece(text, piece, lex)
            piece = []
        else:
            piece.append(token)
            peoples = (token.word + "'s") in lex.words["people"]
            ends = token.possessive and not peoples
            if ends or (token.plural and not _members(text, piece, run[i + 1 :], lex)):
                yield from _piece(text, piece, lex)
                piece = []
        i += 1
    yield from _piece(text, piece, lex)


def _breaks(text: str, token: Token, piece: list[Token], lex: Lexicon) -> bool:
    """Month and day names end a name, unless they are one: Theresa May, April Ryan."""
    if token.word not in lex.words["calendar"]:
        return False
    if token.word not in lex.words["calendar_name"]:
        return True
    if piece:
        return not (piece[-1].word in lex.given or title_length([p.word for p in piece] + [token.word]))
    return _DATED.search(text, max(0, token.start - 12), token.start) is not None


def _members(text: str, piece: list[Token], rest: list[Token], lex: Lexicon) -> bool:
    """ "the Dockers' League": whose organisation it is belongs to its name; "the Philippines' Army" has an owner."""
    whose = [p.word for p in piece if not p.small]
    last, places = whose[-1], (lex.states, lex.demonyms, lex.capitals)
    if any(w in place for place in places for w in (last, last[:-1], " ".join(whose))) or last in lex.given:
        return False
    ahead = [t for t in rest[:4] if not t.small]
    for token in ahead[:3]:
        if title_length([token.word, "x"]) and token.word not in lex.org_kind:
            return False  # "the Farmers' President Mira Alvarn"
        if lex.org_kind.get(token.word, "place") != "place":
            common = any(lex.nouns.get(w) for w in (last, last[:-1])) or last in lex.words["group_people"]
            return common or len(whose) > 1 or piece[0].word == "the" or _article(text, piece[0].start)
        if token.possessive or token.plural:
            return False
    return False


def _connects(piece: list[Token], small: list[Token], rest: list[Token], lex: Lexicon) -> bool:
    """Whether small words stand inside one name: "Front for the Renewal", "Tomas de la Cruz"."""
    words = [s.word for s in small]
    ahead = rest[0]
    if all(w in listed("particle") for w in words):
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
        return piece[-1].word in lex.org_kind and len(piece) <= 3 and ahead.word not in lex.words["calendar"]
    return False


def _two_names(piece: list[Token], rest: list[Token], lex: Lexicon) -> bool:
    """ "Northern Command of the Merrun Defence Front" are two: each side is an organisation's whole name."""
    right: list[Token] = []
    for token in rest:
        if token.small:
            break
        right.append(token)
    whole = len(right) > 1 and lex.org_kind.get(right[-1].word, "place") != "place"
    return whole and len(piece) > 1 and lex.org_kind.get(piece[-1].word, "place") != "place"


def _piece(text: str, tokens: list[Token], lex: Lexicon) -> Iterator[Name]:
    """One piece of a run as names: openers and titles taken off, a name before a title on its own."""
    while tokens and tokens[-1].small:
        tokens = tokens[:-1]
    tokens = _without_openers(text, tokens, lex)
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
        if cut == 1 == at and words[at] in listed("name_title") and words[0] in lex.given and len(words) > 2:
            continue  # "Hassan Sheikh Alvarn": the second word is a name here
        if cut:
            if at:
                yield from _plain_piece(text, trim(tokens[:at]), lex)
            yield _name(text, tokens[at + cut :], tokens[at])
            return
    yield from _plain_piece(text, tokens, lex)


def _without_noun(tokens: list[Token], lex: Lexicon) -> list[Token]:
    """ "Warlord Zorghani", "Rice grower ...": a common noun with the sentence's capital is no given name."""
    first = tokens[0]
    noun = first.opens and 1 < len(tokens) < 5 and lex.noun(first.word, "person") is not None
    if not noun or first.word in lex.given or any(t.word in lex.org_kind for t in tokens):
        return tokens
    return tokens if title_length([t.word for t in tokens]) else trim(tokens[1:])


def _sentence(tokens: list[Token], lex: Lexicon) -> bool:
    """The title of a book or a film: "Rivers Do Not Read"."""
    small = lex.words["starter"] - _SHORT
    inner = sum(1 for t in tokens[1:-1] if not t.small and t.word in small and t.word not in lex.org_kind)
    return inner * 4 >= len(tokens) > 2


def _dateline(text: str, tokens: list[Token]) -> bool:
    """VELISAR, April 14 (SPS) - the place the report comes from."""
    if tokens[0].start > 3 or not all(t.text.isupper() for t in tokens):
        return False
    return bool(_DATELINE.match(text, tokens[-1].end))


def _plain_piece(text: str, tokens: list[Token], lex: Lexicon) -> Iterator[Name]:
    """A piece without a title before a name; a title that ends it is an office, not a name."""
    words = [t.word for t in tokens]
    org = any(w in lex.org_kind for w in words)
    acronym = _acronym(tokens, lex)
    if acronym:
        if tokens[0].word not in lex.words["acronym"] and len(tokens[0].text) <= 6:
            yield _name(text, tokens[:1], None)
        tokens = tokens[1:]
    if not org:
        if len(tokens) > 1 and _office_alone(tokens, lex):
            return
        while tokens and len(tokens) > 1 and _is_office(tokens[-1].word, lex) and not _surname(tokens, lex):
            tokens = trim(tokens[:-1])
            while len(tokens) > 1 and tokens[-1].word in lex.titles["modifier"] | lex.titles["portfolio"]:
                tokens = trim(tokens[:-1])
    if not tokens:
        return
    if len(tokens) == 1:
        word = tokens[0].word
        office = _is_office(word, lex) or word in lex.titles["honorific"] or word in lex.titles["portfolio"]
        dated = word in lex.words["calendar_name"]
        if (word in lex.words["starter"] and not dated) or (word in lex.demonyms and word != "us"):
            return
        if word in lex.words["group_people"] or word in lex.words["modifier"]:
            return
        if word in lex.words["acronym"] or (tokens[0].text.isupper() and "-" in tokens[0].text):
            return
        if office and (word not in lex.titles["surname"] or _article(text, tokens[0].start)):
            return
        if dated:
            tokens[0].opens = True  # to be settled: May is a name when a Theresa May is about
        if len(word) < 2 or word in listed("particle") or word in GENERATIONS:
            return
    name = _name(text, tokens, None)
    if name.words:
        yield name


def _acronym(tokens: list[Token], lex: Lexicon) -> bool:
    """ "MFA Aigul Serkebay", "PM Tomas Alvarn": capitals before a person's whole name are no part of it."""
    first, rest = tokens[0], tokens[1:]
    if not first.text.isupper() or "-" in first.text or len([t for t in rest if not t.small]) < 2:
        return False
    if not (len(first.text) >= 3 or first.word in lex.words["acronym"]) or any(t.text.isupper() for t in rest):
        return False
    return kind(" ".join(t.text for t in rest)) == "person" and first.word not in lex.given


def _office_alone(tokens: list[Token], lex: Lexicon) -> bool:
    """ "Minister of Agriculture", "Head of State": an office, and nobody's name."""
    words = [t.word for t in tokens if not t.small]
    offices = [w for w in words if _is_office(w, lex)]
    known = lex.titles["portfolio"] | lex.titles["modifier"] | lex.joining | {"state"}
    return bool(offices) and any(t.small for t in tokens) and all(w in known or w in offices for w in words)


def _surname(tokens: list[Token], lex: Lexicon) -> bool:
    """ "Martin King", "Steve Bishop": an office word that closes a person's name."""
    return tokens[-1].word in lex.titles["surname"] | listed("name_title") and tokens[0].word in lex.given


def _is_office(word: str, lex: Lexicon) -> bool:
    return word in lex.titles["office"] or word in lex.titles["regnal"] or word in lex.titles["surname"]


def _name(text: str, tokens: list[Token], title: Token | None) -> Name:
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
        possessive=tokens[-1].possessive
        or (text[end : end + 1] in "'’" and text[end - 1 : end] == "s" and end < len(text)),
        definite=_article(text, title.start if title else start),
    )


def _article(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].casefold() in ("the ", "\nthe")


def trim(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[-1].small:
        tokens = tokens[:-1]
    while tokens and tokens[0].small and tokens[0].word in listed("connector") - listed("particle"):
        tokens = tokens[1:]
    return tokens


def _without_openers(text: str, tokens: list[Token], lex: Lexicon) -> list[Token]:
    """Off with the sentence's first words and the adjectives before a name: "But Republican Mira Alvarn"."""
    words = lex.words
    while tokens:
        first = tokens[0].word
        single = len(tokens) == 1 and first in words["calendar_name"]
        if tokens[0].text == "A" and len(tokens) > 1 and text[tokens[0].end] == ".":
            break  # "A. Alvarn": an initial
        if first in ("the", "a", "an") or (
            first in words["starter"] and not single and (tokens[0].opens or len(tokens) > 1)
        ):
            opens = tokens[0].opens
            tokens = trim(tokens[1:])
            if tokens:
                tokens[0].opens = tokens[0].opens or opens
        elif (
            (len(tokens) > 2 and first in words["modifier"] and not any(t.word in lex.org_kind for t in tokens))
            or (len(tokens) > 1 and first in lex.demonyms and title_length([t.word for t in tokens[1:]]))
            or (len(tokens) > 2 and first in lex.demonyms and tokens[1].word in lex.given)
        ):
            tokens = trim(tokens[1:])
        else:
            break
    return tokens
