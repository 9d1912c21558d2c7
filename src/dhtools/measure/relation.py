"""How quotation relates to critique: by post, section, book, source, period.

Posts of the genres notes, excerpts and review are counted (`genres` overrules), and every table says in
`attrs["n_left_out"]` how many were not; `left_out` lists them. Quotes set off from the text are what is
measured: words quoted inside a sentence are part of the commentary, and only `n_quotes` counts them. What an
answer, a critical sentence and a stance are is told by rules, with the errors that `docs/accuracy.md` states;
no interval here includes those errors.

Each measure, its meaning, direction and limits:

`quote_share`
    Characters in set-off quotes, of those in quotes and commentary. 0 is prose without quotation, 1 a
    commonplace book. How much is quoted, not how much of it is answered. English takes some three characters
    where Chinese takes one, so a quote in another language than the commentary distorts it.
`inline_rate`
    Share of quotes that stand inside a sentence, of those of both forms.
`abridged_rate`
    Share of quotes with a marked omission (……, ..., [...]). What is left out without a mark is not seen.
`response_rate`
    Share of quotes that commentary answers. 0 is a commonplace book, 1 a reader who lets nothing pass. It
    counts answers, not their length. A post whose quotes stand in a list at its end answers none by
    construction (`responses` marks it in `is_paired`): compare like with like.
`median_latency`
    Blocks from a quote to its nearest answer, where it has one: 1 is right after (or on top of) it; more is
    an end note. It measures form, not time.
`length_ratio`
    Characters of the answers by characters of the quotes they answer. Above 1 the reader says more than he
    or she quotes. Language distorts it as it does `quote_share`.
`answer_critique_rate`, `other_critique_rate`, `critique_rate`
    Share of critical sentences in commentary that answers a quote, in all other commentary, and in both.
    If the first is the higher, quoting is where the reader judges; if the second, quotes serve to report.
    Lead-ins and remarks on the notes themselves are among the other commentary and seldom judge.
`stance_balance`
    (positive - negative) / (positive + negative + mixed), over critical sentences: -1 is all blame, 1 all
    praise, 0 as much of each. Irony is often missed, which pulls it up.

All are plain shares, with the intervals of `dhtools.measure.intervals`. On quoting and answering as ways of
reading see H. J. Jackson, "Marginalia: Readers Writing in Books" (2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.filters import near
from dhtools.measure import counted, intervals, relation_rows
from dhtools.measure.counted import Genres
from dhtools.measure.relation_groups import COLUMNS, by, ratios
from dhtools.measure.relation_names import judged, mentions
from dhtools.measure.relation_rows import Rows
from dhtools.measure.relation_runs import runs
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

__all__ = [
    "COLUMNS", "by_book", "by_period", "by_post", "by_section", "by_source", "judged", "left_out", "mentions",
    "response_rate", "responses", "rows_behind", "runs",
]  # fmt: skip
RESPONSES = [
    "quote_id", "post_id", "book_id", "section_id", "source", "start_line", "n_chars", "log_length",
    "is_abridged", "has_page", "is_book", "is_paired", "is_answered", "latency", "answer_chars",
    "is_criticised", "stance",
]  # fmt: skip
"""Columns of `responses`."""


def by_post(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The measures of each post.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a post that is counted, in the order of `posts`: index `post_id`; `title`, `COLUMNS`. There
        are no intervals, as one post says nothing of others. `attrs["n_left_out"]`: posts not counted.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    return by(rows, "post_id", rows.posts.set_index("post_id")[["title"]])


def by_section(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The measures of each section, without the sections inside it.

    Args:
        corpus: tables `posts`, `sections`, `quotes`, `commentary`, `sentences`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a section with quotes or commentary of its own, in the order of `sections`: index
        `section_id`; `post_id`, `title`, `COLUMNS`, without intervals. What stands before a post's first
        heading is in no row: `attrs["n_elsewhere"]` says how many set-off quotes that are.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    own = pd.concat([rows.quotes["section_id"], rows.commentary["section_id"]])
    sections = corpus.sections[contains(corpus.sections["section_id"], own)]
    return by(rows, "section_id", sections.set_index("section_id")[["post_id", "title"]])


def by_book(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The measures of each book.

    In a post about several books each quote and each block of commentary counts for the book that its place
    in the post is about.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a book, in the order of `books`: index `book_id`; `title`, `COLUMNS`. A measure has an
        interval (`…_low`, `…_high`: 95 %, resampling posts) where `intervals.LEAST` posts or more have
        anything to count. Rows of no known book are in no group: `attrs["n_elsewhere"]` counts such set-off
        quotes.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    own = pd.concat([table["book_id"] for table in (rows.posts, rows.quotes, rows.commentary)])
    books = corpus.books[contains(corpus.books["book_id"], own)]
    return by(rows, "book_id", books.set_index("book_id")[["title"]])


def by_source(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The measures by where the quoted words come from.

    Commentary has a source only through the quote it answers. So `quote_share` is that of quotes and their
    answers alone here, and of other commentary (`other_critique_rate`) there is none.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a source that occurs, in the code book's order: index `source`; `COLUMNS`, with intervals as
        in `by_book`.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    sources = rows.quotes["source"].cat.remove_unused_categories().cat.categories
    return by(rows, "source", pd.DataFrame(index=pd.Index(sources, name="source")))


def by_period(corpus: Corpus, freq: str = "YS", genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The measures by the date of the post.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`, `links`.
        freq: "YS" (years), "QS" (quarters), "MS" (months), or several, as in "5YS".
        genres: of the posts to count; None for all.

    Returns:
        One row a period, from the first date to the last, those without a post among them: index `period`
        (its first day); `COLUMNS`, with intervals as in `by_book`. Posts without a date are in no row:
        `attrs["n_undated"]` counts them.

    Raises:
        ValueError: a genre that there is not, or no such length of a period.
    """
    rows = relation_rows.rows_of(corpus, genres, freq)
    starts = relation_rows.starts_of(rows.posts["date"], freq)
    made = by(rows, "period", pd.DataFrame(index=starts.rename("period")))
    made.attrs["n_undated"] = int(rows.posts["date"].isna().sum())
    return made


