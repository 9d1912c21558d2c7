"""Critical sentences: which ones judge, which way, by which words.

A sentence is critical when the note-taker judges, doubts, contradicts, endorses, mocks or objects to a claim,
an author, an actor or an event. The weights of its cues (`cues.py`) and of the rules below, named
`rule:…` where they counted, add up to log odds. They were set by hand and rounded; the score orders sentences
well but is no calibrated probability. What a sentence implies without saying it, by its place in an argument
or by what the reader knows, is missed: a third of the critical sentences that the weights were set on, more
elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dhtools.parse import cues
from dhtools.parse.cues import Lexicons
from dhtools.parse.sight import BLANK, EVALUATES, Sight, Situation, found, look, once
from dhtools.parse.stance import Stance, leaning, stance

BASE = -2.0
"""Log odds of a sentence without any cue: about one in eight is critical."""
THRESHOLD = 0.35
"""Least score of a critical sentence: below a half, as F1 is highest near half of what it reaches there."""
SHOWN = 0.3
"""Least weight of a cue or rule that is named as a reason."""


class Judgement(NamedTuple):
    """What a sentence was taken for."""

    is_critical: bool | None
    """Missing where the scorer abstains."""
    stance: Stance | None
    """Which way a critical sentence leans; None for others."""
    score: float
    """0 to 1: the logistic of the weights' sum."""
    cues: tuple[str, ...]
    """The cues as they were found, folded, in order of appearance, then the rules, that raised the score.

    Where a model found none, the strings that weighed most, as `text:…`.
    """
    leans: bool = True
    """Whether a word in it leans; if not, a critical sentence has its stance from its neighbours, or by default."""


UNREMARKABLE = Judgement(False, None, round(1 / (1 + math.exp(-BASE)), 4), ())
"""What a sentence is taken for in which nothing was found: four in ten."""


class Weighed(NamedTuple):
    """What speaks for a sentence being critical, and against."""

    sight: Sight
    total: float
    """Log odds."""
    parts: tuple[tuple[str, float], ...]
    """The cues as found, in order of appearance, then the rules that hold, each with its weight."""

    def reasons(self) -> tuple[str, ...]:
        """The cues and rules that raise the score."""
        return tuple([name for name, weight in self.parts if weight >= SHOWN])


def judge(situation: Situation, lexicons: Lexicons | None = None) -> Judgement:
    """Whether a sentence is critical, by cues and rules alone.

    Args:
        situation: the sentence.
        lexicons: the cues; those that come with the package if not given.
    """
    weighed = weigh(situation, lexicons)
    if not weighed.parts:
        return UNREMARKABLE
    reasons = weighed.reasons()
    score = 1 / (1 + math.exp(-weighed.total))
    is_critical = bool(reasons) and score >= THRESHOLD
    leans = not is_critical or leaning(weighed.sight)
    return Judgement(
        is_critical, stance(weighed.sight) if is_critical else None, round(score, 4), reasons, leans
    )


def weigh(situation: Situation, lexicons: Lexicons | None = None) -> Weighed:
    """The cues and rules of a sentence with their weights.

    Args:
        situation: the sentence.
        lexicons: the cues; those that come with the package if not given.
    """
    sight = look(situation, lexicons or cues.shipped())
    total, parts = BASE, []
    if sight.hits:
        damping = _reported(sight)
        for hit in once(sight.hits):
            weight = hit.cue.weight * (damping if hit.cue.kind in EVALUATES else 1.0)
            total += weight
            parts.append((hit.text, weight))
    for name, rule in RULES + RULES_ON_EVALUATION if sight.is_evaluative else RULES:
        weight = rule(sight)
        if weight:
            total += weight
            parts.append((name, weight))
    return Weighed(sight, total, tuple(parts))


