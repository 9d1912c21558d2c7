"""Citations of works, counted by the book they are cited with and by year.

A work is cited where its title is named, alone or with its author. Who cites it is told by where: in a quote
it is mostly the book that cites, in commentary the reader, and in a critical sentence the reader judges there,
though not always the work. A citation of the book that the place is about is no influence from outside; it
is counted too, but apart (`is_own`), and the graphs leave it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure.counted import DEFAULT, Genres, counted
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

SPLIT = ["n_in_quotes", "n_in_commentary", "n_in_headings", "n_in_critical"]
"""Where a work is cited: the first three add up, the last is part of the second."""
_HOSTS = {"n_in_quotes": "quote", "n_in_commentary": "commentary", "n_in_headings": "heading"}


def citations(corpus: Corpus, genres: Genres = DEFAULT) -> pd.DataFrame:
    """The citations of works, with the book that each place is about.

    Args:
        corpus: any corpus.
        genres: of posts to count, None for all.

    Returns:
        One row a citation of a title: `citation_id`, `work_id`, `post_id`, `book_id` (of the quote or commentary;
        in a heading of the post), `year` (of the post), `host` (quote, commentary, heading), `is_critical` (in a
        sentence that judges), `is_own` (of the book that the place is about). `attrs["n_left_out"]` is the
        number of posts of other genres.

    Raises:
        ValueError: no such genre.
    """
    kept, n_left_out = counted(corpus, genres)
    cited = kept.citations[kept.citations["work_id"].notna()]
    places = pd.concat(
        [
            kept.quotes[["quote_id", "book_id"]].set_axis(["host_id", "book_id"], axis=1),
            kept.commentary[["commentary_id", "book_id"]].set_axis(["host_id", "book_id"], axis=1),
        ]
    )
    posts = kept.posts.set_index("post_id")
    in_heading = cited["post_id"].map(posts["book_id"]).where(cited["host"] == "heading")
    book_id = cited["host_id"].map(places.set_index("host_id")["book_id"]).fillna(in_heading)
    made = cited[["citation_id", "work_id", "post_id", "host"]].assign(
        book_id=book_id,
        year=cited["post_id"].map(posts["date"].dt.year).astype("Int64"),
        is_critical=_are_in_critical(cited, kept.sentences),
        is_own=(book_id == cited["work_id"]).fillna(False).astype(bool),
    )
    made = made.reset_index(drop=True)
    made.attrs["n_left_out"] = n_left_out
    return made


def by_book(corpus: Corpus, genres: Genres = DEFAULT) -> pd.DataFrame:
    """The works cited with each book.

    Args:
        corpus: any corpus.
        genres: of posts to count, None for all.

    Returns:
        One row a book and work, the most cited first: `book_id`, `book_title` (both missing where no book is
        known), `work_id`, `title`, `author`, `n_citations`, `n_posts`, `n_in_quotes`, `n_in_commentary`,
        `n_in_headings`, `n_in_critical` (of those in commentary, in a sentence that judges), `is_own` (the work
        is the book; such rows come last). `attrs["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: no such genre.
    """
    made = count(citations(corpus, genres), corpus, "book_id")
    titles = made["book_id"].map(corpus.books.set_index("book_id")["title"])
    made.insert(1, "book_title", titles)
    return made


def by_year(corpus: Corpus, genres: Genres = DEFAULT) -> pd.DataFrame:
    """The works cited in each year, by the date of the post.

    Args:
        corpus: any corpus.
        genres: of posts to count, None for all.

    Returns:
        One row a year and work, the most cited first: `year` (missing for posts without a date), and the columns
        of `by_book` from `work_id` on; citations of the book that the place is about have rows of their own,
        last. `attrs["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: no such genre.
    """
    return count(citations(corpus, genres), corpus, "year")


def count(cited: pd.DataFrame, corpus: Corpus, by: str) -> pd.DataFrame:
    """Citations, as `citations` gives them or some of these, counted by a column of theirs and by work."""
    hosts = {name: cited["host"] == host for name, host in _HOSTS.items()}
    rows = cited.assign(**hosts, n_in_critical=cited["is_critical"])
    counts = {"n_citations": ("citation_id", "size"), "n_posts": ("post_id", "nunique")}
    made = rows.groupby([by, "is_own", "work_id"], dropna=False).agg(
        **counts, **{name: (name, "sum") for name in SPLIT}
    )
    made = (
        made.astype(int)
        .reset_index()
        .sort_values(
            [by, "is_own", "n_citations", "work_id"], ascending=[True, True, False, True], ignore_index=True
        )
    )
    works = corpus.works.set_index("work_id")
    made = made.assign(**{name: made["work_id"].map(works[name]) for name in ("title", "author")})
    made.attrs = dict(cited.attrs)
    return made[[by, "work_id", "title", "author", *counts, *SPLIT, "is_own"]]


def _are_in_critical(cited: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Whether each citation stands in a sentence that judges."""
    critical = sentences[sentences["is_critical"].fillna(False).astype(bool)]
    pairs = cited[["citation_id", "host_id", "start"]].merge(
        critical[["commentary_id", "start", "end"]],
        left_on="host_id",
        right_on="commentary_id",
        suffixes=("", "_sentence"),
    )
    is_inside = (pairs["start_sentence"] <= pairs["start"]) & (pairs["start"] < pairs["end"])
    return contains(cited["citation_id"], pairs.loc[is_inside, "citation_id"])
