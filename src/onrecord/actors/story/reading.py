"""The words of one mention -> what they say: whose name, which noun, of which state or party, of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.actors.lexicon import listed
from onrecord.actors.names import gender_of, plain
from onrecord.actors.story.phrases import Read, after_determiners, counts, end_of_core, frame, name_of, noun_of
from onrecord.actors.story.words import Hit, bare, hits, lemma, plural, story_list, tokens_of

__all__ = ["Read", "read_mention"]

LONGEST = 300


def read_mention(
    text: str, short: Mapping[str, str], shared: Mapping[str, tuple[str, ...]], lead: str = "", form: str = ""
) -> tuple[Read, ...]:
    """What the words say; several readings where they name several persons.

    `short` are the short names of states in this story ("the North"), `shared` the words that several of its
    states have in common ("the two Koreas"); `lead` is what stands before the mention: an article, "its";
    `form` is how it refers, where that is known.
    """
    if text.lower() == text.upper() and any(c.isalpha() for c in text):  # a script without capitals
        words = tuple(plain(text[:LONGEST]).split())
        return (Read(text=text, form="name", kind="unknown", words=words, written=text.strip()),)
    tokens = tokens_of(text[:LONGEST].strip("\"“”‘’' \n"))
    while tokens and (not tokens[0][0].isalnum() or _loose(tokens)):
        tokens = tokens[1:]
    if not tokens:
        return (Read(text=text, form="nominal", kind="other"),)
    tokens = _whole_of(tokens)
    parts = _both(tokens)
    if parts:
        return tuple(_read(text, part, short, shared) for part in parts)
    return (_formed(_led(_read(text, tokens, short, shared), lead), tokens, form),)


def _formed(read: Read, tokens: Sequence[str], form: str) -> Read:
    """What is known of the form goes before what a mention without telling words looks like."""
    if form == "name" and read.form == "nominal" and read.kind == "other":
        words = tuple(w for t in tokens for w in bare(t).split())
        return replace(read, form="name", kind="unknown", words=words, written=" ".join(tokens))
    if form == "nominal" and read.form == "name" and read.kind == "unknown":
        return replace(read, form="nominal", kind="other", words=(), head=lemma(bare(tokens[-1])))
    return read


def _whole_of(tokens: list[str]) -> list[str]:
    """ "Hundreds of migrants" are migrants: the words after the number, where they are of several."""
    of = next((i for i, t in enumerate(tokens[:4]) if t == "of"), 0)
    if not 0 < of < len(tokens) - 1 or lemma(bare(tokens[of - 1])) not in story_list("part"):
        return tokens
    rest = tokens[of + 1 :]
    return rest if any(plural(bare(t)) or t[:1].isupper() for t in rest) else tokens


def _loose(tokens: Sequence[str]) -> bool:
    """Whether the first word is no part of the noun phrase: "that Mr. Alvarn", "so-called"."""
    first = bare(tokens[0])
    return len(tokens) > 1 and (first == "so called" or (first == "that" and tokens[1][:1].isupper()))


def _led(read: Read, lead: str) -> Read:
    """A mention without its article or pronoun, which stands before it in the text."""
    word = bare(lead.split()[-1]) if lead[-1:].isspace() and lead.split() else ""
    if word in listed("possessive") and not read.owner:
        return replace(read, owner=(word,), definite=True)
    return replace(read, definite=True) if word in ("the", "these", "those") else read


def _both(tokens: list[str]) -> list[list[str]]:
    """ "Mr. Alvarn and Mr. Dossen": the two sides, where each is a person's name by itself."""
    if "and" not in tokens[1:-1]:
        return []
    at = tokens.index("and", 1)
    left, right = tokens[:at], tokens[at + 1 :]
    if len(left) == 1 and gender_of([], left[0]):
        left = left + right[1:]  # "Mr. and Mrs. Alvarn"
    titled = [bool(gender_of([], " ".join(side[:1]))) and len(side) > 1 for side in (left, right)]
    return [left, right] if all(titled) else []