def settled(block: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of a block, where a critical sentence in which nothing leans takes its stance from the next.

    The nearest critical sentence that leans decides, of two as near the one before: a judgement is often followed
    by a sentence that only goes on. Without one the stance stays as it is.
    """
    sure = [k for k, one in enumerate(block) if one.is_critical and one.leans]
    if not sure or all(one.leans for one in block):
        return list(block)
    made = list(block)
    for k, one in enumerate(block):
        if one.is_critical and not one.leans:
            nearest = min(sure, key=lambda other: (abs(other - k), other))
            made[k] = one._replace(stance=block[nearest].stance)
    return made


def stance_of(judgements: Iterable[Judgement]) -> Stance | None:
    """The stance of a block: where most of its critical sentences lean, None if none is critical.

    It is mixed where the other side has more than a quarter; a mixed sentence counts half for each side.
    """
    found = [judgement.stance for judgement in judgements if judgement.is_critical]
    if not found:
        return None
    positive = (found.count("positive") + found.count("mixed") / 2) / len(found)
    if 0.25 < positive < 0.75:
        return "mixed"
    return "positive" if positive > 0.5 else "negative"


# Rules: each gives the weight that it adds, 0 where it does not hold


def _reported(sight: Sight) -> float:
    """Factor for evaluation that is somebody else's: the sentence reports what others think.

    An attribution ("she argues that …") before which no first person stands takes half the weight off. A
    note-taker who reports in order to object is then known by other cues only.
    """
    if "attribution" in sight.kinds and "first_person_stance" not in sight.kinds:
        return 0.5
    return 1.0


_OPENS = re.compile('[“「『"]')
_QUOTATION = re.compile('(?<=“)[^”]+(?=”)|(?<=「)[^」]+(?=」)|(?<=『)[^』]+(?=』)|(?<=")[^"]+(?=")')


def follows_critique(sight: Sight) -> float:
    """The sentence before judges: critique comes in runs.

    Only that sentence's own cues count, those in quotation marks left out, so that a run without cues dies
    out after one sentence.
    """
    if not sight.before:
        return 0.0
    before = sight.before
    if _OPENS.search(before):
        before = _QUOTATION.sub(lambda found: BLANK * len(found[0]), before)
    _, hits, _, is_evaluative = found(before, sight.lexicons)
    if not is_evaluative:
        return 0.0
    n_evaluations = sum(hit.cue.kind in EVALUATES for hit in hits)
    return (0.0, 0.8, 1.2)[min(n_evaluations, 2)]


_WONDERS = re.compile(r"什么|如何|怎样|哪[些里个种]|多少|是谁|\b(?:what|which|when|where)\b")
_OBJECTS = frozenset(
    {"rhetorical_question", "doubt", "evidence_demanded", "irony", "contradiction", "evaluation", "conduct"}
)


def objecting_question(sight: Sight) -> float:
    """A question that carries a judgement objects; one that only asks what or which wonders.

    Questions whose objection lies in the context alone count as wondering.
    """
    if "？" not in sight.text and "?" not in sight.text:
        return 0.0
    if not sight.kinds.isdisjoint(_OBJECTS):
        return 0.7
    return -0.4 if _WONDERS.search(sight.text) else 0.3


def exclamation(sight: Sight) -> float:
    """An exclamation mark on an evaluation; without evaluation it is mere liveliness."""
    return 0.4 if "！" in sight.text or "!" in sight.text else 0.0


def verdict(sight: Sight) -> float:
    """A few words with an evaluation among them are nothing else, all the more right after a quote."""
    if len(sight.text) > 45 or (len(sight.text) > 14 and cues.HAN.search(sight.text)):
        return 0.0
    return 0.8 if sight.after_quote and not sight.before else 0.5


def own_evaluation(sight: Sight) -> float:
    """First person stance together with an evaluation. Alone, "I think" may introduce a plain inference."""
    return 0.5 if "first_person_stance" in sight.kinds else 0.0


_WORK = re.compile(
    r"[书写读]|看(?![来法])|作[者品]|译者|小说|文[章笔]|情节|结局|\b(?:book|author|writing|writer|prose|novel|essay|read|story)\b"
)


def on_the_work(sight: Sight) -> float:
    """An evaluation in a sentence on a work, its author or the reading of it is the note-taker's as a rule.

    One on what happens in the work may be its own.
    """
    return 0.5 if _WORK.search(sight.text) else 0.0


_GRADED = frozenset({"evaluation", "conduct", "affect"})
_COPULA = re.compile(
    r"\b(?:is|are|was|were|be|been|seems?|so|very|quite|utterly|truly|really|absolutely|too|rather|an?)\s$"
)
_CLAUSE_ENDS = re.compile(r"(?:了|的|之极|至极|啊|呢|吧)*(?:[，。；！？、…）)]|$)")


def predicated(sight: Sight) -> float:
    """An evaluation that a clause ends on, or after a form of "be", is asserted rather than mentioned.

    Attributes that carry the assertion ("his shallow reading fails") are passed over.
    """
    text = sight.text
    for hit in sight.hits:
        if hit.cue.kind in _GRADED:
            if hit.text.isascii():
                if _COPULA.search(text, max(hit.start - 12, 0), hit.start):
                    return 0.4
            elif _CLAUSE_ENDS.match(text, hit.end):
                return 0.3
    return 0.0


def concession(sight: Sight) -> float:
    """Concession and evaluation in one sentence: weighing one side against the other.

    The turn itself ("but", 但) is common in report, hence the evaluation that must stand beside it.
    """
    return 0.4 if "concession" in sight.kinds else 0.0


_ASSERTS = re.compile(r"(?:是[^，。]{1,20}的|[啊呢吧嘛呀])[。！？…）)]*$")
_TAIL = 26


def emphatic_ending(sight: Sight) -> float:
    """是…的 and final particles mark an assertion as the speaker's own (吕叔湘 1980)."""
    text = sight.text
    return 0.4 if not text.isascii() and _ASSERTS.search(text, max(len(text) - _TAIL, 0)) else 0.0


def enumeration(sight: Sight) -> float:
    """Enumerations and glosses in brackets report, unless they pile up evaluations."""
    if sight.is_evaluative:
        return 0.0
    return -0.4 if sight.text.startswith(("（", "(")) or sight.text.count("、") > 1 else 0.0


Rule = Callable[[Sight], float]
RULES: tuple[tuple[str, Rule], ...] = (
    ("rule:follows_critique", follows_critique),
    ("rule:objecting_question", objecting_question),
    ("rule:emphatic_ending", emphatic_ending),
    ("rule:enumeration", enumeration),
)
RULES_ON_EVALUATION: tuple[tuple[str, Rule], ...] = (
    ("rule:exclamation", exclamation),
    ("rule:verdict", verdict),
    ("rule:own_evaluation", own_evaluation),
    ("rule:on_the_work", on_the_work),
    ("rule:predicated", predicated),
    ("rule:concession", concession),
)
"""Tried only where a cue evaluates."""
