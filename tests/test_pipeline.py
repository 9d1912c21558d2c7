"""How a folder of posts becomes records."""

from pathlib import Path

import pytest

from dhtools.errors import ConventionsError, PostError, SourceError
from dhtools.parse.pipeline import post_ids, read_folder
from dhtools.records import TABLES, Book, Problem

FERRY = """\
---
title: 读《旧日渡口》
---

## 灯

他说的是钱：

> 点灯要钱。（46页）

这话不对，灯是借来的。
"""
TWO_BOOKS = """\
# 夏天的书

## 《旧日渡口》

> 点灯要钱。

灯是借来的。

## 《井》

> 井水是甜的。

> 井水是苦的。

甜不甜要看谁喝。
"""
UNREADABLE = b"\x00\x01\x02\x03" * 200


def _folder(folder: Path, **posts: str | bytes) -> Path:
    """A folder of posts; in a name, two underscores are a slash."""
    for name, content in posts.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_post_is_called_after_its_file():
    assert post_ids(["渡口.md", "_posts/2021-03-04-灯.md", "a.zh.md"]) == {
        "渡口.md": "渡口",
        "_posts/2021-03-04-灯.md": "2021-03-04-灯",
        "a.zh.md": "a.zh",
    }


def test_white_space_in_a_name_becomes_dashes():
    assert post_ids(["旧 日\u3000渡口.md"]) == {"旧 日\u3000渡口.md": "旧-日-渡口"}


def test_an_index_is_called_after_its_folder():
    assert post_ids(["posts/渡口/index.md", "井/README.md", "灯/_index.md", "index.md"]) == {
        "posts/渡口/index.md": "渡口",
        "井/README.md": "井",
        "灯/_index.md": "灯",
        "index.md": "index",
    }


def test_posts_that_share_a_name_carry_a_mark_of_their_path():
    made = post_ids(["2020/灯.md", "2021/灯.md", "灯/index.md", "井.md"])
    assert made == {
        "2020/灯.md": "灯~f51d",
        "2021/灯.md": "灯~39b7",
        "灯/index.md": "灯~24e2",
        "井.md": "井",
    }


def test_a_mark_of_the_path_does_not_depend_on_the_other_posts():
    few, many = post_ids(["a/灯.md", "b/灯.md"]), post_ids(["a/灯.md", "b/灯.md", "c/灯.md", "井.md"])
    assert few.items() <= many.items()


def test_every_post_has_a_key_of_its_own():
    paths = [f"{n * n * 7919}/灯.md" for n in range(2000)]
    assert len(set(post_ids(paths).values())) == len(paths)


def test_all_tables_are_made_in_the_order_of_the_files(tmp_path):
    made = read_folder(_folder(tmp_path, b=FERRY, a=FERRY, c__d="灯是借来的。"))
    assert list(made) == list(TABLES)
    assert [(post.post_id, post.path) for post in made["posts"]] == [
        ("a", "a.md"),
        ("b", "b.md"),
        ("d", "c/d.md"),
    ]


def test_a_post_becomes_rows_that_point_to_each_other(tmp_path):
    made = read_folder(_folder(tmp_path, 灯=FERRY))
    assert [(row.kind, row.start_line, row.section_id) for row in made["blocks"]] == [
        ("front_matter", 1, None),
        ("heading", 5, "灯/h-371d0844"),
        ("commentary", 7, "灯/h-371d0844"),
        ("quote", 9, "灯/h-371d0844"),
        ("commentary", 11, "灯/h-371d0844"),
    ]
    (quote,), (leadin, answer) = made["quotes"], made["commentary"]
    assert (quote.text, quote.book_id, quote.page_start) == ("点灯要钱。（46页）", "旧日渡口", "46")
    assert (quote.leadin_id, answer.answers_id) == (leadin.commentary_id, quote.quote_id)
    assert [(link.quote_id, link.commentary_id, link.relation) for link in made["links"]] == [
        (quote.quote_id, leadin.commentary_id, "leadin"),
        (quote.quote_id, answer.commentary_id, "answer"),
    ]
    assert [(row.text, row.commentary_id) for row in made["sentences"]] == [
        ("他说的是钱：", leadin.commentary_id),
        ("这话不对，灯是借来的。", answer.commentary_id),
    ]


def test_a_post_counts_its_own_characters(tmp_path):
    (post,) = read_folder(_folder(tmp_path, 灯=FERRY))["posts"]
    assert (post.n_chars, post.n_quote_chars, post.n_commentary_chars) == (28, 10, 17)
    assert (post.n_quotes, post.n_commentary) == (1, 2)


def test_inline_quotes_count_as_quotes_but_their_characters_as_commentary(tmp_path):
    made = read_folder(_folder(tmp_path, 灯="船夫说：“点灯要钱，油也要钱。”我不信。"))
    (post,) = made["posts"]
    assert (post.n_quotes, post.n_quote_chars, post.n_commentary_chars) == (1, 0, 20)


def test_a_book_is_counted_over_its_posts(tmp_path):
    made = read_folder(_folder(tmp_path, a=FERRY, b=FERRY))
    assert made["books"] == [Book("旧日渡口", "旧日渡口", None, 2, 2, 20, 34)]


