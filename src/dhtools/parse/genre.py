"""What a post is: notes, excerpts, a review, a transcription, a list, or none of these.

A blog's folder holds more than reading notes. The rules ask, in this order: does `dhtools.toml` say it; does
the post say that it is copied; is it a list of works; is it about a work at all, and then how much of it is
quoted. Each answer comes with its evidence in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dhtools.parse.conventions import Conventions, matches
from dhtools.parse.frame import Place
from dhtools.records import Citation

_COPIED = re.compile(
    r"(?:转载|轉載)(?![请請])|[转轉]自|原文(?:链接|鏈接|地址|出处)|本文(?:来自|來自|译自|譯自|作者[:：])|(?:译|譯)者[:：]"
    r"|以下(?:内容|內容)?(?:非原创|均?为转载)|(?:nothing here|none of this) is original|my own transcription|full text follows"
    r"|reprinted (?:from|with)",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"书单|書單|书目|書目|年度(?:阅读|閱讀|书|書|总结)|(?:读书|讀書|阅读|閱讀)(?:总结|總結|清单|清單|回顾)|推荐(?:书|阅读)|书籍推荐"
    r"|(?:favou?rite|best|top \d+|recommended|notable) (?:books?|reads?|reading)|books? (?:list|of (?:the year|\d{4}))"
    r"|reading list|books-list|(?:media|book)[ -]round-?up|bookish \d{4}|book-?recommendation",
    re.IGNORECASE,
)
_READING = re.compile(
    r"读书|讀書|书评|書評|阅读|閱讀|看书|读后|文学|文學|小说|小說|摘抄|摘录|书摘|影评|影評|导读|\bbooks?\b|book-|reading|litclub|literature"
    r"|\breviews?\b|weread|excerpts?",
    re.IGNORECASE,
)
_READING_FOLDER = re.compile(
    r"(?:^|/)(?:books?|weread|reading|读书[^/]*|讀書[^/]*|书摘|quotes?[^/]*)(?:/|$)", re.IGNORECASE
)
_NOTES = re.compile(r"笔记|筆記|摘要|\bnotes\b|reading_notes|what i'?m reading", re.IGNORECASE)
_TECHNICAL = frozenset({"code", "math"})
_WORK_NAMED = re.compile(r"《[^》]+》|〈[^〉]+〉")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A genre with its evidence."""

    genre: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict is made of."""

    title: str
    name: str
    """Name of the file."""
    labels: str
    """Tags, categories and folder, in one line."""
    edges: str
    """The first and last paragraphs of the post."""
    n_quotes: int
    n_commentary: int
    n_quoted: int
    """Characters quoted, set off from the text."""
    n_own: int
    """Characters of the note-taker's own."""
    n_code: int
    """Blocks of code and mathematics."""
    n_headings: int
    n_entries: int
    """Headings and list items that name a work."""
    n_pages: int
    """Quotes with a page."""
    n_named: int
    """How often the work that is cited most is named."""
    n_links: int
    """Paragraphs that are nothing but links."""
    is_exported: bool
    """Whether a reading device wrote the file."""
    has_book: bool

    @property
    def share(self) -> float:
        """Share of the characters that are quoted."""
        return self.n_quoted / (self.n_quoted + self.n_own or 1)


def gather(
    placed: Sequence[Place], path: str, title: str, tags: Sequence[str], front: Mapping[str, Any],
    n_pages: int, citations: Sequence[Citation],
) -> Evidence:  # fmt: skip
    """The evidence that a post holds."""
    named = Counter(row.target for row in citations if row.form in ("title", "author_title"))
    commentary = [place for place in placed if place.passage.kind == "commentary"]
    quotes = [place for place in placed if place.passage.kind == "quote"]
    headings = [place for place in placed if place.passage.kind == "heading"]
    categories = front.get("categories") or front.get("category") or ""
    entries = sum(bool(_WORK_NAMED.search(h.text)) or " | " in h.text for h in headings)
    entries += sum(bool(_WORK_NAMED.match(c.text)) for c in commentary if len(c.text) < 400)
    return Evidence(
        title=title,
        name=path.rpartition("/")[2],
        labels=f"{' '.join(tags)} {categories} {path.rpartition('/')[0]}/",
        edges="\n".join(place.text[:400] for place in (*commentary[:2], *commentary[-2:])),
        n_quotes=len(quotes),
        n_commentary=len(commentary),
        n_quoted=sum(place.n_chars for place in quotes),
        n_own=sum(place.n_chars for place in commentary),
        n_code=sum(place.passage.kind in _TECHNICAL for place in placed),
        n_headings=len(headings),
        n_entries=entries,
        n_pages=n_pages,
        n_named=max(named.values(), default=0),
        n_links=sum(place.passage.kind == "boilerplate" and len(place.text) > 0 for place in placed),
        is_exported=str(front.get("doc_type", "")).startswith("weread"),
        has_book=any(place.about for place in placed),
    )


