"""A figure as it is seen: its bytes, its words, and whether they stand in each other's way."""

import io
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.text import Text


def drawn(ax: Axes) -> bytes:
    """The figure as it is shown; a character that no font has is a warning, and so an error."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png", bbox_inches="tight")
    return buffer.getvalue()


def title(ax: Axes) -> str:
    """The title, in one line."""
    return ax.get_title(loc="left").replace("\n", " ")


def legend(ax: Axes) -> list[str]:
    """What stands below the axes."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def inside(ax: Axes) -> list[str]:
    """What stands among the marks."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def clashes(ax: Axes) -> list[tuple[str, str]]:
    """The pairs of texts of which one is drawn over the other."""
    ax.figure.draw_without_rendering()
    seen = [text for text in ax.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = {text: text.get_window_extent() for text in seen}
    return [
        (one.get_text(), other.get_text())
        for one, other in combinations(seen, 2)
        if _meet(boxes[one], boxes[other])
    ]


def grey(colour: str) -> float:
    """Lightness of a colour where only that is left, 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _meet(one, other, most: float = 2) -> bool:
    """Whether two boxes share more than the white space around letters, of so many pixels."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > most and tall > most
