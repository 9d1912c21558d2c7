"""What a reader sees of a text, and where in the file each character of it stands."""

import pytest

from dhtools.parse import blocks
from dhtools.parse.conventions import DEFAULT
from dhtools.parse.reading import Mark, Reading, fold, joint, language, n_chars


def _first(text: str) -> Reading:
    return blocks.extract(text, 0, None, DEFAULT).passages[0].reading


def _pieces(text: str) -> list[str]:
    """What stands in the file for each character of its first block's reading text."""
    reading = _first(text)
    return [text[reading.source(k) : reading.source_end(k + 1)] for k in range(reading.length)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("灯是*借来*的。", "灯是借来的。", id="emphasis"),
        pytest.param("灯是**借来**的，__the__ ***lamp***。", "灯是借来的，the lamp。", id="strong"),
        pytest.param("灯是`借来`的。", "灯是借来的。", id="code"),
        pytest.param("见[旧日渡口](https://example.org)。", "见旧日渡口。", id="link"),
        pytest.param("见<https://example.org>。", "见https://example.org。", id="address"),
        pytest.param("灯[^1]是借来的。\n\n[^1]: 注", "灯是借来的。", id="footnote reference"),
        pytest.param("灯&amp;油&nbsp;&lt;借&gt;&#29017;", "灯&油\xa0<借>煙", id="entities"),
        pytest.param("灯\\*油\\[借\\]", "灯*油[借]", id="backslashes"),
        pytest.param("灯<b>是</b><br>借来的。", "灯是\n借来的。", id="inline tags"),
        pytest.param("灯{{< mark >}}油{{< /mark >}}火", "灯油火", id="shortcodes"),
        pytest.param("用`{{ 灯 }}`写\\{{ 油 }}。", "用{{ 灯 }}写{{ 油 }}。", id="shortcodes in code"),
        pytest.param(
            "```\n{% include 灯 %}\n{{ 油 }}=3\n```", "{% include 灯 %}\n{{ 油 }}=3", id="shortcodes shown"
        ),
        pytest.param("灯\u200b油\ufeff火\x08\u00ad", "灯油火", id="invisible characters"),
        pytest.param("　　灯是借来的。", "灯是借来的。", id="indent of full-width blanks"),
        pytest.param("共5~10盏，3~4斤油。", "共5~10盏，3~4斤油。", id="tildes of ranges"),
        pytest.param("灯~~是借来~~的。", "灯是借来的。", id="strike-through"),
    ],
)
def test_reading_text_has_no_markup(text, expected):
    assert _first(text).text.strip() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("灯是借来的，\n油也是。", "灯是借来的，油也是。", id="Chinese"),
        pytest.param("A lamp\nis lent.", "A lamp is lent.", id="English"),
        pytest.param("A lamp\r\nis lent.", "A lamp is lent.", id="CRLF"),
        pytest.param("灯是 lamp\n油是 oil", "灯是 lamp油是 oil", id="English before Chinese"),
        pytest.param("油是\noil", "油是oil", id="Chinese before English"),
        pytest.param("A *lamp*\n*is* lent.", "A lamp is lent.", id="emphasis at both sides"),
        pytest.param("A lamp  \nis lent.", "A lamp\nis lent.", id="a hard break of blanks"),
        pytest.param("A lamp\\\nis lent.", "A lamp\nis lent.", id="a hard break of a backslash"),
        pytest.param("A lamp<br>is lent.", "A lamp\nis lent.", id="a hard break of HTML"),
        pytest.param("- lamp\n- oil", "lamp\noil", id="list items"),
    ],
)
def test_a_line_break_reads_as_its_neighbours_ask(text, expected):
    assert _first(text).text == expected


def test_a_joint_is_a_blank_only_between_words_that_need_one():
    pairs = [
        ("a", "b"),
        (".", "A"),
        ("灯", "油"),
        ("灯", "a"),
        ("a", "灯"),
        ("，", "a"),
        (" ", "a"),
        ("", "a"),
    ]
    assert [joint(before, after) for before, after in pairs] == [" ", " ", "", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a灯b", ["a", "灯", "b"], id="plain"),
        pytest.param("𠀀灯😀a", ["𠀀", "灯", "😀", "a"], id="beyond the basic plane"),
        pytest.param("a*灯*b", ["a", "灯", "b"], id="emphasis"),
        pytest.param("a`灯`b", ["a", "灯", "b"], id="code"),
        pytest.param("a&amp;b", ["a", "&amp;", "b"], id="an entity"),
        pytest.param("a&#29017;b", ["a", "&#29017;", "b"], id="an entity by number"),
        pytest.param("a\\*b", ["a", "*", "b"], id="a backslash"),
        pytest.param("灯\u200b油", ["灯", "油"], id="an invisible character"),
        pytest.param("a\nb", ["a", "\n", "b"], id="a soft break"),
        pytest.param("灯\n油", ["灯", "油"], id="a soft break between Chinese"),
        pytest.param("> a\n> b", ["a", "\n", "b"], id="a quote"),
        pytest.param("<p>灯&lt;<b>油</b></p>", ["灯", "&lt;", "油"], id="HTML"),
        pytest.param("<p>灯\u200b油</p>", ["灯", "油"], id="an invisible character in HTML"),
    ],
)
def test_every_character_knows_its_place_in_the_file(text, expected):
    assert _pieces(text) == expected


