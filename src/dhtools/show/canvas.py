"""What all figures share: their size, title, axes, legend and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from dhtools.show import fonts
from dhtools.widths import width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

WIDE = 10
"""Inches that a figure is wide."""
TITLE, TEXT, SMALL = 16, 12, 11
"""Sizes of letters in points."""
COLUMN = 0.58
"""Width of a column of text, as a share of the size of its letters."""
GREY = "#555555"
"""Of words that explain, and of lines that lead the eye."""


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
    lines = wrap(fonts.drawable(text), int(points_wide(ax) / (TITLE * COLUMN)))
    # The title, like the labels of the axes, is as old as the axes and has their font.
    how = {"fontfamily": fonts.FAMILY, "fontsize": TITLE, "parse_math": False}
    ax.set_title("\n".join(lines), loc="left", pad=room + 12, **how)


def frame(ax: Axes, x: str, y: str = "") -> None:
    """Leaves of the frame what has a label, and writes the labels."""
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["left"].set_visible(bool(y))
    ax.tick_params(left=bool(y), labelsize=SMALL, labelfontfamily=fonts.FAMILY, which="both")
    ax.set_xlabel(x, loc="left", fontfamily=fonts.FAMILY, fontsize=TEXT)
    ax.set_ylabel(y, loc="bottom", fontfamily=fonts.FAMILY, fontsize=TEXT)


def legend(ax: Axes, keys: Sequence[Artist], notes: Sequence[str] = ()) -> None:
    """Writes below the axes what the marks mean, and notes below that.

    Args:
        ax: where to draw.
        keys: marks with their labels, side by side in two columns where there are no notes.
        notes: sentences, such as how many rows are shown and left out.
    """
    lines = [line for note in notes for line in wrap(fonts.drawable(note), _columns(ax))]
    handles = [*keys, *(Line2D([], [], linewidth=0, label=line) for line in lines)]
    below = ax.transAxes + ScaledTranslation(0, -44 / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below,
        borderaxespad=0,
        ncols=1 if notes else 2,
        fontsize=TEXT,
        frameon=False,
        handlelength=1.2,
        borderpad=0,
    )


def write(
    ax: Axes, x: float, y: float, text: str, shift: tuple[float, float] = (0, 0), **how: object
) -> None:
    """Writes text as it is at a place of the axes, so many points off it."""
    style = {"fontsize": SMALL, "parse_math": False, "annotation_clip": False} | how
    ax.annotate(text, (x, y), shift, textcoords="offset points", **style)


def long(text: str, size: float = SMALL) -> float:
    """Points that a line of text takes, or a little less."""
    return width(text) * size * COLUMN


def points_wide(ax: Axes) -> float:
    """Width of the axes in points."""
    return ax.get_window_extent().width / ax.figure.dpi * 72


def scale(ax: Axes) -> float:
    """Points that a unit of the x axis takes."""
    left, right = ax.get_xlim()
    return points_wide(ax) / (right - left)


def _columns(ax: Axes) -> int:
    return max(int(points_wide(ax) / (TEXT * COLUMN)) - 4, 20)
