"""The rows of one post: what its study found, with keys, places and the rules that decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dhtools.parse import citations, commentary, critique, ids, locators, quotes, roles, sources
from dhtools.parse.inline import Quoted
from dhtools.parse.reading import Reading, language, n_chars
from dhtools.parse.study import Study, is_critical, note_of
from dhtools.records import Citation, Commentary, Link, Quote, Scare, Sentence

TERM = 5
"""How often a post must put a short word in marks for it to be the post's own term, not a scare quote."""
UNTOLD = roles.Role(None, None)
"""The role of commentary in posts that are not judged."""


def quote_rows(study: Study, is_about_a_work: bool) -> list[Quote]:
    """The quotes of a post, in the order in which they are read."""
    leadins = {tie.quote: tie.commentary for tie in study.ties if tie.relation == "leadin"}
    headings = {section.section_id: section.title for section in study.sections}
    made: list[Quote] = []
    for k in sorted({*study.quote_ids, *(block for block, _ in study.inline_ids)}):
        if k in study.quote_ids:
            made.append(_block_quote(study, k, leadins.get(k), headings, len(made) + 1, is_about_a_work))
        else:
            for one in study.quoted[k]:
                if one.kind == "quote":
                    made.append(_inline_quote(study, k, one, len(made) + 1, is_about_a_work))
    return made


def _block_quote(
    study: Study, k: int, leadin: int | None, headings: dict[str, str], position: int, is_about_a_work: bool
) -> Quote:
    place = study.placed[k]
    passage = place.passage
    page = study.pages.get(k)
    source = sources.of(
        place,
        study.placed[leadin].text if leadin is not None else None,
        headings.get(place.section_id),
        note_of(study, k),
        is_about_a_work,
    )
    omissions = quotes.n_omissions(place.text)
    return Quote(
        quote_id=study.quote_ids[k],
        post_id=study.post_id,
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
        leadin_id=study.commentary_ids[leadin] if leadin is not None else None,
        is_lazy=passage.is_lazy,
        confidence=0.7 if passage.is_lazy or (page and quotes.is_unsure(study.placed, k)) else 1.0,
        rule=passage.callout or ("indent" if passage.is_indented else "markdown"),
    )


def _inline_quote(study: Study, k: int, one: Quoted, position: int, is_about_a_work: bool) -> Quote:
    place = study.placed[k]
    reading = place.passage.reading
    text = reading.text[one.start : one.end]
    start, end = reading.source(one.start), reading.source_end(one.end)
    source = sources.of_inline(reading.text, one.start, place.about, is_about_a_work)
    page = _page_after(reading, one.end)
    omissions = quotes.n_omissions(text)
    return Quote(
        quote_id=study.inline_ids[k, one.start],
        post_id=study.post_id,
        book_id=place.book_id,
        section_id=place.section_id,
        block_id=place.block_id,
        position=position,
        form="inline",
        depth=one.depth,
        start_line=study.lines.of(start),
        end_line=study.lines.of(max(end - 1, start)),
        start=start,
        end=end,
        text=text,
        n_chars=n_chars(text),
        language=language(text),
        source=source.kind,
        work=source.work,
        speaker=source.speaker,
        page_start=page.first if page else None,
        page_end=page.last if page else None,
        page_raw=reading.text[page.start : page.end] if page else None,
        locator_kind=page.kind if page else None,
        is_abridged=omissions > 0,
        n_omissions=omissions,
        leadin_id=None,
        is_lazy=False,
        confidence=one.confidence,
        rule=one.rule,
    )


def _page_after(reading: Reading, end: int) -> locators.Locator | None:
    """The page mark that stands right after the closing quotation mark."""
    tail = reading.text[end : end + 30]
    found = locators.find(tail, bare=True)
    if not found or any(character.isalnum() for character in tail[: found[0].start]):
        return None
    one = found[0]
    return replace(one, start=one.start + end, end=one.end + end)


def link_rows(study: Study) -> list[Link]:
    """The ties of a post between its quotes and its commentary."""
    return [
        Link(
            study.quote_ids[tie.quote],
            study.commentary_ids[tie.commentary],
            tie.relation,
            tie.distance,
            tie.confidence,
            tie.rule,
        )
        for tie in study.ties
    ]


