"""Label sheets are written for spreadsheets, and read as spreadsheets and people leave them."""

import csv
import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools.errors import GoldError, TableError
from dhtools.export import label_sheets
from dhtools.parse.ids import hash8

SAYS, BOATS = "这话难道不是自相矛盾？", "三十年里船换了四代。"
SHEET = pd.DataFrame(
    {
        "sentence_id": [f"渡口/s-{hash8(SAYS)}", f"渡口/s-{hash8(BOATS)}", f"渡口/s-{hash8('=1+1')}"],
        "post_id": "渡口",
        "line": [7, 9, 9],
        "before": ["> 他们口头上说的和做的不是一回事。", "", BOATS],
        "text": [SAYS, BOATS, "=1+1"],
        "after": ["", "=1+1", ""],
        "critical": [True, False, None],
        "stance": ["negative", None, None],
        "labeller": "安",
        "comment": ["讽刺, 反问", "", ""],
        "weight": [2.5, 2.5, 10],
    }
)
FILE = f"""\
\ufeffsentence_id,post_id,line,before,text,after,critical,stance,labeller,comment,weight
渡口/s-{hash8(SAYS)},渡口,7,> 他们口头上说的和做的不是一回事。,{SAYS},,yes,negative,安,"讽刺, 反问",2.5
渡口/s-{hash8(BOATS)},渡口,9,,{BOATS},'=1+1,no,,安,,2.5
渡口/s-{hash8("=1+1")},渡口,9,{BOATS},'=1+1,,,,安,,10
"""
HEADER = "sentence_id,text,critical,stance,labeller,comment"


def ident(text, post="渡口"):
    return f"{post}/s-{hash8(text)}"


def row(text, critical="", stance="", labeller="", comment="", mark=","):
    return mark.join((ident(text), text, critical, stance, labeller, comment))


@pytest.fixture
def file(tmp_path):
    """Writes a file of rows below the short header, and gives its path."""

    def write(*rows, header=HEADER, name="an.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\n".join((header, *rows, "")).encode(encoding))
        return path

    return write


def labels(*paths):
    """The labels of each row, in short."""
    found = label_sheets.read(*paths)
    shown = found[["text", "critical", "stance", "labeller"]]
    return shown.astype(object).where(shown.notna(), None).values.tolist()


def faults(*paths):
    with pytest.raises(GoldError) as caught:
        label_sheets.read(*paths)
    return [line.replace(f"{paths[0].parent}{os.sep}", "") for line in str(caught.value).splitlines()]


# Written


def test_a_sheet_is_written_for_spreadsheets(tmp_path):
    label_sheets.write(SHEET, tmp_path / "an.csv")
    assert (tmp_path / "an.csv").read_bytes().decode() == FILE


def test_a_sheet_comes_back_as_it_was(tmp_path):
    label_sheets.write(SHEET, tmp_path / "an.csv")
    pd.testing.assert_frame_equal(label_sheets.read(tmp_path / "an.csv"), label_sheets.shaped(SHEET))


def test_a_sheet_without_weights_has_no_such_column(tmp_path):
    label_sheets.write(SHEET.drop(columns="weight"), tmp_path / "an.csv")
    assert "weight" not in (tmp_path / "an.csv").read_text("utf-8")
    assert label_sheets.read(tmp_path / "an.csv")["weight"].isna().all()


