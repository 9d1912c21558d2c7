"""What a reader says of posts, in the code book's terms, whether a person or dhtools is the reader.

`dhtools.gold.read` makes labels of what a person wrote down, `of_corpus` of the tables; a measure that
compares two readers then need not know who they are. Lines are 1-based and inclusive. `rule` is what decided,
where dhtools is the reader and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from dhtools.tables import contains

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

Span = tuple[int, int]
"""First and last line."""


class Block(NamedTuple):
    """Lines with one function."""

    lines: Span
    kind: str


class Quote(NamedTuple):
    """A quote set off from the text."""

    lines: Span
    source: str | None = None
    page: str | None = None
    locator: str | None = None
    speaker: str | None = None
    is_abridged: bool = False
    leadin: Span | None = None
    rule: str | None = None
    leadin_rule: str | None = None


class Inline(NamedTuple):
    """A quote in the running text, by the line and the words it begins with."""

    line: int
    text: str
    rule: str | None = None


class Commentary(NamedTuple):
    """A block of the note-taker's own prose."""

    lines: Span
    role: str | None = None
    stance: str | None = None
    answers: Span | None = None
    rule: str | None = None
    answers_rule: str | None = None


class Sentence(NamedTuple):
    """A sentence of commentary, by the line and the words it begins with."""

    line: int
    text: str
    is_critical: bool = False
    stance: str | None = None


class Citation(NamedTuple):
    """A reference to a page, a work, an author or an address."""

    line: int
    form: str
    target: str
    rule: str | None = None


class Scare(NamedTuple):
    """Words in quotation marks that keep distance."""

    line: int
    text: str
    rule: str | None = None


@dataclass(slots=True)
class Reading:
    """All that a reader says of one post."""

    path: str
    blocks: list[Block] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    inline: list[Inline] = field(default_factory=list)
    commentary: list[Commentary] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    scares: list[Scare] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Labels:
    """What one reader says of posts: of each by its file's name without suffix, and genres by path."""

    posts: Mapping[str, Reading]
    genres: Mapping[str, str | None]


def of_corpus(corpus: Corpus, names: Iterable[str]) -> Labels:
    """What the tables say of some posts, and the genres of all.

    Args:
        corpus: tables `posts`, `blocks`, `quotes`, `commentary`, `sentences`, `citations`, `links`, `scares`.
        names: names of files without suffix; a post that is not in the corpus is left out.
    """
    posts = {PurePosixPath(path).stem: (path, key) for path, key in _rows(corpus.posts, "path", "post_id")}
    chosen = {name: posts[name] for name in names if name in posts}
    keys = [key for _, key in chosen.values()]
    tables = {
        name: table[contains(table["post_id"], keys)]
        for name, table in corpus.tables().items()
        if name in ("blocks", "quotes", "commentary", "sentences", "citations", "scares")
    }
    readings = {key: Reading(path) for path, key in chosen.values()}
    _fill(readings, tables, _link_rules(corpus.links))
    genres = {path.replace("\\", "/"): genre for path, genre in _rows(corpus.posts, "path", "genre")}
    return Labels({name: readings[key] for name, (_, key) in chosen.items()}, genres)


def _fill(readings: Mapping[str, Reading], tables: Mapping[str, pd.DataFrame], rules: _Rules) -> None:
    spans = {
        key: (first, last)
        for name, column in (("quotes", "quote_id"), ("commentary", "commentary_id"))
        for key, first, last in _rows(tables[name], column, "start_line", "end_line")
    }
    for post, first, last, kind in _rows(tables["blocks"], "post_id", "start_line", "end_line", "kind"):
        readings[post].blocks.append(Block((first, last), kind))
    for post, quote in _quotes(tables["quotes"], spans, rules):
        (readings[post].quotes if isinstance(quote, Quote) else readings[post].inline).append(quote)
    for post, commentary in _commentary(tables["commentary"], spans, rules):
        readings[post].commentary.append(commentary)
    for post, line, text, is_critical, stance in _rows(
        tables["sentences"], "post_id", "start_line", "text", "is_critical", "stance"
    ):
        readings[post].sentences.append(Sentence(line, text, bool(is_critical), stance))
    for post, *row in _rows(tables["citations"], "post_id", "start_line", "form", "target", "rule"):
        readings[post].citations.append(Citation(*row))
    for post, *row in _rows(tables["scares"], "post_id", "start_line", "text", "rule"):
        readings[post].scares.append(Scare(*row))


_Rules = Mapping[tuple[str, str, str], str | None]


def _link_rules(links: pd.DataFrame) -> _Rules:
    columns = ("relation", "quote_id", "commentary_id", "rule")
    return {(relation, *keys): rule for relation, *keys, rule in _rows(links, *columns)}


def _quotes(
    quotes: pd.DataFrame, spans: Mapping[str, Span], rules: _Rules
) -> Iterator[tuple[str, Quote | Inline]]:
    columns = (
        "post_id", "quote_id", "form", "text", "source", "page_start", "page_end", "locator_kind", "speaker",
        "is_abridged", "leadin_id", "rule",
    )  # fmt: skip
    for post, key, form, text, source, *page, locator, speaker, abridged, leadin, rule in _rows(
        quotes, *columns
    ):
        if form == "inline":
            yield post, Inline(spans[key][0], text, rule)
            continue
        yield (
            post,
            Quote(
                spans[key],
                source=source,
                page=_pages(*page),
                locator=locator,
                speaker=speaker,
                is_abridged=bool(abridged),
                leadin=spans.get(leadin),
                rule=rule,
                leadin_rule=rules.get(("leadin", key, leadin)),
            ),
        )


def _commentary(
    commentary: pd.DataFrame, spans: Mapping[str, Span], rules: _Rules
) -> Iterator[tuple[str, Commentary]]:
    columns = ("post_id", "commentary_id", "role", "stance", "answers_id", "rule")
    for post, key, role, stance, answers, rule in _rows(commentary, *columns):
        decided = rules.get(("answer", answers, key))
        yield post, Commentary(spans[key], role, stance, spans.get(answers), rule, decided)


def _pages(first: str | None, last: str | None) -> str | None:
    return first if not first or not last or first == last else f"{first}-{last}"


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns, what is missing as None; a column that is not there is missing throughout."""
    nothing: defaultdict[str, list[None]] = defaultdict(lambda: [None] * len(table))
    values = (
        table[name].astype(object).where(table[name].notna(), None)
        if name in table.columns
        else nothing[name]
        for name in columns
    )
    return zip(*values, strict=True)
