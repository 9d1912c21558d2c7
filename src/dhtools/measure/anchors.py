"""Labels of sentences found again in a corpus, whose posts may have been edited since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from dhtools.export import label_sheets
from dhtools.labels import Labels, Sentence
from dhtools.measure.items import sentence_key
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

ALIKE = 0.5
"""Least likeness of a sentence that is suggested in place of one that is gone, 0 to 1."""
FOUND = ("commentary_id", "predicted_critical", "predicted_stance", "score", "cues")
SUGGESTED = ("reason", "suggested_id", "suggested_line", "suggested_text", "likeness")


class Attached(NamedTuple):
    """Labels whose sentences are in a corpus, and the sentences that are not."""

    found: pd.DataFrame
    lost: pd.DataFrame


def attach(labels: pd.DataFrame, corpus: Corpus) -> Attached:
    """Finds the sentences of labels in a corpus.

    A sentence keeps its key as long as its own words and the name of its post's file stay, whatever else is
    edited. A label whose sentence is not there is not moved to another, however alike, for the change may be
    what the label hung on: the sentence most like it is suggested, and people decide.

    Args:
        labels: columns as in `dhtools.export.label_sheets`.
        corpus: tables `posts`, `sentences`.

    Returns:
        `found`: the labels whose sentence is there, with `line` as it is now, and what dhtools says of the
        sentence: `commentary_id`, `predicted_critical`, `predicted_stance`, `score`, `cues`.
        `lost`: one row a sentence that is not there: `sentence_id`, `post_id`, `text`, `n_labels`, `reason`,
        and of the sentence most like it `suggested_id`, `suggested_line`, `suggested_text`, `likeness` (0 to 1:
        the share of characters that need no editing), missing where none is like it. It is sought in the
        same post or, where that is not there, among sentences of the very same words, and never among
        those that have labels of their own.
    """
    now = corpus.sentences.rename(
        columns={"start_line": "line", "is_critical": "predicted_critical", "stance": "predicted_stance"}
    )
    is_there = contains(labels["sentence_id"], now["sentence_id"])
    found = (
        labels[is_there].drop(columns="line").merge(now[["sentence_id", "line", *FOUND]], on="sentence_id")
    )
    free = now[~contains(now["sentence_id"], labels["sentence_id"])]
    lost = _lost(labels[~is_there], free, set(corpus.posts["post_id"]))
    return Attached(found[[*labels.columns, *FOUND]], lost)


def from_gold(gold: Labels, corpus: Corpus) -> pd.DataFrame:
    """The labels of sentences in a folder of gold labels, as those of a labeller named gold.

    Gold knows a sentence by its line and first letters, so the posts must be as they were when it was made.
    Sentences of one line that begin alike are left out, as one cannot tell which of them is meant.

    Args:
        gold: labels as `dhtools.gold.read` gives them.
        corpus: tables `posts`, `sentences`.

    Returns:
        Columns as in `dhtools.export.label_sheets`, a row a sentence of which gold says whether it is critical.
    """
    said = _once(
        ((name, *sentence_key(one)), one) for name, reading in gold.posts.items() for one in reading.sentences
    )
    names = {
        key: PurePosixPath(path).stem
        for key, path in zip(corpus.posts["post_id"], corpus.posts["path"], strict=True)
    }
    columns = ["post_id", "start_line", "text", "sentence_id"]
    own = _once(
        ((names[post], *sentence_key(Sentence(line, text))), sentence_id)
        for post, line, text, sentence_id in corpus.sentences[columns].itertuples(index=False, name=None)
    )
    rows = [(own[key], one.is_critical, one.stance) for key, one in said.items() if key in own]
    told = pd.DataFrame(rows, columns=["sentence_id", "critical", "stance"]).assign(labeller="gold")
    places = corpus.sentences.rename(columns={"start_line": "line"})[
        ["sentence_id", "post_id", "line", "text"]
    ]
    return label_sheets.shaped(places.merge(told, on="sentence_id"))


def _once(pairs: Iterable[tuple[Hashable, Any]]) -> dict[Hashable, Any]:
    """The pairs whose key occurs once."""
    pairs = list(pairs)
    n_times = Counter(key for key, _ in pairs)
    return {key: value for key, value in pairs if n_times[key] == 1}


def _lost(gone: pd.DataFrame, free: pd.DataFrame, posts: set[str]) -> pd.DataFrame:
    by_sentence = gone.groupby("sentence_id", sort=False)
    lost = by_sentence[["post_id", "text"]].first().assign(n_labels=by_sentence["critical"].count())
    rows = [
        _suggestion(post_id, text, free, post_id in posts)
        for post_id, text in zip(lost["post_id"], lost["text"], strict=True)
    ]
    return lost.join(pd.DataFrame(rows, columns=list(SUGGESTED), index=lost.index)).reset_index()


def _suggestion(post_id: str, text: str, free: pd.DataFrame, is_there: bool) -> tuple:
    from rapidfuzz import fuzz, process

    reason = "the post has no such sentence" if is_there else "the post is not there"
    pool = free[free["post_id"] == post_id] if is_there else free[free["text"] == text]
    best = process.extractOne(text, pool["text"].tolist(), scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
    if best is None:
        return reason, None, None, None, None
    _, likeness, at = best
    row = pool.iloc[at]
    return reason, row["sentence_id"], row["line"], row["text"], likeness / 100
