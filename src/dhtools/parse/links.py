"""Which commentary introduces a quote, and which answers it, by position."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhtools.parse.frame import Place

_INTRODUCES = re.compile(r"(?:[：:]|[说說道称稱写寫曰云言](?:过|過|到|，|,)?)\s*$")
_UNSEEN = frozenset({"html", "boilerplate", "front_matter", "toc"})
_BREAKS = frozenset({"heading", "rule"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A quote and a commentary block, by their places among the post's blocks."""

    quote: int
    commentary: int
    relation: str
    distance: int
    confidence: float


def find(placed: list[Place]) -> list[Tie]:
    """Ties between the quotes and the commentary of a post.

    A commentary block that ends as an introduction does is the lead-in of the quote right after it. One that
    follows a quote with no heading or rule between answers it.
    """
    ties: list[Tie] = []
    read = [(k, place) for k, place in enumerate(placed) if place.passage.kind not in _UNSEEN]
    quote: tuple[int, int] | None = None
    for n, (k, place) in enumerate(read):
        kind = place.passage.kind
        if kind in _BREAKS:
            quote = None
        elif kind == "quote":
            if n and read[n - 1][1].passage.kind == "commentary" and _INTRODUCES.search(read[n - 1][1].text):
                ties.append(Tie(k, read[n - 1][0], "leadin", 1, 0.8))
            quote = (n, k)
        elif kind == "commentary" and quote is not None and n == quote[0] + 1:
            before_quote = n + 1 < len(read) and read[n + 1][1].passage.kind == "quote"
            if not (before_quote and _INTRODUCES.search(place.text)):
                ties.append(Tie(quote[1], k, "answer", 1, 0.5))
    return ties
