"""The names and titles of a corpus, which the tokenizer is to keep whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure.folding import fold
from dhtools.measure.stopwords import stopwords
from dhtools.measure.tokenizer import HAS_HAN, IS_HAN, Cut, chinese

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

KINDS = ("book", "work", "listed", "author", "speaker")
"""What a name is, the surest first; listed is what `dhtools.toml` lists and the tables do not hold."""
_SEVERAL = re.compile(r"\s*(?:[,，、;；/&\n]|\band\b)\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff【\[(（])")
_NATION = re.compile(r"[【\[(（〔][^】\])）〕]{1,6}[】\])）〕]\s*")
_SUBTITLE = re.compile(r"\s*(?:[:：—–(（]|\s-\s).*$", re.DOTALL)
_EDGES = "".join(map(re.escape, " 　.,:;!?。，：；！？、·—–-…“”‘’\"'《》〈〉「」『』()（）[]【】"))
_EDGE = re.compile(f"^[{_EDGES}]+|[{_EDGES}]+$")
_NOT_IN_NAMES = re.compile("[的了着过是在所我你他她它这那也还只都并就把被让很更最不没每们位]")


def dictionary(corpus: Corpus) -> pd.DataFrame:
    """The names and titles that the tokenizer keeps whole, where a dictionary of Chinese would cut them.

    They are the titles and authors of books and cited works, the speakers of quotes, and what `dhtools.toml`
    lists: words for the tokenizer, short titles and names. Of a title with a subtitle the main part is a row
    too, and of a foreign name each part. What jieba's dictionary has is not among them.

    The parser can take other words for a person's name: one that holds a word of grammar (then, because, this)
    is left out, unless `dhtools.toml` lists it. A title that is an everyday phrase is one word also where no
    mark sets it off.

    Args:
        corpus: tables `books`, `works`, `quotes`, and `origin`.

    Returns:
        One row a name: `word` as the corpus spells it, `kind` (one of `KINDS`, the first that has it).
    """
    found: dict[str, tuple[str, str]] = {}
    for word, kind in _candidates(corpus):
        found.setdefault(fold(word), (word, kind))
    cut, grammar = _known(), stopwords()
    rows = [row for name, row in found.items() if _is_wanted(name, row[1], cut, grammar)]
    return pd.DataFrame(rows, columns=["word", "kind"], dtype="string")


@cache
def _known() -> Cut:
    return chinese(guesses=False)


def _candidates(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Names with their kind, the surest first."""
    works, books = corpus.works, corpus.books
    for title in books["title"]:
        yield from _whole(_titles(title), "book")
    for row in works.itertuples():
        yield from _whole([name for title in (row.title, *row.titles) for name in _titles(title)], "work")
    yield from _whole(corpus.origin.get("words", ()), "listed")
    for kind, column in (
        ("author", books["author"]),
        ("author", works["author"]),
        ("speaker", corpus.quotes["speaker"]),
    ):
        for names in column.dropna().unique():
            yield from _whole(_people(names), kind)


def _whole(names: Iterable[str], kind: str) -> Iterator[tuple[str, str]]:
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


def _is_wanted(name: str, kind: str, cut: Cut, grammar: frozenset[str]) -> bool:
    """Whether a name, folded, is one that the tokenizer would cut, and no phrase that was taken for a name."""
    if not IS_HAN(name):
        return True
    pieces = cut(name)
    if len(pieces) == 1 or kind not in ("author", "speaker"):
        return len(pieces) > 1
    return not _NOT_IN_NAMES.search(name) and all(len(word) == 1 for word in grammar.intersection(pieces))
