"""Labels of sentences by several people: held against each other, made one, held against the tables.

Labels are tables with the columns of `dhtools.export.label_sheets`, a row a sentence and labeller, and are
read with its `read`. A row without a label (`critical` missing) does not count. `stance` is compared among
those who call a sentence critical and say which way it goes.

Two readings of one sentence may both be good ones. Where people differ the code book is unclear, or the
sentence is; and no rule can be shown to agree with people better than they agree with each other (Artstein
and Poesio 2008, "Inter-coder agreement for computational linguistics").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from dhtools.export import label_sheets
from dhtools.measure import alpha, votes
from dhtools.measure.anchors import Attached, attach
from dhtools.measure.label_scores import Scores, score
from dhtools.tables import contains, shown

# From a class to its scores in one module: the last steps stand in modules of their own.
__all__ = ["Attached", "Comparison", "Scores", "adjudicate", "attach", "compare", "disagreements", "score"]

RULES = ("majority", "unanimous")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Labellers held against each other.

    Attributes:
        labellers: one row a labeller: `labeller`, `n_labels`, `n_critical`, `critical_share`. Shares far apart
            mean that the labellers set the bar at different heights.
        alpha: one row a variable, critical and stance: `variable`, `n_units` (sentences with two labels or
            more), `alpha`, `low`, `high` (95 %, resampling posts).
        pairs: one row a pair: `one`, `other`, `n_both` (sentences that both labelled), `agreement` (share on
            which they say the same of critical), `kappa` (Cohen's).
        confusion: for each pair, by (one, other), how often they said what of critical: a row for each
            answer of the first, a column for each of the second.
    """

    labellers: pd.DataFrame
    alpha: pd.DataFrame
    pairs: pd.DataFrame
    confusion: dict[tuple[str, str], pd.DataFrame]


def compare(labels: pd.DataFrame) -> Comparison:
    """How far labellers agree.

    Percent agreement is high by itself where most sentences are not critical: two who say no to everything
    agree on all. Krippendorff's alpha and Cohen's kappa take out what chance would give: 1 is full agreement,
    0 what the same answers dealt out at random would give, below 0 less than that. Alpha takes any number of
    labellers and gaps in their labels, kappa two who labelled the same. The interval says how much alpha owes
    to these posts; of a handful of posts it is itself a guess.

    For alpha and its paper see `dhtools.measure.alpha`; for kappa Cohen 1960, "A coefficient of agreement for
    nominal scales".

    Args:
        labels: columns as in `dhtools.export.label_sheets`.

    Raises:
        ValueError: fewer than two labellers, or somebody labels a sentence twice.
    """
    labelled = votes.cast(labels)
    names = list(labelled["labeller"].unique())
    if len(names) < 2:
        raise ValueError(
            f"labels: {len(names)} labeller is too few to compare: give the labels of two or more"
        )
    wide = labelled.pivot(index="sentence_id", columns="labeller", values="critical").astype("boolean")
    pairs = {pair: wide[list(pair)].dropna().astype(bool) for pair in combinations(names, 2)}
    return Comparison(
        labellers=_labellers(labelled),
        alpha=pd.DataFrame(
            [("critical", *_alpha(labelled, "critical")), ("stance", *_alpha(labelled, "stance"))],
            columns=["variable", "n_units", "alpha", "low", "high"],
        ),
        pairs=pd.DataFrame(
            [(*pair, len(both), *_agreement(both)) for pair, both in pairs.items()],
            columns=["one", "other", "n_both", "agreement", "kappa"],
        ),
        confusion={pair: _confusion(both) for pair, both in pairs.items()},
    )


def disagreements(labels: pd.DataFrame) -> pd.DataFrame:
    """The sentences on which labellers differ, the most disputed first: what to talk about in class.

    Args:
        labels: columns as in `dhtools.export.label_sheets`.

    Returns:
        One row a sentence: `sentence_id`, `post_id`, `line`, `text`, `yes` and `no` (who says that it is
        critical, and who that it is not), `stances` (who says which), `comments`, `n_labels`, and
        `disagreement`: the share of pairs of labellers that differ on critical; 0 where they differ on
        stance only.

    Raises:
        ValueError: somebody labels a sentence twice.
    """
    labelled = votes.cast(labels)
    rows = votes.counted(labelled)
    n_pairs = (rows["n_labels"] * (rows["n_labels"] - 1) / 2).clip(lower=1)
    rows = rows.assign(disagreement=rows["n_yes"] * rows["n_no"] / n_pairs)
    n_stances = labelled.groupby("sentence_id")["stance"].nunique()
    is_disputed = (rows["disagreement"] > 0) | (n_stances[rows.index] > 1)
    rows = rows[is_disputed].sort_values(["disagreement", "n_labels"], ascending=False, kind="stable")
    columns = ["post_id", "line", "text", "yes", "no", "stances", "comments", "n_labels", "disagreement"]
    return rows[columns].reset_index()


