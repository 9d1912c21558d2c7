import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dhtools
from dhtools.errors import TableError
from dhtools.export import cells, datapackage, dictionary, manifest, tabular
from dhtools.records import TABLES, Scare, Sentence
from dhtools.tables import frame, frames
from small import make, quote, records

ORIGIN = {"dhtools": "0.1.0", "libraries": {"pyromark": "0.10.3"}, "conventions": None}
NASTY = (
    "",
    "=1+1",
    "'=x",
    " ＝SUM(A1)",
    "\t@",
    '"',
    "a,b\r\nc\rd",
    "\ufeff-1",
    "'",
    "''",
    "NA",
    "null",
    "0x1F",
)


@pytest.fixture
def tables():
    return frames(records())


@pytest.fixture
def nasty():
    """The small corpus with texts that CSV readers and spreadsheets trip over."""
    made = records()
    made["scares"] = [make(Scare, post_id="d", commentary_id="d/c-1", text=text) for text in NASTY]
    made["quotes"] += [
        quote("a", 10 + at, None, block_id="a/b-1", speaker=text or None, page_start=text)
        for at, text in enumerate(NASTY)
    ]
    made["sentences"].append(
        make(Sentence, sentence_id="a/t-2", commentary_id="a/c-2", post_id="a", cues=NASTY, score=1 / 3)
    )
    return frames(made)


def same(left, right):
    for name in TABLES:
        pd.testing.assert_frame_equal(left[name], right[name], check_exact=True)
        assert left[name].dtypes.tolist() == right[name].dtypes.tolist()


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


# Round trips


@pytest.mark.parametrize(
    "options",
    [{}, {"excel": True}, {"safe": True}, {"excel": True, "safe": False}],
    ids=["plain", "excel", "safe", "bom"],
)
def test_csv_gives_the_same_frames_back(nasty, tmp_path, options):
    tabular.write_csv(nasty, tmp_path, ORIGIN, **options)
    same(tabular.read(tmp_path), nasty)


def test_parquet_gives_the_same_frames_back(nasty, tmp_path):
    tabular.write_parquet(nasty, tmp_path, ORIGIN)
    same(tabular.read(tmp_path), nasty)


@pytest.mark.parametrize("write", [tabular.write_csv, tabular.write_parquet])
def test_empty_tables_come_back_empty_with_their_types(tmp_path, write):
    write(frames({}), tmp_path, ORIGIN)
    same(tabular.read(tmp_path), frames({}))


TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@＝; \t\r\n\"\\,"))


@settings(deadline=None, max_examples=25)
@given(texts=st.lists(TEXT), cues=st.lists(st.lists(TEXT).map(tuple)))
def test_any_text_comes_back(tmp_path_factory, texts, cues):
    made = {
        "scares": [make(Scare, text=text) for text in texts],
        "sentences": [make(Sentence, sentence_id=str(at), cues=cue) for at, cue in enumerate(cues)],
    }
    folder = tmp_path_factory.mktemp("tables")
    for safe in (False, True):
        tabular.write_csv(frames(made), folder, ORIGIN, safe=safe)
        same(tabular.read(folder), frames(made))
    shutil.rmtree(folder)


@given(st.lists(TEXT))
def test_a_list_in_a_cell_comes_back(items):
    assert cells.split(cells.join(items)) == tuple(items)


def test_a_list_in_a_cell_reads_well():
    assert [cells.join(items) for items in ((), ("",), ("历史", "渡口"), ("a;b", r"c\d", ""))] == [
        "",
        r"\e",
        "历史;渡口",
        r"a\;b;c\\d;\e",
    ]


# What a CSV file looks like


