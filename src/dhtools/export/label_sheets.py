"""Label sheets: CSV files in which people say of sentences whether they are critical.

A row is a sentence, known by its `sentence_id`, which is made of its words: labels stay with their sentence
when the rest of the post changes, and where the sheet is sorted. The other columns are for the reader:
`post_id`, `line`, the sentence `before`, its `text`, the one `after`. The labeller fills in `critical` (yes or
no), `stance` (negative, positive or mixed), `labeller` and `comment`. `weight`, the last, is how many sentences
of the corpus the row stands for, where `dhtools.measure.sampling` drew it.

Files are written for spreadsheets and read as spreadsheets leave them: in other encodings, divided by
semicolons or tabs, with blank rows, in Chinese. What cannot be understood is an error that names its row.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from dhtools.errors import GoldError, TableError
from dhtools.export import cells, spreadsheet
from dhtools.export.csv_file import BYTE_ORDER_MARK
from dhtools.parse.ids import hash8
from dhtools.records import STANCES
from dhtools.tables import STRING

DTYPES: dict[str, Any] = {
    "sentence_id": STRING,
    "post_id": STRING,
    "line": pd.Int64Dtype(),
    "before": STRING,
    "text": STRING,
    "after": STRING,
    "critical": pd.BooleanDtype(),
    "stance": STRING,
    "labeller": STRING,
    "comment": STRING,
    "weight": pd.Float64Dtype(),
}
"""Columns of a sheet and their types in a frame."""
COLUMNS = tuple(DTYPES)
FREE_TEXT = ("before", "text", "after", "comment")
"""Columns that are empty, not missing, where there is nothing to say."""
NEEDED = ("sentence_id", "text", "critical")
"""Columns that a file must have."""
WORDS = {
    True: ("yes", "是", "y", "true", "1"),
    False: ("no", "否", "n", "false", "0"),
}
"""What `critical` may say, in capitals too; the first of each is written."""
STANCE_WORDS = {
    "negative": ("negative", "负面", "負面"),
    "positive": ("positive", "正面"),
    "mixed": ("mixed", "兼有"),
}
CRITICAL = {word: value for value, words in WORDS.items() for word in words}
STANCE = {word: stance for stance, words in STANCE_WORDS.items() for word in words}
ID = re.compile(r"(?P<post>.+)/s-(?P<hash>[0-9a-f]{8})(?:-\d+)?")
SHOWN = 10
"""Faults that an error lists."""


def shaped(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as a sheet: all of `COLUMNS`, in order and of their types, those not given empty.

    Args:
        rows: column `sentence_id`, and any other of `COLUMNS`; further columns are left out.
    """
    made = rows.reindex(columns=list(COLUMNS)).astype(DTYPES).reset_index(drop=True)
    return made.fillna(dict.fromkeys(FREE_TEXT, ""))


def write(sheet: pd.DataFrame, path: str | Path) -> None:
    """Writes a sheet as CSV that spreadsheets open well: UTF-8 with a mark, formulas made harmless.

    The file that was there is replaced at once or, if anything fails, stays as it was.

    Args:
        sheet: columns as in `COLUMNS`, of which those not given are written empty; `weight` only where there
            is any. Further columns are left out.
        path: the file.

    Raises:
        TableError: the file cannot be written.
    """
    path = Path(path).expanduser().resolve()  # a link stays one
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            part.write_text(_written(shaped(sheet)), encoding="utf-8", newline="")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        advice = "close it in the spreadsheet, or choose a place that can be written"
        raise TableError(f"cannot write labels to {path}: {error.strerror or error}; {advice}") from error


def read(*paths: str | Path) -> pd.DataFrame:
    """Reads label sheets as one table of labels, a row a sentence and labeller.

    The labeller is who the row names, or else the only one its file names, or else the file's name without
    suffix. Rows without a label stay, with `critical` missing.

    Returns:
        Columns as in `COLUMNS`: `critical` true or false; `critical`, `stance`, `line`, `weight` missing where
        the file says nothing.

    Raises:
        ValueError: no path is given.
        GoldError: a file cannot be read, lacks a column, or holds a row that cannot be understood, or a
            labeller has two rows of one sentence. The message names files, rows and values.
    """
    if not paths:
        raise ValueError("paths is empty: give one label file or more")
    files = [_read(Path(path).expanduser()) for path in paths]
    faults = [fault for file in files for fault in file.faults]
    rows = [row for file in files for row in _named(file, faults)]
    faults += _repeated(rows)
    _check(faults)
    return _framed(rows)


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Reads one sheet as it is: `labeller` is missing where the file names none.

    Raises:
        GoldError: as `read` does.
    """
    file = _read(Path(path).expanduser())
    _check([*file.faults, *_repeated(file.rows)])
    return _framed(file.rows)


Row = dict[str, Any]
"""A row by column, and under `place` its file and number."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _FaultError(ValueError):
    """What is wrong with a row."""


# Writing


def _written(sheet: pd.DataFrame) -> str:
    if sheet["weight"].isna().all():
        sheet = sheet.drop(columns="weight")
    texts = {name: _cells(name, column) for name, column in sheet.items()}
    file = io.StringIO(BYTE_ORDER_MARK)
    file.seek(0, io.SEEK_END)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(texts)
    writer.writerows(zip(*texts.values(), strict=True))
    return file.getvalue()


def _cells(name: str, column: pd.Series) -> list[str]:
    if name == "critical":
        return ["" if pd.isna(value) else WORDS[bool(value)][0] for value in column]
    if name == "weight":
        return ["" if pd.isna(value) else f"{value:.10g}" for value in column]
    texts = pa.array(column.astype(STRING).fillna(""), pa.large_string())
    return cells.guard(texts)[0].to_pylist()


