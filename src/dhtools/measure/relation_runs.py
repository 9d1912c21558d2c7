"""Stretches of quoting without a word of the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure import counted, relation_rows
from dhtools.measure.counted import Genres

if TYPE_CHECKING:
    from dhtools.corpus import Corpus


def runs(corpus: Corpus, least: int = 3, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """Quotes that follow each other with no commentary between.

    A long run is a reader who copies: out of agreement, for later, or because the passage speaks for itself;
    the run does not tell which. Headings, rules and pictures do not end it, nor does a line that holds only
    a page mark; every other block of commentary does, be it one word.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `blocks`.
        least: quotes that make a run.
        genres: of the posts to count; None for all.

    Returns:
        One row a run, in the order of the posts and their text: `post_id`, `book_id` (of its first quote),
        `path`, `start_line`, `end_line`, `n_quotes`, `n_chars` (quoted), `first_quote_id`, `last_quote_id`.
        `attrs["n_left_out"]`: posts not counted.

    Raises:
        ValueError: `least` is below 1, or a genre that there is not.
    """
    if least < 1:
        raise ValueError(f"least={least!r} is below 1")
    rows = relation_rows.rows_of(corpus, genres)
    quotes = relation_rows.block_quotes(rows)
    words = rows.commentary[(rows.commentary["rule"] != "page_only").fillna(True)]
    rank = pd.Series(range(len(rows.posts)), index=rows.posts["post_id"])
    spoken = pd.concat([quotes.assign(is_quote=True), words.assign(is_quote=False)])
    spoken = spoken.assign(rank=rank.reindex(spoken["post_id"]).to_numpy()).sort_values(
        ["rank", "start_line"]
    )
    is_new = spoken["rank"].ne(spoken["rank"].shift()) | ~spoken["is_quote"]
    quoted = spoken.assign(run=is_new.cumsum())[spoken["is_quote"]]
    made = quoted.groupby("run").agg(
        post_id=("post_id", "first"),
        book_id=("book_id", lambda own: own.iloc[0]),
        start_line=("start_line", "first"),
        end_line=("end_line", "last"),
        n_quotes=("quote_id", "size"),
        n_chars=("n_chars", "sum"),
        first_quote_id=("quote_id", "first"),
        last_quote_id=("quote_id", "last"),
    )
    made = made[made["n_quotes"] >= least].reset_index(drop=True)
    made.insert(2, "path", rows.posts.set_index("post_id")["path"].reindex(made["post_id"]).to_numpy())
    made.attrs["n_left_out"] = rows.n_left_out
    return made
