"""Page marks and other locators that the note-taker sets: （46页）, p. 44-5, loc. 57-58."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TO = r"\s*[-–—‒~～至到]+\s*"
_N = r"\d{1,4}"
_HAN = "[〇零一二三四五六七八九十百千两]+"
_ROMAN = r"(?:[ivxlc]{2,}|[IVXLC]{2,})(?![A-Za-z])"


def _pattern(core: str, number: str = _N) -> re.Pattern[str]:
    """A mark in which `#` stands for a number or a range of numbers."""
    to = rf"\s*[页頁]?{_TO}(?:第\s*|[pP]\.?\s?)?"
    return re.compile(core.replace("#", f"(?P<first>{number})(?:{to}(?P<last>{number}))?"))


_NUMBER_PAGE = _pattern("#\\s*[页頁]")
"""46页, 192-193頁, 第46页至第48页: without 第 also the shape of a length, 688 页."""
_HAN_PAGE = _pattern("(?:第|(?<=[（(【]))\\s*#\\s*[页頁]", _HAN)
_PAGE_NUMBER = _pattern("(?<![\\d整一扉首末主网網单單])[页頁]\\s*(?:[码碼]\\s*)?[：:]?\\s*#")
_LATIN_PAGE = _pattern(
    "(?<![A-Za-z\\d])(?:[pP][pP]?\\.?\\s?|[pP]gs?\\.?\\s?|(?:[pP]ages?|PAGES?):?\\s)#(?![\\d%]|\\.\\d)",
    f"(?:{_N}|{_ROMAN})",
)
_MAY_BE_LATIN_PAGE = re.compile(r"[pP](?:[pP]|gs?|ages?|AGES?)?[.:]?\s?(?:\d|[ivxlcIVXLC]{2})")
_BEFORE = re.compile(r"(?:[（(\[【]\s*)?(?:[见見]|参见|參見|原[书書])?\s*第?\s*$")
_BARE = re.compile(
    rf"[（(](?P<first>{_N}|[ivxlc]{{2,}})(?:{_TO}(?P<last>{_N}|[ivxlc]{{2,}}))?"
    r"(?:\s*[;；,，]\s*(?:emphasis|italics|my |强调|重点|黑体)[^）)]{0,40})?[）)](?=\W*(?:$|\n|\d{1,2}$))"
)
"""A number alone in brackets, at the end of a paragraph."""
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
"""A number alone in brackets that is the year of an edition; no book is that long."""
_SECTION = re.compile(
    r"(?:[（(]|^|[\n.!?。！？”\"]\s*(?:[—–―─－]|--)[^\n]{0,80}[\s,，》_])(?P<mark>(?P<first>\d{1,4}[a-e]\d{0,2})"
    rf"(?:{_TO}(?P<last>\d{{1,4}}[a-e]\d{{0,2}}|[a-e]\d{{0,2}}))?)\s*[）)]?\s*$"
)
"""327c, 980a21, 327a-c: the sections of Plato's and Aristotle's works, which all editions share."""
_MAY_BE_SECTION = re.compile(r"[\d–-][a-e]\d{0,2}[）)]?$")
_LOCATION = re.compile(
    rf"(?:\bloc(?:ation)?s?\b|位置)\.?\s*(?:#\s*)?(?P<first>\d+)(?:{_TO}(?P<last>\d+))?", re.IGNORECASE
)
_LENGTH_BEFORE = re.compile(
    r"(?:[约約共近仅僅才有不到多达前后後每几幾上]|厚[达達]|[长長][达達]|超[过過]|整整|[读讀看写寫翻]了)\s*[（(]?\s*$"
)
_LENGTH_AFTER = re.compile(
    r"\s*(?:多|左右|以上|[纸紙厚长長篇]|[书書](?!中)|内容|的(?:篇幅|[书書]|小[说說]|大部[头頭]|巨|内容))"
)
_RANK_AFTER = re.compile(r"\s*(?:%|分位|百分|[级級]|[优優]先|percentile|latency|延[迟遲])")
_RANK_BEFORE = re.compile(r"(?:分位[数數]?|percentiles?|[优優]先[级級]?)\s*[（(:：]?\s*$")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SENTENCE_END = "。！？…；.!?”」』’\"'》*_—–，,"
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a book that the note-taker names."""

    start: int
    """Offset of the mark in the text."""
    end: int
    kind: str
    """page, location or section."""
    first: str
    last: str
    """The same as `first` for a single page."""
    rule: str
    """Rule that found it: page, bare, location, section or pattern."""

    def ends_a_sentence(self, text: str) -> bool:
        """Whether the mark stands where a sentence ends, as a source does, and not inside one as a cross-reference."""
        before, after = text[: self.start].rstrip(" \t（(["), text[self.end :].lstrip(" \t）)]*_")
        return (
            not before or before[-1] in _SENTENCE_END or not after or after[0] in _SENTENCE_END + "\n，,；;—"
        )

    def is_mark(self, text: str) -> bool:
        """Whether it is set beside a sentence, not a word of it: 正如第12页所示 in a quote is the book's own."""
        return text[self.start] in _BRACKETS or self.ends_a_sentence(text)

    @property
    def target(self) -> str:
        """The place as a number or range."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


def han_number(text: str) -> int:
    """A number in Chinese numerals: 四十六 is 46, 一〇五 is 105, 二百三十 is 230."""
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def write_out(first: str, last: str | None) -> tuple[str, str]:
    """A range with its last number in full: 44 and 5 make 44 and 45."""
    if first[0] in _DIGITS or first[0] in _UNITS:
        first, last = str(han_number(first)), str(han_number(last)) if last else None
    if not last:
        return first.lower(), first.lower()
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first.lower(), last.lower()


def find(text: str, bare: bool = False, patterns: Sequence[re.Pattern[str]] = ()) -> list[Locator]:
    """The locators of a text, in order.

    Args:
        text: reading text.
        bare: whether a number alone in brackets is a page, as at the end of a quote.
        patterns: further page patterns of the corpus, each with a group `page`.
    """
    found: list[Locator] = []
    if "页" in text or "頁" in text:
        found += [
            _page(text, m) for m in _NUMBER_PAGE.finditer(text) if _is_page(text, m) and _is_place(text, m)
        ]
        found += [_page(text, m) for p in (_HAN_PAGE, _PAGE_NUMBER) for m in p.finditer(text)]
    if _MAY_BE_LATIN_PAGE.search(text):
        found += [_page(text, match) for match in _LATIN_PAGE.finditer(text) if _is_page(text, match)]
    for pattern in patterns:
        found += [_locator(match, "page", "pattern", match["page"]) for match in pattern.finditer(text)]
    if bare and ("(" in text or "（" in text):
        found += [
            _locator(m, "page", "bare") for m in _BARE.finditer(text) if not _YEAR.fullmatch(m["first"])
        ]
    if bare and _MAY_BE_SECTION.search(text[-12:].rstrip()):
        found += [_section(match) for match in _SECTION.finditer(text) if not _YEAR.match(match["first"])]
    if "oc" in text or "位置" in text:
        found += [_locator(match, "location", "location") for match in _LOCATION.finditer(text)]
    return _without_overlaps(found) if len(found) > 1 else found


def may_hold(text: str) -> bool:
    """Whether a text can hold a page mark at all: a quick look, wrong only in that it may say yes."""
    return "页" in text or "頁" in text or _MAY_BE_LATIN_PAGE.search(text) is not None


def is_alone(text: str) -> bool:
    """Whether a text holds a page mark and nothing else."""
    if len(text) > ALONE:
        return False
    found = find(text, bare=True)
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    return bool(found) and not _WORD.search(rest)


ALONE = 40
"""Longest text that may hold nothing but a page mark."""
_WORD = re.compile(r"[^\W\d_]")


def _section(match: re.Match[str]) -> Locator:
    """A section mark; the last one of a range may leave out its number, 327a-c."""
    first, last = match["first"], match["last"] or match["first"]
    if not last[0].isdigit():
        last = re.sub(r"[a-e]\d*$", "", first) + last
    return Locator(*match.span("mark"), "section", first, last, "section")


def _page(text: str, match: re.Match[str]) -> Locator:
    """A page mark with what belongs to it: 第, 见, and brackets that open before and close after it."""
    start, end = match.span()
    before = _BEFORE.search(text, max(start - 8, 0), start)
    if before:
        start = before.start()
    if start < match.start() and text[start] in _BRACKETS:
        closing = _CLOSING.match(text, end)
        if closing:
            end = closing.end()
        else:
            start += 1
    while text[start].isspace():
        start += 1
    return Locator(start, end, "page", *write_out(match["first"], match["last"]), "page")


_BRACKETS = "（([【"
_CLOSING = re.compile(r"\s*[）)\]】]")


def _locator(match: re.Match[str], kind: str, rule: str, first: str | None = None) -> Locator:
    last = None if first else match["last"]
    return Locator(match.start(), match.end(), kind, *write_out(first or match["first"], last), rule)


def _is_page(text: str, match: re.Match[str]) -> bool:
    """Whether a number after p or 页 is a place, not a percentile (p90 延迟) or a priority (P0)."""
    if match["first"] == "0" or _RANK_AFTER.match(text, match.end()):
        return False
    return not _RANK_BEFORE.search(text, max(match.start() - 16, 0), match.start())


def _is_place(text: str, match: re.Match[str]) -> bool:
    """Whether a number before 页 is a place, not a length.

    第 and a range name a place. A length has a word of measure beside it (约70页, 300多页, 读了50页), or a
    blank before 页 inside brackets that hold nothing else (（688 页）), as a book's data are given.
    """
    start = match.start("first")
    if match["last"] or text[max(start - 2, 0) : start].rstrip().endswith("第"):
        return True
    is_bracketed = start and text[start - 1] in _BRACKETS and _CLOSING.match(text, match.end())
    if is_bracketed and text[match.end("first")].isspace():
        return False
    return not _LENGTH_BEFORE.search(text, max(start - 8, 0), start) and not _LENGTH_AFTER.match(
        text, match.end()
    )


def _without_overlaps(found: list[Locator]) -> list[Locator]:
    """Locators in order; of two that overlap the longer stays."""
    found.sort(key=lambda locator: (locator.start, locator.start - locator.end))
    kept: list[Locator] = []
    for locator in found:
        if kept and locator.start < kept[-1].end:
            if locator.end - locator.start > kept[-1].end - kept[-1].start:
                kept[-1] = locator
        else:
            kept.append(locator)
    return kept
