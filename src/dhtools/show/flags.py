"""Numbers that stand above a band like flags, each at its place, none over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dhtools.show.canvas import COLUMN, SMALL, scale
from dhtools.widths import cut, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS, HEIGHT, WIDEST = 4, 15, 12
"""Rows of flags, the points that a row takes, and the columns that a label may."""
BARE = 2.5
"""Points of a pole whose label found no room: it ends below the labels of others."""


def draw(ax: Axes, places: Sequence[int], labels: Sequence[str]) -> int:
    """Draws a pole at each place and a label at the head of each pole that finds room.

    Args:
        ax: axes whose band ends at the top, with the limits of its x axis set.
        places: where on the x axis, ascending.
        labels: what stands there.

    Returns:
        How many rows of labels there are.
    """
    labels = [cut(label, WIDEST) for label in labels]
    points = scale(ax)
    wide = [(width(label) + 1.5) * SMALL * COLUMN for label in labels]
    rows = in_rows([place * points for place in places], wide)
    for place, label, row in zip(places, labels, rows, strict=True):
        height = BARE if row is None else row * HEIGHT + HEIGHT
        _at(
            ax,
            place,
            height,
            "",
            arrowprops={"arrowstyle": "-", "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0},
        )
        if row is not None:
            _at(ax, place, row * HEIGHT + 3, label, shift=3)
    return max((row + 1 for row in rows if row is not None), default=0)


def in_rows(lefts: Sequence[float], widths: Sequence[float]) -> list[int | None]:
    """The row of each flag, the lowest that is free, or None where no row is.

    A flag flies to the right of its pole, so those on the right are placed first: a pole further left then
    passes all labels below its own.

    Args:
        lefts: where the poles stand, ascending.
        widths: of the flags.

    Examples:
        >>> in_rows([0, 10, 100], [30, 30, 30])
        [1, 0, 0]
    """
    free = [math.inf] * ROWS
    rows: list[int | None] = []
    for left, wide in zip(reversed(lefts), reversed(widths), strict=True):
        row = next((row for row in range(ROWS) if left + wide <= free[row]), None)
        if row is not None:
            free[: row + 1] = [left] * (row + 1)
        rows.append(row)
    return rows[::-1]


def _at(ax: Axes, place: int, height: float, text: str, shift: float = 0, **more: object) -> None:
    ax.annotate(
        text,
        (place, 1),
        (shift, height),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=SMALL,
        annotation_clip=False,
        parse_math=False,
        **more,
    )
