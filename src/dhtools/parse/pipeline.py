"""A folder of posts to records: the whole parse layer, file by file, then across files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from dhtools.errors import PostError, SourceError
from dhtools.parse import books, ids, post, posts, scorers, works
from dhtools.parse.post import Records
from dhtools.records import TABLES, Book, Problem

Progress = Callable[[Iterable[Path]], Iterable[Path]]
_NAMELESS = frozenset({"index", "_index", "readme"})


def read_folder(
    folder: Path, on_error: str = "skip", progress: Progress | None = None, critique: str | None = None
) -> Records:
    """Read every post below a folder.

    Args:
        folder: where the posts are; `dhtools.toml` in it states the corpus's own conventions.
        on_error: "skip" makes a row of `problems` of a post that cannot be read, "raise" raises.
        progress: wraps the files to show how far the work is.
        critique: what judges the sentences, "cues" or "learned"; as the conventions say if not given.

    Returns:
        The records by table, named as in `records.TABLES`, in the order of the files.

    Raises:
        SourceError: the folder is missing, is no folder, or holds no posts.
        ConventionsError: `dhtools.toml`, or a file that it names, cannot be understood.
        PostError: a post cannot be read and `on_error` is "raise".
        ValueError: `critique` is neither.
    """
    folder = Path(folder)
    if not folder.exists():
        raise SourceError(f"no folder {folder}: check the path")
    if not folder.is_dir():
        raise SourceError(f"{folder} is a file: give the folder that holds the posts")
    conventions = posts.read_conventions(folder)
    scorer = scorers.make(conventions, critique)
    files, problems = posts.find(folder, conventions)
    names = post_ids([file.relative_to(folder).as_posix() for file in files])
    made: Records = {name: [] for name in TABLES}
    made["problems"] += problems
    found: dict[str, books.About] = {}
    for file in progress(files) if progress else files:
        path = file.relative_to(folder).as_posix()
        try:
            document = posts.read(file, folder, conventions)
        except PostError as error:
            if on_error == "raise":
                raise
            # A name that is not UTF-8 must not break the table that reports it.
            shown = path.encode("utf-8", "replace").decode()
            made["problems"].append(Problem(shown, None, "unreadable", "error", str(error)))
            continue
        if document.is_template:
            made["problems"] += document.problems
            continue
        records, about = post.parse(document, names[path], conventions, scorer)
        for name, rows in records.items():
            made[name] += rows
        for book_id, book in about.items():
            if book_id not in found or (book.author and not found[book_id].author):
                found[book_id] = book
    if not made["posts"]:
        raise SourceError(
            f"no posts found below {folder}: dhtools reads Markdown files, such as those ending in .md"
        )
    made["citations"], made["works"] = works.gather(
        made["citations"], conventions, [book.title for book in found.values()]
    )
    made["books"] = _books(found, made)
    return made


def post_ids(paths: list[str]) -> dict[str, str]:
    """A key for every path: the file's name, and a mark of its folder where two files share a name."""
    names: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        names[_name(path)].append(path)
    made = {}
    for name, sharing in names.items():
        marks = Counter(ids.hash8(path)[:4] for path in sharing)
        for path in sharing:
            mark = ids.hash8(path)
            mark = mark[:4] if marks[mark[:4]] == 1 else mark
            made[path] = name if len(sharing) == 1 else f"{name}~{mark}"
    return made


def _name(path: str) -> str:
    """The file's name without suffix; its folder's for `index.md` and the like."""
    parts = path.split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    if stem.casefold() in _NAMELESS and len(parts) > 1:
        stem = parts[-2]
    return "-".join(stem.split())


def _books(found: dict[str, books.About], made: Records) -> list[Book]:
    """The books with their counts, by key."""
    in_posts: dict[str, set[str]] = defaultdict(set)
    n_quotes: dict[str, int] = defaultdict(int)
    quoted: dict[str, int] = defaultdict(int)
    commented: dict[str, int] = defaultdict(int)
    for row in made["posts"]:
        in_posts[row.book_id].add(row.post_id)
    for row in made["quotes"]:
        in_posts[row.book_id].add(row.post_id)
        n_quotes[row.book_id] += 1
        quoted[row.book_id] += row.n_chars if row.form == "block" else 0
    for row in made["commentary"]:
        in_posts[row.book_id].add(row.post_id)
        commented[row.book_id] += row.n_chars
    return [
        Book(key, book.title, book.author, len(in_posts[key]), n_quotes[key], quoted[key], commented[key])
        for key, book in sorted(found.items())
    ]
