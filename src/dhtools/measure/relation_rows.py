"""The rows that measures of quotation and critique count.

Every measure is stated once, as the rows it counts with a `value` and a `weight` each: the measure of any set
of posts is the mean of the values weighted by the weights, or for `median_…` their median. So the table of a
group and the rows behind one of its numbers cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import counted
from dhtools.measure.counted import Genres
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

KEYS = ["post_id", "book_id", "section_id", "source", "period"]
"""What rows are grouped by."""
EVIDENCE = ["table", "row_id", *KEYS, "start_line", "text", "value", "weight"]
STARTS = (pd.offsets.YearBegin, pd.offsets.QuarterBegin, pd.offsets.MonthBegin)
BALANCE = {"positive": 1, "mixed": 0, "negative": -1}


class Rows(NamedTuple):
    """The rows of the posts that are counted, each table with the columns `KEYS`."""

    posts: pd.DataFrame
    quotes: pd.DataFrame
    """Quotes of both forms, with the columns that `answered` adds."""
    commentary: pd.DataFrame
    """Commentary with `is_answer`; `source` is that of the quote it answers, missing where it answers none."""
    sentences: pd.DataFrame
    """Sentences that were judged, with `is_answer` and `source` of their commentary."""
    n_left_out: int
    """Posts that are not counted."""


def rows_of(corpus: Corpus, genres: Genres = counted.DEFAULT, freq: str = "YS") -> Rows:
    """The rows of the posts that are counted.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`, `links`.
        genres: of the posts to count; None for all.
        freq: how long a period is, as `periods` takes it.

    Raises:
        ValueError: a genre that there is not, or no such length of a period.
    """
    part, n_left_out = counted.counted(corpus, genres)
    posts = part.posts.assign(period=periods(part.posts["date"], freq))
    quotes, commentary, sentences = (
        _with_period(rows, posts) for rows in (part.quotes, part.commentary, part.sentences)
    )
    quotes = answered(quotes, commentary, part.links)
    commentary = _with_answered(commentary, quotes, part.links)
    hosts = commentary[["commentary_id", "book_id", "section_id", "source", "is_answer"]]
    judged = sentences[sentences["is_critical"].notna()].merge(hosts, on="commentary_id", how="left")
    return Rows(posts, quotes, commentary, judged, n_left_out)


def periods(dates: pd.Series, freq: str = "YS") -> pd.Series:
    """The first day of the period that each date falls in; missing where the date is.

    Args:
        dates: of the posts.
        freq: "YS" (years), "QS" (quarters), "MS" (months), or several, as in "5YS".

    Raises:
        ValueError: another `freq`.

    Examples:
        >>> dates = pd.Series(pd.to_datetime(["2021-03-01", "2023-01-01"]))
        >>> [str(day.date()) for day in periods(dates, "2YS")]
        ['2021-01-01', '2023-01-01']
    """
    starts = starts_of(dates, freq)
    is_dated = dates.notna()
    at = np.searchsorted(starts.to_numpy(), dates[is_dated].to_numpy(), side="right") - 1
    return pd.Series(starts[at], index=dates.index[is_dated]).reindex(dates.index)


def starts_of(dates: pd.Series, freq: str) -> pd.DatetimeIndex:
    """First days of all periods from the first date to the last, those without a date among them."""
    offset = _offset(freq)
    known = dates.dropna()
    if known.empty:
        return pd.DatetimeIndex([], dtype=dates.dtype)
    first = offset.rollback(known.min().normalize())
    return pd.date_range(first, known.max(), freq=offset, name="period").astype(dates.dtype)


def _offset(freq: str) -> pd.DateOffset:
    try:
        offset = pd.tseries.frequencies.to_offset(freq)
    except ValueError:
        offset = None
    if not isinstance(offset, STARTS) or offset.n < 1:
        raise ValueError(f"freq={freq!r} is no period: YS, QS or MS (years, quarters, months), or as in 5YS")
    return offset


def answered(quotes: pd.DataFrame, commentary: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Quotes with what answers them.

    Args:
        quotes: column `quote_id`.
        commentary: columns `commentary_id`, `n_chars`, `role`, `stance`.
        links: columns `quote_id`, `commentary_id`, `relation`, `distance`.

    Returns:
        The same rows with `is_answered`; `latency` (blocks to the nearest answer) and `answer_chars`
        (characters of all answers), both missing where there is none; `is_criticised` (an answer is
        critique); and `stance`, that of the critique, mixed where answers differ.
    """
    columns = ["commentary_id", "n_chars", "role", "stance"]
    answers = links[links["relation"] == "answer"].merge(commentary[columns], on="commentary_id")
    answers = answers.astype({"stance": "string"})
    by_quote = answers.groupby("quote_id")
    critique = answers[answers["role"] == "critique"]
    stances = critique.groupby("quote_id")["stance"]
    ids = quotes["quote_id"]
    return quotes.assign(
        is_answered=contains(ids, answers["quote_id"]),
        latency=_aligned(by_quote["distance"].min(), ids).astype("Int64"),
        answer_chars=_aligned(by_quote["n_chars"].sum(), ids).astype("Int64"),
        is_criticised=contains(ids, critique["quote_id"]),
        stance=_aligned(stances.first().mask(stances.nunique() > 1, "mixed"), ids).astype("string"),
    )


def _with_period(rows: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(period=_aligned(posts.set_index("post_id")["period"], rows["post_id"]))


def _aligned(by_id: pd.Series, ids: pd.Series) -> pd.Series:
    return by_id.reindex(ids).set_axis(ids.index)


def _with_answered(commentary: pd.DataFrame, quotes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Commentary with whether it answers a quote, and the source of the nearest it answers."""
    answers = links[links["relation"] == "answer"].sort_values("distance", kind="stable")
    nearest = answers.drop_duplicates("commentary_id").merge(quotes[["quote_id", "source"]], on="quote_id")
    ids = commentary["commentary_id"]
    return commentary.assign(
        is_answer=contains(ids, nearest["commentary_id"]),
        source=_aligned(nearest.set_index("commentary_id")["source"], ids),
    )


def _evidence(
    table: str, rows: pd.DataFrame, value: pd.Series | float, weight: pd.Series | float = 1
) -> pd.DataFrame:
    key = {"quotes": "quote_id", "commentary": "commentary_id", "sentences": "sentence_id"}[table]
    made = rows.assign(table=table, row_id=rows[key], value=value, weight=weight)
    return made[EVIDENCE].astype({"value": float, "weight": float})


def _forms(rows: Rows) -> pd.DataFrame:
    return _evidence("quotes", rows.quotes, rows.quotes["form"] == "inline")


def block_quotes(rows: Rows) -> pd.DataFrame:
    """The quotes that are set off from the text."""
    return rows.quotes[rows.quotes["form"] == "block"]


def _quoted_words(rows: Rows) -> pd.DataFrame:
    quotes, commentary = block_quotes(rows), rows.commentary
    return pd.concat(
        [
            _evidence("quotes", quotes, 1, quotes["n_chars"]),
            _evidence("commentary", commentary, 0, commentary["n_chars"]),
        ],
        ignore_index=True,
    )


def _of_block_quotes(column: str) -> Callable[[Rows], pd.DataFrame]:
    def evidence(rows: Rows) -> pd.DataFrame:
        quotes = block_quotes(rows)
        return _evidence("quotes", quotes, quotes[column])

    return evidence


def _latencies(rows: Rows) -> pd.DataFrame:
    quotes = block_quotes(rows)
    quotes = quotes[quotes["is_answered"]]
    return _evidence("quotes", quotes, quotes["latency"])


def _lengths(rows: Rows) -> pd.DataFrame:
    quotes = block_quotes(rows)
    quotes = quotes[quotes["is_answered"] & (quotes["n_chars"] > 0)]
    return _evidence("quotes", quotes, quotes["answer_chars"] / quotes["n_chars"], quotes["n_chars"])


def _judgements(is_answer: bool | None) -> Callable[[Rows], pd.DataFrame]:
    """Sentences of answers, or of all other commentary; of both if None."""

    def evidence(rows: Rows) -> pd.DataFrame:
        sentences = rows.sentences
        if is_answer is not None:
            sentences = sentences[sentences["is_answer"] == is_answer]
        return _evidence("sentences", sentences, sentences["is_critical"])

    return evidence


def _stances(rows: Rows) -> pd.DataFrame:
    sentences = rows.sentences[rows.sentences["is_critical"] & rows.sentences["stance"].notna()]
    return _evidence("sentences", sentences, sentences["stance"].astype("string").map(BALANCE))


MEASURES: dict[str, Callable[[Rows], pd.DataFrame]] = {
    "inline_rate": _forms,
    "quote_share": _quoted_words,
    "median_quote_chars": _of_block_quotes("n_chars"),
    "abridged_rate": _of_block_quotes("is_abridged"),
    "response_rate": _of_block_quotes("is_answered"),
    "median_latency": _latencies,
    "length_ratio": _lengths,
    "answer_critique_rate": _judgements(True),
    "other_critique_rate": _judgements(False),
    "critique_rate": _judgements(None),
    "stance_balance": _stances,
}
"""The rows of each measure; the mean of their values by weight is the measure, or for `median_…` the median."""

COUNTS: dict[str, tuple[str, int | None]] = {
    "n_quotes": ("inline_rate", None),
    "n_block_quotes": ("response_rate", None),
    "n_quote_chars": ("quote_share", 1),
    "n_commentary_chars": ("quote_share", 0),
    "n_abridged": ("abridged_rate", 1),
    "n_answered": ("response_rate", 1),
    "n_answer_sentences": ("answer_critique_rate", None),
    "n_answer_critical": ("answer_critique_rate", 1),
    "n_other_sentences": ("other_critique_rate", None),
    "n_other_critical": ("other_critique_rate", 1),
    "n_sentences": ("critique_rate", None),
    "n_critical": ("critique_rate", 1),
    "n_negative": ("stance_balance", -1),
    "n_mixed": ("stance_balance", 0),
    "n_positive": ("stance_balance", 1),
}
"""Counts beside the measures: each is the weight of a measure's rows with that value, or with any (None)."""


def of_column(rows: Rows, column: str) -> pd.DataFrame:
    """The rows that a column of the tables by group counts, with their `value` and `weight`.

    Args:
        rows: as `rows_of` gives them.
        column: a measure (one of `MEASURES`) or a count (one of `COUNTS`).

    Returns:
        One row a row of the tables: `table` and `row_id` (its name and key), `post_id`, `book_id`,
        `section_id`, `source`, `period`, `start_line`, `text`, `value`, `weight`.

    Raises:
        ValueError: there is no such measure or count.
    """
    measure, value = COUNTS.get(column, (column, None))
    if measure not in MEASURES:
        raise ValueError(f"measure={column!r} is not one of {', '.join([*MEASURES, *COUNTS])}")
    found = MEASURES[measure](rows)
    return found if value is None else found[found["value"] == value]
