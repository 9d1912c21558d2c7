"""How true quotes are to the text of the book: found where, and what was changed or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dhtools.measure import chains, diffs, runs, units
from dhtools.measure.alignment import CHANGES, Op
from dhtools.measure.chains import Link
from dhtools.measure.diffs import Comparison, Wording
from dhtools.measure.folding import fold
from dhtools.measure.runs import Runs
from dhtools.measure.units import Units

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

KINDS = ("exact", "abridged", "variant", "unmarked omission", "partly found", "misquoted", "not found")
"""From the truest to the least true; a quote is of the last kind that something in it calls for."""
FOUND = 0.3
"""Least share of a quote's words that must stand in the book for it to be found."""
EVIDENCE = 8
"""Chinese characters in common below which chance may have put them there, unless they are nearly the whole quote."""
LIKE = 0.5
"""Least similarity of what was found."""
TRUE = 0.85
"""Least similarity of a quote with variants that is not misquoted."""
_DENIAL = re.compile(
    r"[不没未非无勿莫别]|\b(?:not|no|never|nor|neither|none|nothing|nobody|nowhere|cannot|without|[a-z]+n't)\b"
)
"""Words whose gain or loss turns a sentence round."""
_NO_DENIAL = re.compile(
    "非常|[是除]非|非洲|未来|[无不]论|不[过但仅断久同管禁妨惜]|差不多|[沉淹]没|无[数比限]|莫名|别[人的处]|[特分区级性告个识离]别"
)
"""Words that hold a character of denial and deny nothing."""
_NUMBER = re.compile(
    r"[0-9〇零一二三四五六七八九十百千万亿两]+"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|thousand)\b"
)
PLAIN = 0.3
"""Share of a quote that runs of the usual length must cover, or else shorter ones are looked for."""
THIN, LEAST = 3, 0.15
"""Units of these shorter runs, and the share that they must cover."""
COLUMNS = {
    "quote_id": "string",
    "found": "boolean",
    "start": "Int64",
    "end": "Int64",
    "n_places": "Int64",
    "share_found": "Float64",
    "similarity": "Float64",
    "n_variants": "Int64",
    "n_omissions": "Int64",
    "n_unmarked": "Int64",
    "kind": pd.CategoricalDtype(KINDS, ordered=True),
}


