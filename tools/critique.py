"""Writes docs/critique.md: how well sentences that judge are found, beside what else there is.

Every figure of dhtools is measured on posts of blogs that the model had not seen: for each blog a model is
trained on the sentences of the others, its calibration and threshold too, and the blog's posts are read with
it from their files. The posts and labels are other people's: `DHTOOLS_REAL_CORPUS` and `DHTOOLS_GOLD` name
the folders, as in `accuracy.py`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import dhtools
import train
from accuracy import ROOT, TWO_READERS, number, table
from dhtools import gold
from dhtools.errors import DhtoolsError
from dhtools.labels import Labels
from dhtools.measure import agreement, scores, training
from dhtools.parse import cues, learned
from dhtools.parse.cues import Lexicons

PAGE = Path(__file__).with_name("critique.md.in")
MEASURES = ("sentences: critical", "commentary: critique", "commentary: stance, of critique found",
            "commentary: role, of those found")  # fmt: skip
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
WIDTHS = (0.0, 0.05, 0.1, 0.15)


class Posts(NamedTuple):
    """The labelled posts and what was said of them."""

    folder: Path
    gold: Labels
    rows: pd.DataFrame
    """As `train.labelled` makes them."""


def main() -> int:
    """Measures and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "critique.md")
    options = parser.parse_args()
    posts, labels = train.folders()
    try:
        rows = train.labelled(posts, labels)
        made = page(Posts(posts / "labelled", gold.read(labels / "labelled"), rows))
    except DhtoolsError as error:
        print(f"critique: {error}", file=sys.stderr)
        return 2
    options.out.write_text(made, encoding="utf-8")
    return 0


def page(posts: Posts) -> str:
    """The page, from the template."""
    seen = posts.rows[posts.rows["labels"] == "gold"]
    fold = training.unseen(*_columns(posts.rows))
    own = (posts.rows["labels"] == "own").to_numpy()
    return PAGE.read_text(encoding="utf-8").format(
        version=dhtools.__version__,
        n_posts=len(posts.gold.posts),
        n_sentences=sum(len(reading.sentences) for reading in posts.gold.posts.values()),
        n_critical=sum(one.is_critical for reading in posts.gold.posts.values() for one in reading.sentences),
        n_own=f"{int(own.sum()):,}",
        n_cues=sum(len(cues.read(language)) for language in cues.LANGUAGES),
        scores=_pipeline(posts),
        tools=_tools(posts, seen, fold, own),
        calibration=_calibration(fold, _columns(posts.rows)[1]),
        abstention=_abstention(posts.rows, fold),
        curve=_curve(posts.rows),
        kinds=_kinds(seen, fold.is_critical[~own]),
    )


def _columns(rows: pd.DataFrame) -> tuple[list, np.ndarray, list[str]]:
    return rows["told"].tolist(), rows["is_critical"].to_numpy(bool), rows["blog"].tolist()


# The whole of dhtools, each blog read with a model that had not seen it


def _pipeline(posts: Posts) -> str:
    """Precision, recall and F1 of the tables, with intervals."""
    found = [_read_unseen(posts, blog) for blog in sorted(set(_blogs(posts.gold.posts)))]
    by_cues = agreement.evaluate(
        dhtools.load_corpus(posts.folder, progress=False, critique="cues"), posts.gold
    ).measures.set_index("measure")
    by_post = pd.concat(one.by_post for one in found)
    rows = []
    for measure in MEASURES:
        counts = by_post[by_post["measure"] == measure][scores.COUNTS].to_numpy(int)
        row = scores.scored(pd.DataFrame([counts.sum(axis=0)], columns=scores.COUNTS)).iloc[0]
        low, high = scores.interval(counts)
        rows.append(
            (measure, int(row["n_gold"]), *map(number, (row["precision"], row["recall"])),
             f"**{row['f1']:.2f}**", f"{low:.2f} to {high:.2f}", number(by_cues.at[measure, "f1"]),
             number(TWO_READERS[measure]))
        )  # fmt: skip
    head = ["measure", "labels", "precision", "recall", "F1", "95 %", "F1 by cues alone", "two readers"]
    return table(head, rows)


def _read_unseen(posts: Posts, blog: str) -> agreement.Evaluation:
    """A blog's posts as dhtools reads them with a model of the other blogs."""
    others = posts.rows[posts.rows["blog"] != blog]
    model = training.fit(*_columns(others))
    names = [name for name in posts.gold.posts if name.split("-")[0] == blog]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            shutil.copy(posts.folder / f"{name}.md", folder)
        Path(folder, "model.json").write_text(learned.text_of(model), encoding="utf-8")
        Path(folder, "dhtools.toml").write_text('[critique]\nmodel = "model.json"\n', encoding="utf-8")
        corpus = dhtools.load_corpus(folder, progress=False)
    own = Labels({name: posts.gold.posts[name] for name in names}, {})
    return agreement.evaluate(corpus, own)


