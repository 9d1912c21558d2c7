"""What a model is told of a sentence: its cues and rules, its neighbours, its characters.

Evidence is named, so that a model can be read: `kind:…` counts cues of a kind and `weight:…` adds up their
weights, `rule:…` is what a rule of `critique` adds, `log_odds` what all of them say together, `before` and
`after` are what stands in the sentences next to it, `post` and `block` the share of the others there that
lean towards judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dhtools.parse import critique
from dhtools.parse.critique import Weighed
from dhtools.parse.cues import Lexicons
from dhtools.parse.sight import EVALUATES, Situation, found, once

LEANS = -0.9
"""Log odds from which a sentence counts as leaning towards judgement: one cue that evaluates, say."""
MOST = 3
"""Evaluating cues that are counted: a fourth says no more."""


class Told(NamedTuple):
    """What a model is told of one sentence."""

    evidence: dict[str, float]
    """By name; what is 0 is left out."""
    weighed: Weighed
    """What cues and rules make of it."""


def of_post(blocks: Sequence[Sequence[Situation]], lexicons: Lexicons) -> list[list[Told]]:
    """The evidence for all sentences of a post, which are judged together.

    How often the rest of the post, and of the block, evaluates is evidence too: a reader who reviews judges in
    every other sentence, one who retells a book in hardly any.

    Args:
        blocks: the sentences of each block of commentary.
        lexicons: the cues.
    """
    weighed = [[critique.weigh(one, lexicons) for one in block] for block in blocks]
    leans = [[one.total >= LEANS for one in block] for block in weighed]
    n_post, n_leaning = sum(map(len, leans)), sum(map(sum, leans))
    made = []
    for situations, ones, leaning in zip(blocks, weighed, leans, strict=True):
        told = []
        for situation, one, own in zip(situations, ones, leaning, strict=True):
            evidence = _of(situation, one)
            evidence["post"] = (n_leaning - own + 1) / (n_post - 1 + 5)
            evidence["block"] = (sum(leaning) - own + 0.2) / (len(leaning) - 1 + 1)
            told.append(Told(evidence, one))
        made.append(told)
    return made


def _of(situation: Situation, weighed: Weighed) -> dict[str, float]:
    made = {"log_odds": weighed.total, "log_odds_above": max(0.0, weighed.total + 1)}
    if weighed.parts:
        _add_parts(made, weighed)
    lexicons = weighed.sight.lexicons
    for name, text in (("before", situation.before), ("after", situation.after)):
        hits = found(text, lexicons)[1] if text else ()
        if hits:
            made[f"{name}:evaluates"] = float(min(MOST, sum(hit.cue.kind in EVALUATES for hit in hits)))
            made[f"{name}:weight"] = max(0.0, sum(hit.cue.weight for hit in hits))
    return {name: value for name, value in made.items() if value}


def _add_parts(made: dict[str, float], weighed: Weighed) -> None:
    hits = once(weighed.sight.hits)
    for hit in hits:
        kind, weight = hit.cue.kind, hit.cue.weight
        made[f"kind:{kind}"] = made.get(f"kind:{kind}", 0.0) + 1
        made[f"weight:{kind}"] = made.get(f"weight:{kind}", 0.0) + weight
    made["evaluates"] = float(min(MOST, sum(hit.cue.kind in EVALUATES for hit in hits)))
    made["is_evaluative"] = float(weighed.sight.is_evaluative)
    made |= {name: weight for name, weight in weighed.parts if name.startswith("rule:")}


def strings(text: str) -> set[str]:
    """The strings of one to three characters in a folded text.

    Examples:
        >>> sorted(strings("难道"))
        ['道', '难', '难道']
    """
    second, third = text[1:], text[2:]
    pairs = map("".join, zip(text, second, strict=False))
    triples = map("".join, zip(text, second, third, strict=False))
    return {*text, *pairs, *triples}
