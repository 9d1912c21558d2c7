"""The tables' schema in pandera's terms, made from the code book, for tables that come from outside.

Tables made here are checked by `checks`, which needs no import of its own and knows references between
tables. Files, which people edit, pass this border as well; the schemas also serve other tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from dhtools import codebook
from dhtools.errors import TableError
from dhtools.tables import dtype

if TYPE_CHECKING:
    import pandera.pandas as pa


@cache
def schema(table: str) -> pa.DataFrameSchema:
    """The schema of a table: columns in order, types, missing values, closed values.

    Examples:
        >>> list(schema("scares").columns)[:3]
        ['post_id', 'commentary_id', 'start_line']
    """
    import pandera.pandas as pa  # half a second, which reading posts need not pay

    columns = {
        field.name: pa.Column(
            None if field.type == "list" else dtype(field),
            pa.Check.isin(list(field.values)) if field.values else None,
            nullable=field.is_nullable,
        )
        for field in codebook.fields(table)
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True, name=table)


def check(frames: Mapping[str, pd.DataFrame]) -> None:
    """Checks tables against their schemas.

    Raises:
        TableError: naming table and column.
    """
    import pandera.errors

    for name, frame in frames.items():
        try:
            schema(name).validate(frame)
        except pandera.errors.SchemaError as error:
            what = " ".join(str(error).split())
            raise TableError(f"{name}: {what[:300]}; build the tables again") from error
