"""Commentary: the note-taker's own prose, cut into sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dhtools.parse import sentences
from dhtools.parse.critique import Judgement
from dhtools.parse.ids import hash8
from dhtools.parse.inline import Quoted
from dhtools.parse.passages import Lines, Passage
from dhtools.parse.reading import Reading
from dhtools.parse.sight import Situation
from dhtools.records import Sentence

UNTOLD = (None, None, None, ())
"""What stands for a judgement where a sentence was not judged."""


def spans(reading: Reading) -> list[tuple[int, int]]:
    """Where the sentences of a block begin and end; a raised note number before one is no part of it."""
    text = reading.text
    found = sentences.spans(text)
    raised = {mark.start: mark.end for mark in reading.marks if mark.kind == "superscript"}
    if not raised:
        return found
    made = []
    for first, last in found:
        start = raised.get(first, first)
        while start < last and text[start].isspace():
            start += 1
        made.append((start if start < last else first, last))
    return made


def situations(
    text: str, found: Sequence[tuple[int, int]], quoted: Sequence[Quoted], after_quote: bool
) -> list[Situation]:
    """The sentences of a block where they stand, with the words in them that are somebody else's.

    Args:
        text: the block's reading text.
        found: where its sentences begin and end.
        quoted: what stands in quotation marks in it.
        after_quote: whether it answers a quote that is set off.
    """
    reproduced = [(one.start, one.end) for one in quoted if one.kind == "quote"]
    texts = ["", *(text[first:last] for first, last in found), ""]
    return [
        Situation(texts[k], texts[k - 1], texts[k + 1], after_quote, within(reproduced, first, last))
        for k, (first, last) in enumerate(found, 1)
    ]


def within(spans: Sequence[tuple[int, int]], first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The parts of some spans that lie between two offsets, counted from the first.

    Examples:
        >>> within([(2, 6), (9, 12)], 4, 10)
        ((0, 2), (5, 6))
    """
    return tuple([(max(a, first) - first, min(b, last) - first) for a, b in spans if a < last and first < b])


def split(
    passage: Passage,
    found: Sequence[tuple[int, int]],
    post_id: str,
    commentary_id: str,
    make_id: Callable[[str], str],
    lines: Lines,
    judgements: Sequence[Judgement] = (),
) -> list[Sentence]:
    """The sentences of a commentary block, each with its line and offsets in the file.

    Args:
        passage: the block.
        found: where its sentences begin and end.
        post_id: key of its post.
        commentary_id: key of its row.
        make_id: makes a key of a sentence's hash.
        lines: the post's lines.
        judgements: what each sentence was taken for; none where a post is not judged.
    """
    reading = passage.reading
    text = reading.text
    one_line = passage.first if passage.first == passage.last else 0
    # Most blocks are one stretch of the file: there the place of a sentence is a sum, not a search.
    shift = reading.spans[0][1] if len(reading.spans) == 1 and _is_exact(reading.spans[0], text) else None
    made = []
    for position, (first, last) in enumerate(found, 1):
        if shift is None:
            start, end = reading.source(first), reading.source_end(last)
        else:
            start, end = shift + first, shift + last
        piece = text[first:last]
        line = one_line or lines.of(start)
        key = make_id(hash8(piece))
        told = judgements[position - 1][:4] if judgements else UNTOLD
        made.append(Sentence(key, commentary_id, post_id, position, line, start, end, piece, *told))
    return made


def _is_exact(span: tuple[int, int, int], text: str) -> bool:
    """Whether a text stands in the file character for character."""
    return span[2] - span[1] == len(text)
