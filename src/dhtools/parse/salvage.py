"""Front matters with broken lines: each key is read by itself, and what cannot be read is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import yaml

from dhtools.records import Problem

BROKEN = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the loaders raise. PyYAML builds values without checks: `!!bool maybe` is a KeyError, for one."""

KNOWN = frozenset(
    [
        "title", "subtitle", "date", "author", "authors", "tags", "tag", "categories", "category", "keywords",
        "description", "excerpt", "layout", "draft", "published", "created", "created_at", "updated",
        "lastmod", "last_modified_at", "pubdate", "permalink", "slug", "url", "lang", "toc", "aliases",
        "type", "doc_type", "bookid", "isbn", "cover",
        "标题", "副标题", "日期", "作者", "标签", "分类", "標題", "標籤", "分類",
    ]
)  # fmt: skip
"""Keys by which lines are known for a front matter, in lower case."""

_MOST = 300
_STARTS = {
    "yaml": re.compile(r"^(?=[^\s#\-\]}])", re.MULTILINE),
    "toml": re.compile(r"^(?=[^\s#\]}\"'])", re.MULTILINE),
}
_KEYS = {
    "yaml": re.compile(
        r"(?P<key>[^\W\d][\w .-]*?|\"[^\"\n]+\"|'[^'\n]+')[ \t]*(?::(?=\s)|(?<=[a-zA-Z])[:：](?!//)|：)"
        r"[ \t]*(?P<rest>.*)"
    ),
    "toml": re.compile(r"(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<rest>.*)"),
}
"""A key, its colon (perhaps full width, or without the blank that YAML wants) and the rest of the line."""

_COMMENT = re.compile(r"[ \t]+#.*")
_STRINGS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Load = Callable[[str], Any]


class TooMuchError(Exception):
    """A front matter is too long, too deep, too large or too broken to be one."""


def is_keyed(head: str, form: str = "yaml") -> bool:
    """Whether lines that cannot be read as a whole are a front matter: one of them has a known key."""
    return any(_key(chunk, form).casefold() in KNOWN for _, chunk in _chunks(head, form))


def is_prose(text: str) -> bool:
    """Whether lines are no front matter at all: some are no key, and none has a known one."""
    keys = [_key(chunk, "yaml") for _, chunk in _chunks(text, "yaml")]
    return not all(keys) and not any(key.casefold() in KNOWN for key in keys)


def opens_with_key(head: str) -> bool:
    """Whether lines begin with a key that is known."""
    return _key(head.lstrip(), "yaml").casefold() in KNOWN


def repeated(key: str, path: str, line: int) -> Problem:
    """The problem of a key that takes the place of an earlier one."""
    return Problem(path, line, "duplicate-key", "warning", f"`{key}` stands here again; this one counts")


def read(head: str, form: str, load: Load, path: str, first: int) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a front matter with broken lines, and the problems.

    Args:
        head: its lines.
        form: "yaml" or "toml".
        load: reads lines of that form.
        path: the post's path, for problems.
        first: number of the first of the lines.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    repeats: dict[str, Problem] = {}
    for n, (line, chunk) in enumerate(_chunks(head, form)):
        if n > _MOST:
            raise TooMuchError(f"is broken and has more than {_MOST} keys")
        made, problem = _of_chunk(chunk, form, load, path, first + line)
        repeats |= {key: repeated(key, path, first + line) for key in made if key in values}
        problems += [problem] if problem else []
        values |= made
    return values, [*problems, *repeats.values()]


def _chunks(head: str, form: str) -> Iterator[tuple[int, str]]:
    """Each key with its lines, and how many lines come before; TOML's tables are taken as one."""
    tables = re.search(r"^\[", head, re.MULTILINE) if form == "toml" else None
    end = tables.start() if tables else len(head)
    starts = [match.start() for match in _STARTS[form].finditer(head, 0, end)] + ([end] if tables else [])
    line = at = 0
    for start, stop in pairwise([*starts, len(head)]):
        line += head.count("\n", at, start)
        at = start
        yield line, head[start:stop]


def _key(chunk: str, form: str) -> str:
    match = _KEYS[form].match(chunk)
    return match["key"].strip("\"'") if match else ""


def _of_chunk(
    chunk: str, form: str, load: Load, path: str, line: int
) -> tuple[dict[str, Any], Problem | None]:
    """What one key and its lines say, read as they are, mended, or else as plain text."""
    reason = "it is no key and value"
    for n, (text, reader) in enumerate(_attempts(chunk, form, load)):
        try:
            value = reader(text)
        except BROKEN as error:
            reason = _reason(error) if n == 0 else reason
            continue
        if isinstance(value, dict):
            return {str(key): item for key, item in value.items()}, _warning(n > 1, reason, value, path, line)
    plain = _plain(chunk, form)
    return plain, _warning(True, reason, plain, path, line)


def _attempts(chunk: str, form: str, load: Load) -> Iterator[tuple[str, Load]]:
    yield chunk, load
    if form == "yaml":
        yield chunk, _load_strings  # a value such as 2021-02-30 is kept as it is written
        yield chunk.expandtabs(2), load
        if match := _KEYS["yaml"].match(chunk):
            yield f"{match['key']}: {match['rest']}{chunk[match.end() :]}", load


def _load_strings(text: str) -> Any:
    return yaml.load(text, Loader=_STRINGS)


def _plain(chunk: str, form: str) -> dict[str, Any]:
    """The rest of a key's line, or the items below it, as plain text; nothing where there is no key."""
    match = _KEYS[form].match(chunk)
    if not match:
        return {}
    rest = uncommented(match["rest"])
    more = [line.strip() for line in chunk[match.end() :].splitlines() if line.strip()]
    if not rest and more and all(line.startswith("-") for line in more):
        return {match["key"]: [_unquoted(line.lstrip("- \t")) for line in more]}
    return {match["key"].strip("\"'"): _unquoted(" ".join([rest, *more]).strip())}


def uncommented(rest: str) -> str:
    """The rest of a key's line without a comment."""
    return _COMMENT.sub("", rest).strip()


def _unquoted(text: str) -> str:
    """A text without the quotation marks around it, or the one that was left open."""
    mark = text[:1]
    if mark != '"' and mark != "'":
        return text
    if len(text) > 1 and text.endswith(mark):
        return text[1:-1]
    return text if mark in text[1:] else text[1:]


def _reason(error: BaseException) -> str:
    reason = str(getattr(error, "problem", None) or error)
    return reason.splitlines()[0] if reason else type(error).__name__


def _warning(is_mended: bool, reason: str, made: dict[str, Any], path: str, line: int) -> Problem | None:
    if not is_mended:
        return None
    read_as = "; ".join(f"`{key}` was read as {value!r:.60}" for key, value in made.items())
    message = f"this line of the front matter is broken ({reason}); {read_as or 'it was left out'}"
    return Problem(path, line, "front-matter", "warning", message)
