"""The data dictionary for people: every table and column in English and Chinese."""

from __future__ import annotations

from pathlib import Path

from dhtools import codebook
from dhtools.codebook import Field, Table

NAME = "README.md"
INTRODUCTION = r"""# Tables of reading notes 读书笔记数据表

Each table is one file. Lines count from 1; `start` and `end` are offsets in characters into the decoded
file of the post, from 0, the end left out. Columns ending in `_id` tie the tables together.

每个表对应一个文件。行号从 1 起；`start`、`end` 为文章解码后文本中的字符位置，从 0 起，不含末位。
以 `_id` 结尾的列用于连接各表。

In the CSV files, which are UTF-8, an empty cell is a missing value and `""` an empty text; programs that
cannot tell the two apart take both for missing. Lists are joined by `;` (a `;` inside an item is `\;`, a `\`
is `\\`, an empty item is `\e`). Where `manifest.json` says `"safe": true`, cells that a spreadsheet would run
as a formula have an apostrophe in front; dhtools takes it away again when it reads the tables.

CSV 文件为 UTF-8 编码，空单元格表示缺失，`""` 表示空文本；不能区分二者的软件会将其都视为缺失。
列表各项以 `;` 分隔（项内的 `;` 写作 `\;`，`\` 写作 `\\`，空项写作 `\e`）。
`manifest.json` 中若有 `"safe": true`，则电子表格会当作公式执行的单元格前加了一个撇号，dhtools 读回时会去掉。
"""


def write(folder: Path) -> None:
    """Writes `README.md`."""
    (folder / NAME).write_text(text(), encoding="utf-8", newline="\n")


def text() -> str:
    """The data dictionary as Markdown."""
    return "\n".join([INTRODUCTION, *map(_table, codebook.tables().values())])


def _table(table: Table) -> str:
    head = f"## {table.name}\n\n{table.english} {table.chinese}\n"
    rows = ["| column | type | meaning | 含义 |", "|---|---|---|---|", *map(_row, table.fields)]
    return "\n".join([head, *rows, ""])


def _row(field: Field) -> str:
    cells = (f"`{field.name}`", _type(field), field.english + _values(field), field.chinese)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _type(field: Field) -> str:
    notes = ["key"] if field.is_key else []
    notes += [f"→ {field.refers_to}"] if field.refers_to else []
    notes += ["may be missing"] if field.is_nullable else []
    return ", ".join([field.type, *notes])


def _values(field: Field) -> str:
    return f" Values: {', '.join(f'`{value}`' for value in field.values)}." if field.values else ""
