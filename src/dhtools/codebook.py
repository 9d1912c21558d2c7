"""Descriptions of tables and fields, read out of `records.py`.

The records are the one place where a column is named, typed and explained. What a record cannot say in
Python, which columns are keys and where they lead, stands in `KEYS` and `REFERENCES` here.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from functools import cache

from dhtools import records

KEYS: dict[str, tuple[str, ...]] = {
    "posts": ("post_id",),
    "books": ("book_id",),
    "sections": ("section_id",),
    "blocks": ("block_id",),
    "quotes": ("quote_id",),
    "commentary": ("commentary_id",),
    "sentences": ("sentence_id",),
    "citations": ("citation_id",),
    "works": ("work_id",),
    "links": ("quote_id", "commentary_id", "relation"),
}
"""Columns that together name a row; scares and problems have none."""

REFERENCES: dict[str, str] = {
    "post_id": "posts",
    "book_id": "books",
    "section_id": "sections",
    "parent_id": "sections",
    "block_id": "blocks",
    "quote_id": "quotes",
    "commentary_id": "commentary",
    "leadin_id": "commentary",
    "answers_id": "quotes",
    "work_id": "works",
}
"""Table that a column's values are keys of; `citations.host_id` is left out, see `HOST_TABLES`."""

HOST_TABLES: dict[str, str] = {"quote": "quotes", "commentary": "commentary", "heading": "sections"}
"""Table that `citations.host_id` leads to, by the value of `host`."""

TYPES: dict[str, str] = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "dt.datetime": "datetime",
    "tuple[str, ...]": "list",
}
"""Type of a column by the annotation of its field."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, meaning, type and rules.

    `type` is one of the values of `TYPES`; `values` is empty unless the list of values is closed;
    `refers_to` names the table whose key the column holds.
    """

    table: str
    name: str
    english: str
    chinese: str
    type: str
    is_nullable: bool
    is_key: bool
    values: tuple[str, ...]
    refers_to: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its key, and its columns in order."""

    name: str
    english: str
    chinese: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the order in which they are written."""
    # A string that stands under a field is dropped by Python, so the source itself has to be read.
    module = ast.parse(inspect.getsource(records))
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    return {name: _table(name, classes[record.__name__]) for name, record in records.TABLES.items()}


def fields(table: str) -> tuple[Field, ...]:
    """The columns of a table, in order.

    Raises:
        ValueError: there is no table of that name.
    """
    if table not in records.TABLES:
        raise ValueError(f"table={table!r} is not one of {', '.join(records.TABLES)}")
    return tables()[table].fields


def key(table: str) -> str:
    """The column that alone names a row of a table that others refer to."""
    (column,) = KEYS[table]
    return column


def _table(name: str, record: ast.ClassDef) -> Table:
    english, chinese = _languages(ast.get_docstring(record) or "")
    pairs = zip(record.body, [*record.body[1:], None], strict=True)
    columns = (_field(name, field, note) for field, note in pairs if isinstance(field, ast.AnnAssign))
    return Table(name, english, chinese, KEYS.get(name, ()), tuple(columns))


def _field(table: str, field: ast.AnnAssign, note: ast.stmt | None) -> Field:
    name, annotation = ast.unparse(field.target), ast.unparse(field.annotation)
    english, chinese = _languages(_string(note))
    is_key = KEYS.get(table) == (name,)
    return Field(
        table=table,
        name=name,
        english=english,
        chinese=chinese,
        type=TYPES[annotation.removesuffix(" | None")],
        is_nullable=annotation.endswith(" | None"),
        is_key=is_key,
        values=_values(table, name),
        refers_to=None if is_key else REFERENCES.get(name),
    )


def _values(table: str, name: str) -> tuple[str, ...]:
    if name == "form":
        return {"quotes": records.FORMS, "citations": records.CITATION_FORMS}[table]
    return records.CLOSED.get(name, ())


def _languages(note: str) -> tuple[str, str]:
    english, _, chinese = note.partition(" | ")
    return english.strip(), chinese.strip()


def _string(node: ast.stmt | None) -> str:
    """The string that a statement is, if it is one."""
    is_string = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return inspect.cleandoc(str(node.value.value)) if is_string else ""
