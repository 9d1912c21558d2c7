"""The Chinese fonts that the reading page carries, cut down to the characters it shows."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from io import BytesIO


def embedded(face: str, characters: Iterable[str]) -> str:
    """A font with these characters alone, as a `data:` address of a WOFF file: the same bytes each time.

    Characters that the font lacks, such as most emoji, are left to the fonts of the machine.

    Args:
        face: "serif" (Noto Serif SC) or "sans" (Noto Sans SC).
        characters: what is to be shown in it.
    """
    import pylopdf_fonts_zh_cn as fonts
    from fontTools import subset

    path = {"serif": fonts.serif_path, "sans": fonts.sans_path}[face]()
    # No features: those of a Chinese font are for vertical text and variants that a page does not ask for.
    # Without subroutines outlines compress better.
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[], desubroutinize=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(character) for character in characters}))
    made = BytesIO()
    with subset.load_font(path, options) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(made)
    return "data:font/woff;base64," + base64.b64encode(made.getvalue()).decode("ascii")
