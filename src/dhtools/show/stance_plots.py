"""Which way critique goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dhtools.measure import relation
from dhtools.show import canvas, fonts
from dhtools.show.canvas import STANCES, NothingToShowError, measured
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus

BY: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "book": relation.by_book,
    "post": relation.by_post,
    "source": relation.by_source,
    "period": relation.by_period,
}
"""Tables whose rows can be shown as bars."""
MOST = 20
"""Bars that one figure shows."""
LABEL = 36
"""Columns that a title takes beside its bar."""
COUNTS = ["n_negative", "n_mixed", "n_positive"]


def stance_balance(given: Corpus | pd.DataFrame, by: str = "book", ax: Axes | Figure | None = None) -> Axes:
    """Negative critique to the left and positive to the right, with what is mixed across the middle.

    Args:
        given: a corpus, or a table such as those of `dhtools.measure.relation`: columns `n_negative`,
            `n_mixed`, `n_positive` (critical sentences) and, where the index does not name the rows, `title`.
        by: what a bar is: book, post, source or period. Of more than 20 those with the most critical
            sentences are shown, of periods the last.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        ValueError: an unknown `by`.
        NothingToShowError: there is no critical sentence whose stance was told.
    """
    if by not in BY:
        raise ValueError(f"by={by!r} is not one of {', '.join(BY)}")
    table = measured(given, BY[by])
    counts = table[COUNTS].assign(n=table[COUNTS].sum(axis=1), name=_names(table))
    counts = counts[counts["n"] > 0]
    if counts.empty:
        raise NothingToShowError("there is no critical sentence whose stance was told")
    shown = counts.tail(MOST) if by == "period" else counts.sort_values("n", kind="stable").tail(MOST)[::-1]
    with fonts.style():
        ax = canvas.axes(ax, height=0.4 * len(shown) + 0.2)
        _draw(ax, shown)
        canvas.title(ax, _finding(counts, by))
        canvas.frame(ax, "← negative 负面    critical sentences 批评句数    positive 正面 →")
        canvas.legend(ax, _keys(counts), _notes(counts, by))
    return ax


def _names(table: pd.DataFrame) -> pd.Series:
    if isinstance(table.index, pd.DatetimeIndex):
        return pd.Series(table.index.strftime("%Y-%m"), table.index)
    names = table["title"] if "title" in table else table.index.to_series().astype("string")
    return names.fillna(table.index.to_series()).map(fonts.drawable)


def _draw(ax: Axes, shown: pd.DataFrame) -> None:
    left = -shown["n_negative"] - shown["n_mixed"] / 2
    reach = max(left.abs().max(), (shown["n_positive"] + shown["n_mixed"] / 2).max()) * 1.15
    ax.set(xlim=(-reach, reach), ylim=(len(shown) - 0.4, -0.6))
    ax.set_yticks(range(len(shown)), [cut(name, LABEL) for name in shown["name"]], parse_math=False)
    for stance, (_, colour) in STANCES.items():
        wide = shown[f"n_{stance}"]
        ax.barh(range(len(shown)), wide, 0.68, left, color=colour, edgecolor="white", linewidth=0.6)
        left = left + wide
    ax.axvline(0, color="black", linewidth=0.8)
    for y, row in enumerate(shown.itertuples()):
        mixed = row.n_mixed / 2
        style = {"va": "center", "color": canvas.GREY}
        canvas.write(ax, -row.n_negative - mixed, y, f"{row.n_negative:,}", (-5, 0), ha="right", **style)
        canvas.write(ax, row.n_positive + mixed, y, f"{row.n_positive:,}", (5, 0), ha="left", **style)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10], integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{abs(x):,.0f}"))


def _finding(counts: pd.DataFrame, by: str) -> str:
    n_blaming = int((counts["n_negative"] > counts["n_positive"]).sum())
    n = counted("critical sentences", counts["n"].sum())
    if len(counts) == 1:
        share = counts["n_negative"].iloc[0] / counts["n"].iloc[0]
        return f"{share:.0%} of the critique is negative (n = {n})"
    return f"In {n_blaming} of {len(counts)} {by}s blame outweighs praise (n = {n})"


def _keys(counts: pd.DataFrame) -> list[Patch]:
    return [
        Patch(color=colour, label=f"{name}: {counts[f'n_{stance}'].sum():,}")
        for stance, (name, colour) in STANCES.items()
    ]


def _notes(counts: pd.DataFrame, by: str) -> list[str]:
    rest = [f"Not shown: {counted(f'more {by}s', len(counts) - MOST)}."] if len(counts) > MOST else []
    return ["Irony is often missed, which makes critique look kinder than it is.", *rest]
