"""Highlights as reading devices export them: Kindle's passages without `>`, WeRead's 📌 and 💭.

Kindle puts a line with the book and a location after each passage. WeRead marks a highlight with 📌, of which
only the first paragraph has its `>`, closes it with a line of date and key, and puts thoughts after 💭.
"""

from __future__ import annotations

import re

from dhtools.parse.passages import Lines, Passage, absorb, cut

_KINDLE = re.compile(
    r"[^\n]{1,180}?[,，]\s*(?:(?:loc(?:ation)?s?\.?|位置)\s*[\d\-–]+\.?\s*(?:Kindle(?: Edition|版本?)?\.?)?"
    r"|(?:page|p\.)\s*[\d\-–]+\.?\s*Kindle(?: Edition|版本?)?\.?)\s*$",
    re.IGNORECASE,
)
_MACHINERY = re.compile(
    r"^\s*[-*]?\s*💭\s*|\s*(?:[-*]\s*)?⏱\s*[\d-]{8,10}[ \d:]*(?:\^[\w-]+)?\s*|\s*\^[\w-]{6,}\s*$|^\s*📌\s*"
)

_CLOSES = re.compile(r"⏱|\^[\w-]{6,}\s*$")
_THOUGHT = re.compile(r"[\s>*-]*💭")


def read(passages: list[Passage], lines: Lines) -> list[Passage]:
    """The passages of a post with what a device exported told apart."""
    text = lines.text
    if "loc" in text or "位置" in text or "Kindle" in text:
        _read_kindle(passages, lines)
    if "📌" in text or "💭" in text:
        passages = _read_weread(passages, lines)
    return passages


def _read_kindle(passages: list[Passage], lines: Lines) -> None:
    """Make a quote of a paragraph that closes with Kindle's line."""
    for passage in passages:
        if passage.kind == "commentary" and (
            "loc" in passage.text or "Kindle" in passage.text or "位置" in passage.text
        ):
            last = lines.read(passage.last)
            if passage.first < passage.last and _KINDLE.match(last):
                passage.kind, passage.callout, passage.title, passage.depth = "quote", "kindle", last, 1


def _read_weread(passages: list[Passage], lines: Lines) -> list[Passage]:
    """Join the paragraphs of a highlight up to its closing line, and part thoughts from it."""
    made: list[Passage] = []
    open_one: Passage | None = None
    for passage in passages:
        if passage.kind == "quote" and "📌" in passage.text:
            open_one = passage if not _CLOSES.search(passage.text) else None
            made.append(passage)
        elif open_one is not None and passage.kind != "heading":
            absorb(open_one, passage)
            if _CLOSES.search(passage.text):
                open_one = None
        else:
            open_one = None
            made.append(passage)
    return [part for passage in made for part in _without_thoughts(passage, lines)]


def _without_thoughts(passage: Passage, lines: Lines) -> list[Passage]:
    """A highlight without its markers, and the thoughts below it as commentary."""
    if passage.kind == "commentary" and _THOUGHT.match(passage.text):
        passage.reading = _without_machinery(passage)
    if passage.kind != "quote" or not ("📌" in passage.text or "💭" in passage.text):
        return [passage]
    thought = next((n for n in range(passage.first, passage.last + 1) if _THOUGHT.match(lines.read(n))), None)
    parts = [passage]
    if thought is not None:
        passage, rest = cut(passage, thought, lines)
        rest.kind, rest.quote, rest.depth = "commentary", None, 0
        parts = [passage, rest] if passage.text.strip() else [rest]
    for part in parts:
        part.is_lazy = False
        part.reading = _without_machinery(part)
    return parts


def _without_machinery(passage: Passage):
    reading = passage.reading
    kept, at = reading.slice(0, 0), 0
    for match in _MACHINERY.finditer(reading.text):
        kept.extend(reading.slice(at, match.start()))
        at = match.end()
    kept.extend(reading.slice(at, reading.length))
    return kept