def response_rate(quotes: pd.DataFrame, links: pd.DataFrame, by: str = "book_id") -> pd.DataFrame:
    """Share of quotes that the reader answers.

    0 is a commonplace book, 1 a dispute with every line. It counts answers, not their length; a post whose
    quotes stand in a list at its end answers none by construction, so compare like with like. All quotes of
    the table are counted, whatever the genre of their post.

    Args:
        quotes: columns `quote_id`, `post_id`, `form`, and the one named by `by`; inline quotes are left out.
        links: columns `quote_id`, `relation`.
        by: column to group by.

    Returns:
        One row a group: `n_posts`, `n_quotes`, `n_answered`, `rate`, and `low`, `high` (95 %, resampling
        posts), missing where fewer than `intervals.LEAST` posts have quotes.

    Raises:
        ValueError: a column is missing.

    Examples:
        >>> quotes = pd.DataFrame(
        ...     {"quote_id": list("abcde"), "post_id": "p", "book_id": "ferry", "form": ["block"] * 4 + ["inline"]}
        ... )
        >>> links = pd.DataFrame({"quote_id": list("abbd"), "relation": ["answer"] * 3 + ["leadin"]})
        >>> response_rate(quotes, links)[["n_quotes", "n_answered"]].loc["ferry"].tolist()
        [4, 2]
    """
    intervals.check_columns(quotes, ("quote_id", "post_id", "form", by))
    intervals.check_columns(links, ("quote_id", "relation"))
    block = quotes[quotes["form"] == "block"]
    is_answered = contains(block["quote_id"], links.loc[links["relation"] == "answer", "quote_id"])
    rows = pd.DataFrame(
        {"group": block[by], "post_id": block["post_id"], "value": is_answered.astype(float), "weight": 1.0}
    )
    made = ratios(rows, with_interval=True)
    made.insert(0, "n_posts", rows.groupby("group", observed=True)["post_id"].nunique())
    names = {"weight": "n_quotes", "above": "n_answered", "estimate": "rate"}
    made = made.rename(columns=names).astype({"n_quotes": int, "n_answered": int})
    return made[["n_posts", "n_quotes", "n_answered", "rate", "low", "high"]].rename_axis(by)


