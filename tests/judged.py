"""A small corpus of sentences that were judged: what is said of them is given, the rest is made up."""

from collections.abc import Iterable
from typing import NamedTuple

from dhtools.corpus import Corpus
from dhtools.parse.ids import hash8
from dhtools.records import Book, Commentary, Sentence
from dhtools.tables import frames
from small import block, commentary, make, post


class Said(NamedTuple):
    """A sentence, alone in its paragraph, as dhtools judged it."""

    post: str
    text: str
    score: float | None = 0.1
    is_critical: bool | None = False
    stance: str | None = None
    role: str | None = "critique"
    book: str | None = None
    genre: str = "notes"


def ident(post_id: str, text: str) -> str:
    return f"{post_id}/s-{hash8(text)}"


def corpus(said: Iterable[Said]) -> Corpus:
    """Posts with a paragraph for each sentence, in order, on lines 1, 2, 3, …"""
    said = list(said)
    genres = {one.post: one.genre for one in said}
    books = dict.fromkeys(one.book for one in said if one.book)
    rows = list(enumerate(said, 1))
    return Corpus(
        **frames(
            {
                "posts": [post(name, genre=genre) for name, genre in genres.items()],
                "books": [Book(book, book, None, 1, 0, 0, 0) for book in books],
                "blocks": [block(one.post, at, "commentary") for at, one in rows],
                "commentary": [_commentary(at, one) for at, one in rows],
                "sentences": [_sentence(at, one) for at, one in rows],
            }
        ),
        folder=None,
        origin={},
    )


def _commentary(at: int, one: Said) -> Commentary:
    return commentary(one.post, at, one.book, role=one.role)


def _sentence(at: int, one: Said) -> Sentence:
    return make(
        Sentence,
        sentence_id=ident(one.post, one.text),
        commentary_id=f"{one.post}/c-{at}",
        post_id=one.post,
        position=1,
        start_line=at,
        end=at * 10 + 1,
        start=at * 10,
        text=one.text,
        score=one.score,
        is_critical=one.is_critical,
        stance=one.stance,
    )
