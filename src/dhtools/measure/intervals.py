"""Intervals of a measure, from posts drawn again with replacement.

Quotes of one post resemble each other: the reader was in one mood, with one book, in one week. So what is
drawn again is the post with all its rows (the cluster), never the row (Field and Welsh 2007). Drawing rows
would take a post of eighty quotes for eighty readings, and give intervals far too narrow.

The bounds are percentiles of the measure over the draws, set a little further out than 2.5 and 97.5 as
Hesterberg (2015) advises: a few posts drawn again vary less than a few posts read anew. `docs/statistics.md`
shows how often such intervals hold the truth, beside the plain percentiles and BCa.

Field, C. A. and Welsh, A. H. (2007), "Bootstrapping clustered data", Journal of the Royal Statistical Society
B 69. Hesterberg, T. C. (2015), "What teachers should know about the bootstrap", The American Statistician 69.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import scores

LEAST = 10
"""Posts, or other clusters, with anything to count, below which no interval is given."""
METHOD = "clusters drawn again, expanded percentiles"
Statistic = str | tuple[str, str] | Callable[[pd.DataFrame], float]


class Interval(NamedTuple):
    """A measure with its 95 % interval; `str` says it as a sentence."""

    estimate: float
    low: float
    """NaN where there is none; `note` says why."""
    high: float
    n_rows: int
    n_clusters: int
    """Posts, or whatever was drawn again."""
    cluster: str
    n: int
    """Draws."""
    seed: int
    method: str
    note: str | None
    """What to mind, in words; None where there is nothing."""

    def __str__(self) -> str:
        """The measure, its interval, and what they rest on."""
        rests = f"{self.n_rows:,} rows, {self.n_clusters:,} {self.cluster}"
        if np.isnan(self.low):
            return f"{self.estimate:.3g} (no interval: {self.note}; {rests})"
        bounds = f"95 % interval {self.low:.3g} to {self.high:.3g}"
        return f"{self.estimate:.3g} ({bounds}; {rests}, {self.n:,} draws, seed {self.seed})"


def interval(
    table: pd.DataFrame,
    statistic: Statistic,
    cluster: str = "post_id",
    n: int = scores.RESAMPLES,
    seed: int = scores.SEED,
) -> Interval:
    """A measure of a table's rows with its 95 % interval.

    The interval says how much the measure owes to these posts rather than others of the same kind. It does
    not say how well quotes, answers and critique were told (`docs/accuracy.md` does), nor how other readers
    write: where one person wrote all posts, it speaks of that person.

    Args:
        table: one row a quote, sentence or whatever is measured; columns `cluster` and those of `statistic`.
        statistic: a column whose mean is taken (missing values left out), a pair of columns (the sum of the
            first by the sum of the second), or a function from a table to a number.
        cluster: column that says which rows belong together: `post_id`, or `book_id` to speak of other books.
        n: how often to draw.
        seed: of the random numbers.

    Returns:
        An `Interval`. Without bounds, and with a note, where fewer than `LEAST` clusters have anything to
        count, or all of them have the same value.

    Raises:
        ValueError: a column is not there, or `cluster` has missing values.

    Examples:
        >>> posts = [f"p{k // 3}" for k in range(36)]
        >>> quotes = pd.DataFrame({"post_id": posts, "is_answered": [True, False] * 18})
        >>> print(interval(quotes, "is_answered"))
        0.5 (95 % interval 0.389 to 0.611; 36 rows, 12 post_id, 2,000 draws, seed 20)
    """
    columns = () if callable(statistic) else (statistic,) if isinstance(statistic, str) else statistic
    check_columns(table, (cluster, *columns))
    if table[cluster].isna().any():
        raise ValueError(
            f"cluster={cluster!r} is missing in {table[cluster].isna().sum()} rows: drop them first"
        )
    if callable(statistic):
        return _of_function(table, statistic, cluster, n, seed)
    above, below = _sums(table, statistic)
    used = below.notna() & above.notna()
    sums = pd.DataFrame({"above": above, "below": below})[used].groupby(table.loc[used, cluster]).sum()
    estimate, low, high = of_ratio(sums["above"].to_numpy(), sums["below"].to_numpy(), n, seed)
    n_clusters = int((sums["below"] != 0).sum())
    note = _note(low, n_clusters)
    return Interval(estimate, low, high, int(used.sum()), n_clusters, cluster, n, seed, METHOD, note)


def of_ratio(
    above: np.ndarray, below: np.ndarray, n: int = scores.RESAMPLES, seed: int = scores.SEED
) -> tuple[float, float, float]:
    """A ratio of sums with its bounds.

    Args:
        above: for each cluster, what is summed above the line.
        below: the same below the line; clusters with 0 have nothing to count and are not drawn.
        n: how often to draw.
        seed: of the random numbers.

    Returns:
        The ratio and its bounds; NaN for the ratio where there is nothing to count, and for the bounds where
        fewer than `LEAST` clusters have anything, or all have the same ratio.
    """
    has_any = below != 0
    above, below = above[has_any], below[has_any]
    estimate = float(above.sum() / below.sum()) if len(below) else np.nan
    if len(below) < LEAST:
        return estimate, np.nan, np.nan
    drawn = scores.drawn_again(len(below), n, seed) @ np.column_stack([above, below])
    return estimate, *bounds(drawn[:, 0] / drawn[:, 1], len(below))


def bounds(values: np.ndarray, n_clusters: int) -> tuple[float, float]:
    """Bounds of a measure, given its values over the draws; NaN where the draws do not differ."""
    values = values[~np.isnan(values)]
    low, high = scores.bounds(values, percentiles(n_clusters))
    return (np.nan, np.nan) if low == high else (low, high)


def percentiles(n_clusters: int) -> tuple[float, float]:
    """The percentiles between which 95 % are taken to lie: further out the fewer clusters there are.

    Examples:
        >>> [round(percentiles(n)[0], 2) for n in (10, 30, 1000)]
        [0.86, 1.88, 2.48]
    """
    from scipy import stats

    wider = np.sqrt(n_clusters / (n_clusters - 1)) * stats.t.ppf(0.025, n_clusters - 1)
    low = float(100 * stats.norm.cdf(wider))
    return low, 100 - low


def enough(n_posts: int, n_books: int | None = None) -> str | None:
    """Why there is too little to say anything of posts or books like these; None if there is enough.

    Args:
        n_posts: posts with anything to count.
        n_books: books with anything to count, where books are to be spoken of.

    Examples:
        >>> enough(4)
        'too few posts to say: 4, and at least 10 are needed'
        >>> enough(40, 30) is None
        True
    """
    counts = {"posts": n_posts} if n_books is None else {"posts": n_posts, "books": n_books}
    few = [
        f"too few {name} to say: {count}, and at least {LEAST} are needed"
        for name, count in counts.items()
        if count < LEAST
    ]
    return "; ".join(few) or None


def check_columns(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Checks that columns are there.

    Raises:
        ValueError: naming those that are not.
    """
    absent = [name for name in columns if name not in table]
    if absent:
        raise ValueError(f"columns missing: {', '.join(absent)}; there are {', '.join(map(str, table))}")


