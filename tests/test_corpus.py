import datetime as dt
import re
import subprocess
import sys

import pandas as pd
import pytest

import dhtools
from dhtools import checks
from dhtools.corpus import Corpus
from dhtools.errors import SourceError, TableError
from dhtools.records import TABLES, Book, Problem
from dhtools.tables import frames
from small import records

NOTES = """---
title: 《旧日渡口》笔记
date: 2021-03-01
tags: [历史]
---

# 第一章

88页：

>他们口头上说的和做的不是一回事。

这话难道不是自相矛盾？
"""


@pytest.fixture
def corpus():
    return Corpus(**frames(records()), folder=None, origin={})


@pytest.fixture(scope="module")
def read(sample):
    return dhtools.load_corpus(sample)


@pytest.fixture
def folder(tmp_path):
    """A folder with one post in each of three encodings, one of them with CRLF."""
    (tmp_path / "plain.md").write_bytes(NOTES.encode())
    (tmp_path / "mark.md").write_bytes(NOTES.replace("\n", "\r\n").encode("utf-8-sig"))
    (tmp_path / "old.md").write_bytes(NOTES.encode("gb18030"))
    return tmp_path


def keys(corpus):
    """Keys of what is in the tables."""
    return {
        name: data.iloc[:, 0].tolist()
        if name not in ("links", "problems")
        else data.iloc[:, :2].values.tolist()
        for name, data in corpus.tables().items()
        if len(data)
    }


# Making


def test_a_corpus_has_every_table_as_an_attribute(corpus):
    assert list(corpus.tables()) == list(TABLES)
    assert all(getattr(corpus, name) is data for name, data in corpus.tables().items())


def test_a_folder_of_posts_becomes_tables(folder):
    corpus = dhtools.load_corpus(str(folder))
    assert corpus.posts["encoding"].tolist() == ["utf-8-sig", "gb18030", "utf-8"]
    assert corpus.quotes["text"].str.strip().tolist() == ["他们口头上说的和做的不是一回事。"] * 3
    assert corpus.folder == folder
    assert corpus.origin["dhtools"] == dhtools.__version__


def test_a_wrong_argument_is_named_with_what_is_allowed(tmp_path):
    with pytest.raises(ValueError, match=r"^on_error='ignore' is not one of skip, raise$"):
        dhtools.load_corpus(tmp_path, on_error="ignore")


def test_a_folder_without_posts_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="no posts found"):
        dhtools.load_corpus(tmp_path)


def test_short_work_shows_no_progress_bar(folder, capfd):
    dhtools.load_corpus(folder)
    assert capfd.readouterr() == ("", "")


def test_long_work_shows_a_progress_bar_on_standard_error(folder, capfd, monkeypatch):
    monkeypatch.setattr("dhtools.corpus.PATIENCE", 0)
    dhtools.load_corpus(folder)
    out, err = capfd.readouterr()
    assert out == ""
    assert "reading" in err
    assert "3/3" in err or "0/3" in err
    dhtools.load_corpus(folder, progress=False)
    assert capfd.readouterr() == ("", "")


def test_importing_loads_no_tables_no_figures_and_no_dictionary():
    code = "import dhtools, sys; print({'pandas', 'matplotlib', 'jieba', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_loading_loads_no_figures_and_no_dictionary(folder):
    code = (
        "import dhtools, sys; dhtools.load_corpus(sys.argv[1]);"
        "print({'matplotlib', 'jieba'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, encoding="utf-8", check=True
    )
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_the_package_exports_a_handful_of_names():
    assert dir(dhtools) == ["Corpus", "__version__", "load_corpus", "read_tables"]
    with pytest.raises(AttributeError, match="has no attribute 'load_courpus'"):
        _ = dhtools.load_courpus


# Writing and reading


@pytest.mark.parametrize("write", ["to_csv", "to_parquet"])
def test_the_sample_comes_back_equal_frame_by_frame(read, tmp_path, write):
    getattr(read, write)(tmp_path)
    back = dhtools.read_tables(str(tmp_path))
    for name, data in read.tables().items():
        pd.testing.assert_frame_equal(back.tables()[name], data, check_exact=True)
    assert back.origin == read.origin


def test_tables_that_break_a_rule_are_not_read(corpus, tmp_path):
    corpus.links.loc[0, "quote_id"] = "a/q-7"
    corpus.to_csv(tmp_path)
    with pytest.raises(TableError, match=r"^links: quote_id leads to no row of quotes: 'a/q-7'$"):
        dhtools.read_tables(tmp_path)


# From a row to file and line


def test_a_row_is_located_by_its_key(folder):
    corpus = dhtools.load_corpus(folder)
    rows = corpus.tables()
    ids = {
        name: rows[name].filter(like="_id").iloc[-1, 0]
        for name in ("posts", "sections", "quotes", "sentences")
    }
    assert {name: corpus.locate(row_id) for name, row_id in ids.items()} == {
        "posts": "plain.md:1",
        "sections": "plain.md:7",
        "quotes": "plain.md:11",
        "sentences": "plain.md:13",
    }


