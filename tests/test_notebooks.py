"""Notebooks run from their first cell to their last, and keep the form that readers are used to."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from dhtools.demo import QUIET

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
AT_MOST = 10
"""Lines of a code cell."""
LAST = ["Exercises", "What to try next", "中文摘要"]
"""The headings that a notebook ends with."""


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
@pytest.mark.parametrize("folder", ["notebooks", "."])
def test_a_notebook_runs_without_a_complaint_and_shows_its_figures(notebook, folder):
    where = {"metadata": {"path": str(ROOT / folder)}}
    NotebookClient(notebook, timeout=120, extra_arguments=QUIET, resources=where).execute()
    for cell in code(notebook):
        assert [output.text for output in cell.outputs if output.get("name") == "stderr"] == []
        n_figures = sum("image/png" in output.get("data", ()) for output in cell.outputs)
        assert n_figures == cell.source.count("plots.strip"), cell.source


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
        at for at, cell in enumerate(notebook.cells) if "plots.strip" in cell.source and kinds[at] == "code"
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


def test_no_notebook_announces_one_that_is_not_there(notebook):
    there = {path.name for path in NOTEBOOKS}
    assert set(re.findall(r"\d\d-[\w-]+\.ipynb", "\n".join(prose(notebook)))) <= there
