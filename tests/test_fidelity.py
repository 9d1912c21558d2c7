"""How true a quote is: passages planted in an invented book, changed in known ways."""

import random

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dhtools.measure import reuse
from dhtools.measure.folding import fold
from dhtools.show import diffs
from noting import corpus

BOOK = """    渡口在镇子的北边，冬天河水结冰，船家便把船拖上岸来，用草席盖好。林渡先生每天清早走过石桥，到账房里去点灯。
账房的先生姓何，写得一手好字，却从来不肯替人写信。镇上的人都说他心肠硬，只有卖灯油的老周知道，他夜里常常对着一封旧信发呆。
到了三月，冰化了，第一班船载着盐和布匹从下游上来。何先生没有去看，他把窗子关上，又把那封信烧掉了。
The ferry did not run in winter, and nobody in the town asked why. Old Penquill kept the lamp lit all the same,
since a light, he said, was owed to the river and not to the passengers.
"""


def judged(*texts):
    """Kind of each quote, with its variants and omissions."""
    rows = reuse.fidelity(
        pd.DataFrame({"quote_id": [f"q{k}" for k in range(len(texts))], "text": texts}), BOOK
    )
    columns = ["kind", "n_variants", "n_omissions", "n_unmarked"]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[columns].values.tolist()]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("冬天河水结冰，船家便把船拖上岸来，用草席盖好。", ("exact", 0, 0, 0)),
        ("冬天河水結冰,船家便把船拖上岸來,用草席蓋好", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家便把船拖上岸来，用草席盖好。（46页）", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家便把船拖上岸来。\n——林渡《旧日渡口》", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家把船拖上岸来，用草席盖好。", ("variant", 1, 0, 0)),
        ("冬天河水结了冰，船家便把小船拖上岸来，用草席盖好。", ("variant", 2, 0, 0)),
        ("渡口在镇子的北边……林渡先生每天清早走过石桥，到账房里去点灯。", ("abridged", 0, 1, 0)),
        ("渡口在镇子的北边〔略〕林渡先生每天清早走过石桥", ("abridged", 0, 1, 0)),
        ("账房的先生姓何，写得一手好字。\n到了三月，冰化了，第一班船载着盐和布匹从下游上来。", ("abridged", 0, 1, 0)),
        ("渡口在镇子的北边，林渡先生每天清早走过石桥，到账房里去点灯。", ("unmarked omission", 0, 1, 1)),
        ("何先生去看，他把窗子关上，又把那封信烧掉了。", ("misquoted", 1, 0, 0)),
        ("何先生［老何］没有去看，他把窗子关上", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船夫就把船儿拖到岸上，用席子盖好。", ("misquoted", 6, 0, 0)),
        ("夏天的时候谁也不曾到过南方的山里去。", ("not found", None, None, None)),
        ("“[T]he ferry did not run in winter, and nobody in the town asked why.” (p. 12)", ("exact", 0, 0, 0)),
        ("a light, he said, was owed to the river ... not to the passengers", ("abridged", 0, 1, 0)),
        ("The ferry did run in winter, and nobody in the town asked why.", ("misquoted", 1, 0, 0)),
        ("The ferry didn't run in winter, and nobody in the town asked why.", ("variant", 1, 0, 0)),
        ("何先生没有去看非常高的船，他把窗子关上，又把那封信烧掉了。", ("variant", 1, 0, 0)),
        ("译文如下，与原书无涉，是笔者所加。\n冬天河水结冰，船家便把船拖上岸来", ("partly found", 0, 0, 0)),
        ("冬天河水结冰，这是他从前在别处听人说起过的，船家便把船拖上岸来", ("misquoted", 1, 0, 0)),
        ("到了四月，冰化了，第一班船载着盐和布匹从下游上来。", ("misquoted", 1, 0, 0)),
        ("到了三月，冰化了，第一班的船载着盐和布匹从下游上来。", ("variant", 1, 0, 0)),
        ("他说，到了三月里", ("not found", None, None, None)),
        ("石桥", ("exact", 0, 0, 0)),
        ("，。……", ("not found", None, None, None)),
        ("", ("not found", None, None, None)),
    ],
)  # fmt: skip
def test_a_planted_change_is_told(text, verdict):
    assert judged(text) == [verdict]


