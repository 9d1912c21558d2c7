"""What `dhtools.toml` may say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.errors import ConventionsError
from dhtools.parse import conventions
from dhtools.parse.conventions import DEFAULT, BookEntry, Conventions, PostEntry, matches, parse

FULL = """\
include = ["_posts/*"]
exclude = "old/"
encoding = "gb18030"

[[books]]
title = "旧日渡口"
author = "林渡"
aliases = ["渡口"]
posts = ["2020-*-渡口*"]

[[books]]
title = "井"

[quotes]
lazy = "commentary"
callouts = ["Quote"]
shortcodes = ["blockquote"]

[pages]
patterns = ['@(?P<page>[0-9]+)']

[works]
"渡口" = "旧日渡口"

[authors]
"林氏" = "林渡"

[words]
add = ["渡口学派"]

[critique]
scorer = "cues"
cues = ["我的词表.csv"]
model = "class.json"
abstain = 0.1

[[posts]]
path = "copies/*"
genre = "transcription"

[[posts]]
path = "灯.md"
book = "井"
lazy = "quote"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[critique]\nscorer = "magic"', '`critique.scorer` is "magic"; allowed: learned, cues'),
        ("[critique]\nabstain = 0.9", "`critique.abstain` is 0.9; allowed: a number from 0 to 0.5"),
        ("[critique]\nabstain = true", "`critique.abstain` is True; allowed: a number from 0 to 0.5"),
    ],
)
def test_what_judges_sentences_is_checked(text, message):
    with pytest.raises(ConventionsError, match=re.escape(message)):
        parse(text)


def test_every_key_is_read():
    assert parse(FULL) == Conventions(
        include=("_posts/*",),
        exclude=("old/",),
        encoding="gb18030",
        books=(BookEntry("旧日渡口", "林渡", ("渡口",), ("2020-*-渡口*",)), BookEntry("井", None, (), ())),
        lazy="commentary",
        callouts=("quote",),
        shortcodes=("blockquote",),
        page_patterns=(re.compile("@(?P<page>[0-9]+)"),),
        works={"渡口": "旧日渡口"},
        authors={"林氏": "林渡"},
        words=("渡口学派",),
        scorer="cues",
        cue_tables=("我的词表.csv",),
        model="class.json",
        abstain=0.1,
        posts=(PostEntry("copies/*", "transcription", None, None), PostEntry("灯.md", None, "井", "quote")),
    )


def test_an_empty_file_says_what_holds_without_one():
    assert parse("") == DEFAULT
    assert (
        Conventions(
            include=(),
            exclude=(),
            encoding=None,
            books=(),
            lazy="quote",
            callouts=("quote", "cite"),
            shortcodes=("blockquote", "quote", "admonition", "hint"),
            page_patterns=(),
            works={},
            authors={},
            words=(),
            posts=(),
        )
        == DEFAULT
    )


def test_the_example_in_the_documentation_is_read():
    example = [line[4:] for line in (conventions.__doc__ or "").splitlines() if line.startswith("    ")]
    assert parse("\n".join(example)).books == (BookEntry("旧日渡口", "林渡", ("渡口",), ("2020-*-渡口*",)),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a =", "this is no TOML: Invalid value (at end of document)"),
        (
            '[works]\n渡口 = "旧日渡口"',
            "this is no TOML: Invalid statement (at line 2, column 1); "
            'write a key that is not ASCII in quotation marks: "键" = …',
        ),
        (
            "[quotes]\nlazzy = 'quote'",
            "line 2: `quotes.lazzy` is no key here (known: lazy, callouts, shortcodes); did you mean `lazy`?",
        ),
        (
            "lazy = 'quote'",
            "line 1: `lazy` is no key here (known: include, exclude, encoding, books, quotes, pages, works, "
            "authors, words, critique, posts); did you mean `quotes.lazy`?",
        ),
        ("[quotes]\nlazy = 'yes'", 'line 2: `quotes.lazy` is "yes"; allowed: quote, commentary'),
        ("include = 3", "line 1: `include` is 3; allowed: a list of texts"),
        ("\ninclude = ['a', '']", 'line 2: `include` is ""; allowed: a text that is not empty'),
        (
            "encoding = 'base64'",
            'line 1: `encoding` is "base64"; allowed: an encoding that Python knows, such as utf-8, gb18030, '
            "big5",
        ),
        ("[[books]]\nauthor = '林渡'", "line 1: `books` lacks its `title` in one of the tables [[books]]"),
        ("[books]\ntitle = '井'", "line 1: `books` is a table; allowed: one or more tables [[books]]"),
        ("quotes = 1", "line 1: `quotes` is 1; allowed: a table"),
        ("works = 'x'", 'line 1: `works` is "x"; allowed: a table of lines such as "short" = "full"'),
        ("[works]\na = 1", "line 2: `works.a` is 1; allowed: a text that is not empty"),
        (
            "[[posts]]\npath = 'a'\ngenre = 'notes'\n[[posts]]\npath = 'b'\ngenre = 'note'",
            'line 6: `posts.genre` is "note"; allowed: notes, excerpts, review, transcription, list, other',
        ),
        (
            "[pages]\npatterns = ['(']",
            'line 2: `pages.patterns` is "("; allowed: regular expressions '
            "(missing ), unterminated subpattern at position 0)",
        ),
        (
            "[pages]\npatterns = ['[0-9]+']",
            'line 2: `pages.patterns` is "[0-9]+"; allowed: regular expressions with a group (?P<page>…)',
        ),
    ],
)
def test_an_error_names_the_line_the_key_the_value_and_what_is_allowed(text, message):
    with pytest.raises(ConventionsError) as raised:
        parse(text, "blog/dhtools.toml")
    separator = ": " if message.startswith("this") else ", "
    assert str(raised.value) == f"blog/dhtools.toml{separator}{message}"


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("灯.md", "_posts/灯.md", True),
        ("_posts/灯.md", "_posts/灯.md", True),
        ("2020-*", "_posts/2020-11-08-灯.md", True),
        ("_posts/*", "_posts/a/灯.md", True),
        ("_posts/**/*.md", "_posts/灯.md", True),
        ("_posts/**", "_posts/a/灯.md", True),
        ("old/", "old/灯.md", True),
        ("old/", "older/灯.md", False),
        ("old", "old", True),
        ("灯 [二].md", "灯 [二].md", True),
        ("灯[一二].md", "灯二.md", True),
        ("caf\u00e9.md", "cafe\u0301.md", True),
        ("灯", "灯.md", False),
        ("*.MD", "灯.md", False),
    ],
)
def test_a_glob_names_a_path_or_a_name(glob, path, expected):
    assert matches(glob, path) is expected


@given(st.text(st.sampled_from("[]!*?-a/.\\^z渡"), max_size=10), st.text(max_size=10))
def test_no_glob_raises(glob, path):
    matches(glob, path)
