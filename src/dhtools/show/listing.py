"""Tables in a notebook to read, search and sort, without a network."""

from __future__ import annotations

from collections.abc import Collection
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from IPython.display import HTML

ROWS = 8
"""Rows that are seen at a time."""
NEW_LINE = " / "
"""What stands for a new line in a cell, as in verse that is quoted in prose."""
CONTROLS = {"topStart": None, "topEnd": "search", "bottomStart": "info", "bottomEnd": "paging"}
"""Above the table a field to search in, below it the pages; where one page holds all rows, neither."""
STYLE = "width:auto;margin:0"


def start() -> None:
    """Puts into the notebook what tables need to be searched in; without it they are plain.

    Raises:
        ImportError: itables is not installed.
    """
    _itables().init_notebook_mode(all_interactive=False, connected=False)


def searchable(rows: pd.DataFrame, n: int = ROWS, right: Collection[str] = ()) -> HTML:
    """A table with text to the left and numbers to the right, long text in several lines.

    A click on the head of a column sorts by it. A page without scripts shows the first rows.

    Args:
        rows: any table; its index is shown if it has a name.
        n: rows that are seen at a time.
        right: columns of text that stand to the right, such as what is left of a keyword.

    Returns:
        What a notebook shows as the last line of a cell.

    Raises:
        ImportError: itables is not installed.
        ValueError: `n` is below 1.
    """
    if n < 1:
        raise ValueError(f"n={n} is below 1: the rows that are seen at a time")
    from IPython.display import HTML

    shown = _with_index(rows)
    sides: dict[str, list[int]] = {"dt-left": [], "dt-right": []}
    for place, (name, column) in enumerate(shown.items()):
        sides["dt-right" if name in right or _is_number(column) else "dt-left"].append(place)
    made = _itables().to_html_datatable(
        pd.DataFrame({name: _in_one_line(column) for name, column in shown.items()}),
        connected=False,
        display_logo_when_loading=False,
        showIndex=False,
        classes="display compact",
        style=STYLE,
        layout=CONTROLS if len(rows) > n else dict.fromkeys(CONTROLS),
        pageLength=n,
        maxBytes=0,
        columnDefs=[{"className": side, "targets": targets} for side, targets in sides.items() if targets],
    )
    return HTML(made)


def _with_index(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reset_index(drop=all(name is None for name in rows.index.names))


def _in_one_line(column: pd.Series) -> pd.Series:
    """Cells as they are shown: text without new lines, and nothing where a value is missing."""
    return column if _is_number(column) and not column.isna().any() else column.astype(object).map(_shown)


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)


def _shown(value: object) -> object:
    if isinstance(value, str):
        return NEW_LINE.join(value.split("\n"))
    if isinstance(value, bool):
        return str(value)
    return "" if pd.api.types.is_scalar(value) and pd.isna(value) else value


def _itables() -> ModuleType:
    try:
        import itables
    except ImportError as error:
        raise ImportError("searchable tables need itables, of the extra `notebooks`: install it") from error
    return itables
