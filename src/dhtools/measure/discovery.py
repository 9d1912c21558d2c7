"""What is left of many questions asked at once."""

from __future__ import annotations

import numpy as np
import pandas as pd


def false_discovery(p: pd.Series | np.ndarray | list[float]) -> pd.Series:
    """The q of each p: the share of false alarms among all results with a p as small as this one.

    Of twenty questions about nothing one has a p below 0.05. Calling what has a q below 0.05 a finding keeps
    false alarms to one in twenty of the findings. Give it the p of every question asked, not of the best.

    Benjamini, Y. and Hochberg, Y. (1995), "Controlling the false discovery rate", Journal of the Royal
    Statistical Society B 57. It holds where tests are independent or depend on each other positively.

    Args:
        p: between 0 and 1; missing values stay so and are not counted as questions.

    Returns:
        The q of each, with the index of `p`.

    Raises:
        ValueError: a p is not between 0 and 1.

    Examples:
        >>> false_discovery([0.01, 0.02, None, 0.5]).tolist()
        [0.03, 0.03, nan, 0.5]
    """
    from scipy import stats

    given = pd.Series(p, dtype=float)
    known = given.dropna()
    if not known.between(0, 1).all():
        raise ValueError(f"p={known[~known.between(0, 1)].tolist()} is not between 0 and 1")
    return pd.Series(stats.false_discovery_control(known), index=known.index).reindex(given.index)
