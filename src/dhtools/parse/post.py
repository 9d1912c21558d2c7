"""One post to records: blocks, quotes, commentary, sentences, citations, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dhtools.parse import blocks, books, citations, commentary, frame, genre, ids, links, posts, quotes, sources
from dhtools.parse.conventions import Conventions
from dhtools.parse.frame import Place
from dhtools.parse.passages import Lines, Passage
from dhtools.parse.reading import language
from dhtools.records import Citation, Commentary, Link, Post, Quote, Section, Sentence

Records = dict[str, list[Any]]


@dataclass(slots=True)
class _Keys:
    """Keys of a post's rows, by the place of their block among the post's blocks."""

    quotes: dict[int, str] = field(default_factory=dict)
    commentary: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)


def parse(document: posts.Document, post_id: str, conventions: Conventions) -> tuple[Records, dict[str, books.About]]:
    """The records of one post, by table, and the books it is about, by key."""
    drawn = blocks.extract(document.text, document.body, document.front_lines, conventions)
    sections = frame.sections(drawn.passages, drawn.lines, post_id)
    about = _about(document, drawn.passages, sections, conventions)
    placed = frame.places(drawn.passages, sections, post_id, about, conventions)
    keys = _keys(placed, post_id, sections)
    ties = links.find(placed)
    made: Records = {
        "sections": sections,
        "blocks": frame.blocks(placed, post_id),
        "quotes": _quotes(placed, post_id, keys, ties, sections, conventions),
        "links": [
            Link(keys.quotes[t.quote], keys.commentary[t.commentary], t.relation, t.distance, t.confidence)
            for t in ties
        ],
        "citations": _citations(placed, post_id, keys, drawn.lines, conventions),
        "problems": list(document.problems),
    }
    made["commentary"], made["sentences"] = _commentary(placed, post_id, keys, ties, drawn.lines)
    evidence = genre.gather(
        placed, document.path, document.title or "", document.tags, document.front, made["quotes"], made["citations"]
    )
    verdict = genre.judge(evidence, document.path, conventions)
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


def _keys(placed: list[Place], post_id: str, sections: list[Section]) -> _Keys:
    keys = _Keys()
    quote_id, commentary_id = ids.numbering(post_id, "q"), ids.numbering(post_id, "c")
    headings = iter(sections)
    for k, place in enumerate(placed):
        kind = place.passage.kind
        if kind == "quote":
            keys.quotes[k] = quote_id(place.digest)
        elif kind == "commentary":
            keys.commentary[k] = commentary_id(place.digest)
        elif kind == "heading":
            keys.headings[k] = next(headings).section_id
    return keys


def _quotes(
    placed: list[Place],
    post_id: str,
    keys: _Keys,
    ties: list[links.Tie],
    sections: list[Section],
    conventions: Conventions,
) -> list[Quote]:
    leadins = {tie.quote: tie.commentary for tie in ties if tie.relation == "leadin"}
    headings = {section.section_id: section.title for section in sections}
    notes = quotes.notes(placed)
    made = []
    for position, (k, quote_id) in enumerate(keys.quotes.items(), 1):
        place = placed[k]
        passage = place.passage
        leadin = placed[leadins[k]].text if k in leadins else None
        note = next((notes[label] for label in quotes.note_labels(passage.reading) if label in notes), None)
        page = quotes.page(passage, quotes.before(placed, k), note, conventions)
        source = sources.of(place, leadin, headings.get(place.section_id), note, True)
        omissions = quotes.n_omissions(place.text)
        made.append(
            Quote(
                quote_id=quote_id,
                post_id=post_id,
                book_id=place.book_id,
                section_id=place.section_id,
                block_id=place.block_id,
                position=position,
                form="block",
                depth=max(passage.depth, 1),
                start_line=passage.first,
                end_line=passage.last,
                start=passage.start,
                end=passage.end,
                text=place.text,
                n_chars=place.n_chars,
                language=language(place.text),
                source=source.kind,
                work=source.work,
                speaker=source.speaker,
                page_start=page.start if page else None,
                page_end=page.end if page else None,
                page_raw=page.raw if page else None,
                locator_kind=page.kind if page else None,
                is_abridged=omissions > 0,
                n_omissions=omissions,
                leadin_id=keys.commentary[leadins[k]] if k in leadins else None,
                is_lazy=passage.is_lazy,
                confidence=0.7 if passage.is_lazy else 1.0,
            )
        )
    return made


def _commentary(
    placed: list[Place], post_id: str, keys: _Keys, ties: list[links.Tie], lines: Lines
) -> tuple[list[Commentary], list[Sentence]]:
    answers = {tie.commentary: keys.quotes[tie.quote] for tie in ties if tie.relation == "answer"}
    made: list[Commentary] = []
    all_sentences: list[Sentence] = []
    sentence_id = ids.numbering(post_id, "s")
    for position, (k, commentary_id) in enumerate(keys.commentary.items(), 1):
        place = placed[k]
        passage = place.passage
        found = commentary.split(passage, post_id, commentary_id, sentence_id, lines)
        all_sentences += found
        made.append(
            Commentary(
                commentary_id=commentary_id,
                post_id=post_id,
                book_id=place.book_id,
                section_id=place.section_id,
                block_id=place.block_id,
                position=position,
                start_line=passage.first,
                end_line=passage.last,
                start=passage.start,
                end=passage.end,
                text=place.text,
                n_chars=place.n_chars,
                language=language(place.text),
                role=None,
                stance=None,
                n_sentences=len(found),
                n_critical=None,
                answers_id=answers.get(k),
            )
        )
    return made, all_sentences


def _citations(
    placed: list[Place], post_id: str, keys: _Keys, lines: Lines, conventions: Conventions
) -> list[Citation]:
    citation_id = ids.numbering(post_id, "x")
    hosts = {
        **{k: ("quote", key) for k, key in keys.quotes.items()},
        **{k: ("commentary", key) for k, key in keys.commentary.items()},
        **{k: ("heading", key) for k, key in keys.headings.items()},
    }
    seen = citations.Hints.of(lines.text, conventions)
    made = []
    for k, (host, host_id) in sorted(hosts.items()):
        for found in citations.find(placed[k].passage.reading, host == "quote", conventions, seen):
            raw = lines.text[found.start : found.end]
            made.append(
                Citation(
                    citation_id(ids.hash8(raw)), post_id, host, host_id, lines.of(found.start), found.start, found.end,
                    raw, found.form, found.target, found.author, found.url, None,
                )
            )  # fmt: skip
    return made


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
        language=language("\n".join(row.text for row in made["commentary"]) or document.text[document.body :]),
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
