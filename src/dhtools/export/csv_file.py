"""One table to a CSV file, and back."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from dhtools import codebook, tables
from dhtools.codebook import Field
from dhtools.errors import TableError
from dhtools.export import cells
from dhtools.export.datapackage import FREE_TEXT

BYTE_ORDER_MARK = "\ufeff"
TEXTS = {"string", "list", "datetime"}
"""Types of columns that CSV holds as text."""


def texts(table: str, frame: pd.DataFrame) -> dict[str, pa.Array]:
    """The text columns of a table as they stand in its CSV file, by name: lists joined, dates in ISO form."""
    return {f.name: _text(f, frame[f.name]) for f in codebook.fields(table) if f.type in TEXTS}


def _text(field: Field, values: pd.Series) -> pa.Array:
    if field.type == "list":
        return pa.array(map(cells.join, values), pa.large_string())
    if field.type == "datetime":
        return pa.array([None if pd.isna(date) else date.isoformat() for date in values], pa.large_string())
    return tables.array(field, values)


def write(
    path: Path, table: str, frame: pd.DataFrame, texts: Mapping[str, pa.Array], *, mark: bool = False
) -> None:
    """Writes a table as UTF-8 with LF line ends.

    An empty text is written `""`, a missing value as nothing at all.

    Args:
        path: the file.
        table: name of the table.
        frame: its rows.
        texts: its text columns, to be written in place of those in `frame`.
        mark: start with a byte order mark.
    """
    columns = {
        f.name: texts[f.name] if f.name in texts else tables.array(f, frame[f.name])
        for f in codebook.fields(table)
    }
    options = pa.csv.WriteOptions(include_header=False)
    with path.open("wb") as file:
        file.write(f"{BYTE_ORDER_MARK if mark else ''}{','.join(columns)}\n".encode())
        pa.csv.write_csv(pa.table(columns), file, options)


def read(path: Path, table: str, *, safe: bool = False) -> pd.DataFrame:
    """Reads a table back.

    Args:
        path: the file.
        table: name of the table.
        safe: take the apostrophes away that keep a spreadsheet from running cells.

    Raises:
        TableError: a column is missing, or a value is not of its column's type.
    """
    header: list[str] = []
    try:
        header = _header(path)
        tables.check_columns(str(path), table, header)
        found = _table(path, table)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise TableError(f"{path}: {_explained(header, error)}") from error
    values = {f.name: _values(f, found[f.name], safe=safe) for f in codebook.fields(table)}
    return tables.assemble(table, values)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _table(path: Path, table: str) -> pa.Table:
    types = {
        f.name: pa.large_string() if f.type == "list" else tables.ARROW_TYPES[f.type]
        for f in codebook.fields(table)
    }
    return pa.csv.read_csv(
        path,
        # One block, for Arrow fails on a cell that runs over the end of one.
        read_options=pa.csv.ReadOptions(block_size=max(path.stat().st_size, 1) + 1),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            true_values=["true", "True", "TRUE"],  # spreadsheets write capitals
            false_values=["false", "False", "FALSE"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _values(field: Field, column: pa.ChunkedArray, *, safe: bool) -> pa.Array | list[tuple[str, ...]]:
    values = column.combine_chunks()
    if safe and pa.types.is_large_string(values.type):
        values = cells.unguard(values)
    if field.type == "list":
        return [cells.split(cell or "") for cell in values.to_pylist()]
    # A program that saved the file may have dropped the quotation marks of an empty text.
    return values.fill_null("") if field.name in FREE_TEXT and not field.is_nullable else values


def _explained(header: Sequence[str], error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
        return "is not UTF-8; save it as CSV UTF-8"
    # Arrow numbers the columns.
    return re.sub(r"In CSV column #(\d+)", lambda found: f"column {header[int(found[1])]}", str(error))
