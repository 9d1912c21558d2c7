"""Which page marks a reader sets, and what only looks like one."""

from pathlib import Path

import pytest

from dhtools.parse import conventions, locators
from fixtures import fixture_cases
from parsed import lines_of, parsed

CASES = Path(__file__).parent / "fixtures" / "locators.md"


def _summary(records) -> str:
    """The places that quotes are given, then the pages that are cited, as the fixtures write them."""
    made = []
    for quote in records["quotes"]:
        if quote.page_start:
            ends = dict.fromkeys((quote.page_start, quote.page_end))
            place = f"{quote.locator_kind} {' to '.join(ends)}"
            made.append(f"quote {lines_of(quote)} {place} as {quote.page_raw}")
    made += [
        f"cited {row.target} as {row.raw} by {row.rule}" for row in records["citations"] if row.form == "page"
    ]
    return "".join(f"{line}\n" for line in made) or "none\n"


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_locators(given, expected, tmp_path):
    assert _summary(parsed(given, tmp_path)) == expected


def test_a_page_pattern_of_the_corpus_is_found_beside_the_others(tmp_path):
    own = conventions.parse("[pages]\npatterns = ['@(?P<page>[0-9]+)']")
    assert _summary(parsed("> 船靠岸了。@46\n\n> 人上船了。（47页）\n", tmp_path, own)) == (
        "quote 1-1 page 46 as @46\n"
        "quote 3-3 page 47 as （47页）\n"
        "cited 46 as @46 by pattern\n"
        "cited 47 as （47页） by page\n"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("四", 4),
        ("十", 10),
        ("十二", 12),
        ("四十六", 46),
        ("一〇五", 105),
        ("二百三十", 230),
        ("两千零三", 2003),
    ],
)
def test_chinese_numerals_are_read_digit_by_digit_or_by_their_units(text, number):
    assert locators.han_number(text) == number


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("46", None, ("46", "46")),
        ("44", "5", ("44", "45")),
        ("151", "52", ("151", "152")),
        ("98", "102", ("98", "102")),
        ("XII", "xiv", ("xii", "xiv")),
        ("二十三", "二十五", ("23", "25")),
    ],
)
def test_ranges_are_written_out(first, last, expected):
    assert locators.write_out(first, last) == expected


@pytest.mark.parametrize("text", ["（46页）", "*46页*：", "p. 46", "【第四十六页】"])
def test_a_page_alone_has_no_word_beside_it(text):
    assert locators.is_alone(text)


@pytest.mark.parametrize("text", ["第46页说：", "46", "约70页", "船", ""])
def test_a_page_with_words_or_a_mere_number_is_not_alone(text):
    assert not locators.is_alone(text)
