"""What a front matter tells of its post: title, author, tags, and the program that it was written for."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import pyromark

from dhtools.parse.dates import of_name, without_date
from dhtools.parse.front_matter import FrontMatter
from dhtools.parse.reading import INVISIBLE

TAGS = ("tags", "tag", "keywords", "标签", "標籤")
"""Keys of tags; a blog's categories are its shelves, not tags."""

_AUTHORS = ("author", "authors", "作者")
_SUBTITLES = ("subtitle", "副标题", "副標題")
_MARKUP = re.compile(r"[*_`<&\\]|\[.*\]")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|cite|code|del|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|small|span|strong|sub|sup|u)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_OPENING = 100_000
"""Characters of a post among which its title is looked for."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMAS = re.compile("[,，、;；]")
_NOT_A_TITLE = re.compile(r"[\d\W年月日]*")

_FOLDERS = {
    "/src/content/": "astro",
    "/source/_posts/": "hexo",
    "/source/_drafts/": "hexo",
    "/content/posts/": "hugo",
    "/content/post/": "hugo",
    "/_posts/": "jekyll",
    "/_drafts/": "jekyll",
}
"""Folders of posts and the programs that keep posts there; the first that a path holds decides."""


def title(front: FrontMatter, text: str, path: str) -> str:
    """The title: that of the front matter, else the first heading, else the file's name without its date.

    A heading that is but a date is no title, nor are the headings of WeRead's exports, which are the same in
    every one of them.
    """
    stated = front.folded.get("title")
    if stated is not None and (made := plain(_as_written(front, "title", stated))):
        return made
    opening = text[front.end : front.end + _OPENING].lstrip("\ufeff")
    heading = None if _is_weread(front.folded) else first_heading(opening)
    if heading and not _NOT_A_TITLE.fullmatch(heading):
        return heading
    stem = unicodedata.normalize("NFC", path.rpartition("/")[2].rpartition(".")[0])
    return without_date(stem)


def subtitle(front: FrontMatter) -> str | None:
    """The subtitle; a description is none."""
    stated = (plain(str(front.folded[key])) for key in _SUBTITLES if key in front.folded)
    return next(filter(None, stated), None)


def author(front: FrontMatter) -> str | None:
    """Who wrote the post, several joined by commas; in WeRead's exports the author is the book's."""
    if _is_weread(front.folded):
        return None
    stated = (", ".join(_names(front.folded[key])) for key in _AUTHORS if key in front.folded)
    return next(filter(None, stated), None)


def tags(front: FrontMatter) -> tuple[str, ...]:
    """Tags without repeats, in order.

    In a text they are parted by commas of any kind, or by blanks where it has none. A leading `#` is dropped.
    """
    found = (_words(front.folded[key]) for key in TAGS if key in front.folded)
    named = (plain(tag.strip(" \t\n\"'[]").lstrip("#")) for several in found for tag in several)
    return tuple(dict.fromkeys(tag for tag in named if tag))


def is_draft(front: Mapping[str, Any], path: str) -> bool:
    """Whether the front matter or the folder says that the post is a draft."""
    says_so = str(front.get("draft")).lower() == "true" or str(front.get("published")).lower() == "false"
    return says_so or path.startswith("_drafts/") or "/_drafts/" in path


def generator(front: FrontMatter, text: str, path: str) -> str | None:
    """The program that a post was written for, by the cheapest evidence that speaks for one.

    In this order: WeRead's `doc_type`; Obsidian's keys; TOML, which is Hugo's; the folders that Astro, Hexo,
    Hugo and Jekyll keep posts in; keys that Astro, Hexo and Jekyll posts have when they left their folder;
    shortcodes, again Hugo's. None where nothing speaks: plain Markdown, mostly.
    """
    keys, path = front.folded, f"/{path}"
    if _is_weread(keys):
        return "weread"
    if "dg-publish" in keys or "cssclass" in keys or "cssclasses" in keys:
        return "obsidian"
    if front.form == "toml":
        return "hugo"
    for folder, name in _FOLDERS.items():
        if folder in path:
            return name
    if "pubdate" in keys or ("published" in keys and "lang" in keys):
        return "astro"
    if "toc" in keys and "comments" in keys and "layout" not in keys:
        return "hexo"
    if "layout" in keys and of_name(path):
        return "jekyll"
    return "hugo" if "{{<" in text or "{{%" in text else None


def plain(text: str) -> str:
    """A line of Markdown or HTML as reading text.

    Examples:
        >>> plain("Notes on _The Ferry_ &amp; <i>The Well</i>"), plain("io_uring 与 vector<bool>")
        ('Notes on The Ferry & The Well', 'io_uring 与 vector<bool>')
    """
    text = _tidied(text)
    if not _MARKUP.search(text):
        return text
    # The letter keeps the line from beginning like a list or a heading.
    events = pyromark.events(f"x {text}", options=pyromark.Options.ENABLE_WIKILINKS)
    return "".join(map(_text_of, events))[2:].strip()


def first_heading(body: str) -> str | None:
    """Reading text of the first heading that has any, quoted ones left out."""
    parts: list[str] | None = None
    depth = 0
    for event in pyromark.events(body):
        match event:
            case {"Start": {"BlockQuote": _}}:
                depth += 1
            case {"End": {"BlockQuote": _}}:
                depth -= 1
            case {"Start": {"Heading": _}} if not depth:
                parts = []
            case {"End": {"Heading": _}} if parts and (text := _tidied("".join(parts))):
                return text
            case _ if parts is not None:
                parts.append(_text_of(event))
    return None


def _tidied(text: str) -> str:
    """A text on one line, without characters that do not show."""
    if text.isprintable():
        return text.strip()
    return _SURROGATE.sub("", INVISIBLE.sub("", " ".join(text.split())))


def _text_of(event: Any) -> str:
    """What an event of the Markdown parser adds to reading text; a tag that HTML does not know is text."""
    match event:
        case {"Text": text} | {"Code": text}:
            return text
        case {"InlineHtml": tag}:
            return "" if _TAG.fullmatch(tag) else tag
    return " " if event in ("SoftBreak", "HardBreak") else ""


def _as_written(front: FrontMatter, key: str, value: Any) -> str:
    """A value as text, as it was written where YAML took it for a number, a date or a truth value."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(map(str, value))
    written = front.as_written(key)
    return written.strip("\"'") if written else str(value)


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return _COMMAS.split(value) if _COMMAS.search(value) else value.split()
    if isinstance(value, Mapping | list | tuple | set):
        return (str(item) for item in value if item is not None)
    return (value.isoformat() if isinstance(value, dt.date) else str(value),)


def _names(value: Any) -> list[str]:
    """Names in a text, a list, or mappings with a key `name`."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return [made] if value is not None and (made := plain(str(value))) else []


def _is_weread(keys: Mapping[str, Any]) -> bool:
    return str(keys.get("doc_type", "")).startswith("weread")
