"""Where a post's front matter stands, and what is to be said of its fences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from json import JSONDecoder
from typing import Any, NamedTuple

from dhtools.parse import salvage, values
from dhtools.parse.encodings import line_of
from dhtools.records import Problem

_OPENING = re.compile(r"[\ufeff\s]*(-{3,}|\+{3,})[ \t]*(?:\r\n?|\n)")
_CLOSING = {
    "yaml": re.compile(r"[\r\n](?:-{3,}|\.{3})[ \t]*(?:\r\n?|\n|\Z)"),
    "toml": re.compile(r"[\r\n]\+{3,}[ \t]*(?:\r\n?|\n|\Z)"),
}
_BLANK = re.compile(r"[\ufeff\s]*")
_LONGEST_KEY = 64
_RUN = re.compile(r"(?:(?:[^\W\d][\w .-]{0,60}[:：=]|[ \t]+\S|-[ \t])[^\r\n]*(?:\r\n?|\n|\Z))*")
"""Lines that may belong to a front matter, up to the first that is blank or begins otherwise."""

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_LINE_END = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")
_OBJECT = re.compile(r'\{\s*"[^"\n]+"\s*:')
_TEMPLATE = re.compile(
    r"""^[ \t]*[\w-]+[ \t]*[:=][ \t]*["']?(?:\{\{(?![<%]).*\}\}|<%.*%>)["']?[ \t\r]*$""", re.MULTILINE
)


class _Span(NamedTuple):
    """Offsets of a front matter."""

    start: int
    """Where it begins."""
    head: int
    """Where the lines inside its fences begin."""
    head_end: int
    """Where these lines end."""
    end: int
    """Where the body begins."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a post; without arguments, that of a post that has none."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """Its values under their keys as written."""
    folded: Mapping[str, Any] = field(default_factory=dict)
    """Those of its values that are not null, under keys without capital letters."""
    form: str | None = None
    """yaml, json or toml."""
    head: str = ""
    """Its lines without the fences."""
    first: int = 1
    """Number of the first of these lines."""
    lines: tuple[int, int] | None = None
    """Its first and last line, fences included."""
    end: int = 0
    """Offset at which the body begins."""
    is_template: bool = False
    """Whether its values are placeholders, such as `{{ title }}`."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, or only by guessing."""

    def line_of(self, key: str) -> int | None:
        """Line that a key stands on."""
        match = self._stated(key)
        return self.first + line_of(self.head, match.start()) - 1 if match else None

    def as_written(self, key: str) -> str | None:
        """What stands after a key on its line, without a comment."""
        match = self._stated(key)
        return salvage.uncommented(match[1]) if match else None

    def _stated(self, key: str) -> re.Match[str] | None:
        """The line of a key; where it stands several times, the last, whose value counts."""
        key = re.escape(key)
        lines = re.finditer(rf"""(?im)^["']?{key}["']?[ \t]*[:：=][ \t]*(.*)""", self.head)
        return max(lines, key=re.Match.start, default=None)


def read(text: str, path: str) -> FrontMatter:
    """The front matter of a decoded file.

    YAML or JSON between fences of `---` (the closing one also `...`), TOML between `+++`, and a JSON object
    at the top are read; so are keys whose opening fence is missing or doubled, or whose closing fence is
    missing. Prose between two rules is none.
    """
    opening = _OPENING.match(text)
    if not opening:
        return _without_opening(text, path)
    form = "toml" if opening[1][0] == "+" else "yaml"
    closing = _CLOSING[form].search(text, opening.end() - 1)
    if not closing:
        return _without_closing(text, opening, form, path)
    head = text[opening.end() : closing.start() + 1]
    if form == "yaml" and (not head or head.isspace()):
        return _empty_or_doubled(text, opening, closing, path)
    found = _made(
        text, _Span(opening.start(1), opening.end(), closing.start() + 1, closing.end()), form, path
    )
    if found is None or _runs_on(found):
        return _without_closing(text, opening, form, path)
    return found


