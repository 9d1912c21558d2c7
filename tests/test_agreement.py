import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dhtools
from dhtools import labels
from dhtools.corpus import Corpus
from dhtools.errors import GoldError
from dhtools.gold import read
from dhtools.labels import Block, Citation, Commentary, Inline, Labels, Quote, Reading, Scare, Sentence
from dhtools.measure import agreement, alpha
from dhtools.measure.items import MEASURES
from dhtools.measure.scores import interval, scored
from dhtools.records import ROLES, SOURCES
from dhtools.tables import frames
from labelled import GOLD, records


def reading(**lists):
    """A post whose lines 1 to 9 are all covered, unless blocks are given."""
    return Reading("渡口-notes.md", **({"blocks": [Block((1, 9), "commentary")]} | lists))


def compared(one, other):
    """The measures of one post."""
    return agreement.agreement(Labels({"notes": one}, {}), Labels({"notes": other}, {})).evaluation.measures


def counts(measure, one, other):
    """Items of one reader, of the other, and of both, for one measure of one post."""
    row = compared(one, other).set_index("measure").loc[measure]
    return tuple(row[["n_gold", "n_predicted", "n_matched"]].astype(int))


def rows(table):
    """The values of a table, what is missing as None."""
    return table.astype(object).where(table.notna(), None).values.tolist()


# What matches what


def test_lines_are_compared_one_by_one():
    one = reading(blocks=[Block((1, 3), "quote"), Block((5, 6), "commentary")])
    other = reading(blocks=[Block((1, 2), "quote"), Block((3, 6), "commentary")])
    assert counts("lines: quote", one, other) == (3, 2, 2)
    assert counts("lines: commentary", one, other) == (2, 3, 2)


def test_only_lines_that_the_reference_covers_count():
    one = reading(blocks=[Block((1, 2), "quote")])
    other = reading(
        blocks=[Block((1, 9), "quote")],
        commentary=[Commentary((8, 9), "summary")],
        citations=[Citation(2, "title", "渡口"), Citation(3, "title", "渡口")],
    )
    assert counts("lines: quote", one, other) == (2, 2, 2)
    assert counts("commentary: boundaries", one, other) == (0, 0, 0)
    assert counts("citations: title", one, other) == (0, 1, 0)


def test_a_quote_is_known_by_its_first_and_last_line():
    one, other = (
        reading(quotes=[Quote((1, 2)), Quote((4, 4))]),
        reading(quotes=[Quote((1, 3)), Quote((4, 4))]),
    )
    assert counts("quotes: block boundaries", one, other) == (2, 2, 1)


@pytest.mark.parametrize(
    ("one", "other", "n_matched"),
    [
        ("46", "46页", 1),
        ("44-45", "44-5", 1),
        ("230-231", "230 – 231", 1),
        ("xii", "XII", 1),
        ("46", "64", 0),
    ],
)
def test_pages_are_compared_as_figures(one, other, n_matched):
    readings = (reading(quotes=[Quote((1, 2), page=page)]) for page in (one, other))
    assert counts("quotes: page", *readings) == (1, 1, n_matched)


def test_sources_are_compared_for_quotes_that_both_have():
    one = reading(quotes=[Quote((1, 1), "web"), Quote((2, 2), "book"), Quote((3, 3), "person")])
    other = reading(quotes=[Quote((1, 1), "web"), Quote((2, 2), "web")])
    assert counts("quotes: source, of those found", one, other) == (2, 2, 1)
    assert counts("quotes: source other than book", one, other) == (2, 2, 1)


def test_an_omission_and_a_speaker():
    one = reading(quotes=[Quote((1, 1), speaker="林 渡", is_abridged=True), Quote((2, 2), is_abridged=True)])
    other = reading(
        quotes=[Quote((1, 1), speaker="**林渡**"), Quote((2, 2), speaker="船夫", is_abridged=True)]
    )
    assert counts("quotes: abridged", one, other) == (2, 1, 1)
    assert counts("quotes: speaker", one, other) == (1, 2, 1)


def test_an_inline_quote_is_known_by_its_line_and_four_letters():
    one = reading(inline=[Inline(1, "船到桥头"), Inline(2, "灯火通明")])
    other = reading(inline=[Inline(1, "“船到，桥头自然直”"), Inline(3, "灯火通明")])
    assert counts("quotes: inline", one, other) == (2, 2, 1)


