"""Writes docs/statistics.md: how often the statistics are wrong, on corpora with a known truth.

`tests/simulated.py` draws the corpora. The same seed gives the same page; two cores take some minutes.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats as scipy_stats
from statsmodels.genmod.cov_struct import Exchangeable
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.genmod.generalized_linear_model import GLM

import dhtools
from dhtools.measure import intervals, models, scores, stats

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import simulated  # noqa: E402
from simulated import TERMS, Truth  # noqa: E402

PAGE = Path(__file__).with_name("statistics.md.in")
SEED = 20
DRAWS, SHUFFLES = 1000, 199
"""Draws and shuffles of each corpus: fewer than by default, which makes no difference on average."""
UNEVEN = 1.5
"""Spread of the sizes of posts in real folders: one post in twenty has 70 quotes or more."""
SIZES = (10, 15, 30, 60)
MODELLED = (
    ("15", Truth(n_posts=15)),
    ("20", Truth(n_posts=20)),
    ("40", Truth(n_posts=40)),
    ("80", Truth(n_posts=80)),
    ("30, very uneven", Truth(n_posts=30, size_spread=UNEVEN)),
    ("60, very uneven", Truth(n_posts=60, size_spread=UNEVEN)),
    ("40, critique rare", Truth(n_posts=40, base=-3.0)),
)
EFFECTS = {"log_length": (0.2, 0.4), "is_abridged": (0.7, 1.4), "has_page": (0.7, 1.4)}
"""Log odds: 0.7 doubles the odds and 1.4 makes them four times as large."""


def main() -> int:
    """Writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=int, default=400, help="corpora drawn for each line of a table")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "statistics.md")
    options = parser.parse_args()
    options.out.write_text(page(options.corpora), encoding="utf-8")
    return 0


def page(n_corpora: int) -> str:
    """The page as Markdown, from so many corpora a line."""
    tables = {"coverage": coverage, "alarms": alarms, "power": power, "shuffles": shuffles}
    return filled(n_corpora, {name: _markdown(made(n_corpora)) for name, made in tables.items()})


def filled(n_corpora: int, tables: dict[str, str]) -> str:
    """The page with its tables, given as Markdown."""
    error = 100 * np.sqrt(0.05 * 0.95 / n_corpora)
    return PAGE.read_text(encoding="utf-8").format(
        version=dhtools.__version__,
        n_corpora=n_corpora,
        seed=SEED,
        error=f"{error:.1f}",
        least=intervals.LEAST,
        least_model=models.LEAST,
        least_with=models.LEAST_WITH,
        least_of_either=models.LEAST_OF_EITHER,
        spare=models.SPARE,
        **tables,
    )


def corpora(truth: Truth, count: int) -> Iterator[pd.DataFrame]:
    """Quotes of some corpora drawn from a truth."""
    rng = np.random.default_rng(SEED)
    for _ in range(count):
        yield simulated.features(truth, rng).rename(columns={"post": "post_id", "book": "book_id"})


def coverage(count: int) -> Iterator[dict[str, str]]:
    """How often intervals of the share of criticised quotes hold the truth."""
    for uneven in (Truth().size_spread, UNEVEN):
        for n_posts in SIZES:
            truth = Truth(n_posts=n_posts, posts_per_book=1, book_spread=0, size_spread=uneven)
            held = pd.DataFrame([_held(quotes, _rate(truth)) for quotes in corpora(truth, count)]).mean()
            sizes = "very uneven" if uneven == UNEVEN else "uneven"
            yield {"posts": str(n_posts), "sizes of posts": sizes} | _percent(held)


def _rate(truth: Truth) -> float:
    """The share of criticised quotes over all posts that could be written."""
    mood = np.random.default_rng(SEED).normal(truth.base, truth.post_spread, 1_000_000)
    return float((1 / (1 + np.exp(-mood))).mean())


def _held(quotes: pd.DataFrame, rate: float) -> dict[str, bool]:
    by_post = quotes.groupby("post_id")["is_criticised"].agg(["sum", "size"]).to_numpy(float)
    above, below = by_post.T
    drawn = scores.drawn_again(len(by_post), DRAWS) @ by_post
    bounds = {
        "dhtools": intervals.of_ratio(above, below, DRAWS)[1:],
        "percentiles": scores.bounds(drawn[:, 0] / drawn[:, 1]),
        "BCa": _bca(above, below),
        "rows drawn": _of_rows(above.sum(), below.sum()),
    }
    return {name: low <= rate <= high for name, (low, high) in bounds.items()}


