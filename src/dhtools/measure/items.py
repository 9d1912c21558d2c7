"""The measures: what counts as an item of each, and when two readers' items are the same.

A set-off quote is known by its first and last line, an inline quote by its line and first letters, a citation
by its line and target. Letters are compared bare, without markup, punctuation, white space and case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from dhtools.labels import Citation, Commentary, Inline, Quote, Scare, Sentence, Span

MARKS = re.compile(
    r"[\s*_`#>~\[\]<>“”\"‘’'「」『』《》〈〉（）()。，,.；;：:!?！？—–\-…·\u200b\u200c\u200d\ufeff\\]+"
)
ABOUT_A_WORK = ("notes", "excerpts", "review")
"""Genres whose posts are measured unless others are asked for."""
SENTENCE_LETTERS, INLINE_LETTERS = 3, 4
"""Letters by which a sentence, or a quote in the running text, is known on its line."""


class Item(NamedTuple):
    """One thing that a reader says of a post."""

    key: Hashable
    line: int
    what: str
    label: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader says of a post, of the lines that are compared; a span said twice counts once."""

    lines: dict[int, str]
    quotes: dict[Span, Quote]
    inline: list[Inline]
    commentary: dict[Span, Commentary]
    sentences: list[Sentence]
    citations: list[Citation]
    scares: list[Scare]


def bare(text: str | None) -> str:
    """Text as it is compared: letters only.

    Examples:
        >>> bare("**《旧日渡口》**, Vol. 1")
        '旧日渡口vol1'
    """
    return MARKS.sub("", unicodedata.normalize("NFKC", text or "")).casefold()


def page(text: str | None) -> str:
    """A page or range as it is compared: figures only, written out.

    Examples:
        >>> page("46页"), page("44-5"), page("230 – 231"), page("xii")
        ('46', '44-45', '230-231', 'xii')
    """
    found = re.findall(r"\d+", text or "")
    if not found:
        return (text or "").strip().casefold()
    if len(found) == 1:
        return str(int(found[0]))
    first, last = found[:2]
    return f"{int(first)}-{int(first[: max(len(first) - len(last), 0)] + last)}"


def about_a_work(genre: str | None) -> Iterator[Item]:
    """One item if a post of that genre is about a work, or else none."""
    if genre in ABOUT_A_WORK:
        yield Item("", 1, "about a work")


def genre(genre: str | None) -> Iterator[Item]:
    """The genre of a post as one item."""
    yield Item(genre, 1, f"genre {genre}", label=genre)


def _lines(kind: str | None, own: Seen, _: Seen) -> Iterator[Item]:
    return (Item((n, k), n, k, label=k) for n, k in own.lines.items() if kind in (None, k))


def _quotes(own: Seen, _: Seen) -> Iterator[Item]:
    return (Item(span, span[0], f"quote {_shown(span)}", rule=q.rule) for span, q in own.quotes.items())


