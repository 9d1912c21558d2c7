"""The records dhtools makes of a post, one class a table, one field a column.

A field's docstring is its code-book entry, English first and Chinese after the bar; the data dictionary,
the schema and `datapackage.json` are made from these docstrings. Lines are 1-based and inclusive, in the
file as it is. `start` and `end` are offsets in characters into the decoded file, half open. Text is reading
text: no markup, entities resolved, invisible characters dropped.

A record is a named tuple, which is made in a sixth of the time of a frozen dataclass; a corpus has a hundred
thousand of them, and their columns then come from one `zip`.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

GENRES = ("notes", "excerpts", "review", "transcription", "list", "other")
BLOCK_KINDS = (
    "quote", "commentary", "heading", "code", "math", "table", "image", "rule", "toc", "html",
    "boilerplate", "front_matter",
)  # fmt: skip
FORMS = ("block", "inline")
SOURCES = ("book", "other_work", "encyclopedia", "web", "person", "unknown")
LOCATOR_KINDS = ("page", "location", "section")
ROLES = ("leadin", "summary", "context", "critique", "meta")
STANCES = ("negative", "positive", "mixed")
HOSTS = ("quote", "commentary", "heading")
CITATION_FORMS = ("page", "title", "author_title", "author", "author_year", "link", "footnote")
RELATIONS = ("leadin", "answer")
SEVERITIES = ("error", "warning", "note")

CLOSED = {
    "genre": GENRES,
    "kind": BLOCK_KINDS,
    "source": SOURCES,
    "locator_kind": LOCATOR_KINDS,
    "role": ROLES,
    "stance": STANCES,
    "host": HOSTS,
    "relation": RELATIONS,
    "severity": SEVERITIES,
}
"""Columns with a closed list of values; `form` has one list in quotes and another in citations."""


class Post(NamedTuple):
    """One file of reading notes. | 一篇读书笔记，即一个文件。"""

    post_id: str
    """Key: the file's name without suffix, with a mark of its folder where names repeat. | 主键：文件名。"""
    path: str
    """Path below the folder that was read, with forward slashes. | 相对于所读文件夹的路径。"""
    title: str | None
    """Title, from the front matter or else the first heading. | 标题。"""
    subtitle: str | None
    """Subtitle of the front matter. | 副标题。"""
    author: str | None
    """Who wrote the post, where it says so. | 文章作者，即读者本人。"""
    date: dt.datetime | None
    """When the post is dated, in its own time zone, which is dropped. | 日期（按文中所写的时区）。"""
    tags: tuple[str, ...]
    """Tags without repeats, in the post's order. | 标签。"""
    book_id: str | None
    """The book the whole post is about; missing when unknown or several. | 所读之书；不明或不止一本时为空。"""
    language: str | None
    """Language of the prose: zh, en, or mixed. | 正文语言：zh、en 或 mixed。"""
    genre: str | None
    """What the post is: notes, excerpts, review, transcription, list or other. | 文章体裁。"""
    genre_reason: str | None
    """The evidence for the genre, in words. | 判断体裁的依据。"""
    is_draft: bool
    """Whether the post calls itself a draft. | 是否草稿。"""
    generator: str | None
    """Convention that the file follows: jekyll, hexo, hugo, astro, obsidian, weread, … | 所用的写作工具。"""
    encoding: str
    """Encoding the bytes were read in. | 文件编码。"""
    sha256: str
    """SHA-256 of the file's bytes. | 文件内容的 SHA-256 校验和。"""
    n_chars: int
    """Characters of reading text in quotes, commentary and headings. | 正文字符数。"""
    n_quote_chars: int
    """Characters in quotes set off from the text. | 独立引文的字符数。"""
    n_commentary_chars: int
    """Characters in commentary, inline quotes included. | 评注的字符数（含行内引文）。"""
    n_quotes: int
    """Quotes, set off and inline. | 引文条数。"""
    n_commentary: int
    """Commentary blocks. | 评注段数。"""
    front_matter: str
    """The front matter as JSON; `{}` where there is none. | 文件头信息（JSON）。"""


