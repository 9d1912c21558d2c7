"""What the lines of a front matter say, in YAML, JSON or TOML."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

import yaml
from frontmatter.default_handlers import JSONHandler, SafeLoader, YAMLHandler

from dhtools.parse import salvage
from dhtools.parse.encodings import CONTROL
from dhtools.parse.salvage import TooMuchError
from dhtools.records import Problem

LIMIT = 100_000
"""Characters a front matter may have; the longest one met had under 4,000."""

DEPTH = 32
"""How deep its lists and mappings may be nested."""

NODES = 20_000
"""Values it may have once its aliases are written out."""

_LOOKS_HARMLESS = 2000
_YAML, _JSON = YAMLHandler(), JSONHandler()
_YAML_KEY = re.compile(r"^([^\s#\"'\-\[\]{}:][^:\n]*?)[ \t]*:(?=\s)", re.MULTILINE)
_HALF = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F][\da-fA-F]{2}"
)
"""Half of a pair of JSON escapes for one character: half a character cannot be written to a table."""

_DOTTED = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")


def read(head: str, form: str, path: str, first: int) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The values of a front matter.

    Args:
        head: the lines between its fences.
        form: "yaml" (or JSON), or "toml".
        path: the post's path, for problems.
        first: number of the first of the lines.

    Returns:
        The values by key, none where they are refused, and the problems; None for the values where the lines
        are no front matter but prose between two rules.
    """
    try:
        return _read(head, form, path, first)
    except TooMuchError as error:
        message = f"the front matter {error}: it was left unread, the text below it was not"
        return {}, [Problem(path, first, "front-matter-refused", "error", message)]


def _read(head: str, form: str, path: str, first: int) -> tuple[dict[str, Any] | None, list[Problem]]:
    if len(head) > LIMIT:
        raise TooMuchError(f"has {len(head):,} characters, more than {LIMIT:,}")
    head = CONTROL.sub("", head.replace("\r\n", "\n").replace("\r", "\n"))
    load = LOADERS[form]
    try:
        value = load(head)
    except salvage.BROKEN:
        value = ""
    if isinstance(value, dict):
        _refuse_excess(value)
        if _is_prose(value, head):
            return None, []
        return {str(key): item for key, item in value.items()}, _repeats(head, value, path, first)
    if value is None:
        return {}, []
    return salvage.read(head, form, load, path, first) if salvage.is_keyed(head, form) else (None, [])


def _load_yaml(text: str) -> Any:
    """YAML, of which JSON is nearly a part, but not its tabs; python-frontmatter's handler takes libyaml."""
    if text.lstrip().startswith("{"):
        try:
            return _JSON.load(_HALF.sub(r"\\ufffd", text))
        except RecursionError:
            raise TooMuchError("is nested too deeply") from None
        except ValueError:
            pass
    if len(text) > _LOOKS_HARMLESS or ("&" in text and "*" in text):
        _weigh(text)
    return _YAML.load(text)


def _load_toml(text: str) -> Any:
    # tomllib takes seconds for a key of thousands of parts.
    if text.count(".") > 32 and _DOTTED.search(text):
        raise TooMuchError("has a key of too many parts")
    try:
        return tomllib.loads(
            text
        )  # python-frontmatter's handler wants toml, a package that TOML 1 has passed by
    except RecursionError:
        raise TooMuchError("is nested too deeply") from None


LOADERS: Mapping[str, Callable[[str], Any]] = {"yaml": _load_yaml, "toml": _load_toml}


def _weigh(text: str) -> None:
    """Refuse YAML before it is built: deep nesting overruns libyaml's stack, aliases multiply."""
    sizes: dict[str, int] = {}
    open_nodes: list[list[Any]] = [[None, 0]]
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append([event.anchor, 1])
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_nodes.pop()
            sizes[anchor] = size
            open_nodes[-1][1] += size
        elif isinstance(event, yaml.AliasEvent):
            holds_itself = any(anchor == event.anchor for anchor, _ in open_nodes)
            open_nodes[-1][1] += NODES if holds_itself else sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            open_nodes[-1][1] += 1
        if len(open_nodes) > DEPTH:
            raise TooMuchError("is nested too deeply")
        if open_nodes[-1][1] >= NODES:
            raise TooMuchError(f"holds more than {NODES:,} values, its aliases written out")


def _refuse_excess(value: Any, left: int = DEPTH) -> None:
    """Refuse values that nothing further on could write: nested too deeply, or numbers without end."""
    if isinstance(value, dict):
        value = (*value, *value.values())
    elif value.__class__ is int and value.bit_length() > 4096:
        raise TooMuchError("holds a number of more than a thousand digits")
    elif not isinstance(value, list | tuple):
        return
    if not left:
        raise TooMuchError("is nested too deeply")
    for item in value:
        _refuse_excess(item, left - 1)


def _is_prose(value: Mapping[Any, Any], head: str) -> bool:
    """Whether a mapping is but a sentence with a colon between two rules.

    Such a sentence has a blank line or several words before the colon, and none of the keys that are known.
    """
    if head[:1] != "\n" and not any(" " in str(key) for key in value):
        return False
    return not any(str(key).casefold() in salvage.KNOWN for key in value)


def _repeats(head: str, value: Mapping[str, Any], path: str, first: int) -> list[Problem]:
    """A warning for each key that takes the place of an earlier one."""
    if len(_YAML_KEY.findall(head)) == len(value):
        return []
    lines: dict[str, list[int]] = {}
    for match in _YAML_KEY.finditer(head):
        lines.setdefault(match[1], []).append(first + head.count("\n", 0, match.start()))
    return [salvage.repeated(key, path, at[-1]) for key, at in lines.items() if len(at) > 1]


def front_json(front: Mapping[str, Any]) -> str:
    """A front matter as JSON, its keys in the file's order, dates as ISO 8601, other values as text.

    Examples:
        >>> front_json({"title": "渡口", "date": dt.date(2021, 3, 4)})
        '{"title": "渡口", "date": "2021-03-04"}'
    """
    try:
        return _ENCODE(front)
    except (TypeError, ValueError):  # keys that are dates, numbers such as .nan and .inf: rare, so tried last
        return _ENCODE(_plain(front))


def _plain(value: Any) -> Any:
    """A value that JSON can hold, down to its keys."""
    if isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else str(_plain(key)): _plain(item) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return str(value)
    return value if isinstance(value, str | int | float | None) else _as_text(value)


def _as_text(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return sorted(map(str, value)) if isinstance(value, set) else str(value)


_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_as_text).encode
