"""All figures, and the command that writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from dhtools.measure import composition
from dhtools.show.panels import small_multiples
from dhtools.show.relation_plots import quotation_against_critique
from dhtools.show.response_plots import response_ladder
from dhtools.show.stance_plots import stance_balance
from dhtools.show.strips import strip, strips
from dhtools.show.time_plots import timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from dhtools.corpus import Corpus

__all__ = [
    "quotation_against_critique",
    "response_ladder",
    "save_all",
    "small_multiples",
    "stance_balance",
    "strip",
    "strips",
    "timeline",
]

DPI = 150


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
    written = _save(strips(corpus, Figure(layout="none")), folder / "strips")
    for post_id in posts["post_id"]:
        written += _save(strip(corpus, post_id, Figure(layout="none")), folder / f"strip-{post_id}")
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
