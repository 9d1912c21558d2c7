"""A model of critical sentences, trained on labelled ones.

The model is a logistic regression on the evidence of `dhtools.parse.evidence` and on the strings of one to
three characters in a sentence (scikit-learn; Pedregosa et al. 2011). What it says of itself is measured on
groups of posts that it had not seen, each blog or book left out in turn: its calibration (Platt 1999), its
threshold and its scores. A score on the posts that a model was trained on is never given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from dhtools.errors import ModelError
from dhtools.measure import scores
from dhtools.parse import cues, evidence
from dhtools.parse.cues import Lexicons
from dhtools.parse.evidence import Told
from dhtools.parse.learned import Model, logistic
from dhtools.parse.sight import Situation

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

Spans = tuple[tuple[int, int], ...]

STRENGTH = 1.0
"""How far weights may grow: scikit-learn's `C`. From 0.3 to 3 the scores hardly differ."""
RAREST = 4
"""Training sentences that a string must stand in to be known."""
LEAST_WEIGHT = 0.02
"""Strings below this weight are left out of the model: they change no score by more than that."""
THRESHOLDS = np.round(np.arange(0.10, 0.61, 0.01), 2)
LEAST, LEAST_GROUPS = 40, 3
"""Labels of each kind, and groups of posts, without which nothing can be learned."""


class Fold(NamedTuple):
    """What a model said of sentences in groups that it had not seen."""

    probability: np.ndarray
    """Calibrated on the other groups alone."""
    is_critical: np.ndarray
    """By a threshold chosen on the other groups alone."""


def told(corpus: Corpus, lexicons: Lexicons | None = None) -> pd.Series:
    """The evidence for every sentence of a corpus, as the parser sees it.

    Args:
        corpus: tables `sentences`, `commentary`, `quotes`.
        lexicons: the cues; those that come with the package if not given.

    Returns:
        A `Told` for every row of `corpus.sentences`, by `sentence_id`.
    """
    quotes, hosts = corpus.quotes, corpus.commentary.set_index("commentary_id")
    inline = quotes[quotes["form"] == "inline"].sort_values("position")
    spoken = inline.groupby("block_id")["text"].agg(list)
    answers = hosts["answers_id"].notna()
    made: dict[str, Told] = {}
    for _, post in corpus.sentences.groupby("post_id", sort=False):
        keys, blocks = [], []
        for key, rows in post.groupby("commentary_id", sort=False):
            keys += rows["sentence_id"].tolist()
            texts = rows["text"].tolist()
            quoted = _quoted(texts, spoken.get(hosts.at[key, "block_id"], []))
            blocks.append(_situations(texts, quoted, bool(answers[key])))
        found = evidence.of_post(blocks, lexicons or cues.shipped())
        made |= dict(zip(keys, (one for block in found for one in block), strict=True))
    return pd.Series(made, dtype=object)


def _situations(texts: Sequence[str], quoted: Sequence[Spans], answers: bool) -> list[Situation]:
    around = ["", *texts, ""]
    return [Situation(text, around[k], around[k + 2], answers, quoted[k]) for k, text in enumerate(texts)]


def _quoted(texts: Sequence[str], spoken: Sequence[str]) -> list[Spans]:
    """In each sentence of a block the spans of the inline quotes, found one after the other."""
    made: list[list[tuple[int, int]]] = [[] for _ in texts]
    k = at = 0
    for quote in spoken:
        for n in range(k, len(texts)):
            start = texts[n].find(quote, at if n == k else 0)
            if start >= 0:
                made[n].append((start, start + len(quote)))
                k, at = n, start + len(quote)
                break
    return [tuple(spans) for spans in made]


def fit(told: Sequence[Told], is_critical: Sequence[bool], groups: Sequence[str]) -> Model:
    """A model of critical sentences.

    Its calibration and threshold are those of models that had not seen the sentences they are measured on.

    Args:
        told: the evidence for labelled sentences.
        is_critical: what a reader said of each.
        groups: the blog, or where all are of one blog the book or post, that each is from.

    Raises:
        ModelError: there are fewer than 40 critical or 40 other sentences, or fewer than three groups.
    """
    seen, truth, where = _prepared(told, is_critical, groups)
    everything = np.ones(len(truth), bool)
    sums = _sums_left_out(seen, truth, where, everything)
    slope, offset = calibration(sums, truth)
    threshold = best_threshold(_probabilities(sums, slope, offset), truth)
    bias, weights, strings = seen.train(truth, everything)
    about = {
        "n_sentences": len(truth),
        "n_critical": int(truth.sum()),
        "n_groups": len(set(where)),
    }
    return Model(bias, weights, strings, slope, offset, threshold, about)


