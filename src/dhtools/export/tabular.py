"""All tables to a folder of CSV or Parquet files, and back.

Reading gives the very frames that were written, types and missing values included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from dhtools import codebook, tables
from dhtools.codebook import Field
from dhtools.errors import TableError
from dhtools.export import cells, csv_file, datapackage, dictionary, manifest
from dhtools.export.folder import staged
from dhtools.records import TABLES


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, rows by table, and what a spreadsheet needs to know of its cells.

    `escaped` counts the cells that got an apostrophe, `too_long` those Excel has no room for, both by
    `table.column`.
    """

    folder: Path
    rows: dict[str, int]
    escaped: dict[str, int]
    too_long: dict[str, int]


def write_csv(
    frames: Mapping[str, pd.DataFrame],
    folder: Path,
    origin: Mapping[str, Any],
    *,
    excel: bool = False,
    safe: bool | None = None,
) -> Written:
    """Writes every table as CSV, with `datapackage.json`, `README.md` and `manifest.json`.

    Args:
        frames: the tables by name.
        folder: where to; made if need be.
        origin: what read the posts, as `manifest.origin` gives it.
        excel: start each file with a byte order mark, by which Excel knows UTF-8.
        safe: put an apostrophe before cells that a spreadsheet would run; as `excel` if not given.

    Raises:
        TableError: the folder cannot be written; the tables in it are then as they were.
    """
    safe = excel if safe is None else safe
    escaped: dict[str, int] = {}
    too_long: dict[str, int] = {}
    with staged(folder) as stage:
        for name in TABLES:
            texts = csv_file.texts(name, frames[name])
            if excel:
                too_long |= _counted(name, {column: cells.n_too_long(texts[column]) for column in texts})
            if safe:
                texts, counts = _guarded(texts)
                escaped |= _counted(name, counts)
            csv_file.write(stage / f"{name}.csv", name, frames[name], texts, mark=excel)
        datapackage.write(stage, excel=excel)
        details = {"excel": excel, "safe": safe, "escaped": escaped, "too_long": too_long}
        _write_notes(stage, folder, frames, origin, "csv", details)
    return Written(folder, _rows(frames), escaped, too_long)


def write_parquet(frames: Mapping[str, pd.DataFrame], folder: Path, origin: Mapping[str, Any]) -> Written:
    """Writes every table as Parquet, with `README.md` and `manifest.json`.

    Raises:
        TableError: the folder cannot be written; the tables in it are then as they were.
    """
    with staged(folder) as stage:
        for name in TABLES:
            columns = {f.name: tables.array(f, frames[name][f.name]) for f in codebook.fields(name)}
            pa.parquet.write_table(pa.table(columns), stage / f"{name}.parquet")
        _write_notes(stage, folder, frames, origin, "parquet", {})
    return Written(folder, _rows(frames), {}, {})


def _guarded(texts: Mapping[str, pa.Array]) -> tuple[dict[str, pa.Array], dict[str, int]]:
    pairs = {column: cells.guard(values) for column, values in texts.items()}
    return {column: pair[0] for column, pair in pairs.items()}, {
        column: pair[1] for column, pair in pairs.items()
    }


def _counted(table: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{table}.{column}": count for column, count in counts.items() if count}


def _rows(frames: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    return {name: len(frames[name]) for name in TABLES}


def _write_notes(
    stage: Path,
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    origin: Mapping[str, Any],
    form: str,
    details: Mapping[str, Any],
) -> None:
    dictionary.write(stage)
    files = {file.name for file in stage.iterdir()}
    content = manifest.describe(frames, origin, manifest.read(folder), form, details, files)
    manifest.write(stage, content)


def origin(folder: Path) -> dict[str, Any]:
    """What read the posts whose tables a folder holds, as its manifest says."""
    found = manifest.read(folder)
    return {name: found[name] for name in manifest.ORIGIN if name in found}


def has_tables(folder: Path) -> bool:
    """Whether a folder holds tables rather than posts."""
    return any((folder / f"{name}.{form}").is_file() for name in TABLES for form in ("csv", "parquet"))


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Reads all tables of a folder, from CSV if there is any and else from Parquet.

    CSV comes first, for it is what people edit.

    Raises:
        TableError: the folder, a table or a column is missing, or a value is not of its column's type.
    """
    if not folder.is_dir():
        raise TableError(f"no folder {folder}: check the path")
    csv = manifest.read(folder).get("forms", {}).get("csv", {})
    if paths := _paths(folder, "csv"):
        return {name: csv_file.read(path, name, safe=csv.get("safe", False)) for name, path in paths.items()}
    if paths := _paths(folder, "parquet"):
        return {name: _read_parquet(path, name) for name, path in paths.items()}
    raise TableError(f"no tables in {folder}: make them with dhtools build, from a folder of posts")


def _paths(folder: Path, form: str) -> dict[str, Path]:
    """The files of all tables in one form, empty where there is none of them."""
    paths = {name: folder / f"{name}.{form}" for name in TABLES}
    absent = [path.name for path in paths.values() if not path.is_file()]
    if len(absent) == len(paths):
        return {}
    if absent:
        raise TableError(f"{folder} lacks {', '.join(absent)}: build the tables again")
    return paths


def _read_parquet(path: Path, table: str) -> pd.DataFrame:
    try:
        found = pa.parquet.read_table(path)
        tables.check_columns(str(path), table, found.column_names)
        return tables.assemble(table, {f.name: _values(f, found[f.name]) for f in codebook.fields(table)})
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:  # OSError: damaged inside
        raise TableError(f"{path}: {error}") from error


def _values(field: Field, column: pa.ChunkedArray) -> pa.Array | list[tuple[str, ...]]:
    if field.type == "list":
        return [tuple(items or ()) for items in column.to_pylist()]
    return column.combine_chunks().cast(tables.ARROW_TYPES[field.type])
