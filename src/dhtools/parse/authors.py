"""Sources named by their author alone, or by author and year.

沈灯书中, 据沈灯回忆, Ferry's book, Ferry argues; Ferry (1971) shows, the lamp was new (Ferry 1971). A name alone
is none: a word for a work or for writing must stand beside it, in the present tense, as characters of a story
speak and wrote too. Authors of a title that follows are `titles`' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dhtools.parse.titles import SURNAMES

_WORD = r"(?:Mc|Mac|De|O['’])?[A-Z][a-zàâäçèéêëîïñôöùûü]+"
_NAME = rf"(?:(?:[A-Z]\.|{_WORD})[ -])*{_WORD}"
_NAMES = rf"{_NAME}(?: (?:and|&) {_NAME})?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)[a-z]?"
_WORK = (
    "(?:own |new |first |last |later |early |short |great |classic )?"
    "(?:books?|novels?|writings|essays?|articles?|papers?|memoirs?|biography|lectures?)"
)
_WRITES = "(?:writes|argues|points out|contends)"
_MAY_NAME = re.compile(rf"['’]s? {_WORK}\b| {_WRITES}\b|ccording to [A-Z]")
_LATIN = re.compile(
    rf"\b(?P<of>{_NAME})['’]s? {_WORK}\b(?!,? [“\"‘A-Z])|\b(?P<says>{_NAME}) {_WRITES}\b"
    rf"|\b[Aa]ccording to (?P<by>{_NAME})(?=[,.;])"
)
_MAY_DATE = re.compile(rf"{_YEAR}[)）,:]")
_DATED = re.compile(
    rf"(?:(?<![\w'’-])[a-z]+[,.]? |[\u4e00-\u9fff])[（(](?:see |cf\. |e\.g\. )?(?P<inside>{_NAMES}),? (?P<in_year>{_YEAR})(?=[)）,:])"
    rf"|\b(?P<outside>{_NAMES}) [（(](?P<year>{_YEAR})[)）](?= (?:{_WRITES}|says|shows|finds|calls)\b)"
)
_HAN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,6}[·．‧][\u4e00-\u9fff]{1,8}?|[\u4e00-\u9fff]{2,4}?)(?:先生|教授)?"
    r"(?:[书書]中|的?(?:回忆录|回憶錄|著作|[这這那]本[书書])|的(?:[论論]文|回忆|回憶|[书書](?=[里裡中，。说說])))"
    r"|[据據](?P<by>[\u4e00-\u9fff]{2,3})(?:先生|教授)?的?(?:回忆|回憶|考证|考證|研究)"
)
_LEADS = re.compile("^.*[据據在读讀看从從和与與及按照如像翻用是]")
_NO_NAME = re.compile(
    "[的了着过過是在或这這那其我你他她它诸諸各该該本]|^(?:史[料书書]|方志)|[人料书書志誌者家士员員们們民军軍史]$"
)
_OPENERS = re.compile(
    r"(?:The|An?|This|That|It|He|She|They|We|I|You|Who|One|But|And|As|In|When|So|While|Although|Though|Read|If"
    r"|Since|Because|Chapter|January|February|March|April|May|June|July|August|September|October|November|December)(?: |$)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An author who stands for a work."""

    start: int
    """Offset in the text."""
    end: int
    form: str
    """author or author_year."""
    target: str
    """The name, with the year where there is one."""
    author: str
    rule: str
    """work_of, writes, according_to or dated."""


def find(text: str) -> Iterator[Named]:
    """The authors who stand for their works in a text."""
    if any(word in text for word in ("书", "書", "回忆", "回憶", "论文", "論文", "著作", "据", "據")):
        yield from _chinese(text)
    yield from _latin(text)


def _chinese(text: str) -> Iterator[Named]:
    for match in _HAN.finditer(text):
        group = "name" if match["name"] else "by"
        start, name = match.start(group), match[group]
        if lead := _LEADS.match(name[:-1]):
            start, name = start + lead.end(), name[lead.end() :]
        in_title = text[start - 1 : start] in ("《", "〈") or text.startswith("《", match.end())
        if is_name(name) and not in_title:
            rule = "work_of" if group == "name" else "according_to"
            yield Named(start, match.end(), "author", name, name, rule)


def is_name(name: str) -> bool:
    """Whether Chinese characters are a person's name: a surname and one or two more, or a foreign one's dot."""
    if _NO_NAME.search(name):
        return False
    return any(dot in name for dot in "·．‧") or (name[0] in SURNAMES and 2 <= len(name) <= 3)


def _latin(text: str) -> Iterator[Named]:
    if _MAY_NAME.search(text):
        for match in _LATIN.finditer(text):
            group = match.lastgroup or "of"
            start, name = _without_openers(match[group], match.start(group))
            if name and not text.endswith(("the ", "of "), 0, start):
                rule = {"of": "work_of", "says": "writes", "by": "according_to"}[group]
                yield Named(start, match.end(), "author", name, name, rule)
    if _MAY_DATE.search(text):
        for match in _DATED.finditer(text):
            group = "inside" if match["inside"] else "outside"
            start, name = _without_openers(match[group], match.start(group))
            year = match["in_year"] or match["year"]
            if name:
                yield Named(start, match.end(), "author_year", f"{name} {year}", name, "dated")


def _without_openers(name: str, start: int) -> tuple[int, str]:
    """A name without the capital words that open a sentence or name a month before it, and where it starts."""
    while opener := _OPENERS.match(name):
        start, name = start + opener.end(), name[opener.end() :]
    return start, name
