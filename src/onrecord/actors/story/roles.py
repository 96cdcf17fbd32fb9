"""Role nouns and pronouns of a story -> the persons they mean.

A role right beside a name is that name's; "the Verran leader" is whoever the story calls so; of several, the one
the article speaks of most and last. Where nobody fits, the mention stays alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.story.facts import Fact, Facts, beside, heads_state, indefinite, of_a_state
from onrecord.actors.story.scene import NEXT, Actor, Scene, Spot, first
from onrecord.actors.story.words import bare, sort_of, story_list

_KNOWN = re.compile(r"\b(?:the|their|both) \Z", re.IGNORECASE)
_NAME = re.compile(r"\s+[A-Z][\w'’.-]*(?: ?- ?\w+| [A-Z][\w'’.-]*)*")
_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
MANY = 40
_EXACT, _SORT, _GENERAL = 3.0, 1.0, 1.5
_STATE, _HOME = 2.0, 0.7


def resolve_roles(scene: Scene, facts: Facts) -> None:
    """Give role nouns that stand for one person that person, then pairs and pronouns theirs."""
    for at, spot in enumerate(scene.spots):
        who = scene.actor_of(spot, "person")
        if who is None or spot.read.form != "name":
            continue
        for other in beside(scene, at):
            if other.read.form == "nominal" and other.read.kind == "person" and scene.open(other):
                scene.give(other, who, 0.9, "apposition")
    scene.settle("person")
    for spot in scene.spots:
        if scene.open(spot) and spot.read.form == "nominal" and spot.read.kind == "person":
            _role(scene, facts, spot)
    scene.settle("person")
    for spot in scene.spots:
        if scene.open(spot) and spot.read.form == "nominal" and _pair(scene, spot):
            _two(scene, facts, spot)
        elif scene.open(spot) and spot.read.form == "pronoun":
            _pronoun(scene, spot)


def _role(scene: Scene, facts: Facts, spot: Spot) -> None:
    if indefinite(scene, spot) or spot.read.sort is None:
        return
    named = _name_after(scene, spot)
    if named is not None:
        scene.give(spot, named, 0.85, "title")
        return
    if _of_unknown(scene, spot):
        return
    home = scene.home(spot.article)
    near = scene.near(spot, "person")
    speaking = first(scene.near(spot, "person", NEXT)) if _addressed(spot) else []
    scored = []
    for who in _candidates(facts, spot, near):
        if who in speaking:
            continue
        fit = max((_fit(spot, f, facts, who, home) for f in facts.roles[who]), default=0.0)
        if fit > 0:
            if not speaking and not spot.read.states and facts.rules(who) and home in (facts.states(who) or (home,)):
                fit += _HOME
            scored.append((fit + 2 * _share(near, who) + scene.told(spot.article, who), who))
    if not scored:
        return
    scored.sort(key=lambda x: (-x[0], repr(x[1])))
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.05:
        return
    sure = 0.85 if len(scored) == 1 else 0.7
    scene.give(spot, scored[0][1], sure, "role" if len(scored) == 1 else "role-spoken-of")


def _addressed(spot: Spot) -> bool:
    """ "Mr. President": whoever is spoken to, and so not who was named last, who speaks."""
    return bare(spot.read.text.split()[0]) in lexicon().titles["honorific"]


def _name_after(scene: Scene, spot: Spot) -> Actor | None:
    """ "{Verran leader} Mira Alvarn": the person whose name, no mention itself, follows the title."""
    m = _NAME.match(scene.after(spot, 60))
    if m is None or spot.read.text.endswith("."):
        return None
    words = [bare(w) for w in re.sub(r" ?- ?", "-", m.group()).split()]
    words = [w for token in words for w in token.split()]
    held = [scene.surnames[w] for w in words if w in scene.surnames]
    return next((who for who in held if set(words) & set(who) - {"person", "?"}), None)


def _of_unknown(scene: Scene, spot: Spot) -> bool:
    """ "The leader of a small party": of something that the story does not tell us."""
    read = spot.read
    if read.states or read.parties or not read.tail or read.sort is None or read.sort.kind != "ruler":
        return False
    return not any(w in scene.surnames or ((s := sort_of([w])[1]) and s.kind == "land") for w in read.tail)


def _share(near: Mapping[Actor, float], who: Actor) -> float:
    total = sum(near.values())
    return near.get(who, 0.0) / total if total else 0.0


def _candidates(facts: Facts, spot: Spot, near: Mapping[Actor, float]) -> Sequence[Actor]:
    """Persons with this role noun, or with another of its sort; where they are many, those most spoken of and near."""
    read = spot.read
    found: dict[Actor, None] = dict.fromkeys(facts.by_head.get(read.head, ())[:MANY])
    if read.sort is not None and _by_sort(spot):
        found |= dict.fromkeys(
            facts.by_sort.get("ruler" if read.head in story_list("general_ruler") else read.sort.name, ())[:MANY]
        )
    return [*found, *(who for who in near if who in facts.roles and who not in found)]


def _by_sort(spot: Spot) -> bool:
    """Whether another noun of the same sort may be meant: "the Verran dictator" is its president."""
    sort = spot.read.sort
    return (
        bool(spot.read.states)
        or spot.read.head in story_list("general_ruler")
        or (sort is not None and sort.name == "chief")
    )


def _fit(spot: Spot, fact: Fact, facts: Facts, who: Actor, home: str) -> float:
    """How well a role somebody has is the one a mention names; 0 where it is another."""
    read = spot.read
    ruler = heads_state(fact)
    if fact.head == read.head:
        fit = _EXACT
    elif read.head in story_list("general_ruler") and ruler:
        fit = _GENERAL
    elif fact.sort == read.sort and _by_sort(spot):
        fit = _SORT
    else:
        return 0.0
    changing = listed("changing") - {"former", "ex", "first"}
    if (read.modifiers & changing) != (fact.modifiers & changing):
        return 0.0
    special = read.modifiers - fact.modifiers - listed("says_nothing") - listed("changing")
    if not ruler and special and fact.modifiers:
        return 0.0  # "the foreign minister" is not the defence minister
    known = facts.states(who)
    if read.states:
        if not known and read.bodies and not fact.bodies and fact.modifiers:
            return 0.0
        if not known:
            other = fact.head == read.head and not facts.ruled(read.states)
            free = home in read.states or of_a_state(fact) or other
            return 0.5 if ruler and free else 0.0
        if not set(read.states) & set(known):
            return 0.0
        fit += _STATE
    if fact.former and not read.former:
        fit -= 1.0
    if read.bodies and fact.bodies and not set(read.bodies) & set(fact.bodies):
        return 0.0
    if read.parties and not set(read.parties) & set(facts.parties(who)):
        return 0.0
    return max(0.0, fit)


def _pair(scene: Scene, spot: Spot) -> bool:
    words = {bare(w) for w in spot.read.text.split()[:3]}
    ruler = spot.read.sort is not None and spot.read.sort.kind == "ruler"
    man = spot.read.sort is not None and spot.read.sort.name == "person"
    known = spot.read.definite or bool(_KNOWN.search(scene.before(spot, 8)))
    if len(spot.read.text.split()) == 2 and words in ({"the", "two"}, {"the", "pair"}, {"the", "duo"}):
        return True
    if not spot.read.plural:
        return False
    return (bool(words & story_list("pair")) and (ruler or man)) or (ruler and not spot.read.states and known)


def _two(scene: Scene, facts: Facts, spot: Spot) -> None:
    """ "The two leaders": the two heads of states, or "the two men": the two persons, spoken of most here."""
    ruler = spot.read.sort is not None and spot.read.sort.kind == "ruler"
    near = scene.near(spot, "person")
    fits = [w for w in near if not ruler or facts.rules(w)]
    fits.sort(key=lambda w: (-near[w], repr(w)))
    if len(fits) > 1:
        for who in fits[:2]:
            scene.give(spot, who, 0.6, "pair-spoken-of")


def _pronoun(scene: Scene, spot: Spot) -> None:
    """He, she: the person spoken of most and last in the article."""
    if spot.read.head not in _HE | _SHE:
        return
    other = "f" if spot.read.head in _HE else "m"
    near = {w: n for w, n in scene.near(spot, "person", NEXT).items() if scene.gender.get(w) != other}
    if near:
        who = min(near, key=lambda w: (-near[w], repr(w)))
        scene.give(spot, who, 0.5, "pronoun")
