"""What a post refers to: pages, works, authors, addresses, notes."""

from pathlib import Path

import pytest

from fixtures import fixture_cases
from parsed import parsed

CASES = Path(__file__).parent / "fixtures" / "citations.md"


def _summary(records) -> str:
    """The citations as the fixtures write them: line, form, rule, the words of the file, what they point to."""
    made = []
    for row in records["citations"]:
        author = f" by {row.author}" if row.author else ""
        made.append(f"{row.start_line} {row.form} {row.rule}: {row.raw} → {row.target}{author}")
    return "".join(f"{line}\n" for line in made) or "none\n"


@pytest.mark.parametrize(("given", "expected"), fixture_cases(CASES))
def test_citations(given, expected, tmp_path):
    assert _summary(parsed(given, tmp_path)) == expected


def test_offsets_give_the_words_of_the_file_back(tmp_path):
    text = "\ufeff# 札记\r\n\r\n林渡的《旧日渡口》，*The River* 与 [它](https://example.org/a)（46页）。\r\n"
    rows = parsed(text, tmp_path)["citations"]
    assert [(row.start_line, text[row.start : row.end]) for row in rows] == [
        (3, "林渡的《旧日渡口》"),
        (3, "*The River*"),
        (3, "[它](https://example.org/a)"),
        (3, "（46页）"),
    ]


def test_the_host_of_a_citation_is_the_block_it_stands_in(tmp_path):
    records = parsed("## 读《船钞》\n\n> 船靠岸了。（46页）\n\n《灯火》更好。\n", tmp_path)
    (heading,), (quote,), (comment,) = records["sections"], records["quotes"], records["commentary"]
    assert [(row.host, row.host_id, row.target) for row in records["citations"]] == [
        ("heading", heading.section_id, "船钞"),
        ("quote", quote.quote_id, "46"),
        ("commentary", comment.commentary_id, "灯火"),
    ]


def test_links_and_addresses_keep_their_address(tmp_path):
    rows = parsed("看 [它](https://example.org/a) 和 https://example.org/b 。\n", tmp_path)["citations"]
    assert [row.url for row in rows] == ["https://example.org/a", "https://example.org/b"]
