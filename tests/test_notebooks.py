"""Notebooks run from their first cell to their last, and keep the form that readers are used to."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from dhtools import demo

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
AT_MOST = 10
"""Lines of a code cell."""
LAST = [
    "What these numbers cannot say",
    "The answer in numbers",
    "Exercises",
    "What to try next",
    "中文摘要",
]
"""The headings that a notebook ends with."""
FIGURE = re.compile(r"\bplots\.(?!save_all)\w+\(")
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=(?![\"']?data:)[^>]*|<link\b[^>]*"
    r"|@import[^;]*|url\((?![\"']?data:)[^)]*\)|\bfrom ['\"]https?:[^'\"]*"
)
"""What a browser would go and get: scripts, images, styles, modules."""
COMPLAINT = re.compile(r'<div[^>]*"application/vnd\.jupyter\.stderr"')


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.notebook
def test_a_page_shows_each_figure_without_a_complaint_and_fetches_nothing(path, notebook, tmp_path):
    (page,) = demo.pages([path], tmp_path)
    html = page.read_text(encoding="utf-8")
    assert COMPLAINT.findall(html) == []
    assert FETCHED.findall(html) == []
    n_figures = sum(len(FIGURE.findall(cell.source)) for cell in code(notebook))
    assert len(re.findall(r'<div class="jp-RenderedImage', html)) == n_figures


@pytest.mark.notebook
def test_the_first_notebook_runs_from_the_main_folder_too():
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    where = {"metadata": {"path": str(ROOT)}}
    NotebookClient(notebook, timeout=120, extra_arguments=demo.QUIET, resources=where).execute()


def test_a_notebook_finds_the_sample_from_its_own_folder_and_from_the_main_one(notebook):
    load = next(cell.source for cell in notebook.cells if "load_corpus(" in cell.source)
    assert re.search(r'Path\("\.\.", (sample|"data")\)', load)
    assert "is_dir()" in load
    assert "progress=False" in load, "a bar would stand in the page of whoever has a slow machine"


def test_a_notebook_is_stored_without_outputs_and_with_ids_that_stay(path, notebook):
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert re.fullmatch("[a-z][a-z-]+", cell.id)
    for cell in code(notebook):
        assert (cell.outputs, cell.execution_count) == ([], None)


def test_a_cell_has_few_lines_and_defines_nothing(notebook):
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= AT_MOST, cell.source
        nodes = ast.walk(ast.parse(cell.source))
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda) for node in nodes)


def test_prose_stands_before_every_figure(notebook):
    kinds = [cell.cell_type for cell in notebook.cells]
    figures = [
        at for at, cell in enumerate(notebook.cells) if kinds[at] == "code" and FIGURE.search(cell.source)
    ]
    assert [kinds[at - 1] for at in figures] == ["markdown"] * len(figures)


def test_a_notebook_asks_first_and_ends_with_exercises_a_summary_and_its_licence(notebook):
    texts = prose(notebook)
    assert texts[0].startswith("# ")
    assert texts[1].startswith("**The question.**")
    assert "**What you will see**" in texts[2]
    headings = [line[3:] for text in texts for line in text.splitlines() if line.startswith("## ")]
    assert headings[-len(LAST) :] == LAST
    exercises = next(text for text in texts if text.startswith("## Exercises"))
    assert len(re.findall(r"(?m)^\d\.", exercises)) == 3
    assert "CC BY 4.0" in texts[-1]


def test_the_chinese_summary_has_a_glossary(notebook):
    summary = next(text for text in prose(notebook) if text.startswith("## 中文摘要"))
    head, _, *terms = [line for line in summary.splitlines() if line.startswith("|")]
    assert head.startswith("| 中文 | English |")
    assert len(terms) >= 5


def test_no_notebook_announces_one_that_is_not_there(notebook):
    there = {path.name for path in NOTEBOOKS}
    assert set(re.findall(r"\d\d-[\w-]+\.ipynb", "\n".join(prose(notebook)))) <= there
