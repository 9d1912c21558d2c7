"""Concordance: every place where a word or phrase stands, with the text around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dhtools.measure import voices
from dhtools.measure.counted import DEFAULT, Genres, counted
from dhtools.measure.folding import fold
from dhtools.measure.tokenizer import LETTER
from dhtools.widths import width as n_columns

if TYPE_CHECKING:
    from dhtools.corpus import Corpus


def concordance(
    corpus: Corpus,
    keyword: str,
    voice: str | None = None,
    width: int = 20,
    genres: Genres = DEFAULT,
) -> pd.DataFrame:
    """Every place where a word or phrase stands in quotes or commentary, in reading order (keyword in context).

    Traditional characters are found by simplified ones and the other way round, capitals by small letters; the
    text is shown as written. What is sought need not be what the tokenizer takes for a word: 渡 finds 渡口 too.
    Latin letters are matched as whole words. Headings are not searched.

    Args:
        corpus: any corpus.
        keyword: the word or phrase.
        voice: quote or commentary, whose words alone are searched; None for both.
        width: room on both sides, in Chinese characters; Latin letters take half of that.
        genres: of posts to search, None for all.

    Returns:
        One row a place: `left` (blanks before it, so that keywords stand below each other), `keyword` as
        written, `right`, `voice` (an inline quote's words are a quote's), `id` (key of the quote or commentary),
        `path`, and `line` (the first of the quote or of the sentence of commentary).
        `attrs["n_left_out"]` is the number of posts of other genres.

    Raises:
        ValueError: an empty keyword, a width below 1, no such voice or genre.
    """
    if not keyword.strip():
        raise ValueError(f"keyword={keyword!r} is empty: give a word or a phrase")
    if width < 1:
        raise ValueError(f"width={width} is below 1: the characters shown on each side")
    if voice is not None:
        voices.check(voice)
    kept, n_left_out = counted(corpus, genres)
    pattern = _pattern(keyword)
    places = pd.DataFrame([*_in_quotes(kept, pattern), *_in_commentary(kept, pattern)], columns=Place._fields)
    if voice is not None:
        places = places[places["voice"] == voice]
    posts = kept.posts[["post_id", "path"]].assign(nth=range(len(kept.posts)))
    places = places.merge(posts, on="post_id").sort_values(["nth", "offset", "start"], ignore_index=True)
    shown = [
        _context(text, start, end, 2 * width)
        for text, start, end in zip(places["text"], places["start"], places["end"], strict=True)
    ]
    context = pd.DataFrame(shown, columns=["left", "keyword", "right"], dtype="string")
    made = context.join(
        places[["voice", "id", "path", "line"]].astype({"voice": "string", "id": "string", "line": int})
    )
    made.attrs["n_left_out"] = n_left_out
    return made


class Place(NamedTuple):
    """Where a keyword stands."""

    voice: str
    id: str
    """Key of the quote or commentary."""
    post_id: str
    offset: int
    """Of the text in its file."""
    text: str
    start: int
    """Of the keyword in the text."""
    end: int
    line: int


def _pattern(keyword: str) -> re.Pattern[str]:
    """Finds a keyword in folded text, as a whole word where it begins or ends in a letter."""
    branches = []
    for spelling in dict.fromkeys([fold(keyword.strip()), keyword.strip().lower()]):
        before = f"(?<!{LETTER})" if re.match(LETTER, spelling) else ""
        after = f"(?!{LETTER})" if re.match(LETTER, spelling[-1]) else ""
        branches.append(before + r"\s+".join(map(re.escape, spelling.split())) + after)
    return re.compile("|".join(branches))


def _in_quotes(corpus: Corpus, pattern: re.Pattern[str]) -> Iterator[Place]:
    """The places in quotes that are set off."""
    set_off = corpus.quotes[corpus.quotes["form"] == "block"]
    for row in set_off[["quote_id", "post_id", "start", "text", "start_line"]].itertuples(index=False):
        for match in pattern.finditer(fold(row.text)):
            yield Place(
                "quote", row.quote_id, row.post_id, row.start, row.text, *match.span(), row.start_line
            )


def _in_commentary(corpus: Corpus, pattern: re.Pattern[str]) -> Iterator[Place]:
    """The places in commentary, and those in its inline quotes with the commentary around them."""
    quotes = _by_commentary(voices.inline(corpus), "host_id", ["start", "end", "quote_id", "start_line"])
    sentences = _by_commentary(corpus.sentences, "commentary_id", ["text", "start_line"])
    columns = ["commentary_id", "post_id", "start", "text", "start_line"]
    for key, post_id, offset, text, first in corpus.commentary[columns].itertuples(index=False):
        for match in pattern.finditer(fold(text)):
            start, end = match.span()
            holding = [quote[2:] for quote in quotes[key] if quote[0] <= start and end <= quote[1]]
            if holding:
                yield Place("quote", holding[-1][0], post_id, offset, text, start, end, holding[-1][1])
            else:
                line = _line(text, start, sentences[key], first)
                yield Place("commentary", key, post_id, offset, text, start, end, line)


def _by_commentary(rows: pd.DataFrame, key: str, columns: list[str]) -> dict[str, list[tuple]]:
    made: dict[str, list[tuple]] = defaultdict(list)
    for host, *values in zip(rows[key], *(rows[name] for name in columns), strict=True):
        made[host].append(tuple(values))
    return made


def _line(text: str, at: int, sentences: list[tuple[str, int]], line: int) -> int:
    """Line of the file on which the sentence starts that holds an offset of a text that starts on a line."""
    reached = 0
    for sentence, start_line in sentences:
        reached = text.find(sentence, reached)
        if reached > at:
            break
        reached, line = reached + len(sentence), start_line
    return line


def _context(text: str, start: int, end: int, columns: int) -> tuple[str, str, str]:
    """What stands left of a keyword, set flush right, the keyword, and what stands right of it."""
    left = _fitting(reversed(" ".join(text[max(start - columns, 0) : start].split("\n"))), columns)[::-1]
    right = _fitting(" ".join(text[end : end + columns].split("\n")), columns).rstrip()
    return " " * (columns - n_columns(left)) + left, text[start:end], right


def _fitting(characters: Iterable[str], columns: int) -> str:
    """As many characters as there is room for."""
    made, taken = "", 0
    for character in characters:
        taken += n_columns(character)
        if taken > columns:
            break
        made += character
    return made
