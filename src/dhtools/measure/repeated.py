"""Passages that several posts quote."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dhtools.measure import counted, runs, units, voices
from dhtools.measure.runs import Stretches
from dhtools.measure.units import Joined
from dhtools.parse.reading import n_chars

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

LEAST = 12
"""Chinese characters that quotes must share; an English word counts for 1.6, so that eight words do."""
SAME = 0.5
"""Share of the shorter of two stretches of one quote by which they overlap if they are the same passage."""
KINDS = ("exact", "growing", "variant")
_OCCURRENCE = {
    "passage_id": "string",
    "quote_id": "string",
    "post_id": "string",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "share_of_quote": "Float64",
}
_PASSAGE = {
    "passage_id": "string",
    "text": "string",
    "n_chars": "Int64",
    "n_posts": "Int64",
    "n_quotes": "Int64",
    "kind": pd.CategoricalDtype(KINDS),
    "posts": "object",
    "quote_ids": "object",
}


def repeated(corpus: Corpus, least: int = LEAST, genres: counted.Genres = counted.DEFAULT) -> pd.DataFrame:
    """Passages quoted in several posts: what readers, or one reader again, found worth copying.

    Wording is compared, not punctuation, page marks or attributions. Of a passage captured twice, once
    longer, the common part counts; two captures in which up to eight characters in a row are changed are
    one passage. What one post quotes twice is none. Posts that are copies of each other repeat everything.

    Args:
        corpus: tables `quotes`, `posts`.
        least: what must be shared, in Chinese characters; an English word counts for 1.6.
        genres: genres of the posts that count; None for all posts.

    Returns:
        One row a passage, those in most posts first: `passage_id`, `text` (its shortest occurrence),
        `n_chars` (of it, white space left out), `n_posts`, `n_quotes`, `kind` (exact: all quotes are the
        passage and nothing else; growing: some are longer; variant: the wording differs), `posts`,
        `quote_ids` (tuples). `occurrences` gives the places; `attrs["n_left_out"]` counts posts left out.

    Raises:
        ValueError: `least` is below 2, or a genre is none.
    """
    found = _occurrences(corpus, least, genres)
    rows = [_passage(passage_id, group) for passage_id, group in found.groupby("passage_id", sort=False)]
    made = pd.DataFrame(rows, columns=list(_PASSAGE)).astype(_PASSAGE)
    made = made.sort_values(["n_posts", "n_chars"], ascending=False, kind="stable").reset_index(drop=True)
    made.attrs = dict(found.attrs)
    return made


def occurrences(corpus: Corpus, least: int = LEAST, genres: counted.Genres = counted.DEFAULT) -> pd.DataFrame:
    """The places at which the passages stand that several posts quote.

    Args:
        corpus: tables `quotes`, `posts`.
        least: as of `repeated`.
        genres: as of `repeated`.

    Returns:
        One row a place, those of a passage together: `passage_id`, `quote_id`, `post_id`, `start`, `end` (in
        the quote's text), `text`, `share_of_quote` (of its words).

    Raises:
        ValueError: `least` is below 2, or a genre is none.
    """
    return _occurrences(corpus, least, genres).drop(columns="wording")


def _occurrences(corpus: Corpus, least: int, genres: counted.Genres) -> pd.DataFrame:
    """As `occurrences`, with the values of the units of each place, as bytes."""
    runs.check(least)
    corpus, n_left_out = counted.counted(corpus, genres)
    quotes = corpus.quotes
    texts = quotes["text"].tolist()
    joined = units.join(voices.texts(corpus, "quote")["text"].tolist())
    post_ids = quotes["post_id"].to_numpy()
    places = _named(_longest(_stretches(joined, _shared(joined, post_ids, least))))
    k, first, last = (places[name].to_numpy(int) for name in ("k", "first", "last"))
    start = joined.units.starts[first] - joined.offsets[k]
    end = joined.units.ends[last - 1] - joined.offsets[k]
    weights = joined.units.weights
    made = pd.DataFrame({
        "passage_id": places["passage_id"].to_numpy(),
        "quote_id": quotes["quote_id"].to_numpy()[k],
        "post_id": post_ids[k],
        "start": start,
        "end": end,
        "text": [texts[at][a:b] for at, a, b in zip(k, start, end, strict=True)],
        "share_of_quote": (weights[last] - weights[first]) / joined.sizes()[k],
    }).astype(_OCCURRENCE)  # fmt: skip
    made.attrs["n_left_out"] = n_left_out
    return made.assign(wording=places["wording"].to_numpy())


def _shared(joined: Joined, post_ids: np.ndarray, least: float) -> Stretches:
    """Stretches that quotes of different posts share."""
    found = runs.within(joined.units.values)
    one, other = (joined.text_of(joined.units.starts[places]) for places in (found.start, found.other))
    shared = runs.stretches(found.take(post_ids[one] != post_ids[other]), joined, joined)
    return shared.take(shared.total >= least - runs.TOLERANCE)


def _stretches(joined: Joined, found: Stretches) -> pd.DataFrame:
    """The stretches of quotes that are shared, those of one passage with one number.

    What is shared ties its two ends; two stretches of a quote are tied that overlap by half of the shorter.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(found.start)
    first, last = np.concatenate([found.start, found.other]), np.concatenate([found.end, found.other_end])
    one, other = _overlaps(first, last)
    one, other = np.concatenate([np.arange(n), one]), np.concatenate([np.arange(n) + n, other])
    graph = coo_array((np.ones(len(one), bool), (one, other)), shape=(2 * n, 2 * n))
    passage = connected_components(graph, directed=False)[1] if n else np.empty(0, int)
    values = joined.units.values
    return pd.DataFrame({
        "passage": passage,
        "k": joined.text_of(joined.units.starts[first]),
        "first": first,
        "last": last,
        "wording": [values[a:b].tobytes() for a, b in zip(first, last, strict=True)],
    })  # fmt: skip


def _overlaps(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of stretches that overlap by half of the shorter."""
    order = np.lexsort((-last, first))
    pairs = []
    for at, k in enumerate(order):
        for j in order[at + 1 :]:
            if first[j] >= last[k]:
                break
            common = min(last[k], last[j]) - first[j]
            if common >= SAME * min(last[k] - first[k], last[j] - first[j]):
                pairs.append((k, j))
    one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return one, other


def _longest(stretches: pd.DataFrame) -> pd.DataFrame:
    """Of each passage in each quote the longest stretch."""
    lengths = (stretches["last"] - stretches["first"]).to_numpy()
    ordered = stretches.iloc[np.lexsort((stretches["first"], -lengths, stretches["k"]))]
    return ordered.drop_duplicates(["passage", "k"])


def _named(stretches: pd.DataFrame) -> pd.DataFrame:
    """The stretches with `passage_id`, made from the shortest wording, those of one passage together."""
    named = [
        group.assign(passage_id=f"p-{blake2b(_shortest(group), digest_size=5).hexdigest()}")
        for _, group in stretches.groupby("passage", sort=False)
    ]
    return pd.concat(named) if named else stretches.assign(passage_id="")


def _shortest(places: pd.DataFrame) -> bytes:
    return min(places["wording"], key=len)


def _passage(passage_id: str, places: pd.DataFrame) -> tuple:
    shortest = _shortest(places)
    text = places.loc[places["wording"] == shortest, "text"].iloc[0]
    posts, quote_ids = tuple(places["post_id"].unique()), tuple(places["quote_id"])
    if not all(shortest in wording for wording in places["wording"]):
        kind = "variant"
    else:
        kind = "exact" if (places["share_of_quote"] > 1 - runs.TOLERANCE).all() else "growing"
    return passage_id, text, n_chars(text), len(posts), len(quote_ids), kind, posts, quote_ids
