"""Corpora with a known truth: how often a quote is criticised, and what that depends on.

Quotes stand in posts, posts are about books. Posts differ in length, in how prone their reader is to judge,
and in habits: one gives a page with nearly every quote, another with none. A test that takes quotes for
independent readings finds effects here that there are not.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

TERMS = ("log_length", "is_abridged", "has_page", "is_book")


class Truth(NamedTuple):
    """What a corpus is drawn from; effects are on the scale of log odds."""

    n_posts: int = 40
    posts_per_book: int = 2
    median_quotes: float = 6.0
    size_spread: float = 0.9
    """Of the logarithm of the quotes a post has: at 0.9 one post in twenty has 26 or more."""
    base: float = -1.2
    """Log odds that a quote is criticised, in a middling post."""
    post_spread: float = 1.0
    book_spread: float = 0.5
    effects: Mapping[str, float] = {}
    """By term; those not named have none."""


class Tables(NamedTuple):
    """The tables that measures of responses take."""

    quotes: pd.DataFrame
    commentary: pd.DataFrame
    links: pd.DataFrame


def features(truth: Truth, rng: np.random.Generator) -> pd.DataFrame:
    """Quotes with their features and whether each is criticised, one row a quote."""
    book = np.arange(truth.n_posts) // truth.posts_per_book
    n_quotes = np.exp(rng.normal(np.log(truth.median_quotes), truth.size_spread, truth.n_posts))
    post = np.repeat(np.arange(truth.n_posts), np.maximum(1, np.rint(n_quotes)).astype(int))
    habit = rng.beta(0.4, 0.4, truth.n_posts)[post]
    abridging = rng.beta(0.5, 3, truth.n_posts)[post]
    faithful = rng.beta(6, 1, truth.n_posts)[post]
    length = rng.normal(6, 0.7, truth.n_posts)[post] + rng.normal(0, 0.9, len(post))
    rows = pd.DataFrame({
        "post": post,
        "book": book[post],
        "n_chars": np.rint(2**length).astype(int).clip(4),
        "is_abridged": rng.random(len(post)) < abridging,
        "has_page": rng.random(len(post)) < habit,
        "is_book": rng.random(len(post)) < faithful,
    })  # fmt: skip
    rows["log_length"] = np.log2(rows["n_chars"])
    mood = rng.normal(0, truth.post_spread, truth.n_posts)[post]
    mood += rng.normal(0, truth.book_spread, book.max() + 1)[rows["book"]]
    effects = sum(truth.effects.get(term, 0) * (rows[term] - rows[term].mean()) for term in TERMS)
    rows["is_criticised"] = rng.random(len(post)) < 1 / (1 + np.exp(-(truth.base + mood + effects)))
    return rows


def tables(rows: pd.DataFrame, rng: np.random.Generator) -> Tables:
    """The rows of `features` as tables: a critique answers each criticised quote, other words some others."""
    key = [f"q-{k}" for k in range(len(rows))]
    is_answered = rows["is_criticised"] | (rng.random(len(rows)) < 0.3)
    role = np.where(rows["is_criticised"], "critique", "context")[is_answered]
    quotes = pd.DataFrame({
        "quote_id": key,
        "post_id": [f"p-{k}" for k in rows["post"]],
        "book_id": [f"b-{k}" for k in rows["book"]],
        "form": "block",
        "n_chars": rows["n_chars"],
        "is_abridged": rows["is_abridged"],
        "source": np.where(rows["is_book"], "book", "other_work"),
        "page_start": np.where(rows["has_page"], "46", None),
    })  # fmt: skip
    answers = [f"c-{k}" for k in np.flatnonzero(is_answered)]
    commentary = pd.DataFrame({
        "commentary_id": answers,
        "n_chars": 20,
        "role": role,
        "stance": np.where(role == "critique", "negative", None),
    })  # fmt: skip
    links = pd.DataFrame({
        "quote_id": quotes["quote_id"][is_answered].to_numpy(),
        "commentary_id": answers,
        "relation": "answer",
        "distance": 1,
    })  # fmt: skip
    return Tables(quotes, commentary, links)
