"""What became of the words of the passage that a quote stands for: kept, changed, left out.

Between the runs of a chain the fewest changes are looked for that make the passage the quote (Levenshtein),
but what is much longer in the passage is left out as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from dhtools.measure import chains, runs
from dhtools.measure.chains import Area

OMITTED = 4
"""Units that the source has more at a place for it to be an omission, where no mark says so."""
STRAY = 4
"""Units from which on equal words between two changes are no accident."""
CHANGES = ("replace", "insert", "delete")
"""What became of words that differ: insert is more in the quote, delete more in the source, omission much more."""


class Op(NamedTuple):
    """Units of a quote, those of the source they answer to, and how the ones became the others."""

    op: str
    start: int
    end: int
    source_start: int
    source_end: int


def align(quote: np.ndarray, source: np.ndarray, breaks: Sequence[int]) -> list[Op]:
    """The words of a quote beside those of the passage it stands for, from first to last.

    Args:
        quote: values of units.
        source: the same of the passage.
        breaks: units of the quote before which an omission is marked, ascending.
    """
    ops: list[Op] = []
    for is_equal, area in _parts(quote, source, Area(0, len(quote), 0, len(source)), runs.SHINGLE, breaks):
        if is_equal:
            ops.append(Op("equal", *area))
        elif not _lacks_much(area, breaks):
            ops += _changes(quote, source, area)
        else:
            for is_common, piece in _parts(quote, source, area, chains.FINE, breaks):
                ops += [Op("equal", *piece)] if is_common else _omission(quote, source, piece, breaks)
    return _tidied(ops)


def _parts(
    quote: np.ndarray, source: np.ndarray, area: Area, shingle: int, breaks: Sequence[int]
) -> Iterator[tuple[bool, Area]]:
    """An area cut into runs that both texts have and what stands between them, and whether it is a run."""
    at, end, at_source, _ = area
    for start, source_start, length in chains.framed(quote, source, area, shingle, breaks)[1:]:
        yield False, Area(at, start, at_source, source_start)
        if start < end:
            at, at_source = start + length, source_start + length
            yield True, Area(start, at, source_start, at_source)


def _lacks_much(gap: Area, breaks: Sequence[int]) -> bool:
    """Whether the source has so much more in a gap that something is left out: any word, where a mark says so."""
    surplus = (gap.source_end - gap.source_start) - (gap.end - gap.start)
    is_marked = any(gap.start <= cut <= gap.end for cut in breaks)
    return surplus >= (1 if is_marked else OMITTED)


def _omission(quote: np.ndarray, source: np.ndarray, gap: Area, breaks: Sequence[int]) -> Iterator[Op]:
    """What stands between two runs where words may be left out, with changed words on both sides of these."""
    if not _lacks_much(gap, breaks):
        yield from _changes(quote, source, gap)
        return
    a, b, c, d = gap
    cuts = [cut - a for cut in breaks if a <= cut <= b] or range(b - a + 1)
    cut = _best_cut(quote[a:b], source[c:d], cuts) + a
    left, right = c + cut - a, d - (b - cut)
    yield from _changes(quote, source, Area(a, cut, c, left))
    yield Op("omission", cut, cut, left, right)
    yield from _changes(quote, source, Area(cut, b, right, d))


def _best_cut(words: np.ndarray, source: np.ndarray, cuts: Sequence[int]) -> int:
    """Where to part words so that the first part is most like the source's start, the second like its end."""
    n = len(words)
    from_left = np.concatenate([[0], np.cumsum(words == source[:n])])
    from_right = np.concatenate([[0], np.cumsum((words == source[len(source) - n :])[::-1])])[::-1]
    alike = (from_left + from_right)[list(cuts)]
    return int(list(cuts)[int(np.argmax(alike))])


def _changes(quote: np.ndarray, source: np.ndarray, area: Area) -> Iterator[Op]:
    """The fewest changes that make words of the source those of the quote."""
    from rapidfuzz.distance import Levenshtein

    a, b, c, d = area
    # rapidfuzz turns its first text into its second: what it deletes, the source lacks.
    names = {"delete": "insert", "insert": "delete"}
    for one in Levenshtein.opcodes(quote[a:b].tolist(), source[c:d].tolist()):
        yield Op(
            names.get(one.tag, one.tag),
            one.src_start + a,
            one.src_end + a,
            one.dest_start + c,
            one.dest_end + c,
        )


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
