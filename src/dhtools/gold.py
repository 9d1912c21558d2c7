"""Labels made by hand, read from a folder of JSON lines.

A file NAME.jsonl holds the labels of the post NAME.md, one JSON object a line, anchored to lines of the
post; `genre.jsonl` holds the genres of posts by path. An object of `"type": "block"` has `lines`, `kind` and,
by its kind, `form`, `source`, `page`, `speaker`, `leadin`, `abridged`, `role`, `stance`, `answers`; the other
types are `sentence`, `citation`, `scare` and, among the genres, `post`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dhtools import records
from dhtools.errors import GoldError
from dhtools.labels import Block, Citation, Commentary, Inline, Labels, Quote, Reading, Scare, Sentence, Span

GENRES_FILE = "genre.jsonl"
CLOSED = {
    "kind": records.BLOCK_KINDS,
    "source": records.SOURCES,
    "role": records.ROLES,
    "stance": records.STANCES,
    "genre": records.GENRES,
}
"""Fields with a closed list of values; `form` has one list for blocks and another for citations."""
Label = Mapping[str, Any]


class _FaultError(ValueError):
    """What is wrong with a label."""


def has_labels(folder: str | Path) -> bool:
    """Whether a folder holds labels."""
    return any(Path(folder).expanduser().glob("*.jsonl"))


def read(folder: str | Path) -> Labels:
    """Reads the labels in a folder.

    Raises:
        GoldError: the folder is missing or holds no labels, or a line cannot be understood; it names file,
            line and what is wrong.
    """
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise GoldError(f"no folder {folder}: give the folder that holds the labels, NAME.jsonl for NAME.md")
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise GoldError(f"no labels in {folder}: it holds no file NAME.jsonl")
    posts = {file.stem: _post(file) for file in files if file.name != GENRES_FILE}
    genres = folder / GENRES_FILE
    return Labels(posts, dict(_read(genres, {"post": _genre})) if genres.exists() else {})


def _post(file: Path) -> Reading:
    reading = Reading(f"{file.stem}.md")
    places = {
        Block: reading.blocks,
        Quote: reading.quotes,
        Inline: reading.inline,
        Commentary: reading.commentary,
        Sentence: reading.sentences,
        Citation: reading.citations,
        Scare: reading.scares,
    }
    for made in _read(file, READERS):
        for label in made:
            places[type(label)].append(label)
    return reading


def _read(file: Path, readers: Mapping[str, Callable[[Label], Any]]) -> Iterator[Any]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _made(line, readers)
        except _FaultError as fault:
            raise GoldError(f"{file}:{number}: {fault}") from None


def _made(line: str, readers: Mapping[str, Callable[[Label], Any]]) -> Any:
    try:
        label = json.loads(line)
    except json.JSONDecodeError as error:
        raise _FaultError(f"no JSON: {error.msg} at character {error.colno}") from None
    if not isinstance(label, dict):
        raise _FaultError("not a JSON object in braces")
    kind = label.get("type")
    if kind not in readers:
        raise _FaultError(f'"type" is {_shown(kind)}, not one of {", ".join(readers)}')
    for name, allowed in CLOSED.items():
        _check(label, name, allowed)
    return readers[kind](label)


def _block(label: Label) -> list[Block | Quote | Inline | Commentary]:
    lines, kind = _span(label, "lines"), _string(label, "kind")
    _check(label, "form", records.FORMS)
    if label.get("form") == "inline":
        return [Inline(lines[0], _string(label, "text_start"))]
    made: list[Block | Quote | Inline | Commentary] = [Block(lines, kind)]
    if kind == "quote":
        made.append(
            Quote(
                lines,
                source=_string(label, "source"),
                page=_optional(label, "page"),
                speaker=_optional(label, "speaker"),
                is_abridged=label.get("abridged") is True,
                leadin=_span(label, "leadin") if label.get("leadin") else None,
            )
        )
    if kind == "commentary":
        made.append(_commentary(label, lines))
    return made


def _commentary(label: Label, lines: Span) -> Commentary:
    role, stance = _string(label, "role"), _optional(label, "stance")
    if role == "critique" and stance is None:
        raise _FaultError('a critique without "stance"')
    answers = _span(label, "answers") if label.get("answers") else None
    return Commentary(lines, role, stance, answers)


def _sentence(label: Label) -> list[Sentence]:
    critical = label.get("critical")
    if not isinstance(critical, bool):
        raise _FaultError(f'"critical" is {_shown(critical)}, not true or false')
    return [Sentence(_line(label), _string(label, "start"), critical, _optional(label, "stance"))]


def _citation(label: Label) -> list[Citation]:
    _check(label, "form", records.CITATION_FORMS)
    return [Citation(_line(label), _string(label, "form"), _string(label, "target"))]


def _scare(label: Label) -> list[Scare]:
    return [Scare(_line(label), _string(label, "text"))]


def _genre(label: Label) -> tuple[str, str]:
    return _string(label, "path"), _string(label, "genre")


READERS = {"block": _block, "sentence": _sentence, "citation": _citation, "scare": _scare}
"""How a label of a post is read, by its type."""


def _check(label: Label, name: str, allowed: tuple[str, ...]) -> None:
    if label.get(name) is not None and label[name] not in allowed:
        raise _FaultError(f'"{name}" is {_shown(label[name])}, not one of {", ".join(allowed)}')


def _string(label: Label, name: str) -> str:
    value = _optional(label, name)
    if value is None:
        raise _FaultError(f'"{name}" is missing')
    return value


def _optional(label: Label, name: str) -> str | None:
    value = label.get(name)
    if value is not None and not isinstance(value, str):
        raise _FaultError(f'"{name}" is {_shown(value)}, not a string')
    return value


def _line(label: Label) -> int:
    value = label.get("line")
    if type(value) is not int or value < 1:
        raise _FaultError(f'"line" is {_shown(value)}, not a line number from 1')
    return value


def _span(label: Label, name: str) -> Span:
    value = label.get(name)
    is_span = isinstance(value, list) and len(value) == 2 and all(type(line) is int for line in value)
    if not is_span or not 1 <= value[0] <= value[1]:
        raise _FaultError(f'"{name}" is {_shown(value)}, not [first line, last line]')
    return value[0], value[1]


def _shown(value: object) -> str:
    return "missing" if value is None else json.dumps(value, ensure_ascii=False)
