"""Parts of a row's text that a comparison of wordings leaves out: words in marks, pages, attributions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dhtools.measure import voices
from dhtools.parse import attribution, locators
from dhtools.parse.reading import Reading

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

Span = tuple[int, int]

_QUOTED = (
    r"“[^”\n]*(?:”|$)|”[^“”\n]*“|「(?:[^「」\n]|「[^「」\n]*」)*」|『[^『』\n]*』|(?<!\d)\"[^\"\n]*\""
    r"|(?<![A-Za-z])‘(?:[^’\n]|’(?=[A-Za-z]))*’"
)
_IN_QUOTATION_MARKS = re.compile(_QUOTED, re.MULTILINE)
"""Words in quotation marks; one that nothing closes runs to the end of its line."""
_TITLE = re.compile(r"《[^》\n]*》|〈[^〉\n]*〉")

_ENDS = ("。", "！", "？", "…", "”", "」", "』", "\n", ". ", "! ", "? ", '"')
"""What ends a sentence, and stands before the credit of a passage."""


def quoted(text: str) -> Iterator[Span]:
    """Parts of a text that stand in quotation marks; a mark that nothing closes goes to the end of its line.

    Examples:
        >>> list(quoted("他说“渡口”在北岸，又说“船"))
        [(2, 6), (12, 14)]
    """
    yield from (match.span() for match in _IN_QUOTATION_MARKS.finditer(text))


def titles(text: str) -> Iterator[Span]:
    """Parts of a text that stand in the marks of Chinese titles."""
    yield from (match.span() for match in _TITLE.finditer(text))


def inline(corpus: Corpus) -> dict[str, list[Span]]:
    """Where in commentary its inline quotes stand, those without marks too: spans by `commentary_id`."""
    found = voices.inline(corpus)
    made: dict[str, list[Span]] = {}
    for commentary_id, start, end in zip(found["host_id"], found["start"], found["end"], strict=True):
        made.setdefault(commentary_id, []).append((start, end))
    return made


def furniture(text: str) -> Iterator[Span]:
    """Parts of a quote that are the note-taker's or a program's: page marks, and the credit at its end."""
    reading = Reading()
    reading.add(text, 0, len(text))
    found = locators.find(text, bare=True)
    named = attribution.find(reading)
    if found and found[-1].kind == "location":
        # An e-book's program writes author, title and location behind the passage.
        yield max(text.rfind(mark, 0, found[-1].start) for mark in _ENDS) + 1, len(text)
    elif named:
        yield named.start, len(text)
    yield from ((one.start, one.end) for one in found if one.is_mark(text))
