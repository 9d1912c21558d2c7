"""Trains the model of critical sentences that comes with dhtools.

It learns from sentences of other people's posts, which are not in this repository: `DHTOOLS_REAL_CORPUS` names
the folder with `labelled/` and `wild/`, `DHTOOLS_GOLD` the one with the labels of the first. The labels of
`wild/` are ours (`labels.csv` beside this file, keyed by sentence). `dhtools train` does the same for a class.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

import dhtools
from dhtools import gold
from dhtools.errors import DhtoolsError
from dhtools.measure import anchors, training
from dhtools.parse import learned

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "src" / "dhtools" / "data" / "critique_model.json"
OWN_LABELS = Path(__file__).with_name("labels.csv")


def folders() -> tuple[Path, Path]:
    """The folders of the posts and of their labels."""
    posts = os.environ.get("DHTOOLS_REAL_CORPUS", ROOT.parent / "shared" / "corpus")
    return Path(posts), Path(os.environ.get("DHTOOLS_GOLD", ROOT.parent / "shared" / "gold"))


def labelled(posts: Path, labels: Path) -> pd.DataFrame:
    """The labelled sentences with what a model is told of them.

    Args:
        posts: the folder with `labelled/` and `wild/`.
        labels: the folder with `labelled/`.

    Returns:
        One row a sentence: `sentence_id`, `post_id`, `is_critical`, `told`, `blog`, `labels` (gold, by two
        readers, or own, by one of us).
    """
    first = dhtools.load_corpus(posts / "labelled", progress=False)
    by_two = anchors.from_gold(gold.read(labels / "labelled"), first)
    blogs = sorted({post.split("-")[0] for post in first.posts["post_id"]})
    rows = by_two.assign(
        told=by_two["sentence_id"].map(training.told(first)),
        blog=by_two["post_id"].str.split("-").str[0],
        labels="gold",
    )
    second = dhtools.load_corpus(posts / "wild", progress=False)
    own = pd.read_csv(OWN_LABELS).assign(labels="own")
    own["critical"] = own["critical"].eq("yes")
    own["post_id"] = own["sentence_id"].str.rsplit("/", n=1).str[0]
    folders = second.posts.set_index("post_id")["path"].str.split("/").str[0]
    own["told"] = own["sentence_id"].map(training.told(second))
    own["blog"] = own["post_id"].map(folders).map(lambda folder: _blog(str(folder), blogs))
    both = pd.concat([rows, own[own["told"].notna()]], ignore_index=True)
    both["is_critical"] = both["critical"].astype(bool)
    return both[["sentence_id", "post_id", "is_critical", "told", "blog", "labels"]]


def _blog(folder: str, known: list[str]) -> str:
    """The blog that a folder of posts is from, as the labelled posts call it."""
    return next((name for name in known if name in folder), folder)


def main() -> int:
    """Trains the model and writes it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    try:
        rows = labelled(*folders())
        known = rows["told"].tolist(), rows["is_critical"].to_numpy(), rows["blog"].tolist()
        model = training.with_scores(training.fit(*known), training.unseen(*known), known[1])
    except DhtoolsError as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    options.out.write_text(learned.text_of(model), encoding="utf-8")
    print(f"wrote {options.out}: {model.about}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
