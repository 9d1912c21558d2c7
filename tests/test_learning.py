"""A class's own model: from label files to a model, by the command too."""

import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

import dhtools
from dhtools import gold
from dhtools.cli import main
from dhtools.errors import GoldError
from dhtools.export import label_sheets
from dhtools.measure import anchors, learning


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample, progress=False)


@pytest.fixture(scope="module")
def labels(corpus, sample):
    return anchors.from_gold(gold.read(sample.parent / "gold"), corpus)


def test_sheets_and_folders_of_labels_are_read_together(corpus, labels, sample, tmp_path):
    label_sheets.write(labels.head(5).assign(labeller="甲"), tmp_path / "甲.csv")
    both = learning.labels([tmp_path / "甲.csv", sample.parent / "gold"], corpus)
    assert both["labeller"].value_counts().to_dict() == {"gold": len(labels), "甲": 5}


def test_files_without_a_label_are_named(corpus, labels, tmp_path):
    label_sheets.write(labels.head(5).assign(critical=pd.NA, stance=pd.NA), tmp_path / "empty.csv")
    with pytest.raises(GoldError, match=r"no labels of sentences of these posts in .*empty\.csv"):
        learning.labels([tmp_path / "empty.csv"], corpus)


def test_what_labellers_dispute_and_what_is_gone_is_left_out(corpus, labels):
    other = labels.head(1).assign(labeller="乙", critical=~labels["critical"].head(1))
    gone = labels.iloc[1:2].assign(sentence_id=f"{labels['post_id'].iloc[1]}/s-00000000")
    said = pd.concat([labels.drop(labels.index[1]), other, gone], ignore_index=True)
    made = learning.learn(corpus, said, by="book")
    assert (made.n_open, made.n_lost) == (1, 1)
    assert made.model.about["n_sentences"] == len(labels) - 2
    assert made.by_group["n_sentences"].sum() == len(labels) - 2
    assert made.by_group["group"].is_unique


def test_a_way_to_part_the_posts_that_is_none_is_named(corpus, labels):
    with pytest.raises(ValueError, match="by='year' is not one of blog, book, post"):
        learning.learn(corpus, labels, by="year")


def test_the_command_trains_a_model_that_the_posts_are_then_read_with(sample, tmp_path):
    out, posts = tmp_path / "class.json", tmp_path / "posts"
    run = CliRunner().invoke(
        main, ["train", str(sample), "--labels", str(sample.parent / "gold"), "--out", str(out)],
        standalone_mode=False,
    )  # fmt: skip
    assert run.exception is None
    assert f"wrote {out}" in run.output
    assert "left out in turn: F1 0." in run.output
    shutil.copytree(sample, posts)
    stated = (posts / "dhtools.toml").read_text(encoding="utf-8")
    (posts / "dhtools.toml").write_text(f'{stated}\n[critique]\nmodel = "../class.json"\n', encoding="utf-8")
    n_critical = dhtools.load_corpus(posts, progress=False).sentences["is_critical"].sum()
    assert n_critical > dhtools.load_corpus(sample, progress=False).sentences["is_critical"].sum()
    assert json.loads(out.read_text(encoding="utf-8"))["about"]["n_groups"] > 5
