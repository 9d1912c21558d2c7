"""Quotation and critique over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from dhtools.measure import relation
from dhtools.show import canvas, fonts
from dhtools.show.canvas import CRITIQUE, QUOTE, NothingToShowError, measured
from dhtools.summary import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus

LINES = {
    "quote_share": ("share of quotation 引文占比", {"color": QUOTE, "marker": "o"}),
    "critique_rate": ("critical sentences 批评句占比", {"color": CRITIQUE, "marker": "s", "linestyle": "--"}),
}
ASIDE = 0.06
"""How far the second line's points stand from the first's, so that no interval hides another."""
TICKS = 14
"""Periods that are named on the axis."""


def timeline(given: Corpus | pd.DataFrame, freq: str = "YS", ax: Axes | Figure | None = None) -> Axes:
    """Share of quotation and rate of critique, period by period.

    A line breaks where a period has no post.

    Args:
        given: a corpus, or a table such as `dhtools.measure.relation.by_period` returns: index `period`,
            columns `n_posts`, `quote_share`, `critique_rate` and their `…_low`, `…_high`.
        freq: length of a period, if a corpus is given: "YS" (years), "QS" (quarters), "MS" (months).
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: no post that is counted has a date.
    """
    periods = measured(given, lambda corpus: relation.by_period(corpus, freq))
    if not periods["n_posts"].sum():
        raise NothingToShowError("no post that is counted has a date")
    with fonts.style():
        ax = canvas.axes(ax, height=3.2, left=0.09, below=2.5)
        columns = [f"{measure}{end}" for measure in LINES for end in ("", "_high")]
        ax.set(xlim=(-0.5, len(periods) - 0.5), ylim=(0, min(1.02, 1.12 * periods[columns].max(axis=None))))
        for number, (measure, (_, style)) in enumerate(LINES.items()):
            _line(ax, periods, measure, number * ASIDE, **style)
        _ticks(ax, periods)
        canvas.title(ax, _finding(periods))
        canvas.frame(ax, "date of the posts 文章日期, n = posts 篇数", "share 占比")
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        canvas.legend(ax, _keys(), _notes(periods), room=18)
    return ax


def _line(ax: Axes, periods: pd.DataFrame, measure: str, aside: float, **style: str) -> None:
    middle, low, high = (periods[f"{measure}{end}"].to_numpy(float) for end in ("", "_low", "_high"))
    x = np.arange(len(periods)) + aside
    ax.errorbar(x, middle, [middle - low, high - middle], linewidth=2, markersize=7, capsize=4, **style)
    is_alone = np.isnan(low)
    hollow = {"markerfacecolor": "white", "markersize": 7, "linewidth": 0, "zorder": 4}
    ax.plot(x[is_alone], middle[is_alone], **(style | hollow))


def _names(periods: pd.DataFrame) -> list[str]:
    """Names of the periods: years, or months where one does not start with the year."""
    starts = periods.index
    return starts.strftime("%Y" if (starts.month == 1).all() else "%Y-%m").tolist()


def _ticks(ax: Axes, periods: pd.DataFrame) -> None:
    every = -(-len(periods) // TICKS)
    labels = [f"{name}\nn = {n:,}" for name, n in zip(_names(periods), periods["n_posts"], strict=True)]
    ax.set_xticks(range(0, len(periods), every), labels[::every])


def _are_sure(periods: pd.DataFrame) -> pd.Series:
    """Whether a period has enough posts for both intervals."""
    return periods[[f"{measure}_low" for measure in LINES]].notna().all(axis=1)


def _finding(periods: pd.DataFrame) -> str:
    """How the last period with enough posts differs from the first, if there are two."""
    n = counted("posts", periods["n_posts"].sum())
    sure = periods.assign(name=_names(periods))[_are_sure(periods)]
    if len(sure) < 2:
        return f"How do quotation and critique change over time? (n = {n})"
    first, last = sure.iloc[0], sure.iloc[-1]
    quoted, critical = (f"{first[name]:.0%} to {last[name]:.0%}" for name in LINES)
    when = f"From {first['name']} to {last['name']}"
    return f"{when} quotation went from {quoted}, critique from {critical} (n = {n})"


def _keys() -> list[Line2D]:
    return [
        Line2D([], [], label=label, linewidth=2, markersize=7, **style) for label, style in LINES.values()
    ]


def _notes(periods: pd.DataFrame) -> list[str]:
    n_sure, n_undated = int(_are_sure(periods).sum()), periods.attrs.get("n_undated", 0)
    undated = [f"Left out: {counted('posts', n_undated)} without a date."] if n_undated else []
    return [
        "Upright lines: 95% intervals, from posts drawn again. Hollow: too few posts for one.",
        f"{n_sure} of {counted('periods', len(periods))} have posts enough for both measures.",
        *undated,
    ]
