"""What holds of the records of every post, whatever stands in it."""

import dataclasses
import html
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools.codebook import HOST_TABLES, KEYS, REFERENCES
from dhtools.parse import pipeline, posts
from dhtools.parse.conventions import DEFAULT, Conventions
from dhtools.parse.post import Records, parse
from dhtools.parse.posts import Document

LINE_END = re.compile(r"\r\n|\r|\n")
ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z]\w*);")
MARKUP = re.compile(r"[<>&\[\](){}`*_~$^!|#\\:⏱📌]|(?:^|\r)[\s>]*(?:[-+]|\d+[.)])", re.MULTILINE)
"""Signs of which a source must be free for its letters to be just those that are read."""
OF_WHOLE_LINES = ("blocks", "quotes", "commentary")
WITH_TEXT = (*OF_WHOLE_LINES, "sentences", "scares")
WITH_IDS = ("sections", "blocks", "quotes", "commentary", "sentences", "citations")
ADDED = "一段添在最前面的话，别处没有。"


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _is_subsequence(part: str, whole: str) -> bool:
    following = iter(whole)
    return all(character in following for character in part)


def _faults_of_lines(document: Document, records: Records) -> list[str]:
    """Lines that are in no block though not blank, or in several; blocks that are out of order or padded."""
    blocks = records["blocks"]
    n_blocks = Counter(n for row in blocks for n in range(row.start_line, row.end_line + 1))
    lines = LINE_END.split(document.text)
    faults = [
        f"line {n} in {n_blocks[n]} blocks: {line!r}"
        for n, line in enumerate(lines, 1)
        if n_blocks[n] > 1 or (line.strip() and not n_blocks[n])
    ]
    if sum(n_blocks.values()) and max(n_blocks) > len(lines):
        faults.append("a block beyond the end")
    places = [(row.position, row.start_line, row.start) for row in blocks]
    if places != sorted(places) or [row.position for row in blocks] != [*range(1, len(blocks) + 1)]:
        faults.append("blocks out of order")
    padded = [
        row for row in blocks if not (lines[row.start_line - 1].strip() and lines[row.end_line - 1].strip())
    ]
    return faults + [f"{row.kind} {row.start_line}-{row.end_line} begins or ends blank" for row in padded]


def _faults_of_offsets(document: Document, records: Records) -> list[str]:
    """Rows that the file does not give back at their offsets, markup aside.

    A citation is the source itself. Of any other row the letters are found in the source in the same order,
    entities resolved; where the source is free of markup, it has no others. Inside a sentence, an inline
    quote or a scare quote, the source has no letter before the row's first or after its last but in markup.
    """
    text = document.text
    starts = [0, *[match.end() for match in LINE_END.finditer(text)]]
    faults = []
    for row in records["citations"]:
        if not row.raw or text[row.start : row.end] != row.raw:
            faults.append(f"citation {row.raw!r}: {text[row.start : row.end]!r}")
    for table in WITH_TEXT:
        for row in records[table]:
            source = text[row.start : row.end]
            read, stands = _letters(row.text), _letters(source)
            resolved = _letters(ENTITY.sub(lambda match: match[0] + html.unescape(match[0]), source))
            is_exact = not MARKUP.search(source)
            if not _is_subsequence(read, resolved) or (is_exact and read != stands):
                faults.append(f"{table} {row.text!r}: {source!r}")
            if not starts[row.start_line - 1] <= row.start < row.end <= len(text):
                faults.append(f"{table} {row.text!r}: {row.start}-{row.end} not on line {row.start_line}")
    return faults


def _faults_of_keys(records: Records) -> list[str]:
    """Keys that are not unique, and keys that lead to no row."""
    faults = []
    for table, key in KEYS.items():
        counts = Counter(tuple(getattr(row, column) for column in key) for row in records.get(table, []))
        faults += [f"{table}: {key} {n} times" for key, n in counts.items() if n > 1]
    known = {table: {getattr(row, KEYS[table][0]) for row in records.get(table, [])} for table in KEYS}
    for table, rows in records.items():
        for column, target in REFERENCES.items():
            if rows and column in rows[0]._fields and target in records:
                led = {getattr(row, column) for row in rows} - {None} - known[target]
                faults += [f"{table}: {column} {key} leads nowhere" for key in led]
    for row in records["citations"]:
        if row.host_id not in known[HOST_TABLES[row.host]]:
            faults.append(f"citations: {row.host_id} is no {row.host}")
    return faults


def _faults_of_counts(records: Records) -> list[str]:
    """Counts of posts that are not those of their rows."""
    faults = []
    for post in records["posts"]:
        quotes = [row for row in records["quotes"] if row.post_id == post.post_id]
        commentary = [row for row in records["commentary"] if row.post_id == post.post_id]
        counted = (
            len(quotes),
            len(commentary),
            sum(row.n_chars for row in quotes if row.form == "block"),
            sum(row.n_chars for row in commentary),
        )
        if counted != (post.n_quotes, post.n_commentary, post.n_quote_chars, post.n_commentary_chars):
            faults.append(f"{post.post_id}: {counted}")
    return faults


def _ids(records: Records) -> dict[str, set[str]]:
    return {table: {getattr(row, KEYS[table][0]) for row in records[table]} for table in WITH_IDS}


def _with_paragraph_above(document: Document) -> Document:
    """The post with a paragraph more, right below its front matter."""
    head, body = document.text[: document.body], document.text[document.body :]
    return dataclasses.replace(document, text=f"{head}\n{ADDED}\n\n{body}")


def _faults_of_ids(document: Document, records: Records, conventions: Conventions) -> list[str]:
    """Keys that a paragraph added above the body would change."""
    before = _ids(records)
    after = _ids(parse(_with_paragraph_above(document), "灯", conventions)[0])
    return [
        f"{table}: {sorted(before[table] - after[table])}"
        for table in WITH_IDS
        if not before[table] <= after[table]
    ]