def judge(evidence: Evidence, path: str, conventions: Conventions) -> Verdict:
    """What the post is, and why."""
    for post in conventions.posts:
        if post.genre and matches(post.path, path):
            return Verdict(post.genre, "dhtools.toml says so")
    for rule in (_exported, _copied, _list, _empty, _technical, _quoting, _on_a_work):
        verdict = rule(evidence)
        if verdict:
            return verdict
    return Verdict("other", "names no work and quotes none")


def _exported(e: Evidence) -> Verdict | None:
    """Highlights as a reading device writes them."""
    if e.is_exported and e.n_own <= max(e.n_quoted, 1000):
        return Verdict("excerpts", f"highlights exported from a reading device: {e.n_quotes}")
    return None


def _empty(e: Evidence) -> Verdict | None:
    """Posts with next to no words."""
    if e.n_own + e.n_quoted >= 60:
        return None
    if e.n_links >= 1:
        return Verdict("list", "hardly a word beside links")
    return Verdict("other", "hardly a word")


def _copied(e: Evidence) -> Verdict | None:
    """A text that says it is somebody else's."""
    said = _COPIED.search(e.edges) or _COPIED.search(e.labels)
    if said and e.share < 0.5 and not e.has_book:
        return Verdict("transcription", f"says it is copied: “{said[0]}”")
    return None


def _list(e: Evidence) -> Verdict | None:
    """Many works with a few words each."""
    if said := _LIST_TITLE.search(e.title) or _LIST_TITLE.search(e.name):
        return Verdict("list", f"the title announces a list: “{said[0]}”")
    if e.n_entries >= 6 and e.n_entries * 2 >= e.n_headings + e.n_commentary:
        return Verdict("list", f"{e.n_entries} entries that each name a work")
    return None


def _technical(e: Evidence) -> Verdict | None:
    """Code or mathematics with explanation."""
    if e.n_code >= 2 and e.n_code * 5 >= e.n_quotes + e.n_commentary and not e.has_book:
        return Verdict("other", f"{e.n_code} blocks of code or mathematics")
    return None


def _is_about_a_work(e: Evidence) -> str:
    """Why a post counts as being about a work; empty where nothing says so."""
    if e.has_book:
        return "a book is named"
    if label := _READING.search(e.labels) or _READING_FOLDER.search(e.labels):
        return f"filed under “{label[0].strip('/')}”"
    if _WORK_NAMED.search(e.title):
        return "the title names a work"
    if e.n_pages * 2 >= e.n_quotes > 0:
        return "its quotes have pages"
    if e.n_named >= 3:
        return f"names one work {e.n_named} times"
    return ""


def _quoting(e: Evidence) -> Verdict | None:
    """Posts that live on quotation."""
    about = _is_about_a_work(e)
    if not e.n_quotes or (not about and e.share < 0.4):
        return None
    shares = f"{e.share:.0%} of it is quoted, in {e.n_quotes} quotes"
    because = f"{about}; {shares}" if about else shares
    if e.share >= 0.87 and not _NOTES.search(e.title + e.labels):
        return Verdict("excerpts", because)
    if e.share >= 0.25 or e.n_headings >= 3 or _NOTES.search(e.title + e.labels):
        return Verdict("notes", because)
    return Verdict("review", f"{because}; the rest is the reader's own prose")


def _on_a_work(e: Evidence) -> Verdict | None:
    """Posts on a work in the reader's own words."""
    about = _is_about_a_work(e)
    if not about:
        return None
    if _NOTES.search(e.title) or e.n_headings >= 3:
        return Verdict("notes", f"{about}; the reader's own account, under {e.n_headings} headings")
    return Verdict("review", f"{about}; the reader's own prose, hardly a quote")
