"""How bytes become text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.errors import PostError
from dhtools.parse.encodings import decode, line_of

SIMPLIFIED = "读这本书的时候，我想起了渡口的那盏灯。作者说：“灯是给还在路上的人点的。”"
TRADITIONAL = "讀這本書的時候，我想起了渡口的那盞燈。作者說：「燈是給還在路上的人點的。」"
JAPANESE = "この本を読んでいると、渡し場の灯りを思い出した。「灯は道を行く人のためのものだ」"
WESTERN = "“The lamp,” she wrote, “is lit for those still on the road”—a cliché, naïve as café talk."


def _codes(raw: bytes, wanted: str | None = None) -> list[tuple[str, str, int | None]]:
    return [(problem.code, problem.severity, problem.line) for problem in decode(raw, "灯.md", wanted)[2]]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED[:6], "gb18030"),
        (SIMPLIFIED * 2000, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL[:6], "big5"),
        (TRADITIONAL * 2000, "big5"),
        (TRADITIONAL, "gb18030"),
        ("佢喺呢本書入面講嘅嘢", "big5hkscs"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (WESTERN, "cp1252"),
        ("# Notes\n\n" * 20000 + SIMPLIFIED, "gb18030"),
    ],
    ids=lambda value: value[:12],
)
def test_an_encoding_other_than_utf_8_is_told_from_its_characters(text, encoding):
    assert decode(text.encode(encoding), "灯.md")[:2] == (text, encoding)


def test_a_guessed_encoding_is_noted():
    assert _codes(SIMPLIFIED.encode("gb18030")) == [("encoding-guessed", "note", None)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("이 책을 읽으면서 나루터의 등불을 떠올렸다.", "euc_kr"),
        ("Читая эту книгу, я вспомнил огонёк.", "cp1251"),
    ],
)
def test_other_languages_are_left_to_charset_normalizer(text, encoding):
    assert decode(text.encode(encoding), "灯.md")[0] == text


def test_a_byte_order_mark_stays_in_the_text_and_overrules_the_conventions():
    raw = b"\xef\xbb\xbf" + SIMPLIFIED.encode()
    assert decode(raw, "灯.md", "gb18030") == (f"\ufeff{SIMPLIFIED}", "utf-8-sig", [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_byte_order_mark(codec):
    text = f"\ufeff{SIMPLIFIED}"
    assert decode(text.encode(codec), "灯.md") == (text, "utf-16", [])


def test_the_conventions_name_the_encoding():
    raw = "渡".encode("gb18030")
    assert decode(raw, "灯.md", "gb18030") == ("渡", "gb18030", [])


def test_a_file_that_is_not_in_the_named_encoding_is_read_as_what_it_is():
    text, encoding, problems = decode(SIMPLIFIED.encode(), "灯.md", "ascii")
    assert (text, encoding) == (SIMPLIFIED, "utf-8")
    assert [problem.message for problem in problems] == [
        "is not in the encoding that dhtools.toml names, ascii; read as utf-8"
    ]


def test_a_stray_byte_costs_one_character_of_utf_8():
    raw = "第一行\n读这本书的时候".encode() + b"\xff" + "想起了灯".encode()
    assert decode(raw, "灯.md")[:2] == ("第一行\n读这本书的时候\ufffd想起了灯", "utf-8")
    assert _codes(raw) == [("encoding", "warning", 2)]


def test_a_stray_byte_costs_one_character_of_gb18030():
    raw = SIMPLIFIED.encode("gb18030") + b"\xff\n"
    assert decode(raw, "灯.md")[:2] == (f"{SIMPLIFIED}\ufffd\n", "gb18030")
    assert _codes(raw) == [("encoding", "warning", 1)]


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\0\0", "渡\0口".encode(), b"\xff\xfea\0\0\0"])
def test_nul_bytes_are_no_text(raw):
    with pytest.raises(PostError, match=r"灯\.md: holds NUL bytes"):
        decode(raw, "灯.md")


def test_control_characters_stay_in_the_text_and_are_noted():
    text = "一\n二\x08三\x08\n四\ufeff"
    made, _, (problem,) = decode(text.encode(), "灯.md")
    assert made == text
    assert (problem.code, problem.severity, problem.line) == ("control-characters", "note", 2)
    assert problem.message == (
        "3 control characters (U+0008, U+FEFF), the first on this line; they count in offsets only"
    )


def test_tabs_line_ends_and_ideographic_blanks_are_no_control_characters():
    assert _codes("\u3000\u3000一\t二\r\n\xa0三".encode()) == []


@pytest.mark.parametrize(
    ("text", "offset", "line"),
    [("a\nb", 1, 1), ("a\nb", 2, 2), ("a\r\nb", 2, 1), ("a\r\nb", 3, 2), ("a\rb", 2, 2), ("a\n", 2, 2)],
)
def test_lines_end_in_any_of_three_ways(text, offset, line):
    assert line_of(text, offset) == line


@given(st.binary(max_size=100))
def test_no_bytes_raise_anything_but_a_post_error(raw):
    try:
        decode(raw, "灯.md")
    except PostError:
        assert b"\0" in raw


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf_8_comes_back_byte_for_byte(text):
    raw = text.encode()
    made, encoding, _ = decode(raw, "灯.md")
    assert encoding in ("utf-8", "utf-8-sig")
    assert made.encode() == raw
