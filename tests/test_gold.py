import re

import pytest

from dhtools.errors import GoldError
from dhtools.gold import has_labels, read
from dhtools.labels import Block, Citation, Commentary, Inline, Labels, Quote, Reading, Scare, Sentence

LABELS = """\
{"type":"block","lines":[3,3],"kind":"commentary","role":"leadin"}
{"type":"block","lines":[5,6],"kind":"quote","form":"block","source":"book","page":"46","leadin":[3,3],\
"speaker":"林渡","abridged":true}

{"type":"block","lines":[8,8],"kind":"commentary","role":"critique","stance":"mixed","answers":[5,6]}
{"type":"block","lines":[8,8],"kind":"quote","form":"inline","source":"book","text_start":"他们口头","text_end":"一回事"}
{"type":"sentence","line":8,"start":"这话难道","end":"矛盾？","critical":true,"stance":"negative"}
{"type":"citation","line":8,"raw":"《旧日渡口》","form":"title","target":"旧日渡口"}
{"type":"scare","line":8,"text":"自愿"}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes.jsonl").write_text(LABELS, encoding="utf-8")
    (tmp_path / "genre.jsonl").write_text('{"type":"post","path":"a/notes.md","genre":"notes"}\n', "utf-8")
    return tmp_path


def test_a_folder_of_labels_is_read(folder):
    assert read(str(folder)) == Labels(
        posts={
            "notes": Reading(
                "notes.md",
                blocks=[Block((3, 3), "commentary"), Block((5, 6), "quote"), Block((8, 8), "commentary")],
                quotes=[
                    Quote((5, 6), "book", page="46", speaker="林渡", is_abridged=True, leadin=(3, 3)),
                ],
                inline=[Inline(8, "他们口头")],
                commentary=[Commentary((3, 3), "leadin"), Commentary((8, 8), "critique", "mixed", (5, 6))],
                sentences=[Sentence(8, "这话难道", True, "negative")],
                citations=[Citation(8, "title", "旧日渡口")],
                scares=[Scare(8, "自愿")],
            )
        },
        genres={"a/notes.md": "notes"},
    )


def test_a_folder_without_genres_is_read_too(folder):
    (folder / "genre.jsonl").unlink()
    assert read(folder).genres == {}


def test_line_ends_and_marks_of_windows_are_read(folder):
    (folder / "notes.jsonl").write_bytes(b"\xef\xbb\xbf" + LABELS.replace("\n", "\r\n").encode())
    assert read(folder).posts["notes"].scares == [Scare(8, "自愿")]


def test_has_labels_tells_a_folder_of_labels(folder, tmp_path):
    (tmp_path / "other").mkdir()
    assert has_labels(folder)
    assert not has_labels(tmp_path / "other")
    assert not has_labels(tmp_path / "nowhere")


KINDS = "quote, commentary, heading, code, math, table, image, rule, toc, html, boilerplate, front_matter"
MALFORMED = {
    "{": "no JSON: Expecting property name enclosed in double quotes at character 2",
    "[1]": "not a JSON object in braces",
    '{"lines":[1,2]}': '"type" is missing, not one of block, sentence, citation, scare',
    '{"type":"bloc"}': '"type" is "bloc", not one of block, sentence, citation, scare',
    '{"type":"block","kind":"quote"}': '"lines" is missing, not [first line, last line]',
    '{"type":"block","lines":[3],"kind":"quote"}': '"lines" is [3], not [first line, last line]',
    '{"type":"block","lines":[4,3],"kind":"quote"}': '"lines" is [4, 3], not [first line, last line]',
    '{"type":"block","lines":[0,3],"kind":"quote"}': '"lines" is [0, 3], not [first line, last line]',
    '{"type":"block","lines":[1,1],"kind":"verse"}': f'"kind" is "verse", not one of {KINDS}',
    '{"type":"block","lines":[1,1],"kind":"quote"}': '"source" is missing',
    '{"type":"block","lines":[1,1],"kind":"quote","form":"set"}': '"form" is "set", not one of block, inline',
    '{"type":"block","lines":[1,1],"kind":"quote","form":"inline"}': '"text_start" is missing',
    '{"type":"block","lines":[1,1],"kind":"quote","source":"book","page":46}': '"page" is 46, not a string',
    '{"type":"block","lines":[1,1],"kind":"commentary"}': '"role" is missing',
    '{"type":"block","lines":[1,1],"kind":"commentary","role":"critique"}': 'a critique without "stance"',
    '{"type":"sentence","line":"8","start":"a","critical":true}': '"line" is "8", not a line number from 1',
    '{"type":"sentence","line":8,"start":"a","critical":"yes"}': '"critical" is "yes", not true or false',
    '{"type":"scare","line":8}': '"text" is missing',
    '{"type":"citation","line":8,"form":"block","target":"a"}': (
        '"form" is "block", not one of page, title, author_title, author, author_year, link, footnote'
    ),
}


@pytest.mark.parametrize(("line", "message"), MALFORMED.items())
def test_a_malformed_line_is_named_with_what_is_wrong(folder, line, message):
    (folder / "notes.jsonl").write_text(
        '{"type":"scare","line":8,"text":"自愿"}\n\n' + line, encoding="utf-8"
    )
    with pytest.raises(
        GoldError, match=f"^{re.escape(str(folder / 'notes.jsonl'))}:3: {re.escape(message)}$"
    ):
        read(folder)


def test_a_malformed_genre_is_named_too(folder):
    (folder / "genre.jsonl").write_text('{"type":"post","path":"a.md","genre":"novel"}', encoding="utf-8")
    with pytest.raises(GoldError, match=r'genre\.jsonl:1: "genre" is "novel", not one of notes, excerpts'):
        read(folder)


def test_a_folder_without_labels_is_an_error(tmp_path):
    with pytest.raises(GoldError, match=r"^no labels in .*: it holds no file NAME\.jsonl$"):
        read(tmp_path)
    with pytest.raises(GoldError, match=r"^no folder .*nowhere: give the folder that holds the labels"):
        read(tmp_path / "nowhere")


def test_a_file_that_is_no_text_is_an_error(folder):
    (folder / "notes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldError, match=r"^cannot read .*notes\.jsonl: 'utf-8' codec"):
        read(folder)


@pytest.mark.real
def test_real_labels_are_read(gold):
    labels = read(gold / "labelled")
    assert len(labels.posts) == len(list((gold / "labelled").glob("*.jsonl"))) - 1
    assert labels.genres
