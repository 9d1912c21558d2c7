"""The measures of quotation and critique, on a corpus of four posts made by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import dhtools
import simulated
from dhtools import tables
from dhtools.corpus import Corpus
from dhtools.measure import relation, relation_rows
from dhtools.measure.relation_rows import COUNTS, MEASURES
from dhtools.records import Book, Problem, Section, Sentence, Work
from simulated import Truth
from small import answer, block, cited, commentary, make, post, quote


def sentence(post_id, comment, number, line, text="此处存疑。", stance=None, is_critical=None, start=0):
    return make(
        Sentence,
        sentence_id=f"{post_id}/t-{comment}{number}",
        commentary_id=f"{post_id}/c-{comment}",
        post_id=post_id,
        position=number,
        start_line=line,
        start=start,
        end=start + 10,
        text=text,
        is_critical=stance is not None if is_critical is None else is_critical,
        stance=stance,
    )


def records():
    """Notes `a` on 渡口, notes `b` on 渡口 and 灯火, excerpts `c` from 灯火, a transcription `d`."""
    return {
        "posts": [
            post("a", title="渡口笔记", genre="notes", book_id="渡口", date=dt.datetime(2020, 5, 1)),
            post("b", title="两本书", genre="notes", date=dt.datetime(2020, 12, 31, 23)),
            post("c", title="灯火摘抄", genre="excerpts", book_id="灯火", date=dt.datetime(2022, 1, 1)),
            post("d", title="转载", genre="transcription", genre_reason="no words of the reader's"),
        ],
        "books": [
            Book("渡口", "旧日渡口", "林渡", 2, 4, 70, 55),
            Book("灯火", "灯火与船钞", None, 2, 4, 90, 23),
        ],
        "sections": [
            make(Section, section_id="b/s-1", post_id="b", level=2, title="《旧日渡口》"),
            make(Section, section_id="b/s-2", post_id="b", level=2, title="《灯火与船钞》"),
        ],
        "blocks": [
            *(block("a", n, kind) for n, kind in enumerate(("quote", "commentary", "quote", "commentary"), 1)),
            *(block("b", n, kind, "b/s-1") for n, kind in ((1, "quote"), (2, "commentary"))),
            *(block("b", n, kind, "b/s-2") for n, kind in ((3, "quote"), (4, "commentary"), (5, "commentary"))),
            *(block("c", n, kind) for n, kind in enumerate(("quote", "quote", "commentary", "quote"), 1)),
            *(block("d", n, kind) for n, kind in ((1, "quote"), (2, "commentary"))),
        ],
        "quotes": [
            quote("a", 1, "渡口", n_chars=40, start_line=3, is_abridged=True, page_start="46"),
            quote("a", 3, "渡口", n_chars=20, start_line=7, source="other_work", work="《澜海志》", speaker="顾白"),
            quote("b", 1, "渡口", section_id="b/s-1", n_chars=10, start_line=4),
            quote("b", 2, "渡口", section_id="b/s-1", n_chars=4, start_line=6, form="inline"),
            quote("b", 3, "灯火", section_id="b/s-2", n_chars=30, start_line=9, source="unknown"),
            quote("c", 1, "灯火", n_chars=10, start_line=2),
            quote("c", 2, "灯火", n_chars=20, start_line=4, end_line=5),
            quote("c", 4, "灯火", n_chars=30, start_line=8, end_line=9),
            quote("d", 1, None, n_chars=99, start_line=2),
        ],
        "commentary": [
            commentary("a", 2, "渡口", n_chars=20, start_line=5, role="critique", stance="negative"),
            commentary("a", 4, "渡口", n_chars=30, start_line=9, role="critique", stance="positive"),
            commentary("b", 2, "渡口", section_id="b/s-1", n_chars=5, start_line=6, role="context"),
            commentary("b", 4, "灯火", section_id="b/s-2", n_chars=12, start_line=11, role="critique", stance="mixed"),
            commentary("b", 5, "灯火", section_id="b/s-2", n_chars=8, start_line=13, role="critique", stance="negative"),
            commentary("c", 3, "灯火", n_chars=3, start_line=7, role="leadin", rule="page_only"),
            commentary("d", 2, None, n_chars=50, start_line=4),
        ],
        "sentences": [
            sentence("a", 2, 1, 5, "林渡此说不可信。", "negative"),
            sentence("a", 2, 2, 5),
            sentence("a", 4, 1, 9, "《澜海志》的记载可靠得多。", "positive", start=40),
            sentence("a", 4, 2, 9, "顾白当时在场。", start=50),
            sentence("a", 4, 3, 9, start=60),
            sentence("b", 2, 1, 6),
            sentence("b", 4, 1, 11, stance="mixed"),
            sentence("b", 4, 2, 11, stance="positive"),
            sentence("b", 5, 1, 13, stance="negative"),
            sentence("c", 3, 1, 7, "46页："),
            sentence("d", 2, 1, 4, stance="negative"),
        ],
        "citations": [
            cited("a/r-1", "a", "commentary", "a/c-4", form="title", target="澜海志", work_id="澜海志", start=41, end=46),
        ],
        "works": [Work("澜海志", "澜海志：沿海见闻", None, 1, 1, ("澜海志", "澜海志：沿海见闻"))],
        "links": [
            answer("a/q-1", "a/c-2", 1),
            answer("b/q-1", "b/c-2", 3),
            answer("b/q-3", "b/c-4", 1),
            answer("b/q-3", "b/c-5", 2),
        ],
        "problems": [Problem("c.md", None, "no-pairing", "note", "commentary and quotes stand apart")],
    }  # fmt: skip


def corpus_of(**rows):
    return Corpus(**tables.frames(rows), folder=None, origin={})


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(**records())


def values(table, columns):
    """Rows of a table as lists, numbers rounded and what is missing as None."""
    return [
        [None if pd.isna(value) else round(value, 3) if isinstance(value, float) else value for value in row]
        for row in table[columns].itertuples(index=False)
    ]


# By post, section, book, source, period


def test_quotation_by_post(corpus):
    found = relation.by_post(corpus)
    columns = ["title", "n_quotes", "n_block_quotes", "n_quote_chars", "n_commentary_chars", "quote_share"]
    assert found.index.tolist() == ["a", "b", "c"]
    assert values(found, columns) == [
        ["渡口笔记", 2, 2, 60, 50, 0.545],
        ["两本书", 3, 2, 40, 25, 0.615],
        ["灯火摘抄", 3, 3, 60, 3, 0.952],
    ]


def test_response_by_post(corpus):
    columns = ["n_answered", "response_rate", "median_latency", "length_ratio", "median_quote_chars"]
    assert values(relation.by_post(corpus), columns) == [
        [1, 0.5, 1.0, 0.5, 30.0],
        [2, 1.0, 2.0, 0.625, 20.0],
        [0, 0.0, None, None, 20.0],
    ]


def test_critique_by_post(corpus):
    columns = ["n_answer_sentences", "n_answer_critical", "answer_critique_rate", "n_other_sentences"]
    columns += ["n_other_critical", "other_critique_rate", "n_sentences", "n_critical", "critique_rate"]
    assert values(relation.by_post(corpus), columns) == [
        [2, 1, 0.5, 3, 1, 0.333, 5, 2, 0.4],
        [4, 3, 0.75, 0, 0, None, 4, 3, 0.75],
        [0, 0, None, 1, 0, 0.0, 1, 0, 0.0],
    ]


def test_stance_and_abridgement_by_post(corpus):
    columns = ["n_negative", "n_mixed", "n_positive", "stance_balance", "n_abridged", "abridged_rate"]
    assert values(relation.by_post(corpus), columns) == [
        [1, 0, 1, 0.0, 1, 0.5],
        [1, 1, 1, 0.0, 0, 0.0],
        [0, 0, 0, None, 0, 0.0],
    ]


def test_a_post_about_two_books_counts_for_each_with_its_own_part(corpus):
    found = relation.by_book(corpus)
    columns = ["title", "n_posts", "n_block_quotes", "n_commentary_chars", "n_answered", "n_critical"]
    assert found.index.tolist() == ["渡口", "灯火"]
    assert values(found, columns) == [["旧日渡口", 2, 3, 55, 2, 2], ["灯火与船钞", 2, 4, 23, 1, 3]]


def test_sections_have_what_stands_in_them_and_the_rest_is_counted(corpus):
    found = relation.by_section(corpus)
    assert found.index.tolist() == ["b/s-1", "b/s-2"]
    assert values(found, ["post_id", "title", "n_block_quotes", "n_critical"]) == [
        ["b", "《旧日渡口》", 1, 0],
        ["b", "《灯火与船钞》", 1, 3],
    ]
    assert found.attrs["n_elsewhere"] == 5


def test_by_source_commentary_counts_for_the_quote_it_answers(corpus):
    found = relation.by_source(corpus)
    columns = ["n_posts", "n_block_quotes", "n_answered", "n_commentary_chars", "n_sentences", "n_critical"]
    assert found.index.tolist() == ["book", "other_work", "unknown"]
    assert values(found, columns) == [[3, 5, 2, 25, 3, 1], [1, 1, 0, 0, 0, 0], [1, 1, 1, 20, 3, 3]]
    assert found["other_critique_rate"].isna().all()


def test_years_without_a_post_are_there(corpus):
    found = relation.by_period(corpus)
    assert [day.year for day in found.index] == [2020, 2021, 2022]
    assert values(found, ["n_posts", "n_block_quotes", "response_rate"]) == [
        [2, 4, 0.75],
        [0, 0, None],
        [1, 3, 0.0],
    ]


def test_periods_may_be_longer_or_shorter(corpus):
    assert relation.by_period(corpus, "2YS")["n_posts"].tolist() == [2, 1]
    assert relation.by_period(corpus, "QS")["n_posts"].tolist() == [1, 0, 1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("freq", ["YE", "D", "-1YS", "year"])
def test_a_period_that_is_none_is_refused(corpus, freq):
    with pytest.raises(ValueError, match=f"freq='{freq}' is no period: YS, QS or MS"):
        relation.by_period(corpus, freq)


def test_posts_without_a_date_are_counted_apart():
    rows = records()
    rows["posts"][0] = rows["posts"][0]._replace(date=None)
    found = relation.by_period(corpus_of(**rows))
    assert found["n_posts"].tolist() == [1, 0, 1]
    assert (found.attrs["n_undated"], found.attrs["n_elsewhere"]) == (1, 2)


def test_every_table_has_the_same_columns(corpus):
    for table in BY.values():
        assert table(corpus).columns.tolist()[-len(relation.COLUMNS) :] == relation.COLUMNS


def test_an_empty_corpus_gives_empty_tables():
    empty = corpus_of()
    made = [relation.by_post, relation.by_section, relation.by_book, relation.by_source, relation.by_period]
    made += [relation.responses, relation.runs, relation.judged, relation.mentions, relation.left_out]
    assert [len(table(empty)) for table in made] == [0] * len(made)


# Which posts are counted


def test_posts_of_other_genres_are_left_out_and_listed(corpus):
    assert relation.by_book(corpus).attrs["n_left_out"] == 1
    assert values(relation.left_out(corpus), ["post_id", "path", "genre", "genre_reason"]) == [
        ["d", "d.md", "transcription", "no words of the reader's"]
    ]


def test_genres_can_be_chosen(corpus):
    assert relation.by_post(corpus, genres="transcription").index.tolist() == ["d"]
    assert relation.by_post(corpus, genres=None).attrs["n_left_out"] == 0
    assert relation.left_out(corpus, genres=["notes"])["post_id"].tolist() == ["c", "d"]


def test_a_genre_that_is_none_is_refused(corpus):
    with pytest.raises(ValueError, match="genres='essay' is not among notes, excerpts"):
        relation.by_post(corpus, genres="essay")


# Intervals


def many_posts(count):
    """Posts of two quotes about one book, every third of which leaves the second without an answer."""
    names = [f"p{n}" for n in range(count)]
    return corpus_of(
        posts=[post(name, genre="notes", book_id="渡口") for name in names],
        books=[Book("渡口", "旧日渡口", None, count, 2 * count, 20 * count, 0)],
        blocks=[block(name, n, kind) for name in names for n, kind in enumerate(("quote", "quote", "commentary"), 1)],
        quotes=[quote(name, n, "渡口") for name in names for n in (1, 2)],
        commentary=[commentary(name, 3, "渡口", answers_id=f"{name}/q-1") for name in names],
        links=[
            answer(f"{name}/q-{n}", f"{name}/c-3", 1)
            for at, name in enumerate(names)
            for n in ((1, 2) if at % 3 else (1,))
        ],
    )  # fmt: skip


def test_ten_posts_have_an_interval_and_nine_have_none():
    nine, ten = (relation.by_book(many_posts(n)).loc["渡口"] for n in (9, 10))
    assert np.isnan([nine["response_rate_low"], nine["response_rate_high"]]).all()
    assert (nine["n_posts"], ten["n_posts"]) == (9, 10)
    assert ten["response_rate_low"] < ten["response_rate"] < ten["response_rate_high"]


def test_a_post_alone_has_no_interval():
    found = relation.by_post(many_posts(12))
    assert found[[name for name in found if name.endswith(("_low", "_high"))]].isna().all(axis=None)


def test_the_response_rate_of_two_tables_is_that_of_the_corpus(corpus):
    big = many_posts(12)
    alone = relation.response_rate(big.quotes, big.links).loc["渡口"]
    within = relation.by_book(big).loc["渡口"]
    assert alone.tolist() == [
        within[name]
        for name in ("n_posts", "n_block_quotes", "n_answered", "response_rate", "response_rate_low", "response_rate_high")
    ]  # fmt: skip
    assert relation.response_rate(corpus.quotes, corpus.links, by="source")["n_answered"].to_dict() == {
        "book": 2,
        "other_work": 0,
        "unknown": 1,
    }


def test_a_column_that_is_missing_is_named(corpus):
    with pytest.raises(ValueError, match="columns missing: reader; there are quote_id, post_id"):
        relation.response_rate(corpus.quotes, corpus.links, by="reader")


# Responses


def test_responses_say_what_the_reader_made_of_each_quote(corpus):
    columns = ["quote_id", "is_answered", "latency", "answer_chars", "is_criticised", "stance"]
    assert values(relation.responses(corpus), columns) == [
        ["a/q-1", True, 1, 20, True, "negative"],
        ["a/q-3", False, None, None, False, None],
        ["b/q-1", True, 3, 5, False, None],
        ["b/q-3", True, 1, 20, True, "mixed"],
        ["c/q-1", False, None, None, False, None],
        ["c/q-2", False, None, None, False, None],
        ["c/q-4", False, None, None, False, None],
    ]


def test_responses_hold_the_features_of_each_quote(corpus):
    columns = ["n_chars", "log_length", "is_abridged", "has_page", "is_book", "is_paired"]
    assert values(relation.responses(corpus).iloc[[0, 1, 3, 4]], columns) == [
        [40, 5.322, True, True, True, True],
        [20, 4.322, False, False, False, True],
        [30, 4.907, False, False, None, True],
        [10, 3.322, False, False, True, False],
    ]


# Runs


def test_a_page_mark_alone_does_not_end_a_run(corpus):
    found = relation.runs(corpus)
    assert values(found, list(found)) == [["c", "灯火", "c.md", 2, 9, 3, 60, "c/q-1", "c/q-4"]]


def test_a_run_may_be_as_short_as_one_asks(corpus):
    found = relation.runs(corpus, least=1)
    assert values(found, ["first_quote_id", "last_quote_id"]) == [
        ["a/q-1", "a/q-1"],
        ["a/q-3", "a/q-3"],
        ["b/q-1", "b/q-1"],
        ["b/q-3", "b/q-3"],
        ["c/q-1", "c/q-4"],
    ]
    with pytest.raises(ValueError, match="least=0 is below 1"):
        relation.runs(corpus, least=0)


# Who is quoted, who is judged


def test_who_is_quoted_and_who_is_judged(corpus):
    found = relation.judged(corpus)
    columns = [
        "kind",
        "name",
        "n_posts",
        "n_quotes",
        "n_quote_chars",
        "n_criticised",
        "n_sentences",
        "n_critical",
    ]
    assert values(found, columns) == [
        ["person", "林渡", 2, 3, 54, 1, 1, 1],
        ["person", "顾白", 1, 1, 20, 0, 1, 0],
        ["work", "旧日渡口", 2, 3, 54, 1, 0, 0],
        ["work", "灯火与船钞", 1, 3, 60, 0, 0, 0],
        ["work", "澜海志：沿海见闻", 1, 1, 20, 0, 1, 1],
    ]
    assert values(found.iloc[[0, 4]], ["n_negative", "n_mixed", "n_positive"]) == [[1, 0, 0], [0, 0, 1]]


def test_a_count_of_who_is_judged_opens_to_its_sentences(corpus):
    found = relation.mentions(corpus).query("name == '澜海志：沿海见闻'")
    assert values(found, ["how", "row_id", "path", "start_line", "is_judged", "stance"]) == [
        ["quoted", "a/q-3", "a.md", 7, False, None],
        ["named", "a/t-41", "a.md", 9, True, "positive"],
    ]


def test_a_name_inside_a_longer_english_word_is_not_meant():
    made = corpus_of(
        posts=[post("a", genre="notes")],
        blocks=[block("a", 1, "quote"), block("a", 2, "commentary")],
        quotes=[quote("a", 1, None, speaker="Lin")],
        commentary=[commentary("a", 2, None)],
        sentences=[
            sentence("a", 2, 1, 3, "Linden trees stood there."),
            sentence("a", 2, 2, 3, "Lin exaggerates."),
        ],
    )
    found = relation.mentions(made).query("how == 'named'")
    assert found["row_id"].tolist() == ["a/t-22"]


# From a number to its rows


def test_the_rows_of_a_rate_stand_with_their_place(corpus):
    found = relation.rows_behind(corpus, "response_rate", book_id="灯火")
    assert values(found, ["table", "row_id", "path", "start_line", "value", "weight"]) == [
        ["quotes", "b/q-3", "b.md", 9, 1.0, 1.0],
        ["quotes", "c/q-1", "c.md", 2, 0.0, 1.0],
        ["quotes", "c/q-2", "c.md", 4, 0.0, 1.0],
        ["quotes", "c/q-4", "c.md", 8, 0.0, 1.0],
    ]


def test_a_count_opens_to_the_rows_it_counts(corpus):
    assert relation.rows_behind(corpus, "n_negative")["row_id"].tolist() == ["a/t-21", "b/t-51"]
    assert relation.rows_behind(corpus, "n_quotes", source="book", post_id="b")["row_id"].tolist() == [
        "b/q-1",
        "b/q-2",
    ]


def test_a_period_is_given_by_its_first_day_or_year(corpus):
    for period in (pd.Timestamp(2020, 1, 1), "2020", 2020):
        assert relation.rows_behind(corpus, "n_answered", period=period)["row_id"].tolist() == [
            "a/q-1",
            "b/q-1",
            "b/q-3",
        ]


@pytest.mark.parametrize(
    ("measure", "group", "message"),
    [
        ("rate", {}, "measure='rate' is not one of inline_rate, quote_share"),
        ("n_posts", {}, "measure='n_posts' is not one of"),
        (
            "critique_rate",
            {"tag": "x"},
            "tag='x' is no group: give one of post_id, book_id, section_id, source, period",
        ),
        ("critique_rate", {"book_id": "渡"}, "book_id='渡' is not among the rows; near it: 渡口"),
        ("critique_rate", {"period": "1999"}, "period=.*1999.* is not among the rows"),
    ],
)
def test_what_cannot_be_opened_is_named(corpus, measure, group, message):
    with pytest.raises(ValueError, match=message):
        relation.rows_behind(corpus, measure, **group)


def recomputed(rows, measure):
    """A number from the rows behind it, as the documentation of `rows_behind` says."""
    if measure in COUNTS:
        return rows["weight"].sum()
    if rows.empty:
        return np.nan
    return (
        rows["value"].median()
        if measure.startswith("median_")
        else np.average(rows["value"], weights=rows["weight"])
    )


BY = {
    "post_id": relation.by_post,
    "section_id": relation.by_section,
    "book_id": relation.by_book,
    "source": relation.by_source,
    "period": relation.by_period,
}


@pytest.mark.parametrize("key", list(BY))
def test_every_number_of_every_table_follows_from_its_rows(key, corpus):
    found = BY[key](corpus).iloc[-1]
    for measure in (*MEASURES, *COUNTS):
        rows = relation.rows_behind(corpus, measure, **{key: found.name})
        assert recomputed(rows, measure) == pytest.approx(found[measure], nan_ok=True), measure


# On posts as they are read


@pytest.fixture(scope="module")
def read(sample):
    return dhtools.load_corpus(sample, progress=False)


def test_the_numbers_of_the_sample_follow_from_its_rows(read):
    found = relation.by_book(read)
    book = found.index[0]
    for measure in (*MEASURES, *COUNTS):
        rows = relation.rows_behind(read, measure, book_id=book)
        assert recomputed(rows, measure) == pytest.approx(found.loc[book, measure], nan_ok=True), measure


def test_each_row_behind_a_number_can_be_found_in_its_file(read):
    rows = relation.rows_behind(read, "critique_rate").head(20)
    places = [f"{path}:{line}" for path, line in zip(rows["path"], rows["start_line"], strict=True)]
    assert [read.locate(key) for key in rows["row_id"]] == places


def test_what_is_answered_in_the_sample_agrees_with_its_links(read):
    answers = read.links[read.links["relation"] == "answer"]
    found = relation.responses(read, genres=None)
    assert set(found.loc[found["is_answered"], "quote_id"]) == set(answers["quote_id"]) & set(
        found["quote_id"]
    )
    assert found["is_criticised"].sum() <= found["is_answered"].sum()
    assert (found["latency"].notna() == found["is_answered"]).all()


# On corpora with a known truth


def test_what_was_simulated_comes_back_from_the_tables():
    rng = np.random.default_rng(20)
    rows = simulated.features(Truth(), rng)
    made = simulated.tables(rows, rng)
    found = relation_rows.answered(made.quotes, made.commentary, made.links)
    assert found["is_criticised"].tolist() == rows["is_criticised"].tolist()
    rates = relation.response_rate(made.quotes, made.links)
    assert rates["n_answered"].sum() == found["is_answered"].sum() == len(made.links)


def test_the_interval_of_a_response_rate_holds_the_truth():
    held, rng = 0, np.random.default_rng(20)
    truth = Truth(n_posts=20, posts_per_book=20, book_spread=0)
    mood = np.random.default_rng(1).normal(truth.base, truth.post_spread, 200_000)
    criticised = (1 / (1 + np.exp(-mood))).mean()
    for _ in range(40):
        made = simulated.tables(simulated.features(truth, rng), rng)
        found = relation.response_rate(made.quotes, made.links).iloc[0]
        held += found["low"] <= criticised + 0.3 * (1 - criticised) <= found["high"]
    assert held >= 35
