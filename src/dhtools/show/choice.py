"""A menu in a notebook, and below it what is drawn of the choice."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import ModuleType
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes

INSTEAD = (
    "<p><small>The menu works where this notebook runs; here is its first choice. "
    "菜单只在运行中的笔记本里有效；这里显示第一项。</small></p>"
)
"""What a page says behind which no program runs."""
Draw = Callable[[Any, str], Axes | str]


def choose(
    draw: Draw, given: Any, options: Sequence[str] | Mapping[str, str], label: str = "choose 选择"
) -> Choice:
    """Makes a menu; showing it is the last line of a notebook's cell.

    Args:
        draw: makes a figure or a piece of HTML of `given` and one of the options, such as `plots.strip` of a
            corpus and the key of a post.
        given: what is drawn, such as a corpus.
        options: what there is to choose from, the first one chosen; or what the menu says of each, with what
            it stands for.
        label: what stands before the menu.

    Raises:
        ImportError: ipywidgets is not installed.
        ValueError: there are no options.
    """
    if not len(options):
        raise ValueError("options is empty: there is nothing to choose from")
    named = options if isinstance(options, Mapping) else {str(option): str(option) for option in options}
    return Choice(draw, given, named, label)


class Choice:
    """The menu with what it shows.

    Attributes:
        menu, picture, box: its parts, as widgets of ipywidgets.
    """

    def __init__(self, draw: Draw, given: Any, options: Mapping[str, str], label: str) -> None:
        self._draw, self._given = draw, given
        widgets = _ipywidgets()
        wide = {"description_width": "initial"}  # or else a label of more than ten letters is cut
        self.menu = widgets.Dropdown(
            options=list(options.items()), description=label, style=wide, layout={"width": "auto"}
        )
        self.picture = widgets.HTML(self._html(self.menu.value))
        self.box = widgets.VBox([self.menu, self.picture])
        self.menu.observe(self._show, names="value")

    def _repr_mimebundle_(self, **how: Any) -> dict[str, Any]:
        """The menu, and for pages behind which no program runs what it shows now."""
        instead = {
            "text/html": INSTEAD + self.picture.value,
            "text/plain": f"{len(self.menu.options)} to choose from",
        }
        return self.box._repr_mimebundle_(**how) | instead

    def _show(self, change: dict[str, Any]) -> None:
        self.picture.value = self._html(change["new"])

    def _html(self, option: str) -> str:
        made = self._draw(self._given, option)
        return _image(made) if isinstance(made, Axes) else made


def _image(ax: Axes) -> str:
    """A figure as an image in HTML; the figure is closed, or else the cell would show it once more."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png", bbox_inches="tight")
    plt.close(ax.figure)
    written = base64.b64encode(buffer.getvalue()).decode()
    title = escape(" ".join(ax.get_title(loc="left").split()))
    return f'<img alt="{title}" style="max-width:100%" src="data:image/png;base64,{written}">'


def _ipywidgets() -> ModuleType:
    try:
        import ipywidgets
    except ImportError as error:
        raise ImportError("a menu needs ipywidgets, of the extra `notebooks`: install it") from error
    return ipywidgets
