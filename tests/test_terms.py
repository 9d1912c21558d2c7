"""Words of quotes and commentary: cutting, counting, comparing, showing in context."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dhtools
from dhtools.measure.counted import counted
from dhtools.measure.folding import fold
from dhtools.measure.frequencies import count, dispersion
from dhtools.measure.keyness import log_likelihood
from dhtools.measure.log_ratio import log_ratio
from dhtools.measure.stopwords import LANGUAGES
from dhtools.measure.terms import (
    book_against_others,
    collocates,
    commentary_against_quotes,
    concordance,
    dictionary,
    frequencies,
    keyness,
    stopword_table,
    stopwords,
    words,
)
from dhtools.measure.tokenizer import Tokenizer
from dhtools.widths import width
from written import NOTES, corpus


def cut(text: str, *whole: str) -> list[str]:
    return [text[start:end] for start, end in Tokenizer(whole).spans(text)]


GIVEN = Tokenizer(["旧渡口", "渡·灯", "A As"])


def said(**posts: str) -> pd.DataFrame:
    """Words by post, as `words` gives them, from a text of words and blanks."""
    rows = [(word, post) for post, text in posts.items() for word in text.split()]
    return pd.DataFrame(rows, columns=["word", "post_id"], dtype="string")


# Which posts are counted


def test_measures_count_notes_excerpts_and_reviews_and_say_how_many_posts_they_leave_out(tmp_path):
    toml = "".join(
        f'[[posts]]\npath = "{name}.md"\ngenre = "{name}"\n' for name in ("notes", "list", "review")
    )
    mixed = corpus(tmp_path, dict.fromkeys(("notes", "list", "review"), "渡口很远。\n"), toml)
    kept, n_left_out = counted(mixed)
    assert (kept.posts["post_id"].tolist(), n_left_out) == (["notes", "review"], 1)
    assert set(kept.commentary["post_id"]) == {"notes", "review"}
    assert words(mixed).attrs == {"n_left_out": 1}


def test_genres_can_be_asked_for_one_or_several_or_all(tmp_path):
    toml = "".join(f'[[posts]]\npath = "{name}.md"\ngenre = "{name}"\n' for name in ("notes", "list"))
    mixed = corpus(tmp_path, dict.fromkeys(("notes", "list"), "渡口很远。\n"), toml)
    assert counted(mixed, "list")[0].posts["post_id"].tolist() == ["list"]
    assert counted(mixed, ["list", "other"])[1] == 1
    assert counted(mixed, None) == (mixed, 0)


def test_a_genre_that_is_none_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(ValueError, match="genres='novel' is not among notes, excerpts, review"):
        counted(corpus(tmp_path, {"a": "渡口。\n"}), "novel")


# Spellings


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("燈火與船鈔", "灯火与船钞"),
        ("乾隆年間曬乾", "乾隆年间晒干"),
        ("他說著話，看著燈火", "他说着话，看着灯火"),
        ("名著與著名的著作", "名著与著名的著作"),
        ("著名的灯火", "著名的灯火"),
        ("Ｌａｍｐｓ and İnns", "lamps and İnns"),
        ("a reader’s LAMP", "a reader's lamp"),
        ("林．渡 林・渡 林•渡", "林·渡 林·渡 林·渡"),
    ],
)
def test_folding_evens_out_script_case_and_width_character_for_character(written, folded):
    assert len(fold(written)) == len(written)
    assert fold(written).casefold() == folded.casefold()


# Cutting texts into words


def test_a_title_that_jieba_cuts_is_one_word_once_it_is_given():
    assert cut("重读旧日渡口之后") == ["重读", "旧日", "渡口", "之后"]
    assert cut("重读旧日渡口之后", "旧日渡口") == ["重读", "旧日渡口", "之后"]


def test_a_given_word_does_not_take_characters_from_the_words_beside_it():
    assert cut("中国特色的年轻人唱歌", "国特色", "轻人唱") == ["中国", "特色", "的", "年轻人", "唱歌"]


def test_a_name_in_traditional_characters_is_found_by_the_simplified_one_and_the_other_way_round():
    assert cut("讀《舊日渡口》", "旧日渡口") == ["讀", "舊日渡口"]
    assert cut("读《旧日渡口》", "舊日渡口") == ["读", "旧日渡口"]


def test_a_foreign_name_is_one_word_whatever_dot_is_in_it():
    assert cut("威廉・彭奎尔写道", "威廉·彭奎尔", "彭奎尔") == ["威廉・彭奎尔", "写道"]


def test_a_title_in_latin_letters_is_one_word_where_its_capitals_are_kept():
    title = "The Lamp and the Ferry"
    assert cut(f"in {title}, the lamp and the ferry", title) == [
        "in",
        title,
        *["the", "lamp", "and", "the", "ferry"],
    ]


def test_a_title_is_not_found_inside_a_longer_word():
    assert cut("Red Lamp, Red Lamps", "Red Lamp") == ["Red Lamp", "Red", "Lamps"]


def test_of_titles_that_begin_alike_the_longest_is_taken():
    assert cut("Old Inns of Kent", "Old Inns", "Old Inns of Kent") == ["Old Inns of Kent"]


def test_english_inside_chinese_is_cut_at_blanks_and_marks():
    assert cut("他说don't worry，well-known的Kant’s law") == [
        "他", "说", "don't", "worry", "well", "known", "的", "Kant", "law",
    ]  # fmt: skip


def test_numbers_marks_and_addresses_are_no_words():
    assert cut("1920年，第3页：https://lamps.example/a?b=c 见——") == ["年", "第", "页", "见"]


@pytest.mark.parametrize("text", ["", " \n", "……", "，。", "123"])
def test_a_text_without_words_has_none(text):
    assert cut(text, "旧日渡口") == []


@given(st.text(st.sampled_from("渡口灯火舊著・·’'s aAİ3９．。\n\ud83d\U00020000ﬁé")))
def test_whatever_the_text_words_stand_in_it_in_order_without_overlap(text):
    spans = GIVEN.spans(text)
    edges = [offset for span in spans for offset in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len(fold(text)) == len(text)


def test_jieba_and_its_twin_cut_alike(monkeypatch, sample):
    pytest.importorskip("rjieba")
    notes = dhtools.load_corpus(sample, progress=False)
    whole = dictionary(notes)["word"].tolist()
    texts = [*notes.quotes["text"].head(60), *notes.commentary["text"].head(60)]
    fast = Tokenizer(whole)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    slow = Tokenizer(whole)
    assert [slow.spans(text) for text in texts] == [fast.spans(text) for text in texts]


JIEBA = """
import sys
sys.modules["rjieba"] = None
from dhtools.measure.tokenizer import Tokenizer
assert "jieba" not in sys.modules
text = "重读旧日渡口之后"
assert [text[a:b] for a, b in Tokenizer(["旧日渡口"]).spans(text)] == ["重读", "旧日渡口", "之后"]
import jieba
assert not jieba.dt.initialized and not jieba.dt.FREQ
"""


@pytest.mark.parametrize("can_write", [True, False])
def test_jieba_is_loaded_without_a_word_or_a_file_and_leaves_its_shared_tokenizer_alone(tmp_path, can_write):
    folder = tmp_path / "temporary"
    folder.mkdir(mode=0o700 if can_write else 0o500)
    made = subprocess.run(
        [sys.executable, "-c", JIEBA],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        check=False,
    )
    assert (made.returncode, made.stdout, made.stderr) == (0, b"", b"")
    assert list(folder.iterdir()) == []


def test_the_tokenizer_is_loaded_by_nothing_but_cutting():
    code = "import dhtools.measure.terms, dhtools.measure.works, sys; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert loaded & {"jieba", "rjieba", "opencc", "networkx", "scipy.stats", "matplotlib"} == set()


# The names of a corpus

NAMES = """
[[books]]
title = "旧日渡口"
author = "林渡"
posts = ["*"]

