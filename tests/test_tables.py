import re

import pandas as pd
import pytest

from dhtools import checks
from dhtools.errors import TableError
from dhtools.records import BLOCK_KINDS, TABLES, Section, Sentence
from dhtools.tables import contains, frame, frames
from small import make, post, quote, records


@pytest.fixture
def tables():
    return frames(records())


def types(data):
    return {name: str(dtype) for name, dtype in data.dtypes.items()}


def test_every_table_is_made_in_order(tables):
    assert list(tables) == list(TABLES)
    assert {name: len(data) for name, data in tables.items()} == {
        "posts": 5,
        "books": 2,
        "sections": 3,
        "blocks": 12,
        "quotes": 4,
        "commentary": 5,
        "sentences": 3,
        "citations": 4,
        "works": 2,
        "links": 3,
        "scares": 1,
        "problems": 3,
    }


def test_columns_have_types_that_know_missing_values(tables):
    assert types(tables["sentences"]) == {
        "sentence_id": "string",
        "commentary_id": "string",
        "post_id": "string",
        "position": "Int64",
        "start_line": "Int64",
        "start": "Int64",
        "end": "Int64",
        "text": "string",
        "is_critical": "boolean",
        "stance": "category",
        "score": "Float64",
        "cues": "object",
    }
    assert types(tables["posts"])["date"] == "datetime64[us]"


def test_missing_values_stay_missing_and_empty_ones_empty(tables):
    posts = tables["posts"]
    assert posts["subtitle"].isna().tolist() == [True, True, True, False, True]
    assert posts["subtitle"][3] == ""
    assert posts["date"].isna().tolist() == [False, False, False, True, False]
    assert tables["commentary"]["n_critical"].isna().tolist() == [False, True, True, True, True]


def test_lists_stay_tuples(tables):
    assert tables["sentences"]["cues"].tolist() == [("难道", "?"), (), ()]


def test_closed_values_stand_in_their_own_order(tables):
    assert tuple(tables["blocks"]["kind"].cat.categories) == BLOCK_KINDS
    assert tables["blocks"]["kind"].tolist()[:2] == ["quote", "commentary"]


def test_empty_tables_keep_columns_and_types(tables):
    empty = frames({})
    assert {name: types(data) for name, data in empty.items()} == {
        name: types(data) for name, data in tables.items()
    }
    assert all(len(data) == 0 for data in empty.values())
    checks.validate(empty)


def test_many_records_are_made_as_few_are():
    many = frame("sentences", [make(Sentence, sentence_id=str(i), cues=(str(i),)) for i in range(1234)])
    assert many["sentence_id"].tolist() == [str(i) for i in range(1234)]
    assert many["cues"].tolist() == [(str(i),) for i in range(1234)]


def test_half_a_character_becomes_a_replacement_character():
    broken = post("x", title="a\ud83d", tags=("\udcff", "b"))
    assert frame("posts", [broken])[["title", "tags"]].values.tolist() == [["a\ufffd", ("\ufffd", "b")]]


def test_a_value_outside_its_closed_list_is_named():
    with pytest.raises(
        TableError, match=r"^quotes\.source: 'dream' not among book, other_work, encyclopedia, web"
    ):
        frame("quotes", [quote("x", 1, None, source="dream")])


def test_a_value_of_the_wrong_type_is_named():
    with pytest.raises(TableError, match=r"^sections\.level is not of type integer: .*'two'"):
        frame("sections", [make(Section, level="two")])


def test_a_frame_can_be_changed_in_place(tables):
    tables["quotes"].loc[0, "n_chars"] = 11
    assert tables["quotes"]["n_chars"].tolist() == [11, 10, 10, 4]


def test_contains_finds_no_missing_value():
    values = pd.Series(["a", None, "b"], dtype="string")
    assert contains(values, ["b", "c"]).tolist() == [False, False, True]
    assert contains(values, values).tolist() == [True, False, True]


def test_a_corpus_that_keeps_the_rules_passes(tables):
    checks.validate(tables)


def put(table, column, row, value):
    """An edit that puts one value into a table."""

    def edit(tables):
        tables[table].loc[row, column] = value

    return edit


def replace(table, change):
    """An edit that puts a changed table in place of a table."""

    def edit(tables):
        tables[table] = change(tables[table])

    return edit


BROKEN = {
    "a table is missing": (lambda tables: tables.pop("works"), "tables missing: works"),
    "a column is missing": (
        replace("links", lambda links: links.drop(columns="distance")),
        "links: columns missing: distance",
    ),
    "a column is unknown": (
        replace("links", lambda links: links.assign(mine=1)),
        "links: columns unknown: mine",
    ),
    "columns are out of order": (
        replace("works", lambda works: works[works.columns[::-1]]),
        "works: columns are not in the order work_id, title, author, n_citations, n_posts",
    ),
    "a type is wrong": (
        replace("works", lambda works: works.assign(title=works["title"].astype("str"))),
        "works: title is of type str, not string",
    ),
    "closed values differ": (
        replace("problems", lambda rows: rows.assign(severity=rows["severity"].astype("string"))),
        "problems: severity is of type string, not category",
    ),
    "a value is missing": (
        put("books", "title", 1, pd.NA),
        "books: title is missing in 1 rows, first in row 1",
    ),
    "a key is there twice": (
        put("works", "work_id", 0, "灯火与船钞"),
        "works: work_id not unique: '灯火与船钞'",
    ),
    "a link is there twice": (
        put("links", "commentary_id", 2, "b/c-4"),
        "links: quote_id, commentary_id, relation not unique: ('b/q-3', 'b/c-4', 'answer')",
    ),
    "a reference leads nowhere": (
        put("commentary", "answers_id", 0, "a/q-9"),
        "commentary: answers_id leads to no row of quotes: 'a/q-9'",
    ),
    "a host is of another table": (
        put("citations", "host", 0, "commentary"),
        "citations: host_id leads to no row of commentary: 'a/q-1'",
    ),
    "a row is empty": (put("quotes", "end", 0, 0), "quotes: end not after start: 0-0 in a"),
    "a row ends on an earlier line": (
        put("sections", "start_line", 1, 5),
        "sections: end_line before start_line: 5-1 in b",
    ),
}


@pytest.mark.parametrize(("edit", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_named(tables, edit, message):
    edit(tables)
    with pytest.raises(TableError, match=f"^{re.escape(message)}"):
        checks.validate(tables)


def test_only_the_first_offending_values_are_named(tables):
    tables["quotes"]["post_id"] = pd.Series(list("tuvw"), dtype="string")
    tables["blocks"]["post_id"] = pd.Series([f"x{i}" for i in range(12)], dtype="string")
    with pytest.raises(TableError, match=r"row of posts: 'x0', 'x1', 'x2', 'x3', 'x4' and 7 more$"):
        checks.validate(tables)
