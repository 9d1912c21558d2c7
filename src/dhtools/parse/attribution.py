"""Attribution lines: —— 作者《书》, — Author, _Work_ (1905), at the end of a quote or below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhtools.parse.reading import HAN, Mark, Reading

_DASH = r"(?:[—–―─－‒]{1,4}|--+|-(?=\s*[^\W\d]))"
_DASHES = ("—", "–", "―", "─", "－", "‒", "--")
_LINE = re.compile(
    rf"(?:^|\n)\s*[（(]?\s*(?:{_DASH}\s*(?:出自|选自|選自|摘自|引自)?|(?:出自|选自|選自|摘自|引自)[:：]?)\s*(?P<who>[^\n]{{1,160}}?)\s*[)）]?\s*$"
)
_AT_END = re.compile(
    rf"[。！？；…”」』’.!?;\"')）\]]\s*[（(]?{_DASH}\s*(?P<who>[^\n—–―─。！？]{{1,100}}?)\s*[)）]?\s*$"
)
_IN_BRACKETS = re.compile(
    r"[（(]\s*(?P<who>(?:[^（）()《》]{0,20})《[^《》（）()]{1,40}》(?:[^（）()]{0,20}))\s*[)）]\s*$"
)
_TITLE = re.compile(
    r"《(?P<a>[^《》\n]{1,80}(?:《[^《》\n]*》[^《》\n]*)?)》|〈(?P<b>[^〈〉\n]{1,80})〉|[“\"](?P<c>[^”\"\n]{2,120}?)[,.]?[”\"]"
)
_SENTENCE = re.compile(r"[。！？!?；;]|[，,].*[，,].*[，,].*[，,]")
_EDGE = " \t\u3000,，、:：;；.。·—–-─*_()（）/／"
_BETWEEN = re.compile(
    r"^(?:出自|选自|選自|摘自|引自|见|見|from|in|by|作者|著|的|summari[sz]ed in|quoted in|，|,)\s*"
    r"|\s*(?:的|所著|著|在|summari[sz]ed in|quoted in|from|in)$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"[#\d]|^(?:p|页|頁|第|loc)\b|^(?:译|注|按|编|編|笔者|筆者|完|end|edit)", re.IGNORECASE
)
_NAME_AND_TITLE = re.compile(
    r"(?P<name>(?:[A-Z][\w.’'-]*\s?){1,4}), (?P<title>(?:The|A|An|On|Of|In) [A-Z][^,.]{2,80})(?:[,(].*)?"
)
"""A title that nothing sets off, told by its article: William Penquill, The Lamp Book."""
_GOES_ON = re.compile(
    "^(?:可是|但是|因为|因為|所以|如果|这|這|那么|那麼|他|她|它|我|你|也许|也許|就是|却|卻)|，.*，"
)
"""Words that go on with the sentence before the dash."""
NAME = 24
"""Longest name of a person, in characters of Chinese; twice that in Latin script."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a quote, and in what work, by its attribution line."""

    start: int
    """Offset of the line in the text, its dash included."""
    name: str | None
    title: str | None


def find(reading: Reading) -> Attribution | None:
    """The attribution that closes a quote, or None where its last dash goes on with the sentence."""
    text = reading.text
    if (line := _last_line(reading)) and (match := _LINE.match(text[line:])):
        found = split(match["who"], line + match.start("who"), reading.marks)
        if found[0] or found[1]:
            return Attribution(line, *found)
    for pattern in (_LINE, _AT_END, _IN_BRACKETS):
        match = pattern.search(text)
        if match and (match.start() > 0 or pattern is _LINE):
            found = split(match["who"], match.start("who"), reading.marks)
            if found[0] or found[1]:
                return Attribution(match.start(), *found)
    return None


def _last_line(reading: Reading) -> int:
    """Offset of a line of the file that opens with a dash, 0 where there is none: the text runs lines on."""
    for k in range(len(reading.parts) - 1, 0, -1):
        if reading.parts[k].startswith(_DASHES):
            start, source, _ = reading.spans[k]
            follows_markup = any(mark.source_end == source for mark in reading.marks)
            is_apart = reading.parts[k - 1] == " " or (
                source > reading.spans[k - 1][2] and not follows_markup
            )
            return start if is_apart else 0
    return 0


def is_line(text: str, marks: list[Mark]) -> bool:
    """Whether a whole paragraph is an attribution line that stands below its quote."""
    match = _LINE.match(text)
    return bool(match) and len(text) <= 120 and any(split(match["who"], match.start("who"), marks))


def split(who: str, offset: int, marks: list[Mark]) -> tuple[str | None, str | None]:
    """The name and the title in an attribution; both None where it is neither."""
    if match := _TITLE.search(who):
        title = (match["a"] or match["b"] or match["c"]).strip()
        rest = who[: match.start()].strip(_EDGE) or who[match.end() :].strip(_EDGE)
        return _name(rest), title
    for mark in marks:
        if mark.kind in ("emphasis", "underline") and offset < mark.start and mark.end <= offset + len(who):
            title = who[mark.start - offset : mark.end - offset].strip(_EDGE)
            return _name(who[: mark.start - offset]), title or None
    if match := _NAME_AND_TITLE.fullmatch(who.strip(_EDGE)):
        return match["name"], match["title"]
    return _name(who), None


def _name(text: str) -> str | None:
    """A name, or None where the words are no name."""
    text = _BETWEEN.sub("", re.sub(r"[（(][^（）()]*[)）]?\s*$", "", text.strip(_EDGE))).strip(_EDGE)
    text = re.split(r"[，,]\s*(?:p+\.?\s*\d|第?\s*\d+\s*[页頁]|summari[sz]ed)", text)[0].strip(_EDGE)
    text = _BETWEEN.sub("", text).strip(_EDGE)
    if not text or _SENTENCE.search(text) or _NOT_A_NAME.search(text) or _GOES_ON.search(text):
        return None
    limit = NAME if HAN.search(text) else 2 * NAME
    if len(text) > limit or (not HAN.search(text) and not text[0].isupper()):
        return None
    return text
