"""The labelling form: buttons pressed by program, and what then stands in the file."""

import builtins
import os
import re
import subprocess
import sys

import pandas as pd
import pytest

from dhtools.export import label_sheets
from dhtools.show import form
from judged import ident

TEXTS = ["这话难道不是矛盾？", "三十年里<b>船</b>换了四代。", "他自己也知道。"]
SHEET = label_sheets.shaped(
    pd.DataFrame(
        {
            "sentence_id": [ident("渡口", text) for text in TEXTS],
            "post_id": "渡口",
            "line": [7, 9, 9],
            "before": ["> 口头上说的", "", TEXTS[1]],
            "text": TEXTS,
            "after": ["", TEXTS[2], ""],
            "weight": 2.0,
        }
    )
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "an.csv"


@pytest.fixture
def made(path):
    """A form on three sentences."""
    return form.form(SHEET, "an", path)


def saved(path):
    """What the file says of each sentence."""
    found = label_sheets.read_sheet(path)[["critical", "stance", "labeller", "comment"]]
    return found.astype(object).where(found.notna(), None).values.tolist()


def shown(made):
    """The text that the form shows, without markup."""
    return re.sub(r"<[^>]*>", "", made.sentence.value).split("\n")


NOTHING = [None, None, None, ""]


def test_the_sentence_stands_between_its_neighbours_and_markup_in_it_is_text(made):
    made.skip.click()
    assert shown(made)[1:] == [
        "2. 渡口, line 行 9 · no label yet 未标",
        "",
        "三十年里&lt;b&gt;船&lt;/b&gt;换了四代。",
        TEXTS[2],
        "",
    ]


def test_yes_is_saved_at_once_with_stance_and_comment_and_the_next_is_shown(made, path):
    made.stance.value = "negative"
    made.comment.value = " 反问 "
    made.yes.click()
    assert saved(path) == [[True, "negative", "an", "反问"], NOTHING, NOTHING]
    assert made.at == 1
    assert (made.stance.value, made.comment.value) == ("", "")


def test_no_takes_no_stance(made, path):
    made.stance.value = "negative"
    made.no.click()
    assert saved(path) == [[False, None, "an", ""], NOTHING, NOTHING]


def test_a_sentence_that_is_skipped_gets_no_label_and_comes_round_again(made, path):
    made.skip.click()
    made.no.click()
    made.no.click()
    assert made.at == 0
    assert saved(path) == [NOTHING, [False, None, "an", ""], [False, None, "an", ""]]


def test_back_shows_a_label_that_can_be_changed(made, path):
    made.stance.value = "mixed"
    made.comment.value = "两面"
    made.yes.click()
    made.back.click()
    assert (made.at, made.stance.value, made.comment.value) == (0, "mixed", "两面")
    assert shown(made)[1] == "1. 渡口, line 行 7 · yes 是"
    made.no.click()
    assert saved(path)[0] == [False, None, "an", "两面"]


def test_progress_is_counted_up_to_the_last(made):
    assert (made.progress.value, made.progress.max) == (0, 3)
    for _ in range(3):
        made.no.click()
    assert made.progress.value == 3
    assert made.count.value == "3 of 3 labelled 已标 3 / 3. All are labelled. 全部标完。"


def test_weights_and_context_stay_in_the_file(made, path):
    made.no.click()
    found = label_sheets.read_sheet(path)
    columns = ["sentence_id", "line", "before", "text", "after", "weight"]
    pd.testing.assert_frame_equal(found[columns], SHEET[columns])


def test_a_form_goes_on_where_it_stopped(made, path):
    made.no.click()
    again = form.form(SHEET, "an", path)
    assert (again.at, again.progress.value) == (1, 1)
    again.yes.click()
    assert [row[0] for row in saved(path)] == [False, True, None]


def test_a_form_takes_a_file_and_saves_to_it(path):
    label_sheets.write(SHEET, path)
    form.form(str(path), "an").yes.click()
    assert [row[0] for row in saved(path)] == [True, None, None]


def test_a_sheet_without_a_path_is_saved_under_the_labellers_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    form.form(SHEET, " an ").yes.click()
    assert saved(tmp_path / "an.csv")[0] == [True, None, "an", ""]


def test_the_sheet_that_is_given_stays_as_it_is(path):
    before = SHEET.copy()
    form.form(SHEET, "an", path).yes.click()
    assert SHEET.equals(before)


def test_a_file_of_somebody_elses_labels_is_refused(path):
    label_sheets.write(SHEET.assign(critical=True, labeller="bei"), path)
    with pytest.raises(ValueError, match=r"an\.csv holds labels by bei: take a copy of the empty sheet"):
        form.form(path, "an")


def test_a_file_of_other_sentences_is_refused(path):
    label_sheets.write(SHEET.head(2), path)
    with pytest.raises(ValueError, match=r"an\.csv is a sheet of other sentences: move it, or give another"):
        form.form(SHEET, "an", path)


@pytest.mark.parametrize(
    ("sheet", "labeller", "message"),
    [(SHEET, "  ", "labeller is empty: give the name"), (SHEET.head(0), "an", "sheet has no rows: draw one")],
)
def test_a_form_needs_a_name_and_rows(path, sheet, labeller, message):
    with pytest.raises(ValueError, match=message):
        form.form(sheet, labeller, path)


def test_what_cannot_be_saved_is_said_and_nothing_is_lost(made, path):
    made.no.click()
    path.unlink()
    path.mkdir()
    made.comment.value = "反问"
    os.utime(path, ns=(made._seen, made._seen))
    made.yes.click()
    assert "not saved 未保存: cannot write labels to" in made.status.value
    assert (made.at, made.comment.value, made.progress.value) == (1, "反问", 1)


def test_a_file_that_another_program_changed_is_not_written_over(made, path):
    made.no.click()
    path.write_text("changed")
    os.utime(path, ns=(1, 1))
    made.yes.click()
    assert path.read_text() == "changed"
    assert "was changed by another program: run this cell again" in made.status.value
    assert made.at == 1


# Shown


def test_all_that_is_pressed_is_a_button_with_words_in_two_languages(made):
    labels = [button.description for button in (made.yes, made.no, made.skip, made.back)]
    assert labels == ["Yes, critical 是", "No 否", "Skip 跳过", "Back 上一句"]
    assert all(button.tooltip for button in (made.yes, made.no, made.skip, made.back))
    assert list(made.stance._options_labels) == [
        "not told 未定",
        "negative 负面",
        "positive 正面",
        "mixed 兼有",
    ]


def test_where_no_program_runs_the_first_rows_are_shown_instead(made):
    shown = made._repr_mimebundle_()
    assert shown["text/plain"] == "form on 3 sentences"
    assert "the first 3 of the 3 rows" in shown["text/html"]
    assert "三十年里&lt;b&gt;船&lt;/b&gt;换了四代。" in shown["text/html"]


def test_without_ipywidgets_the_error_says_what_to_do(path, monkeypatch):
    importing = builtins.__import__

    def lacking(name, *rest):
        if name == "ipywidgets":
            raise ImportError(name)
        return importing(name, *rest)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(
        ImportError, match="the form needs ipywidgets, of the extra `notebooks`: install it, or"
    ):
        form.form(SHEET, "an", path)


def test_importing_the_form_does_not_load_ipywidgets():
    code = "import dhtools.show.form, sys; print('ipywidgets' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
