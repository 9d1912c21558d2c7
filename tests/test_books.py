"""Which book a post is about."""

import pytest

from dhtools.parse import books, conventions
from dhtools.parse.books import About
from dhtools.parse.conventions import DEFAULT
from parsed import parsed


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("《旧日渡口》", About("旧日渡口")),
        ("读《旧日渡口》有感", About("旧日渡口")),
        ("旧日渡口笔记", About("旧日渡口")),
        ("读书笔记：旧日渡口 笔记（三）", About("旧日渡口")),
        ("读书笔记：旧日渡口", About("旧日渡口")),
        ("书评｜旧日渡口（下）", About("旧日渡口")),
        ("旧日渡口读后感", About("旧日渡口")),
        ("The Slow River by Ann Ferry", About("The Slow River", "Ann Ferry")),
        ("Notes on _The Slow River_", About("The Slow River")),
        ("Book review: “The Slow River”", About("The Slow River")),
    ],
    ids=str,
)
def test_a_title_names_the_book(title, expected):
    assert books.of_title(title) == expected


@pytest.mark.parametrize(
    "title", ["《船志》和《灯志》", "历史笔记", "2021年读书笔记", "渡口的一天", ""], ids=str
)
def test_two_books_a_subject_or_a_day_are_no_book(title):
    assert books.of_title(title) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("《灯火与船钞》", About("灯火与船钞")),
        ("二、《灯火与船钞》的灯", About("灯火与船钞")),
        ("The Slow River | Ann Ferry", About("The Slow River", "Ann Ferry")),
        ("The Slow River by Ann Ferry", About("The Slow River", "Ann Ferry")),
        ("灯火", None),
        ("《船志》与《灯志》", None),
    ],
    ids=str,
)
def test_a_heading_names_the_book_of_its_section(heading, expected):
    assert books.of_heading(heading) == expected


def _of_post(
    path="札记.md", title="札记", subtitle=None, front=None, metadata="", heading=None, rules=DEFAULT
):
    return books.of_post(path, title, subtitle, front or {}, metadata, heading, rules)


def test_front_matter_names_the_book_before_the_title_does():
    front = {"book": "《旧日渡口》", "book_author": "林渡"}
    assert _of_post(title="《灯火与船钞》", front=front) == About("旧日渡口", "林渡")


def test_the_title_and_author_of_an_exported_file_are_the_book_s():
    front = {"doc_type": "weread-highlights-reviews", "title": "旧日渡口", "author": "林渡"}
    assert _of_post(title="旧日渡口", front=front) == About("旧日渡口", "林渡")
    assert _of_post(front={"title": "札记", "author": "读者"}) is None


def test_a_callout_of_data_names_the_book():
    assert _of_post(metadata="> - 书名：旧日渡口\n> - 作者：林渡\n") == About("旧日渡口", "林渡")


def test_the_first_heading_names_the_book_where_the_title_does_not():
    assert _of_post(heading="《旧日渡口》") == About("旧日渡口")


def test_the_folder_names_the_book_at_last():
    assert _of_post(path="《旧日渡口》/第一章.md") == About("旧日渡口")


def test_a_subtitle_names_the_author():
    assert _of_post(title="《旧日渡口》", subtitle="作者：林渡") == About("旧日渡口", "林渡")


def test_the_corpus_has_the_last_word():
    rules = conventions.parse(
        '[[books]]\ntitle = "旧日渡口"\nauthor = "林渡"\naliases = ["渡口"]\nposts = ["2020-*"]\n'
        '[[posts]]\npath = "灯*"\nbook = "灯火与船钞"\n'
    )
    assert _of_post(path="2020-01-01-船.md", title="《船志》", rules=rules) == About("旧日渡口", "林渡")
    assert _of_post(path="灯.md", title="《船志》", rules=rules) == About("灯火与船钞")
    assert _of_post(title="《渡口》", rules=rules) == About("旧日渡口", "林渡")


def test_a_title_that_the_post_cites_names_the_book():
    cited = [("The Slow River", "Ann Ferry"), ("River", None)]
    assert books.of_citations("The Slow River: third part", cited) == About("The Slow River", "Ann Ferry")
    assert books.of_citations("On rivers", cited) is None


def test_the_author_is_the_one_named_most_often():
    cited = [("船志", "林渡"), ("船志", "沈灯"), ("船志", "林渡"), ("灯志", "王船")]
    assert books.author_of("船志", cited) == "林渡"
    assert books.author_of("河志", cited) is None


def test_sections_of_a_post_on_several_books_are_each_about_their_own(tmp_path):
    text = "# 两本书\n\n## 《旧日渡口》\n\n> 船靠岸了。\n\n### 第一章\n\n> 人上船了。\n\n## 《灯火与船钞》\n\n> 灯灭了。\n"
    records = parsed(text, tmp_path)
    assert [row.book_id for row in records["quotes"]] == ["旧日渡口", "旧日渡口", "灯火与船钞"]
    assert records["posts"][0].book_id is None


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("旧日渡口", "旧日渡口"),
        ("The Slow River", "the-slow-river"),
        ("船志：上", "船志-上"),
        ("？", "untitled"),
    ],
)
def test_keys_are_made_of_words_alone(title, key):
    assert books.key(title) == key