def unseen(told: Sequence[Told], is_critical: Sequence[bool], groups: Sequence[str]) -> Fold:
    """What models say of each group that was left out when they, calibration and threshold were made.

    Args:
        told: the evidence for labelled sentences.
        is_critical: what a reader said of each.
        groups: the blog, or where all are of one blog the book or post, that each is from.

    Raises:
        ModelError: there are fewer than 40 critical or 40 other sentences, or fewer than three groups.
    """
    return _left_out(*_prepared(told, is_critical, groups))


def with_scores(model: Model, fold: Fold, is_critical: Sequence[bool]) -> Model:
    """A model that says how models like it did on what they had not seen."""
    scored = {name: round(value, 3) for name, value in measured(fold, np.asarray(is_critical, bool)).items()}
    return replace(model, about={**model.about, "left_out": scored})


def measured(fold: Fold, truth: np.ndarray) -> dict[str, float]:
    """Precision, recall, F1 and Brier score (Brier 1950) of what was said of unseen groups."""
    counts = pd.DataFrame(
        {
            "n_gold": [truth.sum()],
            "n_predicted": [fold.is_critical.sum()],
            "n_matched": [(truth & fold.is_critical).sum()],
        }
    )
    row = scores.scored(counts).iloc[0]
    brier = float(np.mean((fold.probability - truth) ** 2))
    return {**{name: float(row[name]) for name in ("precision", "recall", "f1")}, "brier": brier}


def calibration(sums: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make a model's sums log odds (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    line = LogisticRegression(C=1e6).fit(sums.reshape(-1, 1), truth)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def best_threshold(probability: np.ndarray, truth: np.ndarray) -> float:
    """The threshold of the highest F1, smoothed over its neighbours so that no single sentence decides."""
    said = probability[:, None] >= THRESHOLDS[None, :]
    matched = (said & truth[:, None]).sum(axis=0)
    f1 = scores.f1(np.full(len(THRESHOLDS), truth.sum()), said.sum(axis=0), matched)
    smooth = np.convolve(np.pad(f1, 3, mode="edge"), np.ones(7) / 7, "valid")
    return float(THRESHOLDS[int(np.argmax(smooth))])


def curve(
    told: Sequence[Told], is_critical: Sequence[bool], groups: Sequence[str], shares: Sequence[float]
) -> pd.DataFrame:
    """How the score on unseen groups grows with the number of labels.

    Args:
        told: the evidence for labelled sentences.
        is_critical: what a reader said of each.
        groups: the blog, or book, or post that each is from.
        shares: shares of the other groups' sentences to train on, drawn by chance; the seed is fixed.

    Returns:
        One row a share: `share`, `n_train` (mean number of training sentences), `average_precision` (of the
        order in which the sentences are put, so that no threshold enters; 1 the best).
    """
    from sklearn.metrics import average_precision_score

    truth, where = np.asarray(is_critical, bool), np.asarray(groups, str)
    seen, order = _Seen(told), np.random.default_rng(scores.SEED).random(len(truth))
    rows = []
    for share in shares:
        kept = order < share
        sums = _sums_left_out(seen, truth, where, kept)
        n_train = np.mean([(kept & (where != one)).sum() for one in set(where)])
        rows.append((share, round(float(n_train)), float(average_precision_score(truth, sums))))
    return pd.DataFrame(rows, columns=["share", "n_train", "average_precision"])


class _Seen:
    """The evidence of sentences as matrices, from which a model is trained on any of them."""

    def __init__(self, told: Sequence[Told]):
        from sklearn.feature_extraction import DictVectorizer

        self.names = DictVectorizer()
        made = self.names.fit_transform([one.evidence for one in told]).tocsc()
        self.units = np.maximum(abs(made).max(axis=0).toarray().ravel(), 1e-9)
        self.evidence = sparse.csr_matrix(made @ sparse.diags(1 / self.units))
        self.strings = [evidence.strings(one.weighed.sight.text) for one in told]

    def train(self, truth: np.ndarray, rows: np.ndarray) -> tuple[float, dict[str, float], dict[str, float]]:
        """Bias, weights of evidence and weights of strings, trained on some rows."""
        from sklearn.linear_model import LogisticRegression

        known = self._known(rows)
        matrix = sparse.hstack([self.evidence[rows], self._matrix(known, np.flatnonzero(rows))]).tocsr()
        line = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2000).fit(matrix, truth[rows])
        weights, split = line.coef_[0], len(self.units)
        named = dict(zip(self.names.get_feature_names_out(), weights[:split] / self.units, strict=True))
        strings = dict(zip(known, weights[split:], strict=True))
        return (
            float(line.intercept_[0]),
            {name: float(weight) for name, weight in named.items() if weight},
            {one: float(weight) for one, weight in strings.items() if abs(weight) >= LEAST_WEIGHT},
        )

    def sums(self, trained: tuple[float, dict[str, float], dict[str, float]], rows: np.ndarray) -> np.ndarray:
        """What a model's weights add up to in some rows."""
        bias, named, strings = trained
        weights = np.array([named.get(name, 0.0) for name in self.names.get_feature_names_out()])
        known = list(strings)
        spoken = self._matrix(known, np.flatnonzero(rows)) @ np.array([strings[one] for one in known])
        return bias + self.evidence[rows] @ (weights * self.units) + spoken

    def _known(self, rows: np.ndarray) -> list[str]:
        counts: dict[str, int] = {}
        for k in np.flatnonzero(rows):
            for one in self.strings[k]:
                counts[one] = counts.get(one, 0) + 1
        return sorted(one for one, n in counts.items() if n >= RAREST)

    def _matrix(self, known: Sequence[str], rows: np.ndarray) -> sparse.csr_matrix:
        """One row a sentence, of length one: a long sentence says no more than a short one."""
        column = {one: k for k, one in enumerate(known)}
        starts, found = [0], []
        for k in rows:
            found += sorted(column[one] for one in self.strings[k] if one in column)
            starts.append(len(found))
        lengths = np.diff(starts)
        values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
        return sparse.csr_matrix((values, found, starts), shape=(len(rows), len(known)))