def _read(text: str, tokens: list[str], short: Mapping[str, str], shared: Mapping[str, tuple[str, ...]]) -> Read:
    low = [bare(t) for t in tokens]
    if len(tokens) == 1 and low[0] in _pronouns() and not tokens[0][1:].isupper() and "." not in tokens[0]:
        return Read(text=text, form="pronoun", kind="other", head=low[0], plural=low[0] in ("they", "them", "we"))
    found = _found(tokens, low, short, shared)
    start = after_determiners(low)
    core = end_of_core(tokens, low, start, found)
    counted = [h for h in found if counts(h, tokens, low, core)]
    spoken = replace(
        frame(text, tokens, low, start, core),
        states=_ordered(h.state for h in counted if h.state),
        parties=_ordered(h.name for h in counted if h.sort == "party"),
        bodies=_ordered(h.name for h in counted if h.sort == "body"),
    )
    covered = {i for h in found for i in range(h.first, h.last)}
    whole = _whole(spoken, tokens, low, start, core, found)
    if whole is not None:
        return whole
    if low[0] in story_list("verb"):
        return spoken
    named = name_of(spoken, tokens, low, start, core, covered)
    if named is None and tokens[core : core + 1] == [","] and all(t[:1].isupper() for t in tokens[core + 1 :]):
        named = name_of(spoken, tokens, low, core + 1, len(tokens), covered)  # "Alvarn's son, Tomas Alvarn"
    return named or noun_of(spoken, low, start, core, {low[i] for i in covered})


def _whole(
    spoken: Read, tokens: Sequence[str], low: Sequence[str], start: int, core: int, found: Sequence[Hit]
) -> Read | None:
    """A mention that is nothing but the name of a state, a body or a party, and adjectives."""
    covered = {i for h in found for i in range(h.first, h.last)}
    inner = [i for i in range(start, core) if low[i] not in ("the", "and", "")]
    if inner and covered.issuperset(inner):
        return _called(spoken, next(h for h in reversed(found) if h.last > inner[-1]), " ".join(tokens[start:core]))
    if low[0] in story_list("verb"):
        return None
    ends = next((h for h in found if h.last == core and _only_said_of(h, tokens, start, covered)), None)
    if ends is not None:  # "the state-run Verran News Agency", "communist Verra"
        return _called(spoken, ends, "")
    last = next((h for h in found if h.last == len(tokens) and h.first >= core), None)
    if last is None or any(w in story_list("cut") - {","} for w in low[start : last.first]):
        return None
    if not all(t[:1].islower() or t == "," for t in tokens[start : last.first]):
        return None
    parties = (last.name,) if last.sort == "party" else ()  # "a tired, divided Verran Party"
    return _called(replace(spoken, states=(last.state,) if last.state else (), parties=parties), last, "")


def _called(spoken: Read, hit: Hit, written: str) -> Read:
    kind = "organization" if hit.sort == "body" else hit.sort
    bodies = (hit.name,) if hit.sort == "body" else ()
    return replace(spoken, form="name", kind=kind, bodies=bodies, written=written, whole=True)


def _only_said_of(hit: Hit, tokens: Sequence[str], start: int, covered: set[int]) -> bool:
    """Whether what stands before a name in a mention is adjectives alone, or for a body also its state."""
    before = [i for i in range(start, hit.first) if not (hit.sort == "body" and i in covered)]
    return all(tokens[i][:1].islower() or not tokens[i][:1].isalnum() for i in before)


def _pronouns() -> frozenset[str]:
    return listed("pronoun") | listed("possessive") | {"hers", "theirs", "ours"}


def _found(
    tokens: Sequence[str], low: Sequence[str], short: Mapping[str, str], shared: Mapping[str, tuple[str, ...]]
) -> list[Hit]:
    """States, bodies and parties in the tokens, with what this story calls its states for short."""
    found = list(hits(tuple(tokens)))
    both = {i: shared[s] for i, w in enumerate(low) if (s := _stem(w, shared))}
    alone = {i for h in found if h.last - h.first == 1 for i in range(h.first, h.last)}
    taken = {i for h in found for i in range(h.first, h.last)}
    found = [h for h in found if not (h.first in both and h.first in alone)]
    names: dict[int, tuple[str, ...]] = {
        i: (short[w],) for i, w in enumerate(low) if _short(i, tokens, w, taken, short)
    }
    names.update((i, codes) for i, codes in both.items() if i not in taken or i in alone)
    found += [Hit(first=i, last=i + 1, sort="state", name=c, state=c) for i, codes in names.items() for c in codes]
    return sorted(found, key=lambda h: (h.first, h.name))


def _short(i: int, tokens: Sequence[str], word: str, taken: set[int], short: Mapping[str, str]) -> bool:
    """Whether a token is a state's short name here: "the North", "North and South Korea"."""
    if word not in short or i in taken or not tokens[i][:1].isupper():
        return False
    return i + 1 == len(tokens) or not tokens[i + 1][:1].isupper() or "'" in tokens[i] or "’" in tokens[i]


def _stem(word: str, shared: Mapping[str, tuple[str, ...]]) -> str:
    return next((s for s in shared if word in (s, s + "s", s + "n", s + "ns")), "")


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
