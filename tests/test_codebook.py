import pytest

from dhtools import codebook
from dhtools.codebook import Field
from dhtools.records import TABLES

EVERY_FIELD = [
    pytest.param(field, id=f"{table}.{field.name}") for table in TABLES for field in codebook.fields(table)
]


def test_tables_stand_in_the_order_of_the_records():
    assert list(codebook.tables()) == list(TABLES)


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_every_field_is_described_in_both_languages(field):
    assert field.english.endswith((".", "…"))
    assert field.chinese.endswith("。")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_described_in_both_languages(table):
    entry = codebook.tables()[table]
    assert entry.english.endswith(".")
    assert entry.chinese.endswith("。")


def test_a_field_says_all_there_is_to_know_of_its_column():
    (answers,) = (field for field in codebook.fields("commentary") if field.name == "answers_id")
    assert answers == Field(
        table="commentary",
        name="answers_id",
        english="The quote it answers.",
        chinese="所回应的引文。",
        type="string",
        is_nullable=True,
        is_key=False,
        values=(),
        refers_to="quotes",
    )


def test_types_follow_the_annotations():
    types = {field.name: (field.type, field.is_nullable) for field in codebook.fields("sentences")}
    assert types == {
        "sentence_id": ("string", False),
        "commentary_id": ("string", False),
        "post_id": ("string", False),
        "position": ("integer", False),
        "start_line": ("integer", False),
        "start": ("integer", False),
        "end": ("integer", False),
        "text": ("string", False),
        "is_critical": ("boolean", True),
        "stance": ("string", True),
        "score": ("number", True),
        "cues": ("list", False),
    }


def test_form_has_one_list_of_values_in_quotes_and_another_in_citations():
    values = {
        field.table: field.values
        for table in TABLES
        for field in codebook.fields(table)
        if field.name == "form"
    }
    assert values == {
        "quotes": ("block", "inline"),
        "citations": ("page", "title", "author_title", "author", "author_year", "link", "footnote"),
    }


def test_references_lead_to_tables():
    references = {
        (field.table, field.name): field.refers_to
        for table in ("sections", "citations", "links", "scares")
        for field in codebook.fields(table)
        if field.refers_to
    }
    assert references == {
        ("sections", "post_id"): "posts",
        ("sections", "parent_id"): "sections",
        ("citations", "post_id"): "posts",
        ("citations", "work_id"): "works",
        ("links", "quote_id"): "quotes",
        ("links", "commentary_id"): "commentary",
        ("scares", "post_id"): "posts",
        ("scares", "commentary_id"): "commentary",
    }


def test_a_key_is_one_column_but_in_links():
    keys = {name: table.key for name, table in codebook.tables().items() if len(table.key) != 1}
    assert keys == {"links": ("quote_id", "commentary_id", "relation"), "scares": (), "problems": ()}
    assert [field.name for field in codebook.fields("quotes") if field.is_key] == ["quote_id"]


def test_an_unknown_table_is_named_with_those_there_are():
    with pytest.raises(
        ValueError, match=r"^table='quote' is not one of posts, books, sections, .*, problems$"
    ):
        codebook.fields("quote")