def test_a_quote_is_found_where_it_stands():
    rows = reuse.fidelity(corpus(("a", "quote", "船家便把船拖上岸来"), ("a", "answer", "石桥")), BOOK)
    start, end = rows[["start", "end"]].values.tolist()[0]
    assert BOOK[start:end] == "船家便把船拖上岸来"
    assert rows[["quote_id", "found", "n_places", "share_found", "similarity"]].values.tolist() == [
        ["a/q-1", True, 1, 1.0, 1.0]
    ]


def test_words_that_stand_twice_have_a_place_that_is_a_guess():
    rows = reuse.fidelity(
        pd.DataFrame({"quote_id": ["q"], "text": ["何先生"]}), "何先生来了。账房里没有何先生。"
    )
    assert rows[["start", "end", "n_places"]].values.tolist() == [[0, 3, 2]]


def test_parts_that_stand_far_apart_are_found_over_a_mark():
    book = "甲乙丙丁戊己庚辛壬癸" + BOOK * 40 + "子丑寅卯辰巳午未申酉戌亥"
    quote = pd.DataFrame({"quote_id": ["q"], "text": ["甲乙丙丁戊己庚辛壬癸……子丑寅卯辰巳午未申酉戌亥"]})
    assert reuse.fidelity(quote, book)[["kind", "start", "end"]].values.tolist() == [
        ["abridged", 0, len(book)]
    ]


def test_a_refrain_is_found():
    rows = reuse.fidelity(
        pd.DataFrame({"quote_id": ["q"], "text": ["哈哈哈哈哈哈，哈哈"]}), f"他笑：{'哈' * 500}。"
    )
    assert rows[["kind", "start", "end"]].values.tolist() == [["exact", 3, 11]]


def test_a_long_quote_with_many_changes_is_found():
    book = "".join(random.Random(1).choices(ALONE, k=9000))
    changed = "".join("船" if k % 13 == 12 else c for k, c in enumerate(book))
    rows = reuse.fidelity(pd.DataFrame({"quote_id": ["q"], "text": [changed]}), book)
    assert rows[["kind", "start", "n_variants"]].values.tolist() == [["variant", 0, 692]]


def test_quotes_need_a_key_and_a_text():
    with pytest.raises(ValueError, match="quotes have no column quote_id: quote_id and text are needed"):
        reuse.fidelity(pd.DataFrame({"text": ["石桥"]}), BOOK)


def test_an_empty_book_holds_nothing():
    rows = reuse.fidelity(pd.DataFrame({"quote_id": ["q"], "text": ["石桥"]}), "")
    assert rows["kind"].tolist() == ["not found"]


def test_no_quotes_make_an_empty_table():
    assert len(reuse.fidelity(corpus(("a", "commentary", "石桥")), BOOK)) == 0


# Properties, on a book in which no character stands twice

ALONE = [c for c in map(chr, range(0x4E00, 0x5600)) if fold(c) == c and c not in "不没未非无勿莫别甚"][:900]
UNIQUE = "".join(f"{c}。" if k % 17 == 0 else c for k, c in enumerate(ALONE))
PLACE = st.integers(0, 800)


def planted(text):
    row = reuse.fidelity(pd.DataFrame({"quote_id": ["q"], "text": [text]}), UNIQUE).iloc[0]
    return row["kind"], int(row["start"]), int(row["end"])


@settings(deadline=None)
@given(PLACE, st.integers(1, 99))
def test_every_passage_of_a_book_is_an_exact_quote(start, n):
    passage = UNIQUE[start : start + n].strip("。")
    assume(passage)
    at = UNIQUE.index(passage)
    assert planted(passage) == ("exact", at, at + len(passage))


