"""Citations: page marks, titles, links and footnote references, as the post writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dhtools.parse import authors, locators, titles
from dhtools.parse.conventions import Conventions
from dhtools.parse.inline import Quoted
from dhtools.parse.reading import Mark, Reading

_BARE_ADDRESS = re.compile(r"https?://[^\s<>）)】」』”\"，。；、]+", re.IGNORECASE)
_SHORTCODE_ADDRESS = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Found:
    """A citation in a text, before it has a host and a key."""

    start: int
    """Offset in the file."""
    end: int
    form: str
    target: str
    author: str | None = None
    url: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a post can hold at all, so that its blocks are not searched for what it cannot."""

    pages: bool
    titles: bool
    addresses: bool
    code_is_title: bool
    """Whether backticks can set off titles: the post has no block of code."""

    @classmethod
    def of(cls, text: str, has_code: bool, conventions: Conventions) -> Hints:
        """The hints of a whole post's text."""
        return cls(
            pages=bool(conventions.page_patterns) or locators.may_hold(text),
            titles="《" in text or "〈" in text or "百科" in text,
            addresses="://" in text,
            code_is_title=not has_code,
        )


def find(
    reading: Reading,
    quoted: list[Quoted],
    bare_pages: bool,
    conventions: Conventions,
    hints: Hints,
    source: str,
) -> list[Found]:
    """The citations of a reading, in the order of the file.

    Args:
        reading: text of a block, with its marks.
        quoted: what stands in quotation marks in it.
        bare_pages: whether a number alone in brackets is a page, as in quotes, where a page inside a sentence
            is the book's own.
        conventions: the corpus's own page patterns.
        hints: what the post can hold.
        source: the decoded file.
    """
    text = reading.text
    found = [] if bare_pages else _authors(reading, text)
    if not (reading.marks or quoted or bare_pages or hints.pages or hints.titles or hints.addresses):
        return found
    if hints.pages or bare_pages:
        found += [
            Found(reading.source(p.start), reading.source_end(p.end), "page", p.target, rule=p.rule)
            for p in locators.find(text, bare_pages, conventions.page_patterns)
            if p.kind == "page" and (not bare_pages or p.is_mark(text))
        ]
    if reading.marks or quoted or (hints.titles and ("》" in text or "〉" in text)) or "百科" in text:
        found += _titles(reading, titles.find(reading, quoted, hints.code_is_title), source)
    if reading.marks or (hints.addresses and "://" in text):
        found += _links(reading, source)
    if len(found) > 1:
        found.sort(key=lambda citation: (citation.start, citation.end))
    return found


def _authors(reading: Reading, text: str) -> list[Found]:
    """Authors who stand for their works: in the note-taker's own words only, as those in quotes are the book's."""
    return [
        Found(reading.source(a.start), reading.source_end(a.end), a.form, a.target, a.author, rule=a.rule)
        for a in authors.find(text)
    ]


def _titles(reading: Reading, found: list[titles.Title], source: str) -> Iterator[Found]:
    for title in found:
        first, last = (
            _with_quotation_marks(reading.text, title) if title.rule == "quoted" else (title.start, title.end)
        )
        start, end = _with_markup(reading, first, last)
        if "\n" in source[start : reading.source(title.at)]:
            start = reading.source(
                title.at
            )  # an author on the line above is named, but the citation starts here
        author = re.sub(r"\s+", " ", title.author) if title.author else None
        yield Found(start, end, "author_title" if author else "title", title.title, author, rule=title.rule)


def _with_quotation_marks(text: str, title: titles.Title) -> tuple[int, int]:
    """Span of a title in quotation marks, the marks included where nothing but the title stands in it."""
    first, last = title.start, title.end
    if first == title.at and text[first - 1 : first] in tuple('“"‘「『'):
        first -= 1
    if text[last : last + 1] in tuple('”"’」』'):
        last += 1
    return first, last


def _with_markup(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Offsets in the file of a span of text, with the markup that opens at its start or closes at its end."""
    start, end = reading.source(first), reading.source_end(last)
    for mark in reading.marks:
        if mark.kind in _SETS_OFF and first <= mark.start and mark.end <= last:
            start, end = min(start, mark.source), max(end, mark.source_end)
    return start, end


_SETS_OFF = frozenset({"emphasis", "strong", "underline", "code"})


def _links(reading: Reading, source: str) -> Iterator[Found]:
    """Links, addresses written out, and footnote references; a link to a place in the same page is none."""
    covered: list[Mark] = []
    for mark in reading.marks:
        if mark.kind == "link" and not mark.target.startswith(("#", "mailto:")):
            covered.append(mark)
            target = _address(mark, source)
            if target:
                yield Found(mark.source, mark.source_end, "link", target, url=target, rule="link")
        elif mark.kind == "footnote":
            yield Found(mark.source, mark.source_end, "footnote", mark.target, rule="footnote")
        elif mark.kind == "superscript" and mark.start > 0:
            label = reading.text[mark.start : mark.end].strip()
            if label.isdigit():
                yield Found(mark.source, mark.source_end, "footnote", label, rule="superscript")
    for match in _BARE_ADDRESS.finditer(reading.text) if "://" in reading.text else ():
        if not any(mark.start <= match.start() < mark.end for mark in covered):
            start, end = reading.source(match.start()), reading.source_end(match.end())
            yield Found(start, end, "link", match[0], url=match[0], rule="address")


def _address(mark: Mark, source: str) -> str:
    """Address of a link; one that a shortcode writes is taken from the source, an alias from a wiki link."""
    written = _SHORTCODE_ADDRESS.search(source, mark.source, mark.source_end)
    return written[1] if written else mark.target.split("\\|")[0].strip()
