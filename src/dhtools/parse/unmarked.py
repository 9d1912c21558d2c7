"""Other people's words that no mark sets off: an attribution below its quote, a visitor's comment."""

from __future__ import annotations

import re

from dhtools.parse import attribution
from dhtools.parse.passages import Lines, Passage, absorb

_COMMENT = re.compile(
    r"^(?:Comments? (?:by|from)\s+(?P<name>.{1,40}?)(?:\s+(?:on|at)\s.*)?|(?P<who>\S{1,20})\s*的(?:评论|評論|留言)(?:\s*于.*)?)$"
)
_DASHES = ("—", "–", "―", "─", "－", "--")


def read(passages: list[Passage], lines: Lines) -> list[Passage]:
    """The passages of a post with unmarked words of others told apart."""
    made: list[Passage] = []
    commenter: str | None = None
    for passage in passages:
        if passage.kind == "heading":
            match = _COMMENT.match(passage.text.strip())
            commenter = (match["name"] or match["who"]) if match else None
        elif passage.kind == "commentary" and commenter:
            passage.kind, passage.callout, passage.title, passage.depth = "quote", "comment", commenter, 1
        elif _is_attribution_below(made, passage):
            absorb(made[-1], passage)
            made[-1].start, made[-1].end = lines.span(made[-1].first, made[-1].last)
            continue
        made.append(passage)
    return made


def _is_attribution_below(made: list[Passage], passage: Passage) -> bool:
    """Whether a paragraph right below a quote is nothing but its attribution line."""
    if not made or made[-1].kind != "quote" or passage.kind != "commentary" or passage.item is not None:
        return False
    text = passage.text.strip()
    return text.startswith(_DASHES) and attribution.is_line(text, passage.reading.marks)
