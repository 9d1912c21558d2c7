"""What dhtools says of sentences held against labels made by hand, on a sample that may not be even."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure import scores
from dhtools.measure.anchors import attach

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

DRAWN, WEIGHTED = "the sample as drawn", "weighted to the corpus"
BIAS = (
    "As drawn, a sample with the doubtful first mostly makes dhtools look worse than it is on the corpus, and one "
    "by score better."
)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What dhtools says of labelled sentences, held against the labels.

    Attributes:
        measures: one row a basis and measure: `basis` (the sample as drawn; where that was uneven, also
            weighted to the corpus), `measure` (critical; stance, of those both call critical), `n_gold`,
            `n_predicted`, `n_matched` (sentences or, weighted, as many of the corpus as they stand for),
            `precision`, `recall`, `f1`, `low`, `high` (95 % of the F1, resampling posts).
        n_sentences: how many were compared.
        notes: what must be known to read the figures, in sentences.
    """

    measures: pd.DataFrame
    n_sentences: int
    notes: tuple[str, ...]


def score(adjudicated: pd.DataFrame, corpus: Corpus) -> Scores:
    """How well dhtools tells critical sentences and their stance, held against labels.

    Precision is the share of what dhtools calls critical that the labels call so too, recall the share of what
    the labels call critical that dhtools does, F1 their harmonic mean. For the stance of sentences that both
    call critical and the labels give one, the three are the share that is the same.

    A sample holds for the corpus only as far as it was drawn evenly. On one drawn with the doubtful first the
    figures as drawn mostly understate how well the rules do, for it is full of the sentences that are hard to
    tell; on one drawn by score they mostly overstate it, for what is overlooked hides among the many sentences of
    low score, of which it holds few. Where most of the critique is overlooked, as in ironic notes, the first may
    overstate it too. Where every label has the `weight` that
    `sampling.draw` gave it, a second set of figures counts each sentence as often as it stands for others of
    the corpus: these hold for all that could be drawn, if the sheet was labelled whole. Where a few sentences
    weigh much, the true intervals are wider than those given. Sentences that stayed open are mostly hard ones:
    to leave them out, as is done here, flatters.

    Args:
        adjudicated: columns as in `dhtools.export.label_sheets`, one label a sentence, as `adjudicate` gives
            them; rows that are open do not count.
        corpus: tables `posts`, `sentences`.

    Raises:
        ValueError: a sentence has two labels, or no labelled sentence is in the corpus.
    """
    if adjudicated["sentence_id"].duplicated().any():
        raise ValueError(
            "adjudicated: sentences have several labels; make them one with labelling.adjudicate"
        )
    decided = adjudicated[adjudicated["critical"].notna()]
    found, lost = attach(decided, corpus)
    if found.empty:
        raise ValueError("adjudicated: none of the labelled sentences is in the corpus")
    weights = found["weight"].to_numpy(float, na_value=np.nan)
    is_uneven = bool(np.ptp(weights) > 0)  # false, too, where a weight is missing
    bases = {DRAWN: np.ones(len(found))} | ({WEIGHTED: weights} if is_uneven else {})
    measures = [_measured(basis, *row) for basis, counts in bases.items() for row in _counts(found, counts)]
    notes = [*_left_out(found, len(adjudicated) - len(decided), len(lost)), *_bias(weights)]
    return Scores(pd.concat(measures, ignore_index=True), len(found), tuple(notes))


def _counts(found: pd.DataFrame, weights: np.ndarray) -> Iterator[tuple[str, pd.DataFrame]]:
    """The counts of each measure, a row a post."""
    gold, predicted = (
        found[name].fillna(False).to_numpy(bool) for name in ("critical", "predicted_critical")
    )
    both = gold & predicted
    has_stance = both & found["stance"].notna().to_numpy()
    is_same = has_stance & (found["stance"] == found["predicted_stance"]).fillna(False).to_numpy(bool)
    for name, counted in (
        ("critical", (gold, predicted, both)),
        ("stance, of those both call critical", (has_stance, has_stance, is_same)),
    ):
        columns = dict(zip(scores.COUNTS, (weights * one for one in counted), strict=True))
        yield name, pd.DataFrame(columns).groupby(found["post_id"].to_numpy()).sum()


def _measured(basis: str, measure: str, counts: pd.DataFrame) -> pd.DataFrame:
    low, high = scores.interval(counts.to_numpy(float))
    row = scores.scored(counts.sum().to_frame().T).assign(low=low, high=high)
    row.insert(0, "basis", basis)
    row.insert(1, "measure", measure)
    return row


def _left_out(found: pd.DataFrame, n_open: int, n_lost: int) -> Iterator[str]:
    counts = {
        "open and left out, mostly hard ones": n_open,
        "no longer in the corpus as labelled and left out (labelling.attach lists them)": n_lost,
        "not judged by dhtools and counted as not critical": int(found["predicted_critical"].isna().sum()),
    }
    return (f"Sentences {what}: {count}." for what, count in counts.items() if count)


def _bias(weights: np.ndarray) -> Iterator[str]:
    if np.isnan(weights).any():
        yield f"Some labels have no weights, so the figures hold for a sample drawn evenly. {BIAS}"
    elif np.ptp(weights) > 0:
        span = f"{weights.min():.3g} to {weights.max():.3g}"
        yield f"A sentence stands for {span} of the corpus: read the weighted rows. {BIAS}"
