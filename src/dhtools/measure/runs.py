"""Runs: units in a row that two texts have in common, found through an index of short ones.

Every few units in a row are an entry ("shingle", Broder 1997); entries that both texts have, one after the
other on the same diagonal, make a run that cannot be made longer. That is exact, and takes a second for a
million characters. Runs with a few changed words between them are then joined to stretches.

Broder, A. Z. (1997), "On the resemblance and containment of documents", Proceedings of Compression and
Complexity of Sequences 1997, 21-29.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dhtools.measure.units import SEPARATOR, Joined, Units

SHINGLE = 5
"""Units of an entry of the index: the fewest that eight Chinese characters' worth of text can have."""
MOST = 64
"""Places of one entry that are followed, the first ones; more are a refrain, and found by their neighbours."""
CHANGED = 8
"""Units in a row that may be worded otherwise, or be left out, within one stretch."""
REACH = 8
"""How many later places of the same entry each place is compared with, within one text."""
TOLERANCE = 1e-6
"""By how much a sum of weights may fall short of a length that it equals."""
_BASE = np.uint64(0x9E3779B97F4A7C15)


class Runs(NamedTuple):
    """Runs that two texts share, in the order of the first; units are counted, not characters."""

    start: np.ndarray
    """First unit in the one text."""
    other: np.ndarray
    """First unit in the other."""
    length: np.ndarray
    """Units of the run."""

    def take(self, chosen: np.ndarray) -> Runs:
        """Some of the runs, by position or by a condition on each."""
        return Runs(self.start[chosen], self.other[chosen], self.length[chosen])


def between(one: np.ndarray, other: np.ndarray, shingle: int = SHINGLE, most: int = MOST) -> Runs:
    """Runs that two sequences share, of `shingle` units or more.

    Args:
        one: values of units; no run crosses a `SEPARATOR`.
        other: the same of the other text.
        shingle: units of the index's entries.
        most: places of one entry in the other text that are followed.
    """
    places, keys = _entries(one, shingle)
    other_places, other_keys = _entries(other, shingle)
    order = np.argsort(other_keys, kind="stable")
    ranked = other_keys[order]
    first = np.searchsorted(ranked, keys, side="left")
    n_found = np.minimum(np.searchsorted(ranked, keys, side="right") - first, most)
    nth = np.arange(n_found.sum()) - np.repeat(np.cumsum(n_found) - n_found, n_found)
    found = order[np.repeat(first, n_found) + nth]
    return _joined(np.repeat(places, n_found), other_places[found], shingle)


def within(one: np.ndarray, shingle: int = SHINGLE) -> Runs:
    """Runs that stand more than once in a sequence: each place with the next few at which it stands again.

    Args:
        one: values of units; no run crosses a `SEPARATOR`.
        shingle: units of the index's entries.
    """
    places, keys = _entries(one, shingle)
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    starts, others = [places[:0]], [places[:0]]
    for step in range(1, REACH + 1):
        (again,) = np.nonzero(ranked[step:] == ranked[:-step])
        starts.append(places[order[again]])
        others.append(places[order[again + step]])
    return _joined(np.concatenate(starts), np.concatenate(others), shingle)


def sizes(found: Runs, of: Units) -> np.ndarray:
    """How much each run holds, in Chinese characters, by the units of the text it starts in."""
    return of.weights[found.start + found.length] - of.weights[found.start]


class Stretches(NamedTuple):
    """Runs joined over a few changed words, in the order of the first text; units are counted."""

    start: np.ndarray
    end: np.ndarray
    other: np.ndarray
    """First unit in the other text."""
    other_end: np.ndarray
    longest: np.ndarray
    """What the longest of the runs holds, in Chinese characters."""
    total: np.ndarray
    """What all of them hold."""

    def take(self, chosen: np.ndarray) -> Stretches:
        """Some of the stretches, by position or by a condition on each."""
        return Stretches(*(column[chosen] for column in self))


def stretches(found: Runs, one: Joined, other: Joined) -> Stretches:
    """Runs of the same two texts joined where up to `CHANGED` units between them differ or are left out.

    Args:
        found: runs between two lots of texts.
        one: the texts they start in.
        other: the texts they were found in.
    """
    k, of = one.text_of(one.units.starts[found.start]), other.text_of(other.units.starts[found.other])
    order = np.lexsort((found.start, of, k))
    found, k, of = found.take(order), k[order], of[order]
    end, other_end = found.start + found.length, found.other + found.length
    goes_on = (k[1:] == k[:-1]) & (of[1:] == of[:-1])
    for gap in (found.start[1:] - end[:-1], found.other[1:] - other_end[:-1]):
        goes_on &= (gap >= 0) & (gap <= CHANGED)
    first = np.flatnonzero(np.append(True, ~goes_on)[: len(order)])
    last = np.append(first[1:], len(order)).astype(np.int64)[: len(first)] - 1
    held = sizes(found, one.units)
    longest, total = (reduce.reduceat(held, first) if len(first) else held for reduce in (np.maximum, np.add))
    return Stretches(found.start[first], end[last], found.other[first], other_end[last], longest, total)


def check(least: float) -> None:
    """Checks the least length of a passage.

    Raises:
        ValueError: it is below 2.
    """
    if least < 2:
        raise ValueError(f"least={least!r} is below 2: a single character is found everywhere")


def _entries(values: np.ndarray, shingle: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each stretch of units without a separator starts, and a number that stands for the stretch."""
    n_entries = max(len(values) - shingle + 1, 0)
    keys = np.zeros(n_entries, np.uint64)
    is_whole = np.ones(n_entries, bool)
    for at in range(shingle):
        part = values[at : at + n_entries]
        keys = (keys ^ part.astype(np.uint64)) * _BASE
        keys ^= keys >> np.uint64(29)
        is_whole &= part != SEPARATOR
    (places,) = np.nonzero(is_whole)
    return places, keys[places]


def _joined(starts: np.ndarray, others: np.ndarray, shingle: int) -> Runs:
    """Pairs of places joined to runs, where one pair follows the other in both texts."""
    diagonal = others - starts
    order = np.lexsort((starts, diagonal))
    starts, others, diagonal = starts[order], others[order], diagonal[order]
    is_first = np.ones(len(starts), bool)
    is_first[1:] = (np.diff(starts) != 1) | (np.diff(diagonal) != 0)
    (first,) = np.nonzero(is_first)
    n_pairs = np.diff(np.append(first, len(starts)))
    made = Runs(starts[first], others[first], n_pairs + shingle - 1)
    return made.take(np.lexsort((made.other, made.start)))
