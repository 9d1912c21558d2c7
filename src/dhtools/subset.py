"""Part of the posts, or of the books, with every table still fitting the others.

Of a post about several books only the rows of the wanted ones stay, with what hangs on them: a block goes
with its quote or commentary, any other block with its section, a section with those around it. Books, works
and posts that lost rows are counted again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dhtools import codebook
from dhtools.records import TABLES
from dhtools.tables import contains

Frames = dict[str, pd.DataFrame]
HOLDERS = ("quotes", "commentary")
"""Tables whose rows say which book their place is about."""


def of_posts(tables: Mapping[str, pd.DataFrame], is_kept: np.ndarray) -> Frames:
    """The rows of some posts.

    Args:
        tables: all tables by name.
        is_kept: for every row of `posts`, whether it stays.
    """
    return _fitted({**tables, "posts": tables["posts"][is_kept]})


def of_books(tables: Mapping[str, pd.DataFrame], books: Sequence[str]) -> Frames:
    """The rows of some books, by `book_id`."""
    posts, sections, blocks = tables["posts"], tables["sections"], tables["blocks"]
    about = posts.loc[contains(posts["book_id"], books), "post_id"]
    rows = {name: tables[name][_are_of_books(tables[name], books, about)] for name in HOLDERS}
    lost = [tables[name].drop(rows[name].index)["post_id"] for name in HOLDERS]
    whole = about[~contains(about, pd.concat(lost))]
    in_whole = contains(sections["post_id"], whole)
    sections = sections[in_whole | _are_around(sections, _values(rows, "section_id"))]
    in_whole = contains(blocks["post_id"], whole)
    blocks = blocks[in_whole | _go_along(blocks, tables, rows, sections)]
    posts = posts[contains(posts["post_id"], pd.concat([about, _values(rows, "post_id")]))]
    kept = _fitted({**tables, **rows, "posts": posts, "sections": sections, "blocks": blocks})
    return kept | {"posts": _with_counts(kept, ~contains(kept["posts"]["post_id"], whole))}


def _are_of_books(rows: pd.DataFrame, books: Sequence[str], about: pd.Series) -> np.ndarray:
    """Whether rows are of the books, or of none but in a post about one."""
    is_of_post = rows["book_id"].isna().to_numpy() & contains(rows["post_id"], about)
    return contains(rows["book_id"], books) | is_of_post


def _values(rows: Mapping[str, pd.DataFrame], column: str) -> pd.Series:
    return pd.concat([rows[name][column] for name in HOLDERS])


def _are_around(sections: pd.DataFrame, inner: pd.Series) -> np.ndarray:
    """Whether each section is one of the inner ones, or holds one."""
    found, kept = contains(sections["section_id"], inner), np.zeros(len(sections), bool)
    while (found != kept).any():
        kept = found
        found = kept | contains(sections["section_id"], sections.loc[kept, "parent_id"])
    return kept


def _go_along(
    blocks: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    rows: Mapping[str, pd.DataFrame],
    sections: pd.DataFrame,
) -> np.ndarray:
    """Whether each block carries one of the rows, or carries none and stands in their sections or above."""
    carries = contains(blocks["block_id"], _values(rows, "block_id"))
    carries_any = contains(blocks["block_id"], _values(tables, "block_id"))
    is_above = blocks["section_id"].isna().to_numpy()
    return carries | (~carries_any & (is_above | contains(blocks["section_id"], sections["section_id"])))


def _fitted(tables: Mapping[str, pd.DataFrame]) -> Frames:
    """The tables without rows and references that lead nowhere, books and works counted again."""
    kept = dict(tables)
    kept["problems"] = _found(kept["problems"], "path", kept["posts"]["path"])
    for name in TABLES:
        kept[name] = _with_parents(name, kept)
    citations = kept["citations"]
    kept["citations"] = citations[_are_hosted(citations, kept)]
    for name in TABLES:
        kept[name] = _without_dangling(name, kept).reset_index(drop=True)
    return kept | {"books": _books(kept), "works": _works(kept)}


def _found(frame: pd.DataFrame, column: str, keys: pd.Series) -> pd.DataFrame:
    return frame[contains(frame[column], keys)]


def _keys(tables: Frames, name: str) -> pd.Series:
    return tables[name][codebook.key(name)]


def _with_parents(name: str, tables: Frames) -> pd.DataFrame:
    """The rows whose references lead somewhere, where they must; tables come after those they refer to."""
    frame = tables[name]
    for field in codebook.fields(name):
        if field.refers_to and not field.is_nullable:
            frame = _found(frame, field.name, _keys(tables, field.refers_to))
    return frame


def _are_hosted(citations: pd.DataFrame, tables: Frames) -> np.ndarray:
    is_hosted = np.zeros(len(citations), bool)
    for host, name in codebook.HOST_TABLES.items():
        is_host = (citations["host"] == host).to_numpy()
        is_hosted |= is_host & contains(citations["host_id"], _keys(tables, name))
    return is_hosted


def _without_dangling(name: str, tables: Frames) -> pd.DataFrame:
    frame = tables[name]
    for field in codebook.fields(name):
        if field.refers_to and field.is_nullable:
            is_found = contains(frame[field.name], _keys(tables, field.refers_to))
            frame = frame.assign(**{field.name: frame[field.name].where(is_found)})
    return frame


def _books(tables: Frames) -> pd.DataFrame:
    """The books that rows lead to, counted."""
    quotes, commentary = tables["quotes"], tables["commentary"]
    set_off = quotes[quotes["form"] == "block"]
    columns = ["book_id", "post_id"]
    pairs = pd.concat([frame[columns] for frame in (tables["posts"], quotes, commentary)])
    counts = {
        "n_posts": pairs.drop_duplicates()["book_id"].value_counts(),
        "n_quotes": quotes["book_id"].value_counts(),
        "n_quote_chars": set_off.groupby("book_id")["n_chars"].sum(),
        "n_commentary_chars": commentary.groupby("book_id")["n_chars"].sum(),
    }
    return _counted(tables["books"], "book_id", counts)


def _works(tables: Frames) -> pd.DataFrame:
    """The works that citations lead to, counted."""
    pairs = tables["citations"][["work_id", "post_id"]]
    counts = {
        "n_citations": pairs["work_id"].value_counts(),
        "n_posts": pairs.drop_duplicates()["work_id"].value_counts(),
    }
    return _counted(tables["works"], "work_id", counts)


def _counted(frame: pd.DataFrame, key: str, counts: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The rows that are counted at all, with their counts; the first count says which they are."""
    frame = _found(frame, key, next(iter(counts.values())).index.to_series()).reset_index(drop=True)
    return frame.assign(**_aligned(counts, frame[key]))


