"""Which words of a quote stand where in the text that it was taken from, and what became of the others.

Runs that both have are chained in order, dear where they drift apart, and what stands between two links is
aligned for the fewest changes: seed, chain and extend, as sequences of genes are compared since local
alignment (Smith and Waterman 1981) became too slow for whole texts. passim finds reprinted news that way
(Smith, Cordell and Mullen 2015).

Smith, T. F. and Waterman, M. S. (1981), "Identification of common molecular subsequences", Journal of
Molecular Biology 147, 195-197. Smith, D. A., Cordell, R. and Mullen, A. (2015), "Computational methods for
uncovering reprinted texts in antebellum newspapers", American Literary History 27(3), E1-E15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dhtools.measure import runs
from dhtools.measure.runs import Runs

OMITTED = 4
"""Units that the source has more at a place for it to be an omission, where no mark says so."""
LINKS = 300
"""Runs that are chained, the longest ones."""
STRAY = 4
"""Units from which on equal words between two changes are no accident."""
LEAP = 8
"""What a step over a marked omission costs at most, in units."""
FAR = 400
"""Units before the first run of a quote, or after its last, that are looked at."""
CHANGES = ("replace", "insert", "delete")
"""What became of words that differ: insert is more in the quote, delete more in the source, omission much more."""


class Op(NamedTuple):
    """Units of a quote, those of the source they answer to, and how the ones became the others."""

    op: str
    start: int
    end: int
    source_start: int
    source_end: int


def chain(found: Runs, breaks: Sequence[int] = ()) -> list[tuple[int, int, int]]:
    """The runs that follow each other in both texts and hold the most, as first units and length.

    A step from one run to the next costs the logarithm of how far it leaves the diagonal, so that a long
    passage is found beyond any omission, and a stray phrase is not; over a marked omission no step costs much.

    Args:
        found: runs of a quote and its source.
        breaks: units of the quote before which an omission is marked, ascending.
    """
    if len(found.start) > LINKS:
        found = found.take(np.sort(np.argsort(-found.length, kind="stable")[:LINKS]))
    start, source, length = found
    piece = np.searchsorted(np.asarray(breaks, dtype=np.int64), start, side="right")
    best, before = length.astype(float), np.full(len(start), -1)
    for k in range(1, len(start)):
        lap = np.maximum(start[:k] + length[:k] - start[k], source[:k] + length[:k] - source[k]).clip(0)
        cost = np.log2(1 + np.abs((source[:k] - start[:k]) - (source[k] - start[k])))
        cost = np.where(piece[:k] < piece[k], np.minimum(cost, LEAP), cost)
        worth = best[:k] - cost - lap
        worth[(start[:k] >= start[k]) | (source[:k] >= source[k]) | (lap >= length[k])] = -np.inf
        j = int(np.argmax(worth))
        if worth[j] > 0:
            best[k], before[k] = length[k] + worth[j], j
    links: list[tuple[int, int, int]] = []
    k = int(np.argmax(best)) if len(best) else -1
    while k >= 0:
        links.append((int(start[k]), int(source[k]), int(length[k])))
        k = int(before[k])
    return _without_laps(links[::-1])


def _without_laps(links: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    made: list[tuple[int, int, int]] = []
    for start, source, length in links:
        if made:
            last, last_source, reach = made[-1]
            lap = max(last + reach - start, last_source + reach - source, 0)
            start, source, length = start + lap, source + lap, length - lap
        made.append((start, source, length))
    return made


def span(quote: np.ndarray, source: np.ndarray, links: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """First unit of the source that a quote stands for, and the one after its last.

    Before the first run and after the last the passage goes on as far as that finds more words than it loses.
    """
    first, at, _ = links[0]
    last, end, length = links[-1]
    end += length
    head, tail = quote[max(first - FAR, 0) : first][::-1], quote[last + length :][:FAR]
    before = source[max(at - 2 * len(head), 0) : at][::-1]
    return at - _reach(head, before), end + _reach(tail, source[end : end + 2 * len(tail)])


def _reach(words: np.ndarray, source: np.ndarray) -> int:
    """How many units of the source, from its start, are worth aligning with the words, from theirs.

    Each word in common counts 1, each changed, left out or put in -1; the best sum decides.
    """
    steps = np.arange(len(source) + 1)
    row, best, reach = -steps, 0, 0
    for word in words:
        is_same = np.where(source == word, 1, -1)
        stepped = np.append(row[0] - 1, np.maximum(row[:-1] + is_same, row[1:] - 1))
        row = np.maximum.accumulate(stepped + steps) - steps
        if row.max() > best:
            best, reach = int(row.max()), int(row.argmax())
    return reach


def align(quote: np.ndarray, source: np.ndarray, breaks: Sequence[int]) -> list[Op]:
    """The words of a quote beside those of the passage it stands for, from first to last.

    Args:
        quote: values of units.
        source: the same of the passage.
        breaks: units of the quote before which an omission is marked, ascending.
    """
    found = broken(runs.between(quote, source, min(runs.SHINGLE, max(len(quote), 1))), breaks)
    ops: list[Op] = []
    at = at_source = 0
    for start, source_start, length in [*chain(found, breaks), (len(quote), len(source), 0)]:
        ops += _gap(quote, source, (at, start), (at_source, source_start), breaks)
        at, at_source = start + length, source_start + length
        ops.append(Op("equal", start, at, source_start, at_source))
    return _tidied(ops)


def broken(found: Runs, breaks: Sequence[int]) -> Runs:
    """Runs cut where an omission is marked, as what follows a mark may be like the omitted by chance."""
    if not len(breaks) or not len(found.start):
        return found
    pieces = []
    for start, source, length in zip(*(column.tolist() for column in found), strict=True):
        cuts = [start, *(cut for cut in breaks if start < cut < start + length), start + length]
        pieces += [(a, source + a - start, b - a) for a, b in pairwise(cuts)]
    return Runs(*np.array(sorted(pieces), dtype=np.int64).T)


def _gap(
    quote: np.ndarray,
    source: np.ndarray,
    own: tuple[int, int],
    other: tuple[int, int],
    breaks: Sequence[int],
) -> Iterator[Op]:
    """What stands between two runs: changed words, or an omission with changed words on its sides."""
    (a, b), (c, d) = own, other
    marks = [cut for cut in breaks if a <= cut <= b]
    surplus = (d - c) - (b - a)
    if surplus < (1 if marks else OMITTED):
        yield from _shifted(_opcodes(quote[a:b], source[c:d]), a, c)
        return
    cut = _best_cut(quote[a:b], source[c:d], [mark - a for mark in marks] or range(b - a + 1)) + a
    left, right = c + cut - a, d - (b - cut)
    yield from _shifted(_opcodes(quote[a:cut], source[c:left]), a, c)
    yield Op("omission", cut, cut, left, right)
    yield from _shifted(_opcodes(quote[cut:b], source[right:d]), cut, right)


def _best_cut(words: np.ndarray, source: np.ndarray, cuts: Sequence[int]) -> int:
    """Where to part words so that the first part is most like the source's start, the second like its end."""
    n = len(words)
    from_left = np.concatenate([[0], np.cumsum(words == source[:n])])
    from_right = np.concatenate([[0], np.cumsum((words == source[len(source) - n :])[::-1])])[::-1]
    alike = (from_left + from_right)[list(cuts)]
    return int(list(cuts)[int(np.argmax(alike))])


