"""Conditions on posts, by book, tag, date, language."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from dhtools import subset
from dhtools.subset import Frames
from dhtools.tables import contains

LANGUAGES = ("zh", "en", "mixed")
PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
Date = int | str | dt.date
Period = Date | tuple[Date | None, Date | None]


def select(
    tables: Mapping[str, pd.DataFrame],
    book: str | Sequence[str] | None = None,
    tag: str | Sequence[str] | None = None,
    date: Period | None = None,
    language: str | Sequence[str] | None = None,
) -> Frames:
    """The rows of the posts that all conditions hold for.

    Args:
        tables: all tables by name.
        book: title or `book_id`, or several of them.
        tag: one of these tags.
        date: a year, "2021", "2021-03" or "2021-03-21", or (first, last), either of which may be None.
        language: of the post: zh, en or mixed.

    Returns:
        All tables by name, empty ones if nothing matches.

    Raises:
        ValueError: no book or tag of that name, no such language, or a date that is none.
    """
    if all(condition is None for condition in (book, tag, date, language)):
        return dict(tables)
    posts = tables["posts"]
    wanted = np.ones(len(posts), bool)
    if tag is not None:
        tags = _tags(posts, tag)
        wanted &= np.fromiter((not tags.isdisjoint(own) for own in posts["tags"]), bool, len(posts))
    if date is not None:
        first, end = _period(date)
        wanted &= (posts["date"] >= first).to_numpy() & (posts["date"] < end).to_numpy()
    if language is not None:
        wanted &= contains(posts["language"], _languages(language))
    ids = None if book is None else _book_ids(tables["books"], book)
    kept = subset.of_posts(tables, wanted)
    return kept if ids is None else subset.of_books(kept, ids)


def _tags(posts: pd.DataFrame, tag: str | Sequence[str]) -> set[str]:
    wanted = _several(tag)
    known = {own for tags in posts["tags"] for own in tags}
    for name in wanted:
        if name not in known:
            raise ValueError(f"tag={name!r} is on no post; {near(name, known)}")
    return set(wanted)


def _languages(language: str | Sequence[str]) -> Sequence[str]:
    wanted = _several(language)
    for name in wanted:
        if name not in LANGUAGES:
            raise ValueError(f"language={name!r} is not one of {', '.join(LANGUAGES)}")
    return wanted


def _book_ids(books: pd.DataFrame, book: str | Sequence[str]) -> list[str]:
    """Keys of the books meant, which may be given by key, by title, or by the title up to its colon."""
    found: list[str] = []
    main_titles = books["title"].str.split(r"\s*[:：]", n=1, regex=True).str[0]
    for name in _several(book):
        title = name.strip("《》")
        is_meant = (books["book_id"] == name) | (books["title"] == title) | (main_titles == title)
        if not is_meant.any():
            raise ValueError(f"book={name!r} is not in the corpus; {near(name, books['title'].tolist())}")
        found += books.loc[is_meant, "book_id"].tolist()
    return found


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def near(name: str, known: Iterable[str]) -> str:
    """What to offer for a name that is not known: those like it, or else the first few of all."""
    names = sorted(set(known))
    within = [other for other in names if name and (name in other or other in name)]
    near = list(dict.fromkeys(within + difflib.get_close_matches(name, names, n=5, cutoff=0.4)))[:5]
    if near:
        return f"near it: {', '.join(near)}"
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"there are: {', '.join(names[:5]) or 'none'}{more}"


def _period(date: Period) -> tuple[dt.datetime, dt.datetime]:
    """First moment of a period, and the first after it."""
    if isinstance(date, tuple | list):
        if len(date) != 2:
            raise ValueError(f"date={date!r} has {len(date)} ends, not two: (first, last)")
        first, last = date
        return (
            dt.datetime.min if first is None else _day_or_longer(first)[0],
            dt.datetime.max if last is None else _day_or_longer(last)[1],
        )
    return _day_or_longer(date)


def _day_or_longer(date: Date) -> tuple[dt.datetime, dt.datetime]:
    if isinstance(date, dt.date):
        date = date.isoformat()[:10]
    match = PERIOD.fullmatch(str(date).strip())
    try:
        year, month, day = (int(part) if part else None for part in match.groups())
        first = dt.datetime(year, month or 1, day or 1)
        if day:
            return first, first + dt.timedelta(days=1)
        return first, dt.datetime(year + 1, 1, 1) if not month else _next_month(first)
    except (AttributeError, ValueError, OverflowError):
        raise ValueError(
            f"date={date!r} is no date: a year, '2021-03', '2021-03-21', or two of them, (first, last)"
        ) from None


def _next_month(first: dt.datetime) -> dt.datetime:
    return (first + dt.timedelta(days=31)).replace(day=1)
