"""Width of text in columns, of which a Chinese character takes two."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns that text takes: two for a wide character, none for a combining one.

    Examples:
        >>> width("灯火 lamp")
        9
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def cut(text: str, columns: int) -> str:
    """Text that takes no more than so many columns; where it is cut stands "…".

    Examples:
        >>> cut("灯火与船钞", 7)
        '灯火与…'
    """
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def wrap(text: str, columns: int) -> list[str]:
    """Text in lines of no more than so many columns, broken at a space or between Chinese characters.

    Examples:
        >>> wrap("重读《灯火与船钞》 again", 14)
        ['重读《灯火与船', '钞》 again']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.rstrip() else lines


def _pieces(text: str) -> list[str]:
    """Words with the space after them, and wide characters with the marks that may not begin a line."""
    pieces = [""]
    for before, character in zip(" " + text, text, strict=False):
        closes = unicodedata.category(character) in ("Pe", "Pf", "Po") and character not in "#@&*"
        is_wide = (
            unicodedata.east_asian_width(character) in "WF" or unicodedata.east_asian_width(before) in "WF"
        )
        opens = unicodedata.category(before) in ("Ps", "Pi")
        if not character.isspace() and not closes and not opens and (is_wide or before.isspace()):
            pieces.append("")
        pieces[-1] += character
    return [piece for piece in pieces if piece]
