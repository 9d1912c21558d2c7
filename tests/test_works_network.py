"""Cited works: counted by book and year, and as graphs of who cites what."""

import io

import networkx as nx
import pandas as pd
import pytest

from dhtools.measure.works import by_book, by_year, citations, edges, network, nodes, together
from written import NOTES, corpus

TOML = NOTES + (
    '[[books]]\ntitle = "旧日渡口"\nauthor = "林渡"\nposts = ["a*"]\n[[books]]\ntitle = "灯火"\nposts = ["b*"]\n'
)
FERRY = """---
date: 2020-05-01
---
> 据《船钞考》所载，渡口有税。

《旧日渡口》与《船钞考》说法不同。《灯火》一书却荒唐可笑，毫无根据。
"""
LAMP = """---
date: 2021-06-01
---
## 读《船钞考》

> 灯火。

《旧日渡口》不提灯火。
"""
STRAY = "> 船。\n\n《水程》与《船钞考》也提到渡口。\n"


@pytest.fixture
def notes(tmp_path):
    """`a` is about 旧日渡口, `b` about 灯火, `c` about no known book and without a date."""
    return corpus(tmp_path, {"a": FERRY, "b": LAMP, "c": STRAY}, TOML)


def rows(table: pd.DataFrame, *columns: str) -> list[list]:
    return table[list(columns)].astype(object).where(table[list(columns)].notna(), None).values.tolist()


def test_a_citation_is_told_with_the_book_its_place_is_about_and_the_year(notes):
    made = citations(notes)
    assert rows(made, "work_id", "post_id", "book_id", "year", "host", "is_critical", "is_own") == [
        ["船钞考", "a", "旧日渡口", 2020, "quote", False, False],
        ["旧日渡口", "a", "旧日渡口", 2020, "commentary", False, True],
        ["船钞考", "a", "旧日渡口", 2020, "commentary", False, False],
        ["灯火", "a", "旧日渡口", 2020, "commentary", True, False],
        ["船钞考", "b", "灯火", 2021, "heading", False, False],
        ["旧日渡口", "b", "灯火", 2021, "commentary", False, False],
        ["水程", "c", None, None, "commentary", False, False],
        ["船钞考", "c", None, None, "commentary", False, False],
    ]


def test_works_are_counted_by_book_with_where_they_stand_and_the_book_itself_last(notes):
    made = by_book(notes)
    counts = ["n_citations", "n_posts", "n_in_quotes", "n_in_commentary", "n_in_headings", "n_in_critical"]
    assert rows(made, "book_title", "title", *counts, "is_own") == [
        ["旧日渡口", "船钞考", 2, 1, 1, 1, 0, 0, False],
        ["旧日渡口", "灯火", 1, 1, 0, 1, 0, 1, False],
        ["旧日渡口", "旧日渡口", 1, 1, 0, 1, 0, 0, True],
        ["灯火", "旧日渡口", 1, 1, 0, 1, 0, 0, False],
        ["灯火", "船钞考", 1, 1, 0, 0, 1, 0, False],
        [None, "水程", 1, 1, 0, 1, 0, 0, False],
        [None, "船钞考", 1, 1, 0, 1, 0, 0, False],
    ]


def test_works_are_counted_by_the_year_of_the_post_and_those_without_a_date_come_last(notes):
    assert rows(by_year(notes), "year", "title", "n_citations", "is_own") == [
        [2020, "船钞考", 2, False],
        [2020, "灯火", 1, False],
        [2020, "旧日渡口", 1, True],
        [2021, "旧日渡口", 1, False],
        [2021, "船钞考", 1, False],
        [None, "水程", 1, False],
        [None, "船钞考", 1, False],
    ]


def test_where_works_stand_adds_up_to_how_often_they_are_cited(notes):
    for table in (by_book(notes), by_year(notes)):
        parts = table[["n_in_quotes", "n_in_commentary", "n_in_headings"]].sum(axis=1)
        assert parts.tolist() == table["n_citations"].tolist()
        assert table["n_citations"].sum() == notes.citations["work_id"].notna().sum()


