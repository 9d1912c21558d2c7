"""Writes docs/accuracy.md: how well dhtools reads labelled posts, beside what else there is.

The posts and labels are other people's and not in this repository: `DHTOOLS_REAL_CORPUS` names the folder
that holds `labelled/` (posts read line by line) and `wild/` (posts of which the genre is known),
`DHTOOLS_GOLD` the one that holds the labels, `labelled/`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

import baseline
import dhtools
from dhtools import gold
from dhtools.corpus import Corpus
from dhtools.errors import DhtoolsError
from dhtools.labels import Labels
from dhtools.measure import agreement
from dhtools.measure.agreement import Evaluation

ROOT = Path(__file__).resolve().parents[1]
FAILURES = Path(__file__).with_name("failures.toml")
PAGE = Path(__file__).with_name("accuracy.md.in")
TWO_READERS = {
    "lines: quote": 0.99,
    "lines: commentary": 0.99,
    "quotes: block boundaries": 0.97,
    "quotes: page": 0.93,
    "quotes: source other than book": 0.96,
    "quotes: speaker": 0.93,
    "quotes: inline": 1.00,
    "scare quotes": 0.84,
    "commentary: role, of those found": 0.91,
    "commentary: critique": 0.91,
    "commentary: stance, of critique found": 0.91,
    "links: answers": 0.84,
    "links: lead-ins": 0.99,
    "sentences: critical": 0.93,
    "citations: page": 1.00,
    "citations: all, form aside": 0.95,
}
"""F1 of two readers who labelled other posts independently, stated here as it was handed down."""
BLOG_COLUMNS = {
    "quotes: block boundaries": "quote blocks",
    "quotes: page": "page",
    "quotes: source other than book": "other source",
    "quotes: inline": "inline",
    "commentary: role, of those found": "role",
    "links: answers": "answers",
    "sentences: critical": "critical",
    "citations: all, form aside": "citations",
}
RULE_MEASURES = (
    "quotes: block boundaries",
    "quotes: inline",
    "scare quotes",
    "commentary: role, of those found",
    "links: answers",
    "links: lead-ins",
    "citations: all, form aside",
)


def main() -> int:
    """Writes the page; 0 done, 2 nothing done."""
    options = _options()
    try:
        text = page(options.posts, options.genre_posts, options.gold)
    except DhtoolsError as error:
        print(f"accuracy: {error}", file=sys.stderr)
        return 2
    options.out.write_text(text, encoding="utf-8")
    return 0


def page(posts: Path, genre_posts: Path, labels: Path) -> str:
    """The page as Markdown.

    Args:
        posts: folder of the posts that are labelled line by line.
        genre_posts: folder of the posts of which the genre is labelled.
        labels: folder of the labels.

    Raises:
        DhtoolsError: a folder is missing or cannot be read.
    """
    reference = gold.read(labels)
    by_line, genres = Labels(reference.posts, {}), Labels({}, reference.genres)
    # The model of critical sentences has seen these labels: critique.py measures it on blogs it had not seen.
    corpus = dhtools.load_corpus(posts, progress=False, critique="cues")
    found = agreement.evaluate(corpus, by_line)
    of_genres = agreement.evaluate(dhtools.load_corpus(genre_posts, progress=False), genres)
    by_hand = agreement.agreement(by_line, baseline.read(posts)).evaluation
    blogs = agreement.by_blog(found)
    n_posts, n_genres = len(reference.posts), len(of_genres.by_post["post"].unique())
    sizes = found.measures.set_index("measure")["n_gold"]
    return PAGE.read_text(encoding="utf-8").format(
        version=dhtools.__version__,
        n_posts=n_posts,
        n_blogs=blogs["blog"].nunique(),
        n_quotes=f"{sizes['quotes: block boundaries']:,}",
        n_commentary=f"{sizes['commentary: boundaries']:,}",
        n_sentences=f"{sizes['sentences: boundaries']:,}",
        n_citations=f"{sizes['citations: all, form aside']:,}",
        n_genres=n_genres,
        scores=_scores(found, of_genres, by_hand),
        blogs=_blogs(blogs, corpus, reference.posts),
        labels=_labels(pd.concat([of_genres.by_label, found.by_label])),
        rules=_rules(found),
        failures="\n".join(_failures()),
    )


def _options() -> argparse.Namespace:
    posts = Path(os.environ.get("DHTOOLS_REAL_CORPUS", "../shared/corpus"))
    labels = Path(os.environ.get("DHTOOLS_GOLD", "../shared/gold"))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=Path, default=posts / "labelled", help="posts labelled line by line")
    parser.add_argument("--genre-posts", type=Path, default=posts / "wild", help="posts with a genre label")
    parser.add_argument("--gold", type=Path, default=labels / "labelled", help="the labels")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "accuracy.md", help="page to write")
    return parser.parse_args()


def table(head: Sequence[str], rows: Iterable[Sequence[object]], n_names: int = 1) -> str:
    """A Markdown table; the columns after the first `n_names` are numbers and stand to the right."""
    lines = [head, ["---"] * n_names + ["---:"] * (len(head) - n_names), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def number(value: float) -> str:
    """A score in two digits; a dash where there is none."""
    return "–" if pd.isna(value) else f"{value:.2f}"


def _scores(found: Evaluation, of_genres: Evaluation, by_hand: Evaluation) -> str:
    compared = by_hand.measures[by_hand.measures[["n_gold", "n_predicted"]].any(axis=1)]
    notebook = compared.set_index("measure")["f1"]
    of_genres_only = of_genres.measures[of_genres.measures["measure"].str.startswith("posts:")]
    rows = [
        (
            row.measure,
            row.n_gold,
            number(row.precision),
            number(row.recall),
            f"**{number(row.f1)}**",
            f"{number(row.low)} to {number(row.high)}",
            number(notebook.get(row.measure, float("nan"))),
            number(TWO_READERS.get(row.measure, float("nan"))),
        )
        for row in pd.concat([of_genres_only, found.measures]).itertuples()
        if row.n_gold or row.n_predicted
    ]
    head = [
        "measure",
        "labels",
        "precision",
        "recall",
        "F1",
        "95 %",
        "F1 of a notebook",
        "two readers, other posts",
    ]
    return table(head, rows)


def _blogs(blogs: pd.DataFrame, corpus: Corpus, posts: Iterable[str]) -> str:
    """Blogs go by letters: whose notes they are is nobody's business here."""
    names = pd.Series([name.split("-")[0] for name in posts]).value_counts(sort=True)
    about = corpus.posts.assign(blog=corpus.posts["path"].str.split("-").str[0]).set_index("blog")
    scores = blogs.set_index(["blog", "measure"])
    rows = []
    for letter, (name, count) in zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ", sorted(names.items(), key=_rank), strict=False
    ):
        own = about.loc[[name]] if name in about.index else about.iloc[:0]
        kind = ", ".join(
            value for value in (_commonest(own["language"]), _commonest(own["generator"])) if value
        )
        cells = [_cell(scores, name, measure) for measure in BLOG_COLUMNS]
        rows.append((f"{letter} ({kind})", count, *cells))
    return table(["blog", "posts", *BLOG_COLUMNS.values()], rows)


