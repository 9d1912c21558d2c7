"""A class of labellers, simulated: to try the way from labels to scores before people have labelled.

Nothing found on simulated labels says anything of people or of posts. Above all, these labellers err
independently of each other, as people do not, who stumble over the same hard sentences: a majority of three
mends more here than in a class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from dhtools.export import label_sheets
from dhtools.records import STANCES


class Habit(NamedTuple):
    """How a simulated labeller errs, as probabilities."""

    misses: float
    """That a critical sentence is called uncritical."""
    invents: float
    """That an uncritical sentence is called critical."""
    turns: float
    """That another stance is given than the true one."""
    skips: float
    """That a sentence gets no label."""


CLASS = {
    "careful": Habit(misses=0.05, invents=0.03, turns=0.05, skips=0.0),
    "strict": Habit(misses=0.05, invents=0.15, turns=0.10, skips=0.0),
    "hasty": Habit(misses=0.25, invents=0.05, turns=0.15, skips=0.1),
}
"""Three labellers named after their habits: one sees nearly all as it is, one sees critique where there is
none, one overlooks it and leaves gaps."""


def simulated_class(
    sheet: pd.DataFrame, truth: pd.DataFrame, habits: Mapping[str, Habit] = CLASS, seed: int = 20
) -> pd.DataFrame:
    """Labels a sheet as several labellers might who know the truth and err at random.

    Args:
        sheet: columns as in `dhtools.export.label_sheets`.
        truth: columns `sentence_id`, `critical`, `stance`, one row a sentence; sentences of which it says
            nothing get no label.
        habits: how each labeller errs, by name.
        seed: the same seed makes the same labels of the same sheet.

    Returns:
        The rows of the sheet for one labeller after the other, filled in.
    """
    random = np.random.default_rng(seed)
    known = truth.set_index("sentence_id").reindex(sheet["sentence_id"])
    labels = [_labelled(sheet, known, name, habit, random) for name, habit in habits.items()]
    return label_sheets.shaped(pd.concat(labels))


def _labelled(
    sheet: pd.DataFrame, known: pd.DataFrame, name: str, habit: Habit, random: np.random.Generator
) -> pd.DataFrame:
    errs, turns, skips = random.random((3, len(sheet)))
    is_critical = known["critical"].fillna(False).to_numpy(bool)
    says = is_critical ^ (errs < np.where(is_critical, habit.misses, habit.invents))
    stance = known["stance"].to_numpy(object, na_value=None)
    others = [[other for other in STANCES if other != own] for own in stance]
    turned = np.array([random.choice(names) for names in others], object)
    is_turned = (turns < habit.turns) | ~is_critical
    critical = pd.array(says, "boolean")
    critical[known["critical"].isna().to_numpy() | (skips < habit.skips)] = pd.NA
    given = np.where(critical.fillna(False), np.where(is_turned, turned, stance), None)
    return sheet.assign(critical=critical, stance=given, labeller=name)
