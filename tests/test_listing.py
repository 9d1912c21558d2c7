"""Tables to search in a notebook: what stands in their cells, and that they fetch nothing."""

import builtins
import json
import re

import pandas as pd
import pytest

from dhtools.show import listing

ROWS = pd.DataFrame(
    {
        "text": pd.array(["灯火\n船钞", None, "<b>渡口</b>"], dtype="string"),
        "n_chars": [4, 0, 2],
        "share": pd.array([0.5, None, 0.25], dtype="Float64"),
        "is_abridged": [True, False, True],
    }
)


def told(shown) -> dict:
    """What the table's script is told."""
    return json.loads(re.search(r"let dt_args = (\{.*?\});", shown.data, re.DOTALL)[1])


def test_a_new_line_is_a_slash_a_missing_value_an_empty_cell_and_markup_is_text():
    assert json.loads(told(listing.searchable(ROWS))["data_json"]) == [
        ["灯火 / 船钞", 4, " 0.5", "True"],
        ["", 0, "", "False"],
        ["&lt;b&gt;渡口&lt;/b&gt;", 2, " 0.25", "True"],
    ]


def test_numbers_stand_to_the_right_and_all_else_to_the_left():
    assert told(listing.searchable(ROWS))["columnDefs"] == [
        {"className": "dt-left", "targets": [0, 3]},
        {"className": "dt-right", "targets": [1, 2]},
    ]


def test_text_stands_to_the_right_where_that_is_asked_for():
    assert told(listing.searchable(ROWS, right=["text"]))["columnDefs"][1]["targets"] == [0, 1, 2]


@pytest.mark.parametrize(("n", "place"), [(3, None), (2, "search")])
def test_a_field_to_search_in_shows_where_rows_take_more_than_a_page(n, place):
    assert told(listing.searchable(ROWS, n))["layout"]["topEnd"] == place


def test_an_index_with_a_name_is_a_column():
    by_book = pd.DataFrame({"n": [2]}, index=pd.Index(["渡口"], name="book"))
    assert json.loads(told(listing.searchable(by_book))["data_json"]) == [["渡口", 2]]
    assert json.loads(told(listing.searchable(by_book.rename_axis(None)))["data_json"]) == [[2]]


def test_all_rows_are_in_the_table_however_many():
    many = pd.DataFrame({"text": ["潮水" * 200] * 500})
    assert len(json.loads(told(listing.searchable(many))["data_json"])) == 500


def test_the_table_given_stays_as_it_is():
    before = ROWS.copy()
    listing.searchable(ROWS)
    pd.testing.assert_frame_equal(ROWS, before)


def test_neither_the_start_nor_a_table_fetches_anything(capsys):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.instance()
    with capture_output() as shown:
        listing.start()
    InteractiveShell.clear_instance()
    pages = [output.data["text/html"] for output in shown.outputs] + [listing.searchable(ROWS).data]
    fetched = [re.findall(r"<(?:script|link)\b[^>]*(?:src|href)=|import [^;]*from '", page) for page in pages]
    assert fetched == [[], [], []]


def test_fewer_than_one_row_at_a_time_is_refused():
    with pytest.raises(ValueError, match="n=0 is below 1"):
        listing.searchable(ROWS, 0)


def test_without_itables_the_message_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "itables":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match="searchable tables need itables, of the extra `notebooks`"):
        listing.searchable(ROWS)
