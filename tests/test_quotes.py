"""What is known of a quote: its page, its omissions, where it was read, who speaks."""

from pathlib import Path

import pytest

from dhtools.parse import quotes
from fixtures import fixture_cases
from parsed import lines_of, parsed

CASES = Path(__file__).parent / "fixtures" / "quotes.md"


def _summary(records) -> str:
    """The quotes that are set off, as the fixtures write them: lines and source, then what else is known."""
    leadins = {row.commentary_id: lines_of(row) for row in records["commentary"]}
    made = []
    for quote in records["quotes"]:
        if quote.form != "block":
            continue
        known = {
            "work": quote.work,
            "speaker": quote.speaker,
            quote.locator_kind: " to ".join(dict.fromkeys(filter(None, (quote.page_start, quote.page_end)))),
            "omissions": quote.n_omissions,
            "leadin": leadins.get(quote.leadin_id),
            "sure": quote.confidence if quote.confidence < 1 else None,
        }
        words = [f"{name} {value}" for name, value in known.items() if value]
        made.append(", ".join([f"{lines_of(quote)} {quote.source}", *words]))
    made += [f"{row.severity} {row.code}, line {row.line}" for row in records["problems"]]
    return "".join(f"{line}\n" for line in made)


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_quotes(given, expected, tmp_path):
    assert _summary(parsed(given, tmp_path)) == expected


def test_words_without_a_source_are_unknown_in_a_post_about_no_work(tmp_path):
    records = parsed("> 船靠岸了。\n> ——王船\n", tmp_path, name="随想.md")
    assert _summary(records) == "1-2 unknown, speaker 王船\n"


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("……船靠岸了。", 1),
        ("船靠岸了……", 1),
        ("船靠岸了。……人上船了。", 1),
        ("船靠岸了。（……）人上船了。", 1),
        ("船〔……〕靠岸了。", 1),
        ("船靠岸了，［略］人上船了。", 1),
        ("船靠岸了。。。。人上船了。。。。", 2),
        ("The ferry [...] came in.", 1),
        ("The ferry ... came in.", 1),
        ("The ferry came in. . . . The lamp went out.", 1),
        ("... came in.", 1),
        ("[…] The ferry came in. […]", 2),
    ],
)
def test_dots_in_brackets_or_at_the_edge_of_a_sentence_are_omissions(text, n):
    assert quotes.n_omissions(text) == n


@pytest.mark.parametrize("text", ["我希望……我能上船。", "船靠岸了。", "攻略在此。", "It is 1.5 miles."])
def test_a_pause_inside_a_sentence_is_none(text):
    assert quotes.n_omissions(text) == 0