def _bca(above: np.ndarray, below: np.ndarray) -> tuple[float, float]:
    def ratio(above: np.ndarray, below: np.ndarray, axis: int) -> np.ndarray:
        return above.sum(axis=axis) / below.sum(axis=axis)

    found = scipy_stats.bootstrap(
        (above, below), ratio, paired=True, n_resamples=DRAWS, rng=np.random.default_rng(SEED)
    ).confidence_interval
    return found.low, found.high


def _of_rows(n_yes: float, n: float) -> tuple[float, float]:
    """What drawing rows gives: the share of as many rows, each yes with the share found."""
    low, high = scipy_stats.binom.ppf([0.025, 0.975], n, n_yes / n) / n
    return float(low), float(high)


def alarms(count: int) -> Iterator[dict[str, str]]:
    """How often a model finds an effect where there is none."""
    for name, truth in MODELLED:
        p = [
            {
                "dhtools": stats.model(quotes)["p"],
                "usual GEE": _usual(quotes),
                "posts ignored": _ignoring(quotes),
            }
            for quotes in corpora(truth, count)
        ]
        ours = pd.DataFrame([one["dhtools"] for one in p])
        pooled = {who: _share(np.concatenate([one[who] for one in p])) for who in p[0]}
        worst = max(_share(ours[term]) for term in TERMS)
        found = {"not told": ours.isna().to_numpy().mean(), "dhtools": pooled.pop("dhtools")}
        found |= {"dhtools, worst term": worst} | pooled
        yield {"posts": name} | _percent(found)


def _share(p: Iterable[float]) -> float:
    """The share of p that are 0.05 or below among those that there are."""
    known = np.array(p, float)
    known = known[~np.isnan(known)]
    return float((known <= 0.05).mean()) if len(known) else np.nan


def _usual(quotes: pd.DataFrame) -> np.ndarray:
    """The p of each term with the usual covariance and the normal distribution."""
    return _p_of(
        quotes,
        lambda *given: GEE(*given, quotes["post_id"], family=Binomial(), cov_struct=Exchangeable()).fit(),
    )


def _ignoring(quotes: pd.DataFrame) -> np.ndarray:
    """The p of each term if each quote stood for itself."""
    return _p_of(quotes, lambda *given: GLM(*given, family=Binomial()).fit())


def _p_of(quotes: pd.DataFrame, fit: Callable) -> np.ndarray:
    terms = quotes[list(TERMS)].astype(float).assign(intercept=1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = fit(quotes["is_criticised"].astype(float), terms)
    return found.pvalues[list(TERMS)].to_numpy()


def power(count: int) -> Iterator[dict[str, str]]:
    """How often the model finds an effect that is there."""
    for term, effects in EFFECTS.items():
        for effect in effects:
            found = {}
            for n_posts in (20, 40, 80):
                truth = Truth(n_posts=n_posts, effects={term: effect})
                p = [stats.model(quotes).loc[term, "p"] for quotes in corpora(truth, count)]
                found[f"{n_posts} posts"] = float((np.array(p) <= 0.05).mean())
            yield {"term": f"`{term}`", "true odds ratio": f"{np.exp(effect):.1f}"} | _percent(found)


def shuffles(count: int) -> Iterator[dict[str, str]]:
    """How often a permutation test, and one that takes quotes for independent, finds a difference."""
    for n_posts in (10, 20, 40):
        for effect in (0.0, 1.4):
            truth = Truth(n_posts=n_posts, effects={"is_abridged": effect})
            p = pd.DataFrame([_tested(quotes) for quotes in corpora(truth, count)])
            kind = f"odds ratio {np.exp(effect):.0f}" if effect else "none"
            yield {"posts": str(n_posts), "effect of `is_abridged`": kind} | _percent(p.apply(_share))


def _tested(quotes: pd.DataFrame) -> dict[str, float]:
    table = pd.crosstab(quotes["is_abridged"], quotes["is_criticised"])
    return {
        "`permutation`": stats.permutation(quotes, "is_criticised", "is_abridged", n=SHUFFLES).p,
        "Fisher's test of the rows": scipy_stats.fisher_exact(table).pvalue
        if table.shape == (2, 2)
        else np.nan,
    }


def _percent(shares: pd.Series | dict[str, float]) -> dict[str, str]:
    return {str(name): f"{100 * share:.1f}" for name, share in shares.items()}


def _markdown(rows: Iterable[dict[str, str]]) -> str:
    """Rows as a Markdown table, figures to the right."""
    rows = list(rows)
    names: Sequence[str] = list(rows[0])
    lines = [names, ["---:" if name not in ("term", "sizes of posts") else "---" for name in names]]
    lines += [[row[name] for name in names] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
