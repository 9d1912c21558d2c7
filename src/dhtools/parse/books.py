"""Which book a post, or a section of it, is about.

The evidence is taken in this order: `dhtools.toml`, front matter, title, subtitle, a callout that lists the
book's data, the first heading, the folder. What stays unknown is left missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dhtools.parse.conventions import BookEntry, Conventions, matches
from dhtools.parse.reading import HAN, fold

_TITLE_MARK = re.compile(r"《([^《》]{1,80})》")
_NOTES_ON = re.compile(
    r"^(?:读书笔记|讀書筆記|笔记|筆記|书评|書評|重读|重讀|读完|讀完|读(?!者)|讀(?!者))?[\s:：|｜·—-]*(?P<title>.{1,60}?)[\s:：|｜·—-]*"
    r"(?:读书笔记|讀書筆記|阅读笔记|閱讀筆記|笔记|筆記|读后感|讀後感|有感|书评|書評|摘抄|摘录|摘錄|书摘|書摘)"
    r"\s*(?:[（(]?[一二三四五六七八九十\d上中下]{1,3}[)）]?)?$"
)
_LABELLED = re.compile(
    r"^(?:读书笔记|讀書筆記|读后感|讀後感|书评|書評|书摘|書摘)\s*[:：|｜·—–-]+\s*(?P<title>\S.{0,58}?)"
    r"\s*(?:[（(]?[一二三四五六七八九十\d上中下]{1,3}[)）]?)?$"
)
_BY = re.compile(r"^(?P<title>.{2,100}?)\s+(?:by|BY|作者[：:])\s*(?P<author>[^,，|()（）]{2,60})$")
_SUBTITLE_BY = re.compile(r"^(?:by|作者[：:]?|著者[：:]?)\s*(?P<author>.{2,60})$", re.IGNORECASE)
_ENGLISH = re.compile(
    r"(?:notes on|reading notes:?|review:?|review of|book review:?|reading|re-?reading|thoughts on|transcription of)"
    r"\s+[_*\"“]+(?P<title>[^_*\"”]{2,100})[_*\"”]+(?:\s+by\s+(?P<author>.+))?",
    re.IGNORECASE,
)
_TITLE_AND_AUTHOR = re.compile(r"^(?P<title>[^|｜]{2,120}?)\s*[|｜]\s*(?P<author>[^|｜]{2,60})$")
_METADATA_TITLE = re.compile(r"(?m)^[\s>*-]*(?:书名|書名|Title)\**\s*[：:]\s*(?P<value>\S.*?)\s*$")
_METADATA_AUTHOR = re.compile(r"(?m)^[\s>*-]*(?:作者|Author)\**\s*[：:]\s*(?P<value>\S.*?)\s*$")
_TITLE_KEYS = ("book", "book_title", "bookTitle", "bookName", "书名", "書名", "原书", "work")
_AUTHOR_KEYS = ("book_author", "bookAuthor", "作者", "原作者", "by")
_NUMBERING = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d上中下]{1,3}[)）]|[-—–]\s*\d+)$")


@dataclass(frozen=True, slots=True)
class About:
    """A book as a post names it."""

    title: str
    author: str | None = None


def of_post(
    path: str,
    title: str | None,
    subtitle: str | None,
    front: Mapping[str, Any],
    metadata: str,
    heading: str | None,
    conventions: Conventions,
) -> About | None:
    """The book that a whole post is about, or None where it is unknown or several are named.

    Args:
        path: the post's path below the folder read.
        title: the post's title.
        subtitle: its subtitle.
        front: its front matter.
        metadata: text of the callouts that list a book's data.
        heading: its first heading.
        conventions: the corpus's own, whose word is final.
    """
    stated = _stated(path, conventions)
    if stated:
        return stated
    found = (
        _of_front_matter(front)
        or of_metadata(metadata)
        or of_title(title or "")
        or (of_title(heading) if heading and heading != title else None)
        or _of_folder(path)
    )
    if found and not found.author and subtitle and (by := _SUBTITLE_BY.match(subtitle.strip())):
        found = About(found.title, by["author"].strip())
    return resolve(found, conventions) if found else None


def _stated(path: str, conventions: Conventions) -> About | None:
    """The book that `dhtools.toml` names for a post."""
    for post in conventions.posts:
        if post.book and matches(post.path, path):
            return resolve(About(post.book), conventions)
    for book in conventions.books:
        if any(matches(glob, path) for glob in book.posts):
            return About(book.title, book.author)
    return None


def resolve(book: About, conventions: Conventions) -> About:
    """A book under its full title, where `dhtools.toml` knows the one it was named by."""
    for entry in conventions.books:
        if fold(book.title) in {fold(name) for name in _names(entry)}:
            return About(entry.title, entry.author or book.author)
    return book


def _names(entry: BookEntry) -> tuple[str, ...]:
    return (entry.title, *entry.aliases)


def _of_front_matter(front: Mapping[str, Any]) -> About | None:
    title = next((str(front[key]).strip("《》 ") for key in _TITLE_KEYS if _is_text(front.get(key))), None)
    author = next((str(front[key]).strip() for key in _AUTHOR_KEYS if _is_text(front.get(key))), None)
    is_of_book = str(front.get("doc_type", "")).startswith("weread") or "isbn" in front
    if not title and is_of_book and _is_text(front.get("title")):
        title = str(front["title"]).strip()
    if not author and is_of_book and _is_text(front.get("author")):
        author = str(front["author"]).strip()
    return About(title, author) if title else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def of_metadata(text: str) -> About | None:
    """The book whose data a callout lists: `书名：…`, `作者：…`."""
    title, author = _METADATA_TITLE.search(text), _METADATA_AUTHOR.search(text)
    if not title:
        return None
    return About(title["value"].strip("《》 "), author["value"].strip() if author else None)


def of_title(title: str) -> About | None:
    """The book that a title names: one 《…》, `X笔记`, `X by Y`, `Notes on _X_`."""
    marked = list(dict.fromkeys(_TITLE_MARK.findall(title)))
    if marked:
        return About(marked[0].strip()) if len(marked) == 1 else None
    if match := _ENGLISH.search(title):
        return About(match["title"].strip(), match["author"])
    if match := _BY.match(title.strip()):
        return About(_NUMBERING.sub("", match["title"].strip(' "“”_*')), match["author"].strip())
    if match := _NOTES_ON.match(title.strip()) or _LABELLED.match(title.strip()):
        name = _NUMBERING.sub("", match["title"]).strip()
        return About(name) if 1 < len(name) <= 40 and not _VAGUE.search(name) else None
    return None


_VAGUE = re.compile(r"^(?:历史|歷史|学习|學習|读书|讀書|阅读|閱讀|会议|會議|课程|課程|年度|\d{4}年?)|若干")


def of_citations(title: str, cited: Sequence[tuple[str, str | None]]) -> About | None:
    """The book of a post whose title holds the title of a work that the post cites; the longest such one.

    Args:
        title: the post's title.
        cited: titles that the post cites, each with the author named with it.
    """
    folded = fold(title)
    held = [
        (name, author)
        for name, author in cited
        if len(fold(name)) >= (4 if HAN.search(name) else 10) and fold(name) in folded
    ]
    if not held:
        return None
    longest = max((name for name, _ in held), key=lambda name: (len(name), name))
    return About(longest, author_of(longest, cited))


def author_of(title: str, cited: Sequence[tuple[str, str | None]]) -> str | None:
    """The author most often named with a title, among a post's citations."""
    names = Counter(author for name, author in cited if author and fold(name) == fold(title))
    return min(names, key=lambda name: (-names[name], name)) if names else None


def of_heading(heading: str) -> About | None:
    """The book that a section's heading names, in a post on several."""
    if match := _TITLE_AND_AUTHOR.match(heading.strip()):
        return About(match["title"].strip('《》_*"“” '), match["author"].strip())
    marked = _TITLE_MARK.findall(heading)
    if len(marked) == 1 and len(_TITLE_MARK.sub("", heading).strip()) <= 30:
        return About(marked[0].strip())
    return of_title(heading) if _BY.match(heading.strip()) else None


def _of_folder(path: str) -> About | None:
    folders = path.split("/")[:-1]
    marked = _TITLE_MARK.findall(folders[-1]) if folders else []
    return About(marked[0]) if len(marked) == 1 else None


def key(title: str) -> str:
    """Key of a book or work, made from its title: words and characters alone, joined by dashes."""
    return "-".join(re.findall(r"\w+", title.casefold())) or "untitled"
