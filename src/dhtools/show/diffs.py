"""A quote beside the book, as HTML: what was changed, what was left out."""

from __future__ import annotations

import html as markup
from collections.abc import Callable

import pandas as pd

KEPT = 40
"""Characters shown of words left out, at their beginning and at their end; those between are counted."""
LEGEND = (
    "<p><small><del>struck out</del>: only in the book 仅见于书；<ins>underlined</ins>: only in the quote 仅见于引文；"
    "<del>[…]</del>: left out, in square brackets 省略</small></p>"
)
_STYLE = "max-width:45em;line-height:1.7"


def html(rows: pd.DataFrame, caption: str = "") -> str:
    """A quote with its changes, as a piece of HTML for a notebook or a page.

    Additions are underlined and losses struck out, as browsers and screen readers know them, so that nothing
    hangs on colour. All text is escaped.

    Args:
        rows: columns `op`, `quote`, `book`, `is_marked`, as `measure.reuse.diff` gives them.
        caption: a line above the quote, such as its key and its place.

    Returns:
        A `<figure>` with the quote, and a legend where anything was changed.

    Raises:
        ValueError: a row's `op` is none of those that `diff` gives.

    Examples:
        >>> from dhtools.measure import reuse
        >>> html(reuse.diff("第一班船载着盐", "第一班船载着酒"))[:71]
        '<figure style="max-width:45em;line-height:1.7"><blockquote>第一班船载着<del>酒'
    """
    unknown = set(rows["op"]) - _WRITERS.keys()
    if unknown:
        raise ValueError(f"op={sorted(unknown)[0]!r} is not one of {', '.join(_WRITERS)}")
    body = "".join(
        _WRITERS[op](_escaped(quote), book)
        for op, quote, book in zip(rows["op"], rows["quote"], rows["book"], strict=True)
    )
    head = f"<figcaption>{_escaped(caption)}</figcaption>" if caption else ""
    legend = LEGEND if (rows["op"] != "equal").any() else ""
    return f'<figure style="{_STYLE}">{head}<blockquote>{body}</blockquote>{legend}</figure>'


def _escaped(text: str) -> str:
    return markup.escape(text).replace("\n", "<br>")


def _lost(book: str) -> str:
    return f"<del>{_escaped(book)}</del>" if book else ""


def _gained(quote: str) -> str:
    return f"<ins>{quote}</ins>" if quote else ""


def _left_out(quote: str, book: str) -> str:
    """The mark of the omission, if any, and what it stands for."""
    if len(book) > 2 * KEPT + 20:
        book = f"{book[:KEPT]} … {len(book) - 2 * KEPT:,} characters … {book[-KEPT:]}"
    return f"{quote}<del>[{_escaped(book)}]</del>"


_WRITERS: dict[str, Callable[[str, str], str]] = {
    "equal": lambda quote, book: quote,
    "replace": lambda quote, book: _lost(book) + _gained(quote),
    "insert": lambda quote, book: _gained(quote),
    "delete": lambda quote, book: quote + _lost(book),
    "omission": _left_out,
}
"""How each op is written, from its escaped text in the quote and its text in the book."""