def test_a_csv_file_has_plain_headers_quoted_texts_and_nothing_for_what_is_missing(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    assert (tmp_path / "problems.csv").read_bytes().decode() == (
        "path,line,code,severity,message\n"
        '"a.md",3,"date-conflict","warning","two dates"\n'
        '"lost.md",,"unreadable","error","holds NUL bytes, so it is no text"\n'
        '"c.md",12,"quote-unclosed","error","a quotation mark is not closed"\n'
    )


def test_an_empty_text_differs_from_a_missing_one(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    lines = (tmp_path / "posts.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith('"a","a.md",,,,"2020-12-31T23:59:00","历史;渡口","渡口",')
    assert lines[4].startswith('"d","d.md","<b>Stray</b>","",,,"",,"en",')


def test_lines_in_a_cell_are_kept(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    assert '"第一行\n第二行"' in (tmp_path / "quotes.csv").read_text(encoding="utf-8")


def test_files_for_excel_start_with_a_byte_order_mark(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN, excel=True)
    assert all((tmp_path / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf") for name in TABLES)


def test_cells_that_a_spreadsheet_would_run_get_an_apostrophe_and_are_counted(nasty, tmp_path):
    written = tabular.write_csv(nasty, tmp_path, ORIGIN, excel=True)
    scares = (tmp_path / "scares.csv").read_bytes().decode("utf-8-sig")
    texts = ["", "'=1+1", "''=x", "' ＝SUM(A1)", "'\t@", '""', "a,b\r\nc\rd", "'\ufeff-1", "'", "''"]
    assert all(f',"{text}"' in scares for text in texts)
    assert written.escaped == {"quotes.speaker": 5, "quotes.page_start": 5, "scares.text": 5}
    assert manifest.read(tmp_path)["forms"]["csv"] == {
        "excel": True,
        "safe": True,
        "escaped": written.escaped,
        "too_long": {},
    }


def test_cells_longer_than_excel_has_room_for_are_counted(tables, tmp_path):
    tables["quotes"].loc[0, "text"] = "长" * 32_768
    assert tabular.write_csv(tables, tmp_path, ORIGIN, excel=True).too_long == {"quotes.text": 1}


def guarded(*texts):
    return cells.guard(pa.array(texts, pa.large_string()))


def test_only_what_a_spreadsheet_would_run_is_guarded():
    made, count = guarded("=x", "x=1", "'x", "'=x", "1-2", "－3", None, "\u3000@a", "\nx")
    assert made.to_pylist() == ["'=x", "x=1", "'x", "''=x", "1-2", "'－3", None, "'\u3000@a", "'\nx"]
    assert count == 5


@given(st.lists(TEXT | st.none()))
def test_guarding_is_undone_exactly(texts):
    assert cells.unguard(guarded(*texts)[0]).to_pylist() == texts


# Other programs


@pytest.mark.parametrize("excel", [False, True], ids=["plain", "excel"])
def test_frictionless_finds_the_data_package_valid(tables, tmp_path, excel):
    tabular.write_csv(tables, tmp_path, ORIGIN, excel=excel)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["title", "type", "message"]) == []


def test_frictionless_finds_what_is_wrong(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    file = tmp_path / "links.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"a/c-2","answer"', '"a/c-9","reply"'), encoding="utf-8"
    )
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert sorted(report.flatten(["type"])) == [["constraint-error"], ["foreign-key"]]


def test_the_data_package_says_what_the_code_book_says():
    works = next(entry for entry in datapackage.package(excel=False)["resources"] if entry["name"] == "works")
    assert works["schema"] == {
        "fields": [
            {
                "name": "work_id",
                "type": "string",
                "description": "Key, made from the title.",
                "description_zh": "主键，由作品名而来。",
                "constraints": {"required": True, "unique": True},
            },
            {
                "name": "title",
                "type": "string",
                "description": "The fullest title found.",
                "description_zh": "作品名（取最完整者）。",
            },
            {
                "name": "author",
                "type": "string",
                "description": "Author, where one is named with it.",
                "description_zh": "作者。",
            },
            {
                "name": "n_citations",
                "type": "integer",
                "description": "Citations of it.",
                "description_zh": "引证次数。",
                "constraints": {"required": True},
            },
            {
                "name": "n_posts",
                "type": "integer",
                "description": "Posts that cite it.",
                "description_zh": "引证它的文章数。",
                "constraints": {"required": True},
            },
            {
                "name": "titles",
                "type": "string",
                "separator": ";",
                "description": "The titles it is cited by: the evidence for taking them for one work.",
                "description_zh": "引证时所用的各种写法（归并的依据）。",
            },
        ],
        "missingValues": [""],
        "primaryKey": ["work_id"],
    }


def test_the_data_package_says_which_tables_belong_together():
    sections = datapackage.package(excel=False)["resources"][2]
    assert sections["schema"]["foreignKeys"] == [
        {"fields": "post_id", "reference": {"resource": "posts", "fields": "post_id"}},
        {"fields": "parent_id", "reference": {"resource": "", "fields": "section_id"}},
    ]


def test_the_data_dictionary_describes_every_column_in_both_languages():
    lines = dictionary.text().splitlines()
    assert "| `quote_id` | string, → quotes | The quote. | 引文。 |" in lines
    assert (
        "| `stance` | string, may be missing | Which way it goes, if critical. "
        "Values: `negative`, `positive`, `mixed`. | 立场。 |"
    ) in lines
    assert sum(line.startswith("| `") for line in lines) == sum(
        len(made) for made in map(list, frames({}).values())
    )


# Manifest and sameness


def test_the_manifest_names_versions_inputs_rows_and_files(tables, tmp_path):
    tabular.write_parquet(tables, tmp_path, ORIGIN)
    assert manifest.read(tmp_path) == {
        "dhtools": "0.1.0",
        "libraries": {"pyromark": "0.10.3"},
        "conventions": None,
        "inputs": [{"path": f"{name}.md", "sha256": name * 4} for name in "abcde"],
        "not_read": ["lost.md"],
        "tables": {name: len(tables[name]) for name in TABLES},
        "forms": {"parquet": {}},
        "files": sorted(["README.md", "manifest.json", *(f"{name}.parquet" for name in TABLES)]),
    }


def test_the_origin_names_versions_and_the_conventions(tmp_path):
    (tmp_path / "dhtools.toml").write_bytes(b"exclude = []\n")
    origin = manifest.origin(tmp_path)
    assert origin["dhtools"] == dhtools.__version__
    assert {"pyromark", "python-frontmatter", "pyyaml"} <= origin["libraries"].keys()
    assert origin["conventions"] == {
        "path": "dhtools.toml",
        "sha256": hashlib.sha256(b"exclude = []\n").hexdigest(),
    }


def test_the_same_tables_give_the_same_bytes_wherever_they_are_written(nasty, tmp_path):
    for folder in (tmp_path / "one", tmp_path / "two" / "three"):
        tabular.write_csv(nasty, folder, ORIGIN, excel=True)
        tabular.write_parquet(nasty, folder, ORIGIN)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two" / "three")
    assert not any(str(tmp_path).encode() in made for made in first.values())


def test_what_is_read_back_gives_the_same_bytes_again(nasty, tmp_path):
    tabular.write_csv(nasty, tmp_path / "one", ORIGIN)
    tabular.write_csv(tabular.read(tmp_path / "one"), tmp_path / "two", tabular.origin(tmp_path / "one"))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


# Writing where something is already


def test_csv_and_parquet_of_the_same_corpus_stand_side_by_side(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN, excel=True)
    tabular.write_parquet(tables, tmp_path, ORIGIN)
    assert set(manifest.read(tmp_path)["forms"]) == {"csv", "parquet"}
    assert len(list(tmp_path.iterdir())) == 2 * len(TABLES) + 3
    same(tabular.read(tmp_path), tables)


def test_files_that_an_earlier_build_left_of_other_posts_go(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    tabular.write_parquet(frames({}), tmp_path, ORIGIN)
    assert set(manifest.read(tmp_path)["forms"]) == {"parquet"}
    assert not list(tmp_path.glob("*.csv"))
    same(tabular.read(tmp_path), frames({}))


def test_files_of_others_are_left_alone(tables, tmp_path):
    (tmp_path / "labels.csv").write_text("mine")
    tabular.write_csv(tables, tmp_path, ORIGIN)
    tabular.write_parquet(frames({}), tmp_path, ORIGIN)
    assert (tmp_path / "labels.csv").read_text() == "mine"


@pytest.mark.parametrize("name", ["README.md", "quotes.csv", "manifest.json"])
def test_a_file_of_somebody_elses_is_not_overwritten(tables, tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(
        TableError, match=rf"{name} is there and dhtools did not write it: move it, or choose"
    ):
        tabular.write_csv(tables, tmp_path, ORIGIN)
    assert contents(tmp_path) == {name: b"mine"}


# Writing that fails


def test_a_folder_that_cannot_be_made_is_one_line(tables, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TableError) as error:
        tabular.write_csv(tables, tmp_path / "file" / "out", ORIGIN)
    place = tmp_path / "file" / "out"
    assert (
        str(error.value)
        == f"cannot write tables to {place}: Not a directory; choose a folder that can be written"
    )
    assert contents(tmp_path) == {"file": b"mine"}


def test_a_file_in_place_of_the_folder_is_one_line(tables, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TableError, match=r"cannot write tables to .*file: Not a directory; choose a folder"):
        tabular.write_csv(tables, tmp_path / "file", ORIGIN)


FULL_DISK = """
import resource, sys
from pathlib import Path
from dhtools.errors import TableError
from dhtools.export import tabular
folder = Path(sys.argv[1])
tables = tabular.read(folder)
tables["blocks"].loc[0, "text"] = "x" * 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    tabular.write_csv(tables, Path(sys.argv[2]), {"dhtools": "2", "libraries": {}, "conventions": None})
except TableError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
@pytest.mark.parametrize("place", ["old", "new"])
def test_a_disk_that_fills_up_leaves_everything_as_it_was(tables, tmp_path, place):
    tabular.write_csv(tables, tmp_path / "old", ORIGIN)
    before = contents(tmp_path)
    arguments = [sys.executable, "-c", FULL_DISK, "old", place]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"cannot write tables to {place}: File too large; free some space\n"
    assert contents(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"old"}


def test_an_interruption_leaves_everything_as_it_was(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    before = contents(tmp_path)
    del tables["problems"]  # the last table to be written
    with pytest.raises(KeyError):
        tabular.write_csv(tables, tmp_path, ORIGIN)
    assert contents(tmp_path) == before


# Reading what is not as it was written


def test_a_missing_folder_file_or_table_is_named(tables, tmp_path):
    with pytest.raises(TableError, match=r"^no folder .*nowhere: check the path$"):
        tabular.read(tmp_path / "nowhere")
    with pytest.raises(
        TableError, match=r"^no tables in .*: make them with dhtools build, from a folder of posts$"
    ):
        tabular.read(tmp_path)
    tabular.write_csv(tables, tmp_path, ORIGIN)
    (tmp_path / "works.csv").unlink()
    with pytest.raises(TableError, match=r" lacks works\.csv: build the tables again$"):
        tabular.read(tmp_path)


def edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="")


EDITS = {
    "a column is there twice": (
        "links.csv",
        "relation,",
        "relation,relation,",
        "columns there twice: relation",
    ),
    "a column is gone": ("links.csv", "relation,", "tie,", "columns missing: relation; columns unknown: tie"),
    "a word for a number": ("works.csv", ",2,2", ",two,2", "column n_citations: .*invalid value 'two'"),
    "a value not in its list": (
        "links.csv",
        '"answer"',
        '"reply"',
        "links.relation: 'reply' not among leadin, answer",
    ),
    "a row too short": ("works.csv", '2,2,"', '2,"', "Expected 6 columns, got 5"),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), EDITS.values(), ids=EDITS)
def test_a_csv_file_edited_badly_says_where(tables, tmp_path, name, old, new, message):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    edited(tmp_path, name, old, new)
    with pytest.raises(TableError, match=message):
        tabular.read(tmp_path)


def test_a_csv_file_in_another_encoding_says_so(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    text = (tmp_path / "books.csv").read_text(encoding="utf-8")
    (tmp_path / "books.csv").write_text(text, encoding="gb18030")
    with pytest.raises(TableError, match=r"books\.csv: is not UTF-8; save it as CSV UTF-8$"):
        tabular.read(tmp_path)


def test_a_parquet_file_damaged_inside_says_which_one_it_is(tables, tmp_path):
    tabular.write_parquet(tables, tmp_path, ORIGIN)
    path = tmp_path / "works.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-60] + b"\xff" * 40 + whole[-20:])
    with pytest.raises(TableError, match=r"works\.parquet: "):
        tabular.read(tmp_path)


def test_a_parquet_file_that_is_none_says_so(tables, tmp_path):
    tabular.write_parquet(tables, tmp_path, ORIGIN)
    (tmp_path / "works.parquet").write_bytes(b"nothing of the kind")
    with pytest.raises(TableError, match=r"works\.parquet: .*magic bytes"):
        tabular.read(tmp_path)


def test_a_file_saved_by_a_spreadsheet_still_reads(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    # as LibreOffice saves it: capitals, no needless quotation marks, none for an empty text either
    for name in ("blocks.csv", "posts.csv", "quotes.csv"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        text = text.replace("false", "FALSE").replace('"第一行\n第二行"', "@@").replace('"', "")
        (tmp_path / name).write_text(text.replace("@@", '"第一行\n第二行"'), encoding="utf-8")
    back = tabular.read(tmp_path)
    pd.testing.assert_frame_equal(back["quotes"], tables["quotes"])
    pd.testing.assert_frame_equal(back["blocks"], tables["blocks"])
    assert back["posts"]["subtitle"].isna().all()


def test_a_manifest_that_was_tampered_with_removes_nothing_outside(tables, tmp_path):
    (tmp_path / "mine").write_text("mine")
    tabular.write_csv(tables, tmp_path / "out", ORIGIN)
    said = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    said["files"].append("../mine")
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    tabular.write_csv(frames({}), tmp_path / "out", ORIGIN)
    assert (tmp_path / "mine").read_text() == "mine"


def test_one_table_can_be_read_by_pandas_alone(tables, tmp_path):
    tabular.write_csv(tables, tmp_path, ORIGIN)
    assert pd.read_csv(tmp_path / "links.csv")["distance"].tolist() == [1, 1, 4]
    assert frame("links", records()["links"])["distance"].tolist() == [1, 1, 4]