def two_values(values: pd.Series, name: str) -> tuple:
    """The two values of a column of groups, in their order; of yes and no always both.

    Raises:
        ValueError: there are not two.
    """
    found = sorted(values.unique().tolist())
    if found and all(isinstance(value, bool) for value in found):
        return (False, True)
    if len(found) != 2:
        raise ValueError(f"group={name!r} has the values {found}: two are compared")
    return tuple(found)


def _sums(table: pd.DataFrame, statistic: str | tuple[str, str]) -> tuple[pd.Series, pd.Series]:
    """What is summed above and below the line, row by row."""
    if isinstance(statistic, str):
        values = table[statistic].astype("Float64").astype(float)
        return values, values.notna().astype(float)
    above, below = (table[name].astype("Float64").astype(float) for name in statistic)
    return above, below


def _of_function(
    table: pd.DataFrame, statistic: Callable[[pd.DataFrame], float], cluster: str, n: int, seed: int
) -> Interval:
    own = list(table.groupby(cluster, observed=True).indices.values())
    low = high = np.nan
    if len(own) >= LEAST:
        draws = scores.drawn_again(len(own), n, seed)
        rows = (
            np.concatenate([at for at, times in zip(own, draw, strict=True) for _ in range(times)])
            for draw in draws
        )
        low, high = bounds(np.array([float(statistic(table.iloc[at])) for at in rows]), len(own))
    estimate, note = float(statistic(table)), _note(low, len(own))
    return Interval(estimate, low, high, len(table), len(own), cluster, n, seed, METHOD, note)


def _note(low: float, n_clusters: int) -> str | None:
    if not np.isnan(low):
        return None
    if n_clusters < LEAST:
        return f"too few clusters to say: {n_clusters}, and at least {LEAST} are needed"
    return "every draw gives the same value, so drawing again says nothing of its doubt"
