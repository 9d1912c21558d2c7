"""A class's own model: its labels, a corpus, and what is left out in turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dhtools import gold
from dhtools.errors import GoldError
from dhtools.export import label_sheets
from dhtools.measure import agreement, anchors, labelling, training
from dhtools.parse.learned import Model

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

BY = ("blog", "book", "post")
"""What may be left out in turn."""


class Learned(NamedTuple):
    """A model, and what it was made of."""

    model: Model
    by_group: pd.DataFrame
    """One row a blog, book or post: `group`, `n_sentences`, `n_critical`, `precision`, `recall`, `f1`, of what
    was said of it by models that had not seen it."""
    n_open: int
    """Sentences left out because the labellers dispute them."""
    n_lost: int
    """Labelled sentences that are not in the corpus."""


def labels(paths: Sequence[Path], corpus: Corpus) -> pd.DataFrame:
    """The labels in label sheets and in folders of JSON lines, one row a sentence and labeller.

    Args:
        paths: CSV files, and folders.
        corpus: the posts that the folders label, tables `posts`, `sentences`.

    Returns:
        Columns as in `dhtools.export.label_sheets`.

    Raises:
        GoldError: a file cannot be understood, or there are no labels.
    """
    folders = [path for path in paths if path.is_dir()]
    sheets = [path for path in paths if not path.is_dir()]
    made = [anchors.from_gold(gold.read(folder), corpus) for folder in folders]
    if sheets:
        made.append(label_sheets.read(*sheets))
    both = pd.concat(made, ignore_index=True)
    if not both["critical"].notna().any():
        names = ", ".join(map(str, paths))
        raise GoldError(f"no labels of sentences of these posts in {names}: fill in the column critical")
    return both


def learn(corpus: Corpus, said: pd.DataFrame, by: str = "book") -> Learned:
    """A model of critical sentences from labels.

    Args:
        corpus: tables `posts`, `commentary`, `quotes`, `sentences`.
        said: labels, columns as in `dhtools.export.label_sheets`; a majority of labellers decides.
        by: what is left out in turn to measure the model: "blog", "book" or "post".

    Raises:
        ValueError: `by` is none of them.
        ModelError: there are too few labels, or too few blogs, books or posts.
    """
    if by not in BY:
        raise ValueError(f"by={by!r} is not one of {', '.join(BY)}")
    decided = labelling.adjudicate(said)
    is_open = decided["critical"].isna()
    attached = labelling.attach(decided[~is_open], corpus)
    rows = attached.found
    told = training.told(corpus)[rows["sentence_id"].tolist()].tolist()
    truth = rows["critical"].to_numpy(bool)
    groups = _groups(corpus, rows["post_id"], by)
    fold = training.unseen(told, truth, groups)
    model = training.with_scores(training.fit(told, truth, groups), fold, truth)
    counts = pd.DataFrame({"group": groups, "n_gold": truth, "n_predicted": fold.is_critical})
    counts["n_matched"] = counts["n_gold"] & counts["n_predicted"]
    return Learned(model, _by_group(counts), int(is_open.sum()), len(attached.lost))


def _by_group(counts: pd.DataFrame) -> pd.DataFrame:
    from dhtools.measure import scores

    sums = counts.groupby("group").sum().astype(int)
    scored = scores.scored(sums.assign(n_sentences=counts.groupby("group").size()))
    columns = ["group", "n_sentences", "n_critical", "precision", "recall", "f1"]
    return scored.rename(columns={"n_gold": "n_critical"}).reset_index()[columns]


def _groups(corpus: Corpus, posts: pd.Series, by: str) -> list[str]:
    """The blog, book or post of each row; a post about no one book stands for itself."""
    known = corpus.posts.set_index("post_id")
    if by == "blog":
        return posts.map(known["path"].map(agreement.blog)).astype(str).tolist()
    if by == "book":
        return posts.map(known["book_id"]).astype(object).fillna(posts).astype(str).tolist()
    return posts.astype(str).tolist()
