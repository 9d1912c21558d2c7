"""The Chinese font that figures carry, and the settings that use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import matplotlib as mpl
import pylopdf_fonts_zh_cn
from matplotlib import font_manager

FAMILY = ["Noto Sans SC", "DejaVu Sans"]
"""Simplified and traditional Chinese with Latin, and matplotlib's own font for what that lacks."""

# By name: "sans-serif" is looked up when the figure is drawn, when the settings are the user's again.
SETTINGS = {"font.family": FAMILY, "axes.unicode_minus": False}


@contextmanager
def style() -> Iterator[None]:
    """Draws text in a font that has Chinese; afterwards matplotlib's settings are as they were.

    A text keeps the font that it was made with, so a figure may be shown or saved later, outside.

    Examples:
        >>> import matplotlib as mpl
        >>> with style():
        ...     mpl.rcParams["font.family"]
        ['Noto Sans SC', 'DejaVu Sans']
        >>> mpl.rcParams["font.family"]
        ['sans-serif']
    """
    _register()
    before = {name: mpl.rcParams[name] for name in SETTINGS}
    # Not rc_context: a notebook turns figures on when the first is made, and that would be undone, too.
    mpl.rcParams.update(SETTINGS)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def drawable(text: str) -> str:
    """Text in one line, without the characters that neither font has, such as most emoji."""
    return " ".join("".join(one for one in text if one.isspace() or ord(one) in _known()).split())


@cache
def _register() -> None:
    font_manager.fontManager.addfont(pylopdf_fonts_zh_cn.sans_path())


@cache
def _known() -> frozenset[int]:
    """Code points that one of the fonts has."""
    _register()
    paths = [font_manager.findfont(name) for name in FAMILY]
    return frozenset().union(*(font_manager.get_font(path).get_charmap() for path in paths))
