"""Samples of sentences to be labelled by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.export import label_sheets
from dhtools.measure.counted import DEFAULT, Genres, counted
from dhtools.parse.critique import THRESHOLD
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

BY = ("book", "score", "doubtful")
ROLES = ("summary", "context", "critique")
"""Roles of commentary whose sentences the code book asks labels for; lead-ins and talk about the notes
themselves get none."""
FIFTHS = (0.2, 0.4, 0.6, 0.8)
"""Where a fifth of the scores ends and the next begins."""
STRATA = {"book": "book", "score": "fifth", "doubtful": "all", None: "all"}
"""Column whose values are each drawn from on their own."""
DOUBTFUL_SHARE = 0.5
"""Share of a sample that goes to the doubtful sentences, where those are wanted first."""
MARKS = {"quote": "> ", "heading": "# "}
"""What stands before the words of a neighbour that is no sentence of the reader's, as in Markdown."""
CONTEXT = 200
"""Characters of a neighbour that are shown."""


def draw(
    corpus: Corpus,
    n: int,
    by: str | None = "book",
    seed: int = 20,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """Draws sentences of commentary for people to label.

    The sheet shows each sentence between its neighbours, and neither its score nor its cues, so that
    labellers are not led. How the sample is drawn decides what it can be used for:

    - `None`: every sentence has the same chance. The plainest sample, and the one to take for an estimate of
      accuracy; but critical sentences are rare, so it holds few.
    - `"book"`: as many of each book as its sentences allow. For comparing books.
    - `"score"`: as many of each fifth of the score, so that sentences that dhtools is sure are critical,
      which are rare, are labelled too. Biased the other way: what dhtools overlooks has a low score, and of the
      many sentences with one the sample holds few.
    - `"doubtful"`: the first half of the rows are those whose score is nearest the threshold, the others are
      drawn from the rest. For teaching, and for finding what the rules lack. It is biased: it holds the
      sentences on which rules and readers err most, so accuracy counted on it as drawn is mostly lower than on
      the corpus, and agreement too. And of what the rules overlook without any doubt it holds little, so never
      all of a sample is doubtful.

    `weight` takes the bias out again: it says how many sentences of the corpus each row stands for, and
    `labelling.score` uses it. That holds where the whole sheet is labelled, or its gaps are by chance. Who stops
    early has, of a sheet drawn by `None`, a smaller sample of the same kind; of the others, not. The rows are in
    random order, the books or scores in turn.

    Roles, scores and genres are dhtools' own: a sentence of a paragraph that it wrongly took for a lead-in is
    never drawn, so what is lost that way does not show in the recall.

    Args:
        corpus: tables `posts`, `blocks`, `commentary`, `sentences`.
        n: how many sentences.
        by: how they are drawn: book, score, doubtful or None.
        seed: the same seed draws the same sentences of the same corpus.
        genres: genres of posts to draw from, or None for all posts.

    Returns:
        A sheet with the columns of `dhtools.export.label_sheets`; `before` and `after` are the neighbours in the
        post, a quote with `>` before it, a heading with `#`. What labellers fill in is empty.

    Raises:
        ValueError: `by` is none of these, a genre is none, or `n` is less than each book or fifth needs or more than there are.
    """
    if by not in (*BY, None):
        raise ValueError(f"by={by!r} is not one of {', '.join(BY)}, None")
    corpus, _ = counted(corpus, genres)
    rows = _drawable(corpus)
    if rows.empty:
        which = f" of genre {genres if isinstance(genres, str) else ', '.join(genres)}" if genres else ""
        raise ValueError(
            f"no sentence can be drawn: of {len(corpus.posts)} posts{which} none has commentary that was judged; "
            "genres=None takes all posts"
        )
    _check(n, by, rows)
    shuffled = rows.sample(frac=1, random_state=seed)
    drawn = _doubtful_first(shuffled, n) if by == "doubtful" else _in_turn(shuffled, STRATA[by], n)
    return label_sheets.shaped(drawn.join(_context(corpus, drawn), on="sentence_id"))


def _drawable(corpus: Corpus) -> pd.DataFrame:
    """The sentences that were judged and that the code book asks labels for."""
    commentary = corpus.commentary[corpus.commentary["role"].isin(ROLES)]
    columns = ["sentence_id", "commentary_id", "post_id", "start_line", "text", "is_critical", "score"]
    rows = corpus.sentences[columns].merge(commentary[["commentary_id", "book_id"]], on="commentary_id")
    rows = rows[rows["score"].notna()].reset_index(drop=True)
    return rows.rename(columns={"start_line": "line"}).assign(
        book=rows["book_id"].fillna("(no book)"),
        fifth=np.digitize(rows["score"].to_numpy(float), FIFTHS),
        all=0,
    )


def _check(n: int, by: str | None, rows: pd.DataFrame) -> None:
    least = 2 if by == "doubtful" else rows[STRATA[by]].nunique()
    if not least <= n <= len(rows):
        each = {"book": ", one of each book,", "score": ", one of each fifth of the score,"}.get(by, "")
        most = f"{len(rows)}, the sentences that can be drawn"
        raise ValueError(f"n={n} is not between {least}{each} and {most}")


def _in_turn(shuffled: pd.DataFrame, column: str, n: int) -> pd.DataFrame:
    """The first row of every value of a column, then the second of each, and so on."""
    strata = shuffled[column]
    turns = shuffled.groupby(strata).cumcount().sort_values(kind="stable")
    drawn = shuffled.loc[turns.index[:n]]
    weights = strata.value_counts() / drawn[column].value_counts()
    return drawn.assign(weight=drawn[column].map(weights))


def _doubtful_first(shuffled: pd.DataFrame, n: int) -> pd.DataFrame:
    """The rows nearest the threshold, the nearest first, then others.

    A scorer trained on other labels has a threshold of its own: it is where critical sentences begin.
    """
    least = shuffled.loc[shuffled["is_critical"].fillna(False), "score"].min()
    doubt = (shuffled["score"] - (THRESHOLD if pd.isna(least) else least)).abs().sort_values(kind="stable")
    n_doubtful = round(n * DOUBTFUL_SHARE)
    doubtful = shuffled.loc[doubt.index[:n_doubtful]]
    others = shuffled.drop(doubtful.index)
    return pd.concat([doubtful.assign(weight=1.0), _in_turn(others, "all", n - n_doubtful)])


def _context(corpus: Corpus, drawn: pd.DataFrame) -> pd.DataFrame:
    """What stands before and after each sentence: a sentence, a quote or a heading; by `sentence_id`."""
    posts = drawn["post_id"].unique()
    sentences, blocks = (
        table[contains(table["post_id"], posts)] for table in (corpus.sentences, corpus.blocks)
    )
    blocks = blocks[blocks["kind"].isin(list(MARKS))]
    blocks = blocks.assign(mark=blocks["kind"].astype("string").map(MARKS))
    columns = ["sentence_id", "post_id", "start", "mark", "text"]
    units = pd.concat([sentences, blocks]).reindex(columns=columns).sort_values(["post_id", "start"])
    text, mark = units["text"].str.split().str.join(" "), units["mark"].fillna("")
    own = units["post_id"]
    return (
        pd.DataFrame(
            {
                "sentence_id": units["sentence_id"],
                "before": (mark + text.map(_end)).groupby(own).shift(1),
                "after": (mark + text.map(_beginning)).groupby(own).shift(-1),
            }
        )
        .dropna(subset="sentence_id")
        .set_index("sentence_id")
    )


def _end(text: str) -> str:
    return text if len(text) <= CONTEXT else f"…{text[-CONTEXT:]}"


def _beginning(text: str) -> str:
    return text if len(text) <= CONTEXT else f"{text[:CONTEXT]}…"
