"""A row of a table opened in its file, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

FILE = (
    '<pre style="white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;max-width:50em;'
    'line-height:1.6;margin:0.3em 0;padding:0.5em 1em;border-left:3px solid #999">{}</pre>'
)


def html(corpus: Corpus, row_id: str) -> str:
    """The file and line of a row, and below them the file's own characters, markup included.

    Args:
        corpus: a corpus whose folder is known.
        row_id: key of a post, section, block, quote, commentary, sentence or citation.

    Raises:
        ValueError: no row has that key.
        SourceError: the folder is not known, or the file is gone or has changed since it was read.
    """
    place, text = corpus.locate(row_id), corpus.excerpt(row_id)
    return f"<figure><figcaption>{escape(place)}</figcaption>{FILE.format(escape(text.strip()))}</figure>"
