"""Quotation without marks: commentary that repeats a quote or the book word for word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure import counted, marked, runs, units
from dhtools.measure.runs import Runs
from dhtools.measure.units import Joined
from dhtools.parse.reading import n_chars

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

LEAST = 8
"""Chinese characters in a row that are no accident; five English words count for as many."""
COLUMNS = {
    "commentary_id": "string",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "n_chars": "Int64",
    "source": "string",
    "quote_id": "string",
    "source_start": "Int64",
    "source_end": "Int64",
}


def unmarked(
    corpus: Corpus,
    book_text: str | None = None,
    least: int = LEAST,
    genres: counted.Genres = counted.DEFAULT,
) -> pd.DataFrame:
    """Passages of commentary that repeat a quote, or the book, outside quotation marks.

    What a reader takes over without marks may be paraphrase that stays close, a formula or a long name: the
    measure shows the passages, it does not accuse. Punctuation, case, width and traditional characters make no
    difference. A passage that differs in a word comes out as two, or not at all where both are short. Words
    in 《》 are titles and left out, as are page marks and attributions of the quotes.

    Args:
        corpus: tables `quotes`, `commentary`, `posts`.
        book_text: the text of the book, where it is at hand.
        least: length of a passage in Chinese characters; an English word counts for 1.6, so that 8 are five
            words.
        genres: posts that count, by genre; None for all.

    Returns:
        One row a passage and source, in the order of the commentary: `commentary_id`, `start`, `end` (in its
        text), `text`, `n_chars` (white space left out), `source` (quote or book), `quote_id` (the quote
        that shares most with the passage, one of the same post first; missing for the book), `source_start`,
        `source_end` (in the quote's text, or in the book).

    Raises:
        ValueError: `least` is below 2, or a genre is none.
    """
    runs.check(least)
    corpus, n_left_out = counted.counted(corpus, genres)
    commentary = corpus.commentary
    own = units.join(list(_outside_marks(corpus)))
    found = [_of_quotes(own, commentary, corpus.quotes, least)]
    if book_text is not None:
        found.append(_of_book(own, book_text, least))
    rows = pd.concat(found).sort_values(["k", "start", "source"], kind="stable")
    texts = commentary["text"].tolist()
    written = [texts[k][start:end] for k, start, end in rows[["k", "start", "end"]].itertuples(index=False)]
    made = rows.assign(
        commentary_id=commentary["commentary_id"].to_numpy()[rows["k"]],
        text=written,
        n_chars=[n_chars(text) for text in written],
    )
    made = made[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)
    made.attrs["n_left_out"] = n_left_out
    return made


def _outside_marks(corpus: Corpus) -> Iterator[str]:
    """Texts of commentary in which words in marks are overwritten with what equals nothing."""
    inline = marked.inline(corpus)
    for commentary_id, text in zip(
        corpus.commentary["commentary_id"], corpus.commentary["text"], strict=True
    ):
        spans = [*marked.quoted(text), *marked.titles(text), *inline.get(commentary_id, ())]
        yield marked.blanked(text, spans, units.BETWEEN_TEXTS)


def _of_quotes(own: Joined, commentary: pd.DataFrame, quotes: pd.DataFrame, least: float) -> pd.DataFrame:
    other = units.join(
        [marked.blanked(text, marked.furniture(text), units.BETWEEN_TEXTS) for text in quotes["text"]]
    )
    shared = runs.between(own.units.values, other.units.values, runs.shingle_of(least))
    found = shared.take(runs.sizes(shared, own.units) >= least - 1e-6)
    host = own.text_of(own.units.starts[found.start])
    guest = other.text_of(other.units.starts[found.other])
    is_strange = commentary["post_id"].to_numpy()[host] != quotes["post_id"].to_numpy()[guest]
    rows = _rows(own, _apart(own, found, is_strange, least), other)
    ids = quotes["quote_id"].to_numpy()[rows["of"]]
    return rows.assign(source="quote", quote_id=ids)


def _of_book(own: Joined, book_text: str, least: float) -> pd.DataFrame:
    book = units.join([book_text.replace(units.BETWEEN_TEXTS, " ")])
    shared = runs.between(own.units.values, book.units.values, runs.shingle_of(least))
    found = shared.take(runs.sizes(shared, own.units) >= least - 1e-6)
    rows = _rows(own, _apart(own, found, np.zeros(len(found.start), bool), least), book)
    return rows.assign(source="book", quote_id=None)


def _apart(own: Joined, found: Runs, is_strange: np.ndarray, least: float) -> Runs:
    """Runs that do not overlap in the commentary: the longest first, then what is left of the others."""
    size = runs.sizes(found, own.units)
    is_taken = np.zeros(len(own.units), bool)
    kept = []
    for k in np.lexsort((found.other, is_strange, -size)):
        start, other, length = (int(column[k]) for column in found)
        first, last = _free(is_taken[start : start + length])
        if last > first and own.units.size(start + first, start + last) >= least - 1e-6:
            is_taken[start + first : start + last] = True
            kept.append((start + first, other + first, last - first))
    return Runs(*np.array(sorted(kept), dtype=np.int64).reshape(-1, 3).T)


def _free(is_taken: np.ndarray) -> tuple[int, int]:
    """The longest stretch that is not taken."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], is_taken, [True]]).astype(np.int8)))
    stretches = edges.reshape(-1, 2)
    if not len(stretches):
        return 0, 0
    first, last = stretches[np.argmax(stretches[:, 1] - stretches[:, 0])]
    return int(first), int(last)


def _rows(own: Joined, found: Runs, other: Joined) -> pd.DataFrame:
    """Offsets of runs in the texts they stand in: `k`, `start`, `end`, `of`, `source_start`, `source_end`."""
    last, other_last = found.start + found.length - 1, found.other + found.length - 1
    start, source_start = own.units.starts[found.start], other.units.starts[found.other]
    k, of = own.text_of(start), other.text_of(source_start)
    return pd.DataFrame({
        "k": k,
        "start": start - own.offsets[k],
        "end": own.units.ends[last] - own.offsets[k],
        "of": of,
        "source_start": source_start - other.offsets[of],
        "source_end": other.units.ends[other_last] - other.offsets[of],
    })  # fmt: skip
