"""How rows get their keys."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from dhtools.parse.ids import hash8, numbering


def test_a_hash_is_eight_digits_of_the_text():
    assert [hash8(text) for text in ("灯", "油", "")] == ["371d0844", "3660b212", "00000000"]


def test_a_hash_is_the_same_in_every_run():
    code = "from dhtools.parse.ids import hash8; print(hash8('lamp'))"
    made = [subprocess.check_output([sys.executable, "-c", code], text=True).strip() for _ in range(2)]
    assert made == [hash8("lamp")] * 2


def test_half_a_surrogate_pair_has_a_hash():
    assert len(hash8("\ud83d")) == 8


def test_a_key_names_its_post_its_table_and_the_text():
    assert numbering("旧日渡口", "q")(hash8("灯")) == "旧日渡口/q-371d0844"


def test_equal_texts_are_numbered():
    make = numbering("p", "q")
    assert [make(digest) for digest in ("aa", "bb", "aa", "aa", "bb")] == [
        "p/q-aa",
        "p/q-bb",
        "p/q-aa-2",
        "p/q-aa-3",
        "p/q-bb-2",
    ]


def test_each_post_and_table_numbers_its_own():
    assert [numbering(post, letter)("aa") for post, letter in (("p", "q"), ("p", "c"), ("r", "q"))] == [
        "p/q-aa",
        "p/c-aa",
        "r/q-aa",
    ]


@given(st.lists(st.text(max_size=3), max_size=20))
def test_keys_are_unique_and_say_which_texts_are_equal(texts):
    make = numbering("p", "q")
    made = [make(hash8(text)) for text in texts]
    assert len(set(made)) == len(texts)
    assert len({key[:12] for key in made}) == len({hash8(text) for text in texts})