def test_a_sentence_is_known_by_its_line_and_three_letters():
    one = reading(sentences=[Sentence(1, "这话难道", True), Sentence(1, "船到", False)])
    other = reading(sentences=[Sentence(1, "这话难道不是矛盾？", False), Sentence(1, "船到桥头。", True)])
    assert counts("sentences: boundaries", one, other) == (2, 2, 1)
    assert counts("sentences: critical", one, other) == (1, 1, 0)


def test_sentences_on_lines_that_were_not_read_by_sentence_do_not_count():
    one, other = reading(sentences=[Sentence(1, "这话")]), reading(sentences=[Sentence(2, "船到")])
    assert counts("sentences: boundaries", one, other) == (1, 0, 0)


def test_scare_quotes_are_compared_whole():
    one, other = (
        reading(scares=[Scare(1, "自愿")]),
        reading(scares=[Scare(1, "自愿地"), Scare(1, "「自愿」")]),
    )
    assert counts("scare quotes", one, other) == (1, 2, 1)


def test_roles_critique_and_stance():
    one = reading(commentary=[Commentary((n, n), "critique", "negative") for n in (1, 2, 3)])
    other = reading(
        commentary=[
            Commentary((1, 1), "critique", "negative"),
            Commentary((2, 2), "critique", "mixed"),
            Commentary((3, 3), "summary"),
            Commentary((4, 4), "critique", "positive"),
        ]
    )
    assert counts("commentary: boundaries", one, other) == (3, 4, 3)
    assert counts("commentary: role, of those found", one, other) == (3, 3, 2)
    assert counts("commentary: critique", one, other) == (3, 3, 2)
    assert counts("commentary: stance, of critique found", one, other) == (2, 2, 1)


def test_links_name_both_ends():
    one = reading(
        quotes=[Quote((2, 3), leadin=(1, 1))],
        commentary=[Commentary((5, 5), answers=(2, 3)), Commentary((7, 7), answers=(2, 3))],
    )
    other = reading(
        quotes=[Quote((2, 3), leadin=(5, 5))],
        commentary=[Commentary((5, 5), answers=(2, 3)), Commentary((7, 7), answers=(6, 6))],
    )
    assert counts("links: answers", one, other) == (2, 2, 1)
    assert counts("links: lead-ins", one, other) == (1, 1, 0)


def test_citations_are_known_by_line_and_target_and_form():
    one = reading(
        citations=[Citation(1, "title", "旧日渡口"), Citation(2, "page", "46"), Citation(3, "link", "a")]
    )
    other = reading(citations=[Citation(1, "author_title", "《旧日渡口》"), Citation(2, "page", "p. 46")])
    assert counts("citations: title", one, other) == (1, 0, 0)
    assert counts("citations: page", one, other) == (1, 1, 1)
    assert counts("citations: all, form aside", one, other) == (3, 2, 2)


def test_what_is_cited_twice_must_be_found_twice():
    one = reading(citations=[Citation(1, "title", "渡口")] * 2)
    assert counts("citations: title", one, reading(citations=[Citation(1, "title", "渡口")])) == (2, 1, 1)
    assert counts("citations: title", one, reading(citations=[Citation(1, "title", "渡口")] * 3)) == (2, 3, 2)


def test_citations_inside_a_pasted_entry_do_not_count():
    paste = [Quote((1, 4), "encyclopedia"), Quote((6, 6), "encyclopedia")]
    citations = [Citation(n, "link", "a") for n in (2, 6)]
    one = reading(quotes=paste, citations=citations)
    assert counts("citations: link", one, reading(citations=citations)) == (1, 1, 1)


def test_genres_are_compared_for_posts_that_both_have():
    one = Labels({}, {"a.md": "notes", "b.md": "review", "c.md": "list", "d.md": "other"})
    other = Labels({}, {"a.md": "notes", "b.md": "notes", "c.md": "review", "e.md": "notes"})
    found = agreement.agreement(one, other).evaluation
    assert rows(found.measures.iloc[:2, :4]) == [
        ["posts: genre", 3, 3, 1],
        ["posts: notes, excerpts or review", 2, 3, 2],
    ]
    assert rows(found.misses[["kind", "path", "what"]].head(2)) == [
        ["missed", "b.md", "genre review"],
        ["invented", "b.md", "genre notes"],
    ]


