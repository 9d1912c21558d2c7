"""What is compared: units of text, and the runs that two texts share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools.measure import alignment, places, runs, units

LETTERS = st.text("灯灯渡渡口船人的，。 “”\nab[]ＡＢﬁ①", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("燈火", "灯火"),
        ("看著", "看着"),
        ("甚麼", "什么"),
        ("Ｌａｍｐ１９３６", "lamp1936"),
        ("[T]he lamp", "the lamp"),
        ("naïve", "naive"),
        ("ﬁnd", "find"),
        ("don’t", "don't"),
        ("渡口，“灯火”。", "渡口灯火"),
        ("渡口①的灯[12]火〔原注〕", "渡口的灯火"),
    ],
)
def test_spellings_that_make_no_difference(one, other):
    assert units.read(one).values.tolist() == units.read(other).values.tolist()


@pytest.mark.parametrize(
    ("one", "other"), [("灯", "火"), ("lamp", "lamps"), ("1936", "1937"), ("the m", "them")]
)
def test_spellings_that_do(one, other):
    assert units.read(one).values.tolist() != units.read(other).values.tolist()


def test_a_word_counts_for_one_and_six_tenths_of_a_character():
    read = units.read("灯火 burns at night")
    assert [read.size(0, 2), read.size(2, 5)] == [2.0, pytest.approx(4.8)]


def test_texts_that_are_joined_know_their_places():
    joined = units.join(["灯火", "", "a lamp"])
    assert joined.offsets.tolist() == [0, 3, 4]
    assert joined.text_of(joined.units.starts).tolist() == [0, 0, 0, 1, 2, 2]
    assert joined.sizes().tolist() == pytest.approx([2, 0, 3.2])


@settings(deadline=None)
@given(LETTERS)
def test_offsets_lead_back_to_the_characters(text):
    read = units.read(text)
    spans = list(zip(read.starts.tolist(), read.ends.tolist(), strict=True))
    assert spans == sorted(spans)
    for k, (start, end) in enumerate(spans):
        assert units.read(text[start:end]).values.tolist() == read.values[k : k + 1].tolist()


def naive_runs(one, other, least):
    """Runs by looking at every pair of places."""
    made = []
    for a in range(len(one)):
        for b in range(len(other)):
            n = 0
            while a + n < len(one) and b + n < len(other) and one[a + n] == other[b + n] != units.SEPARATOR:
                n += 1
            if n >= least and (
                a == 0 or b == 0 or one[a - 1] != other[b - 1] or one[a - 1] == units.SEPARATOR
            ):
                made.append((a, b, n))
    return made


SEQUENCE = st.lists(st.integers(-1, 3), max_size=25)


@settings(deadline=None)
@given(SEQUENCE, SEQUENCE, st.integers(1, 4))
def test_runs_are_all_those_that_cannot_be_made_longer(one, other, least):
    found = runs.between(np.array(one, np.int64), np.array(other, np.int64), least)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == naive_runs(one, other, least)


def test_the_same_words_within_one_text_are_found_from_the_first_place():
    found = runs.within(np.array([1, 2, 3, -1, 1, 2, 3, -1, 9, 2, 3]), shingle=2)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == [(0, 4, 3), (1, 9, 2), (5, 9, 2)]


@settings(deadline=None)
@given(SEQUENCE, SEQUENCE, st.sets(st.integers(0, 25)))
def test_an_alignment_gives_both_texts_in_order(one, other, breaks):
    one, other = ([abs(value) for value in values] for values in (one, other))
    ops = alignment.align(np.array(one, np.int64), np.array(other, np.int64), sorted(breaks))
    assert [value for op in ops for value in one[op.start : op.end]] == one
    assert [value for op in ops for value in other[op.source_start : op.source_end]] == other
    for op in ops:
        is_same = one[op.start : op.end] == other[op.source_start : op.source_end]
        assert is_same == (op.op == "equal")


MARKUP = st.lists(
    st.sampled_from(
        ["灯火", "渡口，", "lamp ", "**灯**", "[渡口](http://a.b/灯火)", "\n> 船", "`人`", "&amp;"]
    ),
    max_size=12,
)


@settings(deadline=None)
@given(MARKUP, st.integers(0, 30), st.integers(0, 30))
def test_a_place_in_the_file_has_the_words_of_the_passage(pieces, one, other):
    source = "".join(pieces)
    text = source.replace("**", "").replace("[", "").replace("](http://a.b/灯火)", "")
    text = text.replace("\n> ", "").replace("`", "").replace("&amp;", "&")
    start, end = sorted((one, other))
    found = places.place(text, source, start, end)
    if found is not None:
        there = places.bare(source)[slice(*found)].replace("&amp;", "&")
        assert units.read(there).values.tolist() == _whole_units(text, start, end)


def _whole_units(text, start, end):
    read = units.read(text)
    return read.values[(read.starts >= start) & (read.ends <= end)].tolist()
