"""The measures of quotation and critique for groups of rows, with counts and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dhtools.measure import intervals, relation_rows
from dhtools.measure.relation_rows import MEASURES, Rows

WITH_INTERVAL = ("quote_share", "response_rate", "critique_rate")
COLUMNS = [
    "n_posts", "n_quotes", "inline_rate", "n_block_quotes", "n_quote_chars", "n_commentary_chars",
    "quote_share", "quote_share_low", "quote_share_high",
    "median_quote_chars", "n_abridged", "abridged_rate",
    "n_answered", "response_rate", "response_rate_low", "response_rate_high", "median_latency", "length_ratio",
    "n_answer_sentences", "n_answer_critical", "answer_critique_rate",
    "n_other_sentences", "n_other_critical", "other_critique_rate",
    "n_sentences", "n_critical", "critique_rate", "critique_rate_low", "critique_rate_high",
    "n_negative", "n_mixed", "n_positive", "stance_balance",
]  # fmt: skip
"""Columns of every table by group, after its title."""


def by(rows: Rows, key: str, groups: pd.DataFrame) -> pd.DataFrame:
    """The measures of each group of rows.

    Args:
        rows: as `relation_rows.rows_of` gives them.
        key: what to group by, one of `relation_rows.KEYS`.
        groups: one row a group, by its key; its columns, such as a title, stand first.

    Returns:
        The same rows, with `COLUMNS`. `attrs`: `n_left_out` (posts not counted), `n_elsewhere` (set-off quotes
        in no group).
    """
    parts = [groups, _n_posts(rows, key)]
    for measure in MEASURES:
        evidence = relation_rows.of_column(rows, measure)
        parts += _measured(evidence.assign(group=evidence[key]), measure)
    made = pd.concat([part.reindex(groups.index) for part in parts], axis=1)
    counts = [name for name in COLUMNS if name.startswith("n_")]
    made[counts] = made[counts].fillna(0).astype("int64")
    made = made[[*groups.columns, *COLUMNS]]
    is_elsewhere = relation_rows.block_quotes(rows)[key].isna()
    made.attrs.update(n_left_out=rows.n_left_out, n_elsewhere=int(is_elsewhere.sum()))
    return made


def _n_posts(rows: Rows, key: str) -> pd.Series:
    tables = [table for table in (rows.posts, rows.quotes, rows.commentary) if key in table]
    pairs = pd.concat([table[["post_id"]].assign(group=table[key]) for table in tables])
    return pairs.groupby("group", observed=True)["post_id"].nunique().rename("n_posts")


def _measured(evidence: pd.DataFrame, measure: str) -> list[pd.Series]:
    """A measure by group, with its bounds where it has any, and the counts that its rows give."""
    by_group = evidence.groupby("group", observed=True)
    if measure.startswith("median_"):
        return [by_group["value"].median().rename(measure)]
    found = ratios(evidence, with_interval=measure in WITH_INTERVAL)
    columns = {"estimate": measure, "low": f"{measure}_low", "high": f"{measure}_high"}
    made = [found[name].rename(column) for name, column in columns.items() if name in found]
    for name, (of, value) in relation_rows.COUNTS.items():
        if of == measure:
            weight = (
                evidence["weight"]
                if value is None
                else evidence["weight"].where(evidence["value"] == value, 0)
            )
            made.append(weight.groupby(evidence["group"], observed=True).sum().rename(name))
    return made


def ratios(evidence: pd.DataFrame, with_interval: bool) -> pd.DataFrame:
    """The weighted mean of the values of each group.

    Args:
        evidence: columns `group`, `post_id`, `value`, `weight`.
        with_interval: whether to draw posts again.

    Returns:
        One row a group: `above` (sum of value by weight), `weight`, `estimate`, and `low`, `high` if asked.
    """
    parts = evidence.assign(above=evidence["value"] * evidence["weight"])
    sums = parts.groupby(["group", "post_id"], observed=True)[["above", "weight"]].sum()
    made = sums.groupby(level="group", observed=True).sum()
    made["estimate"] = (made["above"] / made["weight"]).where(made["weight"] > 0)
    if with_interval:
        made[["low", "high"]] = np.nan
        has_any = sums["weight"].gt(0).groupby(level="group", observed=True).sum()
        for group in has_any.index[has_any >= intervals.LEAST]:
            own = sums.loc[group]
            _, *bounds = intervals.of_ratio(own["above"].to_numpy(), own["weight"].to_numpy())
            made.loc[group, ["low", "high"]] = bounds
    return made
