"""How much is quoted, against how much is criticised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from dhtools.measure import intervals, relation
from dhtools.show import canvas, fonts, placing
from dhtools.show.canvas import QUOTE, NothingToShowError, measured
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus
    from dhtools.measure.intervals import Interval

NAME = 26
"""Columns that a book's title takes beside its dot."""
LEAST, MOST = 3.0, 11.0
"""Points from the middle of a dot to its edge, for few sentences and for the most."""
ALL = {"marker": "D", "color": "black", "markersize": 8, "linewidth": 1.5, "capsize": 4}
X, Y = "quote_share", "critique_rate"
Place = tuple[float, float]


def quotation_against_critique(given: Corpus | pd.DataFrame, ax: Axes | Figure | None = None) -> Axes:
    """How much of the notes on each book is quotation, against how much of their commentary is critical.

    A book has intervals where enough posts are about it. Of a corpus all posts together are shown with
    theirs. A book of few sentences is a small dot, for its rate may well be chance.

    Args:
        given: a corpus, or a table such as `dhtools.measure.relation.by_book` returns: columns `title`,
            `n_posts`, `n_sentences`, `quote_share`, `critique_rate` and their `…_low`, `…_high`.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: no book has both a share of quotation and a rate of critique.
    """
    table = measured(given, relation.by_book)
    books = table.dropna(subset=[X, Y]).sort_values("n_sentences", ascending=False, kind="stable")
    if books.empty:
        raise NothingToShowError("no book has both a share of quotation and a rate of critique")
    whole = None if isinstance(given, pd.DataFrame) else _all_posts(given)
    with fonts.style():
        ax = canvas.axes(ax, height=4.6, left=0.09, below=2.1)
        ax.set(xlim=_reach(books, X, whole), ylim=_reach(books, Y, whole))
        n_unnamed = _draw(ax, books, whole)
        canvas.title(ax, _finding(books, whole))
        canvas.frame(ax, "share of quotation 引文占比", "critical sentences 批评句占比")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(PercentFormatter(1, decimals=0))
        canvas.legend(ax, _keys(whole), _notes(books, n_unnamed))
    return ax


def _all_posts(corpus: Corpus) -> tuple[Interval, Interval]:
    """The two measures over all posts that are counted, with the intervals of the measure layer."""
    rows = (relation.rows_behind(corpus, measure) for measure in (X, Y))
    share, rate = (one.assign(above=one["value"] * one["weight"]) for one in rows)
    return intervals.interval(share, ("above", "weight")), intervals.interval(rate, ("above", "weight"))


def _reach(books: pd.DataFrame, measure: str, whole: tuple[Interval, Interval] | None) -> tuple[float, float]:
    highs = books[[measure, f"{measure}_high"]].max().tolist()
    highs += [max(one.estimate, np.nan_to_num(one.high)) for one in whole or ()][measure == Y :][:1]
    most = max(0.05, np.nanmax(highs))
    return -0.03 * most, min(1.2 * most, 1.04)


def _draw(ax: Axes, books: pd.DataFrame, whole: tuple[Interval, Interval] | None) -> int:
    """Draws the books and what stands for all of them, and returns how many names found no room."""
    lines = {"ecolor": QUOTE, "linestyle": "none", "linewidth": 1, "capsize": 3, "zorder": 2}
    ax.errorbar(books[X], books[Y], _arms(books, Y), _arms(books, X), **lines)
    radii = np.clip(MOST * np.sqrt(books["n_sentences"] / books["n_sentences"].max()), LEAST, None)
    dots = {"color": QUOTE, "edgecolor": "white", "linewidth": 0.8, "alpha": 0.85, "zorder": 3}
    ax.scatter(books[X], books[Y], (2 * radii) ** 2, **dots)
    names = [cut(fonts.drawable(title), NAME) for title in books["title"]]
    places = list(zip(books[X], books[Y], strict=True))
    lines = _draw_whole(ax, *whole) if whole else []
    return placing.beside(ax, places, names, radii.tolist(), lines)


def _draw_whole(ax: Axes, share: Interval, rate: Interval) -> list[tuple[Place, Place]]:
    """Draws what stands for all posts, and returns from where to where its lines run."""
    (x, left, right), (y, low, high) = share[:3], rate[:3]
    arms = [[y - low], [high - y]], [[x - left], [right - x]]
    ax.errorbar([x], [y], *arms, markeredgecolor="white", zorder=4, **ALL)
    lines = [((left, y), (right, y)), ((x, low), (x, high))]
    return [line for line in lines if not np.isnan(line).any()] or [((x, y), (x, y))]


def _arms(books: pd.DataFrame, measure: str) -> np.ndarray:
    """How far an interval reaches below and above; NaN, so no line, where there is none."""
    low, middle, high = (
        books[name].to_numpy(float) for name in (f"{measure}_low", measure, f"{measure}_high")
    )
    return np.array([middle - low, high - middle])


def _finding(books: pd.DataFrame, whole: tuple[Interval, Interval] | None) -> str:
    shares, rates = (f"{books[name].min():.0%} to {books[name].max():.0%}" for name in (X, Y))
    n = counted("books", len(books))
    if whole is None:
        return f"Book by book {shares} is quotation, and {rates} of the sentences critical (n = {n})"
    share, rate = (f"{one.estimate:.0%}" for one in whole)
    middle = f"{share} of the notes is quotation, {rate} of their sentences critical"
    return f"{middle}; by book {shares} and {rates} (n = {n})"


def _keys(whole: tuple[Interval, Interval] | None) -> list[Line2D]:
    style = {"linewidth": 0, "markeredgecolor": "white"}
    keys = [Line2D([], [], marker="o", color=QUOTE, markersize=11, label="a book 一本书", **style)]
    if whole:
        share, rate = whole
        n = f"{counted('posts', share.n_clusters)}, {counted('sentences', rate.n_rows)}"
        keys.append(
            Line2D([], [], marker="D", color="black", markersize=9, label=f"all posts 全部文章: {n}", **style)
        )
    return keys


def _notes(books: pd.DataFrame, n_unnamed: int) -> list[str]:
    n_with = int(books[f"{Y}_low"].notna().sum())
    least, most = books["n_sentences"].min(), books["n_sentences"].max()
    unnamed = [f"{counted('books', n_unnamed)} without a name, for want of room."] if n_unnamed else []
    return [
        f"The larger the dot, the more sentences were judged ({least:,} to {most:,}).",
        f"Lines: 95% intervals, from posts drawn again; {n_with} of {counted('books', len(books))} have enough posts.",
        *unnamed,
    ]
