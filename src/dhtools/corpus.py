"""A corpus: twelve linked tables, and the ways to make, narrow, show and write them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dhtools import checks, filters, schema, source, summary
from dhtools.errors import TableError
from dhtools.export import manifest, tabular
from dhtools.export.tabular import Written
from dhtools.filters import Period
from dhtools.parse import pipeline
from dhtools.records import TABLES
from dhtools.tables import frames

ON_ERROR = ("skip", "raise")
PATIENCE = 1.0
"""Seconds of work before a progress bar shows."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Corpus:
    """All tables of a corpus; `dhtools.records` says what is in them."""

    posts: pd.DataFrame
    books: pd.DataFrame
    sections: pd.DataFrame
    blocks: pd.DataFrame
    quotes: pd.DataFrame
    commentary: pd.DataFrame
    sentences: pd.DataFrame
    citations: pd.DataFrame
    works: pd.DataFrame
    links: pd.DataFrame
    scares: pd.DataFrame
    problems: pd.DataFrame
    folder: Path | None
    """Folder the posts were read from; None where that is not known."""
    origin: Mapping[str, Any]
    """What read the posts: `dhtools` and `libraries` by version, `conventions` by checksum; `words` it lists."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, in the order of `dhtools.records.TABLES`."""
        return {name: getattr(self, name) for name in TABLES}

    def filter(
        self,
        *,
        book: str | Sequence[str] | None = None,
        tag: str | Sequence[str] | None = None,
        date: Period | None = None,
        language: str | Sequence[str] | None = None,
    ) -> Corpus:
        """The part of the corpus for which every condition given holds, its tables fitting each other.

        Of a post about several books only what belongs to the wanted ones stays. Counts of books, works
        and such posts are made again. If nothing matches, the tables are empty.

        Args:
            book: title or `book_id`, or several.
            tag: a tag, or several of which a post has one.
            date: of the post: 2021, "2021-03" or "2021-03-21", or (first, last), either of them None.
            language: of the post: zh, en or mixed, or several.

        Raises:
            ValueError: a book or tag that is not in the corpus, an unknown language, a date that is none.
        """
        kept = filters.select(self.tables(), book=book, tag=tag, date=date, language=language)
        return Corpus(**kept, folder=self.folder, origin=self.origin)

    def locate(self, row_id: str) -> str:
        """Path, below the folder of the posts, and first line of a row by its key, as `path:line`.

        Raises:
            ValueError: no row has that key.
        """
        return source.locate(self.tables(), row_id)

    def excerpt(self, row_id: str) -> str:
        """The file's own characters that a row stands for, by its key.

        Raises:
            ValueError: no row has that key.
            SourceError: the folder is not known, or the file is gone or has changed since it was read.
        """
        return source.excerpt(self.tables(), self.folder, row_id)

    def to_csv(self, folder: str | Path, *, excel: bool = False, safe: bool | None = None) -> Written:
        """Writes every table as CSV, with a data dictionary, `datapackage.json` and `manifest.json`.

        Args:
            folder: where to; made if need be.
            excel: start each file with a byte order mark, by which Excel knows UTF-8.
            safe: put an apostrophe before cells that a spreadsheet would run; as `excel` if not given.

        Returns:
            What was written, and how many cells were changed or are too long for a spreadsheet.

        Raises:
            TableError: the folder cannot be written, and is then as it was, or it is in that of the posts.
        """
        return tabular.write_csv(self.tables(), self._outside(folder), self.origin, excel=excel, safe=safe)

    def to_parquet(self, folder: str | Path) -> Written:
        """Writes every table as Parquet, with a data dictionary and `manifest.json`.

        Raises:
            TableError: the folder cannot be written, and is then as it was, or it is in that of the posts.
        """
        return tabular.write_parquet(self.tables(), self._outside(folder), self.origin)

    def _outside(self, folder: str | Path) -> Path:
        place = Path(folder).expanduser()
        if self.folder and self.folder == place.resolve():
            raise TableError(
                f"{place} is the folder of the posts: choose another, such as {place / 'tables'}"
            )
        return place

    def __repr__(self) -> str:
        return summary.text(self.tables())

    def _repr_html_(self) -> str:
        return summary.page(self.tables())


def load_corpus(
    path: str | Path, on_error: str = "skip", progress: bool = True, critique: str | None = None
) -> Corpus:
    """Reads a folder of posts.

    Args:
        path: the folder; `dhtools.toml` in it states the corpus's own conventions.
        on_error: "skip" makes a row of `problems` of a post that cannot be read, "raise" raises.
        progress: show a bar on standard error if the work takes more than a second.
        critique: what judges sentences: "learned", a model trained on labelled sentences, or "cues", words and
            rules alone. As `dhtools.toml` says if not given, which is "learned" where it says nothing.

    Raises:
        ValueError: `on_error` or `critique` is neither.
        SourceError: the folder is missing, is no folder, or holds no posts.
        ConventionsError: `dhtools.toml`, or a file that it names, cannot be understood.
        PostError: a post cannot be read and `on_error` is "raise".
    """
    if on_error not in ON_ERROR:
        raise ValueError(f"on_error={on_error!r} is not one of {', '.join(ON_ERROR)}")
    folder = Path(path).expanduser()
    with _uncollected():
        made = frames(pipeline.read_folder(folder, on_error, _bar if progress else None, critique))
        checks.validate(made)
    return Corpus(**made, folder=folder.resolve(), origin=manifest.origin(folder, critique))


def read_tables(folder: str | Path, source: str | Path | None = None) -> Corpus:
    """Reads the tables that `Corpus.to_csv` or `Corpus.to_parquet` wrote, equal frame by frame.

    Args:
        folder: where the tables are.
        source: the folder of the posts, for `Corpus.excerpt`.

    Raises:
        TableError: a file or column is missing, or the tables break a rule.
    """
    folder = Path(folder).expanduser()
    made = tabular.read(folder)
    schema.check(made)
    checks.validate(made)
    posts = None if source is None else Path(source).expanduser().resolve()
    return Corpus(**made, folder=posts, origin=tabular.origin(folder))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the garbage collector from looking through the records while they are made.

    It would do so hundreds of times and find nothing, as they hold no cycles: a fifth of all time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _bar(files: Iterable[Path], total: int | None = None) -> Iterable[Path]:
    from tqdm import tqdm

    # The plain bar: the notebook's own is blank once a notebook is exported.
    return tqdm(files, "reading", total, leave=False, file=sys.stderr, unit="post", delay=PATIENCE)
