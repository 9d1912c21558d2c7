"""Writes the two pages of the book that say what stands in the code: `docs/cli.md` and `docs/codebook.md`.

`make docs` runs it first; a test holds the pages to the code.
"""

from __future__ import annotations

import inspect
from functools import partial
from pathlib import Path

import click

from dhtools import cli
from dhtools.export import dictionary

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by tools/docs_pages.py: a change here is lost. -->\n"
COMMANDS = """
# The command line

{purpose}

SOURCE is a folder of posts, DIR a folder of tables that `dhtools build` wrote; where a command takes either, tables
are faster. Every command says with `--help` what stands here; `dhtools --version` says which dhtools this is.
"""
CODEBOOK = """
# Code book

Every table and column, made from the docstrings of `src/dhtools/records.py`. The same stands as `README.md` beside
the tables that `dhtools build` writes, and for programs in `datapackage.json`.
"""


def commands() -> str:
    """The page of the command line."""
    root = click.Context(cli.main, info_name="dhtools")
    sections = (
        _section(click.Context(command, info_name=name, parent=root))
        for name, command in cli.main.commands.items()
    )
    return "\n".join([MADE + COMMANDS.format(purpose=inspect.cleandoc(cli.main.help)), *sections])


def _section(context: click.Context) -> str:
    """A command: how it is called, what it does, its options."""
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = [one for one in command.params if isinstance(one, click.Option)]
    rows = (f"| `{option}` | {meaning} |" for option, meaning in map(partial(_cells, context), options))
    table = "\n".join(["| option | meaning |", "|---|---|", *rows])
    return f"## {context.info_name}\n\n```\n{usage}\n```\n\n{inspect.cleandoc(command.help)}\n\n{table}\n"


def _cells(context: click.Context, option: click.Option) -> tuple[str, str]:
    """An option as it is written, and its meaning with its default."""
    written, meaning = option.get_help_record(context)
    return written.replace("|", "\\|"), meaning.replace("  [", " [").replace("|", "\\|")


def codebook() -> str:
    """The page of tables and columns: the data dictionary under another title."""
    _, body = dictionary.text().split("\n", 1)
    return f"{MADE}{CODEBOOK}{body}"


PAGES = {"cli.md": commands, "codebook.md": codebook}


def main() -> None:
    """Writes both pages."""
    for name, text in PAGES.items():
        (DOCS / name).write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
