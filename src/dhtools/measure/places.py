"""Where in the file the characters of a row's text stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools import codebook
from dhtools.measure import alignment, marked, units, voices
from dhtools.measure.alignment import Op
from dhtools.parse.passages import Lines

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

_ADDRESSES = re.compile(r"\]\([^)\n]*\)|<[^<>\n]*>|\[\^[^\]\n]*\]|\[(?!\w\]\w)|\]")
"""Markup that holds words which are not read: addresses of links, tags; and the brackets of links."""
_PLACES = {"path": "string", "line": "Int64", "file_start": "Int64", "file_end": "Int64"}


def in_file(
    corpus: Corpus, rows: pd.DataFrame, of: str, start: str = "start", end: str = "end"
) -> pd.DataFrame:
    """Where in their files passages stand that are given by offsets in the text of a row.

    A row's text is without markup, so the words of the passage are looked for, in their order, among those
    of the row's part of the file, which is read anew.

    Args:
        corpus: a corpus whose folder is known.
        rows: columns named by `of`, `start`, `end`; rows where one is missing get no place.
        of: column with keys of quotes, commentary or sentences: quote_id, commentary_id, sentence_id.
        start: column with the offset of the passage's first character in the `text` of that row.
        end: column with the offset after its last.

    Returns:
        One row a row, with the same index: `path`, `line`, `file_start`, `file_end` (characters of the decoded
        file), missing where the passage holds no word or its first or last cannot be told for sure.

    Raises:
        ValueError: `of` is no such key, or names a row that is not in the corpus.
        SourceError: the folder is not known, or a file is gone or has changed since it was read.
    """
    tables = {codebook.key(name): name for name in ("quotes", "commentary", "sentences")}
    if of not in tables:
        raise ValueError(f"of={of!r} is not one of {', '.join(tables)}")
    hosts = getattr(corpus, tables[of]).set_index(of)
    unknown = rows[of][~rows[of].isin(hosts.index) & rows[of].notna()]
    if len(unknown):
        raise ValueError(f"{of}={unknown.iloc[0]!r} is not in the corpus")
    paths = corpus.posts.set_index("post_id")["path"]
    file_of = cache(corpus.excerpt)
    made = [(None, None, None, None)] * len(rows)
    for k, (key, first, last) in enumerate(rows[[of, start, end]].itertuples(index=False)):
        if pd.isna(key) or pd.isna(first) or pd.isna(last):
            continue
        host = hosts.loc[key]
        file = file_of(host["post_id"])
        span = place(host["text"], file[host["start"] : host["end"]], int(first), int(last))
        line, *edges = _of_file(file, int(host["start"]), span)
        made[k] = (paths[host["post_id"]], line, *edges)
    return pd.DataFrame(made, columns=list(_PLACES), index=rows.index).astype(_PLACES)


def _of_file(
    file: str, host_start: int, span: marked.Span | None
) -> tuple[int | None, int | None, int | None]:
    """Line, start and end in the file of a span in a row's part of it."""
    if span is None:
        return None, None, None
    start, end = (host_start + edge for edge in span)
    return Lines(file).of(start), start, end


def place(text: str, source: str, start: int, end: int) -> marked.Span | None:
    """Offsets in a source of the characters of a reading text, by the words that both have.

    Args:
        text: reading text.
        source: the characters of the file that it was read from, markup included.
        start: offset in the text of the first character.
        end: offset in the text after the last one.

    Returns:
        Offsets of the first word and after the last one; None where there is none, or where either is not in
        the source as it is in the text.

    Examples:
        >>> source = "**渡口**在[北岸](http://a.b/渡口)，船在渡口"
        >>> found = place("渡口在北岸，船在渡口", source, 0, 5)
        >>> source[slice(*found)]
        '渡口**在[北岸'
    """
    words = units.read(text)
    there = units.read(bare(source))
    first = int(np.searchsorted(words.starts, start))
    last = int(np.searchsorted(words.ends, end, side="right")) - 1
    if first > last:
        return None
    ops = alignment.align(words.values, there.values, ())
    one, other = _answering(ops, first), _answering(ops, last)
    return None if one is None or other is None else there.span(one, other + 1)


def bare(source: str) -> str:
    """The characters of a file with those overwritten that hold words which are not read."""
    return voices.blanked(source, (match.span() for match in _ADDRESSES.finditer(source)))


def _answering(ops: Sequence[Op], unit: int) -> int | None:
    """The unit of the source that is the same as one of the text."""
    for op in ops:
        if op.op == "equal" and op.start <= unit < op.end:
            return op.source_start + unit - op.start
    return None