[words]
add = ["渡口学派"]

[[posts]]
path = "*"
genre = "notes"
"""
NAMED = "> 船来了。\n\n渡口学派重读《旧日渡口》，也读威廉·彭奎尔的《灯火与船钞：一部小史》。\n"


def test_the_dictionary_holds_titles_and_names_that_jieba_would_cut_with_what_they_are(tmp_path):
    assert dictionary(corpus(tmp_path, {"a": NAMED}, NAMES)).to_dict("list") == {
        "word": [
            "旧日渡口",
            "灯火与船钞：一部小史",
            "灯火与船钞",
            "林渡",
            "渡口学派",
            "威廉·彭奎尔",
            "彭奎尔",
        ],
        "kind": ["book", "work", "work", "listed", "listed", "author", "author"],
    }


def test_the_dictionary_is_applied_to_the_words_of_the_corpus(tmp_path):
    assert words(corpus(tmp_path, {"a": NAMED}, NAMES))["word"].tolist() == [
        "渡口学派", "重读", "旧日渡口", "也", "读", "威廉·彭奎尔", "的", "灯火与船钞：一部小史",
    ]  # fmt: skip


def test_words_of_dhtools_toml_are_known_to_tables_that_were_written_and_read_again(tmp_path):
    corpus(tmp_path, {"a": NAMED}, NAMES).to_csv(tmp_path / "tables")
    back = dhtools.read_tables(tmp_path / "tables")
    assert back.origin["words"] == ["旧日渡口", "林渡", "渡口学派"]
    assert "渡口学派" in words(back)["word"].tolist()


def test_short_titles_and_names_that_dhtools_toml_lists_are_words_too(tmp_path):
    toml = '[works]\n"渡口记" = "旧日渡口"\n[authors]\n"彭老先生" = "彭奎尔"\n'
    assert corpus(tmp_path, {"a": "渡口。\n"}, toml).origin["words"] == [
        "彭奎尔",
        "彭老先生",
        "旧日渡口",
        "渡口记",
    ]


def test_a_phrase_that_was_taken_for_an_author_is_no_name_unless_dhtools_toml_lists_it(tmp_path):
    notes = corpus(tmp_path, {"a": "渡口。\n\n林渡的《灯火与船钞》。\n"})
    slipped = replace(notes, works=notes.works.assign(author="因为他"))
    assert dictionary(slipped)["word"].tolist() == ["灯火与船钞"]
    listed = replace(slipped, origin={"words": ["因为他"]})
    assert dictionary(listed)["word"].tolist() == ["灯火与船钞", "因为他"]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("【英】威廉·彭奎尔", ["威廉·彭奎尔", "彭奎尔"]),
        ("沈灯火 彭奎尔", ["沈灯火", "彭奎尔"]),
        ("沈灯火、彭奎尔", ["沈灯火", "彭奎尔"]),
        ("Ada Ferry and Ben Quay", ["Ada Ferry", "Ben Quay"]),
        ("Ferry", []),
    ],
)
def test_authors_named_together_are_names_each_without_their_nation(tmp_path, author, names):
    notes = corpus(tmp_path, {"a": "渡口。\n\n林渡的《灯火》。\n"})
    named = replace(notes, works=notes.works.assign(author=author))
    assert dictionary(named)["word"].tolist() == names


# The words of a voice

VOICES = """
> 渡船很慢。（46页）
> ——林渡《旧日渡口》

