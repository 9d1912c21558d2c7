"""Which features of a quote go with its being criticised, all others being equal.

The model is a logistic regression by generalized estimating equations (Liang and Zeger 1986), with the quotes
of a post as a cluster whose members resemble each other. Its usual standard errors are too small where there
are fewer than some fifty clusters, and it then finds effects that are not there, up to three times as often as
it says; so the covariance is that of Mancl and DeRouen (2001), and p and interval are from a t distribution
with clusters less coefficients as its degrees of freedom. `docs/statistics.md` shows the false alarms of both.

Liang, K.-Y. and Zeger, S. L. (1986), "Longitudinal data analysis using generalized linear models", Biometrika
73. Mancl, L. A. and DeRouen, T. A. (2001), "A covariance estimator for GEE with improved small-sample
properties", Biometrics 57.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure.discovery import false_discovery
from dhtools.measure.intervals import check_columns

if TYPE_CHECKING:
    from statsmodels.genmod.cov_struct import CovStruct

TERMS = ("log_length", "is_abridged", "has_page", "is_book")
LEAST = 15
"""Clusters below which no model is fitted."""
SPARE = 10
"""Clusters that there must be beyond one a term."""
LEAST_OF_EITHER = 10
"""Quotes that are and that are not criticised, below which no model is fitted."""
LEAST_WITH = 5
"""Clusters that must have quotes of either kind, for a term of two values to be told."""
LARGEST = 10.0
"""Log odds beyond which an estimate has run away: nearly all quotes of a kind came out one way."""


class Fit(NamedTuple):
    """Coefficients on the scale of log odds, by term."""

    coefficients: pd.Series
    errors: pd.Series
    method: str


def model(
    responses: pd.DataFrame,
    outcome: str = "is_criticised",
    terms: Sequence[str] = TERMS,
    cluster: str = "post_id",
) -> pd.DataFrame:
    """Odds ratios of a response to quotes, by features of the quote.

    An odds ratio of 2 for `is_abridged`: with the other terms equal, the odds that an abridged quote is
    criticised are twice those of a whole one; 1 is no difference. For `log_length` it is that of twice the
    length, for any other number that of one more. It is an association: readers may quote at length what
    they mean to attack, and nothing here says which comes first. Quotes that nobody answers count as not
    criticised; keep `responses[responses["is_answered"]]` to ask among the answered alone. Chinese says in
    one character what takes English three, so ask of one language at a time.

    Args:
        responses: one row a quote, as `dhtools.measure.relation.responses` gives them: columns `outcome`
            (yes or no), `cluster` and the terms. Rows with a missing value are left out.
        outcome: what is to be explained.
        terms: columns of numbers, or of yes and no.
        cluster: what the quotes stand in: `post_id`, or `book_id` to speak of other books.

    Returns:
        One row a term, by `term`: `odds_ratio`, `low`, `high` (95 %), `p`, `q` (`false_discovery` over the
        terms), `n` (quotes), `n_yes` (those with the outcome), `n_left_out` (quotes with a missing value),
        `n_clusters`, `method`, and `note`: why a term has no number, and is not in the model; else missing.

    Raises:
        ValueError: a column is missing, or the outcome is not yes or no.
    """
    check_columns(responses, (outcome, cluster, *terms))
    rows = responses[[outcome, cluster, *terms]].dropna()
    if not rows[outcome].isin([0, 1]).all():
        raise ValueError(f"outcome={outcome!r} holds values other than yes and no")
    rows = rows.astype({outcome: float} | dict.fromkeys(terms, float))
    notes = {term: _untold(rows, outcome, term, cluster) for term in terms}
    told = [term for term in terms if notes[term] is None]
    why = _refused(rows, outcome, told, cluster)
    fit = _fitted(rows, outcome, told, cluster) if told and not why else None
    if fit is None:
        notes |= dict.fromkeys(told, why or "the model could not be fitted")
    return _table(fit, notes, rows[cluster].nunique()).assign(
        n=len(rows),
        n_yes=int(rows[outcome].sum()),
        n_left_out=len(responses) - len(rows),
        n_clusters=rows[cluster].nunique(),
        method=None if fit is None else fit.method,
        note=pd.Series(notes, dtype="string"),
    )


def _untold(rows: pd.DataFrame, outcome: str, term: str, cluster: str) -> str | None:
    """Why the effect of a term cannot be told from these rows."""
    values = rows[term].unique()
    if len(values) < 2:
        return "all quotes are alike in this"
    if len(values) > 2:
        return None
    few = rows.groupby(term)[cluster].nunique().min()
    if few < LEAST_WITH:
        return f"only {few} {cluster} have one kind of quote, and at least {LEAST_WITH} are needed"
    if rows.groupby(term)[outcome].nunique().min() < 2:
        return "all quotes of one kind came out one way, so the ratio has no bound"
    return None


def _refused(rows: pd.DataFrame, outcome: str, told: Sequence[str], cluster: str) -> str | None:
    """Why no model is fitted to these rows."""
    n_clusters, n_yes = rows[cluster].nunique(), int(rows[outcome].sum())
    least = max(LEAST, len(told) + SPARE)
    if n_clusters < least:
        return f"too few {cluster} to say: {n_clusters}, and at least {least} are needed"
    if min(n_yes, len(rows) - n_yes) < LEAST_OF_EITHER:
        return f"too few quotes with or without {outcome} to say: {n_yes} of {len(rows)} have it"
    matrix = np.column_stack([np.ones(len(rows)), rows[list(told)].to_numpy()])
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return "one term follows from the others, so their effects cannot be told apart"
    return None


def _fitted(rows: pd.DataFrame, outcome: str, told: Sequence[str], cluster: str) -> Fit | None:
    """The model, with quotes of a cluster exchangeable, or else with no assumption on how they are alike."""
    from statsmodels.genmod.cov_struct import Exchangeable, Independence

    for structure, name in ((Exchangeable(), "exchangeable"), (Independence(), "independence")):
        found = _estimated(rows, outcome, told, cluster, structure)
        if found is not None:
            method = f"GEE, binomial, {name} within {cluster}, Mancl-DeRouen covariance, t"
            return Fit(*found, method)
    return None


def _estimated(
    rows: pd.DataFrame, outcome: str, told: Sequence[str], cluster: str, structure: CovStruct
) -> tuple[pd.Series, pd.Series] | None:
    """Coefficients and their standard errors; None where the iteration did not come to an end."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_estimating_equations import GEE

    terms = rows[list(told)] - rows[list(told)].mean()
    terms.insert(0, "(intercept)", 1.0)
    with warnings.catch_warnings():
        # What the library warns of, no convergence and numbers out of bounds, is checked below.
        warnings.simplefilter("ignore")
        try:
            fit = GEE(
                rows[outcome], terms, groups=rows[cluster], family=Binomial(), cov_struct=structure
            ).fit(cov_type="bias_reduced")
        except (np.linalg.LinAlgError, ValueError):
            return None
    is_sound = fit.converged and np.isfinite(fit.bse).all() and fit.params.abs().max() < LARGEST
    return (fit.params[list(told)], fit.bse[list(told)]) if is_sound else None


def _table(fit: Fit | None, terms: Iterable[str], n_clusters: int) -> pd.DataFrame:
    """Odds ratios with intervals, p and q; missing for the terms that the model is without."""
    from scipy import stats

    columns = ["odds_ratio", "low", "high", "p", "q"]
    made = pd.DataFrame(np.nan, index=pd.Index(terms, name="term"), columns=columns)
    if fit is None:
        return made
    freedom = n_clusters - len(fit.coefficients) - 1
    reach = stats.t.ppf(0.975, freedom) * fit.errors
    made["odds_ratio"] = np.exp(fit.coefficients)
    made["low"] = np.exp(fit.coefficients - reach)
    made["high"] = np.exp(fit.coefficients + reach)
    made["p"] = 2 * stats.t.sf((fit.coefficients / fit.errors).abs().reindex(made.index), freedom)
    return made.assign(q=false_discovery(made["p"]))
