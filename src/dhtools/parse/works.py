"""Cited works: the titles that citations name, gathered into works.

One work goes by several titles: with other characters, case or marks; by an alias of `dhtools.toml`; by its
main title or its first words, where the full title stands in the same post or is a book of the corpus
(《红太阳》 for 《红太阳是怎样升起来的》). Where two longer titles could be meant, or their authors differ, a
short title stays a work of its own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from dhtools.parse import books
from dhtools.parse.conventions import Conventions
from dhtools.parse.reading import HAN, fold
from dhtools.records import Citation, Work

_TITLED = frozenset({"title", "author_title"})
_SUBTITLE = re.compile(r"\s*(?:[:：—–]|[（(]|\s[-―─]\s).*$", re.DOTALL)
_ARTICLE = re.compile(r"^(?:the|a|an) ")
SHORT = 3
"""Fewest characters of a Chinese short title, and fewest that the full title must add to it."""


def gather(
    citations: Iterable[Citation], conventions: Conventions, of_corpus: Collection[str] = ()
) -> tuple[list[Citation], list[Work]]:
    """Citations with the work each refers to, and the works with their counts.

    Args:
        citations: all citations of the corpus.
        conventions: aliases, whose word is final.
        of_corpus: titles of the books that the corpus is about.
    """
    rows = list(citations)
    stated = _stated(conventions)
    titles = {row: stated.get(fold(row.target), row.target) for row in rows if row.form in _TITLED}
    spelled = spellings({*titles.values(), *of_corpus})
    full = _full_titles(titles, spelled, {spelled[title] for title in of_corpus}, stated)
    shown = _shown(titles, spelled, [*stated.values(), *of_corpus])
    made: list[Citation] = []
    found: dict[str, list[Citation]] = defaultdict(list)
    for row in rows:
        if row in titles:
            own = spelled[titles[row]]
            work = full.get((row.post_id, own), own)
            row = row._replace(work_id=books.key(shown[work]))
            found[work].append(row)
        made.append(row)
    return made, sorted(_work(shown[work], cited) for work, cited in found.items())


def _stated(conventions: Conventions) -> dict[str, str]:
    """Full titles by the folded titles and aliases that `dhtools.toml` lists."""
    made = {}
    for book in conventions.books:
        made |= {fold(name): book.title for name in (book.title, *book.aliases)}
    return made | {fold(short): title for short, title in conventions.works.items()}


def spellings(titles: Collection[str]) -> dict[str, str]:
    """For each title its words alone: simplified characters, lower case, no marks.

    Titles that share their spelling are one work's.
    """
    ordered = sorted(titles)
    even = [" ".join(unicodedata.normalize("NFKC", title).casefold().split()) for title in ordered]
    if any(HAN.search(title) for title in even):
        even = _simplified(even)
    return {
        title: " ".join(re.findall(r"\w+", words)) or title
        for title, words in zip(ordered, even, strict=True)
    }


def _simplified(lines: list[str]) -> list[str]:
    """Lines of text in simplified characters."""
    import opencc  # its dictionaries are read only where there are Chinese titles

    text = "\n".join(lines).encode("utf-8", "replace").decode()
    return opencc.OpenCC("t2s").convert(text).split("\n")


def _full_titles(
    titles: Mapping[Citation, str], spelled: Mapping[str, str], of_corpus: set[str], stated: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """For short titles, by post, the spelling of the one full title that they stand for."""
    in_post: dict[str, set[str]] = defaultdict(set)
    authors: dict[str, set[str]] = defaultdict(set)
    main: dict[str, str] = {}
    for row, title in titles.items():
        in_post[row.post_id].add(spelled[title])
        if row.author:
            authors[spelled[title]].add(fold(row.author))
    heads = {title: _SUBTITLE.sub("", title) for title in spelled}
    of_heads = spellings(set(heads.values()))
    for title, words in spelled.items():
        main.setdefault(words, of_heads[heads[title]])
    fixed = {spelled[title] for title in stated.values() if title in spelled}
    made = {}
    for post_id, cited in in_post.items():
        longer = sorted(cited | of_corpus)
        for short in cited - fixed:
            fitting = [
                title
                for title in _beginning_with(short, longer)
                if is_short_for(short, title, main[title]) and not _differ(authors[short], authors[title])
            ]
            if len(fitting) == 1:
                made[post_id, short] = fitting[0]
    return made


def _beginning_with(words: str, titles: list[str]) -> Iterable[str]:
    """Of sorted titles those that begin with some words and go on."""
    for k in range(bisect_right(titles, words), len(titles)):
        if not titles[k].startswith(words):
            return
        yield titles[k]


def is_short_for(short: str, full: str, main: str) -> bool:
    """Whether a title is the main title of a fuller one, or begins it and is long enough to tell.

    Args:
        short: spelling of the shorter title.
        full: spelling of the fuller one.
        main: spelling of the fuller one without its subtitle.
    """
    if short == main:
        return True
    if HAN.search(short):
        return len(short) >= SHORT and len(full) - len(short) >= SHORT
    goes_on = full.startswith((f"{short} and ", f"{short} or "))
    return goes_on and " " in _ARTICLE.sub("", short)


def _differ(ones: set[str], others: set[str]) -> bool:
    """Whether two titles have authors, and none in common."""
    return bool(ones and others) and not any(a in b or b in a for a in ones for b in others)


def _shown(titles: Mapping[Citation, str], spelled: Mapping[str, str], known: list[str]) -> dict[str, str]:
    """The title that a spelling is shown by: the corpus's own, or else the one cited most often."""
    n_times = Counter(titles.values())
    made: dict[str, str] = {}
    for title in sorted(n_times, key=lambda title: (-n_times[title], title)):
        made.setdefault(spelled[title], title)
    return made | {spelled[title]: title for title in reversed(known) if title in spelled}


def _work(title: str, rows: list[Citation]) -> Work:
    authors = Counter(row.author for row in rows if row.author)
    author = min(authors, key=lambda name: (-authors[name], name)) if authors else None
    titles = tuple(sorted({row.target for row in rows}))
    return Work(books.key(title), title, author, len(rows), len({row.post_id for row in rows}), titles)
