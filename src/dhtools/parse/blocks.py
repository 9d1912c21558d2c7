"""Blocks: runs of lines with one function, drawn over a post's leaves.

Every line that is not blank falls into exactly one block, front matter included. Boundaries are the code
book's: adjacent `>` lines are one quote; a tight list is one block with the line directly above it; list
items divided by blank lines are a block each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhtools.parse import devices, html, kinds, markdown, shortcodes, unmarked
from dhtools.parse.conventions import Conventions
from dhtools.parse.passages import Lines, Passage, absorb, cut

_QUOTED_LINE = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])?[ \t]*>")
_CALLOUT = re.compile(r"\s*\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\][+-]?[ \t\u3000\xa0]*")
_MERGING = frozenset({"commentary", "quote", "toc", "boilerplate", "html"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """The blocks of one post, in order, with the post's lines."""

    passages: list[Passage]
    lines: Lines


def extract(text: str, body: int, front_lines: tuple[int, int] | None, conventions: Conventions) -> Drawn:
    """The blocks of a post.

    Args:
        text: the decoded file.
        body: offset at which the front matter ends.
        front_lines: first and last line of the front matter, if there is any.
        conventions: what callouts, shortcodes and lazy lines mean here.
    """
    lines = Lines(text)
    tags = shortcodes.tags(text, body)
    leaves = markdown.leaves(text[body:], body, shortcodes.mask(text, tags)[body:] if tags else None)
    if any(leaf.kind == "html" for leaf in leaves):
        leaves = _read_html(leaves, text)
    passages: list[Passage] = []
    for leaf in leaves:
        _judge(leaf, lines, conventions)
        if leaf.first == leaf.last or leaf.quote or leaf.kind not in ("heading", "commentary"):
            passages.append(leaf)
        else:
            passages += _parts(leaf, lines)
    if tags:
        _enclose(passages, tags, lines, conventions)
    if conventions.lazy == "commentary":
        passages = [part for passage in passages for part in _without_lazy(passage, lines)]
    if front_lines:
        passages.insert(0, _bare("front_matter", *front_lines, lines))
    passages = unmarked.read(devices.read(_separate(passages, lines), lines), lines)
    for passage in passages:
        passage.start, passage.end = lines.span(passage.first, passage.last)
    return Drawn(_fill(passages, lines), lines)


def _read_html(leaves: list[Passage], text: str) -> list[Passage]:
    """The leaves with each HTML block replaced by what its tags enclose."""
    scanner = html.Scanner(text)
    made: list[Passage] = []
    for leaf in leaves:
        if leaf.kind == "html":
            made += scanner.read(leaf.start, leaf.end)
        else:
            if scanner.quote is not None:
                leaf.quote, leaf.depth = scanner.quote, leaf.depth + 1
            made.append(leaf)
    return made


def _judge(leaf: Passage, lines: Lines, conventions: Conventions) -> None:
    """Give a leaf its kind of block and its lines."""
    marks = leaf.reading.marks
    if marks and any(mark.kind == "html" for mark in marks):
        leaf.reading.marks = marks = html.pair_tags(marks)
    if leaf.quote is None:
        leaf.kind = kinds.of(leaf)
        if leaf.kind == "heading" and not leaf.level:
            leaf.level = kinds.heading_level(marks)
    else:
        leaf.kind = "quote"
        leaf.start, leaf.end = leaf.quote[0], max(leaf.quote[1], leaf.end)  # HTML may leave it open
    leaf.first = lines.of(leaf.start)
    leaf.last = lines.of(leaf.end - 1) if leaf.end > lines.start(leaf.first + 1) else leaf.first
    if leaf.quote is not None:
        if leaf.reading.parts and leaf.reading.parts[0] == "[":
            _read_callout(leaf, lines, conventions)
        leaf.is_lazy = lines.text.startswith(">", leaf.start) and _has_lazy(leaf, lines)


def _read_callout(leaf: Passage, lines: Lines, conventions: Conventions) -> None:
    """Take `[!quote] title` out of the text of a callout's first leaf."""
    reading = leaf.reading
    text = reading.text
    match = _CALLOUT.match(text)
    if not match:
        return
    line_end = lines.start(lines.of(reading.spans[0][1]) + 1)
    title_end = reading.index(line_end)
    leaf.callout = match["kind"].lower()
    leaf.title = text[match.end() : title_end].strip()
    kept = reading.slice(match.end(), title_end)
    if title_end < reading.length:
        if leaf.title:
            kept.add("\n", line_end - 1, line_end)
        kept.extend(reading.slice(title_end, reading.length))
    leaf.reading = kept
    if leaf.callout not in conventions.callouts:
        leaf.kind = "boilerplate" if kinds.is_metadata(lines.text[leaf.start : leaf.end]) else "commentary"


def _has_lazy(passage: Passage, lines: Lines) -> bool:
    """Whether a line of a block quote lacks its `>`."""
    text, bounds = lines.text, lines.bounds
    for n in range(passage.first, passage.last):
        if (
            not text.startswith(">", bounds[n])
            and not _QUOTED_LINE.match(text, bounds[n])
            and lines.read(n + 1)
        ):
            return True
    return False


