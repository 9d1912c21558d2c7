"""Bands of blocks, each as wide as it is long, and the legend that goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from dhtools.show import canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

COLOURS = {"quote": canvas.QUOTE, "commentary": canvas.COMMENTARY, "other": canvas.OTHER}
NAMES = {"quote": "block quotes 引文", "commentary": "commentary 评注", "other": "headings and other 标题等"}
GAP = 0.6
"""Points between two blocks, less where they are narrow."""


def draw(ax: Axes, bands: pd.DataFrame, y: float, height: float) -> None:
    """Draws the blocks of one post at a height of the y axis, which runs downwards.

    Of a commentary block as much is shaded, from its foot upwards, as stands in critical sentences.

    Args:
        ax: where to draw, with the limits of its x axis set.
        bands: columns `voice`, `left`, `n_chars`, `n_critical_chars`, a row a block.
        y: middle of the band.
        height: of the band.
    """
    _bars(ax, bands, y - height / 2, np.full(len(bands), height), bands["voice"].map(COLOURS).tolist())
    judging = bands[bands["n_critical_chars"] > 0]
    tall = height * (judging["n_critical_chars"] / judging["n_chars"]).to_numpy(float)
    _bars(ax, judging, y + height / 2 - tall, tall, [canvas.CRITIQUE] * len(judging))


def frame(ax: Axes) -> None:
    """Leaves of the frame an axis in characters."""
    canvas.frame(ax, "characters 字数, white space not counted")
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10], integer=True))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def legend(ax: Axes, bands: pd.DataFrame, n_pages: int = 0, notes: Sequence[str] = ()) -> None:
    """Says below the axes which colour is which voice, how often it speaks and how long.

    Args:
        ax: where to draw.
        bands: columns `voice`, `n_chars`, `n_critical_chars`, a row a block.
        n_pages: pages cited that are marked above the band, if any.
        notes: sentences below the legend, which is then one column.
    """
    counts = bands.groupby("voice", observed=True)["n_chars"].agg(["size", "sum"])
    keys: list[Artist] = [
        Patch(color=COLOURS[voice], label=f"{NAMES[voice]}: {n_blocks:,} ({n_chars:,} characters)")
        for voice, n_blocks, n_chars in counts.itertuples(name=None)
    ]
    if n_critical := bands["n_critical_chars"].sum():
        keys.append(
            Patch(color=canvas.CRITIQUE, label=f"in critical sentences 批评句: {n_critical:,} characters")
        )
    if n_pages:
        label = f"pages cited 引用页码: {n_pages:,}"
        keys.append(Line2D([], [], color="black", linewidth=0, marker="|", markersize=12, label=label))
    canvas.legend(ax, keys, notes)


def _bars(ax: Axes, bands: pd.DataFrame, top: np.ndarray, height: np.ndarray, colours: list[str]) -> None:
    wide = bands["n_chars"].to_numpy(float)
    gaps = np.where(bands["voice"] == "other", 0, np.minimum(GAP, wide * canvas.scale(ax) / 8))
    left = bands["left"].to_numpy(float)
    edge = {"edgecolor": "white", "linewidth": gaps.tolist()}
    ax.bar(left, height, wide, top, align="edge", color=colours, **edge)