def _made(text: str, span: _Span, form: str, path: str) -> FrontMatter | None:
    """The front matter at a span; None where it is prose."""
    head, first = text[span.head : span.head_end], line_of(text, span.head)
    lines = (line_of(text, span.start), line_of(text, min(span.head_end, span.end - 1)))
    if len(head) <= values.LIMIT and ("{{" in head or "<%" in head) and _TEMPLATE.search(head):
        message = "is a template, its front matter waits to be filled in; it was not read as a post"
        problems = (Problem(path, None, "template", "note", message),)
        return FrontMatter({}, {}, form, head, first, lines, span.end, True, problems)
    made, problems = values.read(head, form, path, first)
    if made is None:
        return None
    form = "json" if form == "yaml" and head.lstrip().startswith("{") else form
    folded = {key.casefold(): value for key, value in made.items() if value is not None}
    return FrontMatter(made, folded, form, head, first, lines, span.end, False, tuple(problems))


def _empty_or_doubled(text: str, opening: re.Match[str], closing: re.Match[str], path: str) -> FrontMatter:
    """No keys between two fences: either there are none, or the opening fence stands twice."""
    second = _CLOSING["yaml"].search(text, closing.end() - 1)
    if second and salvage.opens_with_key(text[closing.end() : closing.end() + 1000]):
        span = _Span(opening.start(1), closing.end(), second.start() + 1, second.end())
        found = _made(text, span, "yaml", path)
        if found and not _runs_on(found):
            message = "the opening fence of the front matter stands twice; delete one"
            return _with(found, path, "front-matter-doubled", "note", message)
    lines = (line_of(text, opening.start(1)), line_of(text, closing.start() + 1))
    return FrontMatter(form="yaml", lines=lines, end=closing.end())


def _without_closing(text: str, opening: re.Match[str], form: str, path: str) -> FrontMatter:
    """Keys after an opening fence up to the first line that is none; without keys the fence is a rule."""
    limit = opening.end() + values.LIMIT
    run = _RUN.match(text, opening.end(), limit)
    if not run or not salvage.is_keyed(run[0], form):
        return FrontMatter()
    if limit < len(text) and run.end() > limit - _LONGEST_KEY:
        message = (
            "the closing fence of the front matter is missing, and its lines go on and on; it was left unread"
        )
        problem = Problem(path, line_of(text, opening.start(1)), "front-matter-refused", "error", message)
        return FrontMatter(problems=(problem,))
    found = _made(text, _Span(opening.start(1), run.start(), run.end(), run.end()), form, path)
    message = "the closing fence of the front matter is missing; it was taken to end after the last key"
    return _with(found, path, "front-matter-unclosed", "warning", message) if found else FrontMatter()


def _without_opening(text: str, path: str) -> FrontMatter:
    """Keys at the top with a fence below them only, or a JSON object."""
    start = _BLANK.match(text).end()
    if text.startswith("{", start):
        return _bare_object(text, start, path)
    run = _RUN.match(text, start, start + values.LIMIT)
    closing = run and run[0] and _CLOSING["yaml"].match(text, run.end() - 1)
    if not closing or not salvage.opens_with_key(run[0]):
        return FrontMatter()
    found = _made(text, _Span(start, start, run.end(), closing.end()), "yaml", path)
    message = "the opening fence of the front matter is missing; put a line --- above it"
    return _with(found, path, "front-matter-unopened", "warning", message) if found else FrontMatter()


def _bare_object(text: str, start: int, path: str) -> FrontMatter:
    """A JSON object at the top of a file, as Hugo has it."""
    if not _OBJECT.match(text, start):
        return FrontMatter()
    try:
        _, length = JSONDecoder().raw_decode(text[start : start + values.LIMIT + 1])
    except (ValueError, RecursionError) as error:
        message = f"begins like a JSON front matter that cannot be read ({error}); it was left in the text"
        return FrontMatter(
            problems=(Problem(path, line_of(text, start), "front-matter", "warning", message),)
        )
    outer = start + length
    rest = _LINE_END.match(text, outer)
    found = _made(text, _Span(start, start, outer, rest.end()), "yaml", path) if rest else None
    return found or FrontMatter()


def _runs_on(found: FrontMatter) -> bool:
    """Whether its broken lines are prose after a blank line: a rule was taken for the closing fence."""
    if found.form == "toml" or not any(p.code.startswith("front-matter") for p in found.problems):
        return False
    _, *after = _PARAGRAPH.split(found.head[: values.LIMIT], maxsplit=1)
    return any(map(salvage.is_prose, after))


def _with(found: FrontMatter, path: str, code: str, severity: str, message: str) -> FrontMatter:
    """The front matter with one more problem, which comes first."""
    line = found.lines[0] if found.lines else None
    return replace(found, problems=(Problem(path, line, code, severity, message), *found.problems))
