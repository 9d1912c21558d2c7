"""A corpus of five posts made by hand: two books, one post about both, one about none, one in English."""

import datetime as dt

from dhtools import codebook
from dhtools.records import (
    TABLES,
    Block,
    Book,
    Citation,
    Commentary,
    Link,
    Post,
    Problem,
    Quote,
    Scare,
    Section,
    Sentence,
    Work,
)

BLANK = {"string": "", "integer": 0, "number": 1.0, "boolean": False, "list": ()}
SPAN = {"start": 0, "end": 1, "start_line": 1, "end_line": 1}
NAMES = {record: name for name, record in TABLES.items()}


def make(record: type, **given):
    """A record of which only what matters is given; the rest is missing, 0 or empty."""
    fields = codebook.fields(NAMES[record])
    blank = {field.name: None if field.is_nullable else BLANK[field.type] for field in fields}
    spans = {field.name: SPAN[field.name] for field in fields if field.name in SPAN}
    return record(**(blank | spans | given))


def post(name: str, **given) -> Post:
    shape = {"encoding": "utf-8", "sha256": name * 4, "front_matter": "{}"} | given
    return make(Post, post_id=name, path=f"{name}.md", **shape)


def quote(post_id: str, number: int, book_id: str | None, **given) -> Quote:
    key, host = f"{post_id}/q-{number}", f"{post_id}/b-{number}"
    shape = {"block_id": host, "form": "block", "source": "book", "n_chars": 10} | given
    return make(Quote, quote_id=key, post_id=post_id, book_id=book_id, **shape)


def commentary(post_id: str, number: int, book_id: str | None, **given) -> Commentary:
    key, host = f"{post_id}/c-{number}", f"{post_id}/b-{number}"
    shape = {"block_id": host, "n_chars": 7} | given
    return make(Commentary, commentary_id=key, post_id=post_id, book_id=book_id, **shape)


def block(post_id: str, number: int, kind: str, section_id: str | None = None, n_chars: int = 0) -> Block:
    key = f"{post_id}/b-{number}"
    return make(
        Block,
        block_id=key,
        post_id=post_id,
        kind=kind,
        section_id=section_id,
        position=number,
        n_chars=n_chars,
    )


def records() -> dict[str, list]:
    """Its records by table.

    `a` is about 渡口, `b` about 渡口 in its first section and 灯火 in its second, `c` about 灯火, `d` about
    no book, and `e` has no row but its own.
    """
    return {
        "posts": [
            post(
                "a",
                book_id="渡口",
                language="zh",
                tags=("历史", "渡口"),
                date=dt.datetime(2020, 12, 31, 23, 59),
            ),
            post(
                "b", language="zh", tags=("历史",), date=dt.datetime(2021, 3, 1), n_quotes=2, n_quote_chars=20
            ),
            post(
                "c", book_id="灯火", language="mixed", tags=("小说", "a;b"), date=dt.datetime(2021, 3, 31, 8)
            ),
            post("d", language="en", title="<b>Stray</b>", subtitle=""),
            post("e", language="zh", date=dt.datetime(2022, 1, 1)),
        ],
        "books": [
            Book("渡口", "旧日渡口", "林渡", 2, 2, 20, 14),
            Book("灯火", "灯火与船钞", None, 2, 2, 10, 14),
        ],
        "sections": [
            make(Section, section_id="b/s-0", post_id="b", level=1, title="两本书"),
            make(Section, section_id="b/s-1", post_id="b", parent_id="b/s-0", level=2, title="《旧日渡口》"),
            make(
                Section, section_id="b/s-2", post_id="b", parent_id="b/s-0", level=2, title="《灯火与船钞》"
            ),
        ],
        "blocks": [
            block("a", 1, "quote"),
            block("a", 2, "commentary"),
            block("b", 1, "heading", "b/s-0", 3),
            block("b", 2, "heading", "b/s-1", 4),
            block("b", 3, "quote", "b/s-1"),
            block("b", 4, "commentary", "b/s-1"),
            block("b", 5, "heading", "b/s-2", 5),
            block("b", 6, "quote", "b/s-2"),
            block("b", 7, "commentary", "b/s-2"),
            block("b", 8, "image", "b/s-2"),
            block("c", 1, "commentary"),
            block("d", 1, "commentary"),
        ],
        "quotes": [
            quote("a", 1, "渡口", leadin_id="a/c-2", text="第一行\n第二行", page_start="46"),
            quote("b", 3, "渡口", section_id="b/s-1"),
            quote("b", 6, "灯火", section_id="b/s-2"),
            quote("c", 1, "灯火", form="inline", n_chars=4),
        ],
        "commentary": [
            commentary("a", 2, "渡口", role="critique", stance="negative", n_critical=1, answers_id="a/q-1"),
            commentary("b", 4, "渡口", section_id="b/s-1", answers_id="b/q-3"),
            # across the two books, as a comparison is
            commentary("b", 7, "灯火", section_id="b/s-2", answers_id="b/q-3"),
            commentary("c", 1, "灯火"),
            commentary("d", 1, None),
        ],
        "sentences": [
            make(
                Sentence,
                sentence_id="a/t-1",
                commentary_id="a/c-2",
                post_id="a",
                cues=("难道", "?"),
                score=0.1,
            ),
            make(Sentence, sentence_id="b/t-1", commentary_id="b/c-4", post_id="b"),
            make(Sentence, sentence_id="b/t-2", commentary_id="b/c-7", post_id="b"),
        ],
        "citations": [
            cited("a/r-1", "a", "quote", "a/q-1", form="page", target="46"),
            cited("b/r-1", "b", "heading", "b/s-2", form="title", work_id="灯火与船钞"),
            cited("b/r-2", "b", "commentary", "b/c-4", form="title", work_id="旧日渡口"),
            cited("c/r-1", "c", "commentary", "c/c-1", form="title", work_id="旧日渡口"),
        ],
        "works": [
            Work("旧日渡口", "旧日渡口", "林渡", 2, 2, ("旧日渡口",)),
            Work("灯火与船钞", "灯火与船钞", None, 1, 1, ("灯火与船钞",)),
        ],
        "links": [
            answer("a/q-1", "a/c-2", 1),
            answer("b/q-3", "b/c-4", 1),
            answer("b/q-3", "b/c-7", 4),
        ],
        "scares": [make(Scare, post_id="d", commentary_id="d/c-1", text="=自卫")],
        "problems": [
            Problem("a.md", 3, "date-conflict", "warning", "two dates"),
            Problem("lost.md", None, "unreadable", "error", "holds NUL bytes, so it is no text"),
            Problem("c.md", 12, "quote-unclosed", "error", "a quotation mark is not closed"),
        ],
    }


def answer(quote_id: str, commentary_id: str, distance: int) -> Link:
    return make(Link, quote_id=quote_id, commentary_id=commentary_id, relation="answer", distance=distance)


def cited(key: str, post_id: str, host: str, host_id: str, **given) -> Citation:
    return make(Citation, citation_id=key, post_id=post_id, host=host, host_id=host_id, **given)