class Book(NamedTuple):
    """A book that posts are about. | 笔记所读的一本书。"""

    book_id: str
    """Key, made from the title. | 主键，由书名而来。"""
    title: str
    """Title as the posts give it, or as dhtools.toml does. | 书名。"""
    author: str | None
    """Author, where a post or dhtools.toml names one. | 作者。"""
    n_posts: int
    """Posts about the book, whole or in a section. | 涉及此书的文章数。"""
    n_quotes: int
    """Quotes in them, set off and inline. | 引文条数。"""
    n_quote_chars: int
    """Characters in quotes set off from the text. | 独立引文的字符数。"""
    n_commentary_chars: int
    """Characters in commentary. | 评注的字符数。"""


class Section(NamedTuple):
    """A heading with all that follows it up to the next of its level. | 一个小节：标题及其下文。"""

    section_id: str
    """Key. | 主键。"""
    post_id: str
    """Post it belongs to. | 所属文章。"""
    parent_id: str | None
    """Section that holds it, if any. | 上级小节。"""
    level: int
    """Heading level, 1 to 6. | 标题级别。"""
    title: str
    """Reading text of the heading. | 小节标题。"""
    start_line: int
    """Line of the heading. | 标题所在行。"""
    end_line: int
    """Last line before the next section of the same or a higher level. | 小节末行。"""


class Block(NamedTuple):
    """A run of lines with one function. | 功能单一的一段连续文本行。"""

    block_id: str
    """Key. | 主键。"""
    post_id: str
    """Post it belongs to. | 所属文章。"""
    section_id: str | None
    """Section it stands in, if any. | 所属小节。"""
    position: int
    """Place among the post's blocks, from 1. | 在文章中的次序，从 1 起。"""
    kind: str
    """What the lines are. | 类别。"""
    start_line: int
    """First line. | 起始行。"""
    end_line: int
    """Last line. | 结束行。"""
    start: int
    """Offset of the first character. | 起始字符位置。"""
    end: int
    """Offset after the last character. | 结束字符位置。"""
    n_chars: int
    """Characters of the reading text, white space left out. | 字符数（不计空白）。"""
    text: str
    """Reading text; lines, paragraphs and list items end in a newline. | 去除标记后的文本。"""


class Quote(NamedTuple):
    """Somebody else's words, reproduced. | 引文：转录的他人言语。"""

    quote_id: str
    """Key. | 主键。"""
    post_id: str
    """Post it stands in. | 所属文章。"""
    book_id: str | None
    """Book that its place in the post is about. | 所在部分所读之书。"""
    section_id: str | None
    """Section it stands in, if any. | 所属小节。"""
    block_id: str
    """Block it is, or stands in. | 所在的段落块。"""
    position: int
    """Place among the post's quotes, from 1. | 在文章引文中的次序，从 1 起。"""
    form: str
    """block: set off from the text; inline: inside a sentence. | 形式：独立成段或行内。"""
    depth: int
    """Deepest level of quotation marks or `>` in it, from 1. | 引用嵌套的层数，从 1 起。"""
    start_line: int
    """First line. | 起始行。"""
    end_line: int
    """Last line. | 结束行。"""
    start: int
    """Offset of the first character. | 起始字符位置。"""
    end: int
    """Offset after the last character. | 结束字符位置。"""
    text: str
    """Quoted words as the post gives them, page marks and attribution included. | 引文文本。"""
    n_chars: int
    """Characters of the text, white space left out. | 字符数（不计空白）。"""
    language: str | None
    """zh, en or mixed. | 语言。"""
    source: str
    """Where the note-taker read the words. | 出处类别。"""
    work: str | None
    """The other work or entry, where one is named. | 出处的作品名（非本书时）。"""
    speaker: str | None
    """Who speaks, when named and not the book's author. | 说话人（非本书作者时）。"""
    page_start: str | None
    """First page, location or section that the note-taker gives. | 起始页码（或其他定位）。"""
    page_end: str | None
    """Last one, written out (44-5 is 44 to 45); equals the first for a single page. | 结束页码。"""
    page_raw: str | None
    """The mark as written. | 页码标记原文。"""
    locator_kind: str | None
    """page, location (e-book) or section (such as Stephanus numbers). | 定位方式。"""
    is_abridged: bool
    """Whether an omission is marked. | 是否标有省略。"""
    n_omissions: int
    """Omissions marked. | 省略处数。"""
    leadin_id: str | None
    """Commentary that introduces it. | 引出此引文的评注。"""
    is_lazy: bool
    """Whether a line without `>` was taken in. | 是否并入了没有 > 的行。"""
    confidence: float
    """How sure the row is a quote with these bounds and this page, 0 to 1. | 置信度，0 到 1。"""
    rule: str | None
    """What made it a quote: markdown, a callout's or shortcode's name, a rule for inline words. | 依据。"""