def test_further_columns_are_not_written(tmp_path):
    label_sheets.write(SHEET.assign(score=0.9), tmp_path / "an.csv")
    assert (tmp_path / "an.csv").read_bytes().decode() == FILE


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path):
    (tmp_path / "an.csv").mkdir()
    with pytest.raises(TableError, match=r"cannot write labels to .*an\.csv: Is a directory; close it in"):
        label_sheets.write(SHEET, tmp_path / "an.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["an.csv"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "an.csv").symlink_to(tmp_path / "real.csv")
    label_sheets.write(SHEET, tmp_path / "an.csv")
    assert (tmp_path / "an.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().decode() == FILE


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"))


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT.map(str.strip), min_size=1, max_size=3, unique=True))
def test_whatever_a_text_holds_it_comes_back(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("sheets") / "an.csv"
    sheet = pd.DataFrame({"sentence_id": [ident(text) for text in texts], "text": texts, "comment": texts})
    label_sheets.write(sheet, path)
    found = label_sheets.read(path)
    assert found["text"].tolist() == found["comment"].tolist() == texts


# What labels may say


@pytest.mark.parametrize("word", ["yes", "YES", "y", "是", "1", "true", "TRUE", "ｙｅｓ"])
def test_a_sentence_is_critical(file, word):
    assert labels(file(row(SAYS, word))) == [[SAYS, True, None, "an"]]


@pytest.mark.parametrize("word", ["no", "No", "N", "否", "0", "false", "FALSE"])
def test_a_sentence_is_not_critical(file, word):
    assert labels(file(row(SAYS, word))) == [[SAYS, False, None, "an"]]


@pytest.mark.parametrize(
    ("word", "stance"),
    [
        ("Negative", "negative"),
        ("负面", "negative"),
        ("正面", "positive"),
        ("兼有", "mixed"),
        ("負面", "negative"),
    ],
)
def test_a_stance_may_be_chinese(file, word, stance):
    assert labels(file(row(SAYS, "yes", word))) == [[SAYS, True, stance, "an"]]


def test_a_row_without_a_label_stays(file):
    assert labels(file(row(SAYS, "yes"), row(BOATS))) == [[SAYS, True, None, "an"], [BOATS, None, None, "an"]]


def test_every_row_that_cannot_be_understood_is_named(file):
    path = file(row(SAYS, "maybe"), row(BOATS, "yes", "好"), row("a", "no", "positive"), row("b", "", "正面"))
    assert faults(path) == [
        'an.csv, row 2: critical is "maybe", not one of yes, 是, y, true, 1; no, 否, n, false, 0, and not empty',
        'an.csv, row 3: stance is "好", not one of negative, positive, mixed (负面, 正面, 兼有), and not empty',
        'an.csv, row 4: stance is "positive" where critical is no: only what is critical has one',
        'an.csv, row 5: stance is "正面" where critical is empty: only what is critical has one',
    ]


def test_a_long_list_of_faults_is_cut_short(file):
    found = faults(file(*(row(f"第{n}句", "maybe") for n in range(12))))
    assert len(found) == 11
    assert found[-1] == "and 2 more"


def test_a_row_whose_key_is_gone_is_named(file):
    assert faults(file(f"渡口,{SAYS},yes,,,")) == [
        'an.csv, row 2: sentence_id is "渡口", not a key such as post/s-0f56e413'
    ]


def test_numbers_are_numbers(file):
    header = "sentence_id,text,critical,line,weight"
    path = file(f"{ident(SAYS)},{SAYS},yes,seven,1.5", f"{ident(BOATS)},{BOATS},yes,7,much", header=header)
    assert faults(path) == [
        'an.csv, row 2: line is "seven", not a number',
        'an.csv, row 3: weight is "much", not a number',
    ]


# Who labelled


def test_the_labeller_is_the_files_name_where_no_row_names_one(file):
    assert labels(file(row(SAYS, "yes"), name="贝.csv")) == [[SAYS, True, None, "贝"]]


def test_a_name_in_one_row_holds_for_the_file(file):
    path = file(row(SAYS, "yes", labeller=" 安 "), row(BOATS, "no"))
    assert labels(path) == [[SAYS, True, None, "安"], [BOATS, False, None, "安"]]


def test_of_several_names_each_label_needs_one(file):
    path = file(row(SAYS, "yes", labeller="安"), row(SAYS, "yes", labeller="贝"), row(BOATS, "no"), row("c"))
    assert faults(path) == ["an.csv, row 4: names no labeller, and the file has several: 安, 贝"]


def test_one_sheet_is_read_without_putting_in_a_name(file):
    found = label_sheets.read_sheet(file(row(SAYS), row(BOATS, "no", labeller="安")))
    assert found["labeller"].fillna("-").tolist() == ["-", "安"]


def test_several_files_make_one_table(file):
    paths = [file(row(SAYS, "yes")), file(row(SAYS, "no"), name="bei.csv")]
    assert labels(*paths) == [[SAYS, True, None, "an"], [SAYS, False, None, "bei"]]


def test_two_rows_of_a_sentence_by_one_labeller_are_named(file):
    one = file(row(SAYS, "yes"), row(SAYS, "yes"), row(BOATS, "yes", "正面"))
    other = file(row(BOATS, "yes", labeller="an"), name="bei.csv")
    assert faults(one, other) == [
        f"an.csv, row 3: repeats an.csv, row 2, on {ident(SAYS)}, both by an: leave one of them",
        f"bei.csv, row 2: contradicts an.csv, row 4, on {ident(BOATS)}, both by an: leave one of them",
    ]


def test_no_file_is_a_mistake():
    with pytest.raises(ValueError, match="paths is empty: give one label file or more"):
        label_sheets.read()


# What spreadsheets do to files

BOTH = [[SAYS, True, "negative", "an"], [BOATS, False, None, "an"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_of_spreadsheets(tmp_path, encoding, mark, end):
    rows = (row(SAYS, "yes", "negative", mark=mark), row(BOATS, "no", mark=mark))
    text = end.join((HEADER.replace(",", mark), *rows, ""))
    path = tmp_path / "an.csv"
    path.write_bytes(text.encode(encoding))
    assert labels(path) == BOTH


def test_a_second_byte_order_mark_is_left_out(file):
    assert labels(file(row(SAYS, "yes"), header=f"\ufeff\ufeff{HEADER}")) == [[SAYS, True, None, "an"]]


def test_blank_rows_and_white_space_are_left_out_and_rows_keep_their_numbers(file):
    rows = (",,,,,", row(SAYS, " Yes ", "negative\u3000"), "", ",,,", row(BOATS, "no"))
    assert labels(file("", *rows)) == BOTH
    assert faults(file("", *rows, row("c", "?")))[0].startswith("an.csv, row 8: critical is")


def test_the_line_that_names_the_separator_is_left_out(file):
    rows = (HEADER.replace(",", ";"), row(SAYS, "yes", mark=";"))
    assert labels(file(*rows, header="sep=;")) == [[SAYS, True, None, "an"]]


def test_columns_in_another_order_in_capitals_and_of_ones_own(file):
    path = file(f"x,yes,{SAYS},{ident(SAYS)}", header="Mine,Critical,TEXT, Sentence_ID ")
    assert labels(path) == [[SAYS, True, None, "an"]]


def test_a_weight_may_have_a_decimal_comma(file):
    path = file(f"{ident(SAYS)};{SAYS};yes;2,5", header="sentence_id;text;critical;weight")
    assert label_sheets.read(path)["weight"].tolist() == [2.5]


def test_the_post_is_told_from_the_key_as_a_spreadsheet_takes_some_names_for_dates(file):
    path = file(
        f"{ident(SAYS, '2021-03')},Mar 21,{SAYS},yes,1", header="sentence_id,post_id,text,critical,line"
    )
    assert label_sheets.read(path)["post_id"].tolist() == ["2021-03"]


def test_a_column_sorted_without_the_others_is_noticed(file):
    path = file(f"{ident(BOATS)},{SAYS},yes,,,", f"{ident(SAYS)},{BOATS},no,,,", row("c", "no"))
    assert faults(path) == [
        "an.csv, row 2: the text is that of an.csv, row 3, and so in 2 rows: a column was sorted or moved "
        "without the others; go back to the sheet before that"
    ]


def test_a_text_in_which_a_character_was_lost_is_no_fault(file):
    assert labels(file(f"{ident(SAYS)},{SAYS.replace('？', '?')},yes,,,")) == [
        [SAYS.replace("？", "?"), True, None, "an"]
    ]


def test_a_comma_outside_quotation_marks_is_noticed(file):
    assert faults(file(row(SAYS, "yes", comment="讽刺, 反问"))) == [
        "an.csv, row 2: has 7 cells and the header 6: put text with a comma in quotation marks"
    ]


@pytest.fixture
def usual_limit():
    """Python's own limit for a cell, whatever another program in the same process has set."""
    before = csv.field_size_limit(131072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("usual_limit")
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty"),
        (b"\n,,\n", "is empty"),
        (b"text,critical\n", "row 1 has no column sentence_id: label a sheet that dhtools drew"),
        (f"{HEADER},critical\n".encode(), "row 1 has twice the column critical: leave one"),
        (b"PK\3\4...", "is a workbook of a spreadsheet: save it as CSV UTF-8"),
        (
            f"{HEADER}\n{'a' * 140_000}".encode(),
            "is no CSV: field larger than field limit (131072); save it as CSV UTF-8",
        ),
        (b"a\0b", "is no text: save it as CSV UTF-8"),
        (
            f"{HEADER}\n{SAYS * 5}".encode("gb18030") + b"\xff",
            "holds characters that are not gb18030: save it as CSV UTF-8",
        ),
    ],
)
def test_a_file_that_is_no_label_sheet_is_named(tmp_path, content, fault):
    path = tmp_path / "an.csv"
    path.write_bytes(content)
    assert faults(path) == [f"an.csv: {fault}"]


def test_a_file_that_is_not_there_is_named_with_the_others(file):
    path = file(row(SAYS, "maybe"))
    assert (
        faults(path, path.with_name("gone.csv"))[1] == "gone.csv: cannot be read: No such file or directory"
    )
