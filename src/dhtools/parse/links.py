"""Which commentary introduces a quote, and which answers it.

What decides is where the commentary stands and how it ends. A block that introduces is the lead-in of the
quote right after it. An answer stands right after its quote; or right before it with no blank line between,
as some write their comment on top of the passage; or it is the quote's end note. Headings and rules part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dhtools.parse import locators
from dhtools.parse.frame import Place
from dhtools.parse.passages import Passage

_SAYING = "[说說道称稱写寫曰云言问問答]"
_INTRODUCES = re.compile(
    rf"[：:]\s*[)）*_]*\s*$|{_SAYING}(?:过|過|到)?[，,]?\s*$|(?:如下|以下|下文|下面)[^。！？]{{0,12}}[。.]?\s*$|(?:会议|報告|报告|谈话|讲话|中)[，,]\s*$"
    r"|\b(?:follows?|following|below)\b[^.]{0,30}[.:]?\s*$|\b(?:writes|wrote|says|said)[,:]?\s*$|[（(]\[?(?:p\.|pp\.|page)\s*[\divxlc]+\]?[)）]\s*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"^\W*(?:这|這|此|该|該|上述|以上|上面|前面|可见|可見|也就是说|换句话说|言下之意|果然|的确|确实|是的|对此|這段|这段|所以|于是|於是"
    r"|This|That|These|Those|Here|The above|In other words|Indeed|Note|My thoughts?|Comment|评|評|按|注|我的想法|笔者按)",
    re.IGNORECASE,
)
_GOES_ON_TO_NEXT = re.compile(
    r"^\W*(?:另外|此外|其次|再次|接下来|接著|接着|最后|下一|到了|又如|还有|Next|Finally|Another|Later|Then)",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"html", "boilerplate", "front_matter", "toc", "image"})
_BREAKS = frozenset({"heading", "rule"})
LEADIN = 90
"""Longest commentary, in characters without blanks, that can be nothing but a lead-in; English counts half."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A quote and a commentary block, by their places among the post's blocks."""

    quote: int
    commentary: int
    relation: str
    distance: int
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block as a reader sees it, with its neighbours."""

    k: int
    place: Place
    gap: int
    """Lines from the block before: 1 when nothing parts them."""

    @property
    def kind(self) -> str:
        return self.place.passage.kind


def introduces(text: str) -> bool:
    """Whether a text ends as an introduction does: with a colon, a verb of saying, "as follows"."""
    return _INTRODUCES.search(text[-40:].rstrip()) is not None


def find(placed: Sequence[Place], notes: Mapping[int, Sequence[int]]) -> list[Tie]:
    """Ties between the quotes and the commentary of a post.

    Args:
        placed: the post's blocks.
        notes: for a commentary block that is a note, the quotes that refer to it.
    """
    seen = _visible(placed)
    ties: list[Tie] = []
    for n, block in enumerate(seen):
        if block.kind != "commentary":
            continue
        if block.k in notes:
            if not is_bare_note(block.place.text):
                ties += [
                    Tie(quote, block.k, "answer", block.k - quote, 0.8, "note")
                    for quote in notes[block.k][:1]
                ]
            continue
        ahead = seen[n + 1] if n + 1 < len(seen) and seen[n + 1].kind == "quote" else None
        behind = seen[n - 1] if n and seen[n - 1].kind == "quote" else None
        ties += _ties_of(block, behind, ahead, n >= 2 and _opens(seen, n - 1))
    return sorted(ties, key=lambda tie: (tie.commentary, tie.quote, tie.relation))


def _visible(placed: Sequence[Place]) -> list[_Seen]:
    """The blocks that a reader sees, without furniture."""
    made: list[_Seen] = []
    for k, place in enumerate(placed):
        if place.passage.kind not in _UNSEEN:
            before: Passage | None = made[-1].place.passage if made else None
            made.append(_Seen(k, place, place.passage.first - before.last if before else 2))
    return made


def _opens(seen: list[_Seen], n: int) -> bool:
    """Whether a quote opens its post or section, as an epigraph does: nobody has spoken before it."""
    return n == 0 or seen[n - 1].kind in _BREAKS


def _ties_of(block: _Seen, behind: _Seen | None, ahead: _Seen | None, is_epigraph: bool) -> list[Tie]:
    """The ties of one commentary block to the quotes next to it."""
    text = block.place.text
    if locators.is_alone(text):
        is_of_the_next = ahead is not None and (behind is None or ahead.gap <= block.gap)
        return [Tie(ahead.k, block.k, "leadin", 1, 0.8, "page_alone")] if is_of_the_next else []
    if ahead is not None and introduces(text):
        return [Tie(ahead.k, block.k, "leadin", 1, 0.9, "ends_as_introduction")]
    if ahead is not None and ahead.gap == 1 and block.gap > 1:
        return [Tie(ahead.k, block.k, "answer", 1, 0.8, "on_top_of_the_quote")]
    if behind is None:
        return []
    if is_epigraph and not _POINTS_BACK.match(text):
        return []
    if block.gap == 1 or _POINTS_BACK.match(text):
        return [Tie(behind.k, block.k, "answer", 1, 0.9, "right_below" if block.gap == 1 else "points_back")]
    if _GOES_ON_TO_NEXT.match(text):
        return []
    return [Tie(behind.k, block.k, "answer", 1, 0.6, "after_the_quote")]


def is_bare_note(text: str) -> bool:
    """Whether a note only points: to a page, a chapter, "see note 4"."""
    return len("".join(text.split())) <= 16


def is_bare_leadin(text: str) -> bool:
    """Whether a block is nothing but an introduction: one short sentence."""
    if re.search(r"[。！？!?]\s*\S|[.]\s+[A-Z]", text.rstrip()[:-1]):
        return False
    length = len("".join(text.split()))
    return length <= (2 * LEADIN if text.isascii() else LEADIN)


def without_pairing(placed: Sequence[Place], ties: Sequence[Tie]) -> bool:
    """Whether a post keeps its commentary and its quotes apart, so that none can be told to answer another.

    All commentary stands before the first quote, or all after the last, and there are three quotes or more.
    """
    quotes = [k for k, place in enumerate(placed) if place.passage.kind == "quote"]
    comments = [k for k, place in enumerate(placed) if place.passage.kind == "commentary"]
    if len(quotes) < 3 or len(comments) < 2:
        return False
    apart = comments[-1] < quotes[0] or quotes[-1] < comments[0]
    return apart and sum(tie.relation == "answer" for tie in ties) <= 1