class Commentary(NamedTuple):
    """A block of the note-taker's own prose. | 评注：读者自己的文字。"""

    commentary_id: str
    """Key. | 主键。"""
    post_id: str
    """Post it stands in. | 所属文章。"""
    book_id: str | None
    """Book that its place in the post is about. | 所在部分所读之书。"""
    section_id: str | None
    """Section it stands in, if any. | 所属小节。"""
    block_id: str
    """Block it is. | 对应的段落块。"""
    position: int
    """Place among the post's commentary, from 1. | 在文章评注中的次序，从 1 起。"""
    start_line: int
    """First line. | 起始行。"""
    end_line: int
    """Last line. | 结束行。"""
    start: int
    """Offset of the first character. | 起始字符位置。"""
    end: int
    """Offset after the last character. | 结束字符位置。"""
    text: str
    """Reading text. | 文本。"""
    n_chars: int
    """Characters of the text, white space left out. | 字符数（不计空白）。"""
    language: str | None
    """zh, en or mixed. | 语言。"""
    role: str | None
    """What it does: leadin, summary, context, critique or meta; missing where not told. | 功能。"""
    stance: str | None
    """Which way a critique goes. | 批评的立场。"""
    n_sentences: int
    """Sentences. | 句数。"""
    n_critical: int | None
    """Critical sentences; missing where none were judged. | 批评句数；未判断时为空。"""
    answers_id: str | None
    """The quote it answers. | 所回应的引文。"""
    rule: str | None
    """Name of the rule that decided the role. | 判断功能所用的规则。"""


class Sentence(NamedTuple):
    """A sentence of commentary. | 评注中的一句。"""

    sentence_id: str
    """Key. | 主键。"""
    commentary_id: str
    """Commentary it stands in. | 所属评注。"""
    post_id: str
    """Post it stands in. | 所属文章。"""
    position: int
    """Place in its commentary block, from 1. | 在评注段中的次序，从 1 起。"""
    start_line: int
    """Line it starts on. | 起始行。"""
    start: int
    """Offset of the first character. | 起始字符位置。"""
    end: int
    """Offset after the last character. | 结束字符位置。"""
    text: str
    """Reading text. | 文本。"""
    is_critical: bool | None
    """Whether the note-taker judges, doubts, endorses or mocks; missing where not judged. | 是否批评句。"""
    stance: str | None
    """Which way it goes, if critical. | 立场。"""
    score: float | None
    """Probability that it is critical. | 批评句的概率。"""
    cues: tuple[str, ...]
    """Words and rules that decided. | 据以判断的词语与规则。"""


