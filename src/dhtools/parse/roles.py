"""What a commentary block does: introduces, reports, explains, or speaks of the notes themselves.

The rules ask in this order: is it nothing but a lead-in or a page; does it speak of the notes, the blog or
the reading; does it judge (told sentence by sentence in `critique`); and then whether the reader adds
something of his own or reports. Report is the default in posts that follow a book chapter by chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dhtools.parse import locators
from dhtools.parse.links import is_bare_leadin
from dhtools.parse.passages import Passage

_META = re.compile(
    r"(?:本文|本篇|本博|这篇|這篇|这里|這裡|以下|下文|此文)(?:为|為|是|只|仅|主要|将|將|内容|內容|中文|笔记|筆記)"
    r"|(?:笔记|筆記|摘抄|摘录|摘錄|翻译|翻譯|校对|校對|排版|更新|待续|待續|未完|博客|公众号|公眾號|订阅|分享|简中版|繁体本|繁體本|中文版|英文版|电子书|有声书|纸质书)"
    r"|(?:读完|讀完|看完|重读|重讀|听完|读了|讀了|看了)(?:一遍|两遍|这本|這本|本书|了|以后|之后)?|(?:花了|用了|断断续续).{0,8}(?:天|周|月|年|小时)"
    r"|(?:下次|以后|以後|日后|留待|回头|改天)再|推荐书|推薦書|出版社|(?:豆瓣|评分|購入|购入|图书馆|圖書館|借了|借来)"
    r"|^\s*(?:UPDATE|EDIT|NOTE|P\.?S\.?)\b|\b(?:this (?:blog|post)|my (?:notes|blog|translation)|I (?:just |recently |first |finally )?(?:finished|read|re-?read|stumbled|picked up)"
    r"|fair warning|previously on|to be continued|the (?:first|second|last) half of (?:my|the) notes)\b",
    re.IGNORECASE,
)
_BIBLIOGRAPHY = re.compile(
    r"^[§*•\s]*(?:[^。！？]{2,60}[:：,，]\s*)?[^。！？]{2,80}[,，]\s*(?:[^,，。]{2,20}(?:出版社|书店|書局|Press|Books))?[,，]?\s*(?:19|20)\d\d\.?$"
    r"|^[§•▌\s]*《[^》]+》\s*[／/][^。]{2,60}$"
)
_OWN = re.compile(
    r"我|咱|自己|笔者|筆者|大家|各位|你|您|如今|现在|現在|今天|当下|當下|也许|也許|或许|或許|可能|似乎|换言之|換言之|其实|其實|比如|例如|所谓|所謂|意味|道理|应该|應該|不妨|就像|想起|想到|印证|印證|联想"
    r"|\b(?:I|we|our|us|my|you|perhaps|maybe|in other words|for example|e\.g\.|that is|note that|compare|cf\.|see|today|nowadays|likewise|similarly)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\d{4}\s*年|\d+\s*[月日%％万亿]|作者|书中|書中|本章|这章|這章|第.{1,4}章|本书|本書|介绍了?|讲述|講述|提到|指出|认为|認為|研究|发现|發現|主人公|故事|情节|小说"
    r"|\b(?:the author|the book|chapter|describes?|explains?|argues?|recounts?|tells? (?:us|the story)|in \d{4}|purports|inherits|persuades)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a block does, and the rule that says so."""

    role: str
    rule: str


def judge(
    text: str, passage: Passage, *, is_leadin: bool, is_note: bool, answers: bool, is_critical: bool, follows_a_book: bool
) -> Role:
    """The role of a commentary block.

    Args:
        text: its reading text.
        passage: where it stands.
        is_leadin: whether it introduces the quote after it.
        is_note: whether it is a foot- or end note.
        answers: whether it answers a quote.
        is_critical: whether one of its sentences judges.
        follows_a_book: whether the post reports a book in its own order.
    """
    if is_page_only(text):
        return Role("leadin", "page_only")
    if is_leadin and is_bare_leadin(text) and not is_critical:
        return Role("leadin", "introduces")
    if is_note:
        return Role("critique" if is_critical else "context", "note")
    if _BIBLIOGRAPHY.search(text.strip()):
        return Role("meta", "bibliography")
    if is_critical:
        return Role("critique", "critical_sentence")
    if _META.search(text) and not answers and len(text) < 600:
        return Role("meta", "speaks_of_the_notes")
    own, report = len(_OWN.findall(text)), len(_REPORT.findall(text))
    if answers:
        return Role("context", "answers") if own >= report else Role("summary", "reports")
    if follows_a_book and own <= report + 1:
        return Role("summary", "follows_the_book")
    if report > own:
        return Role("summary", "reports")
    return Role("context", "adds")


def is_page_only(text: str) -> bool:
    """Whether a block holds a page mark and nothing else."""
    if len(text) > 40:
        return False
    found: Sequence[locators.Locator] = locators.find(text, bare=True)
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    return bool(found) and not re.search(r"[^\W\d_]", rest)
