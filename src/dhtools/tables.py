"""Records turned into DataFrames, one column a field.

Strings are `string`, counts and offsets `Int64`, yes and no `boolean`, probabilities `Float64`, dates
`datetime64[us]`; closed lists of values are `category` with the values in the code book's order, and lists
are tuples. All other columns go through Arrow, whether their values come from records, CSV or Parquet: that
is fast, and gives the same frame whatever the road.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dhtools import codebook
from dhtools.codebook import Field
from dhtools.errors import TableError
from dhtools.records import TABLES

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.large_string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us"),
    "list": pa.large_list(pa.large_string()),
}
"""Arrow type of a column by the code book's type."""

STRING = pd.StringDtype("pyarrow")
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
RUN = 2000
"""Records that are turned into columns at a time."""
SHOWN = 5
"""Offending values that an error names."""


def frames(records: Mapping[str, Sequence]) -> dict[str, pd.DataFrame]:
    """Makes a DataFrame of every table.

    Args:
        records: records by the names in `records.TABLES`; a missing name is an empty table.

    Returns:
        All tables by name, in the order of `records.TABLES`; an empty one has its columns and types too.

    Raises:
        TableError: a value is not of its column's type or not in its closed list.
    """
    return {name: frame(name, records.get(name, ())) for name in TABLES}


def frame(table: str, rows: Sequence) -> pd.DataFrame:
    """Makes the DataFrame of one table from its records."""
    fields = codebook.fields(table)
    # A run at a time: its records then lie in the processor's cache, which takes a third off the time.
    runs = [rows[at : at + RUN] for at in range(0, len(rows), RUN)]
    pieces = [
        [_encoded(f, values) for f, values in zip(fields, zip(*run, strict=True), strict=True)]
        for run in runs
    ]
    columns = zip(*pieces, strict=True) if pieces else [[_encoded(field, ())] for field in fields]
    return assemble(table, {f.name: _joined(f, parts) for f, parts in zip(fields, columns, strict=True)})


def assemble(table: str, columns: Mapping[str, pa.Array | list[tuple[str, ...]]]) -> pd.DataFrame:
    """Makes the DataFrame of one table.

    Args:
        table: its name.
        columns: values by column name: tuples for a list column, an Arrow array for any other.

    Raises:
        TableError: a value is not in the closed list of its column.
    """
    return pd.DataFrame({f.name: _column(f, columns[f.name]) for f in codebook.fields(table)}, copy=False)


def _column(field: Field, values: pa.Array | list[tuple[str, ...]]) -> Any:
    if field.values:
        return _category(field, values)
    return COLUMNS[field.type](values)


def array(field: Field, values: pd.Series) -> pa.Array:
    """Makes an Arrow array of a column, of the type in `ARROW_TYPES`; the way back from a frame."""
    if field.values:
        values = values.astype(STRING)
    return _whole(pa.array(values, type=ARROW_TYPES[field.type], from_pandas=True))


def check_columns(where: str, table: str, found: Sequence[str]) -> None:
    """Checks that all columns of a table are there and no others.

    Raises:
        TableError: naming `where`, the columns missing and those unknown.
    """
    due = [field.name for field in codebook.fields(table)]
    faults = {
        "missing": [name for name in due if name not in found],
        "unknown": [name for name in found if name not in due],
        "there twice": [name for name in due if list(found).count(name) > 1],
    }
    said = [f"columns {fault}: {', '.join(names)}" for fault, names in faults.items() if names]
    if said:
        raise TableError(f"{where}: {'; '.join(said)}")


def dtype(field: Field) -> Any:
    """The pandas dtype of a column."""
    return _dtypes()[field]


def contains(values: pd.Series, keys: pd.Series | Sequence[str]) -> np.ndarray:
    """Whether each string of a column is among the keys; a missing value never is.

    Arrow answers some fifty times faster than `Series.isin` does for strings.
    """
    wanted = _whole(pa.array(keys, pa.large_string()))
    found = pc.is_in(_whole(pa.array(values, pa.large_string())), value_set=wanted.drop_null())
    return found.to_numpy(zero_copy_only=False)


def _whole(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _encoded(field: Field, values: Sequence) -> pa.Array | Sequence[tuple[str, ...]]:
    try:
        return _encodable(field, values)
    except UnicodeEncodeError:
        # An escape such as \ud83d in a front matter, or a file name in another encoding: half a character,
        # which no file format can hold.
        return _encodable(field, [value and _mended(value) for value in values])
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{field.table}.{field.name} is not of type {field.type}: {error}") from error


def _joined(field: Field, pieces: Sequence) -> pa.Array | list[tuple[str, ...]]:
    return list(chain.from_iterable(pieces)) if field.type == "list" else pa.concat_arrays(pieces)


def _encodable(field: Field, values: Sequence) -> pa.Array | Sequence[tuple[str, ...]]:
    if field.type == "list":
        "".join(chain.from_iterable(values)).encode()
        return values
    return pa.array(values, ARROW_TYPES[field.type])


def _mended(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value.translate(SURROGATES)
    return tuple(item.translate(SURROGATES) for item in value)


def _string(values: pa.Array) -> pd.arrays.ArrowStringArray:
    return pd.arrays.ArrowStringArray(pa.chunked_array([values]), dtype=STRING)


def _masked(array: type, empty: Any) -> Callable[[pa.Array], Any]:
    def make(values: pa.Array) -> Any:
        missing = np.array(values.is_null(nan_is_null=True))
        # A copy, for Arrow's own memory is read only and `frame.loc[0, "n_chars"] = 1` would fail.
        filled = values.fill_null(empty).to_numpy(zero_copy_only=False).copy()
        return array(filled, missing)

    return make


def _datetime(values: pa.Array) -> np.ndarray:
    return values.to_numpy(zero_copy_only=False).astype("datetime64[us]")


def _tuples(values: list[tuple[str, ...]]) -> np.ndarray:
    return np.fromiter(values, object, len(values))


COLUMNS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _masked(pd.arrays.IntegerArray, 0),
    "number": _masked(pd.arrays.FloatingArray, 0.0),
    "boolean": _masked(pd.arrays.BooleanArray, False),
    "datetime": _datetime,
    "list": _tuples,
}
"""How values become a column, by the code book's type."""


def _category(field: Field, values: pa.Array) -> pd.Categorical:
    codes = pc.index_in(values, value_set=pa.array(field.values, pa.large_string()))
    if codes.null_count > values.null_count:
        strange = values.filter(pc.and_(codes.is_null(), values.is_valid())).unique().to_pylist()
        raise TableError(
            f"{field.table}.{field.name}: {shown(strange)} not among {', '.join(field.values)}",
        )
    return pd.Categorical.from_codes(codes.fill_null(-1).to_numpy(), dtype=_dtypes()[field])


def shown(values: Sequence) -> str:
    """The first few of the values, for an error message."""
    more = f" and {len(values) - SHOWN} more" if len(values) > SHOWN else ""
    return ", ".join(map(repr, values[:SHOWN])) + more


@cache
def _dtypes() -> dict[Field, Any]:
    plain = {
        "string": STRING,
        "integer": pd.Int64Dtype(),
        "number": pd.Float64Dtype(),
        "boolean": pd.BooleanDtype(),
        "datetime": np.dtype("datetime64[us]"),
        "list": np.dtype(object),
    }
    every = [field for table in codebook.tables().values() for field in table.fields]
    return {f: pd.CategoricalDtype(f.values) if f.values else plain[f.type] for f in every}
