"""Words of quotes and commentary: what each voice talks about, and how that differs.

The functions stand in modules of their own; this is the door to them.
"""

from __future__ import annotations

from dhtools.measure.frequencies import frequencies
from dhtools.measure.names import dictionary
from dhtools.measure.stopwords import stopword_table, stopwords
from dhtools.measure.words import words

__all__ = ["dictionary", "frequencies", "stopword_table", "stopwords", "words"]
