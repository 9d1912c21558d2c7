"""Bands of blocks, and what stands around them: title, axis, legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from matplotlib.transforms import ScaledTranslation

from dhtools.show import fonts
from dhtools.widths import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

COLOURS = {"quote": "#0072B2", "commentary": "#E69F00", "other": "#000000"}
"""Of Okabe and Ito's palette, which the colour-blind tell apart; in greyscale dark, light and black."""
NAMES = {"quote": "block quotes 引文", "commentary": "commentary 评注", "other": "headings and other 标题等"}
TITLE, TEXT, SMALL = 16, 12, 11
"""Sizes of letters in points."""
COLUMN = 0.58
"""Width of a column of text, as a share of the size of its letters."""
GAP = 0.6
"""Points between two blocks, less where they are narrow."""


def draw(ax: Axes, bands: pd.DataFrame, y: float, height: float) -> None:
    """Draws the blocks of one post at a height of the y axis.

    Args:
        ax: where to draw, with the limits of its x axis set.
        bands: columns `voice`, `left`, `n_chars`, a row a block.
        y: middle of the band.
        height: of the band.
    """
    wide = bands["n_chars"].to_numpy(float)
    ax.barh(
        [y] * len(bands),
        wide,
        height,
        bands["left"].to_numpy(float),
        color=bands["voice"].map(COLOURS).tolist(),
        edgecolor="white",
        linewidth=np.where(bands["voice"] == "other", 0, np.minimum(GAP, wide * scale(ax) / 8)).tolist(),
    )


def title(ax: Axes, text: str, room: float = 0) -> None:
    """Writes a title above the axes, in as many lines as it needs, `room` points higher than usual."""
    lines = wrap(fonts.drawable(text), int(points_wide(ax) / (TITLE * COLUMN)))
    # The title, like the labels of the axes, is as old as the axes and has their font.
    how = {"fontfamily": fonts.FAMILY, "fontsize": TITLE, "parse_math": False}
    ax.set_title("\n".join(lines), loc="left", pad=room + 12, **how)


def frame(ax: Axes) -> None:
    """Leaves of the frame an axis in characters."""
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.tick_params(left=False, labelsize=SMALL, labelfontfamily=fonts.FAMILY)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10], integer=True))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    label = "characters 字数, white space not counted"
    ax.set_xlabel(label, loc="left", fontfamily=fonts.FAMILY, fontsize=TEXT)


def legend(ax: Axes, bands: pd.DataFrame, n_pages: int = 0, notes: Sequence[str] = ()) -> None:
    """Says below the axes which colour is which voice, how often it speaks and how long.

    Args:
        ax: where to draw.
        bands: columns `voice`, `n_chars`, a row a block.
        n_pages: pages cited that are marked above the band, if any.
        notes: sentences below the legend, which is then one column.
    """
    counts = bands.groupby("voice", observed=True)["n_chars"].agg(["size", "sum"])
    keys = [
        Patch(color=COLOURS[voice], label=f"{NAMES[voice]}: {n_blocks:,} ({n_chars:,} characters)")
        for voice, n_blocks, n_chars in counts.itertuples(name=None)
    ]
    if n_pages:
        label = f"pages cited 引用页码: {n_pages:,}"
        keys.append(Line2D([], [], color="black", linewidth=0, marker="|", markersize=12, label=label))
    keys += [Line2D([], [], linewidth=0, label=note) for note in notes]
    below = ax.transAxes + ScaledTranslation(0, -44 / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        handles=keys,
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


def points_wide(ax: Axes) -> float:
    """Width of the axes in points."""
    return ax.get_window_extent().width / ax.figure.dpi * 72


def scale(ax: Axes) -> float:
    """Points that a unit of the x axis takes."""
    left, right = ax.get_xlim()
    return points_wide(ax) / (right - left)
