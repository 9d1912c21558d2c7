"""Units of text that are compared: a Chinese character or a word, evened out, each with its place.

Case, width, accents, traditional characters and the brackets of “[T]he” make no difference; punctuation,
white space, numbers of notes and words in square brackets, which an editor or a reader put in, are no units.
Two texts can thus be compared unit by unit, and what is found be shown in the characters that stand there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from dhtools.measure.folding import fold

WORD_WEIGHT = 1.6
"""Chinese characters that a word counts for: eight characters say about as much as five English words."""
BETWEEN_TEXTS = "\x1e"
"""Stands between texts that are joined; no row of a corpus holds control characters."""
SEPARATOR = -1
"""The value of a unit that stands between two texts."""

_CHARACTER = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = re.compile(
    rf"{BETWEEN_TEXTS}|[{_CHARACTER}]|(?:\[\w\])?[^\W_{_CHARACTER}]+(?:['’](?!s\b)[^\W_{_CHARACTER}]+)*"
)
_ASIDE = re.compile(
    r"\[(?!\w\]\w)[^\[\]\n]{1,60}\]|［[^［］\n]{1,60}］|〔[^〔〕\n]{1,60}〕|[①-⑳㉑-㉟㊱-㊿❶-❿]"
)
"""Words in square brackets, and numbers of notes."""
_IS_CHARACTER = re.compile(f"[{_CHARACTER}]").fullmatch
_KEPT = str.maketrans({"’": "'", "[": None, "]": None})
_ALIKE = str.maketrans("著瞭藉妳甚祂牠", "着了借你什他它")
"""Characters that one text has where another has the other, and which both are simplified."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a text, in order."""

    text: str
    values: np.ndarray
    """A number for each unit; equal for units that are alike, `SEPARATOR` between texts."""
    starts: np.ndarray
    """Offset of each unit's first character in the text."""
    ends: np.ndarray
    """Offset after its last character."""
    weights: np.ndarray
    """Chinese characters that the units before each one count for, and at the end all of them."""

    def __len__(self) -> int:
        return len(self.values)

    def take(self, first: int, last: int) -> Units:
        """The units from `first` up to `last`; their places are those in the whole text."""
        weights = self.weights[first : last + 1]
        return Units(
            self.text, self.values[first:last], self.starts[first:last], self.ends[first:last], weights
        )

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the text of the units from `first` up to `last`, at least one."""
        return int(self.starts[first]), int(self.ends[last - 1])

    def written(self, first: int, last: int) -> str:
        """The characters of the units from `first` up to `last`, with what stands between them."""
        return self.text[slice(*self.span(first, last))] if first < last else ""

    def size(self, first: int, last: int) -> float:
        """Chinese characters that the units from `first` up to `last` count for."""
        return float(self.weights[last] - self.weights[first])


def read(text: str) -> Units:
    """The units of a text.

    Examples:
        >>> found = read("說：“[T]he Ferry”")
        >>> found.starts.tolist(), found.ends.tolist()
        ([0, 3, 9], [1, 8, 14])
        >>> found.values.tolist() == read("说 the ferry").values.tolist()
        True
    """
    own = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    written = _UNIT.findall(own)
    known = {unit: _value(unit) for unit in set(written)}
    values = np.fromiter(map(known.__getitem__, written), np.int64, len(written))
    lengths = np.fromiter(map(len, written), np.int64, len(written))
    starts = np.array([match.start() for match in _UNIT.finditer(own)], dtype=np.int64)
    is_character = (values >= 0) & (values < 0x110000)
    weights = np.where(values == SEPARATOR, 0.0, np.where(is_character, 1.0, WORD_WEIGHT))
    return Units(text, values, starts, starts + lengths, np.concatenate([[0.0], np.cumsum(weights)]))


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts as one, so that all are compared at once."""

    units: Units
    offsets: np.ndarray
    """Where each text starts in the joined one."""

    def sizes(self) -> np.ndarray:
        """Chinese characters that each text counts for."""
        first = np.searchsorted(self.units.starts, np.append(self.offsets, len(self.units.text) + 1))
        return np.diff(self.units.weights[first])

    def text_of(self, start: np.ndarray) -> np.ndarray:
        """For offsets in the joined text, the place of the text that holds each."""
        return np.searchsorted(self.offsets, start, side="right") - 1


def join(texts: Sequence[str]) -> Joined:
    """The units of several texts, with a unit that is like no other between two of them."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    return Joined(read(BETWEEN_TEXTS.join(texts)), np.cumsum(lengths) - lengths)


@lru_cache(maxsize=1 << 17)
def _value(unit: str) -> int:
    """A number that alike units share: a character's code point, and for a word more than any of these."""
    if unit == BETWEEN_TEXTS:
        return SEPARATOR
    if _IS_CHARACTER(unit):
        return ord(fold(unit).translate(_ALIKE))
    letters = unicodedata.normalize("NFKD", unit.translate(_KEPT)).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return int.from_bytes(blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=7).digest()) | 1 << 56
