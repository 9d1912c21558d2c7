"""The reading page as text; what a browser does with it is in test_reader_browser.py."""

import base64
import datetime as dt
import hashlib
import json
import re
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import dhtools
from dhtools import records
from dhtools.corpus import Corpus
from dhtools.errors import TableError
from dhtools.records import Block, Book, Commentary, Link, Quote, Section, Sentence
from dhtools.show import reader, reader_fold, reader_font, reader_view, reader_words
from dhtools.show.reader_text import Words, said, spoken
from dhtools.tables import frames
from small import make, post

HOSTILE = """\
---
title: '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
author: '<svg onload=alert(3)>'
---

前文是这样写的：

>引文里有 `<script>alert(4)</script>` 和 [链接](javascript:alert(5))。（46页）`"><img src=x onerror=alert(6)>`

这难道不荒谬吗？`</script><script>alert(7)</script>` “`<b onclick=alert(8)>荒谬`”！
"""


class Outline(HTMLParser):
    """The tags of a page in order, with their attributes, and its text without scripts and styles."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.inside = [], "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside not in ("script", "style"):
            self.text += data

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


LEADIN, QUOTE, ANSWER = (
    "作者是这样写船钞的：",
    "他们口头上说的和做的……不是一回事。（46页）",
    "这话自相矛盾。他看过账。",
)


def made(*blocks, links=()):
    """A corpus of one post about 渡口, with blocks of a kind and a text.

    `links` name relation, quote and commentary by their place among the blocks. Of a commentary the first
    sentence is a negative critique.
    """
    rows = {name: [] for name in records.TABLES}
    rows["posts"] = [post("p", title="《渡口》笔记", book_id="渡口", n_quotes=1)]
    rows["books"] = [Book("渡口", "旧日渡口", "林渡", 1, 1, 20, 14)]
    for at, (kind, text) in enumerate(blocks):
        shape = {"post_id": "p", "text": text, "n_chars": len(text), "start": at, "start_line": at + 1}
        rows["blocks"].append(make(Block, block_id=f"p/b-{at}", kind=kind, position=at, **shape))
        shape |= {"block_id": f"p/b-{at}", "book_id": "渡口", "language": "zh"}
        if kind == "heading":
            line = at + 1
            rows["sections"].append(
                make(Section, section_id=f"p/h-{at}", post_id="p", level=2, title=text, start_line=line)
            )
        elif kind == "quote":
            extra = {
                "form": "block",
                "source": "book",
                "page_start": "46",
                "page_end": "46",
                "n_omissions": 1,
            }
            rows["quotes"].append(make(Quote, quote_id=f"p/q-{at}", is_abridged=True, **extra, **shape))
        elif kind == "commentary":
            judged = {"role": "critique", "stance": "negative"}
            rows["commentary"].append(make(Commentary, commentary_id=f"p/c-{at}", **judged, **shape))
            first = text[: text.find("。") + 1] or text
            judged = {"is_critical": True, "stance": "negative", "score": 0.91}
            cues = ("自相矛盾", "rule:verdict")
            key = {"sentence_id": f"p/s-{at}", "commentary_id": f"p/c-{at}", "post_id": "p", "text": first}
            rows["sentences"].append(make(Sentence, start_line=at + 1, cues=cues, **key, **judged))
    rows["links"] = [
        make(Link, quote_id=f"p/q-{q}", commentary_id=f"p/c-{c}", relation=relation, confidence=0.9)
        for relation, q, c in links
    ]
    return Corpus(**frames(rows), folder=None, origin={})


def read(folder, text, name="《旧日渡口》笔记.md"):
    """The corpus of one post."""
    (folder / name).write_text(text, encoding="utf-8")
    return dhtools.load_corpus(folder, progress=False)


@pytest.fixture
def notes():
    """A lead-in, its quote, its answer, and a heading."""
    blocks = [("commentary", LEADIN), ("quote", QUOTE), ("commentary", ANSWER), ("heading", "第二章 灯")]
    return made(*blocks, links=[("leadin", 1, 0), ("answer", 1, 2)])


def rows(corpus):
    return [row for chapter in reader_view.chapters(corpus) for post in chapter.posts for row in post.rows]


def outline(corpus):
    return Outline(reader.page(corpus, font=False))


# What stands where


def seats(corpus):
    """Kind of each row, texts above it, texts beside it, and texts elsewhere that it refers to."""
    return [
        (
            row.kind,
            "".join(note.row.text for note in row.leadins),
            "".join(note.row.text for note in row.answers),
            [one.text for one in (row.quote or row.answers[0]).references] if row.notes else [],
        )
        for row in rows(corpus)
    ]


def test_an_answer_stands_beside_its_quote_and_a_leadin_above_it(notes):
    assert seats(notes) == [("pair", LEADIN, ANSWER, []), ("heading", "", "", [])]


def test_several_answers_stand_beside_one_quote():
    corpus = made(
        ("quote", QUOTE),
        ("commentary", "一"),
        ("commentary", "二"),
        links=[("answer", 0, 1), ("answer", 0, 2)],
    )
    assert seats(corpus) == [("pair", "", "一二", [])]


def test_an_answer_may_stand_right_before_its_quote():
    corpus = made(("commentary", ANSWER), ("quote", QUOTE), links=[("answer", 1, 0)])
    assert seats(corpus) == [("pair", "", ANSWER, [])]


@pytest.mark.parametrize("between", ["commentary", "heading"])
def test_an_answer_further_off_stays_in_its_place_and_both_refer_to_each_other(between):
    corpus = made(
        ("quote", QUOTE),
        ("commentary", "近"),
        (between, "别的"),
        ("commentary", "远"),
        links=[("answer", 0, 1), ("answer", 0, 3)],
    )
    first, _, last = seats(corpus)
    assert (first, last) == (("pair", "", "近", ["远"]), ("note", "", "远", [QUOTE]))


def test_what_answers_one_quote_and_introduces_the_next_stands_beside_the_first():
    corpus = made(
        ("quote", "甲"), ("commentary", "乙"), ("quote", "丙"), ("commentary", "丁"),
        links=[("answer", 0, 1), ("leadin", 2, 1), ("answer", 2, 3)],
    )  # fmt: skip
    assert seats(corpus) == [("pair", "", "乙", []), ("pair", "", "丁", ["乙"])]


def test_what_introduces_a_quote_and_judges_it_stands_beside_it_as_both():
    corpus = made(("commentary", ANSWER), ("quote", QUOTE), links=[("leadin", 1, 0), ("answer", 1, 0)])
    assert seats(corpus) == [("pair", "", ANSWER, [])]
    assert "answer回应 · lead-in引出 · critique批评 · negative否定" in outline(corpus).text


def test_commentary_that_answers_nothing_stands_in_its_place():
    corpus = made(("commentary", "一"), ("quote", QUOTE), ("commentary", "二"))
    assert seats(corpus) == [("note", "", "一", []), ("pair", "", "", []), ("note", "", "二", [])]


def test_a_page_break_and_the_like_are_left_out_and_do_not_part_a_quote_from_its_answer():
    blocks = [("quote", QUOTE), ("html", "<!-- -->"), ("commentary", ANSWER), ("table", "甲\t乙")]
    corpus = made(*blocks, links=[("answer", 0, 2)])
    assert [row.kind for row in rows(corpus)] == ["pair", "table"]


def test_posts_about_one_book_stand_together_the_earliest_first():
    years = {"b2": ("渡口", 2021), "a1": ("灯火", 2020), "b1": ("渡口", 2019), "x": (None, 2018)}
    made_posts = [
        post(key, book_id=book, date=dt.datetime(year, 1, 1)) for key, (book, year) in years.items()
    ]
    books = [Book(key, key, None, 1, 0, 0, 0) for key in ("灯火", "渡口")]
    found = reader_view.chapters(
        Corpus(**frames({"posts": made_posts, "books": books}), folder=None, origin={})
    )
    shown = [
        (chapter.book and chapter.book.title, [post.row.post_id for post in chapter.posts])
        for chapter in found
    ]
    assert shown == [("渡口", ["b1", "b2"]), ("灯火", ["a1"]), (None, ["x"])]


def test_a_row_about_another_book_than_its_post_goes_by_its_own():
    corpus = made(("quote", "甲"), ("quote", "乙"))
    corpus.books.loc[1] = corpus.books.loc[0]
    corpus.books.loc[1, ["book_id", "title"]] = ["灯火", "灯火与船钞"]
    corpus.quotes.loc[1, "book_id"] = "灯火"
    page = outline(corpus)
    assert [a["data-book"] for tag, a in page.tags if a.get("class") == "row pair"] == ["1", "2"]
    assert "the book本书 灯火与船钞 · p. 46" in page.text


def test_every_post_section_quote_commentary_and_sentence_is_there_once_by_its_id(sample):
    corpus = dhtools.load_corpus(sample, progress=False)
    ids = outline(corpus).values("id")
    assert len(ids) == len(set(ids))
    keys = {
        key
        for table in ("post", "section", "quote", "commentary", "sentence")
        for key in getattr(corpus, table if table == "commentary" else f"{table}s")[f"{table}_id"]
    }
    assert keys - set(ids) == set()


def test_no_id_of_the_page_itself_can_be_that_of_a_post(notes):
    own = [key for key in outline(notes).values("id") if key != "p" and not key.startswith("p/")]
    assert [key for key in own if not key.startswith("/")] == []


def test_a_caption_says_source_page_speaker_and_omissions(notes):
    text = " ".join(outline(notes).text.split())
    assert "the book本书 · p. 46第46页 · abridged (1 omission)有删节（1处）" in text
    assert "p.md:2" in text


def test_cues_and_how_sure_a_tie_is_can_be_opened(notes):
    page = reader.page(notes, font=False)
    shown = re.findall(r'<details class="why">(.*?)</details>', page)[1]
    assert Outline(shown).text == (
        "why依据 (1)negative否定 line 3, probability 0.91第3行，概率 0.91: 自相矛盾, gives a verdict下断语 "
        "to the sentence到该句answers回应 the quote引文: sure to 0.9把握 0.9"
    )


# Text cut into sentences


def sentence(text):
    return make(Sentence, text=text)


def test_a_commentary_is_cut_where_sentences_and_quoted_words_begin_and_end():
    text = "他说“好。再来”，又走了。\n“好”？"
    found = said(
        text,
        "zh",
        [sentence("他说“好。"), sentence("再来”，又走了。"), sentence("“好”？")],
        [Words("q", "好。再来", None), Words(None, "好", None)],
    )
    cut = [
        [(piece.text, piece.words and piece.words.key, piece.is_first) for piece in one.pieces]
        for one in found
    ]
    assert cut == [
        [("他说“", None, False), ("好。", "q", True)],
        [("再来", "q", False), ("”，又走了。", None, False)],
        [("\n", None, False)],
        [("“", None, False), ("好", None, True), ("”？", None, False)],
    ]


@given(st.text("渡口。“”a \n", max_size=40), st.data())
def test_cutting_loses_nothing(text, data):
    places = st.integers(0, len(text))
    ends = sorted(data.draw(st.lists(places, max_size=6)))
    sentences = [sentence(text[a:b]) for a, b in zip(ends[::2], ends[1::2], strict=False) if b > a]
    quoted = [Words("q", text[a:b], None) for a, b in pairwise(ends) if b > a]
    found = said(text, "zh", sentences, quoted)
    assert "".join(piece.text for one in found for piece in one.pieces) == text


def test_a_text_in_both_languages_is_spoken_as_chinese_and_its_english_sentences_as_english():
    assert spoken("mixed", "他引了 Penn 的话。") == "zh"
    found = said("他引了这句。It is late.", "zh", [sentence("他引了这句。"), sentence("It is late.")], [])
    assert [one.language for one in found] == [None, "en"]


# Nothing but text from posts


def test_markup_in_posts_is_text_on_the_page(tmp_path):
    corpus = read(tmp_path, HOSTILE, "<img src=x onerror=alert(0)>.md")
    page = outline(corpus)
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"type": "application/json", "id": "/fold"},
        {},
    ]
    assert {tag for tag, _ in page.tags} & {"img", "svg", "iframe", "object", "b onclick", "link"} == set()
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert all(address.startswith("#") for address in page.values("href"))
    for number in (1, 2, 3, 4, 6, 7, 8):
        assert f"alert({number})" in page.text


def test_the_policy_allows_the_pages_own_script_alone_and_no_network(notes):
    page = reader.page(notes, font=False)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert outline(notes).tags[3][1]["content"] == (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "</script" not in script


def test_the_page_names_no_address(notes):
    assert re.findall(r"\bhttps?:|//[a-z]+\.|url\((?!data:)", reader.page(notes)) == []


def test_data_in_the_page_cannot_end_its_script(notes):
    assert str(reader._island({"a": "</script>\u2028é"})) == '{"a":"\\u003c/script>\\u2028\\u00e9"}'


# Search


def test_simplified_and_traditional_wide_and_narrow_characters_fold_to_one():
    assert reader_fold.table("他們说ＡＩ") == {"們": "们", "說": "说", "説": "说", "Ａ": "a", "Ｉ": "i"}


def test_the_page_holds_the_folds_of_its_characters_alone(notes):
    island = re.search(r'id="/fold">(.*?)</script>', reader.page(notes, font=False))[1]
    folds = json.loads(island)
    table = dict(zip(folds["from"], folds["to"], strict=True))
    assert table["賬"] == "账"
    assert "鵝" not in table


# Words, colours, fonts


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (reader_words.GENRES, records.GENRES),
        (reader_words.SOURCES, records.SOURCES),
        (reader_words.ROLES, records.ROLES),
        (reader_words.STANCES, records.STANCES),
        (reader_words.HEADS, records.RELATIONS),
        (reader_words.RELATIONS, records.RELATIONS),
        (reader_words.RELATIONS_BACK, records.RELATIONS),
    ],
)
def test_every_closed_value_has_its_words(words, values):
    assert set(words) == set(values)
    assert all(english and chinese for english, chinese in words.values())


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (("46", "46", "page"), ("p. 46", "第46页")),
        (("44", "45", "page"), ("pp. 44–45", "第44–45页")),
        (("57", "58", "location"), ("loc. 57–58", "位置57–58")),
        ((None, None, None), None),
    ],
)
def test_a_place_in_a_book_is_written_as_readers_do(given_, expected):
    assert reader_words.pages(*given_) == expected


def test_a_text_says_what_language_it_is_in(notes):
    tags = outline(notes).tags
    assert [a["lang"] for tag, a in tags if tag == "blockquote"] == ["zh"]
    assert [a["lang"] for tag, a in tags if tag == "h3"] == ["zh"]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme):
    style = reader._file("reader.css")
    pairs = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", style)
    colours = {name: pair[theme] for name, *pair in pairs}
    text = ("ink", "quiet", "quote", "negative", "positive", "mixed", "accent")
    low = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in text
        for ground in ("paper", "raised")
        if contrast(colours[name], colours[ground]) < 4.5
    }
    assert low == {}
    assert contrast(colours["ink"], colours["hit"]) >= 4.5
    assert contrast(colours["focus"], colours["paper"]) >= 3


def faces(page):
    found = re.findall(r'font-family: "dhtools (\w+)"; src: url\(data:font/woff;base64,([^)]+)\)', page)
    return {name: TTFont(BytesIO(base64.b64decode(font))) for name, font in found}


def test_the_page_carries_the_characters_it_shows(notes):
    found = faces(reader.page(notes))
    assert list(found) == ["serif", "sans"]
    quoted = "".join(notes.quotes["text"])
    assert set(map(ord, quoted)) - {ord("\n")} - found["serif"].getBestCmap().keys() == set()
    shown = "".join(notes.blocks["text"]) + "搜索筛选复制链接"
    assert set(map(ord, shown)) - {ord("\n")} - found["sans"].getBestCmap().keys() == set()
    assert ord("鵝") not in found["sans"].getBestCmap()


def test_characters_that_no_font_has_are_left_to_the_machine():
    address = reader_font.embedded("sans", "渡🦆")
    font = TTFont(BytesIO(base64.b64decode(address.partition(",")[2])))
    assert list(font.getBestCmap()) == [ord("渡")]


def test_the_font_can_be_left_out(notes):
    assert "@font-face" not in reader.page(notes, font=False)


# Written


def test_the_same_tables_give_the_same_bytes(tmp_path):
    corpus = read(tmp_path, f"{LEADIN}\n\n>{QUOTE}\n\n{ANSWER}\n")
    corpus.to_csv(tmp_path / "tables")
    assert reader.page(corpus) == reader.page(dhtools.read_tables(tmp_path / "tables"))


def test_a_page_is_written_over_an_older_one_and_over_nothing_else(notes, tmp_path):
    path = tmp_path / "made" / "reader.html"
    assert reader.write(notes, path, font=False) == path
    assert (
        reader.write(notes, str(path), font=False).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    )
    path.write_text("<p>mine", encoding="utf-8")
    with pytest.raises(TableError, match=r"reader\.html is there and dhtools did not write it: move it, or"):
        reader.write(notes, path)
    assert path.read_text(encoding="utf-8") == "<p>mine"


def test_a_folder_that_cannot_be_written_is_named(notes, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        TableError, match=r"cannot write .*file/reader\.html: Not a directory; choose another file"
    ):
        reader.write(notes, tmp_path / "file" / "reader.html", font=False)


def test_a_corpus_without_posts_makes_a_page_too(notes):
    nothing = notes.filter(date=1999)
    assert "0 posts, 0 books, 0 quotes" in outline(nothing).text
