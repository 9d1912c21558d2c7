"""Cues: words that show a writer judging, doubting, conceding or reporting.

They stand in two tables that come with the package, `dhtools/data/critique_zh.csv` and `critique_en.csv`:

| column | |
|---|---|
| cue | a string, in simplified characters or in lower case; after `re:` a regular expression |
| kind | what the cue does: first_person_stance, affect, evaluation, conduct, endorsement, doubt, … |
| polarity | negative, positive, mixed or none: the way the sentence leans when nothing turns the cue |
| weight | −2 to 2, added to the log odds that the sentence is critical; below 0 for words of report |
| example | a sentence made up for the cue |
| source | literature that describes the kind, where there is one |

A regular expression begins with a plain character or a group of alternatives that each begin with one, and
holds no capturing group. Of cues that overlap the first counts, of those that begin together the longest
plain one, after the regular expressions. Traditional characters and capital letters are folded before the
search, one character to one, so that offsets stay what they are.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

VERSION = "2"
"""Version of the two tables: it goes up whenever a cue or a weight changes."""

LANGUAGES = ("zh", "en")
KINDS = frozenset(
    {
        "first_person_stance",
        "affect",
        "evaluation",
        "conduct",
        "endorsement",
        "doubt",
        "evidence_demanded",
        "contradiction",
        "concession",
        "irony",
        "intensifier",
        "obligation",
        "rhetorical_question",
        "correction",
        "comparison",
        "hedge",
        "attribution",
        "report",
    }
)
POLARITIES = frozenset({"negative", "positive", "mixed", "none"})
_REGEX = "re:"


class Cue(NamedTuple):
    """A row of the tables."""

    cue: str
    kind: str
    polarity: str
    weight: float
    example: str
    source: str


class Hit(NamedTuple):
    """A cue in a text."""

    start: int
    end: int
    text: str
    """The words found, folded."""
    cue: Cue


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Cues compiled for one pass over a text."""

    start: re.Pattern[str]
    """Finds a character that a cue begins with."""
    matchers: dict[str, Callable[[str, int], re.Match[str] | None]]
    """By that character: the cues that begin with it."""
    plain: dict[str, Cue]
    expressions: dict[str, Cue]
    """By the name of their group."""

    def find(self, text: str) -> list[Hit]:
        """The cues in a folded text, left to right, none overlapping."""
        hits: list[Hit] = []
        reached = 0
        matchers = self.matchers
        for at in [first.start() for first in self.start.finditer(text)]:
            if at < reached:
                continue
            found = matchers[text[at]](text, at)
            if found:
                reached = found.end()
                group = found.lastgroup
                cue = self.expressions[group] if group else self.plain[found[0]]
                hits.append(Hit(at, reached, found[0], cue))
        return hits


@dataclass(frozen=True, slots=True, eq=False)
class Lexicons:
    """The cues that a corpus is read with."""

    zh: Lexicon
    en: Lexicon

    def of(self, folded: str) -> Lexicon:
        """The cues for a text: Chinese ones where it has a Chinese character."""
        return self.zh if HAN.search(folded) else self.en


HAN = re.compile("[\u4e00-\u9fff]")
"""Characters by which a text is taken for Chinese."""


@cache
def shipped() -> Lexicons:
    """The cues that come with the package."""
    return Lexicons(lexicon("zh"), lexicon("en"))


def extended(tables: Iterable[str]) -> Lexicons:
    """The shipped cues with a user's own: a row of the same cue takes its place, one of weight 0 removes it.

    Args:
        tables: texts in CSV with the columns of the shipped tables, of which `example` and `source` may be
            left out. Chinese and English cues may stand in one table.

    Raises:
        ValueError: a table lacks a column, or a row is not allowed; the line is named.
    """
    own = [cue for table in tables for cue in parse_cues(table)]
    made = {}
    for language in LANGUAGES:
        cues = {fold(cue.cue): cue for cue in read(language)}
        for cue in own:
            name = fold(cue.cue)
            if bool(HAN.search(name)) is (language == "zh"):
                cues[name] = cue
        kept = [cue for cue in cues.values() if cue.weight]
        made[language] = compile_cues(kept, whole_words=language == "en")
    return Lexicons(**made)


@cache
def lexicon(language: str) -> Lexicon:
    """The cues of a language, read from the package on first use.

    Raises:
        ValueError: the language is neither zh nor en.
    """
    return compile_cues(read(language), whole_words=language == "en")