def _aligned(counts: Mapping[str, pd.Series], keys: pd.Series) -> dict[str, pd.arrays.IntegerArray]:
    """Counts by column in the order of the keys, 0 where nothing was counted."""
    return {name: count.reindex(keys).fillna(0).astype("Int64").array for name, count in counts.items()}


def _with_counts(tables: Frames, is_partial: np.ndarray) -> pd.DataFrame:
    """The posts, with the counts of those that lost rows made again."""
    quotes, commentary, blocks = tables["quotes"], tables["commentary"], tables["blocks"]
    set_off, headings = quotes[quotes["form"] == "block"], blocks[blocks["kind"] == "heading"]
    counts = {
        "n_quote_chars": set_off.groupby("post_id")["n_chars"].sum(),
        "n_commentary_chars": commentary.groupby("post_id")["n_chars"].sum(),
        "n_quotes": quotes["post_id"].value_counts(),
        "n_commentary": commentary["post_id"].value_counts(),
        "n_chars": headings.groupby("post_id")["n_chars"].sum(),
    }
    posts = tables["posts"]
    made = _aligned(counts, posts["post_id"])
    made["n_chars"] = made["n_chars"] + made["n_quote_chars"] + made["n_commentary_chars"]
    return posts.assign(**{name: posts[name].mask(is_partial, made[name]) for name in made})
