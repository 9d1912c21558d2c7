"""Words: every word that a voice says, with its place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure import names, voices
from dhtools.measure.counted import DEFAULT, Genres, counted
from dhtools.measure.folding import fold
from dhtools.measure.tokenizer import HAN, Tokenizer
from dhtools.tables import STRING

if TYPE_CHECKING:
    from dhtools.corpus import Corpus


def words(corpus: Corpus, voice: str = "commentary", genres: Genres = DEFAULT) -> pd.DataFrame:
    """Every word of the quotes or of the commentary, in reading order, stop words included.

    A word is what the tokenizer takes for one: in Chinese by jieba's dictionary and by the corpus's own names
    (`names.dictionary`), elsewhere between blanks and marks. Numbers are no words. Quotes inside a sentence
    are the voice of the quote. Words are not reduced to their stem: judge, judges and judged are three.

    Args:
        corpus: any corpus.
        voice: quote or commentary.
        genres: of posts to count, None for all.

    Returns:
        One row a word: `word` (in simplified characters and small letters), `form` (as written), `post_id`,
        `book_id`, `host_id` (key of the quote or commentary), `voice`, `start` (offset in its `text`, in
        characters). `attrs["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: no such voice or genre.
    """
    kept, n_left_out = counted(corpus, genres)
    hosts = voices.texts(kept, voice)
    whole = tuple(names.dictionary(corpus)["word"])
    at, start, form, word = _cut(tuple(hosts["text"]), whole)
    made = hosts[["post_id", "book_id", "host_id"]].take(at).reset_index(drop=True)
    made.insert(0, "word", word)
    made.insert(1, "form", form)
    made = made.assign(voice=pd.array([voice], dtype=STRING).take(np.zeros(len(at), int)), start=start)
    made.attrs["n_left_out"] = n_left_out
    return made


def by_script(said: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The words of a table in Chinese characters, and all others.

    A word competes for its place with the words of its own language: where a corpus turns from Chinese to
    English no Chinese word has grown rare.
    """
    is_chinese = are_chinese(said["word"])
    return said[is_chinese], said[~is_chinese]


def are_chinese(words: pd.Series) -> np.ndarray:
    """Whether each word has a Chinese character."""
    return words.str.contains(f"[{HAN}]").to_numpy(bool)


@lru_cache(maxsize=8)
def _cut(texts: tuple[str, ...], whole: tuple[str, ...]) -> tuple:
    """The words of texts: which text, where in it, as written, folded.

    The last few corpora stay cut, by their content: most measures need the same words.
    """
    tokenizer = Tokenizer(whole)
    at, starts, forms, folded = [], [], [], []
    for number, text in enumerate(texts):
        even = fold(text)
        for start, end in tokenizer.spans(text):
            at.append(number)
            starts.append(start)
            forms.append(text[start:end])
            folded.append(even[start:end])
    strings = (pd.array(values, dtype=STRING) for values in (forms, folded))
    return np.array(at, int), np.array(starts, int), *strings
