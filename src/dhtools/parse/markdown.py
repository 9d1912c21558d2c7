"""Markdown to leaves: paragraphs, headings and the like, each with its exact place in the file.

pyromark (CommonMark with byte ranges) does the parsing; here its events become reading text, and its byte
ranges offsets in characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyromark

from dhtools.parse.passages import Passage
from dhtools.parse.reading import INVISIBLE, Mark, Reading, joint

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_WIKILINKS
)
_BLANK_LINE = re.compile("\n[ \t]*[\u3000\xa0\u2028][ \t\u3000\xa0\u2028]*(?=[\r\n])")
"""A line of white space that Markdown does not take for blank, but a reader does."""
_MASKED = "<x "
"""How a tag inside a line begins once `shortcodes.mask` has hidden it."""
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_MARK_KINDS = {"Emphasis": "emphasis", "Strong": "strong", "Link": "link", "Image": "image"}
_LEAF_KINDS = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "Table": "table",
}


def char_offsets(body: str, raw: bytes, base: int) -> Sequence[int]:
    """Offset in the file of every byte of the body and of its end, `base` being that of its first."""
    if len(raw) == len(body):
        return range(base, base + len(raw) + 1)
    offsets = np.empty(len(raw) + 1, dtype=np.int64)
    offsets[0] = base
    begins_character = np.frombuffer(raw, dtype=np.int8) >= -64  # all other bytes of UTF-8 are 10xxxxxx
    np.cumsum(begins_character, out=offsets[1:])
    offsets[1:] += base
    return memoryview(offsets)


def leaves(body: str, base: int, masked: str | None = None) -> list[Passage]:
    """The leaves of a Markdown body that starts at offset `base` of its file, in order.

    Their kind is paragraph, heading, code, html, table or rule. `masked` is the body with what the parser
    shall not see made blank, byte for byte.
    """
    at = char_offsets(body, body.encode("utf-8", "surrogatepass"), base)
    builder = _Builder(body, base)
    add = builder.add
    source = _BLANK_LINE.sub(_blanks, "\n" + (masked or body))[1:]
    for event, span in pyromark.events_with_range(source, options=_OPTIONS):
        if event.__class__ is str:
            builder.interrupt(event, at[span["start"]], at[span["end"]])
            continue
        (what,) = event  # any other event is a mapping with one key
        value = event[what]
        if what == "Text":
            start, end = at[span["start"]], at[span["end"]]
            add(builder.unmasked(value, start, end) if masked else value, start, end)
        elif what == "End":
            if value == "Paragraph":
                builder.leaf = None
            else:
                builder.close(value if value.__class__ is str else next(iter(value)), at[span["end"]])
        elif what == "Start":
            if value == "Paragraph":
                builder.open_leaf("paragraph", at[span["start"]], at[span["end"]])
            else:
                builder.open(value, at[span["start"]], at[span["end"]])
        elif what != "Html":  # an HTML block is read from the source, tag by tag
            builder.add_special(what, value, at[span["start"]], at[span["end"]])
    return builder.made


def _blanks(line: re.Match[str]) -> str:
    return "\n" + " " * (len(line[0].encode()) - 1)


class _Builder:
    """Takes events one by one and keeps the leaf that is open."""

    def __init__(self, body: str, base: int) -> None:
        self.body, self.base = body, base
        self.has_invisible = INVISIBLE.search(body) is not None
        self.made: list[Passage] = []
        self.leaf: Passage | None = None
        self.quotes: list[tuple[int, int]] = []
        self.items: list[int] = []
        self.footnote: str | None = None
        self.marks: list[tuple[str, int, int, int, str]] = []
        self.break_at = -1

    def open_leaf(self, kind: str, start: int, end: int) -> None:
        self.leaf = leaf = Passage(kind, start, end)
        self.made.append(leaf)
        self.break_at = -1
        if self.quotes:
            leaf.quote, leaf.depth = self.quotes[0], len(self.quotes)
        if self.items:
            leaf.item = self.items[-1]
        if self.footnote:
            leaf.footnote = self.footnote

    def reading(self, start: int, end: int) -> Reading:
        """The open leaf's reading; a tight list item opens its leaf with its first text."""
        if self.leaf is None:
            self.open_leaf("paragraph", start, end)
        elif end > self.leaf.end:
            self.leaf.end = end
        return self.leaf.reading

    def add(self, text: str, start: int, end: int) -> None:
        leaf = self.leaf
        reading = leaf.reading if leaf is not None and end <= leaf.end else self.reading(start, end)
        if self.break_at >= 0:
            self.join(reading, text)
        if self.has_invisible and INVISIBLE.search(text):
            reading.add_visible(text, start)
            return
        reading.parts.append(text)
        reading.spans.append((reading.length, start, end))
        reading.length += len(text)

    def source(self, start: int, end: int) -> str:
        return self.body[start - self.base : end - self.base]

    def unmasked(self, text: str, start: int, end: int) -> str:
        """Text as the file has it where a tag is none: in code, after a backslash."""
        is_code = self.leaf is not None and self.leaf.kind == "code"
        return self.source(start, end) if is_code or _MASKED in text else text

    def join(self, reading: Reading, text: str) -> None:
        """Put in place of a soft break what a reader sees there."""
        blank = joint(reading.parts[-1][-1:] if reading.parts else "", text[:1])
        if blank:
            reading.add(blank, self.break_at, self.break_at + 1)
        self.break_at = -1

    def interrupt(self, event: str, start: int, end: int) -> None:
        if event == "SoftBreak":
            self.break_at = start
        elif event == "HardBreak":
            self.reading(start, end).add("\n", start, end)
        elif event == "Rule":
            self.open_leaf("rule", start, end)
            self.leaf = None

    def add_special(self, what: str, text: str, start: int, end: int) -> None:
        """Take code, mathematics, an inline tag or a footnote reference."""
        reading = self.reading(start, end)
        at = reading.length
        if what == "InlineHtml" and _LINE_BREAK.match(text):
            reading.add("\n", start, end)
        elif what == "InlineHtml":
            reading.marks.append(Mark("html", at, at, start, end, text))
        elif what == "FootnoteReference":
            reading.marks.append(Mark("footnote", at, at, start, end, text))
        else:
            if _MASKED in text:
                text = self.source(start, end).strip("`$ ")
            fence = (end - start - len(text)) // 2
            self.add(text, start + fence, end - fence)
            kind = "code" if what == "Code" else "math"
            reading.marks.append(Mark(kind, at, reading.length, start, end))

    def open(self, value: Any, start: int, end: int) -> None:
        if value.__class__ is str:
            name, detail = value, None
        else:
            (name,) = value
            detail = value[name]
        if name in _LEAF_KINDS:
            self.open_leaf(_LEAF_KINDS[name], start, end)
            if name == "Heading":
                self.leaf.level = int(detail["level"][1])
            elif name == "CodeBlock":
                self.leaf.is_indented = detail == "Indented"
        elif name in _MARK_KINDS:
            target = detail.get("dest_url", "") if detail else ""
            self.marks.append((_MARK_KINDS[name], self.reading(start, end).length, start, end, target))
        elif name == "Strikethrough":
            self.add_single_tilde(start)
        elif name not in ("TableHead", "TableRow", "TableCell"):
            self.open_container(name, detail, start, end)

    def open_container(self, name: str, detail: Any, start: int, end: int) -> None:
        self.leaf = None
        if name == "BlockQuote":
            self.quotes.append((start, end))
        elif name == "Item":
            self.items.append(start)
        elif name == "FootnoteDefinition":
            self.footnote = detail

    def close(self, name: str, end: int) -> None:
        if name in _MARK_KINDS:
            kind, at, source, source_end, target = self.marks.pop()
            reading = self.reading(source, source_end)
            reading.marks.append(Mark(kind, at, reading.length, source, source_end, target))
        elif name in _LEAF_KINDS:
            self.leaf = None
        elif name == "TableCell":
            self.add("\t", end - 1, end - 1)
        elif name in ("TableHead", "TableRow"):
            self.add("\n", end, end)
        elif name == "Strikethrough":
            self.add_single_tilde(end - 1)
        else:
            self.close_container(name)

    def close_container(self, name: str) -> None:
        self.leaf = None
        if name == "BlockQuote":
            self.quotes.pop()
        elif name == "Item":
            self.items.pop()
        elif name == "FootnoteDefinition":
            self.footnote = None

    def add_single_tilde(self, at: int) -> None:
        """Give back the ~ of a range, 5~10 and 3~4, that the parser takes for strike-through."""
        around = self.source(max(at - 1, self.base), at + 2)
        if "~~" not in around:
            self.add("~", at, at + 1)
