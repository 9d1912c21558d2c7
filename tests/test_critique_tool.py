"""The tools that train the shipped model and measure critique; the posts they need are other people's."""

import csv
from pathlib import Path

import numpy as np
import pytest

import critique
import train
from dhtools import gold
from dhtools.measure import training
from dhtools.parse import cues, evidence, learned
from dhtools.parse.sight import Situation
from dhtools.records import STANCES


def own_labels() -> list[dict[str, str]]:
    return list(csv.DictReader(train.OWN_LABELS.read_text(encoding="utf-8").splitlines()))


def test_our_own_labels_are_one_a_sentence_and_of_the_code_books_form():
    rows = own_labels()
    assert len({row["sentence_id"] for row in rows}) == len(rows) > 2000
    assert {row["critical"] for row in rows} == {"yes", "no"}
    assert {row["stance"] for row in rows if row["critical"] == "yes"} == set(STANCES)
    assert {row["stance"] for row in rows if row["critical"] == "no"} == {""}


def test_the_shipped_model_was_trained_on_the_labels_that_the_tool_reads():
    rows = own_labels()
    assert learned.shipped().about["n_sentences"] > len(rows)
    assert learned.text_of(learned.shipped()) == Path(train.MODEL).read_text(encoding="utf-8")


def test_the_best_cut_is_that_of_the_highest_f1():
    values, truth = np.array([0.1, 0.2, 0.6, 0.7]), np.array([False, False, True, True])
    assert critique._best_cut(values, truth) == pytest.approx(0.6)


def test_kinds_of_sentences_are_told_from_their_cues():
    texts = ("他于是搬回了老家。", "这个结论荒谬。", "难道没有人核对过吗？")
    told = [evidence.of_post([[Situation(text)]], cues.shipped())[0][0] for text in texts]
    assert [critique.KINDS["no cue that evaluates"](one) for one in told] == [True, False, False]
    assert [critique.KINDS["a question"](one) for one in told] == [False, False, True]


@pytest.mark.real
def test_a_blog_is_read_with_a_model_that_saw_only_the_others(real_corpus, gold_folder, monkeypatch):
    rows = train.labelled(real_corpus, gold_folder)
    assert set(rows["labels"]) == {"gold", "own"}
    seen = []
    fit = training.fit

    def watched(told, is_critical, groups):
        seen.append(set(groups))
        return fit(told, is_critical, groups)

    monkeypatch.setattr(training, "fit", watched)
    posts = critique.Posts(real_corpus / "labelled", gold.read(gold_folder / "labelled"), rows)
    found = critique._read_unseen(posts, "seed")
    assert "seed" not in seen[0]
    counts = found.measures.set_index("measure").loc["sentences: critical"]
    assert counts["n_gold"] == 15


@pytest.fixture
def gold_folder(gold):
    return gold
