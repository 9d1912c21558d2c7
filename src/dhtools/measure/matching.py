"""Two readers' labels of the same posts, item by item, with what each has found that the other has too.

One item matches one: what the reference says twice must be found twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from dhtools.labels import Labels, Reading, Span
from dhtools.measure.items import BREAKDOWNS, GENRE_MEASURES, POST_MEASURES, Item, Seen


def compare(one: Labels, other: Labels) -> pd.DataFrame:
    """What each of two readers found, and whether the other did.

    Only the lines that blocks of the first reader cover count, and for sentences those of which the first
    reader labelled some. Genres are compared for posts that both have.

    Args:
        one: the reference.
        other: what is held against it; a post it lacks counts as all missed.

    Returns:
        One row an item: `measure` (of `items.MEASURES` or `items.BREAKDOWNS`), `post`, `path`, `is_gold` (the
        item is one of the reference), `is_matched`, `line`, `what`, `label`, `rule`.
    """
    rows = [*_genre_rows(one, other)]
    for name, reading in one.posts.items():
        found = other.posts.get(name, Reading(reading.path))
        rows += _post_rows(name, found.path, *views(reading, found))
    columns = ["measure", "post", "path", "is_gold", "is_matched", "line", "what", "label", "rule"]
    return pd.DataFrame(rows, columns=columns)


def views(one: Reading, other: Reading) -> tuple[Seen, Seen]:
    """What two readers say of the lines that the first covers."""
    covered = {n for block in one.blocks for n in _lines_of(block.lines)}
    by_sentence = {sentence.line for sentence in one.sentences}
    # The inner links of a pasted entry are not labelled.
    pastes = [q.lines for q in _last(one.quotes).values() if q.source == "encyclopedia"]
    pasted = {n for span in pastes if span[1] > span[0] for n in _lines_of(span)}

    def is_within(item: object) -> bool:
        lines = getattr(item, "lines", None) or (item.line, item.line)
        return not covered.isdisjoint(_lines_of(lines))

    def seen(reading: Reading, keep: Callable[[object], bool]) -> Seen:
        kinds = {n: b.kind for b in reading.blocks for n in _lines_of(b.lines) if n in covered}
        sentences = [s for s in reading.sentences if s.line in by_sentence and keep(s)]
        return Seen(
            kinds,
            _last(filter(keep, reading.quotes)),
            list(filter(keep, reading.inline)),
            _last(filter(keep, reading.commentary)),
            sentences,
            [c for c in reading.citations if keep(c) and c.line not in pasted],
            list(filter(keep, reading.scares)),
        )

    return seen(one, lambda _: True), seen(other, is_within)


def _lines_of(span: Span) -> range:
    return range(span[0], span[1] + 1)


def _last(found: Iterable) -> dict:
    return {item.lines: item for item in found}


def _genre_rows(one: Labels, other: Labels) -> Iterator[tuple]:
    for path, genre in one.genres.items():
        if path not in other.genres:
            continue
        for measure, items in GENRE_MEASURES.items():
            yield from _rows(measure, path, path, list(items(genre)), list(items(other.genres[path])))


def _post_rows(name: str, path: str, one: Seen, other: Seen) -> Iterator[tuple]:
    for measure, items in {**POST_MEASURES, **BREAKDOWNS}.items():
        yield from _rows(measure, name, path, list(items(one, other)), list(items(other, one)))


def _rows(measure: str, post: str, path: str, gold: list[Item], found: list[Item]) -> Iterator[tuple]:
    for is_gold, own, others in ((True, gold, found), (False, found, gold)):
        for item, is_matched in zip(own, _matched(own, others), strict=True):
            yield measure, post, path, is_gold, is_matched, *item[1:]


def _matched(own: Sequence[Item], others: Sequence[Item]) -> Iterator[bool]:
    left = Counter(item.key for item in others)
    for item in own:
        left[item.key] -= 1
        yield left[item.key] >= 0
