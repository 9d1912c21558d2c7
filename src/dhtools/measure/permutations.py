"""Whether two groups differ by more than chance deals out."""

from __future__ import annotations

from math import lgamma
from typing import NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import scores
from dhtools.measure.intervals import check_columns, two_values

SHUFFLES = 4999
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
    """What was shuffled: these rows, or their clusters where each has one group only."""
    n_strata: int
    """Strata with both groups."""
    n_left_out: int
    """Rows with a missing value, such as quotes of no known book."""
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
        shuffled = f"{self.n_units:,} {self.unit} shuffled within {self.n_strata:,} {self.strata}"
        how = f"{shuffled}, {self.n:,} times, seed {self.seed}"
        said = f"{second} less {first}: {self.difference:.3g}, p = {self.p:.2g} ({how})"
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
    known = table[[value, group, *keys]].dropna()
    groups = two_values(known[group], group)
    rows = known[keys].assign(value=known[value].astype(float), is_second=known[group] == groups[1], n=1)
    units, strata, unit = _units(rows, within, cluster)
    stratum = units.groupby(strata, observed=True).ngroup() if strata else pd.Series(0, index=units.index)
    has_both = units.groupby(stratum)["is_second"].transform("nunique") == 2
    units, stratum = units[has_both], stratum[has_both]
    difference, p, note = _shuffled(units, stratum, n, seed)
    return Permutation(
        difference=difference,
        p=p,
        groups=groups,
        n_rows=int(units["n"].sum()),
        n_units=len(units),
        n_strata=stratum.nunique(),
        n_left_out=len(table) - len(known),
        unit=unit,
        strata=" and ".join(strata) or "table",
        n=n,
        seed=seed,
        note=note,
    )


def _units(
    rows: pd.DataFrame, within: str | None, cluster: str | None
) -> tuple[pd.DataFrame, list[str], str]:
    """What is shuffled, the columns it is shuffled within, and its name."""
    strata = [] if within is None else [within]
    if cluster is None:
        return rows, strata, "rows"
    if rows.groupby(cluster, observed=True)["is_second"].nunique().max() > 1:
        return rows, list(dict.fromkeys([*strata, cluster])), "rows"
    by_cluster = rows.groupby(list(dict.fromkeys([*strata, cluster])), observed=True)
    units = by_cluster.agg(value=("value", "mean"), is_second=("is_second", "first"), n=("n", "sum"))
    return units.reset_index(), strata, cluster


def _shuffled(units: pd.DataFrame, stratum: pd.Series, n: int, seed: int) -> tuple[float, float, str | None]:
    """The difference within strata, the share of shuffles with one as large, and what to mind.

    The difference is that of each stratum, weighted by units of the one times units of the other by all
    (Mantel and Haenszel's weights). So it is the sum of the second group's values, each less the mean of its
    stratum, by a number that shuffling does not change.
    """
    if units.empty:
        return np.nan, np.nan, "nothing to compare: no stratum has both groups"
    by_stratum = units.groupby(stratum)
    size, n_second = by_stratum.size().to_numpy(), by_stratum["is_second"].sum().to_numpy(int)
    centred = (units["value"] - by_stratum["value"].transform("mean")).to_numpy()
    is_second, codes = units["is_second"].to_numpy(bool), pd.factorize(stratum)[0]
    order = np.argsort(codes, kind="stable")
    centred, is_second, codes = centred[order], is_second[order], codes[order]
    found = centred[is_second].sum()
    as_large = np.abs(_sums(centred, is_second, codes, n, seed)) >= abs(found) - 1e-9
    difference = found / (n_second * (size - n_second) / size).sum()
    return float(difference), float((1 + as_large.sum()) / (n + 1)), _few_orders(size, n_second)


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
