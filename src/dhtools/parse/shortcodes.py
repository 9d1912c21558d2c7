"""Shortcodes, Liquid tags and attribute lists, which a Markdown parser does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass

TAG = re.compile(
    r"\{\{[<%]\s*(?P<close>/)?\s*(?P<name>[\w.-]+)?(?P<rest>.*?)[>%]\}\}"
    r"|\{%-?\s*(?P<end>end)?(?P<liquid>[\w-]+)(?P<options>.*?)-?%\}",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(r"(?m)^[ \t]*(?:\{:[^{}\n]*\}|<--->)[ \t]*$")
"""Lines such as kramdown's `{:.small}`, and the bar between two columns in Hugo themes."""
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")


@dataclass(frozen=True, slots=True)
class Tag:
    """A shortcode or Liquid tag."""

    name: str
    start: int
    end: int
    is_closing: bool
    is_alone: bool
    """Whether nothing else stands on its lines."""
    arguments: str


@dataclass(frozen=True, slots=True)
class Region:
    """What stands between an opening tag and its closing one, tags included."""

    name: str
    start: int
    end: int
    arguments: str


def tags(text: str, start: int) -> list[Tag]:
    """The tags of a text from offset `start` on, in order."""
    if "{{" not in text and "{%" not in text and "{:" not in text and "<--->" not in text:
        return []
    found = [_tag(text, match) for match in TAG.finditer(text, start)]
    found += [Tag("", m.start(), m.end(), False, True, m[0]) for m in _ATTRIBUTES.finditer(text, start)]
    return sorted(found, key=lambda tag: tag.start)


def _tag(text: str, match: re.Match[str]) -> Tag:
    name = (match["name"] or match["liquid"] or "").lower()
    arguments = (match["rest"] or match["options"] or "").strip()
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    line_end = text.find("\n", match.end())
    after = text[match.end() : line_end if line_end >= 0 else len(text)]
    is_closing = bool(match["close"] or match["end"])
    return Tag(name, match.start(), match.end(), is_closing, not (before + after).strip(" \t\r>"), arguments)


def regions(found: list[Tag]) -> list[Region]:
    """Pairs of opening and closing tags; an inner pair belongs to the outer one."""
    made: list[Region] = []
    opened: list[Tag] = []
    for tag in found:
        if not tag.is_closing:
            opened.append(tag)
            continue
        matching = [k for k, other in enumerate(opened) if other.name == tag.name]
        if matching:
            first = opened[matching[-1]]
            del opened[matching[-1] :]
            made = [region for region in made if region.start < first.start]
            made.append(Region(tag.name, first.start, tag.end, first.arguments))
    return made


def is_quote(region: Region, names: tuple[str, ...]) -> bool:
    """Whether a region quotes: its name says so, or the kind it names (`admonition quote`).

    A box that can hold anything, such as `admonition`, counts only with the word "quote" among its
    arguments.
    """
    if region.name not in names:
        return False
    arguments = region.arguments.casefold()
    if region.name == "hint":
        return not _NOTICE.search(arguments)
    return region.name not in _BOXES or "quote" in arguments


_BOXES = frozenset({"admonition", "callout", "notice", "note"})
_NOTICE = re.compile(r"warning|danger|caution|info|note|tip|important")


def title(region: Region) -> str:
    """What an opening tag says of its content beside its kind: a page, a source."""
    quoted = [
        text
        for text in _QUOTED.findall(region.arguments)
        if text.casefold() not in ("quote", "true", "false")
    ]
    return " ".join(quoted) if quoted or region.name in _BOXES else region.arguments


def mask(text: str, found: list[Tag]) -> str:
    """The text with its tags made invisible to a Markdown parser, every byte in its place.

    A tag alone on its line becomes blanks, so that the paragraphs around it part; one inside a line becomes
    an empty HTML tag.
    """
    if not found:
        return text
    pieces, at = [], 0
    for tag in found:
        if tag.start >= at:
            pieces += [text[at : tag.start], _filler(text[tag.start : tag.end], tag.is_alone)]
            at = tag.end
    return "".join([*pieces, text[at:]])


def _filler(tag: str, is_alone: bool) -> str:
    sizes = [len(character.encode("utf-8", "surrogatepass")) for character in tag]
    if is_alone or "\n" in tag:
        return "".join("\n" if c == "\n" else " " * size for c, size in zip(tag, sizes, strict=True))
    return "<x" + " " * (sum(sizes) - 3) + ">"
