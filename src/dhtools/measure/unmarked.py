"""Quotation without marks: commentary that repeats a quote or the book word for word."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure import counted, marked, runs, stopwords, units, voices
from dhtools.measure.folding import fold
from dhtools.measure.runs import Stretches
from dhtools.measure.tokenizer import HAS_HAN, Tokenizer
from dhtools.measure.units import Joined
from dhtools.parse.reading import n_chars

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

LEAST = 8
"""Chinese characters in a row that are no accident; five English words count for as many."""
FORMULA = 3
"""Blocks of one post that repeat the same words: a credit below each highlight, say, and no quotation."""
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

    What a reader takes over without marks may be paraphrase that stays close, an idiom or a long name: the
    measure shows the passages, it does not accuse; nor does it say who took from whom, for the later post may
    quote the reader. Punctuation, case, width and traditional characters make no difference, and after
    `least` in a row a passage goes on over up to eight changed characters. Left out are titles, page marks,
    attributions, passages of small words (at the end of the), and words that three blocks of a post repeat.

    Args:
        corpus: tables `quotes`, `commentary`, `citations`, `books`, `works`, `posts`.
        book_text: the text of the book, where it is at hand.
        least: length of a passage in Chinese characters; an English word counts for 1.6, so that 8 are five
            words.
        genres: posts that count, by genre; None for all.

    Returns:
        One row a passage and source, in the order of the commentary: `commentary_id`, `start`, `end` (in its
        text), `text`, `n_chars` (white space left out), `source` (quote or book), `quote_id` (the quote
        that shares most with the passage, one of the same post first; missing for the book), `source_start`,
        `source_end` (in the quote's text, or in the book). `attrs["n_left_out"]` counts posts left out.

    Raises:
        ValueError: `least` is below 2, or a genre is none.
    """
    runs.check(least)
    corpus, n_left_out = counted.counted(corpus, genres)
    commentary = corpus.commentary
    own = units.join(list(_outside_marks(corpus)))
    found = [_of_quotes(own, corpus, least)]
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
    made = made[_are_telling(made["text"].tolist(), corpus, least)]
    made = made[~_are_formulas(made, commentary["post_id"].to_numpy()[made["k"]])]
    made = made[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)
    made.attrs["n_left_out"] = n_left_out
    return made


def _are_telling(passages: Sequence[str], corpus: Corpus, least: float) -> np.ndarray:
    """Whether each passage says something of its own: half of `least` in words that count, and no title."""
    known = [*corpus.books["title"], *(title for titles in corpus.works["titles"] for title in titles)]
    titles = units.join(known).units.values.tobytes()
    tokenizer, small = _tokenizer(), stopwords.stopwords("quote")
    made = []
    for passage in passages:
        folded, words = fold(passage), units.read(passage)
        weight = sum(
            end - start if HAS_HAN(passage[start:end]) else units.WORD_WEIGHT
            for start, end in tokenizer.spans(passage)
            if folded[start:end] not in small
        )
        made.append(weight >= least / 2 and words.values.tobytes() not in titles)
    return np.array(made, dtype=bool)


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer()


def _are_formulas(rows: pd.DataFrame, post_ids: np.ndarray) -> np.ndarray:
    """Whether each passage stands in so many blocks of its post that it is a label or a credit line."""
    wording = [units.read(text).values.tobytes() for text in rows["text"]]
    keys = pd.DataFrame({"post": post_ids, "wording": wording, "k": rows["k"].to_numpy()})
    return (keys.groupby(["post", "wording"])["k"].transform("nunique") >= FORMULA).to_numpy(bool)


def _outside_marks(corpus: Corpus) -> Iterator[str]:
    """Texts of commentary in which words in marks are overwritten with what equals nothing."""
    inline = marked.inline(corpus)
    for commentary_id, text in zip(
        corpus.commentary["commentary_id"], corpus.commentary["text"], strict=True
    ):
        spans = [
            *marked.quoted(text),
            *marked.titles(text),
            *marked.furniture(text),
            *inline.get(commentary_id, ()),
        ]
        yield voices.blanked(text, spans, units.BETWEEN_TEXTS)


def _of_quotes(own: Joined, corpus: Corpus, least: float) -> pd.DataFrame:
    quotes = voices.texts(corpus, "quote")
    other = units.join(quotes["text"].tolist())
    found = _shared(own, other, least)
    host, guest = own.text_of(own.units.starts[found.start]), other.text_of(other.units.starts[found.other])
    is_strange = corpus.commentary["post_id"].to_numpy()[host] != quotes["post_id"].to_numpy()[guest]
    rows = _rows(own, found.take(_apart(found, is_strange)), other)
    return rows.assign(source="quote", quote_id=quotes["host_id"].to_numpy()[rows["of"]])


def _of_book(own: Joined, book_text: str, least: float) -> pd.DataFrame:
    book = units.join([book_text.replace(units.BETWEEN_TEXTS, " ")])
    found = _shared(own, book, least)
    rows = _rows(own, found.take(_apart(found, np.zeros(len(found.start), bool))), book)
    return rows.assign(source="book", quote_id=None)


def _shared(own: Joined, other: Joined, least: float) -> Stretches:
    """Stretches that hold `least` in a row."""
    found = runs.stretches(runs.between(own.units.values, other.units.values), own, other)
    return found.take(found.longest >= least - runs.TOLERANCE)


def _apart(found: Stretches, is_strange: np.ndarray) -> np.ndarray:
    """Which stretches to keep so that none overlap: the longest first, of the commentary's own post before others."""
    kept: list[int] = []
    taken: list[tuple[int, int]] = []
    for k in np.lexsort((found.other, is_strange, -found.total)).tolist():
        start, end = int(found.start[k]), int(found.end[k])
        at = bisect(taken, (start, end))
        if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
            continue
        insort(taken, (start, end))
        kept.append(k)
    return np.array(sorted(kept), dtype=np.int64)


def _rows(own: Joined, found: Stretches, other: Joined) -> pd.DataFrame:
    """Offsets in the texts that stretches stand in: `k`, `start`, `end`, `of`, `source_start`, `source_end`."""
    start, source_start = own.units.starts[found.start], other.units.starts[found.other]
    k, of = own.text_of(start), other.text_of(source_start)
    return pd.DataFrame({
        "k": k,
        "start": start - own.offsets[k],
        "end": own.units.ends[found.end - 1] - own.offsets[k],
        "of": of,
        "source_start": source_start - other.offsets[of],
        "source_end": other.units.ends[found.other_end - 1] - other.offsets[of],
    })  # fmt: skip
