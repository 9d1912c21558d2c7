"""Labellers held against each other, and dhtools against them, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from dhtools.export.evaluation import alpha_text
from dhtools.measure.labelling import Comparison, Scores
from dhtools.summary import counted
from dhtools.widths import cut, width

TEXT_COLUMNS = 60
"""Columns of a sentence's text, of which a Chinese character takes two."""


def comparison(found: Comparison) -> str:
    """How many labels each gave, alpha, and each pair, as aligned tables."""
    labellers = [
        (row.labeller, f"{row.n_labels:,}", f"{row.n_critical:,}", f"{row.critical_share:.0%}")
        for row in found.labellers.itertuples()
    ]
    pairs = [
        (f"{row.one} – {row.other}", f"{row.n_both:,}", _number(row.agreement), _number(row.kappa))
        for row in found.pairs.itertuples()
    ]
    return "\n".join(
        [
            *_table(("labeller", "labels", "critical", "share"), labellers),
            "",
            alpha_text(found.alpha),
            "",
            *_table(("pair", "both", "agree", "kappa"), pairs),
        ]
    )


def disputes(disputed: pd.DataFrame, count: int) -> Iterator[str]:
    """The most disputed sentences, two lines each: where and who says what, and the text.

    Args:
        disputed: as `labelling.disagreements` gives it.
        count: how many at most.
    """
    yield f"disputed: {counted('sentences', len(disputed))}"
    for row in disputed.head(count).itertuples():
        stances = f"  {row.stances}" if row.stances else ""
        yield f"  {row.post_id}:{row.line}  yes: {row.yes or 'nobody'}  no: {row.no or 'nobody'}{stances}"
        yield f"    {cut(row.text, TEXT_COLUMNS)}"


def decided(adjudicated: pd.DataFrame) -> str:
    """How many sentences were decided by what, on one line."""
    counts = adjudicated["decided_by"].value_counts()
    return "decided: " + ", ".join(f"{count:,} {what}" for what, count in counts.items())


def scores(found: Scores) -> str:
    """What dhtools says against the labels, as an aligned table with its notes below."""
    rows = [
        (
            f"{row.measure} ({row.basis})",
            *(f"{count:,.0f}" for count in (row.n_gold, row.n_predicted, row.n_matched)),
            *(_number(value) for value in (row.precision, row.recall, row.f1)),
            "" if pd.isna(row.low) else f"{row.low:.3f}-{row.high:.3f}",
        )
        for row in found.measures.itertuples()
    ]
    heads = ("measure", "gold", "pred", "match", "P", "R", "F1", "95 %")
    return "\n".join([*_table(heads, rows), *found.notes])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the first column to the left and the others to the right."""
    wide = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    lines = []
    for first, *others in (heads, *rows):
        name = first + " " * (wide[0] - width(first))
        lines.append("  ".join([name, *(f"{cell:>{at}}" for cell, at in zip(others, wide[1:], strict=True))]))
    return [line.rstrip() for line in lines]


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.3f}"
