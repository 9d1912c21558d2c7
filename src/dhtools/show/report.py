"""Tables and sentences for a paper, made from a corpus so that no number is copied by hand.

`corpus_table` and `relation_table` are the two tables most papers need, `written` writes a table as Markdown,
LaTeX or CSV; `methods`, `accuracy`, `data_statement` and `citation` are its prose, in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from dhtools.export import cells
from dhtools.measure import intervals, relation
from dhtools.show.report_text import accuracy, citation, data_statement, methods

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

__all__ = [
    "accuracy", "citation", "corpus_table", "data_statement", "methods", "relation_table", "written",
]  # fmt: skip

ALL = "all 合计"
"""Name of the row that stands for all posts."""
CORPUS = {
    "n_posts": "posts",
    "n_block_quotes": "quotes set off",
    "n_quote_chars": "characters in them",
    "n_commentary_chars": "characters of commentary",
    "n_sentences": "sentences judged",
}
RATES = {
    "quote_share": "share of quotation",
    "response_rate": "quotes answered",
    "critique_rate": "critical sentences",
}
NONE = "–"
"""What stands where there is no number."""


def corpus_table(corpus: Corpus) -> pd.DataFrame:
    """What there is of each book, for a paper's first table.

    Posts of the genres notes, excerpts and review are counted. A post about two books counts for both, and one
    about none only in the last row, so that the column of posts need not add up.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `links`.

    Returns:
        One row a book and one of all posts, with numbers to be read: `book`, `posts`, `quotes set off`,
        `characters in them`, `characters of commentary`, `sentences judged`.
    """
    books = relation.by_book(corpus)
    table = books[["title", *CORPUS]].rename(columns={"title": "book", **CORPUS})
    posts = relation.by_post(corpus)[list(CORPUS)].sum()
    table.loc[ALL] = [ALL, *posts.astype(int)]
    return table.reset_index(drop=True)


def relation_table(corpus: Corpus) -> pd.DataFrame:
    """Quotation against critique by book, for a paper's second table.

    A rate is written in per cent, with its 95 % interval in brackets where enough posts have anything to count
    (`dhtools.measure.intervals`). No interval includes the errors of the rules that tell answers and critique.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `links`.

    Returns:
        One row a book and one of all posts, `book`, `posts`, and as text `share of quotation`,
        `quotes answered`, `critical sentences`.
    """
    books = relation.by_book(corpus)
    rows = [
        [row["title"], row["n_posts"], *(_rate(*row[_with_bounds(name)]) for name in RATES)]
        for _, row in books.iterrows()
    ]
    n_posts = len(relation.by_post(corpus))
    rows.append([ALL, n_posts, *(_rate(*_of_all(corpus, name)) for name in RATES)])
    return pd.DataFrame(rows, columns=["book", "posts", *RATES.values()])


def _with_bounds(measure: str) -> list[str]:
    return [measure, f"{measure}_low", f"{measure}_high"]


def _of_all(corpus: Corpus, measure: str) -> Sequence[float]:
    rows = relation.rows_behind(corpus, measure)
    weighted = rows.assign(above=rows["value"] * rows["weight"])
    return intervals.interval(weighted, ("above", "weight"))[:3]


def _rate(estimate: float, low: float, high: float) -> str:
    if pd.isna(estimate):
        return NONE
    return f"{estimate:.0%}" if pd.isna(low) else f"{estimate:.0%} ({low:.0%} to {high:.0%})"


def written(table: pd.DataFrame, file: str | Path, caption: str = "", digits: int = 2) -> Path:
    """Writes a table in the form that the file's name asks for.

    Args:
        table: any table; its index is left out.
        file: ends in `.md` (Markdown), `.tex` (LaTeX, for the package booktabs; Chinese needs XeLaTeX or LuaLaTeX) or
            `.csv` (with the mark by which Excel and WPS know UTF-8).
        caption: what the table shows; a CSV has none.
        digits: that fractions are rounded to; counts get marks at the thousands.

    Returns:
        The file.

    Raises:
        ValueError: the file's name ends in something else.
    """
    file = Path(file)
    if file.suffix not in WRITERS:
        raise ValueError(f"file={file.name!r} does not end in one of {', '.join(WRITERS)}")
    mark = "\ufeff" if file.suffix == ".csv" else ""
    file.write_text(mark + WRITERS[file.suffix](table, caption, digits), encoding="utf-8", newline="\n")
    return file


def _markdown(table: pd.DataFrame, caption: str, digits: int) -> str:
    rules = ["---:" if is_number else ":---" for is_number in _are_numbers(table)]
    rows = [list(table.columns), rules, *_cells(table, digits)]
    lines = [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([*([caption, ""] if caption else []), *lines]) + "\n"


def _latex(table: pd.DataFrame, caption: str, digits: int) -> str:
    sides = "".join("r" if is_number else "l" for is_number in _are_numbers(table))
    rows = [" & ".join(map(_escaped, row)) + r" \\" for row in (table.columns, *_cells(table, digits))]
    body = [rf"\begin{{tabular}}{{{sides}}}", r"\toprule", rows[0], r"\midrule", *rows[1:], r"\bottomrule"]
    title = [rf"\caption{{{_escaped(caption)}}}"] if caption else []
    whole = [r"\begin{table}", r"\centering", *title, *body, r"\end{tabular}", r"\end{table}"]
    return "\n".join(whole) + "\n"


def _csv(table: pd.DataFrame, caption: str, digits: int) -> str:
    safe = {name: _harmless(column) for name, column in table.items() if not _is_number(column)}
    return table.assign(**safe).round(digits).to_csv(index=False, lineterminator="\n")


def _harmless(column: pd.Series) -> list[str | None]:
    """Text with an apostrophe where a spreadsheet would run it."""
    return cells.guard(pa.array(column, pa.large_string()))[0].to_pylist()


WRITERS: dict[str, Callable[[pd.DataFrame, str, int], str]] = {
    ".md": _markdown,
    ".tex": _latex,
    ".csv": _csv,
}
"""By the end of the file's name."""
_SPECIAL = re.compile(r"[&%$#_{}]")
_SPELLED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _escaped(cell: object) -> str:
    """Text that LaTeX prints as it is."""
    return "".join(_SPELLED.get(letter) or _SPECIAL.sub(r"\\\g<0>", letter) for letter in str(cell))


def _are_numbers(table: pd.DataFrame) -> list[bool]:
    return [_is_number(column) for _, column in table.items()]


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype)


def _cells(table: pd.DataFrame, digits: int) -> list[list[str]]:
    """The cells as they are printed, row by row."""
    return [[_cell(value, digits) for value in row] for row in table.itertuples(index=False, name=None)]


def _cell(value: object, digits: int) -> str:
    if pd.isna(value):
        return NONE
    if isinstance(value, str):
        return " ".join(value.split())
    return f"{value:,.{digits}f}" if isinstance(value, float) else f"{value:,}"