PROSE = st.sampled_from(
    """\
渡口的灯夜里不点。
船夫说：“点灯要钱。”我不信。
所谓“自古如此”，不对！
见《旧日渡口》（46页）。
A lamp costs money.
“No lamp!” he says.
灯 lamp 油
渡口的*灯*与**油**，`火`
[渡口](a.md)
![灯](a.png)
灯&amp;油&nbsp;&#29017;&lt;
灯\u200b油\ufeff火\b
——林渡《灯》
— Lin Du, _The Ferry_
第46页：
46
灯[^1]与<sup>2</sup>
5~10盏~~灯~~
$a_1$ 与 $$b$$
<b>灯</b><br>油
<a href='x'>灯
😀𠀀é
※ ※ ※
Du, The Ferry, loc. 57-58
📌 灯 ⏱ 2021-03-04 05:06:07 ^330001-7-1
💭 油
[!quote] 46页
[!info]
\\> 灯
“灯
灯”
「灯是誰的。
作者：林渡
[[灯|油]]
&gt; 灯
""".splitlines()
)
INDENTS = st.sampled_from(["", "", "", "  ", "    ", "\t", "\u3000\u3000"])
MARKS = st.sampled_from(
    ["", "", "", "> ", ">", ">> ", "> > ", "> - ", "> ## ", "- ", "-\t", "- > ", "* ", "1. "]
)
OTHER_MARKS = st.sampled_from(["", "", "", "# ", "## ", "[^1]: ", "[1]: ", "| ", ": "])
WHOLE = st.sampled_from(
    """\
>
---
===
```
~~~
***
+++
|---|---|
| 灯 | 油 |
<blockquote>
</blockquote>
<p>灯</p><p>油</p>
<div>
</div>
<pre>
</pre>
<!--
-->
<!-- more -->
<!-- wp:quote -->
<h2>灯</h2>
<blockquote>灯</blockquote>
<figure>
</figure>
<table>
{% blockquote 林渡 %}
{% endblockquote %}
{{< quote >}}
{{< /quote >}}
{{% admonition quote "46" %}}
{{% /admonition %}}
{:.small}
<--->
{{<
[TOC]
title: 灯
{% raw %}灯{% endraw %} 油
\u3000
\xa0
$$
## Comment by 渡
\ufeff
❝ 灯 ❞
> [!quote] 灯
""".splitlines()
    + [""] * 4
)
ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
"""Any text but NUL, which makes a file no text."""
LINES = st.one_of(
    WHOLE, PROSE, st.builds("{}{}{}".format, INDENTS, st.one_of(MARKS, OTHER_MARKS), PROSE), ANYTHING
)
TEXTS = st.builds(
    lambda head, lines, end: head + end.join(lines),
    st.sampled_from(
        ["", "", "---\ntitle: 灯\n---\n", "---\n---\ntitle: 灯\n---\n", "title: 灯\n---\n", "\ufeff"]
    ),
    st.lists(LINES, max_size=14),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]),
)
CONVENTIONS = st.sampled_from([DEFAULT, Conventions(lazy="commentary"), Conventions(callouts=("info",))])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("posts")


def _document(folder: Path, text: str) -> Document:
    path = folder / "灯.md"
    path.write_bytes(text.encode("utf-8", "replace"))
    return posts.read(path, folder)


@settings(max_examples=1500, deadline=None)
@given(TEXTS, CONVENTIONS)
def test_no_post_raises_or_breaks_a_rule(folder, text, conventions):
    document = _document(folder, text)
    records, _ = parse(document, "灯", conventions)
    assert _faults_of_lines(document, records) == []
    assert _faults_of_offsets(document, records) == []
    assert _faults_of_keys(records) == []
    assert _faults_of_counts(records) == []


@settings(max_examples=300, deadline=None)
@given(TEXTS, CONVENTIONS)
def test_the_same_post_gives_the_same_records(folder, text, conventions):
    document = _document(folder, text)
    assert parse(document, "灯", conventions) == parse(document, "灯", conventions)


@settings(max_examples=300, deadline=None)
@given(TEXTS, CONVENTIONS)
def test_ids_survive_a_paragraph_added_above(folder, text, conventions):
    document = _document(folder, text)
    records, _ = parse(document, "灯", conventions)
    assert _faults_of_ids(document, records, conventions) == []


@pytest.fixture(scope="module")
def real_posts(real_corpus) -> list[tuple[Document, Records]]:
    """Every real post with its records."""
    conventions = posts.read_conventions(real_corpus)
    made = []
    for path in posts.find(real_corpus, conventions)[0]:
        document = posts.read(path, real_corpus, conventions)
        if not document.is_template:
            made.append((document, parse(document, "灯", conventions)[0]))
    return made


@pytest.mark.real
@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(_faults_of_lines, id="every line in one block"),
        pytest.param(_faults_of_offsets, id="offsets give the row back"),
        pytest.param(lambda _, records: _faults_of_keys(records), id="keys are unique and lead to rows"),
        pytest.param(lambda _, records: _faults_of_counts(records), id="counts"),
        pytest.param(
            lambda document, records: _faults_of_ids(document, records, DEFAULT),
            id="ids survive a paragraph added above",
        ),
    ],
)
def test_no_real_post_breaks_a_rule(real_posts, faults):
    found = {document.path: faults(document, records) for document, records in real_posts}
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.real
def test_real_folders_give_the_same_records_whose_keys_join(real_corpus):
    records = pipeline.read_folder(real_corpus)
    assert _faults_of_keys(records) == []
    assert pipeline.read_folder(real_corpus) == records
