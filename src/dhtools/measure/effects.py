"""How large a difference between two groups is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dhtools.measure import intervals, scores
from dhtools.measure.intervals import check_columns, two_values

FEW = 5
"""Clusters that must have rows of either group for an interval of their difference."""


def effect_size(
    table: pd.DataFrame,
    value: str,
    group: str,
    cluster: str = "post_id",
    n: int = scores.RESAMPLES,
    seed: int = scores.SEED,
) -> pd.DataFrame:
    """How large a difference between two groups is, with 95 % intervals from posts drawn again.

    For yes and no: `risk_difference`, the share of yes in the second group less that in the first, and
    `odds_ratio`, the odds of the second by those of the first (half a row is added to each cell where one is
    empty). For numbers: `cliffs_delta`, how much more often a value of the second group is the larger of a
    pair than the smaller (Cliff 1993): 1 if always, -1 if never, 0 if as often. It asks nothing of the shape
    of the values, and a few long quotes do not sway it. None of them is adjusted for anything: `model` is.

    Cliff, N. (1993), "Dominance statistics: ordinal analyses to answer ordinal questions", Psychological
    Bulletin 114.

    Args:
        table: one row a quote, sentence or post; columns `value`, `group`, `cluster`. Rows with a missing
            value in one of them are left out.
        value: a number, or yes or no.
        group: column of two values; the second is held against the first (yes against no).
        cluster: column of the posts.
        n: how often to draw.
        seed: of the random numbers.

    Returns:
        One row a measure, by `measure`: `estimate`, `low`, `high`, `first`, `second` (the groups), `n_first`,
        `n_second` (rows), `n_left_out` (rows with a missing value), `n_clusters`, `n_draws`, `seed`, and
        `note`: why there is no interval, else missing.

    Raises:
        ValueError: a column is missing, or `group` has not two values.

    Examples:
        >>> posts = pd.DataFrame({"post_id": range(6), "n_chars": [3, 5, 8, 9, 12, 20], "is_late": [0, 1] * 3})
        >>> found = effect_size(posts, "n_chars", "is_late").loc["cliffs_delta"]
        >>> print(f"{found['estimate']:.2f}; {found['note']}")
        0.33; too few post_id to say: 6, and at least 10 are needed
    """
    check_columns(table, (value, group, cluster))
    rows = table[[value, group, cluster]].dropna()
    groups = two_values(rows[group], group)
    is_second = (rows[group] == groups[1]).to_numpy(bool)
    values, (clusters, names) = rows[value].to_numpy(float), pd.factorize(rows[cluster])
    note = _too_few(clusters, is_second, len(names), cluster)
    weights = np.ones((1, len(names)), int)
    if note is None:
        weights = np.vstack([weights, scores.drawn_again(len(names), n, seed)])
    measures = _of_yes_and_no if np.isin(values, [0, 1]).all() else _of_numbers
    found = measures(values, is_second, clusters, weights)
    bounds = {
        name: (np.nan, np.nan) if note else intervals.bounds(each[1:], len(names))
        for name, each in found.items()
    }
    made = pd.DataFrame(
        {name: (each[0], *bounds[name]) for name, each in found.items()}, index=["estimate", "low", "high"]
    ).T.rename_axis("measure")
    return made.assign(
        first=groups[0],
        second=groups[1],
        n_first=int((~is_second).sum()),
        n_second=int(is_second.sum()),
        n_left_out=len(table) - len(rows),
        n_clusters=len(names),
        n_draws=n,
        seed=seed,
        note=pd.Series(note, index=made.index, dtype="string"),
    )


def _too_few(clusters: np.ndarray, is_second: np.ndarray, n_clusters: int, cluster: str) -> str | None:
    """Why there are too few clusters for an interval."""
    if n_clusters < intervals.LEAST:
        return f"too few {cluster} to say: {n_clusters}, and at least {intervals.LEAST} are needed"
    few = min(len(np.unique(clusters[is_second])), len(np.unique(clusters[~is_second])))
    if few < FEW:
        return f"only {few} {cluster} have one of the groups, and at least {FEW} are needed"
    return None


def _by_cluster(codes: np.ndarray, clusters: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """How many rows of each cluster have each code."""
    made = np.zeros(shape)
    np.add.at(made, (clusters, codes), 1)
    return made


def _of_yes_and_no(
    values: np.ndarray, is_second: np.ndarray, clusters: np.ndarray, weights: np.ndarray
) -> dict[str, np.ndarray]:
    cells = weights @ _by_cluster(2 * is_second + (values == 1), clusters, (weights.shape[1], 4))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = cells[:, [1, 3]] / (cells[:, [0, 2]] + cells[:, [1, 3]])
        has_both = ~np.isnan(shares).any(axis=1)
        filled = cells + 0.5 * (cells == 0).any(axis=1, keepdims=True)
        odds = np.where(has_both, filled[:, 3] * filled[:, 0] / (filled[:, 2] * filled[:, 1]), np.nan)
    return {"risk_difference": shares[:, 1] - shares[:, 0], "odds_ratio": odds}


def _of_numbers(
    values: np.ndarray, is_second: np.ndarray, clusters: np.ndarray, weights: np.ndarray
) -> dict[str, np.ndarray]:
    ranks, distinct = pd.factorize(values, sort=True)
    shape = (weights.shape[1], len(distinct))
    first = weights @ _by_cluster(ranks[~is_second], clusters[~is_second], shape)
    second = weights @ _by_cluster(ranks[is_second], clusters[is_second], shape)
    n_pairs = first.sum(axis=1) * second.sum(axis=1)
    below = np.cumsum(first, axis=1) - first
    above = first.sum(axis=1, keepdims=True) - below - first
    with np.errstate(invalid="ignore"):
        return {
            "cliffs_delta": (second * (below - above)).sum(axis=1) / np.where(n_pairs == 0, np.nan, n_pairs)
        }