SPANS = st.tuples(st.integers(1, 5), st.integers(0, 2)).map(lambda pair: (pair[0], pair[0] + pair[1]))
READINGS = st.builds(
    reading,
    quotes=st.lists(st.builds(Quote, SPANS, st.sampled_from(SOURCES), st.sampled_from([None, "46", "4-5"]))),
    commentary=st.lists(st.builds(Commentary, SPANS, st.sampled_from(ROLES), st.just("mixed"), SPANS)),
    citations=st.lists(
        st.builds(Citation, st.integers(1, 9), st.sampled_from(["title", "page"]), st.text("渡口"))
    ),
    scares=st.lists(st.builds(Scare, st.integers(1, 9), st.text("自愿"))),
)


@settings(max_examples=30, deadline=None)
@given(READINGS, READINGS)
def test_matches_are_no_more_than_either_has_and_all_of_oneself(one, other):
    found = compared(one, other)
    assert (found["n_matched"] <= found[["n_gold", "n_predicted"]].min(axis=1)).all()
    assert (compared(one, one)["f1"] == 1).all()


# Scores and intervals


def test_scores_of_counts():
    table = pd.DataFrame({"n_gold": [4, 0, 0, 3], "n_predicted": [2, 0, 2, 0], "n_matched": [2, 0, 0, 0]})
    assert rows(scored(table)[["precision", "recall", "f1"]].round(3)) == [
        [1, 0.5, 0.667],
        [1, 1, 1],
        [0, 0, 0],
        [0, 0, 0],
    ]


def test_the_interval_holds_the_draws_of_posts():
    # Of two posts, one right and one wrong, a draw has both right with probability 1/4, both wrong with 1/4.
    assert interval(np.array([[5, 5, 5], [5, 5, 0]])) == (0, 1)
    assert interval(np.array([[5, 5, 4]] * 3)) == (0.8, 0.8)


def test_the_interval_is_always_the_same_and_missing_of_nothing():
    some = np.array([[5, 4, 3], [2, 2, 2], [9, 9, 5], [0, 1, 0]])
    assert interval(some) == interval(some)
    assert np.isnan(interval(np.zeros((3, 3)))).all()


def test_a_post_that_is_not_there_counts_as_missed():
    one = Labels({"a": reading(scares=[Scare(1, "自愿")]), "b": reading(scares=[Scare(1, "自由")])}, {})
    found = agreement.agreement(one, Labels({"a": one.posts["a"]}, {})).evaluation
    assert found.absent == ("b",)
    assert found.misses.values.tolist()[-1][:5] == [
        "scare quotes",
        "missed",
        "渡口-notes.md",
        1,
        "scare 自由",
    ]


def test_labels_of_other_posts_are_an_error():
    with pytest.raises(GoldError, match="none of the labelled posts is there"):
        agreement.agreement(Labels({"a": reading()}, {}), Labels({"b": reading()}, {}))


# The tables of an evaluation


@pytest.fixture
def corpus():
    return Corpus(**frames(records()), folder=None, origin={})


def test_the_tables_become_labels(corpus):
    found = labels.of_corpus(corpus, ["渡口-notes", "nowhere"])
    assert found.genres == {"渡口-notes.md": "notes", "other.md": None}
    assert found.posts["渡口-notes"] == Reading(
        "渡口-notes.md",
        blocks=[Block((1, 2), "quote"), Block((3, 3), "commentary"), Block((4, 5), "commentary")],
        quotes=[Quote((1, 2), "book", page="46-48", locator="page", rule="markdown")],
        inline=[Inline(3, "灯火通明", "clause")],
        commentary=[
            Commentary((3, 3), "summary", None, (1, 2), "reports", "right_below"),
            Commentary((4, 5), "summary", None, (1, 2), "adds", "points_back"),
        ],
        citations=[Citation(1, "page", "46", "bare"), Citation(1, "page", "48", "bare")],
    )


