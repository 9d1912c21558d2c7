"""Figures of words: which are shown, which are called sure, and what the title claims."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import dhtools
from dhtools.show import plots
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
