import json

import pytest
from click.testing import CliRunner

from dhtools.cli import main
from dhtools.corpus import Corpus
from dhtools.gold import read
from dhtools.tables import frames
from labelled import FILES, GOLD, records

TABLE = """\
measure                                   gold  pred match      P     R    F1         95 %
posts: genre                                 1     1     1  1.000 1.000 1.000  1.000-1.000
posts: notes, excerpts or review             1     1     1  1.000 1.000 1.000  1.000-1.000
lines: quote                                 2     2     2  1.000 1.000 1.000  1.000-1.000
lines: commentary                            3     3     3  1.000 1.000 1.000  1.000-1.000
quotes: block boundaries                     1     1     1  1.000 1.000 1.000  1.000-1.000
quotes: page                                 1     1     1  1.000 1.000 1.000  1.000-1.000
quotes: source, of those found               1     1     1  1.000 1.000 1.000  1.000-1.000
quotes: source other than book               0     0     0  1.000 1.000 1.000
quotes: abridged                             0     0     0  1.000 1.000 1.000
quotes: speaker                              0     0     0  1.000 1.000 1.000
quotes: inline                               1     1     1  1.000 1.000 1.000  1.000-1.000
scare quotes                                 0     0     0  1.000 1.000 1.000
commentary: boundaries                       2     2     2  1.000 1.000 1.000  1.000-1.000
commentary: role, of those found             2     2     1  0.500 0.500 0.500  0.500-0.500
commentary: critique                         1     0     0  0.000 0.000 0.000  0.000-0.000
commentary: stance, of critique found        0     0     0  1.000 1.000 1.000
links: answers                               1     2     1  0.500 1.000 0.667  0.667-0.667
links: lead-ins                              0     0     0  1.000 1.000 1.000
sentences: boundaries                        0     0     0  1.000 1.000 1.000
sentences: critical                          0     0     0  1.000 1.000 1.000
citations: page                              1     2     1  0.500 1.000 0.667  0.667-0.667
citations: title                             0     0     0  1.000 1.000 1.000
citations: author_title                      0     0     0  1.000 1.000 1.000
citations: link                              0     0     0  1.000 1.000 1.000
citations: all, form aside                   1     2     1  0.500 1.000 0.667  0.667-0.667
"""
MISSES = """\
commentary: role, of those found: 1 missed, 1 invented
  渡口-notes.md:3  missed  role critique
commentary: critique: 1 missed, 0 invented
  渡口-notes.md:3  missed  critique 3
links: answers: 0 missed, 1 invented
  渡口-notes.md:4  invented  answers 1-2
citations: page: 0 missed, 1 invented
  渡口-notes.md:1  invented  page 48
citations: all, form aside: 0 missed, 1 invented
  渡口-notes.md:1  invented  page 48
"""
ALPHA = """\
variable                                 units alpha         95 %
kind                                         5 1.000  1.000-1.000
source                                       1
role                                         2 1.000  1.000-1.000
stance                                       1
critical                                     0
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder that commands run in, with `tables` and their labels in `gold`."""
    monkeypatch.chdir(tmp_path)
    Corpus(**frames(records()), folder=None, origin={}).to_csv("tables")
    (tmp_path / "gold").mkdir()
    for name, lines in FILES.items():
        (tmp_path / "gold" / name).write_text(lines, encoding="utf-8")
    return tmp_path


