"""Quotes set off from the text: their pages, omissions and speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dhtools.parse import locators
from dhtools.parse.conventions import Conventions
from dhtools.parse.frame import Place
from dhtools.parse.passages import Passage
from dhtools.parse.reading import Reading

_OMISSION = re.compile(
    r"[\[（(〔［]\s*(?:[…⋯]+|\.{3,}|(?:\.\s){2,}\.|。{3,}|略)\s*[\])）〕］]"
    r"|(?:(?:^|(?<=[。！？.!?”」』’\"\n]))\s*|(?<=\w)\s)(?:…+|\.{3,}|。{3,})(?=\s|\w|$|[“「『\"])"
    r"|(?<=\w)(?:\.{3,}|。{3,})(?=\s*(?:\n|$|[A-Z\u4e00-\u9fff]))"
    r"|(?<=[.!?])\s(?:\.\s){2,}\.|(?:[…⋯]+|\.{3,})\s*$",
    re.MULTILINE,
)
"""Dots that stand for words left out: in brackets, or where a sentence or the quote begins or ends.

A pause inside a sentence (我希望……我能) is the author's own and not counted.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """The page, location or section of a quote."""

    start: str
    end: str
    raw: str
    kind: str


def n_omissions(text: str) -> int:
    """Omissions that a text marks: ……, ..., [...], 〔……〕, 。。。."""
    if not any(mark in text for mark in ("…", "⋯", "...", "。。。", ". .", "略")):
        return 0
    return sum(1 for _ in _OMISSION.finditer(text))


_UNREAD = frozenset({"html", "boilerplate", "front_matter"})


def before(placed: Sequence[Place], k: int) -> Passage | None:
    """The block that a reader sees right before block `k`."""
    for place in reversed(placed[:k]):
        if place.passage.kind not in _UNREAD:
            return place.passage
    return None


def below(placed: Sequence[Place], k: int) -> Passage | None:
    """The block right below quote `k`, where it holds the page of this quote and nothing else.

    A page mark between two quotes belongs to the one that it touches, and else to the one below it.
    """
    mark = placed[k + 1].passage if k + 1 < len(placed) else None
    if mark is None or mark.kind != "commentary" or not locators.is_alone(mark.text.strip()):
        return None
    touches = mark.first == placed[k].passage.last + 1
    following = placed[k + 2].passage if k + 2 < len(placed) else None
    if following is None or following.kind != "quote":
        return mark
    return mark if touches and following.first > mark.last + 1 else None


def is_unsure(placed: Sequence[Place], k: int) -> bool:
    """Whether a page mark alone above quote `k` could as well be that of the quote above the mark."""
    if k < 2 or placed[k - 2].passage.kind != "quote" or placed[k - 1].passage.kind != "commentary":
        return False
    above, mark, quote = (placed[n].passage for n in (k - 2, k - 1, k))
    return quote.first - mark.last == mark.first - above.last and locators.is_alone(mark.text.strip())


def notes(placed: Sequence[Place]) -> dict[str, int]:
    """Blocks that are a post's notes, by label: footnote definitions, paragraphs under a raised number."""
    made: dict[str, int] = {}
    for k, place in enumerate(placed):
        if place.passage.kind != "commentary":
            continue
        if place.passage.footnote:
            made.setdefault(place.passage.footnote, k)
            continue
        first = place.passage.reading.marks[:1]
        if first and first[0].kind == "superscript" and first[0].start == 0:
            made.setdefault(place.text[: first[0].end].strip(), k)
    return made


def note_labels(reading: Reading) -> list[str]:
    """Labels of the notes that a text refers to, the last first."""
    labels = []
    for mark in reversed(reading.marks):
        if mark.kind == "footnote":
            labels.append(mark.target)
        elif mark.kind == "superscript" and mark.start > 0:
            labels.append(reading.text[mark.start : mark.end].strip())
    return labels


def page(
    placed: Sequence[Place], k: int, heading: str | None, note: Place | None, conventions: Conventions
) -> Page | None:
    """Where in the book quote `k` stands, as the note-taker says.

    The callout's title comes first, then the quote's own last mark, then one alone below it, the one that
    closes the block directly before it, a heading that is nothing but a page, and the end note.
    """
    patterns = conventions.page_patterns
    passage = placed[k].passage
    for text, bare in ((passage.title, True), (passage.text, True)):
        found = (
            [one for one in locators.find(text, bare, patterns) if one.ends_a_sentence(text)] if text else []
        )
        if found:
            return _page(_run_together(found, text), text)
    if (mark := below(placed, k)) is not None:
        return _page(locators.find(mark.text, True, patterns)[-1], mark.text)
    ahead = before(placed, k)
    if ahead is not None and ahead.kind in ("commentary", "heading") and not _is_taken(placed, k, ahead):
        tail = ahead.text.rstrip()[-TAIL:]
        found = locators.find(tail, False, patterns)
        if found and not tail[found[-1].end :].strip(" \t：:，,。.)）*_"):
            return _page(found[-1], tail)
    if heading and locators.is_alone(heading):
        return _page(locators.find(heading, True, patterns)[-1], heading)
    if note is not None:
        found = locators.find(note.text, False, patterns)
        if found:
            return _page(found[-1], note.text)
    return None


def _is_taken(placed: Sequence[Place], k: int, ahead: Passage) -> bool:
    """Whether the block above quote `k` is the page of the quote above that."""
    return k > 1 and placed[k - 2].passage.kind == "quote" and below(placed, k - 2) is ahead


TAIL = 60
"""How far from its end a lead-in may name the page of the quote below it."""


def _run_together(found: list[locators.Locator], text: str) -> locators.Locator:
    """The last page mark; two that name successive pages, one after each page's end, are a range."""
    last = found[-1]
    if len(found) > 1 and {one.rule for one in found} == {"page"} and all(f.first.isdigit() for f in found):
        first = found[0]
        if 0 < int(last.last) - int(first.first) <= len(found):
            return replace(last, first=first.first)
    return last


def _page(found: locators.Locator, text: str) -> Page:
    return Page(found.first, found.last, text[found.start : found.end], found.kind)
