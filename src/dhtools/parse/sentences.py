"""Sentences of reading text, Chinese and English.

A sentence ends at 。！？!? or an English full stop, with the closing marks that follow, and at the end of a
line that is a list item or paragraph. Quotation marks and brackets are kept whole: what ends inside them
does not end the sentence around them.
"""

from __future__ import annotations

import re

_CLOSING = "”’」』）)\\]】》〉\"'*"
# The first character is matched by a class and told apart afterwards, as the regex engine leaps to the next
# member of a class: three times as fast as alternatives that each begin with a character of their own.
_BOUNDARY = re.compile(
    '[“「『‘（(《"【。！？!?｡.\n](?:(?P<whole>'
    "(?<=“)[^”“\n]{0,600}”|(?<=「)[^」\n]{0,600}」|(?<=『)[^』\n]{0,600}』|(?<=‘)[^’‘\n]{0,300}’"
    '|(?<=（)[^（）\n]{0,400}）|(?<=\\()[^()\n]{0,400}\\)|(?<=《)[^》\n]{0,100}》|(?<=")[^"\n]{0,400}"'
    "|(?<=【)[^】\n]{0,100}】)"
    f"|(?<=[。！？!?｡])[。！？!?｡]*[。！？!?.…]*[{_CLOSING}]*"
    f"|(?P<stop>(?<=\\.)(?<!\\.\\.)[{_CLOSING}]*(?=\\s|$))|(?<=\n))"
)
_WORD = re.compile(r"[^\W_]")
_ENDS_INSIDE = re.compile('[。！？!?.][”」』’"]')
_GOES_ON = re.compile("\\s*[，,、；;：:。.！!？?的地得之—–…这那]|\\s+[a-z(]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Sen|Rep|Gov|Capt|Col"
    r"|vs|etc|cf|ca|ed|eds|trans|vol|no|pp?|pgs?|ch|sec|fig|esp|al|approx|resp|op|ibid|loc|\d{1,2})$"
)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, white space around them left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        kind = match.lastgroup
        if kind == "whole" and not _closes_sentence(text, match):
            continue
        if kind == "stop" and not _is_full_stop(text, match.start()):
            continue
        end = match.end()
        _append(found, text, start, end)
        start = end
    if start < len(text):
        _append(found, text, start, len(text))
    return found


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence; marks alone, such as a stray closing bracket, belong to the one before."""
    piece = text[start:end].lstrip()
    if not piece:
        return
    start = end - len(piece)
    end = start + len(piece.rstrip())
    if piece[0].isalnum() or _WORD.search(piece):
        found.append((start, end))
    elif found and "\n" not in text[found[-1][1] : start]:
        found[-1] = (found[-1][0], end)


def _closes_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a quotation whose last word ends a sentence ends the sentence around it too."""
    end = match.end()
    if not _ENDS_INSIDE.match(text, end - 2):
        return False
    return not _GOES_ON.match(text, end) and not text[end : end + 1].isalpha()


def _is_full_stop(text: str, at: int) -> bool:
    """Whether a full stop ends a sentence rather than an abbreviation, an initial or a list number."""
    return not _ABBREVIATION.search(text, max(at - 12, 0), at)
