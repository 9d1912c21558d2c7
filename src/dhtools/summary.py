"""A corpus at a glance: counts per book, and problems."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from dhtools.records import SEVERITIES
from dhtools.widths import cut, width

COLUMNS = ("posts", "quotes", "quoted characters", "commentary characters")
COUNTS = ["n_posts", "n_quotes", "n_quote_chars", "n_commentary_chars"]
BOOKS = 20
"""Books that are shown, those most quoted."""
ERRORS = 5
"""Errors that are shown."""
WIDEST = 40
"""Columns a title may take."""
Row = tuple[str, int, int, int, int]


def text(tables: Mapping[str, pd.DataFrame], errors: int = ERRORS) -> str:
    """The counts of a corpus as lines of text, aligned where a Chinese character is two columns wide.

    Args:
        tables: all tables by name.
        errors: how many errors to name below the counts.
    """
    rows = [("", *COLUMNS), *((row[0], *(f"{count:,}" for count in row[1:])) for row in _rows(tables))]
    titles = [cut(row[0], WIDEST) for row in rows]
    widths = [max(width(cell) for cell in column) for column in (titles, *list(zip(*rows, strict=True))[1:])]
    lines = [
        "  ".join([_left(title, widths[0]), *map(str.rjust, row[1:], widths[1:])])
        for title, row in zip(titles, rows, strict=True)
    ]
    return "\n".join([_headline(tables), *lines, *_problems(tables, errors)])


def page(tables: Mapping[str, pd.DataFrame], errors: int = ERRORS) -> str:
    """The same as a small HTML table."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in ("", *COLUMNS))
    body = "".join(
        f'<tr><th style="text-align:left">{html.escape(row[0])}</th>'
        + "".join(f"<td>{count:,}</td>" for count in row[1:])
        + "</tr>"
        for row in _rows(tables)
    )
    notes = "".join(f"<br>{html.escape(line)}" for line in _problems(tables, errors))
    return (
        f"<table><caption>{html.escape(_headline(tables))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{notes.removeprefix('<br>')}</p>"
    )


def error_lines(problems: pd.DataFrame) -> list[str]:
    """The errors among the problems, a line each: `path:line code message`."""
    rows = problems[problems["severity"] == "error"]
    columns = (rows[name] for name in ("path", "line", "code", "message"))
    return [
        _one_line(f"{path} {code} {message}" if pd.isna(line) else f"{path}:{line} {code} {message}")
        for path, line, code, message in zip(*columns, strict=True)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _headline(tables: Mapping[str, pd.DataFrame]) -> str:
    names = ("posts", "books", "quotes", "commentary", "sentences", "citations")
    return f"Corpus: {', '.join(counted(name, len(tables[name])) for name in names)}"


def counted(name: str, count: int) -> str:
    """A count with the name of what is counted.

    Examples:
        >>> counted("quotes", 1200), counted("quotes", 1)
        ('1,200 quotes', '1 quote')
    """
    return f"{count:,} {name.removesuffix('s') if count == 1 else name}"


def _rows(tables: Mapping[str, pd.DataFrame]) -> list[Row]:
    """One row a book, the most quoted first, one of all other books, and one of what belongs to no book."""
    books = tables["books"].sort_values("n_quote_chars", ascending=False, kind="stable")
    shown, others = books[["title", *COUNTS]].head(BOOKS), books[COUNTS].iloc[BOOKS:]
    rest = [(f"({counted('more books', len(others))})", *others.sum()), _without_book(tables)]
    return [*shown.itertuples(index=False, name=None), *(row for row in rest if any(row[1:]))]


def _without_book(tables: Mapping[str, pd.DataFrame]) -> Row:
    posts, quotes, commentary = (tables[name] for name in ("posts", "quotes", "commentary"))
    with_book = pd.concat(
        [rows.loc[rows["book_id"].notna(), "post_id"] for rows in (posts, quotes, commentary)]
    )
    loose = quotes[quotes["book_id"].isna()]
    return (
        "(no book)",
        len(posts) - with_book.nunique(),
        len(loose),
        int(loose.loc[loose["form"] == "block", "n_chars"].sum()),
        int(commentary.loc[commentary["book_id"].isna(), "n_chars"].sum()),
    )


def _problems(tables: Mapping[str, pd.DataFrame], errors: int) -> list[str]:
    problems = tables["problems"]
    counts = problems["severity"].value_counts()
    found = [counted(f"{name}s", counts[name]) for name in SEVERITIES if counts[name]]
    if not found:
        return ["Problems: none"]
    return [f"Problems: {', '.join(found)}", *(f"  {line}" for line in first(error_lines(problems), errors))]


def first(lines: Sequence[str], count: int) -> list[str]:
    """The first lines, with a word on the rest; none at all if `count` is 0."""
    if len(lines) <= count or not count:
        return list(lines[:count])
    return [*lines[:count], f"and {len(lines) - count} more, see problems"]


def _left(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
