"""The names and titles of a corpus, which the tokenizer is to keep whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure.folding import fold
from dhtools.measure.stopwords import stopwords
from dhtools.measure.tokenizer import HAS_HAN, IS_HAN, Cut, chinese

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

KINDS = ("words", "book", "work", "author", "speaker")
"""Where a name comes from, the surest first: the list in `dhtools.toml`, tables `books`, `works`, `quotes`."""
_SEVERAL = re.compile(r"\s*(?:[,，、;；/&\n]|\band\b)\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff【\[(（])")
_NATION = re.compile(r"[【\[(（〔][^】\])）〕]{1,6}[】\])）〕]\s*")
_SUBTITLE = re.compile(r"\s*(?:[:：—–(（]|\s-\s).*$", re.DOTALL)
_EDGES = "".join(map(re.escape, " 　.,:;!?。，：；！？、·—–-…“”‘’\"'《》〈〉「」『』()（）[]【】"))
_EDGE = re.compile(f"^[{_EDGES}]+|[{_EDGES}]+$")
_NOT_IN_NAMES = re.compile("[的了着过是在所我你他她它这那也还只都并就把被让很更最不没每位们]")
_OCCURRENCES = 20
"""Occurrences of a name that are looked at."""
_AROUND = 5
"""Characters looked at on both sides of a name."""


def dictionary(corpus: Corpus) -> pd.DataFrame:
    """The names and titles that the tokenizer keeps whole, where a dictionary of Chinese would cut them.

    They are the words of `dhtools.toml`, the titles and authors of books and cited works, and the speakers of
    quotes; of a title with a subtitle its main part too, of a foreign name its parts. What jieba's dictionary
    has is not among them. The parser can take the wrong words for a name: so a person's name that holds a
    word of grammar, or any name that mostly stands inside of other words (国特色 in 中国特色), is left out, unless
    `dhtools.toml` lists it.

    Args:
        corpus: tables `books`, `works`, `quotes`, `commentary`.

    Returns:
        One row a name: `word` as the corpus spells it, `kind` (one of `KINDS`, the first that has it).
    """
    found = dict[str, tuple[str, str]]()
    for word, kind in _candidates(corpus):
        found.setdefault(fold(word), (word, kind))
    text = "\n".join([*corpus.quotes["text"], *corpus.commentary["text"]])
    wanted = _wanted(tuple((name, kind) for name, (_, kind) in found.items()), text)
    return pd.DataFrame([found[name] for name in wanted], columns=["word", "kind"], dtype="string")


@lru_cache(maxsize=4)
def _wanted(names: tuple[tuple[str, str], ...], text: str) -> list[str]:
    """Of folded names with their kind those that the tokenizer lacks and that are no slips of the parser."""
    text, cut, grammar = fold(text), chinese(guesses=False), stopwords()
    return [
        name
        for name, kind in names
        if not IS_HAN(name)
        or (len(pieces := cut(name)) > 1 and not _is_slip(name, kind, pieces, grammar, text, cut))
    ]


def _candidates(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Names with their kind, the surest first."""
    works, books = corpus.works, corpus.books
    for word in corpus.origin.get("words", ()):
        yield from _whole([word], "words")
    for title in books["title"]:
        yield from _whole(_titles(title), "book")
    for row in works.itertuples():
        yield from _whole([name for title in (row.title, *row.titles) for name in _titles(title)], "work")
    for kind, column in (
        ("author", books["author"]),
        ("author", works["author"]),
        ("speaker", corpus.quotes["speaker"]),
    ):
        for names in column.dropna().unique():
            yield from _whole(_people(names), kind)


def _whole(names: list[str], kind: str) -> Iterator[tuple[str, str]]:
    """The names that could be cut: of two characters or more, or of two words with a capital."""
    for name in names:
        bare = _EDGE.sub("", name)
        if len(bare) > 1 if HAS_HAN(bare) else " " in bare and not bare[0].islower():
            yield bare, kind


def _titles(title: str) -> list[str]:
    """A title, and its main part."""
    return [title, _SUBTITLE.sub("", title)]


def _people(names: str) -> list[str]:
    """Each of the people named together, and the parts of a foreign name in Chinese."""
    made = []
    for name in _SEVERAL.split(_NATION.sub("", names)):
        made += [name, *(re.split("[·.]", fold(name)) if HAS_HAN(name) else ())]
    return made


def _is_slip(name: str, kind: str, pieces: list[str], grammar: frozenset[str], text: str, cut: Cut) -> bool:
    """Whether a name looks like other words that the parser took for one."""
    if kind == "words":
        return False
    if kind in ("author", "speaker"):
        is_phrase = any(len(piece) > 1 and piece in grammar for piece in pieces)
        if is_phrase or _NOT_IN_NAMES.search(name):
            return True
    return _is_inside(name, text, cut)


def _is_inside(name: str, text: str, cut: Cut) -> bool:
    """Whether a name mostly stands where words that a dictionary has reach across its edges."""
    n_whole = n_across = 0
    start = text.find(name)
    while start >= 0 and n_whole + n_across < _OCCURRENCES:
        end = start + len(name)
        first = max(start - _AROUND, 0)
        words = cut(text[first : end + _AROUND])
        edges = set(accumulate(map(len, words), initial=first))
        n_whole += {start, end} <= edges
        n_across += not {start, end} <= edges
        start = text.find(name, end)
    return n_across > n_whole
