"""Where quoted words come from, and who speaks in them.

By what the note-taker says: an attribution line, an end note, the sentence that introduces the quote, the
heading above it, a label at its start. Without any of these the words are the book's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dhtools.parse import attribution, titles
from dhtools.parse.books import About
from dhtools.parse.frame import Place
from dhtools.parse.reading import HAN, fold

_ENCYCLOPEDIA = re.compile(
    r"(?:维基|維基)(?:百科)?|百度百科|互动百科|萌娘百科|大英百科|百科全[书書]|(?:baike|wikipedia)\.|Wikipedia|Britannica|词条|詞條|Encyclop[æa]edia",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:维基百科|維基百科|百度百科|Wikipedia|Britannica)[·:：\s]*(?:关于|關於|的|on)?[\s“\"《「]*([^\s”\"》」，。,的）)]{1,40})"
)
_WEB = re.compile(
    r"网友|網友|豆瓣|微博|知乎|推文|贴吧|公众号|公眾號|\btweet|\bon (?:Twitter|Reddit|Facebook)\b|跟帖|回帖"
)
_LABEL = re.compile(
    r"^(?:(?P<name>[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fffA-Za-z]{1,10}[·．‧][\u4e00-\u9fffA-Za-z·．‧]{1,14})(?<![道说說曰问問答笑云])\s*[：:]\s*(?=\S)"
    r"|(?P<latin>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})\s*[：:]\s*(?=[“\"]))"
)
"""A name and a colon at the start of a quote; in Latin script a quotation mark must follow, as any word can be a label."""
_CALLING = re.compile(
    r"(?:长老|長老|老师|老師|先生|女士|小姐|记者|記者|教授|主席|总理|總理|总统|總統|父亲|父親|母亲|母親|爸爸|妈妈|媽媽|爷爷|爺爺|奶奶|哥哥|弟弟|姐姐|妹妹|国王|國王"
    r"|将军|將軍|医生|醫生|律师|律師|法官|主持人|神父|公爵|伯爵|夫人|太太|师傅|師傅|同学|學生|学生)$"
)
_SAID_WHOLE = re.compile(
    r"^(?P<name>[\u4e00-\u9fff·]{2,4})(?:说道|說道|道|说|說|问|問|答)[：:，]\s*[“「\"][^“”「」\"]+[”」\"]\s*$"
)
_SAID_WITHIN = re.compile(
    r"[,.!?]?[”\"],? (?P<name>[A-Z][a-zé]+(?: [A-Z][a-zé]+)?) "
    r"(?:said|says|noted|wrote|replied|asked|recalled|observed|explained|admitted)\b"
)
_WORDS_OF = re.compile(
    r"^(?:《[^》]*》[：:·\s]*)?(?P<name>[\u4e00-\u9fff·]{2,8})(?:的话|的話|语录|語錄|名言|说过的话|如是说)$"
)
_SPEAKS_ZH = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z·．. ]{2,20}?)(?:曾经|曾經|曾|也|就|又|还|還|便|在[^，。]{0,20}?[中里裡上])?"
    r"(?:这样|這樣|如此)?(?:说道|說道|说过|說過|写道|寫道|写到|寫到|说|說|道|回忆道|回憶道|回忆|指出|评价[^，。：]{0,10}|評價[^，。：]{0,10})[：:，,]?\s*$"
)
_WORDS_ZH = re.compile(
    r"(?P<name>[\u4e00-\u9fff·]{2,8})(?:长老|先生|女士)?的(?:话|話|原话|原話|说法|說法|回忆|独白)(?:来说)?[：:，,]?\s*$|是(?P<other>[\u4e00-\u9fff·]{2,6})对[^，。]{1,10}说的话"
)
_SPEAKS_EN = re.compile(
    r"(?:^|[.!?;]\s+|\b(?:as|from|by|quotes?|of) )(?P<name>(?:(?:[A-Z]\.)+ ?|[A-Z][\w'’-]+ ?){1,4})"
    r"(?:,[^,]{0,80},)?\s*(?:once |also |then |famously )?"
    r"(?:says?|said|writes?|wrote|writes|puts it|observes?|notes?|remarks?|argues?|explains?|tells? us)[^.:]{0,30}:?\s*$"
)
_QUOTED_FROM_EN = re.compile(
    r"(?:quot(?:es|ing|ed)|from|words of|line from)[^.:]{0,40}? (?P<name>(?:[A-Z][\w'’-]*\.? ){1,3}?[A-Z][\w'’-]*)\b[^.]{0,120}:\s*$"
)
_SPEAKERS = (
    (re.compile("的"), _WORDS_ZH),
    (re.compile("[说說道写寫忆憶出价價议].{0,12}$", re.DOTALL), _SPEAKS_ZH),
    (re.compile("say|said|writ|wrote|puts|observe|note|remark|argue|explain|tell"), _SPEAKS_EN),
    (re.compile(r":\s*$"), _QUOTED_FROM_EN),
)
"""How a sentence names a speaker; before each pattern what it cannot do without, which is quicker to look for."""
_LATIN_NAME = re.compile(
    r"(?:[A-Z][\w.'’-]*|and|&|de|van|von|la|le|du|MG|Sir)(?: (?:[A-Z][\w.'’-]*|and|&|de|van|von|la|le|du)){0,7}"
)
_PRONOUN = re.compile(
    r"^(?:他|她|它|我|你|您|咱|谁|誰|作者|书|書|文|本书|本書|书中|書中|有人|人们|人們|大家|这|這|那|其|自己|上面|下面|如下|例如|比如|第|一|下一|下[文面]|上一|上[文面]|后面|後面|前面|网友|網友|The|He|She|It|They|This|That|We|I|You|And|But|As)\s?"
)
_FILLER = re.compile(
    r"^(?:.*(?:引用|借用|套用|根据|按照|正如|就像|比如|例如|以及|而且|因此|所以|但是|不过|当|在|对|和|与|把|被|将|让|是|用|看到|想起|记得|最后|后来|同样|其实|喜欢|这里))(?=[\u4e00-\u9fff·]{2,})"
)
_TITLE_MARK = re.compile(r"《([^《》]{1,60})》|〈([^〈〉]{1,60})〉")


class Source(NamedTuple):
    """Where the words of a quote were read, and who speaks."""

    kind: str
    work: str | None
    speaker: str | None
    rule: str
    confidence: float = 0.8


def of(
    place: Place, leadin: str | None, heading: str | None, note: Place | None, is_about_a_work: bool
) -> Source:
    """The source of a quote.

    Args:
        place: the quote.
        leadin: text of the commentary that introduces it.
        heading: the heading above it.
        note: the end note it refers to.
        is_about_a_work: whether the post is about a work, so that unattributed words are that work's.
    """
    text = place.text
    if place.passage.callout == "comment":
        return Source("person", None, place.passage.title, "comment")
    found = (
        _encyclopedia(text, leadin)
        or _attributed(place)
        or (_noted(note, place.about) if note else None)
        or (_introduced(leadin, place.about) if leadin else None)
    )
    default = "book" if is_about_a_work or place.about else "unknown"
    kind, work, speaker, rule = found or (default, None, None, "default")
    if kind == "unknown":
        kind = default
    if not speaker and kind != "encyclopedia":
        speaker = _labelled(text) or (_speaker_before(leadin) if leadin else None) or _of_heading(heading)
    if (
        speaker
        and place.about
        and (speaker in place.about.title or _is_same_person(speaker, place.about.author))
    ):
        speaker = None
    return Source(kind, work, speaker, rule)


def of_inline(text: str, start: int, about: About | None, is_about_a_work: bool) -> Source:
    """The source of words quoted inside a sentence: by what that sentence says before them."""
    before = re.split(r"[。！？!?\n]", text[max(start - 60, 0) : start])[-1].rstrip('“「『"‘')
    kind, work, _, rule = (_introduced(before, about) if before else None) or (
        "book" if is_about_a_work or about else "unknown",
        None,
        None,
        "default",
    )
    speaker = _speaker_before(before) if before else None
    if speaker and about and (speaker in about.title or _is_same_person(speaker, about.author)):
        speaker = None
    return Source(kind, work, speaker, rule)


Found = tuple[str, str | None, str | None, str]


def _encyclopedia(text: str, leadin: str | None) -> Found | None:
    """An entry pasted from an encyclopaedia, by its first line or by the words before it."""
    opening = text[:60]
    for said in (
        opening if opening.startswith(("（", "(", "[")) or "百科" in opening[:12] else "",
        (leadin or "")[-60:],
    ):
        if _ENCYCLOPEDIA.search(said):
            entry = _ENTRY.search(said)
            return "encyclopedia", entry[0].strip("（([【】])）") if entry else None, None, "encyclopedia"
    return None


def _attributed(place: Place) -> Found | None:
    """A quote with an attribution line, or a callout or shortcode that names its source."""
    found = attribution.find(place.passage.reading)
    if not found:
        return None
    if not found.title:
        return "unknown", None, found.name, "attribution"
    if place.about and is_same_title(found.title, place.about.title):
        return "book", None, None, "attribution"
    if not place.about and not found.name:
        return "unknown", None, None, "attribution"
    return "other_work", found.title, None, "attribution"


def _noted(note: Place, about: About | None) -> Found | None:
    """A quote whose end note names a work."""
    reading = note.passage.reading
    titles = [m for m in reading.marks if m.kind in ("underline", "emphasis") and m.end - m.start > 3]
    quoted = re.search(r"[“\"]([^”\"]{4,160}?)[,.]?[”\"]", reading.text)
    first = min(titles, key=lambda m: m.start) if titles else None
    title = quoted[1] if quoted and (not first or quoted.start() < first.start) else None
    if not title and first:
        title = reading.text[first.start : first.end].strip(" ,.")
    if not title and (marked := _TITLE_MARK.search(reading.text)):
        title = marked[1] or marked[2]
        return None if about and is_same_title(title, about.title) else ("other_work", title, None, "note")
    if not title or (about and is_same_title(title, about.title)):
        return None
    lead = reading.text[: quoted.start() if quoted and quoted[1] == title else first.start]
    name = re.sub(r"^\W*\d+\W*(?:See,? |Cited in |Quoted in )?", "", lead)
    name = re.sub(
        r"['’]s?$", "", re.split(r",? (?:is |as )?(?:quoted|cited) in\b", name)[0].strip(' ,“"')
    ).split(", ")[0]
    return "other_work", title, name if _LATIN_NAME.fullmatch(name) else None, "note"


def _introduced(leadin: str, about: About | None) -> Found | None:
    """A quote whose lead-in names another work, or the web."""
    sentence = re.split(r"[。！？!?\n]", leadin.rstrip("。：:， "))[-1]
    titles = [a or b for a, b in _TITLE_MARK.findall(sentence)]
    others = [title for title in titles if not (about and is_same_title(title, about.title))]
    if others and len(others) == len(titles) and about:
        return "other_work", others[-1], None, "leadin"
    if _WEB.search(sentence):
        return "web", None, None, "leadin"
    return None


def _labelled(text: str) -> str | None:
    """The speaker that a quote names at its start, as plays and interviews do, or in its first sentence."""
    first = text.partition("\n")[0]
    for pattern in (_SAID_WHOLE, _LABEL):
        match = pattern.match(text if pattern is _SAID_WHOLE else first)
        name = match and next(filter(None, match.groupdict().values()))
        if name and is_name(name) and (pattern is _SAID_WHOLE or _is_person(name, first[match.end() :])):
            return name
    match = _SAID_WITHIN.search(first)
    return match["name"] if match else None


def _is_person(label: str, rest: str) -> bool:
    """Whether a label names a person: by a surname, a dot, a calling, or the quotation mark that follows."""
    if not HAN.search(label) or any(dot in label for dot in "·．‧") or rest[:1] in ("“", "「", '"'):
        return True
    return (label[0] in titles.SURNAMES and len(label) <= 3) or bool(_CALLING.search(label))


def _speaker_before(leadin: str) -> str | None:
    """The speaker whom a lead-in names in its last sentence."""
    sentence = re.split(r"[。！？!?\n]", leadin.rstrip())[-1].strip(" *_") or leadin
    for hint, pattern in _SPEAKERS:
        if hint.search(sentence) and (match := pattern.search(sentence)):
            name = next(filter(None, match.groupdict().values())).strip()
            name = _FILLER.sub("", re.split(r"[，,、]", name)[-1]).strip().removeprefix("As ")
            name = re.sub(r"(?:在)?[书書文]中$", "", name)
            if is_name(name):
                return name
    return None


def _of_heading(heading: str | None) -> str | None:
    """The speaker of a whole section: `祁守拙的话`."""
    match = _WORDS_OF.match(heading.strip()) if heading else None
    return match["name"] if match and is_name(match["name"]) else None


def is_name(text: str) -> bool:
    """Whether a word can be a person's name: no pronoun, no verb, short, capital in Latin script."""
    if (
        not text
        or _PRONOUN.match(text)
        or re.search(r"[的了着过是在不却又也都就页頁章]|\d", text)
        or len(text) > 30
    ):
        return False
    return (bool(HAN.search(text)) and len(text) <= 12) or text[0].isupper()


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles name one work: equal, or one is the other's main title or short form."""
    a, b = (re.sub(r"\W", "", fold(title)) for title in (one, other))
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= 2 and (a.startswith(b) or b.startswith(a))))


def _is_same_person(one: str, other: str | None) -> bool:
    """Whether two names are one person's: equal, or one is the other's last part."""
    if not other:
        return False
    a, b = (re.sub(r"[^\w]", "", fold(name)) for name in (one, other))
    return a == b or a in b or b in a
