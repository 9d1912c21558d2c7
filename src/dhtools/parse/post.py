"""One post to records: its blocks, then what is quoted, cited, answered in them, then what it is."""

from __future__ import annotations

from typing import Any

from dhtools.parse import blocks, books, frame, genre, links, posts, quotes, rows, scorers, study
from dhtools.parse.conventions import Conventions
from dhtools.parse.passages import Passage
from dhtools.parse.reading import language
from dhtools.parse.scorers import Scorer
from dhtools.parse.study import Study
from dhtools.records import Citation, Post, Problem, Section

Records = dict[str, list[Any]]
ON_A_WORK = frozenset({"notes", "excerpts", "review"})
"""Genres of posts that are about a work, so that what they quote without a source is that work's."""


def parse(
    document: posts.Document, post_id: str, conventions: Conventions, scorer: Scorer | None = None
) -> tuple[Records, dict[str, books.About]]:
    """The records of one post, by table, and the books it is about, by key.

    Args:
        document: the post as it was read.
        post_id: its key.
        conventions: the corpus's own.
        scorer: what judges its sentences; the default one if not given.
    """
    drawn = blocks.extract(document.text, document.body, document.front_lines, conventions)
    sections = frame.sections(drawn.passages, drawn.lines, post_id)
    about = _about(document, drawn.passages, sections, conventions)
    placed = frame.places(drawn.passages, sections, post_id, about, conventions)
    seen = study.look(post_id, placed, sections, drawn.lines, conventions)
    citations = rows.citation_rows(seen)
    about = _with_citations(about, document.title or "", placed, citations, conventions)
    # A page in an end note may be another work's, so it says nothing of what the post is about.
    n_pages = sum(study.note_of(seen, k) is None for k in seen.pages)
    evidence = genre.gather(
        placed, document.path, document.title or "", document.tags, document.front, n_pages, citations
    )
    verdict = genre.judge(evidence, document.path, conventions)
    is_about_a_work = verdict.genre in ON_A_WORK
    is_readers_own = _is_readers_own(verdict.genre, evidence)
    if is_readers_own:
        study.judge(seen, scorer or scorers.default())
    commentary, sentences = rows.commentary_rows(seen, is_readers_own)
    made: Records = {
        "sections": sections,
        "blocks": frame.blocks(placed, post_id),
        "quotes": rows.quote_rows(seen, is_about_a_work),
        "commentary": commentary,
        "sentences": sentences,
        "citations": citations,
        "links": rows.link_rows(seen),
        "scares": rows.scare_rows(seen),
        "problems": [
            *document.problems,
            *_unsure_pages(document.path, seen),
            *_unpaired(document.path, seen, is_about_a_work),
        ],
    }
    made["posts"] = [_post(document, post_id, about, verdict, made)]
    found = {place.book_id: place.about for place in placed if place.about}
    if about:
        found.setdefault(books.key(about.title), about)
    return made, found


def _about(
    document: posts.Document, passages: list[Passage], sections: list[Section], conventions: Conventions
) -> books.About | None:
    metadata = "\n".join(
        document.text[p.start : p.end] for p in passages if p.kind == "boilerplate" and p.callout is not None
    )
    heading = sections[0].title if sections else None
    return books.of_post(
        document.path, document.title, document.subtitle, document.front, metadata, heading, conventions
    )


def _with_citations(
    about: books.About | None,
    title: str,
    placed: list[frame.Place],
    citations: list[Citation],
    conventions: Conventions,
) -> books.About | None:
    """The book, where its title or its author shows only in what the post cites."""
    cited = [(row.target, row.author) for row in citations if row.form in ("title", "author_title")]
    if about is None and not any(place.about for place in placed):
        found = books.of_citations(title, cited)
        about = books.resolve(found, conventions) if found else None
    elif about is not None and not about.author:
        about = books.About(about.title, books.author_of(about.title, cited))
    if about is not None:
        frame.attribute(placed, about)
    return about


def _is_readers_own(genre_: str, evidence: genre.Evidence) -> bool:
    """Whether a post's prose is its reader's own, so that roles can be told: neither copied nor about code."""
    return genre_ in ON_A_WORK or (genre_ != "transcription" and evidence.n_code < 2)


def _unsure_pages(path: str, seen: Study) -> list[Problem]:
    """A note for each page mark that stands as near to one quote as to another."""
    message = "a page mark between two quotes: taken for the page of the one below it"
    return [
        Problem(path, seen.placed[k - 1].passage.first, "page-unsure", "note", message)
        for k in seen.quote_ids
        if quotes.is_unsure(seen.placed, k)
    ]


def _unpaired(path: str, seen: Study, is_about_a_work: bool) -> list[Problem]:
    """A note where a post's commentary and quotes stand apart, so that no answers are told."""
    if not is_about_a_work or not links.without_pairing(seen.placed, seen.ties):
        return []
    message = "commentary and quotes stand apart: which answers which cannot be told"
    return [Problem(path, None, "no-pairing", "note", message)]


def _post(
    document: posts.Document, post_id: str, about: books.About | None, verdict: genre.Verdict, made: Records
) -> Post:
    n_quote_chars = sum(quote.n_chars for quote in made["quotes"] if quote.form == "block")
    n_commentary_chars = sum(row.n_chars for row in made["commentary"])
    n_heading_chars = sum(block.n_chars for block in made["blocks"] if block.kind == "heading")
    return Post(
        post_id=post_id,
        path=document.path,
        title=document.title,
        subtitle=document.subtitle,
        author=document.author,
        date=document.date,
        tags=document.tags,
        book_id=books.key(about.title) if about else None,
        language=language(
            "\n".join(row.text for row in made["commentary"]) or document.text[document.body :]
        ),
        genre=verdict.genre,
        genre_reason=verdict.reason,
        is_draft=document.is_draft,
        generator=document.generator,
        encoding=document.encoding,
        sha256=document.sha256,
        n_chars=n_quote_chars + n_commentary_chars + n_heading_chars,
        n_quote_chars=n_quote_chars,
        n_commentary_chars=n_commentary_chars,
        n_quotes=len(made["quotes"]),
        n_commentary=len(made["commentary"]),
        front_matter=posts.front_json(document.front),
    )