def _prepared(
    told: Sequence[Told], is_critical: Sequence[bool], groups: Sequence[str]
) -> tuple[_Seen, np.ndarray, np.ndarray]:
    """Labelled sentences as they are trained on, if there are enough of them."""
    truth, where = np.asarray(is_critical, bool), np.asarray(groups, str)
    n_critical, n_groups = int(truth.sum()), len(set(where))
    if min(n_critical, len(truth) - n_critical) < LEAST or n_groups < LEAST_GROUPS:
        raise ModelError(
            f"too few labels to train a model: {n_critical} critical sentences, {len(truth) - n_critical} "
            f"others, from {n_groups} blogs, books or posts; needed are {LEAST} of each from {LEAST_GROUPS}"
        )
    return _Seen(told), truth, where


def _left_out(seen: _Seen, truth: np.ndarray, where: np.ndarray) -> Fold:
    """What is said of each group by a model, a calibration and a threshold that had not seen it."""
    own = {group: where == group for group in sorted(set(where))}
    inner = {group: np.zeros(len(truth)) for group in own}
    # A model that has seen neither of two groups serves both: each is among the other's others.
    for one, other in combinations(own, 2):
        trained = seen.train(truth, ~(own[one] | own[other]))
        inner[one][own[other]] = seen.sums(trained, own[other])
        inner[other][own[one]] = seen.sums(trained, own[one])
    probability, said = np.zeros(len(truth)), np.zeros(len(truth), bool)
    for group, rows in own.items():
        slope, offset = calibration(inner[group][~rows], truth[~rows])
        threshold = best_threshold(_probabilities(inner[group][~rows], slope, offset), truth[~rows])
        probability[rows] = _probabilities(seen.sums(seen.train(truth, ~rows), rows), slope, offset)
        said[rows] = probability[rows] >= threshold
    return Fold(probability, said)


def _sums_left_out(seen: _Seen, truth: np.ndarray, where: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Sums for every row, of the models that were trained on the `rows` of the other groups."""
    made = np.zeros(len(truth))
    for group in sorted(set(where)):
        own = where == group
        made[own] = seen.sums(seen.train(truth, rows & ~own), own)
    return made


def _probabilities(sums: np.ndarray, slope: float, offset: float) -> np.ndarray:
    return np.array([logistic(slope * one + offset) for one in sums])
