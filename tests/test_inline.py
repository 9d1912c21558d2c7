"""What words in quotation marks are: reproduced, held at a distance, a title, or none of these."""

from pathlib import Path

import pytest

from dhtools.parse import inline, markdown
from fixtures import fixture_cases
from parsed import parsed

CASES = Path(__file__).parent / "fixtures" / "inline.md"


def _summary(text: str) -> str:
    """What stands in quotation marks, as the fixtures write it: kind, rule, words, doubts, depth."""
    made = []
    for leaf in markdown.leaves(text, 0):
        reading = leaf.reading
        for one in inline.find(reading):
            depth = f" depth {one.depth}" if one.depth > 1 else ""
            made.append(
                f"{one.kind} {one.rule} {one.confidence:.2f}{depth} {reading.text[one.start : one.end]}"
            )
    return "".join(f"{line}\n" for line in made) or "none\n"


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_inline(given, expected):
    assert _summary(given) == expected


def _rows(text: str, folder) -> tuple:
    records = parsed(text, folder)
    quotes = [(row.text, row.source, row.speaker, row.page_start) for row in records["quotes"]]
    return quotes, [row.text for row in records["scares"]]


def test_a_quote_in_a_sentence_has_its_offsets_source_and_speaker(tmp_path):
    text = "# 《旧日渡口》\n\n王船说：“我从来没有等过人。”我信。\n"
    records = parsed(text, tmp_path)
    (quote,) = records["quotes"]
    assert text[quote.start : quote.end] == quote.text == "我从来没有等过人。"
    assert (quote.start_line, quote.form, quote.source, quote.speaker) == (3, "inline", "book", "王船")


def test_a_quote_in_a_sentence_that_names_another_work_is_from_there(tmp_path):
    text = "沈灯在《灯火与船钞》里写道：“灯是夜里的船。”\n"
    (quote,) = parsed(text, tmp_path)["quotes"]
    assert (quote.source, quote.work, quote.speaker) == ("other_work", "灯火与船钞", "沈灯")


def test_scare_quotes_are_rows_of_their_own(tmp_path):
    assert _rows("官府说这叫保护，是“自卫”。\n", tmp_path) == ([], ["自卫"])


def test_a_word_that_a_post_keeps_in_marks_throughout_is_its_own_term(tmp_path):
    assert _rows("船有“水性”。\n\n" * 5, tmp_path) == ([], [])
    assert _rows("船有“水性”。\n\n" * 4, tmp_path) == ([], ["水性"] * 4)