def _rank(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _commonest(values: pd.Series) -> str:
    counts = values.dropna().value_counts()
    return str(counts.index[0]) if len(counts) else ""


def _cell(scores: pd.DataFrame, blog: str, measure: str) -> str:
    if (blog, measure) not in scores.index:
        return "–"
    row = scores.loc[(blog, measure)]
    return f"{row['f1']:.2f} ({row['n_gold']:.0f})"


def _labels(by_label: pd.DataFrame) -> str:
    rows = [
        (
            row.label,
            row.measure,
            "–" if pd.isna(row.n_gold) else row.n_gold,
            row.n_predicted,
            *map(number, (row.precision, row.recall, row.f1)),
        )
        for row in by_label.itertuples()
    ]
    return table(["label", "measure", "labels", "found", "precision", "recall", "F1"], rows, n_names=2)


def _rules(found: Evaluation) -> str:
    chosen = found.by_rule[found.by_rule["measure"].isin(RULE_MEASURES)]
    rows = [
        (f"`{row.rule}`", row.measure, row.n_predicted, row.n_matched, number(row.precision))
        for row in chosen.sort_values(
            ["measure", "n_predicted"], ascending=[True, False], kind="stable"
        ).itertuples()
    ]
    return table(["rule", "measure", "decided", "rightly", "precision"], rows, n_names=2)


def _failures() -> Iterator[str]:
    """The known failures that still are; one that is none any more is named on standard error."""
    for failure in tomllib.loads(FAILURES.read_text(encoding="utf-8"))["failure"]:
        found = misses(failure)
        if found.empty:
            print(f"accuracy: no failure any more: {failure['measure']}: {failure['what']}", file=sys.stderr)
            continue
        missed, invented = (
            ", ".join(found.loc[found["kind"] == kind, "what"]) or "nothing"
            for kind in ("missed", "invented")
        )
        post = failure["post"].strip()
        yield f"**{failure['measure']}.** {failure['what']}\n\n```markdown\n{post}\n```\n"
        yield f"A reader: {missed}. dhtools: {invented}.\n"


def misses(failure: dict[str, str]) -> pd.DataFrame:
    """What dhtools misses or invents in an example, for the measure that it is an example of."""
    with tempfile.TemporaryDirectory() as folder:
        posts, labels = Path(folder, "posts"), Path(folder, "labels")
        posts.mkdir()
        labels.mkdir()
        (posts / "example.md").write_text(failure["post"], encoding="utf-8")
        for name in ("example", "genre"):
            if name in failure:
                (labels / f"{name}.jsonl").write_text(failure[name], encoding="utf-8")
        corpus = dhtools.load_corpus(posts, progress=False, critique="cues")
        found = agreement.evaluate(corpus, gold.read(labels)).misses
    return found[found["measure"] == failure["measure"]]


if __name__ == "__main__":
    sys.exit(main())
