"""The demo: figures, and notebooks run and written as pages."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import dhtools
from dhtools import demo
from dhtools.errors import NotebookError

SCRIPTS_AND_STYLES = r"<(?:script|link)\b[^>]*|@import[^;]*|url\((?!data:)[^)]*\)"


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample).filter(book="潮間帶的房間")


@pytest.fixture
def notebooks(tmp_path) -> Path:
    """A folder with a notebook that reads a file beside it, draws a formula and a table."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "beside.txt").write_text("灯火", encoding="utf-8")
    write(folder / "01-first.ipynb", "import pandas as pd\npd.DataFrame({open('beside.txt').read(): [1]})")
    return folder


def write(path: Path, *sources: str) -> None:
    cells = [nbformat.v4.new_markdown_cell("# 灯火\n\n$x^2$", id="title")]
    cells += [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.mark.notebook
def test_the_demo_says_what_it_wrote_and_what_to_open(corpus, notebooks, tmp_path):
    out = tmp_path / "out"
    lines = list(demo.run(corpus, notebooks, out))
    assert lines[:3] == [
        f"wrote 9 figures, as PNG and SVG, to {out / 'figures'}",
        f"wrote the reading page to {out / 'reader.html'}",
        f"ran 1 notebook, as HTML in {out / 'notebooks'}",
    ]
    assert lines[3].startswith("Corpus: 1 post")
    assert lines[4] == "Open:"
    assert lines[5] == f"  {out / 'reader.html'}  each quote beside its answer, in a browser"
    assert lines[6] == f"  {out / 'notebooks' / '01-first.html'}  a notebook with its results, in a browser"
    assert len(lines) == 10
    assert all(Path(line.split("  ")[1]).exists() for line in lines[5:7])


@pytest.mark.notebook
def test_a_page_holds_the_results_and_fetches_nothing(notebooks, tmp_path):
    before = (notebooks / "01-first.ipynb").read_bytes()
    (page,) = demo.pages([notebooks / "01-first.ipynb"], tmp_path)
    html = page.read_text(encoding="utf-8")
    assert "<th>灯火</th>" in html
    assert [
        found for found in re.findall(SCRIPTS_AND_STYLES, html) if "http" in found or "src" in found
    ] == []
    assert (notebooks / "01-first.ipynb").read_bytes() == before


@pytest.mark.notebook
def test_a_page_with_a_widget_shows_what_stands_for_it_and_fetches_nothing(tmp_path):
    shown = "bundle = ipywidgets.Button()._repr_mimebundle_() | {'text/html': '<b>灯火</b>'}"
    write(tmp_path / "04-widget.ipynb", f"import ipywidgets\n{shown}\ndisplay(bundle, raw=True)")
    (page,) = demo.pages([tmp_path / "04-widget.ipynb"], tmp_path)
    html = page.read_text(encoding="utf-8")
    assert "<b>灯火</b>" in html
    assert "unpkg" not in html


@pytest.mark.notebook
def test_a_notebook_that_stops_is_named_with_its_error_and_leaves_no_page(tmp_path):
    write(tmp_path / "02-broken.ipynb", "1 / 0")
    with pytest.raises(
        NotebookError, match=r"^02-broken.ipynb stopped: ZeroDivisionError: division by zero$"
    ):
        demo.pages([tmp_path / "02-broken.ipynb"], tmp_path)
    assert list(tmp_path.glob("*.html")) == []


def test_without_the_packages_of_notebooks_the_demo_says_so_and_goes_on(
    corpus, notebooks, tmp_path, monkeypatch
):
    monkeypatch.setattr(demo, "NEEDED", ("ipykernel_not_here", "nbconvert"))
    lines = list(demo.run(corpus, notebooks, tmp_path / "out"))
    assert lines[2] == (
        "ran no notebooks; not installed: ipykernel_not_here (they come with the extra `notebooks`)"
    )
    assert [line.split("  ")[1] for line in lines[5:]] == [
        str(tmp_path / "out" / name)
        for name in ("reader.html", "figures/strips.png", "tables/quotes.csv", "tables/README.md")
    ]


def test_importing_the_demo_loads_nothing_of_notebooks_or_figures():
    told = "import sys, dhtools.demo; print({'nbconvert', 'nbformat', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
