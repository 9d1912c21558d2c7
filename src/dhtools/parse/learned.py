"""Critical sentences by a model that was trained on labelled ones.

The model is a logistic regression on the evidence of `evidence.py` and on the strings of one to three
characters that a sentence holds. Its weights stand in a JSON file, which holds no code. Its probability is
calibrated: of the sentences to which it gives 0.3, about three in ten are critical, where the posts are like
those it was trained on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dhtools.errors import ModelError
from dhtools.parse import evidence
from dhtools.parse.critique import SHOWN, Judgement
from dhtools.parse.cues import Lexicons
from dhtools.parse.evidence import Told
from dhtools.parse.sight import Situation
from dhtools.parse.stance import leaning, stance

FORMAT = 1
"""Version of the file's form."""
LOUDEST = 2
"""Strings that are named as a reason where no cue is."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained model."""

    bias: float
    evidence: Mapping[str, float]
    """Weight of each kind of evidence, in log odds a unit."""
    strings: Mapping[str, float]
    """Weight of each string, in log odds; divided by the root of the number of a sentence's known strings."""
    slope: float
    """With `offset`, what makes the sum a calibrated log odds (Platt 1999)."""
    offset: float
    threshold: float
    """Least probability of a critical sentence."""
    about: Mapping[str, Any]
    """On what it was trained and how it did on blogs it had not seen."""


def judge(
    blocks: Sequence[Sequence[Situation]], model: Model, lexicons: Lexicons, abstain: float = 0.0
) -> list[list[Judgement]]:
    """Which sentences of a post are critical, by a model.

    Args:
        blocks: the sentences of each block of commentary.
        model: the model.
        lexicons: the cues.
        abstain: half the width of the doubt: a sentence whose probability is nearer to the threshold than this
            is not decided.

    Returns:
        A judgement a sentence, with `is_critical` missing where the model abstains.
    """
    return [[_judge(told, model, abstain) for told in block] for block in evidence.of_post(blocks, lexicons)]


def _judge(told: Told, model: Model, abstain: float) -> Judgement:
    weighed = told.weighed
    strings = model.strings
    known = strings.keys() & evidence.strings(weighed.sight.text)
    total = model.bias + sum(model.evidence.get(name, 0.0) * value for name, value in told.evidence.items())
    if known:
        # fsum: the order of a set changes from run to run, and the last digit of a plain sum with it.
        total += math.fsum(map(strings.__getitem__, known)) / math.sqrt(len(known))
    score = logistic(model.slope * total + model.offset)
    is_critical = score >= model.threshold
    is_sure = abs(score - model.threshold) >= abstain
    reasons = weighed.reasons() or (_loudest(weighed.sight.text, model) if is_critical else ())
    return Judgement(
        is_critical if is_sure else None,
        stance(weighed.sight) if is_critical and is_sure else None,
        round(score, 4),
        reasons,
        not is_critical or leaning(weighed.sight),
    )


def logistic(log_odds: float) -> float:
    """A probability from log odds.

    Examples:
        >>> logistic(0.0), logistic(-1000.0)
        (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0


def _loudest(text: str, model: Model) -> tuple[str, ...]:
    """The strings that raised the score most, as `text:…`, of those that overlap in letters the heaviest."""
    heavy = sorted(
        (one for one in evidence.strings(text) if model.strings.get(one, 0) >= SHOWN and not one.isspace()),
        key=lambda one: (-model.strings[one], one),
    )
    chosen: list[str] = []
    for one in heavy:
        if not any(one in other or other in one for other in chosen):
            chosen.append(one)
    return tuple(f"text:{one}" for one in chosen[:LOUDEST])


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    return parse(shipped_text())


@cache
def shipped_text() -> str:
    """The text of its file."""
    return resources.files("dhtools").joinpath("data", "critique_model.json").read_text("utf-8")


def parse(text: str) -> Model:
    """A model from the text of its file.

    Raises:
        ModelError: the text is no model, or one of another version.
    """
    try:
        made = json.loads(text)
        if made["format"] != FORMAT:
            raise ModelError(f"the model has form {made['format']!r}; this dhtools reads form {FORMAT}")
        numbers = {name: float(made[name]) for name in ("bias", "slope", "offset", "threshold")}
        weights = {
            name: {str(key): float(value) for key, value in made[name].items()}
            for name in ("evidence", "strings")
        }
        return Model(**numbers, **weights, about=dict(made["about"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"this is no model that `dhtools train` wrote: {error!r}") from None


def text_of(model: Model) -> str:
    """The text of a model's file; weights in four digits, the same model the same bytes."""
    made = {
        "format": FORMAT,
        "about": dict(model.about),
        **{name: round(getattr(model, name), 6) for name in ("bias", "slope", "offset", "threshold")},
        **{
            name: {key: round(weights[key], 4) for key in sorted(weights)}
            for name, weights in (("evidence", model.evidence), ("strings", model.strings))
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=0) + "\n"
