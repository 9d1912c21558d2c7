"""How a post's front matter is found and read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.parse import front_matter
from dhtools.parse.front_matter import FrontMatter
from dhtools.parse.values import front_json
from fixtures import fixture_cases

CASES = Path(__file__).parent / "fixtures" / "front_matter.md"
SIGNS = {"→": "\t", "⟨CR⟩": "\r", "⟨BOM⟩": "\ufeff"}


def _with_controls(text: str) -> str:
    for sign, control in SIGNS.items():
        text = text.replace(sign, control)
    return text


def _summary(front: FrontMatter, text: str) -> str:
    """The front matter as the fixtures write it: form, lines, first line of the body, values, problems."""
    where = f"{front.form} {front.lines[0]}-{front.lines[1]}" if front.lines else "none"
    line = text[front.end :].split("\n")[0] or ("⏎" if text[front.end :] else "")
    made = [f"{where}, then {line}", front_json(front.values)]
    for problem in front.problems:
        made.append(f"{problem.severity} {problem.code}" + (f", line {problem.line}" if problem.line else ""))
    return "".join(f"{line}\n" for line in made)


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_front_matter(given, expected):
    text = _with_controls(given)
    assert _summary(front_matter.read(text, "灯.md"), text) == _with_controls(expected)


def test_a_broken_line_is_reported_with_its_reason_and_what_became_of_it():
    (problem,) = front_matter.read('---\ntitle: "a" b\n---\n', "灯.md").problems
    assert problem.message == (
        "this line of the front matter is broken (did not find expected key); `title` was read as '\"a\" b'"
    )


def _bomb(alias: str) -> str:
    lines = [f"k{n}: &k{n} {alias.replace('*', f'*k{n - 1}')}\n" for n in range(1, 30)]
    return f"title: 灯\nk0: &k0 {{a: b}}\n{''.join(lines)}"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(_bomb("[*, *, *]"), id="aliases of aliases"),
        pytest.param(_bomb("{<<: [*, *, *]}"), id="merged aliases of aliases"),
        pytest.param("title: 灯\na: " + "[" * 50_000, id="brackets"),
        pytest.param("title: 灯\na:\n  " + "- " * 900, id="short but deep"),
        pytest.param('{"title": ' + "[" * 50_000, id="brackets in JSON"),
        pytest.param("title: 灯\n" + "key: value\n" * 100_000, id="a megabyte"),
        pytest.param("title: 灯\n" + "".join(f'k{n}: "a" b\n' for n in range(5000)), id="broken throughout"),
        pytest.param("title: 1" + ":59" * 30_000, id="a number without end"),
    ],
)
def test_a_front_matter_that_asks_for_too_much_is_refused(head):
    text = f"---\n{head}\n---\n正文"
    front = front_matter.read(text, "灯.md")
    assert front.values == {}
    assert [(p.code, p.severity) for p in front.problems] == [("front-matter-refused", "error")]
    assert text[front.end :] == "正文"


@pytest.mark.parametrize("head", ["a" + ".a" * 20_000 + " = 1", "a = " + "[" * 5000])
def test_toml_that_asks_for_too_much_is_refused(head):
    front = front_matter.read(f"+++\ntitle = '灯'\n{head}\n+++\n", "灯.md")
    assert [(p.code, p.severity) for p in front.problems] == [("front-matter-refused", "error")]


def test_an_endless_front_matter_without_a_closing_fence_stays_in_the_text():
    front = front_matter.read("---\n" + "title: 灯\n" * 100_000, "灯.md")
    assert (front.end, front.lines) == (0, None)
    assert [(p.code, p.severity) for p in front.problems] == [("front-matter-refused", "error")]


def test_json_of_a_front_matter_keeps_its_order_and_says_dates_in_iso():
    front = front_matter.read("---\nz: 渡口\na: 2021-03-04 05:06:07 +08:00\n---\n", "灯.md")
    assert front_json(front.values) == '{"z": "渡口", "a": "2021-03-04T05:06:07+08:00"}'


YAML_LIKE = st.text(st.sampled_from("title：: \t\n\r-+{}[]\"'#&*!|>.0129é渡\ufeff\x08\u2028"), max_size=80)


@given(st.sampled_from(["---\n", "---\r\n", "+++\n", "{", "", "---\n---\n", "title: a\n"]), YAML_LIKE)
def test_no_front_matter_raises_and_its_json_can_be_read_back(opening, rest):
    text = f"{opening}{rest}\n---\n正文"
    front = front_matter.read(text, "灯.md")
    assert 0 <= front.end <= len(text)
    json.loads(front_json(front.values))


@given(st.dictionaries(st.sampled_from(["title", "date", "tags"]), st.text(max_size=20), min_size=1))
def test_values_come_back_from_json_between_fences(values):
    front = front_matter.read(f"---\n{json.dumps(values)}\n---\n", "灯.md")
    assert json.loads(front_json(front.values)) == values
