"""Which titles mean one work."""

import pytest

from dhtools.parse import conventions, works
from dhtools.parse.conventions import DEFAULT
from dhtools.records import Citation, Work

FULL = "渡口的灯是怎样点起来的"


def _cited(*titles: str, post_id: str = "p") -> list[Citation]:
    """Citations of titles in one post; an author stands before the title, with a bar."""
    made = []
    for n, written in enumerate(titles):
        author, _, title = written.rpartition("|")
        form = "author_title" if author else "title"
        made.append(
            Citation(
                f"{post_id}/x-{n}", post_id, "commentary", f"{post_id}/c-1", 1, n, n + 1, title, form, title,
                author or None, None, None, "mark",
            )
        )  # fmt: skip
    return made


def _gathered(citations, rules=DEFAULT, of_corpus=()) -> tuple[list[str], list[Work]]:
    rows, found = works.gather(citations, rules, of_corpus)
    return [row.work_id for row in rows], found


def test_a_title_makes_a_work_with_its_counts():
    cited = [*_cited("林渡|船志", "船志"), *_cited("船志", "灯志", post_id="r")]
    assert _gathered(cited) == (
        ["船志", "船志", "船志", "灯志"],
        [Work("灯志", "灯志", None, 1, 1, ("灯志",)), Work("船志", "船志", "林渡", 3, 2, ("船志",))],
    )


def test_only_titles_are_works():
    page = _cited("46")[0]._replace(form="page")
    link = _cited("https://example.org")[0]._replace(form="link")
    assert works.gather([page, link], DEFAULT) == ([page, link], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("灯火與船鈔", "灯火与船钞"),
        ("The Slow River", "the slow river"),
        ("The Slow-River", "The Slow River"),
        ("“The Slow River”", "The Slow River"),
        ("船志：上", "船志:上"),
    ],
)
def test_characters_case_and_marks_make_no_difference(one, other):
    first, second = _gathered(_cited(one, other))[0]
    assert first == second


def test_a_work_is_shown_by_the_title_cited_most_often():
    ids, found = _gathered(_cited("灯火與船鈔", "灯火与船钞", "灯火与船钞"))
    assert (ids[0], [work.title for work in found]) == ("灯火与船钞", ["灯火与船钞"])


def test_a_work_that_the_corpus_is_about_is_shown_by_its_own_title():
    ids, found = _gathered(_cited("灯火与船钞", "灯火与船钞"), of_corpus=["灯火與船鈔"])
    assert (ids[0], [work.title for work in found]) == ("灯火與船鈔", ["灯火與船鈔"])


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("渡口的灯", FULL),
        ("船志", "船志：河上三十年"),
        ("Lamps", "Lamps: A History of Light on Water"),
        ("The Slow River", "The Slow River and Other Journeys"),
    ],
)
def test_a_short_title_means_the_full_one_of_its_post(short, full):
    ids, found = _gathered(_cited(short, full))
    assert ids[0] == ids[1]
    assert [(work.title, work.n_citations) for work in found] == [(full, 2)]


def test_a_short_title_means_the_book_of_the_corpus():
    assert _gathered(_cited("渡口的灯"), of_corpus=[FULL])[0] == [FULL]


def test_a_short_title_in_another_post_stays_its_own():
    cited = [*_cited("渡口的灯", FULL), *_cited("渡口的灯", post_id="r")]
    assert _gathered(cited)[0] == [FULL, FULL, "渡口的灯"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("船", "船是怎样造起来的"),
        ("渡口的灯", "渡口的灯笼"),
        ("Slow River", "Slow River Times"),
        ("The River", "The River and Its Lamps"),
        ("林渡|渡口的灯", f"沈灯|{FULL}"),
    ],
    ids=["one character", "a word goes on", "an English word goes on", "one English word", "other authors"],
)
def test_a_beginning_that_tells_too_little_is_a_work_of_its_own(short, full):
    first, second = _gathered(_cited(short, full))[0]
    assert first != second


def test_of_two_full_titles_neither_is_meant():
    ids, _ = _gathered(_cited("渡口的灯", FULL, "渡口的灯为什么又灭了"))
    assert ids == ["渡口的灯", FULL, "渡口的灯为什么又灭了"]


def test_aliases_of_the_corpus_win():
    rules = conventions.parse(
        '[works]\n"渡口的灯" = "灯志"\n[[books]]\ntitle = "旧日渡口"\naliases = ["渡口"]\n'
    )
    assert _gathered(_cited("渡口的灯", FULL, "渡口"), rules)[0] == ["灯志", FULL, "旧日渡口"]


def test_the_order_of_posts_makes_no_difference():
    cited = [
        *_cited("渡口的灯", FULL),
        *_cited("灯火與船鈔", post_id="r"),
        *_cited("灯火与船钞", post_id="t"),
    ]
    assert _gathered(cited)[1] == _gathered(cited[::-1])[1]
