"""An evaluation as lines of text, as JSON, as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dhtools.errors import TableError
from dhtools.measure.agreement import Evaluation, by_blog

HEAD = (
    f"{'measure':40s} {'gold':>5s} {'pred':>5s} {'match':>5s}  {'P':>5s} {'R':>5s} {'F1':>5s}  {'95 %':>11s}"
)
DIGITS = 4
"""Decimals that are written to files."""


def text(evaluation: Evaluation) -> str:
    """The measures as an aligned table, one line a measure, and below it the posts that were not there."""
    columns = ["measure", "n_gold", "n_predicted", "n_matched", "precision", "recall", "f1", "low", "high"]
    lines = [_line(*row) for row in evaluation.measures[columns].itertuples(index=False, name=None)]
    return "\n".join([HEAD, *lines, *(f"no post named {name}.md" for name in evaluation.absent)])


def alpha_text(alpha: pd.DataFrame) -> str:
    """Krippendorff's alpha as an aligned table, one line a variable."""
    rows = alpha[["variable", "n_units", "alpha", "low", "high"]].itertuples(index=False, name=None)
    lines = [
        f"{name:40s} {units:5d} {_number(value)}  {_range(low, high)}".rstrip()
        for name, units, value, low, high in rows
    ]
    return "\n".join([f"{'variable':40s} {'units':>5s} {'alpha':>5s}  {'95 %':>11s}", *lines])


def miss_lines(evaluation: Evaluation, count: int, folder: Path | None = None) -> Iterator[str]:
    """The first misses of each measure, one line each: `path:line  missed|invented  what`.

    Args:
        evaluation: whose misses.
        count: how many of each measure.
        folder: put before each path, for paths that open from here.
    """
    for measure, rows in evaluation.misses.groupby("measure", sort=False):
        counts = rows["kind"].value_counts()
        yield f"{measure}: {counts.get('missed', 0):,} missed, {counts.get('invented', 0):,} invented"
        columns = ["path", "line", "kind", "what"]
        for path, line, kind, what in rows[columns].head(count).itertuples(index=False, name=None):
            place = folder / path if folder else path
            yield f"  {place}:{line}  {kind}  {what}"


def write_json(evaluation: Evaluation, file: Path) -> None:
    """Writes the measures as JSON: by name, the counts `gold`, `predicted`, `matched`, and the scores.

    Raises:
        TableError: the file cannot be written.
    """
    rows = evaluation.measures.set_index("measure").rename(columns=lambda name: name.removeprefix("n_"))
    measures = json.loads(rows.to_json(orient="index", double_precision=DIGITS))
    try:
        file.write_text(json.dumps(measures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise TableError(f"cannot write {file}: {error.strerror}; choose another file") from error


def write_csv(evaluation: Evaluation, folder: Path, alpha: pd.DataFrame | None = None) -> None:
    """Writes measures.csv, by_label.csv, by_rule.csv, by_blog.csv, by_post.csv, misses.csv, alpha.csv.

    Args:
        evaluation: what to write.
        folder: where to; made if need be.
        alpha: of two readers, if two there were.

    Raises:
        TableError: the folder cannot be written.
    """
    frames = {
        "measures": evaluation.measures,
        "by_label": evaluation.by_label,
        "by_rule": evaluation.by_rule,
        "by_blog": by_blog(evaluation),
        "by_post": evaluation.by_post,
        "misses": evaluation.misses,
    } | ({} if alpha is None else {"alpha": alpha})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            frame.round(DIGITS).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    except OSError as error:
        advice = "choose a folder that can be written"
        raise TableError(f"cannot write tables to {folder}: {error.strerror}; {advice}") from error


def _line(name: str, *row: float) -> str:
    gold, predicted, matched, precision, recall, f1, low, high = row
    scores = " ".join(map(_number, (precision, recall, f1)))
    return f"{name:40s} {gold:5d} {predicted:5d} {matched:5d}  {scores}  {_range(low, high)}".rstrip()


def _number(value: float) -> str:
    return "     " if pd.isna(value) else f"{value:5.3f}"


def _range(low: float, high: float) -> str:
    return "" if pd.isna(low) else f"{low:.3f}-{high:.3f}"
