"""Draws the figures of docs/figures.md anew, from the sample notes, into docs/images."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import dhtools
from dhtools.corpus import Corpus
from dhtools.show import plots

ROOT = Path(__file__).resolve().parents[1]
POST = "2021-03-06-《澹浦三十年》笔记（上）"
"""The post whose strip is shown."""
DPI = 110
FIGURES: dict[str, Callable[..., Axes]] = {
    "strips": plots.strips,
    "quotation-against-critique": plots.quotation_against_critique,
    "stance-balance": plots.stance_balance,
    "response-ladder": plots.response_ladder,
    "small-multiples": plots.small_multiples,
    "keyness": plots.keyness,
    "timeline": plots.timeline,
    "works-network": plots.works_network,
}
"""Figures of the whole corpus by the name of their file."""


def draw(corpus: Corpus, folder: Path) -> list[Path]:
    """Writes the figures as PNG and returns the files written."""
    axes = {"strip": plots.strip(corpus, POST, Figure(layout="none"))}
    axes |= {name: figure(corpus, ax=Figure(layout="none")) for name, figure in FIGURES.items()}
    how = {"dpi": DPI, "bbox_inches": "tight", "facecolor": "white", "metadata": {"Software": None}}
    written = []
    for name, ax in axes.items():
        written.append(folder / f"{name}.png")
        ax.figure.savefig(written[-1], **how)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the figures and says which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images", help="folder to write to")
    folder = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    for path in draw(dhtools.load_corpus(ROOT / "data" / "sample"), folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
