"""What a commentary block does."""

import pytest

from dhtools.parse import roles
from dhtools.parse.roles import Role

NOTHING = {
    "is_bare": False,
    "is_leadin": False,
    "is_note": False,
    "answers": False,
    "is_critical": False,
    "reports": False,
}


def _judged(text: str, language: str = "zh", **known) -> Role:
    return roles.judge(text, language, **(NOTHING | known))


@pytest.mark.parametrize("text", ["46页：", "（第46页）", "*p. 46*", "【四十六页】"])
def test_a_page_alone_is_a_lead_in(text):
    assert _judged(text) == Role("leadin", "page_only")


def test_one_short_sentence_that_introduces_is_a_lead_in():
    assert _judged("林渡写岸：", is_leadin=True) == Role("leadin", "introduces")
    assert _judged("林渡写岸：") == Role("context", "adds")


def test_an_introduction_that_says_more_is_judged_by_what_it_says():
    assert _judged("船慢不是船的错。林渡写岸：", is_leadin=True) == Role("context", "adds")
    assert _judged("林渡居然写岸：", is_leadin=True, is_critical=True) == Role(
        "critique", "critical_sentence"
    )


def test_a_note_is_context_unless_it_judges():
    assert _judged("渡口在城东。", is_note=True) == Role("context", "note")
    assert _judged("作者弄错了渡口。", is_note=True, is_critical=True) == Role("critique", "note")


def test_a_critical_sentence_makes_a_critique():
    known = {"answers": True, "is_critical": True}
    assert _judged("作者弄错了渡口。", **known) == Role("critique", "critical_sentence")


@pytest.mark.parametrize(
    "text",
    [
        "林渡：《旧日渡口》，河边出版社，2019",
        "Lin Du, The River Road, Ferry Press, 2019.",
        "《旧日渡口》／林渡",
    ],
)
def test_the_data_of_an_edition_are_meta(text):
    language = "en" if text.isascii() else "zh"
    assert _judged(text, language) == Role("meta", "bibliography")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("本文只记船。", "zh"),
        ("断断续续读了三个月，终于读完。", "zh"),
        ("下次再写灯。", "zh"),
        ("未完待续。", "zh"),
        ("I just finished the river book.", "en"),
        ("To be continued.", "en"),
        ("P.S. The lamp is out.", "en"),
    ],
)
def test_words_on_the_notes_or_the_reading_are_meta(text, language):
    assert _judged(text, language) == Role("meta", "speaks_of_the_notes")


def test_words_on_the_notes_that_answer_a_quote_are_not_meta():
    assert _judged("这段翻译和我想的一样。", answers=True) == Role("context", "answers")


def test_long_paragraphs_are_not_meta():
    assert _judged("本文只记船。" + "我们坐船过河。" * 100).role == "context"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("本书讲述1905年的渡口，作者指出船慢。", "zh", Role("summary", "reports")),
        (
            "The author explains the ferry, and chapter two describes the lamp.",
            "en",
            Role("summary", "reports"),
        ),
        ("船夫不等人。", "zh", Role("context", "adds")),
        ("也许我们都像船夫，其实自己在等。", "zh", Role("context", "adds")),
        ("Perhaps we are all ferrymen; compare the lamp.", "en", Role("context", "adds")),
    ],
)
def test_what_reports_is_summary_and_what_adds_is_context(text, language, expected):
    assert _judged(text, language) == expected


def test_what_answers_a_quote_is_context_unless_it_reports():
    assert _judged("船夫不等人。", answers=True) == Role("context", "answers")
    assert _judged("作者在本章讲述1905年的渡口。", answers=True) == Role("summary", "reports")


def test_in_a_post_that_reports_what_is_not_the_reader_s_own_is_summary():
    assert _judged("船夫不等人。", reports=True) == Role("summary", "follows_the_book")
    own = "也许我们都像船夫，其实自己在等。"
    assert _judged(own, reports=True) == Role("context", "adds")


def test_a_post_reports_where_figures_are_many_and_the_first_person_rare():
    assert roles.is_report(["1905年开渡。", "船三条。", "1911年停。"] * 2)
    assert not roles.is_report(["我1905年坐过船。", "我想起灯。", "船三条。"] * 2)
    assert not roles.is_report(["船慢。", "灯暗。", "人少。"] * 2)
    assert not roles.is_report(["1905年开渡。"] * 5)
