"""The frame of a post: its blocks with keys, the sections they stand in, the books those are about."""

from __future__ import annotations

from dataclasses import dataclass

from dhtools.parse import books, ids
from dhtools.parse.conventions import Conventions
from dhtools.parse.passages import Lines, Passage
from dhtools.parse.reading import n_chars
from dhtools.records import Block, Section


@dataclass(slots=True)
class Place:
    """A passage with its keys and its surroundings."""

    passage: Passage
    block_id: str
    digest: str
    section_id: str | None
    about: books.About | None
    book_id: str | None
    text: str
    n_chars: int


def sections(passages: list[Passage], lines: Lines, post_id: str) -> list[Section]:
    """The sections that a post's headings open."""
    make = ids.numbering(post_id, "h")
    headings = [passage for passage in passages if passage.kind == "heading"]
    made: list[Section] = []
    open_ones: list[int] = []
    for k, heading in enumerate(headings):
        level = heading.level or 6
        while open_ones and made[open_ones[-1]].level >= level:
            open_ones.pop()
        parent = made[open_ones[-1]].section_id if open_ones else None
        end = next(
            (other.first - 1 for other in headings[k + 1 :] if (other.level or 6) <= level), len(lines)
        )
        title = heading.text.strip()
        made.append(Section(make(ids.hash8(title)), post_id, parent, level, title, heading.first, end))
        open_ones.append(k)
    return made


def places(
    passages: list[Passage],
    found: list[Section],
    post_id: str,
    about: books.About | None,
    conventions: Conventions,
) -> list[Place]:
    """Every passage with its key, its section and the book that this section is about."""
    make = ids.numbering(post_id, "b")
    of_section = _books_of_sections(found, conventions) if about is None and found else {}
    made: list[Place] = []
    section_id, book, book_id = None, about, books.key(about.title) if about else None
    following = iter(found)
    for passage in passages:
        if passage.kind == "heading":
            section_id = next(following).section_id
            if about is None:
                book = of_section.get(section_id)
                book_id = books.key(book.title) if book else None
        text = passage.text.strip()
        digest = ids.hash8(text)
        made.append(Place(passage, make(digest), digest, section_id, book, book_id, text, n_chars(text)))
    return made


def attribute(placed: list[Place], about: books.About) -> None:
    """Give a whole post to a book that only its citations told."""
    book_id = books.key(about.title)
    for place in placed:
        if place.about is None or place.about.title == about.title:
            place.about, place.book_id = about, book_id


def _books_of_sections(found: list[Section], conventions: Conventions) -> dict[str, books.About]:
    """The books that sections name in their headings; an inner section inherits from the outer one."""
    made: dict[str, books.About] = {}
    for section in found:
        about = books.of_heading(section.title)
        if about:
            made[section.section_id] = books.resolve(about, conventions)
        elif section.parent_id in made:
            made[section.section_id] = made[section.parent_id]
    return made


def blocks(placed: list[Place], post_id: str) -> list[Block]:
    """The records of a post's blocks."""
    made = []
    for position, place in enumerate(placed, 1):
        p = place.passage
        made.append(
            Block(
                place.block_id, post_id, place.section_id, position, p.kind, p.first, p.last, p.start, p.end,
                place.n_chars, place.text,
            )
        )  # fmt: skip
    return made
