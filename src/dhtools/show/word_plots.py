"""Words that set one body of text apart from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.lines import Line2D

from dhtools.measure import terms
from dhtools.show import canvas, fonts
from dhtools.show.canvas import COMMENTARY, QUOTE, NothingToShowError, measured
from dhtools.widths import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus

LABEL = 22
"""Columns that a word takes beside the axis."""
LEVEL = 0.05
"""Share of chance finds among the words called sure, were each use of a word a draw of its own."""
NAMED = 3
"""Words that the title names on each side."""
INTERVAL = "#333333"
NAMES = ("commentary 评注", "quotes 引文")


def keyness(
    given: Corpus | pd.DataFrame,
    n: int = 15,
    names: tuple[str, str] = NAMES,
    ax: Axes | Figure | None = None,
) -> Axes:
    """The words that most set commentary apart from quotes, and quotes from commentary.

    A word stands as far out as it is more frequent on its side: one unit is twice, two units four times. A
    dot is full where that is no chance and holds whichever posts are read; a word of a single post is hollow.

    Args:
        given: a corpus, or a table such as `dhtools.measure.terms.keyness` returns: columns `word`,
            `log_ratio`, `low`, `high`, `log_likelihood`, `q`, `n_target`, `n_reference`, a row a word.
        n: words to show on each side: the sure ones first, then those with the most evidence.
        names: what the two sides are, the target first.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: there is no word to compare.
    """
    try:
        table = measured(given, terms.commentary_against_quotes)
    except ValueError as error:  # as it is for a corpus without words of both
        raise NothingToShowError(str(error)) from error
    table = table.assign(is_sure=(table["q"] < LEVEL) & ((table["low"] > 0) | (table["high"] < 0)))
    shown = _shown(table, n)
    if shown.empty:
        raise NothingToShowError("no word is more frequent on one side than on the other")
    with fonts.style():
        ax = canvas.axes(ax, height=0.27 * len(shown), left=0.2, below=2.1)
        _draw(ax, shown)
        canvas.title(ax, _finding(table, names), room=16)
        canvas.frame(ax, f"← {names[1]}    times as frequent, log₂ 频率比    {names[0]} →")
        canvas.legend(ax, _keys(), _notes(table, len(shown)))
    return ax


def _shown(table: pd.DataFrame, n: int) -> pd.DataFrame:
    """The first words of both sides, those of the target first, the furthest out outermost."""
    ranked = table.sort_values(["is_sure", "log_likelihood", "word"], ascending=[False, False, True])
    sides = [ranked[ranked["log_ratio"] > 0].head(n), ranked[ranked["log_ratio"] < 0].head(n)]
    return pd.concat(sides).sort_values(["log_ratio", "word"], ascending=[False, True])


def _draw(ax: Axes, shown: pd.DataFrame) -> None:
    reach = 1.05 * shown[["log_ratio", "low", "high"]].abs().max(axis=None)
    ax.set(xlim=(-reach, reach), ylim=(len(shown) - 0.4, -0.6))
    words = [cut(fonts.drawable(word), LABEL) for word in shown["word"]]
    ax.set_yticks(range(len(shown)), words, parse_math=False)
    ax.axvline(0, color=canvas.GREY, linewidth=0.8)
    beside = {"xycoords": ax.get_yaxis_transform(), "color": canvas.GREY}
    canvas.write(ax, 1, -1, "uses 次数", (8, 0), va="center", **beside)
    for y, row in enumerate(shown.itertuples()):
        colour = COMMENTARY if row.log_ratio > 0 else QUOTE
        ax.plot([row.low, row.high], [y, y], color=INTERVAL, linewidth=1.2, zorder=2.5)
        ax.plot([0, row.log_ratio], [y, y], color=colour, linewidth=2.5, zorder=2)
        face = colour if row.is_sure else "white"
        ax.plot(row.log_ratio, y, "o", color=colour, markerfacecolor=face, markersize=8, zorder=3)
        canvas.write(ax, 1, y, f"{row.n_target:,} : {row.n_reference:,}", (8, 0), va="center", **beside)


def _finding(table: pd.DataFrame, names: tuple[str, str]) -> str:
    n = f"(n = {len(table):,} words)"
    sure = table[table["is_sure"]].sort_values(["log_likelihood", "word"], ascending=[False, True])
    sides = {names[0]: sure[sure["log_ratio"] > 0], names[1]: sure[sure["log_ratio"] < 0]}
    parts = [f"{name}: {', '.join(side['word'].head(NAMED))}" for name, side in sides.items() if len(side)]
    if not parts:
        return f"Which words set {names[0]} and {names[1]} apart? None surely {n}"
    return f"Words that mark {'; '.join(parts)} {n}"


def _keys() -> list[Line2D]:
    style = {"color": "black", "linewidth": 0, "marker": "o", "markersize": 8}
    return [
        Line2D([], [], label=f"sure (q < {LEVEL}, and the interval does not reach 0)", **style),
        Line2D([], [], label="may be chance, or one post's 可能出于偶然", markerfacecolor="white", **style),
        Line2D([], [], label="95% interval, from posts drawn again", color=INTERVAL, linewidth=1.2),
    ]


def _notes(table: pd.DataFrame, n_shown: int) -> list[str]:
    n_sure = int(table["is_sure"].sum())
    return [
        f"Of {len(table):,} words compared {n_sure:,} are sure; shown are {n_shown:,}, the sure ones first."
    ]