def _blogs(names: Iterable[str]) -> list[str]:
    return [name.split("-")[0] for name in names]


# Sentence by sentence, beside other tools


def _tools(posts: Posts, seen: pd.DataFrame, fold: training.Fold, own: np.ndarray) -> str:
    """F1 on the same sentences of dhtools, general tools, plain learners and readers."""
    texts = [one.weighed.sight.text for one in seen["told"]]
    truth = seen["is_critical"].to_numpy(bool)
    by_cues = np.array([one.weighed.total >= np.log(0.35 / 0.65) for one in seen["told"]])
    both = posts.rows["is_critical"].to_numpy(bool)
    rows = [
        ("dhtools, the blog unseen", *_scored(truth, fold.is_critical[~own], seen)),
        ("the same, with no cue that only this blog has", *_without_own_cues(posts, seen)),
        ("the same as the first, on our own labels", *_scored(both[own], fold.is_critical[own],
                                                              posts.rows[own])),
        ("cues and rules alone", *_scored(truth, by_cues, seen)),
        ("plain learner, characters and words, at its best threshold", *_scored(truth, _plain_learner(texts, truth, seen), seen)),
        ("SnowNLP, at its best threshold", *_scored(truth, _snownlp(texts, truth), seen)),
        ("cnsenti, any word of feeling", *_scored(truth, _cnsenti(texts), seen)),
        ("every sentence called critical", *_scored(truth, np.ones(len(truth), bool), seen)),
        ("two readers with each other, other posts", "", "", f"**{TWO_READERS['sentences: critical']}**", ""),
    ]  # fmt: skip
    return table(["", "precision", "recall", "F1", "95 %"], rows)


def _scored(truth: np.ndarray, said: np.ndarray, rows: pd.DataFrame) -> tuple[str, ...]:
    counts = pd.DataFrame(
        {"post": rows["post_id"].to_numpy(), "n_gold": truth, "n_predicted": said, "n_matched": truth & said}
    )
    by_post = counts.groupby("post")[scores.COUNTS].sum().astype(int)
    row = scores.scored(pd.DataFrame([by_post.sum()])).iloc[0]
    low, high = scores.interval(by_post.to_numpy())
    return (
        *map(number, (row["precision"], row["recall"])),
        f"**{row['f1']:.2f}**",
        f"{low:.2f} to {high:.2f}",
    )


def _without_own_cues(posts: Posts, seen: pd.DataFrame) -> tuple[str, ...]:
    """Every blog with the cues that another labelled blog has too: a lower bound, for the lists knew the posts."""
    from collections import defaultdict

    where = defaultdict(set)
    for one, blog in zip(seen["told"], seen["blog"], strict=True):
        for hit in one.weighed.sight.hits:
            where[hit.cue.cue].add(blog)
    corpus = dhtools.load_corpus(posts.folder, progress=False)
    rows = posts.rows.copy()
    for blog in sorted(set(seen["blog"])):
        told = training.told(corpus, _lexicons({cue for cue, blogs in where.items() if blogs == {blog}}))
        is_own = (rows["labels"] == "gold") & (rows["blog"] == blog)
        rows.loc[is_own, "told"] = told[rows.loc[is_own, "sentence_id"].tolist()].to_numpy()
    fold = training.unseen(*_columns(rows))
    is_gold = (rows["labels"] == "gold").to_numpy()
    return _scored(seen["is_critical"].to_numpy(bool), fold.is_critical[is_gold], seen)


def _lexicons(without: set[str]) -> Lexicons:
    kept = {
        language: cues.compile_cues(
            [cue for cue in cues.read(language) if cue.cue not in without], whole_words=language == "en"
        )
        for language in cues.LANGUAGES
    }
    return Lexicons(**kept)


