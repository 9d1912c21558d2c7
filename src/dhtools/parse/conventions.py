"""What `dhtools.toml` says: a corpus's own conventions.

Every key is optional::

    include = ["_posts/*"]              # only these, even in a folder such as public/
    exclude = ["drafts/"]
    encoding = "gb18030"                # of every file without a byte order mark

    [[books]]
    title = "旧日渡口"
    author = "林渡"
    aliases = ["渡口"]
    posts = ["2020-*-渡口*"]

    [quotes]
    lazy = "commentary"                 # what a line right after `>` without its own `>` is
    callouts = ["quote", "cite"]        # Obsidian's `> [!quote]`
    shortcodes = ["blockquote"]         # Hexo's and Hugo's

    [pages]
    patterns = ['@(?P<page>[0-9]+)']

    [works]
    "渡口" = "旧日渡口"                 # a short title, in quotation marks, and the full one

    [authors]
    "林氏" = "林渡"

    [words]
    add = ["渡口学派"]                  # for the tokenizer

    [critique]
    scorer = "cues"                     # what judges sentences: "learned" or "cues"
    cues = ["my-cues.csv"]              # cues of one's own, in files beside this one
    model = "my-model.json"             # what `dhtools train` wrote
    abstain = 0.1                       # do not decide sentences as near as this to the threshold

    [[posts]]
    path = "copies/*"
    genre = "transcription"
    book = "旧日渡口"
    lazy = "quote"
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dhtools.parse import toml_rules as rules
from dhtools.parse.toml_rules import Value
from dhtools.records import GENRES

LAZY = ("quote", "commentary")
"""What a line right after a quote without `>` of its own may be."""
LEARNED, CUES = "learned", "cues"
"""What may judge sentences: a trained model, or the cues and rules alone."""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A book that the corpus is about."""

    title: str
    """Its full title."""
    author: str | None = None
    """Its author."""
    aliases: tuple[str, ...] = ()
    """Other titles that posts call it by."""
    posts: tuple[str, ...] = ()
    """Globs of the posts that are about it."""


@dataclass(frozen=True, slots=True)
class PostEntry:
    """What is to be known of some posts."""

    path: str
    """Glob of the posts."""
    genre: str | None = None
    """Their genre, which overrules the one found."""
    book: str | None = None
    """Title of the book they are about."""
    lazy: str | None = None
    """What a line right after their quotes without `>` is: quote or commentary."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """All that `dhtools.toml` can say; made without arguments, what holds without one."""

    include: tuple[str, ...] = ()
    """Globs of the only files to read; empty means every Markdown file."""
    exclude: tuple[str, ...] = ()
    """Globs of files and folders not to read."""
    encoding: str | None = None
    """Encoding of the files, where it is not to be found out."""
    books: tuple[BookEntry, ...] = ()
    """The books, in the file's order."""
    lazy: str = "quote"
    """What a line right after a quote without `>` is: quote or commentary."""
    callouts: tuple[str, ...] = ("quote", "cite")
    """Kinds of callouts that are quotes, in lower case."""
    shortcodes: tuple[str, ...] = ("blockquote", "quote", "admonition", "hint")
    """Shortcodes that enclose quotes."""
    page_patterns: tuple[re.Pattern[str], ...] = ()
    """Further ways to write a page; each has a group `page`."""
    works: Mapping[str, str] = field(default_factory=dict)
    """Full titles by the short ones."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Full names by the short ones."""
    words: tuple[str, ...] = ()
    """Words that the tokenizer shall not split."""
    scorer: str = LEARNED
    """What judges sentences: learned or cues."""
    cue_tables: tuple[str, ...] = ()
    """Cues of the corpus's own, in CSV: the file names, then, once they are read, the texts."""
    model: str | None = None
    """The corpus's own model: the file name, then, once it is read, the text."""
    abstain: float = 0.0
    """Sentences whose probability is nearer to the threshold than this are not decided."""
    posts: tuple[PostEntry, ...] = ()
    """Single posts, in the file's order."""


