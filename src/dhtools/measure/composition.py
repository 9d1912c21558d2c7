"""What posts are made of: whose words stand where, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.filters import near

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

VOICES = ("quote", "commentary", "other")
"""Whose words a block holds: somebody else's, the note-taker's, or neither (headings, tables, code)."""
READ = ("quote", "commentary", "heading", "code", "math", "table", "image")
"""Kinds of blocks that a reader of the post reads; front matter and the like are left out."""


def bands(corpus: Corpus, post_id: str) -> pd.DataFrame:
    """The blocks of a post in reading order, with the place of each in the text.

    Blocks without characters are left out, and those of the front matter and the page's furniture (tags,
    rules, tables of contents), so the last row ends where the text does.

    Args:
        corpus: tables `posts`, `blocks`, `commentary`, `sentences`.
        post_id: a post of the corpus.

    Returns:
        One row a block: `block_id`, `position`, `kind`, `voice` (one of `VOICES`), `left` (characters of the
        text before it), `n_chars` and `n_critical_chars` (those in critical sentences, 0 where none were
        judged); all in characters, white space left out.

    Raises:
        ValueError: no post has that key; those most like it are named.
    """
    blocks = _bands(_read_blocks(corpus, post_id))
    own = [table[table["post_id"] == post_id] for table in (corpus.commentary, corpus.sentences)]
    found = critical(*own)
    counts = found.set_index("block_id")["n_critical_chars"]
    return blocks.assign(n_critical_chars=blocks["block_id"].map(counts).fillna(0).astype(int))


def critical(commentary: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """How much of each commentary block stands in critical sentences.

    Args:
        commentary: columns `commentary_id`, `post_id`, `block_id`, `n_chars`.
        sentences: columns `commentary_id`, `is_critical`, `text`.

    Returns:
        One row a block: `commentary_id`, `post_id`, `block_id`, `n_chars` and `n_critical_chars`, both in
        characters, white space left out; 0 where no sentence was judged.
    """
    found = sentences[sentences["is_critical"].fillna(False)]
    lengths = found["text"].str.replace(r"\s+", "", regex=True).str.len()
    counts = lengths.groupby(found["commentary_id"]).sum()
    lengths = commentary["commentary_id"].map(counts).fillna(0).astype(int)
    columns = ["commentary_id", "post_id", "block_id", "n_chars"]
    return commentary[columns].assign(n_critical_chars=np.minimum(lengths, commentary["n_chars"]))


def pages(corpus: Corpus, post_id: str) -> pd.DataFrame:
    """The pages that a post cites, with the place of each in the text.

    Where in its block a citation stands is told from the characters of the file, markup included: in a block
    full of links or tags it may be a few characters off.

    Args:
        corpus: tables `posts`, `blocks`, `citations`.
        post_id: a post of the corpus.

    Returns:
        One row a citation of form page: `citation_id`, `target` (page or range), `left` (characters of the
        text before it, white space left out).

    Raises:
        ValueError: no post has that key; those most like it are named.
    """
    blocks = _read_blocks(corpus, post_id)
    citations = corpus.citations
    cited = citations[(citations["post_id"] == post_id) & (citations["form"] == "page")].sort_values("start")
    hosts = np.searchsorted(blocks["start"].to_numpy(int), cited["start"].to_numpy(int), side="right") - 1
    host, left = blocks.iloc[hosts], _bands(blocks)["left"].to_numpy(int)[hosts]
    start, end = host["start"].to_numpy(int), host["end"].to_numpy(int)
    share = np.clip((cited["start"].to_numpy(int) - start) / (end - start), 0, 1)
    left = left + np.rint(share * host["n_chars"].to_numpy(int)).astype(int)
    return cited[["citation_id", "target"]].assign(left=left).reset_index(drop=True)


def posts(corpus: Corpus) -> pd.DataFrame:
    """The posts with both quotes and commentary, those about one book together, the earliest first.

    `quote_share` is 0 for prose without quotation and 1 for a commonplace book. It says how much is quoted,
    not how much of that is answered. Quotes inside a sentence count as commentary. A quote in another
    language than the commentary distorts it, for English takes more characters than Chinese.
    `critical_share` is 0 where the commentary judges nothing and 1 where it does nothing else.

    Args:
        corpus: tables `posts`, `books`, `commentary`, `sentences`.

    Returns:
        One row a post: `post_id`, `title`, `book_id`, `book_title`, `n_quote_chars`, `n_commentary_chars`,
        `n_critical_chars` (in critical sentences), `quote_share` (of quotes and commentary together) and
        `critical_share` (of commentary), both in characters.
    """
    both = corpus.posts[(corpus.posts["n_quote_chars"] > 0) & (corpus.posts["n_commentary_chars"] > 0)]
    first = both.groupby("book_id", dropna=False)["date"].transform("min")
    counts = critical(corpus.commentary, corpus.sentences).groupby("post_id")["n_critical_chars"].sum()
    n_critical = both["post_id"].map(counts).fillna(0).astype(int)
    both = both.assign(
        first=first.mask(both["book_id"].isna()),
        book_title=both["book_id"].map(corpus.books.set_index("book_id")["title"]).astype("string"),
        n_critical_chars=n_critical,
        quote_share=both["n_quote_chars"] / (both["n_quote_chars"] + both["n_commentary_chars"]),
        critical_share=n_critical / both["n_commentary_chars"],
    ).sort_values(["first", "book_id", "date", "post_id"])
    columns = [
        "post_id",
        "title",
        "book_id",
        "book_title",
        "n_quote_chars",
        "n_commentary_chars",
        "n_critical_chars",
        "quote_share",
        "critical_share",
    ]
    return both[columns].reset_index(drop=True)


def _read_blocks(corpus: Corpus, post_id: str) -> pd.DataFrame:
    known = corpus.posts["post_id"]
    if not (known == post_id).any():
        raise ValueError(f"post_id={post_id!r} is not in the corpus; {near(post_id, known.tolist())}")
    blocks = corpus.blocks
    is_read = blocks["kind"].isin(READ) & (blocks["n_chars"] > 0)
    return blocks[(blocks["post_id"] == post_id) & is_read].sort_values("position")


def _bands(blocks: pd.DataFrame) -> pd.DataFrame:
    kinds = blocks["kind"].astype("string")
    return (
        blocks[["block_id", "position", "kind"]]
        .assign(
            voice=pd.Categorical(kinds.where(kinds.isin(VOICES), "other"), categories=VOICES),
            left=blocks["n_chars"].cumsum() - blocks["n_chars"],
            n_chars=blocks["n_chars"],
        )
        .reset_index(drop=True)
    )
