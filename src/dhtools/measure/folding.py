"""Spellings that are to count as one: traditional and simplified, wide and narrow, capital and small."""

from __future__ import annotations

import re
from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from dhtools.parse.reading import HAN

if TYPE_CHECKING:
    from opencc import OpenCC

_WIDE = {ord(letter) + 0xFEE0: letter for letter in ascii_letters + digits}
_DOTS = dict.fromkeys(map(ord, "・･•‧∙⋅．"), "·")
_EVEN = _WIDE | _DOTS | {ord("’"): "'", ord("＇"): "'"}
_PARTICLE = re.compile("(?<![名原专编合译遗显巨论拙土昭卓较所新])著(?![作名者述称录于有《〈]|书立说)")
"""Traditional 著 where it seems no word for writing or renown, but what 着 is in simplified characters.

A rule of thumb: 林渡著 at the end of a line is taken for the particle, 看著名畫 for 著名.
"""


def fold(text: str) -> str:
    """Text in simplified characters and small letters, one character for one, so that offsets stay.

    Which simplified character stands for a traditional one OpenCC tells from the words around it. The dots
    within foreign names become one and the same, full-width letters narrow, curly apostrophes straight.

    Examples:
        >>> fold("看著燈火，林．渡的名著，Ｌａｍｐｓ")
        '看着灯火，林·渡的名著，lamps'
    """
    even = text.translate(_EVEN)
    if HAN.search(even):
        even = _if_as_long(_simplified(even), even)
    return _if_as_long(even.lower(), even)


def _simplified(text: str) -> str:
    found = _converter().convert(text.encode("utf-8", "replace").decode())
    return text if found == text else _PARTICLE.sub("着", found)


def _if_as_long(changed: str, text: str) -> str:
    return changed if len(changed) == len(text) else text


@cache
def _converter() -> OpenCC:
    import opencc  # here, as its dictionaries are read only where there is Chinese text

    return opencc.OpenCC("t2s")
