"""Graphs of cited works, and the tables of their nodes and edges."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure.cited_works import SPLIT, citations, count
from dhtools.measure.counted import DEFAULT, Genres
from dhtools.tables import contains

if TYPE_CHECKING:
    import networkx as nx

    from dhtools.corpus import Corpus

SOURCES = {"book_id": "book", "post_id": "post"}
"""What arrows may come from, by the column that names it."""
POST = "post:"
"""What the key of a post begins with in a graph, for a work may have the same."""


def network(corpus: Corpus, least: int = 1, by: str = "book_id", genres: Genres = DEFAULT) -> nx.DiGraph:
    """Who cites what: arrows from books, or posts, to the works that are cited with them.

    A book that is cited with another is one node, so that paths lead from book to book. Citations of the book
    that the place is about are left out. Nodes have `kind` (book, post or work), `title` and `author` (empty where
    not known); edges have `n` (citations), `n_posts`, and where they stand: `n_in_quotes`, `n_in_commentary`,
    `n_in_headings`, `n_in_critical`. All of it is text and whole numbers, as `networkx.write_graphml` wants.

    Args:
        corpus: any corpus.
        least: fewest citations of an edge.
        by: `book_id` for arrows from the books that are read, places of no known book being left out; `post_id`
            for arrows from posts.
        genres: of posts to count, None for all.

    Returns:
        The graph; its nodes are keys of books, works, or posts, these after `POST`.
        `graph.graph["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: `by` is neither, `least` is below 1, or no such genre.
    """
    import networkx as nx

    if by not in SOURCES:
        raise ValueError(f"by={by!r} is not one of {', '.join(SOURCES)}")
    cited = citations(corpus, genres)
    rows = count(cited[~cited["is_own"] & cited[by].notna()], corpus, by)
    rows = rows[rows["n_citations"] >= _at_least_one(least)]
    graph = nx.DiGraph(n_left_out=cited.attrs["n_left_out"])
    _add(graph, "work", rows["work_id"], corpus.works, "work_id")
    _add(graph, SOURCES[by], rows[by], corpus.books if by == "book_id" else corpus.posts, by)
    for row in rows.rename(columns={"n_citations": "n"}).to_dict("records"):
        numbers = {name: int(row[name]) for name in ("n", "n_posts", *SPLIT)}
        graph.add_edge(_node(row[by], SOURCES[by]), row["work_id"], **numbers)
    return graph


def together(corpus: Corpus, least: int = 1, genres: Genres = DEFAULT) -> nx.Graph:
    """Works that posts cite together, the book that the place is about left out.

    A post that names fifty works ties each to each, more than a thousand edges of one post: with `least=2` what
    stays are works that two posts cite together.

    Args:
        corpus: any corpus.
        least: fewest posts of an edge.
        genres: of posts to count, None for all.

    Returns:
        The graph; its nodes are keys of works, with `kind`, `title` and `author`, its edges have `n` (posts that
        cite both). `graph.graph["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: `least` is below 1, or no such genre.
    """
    import networkx as nx

    cited = citations(corpus, genres)
    by_post = cited[~cited["is_own"]].groupby("post_id")["work_id"].unique()
    pairs = Counter(pair for works in by_post for pair in combinations(sorted(works), 2))
    kept = {pair: n for pair, n in sorted(pairs.items()) if n >= _at_least_one(least)}
    graph = nx.Graph(n_left_out=cited.attrs["n_left_out"])
    _add(
        graph,
        "work",
        pd.Series([work for pair in kept for work in pair], dtype="string"),
        corpus.works,
        "work_id",
    )
    graph.add_edges_from((*pair, {"n": n}) for pair, n in kept.items())
    return graph


def nodes(graph: nx.Graph) -> pd.DataFrame:
    """The nodes of a graph of `network` or `together`.

    Returns:
        One row a node, those with most neighbours first: `node` (its key), `kind`, `title`, `author`, `degree`
        (neighbours), `in_degree` (of these, those that cite it), `out_degree` (those it cites), `n` (the sum of
        `n` over its edges). A graph without arrows has no `in_degree` and `out_degree`.
    """
    counts = {"degree": dict(graph.degree)}
    if graph.is_directed():
        counts |= {"in_degree": dict(graph.in_degree), "out_degree": dict(graph.out_degree)}
    counts["n"] = dict(graph.degree(weight="n"))
    names = ["kind", "title", "author"]
    rows = [
        (node, *(known[name] for name in names), *(count[node] for count in counts.values()))
        for node, known in graph.nodes(data=True)
    ]
    made = pd.DataFrame(rows, columns=["node", *names, *counts])
    made = made.astype(dict.fromkeys(["node", *names], "string") | dict.fromkeys(counts, int))
    return made.sort_values(["degree", "n", "node"], ascending=[False, False, True], ignore_index=True)


def edges(graph: nx.Graph) -> pd.DataFrame:
    """The edges of a graph of `network` or `together`.

    Returns:
        One row an edge, those of most citations first: `source` and `target` (keys of nodes), `source_title`,
        `target_title`, and the numbers that the graph has for edges, `n` first.
    """
    titles = graph.nodes(data="title")
    rows = [
        {"source": a, "target": b, "source_title": titles[a], "target_title": titles[b], **numbers}
        for a, b, numbers in graph.edges(data=True)
    ]
    texts = ["source", "target", "source_title", "target_title"]
    made = pd.DataFrame(rows, columns=None if rows else [*texts, "n"]).astype(dict.fromkeys(texts, "string"))
    return made.sort_values(["n", "source", "target"], ascending=[False, True, True], ignore_index=True)


def _add(graph: nx.Graph, kind: str, keys: pd.Series, known: pd.DataFrame, key: str) -> None:
    """Adds nodes with what is known of them; those that are there become of the new kind."""
    wanted = known[contains(known[key], keys)]
    titles, authors = wanted["title"].fillna(wanted[key]), wanted["author"].fillna("")
    for name, title, author in zip(wanted[key], titles, authors, strict=True):
        graph.add_node(_node(name, kind), kind=kind, title=title, author=author)


def _node(key: str, kind: str) -> str:
    return POST + key if kind == "post" else key


def _at_least_one(least: int) -> int:
    if least < 1:
        raise ValueError(f"least={least} is below 1")
    return least
