"""Figures: what they show, in which font, and that they are the same each time."""

import re
import subprocess
import sys
from itertools import pairwise

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import dhtools
from dhtools.corpus import Corpus
from dhtools.measure import composition
from dhtools.records import Sentence
from dhtools.show import bands, canvas, flags, fonts, plots
from dhtools.tables import frames
from drawing import clashes, drawn, grey, inside, legend
from small import block, cited, commentary, make, post, quote

DANPU = "2021-03-06-《澹浦三十年》笔记（上）"


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample)


@pytest.fixture
def ax():
    return Figure(figsize=(10, 4)).subplots()


JUDGED = (
    {"is_critical": True, "text": "他真的\u3000这样想吗？"},
    {"is_critical": False, "text": "船在雾里停了一夜。"},
    {"text": "未完。"},
)


def one_post(title: str = "读书笔记", n_pages: int = 0) -> Corpus:
    """A post of a heading, a quote of 10 characters and commentary of 20, with all its pages in the quote.

    Of the commentary 8 characters are critical.
    """
    blocks = [block("a", 1, "heading", None, 2), block("a", 2, "quote", None, 10), block("a", 3, "table")]
    blocks += [block("a", 4, "rule", None, 3), block("a", 5, "commentary", None, 20)]
    records = {
        "posts": [post("a", title=title, n_quote_chars=10, n_commentary_chars=20)],
        "blocks": blocks,
        "quotes": [quote("a", 2, None)],
        "commentary": [commentary("a", 5, None, n_chars=20)],
        "sentences": [
            make(Sentence, sentence_id=f"a/t-{number}", commentary_id="a/c-5", post_id="a", **given)
            for number, given in enumerate(JUDGED)
        ],
        "citations": [
            cited(f"a/x-{k}", "a", "quote", "a/q-2", form="page", target=str(k)) for k in range(n_pages)
        ],
    }
    return Corpus(**frames(records), folder=None, origin={})


def texts(ax: Axes) -> list[str]:
    return inside(ax) + legend(ax)


# One post


def test_blocks_stand_in_reading_order_without_furniture_and_empty_ones():
    blocks = composition.bands(one_post(), "a")
    assert blocks.to_dict("list") == {
        "block_id": ["a/b-1", "a/b-2", "a/b-5"],
        "position": [1, 2, 5],
        "kind": ["heading", "quote", "commentary"],
        "voice": ["other", "quote", "commentary"],
        "left": [0, 2, 12],
        "n_chars": [2, 10, 20],
        "n_critical_chars": [0, 0, 8],
    }


def test_a_strip_is_as_wide_as_the_tables_say(corpus):
    for row in corpus.posts.itertuples():
        axes = plots.strip(corpus, row.post_id, Figure().subplots())
        wide = dict.fromkeys([*bands.COLOURS.values(), canvas.CRITIQUE], 0)
        for bar in axes.patches:
            wide[to_hex(bar.get_facecolor()).upper()] += bar.get_width()
        counts = {"quote": row.n_quote_chars, "commentary": row.n_commentary_chars}
        assert {voice: wide[bands.COLOURS[voice]] for voice in counts} == counts


def test_as_much_of_a_block_is_dark_from_its_foot_as_is_critical(ax):
    plots.strip(one_post(), "a", ax)
    (dark,) = [bar for bar in ax.patches if to_hex(bar.get_facecolor()).upper() == canvas.CRITIQUE]
    assert (dark.get_x(), dark.get_width(), dark.get_height()) == (12, 20, 8 / 20)
    foot = max(dark.get_y(), dark.get_y() + dark.get_height())
    assert (foot, ax.yaxis_inverted()) == (0.5, True)


def test_no_two_colours_of_a_strip_are_one_grey():
    colours = [bands.COLOURS[voice] for voice in ("other", "commentary", "quote")] + [canvas.CRITIQUE]
    greys = [grey(colour) for colour in colours]
    assert min(light - dark for light, dark in pairwise(greys)) > 0.1


def test_a_strip_says_in_its_title_how_much_is_quoted_and_critical(ax):
    plots.strip(one_post(n_pages=1), "a", ax)
    assert ax.get_title(loc="left") == "读书笔记: 33% quoted, 40% of the commentary critical"
    assert ax.get_xlabel() == "characters 字数, white space not counted"
    assert texts(ax) == [
        "0",
        "block quotes 引文: 1 (10 characters)",
        "commentary 评注: 1 (20 characters)",
        "headings and other 标题等: 1 (2 characters)",
        "in critical sentences 批评句: 8 characters",
        "pages cited 引用页码: 1",
    ]


def test_a_post_without_a_title_is_called_by_its_key(ax):
    assert plots.strip(one_post(title=None), "a", ax).get_title(loc="left").startswith("a: 33% quoted")


def test_a_long_title_is_broken_into_lines(ax):
    title = "一个港务译员的回忆，" * 10
    lines = plots.strip(one_post(title), "a", ax).get_title(loc="left").splitlines()
    assert (len(lines), "".join(lines).startswith(title)) == (4, True)


