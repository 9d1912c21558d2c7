"""What all figures share: their size, title, axes, legend and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from dhtools.show import fonts
from dhtools.widths import width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.artist import Artist

    from dhtools.corpus import Corpus

WIDE = 10
"""Inches that a figure is wide."""
TITLE, TEXT, SMALL = 16, 12, 11
"""Sizes of letters in points."""
COLUMN, PROSE = 0.58, 0.52
"""Width of a column of text as a share of the size of its letters: of digits and capitals, and on average."""
KEPT = "\ue000"
"""Stands for a space where no line may end."""
GREY = "#555555"
"""Of words that explain, and of lines that lead the eye."""
QUOTE, COMMENTARY, CRITIQUE, OTHER = "#0072B2", "#E69F00", "#3D1A00", "#C8C8C8"
"""Blue and orange are of Okabe and Ito's palette, which the colour-blind tell apart; in greyscale other,
commentary, quote and critique are each darker than the last."""
STANCES = {
    "negative": ("negative 负面", "#A63603"),
    "mixed": ("mixed 兼有褒贬", "#D9D9D9"),
    "positive": ("positive 正面", "#56B4E9"),
}
"""Name and colour of each stance: brown and blue for all eyes, in greyscale dark, light and between."""


class NothingToShowError(ValueError):
    """The corpus has nothing of what a figure shows; the message says what is missing."""


def measured(given: Corpus | pd.DataFrame, measure: Callable[[Corpus], pd.DataFrame]) -> pd.DataFrame:
    """The table to draw: the one given, or a corpus's."""
    return given if isinstance(given, pd.DataFrame) else measure(given)


def axes(where: Axes | Figure | None, height: float, left: float = 0.3, below: float = 1.9) -> Axes:
    """Axes to draw in, which are those given, or new ones in a figure of the right size.

    Args:
        where: axes, which stay as large as they are; an empty figure, which gets its size; None for a new
            figure of pyplot's.
        height: of the axes in inches.
        left: share of the figure's width that stands left of them.
        below: inches below them, for the axis, the legend and the notes.
    """
    if isinstance(where, Axes):
        return where
    figure = plt.figure(layout="none") if where is None else where
    above = 0.9
    tall = above + height + below
    figure.set_size_inches(WIDE, tall)
    figure.subplots_adjust(left=left, right=0.97, bottom=below / tall, top=1 - above / tall)
    return figure.subplots()


def title(ax: Axes, text: str, room: float = 0) -> None:
    """Writes a title above the axes, in as many lines as it needs, `room` points higher than usual."""
    whole = re.sub(r"\(n = [^)]*\)", lambda found: found[0].replace(" ", KEPT), fonts.drawable(text))
    lines = wrap(whole, int(points_wide(ax) / (TITLE * PROSE)))
    # The title, like the labels of the axes, is as old as the axes and has their font.
    how = {"fontfamily": fonts.FAMILY, "fontsize": TITLE, "parse_math": False}
    ax.set_title("\n".join(lines).replace(KEPT, " "), loc="left", pad=room + 12, **how)


def frame(ax: Axes, x: str, y: str = "") -> None:
    """Leaves of the frame what has a label, and writes the labels."""
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["left"].set_visible(bool(y))
    ax.tick_params(left=bool(y), labelsize=SMALL, labelfontfamily=fonts.FAMILY, which="both")
    ax.set_xlabel(x, loc="left", fontfamily=fonts.FAMILY, fontsize=TEXT)
    ax.set_ylabel(y, loc="bottom", fontfamily=fonts.FAMILY, fontsize=TEXT)


def legend(ax: Axes, keys: Sequence[Artist], notes: Sequence[str] = (), room: float = 0) -> None:
    """Writes below the axes what the marks mean, and notes below that.

    Args:
        ax: where to draw.
        keys: marks with their labels, side by side in two columns where there are no notes.
        notes: sentences, such as how many rows are shown and left out.
        room: points between the axes and all that, more than usual.
    """
    lines = [line for note in notes for line in wrap(fonts.drawable(note), _columns(ax))]
    handles = [*keys, *(Line2D([], [], linewidth=0, label=line) for line in lines)]
    below = ax.transAxes + ScaledTranslation(0, -(44 + room) / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below,
        borderaxespad=0,
        ncols=1 if notes else 2,
        fontsize=TEXT,
        frameon=False,
        handlelength=1.2 if keys else 0,
        handletextpad=None if keys else 0,
        borderpad=0,
    )


def write(
    ax: Axes, x: float, y: float, text: str, shift: tuple[float, float] = (0, 0), **how: object
) -> None:
    """Writes text as it is at a place of the axes, so many points off it."""
    style = {"fontsize": SMALL, "parse_math": False, "annotation_clip": False} | how
    ax.annotate(text, (x, y), shift, textcoords="offset points", **style)


def percent(share: float) -> str:
    """A share in whole per cent; one that is nearly none, as little.

    Examples:
        >>> percent(0.376), percent(0.004), percent(0)
        ('38%', '<1%', '0%')
    """
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def long(text: str, size: float = SMALL) -> float:
    """Points that a line of prose takes, or a little less."""
    return width(text) * size * PROSE


def points_wide(ax: Axes) -> float:
    """Width of the axes in points."""
    return ax.get_window_extent().width / ax.figure.dpi * 72


def scale(ax: Axes) -> float:
    """Points that a unit of the x axis takes."""
    left, right = ax.get_xlim()
    return points_wide(ax) / (right - left)


def _columns(ax: Axes) -> int:
    return max(int(points_wide(ax) / (TEXT * PROSE)) - 4, 20)
