"""What kind of block a leaf is: prose, or furniture in the shape of prose."""

from __future__ import annotations

import re

from dhtools.parse.passages import Passage
from dhtools.parse.reading import HAN, WORD, Mark

_LEAF_KINDS = {"code": "code", "table": "table", "rule": "rule", "image": "image", "heading": "heading"}
_WORD = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[。！？!?；;，,、…~]\W*$|(?<!\d)\.\W*$")
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d+)[)）]?[、.．，\s]|第.{1,4}[章节節部]")
_DATE = re.compile(
    r"\d+|年|月|日|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b", re.IGNORECASE
)
_END_MATTER = re.compile(
    r"(?:[▌▍■◆●]\s*[^，。：:]{1,20}|【[^，。】]{1,20}】"
    r"|(?:参考文献|參考文獻|参考资料|參考資料|延伸阅读|延伸閱讀|注释|註釋|脚注|Notes|References|Further Reading)\s*[:：]?)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[{}\\]|[=<>]{2}|\w\(|\);|^\s*[$#>]\s|--\w|\w/\w+/\w", re.MULTILINE)
_TOC = re.compile(r"\s*(?:\[TOC\]|\[\[toc\]\]|\{:toc\}|\*?\s*TOC)\s*$", re.IGNORECASE)
_MORE = re.compile(r"<!--+\s*more\s*--+>", re.IGNORECASE)
_IMAGE_ADDRESS = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)\b", re.IGNORECASE)
_METADATA = re.compile(
    r"(?im)^[\s>]*[-*]?\s*\**(?:书名|書名|作者|出版社|出版时间|ISBN|分类|简介|title|author|publisher)\**\s*[:：]"
)
_FURNITURE = re.compile(
    r"Thanks for reading .{0,80}Subscribe|Previously on this blog:?$|(?:阅读全文|閱讀全文|继续阅读|Read more)\W*$"
    r"|版权声明|版權聲明|本文链接|本文鏈接|转载请注明|轉載請註明|.{0,80}licensed under (?:a )?(?:CC|Creative Commons)",
    re.IGNORECASE,
)
CAPTION = 100
"""Longest text beside an image that is still its caption."""
FURNITURE = 300
"""Longest paragraph that still is site furniture."""
HEADING = 40
"""Longest bold line that still is a heading."""


def of(leaf: Passage) -> str:
    """The kind of block of a leaf that no quote holds."""
    if leaf.is_indented:
        return of_indented(leaf.reading.text)
    kind = _LEAF_KINDS.get(leaf.kind)
    if kind is None:
        kind = of_paragraph(leaf.reading.text.strip(), leaf.reading.marks, leaf.item is not None)
    return kind


def of_indented(text: str) -> str:
    """The kind of a text indented by four blanks, which Markdown takes for code.

    Prose is none: several lines of it are a passage set off, a single line of Chinese is a paragraph whose
    first line was indented.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    words = len(HAN.findall(text)) + len(WORD.findall(text))
    if _CODE.search(text) or words < 5 * len(lines):
        return "code"
    return "quote" if len(lines) > 1 else ("commentary" if HAN.search(text) else "code")


def of_paragraph(text: str, marks: list[Mark], in_list: bool) -> str:
    """The kind of a paragraph, by its text and marks."""
    if marks and any(mark.kind == "image" for mark in marks):
        if _is_captioned_image(text, marks):
            return "image"
    elif not _WORD.search(text):
        return "math" if any(mark.kind == "math" for mark in marks) else ("rule" if text else "html")
    if len(text) < 12 and _TOC.match(text):
        return "toc"
    if marks:
        if _is_anchor(text, marks):
            return "toc"
        if _is_navigation(text, marks):
            return "boilerplate"
        if not in_list and (_is_bold_heading(text, marks) or heading_level_of(marks)):
            return "heading"
        if all(mark.kind == "math" for mark in marks) and _covered(text, marks) >= len(text):
            return "math"
    if len(text) <= HEADING and not in_list and _END_MATTER.fullmatch(text):
        return "heading"
    if text.startswith("❝"):
        return "quote"
    return "boilerplate" if len(text) <= FURNITURE and _FURNITURE.match(text) else "commentary"


def _covered(text: str, marks: list[Mark]) -> int:
    return sum(mark.end - mark.start for mark in marks)


def _is_captioned_image(text: str, marks: list[Mark]) -> bool:
    """Whether a paragraph is an image, with a caption at most: the image stands first."""
    images = [mark for mark in marks if mark.kind == "image"]
    outside = len(text) - sum(mark.end - mark.start for mark in images)
    return not text[: images[0].start].strip() and outside <= CAPTION


def _is_anchor(text: str, marks: list[Mark]) -> bool:
    """Whether a paragraph is nothing but links to places in the same page."""
    links = [mark for mark in marks if mark.kind == "link" and mark.target.startswith("#")]
    return bool(links) and sum(mark.end - mark.start for mark in links) >= len(text)


def _is_navigation(text: str, marks: list[Mark]) -> bool:
    """Whether a paragraph is links from end to end, with bars or dates between them."""
    links = sorted((mark.start, mark.end) for mark in marks if mark.kind == "link")
    if not links or links[0][0] > 2 or text.endswith((":", "：", "。", ".")):
        return False
    outside, at = [], 0
    for start, end in links:
        outside.append(text[at:start])
        at = end
    return not _WORD.search(_DATE.sub("", "".join([*outside, text[at:]])))


def _is_bold_heading(text: str, marks: list[Mark]) -> bool:
    """Whether a short paragraph stands in bold from end to end and does not close as a sentence does.

    In italics it must end in a colon (`*Notes:*`), as a lone italic line may as well be an epigraph.
    """
    if len(text) > HEADING or "\n" in text or (_SENTENCE_END.search(text) and not _NUMBERED.match(text)):
        return False
    whole = [mark.kind for mark in marks if mark.end - mark.start >= len(text)]
    return "strong" in whole or ("emphasis" in whole and text.endswith((":", "：")))


def heading_level_of(marks: list[Mark]) -> int:
    """Level of an `<h1>` to `<h6>` tag inside a paragraph, 0 where there is none."""
    return next((int(mark.target) for mark in marks if mark.kind == "heading"), 0)


def heading_level(marks: list[Mark]) -> int:
    """Level of the heading that a paragraph is in all but form; bold lines rank below all others."""
    return heading_level_of(marks) or 6


def is_metadata(text: str) -> bool:
    """Whether a callout lists the data of a book: two lines or more of `作者：`, `ISBN：` and the like."""
    return len(_METADATA.findall(text)) >= 2


def of_leftover(line: str) -> str:
    """The kind of a line that no leaf covers: a tag, a comment, a link definition."""
    if _MORE.search(line):
        return "boilerplate"
    if line.startswith("{{") and _IMAGE_ADDRESS.search(line):
        return "image"
    return "toc" if _TOC.match(line) else "html"
