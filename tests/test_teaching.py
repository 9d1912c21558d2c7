"""Lessons are given out without their solutions, marked and returned by nbgrader; slides and pages print."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI

import lessons
from browser import chromium

LESSONS = sorted(lessons.LESSONS.glob("*/*.ipynb"))
STUDENT = "王小明"
PAGES = [path for path in lessons.PAGES if path.stem.startswith("handout")]
FETCHED = r"""(?:src|href)\s*=\s*["']?https?:(?!//creativecommons\.org/licenses/)|url\(["']?https?:|@import"""
"""What would be fetched from elsewhere, or lead there; the licence alone is linked."""


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request) -> Path:
    return request.param


def notebook(path: Path):
    return nbformat.read(path, as_version=4)


def grading(cell) -> dict:
    return cell.metadata.get("nbgrader", {})


def is_test(cell) -> bool:
    return bool(grading(cell).get("grade")) and not grading(cell)["solution"]


def is_essay(cell) -> bool:
    return bool(grading(cell).get("grade")) and grading(cell)["solution"]


def submit(nbgrader: NbGraderAPI, version: Path, student: str) -> dict:
    """Hands in a lesson's folder for a student, and gives the marks it gets."""
    name = version.name
    shutil.copytree(version, Path(nbgrader.coursedir.root, "submitted", student, name))
    lessons.done(nbgrader.autograde(name, student))
    return nbgrader.get_submission(name, student)


def rewrite(folder: Path, old: str, new: str) -> None:
    """Puts other code into the notebook of a lesson's folder."""
    path = folder / f"{folder.name}.ipynb"
    made = notebook(path)
    assert sum(old in cell.source for cell in made.cells) == 1
    for cell in made.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(made, path)


def test_there_are_three_lessons_with_chinese_names():
    assert [path.stem for path in LESSONS] == ["第一课-引文与评注", "第三课-标注与一致", "第二课-引与评"]
    assert [path.parent.name for path in LESSONS] == [path.stem for path in LESSONS]


def test_a_lesson_is_stored_without_outputs_and_with_ids_that_stay(lesson):
    made = notebook(lesson)
    nbformat.validate(json.loads(lesson.read_text(encoding="utf-8")))
    assert [cell.id for cell in made.cells if not re.fullmatch("[a-z-]+", cell.id)] == []
    assert [cell.id for cell in made.cells if cell.cell_type == "code" and cell.outputs] == []


def test_the_points_a_lesson_promises_are_those_it_gives(lesson):
    made = notebook(lesson)
    title, *others = [cell.source for cell in made.cells if cell.cell_type == "markdown"]
    promised = int(re.search(r"(\d+) points", title)[1])
    by_task = [int(points) for text in others for points in re.findall(r"^## \d.*\((\d+)[,)]", text, re.M)]
    given = [grading(cell)["points"] for cell in made.cells if grading(cell).get("grade")]
    assert by_task == given
    assert sum(given) == promised


def test_every_lesson_has_one_question_that_only_a_person_can_mark(lesson):
    assert sum(is_essay(cell) for cell in notebook(lesson).cells) == 1


def test_every_task_is_told_in_chinese_too(lesson):
    tasks = [cell for cell in notebook(lesson).cells if cell.id.endswith("-task")]
    assert len(tasks) >= 6
    assert [cell.id for cell in tasks if not re.search("[一-鿿]{8}", cell.source)] == []


@pytest.mark.notebook
def test_a_lesson_is_given_out_marked_and_returned(lesson, tmp_path):
    course = tmp_path / "引文课 春季"
    nbgrader = lessons.course(course, [lesson.parent])
    released = lessons.release(nbgrader, lesson.stem)
    given = (released / lesson.name).read_text(encoding="utf-8")
    assert [word for word in ("SOLUTION", "HIDDEN", "For the marker") if word in given] == []
    assert given.count("在这里写代码") >= 4

    mine = submit(nbgrader, course / "source" / lesson.stem, STUDENT)
    assert mine["code_score"] == mine["max_code_score"] == mine["max_score"] - mine["max_written_score"]
    assert mine["needs_manual_grade"]
    untouched = submit(nbgrader, released, "Ada Untouched")
    assert untouched["score"] == 0

    lessons.done(nbgrader.generate_feedback(lesson.stem, STUDENT))
    feedback = (course / "feedback" / STUDENT / lesson.stem / f"{lesson.stem}.html").read_text(
        encoding="utf-8"
    )
    assert f"{mine['score']:.1f} / {mine['max_score']:.1f}" in feedback
    assert re.findall(FETCHED, feedback) == []
    marked = notebook(course / "autograded" / STUDENT / lesson.stem / lesson.name)
    printed = [one for cell in marked.cells for one in cell.get("outputs", []) if one.get("name") == "stderr"]
    assert printed == []


@pytest.mark.notebook
def test_common_mistakes_lose_the_points_of_their_task_only(tmp_path):
    source = lessons.LESSONS / "第二课-引与评"
    named = tmp_path / "lesson-2-quoting-and-judging"
    shutil.copytree(source, named)
    (named / f"{source.name}.ipynb").rename(named / f"{named.name}.ipynb")
    nbgrader = lessons.course(tmp_path / "course", [named])
    lessons.release(nbgrader, named.name)

    answer = tmp_path / "answer" / named.name
    shutil.copytree(named, answer)  # the notebook alone, as students send it back
    rewrite(
        answer,
        'in_answers = posts["n_answer_critical"]',
        'in_answers = posts["answer_critique_rate"].mean()  #',
    )
    rewrite(answer, 'units = "posts"', 'units = "rows"')
    marks = submit(nbgrader, answer, "Ada")
    assert marks["max_code_score"] - marks["code_score"] == 5 + 4


def test_the_slides_are_one_page_that_fetches_nothing():
    made = lessons.deck()
    assert re.findall(FETCHED, made) == []
    assert made.count('<section class="slide"') == len(
        re.split(r"\n---\n", lessons.SLIDES.read_text("utf-8"))
    )


def test_every_slide_has_a_heading():
    slides = re.split(r"\n---\n", lessons.SLIDES.read_text(encoding="utf-8"))
    assert [slide for slide in slides if not re.match(r"\s*#{1,2} ", slide)] == []


def test_links_between_the_pages_lead_somewhere():
    guide = lessons.ROOT / "docs" / "teaching.md"
    for path in [*lessons.TEACHING.rglob("*.md"), guide]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_handout_prints_on_one_sheet(path):
    with chromium() as browser:
        opened = browser.new_page()
        opened.set_content(lessons.page(path))
        printed = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
