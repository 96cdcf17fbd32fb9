"""From pairs to groups: the two most alike groups become one, as long as they are alike enough.

Two groups are as alike as the mean over all pairs of their documents (average linkage). With `kinship`
they must be so in proportion to how alike the documents within each are: a group whose documents
repeat each other takes in less than one whose documents differ.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.stories.likeness import Pairs

TYPICAL, PRIOR = 0.3, 3
"""The likeness within a group that nothing is known of, and how many pairs that guess weighs."""
CLOSE = 0.45
"""A group is taken as no closer than this: copies of one text say nothing of how alike reports of an event are."""


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that are one group already, and the sum of the likenesses of their pairs."""

    rows: list[int]
    within: float = 0.0


def link(parts: Sequence[Part], pairs: Pairs, threshold: float, kinship: float) -> list[Part]:
    """The groups made of these parts, in the order of their first rows.

    `pairs` are those of the parts, by their place; their likeness is the mean over the rows of the two.
    """
    linking = _Linking(parts, pairs, threshold, kinship)
    linking.run()
    made = zip(linking.members, linking.within, strict=True)
    return sorted((Part(rows, within) for rows, within in made if rows), key=lambda p: p.rows[0])


class _Linking:
    """Of each group the best partner is on the heap, as it was when the group last changed.

    The best pair of all is always there: whichever of the two changed last found it then, or a better one that is
    gone since; such an entry comes up first and is looked for anew.
    """

    def __init__(self, parts: Sequence[Part], pairs: Pairs, threshold: float, kinship: float) -> None:
        self.threshold, self.kinship = threshold, kinship
        self.members = [p.rows for p in parts]
        self.within = [p.within for p in parts]
        self.between: list[dict[int, float]] = [{} for _ in parts]  # sums over the pairs of two groups
        self.changes = [0] * len(parts)
        self.loose = [self.looseness(i) for i in range(len(parts))]
        rows: tuple[Sequence[int], Sequence[int], Sequence[float]]
        rows = (pairs.a.tolist(), pairs.b.tolist(), pairs.likeness.tolist())
        for a, b, likeness in zip(*rows, strict=True):
            self.between[a][b] = self.between[b][a] = likeness * len(self.members[a]) * len(self.members[b])
        self.heap: list[tuple[float, int, int, int, int]] = []
        for i in range(len(parts)):
            self.offer(i)

    def run(self) -> None:
        while self.heap:
            _, a, b, a_then, b_then = heapq.heappop(self.heap)
            if self.changes[a] != a_then:
                continue
            if self.changes[b] == b_then:
                self.join(min(a, b), max(a, b))
            else:
                self.offer(a)

    def offer(self, a: int) -> None:
        """Note the group that is best joined with this one, where one is alike enough."""
        best, partner = 0.0, -1
        scale = self.loose[a] / max(1, len(self.members[a]))
        for b, likeness in self.between[a].items():
            score = likeness * scale * self.loose[b] / len(self.members[b])
            if score > best or (score == best and b < partner):
                best, partner = score, b
        # Rounded: equal scores are decided by the order of the documents, not by the last digit.
        best = round(best, 9)
        if best >= self.threshold:
            heapq.heappush(self.heap, (-best, a, partner, self.changes[a], self.changes[partner]))

    def looseness(self, a: int) -> float:
        """What likeness to a group is multiplied by: the less alike its own documents are, the more."""
        if not self.kinship:
            return 1.0
        size = len(self.members[a])
        cohesion = (self.within[a] + PRIOR * TYPICAL) / (size * (size - 1) // 2 + PRIOR)
        return float((TYPICAL / min(cohesion, CLOSE)) ** (self.kinship / 2))

    def join(self, a: int, b: int) -> None:
        """Take group `b` into group `a`."""
        self.within[a] += self.within[b] + self.between[a].pop(b)
        self.members[a] = sorted(self.members[a] + self.members[b])
        self.members[b] = []
        self.changes[a] += 1
        self.changes[b] += 1
        self.loose[a] = self.looseness(a)
        for other, likeness in self.between[b].items():
            if other != a:
                del self.between[other][b]
                self.between[a][other] = self.between[other][a] = self.between[a].get(other, 0.0) + likeness
        self.between[b] = {}
        self.offer(a)
