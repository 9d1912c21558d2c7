"""Commentary: the note-taker's own prose, cut into sentences."""

from __future__ import annotations

from collections.abc import Callable

from dhtools.parse import sentences
from dhtools.parse.ids import hash8
from dhtools.parse.passages import Lines, Passage
from dhtools.records import Sentence


def split(
    passage: Passage, post_id: str, commentary_id: str, make_id: Callable[[str], str], lines: Lines
) -> list[Sentence]:
    """The sentences of a commentary block, each with its line and offsets in the file."""
    reading = passage.reading
    text = reading.text
    one_line = passage.first if passage.first == passage.last else 0
    # Most blocks are one stretch of the file: there the place of a sentence is a sum, not a search.
    shift = reading.spans[0][1] if len(reading.spans) == 1 and _is_exact(reading.spans[0], text) else None
    made = []
    for position, (first, last) in enumerate(sentences.spans(text), 1):
        if shift is None:
            start, end = reading.source(first), reading.source_end(last)
        else:
            start, end = shift + first, shift + last
        piece = text[first:last]
        line = one_line or lines.of(start)
        key = make_id(hash8(piece))
        made.append(
            Sentence(key, commentary_id, post_id, position, line, start, end, piece, None, None, None, ())
        )
    return made


def _is_exact(span: tuple[int, int, int], text: str) -> bool:
    """Whether a text stands in the file character for character."""
    return span[2] - span[1] == len(text)