def adjudicate(
    labels: pd.DataFrame, decisions: pd.DataFrame | None = None, rule: str = "majority"
) -> pd.DataFrame:
    """One label a sentence.

    What the rule does not decide stays open: a tie is never broken. To decide, write the open rows to a
    sheet, let somebody who has heard both sides fill it in, read it, and give it as `decisions`.

    Args:
        labels: columns as in `dhtools.export.label_sheets`.
        decisions: labels of an adjudicator, one a sentence, which overrule all others; rows without a label
            decide nothing.
        rule: "majority" takes what more than half of a sentence's labellers say, "unanimous" what all say.

    Returns:
        One row a sentence that somebody labelled, with the columns of a sheet, all comments in `comment` and no
        `labeller`. `critical` is missing where open; `stance` is found among those who say yes by the same rule,
        and missing where they give none or the rule finds none. Further `decided_by` (unanimous, majority,
        adjudicator, open, and single for what one person alone labelled), `n_labels`, `n_yes`, `n_no`.

    Raises:
        ValueError: `rule` is neither; somebody labels a sentence twice; the adjudicator decides a sentence
            that nobody labelled.
    """
    if rule not in RULES:
        raise ValueError(f"rule={rule!r} is not one of {', '.join(RULES)}")
    labelled = votes.cast(labels)
    rows = votes.counted(labelled)
    decided_by = _decided_by(rows, rule)
    is_critical = (rows["n_yes"] > rows["n_no"]) & (decided_by != "open")
    stances = votes.stances(labelled, unanimous=rule == "unanimous").reindex(rows.index)
    rows = rows.assign(
        critical=is_critical.astype("boolean").mask(decided_by == "open"),
        stance=stances.where(is_critical),
        comment=rows["comments"],
        decided_by=decided_by,
    )
    if decisions is not None:
        rows = _overruled(rows, votes.cast(decisions))
    rows = rows.reset_index()
    return label_sheets.shaped(rows).join(rows[["decided_by", "n_labels", "n_yes", "n_no"]])


# Comparing


def _labellers(labelled: pd.DataFrame) -> pd.DataFrame:
    says = labelled["critical"].astype(int).groupby(labelled["labeller"], sort=False)
    counts = pd.DataFrame({"n_labels": says.size(), "n_critical": says.sum(), "critical_share": says.mean()})
    return counts.rename_axis("labeller").reset_index()


def _alpha(labelled: pd.DataFrame, variable: str) -> tuple[int, float, float, float]:
    """How many sentences have two values or more, and alpha with its bounds."""
    rows = labelled[labelled["critical"].astype(bool)] if variable == "stance" else labelled
    rows = rows.dropna(subset=variable)
    coded = rows.assign(code=pd.factorize(rows[variable])[0].astype(float))
    wide = coded.pivot(index="sentence_id", columns="labeller", values="code")
    places = labelled.drop_duplicates("sentence_id").set_index("sentence_id")["post_id"]
    posts = pd.Series(pd.factorize(places)[0], places.index)
    values = wide.to_numpy(float).T
    found = alpha.with_interval(values, posts[wide.index].to_numpy(int), places.nunique())
    return int((wide.notna().sum(axis=1) > 1).sum()), *found


def _agreement(both: pd.DataFrame) -> tuple[float, float]:
    """Share of sentences of which two say the same, and Cohen's kappa; NaN where there is nothing to tell."""
    from sklearn.metrics import cohen_kappa_score

    if both.empty:
        return np.nan, np.nan
    one, other = both.to_numpy().T
    kappa = cohen_kappa_score(one, other) if len(np.unique(both)) > 1 else np.nan
    return float((one == other).mean()), float(kappa)


def _confusion(both: pd.DataFrame) -> pd.DataFrame:
    one, other = (both[name].map({True: "yes", False: "no"}) for name in both)
    answers = ["yes", "no"]
    return pd.crosstab(one, other).reindex(index=answers, columns=answers, fill_value=0)


# Deciding


def _decided_by(rows: pd.DataFrame, rule: str) -> pd.Series:
    n_most = rows[["n_yes", "n_no"]].max(axis=1)
    cases = {
        "single": rows["n_labels"] == 1,
        "unanimous": n_most == rows["n_labels"],
        "majority": (n_most * 2 > rows["n_labels"]) & (rule == "majority"),
    }
    return pd.Series(np.select(list(cases.values()), list(cases), "open"), rows.index, dtype="string")


def _overruled(rows: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    keys = decisions["sentence_id"]
    if keys.duplicated().any():
        raise ValueError(f"decisions: decided twice: {shown(keys[keys.duplicated()].tolist())}")
    strange = keys[~contains(keys, rows.index)]
    if len(strange):
        raise ValueError(f"decisions: nobody labelled {shown(strange.tolist())}; leave these out")
    decided = decisions.set_index("sentence_id")
    rows = rows.copy()
    rows.loc[keys, ["critical", "stance"]] = decided[["critical", "stance"]]
    rows.loc[keys, "decided_by"] = "adjudicator"
    return rows
