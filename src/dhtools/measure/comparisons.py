"""Two kinds of quotes, posts or sentences held against each other: is there a difference, and how large."""

from __future__ import annotations

from math import lgamma
from typing import NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import intervals, scores
from dhtools.measure.intervals import check_columns

SHUFFLES = 4999
FEW = 5
"""Clusters that must have rows of either kind for an interval of their difference."""
AT_ONCE = 2_000_000
"""Values that are shuffled at a time, to keep memory small."""


class Permutation(NamedTuple):
    """What a permutation test found; `str` says it as a sentence."""

    difference: float
    """Mean of the second group less that of the first, within the strata; NaN where it cannot be told."""
    p: float
    groups: tuple
    """The first group and the second."""
    n_rows: int
    """Rows in strata that have both groups; the others say nothing of a difference."""
    n_units: int
    """What was shuffled: rows, or clusters where a cluster has one group only."""
    n_strata: int
    """Strata with both groups."""
    unit: str
    strata: str
    """What labels were shuffled within."""
    n: int
    """Shuffles."""
    seed: int
    note: str | None
    """What to mind, in words; None where there is nothing."""

    def __str__(self) -> str:
        """The difference, its p, and what they rest on."""
        first, second = self.groups
        if np.isnan(self.p):
            return f"{second} less {first}: not told ({self.note})"
        how = f"{self.n_units:,} {self.unit} shuffled within {self.n_strata:,} of {self.strata}, {self.n:,} times"
        said = f"{second} less {first}: {self.difference:.3g}, p = {self.p:.2g} ({how}, seed {self.seed})"
        return said if self.note is None else f"{said}; {self.note}"


def permutation(
    table: pd.DataFrame,
    value: str,
    group: str,
    within: str | None = "book_id",
    cluster: str | None = "post_id",
    n: int = SHUFFLES,
    seed: int = scores.SEED,
) -> Permutation:
    """Whether two groups differ by more than dealing out their labels by chance would make them.

    The labels of the groups are shuffled and the difference is taken anew; p is the share of shuffles with a
    difference as large, on either side, as the one found, that one counted among them (Phipson and Smyth
    2010). What is shuffled depends on the labels. Where they differ within posts (abridged and whole quotes
    of one post), rows are shuffled among those of their post, so that no difference between posts can pass for
    one between quotes. Where each post has one label (posts before and after a year), each post is taken as
    its mean, and posts are shuffled within their book, so that no difference between books can.

    It supposes that, if the groups made no difference, the values of a stratum could stand in any order. A
    reader who tires as the post goes on breaks that, if one kind of quote stands first.

    Phipson, B. and Smyth, G. K. (2010), "Permutation p-values should never be zero", Statistical Applications
    in Genetics and Molecular Biology 9.

    Args:
        table: one row a quote, sentence or post; columns `value`, `group`, and `within`, `cluster` if given.
            Rows with a missing value in one of them are left out.
        value: a number, or yes or no.
        group: column of two values; the difference is the second less the first (yes less no).
        within: column of the strata; None to compare across books. Where each post has a book of its own,
            labels of posts have nowhere to go within a book.
        cluster: column of the posts; None where each row stands for itself.
        n: how often to shuffle.
        seed: of the random numbers.

    Returns:
        A `Permutation`, without a p and with a note where no stratum has both groups.

    Raises:
        ValueError: a column is missing, or `group` has not two values.
    """
    keys = [key for key in (within, cluster) if key is not None]
    check_columns(table, (value, group, *keys))
    rows = table[[value, group, *keys]].dropna()
    groups = _two(rows[group], group)
    rows = pd.DataFrame(
        {"value": rows[value].astype(float), "is_second": rows[group] == groups[1]}
        | {k: rows[k] for k in keys}
    )
    rows["is_second"] = rows["is_second"].astype(bool)
    unit, strata = "rows", keys
    if cluster is not None and rows.groupby(cluster, observed=True)["is_second"].nunique().max() == 1:
        rows = rows.groupby(keys, observed=True)[["value", "is_second"]].mean().reset_index()
        unit, strata = cluster, [key for key in keys if key != cluster]
    stratum = rows.groupby(strata, observed=True).ngroup() if strata else pd.Series(0, index=rows.index)
    return _shuffled(rows, stratum, groups, unit, " and ".join(strata) or "all", n, seed)


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
        `n_second` (rows), `n_clusters`, `n_draws`, `seed`, and `note`: why there is no interval, else missing.

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
    groups = _two(rows[group], group)
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
        n_clusters=len(names),
        n_draws=n,
        seed=seed,
        note=pd.Series(note, index=made.index, dtype="string"),
    )


def _two(values: pd.Series, name: str) -> tuple:
    found = sorted(values.unique().tolist())
    if len(found) != 2:
        raise ValueError(f"group={name!r} has the values {found}: two are compared")
    return tuple(found)


def _shuffled(
    rows: pd.DataFrame, stratum: pd.Series, groups: tuple, unit: str, strata: str, n: int, seed: int
) -> Permutation:
    """The difference within strata, and how often shuffled labels make one as large.

    The difference is that of each stratum, weighted by rows of the one times rows of the other by all rows
    (Mantel and Haenszel's weights); so it is the sum of the second group's values, each less the mean of its
    stratum, by a number that shuffling does not change.
    """
    rows = rows.assign(stratum=stratum)
    both = rows.groupby("stratum")["is_second"].transform("nunique") == 2
    rows = rows[both].sort_values("stratum", kind="stable")
    n_strata = rows["stratum"].nunique()
    shape = (groups, len(rows), len(rows), n_strata, unit, strata, n, seed)
    if rows.empty:
        return Permutation(np.nan, np.nan, *shape, f"none of {strata} has both groups")
    by_stratum = rows.groupby("stratum")
    share = by_stratum["is_second"].mean().to_numpy(float)
    size = by_stratum.size().to_numpy()
    centred = (rows["value"] - by_stratum["value"].transform("mean")).to_numpy()
    is_second = rows["is_second"].to_numpy(bool)
    scale = (size * share * (1 - share)).sum()
    found = centred[is_second].sum() / scale
    drawn = _sums(centred, is_second, pd.factorize(rows["stratum"])[0], n, seed) / scale
    p = (1 + (np.abs(drawn) >= abs(found) - 1e-12).sum()) / (n + 1)
    return Permutation(float(found), float(p), *shape, _few_orders(size, size * share))


def _sums(centred: np.ndarray, is_second: np.ndarray, stratum: np.ndarray, n: int, seed: int) -> np.ndarray:
    """For each shuffle the sum of the values that fall to the second group."""
    rng = np.random.default_rng(seed)
    made, step = [], max(1, AT_ONCE // len(centred))
    for first in range(0, n, step):
        # The integer part keeps a row in its stratum, the random part deals out its place there.
        order = np.argsort(stratum + rng.random((min(step, n - first), len(centred))), axis=1)
        made.append(centred[order][:, is_second].sum(axis=1))
    return np.concatenate(made)


def _few_orders(size: np.ndarray, n_second: np.ndarray) -> str | None:
    """A word of warning where labels can be dealt out in so few ways that no p can be small."""
    log_ways = sum(
        lgamma(all_ + 1) - lgamma(second + 1) - lgamma(all_ - second + 1)
        for all_, second in zip(size, n_second, strict=True)
    )
    ways = round(np.exp(min(log_ways, 20.0)))
    return f"labels can be dealt out in {ways} ways only, so p cannot be small" if ways < 100 else None


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
