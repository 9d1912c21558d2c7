"""A quote beside the passage it stands for, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dhtools.measure import alignment, marked, units, voices
from dhtools.measure.alignment import Op
from dhtools.measure.marked import Span
from dhtools.measure.units import Units

_DOTS = r"[…⋯]+|\.{3,}|(?:\.\s){2,}\.|。{3,}"
_OMISSION = re.compile(rf"[\[（(〔［]\s*(?:{_DOTS}|略)\s*[\])）〕］]|{_DOTS}|\n+")
"""What may stand for words left out; a new line does, too, as a quote of several lines joins passages."""
ADDED = 8
"""Chinese characters that a quote has more, on an edge of it or of its lines, for them to be a passage from elsewhere."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a quote, without its page marks and its attribution."""

    text: str
    """Of the quote, with all that is in it."""
    words: Units
    marks: Mapping[int, Span]
    """Units before which something stands for words left out, ascending, and where in the text it stands."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The words of a quote and of its passage, and what became of them."""

    quote: Wording
    passage: Units
    ops: Sequence[Op]

    def is_marked(self, op: Op) -> bool:
        """Whether something in the quote stands for what an omission left out."""
        return op.start in self.quote.marks

    def is_added(self, op: Op) -> bool:
        """Whether the quote has as much more as a passage at its beginning, its end, or beside a mark."""
        edges = {0, len(self.quote.words), *self.quote.marks}
        is_long = self.quote.words.size(op.start, op.end) >= ADDED
        return op.op == "insert" and is_long and not edges.isdisjoint((op.start, op.end))


def diff(quote_text: str, book_text: str) -> pd.DataFrame:
    """A quote beside the passage of the book that it stands for.

    Args:
        quote_text: text of the quote.
        book_text: the passage, as `fidelity` finds it: `book[start:end]`.

    Returns:
        One row a change or a stretch without any, in order: `op` (equal, replace, insert: only in the
        quote, delete: only in the book, omission: much that is only in the book), `quote`, `book` (the
        characters of each; joined they are the two texts again), `is_marked` (whether something in the quote
        stands for an omission; missing for other rows).

    Examples:
        >>> rows = diff("渡口在夜里没人。……船钞", "渡口在夜里没灯。到了冬天，船钞")
        >>> rows[["op", "quote", "book"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
        [['equal', '渡口在夜里没', '渡口在夜里没'], ['replace', '人。', '灯。'],
         ['omission', '……', '到了冬天'], ['equal', '船钞', '，船钞']]
    """
    made = compare(wording(quote_text), units.read(book_text))
    own = [(op.op, _core(made, op)) for op in made.ops]
    other = [(op.op, _span(made.passage, op.source_start, op.source_end)) for op in made.ops]
    rows = {
        "op": [op.op for op in made.ops],
        "quote": _cells(quote_text, own),
        "book": _cells(book_text, other),
    }
    is_marked = [made.is_marked(op) if op.op == "omission" else None for op in made.ops]
    return pd.DataFrame(rows, dtype="string").assign(is_marked=pd.array(is_marked, dtype="boolean"))


def wording(text: str) -> Wording:
    """The words of a quote, and where it says that some are left out: at dots, new lines, page marks."""
    found = sorted([*marked.furniture(text), *(match.span() for match in _OMISSION.finditer(text))])
    words = units.read(voices.blanked(text, found))
    marks: dict[int, Span] = {}
    for start, end in found:
        unit = int(np.searchsorted(words.starts, start))
        first, last = marks.get(unit, (start, end))
        marks[unit] = (first, max(last, end))
    return Wording(text, words, marks)


def compare(quote: Wording, passage: Units) -> Comparison:
    """A quote held against the passage that it stands for."""
    ops = alignment.align(quote.words.values, passage.values, list(quote.marks))
    return Comparison(quote, passage, ops)


def _core(made: Comparison, op: Op) -> Span | None:
    """Where in the quote the characters of an op stand; for an omission, its mark."""
    if op.op == "omission":
        return made.quote.marks.get(op.start)
    return _span(made.quote.words, op.start, op.end)


def _span(words: Units, first: int, last: int) -> Span | None:
    return words.span(first, last) if first < last else None


def _cells(text: str, parts: Sequence[tuple[str, Span | None]]) -> list[str]:
    """A text cut into one cell an op, given where its characters stand; equal words take what is between."""
    cells, at = [], 0
    for k, (op, core) in enumerate(parts):
        to = at
        if core:
            name, following = next((part for part in parts[k + 1 :] if part[1]), ("", None))
            edge = following[0] if following else len(text)
            to = core[1] if op != "equal" and name == "equal" else edge
        cells.append(text[at:to])
        at = to
    if cells and at < len(text):  # a text without words
        cells[-1] += text[at:]
    return cells
