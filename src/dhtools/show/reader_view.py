"""What stands where on the reading page: posts by book, and in each its rows in the post's order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from dhtools.measure.composition import READ
from dhtools.show.reader_text import Said, Words, said, spoken

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

OPENING = 160
"""Characters that are shown of a text which stands elsewhere."""
LINE, COLUMN, ROOM = 1.75, 36, 8
"""About: height of a line in rem, Chinese characters in a line of one of two columns, rem for a heading."""


class Reference(NamedTuple):
    """A tie to a row that stands elsewhere in the post."""

    relation: str
    key: str
    line: int
    text: str
    language: str | None


@dataclass(slots=True)
class Quote:
    """A quote set off from the text."""

    row: Any
    language: str | None
    is_answered: bool
    references: list[Reference]


@dataclass(slots=True)
class Note:
    """A block of commentary."""

    row: Any
    language: str | None
    said: list[Said]
    inline: list[Any]
    """Rows of the quotes inside it."""
    ties: list[Any]
    """Its rows of `links`."""
    relations: list[str]
    """What it is to the quote that it stands with: answer, leadin, or both."""
    references: list[Reference]
    references_inside: list[Reference]
    """What answers the quotes inside it."""

    @property
    def critical(self) -> list[Any]:
        """Its critical sentences."""
        return [one.row for one in self.said if one.row is not None and one.row.is_critical]


@dataclass(slots=True)
class Row:
    """What is shown, hidden and stepped to as one: a quote with what stands beside it, or a block."""

    kind: str
    """pair (a quote and its answers), note, heading, or the kind of another block."""
    block: Any
    quote: Quote | None = None
    leadins: list[Note] = field(default_factory=list)
    answers: list[Note] = field(default_factory=list)
    level: int = 0
    """Of a heading: 4 to 6."""
    section_id: str | None = None

    @property
    def notes(self) -> list[Note]:
        """All commentary in it."""
        return [*self.leadins, *self.answers]

    @property
    def key(self) -> str:
        """What a link to it leads to."""
        if self.quote:
            return self.quote.row.quote_id
        if self.answers:
            return self.answers[0].row.commentary_id
        return self.section_id or self.block.block_id

    @property
    def quotes(self) -> list[Any]:
        """Rows of the quotes in it, set off and inline."""
        inline = [row for note in self.notes for row in note.inline]
        return [self.quote.row, *inline] if self.quote else inline

    @property
    def stances(self) -> list[str]:
        """Stances in it, each once."""
        return sorted({note.row.stance for note in self.notes if note.row.stance})

    @property
    def height(self) -> int:
        """About how high it will be, in rem, so that the scroll bar tells the truth before it is drawn."""
        if self.kind == "heading":
            return 5
        notes = _lines(note.row.text for note in self.notes)
        if self.quote is None:
            return 4 + math.ceil(LINE * (notes or _lines([self.block.text])))
        answers = _lines(note.row.text for note in self.answers)
        return 4 + math.ceil(LINE * (max(_lines([self.quote.row.text]), answers) + notes - answers))

    @property
    def n_chars(self) -> int:
        """How much there is to read."""
        return self.block.n_chars + sum(note.row.n_chars for note in self.notes)


class Post(NamedTuple):
    """A post with its rows."""

    row: Any
    rows: list[Row]

    @property
    def height(self) -> int:
        """About how high it will be, in rem."""
        return ROOM + sum(row.height for row in self.rows)


class Chapter(NamedTuple):
    """The posts about one book, or about none or several."""

    book: Any
    posts: list[Post]

    @property
    def height(self) -> int:
        """About how high it will be, in rem."""
        return ROOM + sum(post.height for post in self.posts)


def _lines(texts: Iterable[str]) -> int:
    """Lines of one column, a Chinese character as wide as two others, with a line a text for what it is."""
    return sum(1 + (len(text.encode("utf-8", "replace")) + len(text)) // 4 // COLUMN for text in texts)


def chapters(corpus: Corpus) -> list[Chapter]:
    """The posts by book, the book first read first; those about no single book come last.

    Args:
        corpus: all tables but `problems`, `works` and `citations`.
    """
    tables = _Tables(corpus)
    books = {row.book_id: row for row in tables.all("books")}
    about: dict[str | None, list[Any]] = defaultdict(list)
    for row in sorted(tables.all("posts"), key=lambda row: (row.date is None, row.date or 0, row.path)):
        about[row.book_id].append(row)
    last = [about.pop(None)] if None in about else []
    groups = [*about.values(), *last]
    return [
        Chapter(books.get(posts[0].book_id), [Post(row, _rows(tables, row.post_id)) for row in posts])
        for posts in groups
    ]


class _Tables:
    """Rows of the tables, by what leads to them."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.blocks = _grouped(self.all("blocks"), "post_id")
        self.sections = _grouped(self.all("sections"), "post_id")
        self.notes = {row.block_id: row for row in self.all("commentary")}
        self.sentences = _grouped(self.all("sentences"), "commentary_id")
        quotes = self.all("quotes")
        self.quotes = {row.block_id: row for row in quotes if row.form == "block"}
        self.inline = _grouped((row for row in quotes if row.form == "inline"), "block_id")
        self.scares = _grouped(self.all("scares"), "commentary_id")
        links = self.all("links")
        self.of_quote = _grouped(links, "quote_id")
        self.of_note = _grouped(links, "commentary_id")
        self.by_key = {row.quote_id: row for row in quotes}
        self.by_key |= {row.commentary_id: row for row in self.notes.values()}

    def all(self, name: str) -> list[Any]:
        """The rows of a table as named tuples, with None for what is missing."""
        frame = getattr(self.corpus, name)
        columns = {column: _values(frame[column]) for column in frame.columns}
        shape = NamedTuple(name.title(), [(column, Any) for column in columns])  # type: ignore[misc]
        return [shape._make(row) for row in zip(*columns.values(), strict=True)]


