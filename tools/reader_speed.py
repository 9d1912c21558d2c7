"""How smoothly the reading page of a corpus scrolls, and how fast it searches: `docs/reader.md` cites it.

    python tools/reader_speed.py FOLDER [--no-font]

FOLDER holds posts or tables; the page is made in a temporary folder and opened in the system's Chromium, found
as the tests find it. Times are in milliseconds. A frame of 16.7 is one of sixty a second; a page that never
takes longer is as smooth as a page can be.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

WINDOW = {"width": 1280, "height": 800}
SCROLL = """
async ([pixels, frames]) => {
  const times = [];
  let last = performance.now();
  for (let at = 0; at < frames; at += 1) {
    window.scrollBy(0, pixels);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}
"""
"""Scrolls by so many pixels a frame, and returns how long each frame took."""
SEARCH = """
async (query) => {
  const box = document.getElementById("/query"), hits = document.getElementById("/hits");
  await new Promise(requestAnimationFrame);
  const start = performance.now();
  box.value = query;
  box.form.requestSubmit();
  await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
  return [performance.now() - start, hits.textContent];
}
"""
"""Searches, and returns how long it took until the result was painted, with what it says."""
CHOOSE = """
async ([name, value]) => {
  const choice = document.getElementById("/" + name), hits = document.getElementById("/hits");
  await new Promise(requestAnimationFrame);
  const start = performance.now();
  choice.value = value;
  choice.dispatchEvent(new Event("change"));
  await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
  return [performance.now() - start, hits.textContent];
}
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--no-font", is_flag=True, help="Make the page without its fonts.")
@click.option(
    "--query", "queries", multiple=True, default=("批评", "的", "author"), help="What to search for."
)
def main(folder: Path, no_font: bool, queries: tuple[str, ...]) -> None:
    """Makes the reading page of FOLDER and prints how long things take on it."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, "reader.html")
        _make(folder, path, font=not no_font)
        with chromium() as browser:
            page = browser.new_page(viewport=WINDOW)
            _open(page, path)
            for pixels, frames in ((40, 600), (400, 600), (4000, 300)):
                _tell_frames(f"scrolling {pixels} pixels a frame", page.evaluate(SCROLL, [pixels, frames]))
            for query in (*queries, ""):
                _tell(f"search for {query or 'nothing'}", page.evaluate(SEARCH, query))
            for name, value in (
                ("answered", "yes"),
                ("answered", ""),
                ("source", "other_work"),
                ("source", ""),
            ):
                _tell(f"filter {name} {value or 'all'}", page.evaluate(CHOOSE, [name, value]))


def _make(folder: Path, path: Path, font: bool) -> None:
    import dhtools
    from dhtools.export.tabular import has_tables
    from dhtools.show import reader

    corpus = (
        dhtools.read_tables(folder) if has_tables(folder) else dhtools.load_corpus(folder, progress=False)
    )
    start = time.perf_counter()
    reader.write(corpus, path, font=font)
    print(
        f"{len(corpus.posts):,} posts, {len(corpus.quotes):,} quotes, {len(corpus.commentary):,} of commentary"
    )
    print(f"made in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB")


def _open(page: Page, path: Path) -> None:
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load", timeout=120_000)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    print(f"shown after {time.perf_counter() - start:.1f} s")
    page.wait_for_timeout(3000)


def _tell_frames(what: str, times: list[float]) -> None:
    times = sorted(times[5:])
    slow = sum(one > 34 for one in times)
    print(
        f"{what}: median {statistics.median(times):.1f}, 95 % below {times[int(len(times) * 0.95)]:.1f}, "
        f"longest {times[-1]:.1f}, longer than two frames {slow} of {len(times)}"
    )


def _tell(what: str, found: list) -> None:
    print(f"{what}: {found[0]:.0f} {found[1]}".rstrip())


if __name__ == "__main__":
    main()