def test_posts_of_other_genres_are_left_out_and_counted(tmp_path):
    toml = '[[posts]]\npath = "a.md"\ngenre = "notes"\n[[posts]]\npath = "c.md"\ngenre = "list"\n'
    mixed = corpus(tmp_path, {"a": FERRY, "c": STRAY}, toml)
    for table in (by_book(mixed), by_year(mixed)):
        assert "水程" not in table["title"].tolist()
        assert table.attrs == {"n_left_out": 1}
    assert network(mixed, by="post_id").graph == together(mixed).graph == {"n_left_out": 1}
    assert "水程" in by_book(mixed, genres=None)["title"].tolist()


def test_the_network_leads_from_books_to_works_and_a_book_that_is_cited_is_one_node(notes):
    graph = network(notes)
    assert sorted(graph.edges(data="n")) == [
        ("旧日渡口", "灯火", 1),
        ("旧日渡口", "船钞考", 2),
        ("灯火", "旧日渡口", 1),
        ("灯火", "船钞考", 1),
    ]
    assert graph.nodes["旧日渡口"] == {"kind": "book", "title": "旧日渡口", "author": "林渡"}
    assert graph.nodes["船钞考"] == {"kind": "work", "title": "船钞考", "author": ""}


def test_a_book_does_not_cite_itself_in_the_network(notes):
    assert list(nx.selfloop_edges(network(notes))) == []


def test_the_network_can_lead_from_posts_whose_keys_are_not_those_of_works(notes):
    graph = network(notes, by="post_id")
    assert sorted(graph.successors("post:c")) == ["水程", "船钞考"]
    assert {graph.nodes[node]["kind"] for node in graph} == {"post", "work"}
    assert graph.nodes["旧日渡口"]["kind"] == "work"


def test_edges_of_few_citations_can_be_left_out_and_their_nodes_go_along(notes):
    assert nodes(network(notes, least=2))["node"].tolist() == ["旧日渡口", "船钞考"]


def test_the_table_of_nodes_has_neighbours_both_ways_and_citations(notes):
    made = nodes(network(notes))
    assert rows(made, "node", "kind", "title", "author", "degree", "in_degree", "out_degree", "n") == [
        ["旧日渡口", "book", "旧日渡口", "林渡", 3, 1, 2, 4],
        ["灯火", "book", "灯火", "", 3, 1, 2, 3],
        ["船钞考", "work", "船钞考", "", 2, 2, 0, 3],
    ]


def test_the_table_of_edges_names_both_ends_and_says_where_citations_stand(notes):
    made = edges(network(notes))
    assert rows(made, "source", "target_title", "n", "n_posts", "n_in_quotes", "n_in_critical")[:2] == [
        ["旧日渡口", "船钞考", 2, 1, 1, 0],
        ["旧日渡口", "灯火", 1, 1, 0, 1],
    ]
    assert made["source_title"].tolist() == ["旧日渡口", "旧日渡口", "灯火", "灯火"]


def test_works_cited_together_are_those_of_one_post_without_the_book_it_is_about(notes):
    graph = together(notes)
    assert sorted(sorted(pair) for pair in graph.edges) == [
        ["旧日渡口", "船钞考"],
        ["水程", "船钞考"],
        ["灯火", "船钞考"],
    ]
    assert rows(nodes(graph), "node", "degree", "n")[0] == ["船钞考", 3, 3]
    assert together(notes, least=2).number_of_edges() == 0


def test_a_graph_without_edges_gives_tables_without_rows(tmp_path):
    bare = corpus(tmp_path, {"a": "> 船。\n\n渡口。\n"})
    for graph in (network(bare), together(bare)):
        assert (len(nodes(graph)), len(edges(graph))) == (0, 0)
        assert edges(graph).columns[:5].tolist() == ["source", "target", "source_title", "target_title", "n"]
    assert (len(by_book(bare)), len(by_year(bare))) == (0, 0)


def test_a_network_can_be_written_for_other_programs(notes):
    for write in (nx.write_graphml, nx.write_gexf):
        for graph in (network(notes), network(notes, by="post_id"), together(notes)):
            write(graph, io.BytesIO())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "year"}, "by='year' is not one of book_id, post_id"),
        ({"least": 0}, "least=0 is below 1"),
        ({"genres": "novel"}, "genres='novel' is not among"),
    ],
)
def test_a_network_refuses_what_it_cannot_be_made_of(notes, arguments, message):
    with pytest.raises(ValueError, match=message):
        network(notes, **arguments)
