"""Titles of works, and the authors named with them.

Chinese titles wear 《》 or 〈〉. English ones are set in italics, underlined, linked, put in quotation marks or
in backticks, with capitals; 维基百科关于…的词条 names an entry. An author stands right before the title
(高华的《…》, Name's _Title_) or right after it (_Title_ by Name).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dhtools.parse.inline import SMALL_WORDS, Quoted
from dhtools.parse.reading import HAN, Reading

_MARKED = re.compile(
    r"《([^《》\n]{1,100}(?:《[^《》\n]{1,60}》[^《》\n]{0,60})?)》|〈([^〈〉\n]{1,100})〉|<([^<>《》\n]{1,30})》"
)
_ENTRY = re.compile(
    r"(?:维基百科|維基百科|百度百科|互动百科|萌娘百科)(?:上|里|中)?(?:关于|關於|的)?[“「《]?(?P<entry>[^，。“”「」《》\s]{2,20}?)[”」》]?的?(?:词条|詞條|条目|條目)"
)
_SMALL = SMALL_WORDS | {"are", "was", "de", "la", "le", "des", "du", "und", "der", "die", "das"}
_NO_TITLE = frozenset({
    "however", "but", "and", "not", "never", "always", "very", "only", "also", "note", "notes", "update", "edit",
    "p.s.", "ps", "yes", "no", "why", "what", "how", "i", "ii", "iii", "iv", "v", "vi", "the", "a", "an"
})  # fmt: skip
_NO_TITLES = frozenset({"further reading", "reading list", "see also", "table of contents", "the end"})
_CODE_LIKE = re.compile(r"[_(){}\[\]<>=/\\$;@#|]|\w\.\w|::|[a-z][A-Z]|^[A-Z\d]{1,4}(?: [A-Z\d]{1,4})*$")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉"
    "岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房丁邓宣贲洪包诸左石崔吉龚程裴陆荣翁荀焦巴弓牧车侯宓蓬全"
    "班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶司黎薄印宿白怀蒲从鄂索赖卓屠蒙池乔阴闻翟谭姬申扶冉宰雍桑桂牛寿通边温庄晏柴瞿阎连习艾鱼容"
    "向古易戈廖终居步都耿满弘匡国文寇广东欧沃蔚夔隆师巩聂晁敖融冷辛简饶曾关游竺权盖益桓公老茨冰契"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒蘇範魯韋馬鳳雲費賀湯羅畢鄔樂時顧黃蕭邵貝計談龐紀項藍閔賈婁鍾駱樊萬盧鄧諸龔陸榮車寧劉葉龍譚"
    "喬陰聞莊閻連習魚歐師鞏聶饒關遊權蓋錢鐘喬"
)
_BOUNDARY = re.compile(
    r".*(?:的|了|过|過|着|著|和|与|與|及|或|跟|同|像|如|是|在|从|從|由|对|對|把|将|將|被|给|給|到|于|於|看|读|讀|见|見|买|買|选|選|想|叫|让|讓|批判|批评|批評|批"
    r"|发表|發表|发布|引用|介绍|介紹|推荐|推薦|翻译|翻譯|国内|參考|参考|出自|来自|來自|根据|根據|依据|据|據|按照|关于|關於|感觉到|觉得|覺得|认为|認為|以及|比如|例如|尤其"
    r"|著名|作家|诗人|詩人|学者|學者|教授|先生|导演|導演|歌手|作者|译者|譯者|经济学家|历史学家|哲学家|心理学家|小说家|一本|这本|這本|那本|本书|有|即|而|但|就|也|都|又|还|還|再|去|来|來|我|你|他|她|其|这|這|那|中|里|裡|上|下|种|種|个|個|以|可|会|會|能|要|才|已|曾|年|月|日)"
)
_CLEAR_BOUNDARY = re.compile(".*[了过過的读讀](?=.)")
"""What no foreign name holds, however short."""
_NO_LAST = re.compile(
    r"[在是和与與及或看读讀见見对對把被将將于於到从從有了着过過里裡中说說写寫叫像据據为為以而但别別]$"
)
"""Words before a title that are no name's last character: 康德在《…》."""
_VERB_LAST = re.compile(
    r"(?:推荐|推薦|翻译|翻譯|撰写|撰寫|发表|發表|出版|提出|阅读|閱讀|插入|收录|收錄|经典|經典|名著|作品|小说|小說|文章)$"
)
_COMMON = re.compile(
    r"^(?:他|她|我|你|它|作者|本|这|那|其|书|文|电影|小说|小說|著作|新|旧|原|同名|上|下|前|后|一|最|很|很多|该|有人|大家|人们)|[，。？！\d]"
)
_HAN_NAME = re.compile(
    r"(?P<name>[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){0,3}|(?:[A-Z]\.)+ ?[\u4e00-\u9fff]{1,8}?"
    r"|[\u4e00-\u9fff]{1,12}?(?:[·．‧・•][\u4e00-\u9fffA-Za-z.]{1,14}?)*)"
    r"\s*(?P<join>(?:笔下|筆下)?的|所?著的?|写的|寫的|[，,：:、]|)\s*$"
)
_EN_NAME = r"(?:[A-Z][\w.'’-]*\.?\s+(?:(?:and|de|van|von|le|la|du)\s+)?){0,4}[A-Z][\w-]+"
_EN_BEFORE = re.compile(
    rf"(?P<name>{_EN_NAME})(?:(?:['’]s?)[\s\xa0,]+(?:(?:\d{{4}}|new|great|first|famous|classic|masterful|brilliant|excellent|short|long|own)\s+)*"
    r"(?:(?:book|novel|essay|poem|story|article|film|movie|play|memoir|study|talk|paper|classic|post)s?,?\s*)?|,\s*[“\"]?|\s+(?=[\"“]))[\"“(\[]*$"
)
_EN_AFTER = re.compile(rf"[”\"'’)\]]*,?\s*(?:by|\()\s*(?P<name>{_EN_NAME})(?=[,);.\s]|$)")
_STARTERS = frozenset({
    "Compare", "Both", "Read", "Reading", "Even", "Only", "Now", "The", "A", "An", "In", "On", "Of", "And", "But",
    "As", "From", "See", "With", "For", "By", "At", "Like", "When", "While", "If", "Since", "After", "Before",
    "Then", "So", "Also", "Yet", "Or", "Today", "Here", "This", "That", "These", "Those", "It", "Its", "His",
    "Her", "Their", "My", "Our", "Your"
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """A title in a text, with its author where one is named with it."""

    start: int
    """Offset in the text of the whole citation, the author included."""
    end: int
    at: int
    """Offset of the title itself."""
    title: str
    author: str | None
    rule: str
    """mark, emphasis, link, quoted, code or entry."""


def find(reading: Reading, quoted: list[Quoted], code_is_title: bool) -> list[Title]:
    """The titles of a reading, in order.

    Args:
        reading: text of a block, with its marks.
        quoted: what stands in quotation marks in it, titles among them.
        code_is_title: whether backticks can set off titles: in posts without code.
    """
    text = reading.text
    found = [*_marked(text), *_entries(text), *_emphasised(reading, code_is_title)]
    found += [
        _with_english_author(text, q.start, q.end, text[q.start : q.end].strip(" ,.，。"), "quoted")
        for q in quoted
        if q.kind == "title"
    ]
    found.sort(key=lambda title: (title.at, -title.end))
    kept: list[Title] = []
    for title in found:
        if kept and title.start < kept[-1].end <= title.at and title.author:
            title = _without_neighbour(title, text, kept[-1].end)
        if not kept or title.start >= kept[-1].end:
            kept.append(title)
    return kept


def _without_neighbour(title: Title, text: str, edge: int) -> Title:
    """A title whose author ran into the title before it, up to `edge`, with what is left of the author."""
    name = re.sub(r"^\W*(?:(?:and|or)\s+)?", "", text[edge : title.start + len(title.author or "")])
    start = title.at if not name else title.start + len(title.author or "") - len(name)
    return replace(title, start=start, author=name or None)


def _marked(text: str) -> Iterator[Title]:
    """Titles in 《》 and 〈〉; of 《book》〈chapter〉 each is its own."""
    if "》" not in text and "〉" not in text:
        return
    for match in _MARKED.finditer(text):
        title = next(filter(None, match.groups())).strip()
        start, author = author_before(text, match.start())
        end = match.end()
        if author is None:
            after = re.match(
                r"\s*[／/]\s*([^，。；、\n（）()]{2,40}(?:、[^，。；、\n（）()]{2,30})?)", text[end:]
            )
            if after and text.find("\n", end, end + after.end()) < 0:
                author, end = after[1].strip(), end + after.end()
        yield Title(start, end, match.start(), title, author, "mark")


def author_before(text: str, at: int) -> tuple[int, str | None]:
    """Where the author named right before a title starts, and the name; `at` and None where there is none."""
    line = text.rfind("\n", 0, at) + 1
    match = _HAN_NAME.search(text, max(line, at - 40), at)
    if not match:
        return at, None
    name, join = match["name"].strip(), match["join"]
    start = match.start("name")
    if name[0].isascii():
        is_name = join != "" or " " in name or "." in name or start == line
        return (start, name) if is_name and name.split()[0] not in _STARTERS and join != "、" else (at, None)
    has_dot = any(dot in name for dot in "·．‧・•")
    first = name if not has_dot else re.split("[·．‧・•]", name)[0]
    if len(first) > (4 if has_dot else 2):
        cut = _BOUNDARY.match(first if has_dot else first[:-1])
    else:
        cut = _CLEAR_BOUNDARY.match(first) if has_dot else None
    if cut:
        start += cut.end()
        name = name[cut.end() :]
    last = name.rstrip("里裡") if has_dot else name  # which many foreign names end in
    if _NO_LAST.search(last) or _VERB_LAST.search(name) or (has_dot and re.search("[在的了是他她其]", name)):
        return at, None
    stands_alone = (
        not text[line:start].strip(" \t-—–―─*·§[]x（(＊>") or text[start - 1 : start] in "、，。；（("
    )
    return (start, name) if _is_author(name, join, has_dot, stands_alone) else (at, None)


def _is_author(name: str, join: str, has_dot: bool, stands_alone: bool) -> bool:
    """Whether Chinese characters before a title are its author's name.

    The name of a foreigner carries a dot; a Chinese one begins with a surname and has up to four characters.
    A comma or colon joins them only where the name stands alone, as in an attribution line.
    """
    if len(name) < 2 or _COMMON.search(name):
        return False
    if join in ("，", ",", "：", ":"):
        return stands_alone and (has_dot or len(name) <= 8)
    if join == "、":
        return False
    if has_dot:
        return True
    if name[0] in SURNAMES and len(name) <= 4:
        return True
    return (
        "的" in join
        and 3 <= len(name) <= 8
        and not name.endswith(("国", "社", "报", "学", "人", "家", "者", "代", "版", "中", "年"))
    )


def _entries(text: str) -> Iterator[Title]:
    """Entries of an encyclopaedia, named in prose."""
    if "百科" in text:
        for match in _ENTRY.finditer(text):
            yield Title(match.start(), match.end(), match.start(), match["entry"], None, "entry")


def _emphasised(reading: Reading, code_is_title: bool) -> Iterator[Title]:
    """Titles in italics, underlined or in backticks."""
    text = reading.text
    for mark in reading.marks:
        words = text[mark.start : mark.end].strip(" \t\xa0,.:;，。")
        if not words or len(words) > 160:
            continue
        if mark.kind == "code":
            if code_is_title and _is_name_of_work(words):
                yield _with_english_author(text, mark.start, mark.end, words, "code")
        elif (
            mark.kind == "link" and not HAN.search(words) and _is_linked_title(words, bool(HAN.search(text)))
        ):
            yield _with_english_author(text, mark.start, mark.end, words, "link")
        elif mark.kind in ("emphasis", "underline") and not HAN.search(words) and is_title_case(words):
            yield _with_english_author(text, mark.start, mark.end, words.strip('“”"'), "emphasis")


def is_title_case(words: str) -> bool:
    """Whether English words are capitalised as a title is: the first, and four in five of the long ones."""
    if words.casefold() in _NO_TITLES:
        return False
    tokens = [token for token in re.split(r"[\s—–-]+", words.strip("“”\"'")) if re.search(r"\w", token)]
    if (
        not tokens
        or len(tokens) > 25
        or not (tokens[0][0].isupper() or tokens[0][0].isdigit() or not tokens[0][0].isalpha())
    ):
        return False
    if len(tokens) == 1:
        return tokens[0].casefold().strip(".,:;!?") not in _NO_TITLE and len(tokens[0]) > 2
    long_ones = [token for token in tokens if token.casefold().strip(".,:;!?()") not in _SMALL]
    capital = [token for token in long_ones if not token.lstrip("(“\"'‘[")[:1].islower()]
    return bool(long_ones) and len(capital) * 5 >= len(long_ones) * 4 and not words.endswith((",", ";"))


def _is_linked_title(words: str, in_chinese: bool) -> bool:
    """Whether the words of a link are a title rather than a person or an institution.

    A title opens with an article or holds a small word (The Guns of August); in a Chinese sentence two
    capital words are enough.
    """
    if not is_title_case(words) or words.isupper():
        return False
    tokens = words.split()
    return (
        (in_chinese and len(tokens) >= 2)
        or (len(tokens) >= 2 and tokens[0] in ("The", "A", "An"))
        or (len(tokens) >= 4 and any(token.casefold() in _SMALL for token in tokens))
    )


def _is_name_of_work(words: str) -> bool:
    """Whether words in backticks name a work rather than a term or a piece of code."""
    if _CODE_LIKE.search(words):
        return False
    if HAN.search(words):
        return len(words) >= 2
    return words[0].isupper() and is_title_case(words)


def _with_english_author(text: str, start: int, end: int, title: str, rule: str) -> Title:
    """A title with the author that stands right before or after it."""
    before = _EN_BEFORE.search(text, max(start - 80, text.rfind("\n", 0, start) + 1), start)
    if before:
        name = _strip_starters(before["name"])
        if name:
            return Title(before.start() + before["name"].rindex(name), end, start, title, name, rule)
    han_start, han_author = (
        author_before(text, start)
        if text[start - 1 : start] in "的著" and HAN.search(text[max(start - 12, 0) : start])
        else (start, None)
    )
    if han_author:
        return Title(han_start, end, start, title, han_author, rule)
    after = _EN_AFTER.match(text, end)
    if after:
        return Title(start, after.end("name"), start, title, after["name"], rule)
    return Title(start, end, start, title, None, rule)


def _strip_starters(name: str) -> str:
    """A name without the capital words that open a sentence before it."""
    words = name.split()
    while words and words[0] in _STARTERS:
        words.pop(0)
    return " ".join(words) if (words and words[0] != words[0].upper()) or len(words) > 1 else ""
