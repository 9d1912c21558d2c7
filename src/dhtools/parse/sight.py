"""A sentence as it is judged: where it stands, and which cues are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dhtools.parse import cues
from dhtools.parse.cues import Hit, Lexicons

EVALUATES = frozenset(
    {"affect", "evaluation", "conduct", "endorsement", "doubt", "evidence_demanded", "rhetorical_question"}
)
"""Kinds of cue that judge by themselves; the others only colour what stands beside them."""


class Situation(NamedTuple):
    """A sentence where it stands."""

    sentence: str
    """Its reading text."""
    before: str = ""
    """The sentence before it in the same block, if there is one."""
    after: str = ""
    """The one after it."""
    after_quote: bool = False
    """Whether its block answers a quote that is set off."""
    quoted: tuple[tuple[int, int], ...] = ()
    """Spans of the sentence, half open, that reproduce somebody else's words."""


class Sight(NamedTuple):
    """What the rules look at: a sentence with its cues."""

    text: str
    """Folded; words that the sentence reproduces are blanked, so that offsets stay."""
    hits: tuple[Hit, ...]
    kinds: frozenset[str]
    is_evaluative: bool
    before: str
    after_quote: bool
    lexicons: Lexicons


def look(situation: Situation, lexicons: Lexicons) -> Sight:
    """A sentence with its cues; those in words that it reproduces are none.

    Args:
        situation: the sentence.
        lexicons: the cues.
    """
    text = situation.sentence
    if situation.quoted:
        text = _blank(text, situation.quoted)
    folded, hits, kinds, is_evaluative = found(text, lexicons)
    return Sight(folded, hits, kinds, is_evaluative, situation.before, situation.after_quote, lexicons)


@lru_cache(maxsize=1024)
def found(text: str, lexicons: Lexicons) -> tuple[str, tuple[Hit, ...], frozenset[str], bool]:
    """A text folded, its cues, their kinds, and whether one of them evaluates.

    Kept a while, as each sentence is the next one's `before`.
    """
    folded = cues.fold(text)
    hits = tuple(lexicons.of(folded).find(folded))
    if not hits:
        return folded, hits, _NO_KINDS, False
    kinds = frozenset([hit.cue.kind for hit in hits])
    return folded, hits, kinds, not kinds.isdisjoint(EVALUATES)


_NO_KINDS: frozenset[str] = frozenset()
BLANK = "〇"
"""What stands for a character that is somebody else's."""


def _blank(sentence: str, quoted: Sequence[tuple[int, int]]) -> str:
    """A sentence with a placeholder for every character that it reproduces."""
    for start, end in quoted:
        start, end = max(start, 0), min(end, len(sentence))
        sentence = sentence[:start] + BLANK * max(end - start, 0) + sentence[max(start, end) :]
    return sentence


def once(hits: tuple[Hit, ...]) -> Iterable[Hit]:
    """Each cue once, in order: a word said twice judges no harder."""
    return {hit.cue.cue: hit for hit in hits}.values() if len(hits) > 1 else hits
