"""Words used again: in answers, without marks, in several posts, and where in the file they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dhtools
from dhtools.errors import SourceError
from dhtools.measure import reuse
from noting import corpus

LAMP = "渡口的灯整夜亮着，可是从来没有人看见船靠岸。"
COUNT = "何先生把账簿合上，说这条河欠镇上的人一个说法。"


def cells(table, *columns):
    """The values of some columns, row by row."""
    return [tuple(row) for row in table[list(columns)].values.tolist()]


# Echo


def test_an_answer_echoes_the_words_it_takes_up_and_none_of_grammar():
    found = reuse.echo(corpus(("a", "quote", LAMP), ("a", "answer", "可是渡口的灯为谁亮着，没有人说。")))
    assert cells(found, "quote_id", "commentary_id", "shared", "n_shared") == [("a/q-1", "a/c-2", "渡口", 1)]


def test_words_that_stand_together_in_both_are_one_phrase():
    found = reuse.echo(corpus(("a", "quote", LAMP), ("a", "answer", "谁看见船靠岸了？靠岸的只有看见。")))
    assert found["shared"].tolist() == ["看见船靠岸;靠岸;看见"]


def test_shares_are_of_words_that_count():
    text = "The lamp at the ferry burns all night, and nobody sees a boat."
    found = reuse.echo(corpus(("a", "quote", text), ("a", "answer", "A lamp burns for nobody here.")))
    # lamp, ferry, burns, night, sees, boat; the answer has lamp, burns
    assert cells(found, "shared", "share_of_quote", "share_of_answer") == [("lamp;burns", 2 / 6, 1.0)]


def test_an_echo_says_which_words_stand_in_quotation_marks():
    found = reuse.echoes(corpus(("a", "quote", LAMP), ("a", "answer", "“靠岸”二字，渡口的人听不得。")))
    assert cells(found, "text", "start", "end", "is_quoted") == [("靠岸", 1, 3, True), ("渡口", 7, 9, False)]


def test_an_echo_is_held_against_another_quote_of_the_post():
    found = reuse.echo(
        corpus(("a", "quote", LAMP), ("a", "answer", "渡口的账簿谁来合上？"), ("a", "quote", COUNT))
    )
    assert found["share_of_answer"].tolist() == [2 / 6]
    assert found["share_by_chance"].tolist() == [4 / 6]


def test_where_a_post_has_one_quote_there_is_nothing_to_hold_it_against():
    found = reuse.echo(corpus(("a", "quote", LAMP), ("a", "answer", "渡口的账簿谁来合上？")))
    assert found["share_by_chance"].isna().tolist() == [True]


def test_an_answer_without_words_has_no_share():
    found = reuse.echo(corpus(("a", "quote", LAMP), ("a", "answer", "？！")))
    assert found["share_of_answer"].isna().tolist() == [True]
    assert cells(found, "shared", "n_shared", "share_of_quote") == [("", 0, 0.0)]


def test_posts_of_other_genres_are_left_out_and_counted():
    copied = corpus(("a", "quote", LAMP), ("a", "answer", "渡口的灯。"), genre="transcription")
    found = reuse.echo(copied)
    assert (len(found), found.attrs["n_left_out"]) == (0, 1)
    assert len(reuse.echo(copied, genres=None)) == 1


# Quotation without marks


def unmarked(*blocks, **given):
    return cells(
        reuse.unmarked(corpus(*blocks, **given)), "commentary_id", "start", "end", "text", "quote_id"
    )


def test_eight_characters_of_a_quote_without_marks_are_found():
    assert unmarked(("a", "quote", LAMP), ("a", "answer", "我想，从来没有人看见船，并不可怪。")) == [
        ("a/c-2", 3, 11, "从来没有人看见船", "a/q-1")
    ]


def test_seven_characters_are_not():
    assert unmarked(("a", "quote", LAMP), ("a", "answer", "我想，没有人看见船靠，并不可怪。")) == []


def test_words_in_quotation_marks_are_marked():
    for marked in ("“{}”", "「{}」", "『{}』", '"{}"', "《{}》", "“我说，{}”"):
        text = marked.format("从来没有人看见船靠岸")
        assert unmarked(("a", "quote", LAMP), ("a", "answer", f"我想{text}并不可怪。")) == []


def test_speech_that_the_tables_call_an_inline_quote_is_marked():
    blocks = [
        ("a", "quote", LAMP),
        ("a", "answer", "他说：从来没有人看见船靠岸。"),
        ("a", "inline", "从来没有人看见船靠岸"),
    ]
    assert unmarked(*blocks) == []


def test_neither_punctuation_nor_script_nor_width_hides_a_passage():
    text = "所以渡口的燈、整夜亮著可是"
    assert unmarked(("a", "quote", LAMP), ("a", "answer", text)) == [("a/c-2", 2, 13, text[2:], "a/q-1")]


def test_five_english_words_are_as_much_as_eight_characters():
    quote = ("a", "quote", "The lamp at the ferry burns all night, but nobody sees a boat.")
    assert unmarked(quote, ("a", "answer", "So Lamp At The Ferry Burns here")) == [
        ("a/c-2", 3, 26, "Lamp At The Ferry Burns", "a/q-1")
    ]
    assert unmarked(quote, ("a", "answer", "Her ferry burns all night, they say.")) == []


def test_small_words_are_no_passage():
    quote = ("a", "quote", "It was at the end of the winter.")
    assert unmarked(quote, ("a", "answer", "We met at the end of the lecture.")) == []


def test_a_title_is_no_passage():
    blocks = [("a", "quote", "我读旧日渡口与灯火船钞录。"), ("a", "answer", "旧日渡口与灯火船钞录写得好。")]
    assert len(unmarked(*blocks)) == 1
    assert unmarked(*blocks, titles=("旧日渡口与灯火船钞录",)) == []


def test_a_credit_below_each_highlight_is_no_passage():
    credit = "林渡著旧日渡口与灯火船钞"
    notes = [("a", "answer", f"第{n}条，{credit}") for n in "一二三"]
    assert unmarked(("a", "quote", f"灯亮着。\n{credit}，灯灭了。"), *notes) == []


def test_what_an_ebook_program_writes_below_a_highlight_is_no_passage():
    quote = ("a", "quote", "灯亮着林渡, 旧日渡口与灯火船钞录, loc. 12-13. Kindle Edition")
    assert (
        unmarked(quote, ("a", "answer", "灯灭了。林渡, 旧日渡口与灯火船钞录, loc. 40. Kindle Edition")) == []
    )


def test_a_passage_with_a_changed_word_is_one():
    text = "渡口的灯整夜亮着，然而从来没有人看见船靠岸"
    assert unmarked(("a", "quote", LAMP), ("a", "answer", text)) == [("a/c-2", 0, len(text), text, "a/q-1")]


def test_a_quote_of_the_same_post_comes_before_others():
    found = unmarked(("b", "quote", LAMP), ("a", "quote", LAMP), ("a", "answer", LAMP))
    assert [row[-1] for row in found] == ["a/q-2"]


def test_page_marks_and_attributions_of_quotes_are_not_looked_for():
    blocks = [
        ("a", "quote", f"{LAMP}\n——林渡《旧日渡口灯火录》，河西图书馆"),
        ("a", "answer", "林渡旧日渡口灯火录河西图书馆"),
    ]
    assert unmarked(*blocks) == []


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10),
    st.integers(11, 22),
    st.lists(st.sampled_from(["", "，", " ", "\n", "——"]), min_size=22),
)
def test_offsets_lead_to_the_passage_whatever_stands_between_its_characters(start, n, between):
    taken = [c for c in COUNT if c not in "，。"][start : start + n]
    written = taken[0] + "".join(mark + c for mark, c in zip(between, taken[1:], strict=False))
    found = unmarked(("a", "quote", COUNT), ("a", "answer", f"火，{written}，火。"))
    assert [row[1:4] for row in found] == [(2, 2 + len(written), written)]


def test_the_book_is_searched_too():
    notes = corpus(("a", "quote", COUNT), ("a", "answer", "从来没有人，看见船靠岸了。"))
    found = reuse.unmarked(notes, book_text=f"一九三六年，\n{LAMP}")
    assert cells(found, "commentary_id", "start", "end", "source", "source_start", "source_end") == [
        ("a/c-2", 0, 11, "book", 18, 28)
    ]
    assert found["quote_id"].isna().all()


def test_a_passage_of_one_character_is_refused():
    with pytest.raises(ValueError, match="least=1 is below 2: a single character is found everywhere"):
        reuse.unmarked(corpus(("a", "quote", LAMP)), least=1)


# Passages that several posts quote


def repeated(*blocks):
    return cells(reuse.repeated(corpus(*blocks)), "n_posts", "quote_ids", "kind", "text")


def test_a_passage_in_two_posts_is_repeated():
    assert repeated(("a", "quote", LAMP), ("b", "quote", LAMP)) == [
        (2, ("a/q-1", "b/q-2"), "exact", LAMP[:-1])
    ]


def test_what_one_post_quotes_twice_is_not():
    assert repeated(("a", "quote", LAMP), ("a", "quote", LAMP)) == []


def test_a_quote_listed_twice_counts_for_one_post():
    assert repeated(("a", "quote", LAMP), ("a", "quote", LAMP), ("b", "quote", LAMP)) == [
        (2, ("a/q-1", "a/q-2", "b/q-3"), "exact", LAMP[:-1])
    ]


def test_of_a_passage_that_grows_the_common_part_counts():
    assert repeated(("a", "quote", LAMP), ("b", "quote", LAMP + COUNT), ("c", "quote", COUNT + LAMP)) == [
        (3, ("a/q-1", "b/q-2", "c/q-3"), "growing", LAMP[:-1]),
        (2, ("b/q-2", "c/q-3"), "growing", COUNT[:-1]),
    ]


def test_two_captures_with_a_word_changed_are_variants_of_one():
    changed = LAMP.replace("可是", "然而")
    assert repeated(("a", "quote", LAMP), ("b", "quote", changed)) == [
        (2, ("a/q-1", "b/q-2"), "variant", LAMP[:-1])
    ]


def test_eleven_characters_are_no_passage():
    assert repeated(("a", "quote", LAMP[:11] + "。" + COUNT), ("b", "quote", LAMP[:11])) == []


def test_occurrences_open_a_passage():
    found = reuse.occurrences(corpus(("a", "quote", LAMP), ("b", "quote", f"“{LAMP}”")))
    assert cells(found, "quote_id", "post_id", "start", "end", "share_of_quote") == [
        ("a/q-1", "a", 0, 21, 1.0),
        ("b/q-2", "b", 1, 22, 1.0),
    ]
    assert found["passage_id"].nunique() == 1


def test_no_quotes_make_empty_tables():
    nothing = corpus(("a", "commentary", LAMP))
    for measure in (reuse.echo, reuse.echoes, reuse.unmarked, reuse.repeated, reuse.occurrences):
        assert len(measure(nothing)) == 0


# Back to the file

POST = """---
title: 《旧日渡口》笔记
---