def test_tables_without_rules_become_labels_too(corpus):
    bare = {name: table.drop(columns="rule", errors="ignore") for name, table in corpus.tables().items()}
    found = agreement.evaluate(Corpus(**bare, folder=None, origin={}), GOLD)
    assert found.by_rule.empty
    assert found.measures.equals(agreement.evaluate(corpus, GOLD).measures)


def test_measures_come_in_their_order_with_counts_and_scores(corpus):
    found = agreement.evaluate(corpus, GOLD).measures
    assert found["measure"].tolist() == list(MEASURES)
    some = found.set_index("measure").loc[["links: answers", "citations: page", "scare quotes"]]
    assert rows(some.round(3)) == [
        [1, 2, 1, 0.5, 1, 0.667, 0.667, 0.667],
        [1, 2, 1, 0.5, 1, 0.667, 0.667, 0.667],
        [0, 0, 0, 1, 1, 1, None, None],
    ]


def test_labels_show_where_recall_is_lost(corpus):
    found = agreement.evaluate(corpus, GOLD).by_label
    assert rows(found.iloc[:, :5]) == [
        ["posts: genre", "notes", 1, 1, 1],
        ["quotes: page", "page", None, 1, 1],
        ["quotes: source, of those found", "book", 1, 1, 1],
        ["commentary: role, of those found", "critique", 1, 0, 0],
        ["commentary: role, of those found", "summary", 1, 2, 1],
        ["lines: kind", "commentary", 3, 3, 3],
        ["lines: kind", "quote", 2, 2, 2],
        ["citations: form", "page", 1, 2, 1],
    ]


def test_rules_show_what_they_earn(corpus):
    assert rows(agreement.evaluate(corpus, GOLD).by_rule) == [
        ["quotes: block boundaries", "markdown", 1, 1, 1],
        ["quotes: inline", "clause", 1, 1, 1],
        ["commentary: role, of those found", "adds", 1, 1, 1],
        ["commentary: role, of those found", "reports", 1, 0, 0],
        ["links: answers", "points_back", 1, 0, 0],
        ["links: answers", "right_below", 1, 1, 1],
        ["citations: page", "bare", 2, 1, 0.5],
        ["citations: all, form aside", "bare", 2, 1, 0.5],
    ]


def test_misses_name_file_and_line_with_the_text_there(corpus):
    found = agreement.evaluate(corpus, GOLD).misses
    assert found.columns.tolist() == ["measure", "kind", "path", "line", "what", "rule", "text"]
    assert rows(found) == [
        [*row[:2], "渡口-notes.md", *row[2:]]
        for row in (
            ["commentary: role, of those found", "missed", 3, "role critique", None, TEXT],
            ["commentary: role, of those found", "invented", 3, "role summary", "reports", TEXT],
            ["commentary: critique", "missed", 3, "critique 3", None, TEXT],
            ["links: answers", "invented", 4, "answers 1-2", "points_back", "一行"],
            ["citations: page", "invented", 1, "page 48", "bare", "船到桥头自然直。"],
            ["citations: all, form aside", "invented", 1, "page 48", "bare", "船到桥头自然直。"],
        )
    ]


TEXT = "他说“灯火通明”，难道不是矛盾？"


def test_a_blog_is_the_first_folder_or_the_name_up_to_a_hyphen():
    names = ("渡口-a.md", "渡口-b.md", "灯火-a.md", "posts/2022/渡口-c.md", "alone.md")
    one = Labels({name: Reading(name, [Block((1, 1), "quote")]) for name in names}, {})
    found = agreement.by_blog(agreement.agreement(one, one).evaluation)
    assert rows(found[["blog", "measure", "n_gold", "f1"]]) == [
        ["alone", "lines: quote", 1, 1],
        ["posts", "lines: quote", 1, 1],
        ["渡口", "lines: quote", 2, 1],
        ["灯火", "lines: quote", 1, 1],
    ]


# Two readers


def test_alpha_of_krippendorffs_own_example():
    # Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C: nominal, alpha = 0.743.
    none = np.nan
    values = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3],
            [none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none],
        ]
    )
    assert round(alpha.nominal(values), 3) == 0.743


