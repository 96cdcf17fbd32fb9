"""Posts that an article speaks of without saying who holds them: "the Front's spokesman", "the energy minister".

Within the article nobody is known by them. Over the whole record somebody may be: another article of that time names
the holder. Here the post is given a key; `holder` finds, among the roles of other articles, whose it was that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from onrecord.actors.holders import Claim
from onrecord.actors.lexicon import lexicon, listed, table
from onrecord.actors.names import plain
from onrecord.actors.naming.matching import compare, read_name
from onrecord.actors.phrases import Phrase
from onrecord.actors.role_nouns import owners, role, tells
from onrecord.actors.scene import Answer, Scene
from onrecord.actors.second_look import of_state

POST = "post:"
"""Begins the key of an entity that is a post: no name of a text can have it, and no two are joined by it."""
REACH = 500
"""Days beyond which a role that one article tells says nothing about who held the post."""
SAME = 3
_LEADING = frozenset(("leader",))
_OF_STATES = frozenset(("president", "premier", "prime minister", "king", "queen", "emir", "sultan", "emperor"))
_OTHERS = frozenset(("deputy", "vice", "former", "acting", "assistant", "ex", "late", "shadow", "next"))
SPELLED = 0.8
"""How likely two spellings are one body's, for its posts to be the same."""
_SEPARATOR = "|"
ADJECTIVE = 5
"""Letters of the shortest name of a state that is told by its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A post whose holder is asked for: its nouns, its title's other words, whose it is ("": not said), the day."""

    entity: str
    nouns: frozenset[str]
    words: frozenset[str]
    org: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who held it, by which role row, how sure."""

    actor: str
    role: str
    score: float


@lru_cache(maxsize=1)
def _nouns() -> dict[str, tuple[frozenset[str], bool]]:
    """Noun -> the nouns said of one post with it, and whether it may be a state's."""
    found: dict[str, tuple[frozenset[str], bool]] = {}
    for words, state, _, _ in table("single_posts.tsv"):
        row = frozenset(words.split(","))
        found.update((w, (row, bool(state))) for w in row)
    return found


def vacancy(scene: Scene, phrase: Phrase) -> Answer | None:
    """The post that a role phrase speaks of, as an actor of this article; None where it says too little."""
    head = plain(phrase.head.removesuffix("'s"))
    words = [m for m in phrase.modifiers if tells(m) and m not in ("prime", "new")]
    noun = "prime minister" if head == "minister" and "prime" in phrase.modifiers else head
    if noun == "head" and of_state(phrase):
        noun, phrase.owner = "head of state", None
    found = _nouns().get(noun)
    if found is None or phrase.form != "role" or phrase.indefinite or set(words) & listed("changing") - {"new"}:
        return None
    org, words = _whose(scene, phrase, words)
    if org is None or (not org and not (found[1] and (words or noun != "minister"))):
        return None
    key = POST + _SEPARATOR.join((noun, " ".join(sorted(words)), org))
    ent = scene.cast.by_key.get(key)
    if ent is None:
        start = phrase.start + (len(phrase.determiner) + 1 if phrase.determiner in ("the", "a", "an") else 0)
        ent = scene.cast.person(scene.layout.text[start : phrase.end], key)
    return Answer(ent.index, "post", 0.3)


def _whose(scene: Scene, phrase: Phrase, words: list[str]) -> tuple[str | None, list[str]]:
    """The key of the body or state whose post it is ("": none named, None: not known), and the words that are left."""
    rest = [w for w in words if scene.states.of_adjective(w) is None]
    for word in phrase.capitals:
        state = scene.states.of_adjective(word)
        if state is not None:
            return plain(state), rest
    if phrase.owner is not None:
        state = scene.states.named(phrase.owner) or (
            scene.states.of_adjective(phrase.owner.text) if phrase.compound else None
        )
        if state is not None:
            return plain(state), rest
        if phrase.owner.entity is None:
            return None, rest
        return _body(scene, phrase.owner.entity), rest
    if phrase.owner_pronoun:
        held = owners(scene, phrase)
        return (_body(scene, next(iter(held))) if held is not None and len(held) == 1 else None), rest
    if phrase.owner_word and phrase.owner_word != "state":
        nouns = {phrase.owner_word}
        near = {n.entity for n in scene.names_between(scene.back(phrase.start, 3), phrase.start)}
        fits = {e for e in near if e is not None and _called(scene, e, nouns)}
        if not fits:
            meant = role(scene, Phrase(form="role", start=phrase.start, end=phrase.end, head=phrase.owner_word)).entity
            fits = {meant} if meant is not None else set()
        return (_body(scene, next(iter(fits))) if len(fits) == 1 else None), rest
    return "", rest


def _called(scene: Scene, entity: int, nouns: set[str]) -> bool:
    """Whether a body may be called so: "the militia" for an armed group."""
    ent = scene.cast.ents[entity]
    kinds = {lexicon().org_kind.get(n) for n in nouns} | {n if n in ("party", "government") else None for n in nouns}
    return bool(nouns & set(plain(ent.name).split())) or ent.kind in kinds


