"""Echo: the words of a quote that its answer takes up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import counted, marked, names, runs, stopwords, units, voices
from dhtools.measure.folding import fold
from dhtools.measure.tokenizer import HAS_HAN, Tokenizer
from dhtools.measure.units import Units

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

_ECHOES = {
    "quote_id": "string",
    "commentary_id": "string",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "quote_start": "Int64",
    "quote_end": "Int64",
    "n_words": "Int64",
    "is_quoted": "boolean",
}
_PAIRS = {
    "quote_id": "string",
    "commentary_id": "string",
    "shared": "string",
    "n_shared": "Int64",
    "n_quoted": "Int64",
    "share_of_quote": "Float64",
    "share_of_answer": "Float64",
    "share_by_chance": "Float64",
}


def echo(corpus: Corpus, genres: counted.Genres = counted.DEFAULT) -> pd.DataFrame:
    """How far each answer speaks in the words of the quote that it answers.

    Words are the tokenizer's, stop words and single Chinese characters left out; words that stand together
    in both are one phrase. A high share of the answer is close reading or paraphrase, a low one leaves the
    quote behind. Two texts on one subject share words anyway: `share_by_chance` is what the answer has from
    another quote of its post, and on average over many answers what to hold `share_of_answer` against. A
    long quote is echoed more easily than a short one; an answer in another language echoes but names.

    Args:
        corpus: tables `links`, `quotes`, `commentary`, `citations`, `books`, `works`, `posts`.
        genres: genres of the posts that count; None for all posts.

    Returns:
        One row a quote and its answer, in the order of the links: `quote_id`, `commentary_id`, `shared` (the
        phrases taken up, each once, joined by `;`), `n_shared` (such phrases), `n_quoted` (of these, in
        quotation marks each time), `share_of_quote` (of its words, those that the answer takes up),
        `share_of_answer` (of its words, those that are the quote's), `share_by_chance` (of its words, those
        that are in the post's next quote, or after the last its first; missing where it answers all). Shares
        are of characters, 0 to 1, missing where there are no words. `echoes` gives the places;
        `attrs["n_left_out"]` counts posts left out.

    Raises:
        ValueError: a genre that is none.
    """
    pairs, n_left_out = _pairs(corpus, genres)
    made = pd.DataFrame([_summed(pair) for pair in pairs], columns=list(_PAIRS)).astype(_PAIRS)
    made.attrs["n_left_out"] = n_left_out
    return made


def echoes(corpus: Corpus, genres: counted.Genres = counted.DEFAULT) -> pd.DataFrame:
    """Where the answers take up words of their quotes.

    Args:
        corpus: as of `echo`.
        genres: as of `echo`.

    Returns:
        One row a phrase and place: `quote_id`, `commentary_id`, `start`, `end` (in the commentary's text),
        `text`, `quote_start`, `quote_end` (in the quote's text), `n_words`, `is_quoted` (in quotation marks).

    Raises:
        ValueError: a genre that is none.
    """
    pairs, n_left_out = _pairs(corpus, genres)
    rows = [(pair.quote_id, pair.commentary_id, *phrase) for pair in pairs for phrase in pair.phrases]
    made = pd.DataFrame(rows, columns=list(_ECHOES)).astype(_ECHOES)
    made.attrs["n_left_out"] = n_left_out
    return made


class _Phrase(NamedTuple):
    """Words that an answer has from its quote, by offsets in the text of each."""

    start: int
    end: int
    text: str
    quote_start: int
    quote_end: int
    n_words: int
    is_quoted: bool


class _Text(NamedTuple):
    """A text with its units, and the units at which each word that counts starts and ends."""

    text: str
    units: Units
    first: np.ndarray
    last: np.ndarray

    def size(self, chosen: np.ndarray | slice = slice(None)) -> float:
        """Chinese characters that words count for."""
        weights = self.units.weights
        return float((weights[self.last[chosen]] - weights[self.first[chosen]]).sum())


class _Pair(NamedTuple):
    """A quote, its answer, and what they share."""

    quote_id: str
    commentary_id: str
    quote: _Text
    answer: _Text
    phrases: Sequence[_Phrase]
    other: _Text | None
    """Another quote of the post, which the answer does not answer."""


def _pairs(corpus: Corpus, genres: counted.Genres) -> tuple[list[_Pair], int]:
    kept, n_left_out = counted.counted(corpus, genres)
    links = kept.links[kept.links["relation"] == "answer"]
    tokenizer = Tokenizer(tuple(names.dictionary(corpus)["word"]))
    stops = stopwords.stopwords("quote") | stopwords.stopwords("commentary")
    spoken = dict(voices.texts(kept, "quote")[["host_id", "text"]].itertuples(index=False))
    answers = dict(kept.commentary[["commentary_id", "text"]].itertuples(index=False))
    inline, others = marked.inline(kept), _others(kept)
    read = cache(lambda text: _read(text, tokenizer, stops))
    made = []
    for quote_id, commentary_id in zip(links["quote_id"], links["commentary_id"], strict=True):
        quote, answer = read(spoken[quote_id]), read(answers[commentary_id])
        other = others.get((quote_id, commentary_id))
        spans = [*marked.quoted(answer.text), *inline.get(commentary_id, ())]
        phrases = list(_phrases(quote, answer, spans))
        made.append(
            _Pair(quote_id, commentary_id, quote, answer, phrases, read(spoken[other]) if other else None)
        )
    return made, n_left_out


def _others(corpus: Corpus) -> dict[tuple[str, str], str]:
    """For each quote and answer the post's next set-off quote that is not tied to the answer.

    After the last quote of a post comes its first.
    """
    tied = corpus.links.groupby("commentary_id")["quote_id"].agg(set)
    quotes = corpus.quotes[corpus.quotes["form"] == "block"].sort_values(["post_id", "position"])
    by_post = quotes.groupby("post_id")["quote_id"].agg(list)
    post_of = dict(corpus.quotes[["quote_id", "post_id"]].itertuples(index=False))
    made = {}
    answers = corpus.links[corpus.links["relation"] == "answer"]
    for quote_id, commentary_id in zip(answers["quote_id"], answers["commentary_id"], strict=True):
        own = by_post[post_of[quote_id]]
        at = own.index(quote_id) + 1
        following = (one for one in own[at:] + own[: at - 1] if one not in tied[commentary_id])
        if other := next(following, None):
            made[quote_id, commentary_id] = other
    return made


def _read(text: str, tokenizer: Tokenizer, stops: frozenset[str]) -> _Text:
    read, folded = units.read(text), fold(text)
    spans = [
        (start, end)
        for start, end in tokenizer.spans(text)
        if folded[start:end] not in stops and (end - start > 1 or not HAS_HAN(text[start:end]))
    ]
    start, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    # A word in square brackets has no units, and lies in none.
    first, last = np.searchsorted(read.ends, start, side="right"), np.searchsorted(read.starts, end)
    has_units = first < last
    return _Text(text, read, first[has_units], last[has_units])


def _phrases(quote: _Text, answer: _Text, marks: Sequence[marked.Span]) -> Iterator[_Phrase]:
    """The longest runs that hold words of the answer, each word once, without small words at their ends."""
    shared = runs.between(answer.units.values, quote.units.values, 1, most=len(quote.units))
    ends = shared.start + shared.length
    n_words = np.searchsorted(answer.last, ends, side="right") - np.searchsorted(answer.first, shared.start)
    shared = shared.take(n_words > 0)
    is_free = np.ones(len(answer.first), bool)
    found = []
    for k in np.lexsort((shared.other, shared.start, -shared.length)):
        start, other, length = (int(column[k]) for column in shared)
        words = np.flatnonzero(is_free & (answer.first >= start) & (answer.last <= start + length))
        if len(words):
            is_free[words] = False
            first, last = int(answer.first[words[0]]), int(answer.last[words[-1]])
            found.append((first, last, other + first - start, len(words)))
    for first, last, other, n_words in sorted(found):
        start, end = answer.units.span(first, last)
        is_quoted = any(a <= start and end <= b for a, b in marks)
        place = quote.units.span(other, other + last - first)
        yield _Phrase(start, end, answer.text[start:end], *place, n_words, is_quoted)


def _summed(pair: _Pair) -> tuple:
    spoken: dict[str, list[_Phrase]] = {}
    for phrase in pair.phrases:
        spoken.setdefault(fold(phrase.text), []).append(phrase)
    by_chance = None
    if pair.other:
        by_chance = _share(pair.answer, _taken_over(pair.answer, _phrases(pair.other, pair.answer, ())))
    n_quoted = sum(all(one.is_quoted for one in ones) for ones in spoken.values())
    return (
        pair.quote_id,
        pair.commentary_id,
        ";".join(ones[0].text for ones in spoken.values()),
        len(spoken),
        n_quoted,
        _share(pair.quote, _taken_up(pair)),
        _share(pair.answer, _taken_over(pair.answer, pair.phrases)),
        by_chance,
    )


def _taken_up(pair: _Pair) -> np.ndarray:
    """Which words of the quote the phrases hold, wherever in the quote they stand."""
    is_held = np.zeros(len(pair.quote.first), bool)
    values = pair.quote.units.values
    for wording in {tuple(_wording(pair.quote, phrase)) for phrase in pair.phrases}:
        n = len(wording)
        windows = np.lib.stride_tricks.sliding_window_view(values, n)
        for at in np.flatnonzero((windows == wording).all(axis=1)):
            is_held |= (pair.quote.first >= at) & (pair.quote.last <= at + n)
    return is_held


def _wording(quote: _Text, phrase: _Phrase) -> np.ndarray:
    first, last = np.searchsorted(quote.units.starts, (phrase.quote_start, phrase.quote_end))
    return quote.units.values[first:last]


def _taken_over(answer: _Text, phrases: Iterable[_Phrase]) -> np.ndarray:
    """Which words of the answer stand in phrases."""
    starts, ends = answer.units.starts[answer.first], answer.units.ends[answer.last - 1]
    is_held = np.zeros(len(answer.first), bool)
    for phrase in phrases:
        is_held |= (starts >= phrase.start) & (ends <= phrase.end)
    return is_held


def _share(text: _Text, is_held: np.ndarray) -> float | None:
    """Share of a text's words that are held, by characters; None where it has no words."""
    return text.size(is_held) / text.size() if len(text.first) else None