class Citation(NamedTuple):
    """A reference to a page, a work, an author or an address. | 引证：页码、作品、作者或链接。"""

    citation_id: str
    """Key. | 主键。"""
    post_id: str
    """Post it stands in. | 所属文章。"""
    host: str
    """Kind of block it stands in. | 所在段落块的类别。"""
    host_id: str
    """Key of the quote, commentary or section (for a heading) it stands in. | 所在引文、评注或小节的主键。"""
    start_line: int
    """Line it starts on. | 起始行。"""
    start: int
    """Offset of the first character. | 起始字符位置。"""
    end: int
    """Offset after the last character. | 结束字符位置。"""
    raw: str
    """The reference as the file has it, markup included. | 原文写法（含标记）。"""
    form: str
    """page, title, author_title, author, author_year, link or footnote. | 形式。"""
    target: str
    """Page or range, title, name, address or footnote label. | 所指：页码、作品名、人名或网址。"""
    author: str | None
    """Author named with the title. | 作者（与书名连写时）。"""
    url: str | None
    """Address, where there is one. | 网址。"""
    work_id: str | None
    """Work it refers to, for titles. | 所指作品的主键。"""
    rule: str | None
    """Name of the rule that decided. | 作出判断的规则名。"""


class Work(NamedTuple):
    """A work that posts cite. | 被引证的作品。"""

    work_id: str
    """Key, made from the title. | 主键，由作品名而来。"""
    title: str
    """The fullest title found. | 作品名（取最完整者）。"""
    author: str | None
    """Author, where one is named with it. | 作者。"""
    n_citations: int
    """Citations of it. | 引证次数。"""
    n_posts: int
    """Posts that cite it. | 引证它的文章数。"""
    titles: tuple[str, ...]
    """The titles it is cited by: the evidence for taking them for one work. | 引证时所用的各种写法（归并的依据）。"""


class Link(NamedTuple):
    """A tie between a quote and a commentary block. | 引文与评注的联系。"""

    quote_id: str
    """The quote. | 引文。"""
    commentary_id: str
    """The commentary. | 评注。"""
    relation: str
    """leadin: introduces the quote; answer: responds to it. | 关系：引出或回应。"""
    distance: int
    """Blocks from one to the other: 1 is next to it, 0 in the same block. | 相隔块数：1 为相邻，0 为同块。"""
    confidence: float
    """How sure the tie is, 0 to 1. | 置信度，0 到 1。"""
    rule: str | None
    """Name of the rule that decided. | 作出判断的规则名。"""


class Scare(NamedTuple):
    """Words in quotation marks that keep distance instead of reproducing. | 反讽引号：加引号以示保留。"""

    post_id: str
    """Post the words stand in. | 所属文章。"""
    commentary_id: str
    """Commentary the words stand in. | 所属评注。"""
    start_line: int
    """Line they start on. | 起始行。"""
    start: int
    """Offset of the first character after the opening mark. | 起始字符位置（不含引号）。"""
    end: int
    """Offset of the closing mark. | 结束字符位置（不含引号）。"""
    text: str
    """The words between the marks. | 引号内的词语。"""
    rule: str | None
    """Name of the rule that decided. | 作出判断的规则名。"""


class Problem(NamedTuple):
    """Something that could not be read or told. | 读取或判断中的问题。"""

    path: str
    """File, below the folder that was read. | 文件路径。"""
    line: int | None
    """Line, where it can be told. | 行号。"""
    code: str
    """Short name of the problem. | 问题代码。"""
    severity: str
    """error: something was not read; warning: look at it; note: for the record. | 严重程度。"""
    message: str
    """What, where, and what to do. | 说明：何事、何处、如何处理。"""


TABLES: dict[str, type] = {
    "posts": Post, "books": Book, "sections": Section, "blocks": Block, "quotes": Quote,
    "commentary": Commentary, "sentences": Sentence, "citations": Citation, "works": Work, "links": Link,
    "scares": Scare, "problems": Problem,
}  # fmt: skip
"""Tables by name, in the order in which they are written."""
