"""Figures of what posts are made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from dhtools.measure import composition
from dhtools.show import bands, flags, fonts
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from dhtools.corpus import Corpus

WIDE = 10
"""Inches that a figure is wide."""
LABEL = 38
"""Columns that a post's title takes beside its band."""
MOST = 60
"""Posts that one figure shows."""
DPI = 150


def strip(corpus: Corpus, post_id: str, ax: Axes | None = None) -> Axes:
    """One post as a band of its blocks in reading order, each as wide as it is long.

    Above the band stand the pages that the post cites, where it cites them. Where they crowd, some numbers
    are left out; their ticks stay.

    Args:
        corpus: tables `posts`, `blocks`, `citations`.
        post_id: a post of the corpus.
        ax: where to draw; a new figure if not given.

    Raises:
        ValueError: no post has that key; those most like it are named.
    """
    blocks, pages = composition.bands(corpus, post_id), composition.pages(corpus, post_id)
    title = corpus.posts.set_index("post_id")["title"].fillna(post_id)[post_id]
    with fonts.style():
        ax = _strip_axes(plt.figure(layout="none")) if ax is None else ax
        ax.set(xlim=(0, max(blocks["n_chars"].sum(), 1)), ylim=(-0.5, 0.5), yticks=[])
        bands.draw(ax, blocks, y=0, height=1)
        n_rows = flags.draw(ax, pages["left"].tolist(), pages["target"].map(fonts.drawable).tolist())
        bands.title(ax, title, room=n_rows * flags.HEIGHT)
        bands.frame(ax)
        bands.legend(ax, blocks, n_pages=len(pages))
    return ax


def strips(corpus: Corpus, ax: Axes | None = None) -> Axes:
    """All posts with both quotes and commentary as bands, one below the other, book by book.

    Args:
        corpus: tables `posts`, `books`, `blocks`. Of more than 60 such posts the first 60 are shown.
        ax: where to draw; a new figure if not given.

    Raises:
        ValueError: no post has both quotes and commentary.
    """
    posts = composition.posts(corpus)
    if posts.empty:
        raise ValueError("no post of the corpus has both quotes and commentary")
    shown = posts.head(MOST)
    with fonts.style():
        ax = _strips_axes(plt.figure(layout="none"), shown) if ax is None else ax
        drawn = _draw_rows(ax, corpus, shown)
        bands.title(ax, _claim(shown))
        bands.frame(ax)
        bands.legend(ax, drawn, notes=_notes(corpus, posts))
    return ax


def save_all(corpus: Corpus, folder: str | Path) -> list[Path]:
    """Writes `strips`, and the `strip` of each of its posts, as PNG and SVG: the same bytes each time.

    Args:
        corpus: tables `posts`, `books`, `blocks`, `citations`.
        folder: where to; made if need be.

    Returns:
        The files written; none if no post has both quotes and commentary.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    posts = composition.posts(corpus)
    if posts.empty:
        return []
    # Figures of their own, not pyplot's: none is shown, and none stays in memory.
    axes = _strips_axes(Figure(layout="none"), posts.head(MOST))
    written = _save(strips(corpus, axes), folder / "strips")
    for post_id in posts["post_id"]:
        axes = _strip_axes(Figure(layout="none"))
        written += _save(strip(corpus, post_id, axes), folder / f"strip-{post_id}")
    return written


def _save(ax: Axes, path: Path) -> list[Path]:
    written = []
    # SVG takes its ids from a random number and both formats the time of day, unless told otherwise.
    with mpl.rc_context({"svg.hashsalt": "dhtools", "svg.fonttype": "path"}):
        for suffix, metadata in ((".png", {"Software": None}), (".svg", {"Date": None, "Creator": None})):
            # Not with_suffix: a post's key may hold a dot.
            written.append(path.with_name(path.name + suffix))
            ax.figure.savefig(written[-1], dpi=DPI, bbox_inches="tight", metadata=metadata, facecolor="white")
    return written


def _strip_axes(figure: Figure) -> Axes:
    figure.set_size_inches(WIDE, 3.7)
    figure.subplots_adjust(left=0.03, right=0.95, bottom=0.34, top=0.58)
    return figure.subplots()


def _strips_axes(figure: Figure, posts: pd.DataFrame) -> Axes:
    n_rows = len(_rows(posts))
    above, below = 0.8, 1.9
    height = above + 0.37 * n_rows + below
    figure.set_size_inches(WIDE, height)
    figure.subplots_adjust(left=0.3, right=0.98, bottom=below / height, top=1 - above / height)
    return figure.subplots()


def _rows(posts: pd.DataFrame) -> list[tuple[str, str | None]]:
    """A row a book, which is its title, and one for each post about it, with the key of the post."""
    rows: list[tuple[str, str | None]] = []
    named = posts.assign(book=posts["book_title"].fillna("no book, or several"))
    for title, about in named.groupby("book", sort=False):
        rows += [(title, None), *zip(about["title"].fillna(about["post_id"]), about["post_id"], strict=True)]
    return [(fonts.drawable(title), post_id) for title, post_id in rows]


def _draw_rows(ax: Axes, corpus: Corpus, posts: pd.DataFrame) -> pd.DataFrame:
    """Draws the rows with their labels, and returns the blocks drawn."""
    rows, shares = _rows(posts), posts.set_index("post_id")["quote_share"]
    drawn = {post_id: composition.bands(corpus, post_id) for post_id in posts["post_id"]}
    longest = max(blocks["n_chars"].sum() for blocks in drawn.values())
    ax.set(xlim=(0, longest * 1.15), ylim=(len(rows) - 0.4, -0.7))
    labels = [cut(title, LABEL) if post_id else "" for title, post_id in rows]
    ax.set_yticks(range(len(rows)), labels, parse_math=False)
    for y, (title, post_id) in enumerate(rows):
        if post_id is None:
            _write(ax, 0, y + 0.35, title, va="baseline", color="#444444")
        else:
            bands.draw(ax, drawn[post_id], y, 0.72)
            _write(ax, drawn[post_id]["n_chars"].sum(), y, f"{shares[post_id]:.0%} quoted", va="center")
    return pd.concat(drawn.values())


def _write(ax: Axes, x: float, y: float, text: str, **how: str) -> None:
    shift = (5 if x else 0, 0)
    ax.annotate(
        text, (x, y), shift, textcoords="offset points", fontsize=bands.SMALL, parse_math=False, **how
    )


def _claim(posts: pd.DataFrame) -> str:
    least, most = (f"{share:.0%}" for share in (posts["quote_share"].min(), posts["quote_share"].max()))
    how_much = least if least == most else f"{least} to {most}"
    return f"{how_much} of a post is quotation (n = {counted('posts', len(posts))})"


def _notes(corpus: Corpus, posts: pd.DataFrame) -> list[str]:
    n_without = len(corpus.posts) - len(posts)
    parts = [f"{counted('posts', n_without)} without quotes or without commentary"] * (n_without > 0)
    parts += [f"{counted('posts', len(posts) - MOST)} beyond the first {MOST}"] * (len(posts) > MOST)
    left_out = [f"Left out: {', '.join(parts)}."] if parts else []
    return ["% quoted: quotes among quotes and commentary, in characters.", *left_out]
