"""Tables and sentences for a paper: what is written, and that it says what the tables say."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dhtools.corpus import Corpus
from dhtools.measure.agreement import Evaluation
from dhtools.records import Book, Sentence
from dhtools.show import report
from dhtools.tables import frames
from small import answer, block, commentary, make, post, quote

ROOT = Path(__file__).resolve().parents[1]
ORIGIN = {
    "dhtools": "0.1.0",
    "cues": "2",
    "critique": "cues",
    "conventions": {"path": "dhtools.toml", "sha256": "0123456789abcdef" * 4},
}
TABLE = pd.DataFrame({"book": ["灯火 & 船钞", None], "quotes": [1200, 7], "rate": [0.125, float("nan")]})


def sentence(number: int, host: str, is_critical: bool | None) -> Sentence:
    name = host.partition("/")[0]
    return make(
        Sentence, sentence_id=f"{name}/s-{number}", commentary_id=host, post_id=name, is_critical=is_critical
    )


@pytest.fixture
def corpus() -> Corpus:
    """Two posts on one book, with three quotes of ten characters, one answered; a third post is a list."""
    made = {
        "posts": [
            post(
                "a", genre="notes", book_id="渡口", language="zh", date=pd.Timestamp("2021-03-01"), n_chars=30
            ),
            post(
                "b",
                genre="review",
                book_id="渡口",
                language="en",
                date=pd.Timestamp("2021-05-02"),
                n_chars=40,
            ),
            post("c", genre="list", language="zh", n_chars=5),
        ],
        "books": [Book("渡口", "旧日渡口", None, 2, 3, 20, 40)],
        "blocks": [
            block("a", 1, "quote"),
            block("a", 2, "commentary"),
            block("a", 3, "quote"),
            block("b", 1, "commentary"),
            block("b", 2, "commentary"),
        ],
        "quotes": [
            quote("a", 1, "渡口"),
            quote("a", 3, "渡口"),
            quote("b", 1, "渡口", form="inline", n_chars=4),
        ],
        "commentary": [commentary("a", 2, "渡口", n_chars=20), commentary("b", 2, "渡口", n_chars=20)],
        "sentences": [
            sentence(1, "a/c-2", True),
            sentence(2, "a/c-2", False),
            sentence(3, "b/c-2", False),
            sentence(4, "b/c-2", None),
        ],
        "links": [answer("a/q-1", "a/c-2", 1)],
    }
    return Corpus(**frames(made), folder=None, origin=ORIGIN)


def test_the_first_table_counts_by_book_and_in_all(corpus):
    assert report.corpus_table(corpus).to_numpy().tolist() == [
        ["旧日渡口", 2, 2, 20, 40, 3],
        ["all 合计", 2, 2, 20, 40, 3],
    ]


def test_the_second_table_has_rates_and_no_interval_of_two_posts(corpus):
    rates = ["33%", "50%", "33%"]
    assert report.relation_table(corpus).to_numpy().tolist() == [
        ["旧日渡口", 2, *rates],
        ["all 合计", 2, *rates],
    ]


def test_the_second_table_has_intervals_of_ten_posts(corpus):
    names = [f"p{k}" for k in range(10)]
    grown = {
        "posts": [post(name, genre="notes", book_id="渡口") for name in names],
        "books": [Book("渡口", "旧日渡口", None, 10, 0, 0, 0)],
        "commentary": [commentary(name, 2, "渡口") for name in names],
        "sentences": [sentence(k, f"{name}/c-2", k < 5) for k, name in enumerate(names)],
    }
    table = report.relation_table(Corpus(**frames(grown), folder=None, origin={}))
    book, whole = table["critical sentences"]
    assert re.fullmatch(r"50% \(\d+% to \d+%\)", whole)
    assert book == whole
    assert table["quotes answered"].tolist() == ["–", "–"]


def test_markdown_has_a_caption_numbers_to_the_right_and_dashes_for_what_is_missing(tmp_path):
    assert report.written(TABLE, tmp_path / "t.md", "Table 1. Books.").read_text("utf-8") == (
        "Table 1. Books.\n\n"
        "| book | quotes | rate |\n| :--- | ---: | ---: |\n| 灯火 & 船钞 | 1,200 | 0.12 |\n| – | 7 | – |\n"
    )


def test_a_bar_in_a_cell_does_not_end_it_in_markdown(tmp_path):
    table = pd.DataFrame({"book": ["a|b\nc"]})
    assert report.written(table, tmp_path / "t.md").read_text("utf-8") == "| book |\n| :--- |\n| a\\|b c |\n"


def test_latex_prints_signs_as_they_are(tmp_path):
    text = report.written(TABLE, tmp_path / "t.tex", "50% of_all").read_text("utf-8")
    assert text.splitlines() == [
        r"\begin{table}",
        r"\centering",
        r"\caption{50\% of\_all}",
        r"\begin{tabular}{lrr}",
        r"\toprule",
        r"book & quotes & rate \\",
        r"\midrule",
        r"灯火 \& 船钞 & 1,200 & 0.12 \\",
        r"– & 7 & – \\",
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]


def test_csv_has_a_mark_for_excel_plain_numbers_and_no_formula(tmp_path):
    table = pd.DataFrame({"book": ["=1+1", "灯火"], "quotes": [1200, 7], "rate": [0.125, 0.5]})
    made = report.written(table, tmp_path / "t.csv", digits=1).read_bytes()
    assert made.decode("utf-8") == "\ufeffbook,quotes,rate\n'=1+1,1200,0.1\n灯火,7,0.5\n"


def test_another_form_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(ValueError, match=r"file='t.docx' does not end in one of .md, .tex, .csv"):
        report.written(TABLE, tmp_path / "t.docx")


def test_methods_say_what_read_counted_and_judged(corpus):
    assert report.methods(corpus) == (
        "3 posts were read with dhtools 0.1.0; what dhtools.toml states was followed (SHA-256 0123456789ab…). "
        "We count the 2 of the genres notes, excerpts and review and leave out 1. They hold 2 quotes set off from "
        "the text, 1 inside sentences, and 2 blocks of commentary. Whether a sentence judges was told by lists of "
        "cues (version 2) and rules for 3 sentences, of which 1 were called critical; 1 more were not judged. "
        "Intervals are 95 %, from 2,000 draws of whole posts with replacement (seed 20); where fewer than 10 posts "
        "have anything to count none is given. They do not include the errors of telling quotes, answers and "
        "critical sentences."
    )


@pytest.mark.parametrize(
    ("critique", "said"),
    [
        ("learned 1a2b3c4d", "by a logistic regression on lists of cues (version 2), rules and characters (model 1a2b3c4d)"),
        ("", "by a method that the tables do not name"),
    ],
)  # fmt: skip
def test_methods_name_the_model_or_own_that_it_is_not_known(corpus, critique, said):
    assert said in report.methods(replace(corpus, origin=ORIGIN | {"critique": critique}))


def test_accuracy_is_a_line_a_measure():
    row = ("sentences: critical", 458, 156, 124, 0.795, 0.271, 0.404, 0.31, 0.49)
    names = ["measure", "n_gold", "n_predicted", "n_matched", "precision", "recall", "f1", "low", "high"]
    empty = pd.DataFrame()
    found = Evaluation(pd.DataFrame([row], columns=names), empty, empty, empty, empty, ())
    assert report.accuracy(found, ("sentences: critical",)) == (
        "- sentences: critical: precision 0.80, recall 0.27, F1 0.40 (95 %: 0.31 to 0.49), on 458 labels"
    )
    with pytest.raises(ValueError, match="measures='speed' is not among sentences: critical"):
        report.accuracy(found, ("speed",))


def test_a_data_statement_says_what_it_knows_and_what_is_to_be_written(corpus):
    lines = report.data_statement(corpus, {"Curation rationale": "All posts on one book."}).splitlines()
    assert lines[::2] == [
        "**Curation rationale.** All posts on one book.",
        "**Language variety.** Posts by the language of their prose: 2 Chinese, 1 English.",
        "**Speaker demographic.** *To be written.*",
        "**Annotator demographic.** *To be written.*",
        "**Speech situation.** *To be written.*",
        "**Text characteristics.** 3 posts of 2021-03-01 to 2021-05-02, 75 characters; by genre: 1 notes, 1 review, "
        "1 list.",
        "**Recording quality.** *To be written.*",
        "**Other.** *To be written.*",
        "**Provenance appendix.** *To be written.*",
    ]
    with pytest.raises(ValueError, match="stated='Weather' is not among Curation rationale"):
        report.data_statement(corpus, {"Weather": "fair"})


def test_dhtools_is_cited_as_its_citation_file_says():
    said = (ROOT / "CITATION.cff").read_text("utf-8")
    title, version = re.search('title: "(.+)"', said)[1], re.search("(?m)^version: (.+)", said)[1]
    assert report.citation() == f"The dhtools authors. {title}. Version {version}. MIT licence."
