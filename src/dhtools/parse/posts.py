"""Files to decoded posts with their front matter told apart: the one place where parsing touches the disk."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dhtools.errors import ConventionsError, ModelError, PostError
from dhtools.parse import conventions as conventions_file
from dhtools.parse import cues, dates, encodings, front_matter, learned, metadata
from dhtools.parse.conventions import DEFAULT, Conventions, matches
from dhtools.parse.values import front_json
from dhtools.records import Problem

__all__ = ["Document", "find", "front_json", "read", "read_conventions"]

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
"""Ends of the names of Markdown files, in lower case."""

_GENERATED = frozenset({"public", "_site", "node_modules"})
_TEMPLATES = frozenset({"scaffolds", "archetypes", "layouts", "_layouts", "templates", "_templates"})
_VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_CONFLICT = re.compile(r"\.sync-conflict-|conflicted copy|冲突副本|衝突複本")
_NUMBERED = re.compile(r" \(\d+\)(?=\.[^.]+$)")
_WORD = re.compile(r"[^\s\ufeff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded file with its front matter told apart from its body."""

    path: str
    """Path below the folder read, with forward slashes, composed as on the disk."""
    text: str
    """The decoded file; a byte order mark is its first character. All offsets count from its start."""
    encoding: str
    """Encoding of the bytes; utf-8-sig is UTF-8 with a byte order mark."""
    sha256: str
    """SHA-256 of the bytes."""
    body: int
    """Offset of the body: after the front matter's last line, or 0."""
    front: Mapping[str, Any]
    """Front matter, keys as written."""
    front_lines: tuple[int, int] | None
    """First and last line of the front matter, fences included."""
    title: str
    """Title, from the front matter, the first heading or the file's name."""
    subtitle: str | None
    """Subtitle."""
    author: str | None
    """Who wrote the post."""
    date: dt.datetime | None
    """When it is dated, in its own time zone, which is dropped."""
    tags: tuple[str, ...]
    """Tags without repeats."""
    is_draft: bool
    """Whether it calls itself a draft."""
    generator: str | None
    """Program that it was written for."""
    is_template: bool
    """Whether it is a template and no post; a problem says so."""
    problems: tuple[Problem, ...]
    """What was read only by guessing, or not at all."""


def read_conventions(folder: Path) -> Conventions:
    """The conventions in the folder's `dhtools.toml`, or the default ones where there is none.

    Raises:
        ConventionsError: the file, or one that it names, cannot be read, or says something that is not known.
    """
    path = folder / "dhtools.toml"
    try:
        text = _text(path)
    except ConventionsError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return DEFAULT
        raise
    stated = conventions_file.parse(text, str(path))
    tables = tuple(_checked(folder / name, cues.parse_cues) for name in stated.cue_tables)
    model = _checked(folder / stated.model, learned.parse) if stated.model else None
    return replace(stated, cue_tables=tables, model=model)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConventionsError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConventionsError(f"{path}: is not UTF-8 ({error.reason}); save it as UTF-8") from error


def _checked(path: Path, read: Callable[[str], object]) -> str:
    """The text of a file that the conventions name, once it was read without an error."""
    text = _text(path)
    try:
        read(text)
    except (ValueError, ModelError) as error:
        raise ConventionsError(f"{path}: {error}") from error
    return text


def read(path: Path, folder: Path, conventions: Conventions = DEFAULT) -> Document:
    """One file, decoded, with what its front matter says.

    Args:
        path: the file.
        folder: the folder that is read; the document's path is below it.
        conventions: the corpus's own.

    Raises:
        PostError: the file cannot be opened, or is no text.
    """
    below = _below(path, folder)
    try:
        with path.open("rb", buffering=0) as file:  # a buffer that is read at once only costs time
            raw = file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PostError(f"{below}: cannot be read ({reason})") from error
    text, encoding, problems = encodings.decode(raw, below, conventions.encoding)
    front = front_matter.read(text, below)
    date, date_problems = dates.of_post(front, below)
    return Document(
        path=below,
        text=text,
        encoding=encoding,
        sha256=hashlib.sha256(raw).hexdigest(),
        body=front.end,
        front=front.values,
        front_lines=front.lines,
        title=metadata.title(front, text, below),
        subtitle=metadata.subtitle(front),
        author=metadata.author(front),
        date=date,
        tags=metadata.tags(front),
        is_draft=metadata.is_draft(front.folded, below),
        generator=metadata.generator(front, text, below),
        is_template=front.is_template,
        problems=(*problems, *front.problems, *date_problems, *_emptiness(text, front, below)),
    )


def _below(path: Path, folder: Path) -> str:
    """Path below a folder; bytes of a name that are not UTF-8 show as U+FFFD, so that tables can hold it."""
    text, base = path.as_posix(), folder.as_posix()
    text = text[len(base) + 1 :] if text.startswith(f"{base}/") else path.relative_to(folder).as_posix()
    return _printable(text)


