"""Posts as bands of quotes, commentary and critique."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from dhtools.measure import composition
from dhtools.show import bands, canvas, flags, fonts
from dhtools.show.canvas import NothingToShowError
from dhtools.summary import counted
from dhtools.widths import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from dhtools.corpus import Corpus

LABEL = 38
"""Columns that a post's title takes beside its band."""
MOST = 60
"""Posts that one figure shows."""


def strip(corpus: Corpus, post_id: str, ax: Axes | Figure | None = None) -> Axes:
    """One post as a band of its blocks in reading order, each as wide as it is long.

    As much of a commentary block is dark, from its foot upwards, as stands in critical sentences. Above the
    band stand the pages that the post cites, where it cites them. Where they crowd, some numbers are left
    out; their ticks stay.

    Args:
        corpus: tables `posts`, `blocks`, `commentary`, `sentences`, `citations`.
        post_id: a post of the corpus.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        ValueError: no post has that key; those most like it are named.
    """
    blocks, pages = composition.bands(corpus, post_id), composition.pages(corpus, post_id)
    title = corpus.posts.set_index("post_id")["title"].fillna(post_id)[post_id]
    with fonts.style():
        ax = canvas.axes(ax, height=0.95, left=0.03, below=1.5)
        ax.set(xlim=(0, max(blocks["n_chars"].sum(), 1)), ylim=(0.5, -0.5), yticks=[])
        bands.draw(ax, blocks, y=0, height=1)
        n_rows = flags.draw(ax, pages["left"].tolist(), pages["target"].map(fonts.drawable).tolist())
        canvas.title(ax, _finding(title, blocks), room=n_rows * flags.HEIGHT)
        bands.frame(ax)
        bands.legend(ax, blocks, n_pages=len(pages))
    return ax


def strips(corpus: Corpus, ax: Axes | Figure | None = None) -> Axes:
    """All posts with both quotes and commentary as bands, one below the other, book by book.

    Args:
        corpus: tables `posts`, `books`, `blocks`, `commentary`, `sentences`. Of more than 60 such posts the
            first 60 are shown.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: no post has both quotes and commentary.
    """
    posts = composition.posts(corpus)
    if posts.empty:
        raise NothingToShowError("no post of the corpus has both quotes and commentary")
    shown = posts.head(MOST)
    with fonts.style():
        ax = canvas.axes(ax, height=0.37 * len(_rows(shown)))
        drawn = _draw_rows(ax, corpus, shown)
        canvas.title(ax, _claim(shown))
        bands.frame(ax)
        bands.legend(ax, drawn, notes=_notes(corpus, posts))
    return ax


def _finding(title: str, blocks: pd.DataFrame) -> str:
    """The title of a post with what its band shows."""
    counts = blocks.groupby("voice", observed=False)[["n_chars", "n_critical_chars"]].sum()
    n_quoted, n_said = counts.loc["quote", "n_chars"], counts.loc["commentary", "n_chars"]
    shares = [f"{n_quoted / (n_quoted + n_said):.0%} quoted"] if n_quoted + n_said else []
    if n_said:
        n_critical = counts.loc["commentary", "n_critical_chars"]
        shares.append(f"{n_critical / n_said:.0%} of the commentary critical")
    return ": ".join([fonts.drawable(title), *filter(None, [", ".join(shares)])])


def _rows(posts: pd.DataFrame) -> list[tuple[str, str | None]]:
    """A row a book, which is its title, and one for each post about it, with the key of the post."""
    rows: list[tuple[str, str | None]] = []
    named = posts.assign(book=posts["book_title"].fillna("no book, or several"))
    for title, about in named.groupby("book", sort=False):
        rows += [(title, None), *zip(about["title"].fillna(about["post_id"]), about["post_id"], strict=True)]
    return [(fonts.drawable(title), post_id) for title, post_id in rows]


def _draw_rows(ax: Axes, corpus: Corpus, posts: pd.DataFrame) -> pd.DataFrame:
    """Draws the rows with their labels, and returns the blocks drawn."""
    rows, shares = _rows(posts), posts.set_index("post_id")[["quote_share", "critical_share"]]
    drawn = {post_id: composition.bands(corpus, post_id) for post_id in posts["post_id"]}
    longest = max(blocks["n_chars"].sum() for blocks in drawn.values())
    ax.set(xlim=(0, longest * 1.25), ylim=(len(rows) - 0.4, -0.7))
    labels = [cut(title, LABEL) if post_id else "" for title, post_id in rows]
    ax.set_yticks(range(len(rows)), labels, parse_math=False)
    for y, (title, post_id) in enumerate(rows):
        if post_id is None:
            canvas.write(ax, 0, y + 0.35, title, va="baseline", color=canvas.GREY)
        else:
            bands.draw(ax, drawn[post_id], y, 0.72)
            quoted, critical = shares.loc[post_id]
            text = f"{quoted:.0%} quoted, {critical:.0%} critical"
            canvas.write(ax, drawn[post_id]["n_chars"].sum(), y, text, (5, 0), va="center")
    return pd.concat(drawn.values())


def _claim(posts: pd.DataFrame) -> str:
    quoted, critical = (_range(posts[name]) for name in ("quote_share", "critical_share"))
    n = counted("posts", len(posts))
    return f"{quoted} of a post is quotation, {critical} of its commentary critical (n = {n})"


def _range(shares: pd.Series) -> str:
    least, most = (f"{share:.0%}" for share in (shares.min(), shares.max()))
    return least if least == most else f"{least} to {most}"


def _notes(corpus: Corpus, posts: pd.DataFrame) -> list[str]:
    n_without = len(corpus.posts) - len(posts)
    parts = [f"{counted('posts', n_without)} without quotes or without commentary"] * (n_without > 0)
    parts += [f"{counted('posts', len(posts) - MOST)} beyond the first {MOST}"] * (len(posts) > MOST)
    left_out = [f"Left out: {', '.join(parts)}."] if parts else []
    return [
        "% quoted: of the characters in quotes and commentary.",
        "% critical: of the characters in commentary.",
        *left_out,
    ]