> 渡口的**灯**整夜亮着，可是从来没有人
> 看见船靠岸。（46页）

我想，从来没有人[看见船](http://lamp.example/从来没有人看见船)靠岸，&amp;并不可怪。
"""


def test_a_passage_leads_to_the_characters_of_the_file(tmp_path):
    (tmp_path / "渡口.md").write_text(POST, encoding="utf-8")
    notes = dhtools.load_corpus(tmp_path, progress=False)
    found = reuse.unmarked(notes, genres=None)
    own = reuse.in_file(notes, found, "commentary_id")
    quote = reuse.in_file(notes, found, "quote_id", "source_start", "source_end")
    assert [POST[a:b] for _, a, b in cells(own, "path", "file_start", "file_end")] == [
        "从来没有人[看见船](http://lamp.example/从来没有人看见船)靠岸"
    ]
    assert [POST[a:b] for _, a, b in cells(quote, "path", "file_start", "file_end")] == [
        "从来没有人\n> 看见船靠岸"
    ]
    assert cells(own, "path", "line") == [("渡口.md", 8)]


def test_a_place_in_a_file_needs_the_file():
    notes = corpus(("a", "quote", LAMP), ("a", "answer", LAMP))
    with pytest.raises(SourceError, match="do not say where the posts are"):
        reuse.in_file(notes, reuse.unmarked(notes), "commentary_id")


def test_a_column_that_names_no_row_is_refused():
    notes = corpus(("a", "quote", LAMP), ("a", "answer", LAMP))
    with pytest.raises(ValueError, match="of='post_id' is not one of quote_id, commentary_id, sentence_id"):
        reuse.in_file(notes, reuse.unmarked(notes), "post_id")