def test_alpha_worked_out_by_hand():
    # Eight lines: both say quote of three and commentary of four, of one they differ. Of sixteen values seven
    # are quote: observed disagreement 2/16, expected 2 * 7 * 9 / (16 * 15), alpha = 1 - 0.125 / 0.525.
    one = reading(blocks=[Block((1, 4), "quote"), Block((5, 8), "commentary")])
    other = reading(blocks=[Block((1, 3), "quote"), Block((4, 8), "commentary")])
    found = alpha.of(Labels({"notes": one}, {}), Labels({"notes": other}, {}))
    assert found.round(4).iloc[0].tolist() == ["kind", 8, 0.7619, 0.7619, 0.7619]


def test_alpha_of_each_variable_takes_what_both_have():
    one = reading(
        quotes=[Quote((1, 1), "book"), Quote((2, 2), "web"), Quote((3, 3), "web")],
        commentary=[Commentary((n, n), "critique", "mixed") for n in (4, 5)] + [Commentary((6, 6), "meta")],
        sentences=[Sentence(4, "船到桥头", True), Sentence(5, "灯火通明", False), Sentence(6, "这话", True)],
    )
    other = reading(
        quotes=[Quote((1, 1), "book"), Quote((2, 2), "web"), Quote((8, 8), "web")],
        commentary=[Commentary((4, 4), "critique", "mixed"), Commentary((5, 5), "meta")],
        sentences=[Sentence(4, "船到桥头", False), Sentence(5, "灯火通明", True)],
    )
    found = alpha.of(Labels({"notes": one}, {}), Labels({"notes": other}, {}))
    assert rows(found[["variable", "n_units", "alpha"]]) == [
        ["kind", 9, None],  # all nine lines commentary: chance alone would do it
        ["source", 2, 1],
        ["role", 2, 0],
        ["stance", 1, None],
        ["critical", 2, -0.5],
    ]


def test_the_interval_of_alpha_holds_the_draws_of_posts():
    def lines(*spans):
        return reading(
            blocks=[Block(span, kind) for span, kind in zip(spans, ("quote", "commentary"), strict=True)]
        )

    one = Labels({"a": lines((1, 4), (5, 8)), "b": lines((1, 4), (5, 8))}, {})
    other = Labels({"a": lines((1, 4), (5, 8)), "b": lines((5, 8), (1, 4))}, {})
    low, high = alpha.of(one, other).loc[0, ["low", "high"]]
    # Drawn twice, the second post alone: sixteen lines, on none of which they agree.
    assert (round(low, 4), high) == (round(1 - 31 / 32 * 2, 4), 1)


def test_posts_of_one_reader_only_have_no_alpha():
    one = Labels({"a": reading()}, {"a.md": "notes"})
    found = agreement.agreement(one, Labels({}, {"a.md": "notes"}))
    assert found.alpha["n_units"].tolist() == [0] * 5
    assert found.alpha["alpha"].isna().all()


# On real posts


@pytest.mark.real
@pytest.mark.parametrize("folder", ["labelled", "wild"])
def test_every_number_equals_that_of_the_reference_script(real_corpus, gold, tmp_path, folder):
    corpus = dhtools.load_corpus(real_corpus / folder, progress=False)
    corpus.to_csv(tmp_path)
    script = [
        sys.executable,
        gold / "score.py",
        tmp_path,
        gold / "labelled",
        "--json",
        tmp_path / "scores.json",
    ]
    subprocess.run(script, stdout=subprocess.DEVNULL, check=False, env={**os.environ, "PYTHONWARNINGS": ""})
    columns = ["gold", "predicted", "matched", "precision", "recall", "f1"]
    found = agreement.evaluate(corpus, read(gold / "labelled")).measures.set_index("measure")
    found = found.rename(columns=lambda name: name.removeprefix("n_"))[columns].round(4)
    assert found.to_dict("index") == json.loads((tmp_path / "scores.json").read_text("utf-8"))


@pytest.mark.real
def test_real_labels_agree_with_themselves(gold):
    own = read(gold / "labelled")
    found = agreement.agreement(own, own)
    assert (found.evaluation.measures["f1"] == 1).all()
    assert (found.alpha["alpha"] == 1).all()
    assert found.evaluation.misses.empty
