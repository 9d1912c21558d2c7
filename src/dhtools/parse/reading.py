"""Reading text that knows where in the file each of its characters stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import NamedTuple

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
"""Zero-width characters, soft hyphens and controls: in the file, but not in what is read."""

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HAN_RUN = re.compile(f"{HAN.pattern}+")
_LAST = float("inf")
WORD = re.compile("[A-Za-z]+(?:['’][A-Za-z]+)?")
CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026"
_JOINS_WITHOUT_BLANK = re.compile(f"[{CJK}]")


class Mark(NamedTuple):
    """Inline markup over a span of reading text: a link, emphasis, code, a footnote reference."""

    kind: str
    """emphasis, strong, underline, code, link, image, superscript or footnote."""
    start: int
    """Offset of the first marked character in the reading text."""
    end: int
    """Offset after the last one."""
    source: int
    """Offset of the markup's first character in the file."""
    source_end: int
    """Offset after the markup's last character in the file."""
    target: str = ""
    """Address of a link or image, label of a footnote."""


class Reading:
    """Reading text in the making: pieces of text, each with its place in the file."""

    __slots__ = ("joined", "length", "marks", "parts", "spans")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, int]] = []
        """For each part its offset in the text, then its span in the file."""
        self.marks: list[Mark] = []
        self.length = 0
        self.joined = ""
        """The text as it was last asked for."""

    def add(self, text: str, source: int, end: int) -> None:
        """Append text that stands at `source:end` in the file; a longer span there is an entity's."""
        self.parts.append(text)
        self.spans.append((self.length, source, end))
        self.length += len(text)

    def add_visible(self, text: str, source: int) -> None:
        """Append what is not invisible of text that stands at `source`, character for character."""
        at = 0
        for match in INVISIBLE.finditer(text):
            if match.start() > at:
                self.add(text[at : match.start()], source + at, source + match.start())
            at = match.end()
        if at < len(text):
            self.add(text[at:], source + at, source + len(text))

    def extend(self, other: Reading) -> None:
        """Append another reading, its marks included."""
        shift = self.length
        self.parts += other.parts
        self.spans += [(start + shift, source, end) for start, source, end in other.spans]
        self.length += other.length
        self.marks += [
            Mark(m.kind, m.start + shift, m.end + shift, m.source, m.source_end, m.target)
            for m in other.marks
        ]

    def slice(self, first: int, last: int) -> Reading:
        """The part from character `first` up to `last`, marks that cross its edges cut to fit."""
        cut = Reading()
        for (start, source, end), part in zip(self.spans, self.parts, strict=True):
            a, b = max(first - start, 0), min(last - start, len(part))
            if a < b:
                exact = end - source == len(part)
                cut.add(part[a:b], source + a if exact else source, source + b if exact else end)
        for m in self.marks:
            if m.start <= last and m.end >= first:
                a, b = max(m.start - first, 0), min(m.end, last) - first
                cut.marks.append(Mark(m.kind, a, b, m.source, m.source_end, m.target))
        return cut

    def index(self, source: int) -> int:
        """Offset in the text of the first character that stands at or after `source` in the file."""
        for (start, at, end), part in zip(self.spans, self.parts, strict=True):
            if source < end:
                return start + min(max(source - at, 0), len(part))
        return self.length

    @property
    def text(self) -> str:
        """The whole reading text."""
        if len(self.joined) != self.length:  # a reading only grows: of full length, the text is the same
            self.joined = "".join(self.parts)
        return self.joined

    def source(self, index: int) -> int:
        """Offset in the file of the character at `index`."""
        if not self.spans:
            return 0
        k = bisect_right(self.spans, (index, _LAST)) - 1
        start, source, end = self.spans[max(k, 0)]
        return min(source + index - start, end)

    def source_end(self, index: int) -> int:
        """Offset in the file after the character before `index`."""
        k = bisect_left(self.spans, (index,)) - 1
        if k < 0:
            return self.source(index)
        start, source, end = self.spans[k]
        following = self.spans[k + 1][0] if k + 1 < len(self.spans) else self.length
        return end if index == following else source + index - start


def joint(before: str, after: str) -> str:
    """What a line break becomes between two characters: a blank, but nothing beside Chinese."""
    if (
        not before
        or before.isspace()
        or _JOINS_WITHOUT_BLANK.match(before)
        or _JOINS_WITHOUT_BLANK.match(after)
    ):
        return ""
    return " "


def n_chars(text: str) -> int:
    """Characters that are not white space."""
    return len("".join(text.split()))


def language(text: str) -> str | None:
    """Language of a text by its script: zh, en, mixed, or None where there is too little.

    A Chinese character counts as a word. Under a tenth of words in the other script is no mixture. Other
    languages in Latin script pass for English; Japanese passes for Chinese.
    """
    if text.isascii() or not HAN.search(text):
        return "en" if WORD.search(text) else None
    # Chinese takes three bytes a character: a look at the bytes settles most texts without counting words.
    n_wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    if (len(text) - n_wide) * 4 <= n_wide:
        return "zh"
    han, latin = sum(map(len, _HAN_RUN.findall(text))), len(WORD.findall(text))
    if latin * 10 <= han + latin:
        return "zh"
    return "en" if han * 10 <= han + latin else "mixed"


def fold(text: str) -> str:
    """Text with case, width and white space evened out, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
