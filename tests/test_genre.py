"""What a post is, and the evidence for it."""

import pytest

from dhtools.parse import conventions, genre
from dhtools.parse.conventions import DEFAULT
from dhtools.parse.genre import Evidence, Verdict
from parsed import parsed

BARE = {
    "title": "札记", "name": "札记.md", "labels": " /", "edges": "", "n_quotes": 0, "n_commentary": 4, "n_quoted": 0,
    "n_own": 1000, "n_code": 0, "n_headings": 0, "n_entries": 0, "n_pages": 0, "n_named": 0, "n_links": 0,
    "is_exported": False, "has_book": False,
}  # fmt: skip
QUOTING = {"n_quotes": 5, "n_quoted": 1000, "has_book": True}


def _judged(path: str = "札记.md", rules=DEFAULT, **evidence) -> Verdict:
    return genre.judge(Evidence(**(BARE | evidence)), path, rules)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (
            {},
            Verdict("other", "names no work and quotes none"),
        ),
        (
            QUOTING,
            Verdict("notes", "a book is named; 50% of it is quoted, in 5 quotes"),
        ),
        (
            QUOTING | {"n_own": 100},
            Verdict("excerpts", "a book is named; 91% of it is quoted, in 5 quotes"),
        ),
        (
            QUOTING | {"n_own": 100, "title": "旧日渡口笔记"},
            Verdict("notes", "a book is named; 91% of it is quoted, in 5 quotes"),
        ),
        (
            QUOTING | {"n_own": 9000},
            Verdict(
                "review",
                "a book is named; 10% of it is quoted, in 5 quotes; the rest is the reader's own prose",
            ),
        ),
        (
            QUOTING | {"n_own": 9000, "n_headings": 3},
            Verdict("notes", "a book is named; 10% of it is quoted, in 5 quotes"),
        ),
        (
            QUOTING | {"has_book": False},
            Verdict("notes", "50% of it is quoted, in 5 quotes"),
        ),
        (
            QUOTING | {"has_book": False, "n_own": 9000},
            Verdict("other", "names no work and quotes none"),
        ),
        (
            {"has_book": True},
            Verdict("review", "a book is named; the reader's own prose, hardly a quote"),
        ),
        (
            {"has_book": True, "n_headings": 4},
            Verdict("notes", "a book is named; the reader's own account, under 4 headings"),
        ),
        (
            {"labels": "读书 /"},
            Verdict("review", "filed under “读书”; the reader's own prose, hardly a quote"),
        ),
        (
            {"title": "灯与《船志》与《灯志》"},
            Verdict("review", "the title names a work; the reader's own prose, hardly a quote"),
        ),
        (
            {"n_named": 3},
            Verdict("review", "names one work 3 times; the reader's own prose, hardly a quote"),
        ),
        (
            {"n_quotes": 2, "n_quoted": 100, "n_pages": 1, "n_headings": 3},
            Verdict("notes", "its quotes have pages; 9% of it is quoted, in 2 quotes"),
        ),
        (
            {"is_exported": True, "n_quotes": 9, "n_quoted": 5000},
            Verdict("excerpts", "highlights exported from a reading device: 9"),
        ),
        (
            {"edges": "转载自河边报"},
            Verdict("transcription", "says it is copied: “转载”"),
        ),
        (
            {"edges": "Full text follows."},
            Verdict("transcription", "says it is copied: “Full text follows”"),
        ),
        (
            {"edges": "转载请注明出处"},
            Verdict("other", "names no work and quotes none"),
        ),
        (
            {"title": "2021年书单"},
            Verdict("list", "the title announces a list: “书单”"),
        ),
        (
            {"title": "My favourite books"},
            Verdict("list", "the title announces a list: “favourite books”"),
        ),
        (
            {"n_entries": 8, "n_headings": 8},
            Verdict("list", "8 entries that each name a work"),
        ),
        (
            {"n_own": 10, "n_links": 2},
            Verdict("list", "hardly a word beside links"),
        ),
        (
            {"n_own": 10},
            Verdict("other", "hardly a word"),
        ),
        (
            {"n_code": 5, "labels": "读书 /"},
            Verdict("other", "5 blocks of code or mathematics"),
        ),
    ],
)
def test_the_genre_follows_from_the_evidence(evidence, expected):
    assert _judged(**evidence) == expected


def test_the_corpus_has_the_last_word():
    rules = conventions.parse('[[posts]]\npath = "copies/*"\ngenre = "transcription"\n')
    assert _judged("copies/船.md", rules, **QUOTING) == Verdict("transcription", "dhtools.toml says so")
    assert _judged("船.md", rules, **QUOTING).genre == "notes"


def test_evidence_is_counted_in_the_post(tmp_path):
    text = "# 《旧日渡口》笔记\n\n" + "> 船靠岸了，人上来，灯灭了。（46页）\n\n船夫不等人，从来不等。\n\n" * 4
    (post,) = parsed(text, tmp_path)["posts"]
    assert (post.genre, post.genre_reason) == ("notes", "a book is named; 62% of it is quoted, in 4 quotes")
