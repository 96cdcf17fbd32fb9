"""Runs of capitalised words, and where capitals and quotation marks say what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.actors.lexicon import listed
from onrecord.actors.names import plain

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑'’ʼ‘´′＇&\xad][^\W_]+)*")
_JOINED = re.compile(r"(?:\.? {1,2}| ?& ?)")
_APOSTROPHE = re.compile("['’ʼ] ")
_OPENS = re.compile(r"(?:^|[.!?:;…\n]|[-–—•*·|>]\s)[\"”’')\]]*\s*[(\[“\"‘'«„]*\Z")
_QUOTES = re.compile('[“”"«»„\n]')
_PARTICLED = re.compile(
    r"(?:(?:al|el|an|ar|as|at|ash|ad|az|ed|es)-|(?:d|l|dell|dall|degl|t|m|n|o)['’ʼ‘´′＇])(?=[^\W\d_])"
)
_SMALL = frozenset("aedltmno")
_LONGEST_RUN = 14


@dataclass(slots=True)
class Token:
    start: int
    end: int
    text: str
    word: str
    opens: bool = False
    small: bool = False
    possessive: bool = False
    plural: bool = False


def runs(text: str, lower: set[str]) -> Iterator[list[Token]]:
    """Runs of capitalised words with the small words between them; other words are put into `lower`."""
    run: list[Token] = []
    pending: list[Token] = []
    for m in WORD.finditer(text):
        word, start = m.group(), m.start()
        capital = word[0].isupper() or (word[0] in _SMALL and not word.isalpha() and _particled(word))
        joined = bool(run) and len(run) + len(pending) < _LONGEST_RUN and _joins(text, (pending or run)[-1], start)
        if capital:
            token = token_of(m)
            if not joined:
                if run:
                    yield run
                run = []
                token.opens = bool(_OPENS.search(text, max(0, start - 12), start)) or start < 2
                if pending and _joins(text, pending[-1], start) and pending[-1].word in listed("particle"):
                    run.append(pending[-1])
            else:
                run.extend(pending)
            run.append(token)
            pending = []
            continue
        if len(word) < 40:
            lower.add(word)
        if joined and len(pending) < 3 and (word in listed("connector") or word in listed("particle")):
            pending.append(token_of(m, small=True))
            continue
        if run:
            yield run
            run = []
        pending = [token_of(m, small=True)] if word in listed("particle") else []
    if run:
        yield run


def token_of(m: re.Match[str], small: bool = False) -> Token:
    text = m.group()
    possessive = text[-2:] in ("'s", "’s", "'S", "’S")
    end = m.end() - 2 if possessive else m.end()
    return Token(m.start(), end, text[: end - m.start()], plain(text), small=small, possessive=possessive)


def _joins(text: str, last: Token, start: int) -> bool:
    """Whether the next word belongs to the same run as `last`."""
    gap = text[last.end + (2 if last.possessive else 0) : start]
    if gap == " ":
        return True
    if last.text[-1] == "s" and _APOSTROPHE.fullmatch(gap):
        last.plural = True  # "the Dockers' League": `cut` decides whether it is one name
        return True
    if not _JOINED.fullmatch(gap):
        return False
    if "." in gap:
        return len(last.text) == 1 or last.word in listed("abbreviated")
    return True


def _particled(word: str) -> bool:
    """al-Bashir, el-Sisi, ash-Shabab, d'Arcy: a name though its first letter is small."""
    m = _PARTICLED.match(word)
    return m is not None and word[m.end()].isupper()


def title_case(text: str) -> bool:
    """Whether capitals say nothing here: a headline in which verbs have one, too, or all letters are capital.

    A line of few words may be nothing but a name ("Merrun Defence Front").
    """
    if len(text) > 300 or len(text.split()) < 5:
        return False
    words = [m.group() for m in WORD.finditer(text) if m.group() not in listed("uncapitalised")]
    capital = sum(1 for w in words if not w[0].islower())
    if text.rstrip("”\"’' ").endswith("."):
        return len(words) > 4 and capital == len(words)
    return capital >= 0.85 * len(words)


def quoted(text: str) -> list[tuple[int, int]]:
    """Stretches inside double quotation marks; an unclosed one runs to the paragraph's end."""
    out: list[tuple[int, int]] = []
    opened = -1
    for m in _QUOTES.finditer(text):
        mark = m.group()
        if mark == "\n":
            continue
        if opened < 0 and mark != "”":
            opened = m.end()
        elif opened >= 0 and mark in '”"»' + ("“" if "„" in text else ""):
            out.append((opened, m.start()))
            opened = -1
    if opened >= 0:
        out.append((opened, len(text)))
    return out