def test_several_books_in_one_post_are_told_by_section(tmp_path):
    made = read_folder(_folder(tmp_path, summer=TWO_BOOKS))
    assert made["books"] == [
        Book("井", "井", None, 1, 2, 12, 8),
        Book("旧日渡口", "旧日渡口", None, 1, 1, 5, 6),
    ]
    assert [post.book_id for post in made["posts"]] == [None]
    assert [(row.text, row.book_id) for row in made["quotes"]] == [
        ("点灯要钱。", "旧日渡口"),
        ("井水是甜的。", "井"),
        ("井水是苦的。", "井"),
    ]


def test_a_book_whole_and_in_a_section_is_one_book(tmp_path):
    made = read_folder(_folder(tmp_path, a=FERRY, summer=TWO_BOOKS))
    assert made["books"][1] == Book("旧日渡口", "旧日渡口", None, 2, 2, 15, 23)


def test_an_author_whom_one_post_names_is_the_book_s(tmp_path):
    (tmp_path / "dhtools.toml").write_text(
        '[[books]]\ntitle = "旧日渡口"\nauthor = "林渡"\naliases = ["渡口"]\n', "utf-8"
    )
    made = read_folder(_folder(tmp_path, a="# 读《渡口》\n\n> 点灯要钱。\n", b=FERRY))
    assert [(book.title, book.author, book.n_posts) for book in made["books"]] == [("旧日渡口", "林渡", 2)]


def test_a_post_that_cannot_be_read_is_a_problem_and_stops_no_other(tmp_path):
    made = read_folder(_folder(tmp_path, a=FERRY, b=UNREADABLE, c=FERRY))
    assert [post.post_id for post in made["posts"]] == ["a", "c"]
    assert [(row.path, row.line, row.code, row.severity) for row in made["problems"]] == [
        ("b.md", None, "unreadable", "error")
    ]


def test_a_post_that_cannot_be_read_raises_when_asked(tmp_path):
    with pytest.raises(PostError, match=r"^b\.md: "):
        read_folder(_folder(tmp_path, a=FERRY, b=UNREADABLE), on_error="raise")


def test_posts_in_other_encodings_are_read_alike(tmp_path):
    made = read_folder(_folder(tmp_path, a=FERRY, b=FERRY.encode("gb18030")))
    texts = {post_id: [row.text for row in made["blocks"] if row.post_id == post_id] for post_id in "ab"}
    assert texts["a"] == texts["b"]


def test_a_template_is_a_problem_and_no_post(tmp_path):
    made = read_folder(_folder(tmp_path, a=FERRY, b="---\ntitle: {{ title }}\ndate: {{ date }}\n---\n"))
    assert [post.post_id for post in made["posts"]] == ["a"]
    assert [(row.path, row.severity) for row in made["problems"]] == [("b.md", "note")]


def test_an_empty_post_is_a_post_with_a_problem(tmp_path):
    made = read_folder(_folder(tmp_path, a=""))
    assert [(post.post_id, post.n_chars, post.language) for post in made["posts"]] == [("a", 0, None)]
    assert made["problems"] == [Problem("a.md", None, "empty", "note", "is empty")]


def test_problems_of_front_matter_come_with_their_line(tmp_path):
    made = read_folder(_folder(tmp_path, a='---\ntitle: "灯" 油\ndate: 2021-03-04\n---\n灯是借来的。\n'))
    assert [(row.path, row.line, row.severity) for row in made["problems"]] == [("a.md", 2, "warning")]
    assert [post.date.year for post in made["posts"]] == [2021]


def test_commentary_and_quotes_that_stand_apart_are_noted(tmp_path):
    notes = "\n\n".join(f"第{n}盏灯是借来的，油也是借来的，船夫不肯说是谁的。" for n in "一二三四五六")
    dump = "\n\n".join(f"> 第{n}盏灯要钱，油也要钱，钱从船钱里出。" for n in "一二三四五六")
    made = read_folder(_folder(tmp_path, a=f"# 读《旧日渡口》\n\n{notes}\n\n## 摘录\n\n{dump}\n"))
    assert [(row.path, row.code, row.severity) for row in made["problems"]] == [
        ("a.md", "no-pairing", "note")
    ]
    assert made["links"] == []


def test_progress_is_shown_file_by_file(tmp_path):
    seen = []

    def progress(files):
        for file in files:
            seen.append(file.name)
            yield file

    read_folder(_folder(tmp_path, a=FERRY, b=FERRY), progress=progress)
    assert seen == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "no folder .*nowhere: check the path"),
        ("a.txt", "a.txt is a file: give the folder that holds the posts"),
        (".", "no posts found below .*: dhtools reads Markdown files, such as those ending in .md"),
    ],
)
def test_a_folder_without_posts_says_what_to_do(tmp_path, name, message):
    (tmp_path / "a.txt").write_text("灯", encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_folder(tmp_path / name)


def test_conventions_that_cannot_be_understood_stop_everything(tmp_path):
    (tmp_path / "dhtools.toml").write_text("lazy = 1", encoding="utf-8")
    with pytest.raises(ConventionsError):
        read_folder(_folder(tmp_path, a=FERRY))


def test_the_same_folder_gives_the_same_records(tmp_path):
    _folder(tmp_path, a=FERRY, b=TWO_BOOKS, c=UNREADABLE)
    assert read_folder(tmp_path) == read_folder(tmp_path)