他说“渡船从来不慢”，林渡却怀疑（47页）。
"""


def test_words_are_those_of_one_voice_without_page_marks_and_attributions(tmp_path):
    notes = corpus(tmp_path, {"a": VOICES})
    assert words(notes, "quote")["word"].tolist() == ["渡船", "很", "慢", "渡船", "从来不", "慢"]
    assert words(notes, "commentary")["word"].tolist() == ["他", "说", "林渡", "却", "怀疑"]


def test_a_row_of_words_says_where_the_word_stands(tmp_path):
    notes = corpus(tmp_path, {"a": "> 船。\n\n讀　Kant’s燈火\n"})
    row = {
        "post_id": "a",
        "book_id": None,
        "voice": "commentary",
        "host_id": notes.commentary["commentary_id"][0],
    }
    expected = [("读", "讀", 0), ("kant", "Kant", 2), ("灯火", "燈火", 8)]
    rows = words(notes).astype(object).where(words(notes).notna(), None).to_dict("records")
    assert rows == [row | {"word": word, "form": form, "start": start} for word, form, start in expected]


def test_every_word_stands_in_its_text_as_it_is_written(sample):
    notes = dhtools.load_corpus(sample, progress=False)
    texts = {
        "quote": notes.quotes.set_index("quote_id"),
        "commentary": notes.commentary.set_index("commentary_id"),
    }
    for voice, hosts in texts.items():
        found = words(notes, voice, genres=None)
        text = found["host_id"].map(hosts["text"])
        assert all(
            a[at : at + len(b)] == b for a, at, b in zip(text, found["start"], found["form"], strict=True)
        )
        assert found["book_id"].equals(found["host_id"].map(hosts["book_id"]).astype(found["book_id"].dtype))


def test_changing_a_table_of_words_does_not_change_the_next(tmp_path):
    notes = corpus(tmp_path, {"a": "> 船。\n\n渡口。\n"})
    table = words(notes)
    table.loc[0, ["word", "start"]] = ["灯火", 9]
    assert words(notes)[["word", "start"]].values.tolist() == [["渡口", 0]]


def test_a_voice_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError, match="voice='reader' is not one of commentary, quote"):
        words(corpus(tmp_path, {"a": "渡口。\n"}), "reader")


def test_a_corpus_without_words_gives_tables_without_rows(tmp_path):
    bare = corpus(tmp_path, {"a": "# 1920\n"})
    assert [len(table) for table in (words(bare), frequencies(bare), concordance(bare, "船"))] == [0, 0, 0]
    assert frequencies(bare, by="book_id").columns.tolist() == [
        "book_id", "word", "n", "per_10k", "n_posts", "dispersion",
    ]  # fmt: skip


# Stop words


def test_denial_and_contrast_are_left_out_of_quotes_only_and_words_about_notes_of_commentary_only():
    assert {"不", "但是", "not", "but"} <= stopwords("quote") - stopwords("commentary")
    assert {"摘录", "passage"} <= stopwords("commentary") - stopwords("quote")
    assert stopwords() == stopwords("quote") & stopwords("commentary")
    assert {"的", "这个", "the", "which"} <= stopwords()


def test_the_list_of_stop_words_is_folded_and_without_repeats():
    table = stopword_table()
    assert [word for word in table["word"] if fold(word) != word or word.strip() != word] == []
    assert not table.duplicated(["word", "voice"]).any()
    assert set(table["voice"]) == {"both", "quote", "commentary"}
    both = table.loc[table["voice"] == "both", "word"]
    assert set(both) & set(table.loc[table["voice"] != "both", "word"]) == set()
    assert table["kind"].str.fullmatch("[a-z]+").all()
    assert LANGUAGES == ("zh", "en")


def test_a_list_of_ones_own_takes_the_place_of_the_packages(tmp_path):
    notes = corpus(tmp_path, {"a": "> 船。\n\n我怀疑这个渡口。\n"})
    own = stopword_table().query("kind != 'pronoun'")
    assert frequencies(notes)["word"].tolist() == ["怀疑", "渡口"]
    assert frequencies(notes, stopwords=stopwords("commentary", own))["word"].tolist() == [
        "怀疑",
        "我",
        "渡口",
    ]
    assert frequencies(notes, stopwords={"渡口"})["word"].tolist() == ["怀疑", "我", "这个"]
    assert frequencies(notes, stopwords=())["word"].tolist() == ["怀疑", "我", "渡口", "这个"]


def test_changing_the_list_one_was_given_does_not_change_the_packages():
    table = stopword_table()
    table["voice"] = "quote"
    assert "的" in stopwords()


def test_a_list_without_voices_is_refused():
    with pytest.raises(ValueError, match="table has no column voice: it needs word and voice"):
        stopwords("quote", pd.DataFrame({"word": ["的"]}))


# Frequencies


def test_frequencies_count_words_by_post_and_take_ten_thousand_of_their_script():
    made = count(said(a="船 船 灯 lamp", b="船 lamp"), {"灯"})
    assert made[["word", "n", "per_10k", "n_posts"]].values.tolist() == [
        ["船", 3, 7500, 2],
        ["lamp", 2, 10000, 2],
    ]


def test_frequencies_can_be_told_by_book_or_post(tmp_path):
    toml = (
        NOTES + '[[books]]\ntitle = "旧日渡口"\nposts = ["a*"]\n[[books]]\ntitle = "灯火"\nposts = ["b*"]\n'
    )
    notes = corpus(
        tmp_path,
        {"a": "> 船。\n\n渡口渡口。\n", "b": "> 船。\n\n渡口怀疑。\n", "c": "> 船。\n\n别处。\n"},
        toml,
    )
    by_book = frequencies(notes, by="book_id")
    assert by_book[["book_id", "word", "n", "per_10k"]].values.tolist() == [
        ["旧日渡口", "渡口", 2, 10000],
        ["灯火", "怀疑", 1, 5000],
        ["灯火", "渡口", 1, 5000],
    ]
    assert frequencies(notes, by="post_id")["post_id"].unique().tolist() == ["a", "b", "c"]
    with pytest.raises(ValueError, match="by='year' is not one of book_id, post_id, or None"):
        frequencies(notes, by="year")


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ({"a": 1, "b": 1, "c": 2}, 0.0),  # as the posts are large
        ({"a": 4}, 1.0),  # all in one of the smallest
        ({"c": 4}, 0.5 / 0.75),  # all in the largest
        ({"a": 1, "b": 3}, 0.5 / 0.75),
    ],
)
def test_dispersion_is_0_for_uses_that_follow_the_sizes_of_posts_and_1_for_all_in_the_smallest(
    uses, expected
):
    cells = pd.DataFrame({"word": "船", "post_id": list(uses), "n": list(uses.values())})
    found = dispersion(cells, pd.Series({"a": 25, "b": 25, "c": 50}))
    assert found["船"] == pytest.approx(expected)


def test_dispersion_over_one_post_is_missing():
    assert count(said(a="船 灯"))["dispersion"].isna().all()


# Keyness


def test_log_likelihood_is_that_of_two_counts_against_one_rate():
    # worked by hand: expected 15 and 15; 2 * (20 * ln(20/15) + 10 * ln(10/15))
    found = log_likelihood(np.array([20.0, 5.0]), np.array([10.0, 10.0]), 1000, 2000)
    assert found[0] == pytest.approx(2 * (20 * np.log(20 / 10) + 10 * np.log(10 / 20)))
    assert found[1] == pytest.approx(0)


def test_log_ratio_is_1_for_twice_as_frequent_and_takes_half_a_use_for_none():
    found = log_ratio(np.array([20, 10, 0]), np.array([10, 10, 4]), 1000, 1000)
    assert found.tolist() == pytest.approx([1, 0, -3])


def test_half_a_use_in_a_small_text_does_not_make_an_absent_word_the_more_frequent():
    # 0 of 100 words against 5 of 100,000, and the other way round
    assert log_ratio(np.array([0, 5]), np.array([5, 0]), 100, 100_000).tolist() == [
        0,
        pytest.approx(13.29, abs=0.01),
    ]
    assert log_ratio(np.array([0, 5]), np.array([5, 0]), 100_000, 100).tolist() == [
        pytest.approx(-13.29, abs=0.01),
        0,
    ]


def test_keyness_lists_the_targets_words_first_and_the_references_last():
    made = keyness(said(a="船 " * 30 + "灯 " * 10 + "水 " * 20), said(b="船 " * 10 + "灯 " * 30 + "水 " * 20))
    assert made["word"].tolist() == ["船", "水", "灯"]
    row = made.iloc[0]
    assert (row["n_target"], row["n_reference"], row["n_posts_target"], row["n_posts_reference"]) == (
        30,
        10,
        1,
        1,
    )
    assert (row["per_10k_target"], row["per_10k_reference"]) == pytest.approx((5000, 10 / 60 * 10_000))
    assert (row["log_ratio"], row["log_likelihood"]) == pytest.approx(
        (
            np.log2(3),
            10.4650,
        ),
        rel=1e-4,
    )
    assert row["p"] == pytest.approx(0.001217, rel=1e-3)
    assert made["q"].tolist() == pytest.approx([1.5 * row["p"], 1, 1.5 * row["p"]])


def test_keyness_leaves_out_rare_words_and_stop_words():
    target, reference = said(a="船 船 船 的 的 的 的 的 灯"), said(b="船 船 的")
    assert keyness(target, reference)["word"].tolist() == ["船"]
    assert keyness(target, reference, least=1)["word"].tolist() == ["灯", "船"]
    assert set(keyness(target, reference, stopwords=(), least=1)["word"]) == {"灯", "船", "的"}


def test_a_word_is_compared_among_those_of_its_script_and_not_where_there_are_none():
    chinese = "船 " * 10 + "灯 " * 10
    made = keyness(said(a=chinese + "lamp " * 500), said(b=chinese))
    assert made[["word", "log_ratio"]].values.tolist() == [["灯", 0], ["船", 0]]


@pytest.mark.parametrize(
    ("target", "reference", "message"),
    [
        ("", "船", "target has no words"),
        ("船", "", "reference has no words"),
    ],
)
def test_there_is_nothing_to_compare_with_a_text_without_words(target, reference, message):
    with pytest.raises(ValueError, match=message):
        keyness(said(a=target), said(b=reference))


def test_a_word_must_be_used_once_to_be_compared():
    with pytest.raises(ValueError, match="least=0 is below 1"):
        keyness(said(a="船"), said(b="船"), least=0)


def test_the_bounds_of_a_word_that_all_posts_use_lie_on_its_side_and_of_one_that_one_post_repeats_do_not():
    posts = {f"p{n}": "船 船 船 水 水 灯 灯" for n in range(20)}
    others = {f"p{n}": "船 水 水 灯 灯 灯 灯" for n in range(20)}
    made = keyness(said(**posts | {"p0": "灯 " * 3 + "桥 " * 12}), said(**others)).set_index("word")
    assert 0 < made.loc["船", "low"] < made.loc["船", "log_ratio"] < made.loc["船", "high"]
    assert made.loc["桥", "low"] <= 0 < made.loc["桥", "log_ratio"]
    assert made.loc["桥", "q"] < 0.05
    assert made.loc["桥", "n_posts_target"] == 1


def test_texts_of_fewer_than_ten_posts_have_no_bounds():
    made = keyness(
        said(**{f"p{n}": "船 灯" for n in range(9)}), said(**{f"q{n}": "船 灯" for n in range(30)})
    )
    assert made[["low", "high"]].isna().all(axis=None)


def test_commentary_is_compared_with_the_quotes_of_posts_that_hold_both(tmp_path):
    both = "> 渡船渡船渡船渡船渡船渡船\n\n怀疑怀疑怀疑怀疑怀疑怀疑\n"
    notes = corpus(tmp_path, {"a": both, "b": both, "only": "> 灯火灯火灯火灯火灯火灯火\n"})
    made = commentary_against_quotes(notes)
    assert made[["word", "n_target", "n_reference"]].values.tolist() == [["怀疑", 12, 0], ["渡船", 0, 12]]
    assert made.attrs == {"n_left_out": 0, "n_one_voice": 1}


def test_a_book_is_compared_with_the_other_books_and_not_with_posts_about_none(tmp_path):
    toml = (
        NOTES + '[[books]]\ntitle = "旧日渡口"\nposts = ["a*"]\n[[books]]\ntitle = "灯火"\nposts = ["b*"]\n'
    )
    texts = {
        name: f"> 船。\n\n{word * 6}。\n" for name, word in (("a", "怀疑"), ("b", "佩服"), ("c", "旅行"))
    }
    made = book_against_others(corpus(tmp_path, texts, toml), "旧日渡口")
    assert made[["word", "n_target", "n_reference"]].values.tolist() == [["怀疑", 6, 0], ["佩服", 0, 6]]


def test_a_book_that_is_not_in_the_corpus_is_refused(tmp_path):
    with pytest.raises(ValueError, match="book='灯塔' is not in the corpus"):
        book_against_others(corpus(tmp_path, {"a": "渡口。\n"}), "灯塔")


# Keyword in context


def lines(made: pd.DataFrame) -> list[str]:
    return [
        f"{row.left}[{row.keyword}]{row.right} {row.voice} {row.path}:{row.line}" for row in made.itertuples()
    ]


PLACES = """
> 燈火很遠。
>
> 灯火很近。

