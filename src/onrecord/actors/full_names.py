"""Full names that are one actor: the same words, a spelling of them, or a second name the text gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.actors.cast import GROUPS, Cast, Ent, core, enter, head, index, initials, spelled, surnames
from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import GENERATIONS, last_written, plain
from onrecord.actors.pieces import Name

_OR = re.compile(r",? (?:or|also known as|known as|better known as|formerly|aka|a\.k\.a\.)(?: the)? ")


def full_name(cast: Cast, name: Name, described: bool) -> None:
    """A name of several words: the same words, a spelling of them, or somebody new."""
    ent = cast.by_key.get(name.key)
    if ent is not None:
        cast.give(name, ent, "full-name", 0.95)
        if not ent.known and (ent.name.isupper(), -len(ent.name)) > (name.text.isupper(), -len(name.text)):
            ent.name = name.text
        return
    longer = [e for e in cast.by_stem.get(name.key, ()) if e.first < name.start]
    if len(longer) == 1 and name.kind != "person":
        cast.give(name, longer[0], "short-name", 0.8)  # "the High Council" of a High Council for National Recovery
        return
    ent = _variant(cast, name)
    if ent is not None:
        if len(name.text) > len(ent.name) and not ent.known and ent.kind != "person":
            ent.name = name.text
        cast.give(name, ent, "spelling", 0.85)
        return
    what = name.kind
    if what == "unknown" and described:
        what = "person"
    ent = cast.add(name, what)
    cast.give(name, ent, "full-name", 0.95)
    ent.person = ent.person and bool(name.title or described or name.gender or name.words[0] in lexicon().given)
    index(cast, ent, name.words, name.text)


def _variant(cast: Cast, name: Name) -> Ent | None:
    """An earlier actor whose name differs only by a middle name, a particle or a hyphen."""
    if name.kind not in ("person", "unknown"):
        return None
    mine = core(name.words)
    if len(mine) < 2:
        return None
    initial = _initialled(cast, name)
    if initial is not None:
        return initial
    alike: list[Ent] = [*cast.by_ends[mine[0], mine[-1]], *cast.by_ends["", "".join(mine)]]
    for ent in alike:
        words = (plain(ent.known.name) if ent.known else ent.key).split()
        other = core(words)
        if _generation(words) != _generation(name.words) or (ent.gender and name.gender and ent.gender != name.gender):
            continue
        if "".join(mine) == "".join(other) or (_within(mine, other) or _within(other, mine)):
            return ent
    return None


def _initialled(cast: Cast, name: Name) -> Ent | None:
    """ "A. Serkebay" for "Aigul Serkebay": the only one of the surname whose first name has the letter."""
    first, last = name.words[0], " ".join(name.words[1:])
    if len(first) > 1:
        return None
    namesakes = [e for e in cast.by_last.get(name.words[-1], ()) if e.names and e.kind in ("person", "unknown")]
    fitting = [e for e in namesakes if e.key.removeprefix("known:")[0] == first]
    if len(fitting) != 1:
        return None
    ent = fitting[0]
    words = ent.key.removeprefix("known:").split()
    other = bool(ent.gender and name.gender and ent.gender != name.gender)
    if other or _generation(words) != _generation(name.words) or last not in surnames(words):
        return None
    ent.first = min(ent.first, name.start)
    return ent


def _generation(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words) & GENERATIONS


def _within(short: list[str], long: list[str]) -> bool:
    """Same first and last word, and each middle word of the shorter is one (or the initial of one) of the longer."""
    if short[0] != long[0] or short[-1] != long[-1] or len(short) > len(long):
        return False
    middle = long[1:-1]
    return all(
        any(w == m or (len(w) == 1 and m.startswith(w)) or (len(m) == 1 and w.startswith(m)) for m in middle)
        for w in short[1:-1]
    )


def second_names(cast: Cast, names: Sequence[Name]) -> None:
    """ "Full Name (ABC)", "X, or Y," - the text itself says that two names are one actor."""
    for a, b in zip(names, names[1:], strict=False):
        if b.start - a.end > 24 or a.possessive:
            continue
        between, after = cast.text[a.end : b.title_start], cast.text[b.end : b.end + 1]
        if between == " (" and after == ")":
            if _abbreviates(b, a):
                _same(cast, a, b, "acronym")
            elif _abbreviates(a, b):
                _same(cast, b, a, "acronym")
        elif _OR.fullmatch(between) and after in (",", ")", ";", "."):
            named = between.strip(" ,").split()[0] != "or"
            known = a.entity is not None and cast.ents[a.entity].person
            if named or a.kind in GROUPS or (b.kind in GROUPS and not known):
                _same(cast, a, b, "second-name")


def _abbreviates(short: Name, long: Name) -> bool:
    """Whether the bracketed capitals abbreviate the name: its initials, or most of them in order."""
    letters = plain(short.text).replace(" ", "").replace("&", "")
    if len(short.words) != 1 or not short.text.replace(".", "").isupper() or not 2 <= len(letters) <= 10:
        return False
    words = [w for w in long.words if w]
    if len(words) < 2:
        return False
    if letters in spelled(words):
        return True
    if long.kind == "person":
        return False
    every, small = "".join(w[0] for w in words), initials(words)
    # a translated name keeps few of its initials: "Popular Front (FPLM)" needs one shared letter only
    return letters[0] == small[0] or _ordered(small, letters) or bool(set(letters) & set(every) and head(words))


def _ordered(some: str, many: str) -> bool:
    rest = iter(many)
    return all(c in rest for c in some)


def _same(cast: Cast, a: Name, b: Name, why: str) -> None:
    """Make `b` a name of `a`'s actor, and enter it as such for the rest of the article."""
    if a.entity is None:
        if len(a.words) < 2 and a.kind not in GROUPS:
            return
        ent = cast.by_key.get(a.key) or cast.add(a, a.kind)
        cast.give(a, ent, "full-name", 0.9)
        index(cast, ent, a.words, a.text)
    else:
        ent = cast.ents[a.entity]
    if b.entity is not None and b.entity != ent.index:
        other = cast.ents[b.entity]
        if other.known or other.kind == "person" or (len(other.names) > 1 and why == "acronym"):
            return
        _merge(cast, other, ent, why)
    elif b.entity is None:
        cast.give(b, ent, why, 0.95)
    if ent.kind in ("person", "unknown") and b.kind in GROUPS and not ent.person:
        ent.kind = b.kind  # "Hizb al-Dar, or the House Party": two capitalised words are no person then
    enter(cast.acronyms[b.key], ent)
    cast.defined.add(b.key)


def _merge(cast: Cast, gone: Ent, into: Ent, why: str) -> None:
    """Move all names of one actor to another; the emptied one stays behind without names."""
    for name in gone.names:
        name.entity, name.why = into.index, why
        into.names.append(name)
    gone.names = []
    cast.by_key[gone.key] = into
    words = gone.key.split()
    lasts = {*surnames(words), last_written(gone.name)}
    for ents in (cast.by_head[head(words)], cast.by_first[words[0]], *(cast.by_last[w] for w in sorted(lasts))):
        if gone in ents:
            ents.remove(gone)
