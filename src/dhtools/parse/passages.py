"""A passage: a piece of a post on its way from what the parser sees to a block."""

from __future__ import annotations

import re
from bisect import bisect_right

from dhtools.parse.reading import Reading

_NEWLINE = re.compile(r"\r\n?|\n")


class Passage:
    """A paragraph, heading, quote or the like, with its reading text and what was seen on the way.

    Attributes that few passages have stand as defaults on the class.
    """

    level = 0
    """Level of a heading."""
    quote: object = None
    """What sets a quotation off: span of the outermost block quote, or a shortcode's region."""
    depth = 0
    """How many block quotes hold it."""
    item: int | None = None
    """Offset of the list item that holds it."""
    footnote: str | None = None
    """Label of the footnote that it defines."""
    is_indented = False
    """Whether it is code by indentation alone."""
    is_lazy = False
    """Whether it is a quote in which a line lacks its `>`."""
    callout: str | None = None
    """Kind of callout or shortcode, in lower case."""
    title = ""
    """What the callout's or shortcode's first line says beside its kind."""
    first = 0
    """First line."""
    last = 0
    """Last line."""

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        """What the parser calls it, then the kind of block it is."""
        self.start = start
        self.end = end
        self.reading = Reading()

    @property
    def text(self) -> str:
        """Its reading text."""
        return self.reading.text


class Lines:
    """Line numbers of a text's offsets, from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        newlines = _NEWLINE.finditer(text) if "\r" in text else re.finditer("\n", text)
        self.starts = [0, *[match.end() for match in newlines]]
        self.bounds = [*self.starts, len(text)]
        """Where each line starts, and where the text ends."""

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, offset: int) -> int:
        """Line that holds the character at `offset`."""
        return bisect_right(self.starts, offset)

    def start(self, line: int) -> int:
        """Offset of a line's first character; one line past the end gives the end."""
        return self.bounds[line - 1]

    def read(self, line: int) -> str:
        """A line without the white space around it."""
        return self.text[self.bounds[line - 1] : self.bounds[line]].strip()

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the lines' text without the white space around it."""
        end = self.bounds[last]
        text = self.text[self.bounds[first - 1] : end].lstrip()
        start = end - len(text)
        return start, start + len(text.rstrip()) if text else end

    def are_blank(self, first: int, last: int) -> bool:
        """Whether lines hold nothing but white space."""
        text = self.text[self.bounds[first - 1] : self.bounds[last]]
        return not text or text.isspace()


def cut(passage: Passage, line: int, lines: Lines) -> tuple[Passage, Passage]:
    """A passage in two, the second from `line` on."""
    edge, reading = lines.start(line), passage.reading
    at = reading.index(edge)
    rest = Passage(passage.kind, edge, passage.end)
    rest.reading = reading.slice(at, reading.length)
    rest.first, rest.last = line, passage.last
    rest.quote, rest.depth, rest.footnote = passage.quote, passage.depth, passage.footnote
    passage.reading, passage.last, passage.end = reading.slice(0, at), line - 1, edge
    while passage.last > passage.first and not lines.read(passage.last):
        passage.last -= 1
    return passage, rest


def absorb(block: Passage, other: Passage) -> None:
    """Append a passage to the block it belongs to."""
    if block.reading.length and other.reading.length:
        at = other.reading.spans[0][1]
        block.reading.add("\n", max(at - 1, 0), at)
    block.reading.extend(other.reading)
    block.last = max(block.last, other.last)
    block.depth = max(block.depth, other.depth)
    block.is_lazy = block.is_lazy or other.is_lazy
