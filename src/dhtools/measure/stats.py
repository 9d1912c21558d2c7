"""Whether a difference between quotes or posts is more than these posts happen to show.

`interval` says how much a measure owes to the posts it was taken from; `permutation` whether two groups differ
by more than chance deals out; `effect_size` by how much; `model` which features of a quote go with an answer
or with critique, all others being equal; `false_discovery` what is left of many such questions; `enough`
whether there are posts enough to ask. `docs/statistics.md` shows on simulated corpora how often each is
wrong.
"""

from __future__ import annotations

from dhtools.measure.discovery import false_discovery
from dhtools.measure.effects import effect_size
from dhtools.measure.intervals import Interval, enough, interval
from dhtools.measure.models import model
from dhtools.measure.permutations import Permutation, permutation

__all__ = [
    "Interval",
    "Permutation",
    "effect_size",
    "enough",
    "false_discovery",
    "interval",
    "model",
    "permutation",
]
