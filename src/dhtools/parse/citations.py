"""Citations: page marks, titles, links and footnote references, as the post writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dhtools.parse import locators
from dhtools.parse.conventions import Conventions
from dhtools.parse.reading import Mark, Reading

_TITLE = re.compile(r"《([^《》\n]{1,100}(?:《[^《》\n]{1,60}》[^《》\n]{0,60})?)》|〈([^〈〉\n]{1,100})〉")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"https?://[^\s<>）)】」』”\"，。；、]+", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Hints:
    """What a post can hold at all, so that its blocks are not searched for what it cannot."""

    pages: bool
    titles: bool
    addresses: bool

    @classmethod
    def of(cls, text: str, conventions: Conventions) -> Hints:
        """The hints of a whole post's text."""
        return cls(
            pages=bool(conventions.page_patterns) or locators.may_hold(text),
            titles="《" in text or "〈" in text,
            addresses="://" in text,
        )


def find(reading: Reading, bare_pages: bool, conventions: Conventions, hints: Hints) -> list[Found]:
    """The citations of a reading, in the order of the file.

    Args:
        reading: text of a block, with its marks.
        bare_pages: whether a number alone in brackets is a page: in quotes and at their edges.
        conventions: the corpus's own page patterns.
        hints: what the post can hold.
    """
    if not (reading.marks or bare_pages or hints.pages or hints.titles or hints.addresses):
        return []
    text = reading.text
    found: list[Found] = []
    if hints.pages or bare_pages:
        found += [
            Found(reading.source(p.start), reading.source_end(p.end), "page", p.target)
            for p in locators.find(text, bare_pages, conventions.page_patterns)
            if p.kind == "page"
        ]
    if hints.titles and ("《" in text or "〈" in text):
        found += _titles(reading)
    if reading.marks or (hints.addresses and "://" in text):
        found += _links(reading)
    if len(found) > 1:
        found.sort(key=lambda citation: (citation.start, citation.end))
    return found


def _titles(reading: Reading) -> Iterator[Found]:
    for match in _TITLE.finditer(reading.text):
        start, end = reading.source(match.start()), reading.source_end(match.end())
        yield Found(start, end, "title", (match[1] or match[2]).strip())


def _links(reading: Reading) -> Iterator[Found]:
    covered: list[Mark] = []
    for mark in reading.marks:
        if mark.kind == "link" and _WEB.match(mark.target):
            covered.append(mark)
            yield Found(mark.source, mark.source_end, "link", mark.target, url=mark.target)
        elif mark.kind == "footnote":
            yield Found(mark.source, mark.source_end, "footnote", mark.target)
    for match in _BARE_ADDRESS.finditer(reading.text):
        if not any(mark.start <= match.start() < mark.end for mark in covered):
            start, end = reading.source(match.start()), reading.source_end(match.end())
            yield Found(start, end, "link", match[0], url=match[0])
