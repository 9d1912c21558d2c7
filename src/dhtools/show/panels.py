"""One small panel a book, all on the same scales."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator, StrMethodFormatter

from dhtools.measure import relation
from dhtools.show import canvas, fonts
from dhtools.show.canvas import COMMENTARY, CRITIQUE, QUOTE, NothingToShowError
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus

COLUMNS, MOST = 3, 12
"""Panels side by side, and books shown, those most quoted."""
TALL, BETWEEN, BESIDE = 1.7, 0.68, 0.05
"""Inches that a panel is high and that part two, one above the other; share of the width that parts two."""
LABEL = 28
"""Columns that a book's title takes above its panel."""
CRITICISED = {"marker": "o", "color": CRITIQUE, "markersize": 6, "linewidth": 0}
ANSWERED = {"marker": "o", "color": COMMENTARY, "markersize": 6, "linewidth": 0, "markerfacecolor": "white"}
ALONE = {"marker": "|", "color": QUOTE, "markersize": 9, "linewidth": 0}
EVEN = {"color": "#888888", "linestyle": "--", "linewidth": 1}
Limits = tuple[float, float]


def small_multiples(corpus: Corpus, ax: Axes | Figure | None = None) -> Axes:
    """How long the answer to each quote is, beside the length of the quote, in one panel a book.

    On the dashed line an answer is as long as its quote; above it the reader says more than is quoted.
    Quotes without an answer stand as ticks at the foot.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `links`, `problems`.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Returns:
        The axes around the panels, which are its `child_axes`.

    Raises:
        NothingToShowError: no post about a book has a quote set off from the text.
    """
    quotes = relation.responses(corpus)
    quotes = quotes[quotes["book_id"].notna() & (quotes["n_chars"] > 0)]
    if quotes.empty:
        raise NothingToShowError("no post about a book has a quote set off from the text")
    titles = corpus.books.set_index("book_id")["title"]
    # A book's place is its own, also where several have as many quotes.
    counts = quotes["book_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    tall = ceil(min(len(counts), MOST) / COLUMNS) * (TALL + BETWEEN) - BETWEEN
    with fonts.style():
        ax = canvas.axes(ax, height=tall, left=0.1, below=2.6)
        for number, book_id in enumerate(counts.index[:MOST]):
            panel = ax.inset_axes(_place(number, tall))
            _draw(panel, titles[book_id], quotes[quotes["book_id"] == book_id], _limits(quotes))
            panel.tick_params(
                labelbottom=number + COLUMNS >= len(counts[:MOST]), labelleft=number % COLUMNS == 0
            )
        _surround(ax, quotes)
        canvas.legend(ax, _keys(quotes), _notes(quotes, counts), room=16)
    return ax


def _place(number: int, tall: float) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a panel, as shares of axes so many inches high."""
    row, column = divmod(number, COLUMNS)
    wide = (1 - (COLUMNS - 1) * BESIDE) / COLUMNS
    return column * (wide + BESIDE), 1 - (row * (TALL + BETWEEN) + TALL) / tall, wide, TALL / tall


def _limits(quotes: pd.DataFrame) -> tuple[Limits, Limits]:
    """From where to where the axes of all panels go, with room for ticks at the foot."""
    answers = quotes.loc[quotes["answer_chars"] > 0, "answer_chars"]
    least, most = (answers.min(), answers.max()) if len(answers) else (10, 100)
    return (quotes["n_chars"].min() / 1.4, quotes["n_chars"].max() * 1.4), (least / 4, most * 1.6)


def _draw(panel: Axes, title: str, quotes: pd.DataFrame, limits: tuple[Limits, Limits]) -> None:
    panel.set(xscale="log", yscale="log", xlim=limits[0], ylim=limits[1])
    for axis, (low, high) in zip((panel.xaxis, panel.yaxis), limits, strict=True):
        axis.set_ticks([10**power for power in range(9) if low <= 10**power <= high])
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    panel.spines[["right", "top"]].set_visible(False)
    panel.tick_params(labelsize=canvas.SMALL, labelfontfamily=fonts.FAMILY)
    panel.axline((100, 100), (1000, 1000), **EVEN)
    answers = quotes[quotes["is_answered"]]
    foot = limits[1][0] * 1.5
    for rows, heights, style in (
        (quotes[~quotes["is_answered"]], foot, ALONE),
        (answers[~answers["is_criticised"]], None, ANSWERED),
        (answers[answers["is_criticised"]], None, CRITICISED),
    ):
        lengths = rows["answer_chars"].astype(float) if heights is None else [heights] * len(rows)
        panel.plot(rows["n_chars"], lengths, **style)
    heading = f"{cut(fonts.drawable(title), LABEL)}\n{len(answers)} of {len(quotes)} answered"
    panel.set_title(heading, loc="left", fontsize=canvas.SMALL, pad=3, linespacing=1.35, parse_math=False)


def _surround(ax: Axes, quotes: pd.DataFrame) -> None:
    """Leaves of the axes around the panels only their title and labels."""
    canvas.title(ax, _finding(quotes), room=30)
    canvas.frame(ax, "characters of the quote 引文字数", "characters of its answers 回应字数")
    ax.spines[:].set_visible(False)
    ax.set(xticks=[], yticks=[])
    ax.xaxis.labelpad, ax.yaxis.labelpad = 22, 40


def _finding(quotes: pd.DataFrame) -> str:
    answers = quotes[quotes["is_answered"]]
    n = counted("quotes", len(quotes))
    if answers.empty:
        return f"How long are answers? None of the quotes has one (n = {n})"
    n_longer = int((answers["answer_chars"] > answers["n_chars"]).sum())
    return f"{n_longer} of {counted('answers', len(answers))} are longer than what they answer (n = {n})"


def _keys(quotes: pd.DataFrame) -> list[Line2D]:
    is_answered, is_criticised = quotes["is_answered"], quotes["is_criticised"]
    labels = {
        "answered with critique 批评": (CRITICISED, is_criticised),
        "answered otherwise 其他回应": (ANSWERED, is_answered & ~is_criticised),
        "not answered 无回应": (ALONE, ~is_answered),
    }
    keys = [
        Line2D([], [], label=f"{name}: {rows.sum():,}", **style) for name, (style, rows) in labels.items()
    ]
    return [*keys, Line2D([], [], label="an answer as long as its quote 等长", **EVEN)]


def _notes(quotes: pd.DataFrame, counts: pd.Series) -> list[str]:
    rest = counts.iloc[MOST:]
    if rest.empty:
        return ["Logarithmic scales, the same in all panels."]
    more = f"{counted('more books', len(rest))} with {counted('quotes', int(rest.sum()))}"
    return ["Logarithmic scales, the same in all panels.", f"Counted, but not shown: {more}."]