第一句没有。第二句说“灯火灭了又亮”，又说燈火。

- 一项
- 灯火
"""


def test_a_concordance_shows_both_voices_in_reading_order_as_they_are_written(tmp_path):
    assert lines(concordance(corpus(tmp_path, {"a": PLACES}), "灯火", width=4)) == [
        "        [燈火]很遠。 quote a.md:2",
        " 很遠。 [灯火]很近。 quote a.md:2",
        " 二句说“[灯火]灭了又亮 quote a.md:6",
        " ”，又说[燈火]。 commentary a.md:6",
        "   一项 [灯火] commentary a.md:9",
    ]


def test_keywords_stand_below_each_other_whatever_script_is_before_them(tmp_path):
    made = concordance(corpus(tmp_path, {"a": "渡口的灯火，a lamp 灯火\n\n> 灯火\n"}), "灯火", width=6)
    assert [width(left) for left in made["left"]] == [12, 12, 12]


def test_traditional_characters_are_found_by_simplified_ones_and_the_other_way_round(tmp_path):
    notes = corpus(tmp_path, {"a": "讀書與读书。\n"})
    for keyword in ("读书", "讀書"):
        assert concordance(notes, keyword)["keyword"].tolist() == ["讀書", "读书"]
    assert concordance(corpus(tmp_path, {"a": "乾隆。\n"}), "乾")["keyword"].tolist() == ["乾"]


def test_a_phrase_is_found_over_the_end_of_a_line_and_any_blanks(tmp_path):
    notes = corpus(tmp_path, {"a": "It is the moral\nlaw, the Moral  Law.\n"})
    assert len(concordance(notes, "moral law")) == 2


def test_latin_letters_are_found_as_whole_words_also_beside_chinese_ones(tmp_path):
    notes = corpus(tmp_path, {"a": "The art of a party，读ART之后。C++ and C.\n"})
    assert concordance(notes, "art")["keyword"].tolist() == ["art", "ART"]
    assert concordance(notes, "c++")["keyword"].tolist() == ["C++"]


def test_marks_can_be_sought_also_where_there_is_no_sentence(tmp_path):
    notes = corpus(tmp_path, {"a": "> 船。\n\n难道？\n"})
    found = ["难道[？] commentary a.md:3"]
    assert lines(concordance(notes, "？", width=2)) == found
    assert lines(concordance(replace(notes, sentences=notes.sentences[:0]), "？", width=2)) == found


def test_a_keyword_is_no_pattern(tmp_path):
    assert concordance(corpus(tmp_path, {"a": "渡口。\n"}), "渡.").empty


def test_one_voice_can_be_searched_alone_and_inline_quotes_are_quotes(tmp_path):
    notes = corpus(tmp_path, {"a": PLACES})
    quotes, answers = concordance(notes, "灯火", "quote"), concordance(notes, "灯火", "commentary")
    assert (len(quotes), len(answers)) == (3, 2)
    assert set(quotes["id"]) <= set(notes.quotes["quote_id"])
    assert set(answers["id"]) <= set(notes.commentary["commentary_id"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keyword": " "}, "keyword=' ' is empty"),
        ({"keyword": "船", "width": 0}, "width=0 is below 1"),
        ({"keyword": "船", "voice": "reader"}, "voice='reader' is not one of"),
    ],
)
def test_a_concordance_refuses_what_it_cannot_show(tmp_path, arguments, message):
    with pytest.raises(ValueError, match=message):
        concordance(corpus(tmp_path, {"a": "渡口。\n"}), **arguments)


# Collocation

COMPANY = """
> 船。

