"""How well tables agree with labels made by hand, or one reader with another.

Precision is the share of what was found that the reference has too, recall the share of the reference that
was found, F1 their harmonic mean: 1 is full agreement, 0 none. Where the reference has nothing and nothing
was found, all three are 1. Intervals hold 95 % of the F1 of posts drawn again with replacement: they say how
much the figure owes to these posts, not how it will be on posts of another kind.

The labels say what a careful reader takes the note-taker to have meant. Two readers differ too, most of all
on what is critical and what answers what: no rule can be shown to do better than they agree (Artstein and
Poesio 2008, "Inter-coder agreement for computational linguistics").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools import labels, widths
from dhtools.errors import GoldError
from dhtools.labels import Labels
from dhtools.measure import alpha, matching, scores
from dhtools.measure.items import BREAKDOWNS, GENRE_MEASURES, MEASURES
from dhtools.measure.scores import COUNTS
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

BY_LABEL = (
    "posts: genre",
    "lines: kind",
    "quotes: page",
    "quotes: source, of those found",
    "commentary: role, of those found",
    "commentary: stance, of critique found",
    "citations: form",
)
"""Measures that are shown by label, too."""
LABELLED_BY_ONE = ("quotes: page",)
"""Of these, those whose labels the tables alone have: gold does not say what kind a locator is."""
TEXT_COLUMNS = 80
"""Columns of a miss's text, of which a Chinese character takes two."""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What an evaluation found, as tables; `n_…` are counts of items.

    Attributes:
        measures: one row a measure: `measure`, `n_gold`, `n_predicted`, `n_matched`, `precision`, `recall`,
            `f1`, `low`, `high`.
        by_label: the same by `measure` and `label` (source, role, genre, …), without the interval.
        by_rule: one row a rule of a measure: `measure`, `rule`, `n_predicted`, `n_matched`, `precision`.
        by_post: counts by `measure`, `post` and `path`.
        misses: one row an item that only one side has: `measure`, `kind` (missed or invented), `path`,
            `line`, `what`, `rule` and, where there are tables, `text` (reading text of the line, cut short).
        absent: names of labelled posts that were not there; all their labels count as missed.
    """

    measures: pd.DataFrame
    by_label: pd.DataFrame
    by_rule: pd.DataFrame
    by_post: pd.DataFrame
    misses: pd.DataFrame
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Two readers held against each other.

    Attributes:
        evaluation: what the second reader found of what the first did.
        alpha: one row a variable, as `alpha.of` gives it.
    """

    evaluation: Evaluation
    alpha: pd.DataFrame


def evaluate(corpus: Corpus, gold: Labels) -> Evaluation:
    """Holds the tables of a corpus against labels made by hand.

    Args:
        corpus: tables `posts`, `blocks`, `quotes`, `commentary`, `sentences`, `citations`, `links`, `scares`.
            Of `rule` columns use is made where they are.
        gold: labels as `dhtools.gold.read` gives them.

    Raises:
        GoldError: none of the labelled posts is there.
    """
    evaluation = _evaluate(gold, labels.of_corpus(corpus, gold.posts))
    misses = evaluation.misses.assign(text=_texts(corpus.blocks, corpus.posts, evaluation.misses))
    return replace(evaluation, misses=misses)


def agreement(one: Labels, other: Labels) -> Agreement:
    """Holds one reader's labels against another's, as the reference.

    Args:
        one: the reader taken as the reference; only the lines that have a block count.
        other: the reader held against the first.

    Raises:
        GoldError: no post is labelled by both.
    """
    return Agreement(_evaluate(one, other), alpha.of(one, other))


def by_blog(evaluation: Evaluation) -> pd.DataFrame:
    """The measures of each blog, so that one sees where rules fail that serve elsewhere.

    Returns:
        One row a blog and measure with anything to find: `blog`, `measure`, `n_gold`, `n_predicted`,
        `n_matched`, `precision`, `recall`, `f1`.
    """
    counts = evaluation.by_post.assign(blog=evaluation.by_post["path"].map(blog))
    sums = counts.groupby(["blog", "measure"], as_index=False)[COUNTS].sum()
    return scores.scored(_in_order(sums[sums[COUNTS].any(axis=1)], ["blog", "measure"]))


def blog(path: str) -> str:
    """The blog of a post: the first folder of its path, or else its file's name up to the first hyphen."""
    folder, slash, _ = path.partition("/")
    return folder if slash else path.removesuffix(".md").split("-")[0]