def _values(column: pd.Series) -> list[Any]:
    values = column.astype(object)
    return values.where(column.notna(), None).tolist()


def _grouped(rows: Iterable[Any], key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups


def _rows(tables: _Tables, post_id: str) -> list[Row]:
    """The rows of a post: answers beside their quote, lead-ins above it, where nothing stands between."""
    blocks = sorted(
        (b for b in tables.blocks[post_id] if b.kind in READ and b.n_chars), key=lambda b: b.position
    )
    seats = _seats(tables, blocks)
    beside: dict[str, Row] = {}
    for block in blocks:
        if block.block_id in tables.quotes:
            row = tables.quotes[block.block_id]
            beside[row.quote_id] = Row("pair", block, _quote(tables, row, seats))
    headings = {section.start_line: section for section in tables.sections[post_id]}
    made: list[Row] = []
    for block in blocks:
        note = tables.notes.get(block.block_id)
        if note is None:
            quote = tables.quotes.get(block.block_id)
            made.append(beside[quote.quote_id] if quote else _other(block, headings))
            continue
        shown = _note(tables, note, seats.get(note.commentary_id))
        if not shown.relations:
            made.append(Row("note", block, answers=[shown]))
            continue
        pair = beside[seats[note.commentary_id]]
        (pair.answers if "answer" in shown.relations else pair.leadins).append(shown)
    return made


def _other(block: Any, headings: Mapping[int, Any]) -> Row:
    section = headings.get(block.start_line) if block.kind == "heading" else None
    if section is None:
        return Row(block.kind, block)
    return Row("heading", block, level=min(section.level + 3, 6), section_id=section.section_id)


def _seats(tables: _Tables, blocks: Sequence[Any]) -> dict[str, str]:
    """Which commentary stands with which quote: `quote_id` by `commentary_id`.

    It stands with the first quote it is tied to of those that it follows, or else precedes, with nothing
    between but more of the same.
    """
    seats: dict[str, str] = {}
    for step in (1, -1):
        for at, block in enumerate(blocks):
            quote = tables.quotes.get(block.block_id)
            if quote is None:
                continue
            tied = {tie.commentary_id for tie in tables.of_quote[quote.quote_id]}
            for other in blocks[at + 1 :] if step == 1 else reversed(blocks[:at]):
                note = tables.notes.get(other.block_id)
                if note is None or note.commentary_id not in tied or note.commentary_id in seats:
                    break
                seats[note.commentary_id] = quote.quote_id
    return seats


def _quote(tables: _Tables, row: Any, seats: Mapping[str, str]) -> Quote:
    ties = tables.of_quote[row.quote_id]
    return Quote(
        row,
        spoken(row.language, row.text),
        any(tie.relation == "answer" for tie in ties),
        [
            _reference(tables, tie.relation, tie.commentary_id)
            for tie in ties
            if seats.get(tie.commentary_id) != row.quote_id
        ],
    )


def _note(tables: _Tables, row: Any, seat: str | None) -> Note:
    inline = sorted(tables.inline[row.block_id], key=lambda quote: quote.start)
    quoted = [Words(quote.quote_id, quote.text, quote) for quote in inline]
    quoted += [Words(None, scare.text, scare) for scare in tables.scares[row.commentary_id]]
    quoted.sort(key=lambda words: words.row.start)
    sentences = sorted(tables.sentences[row.commentary_id], key=lambda sentence: sentence.position)
    language = spoken(row.language, row.text)
    ties = tables.of_note[row.commentary_id]
    elsewhere = [tie for tie in ties if tie.quote_id != seat]
    inside = [tie for quote in inline for tie in tables.of_quote[quote.quote_id]]
    return Note(
        row=row,
        language=language,
        said=said(row.text.rstrip(), language, sentences, quoted),
        inline=inline,
        ties=ties,
        relations=sorted(tie.relation for tie in ties if tie.quote_id == seat),
        references=[_reference(tables, tie.relation, tie.quote_id) for tie in elsewhere],
        references_inside=[_reference(tables, tie.relation, tie.commentary_id) for tie in inside],
    )


def _reference(tables: _Tables, relation: str, key: str) -> Reference:
    row = tables.by_key[key]
    text = " ".join(row.text.split())
    opening = text if len(text) <= OPENING else text[: OPENING - 1].rstrip() + "…"
    return Reference(relation, key, row.start_line, opening, spoken(row.language, text))
