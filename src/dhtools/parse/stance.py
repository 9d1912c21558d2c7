"""Which way a critical sentence leans, by its cues."""

from __future__ import annotations

import re
from typing import Literal

from dhtools.parse.sight import EVALUATES, Sight

Stance = Literal["negative", "positive", "mixed"]

FIRM = 0.5
"""Least weight of the cues on one side for a sentence to lean by itself."""


_TURNS = frozenset(
    {"但", "但是", "不过", "然而", "可是", "只可惜", "but", "however", "yet", "nevertheless", "still"}
)
_CONCEDES = frozenset(
    {"虽然", "虽说", "尽管", "固然", "诚然", "although", "though", "even though", "while", "despite"}
)
_NEGATED = re.compile(
    r"(?:[不没未无难]|没有|并非|不是|谈不上|算不上|称不上|不[太够怎么]+|难以|无法|毫不|缺乏|缺少|从不"
    r"|\b(?:not|never|no|hardly|scarcely|without|isn't|wasn't|aren't|lacks?)"
    r"(?: (?:a|an|the|so|very|at all|particularly|really))?\s)"
    r"(?:很|那么|那|太|甚|怎么|特别|什么|有)?$"
)
_TWICE = re.compile(
    r"(?:不得不|不能不|不可不|不会不|没有不|无不|并非不|不无|未尝不|\bnot (?:un|in)|\bcannot but )$"
    r"|(?:并非|不是)(?:没有|不)$"
)


def stance(sight: Sight) -> Stance:
    """Which way a critical sentence leans: the clause after "but" decides, else the heavier side.

    Where both clauses evaluate, and opposite ways, it is mixed. Without any word that leans it is negative,
    as most critique is.
    """
    turn = _turn(sight)
    before, after = _sides(sight, 0, turn), _sides(sight, turn, len(sight.text))
    if max(after) == 0:
        after = before
    elif max(before) > 0 and _leaning(before) != _leaning(after) and min(max(before), max(after)) >= 1:
        return "mixed"
    return _leaning(after)


def leaning(sight: Sight) -> bool:
    """Whether a cue in a sentence leans, and not but a little."""
    return max(_sides(sight, 0, len(sight.text))) >= FIRM


def _turn(sight: Sight) -> int:
    """Where a concession ends: at the last "but", or at the comma after an opening "although"; else 0."""
    for hit in reversed(sight.hits):
        if hit.start > 0 and hit.text in _TURNS:
            return hit.start
    if sight.hits and sight.hits[0].start == 0 and sight.hits[0].text in _CONCEDES:
        return max(sight.text.find("，"), sight.text.find(", "), 0)
    return 0


def _leaning(sides: tuple[float, float]) -> Stance:
    positive, negative = sides
    return "positive" if positive > negative else "negative"


def _sides(sight: Sight, start: int, end: int) -> tuple[float, float]:
    """Weight of positive and of negative cues that begin in a span, those under a negation turned round."""
    positive = negative = 0.0
    for hit in sight.hits:
        polarity = hit.cue.polarity
        if polarity in ("none", "mixed") or not start <= hit.start < end:
            continue
        weight = hit.cue.weight if hit.cue.kind in EVALUATES else hit.cue.weight * 0.4
        is_positive = polarity == "positive"
        if hit.cue.kind in EVALUATES and _is_negated(sight.text, hit.start):
            is_positive = not is_positive
        if is_positive:
            positive += weight
        else:
            negative += weight
    return positive, negative


def _is_negated(text: str, at: int) -> bool:
    """Whether the words just before turn a cue round; two negations leave it as it is."""
    from_ = max(at - 24, 0)
    return bool(_NEGATED.search(text, from_, at)) and not _TWICE.search(text, from_, at)
