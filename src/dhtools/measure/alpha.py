"""How far two readers agree beyond what chance would give: Krippendorff's alpha.

1 is full agreement, 0 what values dealt out at random would give, below 0 disagreement by rule. Krippendorff
takes 0.8 for reliable and 0.667 for the lowest on which tentative conclusions rest. The values here are
names without order ("nominal"); a unit counts where both readers gave it a value, so what only one drew as a
block is no unit: the F1 of spans says how often that happens. Where all units have one value alpha is not
defined, and missing.

Krippendorff, K. (2019), "Content Analysis: An Introduction to Its Methodology", 4th edition, chapter 12.
"""

from __future__ import annotations

from collections.abc import Iterator

import krippendorff
import numpy as np
import pandas as pd

from dhtools.labels import Labels
from dhtools.measure import scores
from dhtools.measure.items import Seen, sentence_key
from dhtools.measure.matching import views

VARIABLES = ("kind", "source", "role", "stance", "critical")
"""The kind of each line, the source of each set-off quote, the role of each block of commentary, the stance
of each that both call critique, and whether each sentence is critical."""


def of(one: Labels, other: Labels) -> pd.DataFrame:
    """The alpha of each variable, between two readers, over the posts that both have.

    Returns:
        One row a variable: `variable`, `n_units`, `alpha`, and `low`, `high` (95 %, resampling posts).
    """
    posts = [views(reading, other.posts[name]) for name, reading in one.posts.items() if name in other.posts]
    units = [
        (post, variable, *values)
        for post, (own, others) in enumerate(posts)
        for variable, *values in _units(own, others)
    ]
    table = pd.DataFrame(units, columns=["post", "variable", "one", "other"])
    rows = [_row(name, table[table["variable"] == name], len(posts)) for name in VARIABLES]
    return pd.DataFrame(rows, columns=["variable", "n_units", "alpha", "low", "high"])


def nominal(values: np.ndarray) -> float:
    """Alpha of two readers, or of more.

    Args:
        values: one row a reader, one column a unit; numbers that stand for names, NaN for no value.

    Returns:
        Alpha; NaN where fewer than two values are there, or no unit has two.
    """
    is_paired = (~np.isnan(values)).sum(axis=0) > 1
    if len(np.unique(values[:, is_paired][~np.isnan(values[:, is_paired])])) < 2:
        return np.nan
    return float(krippendorff.alpha(reliability_data=values, level_of_measurement="nominal"))


def with_interval(values: np.ndarray, posts: np.ndarray, n_posts: int) -> tuple[float, float, float]:
    """Alpha of two readers, or of more, and the bounds that hold 95 % of it, posts drawn again.

    Args:
        values: one row a reader, one column a unit; numbers that stand for names, NaN for no value.
        posts: number of the post that each unit stands in, from 0.
        n_posts: how many posts there are.

    Returns:
        `alpha`, `low`, `high`; NaN where they are not defined.
    """
    return nominal(values), *_interval(_coincidences(values, posts, n_posts))


def _units(one: Seen, other: Seen) -> Iterator[tuple[str, str, str]]:
    for line in one.lines.keys() & other.lines.keys():
        yield "kind", one.lines[line], other.lines[line]
    for span in one.quotes.keys() & other.quotes.keys():
        yield "source", str(one.quotes[span].source), str(other.quotes[span].source)
    for span in one.commentary.keys() & other.commentary.keys():
        own, others = one.commentary[span], other.commentary[span]
        yield "role", str(own.role), str(others.role)
        if own.role == others.role == "critique":
            yield "stance", str(own.stance), str(others.stance)
    sentences, others = ({sentence_key(s): s for s in seen.sentences} for seen in (one, other))
    for key in sentences.keys() & others.keys():
        yield "critical", str(sentences[key].is_critical), str(others[key].is_critical)


def _row(variable: str, units: pd.DataFrame, n_posts: int) -> tuple:
    if units.empty:
        return variable, 0, np.nan, np.nan, np.nan
    codes, _ = pd.factorize(pd.concat([units["one"], units["other"]]), sort=True)
    pairs = codes.reshape(2, -1).astype(float)
    return variable, len(units), *with_interval(pairs, units["post"].to_numpy(), n_posts)


def _coincidences(values: np.ndarray, posts: np.ndarray, n_posts: int) -> np.ndarray:
    """Each post's pairs of values as a matrix; a unit of m values weighs m, whichever number of pairs it has."""
    names = np.unique(values[~np.isnan(values)])
    counts = (values[:, :, None] == names).sum(axis=0)
    counts, posts = counts[counts.sum(axis=1) > 1], posts[counts.sum(axis=1) > 1]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(names))
    made = np.zeros((n_posts, len(names), len(names)))
    np.add.at(made, posts, pairs / (counts.sum(axis=1) - 1)[:, None, None])
    return made


def _interval(coincidences: np.ndarray) -> tuple[float, float]:
    """Bounds of alpha, each post's pairs of values given as a matrix; of draws with more than one value.

    The library takes a unit at a time, which two thousand draws would not: this is its sum by pair of values.
    """
    drawn = np.tensordot(scores.drawn_again(len(coincidences)), coincidences, axes=1)
    by_value = drawn.sum(axis=1)
    n = by_value.sum(axis=1)
    observed = n - drawn.trace(axis1=1, axis2=2)
    expected = n**2 - (by_value**2).sum(axis=1)
    is_defined = expected > 0
    return scores.bounds(1 - (n - 1)[is_defined] * observed[is_defined] / expected[is_defined])
