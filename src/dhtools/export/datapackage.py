"""The description of the CSV files that other programs read: a Frictionless tabular data package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dhtools import codebook
from dhtools.codebook import Field, Table
from dhtools.export.manifest import as_json

NAME = "datapackage.json"
FREE_TEXT = frozenset({"text", "title", "raw", "target"})
"""Columns in which an empty string is a value, such as the text of a rule.

The standard takes every empty cell for a missing value, so it cannot be told that these are `required`.
"""


def write(folder: Path, *, excel: bool) -> None:
    """Writes `datapackage.json`; with `excel`, for files that start with a byte order mark."""
    (folder / NAME).write_text(as_json(package(excel=excel)), encoding="utf-8", newline="\n")


def package(*, excel: bool) -> dict[str, Any]:
    """The data package, version 1 of the standard, with a Chinese description beside each English one."""
    return {
        "profile": "tabular-data-package",
        "name": "dhtools-tables",
        "title": "Quotes, commentary and citations of reading notes",
        "title_zh": "读书笔记的引文、评注与引证",
        "resources": [_resource(table, excel=excel) for table in codebook.tables().values()],
    }


def _resource(table: Table, *, excel: bool) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.english,
        "description_zh": table.chinese,
        "format": "csv",
        "mediatype": "text/csv",
        # The name Python knows: by this readers in it, frictionless among them, skip the mark.
        "encoding": "utf-8-sig" if excel else "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "skipInitialSpace": False,
        },
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    references = [_reference(field) for field in table.fields if field.refers_to]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.type == "list":
        made |= {"type": "string", "separator": ";"}
    made |= {"description": field.english, "description_zh": field.chinese}
    return made | {"constraints": constraints} if (constraints := _constraints(field)) else made


def _constraints(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if not field.is_nullable and field.type != "list" and field.name not in FREE_TEXT:
        made["required"] = True
    if field.is_key:
        made["unique"] = True
    if field.values:
        made["enum"] = list(field.values)
    return made


def _reference(field: Field) -> dict[str, Any]:
    # The standard writes a reference of a table to itself as one to "".
    resource = "" if field.refers_to == field.table else field.refers_to
    return {
        "fields": field.name,
        "reference": {"resource": resource, "fields": codebook.key(field.refers_to)},
    }
