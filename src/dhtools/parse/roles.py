"""What a commentary block does: introduces, reports, explains, or speaks of the notes themselves.

The rules ask in this order: is it nothing but a lead-in or a page; does it judge (told sentence by sentence
in `critique`); does it speak of the notes, the blog or the reading; and then whether the reader adds
something of his own or reports. Report is the default in posts that follow a book chapter by chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dhtools.parse import locators
from dhtools.parse.links import is_bare_leadin
from dhtools.parse.reading import HAN


def _any_of(alternatives: str) -> re.Pattern[str]:
    r"""A pattern for alternatives without inner `|` that each begin with a character, a class or `\d`.

    Their first characters are put ahead of them in one class, as the regex engine leaps to the next member of
    a class: four times as fast as trying each alternative at every place, where few characters are members.
    English words gain nothing, as every letter begins one.
    """
    split = [_FIRST.fullmatch(alternative) for alternative in alternatives.split("|")]
    firsts = "".join(part["first"].strip("[]") for part in split)
    branches = "|".join(f"(?<={part['first']}){part['rest']}" for part in split)
    return re.compile(f"[{firsts}](?:{branches})")


_FIRST = re.compile(r"(?P<first>\[[^\]]+\]|\\d|[^\\\[\](){}])(?P<rest>.*)")
"""What an alternative begins with."""

_META = {
    "zh": re.compile(
        r"[本这這此以下](?:文|篇|博|里|裡)(?:为|為|是|只|仅|主要|将|將|中文|笔记|筆記)|以下(?:为|為|是|中文|笔记|筆記|内容|內容)"
        r"|笔记|筆記|摘抄|摘录|摘錄|翻译|翻譯|校对|校對|排版|更新|待续|待續|未完|博客|公众号|公眾號|订阅|简中版|繁体本|繁體本|中文版|英文版|电子书|有声书|纸质书"
        r"|[读讀看听聽]完|[重][读讀]|[读讀看]了(?=一遍|两遍|这本|這本|本书|本書|了|以后|之后)|(?:花了|用了|断断续续).{0,8}[天周月年]"
        r"|(?:下次|以后|以後|日后|留待|回头|改天)再|推荐书|推薦書|出版社|豆瓣|评分|購入|购入|图书馆|圖書館|借了|借来"
    ),
    "en": re.compile(
        r"^\s*(?:UPDATE|EDIT|NOTE|P\.?S\.?)\b|\b(?:this (?:blog|post)|my (?:notes|blog|translation)"
        r"|I (?:just |recently |first |finally )?(?:finished|read|re-?read|stumbled|picked up)"
        r"|[Ff]air warning|[Pp]reviously on|[Tt]o be continued)\b"
    ),
}
_BIBLIOGRAPHY = re.compile(
    r"[§*•\s]*(?:[^。！？]{2,60}[:：,，]\s*)?[^。！？]{2,80}[,，]\s*(?:[^,，。]{2,20}(?:出版社|书店|書局|Press|Books))?[,，]?\s*(?:19|20)\d\d\.?"
    r"|[§•▌\s]*《[^》]+》\s*[／/][^。]{2,60}"
)
_OWN = {
    "zh": _any_of(
        "[我咱你您]|自己|笔者|筆者|大家|各位|如今|[现現]在|今天|[当當]下|也[许許]|或[许許]|可能|似乎|[换換]言之|其[实實]|比如|例如|所[谓謂]|意味|道理|[应應][该該]|不妨"
        "|就像|想起|想到|印[证證]|[联聯]想"
    ),
    "en": re.compile(
        r"\b(?:I|[Ww]e|[Oo]ur|us|[Mm]y|[Yy]ou|[Pp]erhaps|[Mm]aybe|[Ii]n other words|[Ff]or example|e\.g\."
        r"|[Tt]hat is|[Nn]ote that|[Cc]ompare|cf\.|[Ss]ee|[Tt]oday|nowadays"
        r"|likewise|similarly)\b"
    ),
}
_REPORT = {
    "zh": _any_of(
        r"\d\d{3}\s*年|\d\d*\s*[月日%％万亿]|作者|[书書]中|[本这這][章书書]|第.{1,4}章|介[绍紹]了?|[讲講]述|提到|指出|[认認][为為]|研究|[发發][现現]|主人公|故事|情[节節]|小[说說]"
    ),
    "en": re.compile(
        r"\b(?:[Tt]he author|[Tt]he book|[Cc]hapter|describes?|explains?|argues?|recounts?"
        r"|tells? (?:us|the story)|[Ii]n \d{4})\b"
    ),
}
NOTES = 600
"""Longest paragraph that speaks of the notes themselves; a longer one has more to say."""


class Role(NamedTuple):
    """What a block does, and the rule that says so."""

    role: str | None
    rule: str | None


def judge(
    text: str,
    language: str | None,
    *,
    is_bare: bool,
    is_leadin: bool,
    is_note: bool,
    answers: bool,
    is_critical: bool,
    reports: bool,
) -> Role:
    """The role of a commentary block.

    Args:
        text: its reading text.
        language: zh, en or mixed.
        is_bare: whether it is nothing but a link.
        is_leadin: whether it introduces the quote after it.
        is_note: whether it is a foot- or end note.
        answers: whether it answers a quote.
        is_critical: whether one of its sentences judges.
        reports: whether the post as a whole reports rather than reflects.
    """
    if locators.is_alone(text):
        return Role("leadin", "page_only")
    if is_leadin and is_bare_leadin(text) and not is_critical:
        return Role("leadin", "introduces")
    if is_note:
        return Role("critique" if is_critical else "context", "note")
    if len(text) <= 200 and _BIBLIOGRAPHY.fullmatch(text):
        return Role("meta", "bibliography")
    if is_critical:
        return Role("critique", "critical_sentence")
    if not answers and len(text) < NOTES and any(_META[lang].search(text) for lang in _scripts(language)):
        return Role("meta", "speaks_of_the_notes")
    own, report = (sum(len(p[lang].findall(text)) for lang in _scripts(language)) for p in (_OWN, _REPORT))
    report += "\n" in text  # a list of points is the book's, or made of it
    if answers:
        return Role("context", "answers") if own >= report else Role("summary", "reports")
    if reports and own <= report + 1:
        return Role("summary", "follows_the_book")
    if report > own:
        return Role("summary", "reports")
    return Role("context", "adds")


def is_report(texts: Sequence[str]) -> bool:
    """Whether a post's commentary reports as a whole: figures in a third of its blocks, the first person in few.

    Figures and dates are a report's; an essay that reflects has neither. Posts under six blocks are not judged,
    nor English ones, where years and numbered notes stand in essays too.
    """
    if len(texts) < 6 or not HAN.search("".join(texts[:6])):
        return False
    figures = sum(bool(_FIGURE.search(text)) for text in texts)
    own = sum(bool(_FIRST_PERSON.search(text)) for text in texts)
    return figures * 3 >= len(texts) and own * 2 < len(texts)


_FIGURE = re.compile(r"\d")
_FIRST_PERSON = re.compile(r"[我咱]|\b(?:I|my|we|our|us)\b")


def _scripts(language: str | None) -> tuple[str, ...]:
    return ("zh", "en") if language not in ("zh", "en") else (language,)
