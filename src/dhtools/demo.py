"""Everything dhtools makes of a corpus, for a first look: figures, the reading page, notebooks as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dhtools.errors import NotebookError
from dhtools.summary import counted, text

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from dhtools.corpus import Corpus

NEEDED = ("ipykernel", "nbconvert")
"""Packages that notebooks need, of the extra `notebooks`."""
PATIENCE = 600
"""Seconds that a cell may take."""
QUIET = ["--IPKernelApp.log_level=40"]
"""Errors only: a kernel would else warn of other users of the machine, at every start."""
TEMPLATE = """
{%- extends "lab/index.html.j2" -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}
<style>
main { max-width: 60rem; margin: 0 auto; }
.jp-OutputArea-output { overflow-x: auto; }
</style>
{%- endblock -%}
"""
"""nbconvert's page without the scripts that it would fetch from other people's servers."""


def run(corpus: Corpus, notebooks: Path, out: Path) -> Iterator[str]:
    """Writes figures, the reading page and notebooks of a corpus whose tables have been written, telling of each step when done.

    Args:
        corpus: what the figures show.
        notebooks: folder of the notebooks that become pages.
        out: folder to write to, with the tables in `tables`.

    Yields:
        Lines for the user to read; the last ones say what to open.

    Raises:
        NotebookError: a notebook stopped.
    """
    from dhtools.show import plots, reader

    figures = plots.save_all(corpus, out / "figures")
    yield f"wrote {counted('figures', len(figures) // 2)}, as PNG and SVG, to {out / 'figures'}"
    reader.write(corpus, out / "reader.html")
    yield f"wrote the reading page to {out / 'reader.html'}"
    written: list[Path] = []
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        yield f"ran no notebooks; not installed: {', '.join(missing)} (they come with the extra `notebooks`)"
    else:
        written = pages(sorted(notebooks.glob("*.ipynb")), out / "notebooks")
        yield f"ran {counted('notebooks', len(written))}, as HTML in {out / 'notebooks'}"
    yield text(corpus.tables(), errors=0)
    yield "Open:"
    for path, what in _to_open(written, out):
        yield f"  {path}  {what}"


def _to_open(written: list[Path], out: Path) -> list[tuple[Path, str]]:
    return [
        (out / "reader.html", "each quote beside its answer, in a browser"),
        *((page, "a notebook with its results, in a browser") for page in written),
        (out / "figures" / "strips.png", "all posts at a glance"),
        (out / "tables" / "quotes.csv", "the quotes, one a row"),
        (out / "tables" / "README.md", "what each column means"),
    ]


def pages(notebooks: Iterable[Path], folder: Path) -> list[Path]:
    """Runs notebooks, each in its own folder, and writes them as HTML that shows without a network.

    Args:
        notebooks: files ending in .ipynb; they stay as they are.
        folder: where to; made if need be.

    Returns:
        The files written.

    Raises:
        NotebookError: a cell raises an error, or takes more than ten minutes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for notebook in notebooks:
        # Run first: a page that is there is one that worked.
        text = _page(_run(notebook), notebook.stem)
        written.append(folder / f"{notebook.stem}.html")
        written[-1].write_text(text, encoding="utf-8")
    return written


def _run(path: Path) -> NotebookNode:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        notebook, timeout=PATIENCE, extra_arguments=QUIET, resources=where, store_widget_state=False
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise NotebookError(f"{path.name} stopped: {error.ename}: {error.evalue}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(f"{path.name} stopped: {error}") from error
    return notebook


def _page(notebook: NotebookNode, name: str) -> str:
    from jinja2 import DictLoader
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        extra_loaders=[DictLoader({"offline.html.j2": TEMPLATE})],
        template_file="offline.html.j2",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    return exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})[0]
