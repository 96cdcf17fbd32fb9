"""Where the nodes of a network stand: near those they side with, far from those they oppose.

Forces as of springs (Fruchterman and Reingold 1991): all nodes push each other away, ties of agreement pull with their
weight, ties of conflict push. Nodes begin on a circle, those of a group together, and nothing is drawn by chance: the
same network has the same layout. The whole lies in a square from 0 to 1, its longest way across.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.analysis.networks.coded import Floats

ROUNDS = 400
_NEAR = 1e-6
Pull = tuple[int, int, float]
"""Two nodes by their places and how strongly they are drawn together, from -1 (apart) to 1."""


def layout(count: int, pulls: Sequence[Pull], groups: Sequence[int | None]) -> Floats:
    """A point for each node."""
    if count < 2:
        return np.full((count, 2), 0.5)
    at = _circle(groups)
    pull = np.zeros((count, count))
    for a, b, strength in pulls:
        pull[a, b] = pull[b, a] = strength
    together, apart = np.sqrt(np.maximum(pull, 0)), np.sqrt(np.maximum(-pull, 0))
    ideal = 1 / np.sqrt(count)
    for step in range(ROUNDS):
        way = at[:, None, :] - at[None, :, :]
        far = np.sqrt((way**2).sum(axis=2)) + _NEAR
        force = ideal**2 / far * (1 + 2 * apart) - together * far**2 / ideal
        np.fill_diagonal(force, 0)
        move = (way / far[:, :, None] * force[:, :, None]).sum(axis=1) - at * ideal * 1.2
        length = np.sqrt((move**2).sum(axis=1, keepdims=True)) + _NEAR
        at = at + move / length * np.minimum(length, 0.12 * (1 - step / ROUNDS) + 0.001)
    return _fitted(at)


def _circle(groups: Sequence[int | None]) -> Floats:
    """On a circle in the order of the groups, every other one somewhat further in."""
    order = sorted(range(len(groups)), key=lambda i: (groups[i] is None, groups[i] or 0, i))
    at = np.zeros((len(groups), 2))
    for place, i in enumerate(order):
        angle = 2 * np.pi * place / len(order)
        radius = 0.5 if place % 2 else 0.4
        at[i] = radius * np.cos(angle), radius * np.sin(angle)
    return at


def _fitted(at: Floats) -> Floats:
    """Turned so that its longest way lies across, and stretched to the square."""
    at = at - at.mean(axis=0)
    x, y = at[:, 0], at[:, 1]
    turn = 0.5 * np.arctan2(2 * (x * y).sum(), (x * x).sum() - (y * y).sum())
    turned = np.stack((x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)), axis=1)
    if turned[0, 0] > 0:
        turned = -turned
    low, high = turned.min(axis=0), turned.max(axis=0)
    size = np.maximum(high - low, _NEAR)
    if (size > 0.02).all():
        return np.asarray((turned - low) / size)
    flat = (turned - low) / size.max()
    return np.asarray(flat + (1 - flat.max(axis=0)) / 2)
