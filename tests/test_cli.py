import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import dhtools
from dhtools.cli import main
from dhtools.records import TABLES

NOTES = "---\ntitle: 《旧日渡口》笔记\n---\n\n>他们口头上说的和做的不是一回事。\n\n这话难道不是自相矛盾？\n"
TABLE = """\
Corpus: 1 post, 1 book, 1 quote, 1 commentary, 1 sentence, 0 citations
          posts  quotes  quoted characters  commentary characters
旧日渡口      1       1                 16                     11
Problems: none
"""


@pytest.fixture
def posts(tmp_path, monkeypatch):
    """A folder `posts` with one post, in the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    return folder


def run(*arguments):
    """Exit status, standard output and standard error of a command."""
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def spoil(folder, count=1):
    for at in range(count):
        (folder / f"spoiled-{at:02}.md").write_bytes(b"a\0b")


# What is done


def test_build_writes_every_table_and_says_so(posts):
    status, out, err = run("build", "posts", "--out", "out")
    assert (status, err) == (0, "")
    assert out == (
        "wrote 12 tables to out: 1 post, 1 book, 0 sections, 3 blocks, 1 quote, 1 commentary, 1 sentence, "
        "0 citations, 0 works, 1 link, 0 scares, 0 problems\n"
    )
    made = {path.name for path in (posts.parent / "out").iterdir()}
    assert made == {f"{name}.csv" for name in TABLES} | {"README.md", "datapackage.json", "manifest.json"}


def test_build_can_write_parquet_too_and_for_excel(posts):
    assert run("build", "posts", "--out", "out", "--excel", "--parquet", "--no-progress")[0] == 0
    out = posts.parent / "out"
    assert (out / "quotes.parquet").is_file()
    assert (out / "quotes.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_build_for_excel_says_which_cells_were_changed(posts):
    (posts / "notes.md").write_text(NOTES.replace("他们", "=他们"), encoding="utf-8")
    out = run("build", "posts", "--out", "out", "--excel")[1]
    assert out.splitlines()[1:] == [
        # the third is the front matter's ---
        "3 cells begin like a formula and got an apostrophe in front: blocks.text 2, quotes.text 1"
    ]


def test_build_can_write_above_the_posts(posts):
    assert run("build", "posts", "--out", ".")[0] == 0
    assert (posts / "notes.md").read_text(encoding="utf-8") == NOTES


def test_building_twice_gives_the_same_bytes(posts):
    for folder in ("one", "two", "two"):
        run("build", "posts", "--out", folder)
    one, two = (
        {path.name: path.read_bytes() for path in (posts.parent / name).iterdir()} for name in ("one", "two")
    )
    assert one == two


def test_describe_counts_posts_and_tables_alike(posts):
    run("build", "posts", "--out", "out")
    assert run("describe", "posts") == (0, TABLE, "")
    assert run("describe", "out") == (0, TABLE, "")


def test_reader_writes_one_page_of_posts_and_of_tables_alike(posts):
    run("build", "posts", "--out", "out")
    for folder, page in (("posts", "one.html"), ("out", "two.html")):
        status, out, err = run("reader", folder, "--out", page, "--no-font")
        assert (status, err) == (0, "")
        assert re.fullmatch(rf"wrote {page} \(0\.\d MB\): open it in a browser\n", out)
    assert (posts.parent / "one.html").read_bytes() == (posts.parent / "two.html").read_bytes()


def test_demo_builds_the_sample(tmp_path, sample):
    status, out, err = run("demo", "--out", str(tmp_path))
    assert (status, err) == (0, "")
    assert out.startswith(f"wrote 12 tables to {tmp_path / 'tables'}: ")
    assert len(dhtools.read_tables(tmp_path / "tables").posts) == len(dhtools.load_corpus(sample).posts)


def test_demo_without_the_sample_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("dhtools.cli.SAMPLE", tmp_path / "gone")
    assert run("demo", "--out", str(tmp_path)) == (
        2,
        "",
        f"dhtools: no sample corpus in {tmp_path / 'gone'}: run the demo from a clone of the repository\n",
    )


def test_version_is_that_of_the_package():
    assert run("--version") == (0, "dhtools 0.1.0\n", "")
    assert dhtools.__version__ == "0.1.0"


@pytest.mark.parametrize("command", main.commands)
def test_every_command_and_option_has_a_help_text(command):
    for parameter in main.commands[command].params:
        assert parameter.param_type_name == "argument" or parameter.help
    assert main.commands[command].help.strip().endswith(".")
    assert run(command, "--help")[0] == 0


SHEET = ["draw", "posts", "--n", "1", "--all-posts", "--out"]
"""The post of these tests is too short to be told a reading note."""


def label(name, word):
    """Fills in a sheet of the one sentence, as a labeller would."""
    assert run(*SHEET, name)[0] == 0
    text = Path(name).read_text("utf-8")
    # The last cells of the row are critical, stance, labeller, comment and weight.
    Path(name).write_text(text.replace(",,,,,1\n", f",{word},,,,1\n"), "utf-8")


def test_draw_writes_a_sheet_to_label(posts):
    told = "wrote 1 sentence of 1 post to sheet.csv: give each labeller a copy\n"
    assert run(*SHEET, "sheet.csv") == (0, told, "")
    lines = Path("sheet.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "sentence_id,post_id,line,before,text,after,critical,stance,labeller,comment,weight"
    shown = ",notes,7,> 他们口头上说的和做的不是一回事。,这话难道不是自相矛盾？,,,,,,1"
    assert lines[1].endswith(shown)


def test_draw_takes_tables_too(posts):
    run("build", "posts", "--out", "out")
    assert run("draw", "out", "--n", "1", "--by", "chance", "--all-posts", "--out", "sheet.csv")[0] == 0


def test_agree_compares_decides_and_holds_tables_against_the_labels(posts):
    for name, word in (("an.csv", "yes"), ("bei.csv", "yes"), ("chen.csv", "no")):
        label(name, word)
    files = ("an.csv", "bei.csv", "chen.csv")
    status, out, err = run("agree", *files, "--out", "one.csv", "--against", "posts")
    assert (status, err) == (0, "")
    assert (
        out
        == """\