@settings(deadline=None)
@given(
    PLACE, st.integers(6, 40), st.integers(6, 30), st.integers(6, 40), st.sampled_from(["……", "[...]", ""])
)
def test_what_is_left_out_is_abridged_where_a_mark_says_so(start, n_before, n_omitted, n_after, mark):
    before = UNIQUE[start : start + n_before].strip("。")
    after = UNIQUE[start + n_before + n_omitted :][:n_after].strip("。")
    assume(len(after) >= 6)
    kind = "abridged" if mark else "unmarked omission"
    at = UNIQUE.index(before)
    assert planted(before + mark + after) == (kind, at, UNIQUE.index(after) + len(after))


@settings(deadline=None)
@given(PLACE, st.integers(12, 40), st.integers(5, 30), st.sampled_from(["", "船船", "船"]))
def test_a_changed_word_is_a_variant(start, n, at, word):
    passage = UNIQUE[start : start + n].replace("。", "")
    assume(at < len(passage) - 5)
    changed = passage[:at] + word + passage[at + 1 :]
    kind, first, last = planted(changed)
    assert (kind, UNIQUE[first:last].replace("。", "")) == ("variant", passage)


# The difference, written out

PIECES = st.lists(
    st.sampled_from(["灯火", "渡口", "在", "没有", "……", "。", "\n", " lamp", "（46页）", "[注]", "——"]),
    max_size=14,
)


@settings(deadline=None)
@given(PIECES, PIECES)
def test_a_difference_holds_both_texts(quote, book):
    quote, book = "".join(quote), "".join(book)
    rows = reuse.diff(quote, book)
    if len(rows):
        assert ("".join(rows["quote"]), "".join(rows["book"])) == (quote, book)
    assert diffs.html(rows)


def test_changes_around_a_stray_word_are_one():
    rows = reuse.diff("不要悲伤，因为这并不重要；如果", "不要悲伤，因为这是微不足道的；如果")
    assert rows[["op", "quote", "book"]].values.tolist() == [
        ["equal", "不要悲伤，因为这", "不要悲伤，因为这"],
        ["replace", "并不重要", "是微不足道的"],
        ["equal", "；如果", "；如果"],
    ]


def test_an_omission_says_whether_anything_marks_it():
    rows = reuse.diff(
        "渡口在镇子的北边……林渡先生走过石桥到账房",
        "渡口在镇子的北边，冬天河水结冰。林渡先生每天清早走过石桥到账房",
    )
    assert rows[["op", "quote", "book"]].values.tolist() == [
        ["equal", "渡口在镇子的北边", "渡口在镇子的北边，"],
        ["omission", "……", "冬天河水结冰"],
        ["equal", "林渡先生", "。林渡先生"],
        ["omission", "", "每天清早"],
        ["equal", "走过石桥到账房", "走过石桥到账房"],
    ]
    assert rows["is_marked"].dropna().tolist() == [True, False]


def test_a_difference_as_html_marks_what_is_in_one_text_only():
    page = diffs.html(reuse.diff("第一班船载着盐和布匹", "第一班船载着酒和布匹"), "a/q-1 <渡口>")
    assert page.startswith(
        '<figure style="max-width:45em;line-height:1.7"><figcaption>a/q-1 &lt;渡口&gt;</figcaption>'
        "<blockquote>第一班船载着<del>酒</del><ins>盐</ins>和布匹</blockquote>"
    )


def test_a_difference_as_html_lets_no_markup_through():
    page = diffs.html(reuse.diff("<script>灯</script>火", "<b>灯</b>火"))
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_quote_without_changes_has_no_legend():
    assert diffs.html(reuse.diff("灯火", "灯火")) == (
        '<figure style="max-width:45em;line-height:1.7"><blockquote>灯火</blockquote></figure>'
    )


def test_much_that_is_left_out_is_shown_at_its_ends():
    left_out = "一" * 40 + "二" * 100 + "三" * 40
    page = diffs.html(reuse.diff("灯火通明……渡口无人", f"灯火通明{left_out}渡口无人"))
    assert f"灯火通明……<del>[{'一' * 40} … 100 characters … {'三' * 40}]</del>渡口无人" in page


def test_rows_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="op='moved' is not one of equal, replace, insert, delete, omission"):
        diffs.html(pd.DataFrame({"op": ["moved"], "quote": [""], "book": [""]}))
