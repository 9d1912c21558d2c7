"""Which characters count as the same in a search on the reading page."""

from __future__ import annotations

from functools import cache

from dhtools.parse.cues import fold

CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'", "\u3000": " "}


def table(text: str) -> dict[str, str]:
    """What each character becomes before it is compared, for all that can be found in the text.

    Traditional characters become simplified ones, full-width letters and digits ordinary ones, curly quotation
    marks straight ones. Case is the browser's to fold. A traditional character that is not in the text itself
    has an entry where its simplified one is in it, so that both find the same.

    Args:
        text: all that can be searched.

    Examples:
        >>> table("他們來")
        {'來': '来', '們': '们'}
    """
    present = set(fold(text))
    return {old: new for old, new in _all().items() if new in present or old in text}


@cache
def _all() -> dict[str, str]:
    found = {old: fold(old) for old in map(chr, range(0x4E00, 0xA000))}
    found = {old: new for old, new in found.items() if old != new}
    found |= {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    return found | CURLY
