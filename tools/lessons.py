"""Makes the teaching material: a course for nbgrader, its student version, slides and pages to print.

What it makes from `teaching/`, in the folder that is named (`build/lessons` unless another is):

- `course/`: the course folder, in which nbgrader's own commands work; `source` has the lessons with
  solutions, `release` without them; each lesson has the sample notes beside it.
- `students/`: one archive a lesson, to be given out.
- `solutions/`: the lessons as pages, with solutions and results.
- `slides.html` and `print/`: made of `teaching/*.md` and `teaching/plans/*.md`; no page fetches anything.
"""

from __future__ import annotations

import argparse
import base64
import mimetypes
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import jinja2
import pyromark
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from dhtools import demo

ROOT = Path(__file__).resolve().parents[1]
TEACHING = ROOT / "teaching"
LESSONS = TEACHING / "lessons"
SETTINGS = "nbgrader_config.py"
SLIDES = TEACHING / "slides.md"
PAGES = sorted([*TEACHING.glob("handout*.md"), TEACHING / "mistakes.md", *TEACHING.glob("plans/*.md")])
MARKDOWN = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS
WIDE = "[\u3000-\u9fff\uff00-\uffef]"
"""Chinese characters and punctuation: between two of them the end of a line is no space."""
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEACHING / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
)


def course(folder: Path, lessons: Sequence[Path] | None = None) -> NbGraderAPI:
    """Makes a course folder with lessons, the sample notes beside each.

    Args:
        folder: where to; made if need be. Submissions and marks that are in it stay.
        lessons: folders of lessons, all of `teaching/lessons` unless named.

    Returns:
        nbgrader, at work in that folder.
    """
    for lesson in sorted(LESSONS.iterdir()) if lessons is None else lessons:
        copy = folder / "source" / lesson.name
        shutil.copytree(lesson, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        shutil.copytree(ROOT / "data" / "sample", copy / "data" / "sample", dirs_exist_ok=True)
        if _asks_for_labels(lesson):
            shutil.copytree(ROOT / "data" / "gold", copy / "data" / "gold", dirs_exist_ok=True)
    shutil.copy(TEACHING / SETTINGS, folder)
    feedback = Path("templates", "feedback")
    shutil.copytree(TEACHING / feedback, folder / feedback, dirs_exist_ok=True)
    _let_programs_be_found()
    settings = PyFileConfigLoader(SETTINGS, str(folder)).load_config()
    settings.CourseDirectory.root = str(folder.resolve())
    return NbGraderAPI(config=settings)


def _asks_for_labels(lesson: Path) -> bool:
    """Whether a lesson reads the labels: they give away much of what the other lessons ask."""
    return any("gold.read" in path.read_text(encoding="utf-8") for path in lesson.glob("*.ipynb"))


def _let_programs_be_found() -> None:
    """Puts the programs of this Python on the path: nbgrader starts `alembic` by its name alone."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ["PATH"]])


def release(nbgrader: NbGraderAPI, lesson: str) -> Path:
    """Makes the student version of a lesson.

    Raises:
        RuntimeError: nbgrader will not; its own words say why.
    """
    done(nbgrader.generate_assignment(lesson))
    return Path(nbgrader.coursedir.format_path(nbgrader.coursedir.release_directory, ".", lesson))


def done(result: dict) -> None:
    """Checks that a step of nbgrader went well.

    Raises:
        RuntimeError: it did not; nbgrader's own words say why.
    """
    if not result["success"]:
        raise RuntimeError(result["log"])


def deck(path: Path = SLIDES) -> str:
    """Slides as one page of HTML: a line `---` in the Markdown ends a slide."""
    slides = [html(part, path.parent) for part in re.split(r"\n---\n", path.read_text(encoding="utf-8"))]
    return _filled("slides.html.j2", path, slides=slides)


def page(path: Path) -> str:
    """A page of Markdown as HTML that prints on A4."""
    return _filled("page.html.j2", path, body=html(path.read_text(encoding="utf-8"), path.parent))


def _filled(template: str, path: Path, **parts: object) -> str:
    title = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]
    language = "zh-CN" if ".zh-CN" in path.name else "en"
    return TEMPLATES.get_template(template).render(title=title, language=language, name=path.stem, **parts)


def html(markdown: str, folder: Path) -> str:
    """Markdown as HTML, with the pictures inside it; paths of pictures start from the folder."""
    made = re.sub(f"(?<={WIDE})\\n(?={WIDE})", "", pyromark.html(markdown, options=MARKDOWN))
    return re.sub(r'(?<=<img src=")[^"]+', lambda found: _embedded(folder / found[0]), made)


def _embedded(picture: Path) -> str:
    kind, _ = mimetypes.guess_type(picture.name)
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"


def make(out: Path) -> None:
    """Makes everything, in a folder."""
    nbgrader = course(out / "course")
    sources = sorted((out / "course" / "source").glob("*/*.ipynb"))
    for lesson in sorted({path.parent.name for path in sources}):
        released = release(nbgrader, lesson)
        (out / "students").mkdir(exist_ok=True)
        shutil.make_archive(str(out / "students" / lesson), "zip", released.parent, lesson)
    demo.pages(sources, out / "solutions")
    (out / "slides.html").write_text(deck(), encoding="utf-8")
    (out / "print").mkdir(exist_ok=True)
    for path in PAGES:
        (out / "print" / f"{path.stem}.html").write_text(page(path), encoding="utf-8")


def main() -> None:
    """Makes everything and says where it is."""
    parser = argparse.ArgumentParser(description="Makes the teaching material.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "lessons", help="folder to write to")
    out = parser.parse_args().out
    make(out)
    print(f"wrote to {out}:")
    print("  students/    one archive a lesson, to give out")
    print("  solutions/   the lessons with solutions and results, to read")
    print("  course/      for nbgrader: put what comes back into course/submitted/STUDENT/LESSON")
    print("  slides.html, print/    slides, handouts and plans")


if __name__ == "__main__":
    main()
