"""All figures, and what writes them to files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from dhtools.measure import composition
from dhtools.show.canvas import NothingToShowError
from dhtools.show.network import works_network
from dhtools.show.panels import small_multiples
from dhtools.show.relation_plots import quotation_against_critique
from dhtools.show.response_plots import response_ladder
from dhtools.show.stance_plots import stance_balance
from dhtools.show.strips import strip, strips
from dhtools.show.time_plots import timeline
from dhtools.show.word_plots import keyness

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from dhtools.corpus import Corpus

__all__ = [
    "NothingToShowError",
    "keyness",
    "quotation_against_critique",
    "response_ladder",
    "save_all",
    "small_multiples",
    "stance_balance",
    "strip",
    "strips",
    "timeline",
    "works_network",
]

OF_ALL = (
    strips,
    quotation_against_critique,
    stance_balance,
    response_ladder,
    small_multiples,
    timeline,
    keyness,
    works_network,
)
"""The figures of a whole corpus, in the order in which they are written."""
DPI = 150


def save_all(corpus: Corpus, folder: str | Path) -> list[Path]:
    """Writes every figure, and the `strip` of each post with quotes and commentary, as PNG and SVG.

    The same corpus gives the same bytes. A figure is named after its function, a strip after its post.

    Args:
        corpus: any corpus.
        folder: where to; made if need be.

    Returns:
        The files written. What the corpus has nothing to show of is left out.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, axes in _figures(corpus) for path in _save(axes, folder / name)]


def _figures(corpus: Corpus) -> Iterator[tuple[str, Axes]]:
    """All figures with their names, in figures of their own: none is shown, and none stays in memory."""
    for draw in OF_ALL:
        try:
            axes = draw(corpus, ax=Figure(layout="none"))
        except NothingToShowError:
            continue
        yield draw.__name__.replace("_", "-"), axes
    for post_id in composition.posts(corpus)["post_id"]:
        yield f"strip-{post_id}", strip(corpus, post_id, Figure(layout="none"))


def _save(ax: Axes, path: Path) -> list[Path]:
    written = []
    # SVG takes its ids from a random number and both formats the time of day, unless told otherwise.
    with mpl.rc_context({"svg.hashsalt": "dhtools", "svg.fonttype": "path"}):
        for suffix, metadata in ((".png", {"Software": None}), (".svg", {"Date": None, "Creator": None})):
            # Not with_suffix: a post's key may hold a dot.
            written.append(path.with_name(path.name + suffix))
            ax.figure.savefig(written[-1], dpi=DPI, bbox_inches="tight", metadata=metadata, facecolor="white")
    return written
