"""A corpus of posts written as texts, read as a folder of posts is."""

from pathlib import Path

import dhtools
from dhtools.corpus import Corpus

NOTES = '[[posts]]\npath = "*"\ngenre = "notes"\n'
"""Says that posts are notes, which a text of a few words would not be taken for."""


def corpus(folder: Path, posts: dict[str, str], toml: str = NOTES) -> Corpus:
    """The posts by name; one called 《渡口》 is about that book."""
    (folder / "dhtools.toml").write_text(toml, encoding="utf-8")
    for name, text in posts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return dhtools.load_corpus(folder, progress=False)