def responses(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """Every set-off quote with what the reader made of it: the basis of models.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`, `links`, `problems`.
        genres: of the posts to count; None for all.

    Returns:
        One row a quote: `quote_id`, `post_id`, `book_id`, `section_id`, `source`, `start_line`, `n_chars`,
        `log_length` (its logarithm to base 2: 1 more is twice the length), `is_abridged`, `has_page`,
        `is_book` (whether the words come from the book; missing where the source is unknown), `is_paired`
        (false where the post keeps quotes and commentary apart, so that answers cannot be told),
        `is_answered`, `latency` (blocks), `answer_chars`, `is_criticised` (an answer is critique), `stance`
        (of the critique; mixed where answers differ). `attrs["n_left_out"]`: posts not counted.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    quotes = relation_rows.block_quotes(rows)
    unpaired = corpus.problems.loc[corpus.problems["code"] == "no-pairing", "path"]
    apart = rows.posts.loc[contains(rows.posts["path"], unpaired), "post_id"]
    made = quotes.assign(
        log_length=np.log2(quotes["n_chars"].astype(float).clip(lower=1)),
        has_page=quotes["page_start"].notna(),
        is_book=(quotes["source"] == "book").astype("boolean").mask(quotes["source"] == "unknown"),
        is_paired=~contains(quotes["post_id"], apart),
    )[RESPONSES].reset_index(drop=True)
    made.attrs["n_left_out"] = rows.n_left_out
    return made


def left_out(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """The posts that measures do not count, and why each is what it is.

    Args:
        corpus: table `posts`.
        genres: of the posts that are counted; None for all.

    Returns:
        One row a post: `post_id`, `path`, `title`, `genre`, `genre_reason`.

    Raises:
        ValueError: a genre that there is not.
    """
    part, _ = counted.counted(corpus, genres)
    posts = corpus.posts[~contains(corpus.posts["post_id"], part.posts["post_id"])]
    return posts[["post_id", "path", "title", "genre", "genre_reason"]].reset_index(drop=True)


def rows_behind(
    corpus: Corpus, measure: str, *, genres: Genres = counted.DEFAULT, freq: str = "YS", **group: object
) -> pd.DataFrame:
    """The rows that a number of these tables counts, each with its place in the file.

    The measure is the mean of `value`, weighted by `weight`; a measure named `median_…` is the median of
    `value`; a count named `n_…` is the sum of `weight`.

    Args:
        corpus: the corpus the number came from.
        measure: its column, such as "response_rate" or "n_critical".
        genres: of the posts that were counted; None for all.
        freq: length of the periods, for `period`.
        group: the row it stands in, such as `book_id="渡口"` or `period="2021-01-01"`; several narrow it
            further, none takes all posts.

    Returns:
        One row a quote, commentary block or sentence: `table`, `row_id` (for `corpus.excerpt`), `post_id`,
        `path`, `start_line`, `value`, `weight`, `text`.

    Raises:
        ValueError: there is no such measure, group column or group.
    """
    rows = relation_rows.rows_of(corpus, genres, freq)
    found = relation_rows.of_column(rows, measure)
    for column, wanted in group.items():
        found = found[_is_in(rows, found, column, wanted)]
    paths = rows.posts.set_index("post_id")["path"]
    found = found.assign(path=paths.reindex(found["post_id"]).to_numpy())
    columns = ["table", "row_id", "post_id", "path", "start_line", "value", "weight", "text"]
    return found[columns].reset_index(drop=True)


def _is_in(rows: Rows, found: pd.DataFrame, column: str, wanted: object) -> pd.Series:
    if column not in relation_rows.KEYS:
        raise ValueError(f"{column}={wanted!r} is no group: give one of {', '.join(relation_rows.KEYS)}")
    if column == "period":
        wanted = pd.Timestamp(str(wanted))  # as a string, for of a number it would take nanoseconds
    known = pd.concat([table[column] for table in rows[:4] if column in table]).dropna()
    if not (known == wanted).any():
        raise ValueError(f"{column}={wanted!r} is not among the rows; {near(str(wanted), known.astype(str))}")
    return found[column] == wanted