def fidelity(corpus: Corpus | pd.DataFrame, book_text: str) -> pd.DataFrame:
    """How true each quote is to the text of the book.

    Wording is compared, not punctuation: a Chinese character or an English word at a time, traditional
    characters, capitals, width and accents evened out; page marks, attributions and words in square brackets
    are left aside. What the book has more at one place is an omission where a mark (……, ..., 〔略〕, a new
    line, a page mark) says so or four characters or words or more are gone; else it is a variant. What the
    quote has more at an edge, eight characters or more, is not the book's: a translation, a remark, a passage
    from elsewhere. Parts of a quote are looked for in the book's order. Held against another edition or
    translation true quotes seem misquoted.

    Args:
        corpus: a corpus, of which all quotes are taken (narrow it to the book first), or quotes with the
            columns `quote_id`, `text`.
        book_text: the text of the book.

    Returns:
        One row a quote, in the order given: `quote_id`, `found`, `start`, `end` (in the book's text; these
        and the next missing where not found), `n_places` (places in the book that have the longest run of
        words in common, 64 at most: of several, the place is a guess), `share_found` (of the quote's words),
        `similarity` (0 to 1: words in common, of those of the quote and its passage, without what was
        omitted or is not the book's), `n_variants` (places where words differ), `n_omissions` (marked or
        not), `n_unmarked` (of these), `kind` (of `KINDS`; misquoted is less than 0.85 alike, gains or
        loses a negation, or has another number). `diff` shows the changes.

    Raises:
        ValueError: a column is missing.
    """
    quotes = corpus if isinstance(corpus, pd.DataFrame) else corpus.quotes
    if missing := [name for name in ("quote_id", "text") if name not in quotes]:
        raise ValueError(f"quotes have no column {', '.join(missing)}: quote_id and text are needed")
    book = units.read(book_text)
    wordings = [diffs.wording(text) for text in quotes["text"]]
    places = _places(wordings, book)
    rows = [
        _row(quote_id, quote, places.get(k), book)
        for k, (quote_id, quote) in enumerate(zip(quotes["quote_id"], wordings, strict=True))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


class _Place(NamedTuple):
    """Where in the book a quote was found."""

    start: int
    """First unit of the book that it stands for."""
    end: int
    n_places: int


def _places(quotes: Sequence[Wording], book: Units) -> dict[int, _Place]:
    """For the quotes that have a place in the book, the likeliest one."""
    found = dict(_verbatim(quotes, book))
    for shingle, least in ((runs.SHINGLE, PLAIN), (THIN, LEAST)):
        left = [k for k, quote in enumerate(quotes) if k not in found and len(quote.words) > runs.SHINGLE]
        found.update(_chained(quotes, left, book, shingle, least))
    return found


def _verbatim(quotes: Sequence[Wording], book: Units) -> Iterator[tuple[int, _Place]]:
    """The first places of the quotes that stand in the book word for word."""
    searched, size = book.values.tobytes(), book.values.itemsize
    for k, quote in enumerate(quotes):
        wording = quote.words.values.tobytes()
        at = searched.find(wording) if wording else -1
        while at % size and at > 0:  # the end of one unit with the beginning of the next
            at = searched.find(wording, at + 1)
        if at >= 0:
            start = at // size
            yield k, _Place(start, start + len(quote.words), min(searched.count(wording), runs.MOST))


def _chained(
    quotes: Sequence[Wording], chosen: Sequence[int], book: Units, shingle: int, least: float
) -> Iterator[tuple[int, _Place]]:
    """The places of some quotes, by runs of `shingle` units that cover `least` of them."""
    if not chosen:
        return
    joined = np.concatenate([np.append(quotes[k].words.values, units.SEPARATOR) for k in chosen])
    shared = runs.between(joined, book.values, shingle)
    offsets = np.cumsum([0, *(len(quotes[k].words) + 1 for k in chosen)])
    edges = np.searchsorted(shared.start, offsets)
    for k, offset, (first, last) in zip(chosen, offsets[:-1], pairwise(edges), strict=True):
        words, breaks = quotes[k].words, list(quotes[k].marks)
        own = shared.take(np.arange(first, last))
        own = own._replace(start=own.start - offset)
        links = chains.chain(_nearby(own, len(words)) if shingle == THIN else own, breaks, len(words))
        if links and sum(length for *_, length in links) >= least * len(words):
            span = chains.span(words.values, book.values, links, breaks)
            yield k, _Place(*span, _n_places(own, links))


def _nearby(shared: Runs, n_units: int) -> Runs:
    """The runs in the part of the book, half as long again as the quote, that holds the most; of few, all."""
    if len(shared.start) <= chains.LINKS:
        return shared
    order = np.argsort(shared.other, kind="stable")
    places, reach = shared.other[order], np.concatenate([[0], np.cumsum(shared.length[order])])
    last = np.searchsorted(places, places + n_units + n_units // 2, side="right")
    first = int(np.argmax(reach[last] - reach[:-1]))
    return shared.take(np.sort(order[first : last[first]]))


def _n_places(shared: Runs, links: Sequence[Link]) -> int:
    """How often the longest run of a quote stands in the book."""
    start, _, length = max(links, key=lambda link: link[2])
    holds = (shared.start <= start) & (shared.start + shared.length >= start + length)
    return int(holds.sum())


def _row(quote_id: str, quote: Wording, place: _Place | None, book: Units) -> tuple:
    if place is not None:
        made = diffs.compare(quote, book.take(place.start, place.end))
        common, similarity = _common(made), _similarity(made)
        share = common / made.quote.words.size(0, len(made.quote.words))
        is_evident = common >= EVIDENCE - runs.TOLERANCE or share >= TRUE
        if is_evident and share >= FOUND and similarity >= LIKE:
            span = book.span(place.start, place.end)
            return quote_id, True, *span, place.n_places, share, similarity, *_verdict(made, similarity)
    return quote_id, False, *[None] * 8, "not found"


def _common(made: Comparison) -> float:
    """Words of a quote that its passage has, in Chinese characters."""
    return sum(made.quote.words.size(op.start, op.end) for op in made.ops if op.op == "equal")


def _similarity(made: Comparison) -> float:
    """Words in common, of all words of the quote and its passage but those that only one of them was to have."""
    common = total = 0.0
    for op in made.ops:
        if op.op != "omission" and not made.is_added(op):
            size = made.quote.words.size(op.start, op.end) + made.passage.size(op.source_start, op.source_end)
            total += size
            common += size if op.op == "equal" else 0
    return common / total if total else 0.0


def _verdict(made: Comparison, similarity: float) -> tuple[int, int, int, str]:
    """Variants, omissions, those of them that nothing marks, and the kind that follows."""
    is_partial = any(made.is_added(op) for op in made.ops)
    changes = [op for op in made.ops if op.op in CHANGES and not made.is_added(op)]
    omissions = [op for op in made.ops if op.op == "omission"]
    n_unmarked = sum(not made.is_marked(op) for op in omissions)
    calls = {
        "abridged": omissions,
        "variant": changes,
        "unmarked omission": n_unmarked,
        "partly found": is_partial,
        "misquoted": similarity < TRUE or any(_is_turned_round(made, op) for op in changes),
    }
    kind = [name for name, holds in {"exact": True, **calls}.items() if holds][-1]
    return len(changes), len(omissions), n_unmarked, kind


def _is_turned_round(made: Comparison, op: Op) -> bool:
    """Whether a change gains or loses a negation, or makes one number another."""
    own = fold(made.quote.words.written(op.start, op.end))
    other = fold(made.passage.written(op.source_start, op.source_end))
    numbers, others = _NUMBER.findall(own), _NUMBER.findall(other)
    return _n_denials(own) != _n_denials(other) or bool(numbers and others and numbers != others)


def _n_denials(text: str) -> int:
    return len(_DENIAL.findall(_NO_DENIAL.sub("", text)))
