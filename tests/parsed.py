"""A post written as a text, parsed as one of a folder would be."""

from pathlib import Path

from dhtools.parse import post, posts
from dhtools.parse.conventions import DEFAULT, Conventions
from dhtools.parse.post import Records

NAME = "《旧日渡口》笔记.md"
"""A file name that tells what book a post is about, so that the text of a case needs no front matter."""


def parsed(text: str, folder: Path, conventions: Conventions = DEFAULT, name: str = NAME) -> Records:
    """The records of a post with this text, by table."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    records, _ = post.parse(posts.read(path, folder, conventions), "p", conventions)
    return records


def lines_of(row) -> str:
    """First and last line of a row, as the fixtures write them."""
    return f"{row.start_line}-{row.end_line}"
