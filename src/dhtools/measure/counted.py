"""The posts that measures count: those that are about a work, in the reader's own hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dhtools import subset
from dhtools.records import GENRES
from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

DEFAULT = ("notes", "excerpts", "review")
"""Genres that measures count unless asked otherwise; copied texts, lists and posts on other matters are none."""
Genres = str | Sequence[str] | None


def counted(corpus: Corpus, genres: Genres = DEFAULT) -> tuple[Corpus, int]:
    """The part of a corpus that a measure counts, and how many posts that leaves out.

    A post whose genre could not be told is left out unless all posts are taken.

    Args:
        corpus: any corpus.
        genres: one of `dhtools.records.GENRES`, several of them, or None for all posts.

    Returns:
        The corpus of these posts, its tables fitting each other, and the number of posts left out.

    Raises:
        ValueError: a genre that is none.
    """
    if genres is None:
        return corpus, 0
    wanted = [genres] if isinstance(genres, str) else list(genres)
    for name in wanted:
        if name not in GENRES:
            raise ValueError(f"genres={name!r} is not among {', '.join(GENRES)}; None takes all posts")
    is_kept = contains(corpus.posts["genre"].astype("string"), wanted)
    n_left_out = int((~is_kept).sum())
    if not n_left_out:
        return corpus, 0
    return replace(corpus, **subset.of_posts(corpus.tables(), is_kept)), n_left_out
