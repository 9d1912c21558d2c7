"""Prose of a paper about a corpus: how it was measured, how far to trust it, what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.measure import counted as posts_counted
from dhtools.measure import intervals, scores
from dhtools.summary import counted

if TYPE_CHECKING:
    from dhtools.corpus import Corpus
    from dhtools.measure.agreement import Evaluation

TITLE = "dhtools: quotation and commentary in reading notes"
"""Under which dhtools is cited, as in CITATION.cff."""
STATED = (
    "Curation rationale",
    "Language variety",
    "Speaker demographic",
    "Annotator demographic",
    "Speech situation",
    "Text characteristics",
    "Recording quality",
    "Other",
    "Provenance appendix",
)
"""Headings of Bender and Friedman's long form."""
MEASURES = (
    "lines: quote",
    "quotes: block boundaries",
    "quotes: page",
    "links: answers",
    "sentences: critical",
)
"""On which a paper about quotation and critique rests."""
LANGUAGES = {"zh": "Chinese", "en": "English", "mixed": "in both"}


def methods(corpus: Corpus) -> str:
    """How the posts were read and counted: a paragraph for a paper, made from what the tables say of themselves.

    Args:
        corpus: tables `posts`, `quotes`, `commentary`, `sentences`; what read them is in its `origin`.
    """
    return " ".join([_read(corpus), _chosen(corpus), _judged(corpus), _resampled()])


def _read(corpus: Corpus) -> str:
    origin = corpus.origin
    conventions = origin.get("conventions")
    by = f"dhtools {origin.get('dhtools', 'of an unknown version')}"
    said = f"; what {conventions['path']} states was followed (SHA-256 {conventions['sha256'][:12]}…)"
    return f"{counted('posts', len(corpus.posts))} were read with {by}{said if conventions else ''}."


def _chosen(corpus: Corpus) -> str:
    part, n_left_out = posts_counted.counted(corpus)
    genres = ", ".join(posts_counted.DEFAULT[:-1]) + f" and {posts_counted.DEFAULT[-1]}"
    n_block = int((part.quotes["form"] == "block").sum())
    n_inline = len(part.quotes) - n_block
    return (
        f"We count the {len(part.posts):,} of the genres {genres} and leave out {n_left_out:,}. They hold "
        f"{counted('quotes', n_block)} set off from the text, {n_inline:,} inside sentences, and "
        f"{counted('blocks', len(part.commentary))} of commentary."
    )


def _judged(corpus: Corpus) -> str:
    part, _ = posts_counted.counted(corpus)
    is_critical = part.sentences["is_critical"]
    n_judged, n_open = int(is_critical.notna().sum()), int(is_critical.isna().sum())
    rest = f"; {n_open:,} more were not judged" if n_open else ""
    return (
        f"Whether a sentence judges was told by {_scorer(corpus)} for {counted('sentences', n_judged)}, of which "
        f"{int(is_critical.sum()):,} were called critical{rest}."
    )


def _scorer(corpus: Corpus) -> str:
    how, _, checksum = str(corpus.origin.get("critique", "")).partition(" ")
    lists = f"lists of cues (version {corpus.origin.get('cues', 'unknown')})"
    names = {
        "cues": f"{lists} and rules",
        "learned": f"a logistic regression on {lists}, rules and characters (model {checksum})",
    }
    return names.get(how, "a method that the tables do not name")


def _resampled() -> str:
    return (
        f"Intervals are 95 %, from {scores.RESAMPLES:,} draws of whole posts with replacement (seed {scores.SEED}); "
        f"where fewer than {intervals.LEAST} posts have anything to count none is given. They do not include the "
        "errors of telling quotes, answers and critical sentences."
    )


def accuracy(evaluation: Evaluation, measures: tuple[str, ...] = MEASURES) -> str:
    """How far the tables agree with labels made by hand: a list for a paper, a line a measure.

    Args:
        evaluation: as `dhtools.measure.agreement.evaluate` gives it.
        measures: names of the measures to state.

    Raises:
        ValueError: a measure that there is not.
    """
    rows = evaluation.measures.set_index("measure")
    for name in measures:
        if name not in rows.index:
            raise ValueError(f"measures={name!r} is not among {', '.join(rows.index)}")
    return "\n".join(_line(name, rows.loc[name]) for name in measures)


def _line(name: str, row: pd.Series) -> str:
    interval = "" if pd.isna(row["low"]) else f" (95 %: {row['low']:.2f} to {row['high']:.2f})"
    return (
        f"- {name}: precision {row['precision']:.2f}, recall {row['recall']:.2f}, F1 {row['f1']:.2f}{interval}, "
        f"on {counted('labels', int(row['n_gold']))}"
    )


def data_statement(corpus: Corpus, stated: Mapping[str, str] | None = None) -> str:
    """A data statement, with what the tables know filled in and the rest marked as to be written.

    Its headings are those of Bender, E. M. and Friedman, B. (2018), "Data Statements for Natural Language
    Processing", Transactions of the ACL 6.

    Args:
        corpus: table `posts`.
        stated: by heading (of `STATED`), what only people know; it stands before what the tables know.

    Raises:
        ValueError: a heading that there is not.
    """
    stated = stated or {}
    for heading in stated:
        if heading not in STATED:
            raise ValueError(f"stated={heading!r} is not among {', '.join(STATED)}")
    known = {"Language variety": _languages(corpus), "Text characteristics": _texts(corpus)}
    texts = (
        " ".join(filter(None, [stated.get(name), known.get(name)])) or "*To be written.*" for name in STATED
    )
    return "\n".join(f"**{name}.** {text}\n" for name, text in zip(STATED, texts, strict=True))


def _languages(corpus: Corpus) -> str:
    counts = corpus.posts["language"].value_counts()
    parts = [f"{count:,} {LANGUAGES[name]}" for name, count in counts.items() if count]
    return f"Posts by the language of their prose: {', '.join(parts) or 'none told'}."


def _texts(corpus: Corpus) -> str:
    posts = corpus.posts
    genres = ", ".join(f"{count:,} {name}" for name, count in posts["genre"].value_counts().items() if count)
    dates = posts["date"].dropna()
    period = f" of {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else ""
    return (
        f"{counted('posts', len(posts))}{period}, {posts['n_chars'].sum():,} characters; by genre: {genres}."
    )


def citation() -> str:
    """How to cite the dhtools that is installed."""
    return f"The dhtools authors. {TITLE}. Version {metadata.version('dhtools')}. MIT licence."
