r"""What a CSV cell can hold: lists, and text that a spreadsheet would run.

A list is joined by `;`. An item's own `;` is written `\;`, its own `\` is written `\\`, and an empty item
is written `\e`, so that no items and one empty item differ.

A spreadsheet runs a cell that starts with = + - or @, also in full width or after white space, and imports
a cell that starts with a tab or a line end in surprising ways. Such a cell gets an apostrophe in front. So
does one that already has apostrophes there, and taking one away again is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

ITEM = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Arrow's own syntax, RE2: \p{Z} are blanks of all kinds, \p{Cf} invisible characters.
FORMULA = r"'*(?:[\x00-\x20\x7f-\xa0\p{Z}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])"
LONGEST = 32_767
"""Characters that fit into a cell of Excel, which breaks a longer one up over the rows below."""


def join(items: Iterable[str]) -> str:
    r"""Joins a list into one cell.

    Examples:
        >>> print(join(("回忆录", "a;b")))
        回忆录;a\;b
    """
    return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") or "\\e" for item in items)


def split(cell: str) -> tuple[str, ...]:
    r"""Splits a cell back into the list.

    Examples:
        >>> split(r"回忆录;a\;b")
        ('回忆录', 'a;b')
    """
    if "\\" not in cell:
        return tuple(cell.split(";")) if cell else ()
    return tuple("" if item == "\\e" else ESCAPED.sub(r"\1", item) for item in ITEM.findall(cell))


def guard(cells: pa.Array) -> tuple[pa.Array, int]:
    """Puts an apostrophe before every cell that a spreadsheet would run, and counts them."""
    n_cells = pc.sum(pc.match_substring_regex(cells, f"^{FORMULA}")).as_py() or 0
    if not n_cells:
        return cells, 0
    return pc.replace_substring_regex(cells, f"^({FORMULA})", r"'\1", max_replacements=1), n_cells


def unguard(cells: pa.Array) -> pa.Array:
    """Takes the apostrophes away that `guard` put there."""
    return pc.replace_substring_regex(cells, f"^'({FORMULA})", r"\1", max_replacements=1)


def n_too_long(cells: pa.Array) -> int:
    """Cells with more characters than Excel has room for."""
    return pc.sum(pc.greater(pc.utf8_length(cells), LONGEST)).as_py() or 0
