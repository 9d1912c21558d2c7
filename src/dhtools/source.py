"""From a row back to the file it came from."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dhtools import codebook
from dhtools.errors import SourceError
from dhtools.parse import encodings

PLACED = ("posts", "sections", "blocks", "quotes", "commentary", "sentences", "citations")
"""Tables whose rows have a key and a place in a file."""


def locate(tables: Mapping[str, pd.DataFrame], row_id: str) -> str:
    """Path and first line of a row, as `path:line`.

    Args:
        tables: all tables by name.
        row_id: key of a post, section, block, quote, commentary, sentence or citation.

    Raises:
        ValueError: no row has that key.
    """
    row = _row(tables, row_id)
    return f"{_post(tables, row)['path']}:{row.get('start_line', 1)}"


def excerpt(tables: Mapping[str, pd.DataFrame], folder: Path | None, row_id: str) -> str:
    """The characters of the file that a row stands for, as they are there.

    Args:
        tables: all tables by name.
        folder: the folder the posts were read from.
        row_id: key of a post, section, block, quote, commentary, sentence or citation.

    Raises:
        ValueError: no row has that key.
        SourceError: the folder is not known, or the file is gone or has changed since it was read.
    """
    row = _row(tables, row_id)
    text = _text(_post(tables, row), folder)
    if "start" in row:
        return text[row["start"] : row["end"]]
    if "start_line" in row:
        # A line of a file ends in LF, CR or both; str.splitlines knows a dozen more ends.
        return "".join(list(io.StringIO(text, newline=""))[row["start_line"] - 1 : row["end_line"]])
    return text


def _row(tables: Mapping[str, pd.DataFrame], row_id: str) -> pd.Series:
    for name in PLACED:
        found = tables[name][tables[name][codebook.key(name)] == row_id]
        if len(found):
            return found.iloc[0]
    raise ValueError(f"id={row_id!r} is no key of {', '.join(PLACED)}")


def _post(tables: Mapping[str, pd.DataFrame], row: pd.Series) -> pd.Series:
    posts = tables["posts"]
    return posts[posts["post_id"] == row["post_id"]].iloc[0]


def _text(post: pd.Series, folder: Path | None) -> str:
    if folder is None:
        raise SourceError("the tables do not say where the posts are: give read_tables(..., source=folder)")
    file = folder / post["path"]
    try:
        found = file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {file}: {error.strerror}") from error
    if hashlib.sha256(found).hexdigest() != post["sha256"]:
        raise SourceError(f"{file} has changed since it was read: load the corpus again")
    return encodings.decode(found, post["path"], post["encoding"])[0]