def test_a_page_stands_where_it_is_cited(corpus):
    pages = composition.pages(corpus, DANPU)
    blocks = composition.bands(corpus, DANPU)
    first = blocks[blocks["voice"] == "quote"].iloc[0]
    assert pages["target"].iloc[0] == "19"
    # （19页） closes the quote.
    assert 0 <= first["left"] + first["n_chars"] - pages["left"].iloc[0] <= 6


def test_every_page_has_its_pole_and_no_label_stands_over_another():
    lefts, widths = [0, 1, 2, 3, 4, 100], [30] * 6
    assert flags.in_rows(lefts, widths) == [None, 3, 2, 1, 0, 0]
    axes = plots.strip(one_post(n_pages=9), "a", Figure().subplots())
    poles = [text for text in axes.texts if text.arrow_patch]
    assert (len(poles), [text.get_text() for text in axes.texts if text.get_text()]) == (
        9,
        ["5", "6", "7", "8"],
    )


def test_an_unknown_post_is_named_with_those_like_it(corpus):
    with pytest.raises(
        ValueError, match=re.escape(f"post_id='2021-03-06' is not in the corpus; near it: {DANPU}")
    ):
        plots.strip(corpus, "2021-03-06")


# All posts


def test_strips_show_the_posts_book_by_book_with_their_share_of_quotation(ax):
    plots.strips(one_post(), ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["", "读书笔记"]
    assert texts(ax)[:2] == ["no book, or several", "33% quoted, 40% critical"]
    claim = "33% of a post is quotation, 40% of its commentary critical (n = 1 post)"
    assert ax.get_title(loc="left").replace("\n", " ") == claim


def test_strips_leave_out_posts_with_nothing_to_compare_and_count_them(corpus, ax):
    plots.strips(corpus, ax)
    n_shown = len([text for text in texts(ax) if text.endswith("% critical")])
    n_without = len(corpus.posts) - n_shown
    assert n_shown == len(composition.posts(corpus))
    assert texts(ax)[-1] == f"Left out: {n_without} posts without quotes or without commentary."


def test_a_corpus_with_nothing_to_show_says_so(tmp_path):
    empty = one_post().filter(date=1999)
    assert plots.save_all(empty, tmp_path) == []
    with pytest.raises(ValueError, match="no post of the corpus has both quotes and commentary"):
        plots.strips(empty)


# Fonts and settings


def test_chinese_in_every_text_has_a_glyph_on_axes_of_ones_own(corpus):
    for post_id in corpus.posts["post_id"]:
        drawn(plots.strip(corpus, post_id, Figure().subplots()))
    drawn(plots.strips(corpus, Figure().subplots()))


def test_no_text_of_a_strip_stands_over_another(corpus):
    for post_id in corpus.posts["post_id"]:
        assert clashes(plots.strip(corpus, post_id, Figure())) == []
    assert clashes(plots.strips(corpus, Figure())) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("笔记\N{PILE OF POO}（上）\n\x07", "笔记（上）"),
        ("$x_$ and \\frac", "$x_$ and \\frac"),
        ("鬱 café", "鬱 café"),
    ],
)
def test_a_title_is_drawn_as_it_is_written_but_for_what_no_font_has(ax, title, shown):
    drawn(plots.strip(one_post(title), "a", ax))
    assert ax.get_title(loc="left").partition(": ")[0] == shown


def test_the_users_settings_are_as_they_were(corpus):
    before = dict(mpl.rcParams)
    axes = plots.strip(corpus, DANPU)
    drawn(axes)
    plt.close(axes.figure)
    assert dict(mpl.rcParams) == before


def test_the_font_is_registered_on_first_use_only():
    told = (
        "from matplotlib import font_manager as f; from dhtools.show import fonts, plots;"
        "n = lambda: sum(e.name == 'Noto Sans SC' and 'pylopdf' in e.fname for e in f.fontManager.ttflist);"
        "before = n()\n"
        "for _ in range(2):\n"
        "    with fonts.style(): pass\n"
        "print(before, n())"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0 1\n", "")


def test_what_both_fonts_lack_is_left_out():
    assert fonts.drawable("灯\U0001f3ee  火\n与 船") == "灯 火 与 船"


# Files


def test_all_figures_are_written_the_same_twice(corpus, tmp_path):
    corpus = corpus.filter(book="澹浦三十年：一个港务译员的回忆")
    first, second = (plots.save_all(corpus, tmp_path / name) for name in "ab")
    assert {path.suffix for path in first} == {".png", ".svg"}
    assert {"strips.png", f"strip-{DANPU}.svg"} <= {path.name for path in first}
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_letters_in_svg_are_shapes(corpus, tmp_path):
    written = plots.save_all(one_post(), tmp_path)
    for svg in [path for path in written if path.suffix == ".svg"]:
        assert "<text" not in svg.read_text(encoding="utf-8")
        assert "font-family" not in svg.read_text(encoding="utf-8")
