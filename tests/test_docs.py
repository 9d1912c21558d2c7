"""The documentation says all there is, says it as the code does, and makes a book that needs no network."""

import contextlib
import importlib
import inspect
import io
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest

import docs_pages
from dhtools import codebook
from dhtools.cli import main
from dhtools.parse.conventions import parse

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), ROOT / "data" / "README.md"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"(?ms)^( *)```(\w*)\n(.*?)^ *```$")
NAMED_ELSEWHERE = ("dhtools.__main__", "dhtools.cli", "dhtools.records")
"""Modules that the pages of the command line and of the code book describe."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def module_names() -> list[str]:
    files = (file.relative_to(SOURCE).with_suffix("") for file in SOURCE.glob("dhtools/**/*.py"))
    names = (".".join(file.parts) for file in files if file.name != "__init__")
    return sorted(name for name in names if name not in NAMED_ELSEWHERE)


def public(name: str) -> dict[str, object]:
    """The functions and classes that a module offers, by their full names there."""
    module = importlib.import_module(name)
    offered = getattr(module, "__all__", None)
    found = vars(module) if offered is None else {one: getattr(module, one) for one in offered}
    return {
        f"{name}.{one}": what
        for one, what in found.items()
        if (inspect.isfunction(what) or inspect.isclass(what))
        and not one.startswith("_")
        and (offered is not None or what.__module__ == name)
    }


# Pages made from the code


@pytest.mark.parametrize("name", docs_pages.PAGES)
def test_a_page_made_from_the_code_is_in_step_with_it(name):
    assert text(DOCS / name) == docs_pages.PAGES[name](), "make docs makes it anew"


@pytest.mark.parametrize("command", main.commands)
def test_the_page_of_the_command_line_has_every_command_and_option(command):
    (section,) = re.findall(rf"(?ms)^## {command}$.*?(?=^## |\Z)", text(DOCS / "cli.md"))
    options = [one for parameter in main.commands[command].params for one in parameter.opts]
    assert [one for one in options if one.startswith("-") and f"`{one}" not in section] == []


@pytest.mark.parametrize("table", codebook.tables())
def test_the_code_book_has_every_column(table):
    (section,) = re.findall(rf"(?ms)^## {table}$.*?(?=^## |\Z)", text(DOCS / "codebook.md"))
    assert re.findall(r"(?m)^\| `(\w+)` \|", section) == [field.name for field in codebook.fields(table)]


# Pages written by hand


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(page):
    links = LINK.findall(FENCE.sub("", text(page)))
    gone = [link for link in links if not re.match("[a-z]+:|#", link)]
    assert [link for link in gone if not (page.parent / link.partition("#")[0]).exists()] == []


def test_every_notebook_is_in_the_list():
    listed = re.findall(r"\.\./notebooks/(\S+?)\)", text(DOCS / "notebooks.md"))
    assert listed == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_the_tutorial_shows_what_its_code_prints(monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    shown, printed = [], []
    for _, language, block in FENCE.findall(text(DOCS / "tutorial.md")):
        if language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(block, names)
            printed.append(out.getvalue())
        elif language == "output":
            shown.append(block)
    # What the last one prints is a paragraph of the sample, which the page does not repeat.
    assert shown == printed[:-1]


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=lambda page: page.stem)
def test_how_to_pages_show_code_that_is_code(page):
    for _, language, block in FENCE.findall(text(page)):
        if language == "python":
            compile(block, page.name, "exec")
        elif language == "toml":
            parse(block)
        for command, options in re.findall(r"(?m)^ *dhtools (\w+)(.*)$", block):
            known = {one for parameter in main.commands[command].params for one in parameter.opts}
            assert set(re.findall(r"--[\w-]+", options)) <= known


# Docstrings


@pytest.mark.parametrize("name", module_names())
def test_everything_public_has_a_docstring(name):
    assert [one for one, what in public(name).items() if not inspect.getdoc(what)] == []


# The book


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The book, built as `make docs` builds it; a warning is an error."""
    out = tmp_path_factory.mktemp("docs") / "book"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", DOCS, out]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return out


class Fetched(HTMLParser):
    """Collects what a browser would fetch to show a page: scripts, styles, fonts, pictures, frames."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "a":
            self.found += [given[name] or "" for name in ("src", "srcset", "href", "data") if name in given]
        self.found += re.findall(r"url\(([^)]*)\)", given.get("style") or "")


@pytest.mark.notebook
def test_the_book_fetches_nothing_from_elsewhere(book):
    pages, styles = sorted(book.rglob("*.html")), sorted(book.rglob("*.css"))
    assert (book / "index.html") in pages
    for page in pages:
        reader = Fetched()
        reader.feed(text(page))
        assert [one for one in reader.found if re.match(r"([a-z]+:)?//", one)] == [], page.name
    for style in styles:
        assert re.findall(r"""(?:url\(|@import)\s*["']?(?:[a-z]+:)?//[^)\s]*""", text(style)) == [], (
            style.name
        )


@pytest.mark.notebook
def test_the_book_describes_everything_public(book):
    packed = (book / "objects.inv").read_bytes().split(b"\n", 4)[4]
    described = {line.split(" ", 1)[0] for line in zlib.decompress(packed).decode().splitlines()}
    missing = [one for name in module_names() for one in public(name) if one not in described]
    assert missing == []


@pytest.mark.notebook
def test_the_readme_is_the_first_page_and_its_links_stay_in_the_book(book):
    page = text(book / "index.html")
    assert "<h1>dhtools" in page
    for link in ("accuracy.html", "codebook.html", "zh-CN.html", "notebooks.html", "sample.html"):
        assert f'href="{link}"' in page
    assert all((book / picture).is_file() for picture in re.findall(r'src="(_images/[^"]*)"', page))
