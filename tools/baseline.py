"""What a user would make of reading notes in a notebook today, for comparison.

python-frontmatter takes off the front matter, markdown-it-py finds quotes and paragraphs, a few regular
expressions find pages, titles and links. What a line of code more gives is taken too: the page in a quote is
its page, the paragraph after a quote answers it, every quote is of the book, every paragraph has the
commonest role. Who speaks, what stands in quotation marks, what introduces a quote and what is critical would
be projects of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import frontmatter
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dhtools.labels import Block, Citation, Commentary, Labels, Quote, Reading, Sentence, Span

PAGE = re.compile(r"第?\s*(?P<page>\d+(?:-\d+)?)\s*[页頁]|\b[pP]{1,2}\.?\s*(?P<p>\d+(?:-\d+)?)")
TITLE = re.compile(r"《([^》]+)》")
LINK = re.compile(r"\[[^\]]*\]\((https?://[^)\s]+)\)")
OMISSION = re.compile(r"…|\.{3}")
BETWEEN_SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])\s")
KINDS = {
    "blockquote_open": "quote",
    "paragraph_open": "commentary",
    "bullet_list_open": "commentary",
    "ordered_list_open": "commentary",
    "heading_open": "heading",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
    "html_block": "html",
}
COMMONEST_ROLE = "context"


def read(folder: Path) -> Labels:
    """What the baseline says of the posts in a folder; a post it cannot read is left out, as notebooks do."""
    readings = {}
    for file in sorted(folder.glob("*.md")):
        try:
            text = file.read_text("utf-8")
            body = frontmatter.loads(text).content
        except Exception:
            continue
        # The body comes without white space at its ends: the lines above it are the front matter's.
        above = text[: text.find(body)].count("\n")
        readings[file.stem] = _reading(file.name, body.split("\n"), above, MarkdownIt().parse(body))
    return Labels(readings, {})


def _reading(path: str, lines: list[str], above: int, tokens: list[Token]) -> Reading:
    made = Reading(path)
    quote: Quote | None = None
    for token in tokens:
        if token.level or token.type not in KINDS or not token.map:
            continue
        first, last = token.map
        own = lines[first:last]
        while own and not own[-1].strip():
            own.pop()
        span = (above + first + 1, above + first + len(own))
        kind = KINDS[token.type]
        made.blocks.append(Block(span, kind))
        made.citations += _citations(own, span)
        if kind == "quote":
            pages = [c.target for c in made.citations if c.form == "page" and span[0] <= c.line <= span[1]]
            quote = Quote(
                span,
                "book",
                page=pages[-1] if pages else None,
                is_abridged=bool(OMISSION.search("".join(own))),
            )
            made.quotes.append(quote)
        elif kind == "commentary":
            made.commentary.append(Commentary(span, COMMONEST_ROLE, answers=quote.lines if quote else None))
            made.sentences += _sentences(own, span)
            quote = None
    return made


def _citations(lines: list[str], span: Span) -> Iterator[Citation]:
    for number, line in enumerate(lines, span[0]):
        for match in PAGE.finditer(line):
            yield Citation(number, "page", match["page"] or match["p"])
        for form, pattern in (("title", TITLE), ("link", LINK)):
            yield from (Citation(number, form, match[1]) for match in pattern.finditer(line))


def _sentences(lines: list[str], span: Span) -> Iterator[Sentence]:
    for number, line in enumerate(lines, span[0]):
        yield from (Sentence(number, text) for text in BETWEEN_SENTENCES.split(line) if text.strip())
