"""The statistics, against known answers and on corpora with a known truth (see simulated.py)."""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats as scipy_stats
from statsmodels.genmod.cov_struct import Exchangeable
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests

import simulate
import simulated
from dhtools.measure import intervals, models, scores, stats
from simulated import TERMS, Truth


def corpora(truth, count, seed=20):
    """Quotes of some corpora drawn from a truth, with the names that the tables of dhtools have."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield simulated.features(truth, rng).rename(columns={"post": "post_id", "book": "book_id"})


def one_corpus(**truth):
    return next(corpora(Truth(**truth), 1))


# Intervals


def test_a_ratio_of_sums_is_drawn_by_post():
    sums = pd.DataFrame({"post_id": range(12), "above": [1.0, 0, 2] * 4, "below": [2.0, 1, 3] * 4})
    draws = scores.drawn_again(12, 500, 3) @ sums[["above", "below"]].to_numpy()
    low, high = np.percentile(draws[:, 0] / draws[:, 1], intervals.percentiles(12))
    found = stats.interval(sums, ("above", "below"), n=500, seed=3)
    assert found[:5] == (0.5, low, high, 12, 12)
    assert (found.n, found.seed, found.note) == (500, 3, None)


def test_a_mean_is_the_same_by_name_and_by_function():
    quotes = one_corpus()
    by_name = stats.interval(quotes, "is_abridged", n=300)
    by_function = stats.interval(quotes, lambda rows: rows["is_abridged"].mean(), n=300)
    assert by_function[:3] == pytest.approx(by_name[:3])


def test_where_each_row_is_a_post_the_interval_is_that_of_scipy():
    values = np.random.default_rng(20).exponential(size=400)
    found = stats.interval(pd.DataFrame({"post_id": range(400), "value": values}), "value", n=4000)
    other = scipy_stats.bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(20)
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.01)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another():
    quotes = one_corpus()
    first, again, other = (stats.interval(quotes, "is_criticised", seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)


def test_missing_values_are_no_rows():
    quotes = pd.DataFrame({"post_id": list("aab"), "value": pd.array([True, None, False], "boolean")})
    assert stats.interval(quotes, "value")[:5] == (
        0.5,
        pytest.approx(np.nan, nan_ok=True),
        pytest.approx(np.nan, nan_ok=True),
        2,
        2,
    )


def test_nine_posts_are_too_few_and_ten_are_not():
    nine, ten = (
        stats.interval(
            pd.DataFrame({"post_id": range(n), "value": [0.0, 1, 0, 1, 1, 0, 1, 0, 0, 1][:n]}), "value"
        )
        for n in (9, 10)
    )
    assert np.isnan(nine.low)
    assert nine.note == "too few clusters to say: 9, and at least 10 are needed"
    assert ten.low < ten.estimate < ten.high
    assert ten.note is None


def test_posts_that_are_all_alike_have_no_interval():
    found = stats.interval(pd.DataFrame({"post_id": range(30), "is_answered": False}), "is_answered")
    assert found.estimate == 0
    assert np.isnan([found.low, found.high]).all()
    assert found.note == "every draw gives the same value, so drawing again says nothing of its doubt"


def test_an_interval_says_itself_in_a_sentence():
    quotes = pd.DataFrame({"post_id": range(12), "value": [0.0, 1] * 6})
    assert str(stats.interval(quotes, "value", n=100)) == (
        "0.5 (95 % interval 0.25 to 0.833; 12 rows, 12 post_id, 100 draws, seed 20)"
    )
    assert str(stats.interval(quotes.head(4), "value")) == (
        "0.5 (no interval: too few clusters to say: 4, and at least 10 are needed; 4 rows, 4 post_id)"
    )


@pytest.mark.parametrize(
    ("statistic", "cluster", "message"),
    [
        ("weight", "post_id", "columns missing: weight; there are post_id, value"),
        ("value", "book_id", "columns missing: book_id; there are post_id, value"),
        ("value", "post_id", "cluster='post_id' is missing in 1 rows: drop them first"),
    ],
)
def test_what_an_interval_cannot_be_made_of_is_named(statistic, cluster, message):
    with pytest.raises(ValueError, match=message):
        stats.interval(pd.DataFrame({"post_id": ["a", None], "value": [1, 2]}), statistic, cluster=cluster)


def test_intervals_over_posts_hold_the_truth_and_over_rows_they_do_not():
    truth = Truth(n_posts=15, posts_per_book=1, book_spread=0, median_quotes=12, post_spread=1.5)
    mood = np.random.default_rng(1).normal(truth.base, truth.post_spread, 200_000)
    rate = (1 / (1 + np.exp(-mood))).mean()
    by_post = by_row = 0
    for quotes in corpora(truth, 100):
        found = stats.interval(quotes, "is_criticised", n=400)
        naive = stats.interval(quotes.assign(row=range(len(quotes))), "is_criticised", "row", n=400)
        by_post += found.low <= rate <= found.high
        by_row += naive.low <= rate <= naive.high
    assert by_post >= 88
    assert by_row <= 65


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((10,), None),
        ((9,), "too few posts to say: 9, and at least 10 are needed"),
        ((40, 3), "too few books to say: 3, and at least 10 are needed"),
        (
            (2, 1),
            "too few posts to say: 2, and at least 10 are needed; "
            "too few books to say: 1, and at least 10 are needed",
        ),
    ],
)
def test_enough_says_what_is_too_few(counts, said):
    assert stats.enough(*counts) == said


# False discovery


def test_q_is_that_of_statsmodels_and_missing_p_are_no_questions():
    p = pd.Series([0.001, 0.04, np.nan, 0.03, 0.8], index=list("abcde"))
    _, others, *_ = multipletests(p.dropna(), method="fdr_bh")
    assert stats.false_discovery(p).dropna().tolist() == pytest.approx(others.tolist())
    assert stats.false_discovery(p).isna().tolist() == [False, False, True, False, False]


def test_a_p_that_is_none_is_named():
    with pytest.raises(ValueError, match=r"p=\[1.2\] is not between 0 and 1"):
        stats.false_discovery([0.2, 1.2])


# Permutation


def test_p_is_the_share_of_all_ways_to_deal_out_the_labels():
    values, size = [1.0, 2, 4, 7, 11, 3], 6
    table = pd.DataFrame({"value": values, "group": [0, 0, 0, 1, 1, 0]})
    found = stats.permutation(table, "value", "group", within=None, cluster=None, n=20_000)
    means = [
        np.mean([values[k] for k in chosen]) - np.mean([values[k] for k in range(size) if k not in chosen])
        for chosen in combinations(range(size), 2)
    ]
    assert found.difference == pytest.approx(9 - 2.5)
    assert found.p == pytest.approx(np.mean(np.abs(means) >= 6.5), abs=0.01)
    assert found.note == "labels can be dealt out in 15 ways only, so p cannot be small"


def test_without_strata_p_is_that_of_scipy():
    rng = np.random.default_rng(20)
    table = pd.DataFrame({"value": rng.normal(size=60), "group": np.arange(60) % 3 == 0})
    table.loc[table["group"], "value"] += 0.6
    one, other = (table.loc[table["group"] == is_in, "value"] for is_in in (True, False))
    found = stats.permutation(table, "value", "group", within=None, cluster=None)
    theirs = scipy_stats.permutation_test(
        (one, other), lambda a, b: a.mean() - b.mean(), n_resamples=4999, vectorized=False, rng=rng
    )
    assert found.difference == pytest.approx(theirs.statistic)
    assert found.p == pytest.approx(theirs.pvalue, abs=0.02)


def test_labels_that_differ_within_posts_are_shuffled_within_them():
    table = pd.DataFrame({
        "book_id": list("xxxxxxxx"),
        "post_id": list("aaaabbbb"),
        "is_abridged": [True, False, False, False, True, True, True, True],
        "value": [0, 0, 0, 0, 1, 1, 1, 1],
    })  # fmt: skip
    found = stats.permutation(table, "value", "is_abridged")
    assert (found.difference, found.p) == (0, 1)
    assert (found.unit, found.strata) == ("rows", "book_id and post_id")
    assert (found.n_rows, found.n_units, found.n_strata) == (4, 4, 1)


def test_labels_of_whole_posts_are_shuffled_by_post_within_the_book():
    table = pd.DataFrame({
        "book_id": ["x"] * 5 + ["y"] * 2 + [None],
        "post_id": list("aabbcdde"),
        "is_late": [False, False, True, True, True, False, False, True],
        "value": [1, 0, 1, 0, 1, 1, 1, 1],
    })  # fmt: skip
    found = stats.permutation(table, "value", "is_late")
    assert found.difference == pytest.approx(0.75 - 0.5)
    assert (found.unit, found.strata) == ("post_id", "book_id")
    assert (found.n_rows, found.n_units, found.n_strata, found.n_left_out) == (5, 3, 1, 1)


def test_without_a_book_that_has_both_groups_nothing_is_told():
    table = pd.DataFrame({"book_id": [1, 2], "post_id": [1, 2], "is_late": [False, True], "value": [0, 1]})
    found = stats.permutation(table, "value", "is_late")
    assert np.isnan([found.difference, found.p]).all()
    assert str(found) == "True less False: not told (nothing to compare: no stratum has both groups)"


def test_a_corpus_without_an_abridged_quote_is_no_error():
    quotes = one_corpus().assign(is_abridged=False)
    assert np.isnan(stats.permutation(quotes, "is_criticised", "is_abridged").p)
    found = stats.effect_size(quotes, "is_criticised", "is_abridged")
    assert found["estimate"].isna().all()
    assert found["note"].tolist() == ["only 0 post_id have one of the groups, and at least 5 are needed"] * 2


def test_a_test_says_itself_in_a_sentence():
    table = pd.DataFrame({"value": [0, 0, 1, 1] * 3, "group": ["early", "late"] * 6})
    assert str(stats.permutation(table, "value", "group", within=None, cluster=None, n=99)) == (
        "late less early: 0, p = 1 (12 rows shuffled within 1 table, 99 times, seed 20)"
    )


def test_three_groups_are_refused():
    table = pd.DataFrame({"value": [0, 0, 1], "group": ["a", "b", "c"]})
    with pytest.raises(ValueError, match=r"group='group' has the values \['a', 'b', 'c'\]: two are compared"):
        stats.permutation(table, "value", "group", within=None, cluster=None)


def test_shuffling_within_posts_finds_what_is_there_and_nothing_else():
    truth = Truth(n_posts=30, effects={"is_abridged": 2.0})
    p = pd.DataFrame([
        {term: stats.permutation(quotes, "is_criticised", term, n=199).p for term in ("is_abridged", "has_page")}
        for quotes in corpora(truth, 50)
    ])  # fmt: skip
    found = (p <= 0.05).mean()
    assert found["is_abridged"] >= 0.8
    assert found["has_page"] <= 0.1


def test_shuffling_within_books_is_not_misled_by_what_books_differ_in():
    alarms = {"book_id": 0, None: 0}
    for quotes in corpora(Truth(n_posts=40, posts_per_book=8, book_spread=2.0, post_spread=0.3), 50):
        # The books read late are the last three, but for one post of each book.
        is_late = (quotes["book_id"] >= 2) != (quotes["post_id"] % 8 == 0)
        for within in alarms:
            found = stats.permutation(
                quotes.assign(is_late=is_late), "is_criticised", "is_late", within, n=199
            )
            alarms[within] += found.p <= 0.05
    assert alarms["book_id"] <= 5
    assert alarms[None] >= 10


# Effect sizes


def test_cliffs_delta_is_that_of_mann_and_whitney():
    quotes = one_corpus()
    yes, no = (quotes.loc[quotes["is_criticised"] == is_so, "n_chars"] for is_so in (True, False))
    u = scipy_stats.mannwhitneyu(yes, no).statistic
    found = stats.effect_size(quotes, "n_chars", "is_criticised").loc["cliffs_delta"]
    assert found["estimate"] == pytest.approx(2 * u / (len(yes) * len(no)) - 1)
    assert found["low"] < found["estimate"] < found["high"]
    assert found[["first", "second", "n_first", "n_second"]].tolist() == [False, True, len(no), len(yes)]


def test_odds_ratio_and_risk_difference_are_those_of_the_table():
    quotes = one_corpus()
    table = pd.crosstab(quotes["is_abridged"], quotes["is_criticised"]).to_numpy()
    found = stats.effect_size(quotes, "is_criticised", "is_abridged")["estimate"]
    shares = table[:, 1] / table.sum(axis=1)
    assert found["odds_ratio"] == pytest.approx(Table2x2(table).oddsratio)
    assert found["risk_difference"] == pytest.approx(shares[1] - shares[0])


def test_an_empty_cell_gets_half_a_row_as_do_the_others():
    table = pd.DataFrame({"post_id": range(6), "value": [0, 0, 1, 1, 1, 1], "group": [0, 0, 0, 1, 1, 1]})
    found = stats.effect_size(table, "value", "group")
    assert found.loc["odds_ratio", "estimate"] == pytest.approx((3.5 * 2.5) / (1.5 * 0.5))
    assert found["note"].tolist() == ["too few post_id to say: 6, and at least 10 are needed"] * 2


def test_a_group_that_four_posts_have_gets_no_interval():
    table = pd.DataFrame({"post_id": range(20), "value": range(20), "group": [1] * 4 + [0] * 16})
    found = stats.effect_size(table, "value", "group").loc["cliffs_delta"]
    assert found["estimate"] == -1
    assert np.isnan(found["low"])
    assert found["note"] == "only 4 post_id have one of the groups, and at least 5 are needed"


def test_intervals_of_an_effect_hold_nothing_where_there_is_nothing():
    held = 0
    for quotes in corpora(Truth(n_posts=25), 50):
        found = stats.effect_size(quotes, "is_criticised", "has_page", n=400).loc["risk_difference"]
        held += found["low"] <= 0 <= found["high"]
    assert held >= 45


# Models


def test_where_each_quote_is_a_post_the_model_is_a_logistic_regression():
    quotes = one_corpus(n_posts=150, median_quotes=1, size_spread=0)
    found = stats.model(quotes, terms=["log_length", "has_page"])
    terms = quotes[["log_length", "has_page"]].astype(float).assign(intercept=1.0)
    other = GLM(quotes["is_criticised"].astype(float), terms, family=Binomial()).fit()
    assert np.log(found["odds_ratio"]).tolist() == pytest.approx(other.params[:2].tolist(), abs=1e-5)


def test_estimates_and_errors_are_those_of_statsmodels():
    quotes = one_corpus(n_posts=40)
    terms = quotes[list(TERMS)].astype(float).assign(intercept=1.0)
    other = GEE(
        quotes["is_criticised"].astype(float),
        terms,
        groups=quotes["post_id"],
        family=Binomial(),
        cov_struct=Exchangeable(),
    ).fit(cov_type="bias_reduced")
    found = stats.model(quotes)
    reach = scipy_stats.t.ppf(0.975, 40 - 5)
    assert np.log(found["odds_ratio"]).tolist() == pytest.approx(other.params[:4].tolist(), abs=1e-4)
    width = np.log(found["high"] / found["low"]) / (2 * reach)
    assert width.tolist() == pytest.approx(other.bse[:4].tolist(), abs=1e-4)
    assert found["q"].tolist() == pytest.approx(stats.false_discovery(found["p"]).tolist())
    assert found["method"].unique().tolist() == [
        "GEE, binomial, exchangeable within post_id, Mancl-DeRouen covariance, t"
    ]
    counts = [len(quotes), quotes["is_criticised"].sum(), 0, 40]
    assert found[["n", "n_yes", "n_left_out", "n_clusters"]].drop_duplicates().to_numpy().tolist() == [counts]


def test_rows_with_a_missing_value_are_left_out_and_counted():
    quotes = one_corpus().astype({"is_book": "boolean"})
    quotes.loc[:6, "is_book"] = pd.NA
    found = stats.model(quotes)
    assert found["n"].tolist() == [len(quotes) - 7] * 4
    assert found["n_left_out"].tolist() == [7] * 4


def test_too_few_posts_give_words_and_no_numbers():
    found = stats.model(one_corpus(n_posts=14, median_quotes=15))
    assert found["note"].tolist() == ["too few post_id to say: 14, and at least 15 are needed"] * 4
    assert found[["odds_ratio", "low", "high", "p", "q", "method"]].isna().all(axis=None)


def test_more_terms_need_more_posts():
    quotes = one_corpus(n_posts=16, median_quotes=20)
    extra = {f"x{k}": np.random.default_rng(k).random(len(quotes)) for k in range(7)}
    found = stats.model(quotes.assign(**extra), terms=list(extra))
    assert found["note"].unique().tolist() == ["too few post_id to say: 16, and at least 17 are needed"]


def test_too_few_criticised_quotes_give_words_and_no_numbers():
    quotes = one_corpus().assign(is_criticised=lambda rows: rows.index < 9)
    found = stats.model(quotes, terms=["log_length"])
    assert found["note"].tolist() == [
        f"too few quotes with or without is_criticised to say: 9 of {len(quotes)} have it"
    ]


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda rows: True, "all quotes are alike in this"),
        (
            lambda rows: rows["post_id"] < 3,
            "only 3 post_id have one kind of quote, and at least 5 are needed",
        ),
        (
            lambda rows: rows["is_criticised"] & (rows.index % 2 == 0),
            "all quotes of one kind came out one way, so the ratio has no bound",
        ),
    ],
)
def test_a_term_that_cannot_be_told_is_left_out_of_the_model_with_a_word(change, note):
    quotes = one_corpus().assign(has_page=change)
    found = stats.model(quotes)
    others = stats.model(quotes, terms=["log_length", "is_abridged", "is_book"])
    assert found["note"].dropna().to_dict() == {"has_page": note}
    assert found["odds_ratio"].dropna().tolist() == others["odds_ratio"].tolist()
    assert np.isnan(found.loc["has_page", "q"])


def test_terms_that_follow_from_each_other_are_refused():
    quotes = one_corpus().assign(length=lambda rows: 2 * rows["log_length"] + 1)
    found = stats.model(quotes, terms=["log_length", "length"])
    assert found["note"].unique().tolist() == [
        "one term follows from the others, so their effects cannot be told apart"
    ]


def test_an_outcome_that_is_a_number_is_refused():
    with pytest.raises(ValueError, match="outcome='n_chars' holds values other than yes and no"):
        stats.model(one_corpus(), outcome="n_chars")


def test_the_model_raises_false_alarms_no_more_often_than_it_says():
    alarms = np.zeros(2)
    for quotes in corpora(Truth(n_posts=18), 50):
        alarms += (stats.model(quotes)["p"] < 0.05).sum(), (_usual_p(quotes) < 0.05).sum()
    ours, usual = alarms / (50 * len(TERMS))
    assert ours <= 0.065
    assert usual >= 0.08


def _usual_p(quotes):
    """The p of the terms with the covariance and the normal distribution that are usual."""
    matrix = quotes[list(TERMS)].astype(float).assign(intercept=1.0)
    outcome = quotes["is_criticised"].astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = GEE(outcome, matrix, quotes["post_id"], family=Binomial(), cov_struct=Exchangeable()).fit()
    return fit.pvalues[:-1]


def test_the_model_finds_an_effect_that_is_there():
    truth = Truth(n_posts=40, effects={"log_length": 0.5})
    tables = [stats.model(quotes) for quotes in corpora(truth, 25)]
    assert np.mean([table.loc["log_length", "p"] < 0.05 for table in tables]) >= 0.8
    assert np.median([table.loc["log_length", "odds_ratio"] for table in tables]) > 1.3


def test_a_model_of_books_takes_books_for_clusters():
    found = stats.model(one_corpus(n_posts=60, posts_per_book=3), cluster="book_id")
    assert found["n_clusters"].tolist() == [20] * 4
    assert models.LEAST <= 20


# The page that says how often they are wrong


def test_the_page_states_the_limits_that_the_code_keeps():
    written = (simulate.ROOT / "docs" / "statistics.md").read_text(encoding="utf-8").splitlines()
    tables = dict.fromkeys(("coverage", "alarms", "power", "shuffles"), "| posts |")
    text = [
        line
        for line in simulate.filled(400, tables).splitlines()
        if not line.startswith(("| posts |", "Made with"))
    ]
    assert [line for line in text if line not in written] == []


def test_each_table_of_the_page_is_made():
    made = [simulate.coverage, simulate.alarms, simulate.power, simulate.shuffles]
    rows = [list(table(1)) for table in made]
    assert [len(table) for table in rows] == [8, 7, 6, 6]
    assert list(rows[3][0]) == [
        "posts",
        "effect of `is_abridged`",
        "`permutation`",
        "Fisher's test of the rows",
    ]
