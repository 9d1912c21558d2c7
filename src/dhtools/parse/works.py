"""Cited works: the titles that citations name, gathered into works."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from dhtools.parse import books
from dhtools.parse.conventions import Conventions
from dhtools.parse.reading import fold
from dhtools.records import Citation, Work

_TITLED = frozenset({"title", "author_title"})


def gather(citations: Iterable[Citation], conventions: Conventions) -> tuple[list[Citation], list[Work]]:
    """Citations with the work each refers to, and the works with their counts."""
    full = {fold(short): title for short, title in conventions.works.items()}
    made: list[Citation] = []
    found: dict[str, list[Citation]] = defaultdict(list)
    titles: dict[str, str] = {}
    for citation in citations:
        if citation.form not in _TITLED:
            made.append(citation)
            continue
        title = full.get(fold(citation.target), citation.target)
        work_id = books.key(title)
        titles.setdefault(work_id, title)
        citation = citation._replace(work_id=work_id)
        found[work_id].append(citation)
        made.append(citation)
    return made, [_work(work_id, titles[work_id], rows) for work_id, rows in sorted(found.items())]


def _work(work_id: str, title: str, rows: list[Citation]) -> Work:
    authors = Counter(row.author for row in rows if row.author)
    author = min(authors, key=lambda name: (-authors[name], name)) if authors else None
    return Work(work_id, title, author, len(rows), len({row.post_id for row in rows}))