def _evaluate(gold: Labels, found: Labels) -> Evaluation:
    items = matching.compare(gold, found)
    paths = {name: found.posts.get(name, reading).path for name, reading in gold.posts.items()}
    genres = [path for path in gold.genres if path in found.genres]
    absent = tuple(name for name in gold.posts if name not in found.posts)
    if len(absent) == len(gold.posts) and not genres:
        raise GoldError("none of the labelled posts is there: labels in NAME.jsonl are of a post NAME.md")
    by_post = _by_post(items, paths, {path: path for path in genres})
    return Evaluation(
        measures=_measures(by_post),
        by_label=_by_label(items),
        by_rule=_by_rule(items),
        by_post=by_post,
        misses=_misses(items),
        absent=absent,
    )


def _by_post(items: pd.DataFrame, posts: dict[str, str], genres: dict[str, str]) -> pd.DataFrame:
    """Counts of every measure and post, those of zero among them: drawing posts again needs them."""
    grid = [
        (measure, post, path)
        for measure in MEASURES
        for post, path in (genres if measure in GENRE_MEASURES else posts).items()
    ]
    counts = _counts(items, ["measure", "post"])
    return (
        pd.DataFrame(grid, columns=["measure", "post", "path"])
        .merge(counts, how="left", on=["measure", "post"])
        .fillna(dict.fromkeys(COUNTS, 0))
        .astype(dict.fromkeys(COUNTS, "int64"))
    )


def _counts(items: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    counted = items.assign(
        n_gold=items["is_gold"].astype(int),
        n_predicted=(~items["is_gold"]).astype(int),
        n_matched=(items["is_matched"] & ~items["is_gold"]).astype(int),
    )
    return counted.groupby(by, as_index=False)[COUNTS].sum()


def _measures(by_post: pd.DataFrame) -> pd.DataFrame:
    sums = scores.scored(_in_order(by_post.groupby("measure", as_index=False)[COUNTS].sum(), ["measure"]))
    own = [by_post.loc[by_post["measure"] == name, COUNTS].to_numpy(float) for name in sums["measure"]]
    bounds = np.array([scores.interval(counts) for counts in own]).reshape(-1, 2)
    return sums.assign(low=bounds[:, 0], high=bounds[:, 1])


def _by_label(items: pd.DataFrame) -> pd.DataFrame:
    keys = ["measure", "label"]
    own = items[items["measure"].isin(BY_LABEL)].dropna(subset="label")
    sums = _in_order(_counts(own, keys), keys).astype({"n_gold": "Int64"})
    sums["n_gold"] = sums["n_gold"].mask(sums["measure"].isin(LABELLED_BY_ONE))
    return scores.scored(sums)


def _by_rule(items: pd.DataFrame) -> pd.DataFrame:
    keys = ["measure", "rule"]
    own = items[~items["is_gold"] & items["measure"].isin(MEASURES)].dropna(subset="rule")
    sums = _in_order(_counts(own, keys), keys)
    return sums.drop(columns="n_gold").assign(precision=sums["n_matched"] / sums["n_predicted"])


def _misses(items: pd.DataFrame) -> pd.DataFrame:
    lost = items[~items["is_matched"] & items["measure"].isin(MEASURES)]
    rows = lost.assign(
        kind=np.where(lost["is_gold"], "missed", "invented"),
        what=[_cut(" ".join(what.split())) for what in lost["what"]],
    )
    columns = ["measure", "kind", "path", "line", "what", "rule"]
    return _in_order(rows[columns], ["measure", "path", "line"])


def _in_order(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    order = {name: at for at, name in enumerate((*MEASURES, *BREAKDOWNS))}

    def rank(column: pd.Series) -> pd.Series:
        return column.map(order) if column.name == "measure" else column

    return rows.sort_values(by, key=rank, kind="stable", ignore_index=True)


def _texts(blocks: pd.DataFrame, posts: pd.DataFrame, misses: pd.DataFrame) -> list[str]:
    """Reading text at the line of each miss: the line's if its block keeps its lines, or else the block's."""
    lost = set(misses["path"])
    keys = {key: path for path, key in zip(posts["path"], posts["post_id"], strict=True) if path in lost}
    own = blocks[contains(blocks["post_id"], list(keys))]
    columns = (own[name] for name in ("post_id", "start_line", "end_line", "text"))
    texts: dict[tuple[str, int], str] = {}
    for key, first, last, text in zip(*columns, strict=True):
        lines = text.rstrip("\n").split("\n")
        is_kept = len(lines) == last - first + 1
        for line in range(first, last + 1):
            texts[keys[key], line] = lines[line - first] if is_kept else " ".join(lines)
    places = zip(misses["path"], misses["line"], strict=True)
    return [_cut(texts.get(place, "")) for place in places]


def _cut(text: str) -> str:
    return widths.cut(text[: TEXT_COLUMNS + 1], TEXT_COLUMNS)