def commentary_rows(study: Study, is_readers_own: bool) -> tuple[list[Commentary], list[Sentence]]:
    """The commentary of a post, and its sentences; roles are told where the prose is the reader's own."""
    answers = {tie.commentary: study.quote_ids[tie.quote] for tie in study.ties if tie.relation == "answer"}
    leadins = {tie.commentary for tie in study.ties if tie.relation == "leadin"}
    notes = set(study.notes.values())
    reports = is_readers_own and roles.is_report([study.placed[k].text for k in study.commentary_ids])
    make_sentence = ids.numbering(study.post_id, "s")
    rows: list[Commentary] = []
    all_sentences: list[Sentence] = []
    for position, (k, commentary_id) in enumerate(study.commentary_ids.items(), 1):
        place = study.placed[k]
        passage = place.passage
        judged = study.judgements.get(k, [])
        decided = [one.is_critical for one in judged if one.is_critical is not None]
        is_judging = is_critical(study, k)
        found = commentary.split(
            passage, study.sentences[k], study.post_id, commentary_id, make_sentence, study.lines, judged
        )
        all_sentences += found
        spoken = language(place.text)
        role = (
            roles.judge(
                place.text,
                spoken,
                is_bare=_is_link(passage.reading),
                is_leadin=k in leadins,
                is_note=k in notes,
                answers=k in answers,
                is_critical=is_judging,
                reports=reports,
            )
            if is_readers_own
            else UNTOLD
        )
        rows.append(
            Commentary(
                commentary_id=commentary_id,
                post_id=study.post_id,
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
                language=spoken,
                role=role.role,
                stance=critique.stance_of(judged) if role.role == "critique" else None,
                n_sentences=len(found),
                n_critical=sum(decided) if decided else None,
                answers_id=answers.get(k),
                rule=role.rule,
            )
        )
    return rows, all_sentences


def _is_link(reading: Reading) -> bool:
    """Whether a text is a link from end to end, a full stop aside."""
    return any(mark.kind == "link" and mark.end - mark.start >= reading.length - 1 for mark in reading.marks)


def citation_rows(study: Study) -> list[Citation]:
    """The citations in a post's quotes, commentary and headings."""
    make = ids.numbering(study.post_id, "x")
    hosts = {
        **{k: ("quote", key) for k, key in study.quote_ids.items()},
        **{k: ("commentary", key) for k, key in study.commentary_ids.items()},
        **{k: ("heading", key) for k, key in study.heading_ids.items()},
    }
    text = study.lines.text
    has_code = any(place.passage.kind == "code" for place in study.placed)
    hints = citations.Hints.of(text, has_code, study.conventions)
    rows: list[Citation] = []
    for k in sorted(hosts):
        host, host_id = hosts[k]
        reading = study.placed[k].passage.reading
        for found in citations.find(
            reading, study.quoted.get(k, []), host == "quote", study.conventions, hints, text
        ):
            raw = text[found.start : found.end]
            rows.append(
                Citation(
                    make(ids.hash8(raw)),
                    study.post_id,
                    host,
                    host_id,
                    study.lines.of(found.start),
                    found.start,
                    found.end,
                    raw,
                    found.form,
                    found.target,
                    found.author,
                    found.url,
                    None,
                    found.rule,
                )
            )
    return rows


def scare_rows(study: Study) -> list[Scare]:
    """The scare quotes of a post; a word that it keeps in marks throughout is a term of its own."""
    found = [
        (k, one, study.placed[k].passage.reading)
        for k, ones in study.quoted.items()
        for one in ones
        if one.kind == "scare"
    ]
    n_times = Counter(reading.text[one.start : one.end] for _, one, reading in found)
    rows = []
    for k, one, reading in found:
        text = reading.text[one.start : one.end]
        if n_times[text] < TERM:
            start = reading.source(one.start)
            rows.append(
                Scare(
                    study.post_id,
                    study.commentary_ids[k],
                    study.lines.of(start),
                    start,
                    reading.source_end(one.end),
                    text,
                    one.rule,
                )
            )
    return rows
