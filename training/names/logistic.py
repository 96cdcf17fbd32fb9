"""Logistic regression with a ridge and with signs: a distance never speaks for sameness. Deterministic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def newton(x: Matrix, y: Matrix, w: Matrix, ridge: float, rounds: int = 40) -> Matrix:
    """The weights that make `y` likeliest; the first column is the bias and is not held back."""
    beta = np.zeros(x.shape[1])
    hold = np.full(x.shape[1], ridge)
    hold[0] = 1e-6
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (y - p)) - hold * beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(hold)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return beta


def fit(x: Matrix, y: Matrix, w: Matrix, signs: Sequence[int], ridge: float = 1.0) -> Matrix:
    """As `newton`, with weights of the wrong sign (1, -1; 0: either) set to nothing, the worst first."""
    keep = list(range(x.shape[1]))
    wanted = np.asarray(signs, dtype=np.float64)
    while True:
        found = np.zeros(x.shape[1])
        found[keep] = newton(x[:, keep], y, w, ridge)
        wrong = np.minimum(found * wanted, 0.0)
        if float(wrong.min()) >= 0.0:
            return found
        keep.remove(int(wrong.argmin()))
