"""What labellers say of each sentence, counted."""

from __future__ import annotations

import pandas as pd

ABOUT = ("post_id", "line", "before", "text", "after", "weight")
"""Columns of a sheet that say the same in the rows of all labellers."""


def cast(labels: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold a label, the sentences in order of appearance.

    Args:
        labels: columns as in `dhtools.export.label_sheets`.

    Raises:
        ValueError: a labeller labels a sentence twice.
    """
    labelled = labels[labels["critical"].notna()]
    again = labelled[labelled.duplicated(["sentence_id", "labeller"])]
    if len(again):
        who, what = again.iloc[0][["labeller", "sentence_id"]]
        raise ValueError(
            f"labels: {len(again)} sentences have two labels by one labeller, first {what} by {who}"
        )
    return labelled


def counted(labelled: pd.DataFrame) -> pd.DataFrame:
    """The votes on each sentence.

    Args:
        labelled: rows as `cast` gives them.

    Returns:
        One row a sentence, by `sentence_id`: `ABOUT`, and `n_labels`, `n_yes`, `n_no`, and as text `yes`, `no`
        (who says so), `stances` (who says which), `comments` (who says what).
    """
    by_sentence = labelled.groupby("sentence_id", sort=False)
    votes = by_sentence[list(ABOUT)].first()
    n_labels, n_yes = by_sentence.size(), by_sentence["critical"].sum().astype(int)
    says = labelled["critical"].astype(bool)
    comments = labelled["labeller"] + ": " + labelled["comment"].where(labelled["comment"] != "")
    return votes.assign(
        n_labels=n_labels,
        n_yes=n_yes,
        n_no=n_labels - n_yes,
        yes=_joined(labelled.loc[says, "labeller"], labelled, ", "),
        no=_joined(labelled.loc[~says, "labeller"], labelled, ", "),
        stances=_by_stance(labelled[says]).reindex(votes.index, fill_value=""),
        comments=_joined(comments.dropna(), labelled, "; "),
    )


def stances(labelled: pd.DataFrame, *, unanimous: bool) -> pd.Series:
    """The stance that more than half of those give who give one, or all of them; missing where none is.

    Args:
        labelled: rows as `cast` gives them; only those count that call the sentence critical.
        unanimous: whether it takes all.

    Returns:
        Stances by `sentence_id`, of the sentences for which any is given.
    """
    given = labelled[labelled["critical"].astype(bool) & labelled["stance"].notna()]
    counts = given.groupby("sentence_id")["stance"].value_counts()
    total = counts.groupby("sentence_id").transform("sum")
    wins = counts == total if unanimous else counts * 2 > total
    return counts[wins].reset_index("stance")["stance"]


def _by_stance(critical: pd.DataFrame) -> pd.Series:
    """Who gives which stance to each sentence that gets one."""
    names = critical.groupby(["sentence_id", "stance"], sort=False)["labeller"].agg(", ".join)
    said = names.index.get_level_values("stance") + ": " + names
    return said.groupby("sentence_id").agg("; ".join)


def _joined(texts: pd.Series, labelled: pd.DataFrame, mark: str) -> pd.Series:
    """The texts of each sentence as one."""
    joined = texts.groupby(labelled["sentence_id"]).agg(mark.join)
    return joined.reindex(labelled["sentence_id"].unique(), fill_value="")
