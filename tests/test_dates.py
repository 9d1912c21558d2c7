"""When a post is dated."""

import datetime as dt

import pytest

from dhtools.parse import dates, front_matter

DAY = dt.datetime(2021, 3, 4)
NOON = dt.datetime(2021, 3, 4, 12, 30)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2021, 3, 4), DAY),
        (NOON, NOON),
        (NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=8))), NOON),
        ("2021-03-04", DAY),
        ("2021-3-4", DAY),
        ("2021.03.04", DAY),
        ("2021/3/4", DAY),
        ("2021年3月4日", DAY),
        ("2021年3月4日 星期四", DAY),
        ("2021 年 3 月 4 日 12:30", NOON),
        ("20210304", DAY),
        (20210304, DAY),
        ("202103041230", NOON),
        ("2021-03-04 12:30", NOON),
        ("2021-03-04 12:30:00 +0800", NOON),
        ("2021-03-04 12:30:00 +0000", NOON),
        ("2021-03-04T12:30:00.000Z", NOON),
        ("2021-03-04T12:30:00.877+08:00", NOON.replace(microsecond=877000)),
        ("March 4, 2021", DAY),
        ("4 Mar 2021", DAY),
        ("Thu, 04 Mar 2021 12:30:00 +0800", NOON),
        ("2021-03-04 to 2021-03-09", DAY),
    ],
    ids=str,
)
def test_a_date_is_read_in_its_own_time_zone(value, expected):
    assert dates.of_value(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2021-02-30",
        "2021-03-04 25:00",
        "2021-03",
        2021,
        "March 2021",
        "03/04/2021",
        "soon",
        1614816000,
        ["x"],
    ],
)
def test_half_a_date_or_an_impossible_one_is_none(value):
    with pytest.raises(ValueError, match=r"date|month|day|hour"):
        dates.of_value(value)


def _of(head: str, path: str = "灯.md") -> tuple:
    """Date of a post with this front matter, and its problems as code and line."""
    date, problems = dates.of_post(front_matter.read(f"---\n{head}\n---\n", path), path)
    return date, [(problem.code, problem.severity, problem.line) for problem in problems]


def test_keys_are_asked_in_order():
    assert _of("finishedDate: 2021-03-06\ncreated: 2021-03-05\ndate: 2021-03-04") == (DAY, [])
    assert _of("finishedDate: 2021-03-06\nreadingDate: 2021-03-04") == (DAY, [])
    assert _of("pubDate: 2021-03-04\nlastmod: 2022-01-01") == (DAY, [])


def test_published_false_is_no_date():
    assert _of("published: false\ncreated: 2021-03-04") == (DAY, [])


def test_the_first_day_of_1970_stands_for_an_unknown_date():
    assert _of("readingDate: 1970-01-01\nfinishedDate: 2021-03-04") == (DAY, [])
    assert _of("date: 0001-01-01") == (None, [])


def test_an_impossible_date_is_reported_and_the_next_one_taken():
    assert _of("title: 灯\ndate: 2021-02-30\ncreated: 2021-03-04") == (DAY, [("date", "warning", 3)])


def test_the_file_name_dates_a_post_without_a_date():
    assert _of("title: 灯", "_posts/2021-03-04-灯.md") == (DAY, [])
    assert _of("title: 灯", "2021-03-04 -灯.md") == (DAY, [])
    assert _of("title: 灯", "20210304灯.md") == (DAY, [])
    assert _of("title: 灯", "2021-13-04-灯.md") == (None, [])
    assert _of("title: 灯", "笔记-2021-03-04.md") == (None, [])


def test_the_front_matter_counts_before_the_file_name():
    assert _of("date: 2021-03-04", "2020-11-08-灯.md") == (DAY, [("date-conflict", "note", None)])
    assert _of("date: 2021-03-04 12:30", "2021-03-04-灯.md") == (NOON, [])


def test_the_day_of_a_change_counts_last_but_gives_the_hour():
    assert _of("last_modified_at: 2021-03-04") == (DAY, [])
    assert _of("last_modified_at: 2024-08-01 19:00", "2021-03-04-灯.md") == (DAY, [])
    assert _of("last_modified_at: 2021-03-04 12:30", "2021-03-04-灯.md") == (NOON, [])
