"""Notebooks in JupyterLab, as a class opens them: with `make lab`, in a browser, all cells run from the menu.

Screenshots of each stand in `build/screenshots` afterwards.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from browser import chromium

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ("01-corpus.ipynb", "05-quotation-against-critique.ipynb")
SCREENSHOTS = ROOT / "build" / "screenshots"
WINDOW = {"width": 1400, "height": 1000}
PATIENCE = 100
"""Seconds that a step may take; alone on a machine, none takes more than ten."""
FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)
"""What Jupyter would else read from, and leave in, the home folder."""
KNOWN = "Cannot destructure property 'set_or_remove_dark_class'"
"""itables looks for its script before it has loaded it; the tables then do not know of a dark theme."""
OUTPUTS = ".jp-OutputArea-output"
WRONG = "[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type='application/vnd.jupyter.error']"

pytestmark = pytest.mark.notebook


def offline() -> list[str]:
    """The options by which `make lab` keeps JupyterLab from asking the network."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.search(r"(?m)^OFFLINE := (.*)$", text)[1].split()


@contextmanager
def server(folder: Path):
    """JupyterLab at work in a folder, with nothing of the user's; yields what it says of itself."""
    place = folder.parent / "jupyter"
    own = {name: str(place / name) for name in FOLDERS}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    with (folder.parent / "jupyter.log").open("w") as log:
        run = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={folder}", *offline()],
            cwd=ROOT, env=os.environ | own, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield started(run, Path(own["JUPYTER_RUNTIME_DIR"]), folder.parent / "jupyter.log")
    finally:
        run.terminate()  # it ends its kernels, too
        run.wait(PATIENCE)


def started(run: subprocess.Popen, runtime: Path, log: Path) -> dict:
    """The address and token that the server has written once it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and run.poll() is None:
        # A file that is there may still be written to.
        written = [text for path in runtime.glob("jpserver-*.json") if (text := path.read_text("utf-8"))]
        if written and written[0].rstrip().endswith("}"):
            return json.loads(written[0])
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of the notebooks and of the sample notes, for JupyterLab to save into."""
    copy = tmp_path_factory.mktemp("lab") / "copy"
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return copy


@pytest.fixture(scope="module")
def lab(folder):
    """A browser and the JupyterLab it looks at; skipped before the server starts where there is no browser."""
    with chromium() as browser, server(folder) as found:
        yield browser, found


@pytest.fixture
def page(lab):
    """A page whose requests to other machines, and complaints of the page itself, fail the test."""
    browser, found = lab
    context = browser.new_context(viewport=WINDOW, locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE * 1000)
    outside, wrong = [], []
    own = (found["url"], found["url"].replace("http", "ws", 1), "data:", "blob:")
    opened.on("request", lambda one: one.url.startswith(own) or outside.append(one.url))
    opened.on("websocket", lambda one: one.url.startswith(own) or outside.append(one.url))
    opened.on("pageerror", lambda error: str(error).startswith(KNOWN) or wrong.append(str(error)))
    yield opened
    context.close()
    assert (outside, wrong) == ([], [])


FINISHED = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(one => one.textContent);
    return prompts.some(text => /\\d/.test(text)) && !prompts.some(text => text.includes('*'));
}"""
"""A cell that waits or runs shows [*]; after an error, those that waited show nothing."""


def run_all(page, address: str) -> None:
    """Opens a notebook and runs all its cells from the menu."""
    page.goto(address)
    # Before its kernel is idle, JupyterLab would ask for one and run nothing.
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(FINISHED)


def saved(page, path: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs, as JupyterLab saves it."""
    before = path.read_bytes()
    with page.expect_response(lambda one: one.request.method == "PUT" and path.name in one.url):
        page.keyboard.press("Control+s")
    assert path.read_bytes() != before
    return nbformat.read(path, as_version=4)


def photograph(page, name: str) -> None:
    """Writes pictures of the window: at the top of the notebook, and at each cell's outputs."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for at, shown in enumerate([page.locator(".jp-Cell").first, *page.locator(".jp-Cell-outputArea").all()]):
        # JupyterLab lays out a cell only when it is near the window.
        shown.evaluate("shown => shown.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(200)
        page.screenshot(path=SCREENSHOTS / f"{name}-{at:02}.png")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_in_jupyterlab_without_a_complaint(page, lab, folder, name):
    found = lab[1]
    # In a workspace of its own, where no other notebook stands open.
    stem = Path(name).stem
    run_all(page, f"{found['url']}lab/workspaces/{stem}/tree/notebooks/{name}?token={found['token']}")
    photograph(page, stem)
    assert page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts() == []
    assert page.locator(WRONG).all_inner_texts() == []
    cells = [cell for cell in saved(page, folder / "notebooks" / name).cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells if cell.execution_count is None] == []
    assert [one for cell in cells for one in cell.outputs if one.get("name") == "stderr"] == []
    figures = [one for cell in cells for one in cell.outputs if "image/png" in one.get("data", ())]
    widths = page.locator(f"{OUTPUTS} img").evaluate_all("all => all.map(image => image.naturalWidth)")
    assert len(widths) >= len(figures) > 0
    assert min(widths) > 300


def test_jupyterlab_changed_nothing_outside_its_copy(lab, folder):
    for name in NOTEBOOKS:
        cells = nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
        assert not any(cell.get("outputs") for cell in cells)
