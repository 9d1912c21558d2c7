"""Words in quotation marks inside a sentence: reproduced, or held at a distance.

A reader tells them apart by what stands around them and by what they are: a verb of saying or a page beside
them, a clause inside them, their length. What is neither (titles, terms that are being defined, nicknames,
examples of usage) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dhtools.parse.reading import HAN, WORD, Mark, Reading

SAYS_ZH = (
    "说|說|道|写|寫|称|稱|问|問|答|言|曰|云|叫|喊|讲|講|谈|談|骂|罵|叹|嘆|评|評|提|宣|告|引用|指出|认为|認為|表示|声称|聲稱|承认|承認"
    "|强调|強調|主张|主張|概括|总结|總結|形容|描述|提醒|反驳|反駁|解释|解釋|回忆|回憶|记载|記載|号召|號召|呼吁|呼籲|批评|批評|抱怨|警告|宣称|宣稱"
)
_SPEAKS_BEFORE = re.compile(
    rf"(?:{SAYS_ZH})(?:[道说說过過到出为為成作着著了要]|的是|的那句话|的那句話)?\s*[：:，,]?\s*$"
    r"|(?:原话|原話|原文|的话|的話|一句|那句|口号|口號|理由)(?:是|为|為|来说|來說|中|里|裡)?[：:，,]?\s*(?:是)?$"
    r"|(?:例如|比如|诸如|諸如|譬如|所说的|所說的|所谓的?那句)[：:，,]?\s*$"
)
_SPEAKS_AFTER = re.compile(
    r"\s*[，,]?\s*[^，。,.；;“”「」]{0,12}?(?:说|說|问|問|答|喊|写|寫|表示|承认|承認|抱怨|回忆|回憶|宣称|宣稱|指出|解释|解釋|感叹|感嘆"
    r"|如是[说說])(?:道|过|過)?(?:[，。,：:；;]|$)"
    r"|(?:的|这|這|这样的|這樣的|之类的|之類的|等)(?:话|話|口号|口號|说法|說法|说辭|说辞|說辭|言论|言論|论调|論調|字样|字樣|观点|觀點)"
)
_SAYS_EN = re.compile(
    r"(?:\b(?:say|said|says|write|wrote|writes|written|ask|asks|asked|claim|claims|claimed|argue|argues|argued|note|notes|noted|put|puts"
    r"|call|calls|called|remark|remarks|remarked|observe|observes|observed|conclude|concludes|concluded|explain|explains|continue|continues"
    r"|quote|quotes|quoted|read|reads|begins|ends|according to|states|stated|declares|declared|replies|replied|answers|answered|tells|told"
    r"|as|that|is|with|words|phrase|phrased as|line|passage|sentence|quip|motto|slogan|result)[,:]?|[:])\s*$",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    r"(?:叫做|叫作|名为|名為|命名为|简称|簡稱|俗称|俗稱|定义为|定義為|译为|譯為|翻译成|翻譯成|译作|绰号|綽號|外号|外號|昵称|笔名|又名|或者叫|被叫)\s*$"
    r"|\b(?:called|named|termed|known as|nicknamed|dubbed|titled|entitled|the (?:word|term|name)|means?|defined as|short for)\s*$",
    re.IGNORECASE,
)
_TERM_AFTER = re.compile(
    r"\s*[（(][A-Za-z][^（）()]{1,60}[）)]|\s*(?:一词|一詞|这个词|這個詞|二字|三字|四字|两字|两个字|这个字|的意思|的定义|的定義|这个概念|這個概念)"
    r"|\s*(?:means?|is (?:the|a) (?:word|term)|refers to)\b"
)
_TITLE_BEFORE = re.compile(
    r"(?:\b(?:essay|article|post|poem|story|talk|song|chapter|section|book|novel|paper|piece|column|speech|lecture|series|film|movie|episode"
    r"|hymn|review|blog|preface|introduction|interview|ballad|sonnet|discusses|discussed|’s|'s)|《|文章|一文|篇名|标题|標題|题为|題為)[,:]?\s*$",
    re.IGNORECASE,
)
_AUTHOR_BEFORE = re.compile(r"[A-Z]\w+ [A-Z]\w+\s*,?\s*$")
_CLAUSE = re.compile(r"[，。！？；：,;!?…]|[.](?:\s|$)|——")
SMALL_WORDS = frozenset({
    "a", "an", "the", "of", "and", "or", "in", "on", "to", "for", "with", "by", "from", "at", "as", "vs", "is"
})  # fmt: skip
_PAIRS = re.compile(
    "(?P<curly>[“”])|(?P<corner>「(?P<in_corner>[^「」\n]{1,400}(?:「[^「」\n]{0,200}」[^「」\n]{0,200})*)」)"
    '|(?P<double>『(?P<in_double>[^『』\n]{1,400})』)|(?P<straight>")|(?P<single>‘(?P<in_single>[^‘’\n]{2,300})’(?![A-Za-z]))'
    "|(?P<prime>(?<![^\\s(\\[:,])'(?P<in_prime>[A-Za-z](?:[^'\n]|'(?=[A-Za-z])){6,300})'(?![A-Za-z]))"
)
_ANY_MARK = re.compile('[“”「『"‘]')
_ANY_PRIME = re.compile("'(?<![^\\s(\\[:,]')[A-Za-z]")
_SPOKEN = re.compile(
    r"(?:说|說|写道|寫道|问道|問道|宣称|宣稱|观察道|喊话|喊話|感叹|感嘆|点评|點評|评论|評論|(?<=[^知难難报報])道)(?:道|过|過|说|說|到)?\s*[：:]\s*"
    '(?P<said>[^“”「」『』"\n：:——][^“”「」『』"\n]{3,200}?(?:[。！？!?]+|$))'
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks, or after a colon, with what they are."""

    start: int
    """Offset of the first word in the reading text, inside the marks."""
    end: int
    kind: str
    """quote, scare, title, or none of these."""
    rule: str
    """Name of the rule that decided."""
    confidence: float
    depth: int = 1


