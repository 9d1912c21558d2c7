"""Which commentary introduces a quote, and which answers it."""

from pathlib import Path

import pytest

from dhtools.parse import links
from fixtures import fixture_cases
from parsed import lines_of, parsed

CASES = Path(__file__).parent / "fixtures" / "links.md"


def _summary(records) -> str:
    """The ties as the fixtures write them: relation, lines of commentary and quote, rule; then problems."""
    at = {row.quote_id: lines_of(row) for row in records["quotes"]}
    at |= {row.commentary_id: lines_of(row) for row in records["commentary"]}
    made = [
        f"{row.relation} {at[row.commentary_id]} to {at[row.quote_id]} {row.rule} {row.confidence}"
        for row in records["links"]
    ]
    made += [f"{row.severity} {row.code}: {row.message}" for row in records["problems"]]
    return "".join(f"{line}\n" for line in made) or "none\n"


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_links(given, expected, tmp_path):
    assert _summary(parsed(given, tmp_path)) == expected


def test_rows_repeat_their_ties(tmp_path):
    records = parsed("林渡写道：\n\n> 船靠岸了。\n\n这句不对。\n", tmp_path)
    (quote,) = records["quotes"]
    leadin, answer = records["commentary"]
    assert (quote.leadin_id, leadin.answers_id, answer.answers_id) == (
        leadin.commentary_id,
        None,
        quote.quote_id,
    )


@pytest.mark.parametrize(
    "text",
    [
        "林渡写道：",
        "林渡接着说",
        "原文如下。",
        "在那次会议上的讲话中，",
        "He writes:",
        "It reads as follows.",
        "On this (p. 12)",
    ],
)
def test_a_colon_a_verb_of_saying_or_as_follows_introduces(text):
    assert links.introduces(text)


@pytest.mark.parametrize("text", ["船靠岸了。", "他说得对。", "The ferry came in.", ""])
def test_a_closed_sentence_does_not_introduce(text):
    assert not links.introduces(text)


def test_a_lead_in_is_one_short_sentence():
    assert links.is_bare_leadin("林渡写岸：")
    assert not links.is_bare_leadin("船慢不是船的错。林渡写岸：")
    assert not links.is_bare_leadin("岸" * 91)
    assert links.is_bare_leadin("the shore " * 20)