def _without_lazy(passage: Passage, lines: Lines) -> list[Passage]:
    """A quote and, where its last lines lack the `>`, those lines as commentary."""
    lazy = passage.last
    while passage.is_lazy and not _QUOTED_LINE.match(lines.text, lines.start(lazy)):
        lazy -= 1
    if lazy == passage.last:
        return [passage]
    kept, rest = cut(passage, lazy + 1, lines)
    kept.is_lazy = False
    rest.kind, rest.quote, rest.depth = "commentary", None, 0
    # Of a quote's several leaves, the last alone holds the lazy lines.
    return [kept, rest] if rest.reading.length else [kept]


def _parts(passage: Passage, lines: Lines) -> list[Passage]:
    """The parts of a paragraph in which a heading's tags or an image take a line of their own."""
    marks = passage.reading.marks
    if passage.kind == "heading":
        if not kinds.heading_level_of(marks):
            return [passage]
        head, rest = cut(passage, passage.first + 1, lines)
        rest.kind = "commentary"
        return [head, rest]
    made = []
    for mark in marks:
        line = lines.of(mark.source) if mark.kind == "image" else 0
        if line > passage.first and (mark.source, mark.source_end) == lines.span(line, line):
            before, passage = cut(passage, line, lines)
            passage.kind = "image"
            made.append(before)
    return [*made, passage]


def _bare(kind: str, first: int, last: int, lines: Lines) -> Passage:
    """A passage of whole lines, read as they are."""
    start, end = lines.span(first, last)
    passage = Passage(kind, start, end)
    passage.first, passage.last = first, last
    passage.reading.add(lines.text[start:end], start, end)
    return passage


def _enclose(
    passages: list[Passage], tags: list[shortcodes.Tag], lines: Lines, conventions: Conventions
) -> None:
    """Make quotes of the passages that stand between a quoting shortcode's tags."""
    for region in shortcodes.regions(tags):
        if not shortcodes.is_quote(region, conventions.shortcodes):
            continue
        first, last = lines.of(region.start), lines.of(region.end - 1)
        for passage in passages:
            if (
                first <= passage.first
                and passage.last <= last
                and passage.kind in ("commentary", "quote", "code")
            ):
                passage.kind, passage.quote = "quote", region
                passage.first, passage.last, passage.start, passage.end = (
                    first,
                    last,
                    region.start,
                    region.end,
                )
                passage.callout, passage.title = region.name, shortcodes.title(region)
                passage.depth = max(passage.depth, 1)


def _separate(passages: list[Passage], lines: Lines) -> list[Passage]:
    """Merge passages that are one block, and give each line to one block alone."""
    made: list[Passage] = []
    for passage in passages:
        while passage.last >= passage.first and not lines.read(passage.last):
            passage.last -= 1
        while passage.first < passage.last and not lines.read(passage.first):
            passage.first += 1
        if passage.last < passage.first:
            continue
        before = made[-1] if made else None
        if (before is not None and passage.first <= before.last + 1) or passage.quote is not None:
            if before is not None and (_is_same_block(before, passage) or passage.last <= before.last):
                absorb(before, passage)
                continue
            if before is not None and passage.first <= before.last:
                passage.first = before.last + 1
                while passage.first < passage.last and not lines.read(passage.first):
                    passage.first += 1
        made.append(passage)
    return made


def _is_same_block(before: Passage, after: Passage) -> bool:
    """Whether a passage goes on with the one before: the same quotation, or lines without a gap."""
    if before.quote is not after.quote:
        return False
    if after.quote is not None and before.kind in ("quote", "commentary"):
        return before.kind == after.kind or before.callout is not None
    if after.first > before.last + 1:
        return False
    if before.kind == "commentary" and after.kind == "toc":
        return True  # a list of links under the sentence that introduces it
    return before.kind == after.kind and before.kind in _MERGING and before.footnote == after.footnote


def _fill(passages: list[Passage], lines: Lines) -> list[Passage]:
    """Add blocks for the lines that no passage covers: tags, comments, link definitions."""
    made: list[Passage] = []
    line = 1
    for passage in passages:
        if passage.first > line and not lines.are_blank(line, passage.first - 1):
            _add_gap(made, line, passage.first - 1, lines)
        made.append(passage)
        line = passage.last + 1
    _add_gap(made, line, len(lines), lines)
    return made


def _add_gap(made: list[Passage], first: int, last: int, lines: Lines) -> None:
    """Append the blocks of lines that no passage covers; blank lines part them."""
    block: Passage | None = None
    for n in range(first, last + 1):
        text = lines.read(n)
        if not text:
            block = None
            continue
        kind = kinds.of_leftover(text)
        passage = _bare(kind, n, n, lines)
        if block is not None and block.kind == kind:
            absorb(block, passage)
            block.end = passage.end
        else:
            made.append(passage)
            block = passage
