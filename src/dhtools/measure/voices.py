"""Whose words are whose: the texts of those who are quoted, and of the reader who answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from dhtools.parse import attribution
from dhtools.parse.reading import Reading

if TYPE_CHECKING:
    from dhtools.corpus import Corpus

VOICES = ("commentary", "quote")
_TABLES = {"commentary": "commentary", "quote": "quotes"}
_KINDLE = re.compile(
    r"(?:(?<=[。！？!?…”」』’\n])|(?<=[.\"]))[^。！？!?…\n]{1,200}\b[Ll]oc(?:ation)?\.? ?\d[^。！？!?\n]{0,40}$"
)
"""Author, title and place as Kindle puts them behind a passage, on the same line."""
Spans = dict[str, list[tuple[int, int]]]


def check(voice: str) -> str:
    """The voice, if it is one.

    Raises:
        ValueError: it is none.
    """
    if voice not in VOICES:
        raise ValueError(f"voice={voice!r} is not one of {', '.join(VOICES)}")
    return voice


def texts(corpus: Corpus, voice: str) -> pd.DataFrame:
    """What one voice says: every quote, set off or inline, or every block of commentary.

    What is not that voice's is blanked, so that offsets stay: quotes in the sentences of commentary, the line
    or the bracket at the end of a quote that says where it comes from, and the page marks of both.

    Args:
        corpus: tables `quotes`, `commentary`, `citations`.
        voice: quote or commentary.

    Returns:
        One row a quote or block of commentary: `host_id` (its key), `post_id`, `book_id`, `text`.

    Raises:
        ValueError: the voice is neither.
    """
    hosts = getattr(corpus, _TABLES[check(voice)])
    foreign = _page_marks(corpus, voice)
    foreigners = inline(corpus) if voice == "commentary" else _credits(corpus.quotes)
    for row in foreigners.itertuples():
        foreign[row.host_id].append((row.start, row.end))
    key = f"{voice}_id"
    spoken = [
        blanked(text, foreign.get(host, []))
        for host, text in zip(hosts[key].tolist(), hosts["text"].tolist(), strict=True)
    ]
    made = hosts[[key, "post_id", "book_id"]].rename(columns={key: "host_id"})
    return made.assign(text=pd.array(spoken, dtype=hosts["text"].dtype)).reset_index(drop=True)


def inline(corpus: Corpus) -> pd.DataFrame:
    """Where in the text of commentary its inline quotes stand.

    Args:
        corpus: tables `quotes`, `commentary`.

    Returns:
        One row an inline quote: `quote_id`, `host_id` (key of the commentary), `start`, `end` (offsets in the
        commentary's text), `start_line` (in the file).
    """
    columns = ["block_id", "commentary_id", "text"]
    within = corpus.quotes[corpus.quotes["form"] == "inline"].sort_values(["post_id", "start"])
    pairs = within.merge(corpus.commentary[columns], on="block_id", suffixes=("", "_around"))
    reached: dict[str, int] = defaultdict(int)
    made = []
    for row in pairs.itertuples():
        start = row.text_around.find(row.text, reached[row.commentary_id])
        if start < 0:  # nested in the one before it
            start = row.text_around.find(row.text)
        if start >= 0:
            end = reached[row.commentary_id] = start + len(row.text)
            made.append((row.quote_id, row.commentary_id, start, end, row.start_line))
    return pd.DataFrame(made, columns=["quote_id", "host_id", "start", "end", "start_line"])


def _credits(quotes: pd.DataFrame) -> pd.DataFrame:
    """Where in the text of quotes stands what says who wrote them: `host_id`, `start`, `end`."""
    set_off = quotes[quotes["form"] == "block"]
    found = [
        (host, _credit(text), len(text))
        for host, text in zip(set_off["quote_id"], set_off["text"], strict=True)
    ]
    return pd.DataFrame([row for row in found if row[1] < row[2]], columns=["host_id", "start", "end"])


def _credit(text: str) -> int:
    """Where an attribution at the end of a quote begins; the length of the text where there is none."""
    if found := _KINDLE.search(text):
        return found.start()
    reading = Reading()
    reading.add(text, 0, len(text))
    found = attribution.find(reading)
    return found.start if found else len(text)


def _page_marks(corpus: Corpus, voice: str) -> Spans:
    """Where the page marks stand in the text of their quote or commentary."""
    cited = corpus.citations
    cited = cited[(cited["form"] == "page") & (cited["host"] == voice)]
    key = f"{voice}_id"
    pairs = cited.merge(getattr(corpus, _TABLES[voice])[[key, "text"]], left_on="host_id", right_on=key)
    made: Spans = defaultdict(list)
    for row in pairs.itertuples():
        start = row.text.find(row.raw)
        if start >= 0:
            made[row.host_id].append((start, start + len(row.raw)))
    return made


def blanked(text: str, spans: Iterable[tuple[int, int]], blank: str = " ") -> str:
    """A text in which parts are overwritten, character for character, so that offsets stay."""
    for start, end in spans:
        text = f"{text[:start]}{blank * (end - start)}{text[end:]}"
    return text