def run(*arguments):
    """Exit status, standard output and standard error of `dhtools evaluate`."""
    done = CliRunner().invoke(main, ["evaluate", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_the_files_hold_the_labels(here):
    assert read(here / "gold").genres == GOLD.genres
    assert read(here / "gold").posts == GOLD.posts


def test_tables_are_held_against_labels(here):
    assert run("tables", "--gold", "gold") == (0, TABLE, "")


def test_misses_are_listed_by_file_and_line(here):
    assert run("tables", "--gold", "gold", "--misses", "1") == (0, TABLE + MISSES, "")


def test_misses_can_be_named_below_the_folder_of_the_posts(here):
    out = run("tables", "--gold", "gold", "--misses", "9", "--posts", "blog")[1]
    assert "\n  blog/渡口-notes.md:3  invented  role summary\n" in out


def test_posts_are_read_and_held_against_labels(here):
    (here / "posts").mkdir()
    (here / "posts" / "渡口-notes.md").write_text(
        "> 船到桥头自然直。\n> 灯火通明。\n\n他说。\n", encoding="utf-8"
    )
    status, out, err = run("posts", "--gold", "gold", "--misses", "1", "--no-progress")
    assert (status, err) == (0, "")
    assert out.splitlines()[3] == TABLE.splitlines()[3]
    assert "\n  posts/渡口-notes.md:1  missed  page 46-48\n" in out


def test_two_readers_are_held_against_each_other(here):
    status, out, err = run("gold", "--gold", "gold")
    assert (status, err) == (0, "")
    assert out.endswith(ALPHA)
    assert out.count("1.000 1.000 1.000") == 25


def test_posts_that_are_not_there_are_named(here):
    (here / "gold" / "灯火.jsonl").write_text('{"type":"scare","line":1,"text":"自愿"}\n', encoding="utf-8")
    status, out, err = run("tables", "--gold", "gold")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "no post named 灯火.md"
    assert "scare quotes                                 1     0     0  0.000 0.000 0.000" in out


def test_the_measures_are_written_as_json(here):
    assert run("tables", "--gold", "gold", "--json", "measures.json")[0] == 0
    written = json.loads((here / "measures.json").read_text(encoding="utf-8"))
    assert len(written) == 25
    assert written["links: answers"] == {
        "gold": 1,
        "predicted": 2,
        "matched": 1,
        "precision": 0.5,
        "recall": 1.0,
        "f1": 0.6667,
        "low": 0.6667,
        "high": 0.6667,
    }
    assert written["scare quotes"]["low"] is None


def test_all_tables_are_written_as_csv(here):
    assert run("tables", "--gold", "gold", "--csv", "out/scores")[0] == 0
    written = {file.name: file.read_text(encoding="utf-8") for file in (here / "out" / "scores").iterdir()}
    assert {name: text.count("\n") - 1 for name, text in written.items()} == {
        "measures.csv": 25,
        "by_label.csv": 8,
        "by_rule.csv": 8,
        "by_blog.csv": 14,
        "by_post.csv": 25,
        "misses.csv": 6,
    }
    assert written["misses.csv"].splitlines()[:2] == [
        "measure,kind,path,line,what,rule,text",
        '"commentary: role, of those found",missed,渡口-notes.md,3,role critique,,'
        "他说“灯火通明”，难道不是矛盾？",
    ]


def test_alpha_is_written_for_two_readers(here):
    assert run("gold", "--gold", "gold", "--csv", "out")[0] == 0
    assert (here / "out" / "alpha.csv").read_text(encoding="utf-8").splitlines()[:3] == [
        "variable,n_units,alpha,low,high",
        "kind,5,1.0,1.0,1.0",
        "source,1,,,",
    ]


MISTAKES = [
    (["nowhere", "--gold", "gold"], "no folder nowhere: check the path"),
    (["tables", "--gold", "nowhere"], "no folder nowhere: give the folder that holds the labels, NAME.jsonl"),
    (["tables", "--gold", "tables"], "no labels in tables: it holds no file NAME.jsonl"),
    (["tables", "--gold", "spoiled"], 'spoiled/a.jsonl:2: "type" is "verse", not one of block, sentence,'),
    (
        ["tables", "--gold", "others"],
        "none of the labelled posts is there: labels in NAME.jsonl are of a post",
    ),
    (["tables", "--gold", "gold", "--json", "tables"], "cannot write tables: Is a directory; choose another"),
    (
        ["tables", "--gold", "gold", "--csv", "others/b.jsonl"],
        "cannot write tables to others/b.jsonl: File exis",
    ),
    (["tables"], "Missing option '--gold'. See dhtools evaluate --help."),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_line(here, arguments, message):
    for folder, name, text in (("spoiled", "a", '\n{"type":"verse"}'), ("others", "b", "")):
        (here / folder).mkdir()
        (here / folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"dhtools: {message}")
    assert err.count("\n") == 1


@pytest.mark.real
def test_real_posts_are_evaluated(real_corpus, gold):
    status, out, err = run(str(real_corpus / "labelled"), "--gold", str(gold / "labelled"), "--no-progress")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 24
