"""Where in a text a quote stands: the runs that both have, chained in their order.

Seed, chain and extend, as sequences of genes are compared since local alignment (Smith and Waterman 1981)
became too slow for whole texts; passim finds reprinted news that way (Smith, Cordell and Mullen 2015).

Smith, T. F. and Waterman, M. S. (1981), "Identification of common molecular subsequences", Journal of
Molecular Biology 147, 195-197. Smith, D. A., Cordell, R. and Mullen, A. (2015), "Computational methods for
uncovering reprinted texts in antebellum newspapers", American Literary History 27(3), E1-E15.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dhtools.measure import runs
from dhtools.measure.runs import Runs

LINKS, UNITS_A_LINK = 100, 8
"""Runs that are chained, the longest ones: so many, or of a long quote one for so many units."""
LEAP = 8
"""What a step over a marked omission costs at most, in units."""
FINE = 2
"""Units of the runs that are looked for near by, where much was left out."""
FAR = 400
"""Units before the first run of a quote, or after its last, that are looked at."""
WHOLE = 2
"""What it is worth to align a quote to its first or last word."""

Link = tuple[int, int, int]
"""A run of a chain: its first unit in the quote, its first in the source, and its length."""


class Area(NamedTuple):
    """Units of a quote beside units of its source."""

    start: int
    end: int
    source_start: int
    source_end: int


def chain(found: Runs, breaks: Sequence[int] = (), n_units: int = 0) -> list[Link]:
    """The runs that follow each other in both texts and hold the most, as first units and length.

    A step from one run to the next costs the logarithm of how far it leaves the diagonal, so that a long
    passage is found beyond any omission, and a stray phrase is not; over a marked omission no step costs much.

    Args:
        found: runs of a quote and its source.
        breaks: units of the quote before which an omission is marked, ascending.
        n_units: units of the quote: of a long one more runs are chained.
    """
    most = max(LINKS, n_units // UNITS_A_LINK)
    if len(found.start) > most:
        found = found.take(np.sort(np.argsort(-found.length, kind="stable")[:most]))
    start, source, length = found
    end, source_end, diagonal = start + length, source + length, source - start
    piece = np.searchsorted(np.asarray(breaks, dtype=np.int64), start, side="right")
    best, before = length.astype(float), np.full(len(start), -1)
    for k in range(1, len(start)):
        cost = np.log2(1 + np.abs(diagonal[:k] - diagonal[k]))
        if piece[k]:
            cost = np.where(piece[:k] < piece[k], np.minimum(cost, LEAP), cost)
        lap = np.maximum(np.maximum(end[:k] - start[k], source_end[:k] - source[k]), 0)
        worth = np.where(lap < length[k], best[:k] - cost - lap, -np.inf)
        j = int(worth.argmax())
        if worth[j] > 0:
            best[k], before[k] = length[k] + worth[j], j
    links: list[Link] = []
    k = int(np.argmax(best)) if len(best) else -1
    while k >= 0:
        links.append((int(start[k]), int(source[k]), int(length[k])))
        k = int(before[k])
    return _without_laps(links[::-1])


def _without_laps(links: Sequence[Link]) -> list[Link]:
    made: list[Link] = []
    for start, source, length in links:
        if made:
            last, last_source, reach = made[-1]
            lap = max(last + reach - start, last_source + reach - source, 0)
            start, source, length = start + lap, source + lap, length - lap
        made.append((start, source, length))
    return made


def broken(found: Runs, breaks: Sequence[int]) -> Runs:
    """Runs cut where an omission is marked, as what follows a mark may be like the omitted by chance."""
    if not len(breaks) or not len(found.start):
        return found
    pieces = []
    for start, source, length in zip(*(column.tolist() for column in found), strict=True):
        cuts = [start, *(cut for cut in breaks if start < cut < start + length), start + length]
        pieces += [(a, source + a - start, b - a) for a, b in pairwise(cuts)]
    return Runs(*np.array(sorted(pieces), dtype=np.int64).T)


def framed(
    quote: np.ndarray,
    source: np.ndarray,
    area: Area,
    shingle: int,
    breaks: Sequence[int],
    is_bound: tuple[bool, bool] = (True, True),
) -> list[Link]:
    """The chain of the runs in an area, with a link before it and one after it, where it is bound.

    Beyond a bound end of the area the texts are in step, so that the chain must begin or end there.

    Args:
        quote: values of units.
        source: the same of its source.
        area: where to look.
        shingle: units of the shortest runs.
        breaks: units of the quote before which an omission is marked, ascending.
        is_bound: whether the area's beginning is bound, and its end.
    """
    a, b, c, d = area
    found = runs.between(quote[a:b], source[c:d], shingle)
    found = broken(found._replace(start=found.start + a, other=found.other + c), breaks)
    beyond = len(quote) + len(source) + FAR
    ends = [Runs(*np.array([[a - beyond], [c - beyond], [beyond]])), Runs(*np.array([[b], [d], [beyond]]))]
    parts = [*ends[:1] * is_bound[0], found, *ends[1:] * is_bound[1]]
    runs_and_ends = Runs(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return chain(runs_and_ends, [cut for cut in breaks if a <= cut <= b], b - a)


def span(
    quote: np.ndarray, source: np.ndarray, links: Sequence[Link], breaks: Sequence[int] = ()
) -> tuple[int, int]:
    """First unit of the source that a quote stands for, and the one after its last.

    Before the first run and after the last the passage goes on as far as that finds more words than it loses.
    A piece too short for a run is looked for near by, where a mark parts it from the others.

    Args:
        quote: values of units.
        source: the same of the text that was searched.
        links: the runs found in it, at least one.
        breaks: units of the quote before which an omission is marked, ascending.
    """
    first, at, _ = links[0]
    if any(0 < cut <= first for cut in breaks):
        a, c = max(first - FAR, 0), max(at - FAR, 0)
        first, at, _ = framed(quote, source, Area(a, first, c, at), FINE, breaks, (False, True))[0]
    last, end = links[-1][0] + links[-1][2], links[-1][1] + links[-1][2]
    if any(last <= cut < len(quote) for cut in breaks):
        area = Area(last, min(last + FAR, len(quote)), end, min(end + FAR, len(source)))
        start, other, length = framed(quote, source, area, FINE, breaks, (True, False))[-1]
        last, end = start + length, other + length
    head, tail = quote[max(first - FAR, 0) : first][::-1], quote[last : last + FAR]
    before = source[max(at - 2 * len(head), 0) : at][::-1]
    return at - _reach(head, before), end + _reach(tail, source[end : end + 2 * len(tail)])


def _reach(words: np.ndarray, source: np.ndarray) -> int:
    """How many units of the source, from its start, are worth aligning with the words, from theirs.

    Each word in common counts 1, each changed, left out or put in -1, and reaching the last word `WHOLE`; the
    best sum decides.
    """
    steps = np.arange(len(source) + 1)
    row, best, reach = -steps, 0, 0
    for word in words:
        is_same = np.where(source == word, 1, -1)
        stepped = np.append(row[0] - 1, np.maximum(row[:-1] + is_same, row[1:] - 1))
        row = np.maximum.accumulate(stepped + steps) - steps
        if row.max() > best:
            best, reach = int(row.max()), int(row.argmax())
    return int(row.argmax()) if row.max() + WHOLE > best else reach
