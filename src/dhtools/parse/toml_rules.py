"""Rules that the tables of a TOML file are checked by.

A rule is a function of a `Value` that returns what the program wants, or raises `ConventionsError` with the
file, the line where it can be told, the key, the value and what is allowed.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from dhtools.errors import ConventionsError

Rule = Callable[["Value"], Any]


class Value(NamedTuple):
    """A value of the file, with what an error message about it needs."""

    at: Any
    """The value itself."""
    key: str
    """Its key, with those of the tables around it and dots between them; empty for the whole file."""
    text: str
    """Text of the file."""
    path: str
    """Name of the file."""

    def inside(self, key: str) -> Value:
        """The value under a key of this table."""
        return self._replace(at=self.at[key], key=f"{self.key}.{key}" if self.key else key)

    def error(self, message: str) -> ConventionsError:
        """What to raise about the value."""
        line = _line(self.text, self.key, self.at)
        where = f"{self.path}, line {line}" if line else self.path
        return ConventionsError(f"{where}: `{self.key}` {message}")

    def refused(self, allowed: str) -> ConventionsError:
        """What to raise where another value is wanted."""
        return self.error(f"is {_shown(self.at)}; allowed: {allowed}")


def load(text: str, path: str) -> Value:
    """The whole of a TOML file as one value.

    Raises:
        ConventionsError: the text is no TOML.
    """
    try:
        return Value(tomllib.loads(text.removeprefix("\ufeff")), "", text, path)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConventionsError(f"{path}: this is no TOML: {error}{_hint(text, str(error))}") from None


def table(value: Value, rules: Mapping[str, tuple[str, Rule]]) -> dict[str, Any]:
    """The fields that a table states.

    Args:
        value: the table.
        rules: for each key the field it fills and its rule; where the field is "", the rule makes several.
    """
    if not isinstance(value.at, dict):
        raise value.refused("a table")
    fields: dict[str, Any] = {}
    for key in value.at:
        if key not in rules:
            raise value.inside(key).error(f"is no key here (known: {', '.join(rules)}){_near(key, rules)}")
        name, rule = rules[key]
        made = rule(value.inside(key))
        fields |= {name: made} if name else made
    return fields


def entries(made: type, required: str, rules: Mapping[str, tuple[str, Rule]]) -> Rule:
    """Rule for an array of tables, each to be an object of the class `made`."""

    def rule(value: Value) -> tuple[Any, ...]:
        if not isinstance(value.at, list):
            raise value.refused(f"one or more tables [[{value.key}]]")
        return tuple(made(**entry(value._replace(at=item))) for item in value.at)

    def entry(value: Value) -> dict[str, Any]:
        fields = table(value, rules)
        if required not in fields:
            raise value.error(f"lacks its `{required}` in one of the tables [[{value.key}]]")
        return fields

    return rule


def section(rules: Mapping[str, tuple[str, Rule]]) -> Rule:
    """Rule for a table whose keys fill fields of what the whole file makes."""
    return partial(table, rules=rules)


def string(value: Value) -> str:
    """Rule for a text that says something."""
    if not isinstance(value.at, str) or not value.at.strip():
        raise value.refused("a text that is not empty")
    return value.at


def strings(value: Value) -> tuple[str, ...]:
    """Rule for a list of texts, or for one without the list."""
    items = [value.at] if isinstance(value.at, str) else value.at
    if not isinstance(items, list):
        raise value.refused("a list of texts")
    return tuple(string(value._replace(at=item)) for item in items)


def mapping(value: Value) -> dict[str, str]:
    """Rule for a table of texts under any keys."""
    if not isinstance(value.at, dict):
        raise value.refused('a table of lines such as "short" = "full"')
    return {key: string(value.inside(key)) for key in value.at}


def one_of(*names: str) -> Rule:
    """Rule for one of some words."""

    def rule(value: Value) -> str:
        if value.at not in names:
            raise value.refused(", ".join(names))
        return value.at

    return rule


def number(least: float, most: float) -> Rule:
    """Rule for a number between two others."""

    def rule(value: Value) -> float:
        if type(value.at) not in (int, float) or not least <= value.at <= most:
            raise value.refused(f"a number from {least:g} to {most:g}")
        return float(value.at)

    return rule


def encoding(value: Value) -> str:
    """Rule for the name of an encoding."""
    name = string(value)
    try:
        "".encode(name)  # knows, other than codecs.lookup, that "base64" encodes no text
    except (LookupError, ValueError):
        raise value.refused("an encoding that Python knows, such as utf-8, gb18030, big5") from None
    return name


def _near(key: str, rules: Mapping[str, tuple[str, Rule]]) -> str:
    """The known key that is meant, perhaps one that belongs in a section."""
    inner = {
        name: f"{outer}.{name}"
        for outer, (_, rule) in rules.items()
        if isinstance(rule, partial)
        for name in rule.keywords["rules"]
    }
    near = difflib.get_close_matches(key, [*rules, *inner], n=1)
    return f"; did you mean `{inner.get(near[0], near[0])}`?" if near else ""


def _line(text: str, key: str, at: Any) -> int | None:
    """Line that states a key, or that value of it; None where it cannot be told."""
    name = re.escape(key.rpartition(".")[2])
    is_stated = re.compile(rf"""\s*(?:\[+\s*["']?{name}["']?\s*\]|(?:\w+\.)*["']?{name}["']?\s*[=.])""").match
    lines = [number for number, line in enumerate(text.splitlines(), 1) if is_stated(line)]
    if len(lines) > 1 and isinstance(at, str):
        is_meant = re.compile(rf"""["']{re.escape(at)}["']""").search
        lines = [number for number in lines if is_meant(text.splitlines()[number - 1])]
    return lines[0] if len(lines) == 1 else None


def _shown(at: Any) -> str:
    return f'"{at}"' if isinstance(at, str) else "a table" if isinstance(at, dict) else repr(at)


def _hint(text: str, error: str) -> str:
    """What to do about the slip that Chinese corpora invite: TOML wants their keys in quotation marks."""
    found = re.search(r"at line (\d+)", error)
    line = text.splitlines()[int(found[1]) - 1] if found else ""
    is_bare = re.match(r"\s*[^\s#=\"'\[]*[^\x00-\x7f][^=]*=", line)
    return '; write a key that is not ASCII in quotation marks: "键" = …' if is_bare else ""
