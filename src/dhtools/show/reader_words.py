"""The words of the reading page for the values of the tables, in English and Chinese."""

from __future__ import annotations

Words = tuple[str, str]
"""The same in English and in Chinese."""

GENRES = {
    "notes": ("notes", "笔记"),
    "excerpts": ("excerpts", "摘抄"),
    "review": ("review", "书评"),
    "transcription": ("transcription", "转录"),
    "list": ("list", "书单"),
    "other": ("other", "其他"),
}
SOURCES = {
    "book": ("the book", "本书"),
    "other_work": ("another work", "其他作品"),
    "encyclopedia": ("encyclopedia", "百科"),
    "web": ("web page", "网页"),
    "person": ("person", "他人"),
    "unknown": ("unknown", "不明"),
}
ROLES = {
    "leadin": ("lead-in", "引出"),
    "summary": ("summary", "概述"),
    "context": ("context", "背景"),
    "critique": ("critique", "批评"),
    "meta": ("about the notes", "关于笔记"),
}
STANCES = {
    "negative": ("negative", "否定"),
    "positive": ("positive", "肯定"),
    "mixed": ("mixed", "褒贬兼有"),
}
HEADS = {
    "answer": ("answer", "回应"),
    "leadin": ("lead-in", "引出"),
}
"""What a commentary is to a quote."""
RELATIONS = {
    "answer": ("answers", "回应"),
    "leadin": ("introduces", "引出"),
}
"""What it does to it."""
RELATIONS_BACK = {
    "answer": ("answered", "得到回应"),
    "leadin": ("introduced", "由此引出"),
}
"""What is done to the quote."""
KINDS = {
    "code": ("code", "代码"),
    "math": ("formula", "公式"),
    "table": ("table", "表格"),
    "image": ("image", "图"),
}
CUES = {
    "rule:predicated": ("a judging word said of something", "评价词作谓语"),
    "rule:follows_critique": ("goes on from a critical sentence", "承接上一批评句"),
    "rule:concession": ("grants and objects", "先让步后转折"),
    "rule:on_the_work": ("speaks of the work or its author", "论及作品或作者"),
    "rule:verdict": ("gives a verdict", "下断语"),
    "rule:objecting_question": ("a question that objects", "反问"),
    "rule:emphatic_ending": ("an emphatic ending", "语气强烈的句末"),
    "rule:own_evaluation": ("the reader's own evaluation", "读者自己的评价"),
    "rule:exclamation": ("an exclamation", "感叹"),
    "rule:enumeration": ("a list or gloss", "列举或注释"),
}
"""Rules among the cues of a sentence."""


def cue(name: str) -> Words:
    """What made a sentence critical: a word of it, or a rule that is said in words.

    Examples:
        >>> cue("难道")
        ('难道', '难道')
        >>> cue("rule:exclamation")
        ('an exclamation', '感叹')
    """
    plain = name.removeprefix("rule:").replace("_", " ") if name.startswith("rule:") else name
    return CUES.get(name, (plain, plain))


def pages(first: str | None, last: str | None, kind: str | None) -> Words | None:
    """Where in a book a quote stands, as a reader writes it.

    Args:
        first: first page, location or section.
        last: last one; equals the first for a single one.
        kind: page, location or section.

    Examples:
        >>> pages("44", "45", "page")
        ('pp. 44–45', '第44–45页')
        >>> pages("327c", "327c", "section")
        ('§ 327c', '327c节')
    """
    if first is None:
        return None
    span = first if last in (None, first) else f"{first}–{last}"
    if kind == "location":
        return f"loc. {span}", f"位置{span}"
    if kind == "section":
        return f"§ {span}", f"{span}节"
    return (f"p. {span}" if span == first else f"pp. {span}"), f"第{span}页"
