"""The text of a commentary, cut where a sentence or quoted words begin or end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dhtools.parse.reading import HAN, language

OPENING = "“”「『‘’\"'：:"
"""Marks that stand before quoted words; closing ones among them, as some posts turn them round."""


class Words(NamedTuple):
    """Words in quotation marks inside a commentary."""

    key: str | None
    """The quote's id; None for words that only keep distance."""
    text: str
    row: Any
    """The row of `quotes` or `scares`."""


class Piece(NamedTuple):
    """A run of characters, quoted or not."""

    text: str
    words: Words | None
    is_first: bool
    """Whether the quoted words begin here; they go on in the next sentence where they are longer than one."""


class Said(NamedTuple):
    """A sentence, or what stands between two, such as the mark of a list item."""

    row: Any
    """The row of `sentences`; None for what stands between."""
    language: str | None
    pieces: list[Piece]


def spoken(language_of_row: str | None, text: str) -> str | None:
    """What a screen reader should read a text as: that of a mixed text goes by its script.

    Examples:
        >>> spoken("zh", "渡口"), spoken("mixed", "He said so."), spoken("mixed", "他说 so。")
        ('zh', 'en', 'zh')
    """
    if language_of_row in ("zh", "en"):
        return language_of_row
    return "zh" if HAN.search(text) else language(text)


def said(text: str, language_of_row: str | None, sentences: Sequence, quoted: Iterable[Words]) -> list[Said]:
    """Cuts a text into sentences, and these where quoted words begin or end; nothing is lost.

    Args:
        text: reading text of a commentary.
        language_of_row: of the commentary.
        sentences: its rows of `sentences` in order.
        quoted: quoted words in it, in order.
    """
    marks = _places(text, quoted)
    found: list[Said] = []
    at = 0
    for row in sentences:
        start = text.find(row.text, at)
        if start < 0:
            continue
        if start > at:
            found.append(Said(None, None, _cut(text, at, start, marks)))
        at = start + len(row.text)
        pieces = _cut(text, start, at, marks)
        found.append(Said(row, _own_language(row.text, language_of_row), pieces))
    if at < len(text):
        found.append(Said(None, None, _cut(text, at, len(text), marks)))
    return found


def _own_language(text: str, language_of_row: str | None) -> str | None:
    """The language of a sentence where it is not that of its commentary."""
    own = language(text)
    own = spoken(own, text)
    return None if own == language_of_row else own


def _places(text: str, quoted: Iterable[Words]) -> list[tuple[int, int, Words]]:
    """Where quoted words stand; words that stand inside others are left out."""
    places = []
    at = 0
    for words in quoted:
        start = _find(text, words.text, at)
        if start >= 0:
            at = start + len(words.text)
            places.append((start, at, words))
    return places


def _find(text: str, words: str, at: int) -> int:
    """The first place after `at` where the words follow an opening mark, or else where they stand at all."""
    start = text.find(words, at)
    first = start
    while start > 0 and text[start - 1] not in OPENING:
        start = text.find(words, start + 1)
    return start if start > 0 else first


def _cut(text: str, start: int, end: int, marks: Sequence[tuple[int, int, Words]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for left, right, words in marks:
        if right <= start or left >= end:
            continue
        left, right, is_first = max(left, start), min(right, end), left >= start
        if left > at:
            pieces.append(Piece(text[at:left], None, False))
        pieces.append(Piece(text[left:right], words, is_first))
        at = right
    if at < end:
        pieces.append(Piece(text[at:end], None, False))
    return pieces