@cache
def read(language: str) -> tuple[Cue, ...]:
    """The rows of a language's table, as they stand.

    Raises:
        ValueError: the language is neither zh nor en.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} has no cues; it is one of {', '.join(LANGUAGES)}")
    text = resources.files("dhtools").joinpath("data", f"critique_{language}.csv").read_text("utf-8-sig")
    return tuple(parse_cues(text))


def parse_cues(text: str) -> list[Cue]:
    """The cues of a table in CSV.

    Raises:
        ValueError: a column is missing, or a row has a cue, kind, polarity or weight that is not allowed; the
            line is named.
    """
    table = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    missing = [name for name in ("cue", "kind", "polarity", "weight") if name not in (table.fieldnames or ())]
    if missing:
        raise ValueError(f"line 1: no column {', '.join(missing)}")
    return [_cue(row, line) for line, row in enumerate(table, start=2) if any(row.values())]


def _cue(row: dict[str, str | None], line: int) -> Cue:
    try:
        weight = float(row["weight"] or "")
    except ValueError:
        weight = float("nan")
    text = {name: row.get(name) or "" for name in Cue._fields if name != "weight"}
    cue = Cue(**text, weight=weight)
    if not cue.cue.removeprefix(_REGEX).strip():
        raise ValueError(f"line {line}: the cue is empty")
    if cue.kind not in KINDS or cue.polarity not in POLARITIES or not -2 <= cue.weight <= 2:
        values = f"kind {cue.kind!r}, polarity {cue.polarity!r} or weight {row['weight']!r}"
        raise ValueError(
            f"line {line}: {values} is not allowed; kinds: {', '.join(sorted(KINDS))}; "
            f"polarities: {', '.join(sorted(POLARITIES))}; weights: -2 to 2"
        )
    return cue


def compile_cues(cues: Iterable[Cue], *, whole_words: bool) -> Lexicon:
    """A pattern for each character that cues begin with: a scan then tries few cues at few places."""
    plain: dict[str, Cue] = {}
    expressions: dict[str, Cue] = {}
    words, patterns = defaultdict(list), defaultdict(list)
    for cue in cues:
        if cue.cue.startswith(_REGEX):
            name = f"e{len(expressions)}"
            expressions[name] = cue
            for first in _first_characters(cue.cue[len(_REGEX) :]):
                patterns[first].append(f"(?P<{name}>{cue.cue[len(_REGEX) :]})")
        else:
            word = fold(cue.cue)
            plain[word] = cue
            words[word[0]].append(word)
    edge = r"\b" if whole_words else ""
    matchers = {
        first: re.compile("(?:" + "|".join(patterns[first] + trees) + ")" + edge).match
        for first in words.keys() | patterns.keys()
        for trees in [[_tree(words[first])] if first in words else []]
    }
    return Lexicon(_start(edge, plain, patterns.keys()), matchers, plain, expressions)


def _start(edge: str, plain: Iterable[str], open_ended: Iterable[str]) -> re.Pattern[str]:
    """Where a cue may begin: its first character, with a second one that some cue has there.

    First characters are dealt into four groups, each with its second ones: most places drop out at once.
    """
    seconds: dict[str, set[str]] = defaultdict(set)
    alone = set(open_ended)
    for word in plain:
        if len(word) == 1:
            alone.add(word)
        else:
            seconds[word[0]].add(word[1])
    firsts = sorted(seconds.keys() - alone)
    groups = [group for group in (firsts[n::_GROUPS] for n in range(_GROUPS)) if group]
    branches = [f"(?<={_class(alone)})"] if alone else []
    branches += [
        f"(?<={_class(group)})(?={_class({second for first in group for second in seconds[first]})})"
        for group in groups
    ]
    return re.compile(f"{edge}{_class(seconds.keys() | alone)}(?:{'|'.join(branches)})")


_GROUPS = 4


def _class(characters: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, sorted(characters))) + "]"


_BEGINNING = re.compile(r"\[([^\]^-]+)\](?![?*])|\(\?:([^()]+)\)(?![?*])|([^\\.^$*+?{}()\[\]|])(?![?*])")


def _first_characters(expression: str) -> set[str]:
    """Characters that what an expression finds can begin with.

    Raises:
        ValueError: it begins with neither a character, a class nor a group of plain alternatives.
    """
    begins = _BEGINNING.match(expression)
    if not begins:
        raise ValueError(
            f"expression {expression!r} does not begin with a character, a class or a group of words"
        )
    if begins[2]:
        return {alternative[0] for alternative in begins[2].split("|")}
    return set(begins[1] or begins[3])


def _tree(words: Sequence[str]) -> str:
    """A pattern for any of the words, the longest first, letters they begin with written once."""
    branches: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            branches[word[0]].append(word[1:])
    parts = [re.escape(first) + (_tree(rest) if any(rest) else "") for first, rest in branches.items()]
    if not parts:
        return ""
    tree = parts[0] if len(parts) == 1 and "" not in words else "(?:" + "|".join(parts) + ")"
    return tree + "?" if "" in words else tree


def fold(text: str) -> str:
    """Lower case and simplified characters, one for one; curly apostrophes made straight."""
    found, table = _traditional()
    if found.search(text):
        text = text.translate(table)
    lower = text.lower()
    return lower if len(lower) == len(text) else text


@cache
def _traditional() -> tuple[re.Pattern[str], dict[int, str]]:
    """Characters to fold, with what each becomes: OpenCC's choice for a character that stands alone."""
    import opencc  # here, as importing the package is to load no dictionary

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {t: s for t, s in zip(characters, simplified, strict=True) if t != s and len(s) == 1}
    table |= {"著": "着", "’": "'"}
    return re.compile("[" + "".join(table) + "]"), {ord(old): new for old, new in table.items()}
