"""Precision, recall, F1 and its interval, from counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

COUNTS = ["n_gold", "n_predicted", "n_matched"]
RESAMPLES, SEED = 2000, 20
BOUNDS = (2.5, 97.5)
"""Percentiles that hold 95 %."""


def scored(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with their scores.

    Args:
        counts: columns `n_gold`, `n_predicted`, `n_matched`; what needs a missing count is missing.

    Returns:
        The same rows and columns with `precision`, `recall`, `f1`. Of nothing in both, all of it agrees: 1.
    """
    gold, predicted, matched = (counts[name].to_numpy(float, na_value=np.nan) for name in COUNTS)
    return counts.assign(
        precision=_share(matched, predicted, gold),
        recall=_share(matched, gold, predicted),
        f1=f1(gold, predicted, matched),
    )


def f1(gold: np.ndarray, predicted: np.ndarray, matched: np.ndarray) -> np.ndarray:
    """The harmonic mean of precision and recall.

    Examples:
        >>> f1(np.array([4, 1, 0]), np.array([2, 0, 0]), np.array([2, 0, 0])).round(2).tolist()
        [0.67, 0.0, 1.0]
    """
    both = gold + predicted
    return np.where(both == 0, 1.0, 2 * matched / np.where(both == 0, 1, both))


def drawn_again(n_posts: int, n: int = RESAMPLES, seed: int = SEED) -> np.ndarray:
    """How often each post is among as many drawn with replacement, one row a draw.

    Args:
        n_posts: how many posts there are.
        n: how many draws to make.
        seed: of the random numbers; the same seed gives the same draws.
    """
    return np.random.default_rng(seed).multinomial(n_posts, np.full(n_posts, 1 / n_posts), n)


def interval(counts: np.ndarray) -> tuple[float, float]:
    """Bounds that hold the F1 of 95 % of the draws, of those with anything to find; NaN where none has.

    Args:
        counts: one row a post, columns as in `COUNTS`.
    """
    sums = drawn_again(len(counts)) @ counts
    sums = sums[sums[:, :2].any(axis=1)]
    return bounds(f1(*sums.T))


def bounds(values: np.ndarray, at: tuple[float, float] = BOUNDS) -> tuple[float, float]:
    """Bounds that hold 95 % of the values, or those at other percentiles; NaN of none."""
    if not len(values):
        return np.nan, np.nan
    low, high = np.percentile(values, at)
    return float(low), float(high)


def _share(matched: np.ndarray, of: np.ndarray, others: np.ndarray) -> np.ndarray:
    return np.where(of == 0, np.where(others == 0, 1.0, 0.0), matched / np.where(of == 0, 1, of))
