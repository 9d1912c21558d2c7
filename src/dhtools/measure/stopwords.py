"""Stop words: what a count of words leaves out, for it says how people write and not what about.

They are two tables of our own that come with the package, `dhtools/data/stopwords_zh.csv` and
`stopwords_en.csv`, made from the closed classes of grammar rather than from counts:

| column | |
|---|---|
| word | in simplified characters, or in small letters |
| voice | quote, commentary, or both: whose words it is left out of |
| kind | particle, pronoun, conjunction, …: why |

Denial, contrast and modality (不, 但是, 应该; not, but, must) are how a reader contradicts a book: they are left out
of quotes only. Words by which notes speak of themselves (摘录, 这段话; passage, quoted) are left out of
commentary only. Comparing the two voices leaves out what is listed for both.

To change the list, change the table and give its words::

    own = terms.stopword_table().query("kind != 'pronoun'")
    terms.frequencies(corpus, stopwords=terms.stopwords("commentary", own) | {"渡口"})
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import pandas as pd

from dhtools.measure import voices

LANGUAGES = ("zh", "en")


def stopword_table() -> pd.DataFrame:
    """The stop words of both languages: columns `word`, `voice` (quote, commentary, both), `kind`."""
    return _read().copy()


def stopwords(voice: str | None = None, table: pd.DataFrame | None = None) -> frozenset[str]:
    """The words left out of a voice, or of a comparison of both.

    Args:
        voice: quote or commentary; None for the words that say little in either.
        table: columns `word`, `voice`; the package's own if not given.

    Raises:
        ValueError: no such voice, or a column is missing.

    Examples:
        >>> "不" in stopwords("quote"), "不" in stopwords("commentary")
        (True, False)
    """
    table = _read() if table is None else table
    if missing := {"word", "voice"} - set(table.columns):
        raise ValueError(f"table has no column {', '.join(sorted(missing))}: it needs word and voice")
    wanted = ["both"] if voice is None else ["both", voices.check(voice)]
    return frozenset(table.loc[table["voice"].isin(wanted), "word"])


@cache
def _read() -> pd.DataFrame:
    folder = resources.files("dhtools").joinpath("data")
    tables = []
    for language in LANGUAGES:
        with folder.joinpath(f"stopwords_{language}.csv").open(encoding="utf-8") as file:
            tables.append(pd.read_csv(file, dtype="string", keep_default_na=False))
    return pd.concat(tables, ignore_index=True)
