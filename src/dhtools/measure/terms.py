"""Words of quotes and commentary: what each voice talks about, and how that differs.

The functions stand in modules of their own; this is the door to them.
"""

from __future__ import annotations

from dhtools.measure.collocation import collocates
from dhtools.measure.concordance import concordance
from dhtools.measure.frequencies import frequencies
from dhtools.measure.keyness import book_against_others, commentary_against_quotes, keyness
from dhtools.measure.names import dictionary
from dhtools.measure.stopwords import stopword_table, stopwords
from dhtools.measure.words import words

__all__ = [
    "book_against_others",
    "collocates",
    "commentary_against_quotes",
    "concordance",
    "dictionary",
    "frequencies",
    "keyness",
    "stopword_table",
    "stopwords",
    "words",
]