labeller  labels  critical  share
an             1         1   100%
bei            1         1   100%
chen           1         0     0%

variable                                 units alpha         95 %
critical                                     1 0.000  0.000-0.000
stance                                       0

pair        both  agree  kappa
an – bei       1  1.000
an – chen      1  0.000  0.000
bei – chen     1  0.000  0.000

disputed: 1 sentence
  notes:7  yes: an, bei  no: chen
    这话难道不是自相矛盾？
decided: 1 majority

measure                                                    gold  pred  match      P      R     F1         95 %
critical (the sample as drawn)                                1     1      1  1.000  1.000  1.000  1.000-1.000
stance, of those both call critical (the sample as drawn)     0     0      0  1.000  1.000  1.000
wrote 1 sentence to one.csv
"""
    )


def test_agree_of_one_labeller_compares_nothing(posts):
    label("an.csv", "yes")
    assert run("agree", "an.csv") == (0, "decided: 1 single\n", "")


def test_a_tie_is_open_until_somebody_decides_it(posts):
    for name, word in (("an.csv", "yes"), ("bei.csv", "no"), ("teacher.csv", "yes")):
        label(name, word)
    assert run("agree", "an.csv", "bei.csv", "--out", "one.csv")[1].splitlines()[-2:] == [
        "decided: 1 open",
        "wrote 1 sentence to one.csv, 1 of them open",
    ]
    told = run("agree", "an.csv", "bei.csv", "--decisions", "teacher.csv")[1]
    assert told.endswith("decided: 1 adjudicator\n")


# Done, with errors


def test_errors_in_posts_are_listed_and_change_the_exit_status(posts):
    spoil(posts)
    status, out, err = run("build", "posts", "--out", "out")
    assert status == 1
    assert out.startswith("wrote 12 tables to out: 1 post,")
    assert re.fullmatch(r"spoiled-00\.md(:\d+)? \S+ .*NUL.*\n", err)


def test_describe_lists_errors_once(posts):
    spoil(posts)
    status, out, err = run("describe", "posts")
    assert status == 1
    assert out.endswith("Problems: 1 error\n")
    assert err.count("spoiled-00.md") >= 1
    assert "spoiled" not in out


def test_many_errors_are_cut_short(posts):
    spoil(posts, 23)
    err = run("build", "posts", "--out", "out")[2].splitlines()
    assert len(err) == 21
    assert err[-1] == f"and 3 more, see {Path('out', 'problems.csv')}"


# Nothing done


MISTAKES = [
    (["build", "nowhere", "--out", "out"], "no folder nowhere: check the path"),
    (["describe", "nowhere"], "no folder nowhere: check the path"),
    (
        ["build", "posts/notes.md", "--out", "out"],
        "posts/notes.md is a file: give the folder that holds the posts",
    ),
    (["build", "empty", "--out", "out"], "no posts found below empty: "),
    (["describe", "empty"], "no posts found below empty: "),
    (
        ["build", "posts", "--out", "posts"],
        "posts is the folder of the posts: choose another, such as posts/tables",
    ),
    (
        ["build", "posts", "--out", "file"],
        "cannot write tables to file: Not a directory; choose a folder that can",
    ),
    (
        ["build", "posts", "--out", "file/out"],
        "cannot write tables to file/out: Not a directory; choose a folder",
    ),
    (
        ["build", "posts", "--out", "/proc/out"],
        "cannot write tables to /proc/out: No such file or directory; choose",
    ),
    (
        ["build", "posts", "--out", "taken"],
        "taken/quotes.csv is there and dhtools did not write it: move it, or",
    ),
    (["reader", "posts", "--out", "file"], "file is there and dhtools did not write it: move it, or choose"),
    (["reader", "posts", "--out", "file/page.html"], "cannot write file/page.html: Not a directory; choose"),
    (
        ["draw", "posts", "--all-posts", "--n", "3", "--out", "out.csv"],
        "n=3 is not between 1, one of each book, and 1, the sentences that can be drawn. See dhtools draw --help.",
    ),
    (
        ["draw", "posts", "--out", "out.csv"],
        "no sentence can be drawn: of 0 posts of genre notes, excerpts, ",
    ),
    (
        ["draw", "posts", "--out", "file"],
        "file is there and may hold labels: move it, or choose another file",
    ),
    (
        ["agree", "file"],
        "file: row 1 has no column sentence_id, text, critical: label a sheet that dhtools drew",
    ),
    (
        ["agree", "file", "--out", "file"],
        "file is there and may hold labels: move it, or choose another file",
    ),
    (["agree"], "Missing argument 'FILE...'. See dhtools agree --help."),
    (["build", "posts"], "Missing option '--out'. See dhtools build --help."),
    (["biuld", "posts"], "No such command 'biuld'. Did you mean 'build'? See dhtools --help."),
    ([], "Missing command. See dhtools --help."),
]


@pytest.mark.skipif(sys.platform == "win32", reason="messages name POSIX paths")
@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_line_and_leaves_nothing_behind(posts, arguments, message):
    here = posts.parent
    for folder in ("empty", "taken"):
        (here / folder).mkdir()
    (here / "taken" / "quotes.csv").write_text("mine")
    (here / "file").write_text("mine")
    before = sorted(here.rglob("*"))
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"dhtools: {message}")
    assert err.count("\n") == 1
    assert sorted(here.rglob("*")) == before


def test_tables_that_lack_a_file_are_a_mistake(posts):
    run("build", "posts", "--out", "out")
    (posts.parent / "out" / "works.csv").unlink()
    assert run("describe", "out") == (2, "", "dhtools: out lacks works.csv: build the tables again\n")


def test_an_interruption_is_one_line(posts, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("dhtools.corpus.load_corpus", interrupted)
    assert run("build", "posts", "--out", "out") == (130, "", "dhtools: stopped\n")


# As a user runs it


def command(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "dhtools", *arguments], stderr=subprocess.PIPE, encoding="utf-8", **options
    )


def test_the_module_runs_as_a_command(posts):
    done = command("build", "posts", "--out", "out", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    assert command("build", "nowhere", "--out", "out").returncode == 2


def test_standard_error_that_is_no_terminal_gets_no_progress_bar(posts):
    for at in range(3):
        shutil.copy(posts / "notes.md", posts / f"notes-{at}.md")
    assert command("describe", "posts", stdout=subprocess.PIPE).stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX")
def test_a_reader_that_stops_early_is_no_error(posts):
    reading, writing = os.pipe()
    os.close(reading)
    done = command("describe", "posts", stdout=writing)
    os.close(writing)
    assert done.stderr == ""
