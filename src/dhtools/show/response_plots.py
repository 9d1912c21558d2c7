"""How quotes are answered: the ladder of responses, and the length of answers book by book."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dhtools.measure import relation
from dhtools.show import canvas, fonts
from dhtools.show.canvas import COMMENTARY, OTHER, QUOTE, STANCES, NothingToShowError, measured
from dhtools.summary import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dhtools.corpus import Corpus


class Rung(NamedTuple):
    """A row of the ladder: a bar, or where there is no count a heading."""

    label: str
    count: int | None = None
    colour: str = ""


def response_ladder(given: Corpus | pd.DataFrame, ax: Axes | Figure | None = None) -> Axes:
    """How many quotes are answered, how soon and how, each as a share of all quotes.

    Only quotes set off from the text are counted.

    Args:
        given: a corpus, or a table such as `dhtools.measure.relation.responses` returns: columns
            `post_id`, `is_paired`, `is_answered`, `latency`, `is_criticised`, `stance`, a row a quote.
        ax: where to draw; an empty figure gets the size that it needs; a new figure if not given.

    Raises:
        NothingToShowError: there is no quote.
    """
    quotes = measured(given, relation.responses)
    if quotes.empty:
        raise NothingToShowError("there is no quote to answer")
    rungs = _rungs(quotes)
    with fonts.style():
        ax = canvas.axes(ax, height=0.4 * len(rungs), below=1.3)
        ax.set(xlim=(0, len(quotes) * 1.02), ylim=(len(rungs) - 0.4, -0.6))
        labels = [rung.label if rung.count is not None else "" for rung in rungs]
        ax.set_yticks(range(len(rungs)), labels)
        for y, rung in enumerate(rungs):
            _draw(ax, y, rung, len(quotes))
        canvas.title(ax, _finding(quotes))
        canvas.frame(ax, "quotes 引文条数")
        canvas.legend(ax, [], _notes(quotes))
    return ax


def _rungs(quotes: pd.DataFrame) -> list[Rung]:
    answers, others = quotes[quotes["is_answered"]], quotes[~quotes["is_answered"]]
    critique = answers[answers["is_criticised"]]
    n_soon, n_paired = int((answers["latency"] <= 1).sum()), int(others["is_paired"].sum())
    stances = critique["stance"].value_counts()
    return [
        Rung("quotes set off 独立引文", len(quotes), QUOTE),
        Rung("not answered 无回应", n_paired, QUOTE),
        Rung("cannot tell 无从判断", len(others) - n_paired, OTHER),
        Rung("answered 有回应", len(answers), COMMENTARY),
        Rung("how soon 多久回应"),
        Rung("in the next block 紧接着", n_soon, COMMENTARY),
        Rung("in a later block 更晚", len(answers) - n_soon, COMMENTARY),
        Rung("how 如何回应"),
        *(
            Rung(f"critique, {name}", int(stances.get(stance, 0)), colour)
            for stance, (name, colour) in STANCES.items()
        ),
        Rung("no judgement 未作评判", len(answers) - len(critique), COMMENTARY),
    ]


def _draw(ax: Axes, y: int, rung: Rung, n_quotes: int) -> None:
    if rung.count is None:
        canvas.write(ax, 0, y, rung.label, (-6, 0), ha="right", va="center", color=canvas.GREY)
        return
    ax.barh(y, rung.count, 0.68, color=rung.colour)
    text = f"{rung.count:,} ({canvas.percent(rung.count / n_quotes)})"
    canvas.write(ax, rung.count, y, text, (5, 0), va="center")


def _finding(quotes: pd.DataFrame) -> str:
    answered, criticised = (f"{quotes[name].mean():.0%}" for name in ("is_answered", "is_criticised"))
    n = counted("quotes", len(quotes))
    return f"{answered} of the quotes are answered, {criticised} with critique (n = {n})"


def _notes(quotes: pd.DataFrame) -> list[str]:
    posts = counted("posts", quotes["post_id"].nunique())
    notes = [f"n = {counted('quotes', len(quotes))} set off from the text, in {posts}."]
    if quotes["is_paired"].all():
        return notes
    return [*notes, "Cannot tell: the post keeps quotes and commentary apart."]