def find(reading: Reading) -> list[Quoted]:
    """What stands in quotation marks in a block of commentary, with unmarked speech after a colon."""
    text = reading.text
    if not _ANY_MARK.search(text) and not ("'" in text and _ANY_PRIME.search(text)):
        return list(_spoken(text))
    found: list[Quoted] = []
    before_it: Quoted | None = None
    for start, end, is_closed in _pairs(text):
        judged = _judge(text, start, end, is_closed, reading.marks, before_it)
        found.append(judged)
        before_it = judged
    found += [
        quoted
        for quoted in _spoken(text)
        if not any(o.start < quoted.end and quoted.start < o.end for o in found)
    ]
    return sorted((q for q in found if q.kind != "none"), key=lambda quoted: quoted.start)


def _pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans inside quotation marks, outermost first; a mark that nothing closes runs to the end of its line."""
    opened: re.Match[str] | None = None
    for match in _PAIRS.finditer(text):
        for name in ("corner", "double", "single", "prime"):
            if match[name] is not None and opened is None:
                yield match.start(f"in_{name}"), match.end(f"in_{name}"), True
        if match["curly"] is None and match["straight"] is None:
            continue
        if opened is not None and "\n" in text[opened.end() : match.start()]:
            yield from _unclosed(text, opened)
            opened = None
        if opened is None:
            opened = None if _is_inch(text, match) or _is_stray(text, match) else match
        elif (opened["straight"] is None) == (match["straight"] is None):
            if match[0] == opened[0] == "“" and _is_odd(text, opened):
                yield opened.end(), match.start(), False
                opened = match
                continue
            if match.start() > opened.end():
                yield opened.end(), match.start(), True
            opened = None
    if opened is not None:
        yield from _unclosed(text, opened)


def _unclosed(text: str, opened: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    """The rest of the line after an opening mark that nothing closes."""
    if opened[0] == "“":
        line_end = text.find("\n", opened.end())
        yield opened.end(), line_end if line_end >= 0 else len(text), False


def _is_inch(text: str, match: re.Match[str]) -> bool:
    return match["straight"] is not None and match.start() > 0 and text[match.start() - 1].isdigit()


def _is_stray(text: str, match: re.Match[str]) -> bool:
    """Whether a closing mark stands alone: no opening or closing one follows on its line."""
    return match[0] == "”" and not re.search("[“”]", text[match.end() :].partition("\n")[0])


def _is_odd(text: str, opened: re.Match[str]) -> bool:
    """Whether a line has an odd number of marks left, so that one of them has no partner."""
    rest = text[opened.start() :].partition("\n")[0]
    return (rest.count("“") + rest.count("”")) % 2 == 1


def _judge(
    text: str, start: int, end: int, is_closed: bool, marks: list[Mark], neighbour: Quoted | None
) -> Quoted:
    """What the words at `start:end` are, and by which rule."""
    words = text[start:end]
    before, after = text[max(start - 40, 0) : start - 1], text[end + 1 : end + 40]
    n_han, n_latin = len(HAN.findall(words)), len(WORD.findall(words))
    is_long_enough = n_han >= 4 or (n_han == 0 and n_latin >= 3) or n_han + n_latin >= 5

    def of(kind: str, rule: str, confidence: float) -> Quoted:
        return Quoted(start, end, kind, rule, confidence if is_closed else confidence * 0.6, _depth(words))

    if n_han + n_latin == 0:
        return of("none", "no_words", 1.0)
    if _is_title(words, before, n_han, marks, start, end):
        return of("title", "title", 0.8)
    if 0 < n_han <= 8 and _TERM_BEFORE.search(before) and not _CLAUSE.search(words):
        return of("none", "term", 0.7)
    if is_long_enough and not (n_han and _GLOSSED.match(after)):
        for rule, holds in (
            ("page_after", bool(_PAGE_AFTER.match(after))),
            ("speech", bool(_SPEAKS_BEFORE.search(before) or _SPEAKS_AFTER.match(after))),
            ("clause", bool(_CLAUSE.search(words)) and (n_han >= 6 or n_latin >= 4)),
            ("speech_en", bool(_SAYS_EN.search(before)) and n_latin >= 3),
            ("possessive", bool(_POSSESSIVE.search(before)) and n_latin >= 3),
            ("length", n_han >= 10 or (n_han < 4 and n_latin >= 4)),
        ):
            if holds:
                return of("quote", rule, 0.9)
    if _TERM_BEFORE.search(before) or _TERM_AFTER.match(after):
        return of("none", "term", 0.7)
    if n_han == 0 and n_latin >= 2 and words.replace("'s", "").istitle():
        return of("none", "name", 0.6)
    if (
        is_long_enough
        and neighbour
        and neighbour.kind == "quote"
        and _JOINS.fullmatch(text[neighbour.end + 1 : start - 1])
    ):
        return of("quote", "joined", 0.7)
    if n_han + n_latin <= 8:
        return of("scare", "short", 0.6)
    return of("quote", "rest", 0.5)


def _depth(words: str) -> int:
    """How deep quotation marks are nested, those around the words included."""
    if not _OPENING.search(words):
        return 1
    depth = deepest = 1
    for character in words:
        if character in "“「『‘":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "”」』’" and depth > 1:
            depth -= 1
    return deepest


_OPENING = re.compile("[“「『‘]")
_GLOSSED = re.compile(r"\s*[（(][A-Za-z][^（）()]{1,60}[）)]")
"""A foreign word in brackets after the marks: what stands in them is a term."""
_POSSESSIVE = re.compile(r"\b[A-Z]\w+(?:['’]s|s['’])\s*$")
_PAGE_AFTER = re.compile(r"[，,。]?\s*[（(](?:第|頁|页|p|P)?\.?\s*\d+")
_JOINS = re.compile(r"\s*(?:和|与|與|及|以及|、|，|或|and|or|,)?\s*")


def _is_title(words: str, before: str, n_han: int, marks: list[Mark], start: int, end: int) -> bool:
    """Whether marked words name a work: English words in title case, in a link or after a word for a text."""
    if n_han:
        return False
    tokens = words.split()
    heads = [token.lstrip("([‘'_*") for token in tokens]
    capital = [head for head in heads if head[:1].isupper() or head[:1].isdigit()]
    small = [head for head in heads if head.casefold().strip(".,:") in SMALL_WORDS]
    is_cased = len(tokens) > 1 and len(capital) + len(small) >= len(tokens) * 0.8 and heads[0] in capital
    covered = max((min(m.end, end) - max(m.start, start) for m in marks if m.kind == "link"), default=0)
    is_linked = covered >= 0.8 * (end - start)
    if is_linked:
        return is_cased or (bool(capital) and heads[0] in capital)
    if is_cased and _AUTHOR_BEFORE.search(before):
        return True
    return (
        is_cased
        and (bool(_TITLE_BEFORE.search(before)) or len(capital) >= 3)
        and not _CLAUSE.search(words[:-1])
    )


def _spoken(text: str) -> Iterator[Quoted]:
    """Direct speech after a colon, without marks: to the end of its first sentence."""
    if "：" not in text and ":" not in text and "喊" not in text:
        return
    for match in _SPOKEN.finditer(text):
        said = match["said"].rstrip("。")
        if len(HAN.findall(said)) >= 4:
            yield Quoted(match.start("said"), match.start("said") + len(said), "quote", "colon", 0.5)