# Reading


def _read(path: Path) -> _File:
    file = _File(path)
    try:
        _fill(file, spreadsheet.rows(path))
    except TableError as error:
        file.faults.append(str(error))
    except _FaultError as fault:
        file.faults.append(f"{path}: {fault}")
    return file


def _fill(file: _File, lines: Iterator[list[str]]) -> None:
    n_above, header = _header(lines)
    for number, line in enumerate(lines, n_above + 1):
        if not any(line):
            continue
        place = f"{file.path}, row {number}"
        try:
            file.rows.append(_row(header, line) | {"place": place})
        except _FaultError as fault:
            file.faults.append(f"{place}: {fault}")
    file.faults.extend(_torn(file))


def _header(lines: Iterator[list[str]]) -> tuple[int, list[str]]:
    """Number of the header's row, and its names."""
    for number, line in enumerate(lines, 1):
        if not any(line):
            continue
        names = [name.casefold() for name in line]
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise _FaultError(
                f"row {number} has no column {', '.join(missing)}: label a sheet that dhtools drew"
            )
        twice = [name for name in COLUMNS if names.count(name) > 1]
        if twice:
            raise _FaultError(f"row {number} has twice the column {', '.join(twice)}: leave one")
        return number, names
    raise _FaultError("is empty")


def _row(header: Sequence[str], line: Sequence[str]) -> Row:
    if any(line[len(header) :]):
        raise _FaultError(
            f"has {len(line)} cells and the header {len(header)}: put text with a comma in quotation marks"
        )
    safe = cells.unguard(pa.array(line[: len(header)], pa.large_string())).to_pylist()
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, safe, strict=False))
    found = ID.fullmatch(row["sentence_id"])
    if not found:
        raise _FaultError(f'sentence_id is "{row["sentence_id"]}", not a key such as post/s-0f56e413')
    critical, stance = _critical(row["critical"]), _stance(row["stance"])
    if stance and critical is not True:
        said = row["critical"] or "empty"
        raise _FaultError(
            f'stance is "{row["stance"]}" where critical is {said}: only what is critical has one'
        )
    return {name: row[name] for name in COLUMNS} | {
        "post_id": found["post"],  # a spreadsheet takes 2021-03 for a date
        "line": _number("line", row["line"]),
        "critical": critical,
        "stance": stance,
        "labeller": row["labeller"] or None,
        "weight": _number("weight", row["weight"]),
    }


def _critical(cell: str) -> bool | None:
    word = unicodedata.normalize("NFKC", cell).casefold()
    if word and word not in CRITICAL:
        allowed = "; ".join(", ".join(words) for words in WORDS.values())
        raise _FaultError(f'critical is "{cell}", not one of {allowed}, and not empty')
    return CRITICAL.get(word)


def _stance(cell: str) -> str | None:
    word = unicodedata.normalize("NFKC", cell).casefold()
    if word and word not in STANCE:
        raise _FaultError(
            f'stance is "{cell}", not one of {", ".join(STANCES)} (负面, 正面, 兼有), and not empty'
        )
    return STANCE.get(word)


def _number(name: str, cell: str) -> float | None:
    """A number as a spreadsheet writes it, in some countries with a comma."""
    try:
        return float(cell.replace(",", ".")) if cell else None
    except ValueError:
        raise _FaultError(f'{name} is "{cell}", not a number') from None


# Checking


def _named(file: _File, faults: list[str]) -> Iterator[Row]:
    """The rows of a file, each with its labeller."""
    names = list(dict.fromkeys(row["labeller"] for row in file.rows if row["labeller"]))
    for row in file.rows:
        if not row["labeller"] and row["critical"] is not None and len(names) > 1:
            faults.append(f"{row['place']}: names no labeller, and the file has several: {', '.join(names)}")
        usual = names[0] if len(names) == 1 else file.path.stem
        yield row | {"labeller": row["labeller"] or usual}


def _torn(file: _File) -> Iterator[str]:
    """Says whether the texts stand beside the ids of other rows, as when one column is sorted by itself.

    A text that is no row's own is no fault: a spreadsheet may save 〇 as a question mark.
    """
    own = {_hash(row): row["place"] for row in file.rows}
    torn = [row for row in file.rows if hash8(row["text"]) in own.keys() - {_hash(row)}]
    if torn:
        yield (
            f"{torn[0]['place']}: the text is that of {own[hash8(torn[0]['text'])]}, and so in {len(torn)} rows: "
            "a column was sorted or moved without the others; go back to the sheet before that"
        )


def _hash(row: Row) -> str:
    return ID.fullmatch(row["sentence_id"])["hash"]


def _repeated(rows: Sequence[Row]) -> Iterator[str]:
    first: dict[tuple[str, str | None], Row] = {}
    for row in rows:
        before = first.setdefault((row["sentence_id"], row["labeller"]), row)
        if before is row:
            continue
        is_same = all(row[name] == before[name] for name in ("critical", "stance"))
        how = "repeats" if is_same else "contradicts"
        who = f", both by {row['labeller']}" if row["labeller"] else ""
        yield f"{row['place']}: {how} {before['place']}, on {row['sentence_id']}{who}: leave one of them"


def _check(faults: Sequence[str]) -> None:
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise GoldError("\n".join([*faults[:SHOWN], *more]))


def _framed(rows: Sequence[Row]) -> pd.DataFrame:
    return shaped(pd.DataFrame(rows, columns=list(COLUMNS)))
