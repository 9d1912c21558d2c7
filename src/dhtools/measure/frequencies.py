"""Frequencies of words, with how evenly each is spread over the posts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure.counted import DEFAULT, Genres
from dhtools.measure.stopwords import stopwords as listed
from dhtools.measure.words import by_script, words
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

PER = 10_000
GROUPS = ("book_id", "post_id")


def frequencies(
    corpus: Corpus,
    voice: str = "commentary",
    by: str | None = None,
    stopwords: Collection[str] | None = None,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """How often each word is used, and how evenly over the posts.

    Args:
        corpus: any corpus.
        voice: quote or commentary.
        by: `book_id` or `post_id` to count each apart; words of no book are then left out.
        stopwords: words that get no row; the package's list for the voice if not given, `()` for none. They
            count among the words that `per_10k` is a share of.
        genres: of posts to count, None for all.

    Returns:
        One row a word, or a group and word, the most frequent first: `word`, `n`, `per_10k` (of ten thousand
        words of the voice, or of the group, in the same script), `n_posts`, `dispersion` (see `dispersion`).
        `attrs["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: no such voice, group or genre.
    """
    if by is not None and by not in GROUPS:
        raise ValueError(f"by={by!r} is not one of {', '.join(GROUPS)}, or None")
    said = words(corpus, voice, genres)
    left_out = listed(voice) if stopwords is None else stopwords
    if by is None:
        return count(said, left_out)
    parts = {key: count(group, left_out) for key, group in said.groupby(by, sort=True)}
    made = pd.concat(
        [part.assign(**{by: key}) for key, part in parts.items()]
        or [count(said[:0], ()).assign(**{by: None})]
    )
    ordered = made[[by, *made.columns.drop(by)]].astype({by: said[by].dtype}).reset_index(drop=True)
    ordered.attrs = dict(said.attrs)
    return ordered


def count(said: pd.DataFrame, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """The words of a table, counted.

    Args:
        said: columns `word`, `post_id`, one row a word, as `words` gives them or a part of that.
        stopwords: words that get no row.

    Returns:
        One row a word: `word`, `n`, `per_10k`, `n_posts`, `dispersion`.

    Examples:
        >>> said = pd.DataFrame({"word": ["渡口", "灯火", "渡口"], "post_id": ["a", "a", "b"]}, dtype="string")
        >>> count(said)[["word", "n", "n_posts"]].values.tolist()
        [['渡口', 2, 2], ['灯火', 1, 1]]
    """
    counted = [_counted(part, stopwords) for part in by_script(said)]
    made = pd.concat(counted).sort_values(["n", "word"], ascending=[False, True], ignore_index=True)
    made.attrs = dict(said.attrs)
    return made


def _counted(said: pd.DataFrame, stopwords: Collection[str]) -> pd.DataFrame:
    """As `count`, of one script's words."""
    sizes = said["post_id"].value_counts()
    cells = said.groupby(["word", "post_id"], sort=False).size().rename("n").reset_index()
    cells = cells[~contains(cells["word"], sorted(stopwords))]
    made = cells.groupby("word", sort=False).agg(n=("n", "sum"), n_posts=("n", "size")).reset_index()
    made = made.assign(
        per_10k=made["n"] * PER / max(len(said), 1),
        dispersion=made["word"].map(dispersion(cells, sizes)).astype(float),
    )
    return made[["word", "n", "per_10k", "n_posts", "dispersion"]]


def dispersion(cells: pd.DataFrame, sizes: pd.Series) -> pd.Series:
    """Gries' deviation of proportions, normalised: 0 is spread as the posts are large, near 1 is in one post.

    It is the share of a word's uses that would have to move to other posts for each post to have its due. Half
    of the differences between each post's share of all words and its share of this word, by the most that
    these can be. A word used once cannot be spread and is near 1, so compare words of about one frequency.

    Gries, S. T. (2008), "Dispersions and adjusted frequencies in corpora", International Journal of Corpus
    Linguistics 13; normalised as in Lijffijt, J. and Gries, S. T. (2012), the same 17.

    Args:
        cells: columns `word`, `post_id`, `n`: uses of the word in the post, where there are any.
        sizes: words of each post, by `post_id`.

    Returns:
        By word; missing where there is but one post.

    Examples:
        >>> sizes = pd.Series({"a": 100, "b": 100, "c": 200})
        >>> uses = [("渡口", "a", 2), ("渡口", "b", 2), ("渡口", "c", 4), ("灯火", "a", 8)]
        >>> dispersion(pd.DataFrame(uses, columns=["word", "post_id", "n"]), sizes).to_dict()
        {'渡口': 0.0, '灯火': 1.0}
    """
    due = sizes / sizes.sum()
    share = cells["n"] / cells.groupby("word")["n"].transform("sum")
    # Half the absolute differences is what the smaller shares fall short of 1 by.
    met = np.minimum(share, cells["post_id"].map(due).astype(float)).groupby(cells["word"]).sum()
    most = 1 - due.min() if len(due) > 1 else np.nan
    return ((1 - met) / most).clip(0, 1)