def _opcodes(words: np.ndarray, source: np.ndarray) -> list[Op]:
    """The fewest changes that make words of the source those of the quote."""
    from rapidfuzz.distance import Levenshtein

    # rapidfuzz turns its first text into its second: what it deletes, the source lacks.
    names = {"delete": "insert", "insert": "delete"}
    found = Levenshtein.opcodes(words.tolist(), source.tolist())
    return [
        Op(names.get(one.tag, one.tag), one.src_start, one.src_end, one.dest_start, one.dest_end)
        for one in found
    ]


def _shifted(ops: Sequence[Op], by: int, source_by: int) -> Iterator[Op]:
    for op, a, b, c, d in ops:
        yield Op(op, a + by, b + by, c + source_by, d + source_by)


def _tidied(ops: Sequence[Op]) -> list[Op]:
    """Ops as a reader would draw them: neighbours of one kind are one, and so are changes around a stray word.

    Equal words are stray that are few, and fewer than the changes on both their sides.
    """
    made: list[Op] = []
    for op in ops:
        if op.start == op.end and op.source_start == op.source_end:
            continue
        made.append(op)
        while len(made) > 1 and _are_one(made[-2], made[-1]):
            last = made.pop()
            made[-1] = _united(made[-1], last)
        if len(made) > 2 and _is_stray(*made[-3:]):
            last, stray = made.pop(), made.pop()
            made[-1] = _united(_united(made[-1], stray), last)
    return made


def _are_one(op: Op, following: Op) -> bool:
    return "omission" not in (op.op, following.op) and (op.op == "equal") == (following.op == "equal")


def _is_stray(before: Op, op: Op, after: Op) -> bool:
    if op.op != "equal" or not {before.op, after.op} <= set(CHANGES):
        return False
    return op.end - op.start < min(_length(before), _length(after), STRAY)


def _length(op: Op) -> int:
    return max(op.end - op.start, op.source_end - op.source_start)


def _united(op: Op, following: Op) -> Op:
    """One op for two that follow each other."""
    span = (op.start, following.end, op.source_start, following.source_end)
    if op.op == following.op == "equal":
        return Op("equal", *span)
    if op.start == following.end:
        return Op("delete", *span)
    return Op("insert" if op.source_start == following.source_end else "replace", *span)
