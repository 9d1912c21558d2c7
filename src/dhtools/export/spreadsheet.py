"""CSV as spreadsheets save it: in any encoding, divided by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from dhtools.errors import PostError, TableError
from dhtools.export.csv_file import BYTE_ORDER_MARK
from dhtools.parse import encodings

SEPARATORS = ",;\t"
WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx and .ods, and of .xls."""
ADVICE = "save it as CSV UTF-8"


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row, white space around them left out.

    The separator is the one that the first row has most of. The row `sep=;`, which Excel reads as naming it,
    has one empty cell.

    Raises:
        TableError: the file cannot be read, or is no CSV.
    """
    text = _text(path).lstrip(BYTE_ORDER_MARK)
    first = next(iter(text.splitlines()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [""] if line and line[0] == "sep=" else [cell.strip() for cell in line]
    except csv.Error as error:
        raise TableError(f"{path}: is no CSV: {error}; {ADVICE}") from error


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror}") from error
    if raw.startswith(WORKBOOKS):
        raise TableError(f"{path}: is a workbook of a spreadsheet: {ADVICE}")
    try:
        text, encoding, problems = encodings.decode(raw, path.name)
    except PostError:
        raise TableError(f"{path}: is no text: {ADVICE}") from None
    if any(problem.code == "encoding" for problem in problems):
        raise TableError(f"{path}: holds characters that are not {encoding}: {ADVICE}")
    return text