def _plain_learner(texts: Sequence[str], truth: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    """Logistic regression on strings of one to four characters and words, each blog left out in turn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    learner = make_pipeline(
        make_union(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer=_words, min_df=2, sublinear_tf=True),
        ),
        LogisticRegression(C=10, max_iter=2000, solver="liblinear"),
    )
    blogs, made, texts_ = rows["blog"].to_numpy(), np.zeros(len(truth)), np.array(texts, dtype=object)
    for blog in sorted(set(blogs)):
        own = blogs == blog
        learner.fit(texts_[~own], truth[~own])
        made[own] = learner.predict_proba(texts_[own])[:, 1]
    return made >= _best_cut(made, truth)


def _words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(60)
    return jieba.lcut(text)


def _best_cut(values: np.ndarray, truth: np.ndarray) -> float:
    """The threshold that is best for these very labels: in the tool's favour."""
    cuts = np.unique(np.round(values, 2))
    said = values[:, None] >= cuts[None, :]
    matched = (said & truth[:, None]).sum(axis=0)
    return float(cuts[np.argmax(scores.f1(np.full(len(cuts), truth.sum()), said.sum(axis=0), matched))])


def _snownlp(texts: Sequence[str], truth: np.ndarray) -> np.ndarray:
    """SnowNLP, where a sentence far from neutral is critical."""
    from snownlp import SnowNLP

    far = np.array([abs(SnowNLP(text).sentiments - 0.5) if text.strip() else 0.0 for text in texts])
    return far >= _best_cut(far, truth)


def _cnsenti(texts: Sequence[str]) -> np.ndarray:
    import jieba
    from cnsenti import Sentiment

    jieba.setLogLevel(60)
    tool = Sentiment()
    counts = [tool.sentiment_count(text) for text in texts]
    return np.array([one["pos"] + one["neg"] > 0 for one in counts])


# What the probability is worth


def _calibration(fold: training.Fold, truth: np.ndarray) -> str:
    bounds = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0])
    place = np.clip(np.digitize(fold.probability, bounds) - 1, 0, len(bounds) - 2)
    rows = []
    for k in range(len(bounds) - 1):
        own = place == k
        if own.any():
            rows.append(
                (f"{bounds[k]:.1f} to {bounds[k + 1]:.1f}", f"{own.sum():,}",
                 number(fold.probability[own].mean()), number(truth[own].mean()))
            )  # fmt: skip
    return table(["probability", "sentences", "mean probability", "share critical"], rows)


def _abstention(rows: pd.DataFrame, fold: training.Fold) -> str:
    truth = rows["is_critical"].to_numpy(bool)
    threshold = learned.shipped().threshold
    made = []
    for width in WIDTHS:
        sure = np.abs(fold.probability - threshold) >= width if width else np.ones(len(truth), bool)
        n_gold, said = truth[sure], fold.is_critical[sure]
        f1 = scores.f1(np.array([n_gold.sum()]), np.array([said.sum()]), np.array([(n_gold & said).sum()]))[0]
        made.append((f"{width:g}", f"{sure.mean():.0%}", number(f1), number((n_gold == said).mean())))
    return table(["`abstain`", "decided", "F1 of those", "rightly decided"], made)


def _curve(rows: pd.DataFrame) -> str:
    made = training.curve(*_columns(rows), SHARES)
    return table(
        ["share of the labels", "sentences to learn from", "average precision"],
        [
            (f"{row.share:.0%}", f"{row.n_train:,}", number(row.average_precision))
            for row in made.itertuples()
        ],
    )


KINDS: dict[str, Callable[[training.Told], bool]] = {
    "no cue that evaluates": lambda one: not one.weighed.sight.is_evaluative,
    "one such cue": lambda one: one.evidence.get("evaluates") == 1,
    "two or more": lambda one: one.evidence.get("evaluates", 0) > 1,
    "a question": lambda one: bool({"?", "？"} & set(one.weighed.sight.text)),
    "reports what others say": lambda one: "attribution" in one.weighed.sight.kinds,
    "first person stance": lambda one: "first_person_stance" in one.weighed.sight.kinds,
    "irony": lambda one: "irony" in one.weighed.sight.kinds,
    "concession": lambda one: "concession" in one.weighed.sight.kinds,
}


def _kinds(seen: pd.DataFrame, said: np.ndarray) -> str:
    """Where the misses and the inventions are."""
    truth = seen["is_critical"].to_numpy(bool)
    rows = []
    for name, holds in KINDS.items():
        own = np.array([holds(one) for one in seen["told"]])
        n_gold, n_said, n_both = truth[own].sum(), said[own].sum(), (truth & said)[own].sum()
        f1 = scores.f1(np.array([n_gold]), np.array([n_said]), np.array([n_both]))[0]
        rows.append((name, own.sum(), n_gold, n_gold - n_both, n_said - n_both, number(f1)))
    return table(["sentences with …", "all", "critical", "missed", "wrongly called critical", "F1"], rows)


if __name__ == "__main__":
    sys.exit(main())
