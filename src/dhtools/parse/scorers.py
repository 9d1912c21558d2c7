"""How sentences are judged: by cues and rules alone, or by a model that was trained on labelled sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial

from dhtools.parse import critique, cues, learned
from dhtools.parse.conventions import CUES, LEARNED, Conventions
from dhtools.parse.critique import Judgement
from dhtools.parse.cues import Lexicons
from dhtools.parse.ids import hash8
from dhtools.parse.sight import Situation

Scorer = Callable[[Sequence[Sequence[Situation]]], list[list[Judgement]]]
"""Judges the sentences of a post, block by block."""


def make(conventions: Conventions, how: str | None = None) -> Scorer:
    """What judges the sentences of a corpus.

    Args:
        conventions: the corpus's own: its cues, its model, the width of its doubt.
        how: "cues" or "learned", which overrules the conventions.

    Raises:
        ValueError: `how` is neither.
    """
    how = how or conventions.scorer
    if how not in (CUES, LEARNED):
        raise ValueError(f"critique={how!r} is not one of {CUES}, {LEARNED}")
    lexicons = cues.extended(conventions.cue_tables) if conventions.cue_tables else cues.shipped()
    if how == CUES:
        return partial(_by_cues, lexicons=lexicons)
    model = learned.parse(conventions.model) if conventions.model else learned.shipped()
    return partial(learned.judge, model=model, lexicons=lexicons, abstain=conventions.abstain)


def described(conventions: Conventions, how: str | None = None) -> str:
    """What judges the sentences of a corpus, in a word that changes with it: `cues`, or `learned` and a checksum.

    Args:
        conventions: the corpus's own.
        how: "cues" or "learned", which overrules the conventions.
    """
    how = how or conventions.scorer
    if how == CUES:
        return how
    text = conventions.model or learned.shipped_text()
    return f"{how} {hash8(text)}"


def _by_cues(blocks: Sequence[Sequence[Situation]], lexicons: Lexicons) -> list[list[Judgement]]:
    return [
        critique.settled([critique.judge(situation, lexicons) for situation in block]) for block in blocks
    ]


@cache
def default() -> Scorer:
    """What judges where nothing else is asked for."""
    return make(Conventions())
