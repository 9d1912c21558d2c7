"""What was learned, in lines for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dhtools.summary import counted

if TYPE_CHECKING:
    from dhtools.measure.learning import Learned


def lines(made: Learned) -> Iterator[str]:
    """What a model was trained on and how it did on what it had not seen."""
    about = made.model.about
    yield f"trained on {counted('sentences', about['n_sentences'])}, {about['n_critical']:,} of them critical"
    if made.n_open:
        yield f"left out: {counted('sentences', made.n_open)} that labellers dispute without a majority"
    if made.n_lost:
        yield f"left out: {counted('sentences', made.n_lost)} that are not in these posts any more"
    left_out = about["left_out"]
    yield (
        f"each of {about['n_groups']} groups left out in turn: F1 {left_out['f1']:.2f}, "
        f"precision {left_out['precision']:.2f}, recall {left_out['recall']:.2f}, "
        f"Brier score {left_out['brier']:.3f}"
    )
    yield f"{'group':40s} {'sentences':>9s} {'critical':>8s} {'F1':>5s}"
    for row in made.by_group.itertuples():
        yield f"{str(row.group)[:40]:40s} {row.n_sentences:9,d} {row.n_critical:8,d} {row.f1:5.2f}"
