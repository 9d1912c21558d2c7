"""Collocation: which words keep company with a word."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.filters import near
from dhtools.measure.counted import DEFAULT, Genres
from dhtools.measure.folding import fold
from dhtools.measure.stopwords import stopwords as listed
from dhtools.measure.words import are_chinese, words
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

COLUMNS = ["word", "n", "n_word", "expected", "log_dice", "n_posts"]


def collocates(
    corpus: Corpus,
    word: str,
    span: int = 5,
    voice: str = "commentary",
    least: int = 3,
    stopwords: Collection[str] | None = None,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """The words that stand near a word more than elsewhere.

    Near is within some words before or after, stop words counted, in the same quote or block of commentary;
    a word near two uses at once counts once. The measure is logDice: 14 where two words are never apart, one
    less for each time they are half as often together. It does not grow with the corpus, so that books can be
    compared, and unlike mutual information it does not prefer rare words. It says how close a tie is and not
    how sure: for that see `n` beside `expected`, and `n_posts`, as a tie of one post may be that post's phrase.

    Rychlý, P. (2008), "A lexicographer-friendly association score", Proceedings of Recent Advances in Slavonic
    Natural Language Processing. Gablasova, D., Brezina, V. and McEnery, T. (2017), "Collocations in corpus-based
    language learning research", Language Learning 67, compares it with others.

    Args:
        corpus: any corpus.
        word: a word as the tokenizer has it, in any script.
        span: how many words before and after.
        voice: quote or commentary.
        least: fewest times together.
        stopwords: words that get no row; the package's list for the voice if not given, `()` for none.
        genres: of posts to count, None for all.

    Returns:
        One row a word, the closest first: `word`, `n` (uses near), `n_word` (all uses), `expected` (uses near if
        those of its script were strewn evenly), `log_dice`, `n_posts` (posts where they are near). `attrs["n_left_out"]` is the
        number of posts of other genres.

    Raises:
        ValueError: the word is not among the words of the voice, `span` or `least` is below 1, or no such voice
            or genre.
    """
    for name, value in (("span", span), ("least", least)):
        if value < 1:
            raise ValueError(f"{name}={value} is below 1")
    said = words(corpus, voice, genres)
    is_word = (said["word"] == fold(word)).to_numpy(bool)
    if not is_word.any():
        known = said["word"].unique().tolist()
        raise ValueError(f"word={word!r} is no word of the {voice}; {near(fold(word), known)}")
    is_near = _are_near(is_word, said["host_id"], span) & ~is_word
    found = said[is_near].groupby("word")["post_id"].agg(n="size", n_posts="nunique").reset_index()
    left_out = listed(voice) if stopwords is None else stopwords
    found = found[(found["n"] >= least) & ~contains(found["word"], sorted(left_out))]
    n_word = found["word"].map(said["word"].value_counts()).to_numpy(int)
    made = found.assign(
        n_word=n_word,
        expected=n_word * _share_near(found, said[~is_word], is_near[~is_word]),
        log_dice=14 + np.log2(2 * found["n"].to_numpy(float) / (is_word.sum() + n_word)),
    )
    made = made[made["n"] > made["expected"]]
    made = made.sort_values(["log_dice", "word"], ascending=[False, True], ignore_index=True)[COLUMNS]
    made.attrs = dict(said.attrs)
    return made


def _are_near(is_word: np.ndarray, hosts: pd.Series, span: int) -> np.ndarray:
    """Whether each word stands within so many words of one that is meant, in the same text."""
    text = pd.factorize(hosts)[0]
    made = np.zeros(len(is_word), bool)
    for distance in range(1, span + 1):
        is_same = text[distance:] == text[:-distance]
        made[distance:] |= is_word[:-distance] & is_same
        made[:-distance] |= is_word[distance:] & is_same
    return made


def _share_near(found: pd.DataFrame, said: pd.DataFrame, is_near: np.ndarray) -> np.ndarray:
    """For each word found the share of the words of its script that are near."""
    is_chinese = are_chinese(said["word"])
    shares = [
        is_near[is_chinese == script].mean() if (is_chinese == script).any() else 0.0
        for script in (False, True)
    ]
    return np.array(shares)[are_chinese(found["word"]).astype(int)]
