"""Samples: who can be drawn, how many of each, what a row stands for, and what the labeller sees."""

import pytest

import dhtools
from dhtools.export.label_sheets import COLUMNS, shaped
from dhtools.measure import sampling
from judged import Said, corpus

BOOKS = {"渡口": 6, "灯火": 3, None: 2}
TWENTY = [Said("渡口", f"第{n}句。", n / 20) for n in range(20)]


@pytest.fixture
def by_book():
    """Eleven sentences: six on one book, three on another, two on none."""
    return corpus(Said("a", f"{book}{n}。", book=book) for book, many in BOOKS.items() for n in range(many))


def texts(sheet):
    return set(sheet["text"])


def test_a_sheet_holds_sentences_with_nothing_filled_in(by_book):
    sheet = sampling.draw(by_book, 4)
    assert sheet.columns.tolist() == list(COLUMNS)
    assert sheet.dtypes.equals(shaped(sheet).dtypes)
    assert sheet[["critical", "stance", "labeller"]].isna().all(axis=None)
    assert (sheet["comment"] == "").all()
    row = sheet.iloc[0]
    kept = by_book.sentences.set_index("sentence_id").loc[row["sentence_id"]]
    assert (row["post_id"], row["line"], row["text"]) == ("a", kept["start_line"], kept["text"])


def test_nothing_that_dhtools_thinks_of_a_sentence_is_shown():
    judged = corpus([Said("a", "这话难道不是矛盾？", 0.9, True, "negative")])
    assert sampling.draw(judged, 1).loc[0].dropna().to_dict() == {
        "sentence_id": judged.sentences["sentence_id"][0],
        "post_id": "a",
        "line": 1,
        "before": "",
        "text": "这话难道不是矛盾？",
        "after": "",
        "comment": "",
        "weight": 1,
    }


def test_the_same_seed_draws_the_same_sentences(by_book):
    one, same, other = (sampling.draw(by_book, 5, seed=seed) for seed in (20, 20, 21))
    assert one.equals(same)
    assert texts(one) != texts(other)


@pytest.mark.parametrize("role", ["leadin", "meta", None])
def test_what_the_code_book_asks_no_label_for_is_not_drawn(role):
    some = corpus([Said("a", "一。", role=role), *(Said("a", f"{r}。", role=r) for r in sampling.ROLES)])
    assert texts(sampling.draw(some, 3, by=None)) == {"summary。", "context。", "critique。"}


def test_what_was_not_judged_is_not_drawn():
    assert texts(sampling.draw(corpus([Said("a", "一。", None, None), Said("a", "二。")]), 1)) == {"二。"}


def test_only_posts_about_a_work_are_drawn_from_unless_others_are_asked_for():
    some = corpus([Said("a", "一。"), Said("b", "二。", genre="list"), Said("c", "三。", genre="review")])
    assert texts(sampling.draw(some, 2)) == {"一。", "三。"}
    assert texts(sampling.draw(some, 1, genres="list")) == {"二。"}


# How many of each, and what a row stands for


def test_by_book_each_book_gives_as_many_as_it_can(by_book):
    sheet = sampling.draw(by_book, 8)
    books = sheet["text"].str[:-2]
    assert books.value_counts().to_dict() == {"渡口": 3, "灯火": 3, "None": 2}
    assert sheet.groupby(books)["weight"].unique().to_dict() == {"渡口": [2], "灯火": [1], "None": [1]}


def test_by_book_the_first_rows_are_one_of_each(by_book):
    assert set(sampling.draw(by_book, 8)["text"][:3].str[:-2]) == {"渡口", "灯火", "None"}


def test_by_score_each_fifth_gives_as_many():
    sheet = sampling.draw(corpus(TWENTY), 5, by="score")
    numbers = sheet["text"].str[1:-2].astype(int)
    assert sorted(numbers // 4) == [0, 1, 2, 3, 4]
    assert (sheet["weight"] == 4).all()


def test_the_doubtful_come_first_and_are_half_of_the_sample():
    sheet = sampling.draw(corpus(TWENTY), 6, by="doubtful")  # without critical sentences 0.35
    assert sheet["text"][:3].tolist() in (
        ["第7句。", "第6句。", "第8句。"],
        ["第7句。", "第8句。", "第6句。"],
    )
    assert sheet["weight"].tolist() == [1, 1, 1, 17 / 3, 17 / 3, 17 / 3]


def test_doubt_is_nearness_to_where_critical_sentences_begin():
    rows = corpus(one._replace(is_critical=one.score >= 0.6) for one in TWENTY)
    assert sampling.draw(rows, 2, by="doubtful")["text"][0] == "第12句。"


def test_by_nothing_each_sentence_has_the_same_chance(by_book):
    assert (sampling.draw(by_book, 4, by=None)["weight"] == 11 / 4).all()


@pytest.mark.parametrize("by", [*sampling.BY, None])
def test_the_weights_add_up_to_the_sentences_that_could_be_drawn(by):
    rows = corpus([*TWENTY, *(Said("灯火", f"第{n}句。", n / 40, book="灯火") for n in range(20))])
    assert sampling.draw(rows, 13, by)["weight"].sum() == pytest.approx(40)


@pytest.mark.parametrize("by", [*sampling.BY, None])
def test_all_can_be_drawn(by):
    sheet = sampling.draw(corpus(TWENTY), 20, by)
    assert texts(sheet) == {one.text for one in TWENTY}
    assert (sheet["weight"] == 1).all()


@pytest.mark.parametrize(
    ("n", "by", "message"),
    [
        (0, None, "n=0 is not between 1 and 11, the sentences that can be drawn"),
        (12, None, "n=12 is not between 1 and 11, the sentences that can be drawn"),
        (2, "book", "n=2 is not between 3, one of each book, and 11, the sentences that can be drawn"),
        (1, "doubtful", "n=1 is not between 2 and 11, the sentences that can be drawn"),
        (3, "mood", "by='mood' is not one of book, score, doubtful, None"),
    ],
)
def test_what_cannot_be_drawn_is_a_mistake(by_book, n, by, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        sampling.draw(by_book, n, by)


def test_a_corpus_without_such_sentences_says_why():
    some = corpus([Said("a", "一。", genre="other"), Said("b", "二。", role="meta")])
    message = "no sentence can be drawn: of 1 posts of genre notes, excerpts, review none has commentary that"
    with pytest.raises(ValueError, match=message):
        sampling.draw(some, 1)


# What stands around a sentence

POST = f"""\
---
title: 《旧日渡口》笔记
---

## 第三章

>他们口头上说的和做的不是一回事。
>
>{"渡" * 250}

这话难道不是自相矛盾？他自己也
知道。

换了四代船的人不会这么说。

## 第四章
"""


def test_the_neighbours_are_sentences_quotes_and_headings(tmp_path):
    (tmp_path / "notes.md").write_text(POST, encoding="utf-8")
    sheet = sampling.draw(dhtools.load_corpus(tmp_path), 3).sort_values("line", kind="stable")
    rows = sheet.set_index("text")[["before", "after"]].to_dict("index")
    assert rows == {
        "这话难道不是自相矛盾？": {"before": f"> …{'渡' * 200}", "after": "他自己也知道。"},
        "他自己也知道。": {"before": "这话难道不是自相矛盾？", "after": "换了四代船的人不会这么说。"},
        "换了四代船的人不会这么说。": {"before": "他自己也知道。", "after": "# 第四章"},
    }
