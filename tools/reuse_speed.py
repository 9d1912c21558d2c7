"""How fast quotes are found in a book, and how many of them rightly, beside two rivals: `docs/reuse.md` cites it.

    python tools/reuse_speed.py [--characters 200000] [--quotes 300] [--seed 1]

The book is invented: a chain of characters (of words, for the English one) in which each three are as in the
sample notes. Quotes are cut from it, a quarter as they are, a quarter with a word changed, a quarter with
a marked omission; the last quarter is from another book. The rivals do less: they find the one place that is most
like a quote and tell nothing of changes. All in one run on one core; the ratio travels from machine to machine
better than the seconds.
"""

from __future__ import annotations

import difflib
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pandas as pd
from rapidfuzz import fuzz

import dhtools
from dhtools.corpus import Corpus
from dhtools.measure import reuse
from dhtools.tables import frames

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
LENGTHS = {"zh": 120, "en": 60}
"""Characters, or words, of a quote."""
PLANTED = ("exact", "variant", "abridged", "not found")
SLOW = 20
"""Quotes that difflib is given; the others would take minutes."""


@click.command(help=__doc__)
@click.option("--characters", default=200_000, show_default=True, help="Length of the book.")
@click.option("--quotes", "n_quotes", default=300, show_default=True, help="Quotes to look for.")
@click.option("--seed", default=1, show_default=True, help="Of all that is drawn at random.")
def main(characters: int, n_quotes: int, seed: int) -> None:
    """Prints a table a language."""
    notes = dhtools.load_corpus(SAMPLE, progress=False)
    for language in LENGTHS:
        spoken = [table[table["language"] == language]["text"] for table in (notes.quotes, notes.commentary)]
        pieces = _pieces(" ".join(pd.concat(spoken)), language)
        drawn = random.Random(seed)
        book, other = (_invented(pieces, characters, drawn) for _ in range(2))
        quotes = _planted(book, other, language, n_quotes, drawn)
        _report(language, book, quotes)


def _pieces(text: str, language: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff，。？！；]" if language == "zh" else r"[A-Za-z']+[,.;?!]?\s", text)


def _invented(pieces: Sequence[str], n_characters: int, drawn: random.Random) -> str:
    """A text in which each piece follows the two before it as it does in the sample, now and then any other."""
    following = defaultdict(list)
    for one, two, three in zip(pieces, pieces[1:], pieces[2:], strict=False):
        following[one, two].append(three)
    made, length = list(pieces[:2]), 0
    while length < n_characters:
        choice = following.get((made[-2], made[-1]), pieces)
        made.append(drawn.choice(pieces if drawn.random() < 0.1 else choice))
        length += len(made[-1])
    return "".join(made)[:n_characters]


def _planted(book: str, other: str, language: str, n_quotes: int, drawn: random.Random) -> pd.DataFrame:
    """Quotes with what was done to each: `quote_id`, `text`, `planted`, `start` (in the book)."""
    rows = []
    for k in range(n_quotes):
        planted = PLANTED[k % len(PLANTED)]
        source = other if planted == "not found" else book
        spans = [m.span() for m in re.finditer(r"\S" if language == "zh" else r"\S+\s", source)]
        first = drawn.randrange(len(spans) - LENGTHS[language])
        words = [source[a:b] for a, b in spans[first : first + LENGTHS[language]]]
        middle = LENGTHS[language] // 2
        if planted == "variant":
            words[middle] = "囍" if language == "zh" else "zzz "
        if planted == "abridged":
            words[middle : middle + 15] = ["……" if language == "zh" else "[...] "]
        rows.append((str(k), "".join(words), planted, spans[first][0]))
    return pd.DataFrame(rows, columns=["quote_id", "text", "planted", "start"])


def _report(language: str, book: str, quotes: pd.DataFrame) -> None:
    notes = _as_commentary(quotes)
    for measure in (lambda text: reuse.fidelity(quotes, text), lambda text: reuse.unmarked(notes, text)):
        measure(book[:1000])  # dictionaries are loaded once
    found, own = _timed(lambda: reuse.fidelity(quotes, book))
    _, unmarked = _timed(lambda: reuse.unmarked(notes, book_text=book))
    print(f"\n{language}: a book of {len(book):,} characters, {len(quotes)} quotes")
    n_right = (found["kind"].astype(str) == quotes["planted"]).sum()
    _line("reuse.fidelity", own, own, f"{n_right} of {len(quotes)} as planted")
    _line("reuse.unmarked, the quotes as commentary", unmarked, own)
    some = quotes.iloc[:SLOW]
    places, spent = _timed(lambda: [fuzz.partial_ratio_alignment(q, book).dest_start for q in quotes["text"]])
    _line("rapidfuzz partial_ratio_alignment", spent, own, _n_placed(places, quotes))
    places, spent = _timed(lambda: [_longest(quote, book) for quote in some["text"]])
    _line(
        f"difflib find_longest_match, {len(some)} scaled up",
        spent / len(some) * len(quotes),
        own,
        _n_placed(places, some),
    )


def _timed(act: Callable[[], object]) -> tuple:
    start = time.perf_counter()
    return act(), time.perf_counter() - start


def _line(name: str, seconds: float, own: float, note: str = "") -> None:
    print(f"  {name:44} {seconds:8.2f} s  {seconds / own:7.1f} times  {note}")


def _longest(quote: str, book: str) -> int:
    match = difflib.SequenceMatcher(None, book, quote, autojunk=False).find_longest_match()
    return match.a - match.b


def _n_placed(places: Sequence[int], quotes: pd.DataFrame) -> str:
    """How many places are right within twenty characters, of the quotes that have one."""
    is_there = (quotes["planted"] != "not found").to_numpy()
    is_near = abs(pd.Series(places) - quotes["start"].reset_index(drop=True)).to_numpy() <= 20
    return f"{(is_near & is_there).sum()} of {is_there.sum()} places"


def _as_commentary(quotes: pd.DataFrame) -> Corpus:
    """A corpus in which each quote is a block of commentary."""
    made = frames({})
    ids = dict.fromkeys(("commentary_id", "block_id"), quotes["quote_id"])
    rows = pd.DataFrame({**ids, "text": quotes["text"], "post_id": "p"})
    rows = rows.reindex(columns=made["commentary"].columns)
    posts = pd.DataFrame({"post_id": ["p"], "genre": ["notes"]}).reindex(columns=made["posts"].columns)
    tables = {**made, "commentary": rows, "posts": posts.astype({"genre": made["posts"]["genre"].dtype})}
    return Corpus(**tables, folder=None, origin={})


if __name__ == "__main__":
    main()
