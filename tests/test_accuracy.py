import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import accuracy
import baseline
from dhtools.labels import Block, Citation, Commentary, Labels, Quote, Reading, Sentence
from labelled import FILES

POST = """\
---
title: 《旧日渡口》笔记
---

# 第一章

> 船要等人……
> 人不等船（46页）。

这话难道不是自相矛盾？《灯火》也这样说，见[书页](https://example.org/a)。

- 一盏灯
- 两只船

---
"""


@pytest.fixture
def posts(tmp_path):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "渡口-notes.md").write_text(POST, encoding="utf-8")
    return tmp_path / "posts"


def test_the_baseline_finds_what_a_notebook_finds(posts):
    assert baseline.read(posts) == Labels(
        posts={
            "渡口-notes": Reading(
                "渡口-notes.md",
                blocks=[
                    Block((5, 5), "heading"),
                    Block((7, 8), "quote"),
                    Block((10, 10), "commentary"),
                    Block((12, 13), "commentary"),
                    Block((15, 15), "rule"),
                ],
                quotes=[Quote((7, 8), "book", page="46", is_abridged=True)],
                commentary=[Commentary((10, 10), "context", answers=(7, 8)), Commentary((12, 13), "context")],
                sentences=[
                    Sentence(10, "这话难道不是自相矛盾？"),
                    Sentence(10, "《灯火》也这样说，见[书页](https://example.org/a)。"),
                    Sentence(12, "- 一盏灯"),
                    Sentence(13, "- 两只船"),
                ],
                citations=[
                    Citation(8, "page", "46"),
                    Citation(10, "title", "灯火"),
                    Citation(10, "link", "https://example.org/a"),
                ],
            )
        },
        genres={},
    )


def test_the_baseline_leaves_out_what_it_cannot_read(posts):
    (posts / "spoiled.md").write_bytes("---\ntitle: a\n---\n渡口".encode("gb18030"))
    (posts / "broken.md").write_text("---\ntitle: [a\n---\n", encoding="utf-8")
    assert list(baseline.read(posts).posts) == ["渡口-notes"]


def test_the_page_shows_scores_blogs_labels_rules_and_failures(posts, tmp_path):
    (tmp_path / "gold").mkdir()
    for name, lines in FILES.items():
        (tmp_path / "gold" / name).write_text(lines, encoding="utf-8")
    page = accuracy.page(posts, posts, tmp_path / "gold")
    lines = page.splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# How well dhtools reads",
        "## Scores",
        "## By blog",
        "## By label",
        "## By rule",
        "## Known failures",
    ]
    assert "| links: answers | 1 | 0.00 | 0.00 | **0.00** | 0.00 to 0.00 | 0.00 | 0.84 |" in lines
    assert "| A (zh) | 1 | 0.00 (1) | 0.00 (1) | – | 0.00 (1) | – | 0.00 (1) | – | 0.00 (1) |" in lines
    assert str(tmp_path) not in page
    assert page == accuracy.page(posts, posts, tmp_path / "gold")


def test_every_known_failure_is_an_example_of_a_measure_with_labels():
    failures = tomllib.loads(accuracy.FAILURES.read_text(encoding="utf-8"))["failure"]
    for failure in failures:
        assert failure.keys() - {"example", "genre"} == {"measure", "what", "post"}
        assert set(accuracy.misses(failure)["measure"]) <= {failure["measure"]}
    assert len({failure["measure"] for failure in failures}) == len(failures)


@pytest.mark.real
def test_the_command_writes_the_page(real_corpus, gold, tmp_path):
    folders = {"DHTOOLS_REAL_CORPUS": str(real_corpus), "DHTOOLS_GOLD": str(gold)}
    subprocess.run(
        [sys.executable, Path(accuracy.__file__), "--out", tmp_path / "accuracy.md"],
        env={**os.environ, **folders},
        check=True,
        stderr=subprocess.DEVNULL,
    )
    assert (tmp_path / "accuracy.md").read_text(encoding="utf-8").count("\n| ") > 50


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    command = [
        sys.executable,
        accuracy.__file__,
        "--posts",
        tmp_path / "nowhere",
        "--gold",
        tmp_path / "nowhere",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("accuracy: no folder ")
    assert done.stderr.count("\n") == 1
