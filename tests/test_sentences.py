"""Where sentences end."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dhtools.parse import sentences
from fixtures import fixture_cases

CASES = Path(__file__).parent / "fixtures" / "sentences.md"


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_sentences(given, expected):
    text = given.removesuffix("\n")
    assert [text[start:end] for start, end in sentences.spans(text)] == expected.splitlines()


TEXTS = st.text(st.sampled_from("灯油a.A1 。！？!?…“”「」『』‘’（）()《》【】\"'*\n\u3000,，的"), max_size=60)


@for_all(TEXTS)
def test_sentences_stand_in_order_and_hold_every_word_once(text):
    spans = sentences.spans(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    words = [character for character in text if character.isalnum()]
    assert [c for start, end in spans for c in text[start:end] if c.isalnum()] == words


@for_all(TEXTS)
def test_a_sentence_has_no_white_space_at_its_ends_and_is_not_marks_alone(text):
    for start, end in sentences.spans(text):
        assert text[start:end] == text[start:end].strip()
        assert any(character.isalnum() for character in text[start:end])


def test_a_quotation_without_end_is_read_at_once():
    text = "“灯" * 20_000 + "（油" * 20_000
    assert sentences.spans(text) == [(0, len(text))]
