"""What a folder of tables was made from, and by what.

The manifest holds no time and no path of the machine, so the same posts give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import dhtools
from dhtools.parse import cues, scorers
from dhtools.parse.conventions import Conventions
from dhtools.parse.posts import read_conventions

NAME = "manifest.json"
CONVENTIONS = "dhtools.toml"
ORIGIN = ("dhtools", "libraries", "cues", "critique", "conventions", "words")
"""What a manifest says of where its tables come from."""
PARSERS = ("charset-normalizer", "opencc", "pyromark", "python-frontmatter", "pyyaml")
"""Libraries whose versions can change what is read in a post."""


def origin(folder: Path, critique: str | None = None) -> dict[str, Any]:
    """What reads the posts of a folder, by version, and what its `dhtools.toml` is, by checksum.

    `cues` is the version of the lists of cues, `critique` what judges sentences: `cues`, or `learned` with a
    checksum of the model.

    Of what it says, `words` are the names that the tables need not hold: those for the tokenizer, and the
    titles and names, full and short, of books, works and authors.
    """
    conventions = read_conventions(folder)
    return {
        "dhtools": dhtools.__version__,
        "libraries": {name: version for name in PARSERS if (version := _version(name))},
        "cues": cues.VERSION,
        "critique": scorers.described(conventions, critique),
        "conventions": _checksum(folder / CONVENTIONS),
        "words": _words(conventions),
    }


def describe(
    tables: Mapping[str, pd.DataFrame],
    origin: Mapping[str, Any],
    earlier: Mapping[str, Any],
    form: str,
    details: Mapping[str, Any],
    files: set[str],
) -> dict[str, Any]:
    """The manifest of a build.

    A folder may hold the same tables as CSV and as Parquet: a form that an earlier manifest lists is kept
    if all else in it is the same, and dropped, with its files, if it was made from other posts.

    Args:
        tables: the tables by name.
        origin: what read the posts, as `origin` gives it.
        earlier: the manifest in the folder, empty if there is none.
        form: csv or parquet.
        details: what there is to say about this form.
        files: names of the files of this form.
    """
    made = {**origin, **_inputs(tables), "tables": {name: len(frame) for name, frame in tables.items()}}
    forms, listed = {form: dict(details)}, {*files, NAME}
    if made.items() <= earlier.items():
        forms = earlier["forms"] | forms
        listed |= set(earlier["files"])
    return {**made, "forms": dict(sorted(forms.items())), "files": sorted(listed)}


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a folder, empty where there is none or it is not of dhtools' making."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_ours = isinstance(found, dict) and {"dhtools", "forms", "files"} <= found.keys()
    return found if is_ours else {}


def write(folder: Path, content: Mapping[str, Any]) -> None:
    """Writes a manifest, or any other JSON that people read, in UTF-8."""
    (folder / NAME).write_text(as_json(content), encoding="utf-8", newline="\n")


def files(folder: Path) -> set[str]:
    """Names of the files that the manifest of a folder lists."""
    # Names alone: a manifest that somebody edited must not lead out of its folder.
    return {Path(name).name for name in read(folder).get("files", ())}


def as_json(content: Mapping[str, Any]) -> str:
    """Indented JSON with a line end at its end."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _inputs(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    posts = tables["posts"].sort_values("path")
    rows = zip(posts["path"], posts["sha256"], strict=True)
    problems = tables["problems"]
    errors = set(problems.loc[problems["severity"] == "error", "path"])
    return {
        "inputs": [{"path": path, "sha256": sha256} for path, sha256 in rows],
        "not_read": sorted(errors - set(posts["path"])),
    }


def _words(conventions: Conventions) -> list[str]:
    books = [name for book in conventions.books for name in (book.title, book.author, *book.aliases) if name]
    named = [*conventions.works.items(), *conventions.authors.items()]
    return sorted({*conventions.words, *books, *(name for pair in named for name in pair)})


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _checksum(file: Path) -> dict[str, str] | None:
    if not file.is_file():
        return None
    return {"path": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
