"""HTML in a post to leaves, with offsets.

A tree parser such as lxml knows the line an element starts on, but neither its column nor where it ends, so
the tags are scanned in the source itself and the text between them is left where it stands.
"""

from __future__ import annotations

import html
import re

from dhtools.parse.passages import Passage
from dhtools.parse.reading import INVISIBLE, Mark

TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|</?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z]\w*);",
    re.DOTALL,
)
_KINDS = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "center": "paragraph", "details": "paragraph",
    "summary": "paragraph", "ul": "paragraph", "ol": "paragraph", "li": "paragraph", "dl": "paragraph",
    "dt": "paragraph", "dd": "paragraph", "blockquote": "paragraph", "aside": "paragraph",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "figure": "image", "figcaption": "image", "iframe": "image", "video": "image", "audio": "image",
    "pre": "code", "script": "code", "style": "code", "table": "table",
}  # fmt: skip
_KEEPS_ITS_INSIDE = frozenset({"image", "code", "table"})
_RUN = re.compile(r"\S+(?: \S+)*")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_UNDERLINE = re.compile(r"underline", re.IGNORECASE)
_INLINE = {
    "i": "emphasis", "em": "emphasis", "cite": "emphasis", "b": "strong", "strong": "strong", "u": "underline",
    "a": "link", "sup": "superscript", "code": "code", "span": "underline",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip


class Scanner:
    """Reads the HTML blocks of one post; a block quote may stay open from one to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quotes: list[list[int]] = []
        self.made: list[Passage] = []
        self.leaf: Passage | None = None
        self.inside: str | None = None
        """Tag of the figure, code or table that is open."""

    def read(self, start: int, end: int) -> list[Passage]:
        """The leaves of the HTML at `start:end` of the file."""
        if self._is_comment(start, end):
            return []
        self.made, self.leaf, self.inside = [], None, None
        at = start
        for token in TOKEN.finditer(self.text, start, end):
            self._add(at, token.start())
            self._take(token)
            at = token.end()
        self._add(at, end)
        return [leaf for leaf in self.made if leaf.reading.text.strip() or leaf.kind in ("image", "rule")]

    def _is_comment(self, start: int, end: int) -> bool:
        """Whether a block is one comment, as WordPress puts around each of its paragraphs."""
        if not self.text.startswith("<!--", start):
            return False
        closing = self.text.find("-->", start + 4, end)
        return closing >= 0 and not self.text[closing + 3 : end].strip()

    @property
    def quote(self) -> list[int] | None:
        """Span of the outermost block quote that is open."""
        return self.quotes[0] if self.quotes else None

    def _open_leaf(self, kind: str, start: int) -> Passage:
        self.leaf = Passage(kind, start, start)
        self.leaf.quote, self.leaf.depth = self.quote, len(self.quotes)
        self.made.append(self.leaf)
        return self.leaf

    def _add(self, start: int, end: int) -> None:
        """Append the text at `start:end`, its white space folded as a browser folds it."""
        if start >= end:
            return
        if self.leaf is None:
            visible = self.text[start:end].lstrip()
            if not visible:
                return
            start = end - len(visible)
            self._open_leaf("paragraph", start)
        reading, text = self.leaf.reading, self.text
        if text[start].isspace() and reading.length and not reading.parts[-1].isspace():
            reading.add(" ", start, start + 1)
        for run in _RUN.finditer(text, start, end):
            if run.start() > start and reading.length and not reading.parts[-1].isspace():
                reading.add(" ", run.start() - 1, run.start())
            reading.add_visible(run[0], run.start())
            self.leaf.end = run.end()
        if text[end - 1].isspace() and reading.length and not reading.parts[-1].isspace():
            reading.add(" ", end - 1, end)

    def _take(self, token: re.Match[str]) -> None:
        tag = (token["tag"] or "").lower()
        closes = token[0].startswith("</")
        if token[0].startswith("&"):
            self._take_entity(token)
        elif self.inside:
            if closes and tag == self.inside:
                self.leaf.end = token.end()
                self.inside, self.leaf = None, None
        elif tag == "br":
            if self.leaf is not None:
                self.leaf.reading.add("\n", token.start(), token.end())
        elif tag in ("hr", "img"):
            self._open_leaf("rule" if tag == "hr" else "image", token.start()).end = token.end()
            self.leaf = None
        elif tag in _KINDS:
            self._take_block(tag, closes, token)
        elif tag:
            self._take_inline(token)

    def _take_entity(self, token: re.Match[str]) -> None:
        if self.leaf is None:
            self._open_leaf("paragraph", token.start())
        character = html.unescape(token[0]).replace("\xa0", " ")
        if not INVISIBLE.fullmatch(character):
            self.leaf.reading.add(character, token.start(), token.end())
            self.leaf.end = token.end()

    def _take_inline(self, token: re.Match[str]) -> None:
        if self.leaf is not None or not token[0].startswith("</"):
            leaf = self.leaf or self._open_leaf("paragraph", token.start())
            at = leaf.reading.length
            leaf.reading.marks.append(Mark("html", at, at, token.start(), token.end(), token[0]))

    def _take_block(self, tag: str, closes: bool, token: re.Match[str]) -> None:
        self.leaf = None
        if tag == "blockquote":
            self._take_quote(closes, token)
        elif not closes:
            kind = _KINDS[tag]
            if kind in _KEEPS_ITS_INSIDE:
                self._open_leaf(kind, token.start())
                self.inside = tag
            elif kind == "heading":
                self._open_leaf(kind, token.start()).level = int(tag[1])
            elif tag == "li":
                self._open_leaf(kind, token.start()).item = token.start()

    def _take_quote(self, closes: bool, token: re.Match[str]) -> None:
        if not closes:
            self.quotes.append([token.start(), token.end()])
        elif self.quotes:
            self.quotes[0][1] = token.end()
            self.quotes.pop()


def pair_tags(marks: list[Mark]) -> list[Mark]:
    """Marks with inline tags paired: `<em>…</em>` becomes emphasis, `<a>…</a>` a link; others are dropped."""
    made, opened = [], []
    for mark in marks:
        if mark.kind != "html":
            made.append(mark)
            continue
        tag = re.match(r"</?\s*([a-zA-Z0-9]+)", mark.target)
        name = tag[1].lower() if tag else ""
        if name not in _INLINE:
            continue
        if not mark.target.startswith("</"):
            opened.append((name, mark))
        elif any(name == other for other, _ in opened):
            while opened:
                other, first = opened.pop()
                if other == name:
                    made += _paired(name, first, mark)
                    break
    return sorted(made, key=lambda m: (m.start, -m.end))


def _paired(name: str, first: Mark, last: Mark) -> list[Mark]:
    if name == "span" and not _UNDERLINE.search(first.target):
        return []
    target = ""
    if name == "a":
        href = _HREF.search(first.target)
        if not href:
            return []
        target = html.unescape(href[1])
    elif _INLINE[name] == "heading":
        target = name[1]
    return [Mark(_INLINE[name], first.start, last.end, first.source, last.source_end, target)]