def test_an_unknown_key_is_named(corpus):
    with pytest.raises(
        ValueError, match=r"^id='a/q-9' is no key of posts, sections, blocks, quotes, commentary, "
    ):
        corpus.locate("a/q-9")


@pytest.mark.parametrize("row", [0, 1, 2])
def test_an_excerpt_is_the_files_own_characters_in_any_encoding(folder, row):
    corpus = dhtools.load_corpus(folder)
    assert corpus.excerpt(corpus.quotes["quote_id"][row]).strip() == ">他们口头上说的和做的不是一回事。"
    assert corpus.excerpt(corpus.commentary["commentary_id"].iloc[-1]).strip() == "这话难道不是自相矛盾？"


def test_the_excerpt_of_a_section_is_its_lines_and_of_a_post_its_file(folder):
    corpus = dhtools.load_corpus(folder)
    assert corpus.excerpt(corpus.sections["section_id"][0]).startswith("# 第一章\r\n\r\n88页")
    assert corpus.excerpt("plain") == NOTES


def test_every_row_of_the_sample_can_be_opened(read):
    for quote in read.quotes.itertuples():
        assert read.excerpt(quote.quote_id)
        assert read.locate(quote.quote_id).endswith(f":{quote.start_line}")


def test_a_file_that_has_changed_is_told(folder):
    corpus = dhtools.load_corpus(folder)
    (folder / "plain.md").write_text(NOTES + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"plain\.md has changed since it was read: load the corpus again$"):
        corpus.excerpt("plain")
    (folder / "plain.md").unlink()
    with pytest.raises(SourceError, match=r"^cannot read .*plain\.md: No such file or directory$"):
        corpus.excerpt("plain")


