"""Figures of quotation and critique: what they claim, count and leave out."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import dhtools
from dhtools.measure import relation
from dhtools.show import canvas, panels, plots
from drawing import clashes, drawn, grey, inside, legend, title

TITLES = ["旧日渡口", "灯火与船钞", "The Courteous Map"]
FIGURES = ["quotation_against_critique", "stance_balance", "response_ladder", "timeline", "small_multiples"]


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample)


@pytest.fixture(scope="module")
def figure(corpus):
    """Draws a figure of the sample by its name, once."""
    return cache(lambda name: getattr(plots, name)(corpus, ax=Figure()))


def books(n: int = 3, **given) -> pd.DataFrame:
    """A table by book, of which the first has enough posts for intervals."""
    columns = {
        "title": [TITLES[number % 3] for number in range(n)],
        "n_posts": [12, *[1] * (n - 1)],
        "n_sentences": [90, *[9] * (n - 1)],
        "quote_share": [0.4, 0.1, 0.6, *np.linspace(0.05, 0.9, max(n - 3, 0))][:n],
        "critique_rate": [0.2, 0.3, 0.1, *np.linspace(0.3, 0.05, max(n - 3, 0))][:n],
    }
    for name, low, high in (("quote_share", 0.3, 0.5), ("critique_rate", 0.1, 0.25)):
        columns |= {f"{name}_low": [low, *[np.nan] * (n - 1)], f"{name}_high": [high, *[np.nan] * (n - 1)]}
    return pd.DataFrame(columns | given, index=pd.Index([f"b{k}" for k in range(n)], name="book_id"))


def stances(*counts: tuple[int, int, int], names: list[str] = TITLES) -> pd.DataFrame:
    rows = pd.DataFrame(counts, columns=["n_negative", "n_mixed", "n_positive"])
    return rows.assign(title=names[: len(rows)])


def quotes(*rows: tuple[bool, bool, int | None, bool, str | None]) -> pd.DataFrame:
    columns = ["is_paired", "is_answered", "latency", "is_criticised", "stance"]
    return pd.DataFrame(rows, columns=columns).assign(post_id="p").astype({"latency": "Int64"})


def periods(*rows: tuple[int, float, float, bool], first: str = "2019", freq: str = "YS") -> pd.DataFrame:
    """A table by period: posts, share of quotation, rate of critique, whether they have intervals."""
    table = pd.DataFrame(rows, columns=["n_posts", "quote_share", "critique_rate", "is_sure"])
    table.index = pd.date_range(first, periods=len(rows), freq=freq, name="period")
    for name in ("quote_share", "critique_rate"):
        table[f"{name}_low"] = (table[name] - 0.05).where(table["is_sure"])
        table[f"{name}_high"] = (table[name] + 0.05).where(table["is_sure"])
    return table


def bars(ax: Axes) -> list[tuple[float, float]]:
    """From where to where the bars go."""
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches if bar.get_width()]


# All of them


@pytest.mark.parametrize("name", FIGURES)
def test_every_character_has_a_glyph_and_no_text_stands_over_another(figure, name):
    drawn(figure(name))
    assert clashes(figure(name)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_how_many(figure, name):
    assert "(n = " in title(figure(name))
    assert legend(figure(name))


@pytest.mark.parametrize("name", FIGURES)
def test_axes_given_keep_their_size_and_are_returned(corpus, name):
    figure = Figure(figsize=(9, 5))
    axes = figure.subplots()
    assert getattr(plots, name)(corpus, ax=axes) is axes
    assert tuple(figure.get_size_inches()) == (9, 5)


@pytest.mark.parametrize("name", FIGURES)
def test_a_corpus_with_nothing_to_show_is_an_error_that_says_so(corpus, name):
    with pytest.raises(ValueError, match="no "):
        getattr(plots, name)(corpus.filter(date=1999), ax=Figure())


def test_stances_are_told_apart_without_colour():
    greys = sorted(grey(colour) for _, colour in canvas.STANCES.values())
    assert np.diff(greys).min() > 0.15


# Quotation against critique


def test_a_book_stands_at_its_share_and_rate_with_its_intervals():
    axes = plots.quotation_against_critique(books(), ax=Figure())
    (dots,) = [one for one in axes.collections if len(one.get_offsets()) == 3]
    assert dots.get_offsets().tolist() == [[0.4, 0.2], [0.1, 0.3], [0.6, 0.1]]
    lines = [segment.round(2).tolist() for one in axes.collections[:2] for segment in one.get_segments()]
    assert [line for line in lines if line and not np.isnan(line).any()] == [
        [[0.3, 0.2], [0.5, 0.2]],
        [[0.4, 0.1], [0.4, 0.25]],
    ]


def test_the_scatter_names_each_book_and_counts_those_with_intervals():
    axes = plots.quotation_against_critique(books(), ax=Figure())
    assert inside(axes) == TITLES
    assert (
        title(axes)
        == "Book by book 10% to 60% is quotation, and 10% to 30% of the sentences critical (n = 3 books)"
    )
    assert legend(axes) == [
        "a book 一本书",
        "The larger the dot, the more sentences were judged (9 to 90).",
        "Lines: 95% intervals, from posts drawn again; 1 of 3 books have enough posts.",
    ]


def test_books_without_either_measure_are_left_out():
    table = books(quote_share=[0.4, np.nan, 0.6])
    assert title(plots.quotation_against_critique(table, ax=Figure())).endswith("(n = 2 books)")


def test_names_that_find_no_room_are_counted():
    axes = plots.quotation_against_critique(books(n=200), ax=Figure())
    n_named = len([text for text in inside(axes) if text in TITLES])
    assert legend(axes)[-1] == f"{200 - n_named} books without a name, for want of room."
    assert clashes(axes) == []


def test_all_posts_of_a_corpus_stand_among_the_books_with_intervals(corpus, figure):
    axes = figure("quotation_against_critique")
    n_posts = len(corpus.posts) - relation.by_book(corpus).attrs["n_left_out"]
    assert legend(axes)[1].startswith(f"all posts 全部文章: {n_posts} posts, ")
    assert " of the notes is quotation, " in title(axes)


# Stance


def test_negative_goes_left_positive_right_and_mixed_lies_across():
    axes = plots.stance_balance(stances((4, 2, 1)), ax=Figure())
    assert bars(axes) == [(-5, -1), (-1, 1), (1, 2)]
    assert inside(axes) == ["4", "1"]
    assert title(axes) == "57% of the critique is negative (n = 7 critical sentences)"


def test_the_book_most_judged_stands_on_top_and_one_without_critique_nowhere():
    axes = plots.stance_balance(stances((1, 0, 1), (0, 0, 0), (2, 0, 4)), ax=Figure())
    assert [label.get_text() for label in axes.get_yticklabels()] == ["The Courteous Map", "旧日渡口"]
    assert axes.yaxis_inverted()
    assert title(axes) == "In 0 of 2 books blame outweighs praise (n = 8 critical sentences)"


def test_bars_beyond_the_twentieth_are_counted():
    axes = plots.stance_balance(stances(*[(1, 0, 0)] * 23, names=TITLES * 8), ax=Figure())
    assert (len(axes.get_yticklabels()), legend(axes)[-1]) == (20, "Not shown: 3 more books.")


@pytest.mark.parametrize("by", ["book", "post", "source", "period"])
def test_stances_can_be_shown_by(corpus, by):
    axes = plots.stance_balance(corpus, by, ax=Figure())
    assert drawn(axes)
    assert clashes(axes) == []


def test_another_grouping_is_an_error_that_names_those_there_are(corpus):
    with pytest.raises(ValueError, match="by='tag' is not one of book, post, source, period"):
        plots.stance_balance(corpus, "tag", ax=Figure())


# The ladder of responses


def test_the_ladder_counts_who_answers_how_soon_and_how():
    table = quotes(
        (True, True, 1, True, "negative"),
        (True, True, 1, False, None),
        (True, True, 9, True, "mixed"),
        (True, False, None, False, None),
        (False, False, None, False, None),
    )
    axes = plots.response_ladder(table, ax=Figure())
    labels = [label.get_text() for label in axes.get_yticklabels()]
    widths = [bar.get_width() for bar in axes.patches]
    assert dict(zip(filter(None, labels), widths, strict=True)) == {
        "quotes set off 独立引文": 5,
        "not answered 无回应": 1,
        "cannot tell 无从判断": 1,
        "answered 有回应": 3,
        "in the next block 紧接着": 2,
        "in a later block 更晚": 1,
        "critique, negative 负面": 1,
        "critique, mixed 兼有褒贬": 1,
        "critique, positive 正面": 0,
        "no judgement 未作评判": 1,
    }
    assert title(axes) == "60% of the quotes are answered, 40% with critique (n = 5 quotes)"
    assert legend(axes)[-1] == "Cannot tell: the post keeps quotes and commentary apart."


def test_a_share_that_is_nearly_none_is_not_called_none():
    rows = [(True, False, None, False, None)] * 299 + [(True, True, 1, False, None)]
    assert "1 (<1%)" in inside(plots.response_ladder(quotes(*rows), ax=Figure()))


# Time


def test_the_first_and_last_period_with_intervals_are_compared():
    table = periods(
        (2, 0.9, 0.5, False), (11, 0.5, 0.1, True), (0, np.nan, np.nan, False), (12, 0.3, 0.2, True)
    )
    axes = plots.timeline(table, ax=Figure())
    assert (
        title(axes)
        == "From 2020 to 2022 quotation went from 50% to 30%, critique from 10% to 20% (n = 25 posts)"
    )
    assert [label.get_text() for label in axes.get_xticklabels()][:2] == ["2019\nn = 2", "2020\nn = 11"]
    assert legend(axes)[-1] == "2 of 4 periods have posts enough for both measures."


def test_where_posts_are_too_few_the_title_asks():
    axes = plots.timeline(periods((2, 0.9, 0.5, False), (3, 0.5, 0.1, False)), ax=Figure())
    assert title(axes) == "How do quotation and critique change over time? (n = 5 posts)"


def test_a_line_breaks_where_there_is_no_post():
    axes = plots.timeline(
        periods((2, 0.9, 0.5, False), (0, np.nan, np.nan, False), (3, 0.5, 0.1, False)), ax=Figure()
    )
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, True, False]


def test_months_are_named_as_such_and_of_many_periods_some():
    axes = plots.timeline(periods(*[(1, 0.5, 0.1, False)] * 40, first="2019-03", freq="MS"), ax=Figure())
    labels = [label.get_text().splitlines()[0] for label in axes.get_xticklabels()]
    assert labels[:2] == ["2019-03", "2019-06"]
    assert clashes(axes) == []


def test_posts_without_a_date_are_counted():
    table = periods((2, 0.9, 0.5, False))
    table.attrs["n_undated"] = 1
    assert legend(plots.timeline(table, ax=Figure()))[-1] == "Left out: 1 post without a date."


# Small multiples


def test_each_book_has_a_panel_on_the_same_scales_with_its_n(corpus, figure):
    made = figure("small_multiples").child_axes
    assert len(made) == min(corpus.quotes["book_id"].nunique(), panels.MOST)
    assert len({(one.get_xlim(), one.get_ylim()) for one in made}) == 1
    assert all(one.get_title(loc="left").endswith(" answered") for one in made)


def test_critique_is_drawn_dark_in_a_panel(figure):
    axes = figure("small_multiples")
    dark = [
        len(line.get_xdata())
        for panel in axes.child_axes
        for line in panel.lines
        if to_hex(line.get_markerfacecolor()).upper() == canvas.CRITIQUE
    ]
    assert legend(axes)[0] == f"answered with critique 批评: {sum(dark)}"
