"""Books that are read, and the works that are cited with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.lines import Line2D

from dhtools.measure import works
from dhtools.show import canvas, fonts
from dhtools.show.canvas import COMMENTARY, CRITIQUE, QUOTE, NothingToShowError
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus

BOOKS, WORKS = 16, 32
"""Books and works that one figure shows."""
LEFT, RIGHT = 0.38, 0.62
"""Where the books and the works stand, as shares of the width."""
LABEL = 40
"""Columns that a title takes."""
SWEEPS = 6
"""How often each side is put in the order of its neighbours, so that fewer lines cross."""
LINE = "#AAAAAA"
SIDES = ["source", "target"]


def works_network(given: Corpus | nx.DiGraph, ax: Axes | Figure | None = None) -> Axes:
    """Books on the left, works on the right, and a line where a work is cited with a book.

    A line is the thicker the more citations it stands for, and dark where one of them is in a critical
    sentence. A book that is cited with another stands on both sides.

    Args:
        given: a corpus, or a graph such as `dhtools.measure.works.network` returns. Of more than 32 works
            those cited with the most books are shown, of more than 16 books those citing the most.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: no work is cited with a book other than itself.
    """
    edges = works.edges(given if hasattr(given, "edges") else works.network(given))
    if edges.empty:
        raise NothingToShowError("no work is cited with a book other than itself")
    shown = _shown(edges)
    books, cited = (_spread(keys) for keys in _ordered(shown))
    with fonts.style():
        ax = canvas.axes(ax, height=0.28 * max(map(len, (books, cited, "1234567"))), left=0.03, below=1.6)
        ax.set(xlim=(0, 1), ylim=(1.03, -0.03))
        ax.set_axis_off()
        _draw(ax, shown, books, cited)
        _head(ax)
        canvas.title(ax, _finding(edges), room=26)
        canvas.legend(ax, _keys(), _notes(edges, shown), room=-36)
    return ax


def _shown(edges: pd.DataFrame) -> pd.DataFrame:
    """The edges between the works cited with the most books and the books that cite most of them."""
    wanted = edges[edges["target"].isin(_most(edges, "target", WORKS))]
    return wanted[wanted["source"].isin(_most(wanted, "source", BOOKS))]


def _most(edges: pd.DataFrame, side: str, n: int) -> pd.Index:
    """The nodes of a side with the most edges, then the most citations, then in the order of their keys."""
    counts = edges.groupby(side)["n"].agg(["size", "sum"])
    return counts.sort_index().sort_values(["size", "sum"], ascending=False, kind="stable").index[:n]


def _ordered(edges: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The keys of both sides, each near what it is tied to: in turns, each side by the mean of the other."""
    order = {side: _most(edges, side, len(edges)).tolist() for side in SIDES}
    for sweep in range(SWEEPS):
        other, side = SIDES[sweep % 2], SIDES[1 - sweep % 2]
        ranks = edges[other].map({key: rank / len(order[other]) for rank, key in enumerate(order[other])})
        means = ranks.groupby(edges[side]).mean()
        order[side] = sorted(order[side], key=lambda key, means=means: (means[key], key))
    return order["source"], order["target"]


def _spread(keys: list[str]) -> dict[str, float]:
    """Where each key stands, from 0 on top to 1 at the foot."""
    return {key: (rank + 0.5) / len(keys) for rank, key in enumerate(keys)}


def _draw(ax: Axes, edges: pd.DataFrame, books: dict[str, float], cited: dict[str, float]) -> None:
    for edge in edges.sort_values("n_in_critical").itertuples():
        colour = CRITIQUE if edge.n_in_critical else LINE
        ends = [LEFT, RIGHT], [books[edge.source], cited[edge.target]]
        ax.plot(*ends, color=colour, linewidth=min(0.8 + 0.5 * edge.n, 6), solid_capstyle="round", zorder=1)
    sides = (("source", books, LEFT, (-9, "right")), ("target", cited, RIGHT, (9, "left")))
    for side, places, x, (shift, where) in sides:
        titles = edges.drop_duplicates(side).set_index(side)[f"{side}_title"]
        totals = edges.groupby(side)["n"].sum()
        for key, y in places.items():
            colour = QUOTE if key in books else COMMENTARY
            ax.plot(x, y, "o" if key in books else "s", color=colour, markersize=8, zorder=2)
            name = f"{cut(fonts.drawable(titles[key]), LABEL)} ({totals[key]:,})"
            canvas.write(ax, x, y, name, (shift, 0), ha=where, va="center")


def _head(ax: Axes) -> None:
    style = {"color": canvas.GREY, "fontsize": canvas.TEXT, "va": "bottom"}
    canvas.write(ax, LEFT, 0, "books read 所读之书", (-9, 10), ha="right", **style)
    canvas.write(ax, RIGHT, 0, "works cited with them 引证的作品", (9, 10), ha="left", **style)


def _finding(edges: pd.DataFrame) -> str:
    n_books, n_works = edges["source"].nunique(), edges["target"].nunique()
    n = f"(n = {counted('citations', edges['n'].sum())} of {counted('works', n_works)})"
    counts = edges.groupby("target_title")["source"].nunique().sort_values(ascending=False)
    most = counts.iloc[0]
    if most < 2:
        return f"Which works do books share? None of those cited with {counted('books', n_books)} {n}"
    if (counts == most).sum() > 1:
        return f"{(counts == most).sum()} works are cited with {most} of {n_books} books each {n}"
    return f"{cut(counts.index[0], LABEL)} is cited with {most} of {n_books} books, more than any other {n}"


def _keys() -> list[Line2D]:
    mark = {"linewidth": 0, "markersize": 8}
    return [
        Line2D([], [], marker="o", color=QUOTE, label="book that the notes are about 所读之书", **mark),
        Line2D([], [], marker="s", color=COMMENTARY, label="other work 其他作品", **mark),
        Line2D([], [], color=LINE, linewidth=2, label="cited 引证 (the thicker, the more often)"),
        Line2D([], [], color=CRITIQUE, linewidth=2, label="also in a critical sentence 见于批评句"),
    ]


def _notes(edges: pd.DataFrame, shown: pd.DataFrame) -> list[str]:
    parts = [
        f"{shown[side].nunique():,} of {counted(name, edges[side].nunique())}"
        for side, name in (("source", "books"), ("target", "works"))
    ]
    rest = " Not shown: the works cited with the fewest books." if len(shown) < len(edges) else ""
    return [f"Shown: {' and '.join(parts)}. In brackets: citations, of a book by itself left out.{rest}"]
