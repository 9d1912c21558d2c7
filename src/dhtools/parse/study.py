"""What is known of one post's blocks before its rows are written: marks, notes, ties, pages, judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dhtools.parse import commentary, ids, inline, links, quotes
from dhtools.parse.conventions import Conventions
from dhtools.parse.critique import Judgement
from dhtools.parse.frame import Place
from dhtools.parse.inline import Quoted
from dhtools.parse.passages import Lines
from dhtools.parse.scorers import Scorer
from dhtools.records import Section


@dataclass(slots=True)
class Study:
    """What is known of a post's blocks before its rows are written; blocks go by their place among them."""

    post_id: str
    placed: Sequence[Place]
    sections: Sequence[Section]
    lines: Lines
    conventions: Conventions
    quoted: dict[int, list[Quoted]] = field(default_factory=dict)
    """What stands in quotation marks, by commentary block."""
    notes: dict[str, int] = field(default_factory=dict)
    """Commentary blocks that are foot- or end notes, by label."""
    pages: dict[int, quotes.Page] = field(default_factory=dict)
    """Page of each quote that has one, by block."""
    ties: list[links.Tie] = field(default_factory=list)
    quote_ids: dict[int, str] = field(default_factory=dict)
    inline_ids: dict[tuple[int, int], str] = field(default_factory=dict)
    """Keys of inline quotes, by block and offset in its text."""
    commentary_ids: dict[int, str] = field(default_factory=dict)
    sentences: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Where sentences begin and end, by commentary block."""
    judgements: dict[int, list[Judgement]] = field(default_factory=dict)
    """What each sentence was taken for, by commentary block; empty where the post is not judged."""
    heading_ids: dict[int, str] = field(default_factory=dict)


def look(
    post_id: str, placed: Sequence[Place], sections: Sequence[Section], lines: Lines, conventions: Conventions
) -> Study:
    """Look through a post's blocks: quotation marks, notes, ties, keys."""
    made = Study(post_id, placed, sections, lines, conventions)
    make_quote, make_commentary = ids.numbering(post_id, "q"), ids.numbering(post_id, "c")
    headings = iter(sections)
    for k, place in enumerate(placed):
        kind = place.passage.kind
        if kind == "quote":
            made.quote_ids[k] = make_quote(place.digest)
        elif kind == "commentary":
            made.commentary_ids[k] = make_commentary(place.digest)
            reading = place.passage.reading
            made.sentences[k] = commentary.spans(reading)
            made.quoted[k] = found = inline.find(reading)
            for one in found:
                if one.kind == "quote":
                    made.inline_ids[k, one.start] = make_quote(ids.hash8(reading.text[one.start : one.end]))
        elif kind == "heading":
            made.heading_ids[k] = next(headings).section_id
    if made.quote_ids or made.inline_ids:
        made.notes = quotes.notes(placed)
        made.ties = links.find(placed, _quotes_of_notes(made))
    titles = {section.section_id: section.title for section in sections}
    for k in made.quote_ids:
        page = quotes.page(placed, k, titles.get(placed[k].section_id), note_of(made, k), conventions)
        if page:
            made.pages[k] = page
    return made


def note_of(study: Study, k: int) -> Place | None:
    """The end note that a quote refers to."""
    reading = study.placed[k].passage.reading
    labels = quotes.note_labels(reading) if study.notes and reading.marks else ()
    return next((study.placed[study.notes[label]] for label in labels if label in study.notes), None)


def _quotes_of_notes(study: Study) -> dict[int, list[int]]:
    """For the blocks that are notes, the quotes that refer to them."""
    referring: dict[str, list[int]] = {}
    for k in study.quote_ids:
        for label in quotes.note_labels(study.placed[k].passage.reading):
            referring.setdefault(label, []).append(k)
    return {k: referring.get(label, []) for label, k in study.notes.items()}


def judge(study: Study, scorer: Scorer) -> None:
    """Judge every sentence of a post, and let a lead-in that judges answer the quote it introduces."""
    answering = {tie.commentary for tie in study.ties if tie.relation == "answer"}
    blocks = [
        commentary.situations(
            study.placed[k].passage.text, study.sentences[k], study.quoted[k], k in answering
        )
        for k in study.commentary_ids
    ]
    study.judgements = dict(zip(study.commentary_ids, scorer(blocks), strict=True))
    study.ties += [
        links.Tie(tie.quote, tie.commentary, "answer", tie.distance, 0.6, "introduces_and_judges")
        for tie in study.ties
        if tie.relation == "leadin" and tie.commentary not in answering and is_critical(study, tie.commentary)
    ]


def is_critical(study: Study, k: int) -> bool:
    """Whether a sentence of commentary block `k` judges."""
    return any(one.is_critical for one in study.judgements.get(k, ()))