def test_a_run_of_text_spans_the_markup_inside_it_but_not_around_it():
    text = "他说*灯*是&lt;借&gt;的。"
    reading = _first(text)
    at = reading.text.index("灯")
    assert text[reading.source(at) : reading.source_end(at + 5)] == "灯*是&lt;借&gt;"
    assert text[reading.source(0) : reading.source_end(2)] == "他说"


def test_marks_know_what_they_cover_in_the_text_and_in_the_file():
    text = "见*灯*与[油](https://example.org/oil)、`火`[^1]。\n\n[^1]: 注"
    reading = _first(text)
    assert reading.text == "见灯与油、火。"
    assert reading.marks == [
        Mark("emphasis", 1, 2, 1, 4),
        Mark("link", 3, 4, 5, 33, "https://example.org/oil"),
        Mark("code", 5, 6, 34, 37),
        Mark("footnote", 6, 6, 37, 41, "1"),
    ]


def test_paired_tags_of_html_are_marks():
    reading = _first("见<em>灯</em>与<a href='https://example.org'>油</a><sup>1</sup><i>。")
    assert [(mark.kind, reading.text[mark.start : mark.end], mark.target) for mark in reading.marks] == [
        ("emphasis", "灯", ""),
        ("link", "油", "https://example.org"),
        ("superscript", "1", ""),
    ]


def test_a_slice_keeps_places_and_cuts_the_marks_that_cross_its_edges():
    text = "灯是*借来的*，油&amp;火也是。"
    cut = _first(text).slice(3, 8)
    assert cut.text == "来的，油&"
    assert [text[cut.source(k) : cut.source_end(k + 1)] for k in range(5)] == [
        "来",
        "的",
        "，",
        "油",
        "&amp;",
    ]
    assert cut.marks == [Mark("emphasis", 0, 2, 2, 7)]


def test_the_whole_slice_is_the_reading_itself():
    reading = _first("灯是*借来的*，油&amp;火也是。")
    whole = reading.slice(0, reading.length)
    assert (whole.text, whole.spans, whole.marks) == (reading.text, reading.spans, reading.marks)


def test_an_empty_slice_has_no_text():
    assert _first("灯是借来的。").slice(2, 2).text == ""


def test_an_offset_of_the_file_finds_the_first_character_at_or_after_it():
    text = "灯*是*&amp;油"
    reading = _first(text)
    assert [reading.index(at) for at in (0, 1, 2, 3, 4, 9, 10)] == [0, 1, 1, 2, 2, 3, 4]


def test_readings_append_with_their_places_and_marks():
    reading = Reading()
    reading.add("灯", 0, 1)
    other = Reading()
    other.add("油火", 10, 12)
    other.marks.append(Mark("emphasis", 0, 2, 9, 13))
    reading.extend(other)
    assert (reading.text, reading.spans) == ("灯油火", [(0, 0, 1), (1, 10, 12)])
    assert reading.marks == [Mark("emphasis", 1, 3, 9, 13)]
    assert [(reading.source(k), reading.source_end(k + 1)) for k in range(3)] == [(0, 1), (10, 11), (11, 12)]


def test_an_empty_reading_has_no_place():
    assert (Reading().text, Reading().source(0), Reading().source_end(0)) == ("", 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("灯是借来的。", "zh"),
        ("燈是借來的。", "zh"),
        ("The lamp is lent.", "en"),
        ("La lampe est prêtée.", "en"),
        ("灯是借来的，油也是借来的，只有 lamp 不是。", "zh"),
        ("The lamp is lent and so is the oil of the ferry, 灯.", "en"),
        ("灯叫 lamp，油叫 oil。", "mixed"),
        ("46", None),
        ("……，。※", None),
        ("", None),
    ],
)
def test_the_language_is_that_of_nine_words_in_ten(text, expected):
    assert language(text) == expected


def test_white_space_is_not_counted():
    assert n_chars(" 灯　是\n借来\xa0的。") == 6


def test_folded_texts_are_equal_where_case_width_and_white_space_alone_differ():
    assert fold("Ｌａｍｐ　灯 １") == fold("lamp灯1") == "lamp灯1"
