"""How Sphinx makes the book of these pages: `make docs`. Nothing is fetched, no notebook is run."""

from __future__ import annotations

import os
import re
from pathlib import Path

import dhtools

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

project = "dhtools"
author = "The dhtools authors"
copyright = author
version = release = dhtools.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["images"]
templates_path = []
default_role = "literal"  # docstrings write `code` as Markdown does
myst_heading_anchors = 3

napoleon_use_rtype = False  # types stand in the signature; "One row a post: …" names none
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_default_options = {"members": True}
python_maximum_signature_line_length = 88

# Modules such as `relation` show what others define: a name then has two places, and either will do.
suppress_warnings = ["ref.python"]

html_theme = "furo"
html_title = f"dhtools {version}"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"top_of_page_buttons": []}

PAGES = {
    "README.md": "index.md",
    "README.zh-CN.md": "zh-CN.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "data/README.md": "sample.md",
    "notebooks": "notebooks.md",
    "teaching/lessons": "teaching.md",
}
"""Pages of the book that show a file which stands elsewhere in the repository."""
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)[^)\s#]+")
TABLE = re.compile(r"(?m)^\|.*\|\n\|[-|: ]+\|$(?:\n\|.*\|$)*")
MODULES = re.compile(r"(?m)^% modules?: (.+)$")
NO_API = {"dhtools.__main__", "dhtools.cli", "dhtools.records"}
"""What the book describes elsewhere: the command line and the code book have pages of their own."""


def setup(app):
    """Lets Sphinx change the source of pages as they are read."""
    app.connect("source-read", expand)
    app.connect("include-read", lead)
    app.connect("autodoc-process-docstring", tabulate)


def lead(app, path: Path, page: str, source: list[str]) -> None:
    """Makes the links of a file that a page includes lead to where they lead in the repository."""
    source[0] = relinked(source[0], (DOCS / path).resolve().parent, DOCS)


def relinked(text: str, folder: Path, page_folder: Path) -> str:
    """The text of a file in one folder, its links as a page in another needs them.

    What no page of the book shows becomes a file to download.
    """

    def target(link: re.Match[str]) -> str:
        place = Path(os.path.normpath(folder / link[0])).relative_to(ROOT).as_posix()
        shown = f"docs/{PAGES[place]}" if place in PAGES else place
        path = Path(os.path.relpath(ROOT / shown, page_folder)).as_posix()
        return path if shown.startswith("docs/") else f"path:{path}"

    return LINK.sub(target, text)


def expand(app, page: str, source: list[str]) -> None:
    """Puts the docstrings of modules where a line `% module: NAME` or `% modules: PACKAGE` asks for them.

    A package stands for those of its modules that the page does not name. Links out of the book become downloads.
    """
    named = set(MODULES.findall(source[0]))

    def described(line: re.Match[str]) -> str:
        names = [line[1]] if line[0].startswith("% module:") else sorted(modules(line[1]) - named)
        return "\n".join(map(section, names))

    folder = (DOCS / page).parent
    source[0] = MODULES.sub(described, relinked(source[0], folder, folder))


def modules(package: str) -> set[str]:
    """The modules that stand in a package, by their full names."""
    folder = ROOT / "src" / package.replace(".", "/")
    return {f"{package}.{file.stem}" for file in folder.glob("*.py") if file.stem != "__init__"} - NO_API


def section(module: str) -> str:
    """A heading, and below it what the module's docstrings say."""
    return f"## {module}\n\n```{{eval-rst}}\n.. automodule:: {module}\n```\n"


def tabulate(app, what: str, name: str, described, options, lines: list[str]) -> None:
    """Turns the Markdown tables of a docstring into those that Sphinx reads."""
    lines[:] = TABLE.sub(lambda table: _list_table(table[0].splitlines()), "\n".join(lines)).split("\n")


def _list_table(lines: list[str]) -> str:
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    cells = ("\n     - ".join(["   * - " + row[0], *row[1:]]) for row in (head, *rows))
    return "\n".join([".. list-table::", "   :header-rows: 1", "", *cells, ""])