def _body(scene: Scene, entity: int) -> str | None:
    ent = scene.cast.ents[entity]
    return None if ent.kind == "person" else ent.key.removeprefix("known:")


def is_post(key: str) -> bool:
    """Whether an entity's key is of a post, which is nobody until a holder is found."""
    return key.startswith(POST)


def wanted(entity: str, key: str, on: date) -> Wanted | None:
    """What to ask for an entity with the key of a post."""
    parts = key.removeprefix(POST).split(_SEPARATOR)
    if not is_post(key) or len(parts) != 3:
        return None
    noun, words, org = parts
    nouns, _ = _nouns().get(noun, (frozenset((noun,)), False))
    nouns |= _OF_STATES if nouns & _LEADING and org else frozenset()
    return Wanted(entity=entity, nouns=nouns, words=frozenset(words.split()), org=org, on=on)


def keys_of(title: str) -> frozenset[str]:
    """The nouns by which a role with this title is looked up."""
    return frozenset(n for n in _nouns() if f" {n} " in f" {plain(title)} ")


def holder(post: Wanted, claims: Iterable[Claim]) -> Held | None:
    """Whose post it was that day: the one person whom the nearest claims before and after it name.

    A claim that ended before the day, or that was told long before or after it without an interval that holds the
    day, says nothing.
    """
    fitting = _fitting(post, list(claims))
    days = sorted(((told - post.on).days, c.actor, c.role.id) for told, c in fitting)
    same = [d for d in days if abs(d[0]) <= SAME]
    before = [d for d in days if d[0] <= 0][-1:]
    after = [d for d in days if d[0] >= 0][:1]
    sides = same or [*before, *after]
    if not sides or len({actor for _, actor, _ in sides}) > 1:
        return None
    gap, actor, role = min(sides, key=lambda d: (abs(d[0]), d))
    others = len({a for _, a, _ in days}) > 1
    named = post.org and any(c.role.id == role and c.role.org for _, c in fitting)
    score = 0.75 if named else 0.6
    score -= 0.1 * others + 0.1 * (abs(gap) > REACH // 4)
    return Held(actor=actor, role=role, score=round(score, 2))


def _fitting(post: Wanted, claims: Sequence[Claim]) -> list[tuple[date, Claim]]:
    """The claims that may be of the post: by its own nouns, else by those of whoever leads a state; of its body, else
    of people of whom no article says that they hold such a post elsewhere."""
    own = post.nouns - _OF_STATES if post.nouns & _LEADING else post.nouns
    elsewhere = {c.actor for c in claims if not _same_body(post.org, key_of_org(c.role.org)) and c.role.org}
    bare = replace(post, org="")
    for asked in (replace(post, nouns=own), post, replace(bare, nouns=own) if post.org else None):
        if asked is None:
            continue
        fit = [(c.published, c) for c in claims if c.published is not None and _fits(asked, c, c.published)]
        if asked.org != post.org:
            fit = [(day, c) for day, c in fit if not c.role.org and c.actor not in elsewhere]
        if fit:
            return fit
    return []


def _fits(post: Wanted, claim: Claim, told: date) -> bool:
    title, org = plain(claim.role.title), key_of_org(claim.role.org)
    words, own = set(title.split()), set(org.split())
    noun = next((n for n in sorted(post.nouns, key=len, reverse=True) if f" {n} " in f" {title} "), None)
    if noun is None or (noun == "minister" and "prime" in words) or words & _OTHERS:
        return False
    said = words - set(noun.split())
    if not post.words <= said | own or any(
        tells(w) and w not in post.words | set(post.org.split()) for w in said - own
    ):
        return False
    if post.org and not _same_body(post.org, org):
        return False
    since, until = claim.role.since, claim.role.until
    if (since is not None and since > post.on) or (until is not None and until < post.on):
        return False
    return (since is not None and told >= post.on) or abs((told - post.on).days) <= REACH


def _same_body(one: str, other: str) -> bool:
    """Whether two keys are of one body: equal, one the short form of the other, or a state and its adjective."""
    if one == other:
        return True
    a, b = one.split(), other.split()
    if len(a) == len(b) == 1 and _adjective(one, other):
        return True
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if short and len(short) < len(long) and long[-len(short) :] == short:
        return True
    if min(len(a), len(b)) < 2:
        return False  # one word is too little to tell a spelling from another body
    match = compare(read_name(one, "organization"), read_name(other, "organization"))
    return not match.blocked and match.score >= SPELLED


def _adjective(one: str, other: str) -> bool:
    """ "ostrian" and "ostria", "french" and "france"."""
    demonyms = lexicon().demonyms
    if plain(demonyms.get(one, one)) == plain(demonyms.get(other, other)):
        return True
    short, long = sorted((one, other), key=lambda w: (len(w), w))
    return len(short) >= ADJECTIVE and long.startswith(short[:-1]) and len(long) - len(short) <= 2


def key_of_org(org: str | None) -> str:
    """A role's organisation as posts are asked for: its words in lower case, without an article."""
    return plain(org or "").removeprefix("the ")