DEFAULT = Conventions()
"""The conventions of a corpus that has no `dhtools.toml`."""


def parse(text: str, path: str = "dhtools.toml") -> Conventions:
    r"""The conventions that a file's text states.

    Args:
        text: the file's text.
        path: the file's name, for error messages.

    Raises:
        ConventionsError: the text is no TOML, has a key that is not known, or a value that is not allowed.

    Examples:
        >>> parse('[quotes]\nlazy = "commentary"').lazy
        'commentary'
    """
    return Conventions(**rules.table(rules.load(text, path), _FILE))


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    glob = glob + "*" if glob.endswith("/") else glob
    # fnmatch lets `*` cross folders, so `**/` needs care only where it stands for no folder at all.
    return re.compile("|".join(fnmatch.translate(one) for one in {glob, glob.replace("**/", "")}))


def matches(glob: str, path: str) -> bool:
    """Whether a glob names a file: its whole path below the folder read, or its name alone.

    `*` crosses folders, a glob that ends in `/` names all that a folder holds, and a name that holds
    brackets may be written as it is. Ways to compose an accented character make no difference.

    Examples:
        >>> matches("2020-*", "_posts/2020-11-08-渡口.md"), matches("_posts/**/*.md", "_posts/渡口.md")
        (True, True)
    """
    if not (glob.isascii() and path.isascii()):
        glob, path = unicodedata.normalize("NFC", glob), unicodedata.normalize("NFC", path)
    name = path.rpartition("/")[2]
    if glob in (path, name):
        return True
    match = _compiled(glob).match
    return bool(match(path) or match(name))


def _lower(value: Value) -> tuple[str, ...]:
    return tuple(text.casefold() for text in rules.strings(value))


def _patterns(value: Value) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(value._replace(at=item)) for item in rules.strings(value))


def _pattern(value: Value) -> re.Pattern[str]:
    try:
        pattern = re.compile(value.at)
    except (re.error, OverflowError, RecursionError) as error:
        raise value.refused(f"regular expressions ({error})") from None
    if "page" not in pattern.groupindex:
        raise value.refused("regular expressions with a group (?P<page>…)")
    return pattern


_BOOK = {
    "title": ("title", rules.string),
    "author": ("author", rules.string),
    "aliases": ("aliases", rules.strings),
    "posts": ("posts", rules.strings),
}
_QUOTES = {
    "lazy": ("lazy", rules.one_of(*LAZY)),
    "callouts": ("callouts", _lower),
    "shortcodes": ("shortcodes", rules.strings),
}
_POST = {
    "path": ("path", rules.string),
    "genre": ("genre", rules.one_of(*GENRES)),
    "book": ("book", rules.string),
    "lazy": ("lazy", rules.one_of(*LAZY)),
}
_CRITIQUE = {
    "scorer": ("scorer", rules.one_of(LEARNED, CUES)),
    "cues": ("cue_tables", rules.strings),
    "model": ("model", rules.string),
    "abstain": ("abstain", rules.number(0, 0.5)),
}
_FILE = {
    "include": ("include", rules.strings),
    "exclude": ("exclude", rules.strings),
    "encoding": ("encoding", rules.encoding),
    "books": ("books", rules.entries(BookEntry, "title", _BOOK)),
    "quotes": ("", rules.section(_QUOTES)),
    "pages": ("", rules.section({"patterns": ("page_patterns", _patterns)})),
    "works": ("works", rules.mapping),
    "authors": ("authors", rules.mapping),
    "words": ("", rules.section({"add": ("words", rules.strings)})),
    "critique": ("", rules.section(_CRITIQUE)),
    "posts": ("posts", rules.entries(PostEntry, "path", _POST)),
}
"""For each key of the file the field it fills and its rule."""