def _printable(path: str) -> str:
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def _emptiness(text: str, front: front_matter.FrontMatter, path: str) -> Iterator[Problem]:
    if not front.is_template and not _WORD.search(text, front.end):
        what = "has no text below its front matter" if front.lines else "is empty"
        yield Problem(path, None, "empty", "note", what)


def find(folder: Path, conventions: Conventions = DEFAULT) -> tuple[list[Path], list[Problem]]:
    """The Markdown files below a folder, and what was left out.

    Hidden, generated and template folders, links to folders, and copies that a program made of a file are
    left out with a note each, and so are tables that dhtools wrote; an `include` that
    names such a folder lets it in. What `exclude` names is left
    out without one. No file is opened, so templates that stand among the posts are told by `read`.

    Returns:
        The files, sorted by their path below the folder in composed characters (NFC), and the problems.
    """
    files: list[str] = []
    problems: list[Problem] = []
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            with os.scandir(folder / below) as scan:
                entries = list(scan)
        except OSError as error:
            message = f"the folder cannot be read ({error.strerror}), nor what is in it"
            problems.append(_problem(below.rstrip("/") or ".", "folder-unreadable", "error", message))
            continue
        names = {entry.name for entry in entries}
        if "manifest.json" in names and names & {"quotes.csv", "quotes.parquet"}:
            problems.append(
                _problem(below.rstrip("/") or ".", "tables", "note", "tables that dhtools wrote, left out")
            )
            continue
        for entry in entries:
            verdict = _verdict(entry, below + entry.name, names, conventions)
            if isinstance(verdict, Problem):
                problems.append(verdict)
            elif verdict:
                (pending if verdict.endswith("/") else files).append(verdict)
    files.sort(key=lambda path: (unicodedata.normalize("NFC", path), path))
    problems.sort(key=lambda problem: (unicodedata.normalize("NFC", problem.path), problem.path))
    return [folder / path for path in files], problems


def _verdict(
    entry: os.DirEntry[str], path: str, names: set[str], conventions: Conventions
) -> str | Problem | None:
    """The path of a file, of a folder with a slash, or why it is left out; None where that needs no word."""
    if any(matches(glob, path) for glob in conventions.exclude):
        return None
    try:
        if entry.is_symlink() and (problem := _link(entry, path)):
            return problem
        if entry.is_dir():
            return _folder(entry.name, path, conventions.include)
        if not entry.name.lower().endswith(SUFFIXES) or not entry.is_file():
            return None
    except OSError as error:
        return _problem(path, "file-unreadable", "error", f"cannot be read ({error.strerror})")
    if conventions.include and not any(matches(glob, path) for glob in conventions.include):
        return None
    return _copy(entry.name, path, names) or path


def _link(entry: os.DirEntry[str], path: str) -> Problem | None:
    """Why a link is not followed; links to files are, other dead links are no matter for a corpus."""
    try:
        leads_to_folder = stat.S_ISDIR(entry.stat().st_mode)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return _problem(path, "link-loop", "error", "is a link that leads to itself")
        if not entry.name.lower().endswith(SUFFIXES):
            return None
        return _problem(path, "link-broken", "error", f"is a link that leads nowhere ({error.strerror})")
    if not leads_to_folder:
        return None
    here, target = Path(entry.path).parent.resolve(), Path(entry.path).resolve()
    if target in (here, *here.parents):
        return _problem(path, "link-loop", "error", "is a link to a folder that holds it; delete it")
    return _problem(path, "link", "warning", f"is a link to a folder and not followed; read {target} too")


def _folder(name: str, path: str, include: tuple[str, ...]) -> str | Problem | None:
    if any(glob.startswith(f"{path}/") for glob in include):
        return f"{path}/"
    if name in _VERSION_CONTROL:
        return None
    folded = name.casefold()
    for code, what, holds in (
        ("hidden", "a hidden folder", name.startswith(".")),
        ("generated", "a folder that programs fill", folded in _GENERATED),
        ("template", "a folder of templates", folded in _TEMPLATES),
    ):
        if holds:
            message = f'{what}, left out; name it in `include` ("{path}/*") to read it'
            return _problem(path, code, "note", message)
    return f"{path}/"


def _copy(name: str, path: str, names: set[str]) -> Problem | None:
    """Why a Markdown file is not read."""
    original = _NUMBERED.sub("", name)
    for code, what, holds in (
        ("hidden", "a hidden file", name.startswith(".")),
        ("conflict-copy", "a copy that a program made when two versions met", bool(_CONFLICT.search(name))),
        ("copy", f"a copy of {original}", original != name and original in names),
    ):
        if holds:
            return _problem(path, code, "note", f"{what}, left out")
    return None


def _problem(path: str, code: str, severity: str, message: str) -> Problem:
    return Problem(_printable(path), None, code, severity, message)
