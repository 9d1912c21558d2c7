"""Simulated labellers err as they are told to, and always alike."""

import pandas as pd
import pytest

from dhtools.export import label_sheets
from dhtools.measure import simulation
from judged import ident

TRUTH = label_sheets.shaped(
    pd.DataFrame(
        {
            "sentence_id": [ident("a", f"第{n}句。") for n in range(2000)],
            "critical": [n < 1000 for n in range(2000)],
            "stance": ["negative"] * 1000 + [None] * 1000,
        }
    )
)


def rates(found, name):
    """How often a simulated labeller misses, invents and turns of what he labels, and skips of all."""
    known = TRUTH[["sentence_id", "critical"]].rename(columns={"critical": "truth"})
    own = found[found["labeller"] == name].merge(known, on="sentence_id")
    given = own.dropna(subset="critical")
    true, false = given[given["truth"]], given[~given["truth"]]
    is_turned = true.loc[true["critical"], "stance"] != "negative"
    return [(~true["critical"]).mean(), false["critical"].mean(), is_turned.mean(), 1 - len(given) / len(own)]


def test_simulated_labellers_err_as_often_as_their_habit_says():
    habits = {
        "exact": simulation.Habit(0, 0, 0, 0),
        "contrary": simulation.Habit(0, 1, 1, 0),
        "lazy": simulation.Habit(0.2, 0.1, 0.3, 0.5),
    }
    found = simulation.simulated_class(TRUTH, TRUTH, habits)
    assert rates(found, "exact") == [0, 0, 0, 0]
    assert rates(found, "contrary") == [0, 1, 1, 0]
    assert rates(found, "lazy") == pytest.approx(habits["lazy"], abs=0.05)


def test_a_simulated_class_is_always_the_same_and_labels_only_what_is_known():
    one, same = (simulation.simulated_class(TRUTH, TRUTH.head(5)) for _ in range(2))
    assert one.equals(same)
    assert one["labeller"].unique().tolist() == ["careful", "strict", "hasty"]
    assert one.loc[one["critical"].notna(), "sentence_id"].isin(TRUTH["sentence_id"].head(5)).all()


def test_only_what_is_called_critical_has_a_stance():
    found = simulation.simulated_class(TRUTH, TRUTH)
    assert (found["stance"].notna() == found["critical"].fillna(False)).all()
