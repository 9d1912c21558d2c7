"""How many times more frequent a word is in one text than in another, with the doubt that posts leave.

1 is twice as frequent in the target, 0 alike, -1 half as frequent. Hardie, A. (2014), "Log Ratio: an informal
introduction".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from dhtools.measure import intervals, scores

ABSENT = 0.5
"""What counts as the uses of a word that has none, lest the ratio be infinite."""
AT_A_TIME = 500
"""Words whose draws are held in memory together."""


def log_ratio(
    target: np.ndarray, reference: np.ndarray, n_target: np.ndarray | int, n_reference: np.ndarray | int
) -> np.ndarray:
    """The binary logarithm of the ratio of a word's shares.

    An absent word counts as half a use; where that would make it the more frequent one, as half a use may in the
    smaller of two texts, the ratio is 0.

    Args:
        target: uses of each word in one text.
        reference: its uses in the other.
        n_target: all words of the one.
        n_reference: all words of the other.

    Examples:
        >>> log_ratio(np.array([20, 10, 0]), np.array([10, 10, 6]), 1000, 1000).round(2).tolist()
        [1.0, 0.0, -3.58]
    """
    ones, others = np.maximum(target, ABSENT), np.maximum(reference, ABSENT)
    ratio = np.log2(ones / n_target) - np.log2(others / n_reference)
    ratio = np.where(target == 0, np.minimum(ratio, 0), ratio)
    return np.where(reference == 0, np.maximum(ratio, 0), ratio)


def bounds(words: pd.Series, target: pd.DataFrame, reference: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Bounds that hold 95 % of each word's log ratio when the posts are drawn again with replacement.

    The ratio of a draw that has the word in neither text is 0. So a word of up to three posts, which more than
    one draw in forty lacks, never has both bounds above 0, however often these posts repeat it.

    Args:
        words: the words.
        target: columns `word`, `post_id`, one row a word of the text.
        reference: the same of the other text, which may be of the same posts.

    Returns:
        Lower and upper bounds; NaN where one of the texts is of fewer than `intervals.LEAST` posts.
    """
    posts = pd.Index(sorted({*target["post_id"].unique(), *reference["post_id"].unique()}))
    n_posts = min(target["post_id"].nunique(), reference["post_id"].nunique())
    if n_posts < intervals.LEAST or words.empty:
        return np.full(len(words), np.nan), np.full(len(words), np.nan)
    draws = scores.drawn_again(len(posts)).T
    said = [target, reference]
    counts = [_by_post(text, words, posts) for text in said]
    # A draw without any post of one text says nothing; with ten posts it does not come up.
    sizes = [np.maximum(_sizes(text, posts) @ draws, 1) for text in said]
    found = [
        _drawn([rows[at : at + AT_A_TIME] @ draws for rows in counts], sizes, intervals.percentiles(n_posts))
        for at in range(0, len(words), AT_A_TIME)
    ]
    return tuple(np.concatenate(found, axis=1))


def _drawn(counts: list[np.ndarray], sizes: list[np.ndarray], percentiles: tuple[float, float]) -> np.ndarray:
    """Percentiles of the log ratio of words (rows) over the draws (columns)."""
    return np.percentile(log_ratio(*counts, *sizes), percentiles, axis=1)


def _sizes(said: pd.DataFrame, posts: pd.Index) -> np.ndarray:
    """How many words a text has of each post."""
    return said["post_id"].value_counts().reindex(posts).fillna(0).to_numpy(int)


def _by_post(said: pd.DataFrame, words: pd.Series, posts: pd.Index) -> csr_array:
    """How often each word (row) is used in each post (column)."""
    rows, columns = pd.Index(words).get_indexer(said["word"]), posts.get_indexer(said["post_id"])
    is_wanted = rows >= 0
    ones = np.ones(int(is_wanted.sum()), np.int64)
    return csr_array((ones, (rows[is_wanted], columns[is_wanted])), shape=(len(words), len(posts)))
