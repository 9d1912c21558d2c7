"""Figures of words and of cited works: what is shown, what is called sure, and what the title claims."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import dhtools
from dhtools.show import canvas, network, plots
from drawing import clashes, drawn, inside, legend, title

COLUMNS = ["word", "log_ratio", "low", "high", "log_likelihood", "q", "n_target", "n_reference"]


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample)


def words(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


TABLE = words(
    ("恐怕", 3.0, 1.0, 5.0, 30.0, 0.001, 24, 3),
    ("渡口", 2.0, -1.0, 4.0, 90.0, 0.001, 90, 20),
    ("书", 1.0, 0.5, 2.0, 10.0, 0.2, 8, 4),
    ("harbour", -2.0, -3.0, -1.0, 12.0, 0.01, 2, 9),
    ("一次", 0.0, -1.0, 1.0, 0.0, 1.0, 5, 5),
    ("灯", -1.0, np.nan, np.nan, 11.0, 0.01, 4, 8),
)


def rows(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def full(ax: Axes) -> list[int]:
    """Rows whose dot is full."""
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    return [y for y, dot in enumerate(dots) if dot.get_markerfacecolor() == dot.get_color()]


def test_words_stand_from_the_targets_furthest_to_the_references():
    axes = plots.keyness(TABLE, ax=Figure())
    assert rows(axes) == ["恐怕", "渡口", "书", "灯", "harbour"]
    assert inside(axes) == ["uses 次数", "24 : 3", "90 : 20", "8 : 4", "4 : 8", "2 : 9"]


def test_a_word_is_sure_if_it_is_no_chance_and_its_interval_does_not_reach_even():
    assert full(plots.keyness(TABLE, ax=Figure())) == [0, 4]


def test_sure_words_come_before_those_with_more_evidence():
    assert rows(plots.keyness(TABLE, n=1, ax=Figure())) == ["恐怕", "harbour"]


def test_the_title_names_the_sure_words_of_each_side():
    axes = plots.keyness(TABLE, ax=Figure())
    assert title(axes) == "Words that mark commentary 评注: 恐怕; quotes 引文: harbour (n = 6 words)"
    assert legend(axes)[-1] == "Of 6 words compared 2 are sure; shown are 5, the sure ones first."


def test_where_no_word_is_sure_the_title_asks():
    axes = plots.keyness(TABLE.assign(q=1.0), names=("a book", "others"), ax=Figure())
    assert title(axes) == "Which words set a book and others apart? None surely (n = 6 words)"


def test_words_that_are_as_frequent_on_both_sides_are_nothing_to_show():
    with pytest.raises(plots.NothingToShowError, match="no word is more frequent"):
        plots.keyness(TABLE[TABLE["word"] == "一次"], ax=Figure())


def test_a_corpus_without_quotes_has_nothing_to_show(corpus):
    with pytest.raises(plots.NothingToShowError, match="no words"):
        plots.keyness(corpus.filter(date=1999), ax=Figure())


def test_every_word_has_its_glyphs_and_none_stands_over_another(corpus):
    axes = plots.keyness(corpus, ax=Figure())
    drawn(axes)
    assert clashes(axes) == []


# Works


def cited(*rows: tuple[str, str, int, int]) -> nx.DiGraph:
    """A graph of books and works: who cites whom, how often, and how often in critical sentences."""
    graph = nx.DiGraph()
    for source, target, n, n_in_critical in rows:
        for node in (source, target):
            graph.add_node(node, title=f"《{node}》", kind="work", author="")
        graph.add_edge(source, target, n=n, n_in_critical=n_in_critical)
    return graph


def places(ax: Axes) -> dict[str, float]:
    """Where names stand, the highest at 0."""
    return {text.get_text(): text.xy[1] for text in ax.texts}


GRAPH = cited(
    ("渡口", "海损录", 3, 1), ("渡口", "灯火", 1, 0), ("灯火", "海损录", 1, 0), ("房间", "房客", 2, 0)
)


def test_books_stand_left_of_the_works_cited_with_them_with_their_citations():
    axes = plots.works_network(GRAPH, ax=Figure())
    sides = {(text.get_text(), text.get_ha()) for text in axes.texts if "(" in text.get_text()}
    assert sides == {
        ("《渡口》 (4)", "right"),
        ("《灯火》 (1)", "right"),
        ("《房间》 (2)", "right"),
        ("《海损录》 (4)", "left"),
        ("《灯火》 (1)", "left"),  # a book that is cited with another stands on both sides
        ("《房客》 (2)", "left"),
    }


def test_a_line_is_as_thick_as_citations_are_many_and_dark_where_one_is_critical():
    axes = plots.works_network(GRAPH, ax=Figure())
    lines = [line for line in axes.lines if len(line.get_xdata()) == 2]
    found = sorted((line.get_linewidth(), line.get_color()) for line in lines)
    assert found == [(1.3, network.LINE), (1.3, network.LINE), (1.8, network.LINE), (2.3, canvas.CRITIQUE)]


def test_the_work_that_most_books_share_is_named():
    axes = plots.works_network(GRAPH, ax=Figure())
    assert (
        title(axes)
        == "《海损录》 is cited with 2 of 3 books, more than any other (n = 7 citations of 3 works)"
    )


def test_works_that_as_many_books_share_are_counted():
    graph = cited(("甲", "丙", 1, 0), ("甲", "丁", 1, 0), ("乙", "丙", 1, 0), ("乙", "丁", 1, 0))
    axes = plots.works_network(graph, ax=Figure())
    assert title(axes) == "2 works are cited with 2 of 2 books each (n = 4 citations of 2 works)"


def test_where_books_share_no_work_the_title_asks():
    axes = plots.works_network(cited(("甲", "丙", 1, 0), ("乙", "丁", 1, 0)), ax=Figure())
    assert title(axes).startswith("Which works do books share? None of those cited with 2 books")


def test_neighbours_stand_at_the_same_height_so_that_lines_do_not_cross():
    graph = cited(("甲", "三", 9, 0), ("乙", "二", 5, 0), ("丙", "一", 1, 0))
    found = places(plots.works_network(graph, ax=Figure()))
    assert [found[f"《{book}》 ({n})"] for book, n in (("甲", 9), ("乙", 5), ("丙", 1))] == [
        found[f"《{work}》 ({n})"] for work, n in (("三", 9), ("二", 5), ("一", 1))
    ]


def test_of_many_works_those_shared_are_shown_and_the_rest_counted():
    graph = cited(*[("甲", f"作品{k}", 1, 0) for k in range(40)], ("乙", "作品39", 1, 0))
    axes = plots.works_network(graph, ax=Figure())
    assert "《作品39》 (2)" in inside(axes)
    assert legend(axes)[-2].startswith("Shown: 2 of 2 books and 32 of 40 works.")
    assert clashes(axes) == []


def test_a_graph_without_citations_is_nothing_to_show():
    with pytest.raises(plots.NothingToShowError, match="no work is cited"):
        plots.works_network(nx.DiGraph(), ax=Figure())


def test_a_network_of_a_corpus_has_its_glyphs_and_no_name_over_another(corpus):
    axes = plots.works_network(corpus, ax=Figure())
    drawn(axes)
    assert clashes(axes) == []
