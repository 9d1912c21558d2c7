"""Keyness: which words one body of text uses more than another.

Log-likelihood says how much evidence there is for a difference, log ratio how large it is, and dispersion and
the count of posts whether it is the text's or one post's. All are needed: in a large corpus almost
everything is significant, and in a small one a word that a single post repeats looks like a theme.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure.counted import DEFAULT, Genres
from dhtools.measure.discovery import false_discovery
from dhtools.measure.frequencies import count
from dhtools.measure.log_ratio import bounds, log_ratio
from dhtools.measure.stopwords import stopwords as listed
from dhtools.measure.words import by_script, words
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

LEAST = 5
"""Fewest uses of a word, in both bodies of text together, for it to be compared."""
COUNTS = {
    "n_target": int, "n_reference": int, "per_10k_target": float, "per_10k_reference": float,
    "n_posts_target": int, "n_posts_reference": int,
}  # fmt: skip
COLUMNS = [
    "word", "n_target", "n_reference", "per_10k_target", "per_10k_reference", "log_likelihood", "log_ratio",
    "low", "high", "p", "q", "n_posts_target", "n_posts_reference", "dispersion",
]  # fmt: skip


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    stopwords: Collection[str] | None = None,
    least: int = LEAST,
) -> pd.DataFrame:
    """Words that one body of text uses more, or less, than another.

    The log-likelihood takes every use of a word for a draw of its own, but words come in bursts: its `p` and `q`
    are too small where `n_posts_target` is small or `dispersion` high, and a word of one post is evidence of
    nothing but that post. Below some ten expected uses they are rough besides. `low` and `high` take the post
    for what is drawn: of a word with both on one side of 0 more can be said than of these posts.

    A word is compared among the words of its script, Chinese or other, and not at all where one of the texts
    has none of these: in a corpus of two languages every word of the one would else be key.

    Dunning, T. (1993), "Accurate methods for the statistics of surprise and coincidence", Computational
    Linguistics 19. Rayson, P. and Garside, R. (2000), "Comparing corpora using frequency profiling", ACL
    Workshop on Comparing Corpora. Hardie, A. (2014), "Log Ratio: an informal introduction". The rate of false
    finds: Benjamini, Y. and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57. On bursts:
    Lijffijt, J. et al. (2016), "Significance testing of word frequencies in corpora", DSH 31.

    Args:
        target: columns `word`, `post_id`, one row a word, as `terms.words` gives them or a part of that.
        reference: the same of the text to compare with.
        stopwords: words that get no row; those listed for both voices if not given, `()` for none.
        least: fewest uses, in both together, of a word that is compared.

    Returns:
        One row a word, those of the target first and of the reference last, by their evidence: `word`,
        `n_target`, `n_reference`, `per_10k_target`, `per_10k_reference` (of ten thousand words of its
        script), `log_likelihood` (0 and up: evidence), `log_ratio` (1 is twice as often in the target, -1 half
        as often; an absent word counts as half a use), `low`, `high` (of the log ratio: 95 %, drawing posts
        again; missing for texts of fewer than ten posts), `p`, `q` (of all words compared), `n_posts_target`,
        `n_posts_reference`, `dispersion` (in the target, 0 even to 1; see `frequencies.dispersion`).

    Raises:
        ValueError: `least` is below 1, or one of the texts has no words.
    """
    if least < 1:
        raise ValueError(f"least={least} is below 1: the fewest uses of a word that is compared")
    for name, said in (("target", target), ("reference", reference)):
        if said.empty:
            raise ValueError(f"{name} has no words: nothing to compare")
    left_out = listed() if stopwords is None else stopwords
    pairs = zip(by_script(target), by_script(reference), strict=True)
    parts = [_compared(*pair, left_out, least) for pair in pairs if not any(said.empty for said in pair)]
    made = _ordered(pd.concat(parts)) if parts else _ordered(_compared(target[:0], reference[:0], (), least))
    made.attrs = dict(target.attrs)
    return made


def commentary_against_quotes(
    corpus: Corpus,
    stopwords: Collection[str] | None = None,
    least: int = LEAST,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """What the reader talks about that the books do not, first, and the other way round, last.

    Only posts that hold both voices count, or the subjects of the books that are excerpted without a word
    would pass for the quotes' voice.

    Args:
        corpus: any corpus.
        stopwords: words that get no row; those listed for both voices if not given, `()` for none.
        least: fewest uses, in both together, of a word that is compared.
        genres: of posts to count, None for all.

    Returns:
        As `keyness`, the commentary being the target. `attrs["n_left_out"]` is the number of posts of other
        genres, `attrs["n_one_voice"]` that of posts with but one of the voices.

    Raises:
        ValueError: no such genre, or no post has words of both.
    """
    said = [words(corpus, voice, genres) for voice in ("commentary", "quote")]
    speaking = [set(table["post_id"].unique()) for table in said]
    both = sorted(speaking[0] & speaking[1])
    made = keyness(*(table[contains(table["post_id"], both)] for table in said), stopwords, least)
    made.attrs = {**said[0].attrs, "n_one_voice": len(speaking[0] ^ speaking[1])}
    return made


def book_against_others(
    corpus: Corpus,
    book: str,
    stopwords: Collection[str] | None = None,
    least: int = LEAST,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """What the reader talks about with one book and not with others, first, and the other way round, last.

    The others are the books known by name: commentary of which the book is not known may be about this one.

    Args:
        corpus: any corpus.
        book: title or `book_id`.
        stopwords: words that get no row; those listed for commentary if not given, `()` for none.
        least: fewest uses, in both together, of a word that is compared.
        genres: of posts to count, None for all.

    Returns:
        As `keyness`, the commentary on the book being the target. `attrs["n_left_out"]` is the number of posts
        of other genres.

    Raises:
        ValueError: no such book or genre, or no commentary on this or on any other book.
    """
    own = corpus.filter(book=book).commentary["commentary_id"]
    said = words(corpus, "commentary", genres)
    is_own = contains(said["host_id"], own)
    is_other = said["book_id"].notna().to_numpy() & ~is_own
    left_out = listed("commentary") if stopwords is None else stopwords
    return keyness(said[is_own], said[is_other], left_out, least)


def log_likelihood(target: np.ndarray, reference: np.ndarray, n_target: int, n_reference: int) -> np.ndarray:
    """Rayson and Garside's log-likelihood: how far two counts are from what one common rate would give.

    Args:
        target: uses of each word in one text.
        reference: its uses in the other.
        n_target: all words of the one.
        n_reference: all words of the other.

    Examples:
        >>> log_likelihood(np.array([20.0, 10.0, 0.0]), np.array([10.0, 10.0, 6.0]), 1000, 1000).round(2).tolist()
        [3.4, 0.0, 8.32]
    """
    rate = (target + reference) / (n_target + n_reference)
    return 2 * (_surprise(target, rate * n_target) + _surprise(reference, rate * n_reference))


def _surprise(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return observed * np.log(np.where(observed == 0, 1, observed) / np.where(expected == 0, 1, expected))


def _compared(
    target: pd.DataFrame, reference: pd.DataFrame, stopwords: Collection[str], least: int
) -> pd.DataFrame:
    """Words of one script, with their counts and statistics."""
    pair = [count(said, stopwords) for said in (target, reference)]
    both = pair[0].merge(pair[1], on="word", how="outer", suffixes=("_target", "_reference"))
    both = both.rename(columns={"dispersion_target": "dispersion"})
    both = both.assign(**both[list(COUNTS)].fillna(0).astype(COUNTS))
    both = both[both["n_target"] + both["n_reference"] >= least]
    counts = both["n_target"].to_numpy(float), both["n_reference"].to_numpy(float)
    sizes = len(target), len(reference)
    low, high = bounds(both["word"], target, reference)
    likelihood, ratio = log_likelihood(*counts, *sizes), log_ratio(*counts, *sizes)
    return both.assign(log_likelihood=likelihood, log_ratio=ratio, low=low, high=high)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their p and q, the target's words first and the reference's last, by their evidence."""
    from scipy.stats import chi2

    p = chi2.sf(rows["log_likelihood"], df=1)
    rows = rows.assign(p=p, q=false_discovery(p).array)
    evidence = np.sign(rows["per_10k_target"] - rows["per_10k_reference"]) * rows["log_likelihood"]
    order = rows.assign(evidence=evidence).sort_values(["evidence", "word"], ascending=[False, True])
    return order[COLUMNS].reset_index(drop=True)