def _pages(own: Seen, _: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if quote.page:
            yield Item((span, page(quote.page)), span[0], f"page {quote.page}", label=quote.locator)


def _sources_of_found(own: Seen, other: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if span in other.quotes:
            yield Item((span, quote.source), span[0], f"source {quote.source}", label=quote.source)


def _other_sources(own: Seen, _: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if quote.source not in ("book", None):
            yield Item((span, quote.source), span[0], f"source {quote.source}", label=quote.source)


def _abridged(own: Seen, other: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if quote.is_abridged and span in other.quotes:
            yield Item(span, span[0], "abridged")


def _speakers(own: Seen, _: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if quote.speaker:
            yield Item((span, bare(quote.speaker)), span[0], f"speaker {quote.speaker}")


def _inline(own: Seen, _: Seen) -> Iterator[Item]:
    for line, text, rule in own.inline:
        yield Item((line, bare(text)[:INLINE_LETTERS]), line, f"inline {text}", rule=rule)


def _scares(own: Seen, _: Seen) -> Iterator[Item]:
    return (Item((line, bare(text)), line, f"scare {text}", rule=rule) for line, text, rule in own.scares)


def _commentary(own: Seen, _: Seen) -> Iterator[Item]:
    return (Item(span, span[0], f"commentary {_shown(span)}") for span in own.commentary)


def _roles_of_found(own: Seen, other: Seen) -> Iterator[Item]:
    for span, prose in own.commentary.items():
        if span in other.commentary:
            what = f"role {prose.role or 'not told'}"
            yield Item((span, prose.role), span[0], what, label=prose.role, rule=prose.rule)


def _critiques(own: Seen, _: Seen) -> Iterator[Item]:
    for span, prose in own.commentary.items():
        if prose.role == "critique":
            yield Item(span, span[0], f"critique {_shown(span)}", rule=prose.rule)


def _stances_of_found(own: Seen, other: Seen) -> Iterator[Item]:
    critiques = {span for span, prose in other.commentary.items() if prose.role == "critique"}
    for span, prose in own.commentary.items():
        if prose.role == "critique" and span in critiques:
            what = f"stance {prose.stance or 'not told'}"
            yield Item((span, prose.stance), span[0], what, label=prose.stance)


def _answers(own: Seen, _: Seen) -> Iterator[Item]:
    for span, prose in own.commentary.items():
        if prose.answers:
            what = f"answers {_shown(prose.answers)}"
            yield Item((prose.answers, span), span[0], what, rule=prose.answers_rule)


def _leadins(own: Seen, _: Seen) -> Iterator[Item]:
    for span, quote in own.quotes.items():
        if quote.leadin:
            what = f"lead-in {_shown(quote.leadin)}"
            yield Item((span, quote.leadin), span[0], what, rule=quote.leadin_rule)


def _sentences(own: Seen, _: Seen) -> Iterator[Item]:
    return (Item(sentence_key(s), s.line, f"sentence {s.text}") for s in own.sentences)


def _critical(own: Seen, _: Seen) -> Iterator[Item]:
    return (Item(sentence_key(s), s.line, f"critical {s.text}") for s in own.sentences if s.is_critical)


def sentence_key(sentence: Sentence) -> tuple[int, str]:
    """What a sentence is known by: its line and first letters."""
    return sentence.line, bare(sentence.text)[:SENTENCE_LETTERS]


def _citations(wanted: str | None, own: Seen, _: Seen) -> Iterator[Item]:
    return (item for item in _citation_forms(own, _) if wanted in (None, item.label))


def _citation_forms(own: Seen, _: Seen) -> Iterator[Item]:
    for line, form, target, rule in own.citations:
        key = page(target) if form == "page" else bare(target)
        yield Item((line, key, form), line, f"{form} {target}", label=form, rule=rule)


def _form_aside(own: Seen, _: Seen) -> Iterator[Item]:
    return (item._replace(key=item.key[:2]) for item in _citation_forms(own, _))


def _shown(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"


Measure = Callable[[Seen, Seen], Iterator[Item]]
"""The items of the first of two readers; the second says what both found, where only that is compared."""

GENRE_MEASURES: Mapping[str, Callable[[str | None], Iterator[Item]]] = {
    "posts: genre": genre,
    "posts: notes, excerpts or review": about_a_work,
}
POST_MEASURES: Mapping[str, Measure] = {
    "lines: quote": partial(_lines, "quote"),
    "lines: commentary": partial(_lines, "commentary"),
    "quotes: block boundaries": _quotes,
    "quotes: page": _pages,
    "quotes: source, of those found": _sources_of_found,
    "quotes: source other than book": _other_sources,
    "quotes: abridged": _abridged,
    "quotes: speaker": _speakers,
    "quotes: inline": _inline,
    "scare quotes": _scares,
    "commentary: boundaries": _commentary,
    "commentary: role, of those found": _roles_of_found,
    "commentary: critique": _critiques,
    "commentary: stance, of critique found": _stances_of_found,
    "links: answers": _answers,
    "links: lead-ins": _leadins,
    "sentences: boundaries": _sentences,
    "sentences: critical": _critical,
    "citations: page": partial(_citations, "page"),
    "citations: title": partial(_citations, "title"),
    "citations: author_title": partial(_citations, "author_title"),
    "citations: link": partial(_citations, "link"),
    "citations: all, form aside": _form_aside,
}
BREAKDOWNS: Mapping[str, Measure] = {
    "lines: kind": partial(_lines, None),
    "citations: form": _citation_forms,
}
"""Measures that are shown by label only."""
MEASURES = (*GENRE_MEASURES, *POST_MEASURES)
"""Names of all measures, in the order in which they are shown."""
