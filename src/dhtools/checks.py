"""Rules that tables must keep: columns, types, missing values, keys, references, offsets.

They are checked column by column with pandas and Arrow. pandera, which is made for this, takes 0.4 s to
import, and for columns, types and missing values alone twice the time of all that is checked here; it takes
pandas' two string types for one, and knows no references between tables.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dhtools import codebook
from dhtools.codebook import Field
from dhtools.errors import TableError
from dhtools.records import TABLES
from dhtools.tables import SHOWN, check_columns, contains, dtype, shown


def validate(frames: Mapping[str, pd.DataFrame]) -> None:
    """Checks all tables, each alone and with each other.

    Args:
        frames: the tables by name, as `tables.frames` makes them.

    Raises:
        TableError: a table or column is missing, strange or of the wrong type, a value is missing where
            one is due, a key is not unique or leads nowhere, or a row ends before it starts. The message
            names table, column and the first few offending values.
    """
    absent = [name for name in TABLES if name not in frames]
    if absent:
        raise TableError(f"tables missing: {', '.join(absent)}")
    for name in TABLES:
        check_shape(name, frames[name])
        _check_key(name, frames[name])
        _check_spans(name, frames[name])
    for name in TABLES:
        _check_references(name, frames)
    _check_hosts(frames)


def check_shape(table: str, frame: pd.DataFrame) -> None:
    """Checks the columns of one table, their order, types and missing values.

    Raises:
        TableError: naming the column.
    """
    check_columns(table, table, list(frame))
    fields = codebook.fields(table)
    if list(frame) != [field.name for field in fields]:
        raise TableError(f"{table}: columns are not in the order {', '.join(field.name for field in fields)}")
    for field in fields:
        _check_column(field, frame[field.name])


def _check_column(field: Field, values: pd.Series) -> None:
    if values.dtype != dtype(field):
        raise TableError(f"{field.table}: {field.name} is of type {values.dtype}, not {dtype(field)}")
    if not field.is_nullable and values.hasnans:
        missing = values.isna()
        raise TableError(
            f"{field.table}: {field.name} is missing in {missing.sum()} rows, first in row {missing.argmax()}"
        )


def _check_key(table: str, frame: pd.DataFrame) -> None:
    key = list(codebook.KEYS.get(table, ()))
    if not key:
        return
    again = frame[key[0]] if len(key) == 1 else frame[key]
    repeated = again.duplicated()
    if repeated.any():
        rows = frame.loc[repeated, key].drop_duplicates()
        values = [row[0] if len(row) == 1 else row for row in rows.itertuples(index=False, name=None)]
        raise TableError(f"{table}: {', '.join(key)} not unique: {shown(values)}")


def _check_spans(table: str, frame: pd.DataFrame) -> None:
    for first, last, may_equal in (("start", "end", False), ("start_line", "end_line", True)):
        if first not in frame or last not in frame:
            continue
        start, end = frame[first].to_numpy(), frame[last].to_numpy()
        wrong = np.flatnonzero(start > end if may_equal else start >= end)
        if len(wrong):
            spans = [f"{start[at]}-{end[at]} in {frame['post_id'].iloc[at]}" for at in wrong[:SHOWN]]
            how = "before" if may_equal else "not after"
            raise TableError(f"{table}: {last} {how} {first}: {', '.join(spans)}")


def _check_references(table: str, frames: Mapping[str, pd.DataFrame]) -> None:
    for field in codebook.fields(table):
        if field.refers_to:
            _check_found(table, frames[table][field.name], field.refers_to, frames)


def _check_hosts(frames: Mapping[str, pd.DataFrame]) -> None:
    citations = frames["citations"]
    for host, parent in codebook.HOST_TABLES.items():
        _check_found("citations", citations.loc[citations["host"] == host, "host_id"], parent, frames)


def _check_found(table: str, values: pd.Series, parent: str, frames: Mapping[str, pd.DataFrame]) -> None:
    keys = frames[parent][codebook.key(parent)]
    lost = ~contains(values, keys) & values.notna().to_numpy()
    if lost.any():
        dangling = values[lost].unique().tolist()
        raise TableError(f"{table}: {values.name} leads to no row of {parent}: {shown(dangling)}")
