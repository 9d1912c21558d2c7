"""Who gets quoted, and who gets judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure import counted, relation_rows
from dhtools.measure.counted import Genres
from dhtools.measure.relation_rows import Rows

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

COLUMNS = [
    "kind", "name", "how", "row_id", "post_id", "path", "start_line", "n_chars", "is_judged", "stance", "text",
]  # fmt: skip
STANCES = ("negative", "mixed", "positive")
SHORTEST = 2
"""Characters of a name that is looked for in sentences: one Chinese character alone is a word too often."""


def judged(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """How often persons and works are quoted, and how often judged.

    Whom a reader lets speak and whom he or she passes sentence on are two lists, and where they part is
    worth reading: `mentions` gives the rows behind each count.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `citations`, `works`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a person or work, those most quoted first: `kind` (person, work), `name`, `n_posts`,
        `n_quotes` (quotes of both forms), `n_quote_chars`, `n_criticised` (of these quotes, those that a
        critique answers), `n_sentences` (sentences of commentary that name them), `n_critical` (of these),
        and `n_negative`, `n_mixed`, `n_positive` (of the critical ones). `attrs["n_left_out"]`: posts not
        counted.

    Raises:
        ValueError: a genre that there is not.
    """
    found = mentions(corpus, genres)
    is_quoted, is_judged = found["how"] == "quoted", found["is_judged"]
    counts = found.assign(
        n_quotes=is_quoted,
        n_quote_chars=found["n_chars"].where(is_quoted, 0),
        n_criticised=is_quoted & is_judged,
        n_sentences=~is_quoted,
        n_critical=~is_quoted & is_judged,
        **{f"n_{stance}": ~is_quoted & is_judged & found["stance"].isin([stance]) for stance in STANCES},
    )
    by_name = counts.groupby(["kind", "name"])
    names = [name for name in counts if name.startswith("n_") and name != "n_chars"]
    made = by_name[names].sum().astype(int)
    made.insert(0, "n_posts", by_name["post_id"].nunique())
    order = ["kind", "n_quotes", "n_critical", "n_sentences", "name"]
    made = made.reset_index().sort_values(
        order, ascending=[True, False, False, False, True], ignore_index=True
    )
    made.attrs.update(found.attrs)
    return made


def mentions(corpus: Corpus, genres: Genres = counted.DEFAULT) -> pd.DataFrame:
    """Every quote by a person or from a work, and every sentence of commentary that names one.

    A quote is by its speaker, or else by the author of the book where the words come from it and the author
    is known; it is from the work it names, or else from the book. A sentence names a work by a citation in
    it, and a person by the whole name as the corpus knows it: as a speaker, or as the author of a book or
    citation. Surnames alone, pronouns and other spellings are missed; two persons of one name are one; and a
    critical sentence that names a person may well judge another, so read the rows before you count on them.

    Args:
        corpus: tables `posts`, `books`, `quotes`, `commentary`, `sentences`, `citations`, `works`, `links`.
        genres: of the posts to count; None for all.

    Returns:
        One row a name and quote or sentence: `kind` (person, work), `name`, `how` (quoted, named), `row_id`,
        `post_id`, `path`, `start_line`, `n_chars`, `is_judged` (a critique answers the quote; the sentence is
        critical), `stance` (if so), `text`. `attrs["n_left_out"]`: posts not counted.

    Raises:
        ValueError: a genre that there is not.
    """
    rows = relation_rows.rows_of(corpus, genres)
    titles = _titles(corpus.works)
    quotes, cited = _quoted(rows, corpus.books, titles), _citing(rows, corpus)
    persons = pd.concat([quotes["person"], cited["author"], corpus.books["author"], corpus.works["author"]])
    parts = [
        quotes.assign(kind="person", name=quotes["person"]),
        quotes.assign(kind="work", name=quotes["from_work"]),
        _naming(rows, persons.dropna().unique()),
        cited[cited["title"].notna()].assign(kind="work", name=cited["title"]),
    ]
    found = pd.concat([part.dropna(subset="name") for part in parts], ignore_index=True)
    paths = rows.posts.set_index("post_id")["path"]
    found = found.assign(path=paths.reindex(found["post_id"]).to_numpy())
    made = found[COLUMNS].drop_duplicates(["kind", "name", "row_id"], ignore_index=True)
    made = made.astype({"is_judged": bool, "n_chars": "Int64"})
    made.attrs["n_left_out"] = rows.n_left_out
    return made


def _titles(works: pd.DataFrame) -> dict[str, str]:
    """The title of a work by each of the titles it is cited by."""
    pairs = zip(works["title"], works["titles"], strict=True)
    return {other: title for title, titles in pairs for other in (*titles, title)}


def _quoted(rows: Rows, books: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Quotes with the `person` and the work (`from_work`) they are from; is_judged if a critique answers."""
    quotes = rows.quotes
    is_from_book = (quotes["source"] == "book").to_numpy()
    book = books.set_index("book_id")[["title", "author"]].reindex(quotes["book_id"]).set_index(quotes.index)
    work = quotes["work"].str.strip("《》").fillna(book["title"].where(is_from_book))
    return quotes.assign(
        how="quoted",
        row_id=quotes["quote_id"],
        person=quotes["speaker"].fillna(book["author"].where(is_from_book & quotes["work"].isna())),
        from_work=work.map(lambda title: titles.get(title, title), na_action="ignore"),
        is_judged=quotes["is_criticised"],
    )


def _sentences(rows: Rows) -> pd.DataFrame:
    lengths = rows.sentences["text"].str.replace(r"\s", "", regex=True).str.len()
    return rows.sentences.assign(
        how="named",
        row_id=rows.sentences["sentence_id"],
        n_chars=lengths,
        is_judged=rows.sentences["is_critical"],
    ).astype({"stance": "string"})


def _citing(rows: Rows, corpus: Corpus) -> pd.DataFrame:
    """Sentences with the citations in them: the work's `title`, and the `author` named."""
    citations = corpus.citations[corpus.citations["host"] == "commentary"]
    titles = corpus.works.set_index("work_id")["title"]
    cited = pd.DataFrame({
        "commentary_id": citations["host_id"],
        "at": citations["start"],
        "title": titles.reindex(citations["work_id"]).to_numpy(),
        "author": citations["author"].fillna(citations["target"].where(citations["form"] == "author")),
    })  # fmt: skip
    found = _sentences(rows).merge(cited, on="commentary_id")
    return found[(found["start"] <= found["at"]) & (found["at"] < found["end"])]


def _naming(rows: Rows, persons: Iterable[str]) -> pd.DataFrame:
    """Sentences with each person whose whole name stands in them."""
    sentences = _sentences(rows)
    parts = [sentences.head(0).assign(kind="person", name="")]
    for name in sorted({person for person in persons if len(person) >= SHORTEST}):
        found = sentences[sentences["text"].str.contains(name, regex=False)]
        is_whole = [bool(_whole(name).search(text)) for text in found["text"]]
        parts.append(found[is_whole].assign(kind="person", name=name))
    return pd.concat(parts)


def _whole(name: str) -> re.Pattern[str]:
    """A name that is not part of a longer word; Chinese has no space to tell."""
    return re.compile(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name))
