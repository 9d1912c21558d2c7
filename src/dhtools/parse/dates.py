"""When a post is dated."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from dhtools.parse.front_matter import FrontMatter
from dhtools.records import Problem

WRITTEN = (
    "date", "日期", "published", "created", "created_at", "pubdate", "readingdate", "finisheddate",
)  # fmt: skip
"""Keys that date a post, the first that has a date counts."""

CHANGED = ("lastmod", "last_modified_at")
"""Keys that say when it was last changed: they date it only where nothing else does."""

_EPOCH = dt.datetime(1970, 1, 2)
"""Up to the first day of 1970 a date is what a program writes when it knows none."""

_NUMBERS = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)\s*[日号號]?"
    r"(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_IN_WORDS = re.compile(r"[A-Za-z]{3}.*\d{4}|\d{4}.*[A-Za-z]{3}")
_NAME = re.compile(r"(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def of_post(front: FrontMatter, path: str) -> tuple[dt.datetime | None, list[Problem]]:
    """The date of a post and what is doubtful about it.

    The front matter's date counts before the one in the file's name, and this before a date of change, which
    only adds the hour when it falls on the same day.
    """
    named = of_name(path)
    written, problems = _first(front, WRITTEN, path)
    if not written:
        changed, more = _first(front, CHANGED, path)
        problems += more
        is_exact = changed and (named is None or changed.date() == named.date())
        return (changed if is_exact else named), problems
    if named and written.date() != named.date():
        message = (
            f"is dated {written:%Y-%m-%d} in its front matter, which counts, and {named:%Y-%m-%d} in its name"
        )
        problems.append(Problem(path, None, "date-conflict", "note", message))
    return written, problems


def _first(front: FrontMatter, keys: Sequence[str], path: str) -> tuple[dt.datetime | None, list[Problem]]:
    """The first date under some keys, and problems of those before it."""
    problems = []
    for key in keys:
        value = front.folded.get(key)
        if value is None or value.__class__ is bool or value == "":
            continue  # `published: false` is Jekyll's word for a draft
        try:
            date = of_value(value)
        except (ValueError, OverflowError):
            message = f"`{key}` is {str(value)!r:.40}, which is no full date; write it as 2021-03-04"
            problems.append(Problem(path, front.line_of(key), "date", "warning", message))
            continue
        if date >= _EPOCH:
            return date, problems
    return None, problems


def of_value(value: Any) -> dt.datetime:
    """A value of a front matter as a date and time, in its own zone, which is dropped.

    What follows a full date and is no time of day is passed over: `2021-03-04 to 2021-03-09` is the fourth.

    Raises:
        ValueError: it is no date, a part of one, or one that the calendar does not have.

    Examples:
        >>> of_value("2021年3月4日"), of_value("2021-03-04T23:10:00.5Z")
        (datetime.datetime(2021, 3, 4, 0, 0), datetime.datetime(2021, 3, 4, 23, 10, 0, 500000))
    """
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if not isinstance(value, str | int):
        raise ValueError(f"{value!r} is no date")
    text = str(value).strip()
    match = _NUMBERS.match(text) or _COMPACT.match(text)
    return _of_match(match) if match else _of_words(text)


def of_name(path: str) -> dt.datetime | None:
    """The date that a file's name begins with.

    Examples:
        >>> of_name("_posts/2020-11-08-渡口.md")
        datetime.datetime(2020, 11, 8, 0, 0)
    """
    match = _NAME.match(path.rpartition("/")[2])
    try:
        return dt.datetime(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def without_date(stem: str) -> str:
    """A file's name without the date it begins with; the whole name where it is nothing but a date."""
    match = _NAME.match(stem)
    return (match and stem[match.end() :].lstrip("-_. ")) or stem


def _of_match(match: re.Match[str]) -> dt.datetime:
    fraction = match[7] if match.re is _NUMBERS else None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return dt.datetime(year, month, day, hour, minute, second, int((fraction or "0").ljust(6, "0")))


def _of_words(text: str) -> dt.datetime:
    """A date with the month in letters, such as `March 4, 2021`."""
    if not _IN_WORDS.search(text[:100]):
        raise ValueError(f"{text!r} is no date")
    from dateutil import parser  # takes 20 ms to import and is needed for hardly any post

    # dateutil fills what is missing from a default: two defaults that share nothing show whether it had to.
    first, second = (
        parser.parse(text[:100], default=default, ignoretz=True)
        for default in (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))
    )
    if first != second:
        raise ValueError(f"{text!r} is not a full date")
    return first