灯火照亮渡口，灯火熄灭。

水手照亮甲板。

渡口没有水手。
"""


def test_collocates_are_the_words_near_a_word_in_the_same_block(tmp_path):
    # 灯火 照亮 渡口 灯火 熄灭 | 水手 照亮 甲板 | 渡口 没有 水手: 3 of the 9 other words are near
    made = collocates(corpus(tmp_path, {"a": COMPANY}), "燈火", span=1, least=1, stopwords=())
    assert made[["word", "n", "n_word", "n_posts"]].values.tolist() == [
        ["熄灭", 1, 1, 1],
        ["渡口", 1, 2, 1],
        ["照亮", 1, 2, 1],
    ]
    assert made["expected"].tolist() == pytest.approx([3 / 9, 6 / 9, 6 / 9])
    assert made["log_dice"].tolist() == pytest.approx([14 + np.log2(2 / 3), 13, 13])


def test_collocates_are_never_across_the_edge_of_a_block(tmp_path):
    made = collocates(corpus(tmp_path, {"a": COMPANY}), "灯火", span=20, least=1, stopwords=())
    assert sorted(made["word"]) == sorted(["渡口", "照亮", "熄灭"])


def test_collocates_are_said_the_oftener_the_closer_and_rare_company_is_left_out(tmp_path):
    text = "> 船。\n\n" + "灯火照亮。\n\n" * 3 + "灯火熄灭。\n\n灯火熄灭。\n\n照亮甲板。\n"
    made = collocates(corpus(tmp_path, {"a": text}), "灯火", least=2)
    assert made["word"].tolist() == ["照亮", "熄灭"]
    assert collocates(corpus(tmp_path, {"a": text}), "灯火")["word"].tolist() == ["照亮"]


def test_a_word_that_the_voice_does_not_use_is_refused_with_words_like_it(tmp_path):
    with pytest.raises(ValueError, match="word='渡' is no word of the commentary; near it: 渡口"):
        collocates(corpus(tmp_path, {"a": "渡口。\n"}), "渡")


@pytest.mark.parametrize("arguments", [{"span": 0}, {"least": 0}])
def test_collocates_need_a_span_and_a_count_of_one_at_least(tmp_path, arguments):
    (name, value), *_ = arguments.items()
    with pytest.raises(ValueError, match=f"{name}={value} is below 1"):
        collocates(corpus(tmp_path, {"a": "渡口。\n"}), "渡口", **arguments)
