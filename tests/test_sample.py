"""The sample corpus: large enough, labelled line by line, and as its README says."""

import re
from pathlib import Path

import pytest

import dhtools
from dhtools import gold, labels, records
from dhtools.measure.items import bare

DATA = Path(__file__).resolve().parents[1] / "data"
POSTS = sorted((DATA / "sample" / "_posts").glob("*.md"))
POST_NAMES = [path.stem for path in POSTS]
CHAPTER = "books/danpu-sanshi-nian-3.txt"


def lines(name: str) -> list[str]:
    """The lines of a post; one is in GB18030."""
    raw = (DATA / "sample" / "_posts" / f"{name}.md").read_bytes()
    try:
        return raw.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return raw.decode("gb18030").splitlines()


@pytest.fixture(scope="module")
def corpus(sample):
    return dhtools.load_corpus(sample, progress=False)


@pytest.fixture(scope="module")
def read() -> labels.Labels:
    return gold.read(DATA / "gold")


@pytest.fixture(scope="module")
def readme() -> str:
    return (DATA / "README.md").read_text(encoding="utf-8")


def test_the_sample_is_as_large_as_a_class_needs(corpus):
    assert len(corpus.posts) >= 14
    assert len(corpus.books) >= 7
    assert len(corpus.quotes) >= 250
    assert len(corpus.commentary) >= 350


def test_no_post_is_damaged_beyond_reading(corpus):
    assert corpus.problems.query("severity == 'error'").empty


@pytest.mark.parametrize("path", POSTS, ids=POST_NAMES)
def test_every_post_says_that_it_is_invented(path):
    text = "\n".join(lines(path.stem))
    assert "虚构" in text or "虛構" in text
    assert path.stem == "2021-09-05-账房里的帝国-章节提要" or "invented" in text


def test_every_post_has_labels_and_a_genre(read):
    assert sorted(read.posts) == POST_NAMES
    assert sorted(read.genres) == [f"_posts/{name}.md" for name in POST_NAMES]
    assert set(read.genres.values()) <= set(records.GENRES)


@pytest.mark.parametrize("name", POST_NAMES)
def test_every_line_of_text_has_one_block_and_none_has_two(read, name):
    covered = [n for block in read.posts[name].blocks for n in range(block.lines[0], block.lines[1] + 1)]
    text = lines(name)
    assert len(covered) == len(set(covered))
    first = min(covered)
    bare_lines = [n for n, line in enumerate(text, 1) if n >= first and line.strip() and n not in covered]
    assert bare_lines == []


@pytest.mark.parametrize("name", POST_NAMES)
def test_labels_stand_on_their_lines(read, name):
    text, reading = lines(name), read.posts[name]
    plain = [bare(re.sub(r"<[^>]+>", "", line)) for line in text]
    starts = [*reading.sentences, *reading.inline, *reading.scares]
    assert [item for item in starts if bare(item.text) not in plain[item.line - 1]] == []
    assert [c for c in reading.citations if not 1 <= c.line <= len(text)] == []


@pytest.mark.parametrize("name", POST_NAMES)
def test_commentary_answers_and_introduces_quotes_that_are_labelled(read, name):
    reading = read.posts[name]
    quoted = {quote.lines for quote in reading.quotes}
    said = {block.lines for block in reading.commentary}
    assert {c.answers for c in reading.commentary if c.answers} <= quoted
    assert {q.leadin for q in reading.quotes if q.leadin} <= said


@pytest.mark.parametrize("name", POST_NAMES)
def test_a_paragraph_is_critique_if_and_only_if_a_sentence_of_it_judges(read, name):
    reading = read.posts[name]
    judging = {sentence.line for sentence in reading.sentences if sentence.is_critical}
    for block in reading.commentary:
        span = range(block.lines[0], block.lines[1] + 1)
        assert (block.role == "critique") == bool(judging.intersection(span)), block
        assert (block.stance is not None) == (block.role == "critique"), block


def test_readme_counts_what_the_labels_say(read, readme):
    readings = read.posts.values()
    n_quotes = sum(len(reading.quotes) for reading in readings)
    n_inline = sum(len(reading.inline) for reading in readings)
    n_commentary = sum(len(reading.commentary) for reading in readings)
    sentences = [sentence for reading in readings for sentence in reading.sentences]
    n_critical = sum(sentence.is_critical for sentence in sentences)
    english, chinese = readme.split("# 示例语料")
    flat = " ".join(english.split())
    assert f"{n_quotes} quotes set off from the text, {n_inline} inside the readers' sentences" in flat
    assert f"and {n_commentary} paragraphs of commentary" in flat
    assert f"of the {n_critical} among {len(sentences)}" in flat
    assert f"独立引文 {n_quotes} 条，句中引文 {n_inline} 条" in chinese
    assert f"评注 {n_commentary} 段" in chinese
    assert f"{len(sentences)} 句里有 {n_critical} 句" in chinese


def test_readme_counts_posts_and_books_and_names_every_file(corpus, readme):
    about = corpus.posts["book_id"].notna().sum()
    assert f"{len(corpus.posts)} posts, {about} of them on {len(corpus.books)} books" in " ".join(
        readme.split()
    )
    assert f"共 {len(corpus.posts)} 篇，其中 {about} 篇谈 {len(corpus.books)} 本书" in readme
    assert [name for name in POST_NAMES if readme.count(f"`{name}.md`") != 2] == []


def test_the_chapter_holds_what_three_posts_quote_and_a_misquotation():
    chapter = bare(re.sub(r"\[\d+\]", "", (DATA / CHAPTER).read_text(encoding="utf-8")))
    march, han = "2021-03-06-《澹浦三十年》笔记（上）", "2021-12-05-替庄砚亭说几句"
    for name, start in (
        (march, "工人自己并不想罢工"),
        (han, "厅门口的纠察"),
        ("2021-12-26-答老韩", "学生其实只有四个"),
    ):
        quoted = next(line for line in lines(name) if line.lstrip("> ").startswith(start))
        assert bare(re.sub(r"（\d+页）", "", quoted)) in chapter
    misquoted = next(line for line in lines(han) if "二十七条钓船" in line)
    assert bare(misquoted.partition("不晓得")[0]) not in chapter
    assert bare(misquoted.partition("不晓得")[0].replace("二十七", "二十二")) in chapter