def test_tables_know_no_folder_until_it_is_given(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    dhtools.load_corpus(folder).to_csv(out)
    with pytest.raises(SourceError, match=r"give read_tables\(\.\.\., source=folder\)$"):
        dhtools.read_tables(out).excerpt("plain")
    assert dhtools.read_tables(out, source=folder).excerpt("plain") == NOTES


# Filtering


def test_no_condition_keeps_everything(corpus):
    assert keys(corpus.filter()) == keys(corpus)


def test_a_book_keeps_its_posts_and_of_others_its_rows(corpus):
    assert keys(corpus.filter(book="旧日渡口")) == {
        "posts": ["a", "b"],
        "books": ["渡口"],
        "sections": ["b/s-0", "b/s-1"],
        "blocks": ["a/b-1", "a/b-2", "b/b-1", "b/b-2", "b/b-3", "b/b-4"],
        "quotes": ["a/q-1", "b/q-3"],
        "commentary": ["a/c-2", "b/c-4"],
        "sentences": ["a/t-1", "b/t-1"],
        "citations": ["a/r-1", "b/r-2"],
        "works": ["旧日渡口"],
        "links": [["a/q-1", "a/c-2"], ["b/q-3", "b/c-4"]],
        "problems": [["a.md", 3]],
    }


def test_the_other_book_keeps_its_section_with_its_picture(corpus):
    kept = corpus.filter(book="灯火")
    assert keys(kept) == {
        "posts": ["b", "c"],
        "books": ["灯火"],
        "sections": ["b/s-0", "b/s-2"],
        "blocks": ["b/b-1", "b/b-5", "b/b-6", "b/b-7", "b/b-8", "c/b-1"],
        "quotes": ["b/q-6", "c/q-1"],
        "commentary": ["b/c-7", "c/c-1"],
        "sentences": ["b/t-2"],
        "citations": ["b/r-1", "c/r-1"],
        "works": ["旧日渡口", "灯火与船钞"],
        "problems": [["c.md", 12]],
    }


def test_references_to_what_is_left_out_become_missing(corpus):
    kept = corpus.filter(book="灯火")
    assert kept.commentary["answers_id"].isna().all()
    checks.validate(kept.tables())


def test_counts_are_made_again(corpus):
    kept = corpus.filter(book="灯火")
    assert kept.books.values.tolist() == [["灯火", "灯火与船钞", pd.NA, 2, 2, 10, 14]]
    assert kept.works[["work_id", "n_citations", "n_posts"]].values.tolist() == [
        ["旧日渡口", 1, 1],
        ["灯火与船钞", 1, 1],
    ]
    post = kept.posts.set_index("post_id").loc["b"]
    assert post.filter(like="n_").to_dict() == {
        "n_chars": 10 + 7 + 3 + 5,
        "n_quote_chars": 10,
        "n_commentary_chars": 7,
        "n_quotes": 1,
        "n_commentary": 1,
    }


def test_the_corpus_itself_stays_as_it_is(corpus):
    before = {name: data.copy() for name, data in corpus.tables().items()}
    corpus.filter(book="灯火", date=2021)
    for name, data in corpus.tables().items():
        pd.testing.assert_frame_equal(data, before[name])


@pytest.mark.parametrize(
    ("conditions", "posts"),
    [
        ({"book": ["旧日渡口", "灯火与船钞"]}, ["a", "b", "c"]),
        ({"book": "《旧日渡口》"}, ["a", "b"]),
        ({"tag": "历史"}, ["a", "b"]),
        ({"tag": ["渡口", "小说"]}, ["a", "c"]),
        ({"language": "zh"}, ["a", "b", "e"]),
        ({"language": ["en", "mixed"]}, ["c", "d"]),
        ({"date": 2021}, ["b", "c"]),
        ({"date": "2020-12"}, ["a"]),
        ({"date": "2021-3-1"}, ["b"]),
        ({"date": dt.date(2021, 3, 31)}, ["c"]),
        ({"date": ("2020", "2021-03-01")}, ["a", "b"]),
        ({"date": (None, 2020)}, ["a"]),
        ({"date": ("2021-03-31", None)}, ["c", "e"]),
        ({"tag": "历史", "date": 2021, "language": "zh"}, ["b"]),
        ({"book": "灯火与船钞", "tag": "渡口"}, []),
        ({"date": 1999}, []),
    ],
)
def test_every_condition_given_must_hold(corpus, conditions, posts):
    kept = corpus.filter(**conditions)
    assert kept.posts["post_id"].tolist() == posts
    checks.validate(kept.tables())


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"book": "渡头"}, "book='渡头' is not in the corpus; there are: 旧日渡口, 灯火与船钞"),
        ({"book": "灯火与船"}, "book='灯火与船' is not in the corpus; near it: 灯火与船钞"),
        ({"tag": "史"}, "tag='史' is on no post; near it: 历史"),
        ({"language": "de"}, "language='de' is not one of zh, en, mixed"),
        ({"date": "spring"}, "date='spring' is no date: a year, '2021-03', '2021-03-21', or two of them"),
        ({"date": "2021-13"}, "date='2021-13' is no date: a year, '2021-03', '2021-03-21', or two of them"),
        ({"date": (2020, 2021, 2022)}, "date=(2020, 2021, 2022) has 3 ends, not two: (first, last)"),
    ],
)
def test_an_unknown_value_is_named_with_what_is_near_it(corpus, conditions, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        corpus.filter(**conditions)


def test_every_part_of_the_sample_keeps_the_rules(read):
    tags = {tag for tags in read.posts["tags"] for tag in tags}
    parts = [{"tag": tag} for tag in sorted(tags)] + [{"book": book} for book in read.books["book_id"]]
    for conditions in parts:
        checks.validate(read.filter(**conditions).tables())


def test_counting_again_agrees_with_the_first_count(read):
    whole = read.filter(language=["zh", "en", "mixed"])
    pd.testing.assert_frame_equal(whole.works, read.works)
    for book in read.books["book_id"]:
        part = read.filter(book=book)
        pd.testing.assert_frame_equal(part.books, read.books.query("book_id == @book").reset_index(drop=True))


# Showing


def test_a_corpus_shows_as_counts_per_book_and_problems(corpus):
    assert repr(corpus).splitlines() == [
        "Corpus: 5 posts, 2 books, 4 quotes, 5 commentary, 3 sentences, 4 citations",
        "            posts  quotes  quoted characters  commentary characters",
        "旧日渡口        2       2                 20                     14",
        "灯火与船钞      2       2                 10                     14",
        "(no book)       2       0                  0                      7",
        "Problems: 2 errors, 1 warning",
        "  lost.md unreadable holds NUL bytes, so it is no text",
        "  c.md:12 quote-unclosed a quotation mark is not closed",
    ]


def test_a_corpus_without_problems_says_so():
    empty = Corpus(**frames({}), folder=None, origin={})
    assert repr(empty).splitlines()[-1] == "Problems: none"
    assert "Problems: none" in empty._repr_html_()


def test_many_books_and_errors_are_cut_short():
    many = [Book(str(at), "长" * 30, None, 1, 1, at, 1) for at in range(22)]
    errors = [Problem("a.md", at, "x", "error", "y") for at in range(7)]
    lines = repr(Corpus(**frames({"books": many, "problems": errors}), folder=None, origin={})).splitlines()
    assert lines[2].startswith("长" * 19 + "…  ")
    assert lines[22:] == [
        "(2 more books)                               2       2                  1                      2",
        "Problems: 7 errors",
        *(f"  a.md:{at} x y" for at in range(5)),
        "  and 2 more, see problems",
    ]


def test_the_page_is_a_small_table_that_escapes_titles(corpus):
    corpus.books.loc[0, "title"] = "<script>alert(1)</script>"
    page = corpus._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<tr>") == 4
    assert "http" not in page


def test_a_book_is_found_by_its_title_up_to_the_colon(sample):
    corpus = dhtools.load_corpus(sample, progress=False)
    assert corpus.filter(book="澹浦三十年").books["title"].tolist() == ["澹浦三十年：一个港务译员的回忆"]
