"""Where blocks begin and end, and of what kind they are."""

from pathlib import Path

import pytest

from dhtools.parse import blocks, front_matter
from dhtools.parse.blocks import Drawn
from dhtools.parse.conventions import DEFAULT, Conventions
from dhtools.parse.passages import Passage
from fixtures import fixture_cases

CASES = Path(__file__).parent / "fixtures" / "blocks.md"
SIGNS = {"→": "\t", "⟨CR⟩": "\r"}


def _draw(text: str, conventions: Conventions = DEFAULT) -> Drawn:
    front = front_matter.read(text, "灯.md")
    return blocks.extract(text, front.end, front.lines, conventions)


def _line(passage: Passage) -> str:
    """A block as the fixtures write it: kind and lines, then what is special about it."""
    span = f"{passage.first}-{passage.last}" if passage.last > passage.first else f"{passage.first}"
    special = {
        "level": passage.level if passage.kind == "heading" else 0,
        "callout": passage.callout,
        "title": passage.title,
        "footnote": passage.footnote,
        "depth": passage.depth if passage.depth > 1 else 0,
    }
    words = [f"{name} {value}" for name, value in special.items() if value]
    return " ".join([passage.kind, span, *words, *(["lazy"] if passage.is_lazy else [])])


def _shown(text: str, conventions: Conventions = DEFAULT) -> list[str]:
    return [_line(passage) for passage in _draw(text, conventions).passages]


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_blocks(given, expected):
    for sign, control in SIGNS.items():
        given = given.replace(sign, control)
    assert _shown(given) == expected.splitlines()


def _read(text: str, conventions: Conventions = DEFAULT) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text.strip()) for passage in _draw(text, conventions).passages]


LAZY_IS_COMMENTARY = Conventions(lazy="commentary")


def test_lines_after_a_quote_are_commentary_where_the_conventions_say_so():
    assert _read("> 点灯要钱。\n船夫说得对。\n灯是借来的。\n", LAZY_IS_COMMENTARY) == [
        ("quote", "点灯要钱。"),
        ("commentary", "船夫说得对。灯是借来的。"),
    ]


def test_lines_after_a_quote_in_a_list_item_are_commentary_where_the_conventions_say_so():
    assert _shown("- > 点灯要钱。\n  船夫说得对。\n", LAZY_IS_COMMENTARY) == ["quote 1", "commentary 2"]


def test_a_line_between_two_with_their_mark_stays_quoted_whatever_the_conventions_say():
    text = "> 点灯要钱，\n钱从船钱里出，\n> 船钱从鱼里出。\n"
    assert _shown(text, LAZY_IS_COMMENTARY) == ["quote 1-3 lazy"]


def test_a_quote_without_lazy_lines_is_the_same_under_all_conventions():
    text = "> 点灯要钱。\n>\n> 钱从船钱里出。\n\n船夫说得对。\n"
    assert _shown(text, LAZY_IS_COMMENTARY) == _shown(text) == ["quote 1-3", "commentary 5"]


def test_the_conventions_say_which_callouts_are_quotes():
    text = "> [!原文] 第46页\n> 点灯要钱。\n\n> [!quote]\n> 灯是借来的。\n"
    assert _shown(text, Conventions(callouts=("原文",))) == [
        "quote 1-2 callout 原文 title 第46页",
        "commentary 4-5 callout quote",
    ]


def test_the_conventions_say_which_shortcodes_are_quotes():
    text = "{{< cite >}}\n点灯要钱。\n{{< /cite >}}\n"
    assert _shown(text) == ["html 1", "commentary 2", "html 3"]
    assert _shown(text, Conventions(shortcodes=("cite",))) == ["quote 1-3 callout cite"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("> 点灯要钱。\n>\n> 钱从船钱里出。\n", "点灯要钱。\n钱从船钱里出。", id="paragraphs"),
        pytest.param("> A lamp costs\n> money.\n", "A lamp costs money.", id="a line break"),
        pytest.param("> 一只小船，  \n> 一盏灯。\n", "一只小船，\n一盏灯。", id="a hard line break"),
        pytest.param("> - 灯\n> - 油\n", "灯\n油", id="a list"),
        pytest.param("> [!quote] 第46页\n> 点灯要钱。\n", "第46页\n点灯要钱。", id="a callout with a title"),
        pytest.param("> [!quote]\n> 点灯要钱。\n", "点灯要钱。", id="a callout without a title"),
        pytest.param("<blockquote><p>点灯</p><p>要钱</p></blockquote>\n", "点灯\n要钱", id="HTML"),
        pytest.param("<blockquote>点灯&nbsp;要<b>钱</b><br>。</blockquote>\n", "点灯 要钱\n。", id="tags"),
        pytest.param(
            "<blockquote>\n\n点灯**要钱**。\n\n</blockquote>\n", "点灯要钱。", id="Markdown in HTML"
        ),
        pytest.param("{% quote 林渡 %}\n点灯\n\n要钱\n{% endquote %}\n", "点灯\n要钱", id="a shortcode"),
        pytest.param("> 点灯要钱。\n\n——林渡《灯》\n", "点灯要钱。\n——林渡《灯》", id="an attribution below"),
        pytest.param("> 📌 点灯要钱。 ⏱ 2021-03-04 05:06:07 ^3300012345-7-1\n", "点灯要钱。", id="WeRead"),
    ],
)
def test_a_quote_reads_as_its_author_wrote_it(text, expected):
    assert _read(text) == [("quote", expected)]


def test_a_thought_in_weread_reads_without_the_machinery_of_its_highlight():
    assert _read("> 📌 点灯要钱。 ⏱ 2021-03-04 05:06:07\n> 💭 灯是借来的。\n") == [
        ("quote", "点灯要钱。"),
        ("commentary", "灯是借来的。"),
    ]


def test_items_of_a_list_and_the_line_above_read_as_lines():
    assert _read("三样东西：\n- 灯，\n  借来的\n- 油\n") == [("commentary", "三样东西：\n灯，借来的\n油")]


def test_a_thought_in_a_list_below_its_highlight_reads_alike():
    assert _read("> 📌 点灯要钱。 ^3300012345-7-1\n- 💭 灯是借来的。 - ⏱ 2021-03-04 05:06:07\n") == [
        ("quote", "点灯要钱。"),
        ("commentary", "灯是借来的。"),
    ]


def test_a_list_in_a_quote_that_lazy_lines_close_loses_none_of_its_text():
    assert _read("> 三样东西：\n> - 灯\n> - 油\n船夫说得对。\n", LAZY_IS_COMMENTARY) == [
        ("quote", "三样东西：\n灯\n油"),
        ("commentary", "船夫说得对。"),
    ]
